"""How owners are told: who answers for most, what nobody answers for, and the list."""

from bot.answers.figures import aside, counted, listed, number, told
from bot.answers.one_journey import without_the_only_journey
from bot.questions.commands import Ask
from bot.reply import Part, Table, Text
from prompts.loader import Words
from tools.ownership import OwnedThing, OwnershipResult

SHOWN, OWNERS = 15, 5


def parts(ask: Ask, result: OwnershipResult, words: Words) -> tuple[Part, ...]:
    """One thing in a sentence; several as a table with those without an owner first."""
    if not result.things:
        return (Text(text=words("answers.ownership.none")),)
    if result.total == 1:
        thing = result.things[0]
        key = "of" if thing.owner else "nobody"
        return (Text(text=words(f"answers.ownership.{key}", title=thing.title, owner=thing.owner or "")),)
    said = [
        words(
            "answers.ownership.owners",
            owners=listed((aside(owner, number(n, words), words) for owner, n in result.owners[:OWNERS]), words),
        )
    ] * bool(result.owners)
    if result.unowned:
        of = counted("things", result.total, words)
        said.append(words("answers.ownership.unowned", n=number(result.unowned, words), total=of))
    else:
        said.append(words("answers.ownership.all_owned"))
    shown = result.things[: ask.args.top_n or SHOWN]
    if result.total > len(shown):
        said.append(words("answers.shown_of", shown=number(len(shown), words), total=number(result.total, words)))
    return (Text(text=told(said, words)), _table(shown, words))


def caveats(result: OwnershipResult, words: Words) -> tuple[str, ...]:
    """Nothing is counted but lines of maps."""
    return ()


def rows(result: OwnershipResult, words: Words) -> Table:
    """All of it."""
    return _table(result.things[:99], words)


def _table(things: tuple[OwnedThing, ...], words: Words) -> Table:
    lines = tuple(
        (
            thing.title,
            words(f"team.owners.kinds.{thing.kind}"),
            thing.stage or "–",
            thing.owner or words("answers.ownership.without"),
            thing.journey,
        )
        for thing in things
    )
    return without_the_only_journey(
        Table(
            title=words("answers.ownership.title"), columns=tuple(words.data("answers.ownership.columns")), rows=lines
        )
    )
