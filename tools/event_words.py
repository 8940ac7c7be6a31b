"""What does an event's name say? Words by which events of leaving, of giving back and of failing are known.

A line is one way to say it: every word of it begins a word of the name. Names may be `Subscription Cancelled`,
`subscription_cancelled` or `subscriptionCancelled`, in English, Macedonian (either script) or Chinese.
"""

import re
from collections.abc import Iterable

from storage.model.letters import HAN, one_spelling

Ways = tuple[str, ...]

CLOSING: Ways = (
    "cancel", "unsubscrib", "terminat", "churn", "closed", "account clos", "account delet", "account deactivat",
    "contract end", "subscription end", "subscription expir", "membership end", "not renewed", "otkaz", "otpis",
    "raskin", "取消", "退订", "注销", "终止", "解约",
)  # fmt: skip
NO_CLOSING: Ways = (
    "order", "cart", "checkout", "popup", "pop", "modal", "dialog", "window", "banner", "ticket", "case", "issue",
    "chat", "tab", "menu", "page", "item", "product", "payment", "booking", "appointment", "delivery", "upload",
    "search", "narach", "订单", "弹窗", "工单", "支付", "预约",
)  # fmt: skip
"""Cancelling an order or closing a window is no leaving."""
RETURNING: Ways = (
    "refund", "order return", "item return", "product return", "return request", "return start", "goods return",
    "povrat", "vraten", "退款", "退货",
)  # fmt: skip
FAILING: Ways = (
    "error", "fail", "declin", "denied", "rejected", "404", "500", "exception", "crash", "timeout", "timed out",
    "invalid", "greshk", "neuspesh", "odbien", "错误", "失败", "拒绝", "异常", "超时",
)  # fmt: skip


def closing_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names that say that a customer leaves."""
    return tuple(name for name in names if says(name, CLOSING) and not says(name, NO_CLOSING))


def says(name: str, ways: Ways) -> bool:
    """Whether the name says it in one of these ways."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-.:/]+", " ", name)
    spelled = one_spelling(apart)
    words = spelled.split()
    return any(all(_begins(part, words, spelled) for part in way.split()) for way in ways)


def _begins(part: str, words: list[str], spelled: str) -> bool:
    if re.match(f"[{HAN}]", part):
        return part in spelled
    return any(word.startswith(part) for word in words)
