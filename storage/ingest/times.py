"""How times are written in a file: ISO 8601, an epoch, or one of the formats that programs export."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

_ISO = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]+\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?( ?(?P<zone>Z|UTC|[+-]\d{2}(:?\d{2})?))?"
)
_EPOCH = re.compile(r"-?\d{9,19}(\.\d+)?")
_WRITTEN = re.compile(
    r"(?=(?:.*\d){4})[\d./:, T+-]*([A-Za-z]{3,9})?[\d./:, T+-]*([AaPp][Mm])?"
)  # could be a date at all
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d{1,9})?)?( ?[AaPp]\.?[Mm]\.?)?")
_DATES = (
    "%Y-%m-%d",
    "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y.%m.%d", "%Y%m%d", "%d %b %Y", "%d %B %Y",
    "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d-%b-%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y",
)  # fmt: skip
_CLOCKS = (
    "", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M:%S %p", " %I:%M %p", "T%H:%M:%S", ", %H:%M", ", %H:%M:%S",
)  # fmt: skip
_UNITS = ((10**11, "s"), (10**14, "ms"), (10**17, "us"))


@dataclass(frozen=True)
class TimeReading:
    """ISO when `formats` and `unit` are empty."""

    formats: tuple[str, ...] = ()
    other_formats: tuple[str, ...] = ()  # day and month the other way round fit the sample as well
    unit: str = ""  # s, ms, us or ns since 1970
    naive: bool = False  # some times carry no zone


def is_time(value: str) -> bool:
    """ISO, a plausible epoch, or one of the known formats."""
    value = value.strip()
    return bool(_ISO.fullmatch(value) or _EPOCH.fullmatch(value) or _fitting((value,)))


def clock_apart(days: Sequence[str], clocks: Sequence[str]) -> bool:
    """Whether one column holds days alone and the other the times of day."""
    if not days or not clocks:
        return False
    with_clock = any(":" in day or _EPOCH.fullmatch(day.strip()) for day in days[:100])
    return not with_clock and all(_CLOCK.fullmatch(clock.strip()) for clock in clocks[:100])


def read_times(values: Sequence[str], time_format: str | None) -> TimeReading:
    """Which reading fits a sample of the column. Values that it does not fit are refused row by row later."""
    if time_format is not None:
        return TimeReading(formats=(time_format,), naive="%z" not in time_format and "%Z" not in time_format)
    values = [value.strip() for value in values]
    iso = [match for value in values if (match := _ISO.fullmatch(value))]
    epochs = [float(value) for value in values if _EPOCH.fullmatch(value)]
    if len(epochs) > len(iso):
        largest = sorted(map(abs, epochs))[len(epochs) // 2]
        return TimeReading(unit=next((unit for limit, unit in _UNITS if largest < limit), "ns"))
    fitting = {} if iso else _fitting(values)
    if not fitting:
        return TimeReading(naive=any(match["zone"] is None for match in iso))
    most = max(map(len, fitting.values()))
    dates = [date for date, clocks in fitting.items() if len(clocks) == most]
    first, *others = [tuple(date + clock for clock in dict.fromkeys(fitting[date])) for date in dates]
    return TimeReading(formats=first, other_formats=others[0] if others else (), naive=True)


def _fitting(values: Sequence[str]) -> dict[str, list[str]]:
    """Date format → the clock format of every value that it fits."""
    fitting: dict[str, list[str]] = {}
    for value in filter(_WRITTEN.fullmatch, values[:100]):
        for date, clock in product(_DATES, _CLOCKS):
            if _fits(value, date + clock):
                fitting.setdefault(date, []).append(clock)
    return fitting


def _fits(value: str, time_format: str) -> bool:
    try:
        datetime.strptime(value, time_format)
    except ValueError:
        return False
    return True
