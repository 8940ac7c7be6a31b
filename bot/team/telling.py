"""The meeting view and the owners of a map, in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.answers.figures import day
from bot.conversation.read_dates import say_date
from bot.conversation.read_mood import signed
from bot.conversation.told import told
from bot.conversation.wording import cut, name_of
from bot.reply import Button, Buttons, Part, Reply, Table, Text
from bot.team.meeting import Apart, Meeting
from bot.team.owners import Asked
from prompts.loader import Words
from storage.model.confidence import STALE_AFTER_DAYS
from storage.model.held import Held, by_owner, held
from storage.model.journey import Action, JourneyMap
from storage.model.standing import Standing

CHANGES, APART, DUE, OLD, GAPS, ROWS, WITHOUT, SHORT = 8, 5, 8, 3, 5, 60, 20, 60


def meeting_view(
    journey: JourneyMap,
    found: Meeting,
    stands: Standing,
    changed_on: date,
    today: date,
    names: Mapping[str, str],
    words: Words,
) -> Reply:
    """What there is to talk about, one short list a subject, and [Mark as reviewed]."""
    since = "since_review" if found.reviewed else "since_days"
    facts = words(
        f"team.meeting.{since}", v=journey.version, date=day(changed_on, words),
        since=day(found.since, words), days=(today - found.since).days,
    )  # fmt: skip
    parts: list[Part] = [
        Text(text=words("team.meeting.title", title=journey.title), style="headline"),
        Text(text=facts, style="grey"),
        Text(text=_changes(journey, found, today, names, words)),
    ]
    parts += _list("team.meeting.apart", (_apart(one, names, words) for one in found.apart[:APART]), words)
    parts += _list("team.meeting.due", (_due(action, today, words) for action in found.due[:DUE]), words)
    parts += _old(journey, stands, words)
    if found.missing:
        listed = words("say.semicolon").join(words(f"gap.{gap.key}", **gap.facts) for gap in found.missing[:GAPS])
        if len(found.missing) > GAPS:
            listed = words("say.gaps_more", list=listed, n=len(found.missing) - GAPS)
        parts.append(Text(text=words("team.meeting.missing", list=listed)))
    if found.quiet and not stands.old:
        parts.append(Text(text=words("team.meeting.quiet")))
    mark = Button(text=words("team.meeting.mark"), action="team.reviewed", value=journey.map_id, style="primary")
    parts.append(Buttons(buttons=(mark,)))
    return Reply(parts=tuple(parts))


def _changes(journey: JourneyMap, found: Meeting, today: date, names: Mapping[str, str], words: Words) -> str:
    if not found.changes:
        return words("team.meeting.no_changes")
    lines = [
        words(
            "team.meeting.change",
            name=name_of(one.by, names),
            date=say_date(one.on, today, words),
            told=cut(told(one.change, journey, words)),
        )
        for one in found.changes[:CHANGES]
    ]
    if len(found.changes) > CHANGES:
        lines.append(words("team.meeting.more", n=len(found.changes) - CHANGES))
    return "\n".join((words("team.meeting.changes"), *lines))


def _list(key: str, lines: Iterable[str], words: Words) -> list[Part]:
    listed = list(lines)
    return [Text(text="\n".join((words(key), *listed)))] if listed else []


def _apart(one: Apart, names: Mapping[str, str], words: Words) -> str:
    title = cut(one.title, SHORT)
    if one.field:
        title = words("team.meeting.level", title=title, field=words(f"team.levels.{one.field}"))
    votes = words("say.comma").join(
        words(
            "team.meeting.vote_mood",
            names=words("answers.listed").join(name_of(member, names) for member in members),
            score=value if one.field else signed(value),
        )
        for value, members in one.sides
    )
    return words("team.meeting.apart_line", title=title, votes=votes)


def _due(action: Action, today: date, words: Words) -> str:
    on = action.due_on or today
    owner = action.owner.label if action.owner else words("team.meeting.nobody")
    key = "overdue_line" if on < today else "due_line"
    return words(f"team.meeting.{key}", title=cut(action.title, SHORT), owner=owner, date=say_date(on, today, words))


def _old(journey: JourneyMap, stands: Standing, words: Words) -> list[Part]:
    if not stands.old:
        return []
    days = journey.review_every_days or STALE_AFTER_DAYS
    listed = words("say.semicolon").join(cut(piece.text or "", SHORT) for piece in stands.old[:OLD])
    return [Text(text=words("team.meeting.old", days=days, n=len(stands.old), list=listed))]


def owners(journey: JourneyMap, words: Words) -> Reply:
    """Everybody who answers for something, and what nobody answers for."""
    stages = {stage.slug: stage.title for stage in journey.stages}
    things = held(journey)
    rows = [(journey.title, words("team.owners.kinds.map"), "–", journey.owner.label)]
    rows += [
        (thing.title, words(f"team.owners.kinds.{thing.kind}"), stages.get(thing.stage, "–"), thing.owner.label)
        for thing in things
        if thing.owner is not None
    ]
    parts: list[Part] = [
        Text(text=words("team.owners.title", title=journey.title), style="headline"),
        Table(title="", columns=tuple(words.data("team.owners.columns")), rows=tuple(rows[:ROWS])),
        *_without([thing for thing in things if thing.owner is None], journey, words),
    ]
    return Reply(parts=tuple(parts))


def unowned(journey: JourneyMap, words: Words) -> Reply:
    """What nobody answers for yet."""
    headline = Text(text=words("team.owners.without_title", title=journey.title), style="headline")
    missing = [thing for thing in held(journey) if thing.owner is None]
    if not missing:
        return Reply(parts=(Text(text=words("team.owners.all_owned", title=journey.title)),))
    return Reply(parts=(headline, *_without(missing, journey, words)))


def _without(missing: Sequence[Held], journey: JourneyMap, words: Words) -> list[Part]:
    if not missing:
        return [Text(text=words("team.owners.all_owned", title=journey.title))]
    lines = [
        words("team.owners.without_line", title=cut(t.title, SHORT), kind=words(f"team.owners.kinds.{t.kind}"))
        for t in missing[:WITHOUT]
    ]
    if len(missing) > WITHOUT:
        lines.append(words("team.owners.more", n=len(missing) - WITHOUT))
    head = words("team.owners.without_head", n=len(missing))
    return [Text(text="\n".join((head, *lines))), Text(text=words("team.owners.how"), style="hint")]


def owner_of(asked: Asked, journey: JourneyMap, words: Words) -> Reply:
    """Who answers for the one thing, the stage or the map that was named."""
    if asked.thing is not None:
        return Reply(parts=(Text(text=_of_thing(asked.thing, journey, words)),))
    stage = journey.stage(asked.stage)
    if stage is None:
        said = words("team.owners.of", owner=journey.owner.label, title=journey.title)
        return Reply(parts=(Text(text=said),))
    there = by_owner(thing for thing in held(journey) if thing.stage == stage.slug)
    if not there:
        said = words("team.owners.empty_stage", stage=stage.title, owner=journey.owner.label)
        return Reply(parts=(Text(text=said),))
    lines = [words("team.owners.at_stage", stage=stage.title)]
    for label, things in there.items():
        titles = words("say.semicolon").join(cut(thing.title, SHORT) for thing in things)
        key = "team.owners.line" if label else "team.owners.without"
        lines.append(words(key, owner=label, n=len(things), list=titles))
    return Reply(parts=(Text(text="\n".join(lines)),))


def _of_thing(thing: Held, journey: JourneyMap, words: Words) -> str:
    if thing.owner is not None:
        return words("team.owners.of", owner=thing.owner.label, title=thing.title)
    return words("team.owners.nobody", title=thing.title, owner=journey.owner.label)
