"""The words both sides of the wire share: a JSON object, a refusal by Slack, a refusal to a person."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from prompts.loader import words

Json: TypeAlias = dict[str, Any]


class Refused(Exception):
    """Slack answers `ok: false` with this code; `facts` are added to the answer, `verdicts` to the journal."""

    def __init__(self, code: str, verdicts: Sequence[Json] = (), **facts: Any) -> None:
        super().__init__(code)
        self.code, self.verdicts, self.facts = code, list(verdicts), facts


def says(key: str, **facts: object) -> str:
    """The words under `playground.<key>`: Slack's own phrases, imitated."""
    return words("en")(f"playground.{key}", **facts)


class NotPossible(Exception):
    """A person tried what Slack's own client would not let through, or a control call is wrong.

    The words are those under the code, filled with the facts, unless `shown` is given.
    """

    def __init__(self, code: str, shown: str = "", **facts: object) -> None:
        self.code, self.facts = code, facts
        self.message = shown or says(code, **facts)
        super().__init__(self.message)
