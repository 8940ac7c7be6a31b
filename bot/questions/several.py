"""Does a question ask several things at once? It is taken apart where each piece is surely a question of its own.

"Where do they drop off and why", "conversion and NPS by persona last month". "From view to cart and pay", "compare A
and B" and names with a joining word in them stay whole.
"""

from collections.abc import Callable, Iterator
from itertools import combinations

from bot.questions.commands import Ask, Slots, Understood
from bot.questions.follow_ups import only_why
from bot.questions.phrases import Phrases, phrases
from bot.questions.understand import Asking, in_place, taken_apart
from bot.questions.workspace import Names
from tools.kit import columns

MOST_PARTS, MOST_JOINS, LONGEST = 3, 4, 400
STAY_WHOLE = frozenset({"compare", "map_lookup", "ownership"})
"""Tools whose questions name several things: what is compared, looked for, or answered for."""
PLACES = ("journey", "persona", "channel", "device", "period")
"""Names and periods that are said once for all pieces."""
WITH_SPLITS = (*PLACES, "breakdown", "per")
FROM_LATER = ("journey", "period")
"""What a piece takes from the one after it; "conversion and NPS by persona" takes everything."""

Understand = Callable[[str, Asking], Understood]


def parts(text: str, asking: Asking, understand: Understand) -> tuple[Ask, ...]:
    """Two or three questions in the order they were asked, names and periods shared; none where it is one question."""
    text = text.strip(" \t\n?？!！.。")
    read = taken_apart(text, asking)
    if read is None or len(text) > LONGEST:
        return ()
    known = phrases(read.lang)
    if not {"joins", "joined", "asks"} <= known.patterns.keys():
        return ()
    joins = [span for span in _joins(text, known) if not _in_a_name(text, span, asking.names)]
    if not joins or len(joins) > MOST_JOINS:
        return ()
    whole = understand(text, asking)
    if isinstance(whole, Ask) and whole.tool in STAY_WHOLE:
        return ()
    for n in range(MOST_PARTS - 1, 0, -1):
        for cuts in combinations(joins, n):
            pieces = _pieces(text, cuts)
            found = _understood(pieces, asking, understand, known)
            if found:
                nouns = [known.patterns["asks"].match(piece) is None for piece in pieces]
                shared = _shared(found, nouns, modifiers_first=read.lang == "zh")
                return tuple(in_place(ask, asking) for ask in shared)
    return ()


def _joins(text: str, known: Phrases) -> Iterator[tuple[int, int]]:
    return (match.span() for match in known.patterns["joins"].finditer(text) if match.end() > match.start() > 0)


def _in_a_name(text: str, span: tuple[int, int], names: Names) -> bool:
    """Whether the joining words stand inside a name of the workspace."""
    said = text.casefold()
    for name in names.words():
        at = said.find(name.casefold())
        while at >= 0:
            if at <= span[0] and span[1] <= at + len(name):
                return True
            at = said.find(name.casefold(), at + 1)
    return False


def _pieces(text: str, cuts: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    ends = (0, *(place for cut in cuts for place in cut), len(text))
    return tuple(text[start:end].strip() for start, end in zip(ends[::2], ends[1::2], strict=True))


def _understood(pieces: tuple[str, ...], asking: Asking, understand: Understand, known: Phrases) -> tuple[Ask, ...]:
    """Each piece as a question of another tool than those before it, or as a bare "why"; none where one is neither."""
    here = asking.model_copy(update={"default_journey": None})
    first = understand(pieces[0], here)
    if not isinstance(first, Ask) or first.tool in STAY_WHOLE:
        return ()
    found = [first]
    for piece in pieces[1:]:
        after = here.model_copy(update={"thread_frame": found[-1]})
        ask = understand(piece, after)
        why = _is_why(piece, found[-1], after, known)
        if not isinstance(ask, Ask) or not (why or _stands_alone(piece, ask, found, here, understand, known)):
            return ()
        found.append(ask)
    return tuple(found)


def _is_why(piece: str, before: Ask, asking: Asking, known: Phrases) -> bool:
    read = taken_apart(piece, asking)
    return read is not None and only_why(read, before, known) and not before.args.explain


def _stands_alone(
    piece: str, ask: Ask, before: list[Ask], asking: Asking, understand: Understand, known: Phrases
) -> bool:
    """Whether the piece begins as a question or a measure does, and means the same tool without what stands before."""
    if not known.patterns["joined"].match(piece) or ask.tool in {earlier.tool for earlier in before}:
        return False
    alone = understand(piece, asking.model_copy(update={"thread_frame": None}))
    return isinstance(alone, Ask) and alone.tool == ask.tool


def _shared(asks: tuple[Ask, ...], nouns: list[bool], modifiers_first: bool) -> tuple[Ask, ...]:
    """The same with the names and periods of each other.

    `nouns`: which pieces only name what is measured; what stands behind such a piece is of the one before it too. Where
    modifiers stand first, splits are of all that follow.
    """
    onward = WITH_SPLITS if modifiers_first else PLACES
    made = list(asks)
    for at in range(1, len(made)):
        made[at] = _with(asks[at], made[at - 1].args, onward)
    for at in range(len(made) - 2, -1, -1):
        bare = nouns[at + 1] and asks[at].args == Slots()
        made[at] = _with(made[at], made[at + 1].args, WITH_SPLITS if bare else FROM_LATER)
    return tuple(made)


def _with(ask: Ask, other: Slots, names: tuple[str, ...]) -> Ask:
    """Slots that the other has and this one lacks; nobody is narrowed to one group and split by it too."""
    split = columns(ask.args.breakdown or "")
    added = {name: getattr(other, name) for name in names if getattr(ask.args, name) is None and name not in split}
    if any(added.get(column) for column in PLACES) and "breakdown" in added and added["breakdown"]:
        kept = [column for column in columns(added["breakdown"]) if not getattr(ask.args, column, None)]
        added["breakdown"] = ", ".join(kept) or None
    return ask.model_copy(update={"args": ask.args.model_copy(update=added)})
