"""How credit for conversions is told: who gets most, who helps without closing, what would be lost without one."""

from bot.answers.figures import WHOLE, aside, counted, label, labels, listed, number, percent, told
from bot.answers.understood import channel
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.critical_touchpoints import Contribution, CriticalTouchpointsResult, ModelName, Revenue

SHOWN = 8


def parts(ask: Ask, result: CriticalTouchpointsResult, words: Words) -> tuple[Part, ...]:
    """Who gets most credit, the models side by side, and what each place does for the others."""
    said = list(_lost(result, words))
    if not result.contributions:
        nobody = words("answers.critical_touchpoints.nobody", goal=result.goal)
        return (Text(text=told((*said, nobody), words)),)
    best = next((one for one in result.contributions if not one.small), None)
    if best and not result.lost:
        said += [_most(best, result, words), *_helper(result, words)]
    said += _revenue(result, words)
    shown = result.contributions[: ask.args.top_n or SHOWN]
    sentence = (Text(text=told(said, words)),) if said else ()
    return (*sentence, _chart(shown, result, words), _table(shown, result, words))


def caveats(result: CriticalTouchpointsResult, words: Words) -> tuple[str, ...]:
    """A share is no cause; models that were refused; conversions and customers that are in no figure."""
    said = []
    if result.contributions:
        said.append(words("answers.critical_touchpoints.no_cause"))
    said += _refused(result, words)
    if result.untouched:
        n = counted("conversions", result.untouched, words)
        said.append(words("answers.critical_touchpoints.untouched", n=n))
    if result.still_open and result.contributions:
        n = counted("customers", result.still_open, words)
        said.append(words("answers.critical_touchpoints.still_open", n=n))
    small = [_name(one, result, words) for one in result.contributions if one.small]
    if small and len(small) < len(result.contributions):
        said.append(words("answers.not_ranked", groups=listed(small[:SHOWN], words)))
    elif small:
        said.append(words("answers.few", n=number(result.conversions + result.not_converted, words)))
    if result.more:
        said.append(words("answers.critical_touchpoints.more", n=number(result.more, words)))
    return tuple(said)


def _refused(result: CriticalTouchpointsResult, words: Words) -> list[str]:
    """Which models are not counted, and why."""
    said = []
    few = [no for no in result.refused if no.places is None]
    if few:
        models = listed((_model(no.model, words) for no in few), words)
        paths, needed = number(few[0].paths, words), number(few[0].needed, words)
        said.append(words("answers.critical_touchpoints.refused", models=models, paths=paths, needed=needed))
    for no in result.refused:
        if no.places is not None and no.most is not None:
            places, most = number(no.places, words), number(no.most, words)
            model = _model(no.model, words)
            said.append(words("answers.critical_touchpoints.too_many", model=model, places=places, most=most))
    return said


def rows(result: CriticalTouchpointsResult, words: Words) -> Table:
    """Every place: credit by model, what it did in the paths, revenue."""
    models = tuple(_model(model, words) for model in result.models)
    lines = tuple(
        (
            _name(one, result, words),
            *(number(one.credits[model], words) for model in result.models),
            *(number(n, words) for n in (one.touched, one.first, one.last, one.assists, one.alone, one.not_converted)),
            percent(one.removal_effect, words),
            listed((_money(money, result.models, words) for money in one.revenue), words) or "–",
        )
        for one in result.contributions[:99]
    )
    first, *others = words.data("answers.critical_touchpoints.row_columns")
    return Table(title=words("answers.rows"), columns=(first, *models, *others), rows=lines)


def _most(best: Contribution, result: CriticalTouchpointsResult, words: Words) -> str:
    credit = listed(
        (aside(_model(model, words), number(best.credits[model], words), words) for model in result.models),
        words,
    )
    return words(
        "answers.critical_touchpoints.most",
        name=_name(best, result, words),
        goal=result.goal,
        credit=credit,
        n=counted("conversions", result.conversions, words),
    )


def _helper(result: CriticalTouchpointsResult, words: Words) -> tuple[str, ...]:
    """The place that stands in most conversions without having closed them."""
    known = [one for one in result.contributions if not one.small and one.assists]
    if not known:
        return ()
    helper = max(known, key=lambda one: one.assists)
    return (
        words(
            "answers.critical_touchpoints.helper",
            name=_name(helper, result, words),
            assists=number(helper.assists, words),
            n=counted("conversions", result.conversions, words),
        ),
    )


def _lost(result: CriticalTouchpointsResult, words: Words) -> tuple[str, ...]:
    lost = result.lost
    if lost is None:
        return ()
    name = channel(lost.name, words) if result.by == "channel" else lost.name
    facts = {
        "name": name,
        "total": counted("conversions", result.conversions, words),
        "touched": number(lost.touched, words),
        "alone": number(lost.alone, words),
    }
    if not lost.touched:
        return (words("answers.critical_touchpoints.lost_nothing", **facts),)
    if lost.conversions is None:
        return (words("answers.critical_touchpoints.lost_unknown", **facts),)
    if round(lost.conversions) >= lost.touched:  # the model takes away who would come past, and so may exceed them
        return (words("answers.critical_touchpoints.lost_all", **facts),)
    expected = number(round(lost.conversions), words)
    return (words("answers.critical_touchpoints.lost", **facts, n=expected, percent=percent(lost.effect, words)),)


def _revenue(result: CriticalTouchpointsResult, words: Words) -> list[str]:
    """Of each currency all of it, and who gets most by the last of the models."""
    said = []
    for total in result.revenue:
        model = result.models[-1]
        shares = [(one, next(m for m in one.revenue if m.currency == total.currency)) for one in result.contributions]
        best, money = max(shares, key=lambda share: share[1].credits[model])
        said.append(
            words(
                "answers.critical_touchpoints.revenue",
                total=f"{number(total.total, words)} {total.currency}",
                name=_name(best, result, words),
                n=f"{number(round(money.credits[model]), words)} {total.currency}",
                model=_model(model, words),
            )
        )
    return said


def _money(money: Revenue, models: tuple[ModelName, ...], words: Words) -> str:
    """`Linear: 1 204 EUR`, for each model."""
    return listed(
        (
            words(
                "answers.fact",
                name=_model(model, words),
                value=f"{number(round(money.credits[model]), words)} {money.currency}",
            )
            for model in models
        ),
        words,
    )


def _chart(shown: tuple[Contribution, ...], result: CriticalTouchpointsResult, words: Words) -> Chart:
    names = [_name(one, result, words) for one in shown]
    alt = [
        f"{name}: {listed((f'{_model(m, words)} {number(one.credits[m], words)}' for m in result.models), words)}"
        for name, one in zip(names, shown, strict=True)
    ]
    return Chart(
        shape="bar",
        title=words("answers.critical_touchpoints.chart", goal=label(result.goal, 30)),
        categories=labels(names, WHOLE),
        series=tuple(
            Series(name=_model(model, words), values=tuple(round(one.credits[model], 1) for one in shown))
            for model in result.models
        ),
        unit="conversions",
        note=words("answers.critical_touchpoints.conversions_n", n=number(result.conversions, words)),
        alt="\n".join(alt),
        lang=words.lang,
    )


def _table(shown: tuple[Contribution, ...], result: CriticalTouchpointsResult, words: Words) -> Table:
    lines = tuple(
        (
            _name(one, result, words),
            number(one.touched, words),
            number(one.assists, words),
            number(one.alone, words),
            number(one.not_converted, words),
            percent(one.removal_effect, words),
        )
        for one in shown
    )
    return Table(
        title=words("answers.critical_touchpoints.title"),
        columns=tuple(words.data("answers.critical_touchpoints.columns")),
        rows=lines,
    )


def _model(model: ModelName, words: Words) -> str:
    return words(f"answers.critical_touchpoints.models.{model}")


def _name(one: Contribution, result: CriticalTouchpointsResult, words: Words) -> str:
    return channel(one.name, words) if result.by == "channel" else one.name
