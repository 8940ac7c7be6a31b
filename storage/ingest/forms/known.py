"""Which forms of tables are known by their columns? Surveys, talks, reports of numbers, orders, returns, e-mails.

Names of columns stand in English, Macedonian and Chinese, folded (`form.fold`). The first form that recognises a file
is taken, so the ones with the most telling columns come first.
"""

from storage.ingest.forms.form import Field, Form

_EVENT_NAMES = ("event", "eventname", "activity", "conceptname", "eventtype", "action")
_CUSTOMER = Field(
    "customer_id",
    (
        "customerid", "userid", "clientid", "contactid", "respondentid", "memberid", "visitorid", "requesterid",
        "customer", "user", "client", "email", "emailaddress", "respondentemail", "recipient", "requester",
        "subscriber",
        "клиент", "купувач", "客户", "客户编号", "用户", "用户id", "会员",
    ),
)  # fmt: skip
_WHEN = Field(
    "occurred_at",
    (
        "occurredat", "timestamp", "datetime", "submittedat", "respondedat", "responsedate", "completedat",
        "createdat",
        "created", "enddate", "recordeddate", "sentat", "time", "date", "day", "startdate", "датум", "време",
        "日期", "时间",
    ),
    "time",
)  # fmt: skip
_CLOCK = Field("clock", ("time", "timeofday", "hour", "clock", "време", "час", "时间"))
_CHANNEL = Field("channel", ("channel", "source", "medium", "канал", "渠道"))
_PERSONA = Field("persona", ("persona", "segment", "customersegment", "персона", "人物", "画像"))
_STAGE = Field("stage", ("stage", "phase", "journeystage", "фаза", "етапа", "阶段"))
_TOUCHPOINT = Field(
    "touchpoint", ("touchpoint", "touchpointname", "place", "допирнаточка", "допирна", "触点", "接触点")
)
_CONSENT = Field("consent", ("consent", "marketingconsent", "gdprconsent", "согласност", "同意"))

SURVEY = Form(
    "survey",
    "feedback",
    (
        _CUSTOMER,
        Field(
            "nps",
            ("nps", "npsscore", "netpromoterscore", "recommend", "recommendation", "likelihoodtorecommend",
             "howlikelyareyoutorecommendus", "howlikelyareyoutorecommendustoafriendorcolleague",
             "howlikelyisitthatyouwouldrecommendustoafriendorcolleague", "препорака", "推荐度", "推荐分数"),
            "score",
        ),
        Field("csat", ("csat", "csatscore", "satisfaction", "satisfactionscore", "overallsatisfaction",
            "задоволство", "满意度"), "score"),
        Field("ces", ("ces", "cesscore", "effort", "effortscore", "customereffort", "easeofuse", "напор", "费力度"),
            "score"),
        Field("score", ("score", "rating", "stars", "grade", "points", "оценка", "评分", "分数"), "score"),
        Field("kind", ("kind", "surveytype", "scoretype", "metric", "survey", "type", "вид", "类型")),
        Field("text", ("text", "comment", "comments", "feedback", "answer", "verbatim", "openanswer", "review", "why",
                       "reason", "коментар", "одговор", "评论", "反馈", "意见")),
        _WHEN, _TOUCHPOINT, _STAGE, _CHANNEL, _PERSONA, _CONSENT, _CLOCK,
    ),
    one_of=("nps", "csat", "ces", "score"),
    unless=(*_EVENT_NAMES, "question", "likes", "shares", "orderid", "clicks"),
)  # fmt: skip

FAQ = Form(
    "faq",
    "feedback",
    (
        Field("text", ("question", "faq", "query", "searchterm", "searchquery", "keyword", "intent", "прашање",
            "问题", "搜索词")),
        Field("times", ("count", "times", "n", "frequency", "asked", "timesasked", "searches", "hits", "total", "број",
                        "次数", "数量"), "number"),
        _WHEN, _TOUCHPOINT, _STAGE, _CHANNEL, _PERSONA,
    ),
    needs=("text", "times"),
    unless=_EVENT_NAMES,
)  # fmt: skip

CHAT = Form(
    "chat",
    "feedback",
    (
        Field("text", ("message", "messagetext", "question", "text", "body", "content", "utterance", "description",
                       "subject", "порака", "прашање", "消息", "内容", "问题", "描述")),
        Field("subject", ("subject", "title", "наслов", "主题")),
        Field("sender", ("sender", "sendertype", "role", "author", "authortype", "from", "speaker", "direction",
            "испраќач",
                         "发送者", "角色")),
        Field("talk", ("conversationid", "conversation", "chatid", "sessionid", "threadid", "ticketid", "ticket",
                       "ticketnumber", "caseid", "разговор", "会话", "对话", "工单")),
        _CUSTOMER, _WHEN, _TOUCHPOINT, _STAGE, _CHANNEL, _PERSONA, _CONSENT, _CLOCK,
    ),
    needs=("text",),
    one_of=("sender", "talk", "subject"),
    unless=(*_EVENT_NAMES, "likes", "shares", "revenue", "amount", "orderid"),
)  # fmt: skip

RETURNS = Form(
    "returns",
    "events",
    (
        Field("order_id", ("orderid", "order", "ordernumber", "orderno", "ordername", "нарачка", "订单", "订单号",
            "订单编号")),
        Field("reason", ("returnreason", "reason", "refundreason", "причина", "退货原因", "原因")),
        Field("product", ("item", "itemname", "product", "productname", "sku", "lineitemname", "производ", "商品",
            "产品")),
        Field("revenue", ("refundamount", "refund", "refunded", "amount", "value", "total", "износ", "退款金额",
            "金额"), "money"),
        Field("currency", ("currency", "currencycode", "валута", "货币")),
        Field("occurred_at", ("returnedat", "returndate", "refundedat", "refunddate", *_WHEN.called), "time"),
        Field("event_id", ("returnid", "refundid", "rma", "rmanumber", "returnnumber")),
        _CUSTOMER, _CHANNEL, _PERSONA, _CLOCK,
    ),
    needs=("order_id", "reason", "occurred_at"),
    unless=_EVENT_NAMES,
    constants={"name": "Order Refunded"},
)  # fmt: skip

REASONS = Form(
    "reasons",
    "feedback",
    (
        Field("text", ("cancellationreason", "cancelreason", "churnreason", "exitreason", "reasonforleaving",
                       "reasonforcancelling", "reason", "причина", "取消原因", "流失原因", "原因")),
        _CUSTOMER, _WHEN, _TOUCHPOINT, _STAGE, _CHANNEL, _PERSONA, _CONSENT, _CLOCK,
    ),
    needs=("text",),
    unless=(*_EVENT_NAMES, "orderid", "order", "sku", "score", "rating", "nps", "csat", "ces", "amount", "revenue"),
)  # fmt: skip

ORDERS = Form(
    "orders",
    "events",
    (
        Field("order_id", ("orderid", "order", "ordernumber", "orderno", "ordername", "invoiceid", "invoiceno",
            "invoice",
                           "transactionid", "subscriptionid", "нарачка", "фактура", "订单", "订单号", "订单编号")),
        Field("revenue", ("revenue", "total", "ordertotal", "totalprice", "amount", "orderamount", "grandtotal",
            "ordervalue",
                          "total_price", "mrr", "price", "износ", "вкупно", "金额", "总额", "总价"), "money"),
        Field("currency", ("currency", "currencycode", "валута", "货币")),
        Field("occurred_at", ("paidat", "orderedat", "orderdate", "purchasedat", "processedat", "startedat",
            *_WHEN.called),
              "time"),
        Field("product", ("product", "productname", "lineitemname", "item", "itemname", "sku", "plan", "производ",
            "商品", "产品")),
        Field("campaign", ("campaign", "utmcampaign", "кампања", "活动")),
        Field("device", ("device", "devicetype", "уред", "设备")),
        _CUSTOMER, _CHANNEL, _PERSONA, _CLOCK,
    ),
    needs=("order_id", "revenue", "occurred_at", "customer_id"),
    unless=(*_EVENT_NAMES, "name", "step", "type"),
    constants={"name": "Order Completed"},
)  # fmt: skip

FUNNEL = Form(
    "funnel",
    "points",
    (
        Field("place", ("step", "stage", "stepname", "funnelstep", "funnelstepname", "touchpoint", "чекор", "фаза",
            "етапа", "步骤",
                        "阶段", "触点")),
        Field("entered", ("entered", "activeusers", "users", "totalusers", "count", "customers", "visitors",
            "sessions",
                          "reached", "number", "n", "број", "корисници", "人数", "用户数", "数量"), "number"),
        Field("abandonments", ("abandonments", "abandoned", "напуштања", "流失"), "number"),
        Field("element", ("devicecategory", "segment", "breakdown", "country", "browser")),
        Field("starts", ("from", "periodstart", "startdate", "date", "month", "week", "day", "од", "датум", "开始",
            "日期"), "time"),
        Field("ends", ("to", "until", "periodend", "enddate", "до", "结束"), "time"),
        Field("channel", ("channel", "канал", "渠道")),
        Field("persona", ("persona", "персона", "画像")),
    ),
    needs=("place", "entered"),
    unless=(*_EVENT_NAMES, "userid", "customerid", "clientid", "timestamp", "question", "page", "url"),
    metrics=("entered", "abandonments"),
)  # fmt: skip

_METRICS_OF_A_PAGE = (
    Field("clicks", ("clicks", "click", "taps", "totalclicks", "кликови", "点击", "点击数"), "number"),
    Field("rage_clicks", ("rageclicks",), "number"),
    Field("dead_clicks", ("deadclicks",), "number"),
    Field("views", ("views", "pageviews", "visits", "sessions", "impressions", "прегледи", "浏览", "浏览量"),
        "number"),
    Field("scroll_depth", ("scrolldepth", "averagescrolldepth", "avgscrolldepth", "scroll", "scrollpercent",
        "длабочина",
                           "滚动深度"), "number"),
    Field("exits", ("exits", "exit", "излези", "退出", "退出数"), "number"),
    Field("exit_rate", ("exitrate", "退出率"), "number"),
    Field("time_on_page", ("timeonpage", "avgtimeonpage", "averagetimeonpage", "停留时间"), "number"),
)  # fmt: skip
HEAT_MAP = Form(
    "heat_map",
    "points",
    (
        Field("place", ("page", "pageurl", "url", "pagepath", "pagetitle", "path", "screen", "страница", "页面",
            "网址")),
        Field("element", ("element", "selector", "elementname", "button", "area", "zone", "target", "елемент",
            "元素", "区域")),
        *_METRICS_OF_A_PAGE,
        Field("starts", ("from", "startdate", "date", "day", "датум", "日期"), "time"),
        Field("ends", ("to", "until", "enddate"), "time"),
        Field("channel", ("channel", "канал", "渠道")),
        Field("persona", ("persona", "персона", "画像")),
    ),
    needs=("place",),
    one_of=("clicks", "scroll_depth", "exits", "exit_rate"),
    unless=(*_EVENT_NAMES, "userid", "customerid", "clientid", "likes", "shares"),
    metrics=tuple(field.name for field in _METRICS_OF_A_PAGE),
)  # fmt: skip

_METRICS_OF_A_POST = (
    Field("likes", ("likes", "like", "reactions", "favorites", "допаѓања", "点赞", "点赞数"), "number"),
    Field("comments", ("comments", "commentscount", "commentcount", "replies", "коментари", "评论数"), "number"),
    Field("shares", ("shares", "share", "reposts", "retweets", "споделувања", "分享", "转发"), "number"),
    Field("saves", ("saves", "saved", "bookmarks", "收藏"), "number"),
    Field("impressions", ("impressions", "views", "videoviews", "прикажувања", "曝光"), "number"),
    Field("reach", ("reach", "accountsreached", "досег", "触达"), "number"),
    Field("clicks", ("clicks", "linkclicks", "点击"), "number"),
)
SOCIAL = Form(
    "social",
    "points",
    (
        Field("place", ("touchpoint", "platform", "network", "socialnetwork", "account", "мрежа", "平台")),
        Field("element", ("post", "postid", "permalink", "posturl", "link", "posttitle", "caption", "title",
            "објава", "帖子")),
        *_METRICS_OF_A_POST,
        Field("text", ("commenttext", "comment", "commentbody", "message", "text", "коментар", "评论")),
        Field("starts", ("date", "day", "publishedat", "publishtime", "postedat", "createdat", "timestamp", "датум",
            "日期"), "time"),
        Field("persona", ("persona", "персона", "画像")),
        _CUSTOMER,
    ),
    one_of=("likes", "shares", "comments"),
    unless=(*_EVENT_NAMES, "question", "orderid"),
    metrics=tuple(field.name for field in _METRICS_OF_A_POST),
    constants={"channel": "social_organic"},
)  # fmt: skip

_MAILING = Field(
    "campaign",
    ("campaign", "campaignname", "campaigntitle", "newsletter", "emailname", "subject", "mailing", "кампања",
     "活动", "邮件"),
)  # fmt: skip
EMAIL_EVENTS = Form(
    "email_events",
    "events",
    (
        Field("recipient_event", ("event", "eventtype", "action", "activity", "type", "status", "настан", "事件"),
              "e-mail"),
        Field("occurred_at", ("timestamp", "eventtime", "datetime", "occurredat", "time", "date", "createdat",
            "датум", "时间"), "time"),
        Field("customer_id", ("email", "emailaddress", "recipient", "recipientemail", "subscriber", "contactid",
            "subscriberid",
                              "customerid", "userid")),
        Field("event_id", ("eventid", "sgeventid", "messageid", "id")),
        _MAILING,
        Field("link", ("url", "link", "clickedurl")),
        _PERSONA, _CLOCK,
    ),
    needs=("recipient_event", "occurred_at", "customer_id", "campaign"),
    constants={"channel": "email"},
)  # fmt: skip
EMAIL_RECIPIENTS = Form(
    "email_recipients",
    "events",
    (
        Field("customer_id", ("email", "emailaddress", "recipient", "recipientemail", "subscriber", "contactid",
            "subscriberid",
                              "customerid", "userid")),
        _MAILING,
        Field("delivered", ("deliveredat", "delivered", "deliverytime", "sentat", "senttime", "sent"), "time"),
        Field("opened", ("openedat", "opened", "opentime", "firstopen", "firstopenedat"), "time"),
        Field("clicked", ("clickedat", "clicked", "clicktime", "firstclick", "firstclickedat"), "time"),
        Field("link", ("url", "link", "clickedurl")),
        _PERSONA,
    ),
    needs=("customer_id", "delivered"),
    one_of=("opened", "clicked"),
    unless=_EVENT_NAMES,
    constants={"channel": "email"},
)  # fmt: skip
EMAIL_CAMPAIGNS = Form(
    "email_campaigns",
    "points",
    (
        Field("place", _MAILING.called),
        Field("sent", ("sent", "sends", "totalsent", "испратени", "发送"), "number"),
        Field("delivered", ("delivered", "deliveries", "totaldelivered", "испорачани", "送达"), "number"),
        Field("opened", ("opened", "opens", "uniqueopens", "totalopens", "отворени", "打开"), "number"),
        Field("clicked", ("clicked", "clicks", "uniqueclicks", "totalclicks", "кликови", "点击"), "number"),
        Field("bounced", ("bounced", "bounces", "hardbounces"), "number"),
        Field("unsubscribed", ("unsubscribed", "unsubscribes"), "number"),
        Field("starts", ("sentat", "senddate", "date", "day", "датум", "日期"), "time"),
        Field("persona", ("persona", "segment")),
    ),
    needs=("place",),
    one_of=("delivered", "opened"),
    unless=("email", "emailaddress", "recipient", "userid", "customerid"),
    metrics=("sent", "delivered", "opened", "clicked", "bounced", "unsubscribed"),
    constants={"channel": "email"},
)  # fmt: skip

FORMS: tuple[Form, ...] = (
    EMAIL_CAMPAIGNS, EMAIL_EVENTS, EMAIL_RECIPIENTS, SOCIAL, HEAT_MAP, FUNNEL, FAQ, RETURNS, SURVEY, ORDERS, CHAT,
        REASONS,
)  # fmt: skip
BY_NAME = {form.name: form for form in FORMS}
