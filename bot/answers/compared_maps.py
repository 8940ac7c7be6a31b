"""How the differences of two maps are told: how many of what, and each of them as a line of a table."""

from collections import Counter

from bot.answers.figures import counted, decimal, listed, mood, number
from bot.conversation.told import field_words
from bot.reply import Part, Table, Text
from prompts.loader import Words
from tools.compare import CompareResult
from tools.map_changes import MapChange

SHOWN, LONGEST = 40, 80


def map_parts(result: CompareResult, words: Words) -> tuple[Part, ...]:
    """What the second map has other than the first."""
    names = {"a": result.a.name, "b": result.b.name}
    if not result.changes:
        return (Text(text=words("answers.compare.maps_same", **names)),)
    kinds = Counter(change.kind for change in result.changes)
    counts = listed((f"{words(f'answers.compare.kind.{kind}')} {number(n, words)}" for kind, n in kinds.items()), words)
    said = words(
        "answers.compare.maps_differ", n=counted("differences", len(result.changes), words), counts=counts, **names
    )
    return (Text(text=said), map_rows(result, words))


def map_rows(result: CompareResult, words: Words) -> Table:
    """Every difference: what, where, before, after."""
    lines = tuple(_line(change, words) for change in result.changes[:SHOWN])
    columns = tuple(words.data("answers.compare.map_columns"))
    return Table(title=words("answers.compare.changes"), columns=columns, rows=lines)


def _line(change: MapChange, words: Words) -> tuple[str, ...]:
    thing = words(f"examples.thing.{change.thing}")
    if change.kind == "new":
        return (thing, _cut(change.title), "–", words("examples.new"))
    if change.kind == "gone":
        return (thing, _cut(change.title), words("examples.there"), words("examples.gone"))
    name = change.field or ""
    field = words(f"examples.field.{name}") if words.has(f"examples.field.{name}") else field_words(name, words)
    what = field if change.thing == "map" else words("examples.field_of", title=_cut(change.title), field=field)
    return (thing, what, _held(change.before, name, words), _held(change.after, name, words))


def _held(value: str | float | None, field: str, words: Words) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return mood(value, words) if field == "moods" else decimal(f"{value:g}", words)
    label = f"lists.channels.{value}"
    return words(label) if field == "channel" and words.has(label) else _cut(value)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
