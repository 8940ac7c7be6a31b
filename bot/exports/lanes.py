"""Which rows does a map have, lane by lane? The tables that spreadsheet, document and slides share."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from bot.exports.lanes_beside import day, edges, evidence, hand_overs, notes, personas, routes, versions, walks
from bot.exports.whole import Whole
from bot.pictures.content import stage_of_action, stage_of_opportunity
from storage.model.blueprint import LANES
from storage.model.confidence import coverage, of_item, of_vote
from storage.model.item import Item
from storage.model.journey import JourneyMap, Stage, Touchpoint
from storage.model.mood import level, stage_value, value
from storage.model.rules import event_title
from storage.model.types import Anchor

Value = str | int | float | date | None
Rows = Iterator[tuple[Value, ...]]


class Lane(NamedTuple):
    """A table: its key in the words, what it is called, its columns and rows."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def lanes(whole: Whole) -> tuple[Lane, ...]:
    """The overview and every lane with something in it, in reading order."""
    made = (
        Lane(
            key,
            whole.words(f"exports.lanes.{key}"),
            tuple(whole.words.data(f"exports.columns.{key}")),
            tuple(rows(whole)),
        )
        for key, rows in LANE_ROWS.items()
    )
    return tuple(lane for lane in made if lane.rows)


def overview(whole: Whole) -> Rows:
    """What stands over the map: field and value, without the fields that nobody filled."""
    journey, words = whole.journey, whole.words
    covered = coverage(journey, whole.backings)
    template = journey.stage_template and words(f"pictures.template.{journey.stage_template}")
    facts: dict[str, Value] = {
        "title": journey.title,
        "type": words(f"lists.map_types.{journey.type}"),
        "status": words(f"lists.status.{journey.status}"),
        "version": journey.version,
        "persona": whole.persona_names(),
        "goal_customer": journey.goal_customer,
        "goal_business": journey.goal_business,
        "goal_kind": journey.goal_kind and words(f"lists.goal_kinds.{journey.goal_kind}"),
        "customer_group": journey.customer_group and words(f"lists.customer_groups.{journey.customer_group}"),
        "scope": journey.scope,
        "starts_when": journey.starts_when,
        "ends_when": journey.ends_when,
        "stage_template": template,
        "owner": journey.owner.label,
        "research": journey.research,
        "experiment": journey.experiment,
        "described_on": journey.described_on,
        "base_map": f"{journey.base_map.map_id} v{journey.base_map.version}" if journey.base_map else None,
        "tags": ", ".join(journey.tags),
        "coverage": words("exports.facts.coverage_of", backed=covered.backed, items=covered.items),
        "last_reviewed_at": journey.last_reviewed_at and journey.last_reviewed_at.date(),
        "map_id": journey.map_id,
    }
    for key, fact in facts.items():
        if fact not in (None, ""):
            yield words(f"exports.facts.{key}"), fact


def _events(place: Stage | Touchpoint) -> tuple[str, ...]:
    """Names, and rules by name and properties."""
    rules = (event_title(name, rule.tests) for rule in place.event_rules for name in rule.names)
    return (*place.event_names, *rules)


def stages(whole: Whole) -> Rows:
    for stage in whole.journey.stages:
        step = stage.next_step
        yield (
            stage.title,
            stage.role and whole.words(f"exports.values.role.{stage.role}"),
            stage.customer_goal,
            stage_value(stage),
            step.text if step else None,
            whole.words(f"exports.values.findable.{step.findable}") if step and step.findable else None,
            stage.metric,
            _listed(whole, _events(stage)),
        )


def touchpoints(whole: Whole) -> Rows:
    words = whole.words
    for stage, point in _placed(whole.journey):
        truth = point.moment_of_truth
        yield (
            stage.title,
            point.title,
            channel(whole, point),
            point.place,
            _yes(whole, point.ours),
            value(point.moods),
            _listed(whole, point.thoughts),
            point.expectation,
            words(f"exports.values.truth.{truth.kind}") if truth else None,
            truth.why if truth else None,
            _listed(whole, point.content_present),
            point.metric,
            point.owner.label if point.owner else None,
            _yes(whole, point.fits),
            point.fit_why,
            _listed(whole, _events(point)),
            *_backed(whole, point),
        )


def moods(whole: Whole) -> Rows:
    """Every vote: the stage's own first, then those at its touchpoints."""
    for stage in whole.journey.stages:
        for title, votes in (("", stage.moods), *((t.title, t.moods) for t in stage.touchpoints)):
            for vote in votes:
                confidence = whole.words(f"lists.confidence.{of_vote(vote, whole.backings)}")
                yield (
                    stage.title, title, vote.score, vote.word, vote.why, whole.name(vote.by), vote.at.date(),
                    confidence, whole.seen(vote.evidence),
                )  # fmt: skip


def questions(whole: Whole) -> Rows:
    for stage in whole.journey.stages:
        for title, asked in (
            ("", stage.customer_questions),
            *((t.title, t.customer_questions) for t in stage.touchpoints),
        ):
            for question in asked:
                yield stage.title, title, question.text, _yes(whole, question.answered)


def blueprint(whole: Whole) -> Rows:
    for stage, point in _placed(whole.journey):
        for line in LANES:
            if cell := getattr(point, line):
                yield (
                    stage.title, point.title, whole.words(f"exports.values.lane.{line}"), cell.text, cell.system,
                    cell.department, cell.fail_point, cell.wait_minutes,
                )  # fmt: skip


def pain_points(whole: Whole) -> Rows:
    for pain in whole.journey.pain_points:
        status = whole.words(f"exports.values.pain_status.{pain.status}")
        levels = level(pain.severity), level(pain.frequency)
        yield *_at(whole, pain.at), pain.title, *levels, pain.cause, status, *_backed(whole, pain)


def opportunities(whole: Whole) -> Rows:
    titles = {pain.slug: pain.title for pain in whole.journey.pain_points}
    for idea in whole.journey.opportunities:
        yield (
            _stage_title(whole, stage_of_opportunity(idea, whole.journey)),
            idea.title,
            _listed(whole, tuple(titles[slug] for slug in idea.pain_points)),
            level(idea.impact),
            level(idea.effort),
            idea.owner.label if idea.owner else None,
            whole.words(f"exports.values.idea_status.{idea.status}"),
            *_backed(whole, idea),
        )


def actions(whole: Whole) -> Rows:
    ideas = {idea.slug: idea.title for idea in whole.journey.opportunities}
    for action in whole.journey.actions:
        expected = action.expected
        yield (
            _stage_title(whole, stage_of_action(action, whole.journey)),
            action.title,
            action.opportunity and ideas[action.opportunity],
            action.owner.label if action.owner else None,
            action.due_on,
            expected.metric if expected else None,
            expected.from_value if expected else None,
            expected.to_value if expected else None,
            expected.unit if expected else None,
            whole.words(f"exports.values.action_status.{action.status}"),
            str(action.ticket_url) if action.ticket_url else None,
        )


def requirements(whole: Whole) -> Rows:
    for need in whole.journey.requirements:
        side = need.side and whole.words(f"exports.values.side.{need.side}")
        yield *_at(whole, need.at), need.title, side, need.owner.label if need.owner else None, *_backed(whole, need)


def targets(whole: Whole) -> Rows:
    for target in whole.journey.targets:
        yield target.title, target.from_value, target.to_value, target.unit, target.by, *_backed(whole, target)


def note_rows(whole: Whole) -> Rows:
    for row, note in zip(notes(whole), whole.journey.notes, strict=True):
        quadrant, title, strip, contradicts, belongs = row
        yield quadrant, title, strip, *_at(whole, note.at), contradicts, belongs, *_backed(whole, note)


LANE_ROWS: Mapping[str, Callable[[Whole], Rows]] = {
    "overview": overview,
    "stages": stages,
    "day": day,
    "touchpoints": touchpoints,
    "moods": moods,
    "questions": questions,
    "blueprint": blueprint,
    "hand_overs": hand_overs,
    "walks": walks,
    "pain_points": pain_points,
    "opportunities": opportunities,
    "actions": actions,
    "requirements": requirements,
    "targets": targets,
    "notes": note_rows,
    "edges": edges,
    "routes": routes,
    "personas": personas,
    "evidence": evidence,
    "versions": versions,
}


def channel(whole: Whole, point: Touchpoint) -> str:
    """The channel as the map calls it, with the person's own name for it."""
    if point.channel is None:
        return point.channel_text or ""
    label = whole.words(f"lists.channels.{point.channel}")
    return f"{label} ({point.channel_text})" if point.channel_text else label


def _placed(journey: JourneyMap) -> Iterator[tuple[Stage, Touchpoint]]:
    for stage in journey.stages:
        for point in stage.touchpoints:
            yield stage, point


def _at(whole: Whole, at: Anchor | None) -> tuple[str, str]:
    """The titles of a place; empty for the whole map."""
    if at is None:
        return "", ""
    titles = {point.slug: point.title for point in whole.journey.touchpoints()}
    return _stage_title(whole, at.stage), titles[at.touchpoint] if at.touchpoint else ""


def _stage_title(whole: Whole, slug: str | None) -> str:
    stage = whole.journey.stage(slug) if slug else None
    return stage.title if stage else ""


def _backed(whole: Whole, item: Item) -> tuple[str, str]:
    confidence = of_item(item, whole.journey, whole.backings)
    return whole.words(f"lists.confidence.{confidence}"), whole.seen(item.evidence)


def _yes(whole: Whole, fact: bool | None) -> str:
    return "" if fact is None else whole.words("exports.yes" if fact else "exports.no")


def _listed(whole: Whole, texts: tuple[str, ...]) -> str:
    return whole.words("exports.joined").join(texts)
