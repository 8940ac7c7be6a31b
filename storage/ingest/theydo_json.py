"""TheyDo's files for its S3 integration (`THEYDO_…_V1`): insights, opportunities and solutions as items of a map.

Source of the format: the schemas that TheyDo publishes (theydo/theydo-s3-integrations). They hold lists of things,
never a whole journey.
"""

import json
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from storage.errors import ImportRefused
from storage.ingest.map_table import Left, Reading
from storage.model import changes as c
from storage.model.journey import JourneyMap
from storage.model.slugs import Kind, numbered, slug_of
from storage.model.types import Anchor, Owner

LONGEST = 200
STARTS = ("THEYDO_INSIGHTS_V1", "THEYDO_OPPORTUNITIES_V1", "THEYDO_SOLUTIONS_V1")
_STATUS = {"completed": "done", "done": "done", "in progress": "doing", "planned": "todo"}


class Thing(BaseModel):
    """One insight, opportunity or solution; fields that a map has no place for are kept in `left`."""

    model_config = ConfigDict(extra="ignore")
    importKey: str  # noqa: N815 - TheyDo's own name
    title: str
    description: str | None = None
    status: str | None = None
    ownerEmail: str | None = None  # noqa: N815
    externalLinks: list[str] | None = None  # noqa: N815
    groups: list[str] | None = None
    tags: list[str] | None = None


class Insights(BaseModel):
    format: Literal["THEYDO_INSIGHTS_V1"]
    insights: list[Thing]


class Opportunities(BaseModel):
    format: Literal["THEYDO_OPPORTUNITIES_V1"]
    opportunities: list[Thing]


class Solutions(BaseModel):
    format: Literal["THEYDO_SOLUTIONS_V1"]
    solutions: list[Thing]


File = Annotated[Insights | Opportunities | Solutions, Field(discriminator="format")]
_FILE: TypeAdapter[File] = TypeAdapter(File)


def is_theydo(head: str) -> bool:
    """Whether the beginning of a file names TheyDo's format."""
    return '"THEYDO_' in head


def read_theydo(text: str, file: str, stage: str, onto: JourneyMap | None = None) -> Reading:
    """Insights become pain points at the stage that one of their groups or tags names, else at the first stage or at
    a new one called `stage`; opportunities and solutions become opportunities and actions.

    Raises ImportRefused: no valid JSON, a kind that holds nothing for a map (metrics, surveys), a broken field.
    """
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise ImportRefused("json_broken", file=file, line=error.lineno, column=error.colno) from error
    kind = raw.get("format") if isinstance(raw, dict) else None
    if kind not in STARTS:
        raise ImportRefused("theydo_kind", file=file, kind=str(kind)[:60])
    try:
        given = _FILE.validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"][1:])
        raise ImportRefused("map_field", file=file, field=field, why=first["msg"]) from error
    return _Things(stage, onto).read(given)


class _Things:
    def __init__(self, stage: str, onto: JourneyMap | None) -> None:
        self._stage, self._onto = stage, onto
        self._taken = set(onto.slugs()) if onto else set()
        self._changes: list[c.Change] = []
        self._left: list[Left] = []

    def read(self, given: Insights | Opportunities | Solutions) -> Reading:
        match given:
            case Insights(insights=things):
                kind: Kind = "pain_point"
                for thing in things:
                    self._insight(thing)
            case Opportunities(opportunities=things):
                kind = "opportunity"
                for thing in things:
                    slug = self._slug(kind, thing)
                    self._changes.append(c.AddOpportunity(title=self._title(thing), slug=slug))
            case Solutions(solutions=things):
                kind = "action"
                for thing in things:
                    self._solution(thing)
        return Reading(changes=tuple(self._changes), counts={kind: len(things)}, left=tuple(self._left))

    def _insight(self, thing: Thing) -> None:
        place = Anchor(stage=self._place(thing))
        self._changes.append(c.AddPainPoint(at=place, title=self._title(thing), slug=self._slug("pain_point", thing)))

    def _solution(self, thing: Thing) -> None:
        slug = self._slug("action", thing)
        name = thing.ownerEmail.partition("@")[0] if thing.ownerEmail else ""
        owner = Owner(label=name[:60]) if name else None
        self._changes.append(c.AddAction(title=self._title(thing), slug=slug, owner=owner))
        status = _STATUS.get((thing.status or "").casefold())
        if status:
            self._changes.append(c.SetItem(item=slug, field="status", value=status))
        link = next((link for link in thing.externalLinks or () if urlsplit(link).scheme in ("http", "https")), None)
        if link:
            self._changes.append(c.SetItem(item=slug, field="ticket_url", value=link))

    def _place(self, thing: Thing) -> str:
        """The stage that the thing names; the first one; a new one."""
        named = {name.casefold() for name in (*(thing.groups or ()), *(thing.tags or ()))}
        stages = self._onto.stages if self._onto else ()
        by_name = next((stage.slug for stage in stages if stage.title.casefold() in named), None)
        if by_name or stages:
            return by_name or stages[0].slug
        new = next((change for change in self._changes if isinstance(change, c.AddStage)), None)
        if new is None:
            new = c.AddStage(title=self._stage[:60], slug=slug_of(self._stage, self._taken) or "stage-1")
            self._changes.append(new)
            self._taken.add(str(new.slug))
        return str(new.slug)

    def _title(self, thing: Thing) -> str:
        """The title; what it cannot hold, and the description, are told as left."""
        title = " ".join(thing.title.split()) or thing.importKey
        for rest in (title[LONGEST:], thing.description):
            if rest:
                self._left.append(Left(at=thing.importKey, text=rest[:4000], why="no_place"))
        return title[:LONGEST]

    def _slug(self, kind: Kind, thing: Thing) -> str:
        slug = slug_of(thing.title, self._taken) or numbered("", kind, self._taken)
        self._taken.add(slug)
        return slug
