"""How revenue is told: the sum of each currency, by group, over time, and what is lost at the worst step."""

from bot.answers.figures import WHOLE, about, counted, labels, listed, money, number, percent, span_names, told
from bot.answers.understood import split
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.revenue import AtRisk, Money, RevenueResult

MOST_CATEGORIES = 20


def parts(ask: Ask, result: RevenueResult, words: Words) -> tuple[Part, ...]:
    """A sentence for each currency, what is at risk with its formula; a chart of the split, else of what is at risk."""
    if not result.totals:
        return (Text(text=words("answers.revenue.nobody")),)
    said = [_total(one, words) for one in result.totals]
    ranked = [group for group in result.groups if not group.small]
    if len(ranked) + result.more_groups > 1 and ranked:
        best = max(ranked, key=lambda group: group.money.cents)
        said.append(words("answers.revenue.most", group=best.value, sum=_sum(best.money, words)))
    risk = tuple(Text(text=_risk(max(result.at_risk, key=lambda r: r.value), words)) for _ in result.at_risk[:1])
    drawn = tuple(part for part in (_by_group(result, words), _over_time(result, words)) if part)
    return (Text(text=told(said, words)), *risk, *(drawn or (_at_risk(result, words) or _totals(result, words),)))


def caveats(result: RevenueResult, words: Words) -> tuple[str, ...]:
    """Currencies stand side by side; refunds; groups that are small; amounts without a currency."""
    said = []
    if len(result.totals) > 1:
        said.append(words("answers.revenue.apart"))
    if any(not one.currency for one in result.totals):
        said.append(words("answers.revenue.no_currency"))
    small = [
        words("answers.only_n", value=group.value, n=number(group.money.customers, words))
        for group in result.groups
        if group.small
    ]
    if small:
        said.append(words("answers.not_ranked", groups=listed(small, words)))
    if result.more_groups:
        said.append(words("answers.revenue.more_groups", n=counted("groups", result.more_groups, words)))
    names = span_names([span.starts_on for span in result.over_time], words)
    partial = [name for name, span in zip(names, result.over_time, strict=True) if span.partial]
    if partial:
        said.append(words("answers.conversion_rate.partial", days=listed(partial[-3:], words)))
    if result.at_risk:
        said.append(words("answers.revenue.estimate"))
    return tuple(said)


def rows(result: RevenueResult, words: Words) -> Table:
    """Every currency, group and span; then what is at risk at each step."""
    lines = [_row(words("answers.everyone"), one, words) for one in result.totals]
    lines += [_row(group.value, group.money, words) for group in result.groups]
    names = span_names([span.starts_on for span in result.over_time], words)
    lines += [_row(name, span.money, words) for name, span in zip(names, result.over_time, strict=True)]
    lines += [
        (
            words("answers.revenue.lost_at", step=risk.title),
            money(risk.value, risk.currency, words),
            number(risk.lost, words),
            "–",
            "–",
            money(risk.order_value, risk.currency, words),
        )
        for risk in result.at_risk
    ]
    columns = tuple(words.data("answers.revenue.columns"))
    return Table(title=words("answers.rows"), columns=columns, rows=tuple(lines[:99]))


def _row(name: str, one: Money, words: Words) -> tuple[str, ...]:
    return (
        name,
        _sum(one, words),
        number(one.customers, words),
        number(one.orders, words),
        money(one.per_customer, one.currency, words),
        money(one.per_order, one.currency, words),
    )


def _sum(one: Money, words: Words) -> str:
    return money(one.cents / 100, one.currency, words)


def _total(one: Money, words: Words) -> str:
    said = words(
        "answers.revenue.total",
        sum=_sum(one, words),
        orders=counted("orders", one.orders, words),
        customers=counted("customers", one.customers, words),
        per_customer=money(one.per_customer, one.currency, words),
        per_order=money(one.per_order, one.currency, words),
    )
    if not one.refunds:
        return said
    refunds = words(
        "answers.revenue.refunds",
        n=counted("refunds", one.refunds, words),
        sum=money(-one.refund_cents / 100, one.currency, words),
    )
    return told((said, refunds), words)


def _risk(risk: AtRisk, words: Words) -> str:
    return words(
        "answers.revenue.at_risk",
        step=risk.title,
        value=about(risk.value, risk.currency, words),
        low=about(risk.low, risk.currency, words),
        high=about(risk.high, risk.currency, words),
        lost=counted("customers", risk.lost, words),
        share=percent(risk.later.value, words),
        order=money(risk.order_value, risk.currency, words),
    )


def _at_risk(result: RevenueResult, words: Words) -> Chart | None:
    """What is lost at each step, in the currency in which most is."""
    if not result.at_risk:
        return None
    currency = max(result.at_risk, key=lambda risk: risk.value).currency
    steps = [risk for risk in result.at_risk if risk.currency == currency]
    orders = sum(one.orders for one in result.totals if one.currency == currency)
    return Chart(
        shape="bar",
        title=words("answers.revenue.chart_at_risk"),
        categories=labels([risk.title for risk in steps], WHOLE),
        series=(Series(name=words("answers.revenue.at_risk_name"), values=tuple(round(r.value, 2) for r in steps)),),
        unit=currency or words("answers.revenue.units"),
        note=words("answers.revenue.orders_n", n=number(orders, words)),
        alt=listed((f"{risk.title} {about(risk.value, currency, words)}" for risk in steps), words),
        lang=words.lang,
    )


def _totals(result: RevenueResult, words: Words) -> Table:
    return rows(result, words).model_copy(update={"title": words("answers.revenue.sum")})


def _by_group(result: RevenueResult, words: Words) -> Chart | None:
    groups = result.groups[:MOST_CATEGORIES]
    if not groups:
        return None
    title = words("answers.revenue.chart_by", what=split(result.breakdown or "", words))
    alt = listed((f"{group.value} {_sum(group.money, words)}" for group in groups), words)
    return _chart("bar", title, [group.value for group in groups], [group.money for group in groups], alt, words)


def _over_time(result: RevenueResult, words: Words) -> Chart | None:
    spans = result.over_time[-MOST_CATEGORIES:]
    if not spans:
        return None
    names = span_names([span.starts_on for span in spans], words)
    alt = listed((f"{name} {_sum(span.money, words)}" for name, span in zip(names, spans, strict=True)), words)
    title = words("answers.revenue.chart_time")
    return _chart("line", title, names, [span.money for span in spans], alt, words)


def _chart(shape: str, title: str, names: list[str], sums: list[Money], alt: str, words: Words) -> Chart:
    n = number(sum(one.orders for one in sums), words)
    return Chart(
        shape="line" if shape == "line" else "bar",
        title=title,
        categories=labels(names),
        series=(Series(name=words("answers.revenue.sum"), values=tuple(one.cents / 100 for one in sums)),),
        unit=sums[0].currency or words("answers.revenue.units"),
        note=words("answers.revenue.orders_n", n=n),
        alt=alt,
        lang=words.lang,
    )
