"""What does a question narrow its tool to: place, group, period, split, lines, window, steps, words to find?"""

import re

from bot.questions.commands import Relation, Slots
from bot.questions.options import options
from bot.questions.phrases import Phrases
from bot.questions.read import Read
from bot.questions.tokens import is_chinese, join
from tools.catalogue import CATALOGUE
from tools.kit import columns

_ARROW = re.compile(r"\s*(?:->|→|=>|➜|>)\s*")
_FIRST_WORD = re.compile(r"^([!-~]+|\S+)")
"""Up to a space, or where Chinese begins."""
_ENDS_NEEDED = ("conversion_rate", "journey_length")
_BY_KIND = {"channel": ("channel_preference", "engagement"), "variant": ("compare",)}
"""Tools that answer "which channel" or "which variant" without a split."""
_NO_SPLIT = {"persona": ("personas", "map_lookup")}
_TIMED = ("conversion_rate", "engagement", "retention", "revenue", "satisfaction")
MOST_STEPS, LONGEST_WINDOW_DAYS, MOST_WORDS = 12, 3650, 80


def slots(read: Read, tool: str, phrases: Phrases) -> Slots:
    """All slots that the question names for this tool."""
    start, goal = _ends(read, tool, phrases)
    way = start is not None and goal is not None
    relation = None if way else _relation(read, tool, phrases)
    found: dict[str, object] = {
        "journey": _first(read.all("journey")),
        "persona": _first(read.all("persona")),
        "channel": _first(read.all("channel")),
        "device": _first(read.all("device")),
        "touchpoint": _first(read.all("touchpoint")),
        "stage": None if way else _first(read.all("stage")),
        "relation": relation,
        "start": start,
        "goal": goal or _until_bought(read, tool, relation, phrases),
        "steps": _steps(read, phrases),
        "period": read.period,
        "breakdown": _breakdown(read, tool, phrases),
        "top_n": _top(read, phrases),
        "worst_first": _worst_first(read, tool, phrases),
        "window": _window(read, phrases),
        "per": _per(read, tool, phrases),
        "explain": True if tool == "drop_off" and phrases.patterns["why"].search(read.clear) else None,
        "order": next((order for order in ("strict", "any") if phrases.patterns[order].search(read.clear)), None),
        "metric": _metric(read, tool, phrases),
        "words": _words(read, tool, phrases),
        "kind": _kind(read, tool, phrases),
    } | options(read, tool, phrases)
    return Slots.model_validate(_left_out(_several_as_breakdown(found, read, tool), read, tool, phrases))


def _first(values: tuple[str, ...]) -> str | None:
    return values[0] if values else None


def _several_as_breakdown(found: dict[str, object], read: Read, tool: str) -> dict[str, object]:
    """Two personas, channels or devices in one question mean a split by them; to a comparison they are its sides."""
    several = [kind for kind in ("persona", "channel", "device") if len(read.all(kind)) > 1]
    if tool == "compare":
        return found | _sides(several[0], read) if several else found | {"other_map": _second(read.all("journey"))}
    if several:
        split = tuple(dict.fromkeys((*columns(str(found["breakdown"] or "")), *several)))[:2]
        found |= {"breakdown": ", ".join(split)} | dict.fromkeys(split)
    return found


def _left_out(found: dict[str, object], read: Read, tool: str, phrases: Phrases) -> dict[str, object]:
    """ "Without mobile" is no filter to mobile: all are shown, split by device."""
    match = phrases.patterns["left_out"].search(read.masked) if "left_out" in phrases.patterns else None
    if not match or tool not in CATALOGUE or "breakdown" not in CATALOGUE[tool].args.model_fields or tool == "compare":
        return found
    kind = match["kind"]
    split = dict.fromkeys((*columns(str(found["breakdown"] or "")), kind))
    return found | {kind: None, "breakdown": ", ".join(tuple(split)[:2])}


def _sides(kind: str, read: Read) -> dict[str, object]:
    """The first two of a kind, which are no filters then."""
    first, second, *_ = read.all(kind)
    return {"breakdown": kind, kind: None, "a": first, "b": second}


def _second(values: tuple[str, ...]) -> str | None:
    return values[1] if len(values) > 1 else None


def _relation(read: Read, tool: str, phrases: Phrases) -> Relation | None:
    """How the stage is meant that is named first."""
    if not read.all("stage"):
        return None
    found = [(match.end(), rel) for rel, say in phrases.relations.items() if (match := say.search(read.masked))]
    relation = min(found)[1] if found else None
    if relation == "in" and tool == "drop_off" and phrases.patterns["why"].search(read.clear):
        return "at"
    if relation is None and tool in _ENDS_NEEDED and phrases.patterns["until_place"].search(read.masked):
        return "before"
    return relation


def _ends(read: Read, tool: str, phrases: Phrases) -> tuple[str | None, str | None]:
    """Start and goal: two places said as a way, else two words that may be event names."""
    places = tuple(m.value for m in read.mentions if m.kind in ("stage", "touchpoint"))
    if len(places) >= 2 and phrases.patterns["way"].search(read.masked):
        return places[0], places[1]
    if tool not in _ENDS_NEEDED or places or phrases.patterns["way_of_days"].search(read.masked):
        return None, None
    pieces = _pieces(read, phrases, "from_to")
    if len(pieces) != 2:
        pieces = _pieces(read, phrases, "pair_rate")
    return (pieces[0], pieces[1]) if len(pieces) == 2 else (None, None)


def _until_bought(read: Read, tool: str, relation: Relation | None, phrases: Phrases) -> str | None:
    """The stage where people buy, where the question is how long that takes and names no other end."""
    if tool != "journey_length" or "until_buy" not in phrases.patterns:
        return None
    open_end = relation in ("after", "from") or not read.all("stage")
    return read.buying if open_end and phrases.patterns["until_buy"].search(read.masked) else None


def _steps(read: Read, phrases: Phrases) -> tuple[str, ...] | None:
    """Event names typed as a way of three or more, or with arrows."""
    arrows = _ARROW.split(read.said)
    if len(arrows) > 1:
        inner = (arrows[0].split()[-1:], *([part.strip()] for part in arrows[1:-1]), _FIRST_WORD.findall(arrows[-1]))
        pieces = tuple(word[0].strip(".,?!:;") for word in inner if word and word[0])
        return pieces[:MOST_STEPS] if len(pieces) > 1 else None
    pieces = _pieces(read, phrases, "from_to")
    return pieces[:MOST_STEPS] if len(pieces) > 2 else None


def _pieces(read: Read, phrases: Phrases, pattern: str) -> tuple[str, ...]:
    """The words of "from view to cart to pay" with their case; nothing where one of them is a common word."""
    match = phrases.patterns[pattern].search(read.said)
    if not match or not phrases.patterns[pattern].search(read.masked):  # "from May to July" is a period
        return ()
    said = (match["first"], *phrases.patterns["to"].split(match["rest"])) if pattern == "from_to" else match.groups()
    pieces = [piece for part in said for piece in re.split(r"\s*,\s*", part.strip(" .,?!:;")) if piece]
    return () if any(piece.casefold() in phrases.not_events for piece in pieces) else tuple(pieces)


def _breakdown(read: Read, tool: str, phrases: Phrases) -> str | None:
    for pattern in ("by", "also_by"):
        if match := phrases.patterns[pattern].search(read.clear):
            return ", ".join(_columns(match, phrases))
    match = phrases.patterns["which"].search(read.clear)
    named = _columns(match, phrases) if match else ()
    if not named and "one_variant" in phrases.patterns and phrases.patterns["one_variant"].search(read.clear):
        named = ("variant",)
    return ", ".join(column for column in named if _splits(column, tool)) or None


def _columns(match: re.Match[str], phrases: Phrases) -> tuple[str, ...]:
    said = (phrases.breakdowns[word] for word in (match["what"], match["second"]) if word)
    return tuple(dict.fromkeys(said))


def _splits(column: str, tool: str) -> bool:
    """Whether "which" asks this tool for a split, and not for what the tool answers anyway."""
    if column == "product" or (column == "stage" and tool != "journey_length"):
        return False
    return tool not in (*_BY_KIND.get(column, ()), *_NO_SPLIT.get(column, ()))


def _top(read: Read, phrases: Phrases) -> int | None:
    match = phrases.patterns["top"].search(read.masked)
    return phrases.number(match["n"] or match["of"] or match["alone"]) or None if match else None


def _worst_first(read: Read, tool: str, phrases: Phrases) -> bool | None:
    """ "The 3 worst channels": of a rate the lowest. Tools that rank what hurts begin with the worst anyway."""
    worst = tool == "conversion_rate" and _top(read, phrases) and phrases.patterns["worst"].search(read.masked)
    return True if worst else None


def _window(read: Read, phrases: Phrases) -> str | None:
    """As `30d`; a month counts 30 days. Longer than ten years is none."""
    match = phrases.patterns["window"].search(read.clear)
    if not match:
        return None
    unit = phrases.units[match["unit"] or match["of_unit"]]
    count, letter = phrases.number(match["n"] or match["of"]) * int(unit[:-1]), unit[-1]
    days = count * {"m": 1 / 1440, "h": 1 / 24, "d": 1, "w": 7}[letter]
    return f"{count}{letter}" if 0 < days <= LONGEST_WINDOW_DAYS else None


def _per(read: Read, tool: str, phrases: Phrases) -> str | None:
    match = phrases.patterns["per"].search(read.masked)
    if not match or tool not in _TIMED:
        return None
    return match["unit"] or phrases.over_time.get(match["word"] or "", "month")


def _metric(read: Read, tool: str, phrases: Phrases) -> str | None:
    if tool != "satisfaction":
        return None
    return next((metric for metric in ("nps", "csat", "ces") if phrases.patterns[metric].search(read.clear)), None)


def _kind(read: Read, tool: str, phrases: Phrases) -> str | None:
    if tool != "map_lookup":
        return None
    said = next((word for word in read.tokens if word in phrases.kinds), None)
    said = said or next((word for word in phrases.kinds if is_chinese(word[0]) and word in read.clear), None)
    return phrases.kinds[said] if said else None


def _words(read: Read, tool: str, phrases: Phrases) -> str | None:
    """What to look for in maps and evidence: what is quoted, else what follows "about" and the like."""
    if tool != "map_lookup":
        return None
    if read.quoted:
        return read.quoted[0]
    match = phrases.patterns["look_for"].search(read.clear)
    if not match or _kind(read, tool, phrases) not in ("evidence", None):
        return None
    rest = [word for word in match["words"].split() if word not in phrases.not_searched]
    told = [read.tokens[mention.start : mention.end] for mention in read.mentions]
    named = {word for tokens in told for word in (*tokens, join(tokens))}
    return " ".join(rest)[:MOST_WORDS] if any(word not in named for word in rest) else None
