"""Which questions do customers ask, stage by stage, and which of them does no content answer?"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from pydantic import Field

from storage.maps import Reader
from storage.model.confidence import backing
from storage.model.evidence import Evidence
from storage.model.item import Item, MoodVote
from storage.model.journey import CustomerQuestion, JourneyMap, Stage, Touchpoint
from storage.model.types import Model
from tools.asked import stage_named
from tools.basis import map_basis, moment
from tools.feedback import let_in, places_of
from tools.illustrations import Illustration, illustrations
from tools.journeys import asked_journeys
from tools.kit import Basis, DataSetLine, JourneyArgs, Period, Sources, Tool, ToolError
from tools.names import same_key
from tools.spoken import Spoken, spoken
from tools.themes import Line, Theme, covered, themes

RULE = "questions asked minus content present"
ASKED_IN = ("question",)
EVIDENCE_KINDS = ("chat_log", "ticket")
QUOTES, ILLUSTRATED = 2, 3
Source = Literal["noted", "asked", "evidence"]
Missing = Literal["asked", "content"]


class ContentGapsArgs(JourneyArgs):
    """All maps that the asker may see, or one journey; narrowed by stage, persona, channel, period."""

    breakdown: Literal["stage"] | None = Field(None, description="'stage': each stage with its questions and content.")


class Question(Model):
    """A theme of questions at one stage, asked `times` times; `share` is of all questions.

    `noted` of them stand on the map, `asked` come from chats, searches and question lists, `evidence` from stored chats
    and tickets. `hidden`: those whose text the asker may not see; with nothing to show `quotes` is empty.
    """

    quotes: tuple[str, ...]
    times: int
    share: float
    stage: str | None = Field(None, description="None: nobody said where, or the place is on no map.")
    journey: str | None = None
    noted: int = 0
    asked: int = 0
    evidence: int = 0
    hidden: int = 0
    answered: Literal["content", "team"] | None = Field(None, description="None: nothing answers it.")
    content: str | None = Field(None, description="The content that holds most of its words.")
    held: float | None = Field(None, description="Share of its words that this content holds, 0 to 1.")
    illustrations: tuple[Illustration, ...] = Field(
        (), description="Of the first gaps alone: evidence near in meaning, with its source; in no figure."
    )


class StageContent(Model):
    """A stage: how often questions were asked there, how many of those nothing answers, and what content it has."""

    stage: str
    journey: str
    questions: int
    unanswered: int
    content: int = Field(description="Pieces of content written at its touchpoints.")
    touchpoints: int
    without_content: int = Field(description="Touchpoints with none.")


class ContentGapsResult(Model):
    """`gaps`: what nothing answers, most asked first; `answered`: the others. Both count in `questions`."""

    gaps: tuple[Question, ...]
    answered: tuple[Question, ...] = ()
    questions: int = Field(description="How often questions were asked.")
    unanswered: int = Field(description="Of them those that nothing answers.")
    more_gaps: int = Field(0, description="Gaps that `top_n` leaves out.")
    stages: tuple[StageContent, ...] = ()
    unplaced: int = Field(0, description="Questions without a stage of these maps.")
    hidden: int = Field(0, description="Questions whose text the asker may not see.")
    not_read: int = Field(0, description="Rare texts beyond the most frequent ones; in no figure.")
    breakdown: str | None = None
    missing: tuple[Missing, ...] = Field((), description="What no import and no map has brought yet.")
    basis: Basis


class Spot(NamedTuple):
    """A stage of a map; both None: nowhere."""

    journey: str | None = None
    stage: str | None = None


class Sayer(NamedTuple):
    """Where a question comes from; `answered` as the team noted it."""

    source: Source
    answered: bool | None = None


def run(args: ContentGapsArgs, sources: Sources) -> ContentGapsResult:
    """Raises MapNotFound, ToolError (unknown stage or persona)."""
    journeys = asked_journeys(args, sources)
    asked, not_read = _asked(args, sources)
    at: dict[Spot, list[Line]] = {}
    for spot, line in (
        *_noted(journeys, args),
        *_placed(asked, journeys, args),
        *_evidence(journeys, args, sources),
    ):
        at.setdefault(spot, []).append(line)
    total = sum(line.times for lines in at.values() for line in lines)
    found = [_question(theme, spot, total, journeys) for spot, lines in at.items() for theme in themes(lines)]
    found.sort(key=lambda one: (-one.times, one.stage or "", one.quotes))
    gaps = tuple(one for one in found if one.answered is None)
    stages = tuple(_stage(stage, journey, found) for journey, stage in _stages(journeys, args))
    return ContentGapsResult(
        gaps=tuple(_illustrated(gaps[: args.top_n], sources)),
        answered=tuple(one for one in found if one.answered is not None),
        questions=total,
        unanswered=sum(gap.times for gap in gaps),
        more_gaps=len(gaps[args.top_n :]) if args.top_n else 0,
        stages=stages,
        unplaced=sum(one.times for one in found if one.stage is None),
        hidden=sum(one.hidden for one in found),
        not_read=not_read,
        breakdown=args.breakdown,
        missing=_missing(bool(asked), stages),
        basis=_basis(args, journeys, bool(asked), total, sources),
    )


def _stages(journeys: list[JourneyMap], args: ContentGapsArgs) -> Iterator[tuple[JourneyMap, Stage]]:
    for journey in journeys:
        for stage in [stage_named(journey, args.stage)] if args.stage else journey.stages:
            yield journey, stage


def _touchpoints(stage: Stage, args: ContentGapsArgs) -> list[Touchpoint]:
    return [t for t in stage.touchpoints if args.channel is None or t.channel == args.channel]


def _noted(journeys: list[JourneyMap], args: ContentGapsArgs) -> Iterator[tuple[Spot, Line]]:
    """What the team wrote on the maps."""
    for journey, stage in _stages(journeys, args):
        of_stage: tuple[CustomerQuestion, ...] = () if args.channel else stage.customer_questions
        noted = [*of_stage, *(q for t in _touchpoints(stage, args) for q in t.customer_questions)]
        for question in noted:
            yield Spot(journey.title, stage.title), Line(question.text, key=Sayer("noted", question.answered))


def _asked(args: ContentGapsArgs, sources: Sources) -> tuple[list[Spoken], int]:
    """Questions of chats, searches and lists; none where none are imported or none of whom is asked about."""
    try:
        narrowed = let_in(args, sources, ASKED_IN)
    except ToolError as error:
        if error.key not in ("no_feedback", "unknown_in_feedback"):
            raise
        return [], 0
    found, times = spoken(narrowed, ASKED_IN, sources)
    return found, times - sum(one.times for one in found)


def _placed(
    asked: list[Spoken], journeys: list[JourneyMap], args: ContentGapsArgs
) -> Iterator[tuple[Spot, Line]]:  # fmt: skip
    """A question belongs to the first map that has its place; one without a place only where no stage is asked for."""
    places = [(journey, places_of(journey)) for journey in journeys]
    wanted = {(journey.title, stage.title) for journey, stage in _stages(journeys, args)}
    for one in asked:
        names = [same_key(name) for name in (one.touchpoint, one.stage) if name]
        spots = (
            Spot(journey.title, stage.title)
            for journey, named in places
            for name in names
            if name in named and (stage := journey.stage(named[name].stage))
        )
        spot = next(spots, Spot())
        if spot in wanted or (spot == Spot() and not args.stage):
            yield spot, Line(one.text, one.times, key=Sayer("asked"))


def _evidence(
    journeys: list[JourneyMap], args: ContentGapsArgs, sources: Sources
) -> Iterator[tuple[Spot, Line]]:  # fmt: skip
    """The questions in chats and tickets that the maps point at; what the asker may not read is counted, not shown."""
    everything = Reader("", everything=True)
    for journey, stage in _stages(journeys, args):
        ids = list(dict.fromkeys(_evidence_at(journey, stage, args)))
        shown = {piece.evidence_id for piece in sources.evidence.get(sources.workspace_id, ids, sources.reader)}
        for piece in sources.evidence.get(sources.workspace_id, ids, everything):
            if piece.kind in EVIDENCE_KINDS and _in_period(piece, args.period):
                for text in questions_in(piece.text or ""):
                    hidden = piece.evidence_id not in shown
                    yield Spot(journey.title, stage.title), Line(text, 1, hidden, Sayer("evidence"))


def _evidence_at(journey: JourneyMap, stage: Stage, args: ContentGapsArgs) -> Iterator[str]:
    touchpoints = _touchpoints(stage, args)
    spots = {touchpoint.slug for touchpoint in touchpoints}
    items: list[Item] = [*touchpoints]
    items += [
        pain
        for pain in journey.pain_points
        if pain.at.stage == stage.slug and (args.channel is None or pain.at.touchpoint in spots)
    ]
    votes = [*(() if args.channel else stage.moods), *(vote for t in touchpoints for vote in t.moods)]
    backed: list[Item | MoodVote] = [*items, *votes]
    for one in backed:
        yield from one.evidence


def _in_period(piece: Evidence, period: Period | None) -> bool:
    on: date = backing(piece).on
    return period is None or ((period.start or on) <= on and (period.end is None or on < period.end))


def questions_in(text: str) -> list[str]:
    """The sentences of a text that end with a question mark."""
    return [found.strip() for found in re.findall(r"[^.!?。！？\n;；]*[?？]", text) if re.search(r"\w", found)]


def _question(theme: Theme, spot: Spot, total: int, journeys: list[JourneyMap]) -> Question:
    sayers: list[tuple[Sayer, int]] = [(line.key, line.times) for line in theme.lines if isinstance(line.key, Sayer)]
    noted = [sayer.answered for sayer, _ in sayers if sayer.answered is not None]
    content = next((held for texts in _contents(spot, journeys) if (held := covered(theme.lines[0].text, texts))), None)
    by_team = bool(noted) and all(noted)
    return Question(
        quotes=theme.quotes[:QUOTES],
        times=theme.times,
        share=theme.times / total,
        stage=spot.stage,
        journey=spot.journey,
        **{
            source: sum(n for sayer, n in sayers if sayer.source == source) for source in ("noted", "asked", "evidence")
        },
        hidden=sum(line.times for line in theme.lines if line.hidden),
        answered="team" if by_team else "content" if content and not noted else None,
        content=content[0] if content else None,
        held=content[1] if content else None,
    )


def _illustrated(gaps: tuple[Question, ...], sources: Sources) -> Iterator[Question]:
    """Pieces that only say the question itself again illustrate nothing."""
    for rank, gap in enumerate(gaps):
        found = illustrations(gap.quotes[0], (), sources) if gap.quotes and rank < ILLUSTRATED else ()
        others = tuple(one for one in found if one.text not in gap.quotes)
        yield gap.model_copy(update={"illustrations": others})


def _contents(spot: Spot, journeys: list[JourneyMap]) -> Iterator[list[str]]:
    """The content of the stage, then of its map; of nowhere that of all maps."""
    own = [journey for journey in journeys if spot.journey in (None, journey.title)]
    yield [
        text
        for j in own
        for s in j.stages
        if s.title == spot.stage
        for t in s.touchpoints
        for text in t.content_present
    ]
    yield [text for j in own for t in j.touchpoints() for text in t.content_present]


def _stage(stage: Stage, journey: JourneyMap, found: Iterable[Question]) -> StageContent:
    here = [one for one in found if (one.journey, one.stage) == (journey.title, stage.title)]
    return StageContent(
        stage=stage.title,
        journey=journey.title,
        questions=sum(one.times for one in here),
        unanswered=sum(one.times for one in here if one.answered is None),
        content=sum(len(t.content_present) for t in stage.touchpoints),
        touchpoints=len(stage.touchpoints),
        without_content=sum(not t.content_present for t in stage.touchpoints),
    )


def _missing(asked: bool, stages: tuple[StageContent, ...]) -> tuple[Missing, ...]:
    lacking: dict[Missing, bool] = {"asked": not asked, "content": not any(stage.content for stage in stages)}
    return tuple(name for name, lacks in lacking.items() if lacks)


def _basis(args: ContentGapsArgs, journeys: list[JourneyMap], asked: bool, total: int, sources: Sources) -> Basis:
    """Customers: how often questions were asked; nobody knows by how many."""
    only = journeys[0] if len(journeys) == 1 else None
    lines = tuple(
        DataSetLine(title=data.title, rows=data.rows_stored, newest=moment(data.to_us), kind="feedback")
        for data in sources.events.data_sets()
        if data.rows_stored and data.kind == "feedback" and asked
    )
    return map_basis(args, only).model_copy(update={"data_sets": lines, "rule": RULE, "customers": total})


TOOL = Tool("content_gaps", ContentGapsArgs, ContentGapsResult, run, needs_events=False)
