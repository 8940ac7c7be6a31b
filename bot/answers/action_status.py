"""How actions are told: how many are late, open and done, and which."""

from bot.answers.figures import counted, day, number, told
from bot.answers.one_journey import without_the_only_journey
from bot.questions.commands import Ask
from bot.reply import Part, Table, Text
from prompts.loader import Words
from tools.action_status import ActionLine, ActionStatusResult

SHOWN = 10


def parts(ask: Ask, result: ActionStatusResult, words: Words) -> tuple[Part, ...]:
    """The counts in a sentence, then the actions, overdue ones first."""
    if not (result.total or result.done or result.dropped):
        return (Text(text=words("answers.action_status.none")),)
    said = [
        words(
            "answers.action_status.counts",
            overdue=number(result.overdue, words),
            open=number(result.open, words),
            done=number(result.done, words),
            n=counted("actions", result.overdue + result.open + result.done + result.dropped, words),
        )
    ]
    if result.actions and result.actions[0].standing == "overdue":
        late = max(result.actions, key=lambda line: line.days_over)
        days = counted("day", late.days_over, words)
        said.append(words("answers.action_status.latest", title=late.title, owner=_owner(late, words), days=days))
    shown = result.actions[: ask.args.top_n or SHOWN]
    if result.total > len(shown):
        said.append(words("answers.shown_of", shown=number(len(shown), words), total=number(result.total, words)))
    listed = (_table(shown, words),) if shown else ()
    return (Text(text=told(said, words)), *listed)


def caveats(result: ActionStatusResult, words: Words) -> tuple[str, ...]:
    """Actions that nobody holds or that have no day."""
    said = []
    if result.without_owner:
        said.append(words("answers.action_status.without_owner", n=counted("actions", result.without_owner, words)))
    if result.without_day:
        said.append(words("answers.action_status.without_day", n=counted("actions", result.without_day, words)))
    return tuple(said)


def rows(result: ActionStatusResult, words: Words) -> Table:
    """All of it."""
    return _table(result.actions[:99], words)


def _owner(line: ActionLine, words: Words) -> str:
    return line.owner or words("answers.ownership.without")


def _table(lines: tuple[ActionLine, ...], words: Words) -> Table:
    rows = tuple(
        (
            line.title,
            _owner(line, words),
            day(line.due_on, words) if line.due_on else "–",
            words("answers.action_status.overdue", days=counted("day", line.days_over, words))
            if line.days_over
            else words(f"exports.values.action_status.{line.status}"),
            line.promise or "–",
            line.stage or "–",
            line.journey,
        )
        for line in lines
    )
    return without_the_only_journey(
        Table(
            title=words("answers.action_status.title"),
            columns=tuple(words.data("answers.action_status.columns")),
            rows=rows,
        )
    )
