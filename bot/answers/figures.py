"""How a figure is written for people: counts, shares, durations, days, periods."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from prompts.loader import Words
from tools.groups import BESIDE
from tools.kit import Period, Rate

THIN_SPACE = "\u202f"
DAY, HOUR, MINUTE = 86_400, 3_600, 60
SHORT, WHOLE = 20, 60
"""Characters of a name beside others, and of a name with a row of its own; Slack cuts the latter itself."""
MOST_SIZES = 10
"""Groups whose n stands under a chart."""


def number(n: float, words: Words) -> str:
    """`12 345` with narrow no-break spaces; halves and the like with one decimal."""
    whole = round(n) if abs(n - round(n)) < 0.05 else None
    return decimal(f"{n:,.1f}" if whole is None else f"{whole:,}", words)


def percent(share: float | None, words: Words) -> str:
    """A share of 0 to 1 as `34.2%`; none as a dash."""
    return "–" if share is None else f"{decimal(f'{share * 100:.1f}', words)}%"


def money(amount: float | None, currency: str, words: Words) -> str:
    """`1 234.50 EUR`; without a currency the bare amount, none as a dash."""
    if amount is None:
        return "–"
    return f"{decimal(f'{amount:,.2f}', words)} {currency}".strip()


def about(amount: float | None, currency: str, words: Words) -> str:
    """An estimate of money in whole units: `1 235 EUR`."""
    if amount is None:
        return "–"
    return f"{decimal(f'{amount:,.0f}', words)} {currency}".strip()


def decimal(written: str, words: Words) -> str:
    """A number as Python writes it, `1,234.5`, in the way of the language: `1 234,5` in Macedonian."""
    whole, point, places = written.replace(",", THIN_SPACE).partition(".")
    return f"{whole}{words('answers.decimal_point') if point else ''}{places}"


def signed(value: float | None, words: Words, places: int = 1) -> str:
    """`+12.3`, `-4.0`, `0.0`; none as a dash."""
    if value is None:
        return "–"
    written = decimal(f"{value:+,.{places}f}", words)
    return written[1:] if not round(value, places) else written


def chance(p: float, words: Words) -> str:
    """`p = 0.012`, or below a thousandth `p < 0.001`."""
    return f"p < {decimal('0.001', words)}" if p < 0.001 else f"p = {decimal(f'{p:.3f}', words)}"


def mood(score: float | None, words: Words) -> str:
    """`-1.5`, `0`, `+2`; none as a dash."""
    return "–" if score is None else decimal(f"{score:+g}", words) if score else "0"


def told(sentences: Iterable[str], words: Words) -> str:
    """Sentences as one paragraph."""
    return words("answers.between_sentences").join(sentences)


def listed(names: Iterable[str], words: Words) -> str:
    """`a, b, c`, in Chinese `a、b、c`."""
    return words("answers.listed").join(names)


def counted(key: str, n: int, words: Words) -> str:
    """`1 customer`, `1 203 customers`: the form under `answers.count.<key>` that fits the number, by CLDR's rules."""
    form = "one" if Locale.parse(words.lang).plural_form(n) == "one" else "other"
    return words(f"answers.count.{key}.{form}", n=number(n, words))


def share(rate: Rate, words: Words) -> str:
    """`412 of 1 203 customers (34.2%)`."""
    return words(
        "answers.share",
        hits=number(rate.hits, words),
        n=counted("customers", rate.n, words),
        percent=percent(rate.value, words),
    )


def still_open(n: int, total: int, words: Words) -> str:
    """How many of the customers are in no figure yet, as their window is not over."""
    return words("answers.excluded.still_open_of", n=number(n, words), total=counted("customers", total, words))


def sizes(groups: Iterable[tuple[str, int]], words: Words) -> str:
    """`phone n = 1 972, computer n = 1 360`; of many groups the first ones."""
    shown = list(groups)
    named = listed((f"{name} n = {number(n, words)}" for name, n in shown[:MOST_SIZES]), words)
    return f"{named} …" if len(shown) > MOST_SIZES else named


def aside(name: str, said: str, words: Words) -> str:
    """`Order Placed (12)`, with the brackets of the language."""
    return words("answers.aside", name=name, aside=said)


def duration(seconds: float | None, words: Words) -> str:
    """Two units at most: `2 days 3 h`, `3 h 20 min`, `45 s`."""
    if seconds is None:
        return "–"
    for unit, below, size, smaller in (("day", "h", DAY, HOUR), ("h", "min", HOUR, MINUTE), ("min", "s", MINUTE, 1)):
        small = round(seconds / smaller)
        big, rest = divmod(small * smaller, size)
        if big:
            said = _units(int(big), unit, words)
            return f"{said} {_units(int(rest) // smaller, below, words)}" if rest and big < 14 else said
    return _units(round(seconds), "s", words)


def _units(n: int, unit: str, words: Words) -> str:
    return counted(unit, n, words)


def day(when: date, words: Words) -> str:
    """`3 Oct 2026`."""
    return format_date(when, words.data("answers.date"), locale=words.lang)


def source(who: str | None, on: str | None, words: Words, *more: str | None) -> str:
    """Who said it and when, `Ana, 3 Oct 2026`; `on` is a day as results write it."""
    when = day(date.fromisoformat(on), words) if on else None
    return listed((part for part in (who, when, *more) if part), words)


def span_names(starts: Sequence[date], words: Words) -> list[str]:
    """Days, or months where several spans all begin on the first of one: `3 Oct 2026`, `October 2026`."""
    months = len(starts) > 1 and all(start.day == 1 for start in starts)
    shape = words.data("answers.month" if months else "answers.date")
    return [format_date(start, shape, locale=words.lang) for start in starts]


def moment(when: datetime, zone: ZoneInfo, words: Words) -> str:
    """The day of a moment in the workspace's zone."""
    return day(when.astimezone(zone).date(), words)


def period(span: Period | None, words: Words) -> str:
    """`October 2026`, `Q3 2026`, `2026`, or the first and the last day; the range is always shown."""
    if span is None or (span.start is None and span.end is None):
        return words("answers.period.all")
    if span.start is None and span.end is not None:
        return words("answers.period.until", last=day(span.end - timedelta(days=1), words))
    if span.start is not None and span.end is None:
        return words("answers.period.since", first=day(span.start, words))
    if span.start is None or span.end is None:
        return words("answers.period.all")
    return _closed(span.start, span.end, words)


def _closed(start: date, end: date, words: Words) -> str:
    last = end - timedelta(days=1)
    if start == last:
        return day(start, words)
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day == end.day == 1 and months == 12 and start.month == 1:
        return words("answers.period.year", year=start.year)
    if start.day == end.day == 1 and months == 3 and start.month % 3 == 1:
        return words("answers.period.quarter", q=(start.month + 2) // 3, year=start.year)
    if start.day == end.day == 1 and months == 1:
        return format_date(start, words.data("answers.month"), locale=words.lang)
    return words("answers.period.between", first=day(start, words), last=day(last, words))


def label(text: str, most: int = SHORT) -> str:
    """A name that fits a chart; of a pair both values stay to be seen: `Curious C… · mobile`."""
    parts = text.split(BESIDE)
    for width in range(most, 2, -1):
        shown = BESIDE.join(_cut(part, width) for part in parts)
        if len(shown) <= most:
            return shown
    return _cut(text, most)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def middle_cut(text: str, most: int) -> str:
    """A long name whose beginning and end stay to be seen: `I need a va…eak again`."""
    if len(text) <= most:
        return text
    return f"{text[: most // 2].rstrip()}…{text[len(text) - (most - 1) // 2 :].lstrip()}"


def labels(texts: list[str], most: int = SHORT) -> tuple[str, ...]:
    """Names that fit a chart and stay different from each other."""
    made: list[str] = []
    for text in texts:
        short, n = label(text, most), 1
        while short in made:
            n += 1
            short = f"{label(text, most - len(str(n)) - 1)} {n}"
        made.append(short)
    return tuple(made)
