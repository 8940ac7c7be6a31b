"""The types that several models share: ids, lines of text, levels, owners, origins."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"


def _one_line(value: object) -> object:
    """Strip, fold white space and drop control and direction characters; other types are left to pydantic."""
    if not isinstance(value, str):
        return value
    if value.isprintable() and "  " not in value:
        return value.strip()  # nearly every line, and a map holds hundreds
    kept = "".join(" " if c in "\t\r\n" else c for c in value if c in "\t\r\n" or not _hidden(c))
    return re.sub(r" {2,}", " ", kept).strip()


def _many_lines(value: object) -> object:
    """As `_one_line`, with line breaks kept."""
    if not isinstance(value, str):
        return value
    kept = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in kept if c in "\n\t" or not _hidden(c)).strip()


def _hidden(character: str) -> bool:
    """Control, direction and tag characters; the joiners of emoji and scripts stay."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in "\u200c\u200d"


# One name a length, because a type checker cannot follow a function that makes types.
Line12 = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=12)]
Line14 = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=14)]
Line30 = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=30)]
Line40 = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=40)]
Line60 = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=60)]
Line80 = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=80)]
Line120 = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=120)]
Line200 = Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=200)]
Text1000 = Annotated[str, BeforeValidator(_many_lines), Field(min_length=1, max_length=1000)]
Text2000 = Annotated[str, BeforeValidator(_many_lines), Field(min_length=1, max_length=2000)]
Text4000 = Annotated[str, BeforeValidator(_many_lines), Field(min_length=1, max_length=4000)]

Slug = Annotated[str, Field(min_length=1, max_length=48, pattern=SLUG_PATTERN)]
MemberId = Annotated[str, Field(pattern=r"^(?:[UW][A-Z0-9]{2,20}|local:.{1,60})$")]
ChannelId = Annotated[str, Field(pattern=r"^(?:[CDG][A-Z0-9]{2,20}|local)$")]
EvidenceId = Annotated[str, Field(pattern=r"^e[0-9]+$")]
Lang = Annotated[str, Field(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")]
Score = Annotated[int, Field(ge=-2, le=2)]
Level = Annotated[int, Field(ge=1, le=5)]

Basis = Literal["guess", "colleague", "walked", "numbers", "interview"]
Confidence = Literal["assumption", "partial", "researched"]
Via = Literal["chat", "button", "form", "import", "proposal", "undo"]
Privacy = Literal["channel", "workspace", "private"]


class Model(BaseModel):
    """Frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Owner(Model):
    """Who answers for something; a name that Slack does not know stays as label ("Web team")."""

    label: Line60
    member_id: MemberId | None = None
    team_slug: Slug | None = None


class Origin(Model):
    """Who brought an item in, when, and by which way."""

    by: MemberId
    at: AwareDatetime
    via: Via
    permalink: str | None = None


class Anchor(Model):
    """A place on the map: a stage, or a touchpoint in it."""

    stage: Slug
    touchpoint: Slug | None = None


class LevelVote(Model):
    """One member's 1 to 5; the shown value is the median of the votes."""

    by: MemberId
    value: Level
    at: AwareDatetime


class Walk(Model):
    """A member went through a touchpoint in person."""

    by: MemberId
    on: date
    mood: Score | None = None
    remark: Line200 | None = None
