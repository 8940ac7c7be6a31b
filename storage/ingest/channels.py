"""Which of our channels does a program mean? Only what is certain; anything else stays as it is written.

Keys: `storage/model/lists.py: CHANNELS`. Media and default channel groups as Google Analytics names them.
Source: Google Analytics help, default channel group.
"""

from collections.abc import Mapping

CERTAIN: Mapping[str, str] = {
    **dict.fromkeys(("e-mail", "e mail", "e_mail", "email", "newsletter", "е-пошта", "електронска пошта",
        "电子邮件", "邮件"), "email"),
    **dict.fromkeys(("website", "web site", "web", "веб-страница", "веб", "网站", "官网"), "website"),
    **dict.fromkeys(("mobile web", "mobile website", "мобилна веб-страница", "手机网页"), "mobile_web"),
    **dict.fromkeys(("app", "mobile app", "ios app", "android app", "апликација", "应用", "手机应用"), "mobile_app"),
    **dict.fromkeys(("sms", "text message", "смс", "短信"), "sms"),
    **dict.fromkeys(("push", "push notification", "push message", "mobile push notifications", "推送"), "push"),
    **dict.fromkeys(("messenger", "whatsapp", "viber", "telegram", "wechat", "微信"), "messaging"),
    **dict.fromkeys(
        ("organic social", "social", "social media", "social-media", "social network", "social-network", "sm",
            "instagram",
         "facebook", "tiktok", "linkedin", "pinterest", "twitter", "социјални мрежи", "社交媒体", "微博"),
        "social_organic",
    ),
    **dict.fromkeys(("paid social", "paidsocial", "paid-social", "social ad", "social ads"), "social_ad"),
    **dict.fromkeys(("organic search", "organic", "seo"), "search_organic"),
    **dict.fromkeys(("paid search", "paidsearch", "cpc", "ppc", "sem", "search ad", "search ads"), "search_ad"),
    **dict.fromkeys(("display", "banner", "display ad", "display ads", "cpm", "interstitial"), "display_ad"),
    **dict.fromkeys(("store", "in-store", "in store", "retail store", "продавница", "门店", "实体店"), "store"),
    **dict.fromkeys(("phone", "telephone", "phone call", "call center", "call centre", "телефон", "电话"), "phone"),
    **dict.fromkeys(("live chat", "livechat", "在线客服"), "live_chat"),
    **dict.fromkeys(("chatbot", "chat bot", "чатбот", "聊天机器人"), "chatbot"),
    **dict.fromkeys(("help center", "help centre", "помош", "帮助中心"), "help_center"),
    **dict.fromkeys(("word of mouth", "word-of-mouth", "口碑"), "word_of_mouth"),
}  # fmt: skip
"""A value in lower case → a key."""
