"""What is wrong with a payload, where, and by how much? A finding, and the list that collects them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

NEAR = 0.9
OWN_CODES = [
    "no_text",
    "msg_too_long",
    "msg_blocks_too_many",
    "msg_blocks_too_long",
    "markdown_text_conflict",
    "too_many_attachments",
    "metadata_too_large",
    "view_too_large",
]


@dataclass(frozen=True)
class Finding:
    """`pointer` is a JSON pointer into the payload; `near`: it goes through, but not by much or not well."""

    pointer: str
    rule: str
    limit: Any
    found: Any
    severity: Literal["reject", "near"] = "reject"

    @property
    def error(self) -> str:
        """The code with which Slack would refuse."""
        return self.rule if self.rule in OWN_CODES else "invalid_blocks"


def length(text: str) -> int:
    """UTF-16 units: never fewer than code points. Which of the two Slack counts is not known."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Findings(list[Finding]):
    """The rules that many blocks and elements share."""

    def reject(self, pointer: str, rule: str, limit: Any, found: Any) -> None:
        self.append(Finding(pointer, rule, limit, found))

    def near(self, pointer: str, rule: str, limit: Any, found: Any) -> None:
        self.append(Finding(pointer, rule, limit, found, "near"))

    def at_most(self, pointer: str, rule: str, found: int, limit: int) -> None:
        """Reject above the limit; report lengths and sizes within 10 % of it, but not small counts."""
        if found > limit:
            self.reject(pointer, rule, limit, found)
        elif found > NEAR * limit and limit >= 50:
            self.near(pointer, rule, limit, found)

    def string(self, pointer: str, value: Any, limit: int, rule: str, *, optional: bool = True) -> None:
        """A plain JSON string, not empty unless optional."""
        if value is None and optional:
            return
        if not isinstance(value, str):
            self.reject(pointer, "type", "string", type(value).__name__)
        elif not value and not optional:
            self.reject(pointer, "empty", 1, 0)
        else:
            self.at_most(pointer, rule, length(value), limit)

    def text(
        self, pointer: str, value: Any, limit: int, rule: str, *, plain: bool = False, optional: bool = True
    ) -> None:
        """A text object `{type: plain_text | mrkdwn, text}`."""
        if value is None and optional:
            return
        if not isinstance(value, dict) or value.get("type") not in ("plain_text", "mrkdwn"):
            self.reject(
                pointer, "text_object", "plain_text or mrkdwn", value if value is None else type(value).__name__
            )
            return
        if plain and value["type"] != "plain_text":
            self.reject(f"{pointer}/type", "plain_text_only", "plain_text", value["type"])
        if "verbatim" in value and (value["type"] != "mrkdwn" or not isinstance(value["verbatim"], bool)):
            self.reject(f"{pointer}/verbatim", "verbatim", "true or false, of mrkdwn alone", value["verbatim"])
        self.string(f"{pointer}/text", value.get("text"), limit, rule, optional=False)

    def items(self, pointer: str, value: Any, limit: int, rule: str, least: int = 1) -> list[Any]:
        """The list's items, or none when it is no list; its length is judged."""
        if not isinstance(value, list):
            self.reject(pointer, "type", "array", type(value).__name__)
            return []
        if len(value) < least:
            self.reject(pointer, f"{rule}_least", least, len(value))
        self.at_most(pointer, rule, len(value), limit)
        return value

    def objects(
        self, pointer: str, value: Any, limit: int, rule: str, least: int = 1
    ) -> list[tuple[str, dict[str, Any]]]:
        """Like `items`, with each one's pointer; what is no object is rejected and left out."""
        found = []
        for index, entry in enumerate(self.items(pointer, value, limit, rule, least)):
            if isinstance(entry, dict):
                found.append((f"{pointer}/{index}", entry))
            else:
                self.reject(f"{pointer}/{index}", "type", "object", type(entry).__name__)
        return found

    def one_of(self, pointer: str, value: Any, allowed: Sequence[str], rule: str) -> bool:
        if value in allowed:
            return True
        self.reject(pointer, rule, ", ".join(allowed), value)
        return False

    def unique(self, pointer: str, values: Sequence[Any], rule: str) -> None:
        doubled = sorted({str(value) for value in values if values.count(value) > 1})
        if doubled:
            self.reject(pointer, rule, "unique", doubled)
