"""Which days does a report stand for, going by the remarks above it? Google Analytics: `# 20260101-20260131`."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_PERIOD = re.compile(r"(\d{8}) ?[-–] ?(\d{8})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def period_of(remarks: Iterable[str], zone: str) -> tuple[int, int] | None:
    """From the first day until the end of the last, epoch microseconds UTC; None where no remark says so."""
    for remark in remarks:
        if (found := _PERIOD.search(remark)) is None:
            continue
        try:
            first, last = (datetime.strptime(day, "%Y%m%d").replace(tzinfo=ZoneInfo(zone)) for day in found.groups())
        except ValueError:
            continue
        return _us(first), _us(last + timedelta(days=1))
    return None


def _us(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
