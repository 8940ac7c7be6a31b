"""How personas are told: the list, or one sheet with the share of customers."""

from bot.answers.figures import counted, listed, number, percent
from bot.questions.commands import Ask
from bot.reply import Part, Table, Text
from prompts.loader import Words
from tools.personas import PersonaLine, PersonasResult

SHOWN = 10


def parts(ask: Ask, result: PersonasResult, words: Words) -> tuple[Part, ...]:
    """One persona: a sentence and the sheet; several: a table."""
    if not result.personas:
        return (Text(text=words("answers.personas.none")),)
    if result.sheet or result.total == 1:
        return _one(result, words)
    said = words("answers.personas.list", n=counted("personas", result.total, words))
    return (Text(text=said), _table(result.personas[: ask.args.top_n or SHOWN], words))


def caveats(result: PersonasResult, words: Words) -> tuple[str, ...]:
    """A persona that rests on assumptions."""
    assumed = [line.name for line in result.personas if line.basis == "assumption"]
    return (words("answers.personas.assumed", names=listed(assumed, words)),) if assumed else ()


def rows(result: PersonasResult, words: Words) -> Table:
    """The sheet, or the list."""
    return _sheet(result, words) if result.sheet else _table(result.personas[:99], words)


def _one(result: PersonasResult, words: Words) -> tuple[Part, ...]:
    line = result.personas[0]
    said = [f"{line.name}: {line.one_line}" if line.one_line else f"{line.name}"]
    if line.customers:
        customers = counted("customers", line.customers, words)
        said.append(words("answers.personas.share", customers=customers, percent=percent(result.share, words)))
    if line.journeys:
        said.append(words("answers.personas.journeys", maps=listed(line.journeys, words)))
    if result.evidence:
        said.append(words("answers.personas.evidence", n=counted("pieces", result.evidence, words)))
    sheet = (_sheet(result, words),) if result.sheet else ()
    return (Text(text=words("answers.personas.between").join(said)), *sheet)


def _sheet(result: PersonasResult, words: Words) -> Table:
    rows = tuple(
        (words(f"exports.persona_fields.{line.field}"), words("answers.apart").join(line.lines))
        for line in result.sheet
    )
    return Table(title=result.personas[0].name, columns=tuple(words.data("answers.personas.sheet_columns")), rows=rows)


def _table(lines: tuple[PersonaLine, ...], words: Words) -> Table:
    rows = tuple(
        (
            line.name,
            line.one_line or "–",
            listed(line.journeys, words) or "–",
            "–" if line.customers is None else number(line.customers, words),
        )
        for line in lines
    )
    return Table(title="", columns=tuple(words.data("answers.personas.columns")), rows=rows)
