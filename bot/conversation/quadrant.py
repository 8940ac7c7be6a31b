"""Which ideas first? Impact against effort in words and as a picture, and where the votes differ."""

from collections.abc import Iterator

from bot.conversation.talk import Talk
from bot.conversation.wording import cut, dotted, number
from bot.reply import Picture
from storage.model.mood import level
from storage.model.quadrant import GROUPS, Rated, rated
from storage.model.types import LevelVote

SHOWN, TITLE = 6, 60


def show_quadrant(talk: Talk) -> None:
    """What to do first: impact 4 or more with effort 2 or less; then the other quarters, and votes that differ."""
    found = rated(talk.map) if talk.journey is not None else []
    if not found:
        talk.text(talk.words("quadrant.none"))
        return
    lines = list(_groups(talk, found))
    apart = dotted(_apart(talk, found))
    talk.text("\n".join([*lines, *([talk.words("quadrant.apart", list=apart)] if apart else ())]))
    if any(one.group != "waiting" for one in found):
        alt = talk.words("say.semicolon").join(lines)
        talk.parts.append(Picture(picture="quadrant", map_id=talk.map.map_id, version=talk.version, alt=alt))


def is_rated(talk: Talk) -> bool:
    """Whether any idea has votes on both."""
    return talk.journey is not None and any(one.group != "waiting" for one in rated(talk.map))


def _groups(talk: Talk, found: list[Rated]) -> Iterator[str]:
    for group in GROUPS:
        own = [one for one in found if one.group == group]
        name = talk.words(f"pictures.quadrant.{group}")
        name = name[:1].upper() + name[1:]
        if own:
            items = [_one(talk, one) for one in own[:SHOWN]]
            if len(own) > SHOWN:
                items.append(talk.words("method.more", n=len(own) - SHOWN))
            yield talk.words("quadrant.group", name=name, list=dotted(items))
        elif group == "do_first":
            yield talk.words("quadrant.nothing_first")


def _one(talk: Talk, one: Rated) -> str:
    title = cut(one.opportunity.title, TITLE)
    if one.impact is None or one.effort is None:
        return talk.words("say.quoted", text=title)
    return talk.words("quadrant.idea", title=title, impact=number(one.impact), effort=number(one.effort))


def _apart(talk: Talk, found: list[Rated]) -> Iterator[str]:
    """Votes that are not all the same, with the names and the median that counts."""
    for one in found:
        for field in ("impact", "effort"):
            given: tuple[LevelVote, ...] = getattr(one.opportunity, field)
            if len({vote.value for vote in given}) > 1:
                shown = (f"{talk.name(vote.by)} {vote.value}" for vote in given)
                yield talk.words(
                    f"quadrant.{field}_apart",
                    title=cut(one.opportunity.title, TITLE),
                    votes=talk.words("say.comma").join(shown),
                    median=number(level(given) or 0),
                )
