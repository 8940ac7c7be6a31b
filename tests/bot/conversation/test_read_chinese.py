"""Chinese messages: every reading function on what people type."""

from datetime import date

import pytest

from bot.conversation.controls import control_in
from bot.conversation.corrections.match import blocks, readings
from bot.conversation.read_channel import channel_named, read_channel
from bot.conversation.read_dates import find_date, read_date, say_date
from bot.conversation.read_goals import two_numbers, two_wants
from bot.conversation.read_items import read_items, read_stages
from bot.conversation.read_mood import Rating, because, is_late_vote, read_mood
from bot.conversation.read_owner import addressed_to_another, is_known_owner, mentioned, read_owner
from bot.conversation.read_paragraph import is_paragraph, sentences
from bot.conversation.read_persona import PersonaRead, read_persona, two_names
from bot.conversation.read_question import is_question
from bot.conversation.read_quote import Quote, has_quote, read_quote
from bot.conversation.read_shapes import Bounds, Change, Task, read_bounds, read_change, read_task
from bot.conversation.read_side import customer_side, is_our_side
from prompts.loader import words
from storage.model.lists import CHANNELS

ZH = words("zh")
WEDNESDAY = date(2024, 11, 6)
NAMES = {"U0WANG": "王芳", "U0LI": "李强", "U0MIA": "Mia Petrova"}


@pytest.mark.parametrize(
    ("text", "control"),
    [
        ("跳过", "skip"),
        ("不知道。", "skip"),
        ("上一步", "back"),
        ("返回", "back"),
        ("为什么？", "why"),
        ("为什么问", "why"),
        ("看图", "show"),
        ("显示旅程图！", "show"),
        ("暂停", "pause"),
        ("停", "pause"),
        ("以后再说", "pause"),
        ("继续", "go_on"),
        ("撤销", "undo"),
        ("完成", "done"),
        ("就这些。", "done"),
        ("帮助", "help"),
        ("新建旅程图", "new"),
        ("新建服务蓝图", "new"),
        ("跳过这一步的客户", None),
    ],
)
def test_a_control_is_a_whole_message(text: str, control: str | None) -> None:
    assert control_in(text, ZH) == control


@pytest.mark.parametrize(
    ("text", "do", "parts"),
    [
        ("把第2阶段改名为比较", "rename", {"item": "第2阶段", "new": "比较"}),
        ("把 兴趣 改名为 比较。", "rename", {"item": "兴趣", "new": "比较"}),
        ("考虑的情绪是-2", "mood", {"stage": "考虑", "score": "-2"}),
        ("考虑的感受是 -1 太慢", "mood", {"stage": "考虑", "score": "-1 太慢"}),
        ("删除调查", "remove", {"item": "调查"}),
        ("去掉第3阶段", "remove", {"item": "第3阶段"}),
        ("在比较加上到店里询问", "add", {"stage": "比较", "text": "到店里询问"}),
        ("把付款移到收货之后", "move_after", {"item": "付款", "other": "收货"}),
        ("把付款移到收货之前", "move_before", {"item": "付款", "other": "收货"}),
        ("把问朋友移到兴趣", "move_to", {"item": "问朋友", "other": "兴趣"}),
        ("合并收到包裹和第一次打扫", "merge", {"item": "收到包裹", "other": "第一次打扫"}),
        ("拆分付款：填卡号；收验证码", "split", {"item": "付款", "text": "填卡号；收验证码"}),
        ("第一次打扫的渠道是门店", "channel", {"item": "第一次打扫", "channel": "门店"}),
        ("比较的痛点：信息太多", "pain", {"stage": "比较", "text": "信息太多"}),
        ("信息太多的严重程度是4", "level", {"item": "信息太多", "field": "severity", "level": "4"}),
        ("对比图表的工作量是２", "level", {"item": "对比图表", "field": "effort", "level": "２"}),
        ("对比图表由李强负责", "owns", {"item": "对比图表", "owner": "李强"}),
        ("对比图表的期限是11月30日", "due", {"item": "对比图表", "date": "11月30日"}),
        ("对比图表已完成", "finished", {"item": "对比图表", "state": "完成"}),
        ("目标是降低流失率", "goal", {"text": "降低流失率"}),
        ("目标：降低流失率", "goal", {"text": "降低流失率"}),
        ("这张图的编号是vacuum", "map_id", {"new": "vacuum"}),
        ("把第一次打扫的渠道改为门店", "channel", {"item": "第一次打扫", "channel": "门店"}),
        ("职位：面包师", "persona_text", {"field": "job_title", "text": "面包师"}),
    ],
)
def test_a_correction_is_read_with_its_parts(text: str, do: str, parts: dict[str, str]) -> None:
    assert (do, parts) in [(found.do, found.parts) for found in readings(text, ZH)]


def test_lines_with_a_name_and_a_wide_colon_are_fields() -> None:
    assert blocks("目标：降低流失率\n阶段：\n搜索\n下单", ZH) == ["目标：降低流失率", "阶段：\n搜索\n下单"]


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("-2 沮丧，又坏了", Rating(-2, "沮丧", "又坏了")),
        ("负2 太慢", Rating(-2, None, "太慢")),
        ("负二，太慢", Rating(-2, None, "太慢")),
        ("－２太慢", Rating(-2, None, "太慢")),
        ("＋１", Rating(1)),
        ("-1：看不出哪台好", Rating(-1, None, "看不出哪台好")),
        ("🙁 犹豫，送达日期不明", Rating(-1, "犹豫", "送达日期不明")),
        ("4/5 放心", Rating(1, "放心", None)),
        ("４／５ 放心", Rating(1, "放心", None)),
        ("2星，太贵", Rating(-1, None, "太贵")),
        ("8/10", Rating(1)),
        ("4分，还不错", Rating(1, None, "还不错")),
        ("3分钟就好了", Rating(None, None, "3分钟就好了")),
        ("很沮丧，又坏了", Rating(-1, "很沮丧", "又坏了")),
        ("有点烦", Rating(-1, "有点烦", None)),
        ("愤怒：又坏了", Rating(-2, "愤怒", "又坏了")),
        ("惊喜！", Rating(2, "惊喜！", None)),
        ("非常好", Rating(2, None, None)),
        ("-1 差", Rating(-1)),
        ("信息太多，看不出哪台好", Rating(None, None, "信息太多，看不出哪台好")),
        ("３", Rating(0)),
        ("2，还行", Rating(None, "还行", None, 2)),
        ("3个朋友", Rating(None, None, "3个朋友")),
        ("-5", Rating(out_of_range="-5")),
    ],
)
def test_a_mood(text: str, rating: Rating) -> None:
    assert read_mood(text, ZH) == rating


@pytest.mark.parametrize("text", ["-2 太慢", "负2 太慢", "－１", "🙁", "4/5", "０"])
def test_a_late_vote(text: str) -> None:
    assert is_late_vote(text, ZH)


@pytest.mark.parametrize("text", ["加一个朋友", "3个朋友", "减一点价", "一般般吧", "2", "问朋友"])
def test_no_late_vote(text: str) -> None:
    assert not is_late_vote(text, ZH)


def test_because_is_read_without_a_space() -> None:
    assert because("因为送达日期不明", ZH) == "送达日期不明"


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("旧吸尘器坏了", None),
        ("问朋友", "word_of_mouth"),
        ("看到社交媒体广告", "social_ad"),
        ("在小红书上看到广告", "social_ad"),
        ("刷小红书", "social_organic"),
        ("看到Instagram广告", "social_ad"),
        ("在网站上多次打开产品页面，比较价格和颜色", "website"),
        ("放进购物车但没有结账", "website"),
        ("收到包裹", "post_parcel"),
        ("收到调查邮件", "email"),
        ("推荐给朋友", "word_of_mouth"),
        ("在其他网站看评论", "review_site"),
        ("百度一下", "search_organic"),
        ("点百度广告", "search_ad"),
        ("到店里问店员", "store"),
        ("给客服热线打电话", "phone"),
        ("问在线客服", "live_chat"),
        ("在淘宝下单", "marketplace"),
        ("师傅上门安装", "field_service"),
        ("收到电子发票", "invoice_document"),
        ("发微信问店主", "messaging"),
        ("打开APP", "mobile_app"),
        ("收到短信验证码", "sms"),
        ("刷卡付款", None),
    ],
)
def test_a_channel(text: str, channel: str | None) -> None:
    assert read_channel(text, ZH).channel == channel


@pytest.mark.parametrize("key", list(CHANNELS))
def test_every_channel_is_known_by_its_label(key: str) -> None:
    assert channel_named(ZH.data("lists.channels")[key], ZH) == key


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11月30日", date(2024, 11, 30)),
        ("１１月３０日", date(2024, 11, 30)),
        ("十一月三十日", date(2024, 11, 30)),
        ("11月30号", date(2024, 11, 30)),
        ("2025年3月1日", date(2025, 3, 1)),
        ("周五", date(2024, 11, 8)),
        ("星期五", date(2024, 11, 8)),
        ("本周五", date(2024, 11, 8)),
        ("下周五", date(2024, 11, 15)),
        ("到周五前", date(2024, 11, 8)),
        ("11月30日之前", date(2024, 11, 30)),
        ("两周内", date(2024, 11, 20)),
        ("两周后", date(2024, 11, 20)),
        ("3天后", date(2024, 11, 9)),
        ("一个月内", date(2024, 12, 6)),
        ("今天", WEDNESDAY),
        ("明天", date(2024, 11, 7)),
        ("后天", date(2024, 11, 8)),
        ("2024-11-30", date(2024, 11, 30)),
        ("11月31日", None),
        ("以后", None),
    ],
)
def test_a_date(text: str, day: date | None) -> None:
    assert read_date(text, WEDNESDAY, ZH) == day


def test_a_date_of_the_past_and_one_inside_a_sentence() -> None:
    assert read_date("两周前", WEDNESDAY, ZH, "past") == date(2024, 10, 23)
    found = find_date("店里的顾客，11月2日说的", WEDNESDAY, ZH, "past")
    assert found is not None and (found.on, found.start, found.end) == (date(2024, 11, 2), 6, 11)


def test_a_date_is_said_as_it_is_read() -> None:
    assert say_date(date(2024, 11, 30), WEDNESDAY, ZH) == "11月30日"
    assert say_date(date(2025, 1, 5), WEDNESDAY, ZH) == "2025年1月5日"
    assert say_date(date(2024, 12, 4), WEDNESDAY, ZH, with_year=True) == "2024年12月4日"


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("从旧吸尘器坏掉开始，到第一次打扫结束", Bounds("旧吸尘器坏掉", "第一次打扫")),
        ("从第一次搜索到第二次下单", Bounds("第一次搜索", "第二次下单")),
        ("烤箱坏掉 > 第一个面包", Bounds("烤箱坏掉", "第一个面包")),
        ("烤箱坏掉\n第一个面包", Bounds("烤箱坏掉", "第一个面包")),
        ("从烤箱坏掉开始\n到第一个面包结束", Bounds("烤箱坏掉", "第一个面包")),
        ("从烤箱坏掉开始", Bounds("烤箱坏掉", None)),
        ("到第一个面包结束", Bounds(None, "第一个面包")),
        ("不清楚", Bounds()),
    ],
)
def test_start_and_end(text: str, bounds: Bounds) -> None:
    assert read_bounds(text, ZH) == bounds


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("放弃率从 70% 降到 49%", Change("放弃率", 70, 49, "%")),
        ("放弃率从７０％降到４９％", Change("放弃率", 70, 49, "%")),
        ("复购率从20%升到30%。", Change("复购率", 20, 30, "%")),
        ("每单来电从0.8次降至0.3次", Change("每单来电", 0.8, 0.3, "次")),
        ("复购率 20% > 30%", Change("复购率", 20, 30, "%")),
        ("来电减少20%", Change("来电", None, -20, "%")),
        ("销售额提高5%", Change("销售额", None, 5, "%")),
        ("客户更开心", Change("客户更开心")),
    ],
)
def test_an_expected_change(text: str, change: Change) -> None:
    assert read_change(text, ZH) == change


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("在产品页写明保修期，@李强，11月30日", Task("在产品页写明保修期", "@李强", date(2024, 11, 30))),
        ("@李强在11月30日前写好产品页", Task("写好产品页", "@李强", date(2024, 11, 30))),
        ("写产品页，加图片，@李强，周五", Task("写产品页，加图片", "@李强", date(2024, 11, 8))),
        ("给五位客户打电话，客服团队，周五", Task("给五位客户打电话", "客服团队", date(2024, 11, 8))),
        ("写产品页，王芳，两周内", Task("写产品页", "王芳", date(2024, 11, 20))),
        ("写产品页", Task("写产品页")),
    ],
)
def test_an_action(text: str, task: Task) -> None:
    assert read_task(text, WEDNESDAY, ("李强", "王芳"), ZH) == task


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("旧吸尘器坏了、问朋友、看到广告", ("旧吸尘器坏了", "问朋友", "看到广告")),
        ("看，买", ("看，买",)),
        ("看评论；问朋友", ("看评论", "问朋友")),
        ("看评论;问朋友", ("看评论", "问朋友")),
        ("1、看评论\n2、问朋友", ("看评论", "问朋友")),
        ("①看评论\n②问朋友", ("看评论", "问朋友")),
        ("（1）看评论\n（2）问朋友", ("看评论", "问朋友")),
        ("一、看评论\n二、问朋友", ("看评论", "问朋友")),
        ("看评论, 问朋友", ("看评论", "问朋友")),
        ("看评论, 但是没时间", ("看评论, 但是没时间",)),
    ],
)
def test_items(text: str, titles: tuple[str, ...]) -> None:
    assert read_items(text, ZH).titles == titles


def test_a_chinese_comma_never_splits_but_can_be_offered() -> None:
    assert read_items("打开产品页面，比较价格", ZH).could_be == ("打开产品页面", "比较价格")
    assert read_items("打开产品页面，因为想比较", ZH).could_be == ()
    assert read_items("说“慢，太慢”", ZH).could_be == ()


@pytest.mark.parametrize(
    "text", ["搜索 > 下单 > 收货", "搜索＞下单＞收货", "搜索、下单、收货", "搜索，下单，收货", "搜索\n下单\n收货"]
)
def test_own_stages(text: str) -> None:
    assert read_stages(text, ZH) == ("搜索", "下单", "收货")


@pytest.mark.parametrize(
    ("text", "persona"),
    [
        ("好奇的科琳，32 岁，双收入无子女，自雇", PersonaRead("好奇的科琳", "32", "双收入无子女，自雇")),
        ("小王，30-40岁，开面包店。", PersonaRead("小王", "30-40", "开面包店")),
        ("小王，３２岁", PersonaRead("小王", "32", None)),
        ("小王，开面包店，3家店", PersonaRead("小王", None, "开面包店，3家店")),
        ("小王", PersonaRead("小王")),
    ],
)
def test_a_persona(text: str, persona: PersonaRead) -> None:
    assert read_persona(text, ZH) == persona


def test_two_persons_are_seen_and_one_is_left_alone() -> None:
    assert two_names("科琳和李明", ZH) == ("科琳", "李明")
    assert two_names("好奇的科琳与李明", ZH) == ("好奇的科琳", "李明")
    assert two_names("喜欢安静和阅读的人", ZH) == ()
    assert two_names("小王和他的同事", ZH) == ()
    assert two_names("好奇的科琳", ZH) == ()


def test_two_goals_are_seen() -> None:
    assert two_numbers("退货减少10%，来电减少20%", ZH) == ("退货减少10%", "来电减少20%")
    assert two_numbers("退货减少10%和来电减少20%", ZH) == ("退货减少10%", "来电减少20%")
    assert two_numbers("放弃率从70%降到49%", ZH) is None
    assert two_wants("我想买得快，我想买得便宜。", ZH) == ("我想买得快", "我想买得便宜")
    assert two_wants("我要一台我想要的吸尘器", ZH) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("“又坏了。” 店里的顾客，11月2日", Quote("又坏了。", "店里的顾客", date(2024, 11, 2), None, True)),
        ("「又坏了」（电话里，昨天）", Quote("又坏了", "电话里", date(2024, 11, 5), None, True)),
        ("『又坏了』", Quote("又坏了", None, None, None, True)),
        ("＂又坏了＂ 客户", Quote("又坏了", "客户", None, None, True)),
        ("又坏了。", Quote("又坏了。")),
    ],
)
def test_a_quote(text: str, quote: Quote) -> None:
    assert read_quote(text, WEDNESDAY, ZH) == quote
    assert has_quote(text) is quote.quoted


def test_owners_and_mentions_need_no_space() -> None:
    assert read_owner("我", "U0WANG", NAMES, ZH).member_id == "U0WANG"
    assert read_owner("@李强。", "U0WANG", NAMES, ZH).member_id == "U0LI"
    assert read_owner("客服团队", "U0WANG", NAMES, ZH).model_dump(exclude_none=True) == {"label": "客服团队"}
    assert is_known_owner("本人", NAMES, (), ZH)
    assert mentioned("@李强，@王芳：请看", NAMES) == ("U0LI", "U0WANG")
    assert addressed_to_another("@李强，你看呢", NAMES)
    assert not addressed_to_another("问@李强", NAMES)


def test_a_title_from_our_side_is_turned_round() -> None:
    assert is_our_side("我们发送提醒邮件", ZH)
    assert not is_our_side("看到我们的广告", ZH)
    assert customer_side("我们给客户发送提醒邮件", ZH) == "收到提醒邮件"
    assert customer_side("我们展示价格", ZH) == "看到价格"
    assert customer_side("看到广告", ZH) is None


@pytest.mark.parametrize(
    "text",
    ["多少人回答了", "有多少痛点？", "这张图是谁的?", "请问怎么改标题", "哪个阶段最差", "能不能告诉我进度", "这样对吗"],
)
def test_a_question(text: str) -> None:
    assert is_question(text, ZH)


@pytest.mark.parametrize(
    "text", ["问朋友", "什么都看不懂", "如何退货不清楚", "不知道该选什么", "-2 怎么选都不对", "收到包裹"]
)
def test_no_question(text: str) -> None:
    assert not is_question(text, ZH)


def test_a_paragraph_has_more_than_three_sentences() -> None:
    assert is_paragraph("旧的又坏了。我问了几个朋友。网站上信息太多。最后在店里买了。")
    assert not is_paragraph("好。行。可以。嗯。")
    assert not is_paragraph("旧的又坏了。我问了朋友。")
    assert sentences("1. 又坏了。2. “太慢！”他说。真的？") == ("又坏了。", "“太慢！”", "他说。", "真的？")
