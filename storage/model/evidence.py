"""Evidence: a stored piece of text from a customer, a colleague or a document that backs items of maps and personas."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from storage.model.types import ChannelId, EvidenceId, Lang, Line60, Line200, MemberId, Model, Privacy, Score, Text4000

EvidenceKind = Literal[
    "quote", "transcript", "survey_answer", "ticket", "review", "chat_log", "analytics", "observation", "document",
    "message",
]  # fmt: skip
RESEARCH_KINDS: frozenset[str] = frozenset(
    ("quote", "transcript", "survey_answer", "ticket", "review", "chat_log", "analytics", "observation")
)


class Evidence(Model):
    """`text` None: the customer refused consent; the row stays so that links do not break."""

    workspace_id: str
    evidence_id: EvidenceId
    kind: EvidenceKind
    text: Text4000 | None
    who: Line60 | None = None
    observed_on: date | None = None
    added_by: MemberId
    added_at: AwareDatetime
    lang: Lang | None = None
    permalink: str | None = None
    file_name: Line200 | None = None
    sentiment: Score | None = None
    source_id: str | None = None
    consent: Literal["unknown", "given", "refused"] = "unknown"
    redacted: bool = False
    channel_id: ChannelId
    privacy: Privacy = "channel"
