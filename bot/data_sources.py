"""Which data are stored, how fresh are they, what can each answer? And one of them undone, after a second look."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.answers.figures import day, number
from bot.exchange import Incoming
from bot.reply import Button, Buttons, Part, Press, Reply, Table, Text
from prompts.loader import Words
from storage.events import DataSet, Events
from storage.open import Stores

SHOWN = 20


def shown(rest: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """`/journey data`: every source with its rows, and [Undo] for each. What follows the word is not read."""
    zone = ZoneInfo(stores.workspaces.workspace(incoming.workspace_id).tz)
    sets = stores.events(incoming.workspace_id).data_sets()
    parts = list(listed(sets, incoming.said.at, zone, words))
    latest = tuple(reversed(sets))[:SHOWN]
    buttons = tuple(
        Button(text=words("data_in.undo", id=each.source_id), action="import.undo", value=str(each.source_id))
        for each in latest
    )
    parts += [Buttons(buttons=buttons[start : start + 5]) for start in range(0, len(buttons), 5)]
    return Reply(parts=tuple(parts))


def listed(sets: tuple[DataSet, ...], now: datetime, zone: tzinfo, words: Words) -> tuple[Part, ...]:
    """The newest first, with what each kind can answer."""
    if not sets:
        return (Text(text=words("data_in.no_sources")),)
    latest = tuple(reversed(sets))[:SHOWN]
    rows = tuple(_row(each, zone, words) for each in latest)
    kinds = dict.fromkeys(each.kind for each in latest)
    answers = [
        words("data_in.answers", kind=words(f"data_in.kinds.{kind}"), questions=words(f"data_in.questions.{kind}"))
        for kind in kinds
    ]
    return (
        Table(title=words("data_in.sources"), columns=tuple(words.data("data_in.columns")), rows=rows),
        Text(text=_freshness(sets, now, zone, words)),
        Text(text="\n".join(answers), style="grey"),
    )


def pressed(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """[Undo], then [Undo] once more or [Keep it]."""
    if press.action == "import.undo_no" or not press.value.isdigit():
        return _say(words("data_in.kept"))
    if incoming.reader.guest:
        return _say(words("team.guest.no_files"))
    events = stores.events(incoming.workspace_id)
    data_set = _found(events, int(press.value))
    if data_set is None:
        return _say(words("errors.DataSetNotFound", id=press.value))
    if press.action == "import.undo":
        return _sure(data_set, words)
    return _say(undone(events, int(press.value), words))


def undone(events: Events, source_id: int, words: Words) -> str:
    """Undo an import, and say what went. Raises DataSetNotFound."""
    data_set = _found(events, source_id)
    events.forget(source_id)
    title, rows = (data_set.title, number(data_set.rows_stored, words)) if data_set else ("", "0")
    return words("data_in.undone", id=source_id, title=title, rows=rows)


def _found(events: Events, source_id: int) -> DataSet | None:
    return next((each for each in events.data_sets() if each.source_id == source_id), None)


def _sure(data_set: DataSet, words: Words) -> Reply:
    facts = {"id": data_set.source_id, "title": data_set.title, "rows": number(data_set.rows_stored, words)}
    value = str(data_set.source_id)
    return Reply(
        parts=(
            Text(text=words("data_in.undo_sure", **facts), style="question"),
            Buttons(
                buttons=(
                    Button(text=words("data_in.undo_yes"), action="import.undo_yes", value=value, style="danger"),
                    Button(text=words("data_in.undo_no"), action="import.undo_no", value=value),
                )
            ),
        )
    )


def _row(data_set: DataSet, zone: tzinfo, words: Words) -> tuple[str, ...]:
    span = [_day(us, zone, words) for us in (data_set.from_us, data_set.to_us, data_set.imported_us)]
    counts = (number(data_set.rows_stored, words), number(data_set.refused, words))
    return (str(data_set.source_id), f"{data_set.title} ({words(f'data_in.kinds.{data_set.kind}')})", *counts, *span)


def _freshness(sets: tuple[DataSet, ...], now: datetime, zone: tzinfo, words: Words) -> str:
    newest = max((each.to_us for each in sets if each.to_us is not None), default=None)
    if newest is None:
        return words("data_in.no_time")
    last = datetime.fromtimestamp(newest / 1e6, UTC).astimezone(zone).date()
    days = (now.astimezone(zone).date() - last).days
    return words("data_in.fresh", day=day(last, words), n=days) if days > 0 else words("data_in.fresh_today")


def _day(us: int | None, zone: tzinfo, words: Words) -> str:
    return "-" if us is None else day(datetime.fromtimestamp(us / 1e6, UTC).astimezone(zone).date(), words)


def _say(text: str) -> Reply:
    return Reply(parts=(Text(text=text),))
