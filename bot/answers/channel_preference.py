"""How channels are told: used, stated and liked, each in a column of its own."""

from bot.answers.figures import aside, counted, duration, labels, listed, number, percent, share, sizes, told
from bot.answers.understood import channel, split
from bot.questions.commands import Ask
from bot.reply import Chart, Part, Series, Table, Text
from prompts.loader import Words
from tools.channel_preference import ChannelLine, ChannelPreferenceResult, GroupUse

SHOWN, MOST_GROUPS = 10, 10


def parts(ask: Ask, result: ChannelPreferenceResult, words: Words) -> tuple[Part, ...]:
    """Most used, best at converting, preferred on persona sheets, best liked; the same as chart and table."""
    if not result.channels:
        return (Text(text=words("answers.channel_preference.nobody")),)
    said = [*_used(result, words), *_stated(result, words), *_liked(result, words), *_groups(result, words)]
    shown = result.channels[: ask.args.top_n or SHOWN]
    drawn = _heat(shown, result, words) if result.groups else _bars(shown, words)
    return (Text(text=told(said, words)), drawn, _table(shown, result, words))


def caveats(result: ChannelPreferenceResult, words: Words) -> tuple[str, ...]:
    """Use is no preference; what nobody answered or stated; small channels and groups."""
    if not result.channels:
        return ()
    said = [words("answers.channel_preference.use_is_not_liking")]
    if result.metric is None:
        said.append(words("answers.channel_preference.not_asked"))
    small = [
        words("answers.only_n", value=channel(c.channel, words), n=number(c.customers, words))
        for c in result.channels
        if c.small
    ]
    small += [words("answers.only_n", value=g.value, n=number(g.customers, words)) for g in result.groups if g.small]
    if small:
        said.append(words("answers.not_ranked", groups=listed(small[:SHOWN], words)))
    if result.more:
        said.append(words("answers.channel_preference.more", n=number(result.more, words)))
    return tuple(said)


def rows(result: ChannelPreferenceResult, words: Words) -> Table:
    """Everyone and each group, channel by channel."""
    lines = [(words("answers.everyone"), *_row(line, result, words)) for line in result.channels]
    lines += [(group.value, *_row(line, result, words)) for group in result.groups for line in group.channels]
    columns = (words("answers.channel_preference.group"), *words.data("answers.channel_preference.columns"))
    return Table(title=words("answers.rows"), columns=columns, rows=tuple(lines[:99]))


def _used(result: ChannelPreferenceResult, words: Words) -> list[str]:
    ranked = [line for line in result.channels if not line.small]
    if not ranked:
        return [words("answers.few", n=number(result.channels[0].customers, words))]
    most = ranked[0]
    name, used = channel(most.channel, words), share(most.customer_share, words)
    said = [words("answers.channel_preference.most", channel=name, share=used, visits=percent(most.visit_share, words))]
    best = max(ranked, key=lambda line: line.conversions or 0)
    if best.conversions and result.conversions and result.goal:
        said.append(
            words(
                "answers.channel_preference.converts",
                goal=result.goal,
                channel=channel(best.channel, words),
                hits=number(best.conversions, words),
                n=counted("customers", result.conversions, words),
            )
        )
    return said


def _stated(result: ChannelPreferenceResult, words: Words) -> list[str]:
    """What persona sheets say, whether customers use it or not."""
    stated: dict[str, list[str]] = {}
    for line in result.channels:
        for persona in line.preferred_by:
            stated.setdefault(persona, []).append(channel(line.channel, words))
    for persona, text in result.also_preferred:
        stated.setdefault(persona, []).append(text)
    if not stated:
        return []
    told_each = (aside(name, listed(own, words), words) for name, own in stated.items())
    return [words("answers.channel_preference.stated", stated=words("answers.apart").join(told_each))]


def _liked(result: ChannelPreferenceResult, words: Words) -> list[str]:
    known = [line for line in result.channels if line.liked and line.liked.value is not None]
    if not known or result.metric is None:
        return []
    best = max(known, key=_score)
    return [
        words(
            "answers.channel_preference.liked", channel=channel(best.channel, words), score=_told(best, result, words)
        )
    ]


def _score(line: ChannelLine) -> float:
    return line.liked.value if line.liked and line.liked.value is not None else float("-inf")


def _told(line: ChannelLine, result: ChannelPreferenceResult, words: Words) -> str:
    """`CSAT 82.0% (n = 214)`; NPS and effort as numbers."""
    liked = line.liked
    if liked is None or liked.value is None or result.metric is None:
        return "–"
    value = percent(liked.value, words) if result.metric == "csat" else number(liked.value, words)
    return f"{words(f'answers.channel_preference.metrics.{result.metric}')} {value} (n = {number(liked.n, words)})"


def _groups(result: ChannelPreferenceResult, words: Words) -> list[str]:
    """The most used channel of each group that is large enough."""
    most = [
        aside(group.value, channel(group.channels[0].channel, words), words)
        for group in result.groups
        if group.channels and not group.small
    ]
    by = split(result.breakdown, words) if result.breakdown else ""
    return (
        [words("answers.channel_preference.by_group", what=by, groups=listed(most[:MOST_GROUPS], words))]
        if most
        else []
    )


def _bars(shown: tuple[ChannelLine, ...], words: Words) -> Chart:
    names = [channel(line.channel, words) for line in shown]
    series = [
        Series(
            name=words("answers.channel_preference.customers"),
            values=tuple(round((line.customer_share.value or 0.0) * 100, 1) for line in shown),
        ),
        Series(
            name=words("answers.channel_preference.visits"),
            values=tuple(round(line.visit_share * 100, 1) for line in shown),
        ),
    ]
    if any(line.conversion_share is not None for line in shown):
        values = tuple(None if s.conversion_share is None else round(s.conversion_share * 100, 1) for s in shown)
        series.append(Series(name=words("answers.channel_preference.conversions"), values=values))
    alt = [f"{name}: {_each(series, k, words)}" for k, name in enumerate(names)]
    return Chart(
        shape="bar",
        title=words("answers.channel_preference.chart"),
        categories=labels(names),
        series=tuple(series),
        unit="%",
        note=f"n = {number(shown[0].customer_share.n, words)}",
        alt="\n".join(alt),
        lang=words.lang,
    )


def _each(series: list[Series], place: int, words: Words) -> str:
    """`Customers 43.6%, Visits 41.6%`."""
    known = [(one.name, value) for one in series if (value := one.values[place]) is not None]
    return listed((f"{what} {percent(value / 100, words)}" for what, value in known), words)


def _heat(shown: tuple[ChannelLine, ...], result: ChannelPreferenceResult, words: Words) -> Chart:
    """A row for each group, a column for each channel: share of the group's customers."""
    keys = [line.channel for line in shown]
    groups = result.groups[:MOST_GROUPS]
    series = tuple(
        Series(name=name, values=_shares(group, keys))
        for name, group in zip(labels([group.value for group in groups]), groups, strict=True)
    )
    alt = [
        f"{group.value} (n = {number(group.customers, words)}): "
        + listed(
            (f"{channel(c.channel, words)} {percent(c.customer_share.value, words)}" for c in group.channels), words
        )
        for group in groups
    ]
    return Chart(
        shape="heat",
        title=words("answers.channel_preference.chart_by", what=split(result.breakdown or "", words)),
        categories=labels([channel(key, words) for key in keys]),
        series=series,
        unit="%",
        note=sizes(((group.value, group.customers) for group in groups), words),
        alt="\n".join(alt),
        lang=words.lang,
    )


def _shares(group: GroupUse, keys: list[str]) -> tuple[float | None, ...]:
    own = {line.channel: line.customer_share.value for line in group.channels}
    return tuple(round((own.get(key) or 0.0) * 100, 1) for key in keys)


def _table(shown: tuple[ChannelLine, ...], result: ChannelPreferenceResult, words: Words) -> Table:
    lines = tuple(_row(line, result, words) for line in shown)
    columns = tuple(words.data("answers.channel_preference.columns"))
    return Table(title=words("answers.channel_preference.title"), columns=columns, rows=lines)


def _row(line: ChannelLine, result: ChannelPreferenceResult, words: Words) -> tuple[str, ...]:
    return (
        channel(line.channel, words),
        _of(line.customers, line.customer_share.value, words),
        _of(line.visits, line.visit_share, words),
        duration(line.seconds_per_customer, words),
        _of(line.conversions, line.conversion_share, words),
        listed(line.preferred_by, words) or "–",
        _told(line, result, words),
    )


def _of(n: int | None, share_of_all: float | None, words: Words) -> str:
    """`1 876 (43.6%)`."""
    return "–" if n is None else f"{number(n, words)} ({percent(share_of_all, words)})"
