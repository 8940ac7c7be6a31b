"""A question with its answer: what was understood, what is said, and the stable form that programs read."""

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.questions.commands import Ask, Clarify, OutOfScope, Understood
from bot.reply import Reply, plain
from storage.model.types import Model
from tools.kit import JourneyArgs


@dataclass(frozen=True)
class Answered:
    """A question with its answer. `result` is None where nothing could be computed; the text says why.

    `read_by`: who understood the question. `also`: the answers after this one, where several were asked for at once.
    """

    understood: Understood
    replies: tuple[Reply, ...]
    args: JourneyArgs | None = None
    result: Model | None = None
    followed_up: bool = False
    frame: Ask | None = field(default=None)
    read_by: Literal["rules", "model"] = "rules"
    also: tuple["Answered", ...] = ()

    @property
    def all(self) -> tuple["Answered", ...]:
        """Every answer in order."""
        return (self, *self.also)

    def document(self) -> dict[str, Any]:
        """The stable form of `waymark ask --json`."""
        told = self._told()
        return told | {"also": [answered.document() for answered in self.also]} if self.also else told

    def _told(self) -> dict[str, Any]:
        text = "\n\n".join(plain(reply) for reply in self.replies)
        common = {"text": text, "followed_up": self.followed_up, "read_by": self.read_by}
        match self.understood:
            case Ask() as ask:
                basis = getattr(self.result, "basis", None)
                sources = basis.model_dump(mode="json") if basis else None
                result = self.result.model_dump(mode="json") if self.result else None
                return {
                    "tool": ask.tool,
                    "args": _said(ask),
                    "result": result,
                    "sources": sources,
                    "alternatives": [],
                } | common
            case Clarify() as unclear:
                readings = [{"tool": option.tool, "args": _said(option)} for option in unclear.options]
                return {
                    "tool": "clarify",
                    "args": {},
                    "result": None,
                    "sources": None,
                    "alternatives": readings,
                } | common
            case OutOfScope() as outside:
                near = [{"tool": option.tool, "args": _said(option)} for option in outside.nearest]
                args = _said(outside.asked) if outside.asked else {}
                found = {"tool": outside.tool, "args": args, "reason": outside.reason, "result": None, "sources": None}
                return found | {"alternatives": near} | common


def _said(ask: Ask) -> dict[str, Any]:
    return ask.args.model_dump(mode="json", exclude_none=True)
