"""An answer as a file: all its rows for a spreadsheet, or its chart or table as a picture."""

import re
from zoneinfo import ZoneInfo

from bot.answers.answer import TELLERS, answer, basis_of
from bot.answers.figures import THIN_SPACE
from bot.answers.group_names import in_words
from bot.answers.understood import basis_line, reading
from bot.questions.commands import Ask
from bot.reply import Chart, Drawn, Reply, Sheet, Table
from prompts.loader import Words
from storage.model.types import Model

_NUMBER = r"[+-]?\d+(?:{point}\d+)?%?"


def sheet(ask: Ask, result: Model, words: Words) -> Reply:
    """Every row of the answer, with names as in the answer and numbers as spreadsheets read them."""
    table = TELLERS[ask.tool].rows(in_words(result, words), words)
    number = re.compile(_NUMBER.format(point=re.escape(words("answers.decimal_point"))))
    rows = tuple(tuple(_cell(cell, number, words) for cell in row) for row in table.rows)
    what = reading(ask, words)
    plain = Table(title=what, columns=table.columns, rows=rows)
    return Reply(parts=(Sheet(file_name=_named(ask, result, "csv"), table=plain, alt=what),))


def picture(ask: Ask, result: Model, words: Words, zone: ZoneInfo) -> Reply:
    """The chart of the answer, else its table, else all its rows, with n and the period in it."""
    told = answer(ask, result, words, zone).parts
    shown = next((part for part in told if isinstance(part, Chart)), None) or next(
        (part for part in told if isinstance(part, Table)), None
    )
    what = shown or TELLERS[ask.tool].rows(in_words(result, words), words)
    basis = basis_line(ask, basis_of(result), words, zone).text
    if isinstance(what, Table):
        what = what.model_copy(update={"title": what.title or reading(ask, words)})
        alt = "\n".join((what.title, *(" | ".join(row) for row in what.rows), basis))
    else:
        note = " · ".join(filter(None, (basis_of(result).journey, what.note)))
        what = what.model_copy(update={"note": note})
        alt = "\n".join((what.title, what.alt, what.note))
    drawn = Drawn(file_name=_named(ask, result, "png"), what=what, note=basis, alt=alt, lang=words.lang)
    return Reply(parts=(drawn,))


def _cell(cell: str, number: re.Pattern[str], words: Words) -> str:
    """`1 203` as `1203`, `34,2%` as `34.2%`; a dash, which means none, as nothing."""
    closed = cell.replace(THIN_SPACE, "")
    if closed == "–":
        return ""
    return closed.replace(words("answers.decimal_point"), ".") if number.fullmatch(closed) else closed


def _named(ask: Ask, result: Model, ending: str) -> str:
    """`drop_off-checkout-2026-10-01.csv`: the tool, the map, the first day of the period."""
    basis = basis_of(result)
    pieces = (ask.tool, basis.map_id, basis.period.start and basis.period.start.isoformat())
    return "-".join(piece for piece in pieces if piece) + f".{ending}"
