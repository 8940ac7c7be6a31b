"""Who speaks in a talk, and what is a question? In English, Macedonian and Chinese."""

OURS = (
    "agent", "bot", "chatbot", "assistant", "ai", "operator", "support", "staff", "admin", "system", "employee",
    "outbound",
    "outgoing", "team", "representative", "агент", "оператор", "бот", "поддршка", "客服", "机器人", "系统", "坐席",
)  # fmt: skip
"""What talks call the side that is not the customer, in lower case."""
_BEGINNINGS = (
    "how", "what", "where", "when", "why", "which", "who", "can", "could", "do", "does", "did", "is", "are", "will",
    "would",
    "should", "may", "како", "што", "каде", "кога", "зошто", "кој", "која", "кое", "кои", "колку", "дали", "може ли",
)  # fmt: skip
_HAN = ("怎么", "如何", "什么", "哪里", "哪儿", "为什么", "多少", "能不能", "可以吗", "吗", "是否", "几天", "几点")


def question_sql(text: str) -> str:
    """SQL: whether a text asks something."""
    words = "|".join(_BEGINNINGS)
    han = "|".join(_HAN)
    return f"regexp_matches({text}, '(?i)[?？]|^\\s*({words})[\\s'',]|{han}')"
