"""What was understood, in words: the first line of an answer, the text of a reading, the basis line and the caveats."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from bot.answers.figures import counted, day, duration, listed, moment, number, percent, period, told
from bot.questions.commands import Ask, Slots, arguments
from bot.reply import Text
from prompts.loader import Words
from tools.catalogue import CATALOGUE
from tools.kit import Basis, columns
from tools.typed_counts import RULE as TYPED

LINES_ARE_GROUPS = frozenset({"drop_off", "conversion_rate", "journey_length", "retention"})
"""Tools where "top 3" means the groups of a breakdown, and nothing without one."""
MOST_CAVEATS = 3
WITH_OPEN = frozenset(
    {"drop_off", "conversion_rate", "journey_length", "churn_reasons", "cross_sell_timing", "emotion_curve"}
)
"""Tools that also name, as customers, those who are in no figure yet: their window is not over, or they took longer."""
IN_NO_FIGURE = ("still_open", "longer_than_window")
OFF_THE_MAP = 0.05
"""Share of events that match no stage from which on it is worth a sentence (analytics, section 1)."""


def reading(ask: Ask, words: Words) -> str:
    """`Drop-off · Checkout · Busy parent · by device · October 2026`."""
    return " · ".join((words(f"questions.tools.{ask.tool}"), *_narrowed(ask, words)))


def question(ask: Ask, words: Words) -> str:
    """The whole question as a button offers it: `Where do customers drop off? Checkout · October 2026`."""
    return " ".join((words(f"questions.asked.{ask.tool}"), " · ".join(_narrowed(ask, words)))).strip()


def _narrowed(ask: Ask, words: Words) -> tuple[str, ...]:
    args = ask.args
    said = (
        args.journey,
        " → ".join(place for place in (args.start, args.goal) if place),
        " → ".join(args.steps or ()),
        args.stage and words(f"questions.place.{args.relation or 'at'}", stage=args.stage),
        args.touchpoint or args.remove,
        " / ".join(side for side in (args.a, args.b) if side),
        args.action,
        *_options(args, words),
        args.on and day(args.on, words),
        args.persona,
        args.channel and channel(args.channel, words),
        args.device and device(args.device, words),
        args.breakdown and words("questions.by", what=split(args.breakdown, words)),
        args.per and words(f"questions.per.{args.per}"),
        args.top_n and words(f"questions.{'worst' if args.worst_first else 'top'}", n=args.top_n),
        args.words and words("questions.about", words=args.words),
        args.explain and words("questions.why"),
        args.window and words("answers.window", window=duration(args.window, words)),
        args.period and period(args.period, words),
        args.against and words("question_options.against", period=period(args.against, words)),
    )
    return tuple(part for part in said if isinstance(part, str) and part)


def _options(args: Slots, words: Words) -> tuple[object, ...]:
    """Arguments with a few values, and names of the data."""
    return (
        " → ".join(product for product in (args.first, args.then) if product),
        args.event,
        args.experiment,
        args.owner,
        listed([words(f"question_options.models.{model}") for model in args.models or ()], words),
        args.value and words("question_options.value"),
        args.standing and words(f"question_options.standing.{args.standing}"),
        args.status and words(f"question_options.status.{args.status}"),
        args.measure and words(f"question_options.measure.{args.measure}"),
        args.metric and args.metric.upper(),
        args.currency,
        args.quiet and words("question_options.quiet", time=duration(args.quiet, words)),
    )


def split(breakdown: str, words: Words) -> str:
    """The columns of a breakdown: `persona and device`."""
    named = ((f"questions.breakdown.{column}", column) for column in columns(breakdown))
    *some, last = (words(key) if words.has(key) else column for key, column in named)
    return words("questions.both", first=listed(some, words), second=last) if some else last


def channel(key: str, words: Words) -> str:
    """A channel as people call it."""
    return words(f"lists.channels.{key}") if words.has(f"lists.channels.{key}") else key


def device(key: str, words: Words) -> str:
    """A device as people call it; one that is not known by name as it stands."""
    name = f"answers.devices.{key.casefold()}"
    return words(name) if words.has(name) else key


def customers_in_figures(ask: Ask, basis: Basis) -> int:
    """The n of an answer: without those who are in no figure."""
    left_out = sum(one.n for one in basis.excluded if one.why in IN_NO_FIGURE) if ask.tool in WITH_OPEN else 0
    return basis.customers - left_out


def basis_line(ask: Ask, basis: Basis, words: Words, zone: ZoneInfo) -> Text:
    """Where the figures come from: journey and version, period, n, data sets and their date, window, rule, filters."""
    said: list[str] = []
    if basis.journey:
        version = basis.version
        said.append(
            basis.journey if version is None else words("answers.version", journey=basis.journey, version=version)
        )
    counted_days = basis.data_sets or basis.period.start or basis.period.end
    said.append(period(basis.period, words) if counted_days else words("answers.newest_maps"))
    if basis.data_sets:
        said.append(f"n = {number(customers_in_figures(ask, basis), words)}")
    for data_set in basis.data_sets[:3]:
        http = data_set.kind == "http"
        title = words("answers.over_http", title=data_set.title) if http else data_set.title
        kind = {"http": "events", "feedback": "feedback_rows"}.get(data_set.kind, data_set.kind)
        rows = counted(kind, data_set.rows, words)
        newest = words("answers.up_to", day=moment(data_set.newest, zone, words)) if data_set.newest else ""
        said.append(words("answers.fact", name=title, value=f"{rows}{newest}"))
    if len(basis.data_sets) > 3:
        said.append(words("answers.more_data", n=len(basis.data_sets) - 3))
    if basis.window_seconds:
        said.append(words("answers.window", window=duration(basis.window_seconds, words)))
    if basis.rule:
        key = f"answers.rules.{basis.rule}"
        said.append(words(key) if words.has(key) else basis.rule)
    said += filters(basis, words)
    return Text(text=words("answers.basis", basis=" · ".join(said)), style="grey")


def filters(basis: Basis, words: Words) -> list[str]:
    """`device: mobile`, for each filter."""
    named = ((f"questions.breakdown.{name}", name, value) for name, value in basis.filters.items())
    said = {"channel": channel, "device": device}
    return [
        words(
            "answers.fact",
            name=words(key) if words.has(key) else name,
            value=said[name](value, words) if name in said else value,
        )
        for key, name, value in named
    ]


def caveats(ask: Ask, basis: Basis, words: Words, more: Iterable[str] = ()) -> tuple[Text, ...]:
    """What to keep in mind, in one paragraph; of many the first two, and that "How computed" has the rest."""
    said = all_caveats(ask, basis, words, more)
    if len(said) > MOST_CAVEATS:
        said = [*said[: MOST_CAVEATS - 1], words("answers.more.caveats", n=number(len(said) - MOST_CAVEATS + 1, words))]
    return (Text(text=told(said, words), style="warning"),) if said else ()


def all_caveats(ask: Ask, basis: Basis, words: Words, more: Iterable[str] = ()) -> list[str]:
    """What to keep in mind, a sentence each, the tool's own first."""
    said = [*_unused(ask, basis, words), *more]
    for left_out in basis.excluded:
        if left_out.why == "still_open":  # told with the tool's own figures
            continue
        key = f"answers.excluded.{left_out.why}"
        if left_out.n and words.has(key):
            said.append(
                words(key, n=counted("pain_points" if left_out.why == "closed" else "customers", left_out.n, words))
            )
    if basis.off_the_map is not None and basis.off_the_map > OFF_THE_MAP:
        said.append(words("answers.off_the_map", percent=percent(basis.off_the_map, words)))
    return said


def _unused(ask: Ask, basis: Basis, words: Words) -> Iterable[str]:
    """What the person named and this tool cannot use: never left out silently."""
    if ask.tool not in CATALOGUE:
        return
    read = arguments(ask)
    unused = read.unused
    if ask.args.top_n and ask.tool in LINES_ARE_GROUPS and not getattr(read.args, "breakdown", None):
        unused = (*unused, "top_n")
    by_stage = ask.tool == "retention" and ask.args.breakdown == "stage"  # where somebody comes back, and no group
    if by_stage or (ask.args.breakdown and basis.rule == TYPED):  # numbers of reports are not told apart
        unused = (*unused, "breakdown")
    names = [words(f"answers.unused.{name}") for name in unused if words.has(f"answers.unused.{name}")]
    if names:
        yield words("answers.not_used", what=listed(names, words))
