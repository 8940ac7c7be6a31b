"""What the sample maps of each type say, in three languages."""

from typing import NamedTuple


class Texts(NamedTuple):
    """The words of one language, in the order in which the builders of `type_maps` use them."""

    title: str
    stages: tuple[str, str, str, str]
    touchpoints: tuple[str, str, str, str, str, str, str, str]
    why_today: tuple[str, str, str, str]
    why_ideal: tuple[str, str, str]
    new: str
    requirements: tuple[str, str, str]
    target: str
    experiment: str
    action: str
    owner: str
    ideas: tuple[str, str, str, str, str]
    routes: tuple[str, str]
    conditions: tuple[str, str, str]
    evidence: tuple[str, str, str, str]
    front: tuple[str, str, str, str]
    back: tuple[str, str, str, str]
    support: tuple[str, str, str, str]
    department: str
    fail: str
    hand_over: tuple[str, str, str]
    says: tuple[str, str]
    thinks: tuple[str, str]
    does: tuple[str, str]
    feels: tuple[str, str, str]
    strips: tuple[str, str]
    research: str
    day: str
    slots: tuple[tuple[str, str, str], ...]
    pins: tuple[tuple[str, str], ...]
    open_quiet: tuple[str, str]
    chance: str
    phone: str
    persona: tuple[str, str, str, str]
    goals: tuple[str, str]
    struggles: tuple[str, str]
    tasks: tuple[str, str]
    needs: tuple[str, str]


ENGLISH = Texts(
    "I need a vacuum that will not break again",
    ("Inquiry", "Compare", "Purchase", "Use"),
    (
        "old vacuum breaks and friends are asked",
        "sees our ad on Instagram",
        "compares four models on our site",
        "reads the PDF leaflet",
        "puts it in the cart and leaves",
        "pays by card",
        "first clean",
        "gets a survey by e-mail",
    ),
    ("it broke again", "cannot see which one is better", "delivery date is shown only after payment", "proud of it"),
    ("sees three models side by side", "knows the delivery date before paying", "calm, the warranty is registered"),
    "opens the comparison page",
    ("one editor for benefit statements", "delivery date comes from the warehouse", "product data in one place"),
    "cart abandonment",
    "comparison chart for half of the visitors for two weeks",
    "comparison page",
    "Mia",
    (
        "comparison chart with benefits and costs",
        "show the delivery date on the product page",
        "show happy customers",
        "let people book a phone call",
        "send a spare filter after a year",
    ),
    ("In a hurry", "Looks twice"),
    ("knows the model already", "a friend says no", "the total is too high"),
    ("product page, four open tabs", "receipt e-mail", "parcel and manual", "survey form"),
    ("chatbot answers questions", "payment page", "courier hands over", "e-mail with one question"),
    ("content team keeps benefit statements current", "fraud check", "pick and pack", "answers are read on Mondays"),
    ("product database", "payment provider", "warehouse system", "survey tool"),
    "Finance",
    "stock data is a day old",
    ("order goes out only after payment", "Sales", "Fulfilment"),
    ("“I just want one that won’t break again.”", "“Why is the price not next to the benefits?”"),
    ("Reviews on the shop’s own site may be filtered", "Is the warranty real?"),
    ("Opens the product page five times", "Asks friends; looks for a comparison chart"),
    ("Frustrated by the old vacuum", "Short of time", "Relieved at a clear list of benefits"),
    ("Feels stupid for having bought the cheap one", "A quiet vacuum would save the evening"),
    "5 interviews in May and 1 usability test",
    "the day the vacuum breaks",
    (
        ("reads the weather and the news on the phone", "kitchen", "alone"),
        ("rides to a client", "tram 3", "strangers"),
        ("works on a web page", "client’s office", "two colleagues"),
        ("lunch", "bakery", "a friend"),
        ("works on, answers mail", "client’s office", "two colleagues"),
        ("cleans the flat; the vacuum breaks", "home", "partner"),
        ("watches a film", "sofa", "partner"),
    ),
    (("reminder e-mail arrives", "too early, half asleep"), ("sees our ad on Instagram", "has time and looks around")),
    ("lunch break, looking at Instagram", "the evening belongs to the two of them"),
    "send the comparison at lunch, not at six",
    "phone",
    ("Curious Colleen", "CC", "self-employed, good at research, short of time", "I have no time to dig through pages."),
    ("a clean flat in half an hour", "buy once, for ten years"),
    ("claims that nobody proves", "comparing models on a small screen"),
    ("find, compare, order", "register the warranty"),
    ("one page with benefits and price", "somebody who answers at noon"),
)

CHINESE = Texts(
    "我要买一台不会再坏的吸尘器",
    ("认知", "比较", "购买", "使用"),
    (
        "旧吸尘器坏了，问朋友",
        "在社交媒体看到广告",
        "在网站上比较四款型号",
        "看 PDF 说明书",
        "放进购物车后离开",
        "刷卡付款",
        "第一次吸尘",
        "收到电子邮件调查",
    ),
    ("又坏了", "看不出哪一台更好", "付款后才显示送达日期", "很得意"),
    ("三款型号并排显示", "付款前就知道送达日期", "安心，保修已登记"),
    "打开对比页面",
    ("由一名编辑负责卖点文字", "送达日期来自仓库", "产品数据集中在一处"),
    "购物车放弃率",
    "给一半访客看对比图表，为期两周",
    "制作对比页面",
    "李强",
    ("带优点和费用的对比图表", "在产品页显示送达日期", "展示满意的客户", "可以预约电话", "一年后寄送滤芯"),
    ("赶时间的人", "看两遍的人"),
    ("已经知道型号", "朋友说不行", "总价太高"),
    ("产品页，四个标签页", "收据邮件", "包裹和说明书", "调查表"),
    ("聊天机器人回答问题", "付款页面", "快递员交接", "只有一个问题的邮件"),
    ("内容团队更新卖点文字", "欺诈检查", "拣货和打包", "每周一阅读回答"),
    ("产品数据库", "支付服务商", "仓库系统", "调查工具"),
    "财务部",
    "库存数据是前一天的",
    ("付款后才发货", "销售部", "物流部"),
    ("“我只想要一台不会再坏的。”", "“为什么价格不和优点放在一起？”"),
    ("商店自己网站上的评价可能被筛选过", "保修是真的吗？"),
    ("五次打开产品页面", "问朋友，找对比图表"),
    ("对旧吸尘器很恼火", "时间不够", "看到清楚的优点列表就放心"),
    ("觉得当初买便宜货很傻", "安静的吸尘器能保住晚上的时间"),
    "五月的 5 次访谈和 1 次可用性测试",
    "吸尘器坏掉的那一天",
    (
        ("在手机上看天气和新闻", "厨房", "独自"),
        ("去客户那里", "3 路电车", "陌生人"),
        ("制作网页", "客户办公室", "两位同事"),
        ("午饭", "面包店", "朋友"),
        ("继续工作，回邮件", "客户办公室", "两位同事"),
        ("打扫房间，吸尘器坏了", "家里", "伴侣"),
        ("看电影", "沙发", "伴侣"),
    ),
    (("提醒邮件到达", "太早了，还没睡醒"), ("在社交媒体看到我们的广告", "有时间随便看看")),
    ("午休时看社交媒体", "晚上是两个人的时间"),
    "中午再发对比信息，不要在六点",
    "手机",
    ("好奇的科琳", "科", "自雇，会研究但没有时间", "我没有时间翻遍所有页面。"),
    ("半小时打扫干净", "买一次，用十年"),
    ("没有人证实的承诺", "在小屏幕上比较型号"),
    ("寻找、比较、下单", "登记保修"),
    ("一页看清优点和价格", "中午有人回答问题"),
)

MACEDONIAN = Texts(
    "Ми треба правосмукалка што нема повторно да се расипе",
    ("Свесност", "Споредба", "Купување", "Употреба"),
    (
        "старата правосмукалка се расипува, прашува пријатели",
        "гледа реклама на Инстаграм",
        "споредува четири модели на веб-локацијата",
        "чита леток во PDF",
        "става во кошничка и заминува",
        "плаќа со картичка",
        "прво чистење",
        "добива анкета по е-пошта",
    ),
    (
        "повторно се расипа",
        "не се гледа која е подобра",
        "рокот на испорака се гледа дури по плаќањето",
        "горда на изборот",
    ),
    ("гледа три модели еден до друг", "го знае рокот пред плаќање", "мирна, гаранцијата е пријавена"),
    "ја отвора страницата за споредба",
    (
        "еден уредник за описите на предностите",
        "рокот доаѓа од магацинот",
        "податоците за производите се на едно место",
    ),
    "напуштени кошнички",
    "табела за споредба за половина од посетителите, две недели",
    "страница за споредба",
    "Мија",
    (
        "табела за споредба со предности и трошоци",
        "рок на испорака на страницата на производот",
        "задоволни клиенти",
        "закажан телефонски повик",
        "нов филтер по една година",
    ),
    ("Во брзање", "Гледа двапати"),
    ("моделот е веќе познат", "пријател вели не", "вкупната цена е превисока"),
    ("страница на производот, четири картички", "сметка по е-пошта", "пратка и упатство", "образец за анкета"),
    ("чет-бот одговара на прашања", "страница за плаќање", "курирот предава", "порака со едно прашање"),
    (
        "тимот за содржина ги одржува описите",
        "проверка за измама",
        "подготовка на пратката",
        "одговорите се читаат во понеделник",
    ),
    ("база на производи", "платежен посредник", "магацински систем", "алатка за анкети"),
    "Финансии",
    "податоците за залихи се од вчера",
    ("нарачката излегува по плаќањето", "Продажба", "Логистика"),
    ("„Сакам само една што нема да се расипе.“", "„Зошто цената не е до предностите?“"),
    ("Рецензиите на страницата на продавницата можеби се филтрирани", "Дали гаранцијата е вистинска?"),
    ("Пет пати ја отвора страницата", "Прашува пријатели; бара табела за споредба"),
    ("Нервоза поради старата правосмукалка", "Нема време", "Олеснување кога списокот е јасен"),
    ("Се чувствува глупаво што ја купи евтината", "Тивка правосмукалка ќе ја спаси вечерта"),
    "5 интервјуа во мај и 1 тест на употребливост",
    "денот кога се расипува правосмукалката",
    (
        ("чита за времето и вести на телефон", "кујна", "без друштво"),
        ("патува до клиент", "трамвај 3", "непознати"),
        ("изработува веб-страница", "канцеларија на клиентот", "двајца колеги"),
        ("ручек", "пекара", "пријателка"),
        ("работи понатаму, одговара на пошта", "канцеларија на клиентот", "двајца колеги"),
        ("го чисти станот; правосмукалката се расипува", "дома", "партнер"),
        ("гледа филм", "кауч", "партнер"),
    ),
    (
        ("пристигнува потсетник по е-пошта", "прерано, уште во сон"),
        ("гледа реклама на Инстаграм", "има време и разгледува"),
    ),
    ("пауза за ручек, гледа Инстаграм", "вечерта е за двајцата"),
    "споредбата да се прати напладне, не во шест",
    "телефон",
    ("Љубопитната Колин", "ЉК", "мажена, без деца", "Немам време да пребарувам."),
    ("чист стан за половина час", "да купи еднаш, за десет години"),
    ("тврдења што никој не ги докажува", "споредување модели на мал екран"),
    ("наоѓа, споредува, нарачува", "ја пријавува гаранцијата"),
    ("една страница со предности и цена", "некој што одговара напладне"),
)

TEXTS = {"en": ENGLISH, "zh": CHINESE, "mk": MACEDONIAN}
