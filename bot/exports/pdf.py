"""A map as PDF: the full picture as vectors, then its tables; all text can be selected and found."""

import json
from pathlib import Path

from bot.exports.lanes import Lane, Value, lanes
from bot.exports.whole import Whole
from bot.pictures.figures import day
from bot.pictures.glyphs import MISSING, Fonts, fonts
from bot.pictures.raster import size

PAGE = Path(__file__).with_name("map.typ")


def pdf(whole: Whole) -> bytes:
    """Set by Typst, with our fonts alone; what is written on the map is data to it, never markup."""
    import typst

    drawn_with = fonts(whole.font)
    given = {
        "title": whole.journey.title,
        "alt": whole.alt or whole.journey.title,
        "lang": whole.words.lang.split("-")[0],
        "fonts": [family.name for family in drawn_with.families],
        "footer": footer(whole),
        "pictures": [
            {"svg": svg, "width": width, "height": height}
            for svg, (width, height) in ((svg, size(svg)) for svg in whole.pictures)
        ],
        "lanes": [_lane(lane, whole, drawn_with) for lane in lanes(whole)],
    }
    given["title"] = _drawable(whole.journey.title, drawn_with)
    made = typst.compile(
        str(PAGE),
        font_paths=sorted({str(Path(file).parent) for file in drawn_with.files}),
        ignore_system_fonts=True,
        sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
    )
    return bytes(made)


def footer(whole: Whole) -> str:
    """What stands under every page and slide."""
    journey = whole.journey
    return whole.words(
        "exports.written", title=journey.title, map_id=journey.map_id, version=journey.version,
        date=day(whole.on, whole.words.lang),
    )  # fmt: skip


def shown(value: Value, lang: str) -> str:
    """A value as people of the language write it."""
    match value:
        case None:
            return ""
        case str():
            return value
        case int() | float():
            return f"{value:g}"
        case _:
            return day(value, lang)


def filled(lane: Lane) -> Lane:
    """The lane without the columns that no row fills."""
    used = [place for place in range(len(lane.columns)) if any(row[place] not in (None, "") for row in lane.rows)]
    return lane._replace(
        columns=tuple(lane.columns[place] for place in used),
        rows=tuple(tuple(row[place] for place in used) for row in lane.rows),
    )


def _lane(lane: Lane, whole: Whole, drawn_with: Fonts) -> dict[str, object]:
    lane = filled(lane)
    rows = [[_drawable(shown(value, whole.words.lang), drawn_with) for value in row] for row in lane.rows]
    return {"title": lane.title, "columns": list(lane.columns), "rows": rows}


def _drawable(text: str, drawn_with: Fonts) -> str:
    """Characters that no font draws as a box, so that nothing vanishes unseen."""
    missing = drawn_with.missing(text)
    return "".join(MISSING if character in missing else character for character in text)
