"""How content gaps are told: how much is asked and unanswered, the questions as a table, stages as a chart."""

from bot.answers.figures import counted, labels, listed, number, percent, told
from bot.answers.illustrated import illustrated
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.content_gaps import ContentGapsResult, Question, StageContent

SHOWN, MOST_CATEGORIES, LONGEST = 5, 20, 100


def parts(ask: Ask, result: ContentGapsResult, words: Words) -> tuple[Part, ...]:
    """How many questions nothing answers and the one asked most; the questions or the stages; a chart by stage."""
    if not result.questions:
        said = (Text(text=words("answers.content_gaps.none")),)
        return (*said, _by_stage(result, words)) if result.stages else said
    table = _by_stage(result, words) if result.breakdown else _questions(result.gaps[:SHOWN], words)
    heard = illustrated(result.gaps[0].illustrations, words) if result.gaps else ()
    return (Text(text=_sentence(result, words)), *((table,) if table.rows else ()), *_chart(result, words), *heard)


def caveats(result: ContentGapsResult, words: Words) -> tuple[str, ...]:
    """What no import has brought, what may not be shown, what has no place, and what was not read."""
    said = [words(f"answers.content_gaps.missing.{name}") for name in result.missing if result.questions]
    for name in ("unplaced", "hidden", "not_read", "more_gaps"):
        if n := getattr(result, name):
            said.append(words(f"answers.content_gaps.{name}", n=number(n, words)))
    return tuple(said)


def rows(result: ContentGapsResult, words: Words) -> Table:
    """Every theme of questions with where it comes from and what answers it."""
    lines = tuple(
        (
            _quote(one, words),
            _stage(one, words),
            number(one.times, words),
            percent(one.share, words),
            number(one.noted, words),
            number(one.asked, words),
            number(one.evidence, words),
            _answered(one, words),
        )
        for one in (*result.gaps, *result.answered)[:99]
    )
    return Table(title=words("answers.rows"), columns=tuple(words.data("answers.content_gaps.row_columns")), rows=lines)


def _sentence(result: ContentGapsResult, words: Words) -> str:
    asked = counted("questions", result.questions, words)
    if not result.gaps:
        return words("answers.content_gaps.all_answered", n=asked)
    first = result.gaps[0]
    share = percent(result.unanswered / result.questions, words)
    return told(
        (
            words("answers.content_gaps.open", n=asked, open=number(result.unanswered, words), percent=share),
            words(
                "answers.content_gaps.most",
                question=_quote(first, words),
                n=number(first.times, words),
                stage=_stage(first, words),
            ),
        ),
        words,
    )


def _questions(shown: tuple[Question, ...], words: Words) -> Table:
    lines = tuple(
        (
            str(rank),
            _quote(one, words),
            _stage(one, words),
            number(one.times, words),
            percent(one.share, words),
            one.content or words("answers.content_gaps.nothing"),
        )
        for rank, one in enumerate(shown, 1)
    )
    columns = tuple(words.data("answers.content_gaps.columns"))
    return Table(title=words("answers.content_gaps.title"), columns=columns, rows=lines)


def _by_stage(result: ContentGapsResult, words: Words) -> Table:
    """A stage of which nothing is known says which import would fill it."""
    journeys = {stage.journey for stage in result.stages}
    lines = tuple(
        (
            stage.stage if len(journeys) == 1 else f"{stage.stage} · {stage.journey}",
            number(stage.questions, words) if stage.questions else words("answers.content_gaps.import"),
            number(stage.unanswered, words),
            number(stage.content, words) if stage.content else words("answers.content_gaps.write"),
            f"{number(stage.without_content, words)} / {number(stage.touchpoints, words)}",
        )
        for stage in result.stages[:99]
    )
    columns = tuple(words.data("answers.content_gaps.stage_columns"))
    return Table(title=words("answers.content_gaps.stages"), columns=columns, rows=lines)


def _chart(result: ContentGapsResult, words: Words) -> tuple[Chart, ...]:
    """Unanswered questions by stage; nothing where one stage alone has any."""
    stages = [stage for stage in result.stages if stage.questions][:MOST_CATEGORIES]
    if len(stages) < 2 or not result.unanswered:
        return ()
    return (
        Chart(
            shape="bar",
            title=words("answers.content_gaps.chart"),
            categories=labels([stage.stage for stage in stages]),
            series=(
                Series(
                    name=words("answers.content_gaps.unanswered"),
                    values=tuple(float(stage.unanswered) for stage in stages),
                ),
            ),
            unit=words("answers.content_gaps.unit"),
            note=f"n = {number(result.questions, words)}",
            alt=listed((_told(stage, words) for stage in stages), words),
            lang=words.lang,
        ),
    )


def _told(stage: StageContent, words: Words) -> str:
    n = number(stage.questions, words)
    return f"{stage.stage} {number(stage.unanswered, words)} (n = {n})"


def _quote(one: Question, words: Words) -> str:
    """The wording asked most, as far as it may be shown."""
    if not one.quotes:
        return words("answers.content_gaps.not_shown")
    text = one.quotes[0]
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _stage(one: Question, words: Words) -> str:
    return one.stage or words("answers.content_gaps.no_stage")


def _answered(one: Question, words: Words) -> str:
    if one.answered == "team":
        return words("answers.content_gaps.by_team")
    if one.content is None:
        return words("answers.content_gaps.nothing")
    key = "by_content" if one.answered else "noted_open"
    return words(f"answers.content_gaps.{key}", content=one.content, share=percent(one.held, words))
