"""The example in Chinese and in Macedonian."""

from datetime import date

from picture_maps import ANA, BORIS, action, colleen_numbers, idea, journey, pain, persona, touchpoint, vote

from bot.pictures.stage_numbers import JourneyNumbers, StageNumbers
from storage.model.item import MoodVote
from storage.model.journey import JourneyMap, MomentOfTruth, Stage, Touchpoint
from storage.model.persona import Persona
from storage.model.types import Owner


def chinese() -> JourneyMap:
    """The Chinese example, with more in it."""

    def stage(slug: str, title: str, mood: MoodVote | None, *points: Touchpoint) -> Stage:
        return Stage(slug=slug, title=title, moods=(mood,) if mood else (), touchpoints=points)

    stages = (
        stage(
            "awareness",
            "认知",
            vote(ANA, -2, "又坏了", "沮丧"),
            touchpoint("awareness-1", "旧吸尘器坏了"),
            touchpoint("awareness-2", "问朋友", "word_of_mouth", ours=False),
            touchpoint("awareness-3", "看到社交媒体广告", "social_ad"),
        ),
        stage(
            "interest",
            "比较",
            vote(ANA, -1, "信息太多，看不出哪台好"),
            touchpoint("interest-1", "在网站上多次打开产品页面，比较价格和颜色", "website"),
        ).model_copy(update={"moods": (vote(ANA, -1, "信息太多，看不出哪台好"), vote(BORIS, -2))}),
        stage(
            "consideration",
            "考虑",
            vote(ANA, -2, "送达日期不明", "犹豫"),
            touchpoint("consideration-1", "放进购物车但没有结账", "website"),
        ),
        stage(
            "conversion",
            "转换",
            vote(ANA, 1, word="放心"),
            touchpoint("conversion-1", "在网站上购买", "website"),
            touchpoint("receipt", "收据或发票", "invoice_document"),
        ),
        stage(
            "loyalty",
            "忠诚度",
            vote(ANA, 2),
            touchpoint("loyalty-1", "收到包裹", "post_parcel"),
            touchpoint("loyalty-2", "收到调查邮件", "email"),
            touchpoint("loyalty-3", "推荐给朋友", "word_of_mouth", ours=False),
        ),
    )
    return journey(
        "我要买一台不会再坏的吸尘器",
        stages,
        map_id="map-1",
        lang="zh",
        stage_template="funnel5_conversion",
        owner=Owner(label="王芳"),
        pain_points=(
            pain("awareness-pain-1", "又坏了", "awareness"),
            pain(
                "interest-pain-1",
                "信息太多，看不出哪台好（超过 30 项参数），需要筛选大量内容",
                "interest",
                basis="colleague",
            ),
            pain("consideration-pain-1", "送达日期不明", "consideration"),
        ),
        opportunities=(
            idea("awareness-idea-1", "突出耐用性和保修", "awareness"),
            idea("awareness-idea-2", "制作对比图表", "awareness"),
        ),
        actions=(
            action(
                "action-1",
                "在产品页写明保修期",
                opportunity="awareness-idea-1",
                owner=Owner(label="李强"),
                due_on=date(2024, 11, 30),
            ),
        ),
    )


def chinese_persona() -> Persona:
    return persona(
        "好奇的科琳",
        "科",
        one_line="双收入无子女，自雇，会研究但没有时间",
        quote="我需要一台不会再坏的吸尘器，可是我没有时间翻遍所有页面。",
    )


def chinese_numbers() -> JourneyNumbers:
    counted = (
        ("awareness", 12480, 1.0, 0.58),
        ("interest", 5242, 0.42, 0.4),
        ("consideration", 3145, 0.252, 0.679),
        ("conversion", 1011, 0.081, 0.25),
        ("loyalty", 758, 0.061, None),
    )
    stages = tuple(StageNumbers(stage=s, reached=n, rate=rate, lost=lost) for s, n, rate, lost in counted)
    return JourneyNumbers(stages=stages, n=12480, period="2024年10月1日至2024年10月31日", source="GA4 导入")


def macedonian() -> JourneyMap:
    def stage(slug: str, title: str, score: int, word: str, *points: Touchpoint) -> Stage:
        return Stage(slug=slug, title=title, moods=(vote(ANA, score, word=word),), touchpoints=points)

    stages = (
        stage(
            "inquiry",
            "Испрашување или свесност",
            -2,
            "фрустрација",
            touchpoint("stara", "Старата правосмукалка пукна; прашува пријатели", "word_of_mouth", ours=False),
        ),
        stage(
            "comparison",
            "Интерес, споредба или одлучување",
            -1,
            "преоптовареност",
            touchpoint("sporeduva", "Споредува четири модели", "website", moment_of_truth=MomentOfTruth()),
        ),
        stage(
            "purchase", "Купување или подготовка", 1, "олеснување", touchpoint("plakja", "Плаќа со картичка", "website")
        ),
        stage(
            "activation",
            "Инсталација, активирање или повратни информации",
            2,
            "задоволство",
            touchpoint("prvo", "Прво чистење; ѓубрето, љубопитноста, њушкањето и џебот", "email"),
        ),
    )
    return journey(
        "Ми треба правосмукалка што нема повторно да се расипе",
        stages,
        map_id="treba-pravosmukalka-nema",
        lang="mk",
        stage_template="sales4",
        owner=Owner(label="веб-тим"),
        pain_points=(
            pain("slab", "Слаб квалитет на претходниот производ", "inquiry", evidence=("e1",)),
            pain("mora", "Мора да ја просејува содржината", "comparison", evidence=("e1",)),
            pain("garancija", "Гаранцијата тешко се регистрира", "activation", basis="walked"),
        ),
        opportunities=(idea("istakni", "Истакнете ја издржливоста", "inquiry"),),
        actions=(action("alatka", "Алатка за споредба", stage="comparison"),),
    )


def macedonian_numbers() -> JourneyNumbers:
    return colleen_numbers().model_copy(update={"period": "1 окт. 2024 – 31 окт. 2024", "source": "увоз од GA4"})


def macedonian_persona() -> Persona:
    return persona("Љубопитната Колин", "ЉК", one_line="во брак, без деца", quote="Немам време да пребарувам.")
