"""Into which tokens does a text fall? Words and numbers; a Chinese character is a token of its own.

Joined again, Chinese characters stand together, and everything else is set apart by spaces.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHINESE = re.compile(f"[{CJK}]")
_TOKEN = re.compile(
    rf"_[a-z]+_|[{CJK}]|[A-Za-z]\d{{1,2}}(?![A-Za-z\d])|\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}-\d{{2}}\b"
    rf"|\d{{4}}-q[1-4]|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|\.\."
    rf"|\d+(?:\.\d+)?|[^\W\d{CJK}_]+(?:'[a-z]+)?|[^\W{CJK}_]+"
)


def split(text: str) -> list[str]:
    """The tokens; slots such as `_journey_` are one."""
    return _TOKEN.findall(text)


def join(tokens: Iterable[str]) -> str:
    """One line of the tokens."""
    line, before = "", ""
    for token in tokens:
        line += token if not line or (is_chinese(token) and is_chinese(before)) else f" {token}"
        before = token
    return line


@lru_cache(maxsize=8192)
def is_chinese(token: str) -> bool:
    """Whether the token is a Chinese character."""
    return bool(_CHINESE.fullmatch(token))


def words_in(tokens: Sequence[str]) -> int:
    """About how many words these are: two Chinese characters are taken for one."""
    chinese = sum(map(is_chinese, tokens))
    return len(tokens) - chinese + (chinese + 1) // 2
