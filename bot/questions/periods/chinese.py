"""Periods in Chinese. The characters of a text stand together, numbers and Latin words are set apart by spaces."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.questions.periods.days import (
    Found,
    back,
    calendar_unit,
    day_of,
    latest,
    months_later,
    one_day,
    this_or_last,
    years_later,
)  # fmt: skip
from tools.kit import Period

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "俩": 2, "仨": 3}
FEW = 3
WORDS = frozenset({"q1", "q2", "q3", "q4"})

_UNITS = {
    "小时": "hour",
    "钟头": "hour",
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "季度": "quarter",
    "季": "quarter",
    "年": "year",
}
_DAYS_AGO = {"今": 0, "昨": 1, "前": 2, "大前": 3}
_YEARS_AGO = {"今": 0, "本": 0, "去": 1, "前": 2}
_WEEKDAYS = "一二三四五六日"

_COUNT = r"\d{1,4}|[〇零一二两俩仨三四五六七八九十百]{1,5}|几|数"
_UNIT = "|".join(_UNITS)
_NOT_WITHIN = r"(?<![\d第下上每近〇零一二两三四五六七八九十百])"
_FULL_YEAR = r"20\d\d|[二两][〇零][〇零一二三四五六七八九]{2}"
_YEAR = (
    rf"(?:(?P<year>{_FULL_YEAR}|\d\d(?= ?年)) ?(?:年度?)?的? ?|(?<![明目以之])(?P<said>[今去前本])年度?的? ?"
    rf"|(?<!明年)(?<!明年 ){_NOT_WITHIN})"
)
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?P<day>\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_WEEKDAY = r"(?P<weekday>一(?![共直般样个些下周天])|[二三四五六](?![个名次种条大项天分步])|[日天](?![活均志常气])|末)"


def _anonymous(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _number(said: str) -> int:
    """`30`, `三十`, `两`, `二零二六`; `几` is a few."""
    if said.isdigit():
        return int(said)
    if said in ("几", "数"):
        return FEW
    if not set(said) & {"十", "百"}:
        return int("".join(str(DIGITS[char]) for char in said))
    hundreds, _, rest = said.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * (DIGITS[hundreds[-1]] if hundreds else 1) if "百" in said else 0
    total += 10 * (DIGITS[tens[-1]] if tens and tens[-1] != "零" else 1) if ten else 0
    return total + (DIGITS[ones[-1]] if ones else 0)


def _year(part: dict[str, str | None], today: date) -> str | None:
    if part["said"]:
        return str(today.year - _YEARS_AGO[part["said"]])
    if not part["year"]:
        return None
    return str(_number(part["year"]) + (2000 if len(part["year"]) == 2 else 0))


def _iso(part: dict[str, str | None], today: date, begun: bool) -> Period:
    return Period.read(str(part["iso"]).replace("q", "Q"))


def _day(part: dict[str, str | None], today: date, begun: bool) -> Period:
    return day_of(_number(str(part["month"])), _number(str(part["day"])), _year(part, today), today)


def _month(part: dict[str, str | None], today: date, begun: bool) -> Period:
    return latest(1, _number(str(part["month"])), _year(part, today), today, begun)


def _quarter(part: dict[str, str | None], today: date, begun: bool) -> Period:
    year = part["after"] or _year(part, today)
    return latest(3, _number(str(part["quarter"] or part["q"])), year, today, begun)


def _half(part: dict[str, str | None], today: date, begun: bool) -> Period:
    return latest(6, 1 if part["half"] == "上" else 2, _year(part, today), today, begun)


def _weekday(part: dict[str, str | None], today: date, begun: bool) -> Period:
    monday = _unit(part, today, begun).start
    assert monday
    if part["weekday"] == "末":
        return Period(start=monday + timedelta(days=5), end=monday + timedelta(days=7))
    return one_day(monday + timedelta(days=_WEEKDAYS.index(str(part["weekday"]).replace("天", "日"))))


def _day_of_month(part: dict[str, str | None], today: date, begun: bool) -> Period:
    start = _unit(part | {"unit": "月"}, today, begun).start
    assert start
    return one_day(start.replace(day=_number(str(part["day"]))))


def _unit(part: dict[str, str | None], today: date, begun: bool) -> Period:
    """The unit that holds today, the one before, or with 上上 the one before that."""
    unit = _UNITS[str(part["unit"])]
    found = this_or_last(part["which"] not in ("上", "上上"), unit, today)
    if part["which"] == "上上" and found.start:
        return this_or_last(False, unit, found.start)
    return found


def _whole_year(part: dict[str, str | None], today: date, begun: bool) -> Period:
    return Period.read(str(_year(part, today)))


def _begin(part: dict[str, str | None], today: date, begun: bool) -> Period:
    return one_day(calendar_unit(_UNITS[str(part["unit"])], today)[0])


def _days_ago(part: dict[str, str | None], today: date, begun: bool) -> Period:
    return one_day(today - timedelta(days=_DAYS_AGO[str(part["ago"])]))


_WHICH = r"(?P<which>上上|上|本|这|当)一?个? ?"
_FORMS: dict[str, Callable[[dict[str, str | None], date, bool], Period]] = {
    r"(?P<iso>\d{4}-\d{2}(?:-\d{2})?|\d{4}-q[1-4])": _iso,
    rf"{_YEAR}{_MONTH} ?月份? ?{_DAY} ?[日号]": _day,
    rf"{_YEAR}{_MONTH} ?月份?(?!一次)": _month,
    rf"{_YEAR}(?:第? ?(?P<quarter>[1-4一二三四]) ?个?季度?|q(?P<q>[1-4])(?: (?P<after>20\d\d))?)": _quarter,
    rf"{_YEAR}(?P<half>[上下])半年": _half,
    rf"{_WHICH}(?P<unit>周|星期|礼拜){_WEEKDAY}": _weekday,
    rf"{_WHICH}月份?的? ?{_DAY} ?[日号]": _day_of_month,
    rf"{_WHICH}(?P<unit>周(?!期)|星期|礼拜|月(?!台)|季度?|年)(?:度|份)?": _unit,
    rf"(?:(?P<year>{_FULL_YEAR}) ?|(?<![目以之])(?P<said>[今去前本]))年度?": _whole_year,
    r"(?P<unit>[年月])初": _begin,
    r"(?<![目以之])(?P<ago>今|昨|大?前)(?:天(?!气)|日)": _days_ago,
}
"""How one day, month, quarter, half, week or year is said, and how it is read; the first that fits counts."""

_ONE = "|".join(_anonymous(form) for form in _FORMS)
_READ = tuple((re.compile(form), read) for form, read in _FORMS.items())
_TO = r" ?(?:一直|直)?(?:到|至|\.\.) ?"
_BARE = _anonymous(rf"{_YEAR}{_MONTH}")
_MONTH_OR_DAY = _anonymous(rf"{_YEAR}{_MONTH} ?月份?(?: ?{_DAY} ?[日号])?")
_DAY_ALONE = re.compile(rf"{_DAY} ?[日号]")
_RANGES = tuple(
    re.compile(say)
    for say in (
        rf"(?:从|自|由)? ?(?P<first>{_ONE}|{_BARE}){_TO}(?P<last>{_ONE}|{_anonymous(_DAY_ALONE.pattern)})"
        r"(?: ?为?止| ?之?间)?",
        rf"(?P<first>{_ONE}) ?[和与跟] ?(?P<last>{_ONE}) ?之间",
        rf"(?:从|自)? ?(?P<first>{_MONTH_OR_DAY}) (?P<last>{_MONTH_OR_DAY})",
        r"(?<!前 )(?<!top )(?<!\d )(?P<first>1[0-2]|[1-9]) (?P<last>(?:1[0-2]|[1-9]) ?月份?)",
    )
)
_ROLLING = tuple(
    re.compile(say)
    for say in (
        rf"(?:最近|过去|(?<![附将接])近|这)的?这? ?(?P<n>{_COUNT}|半) ?(?P<half>个半|个)?多? ?(?P<unit>{_UNIT})"
        r"(?P<more>半)?(?: ?以来| ?[之以]?内| ?来(?![的访自到了]))?",
        rf"{_NOT_WITHIN}(?!{_FULL_YEAR})(?P<n>{_COUNT}|半) ?(?P<half>个半|个)?"
        r"(?P<unit>(?<=[个半])(?:月|季度|星期|礼拜|小时)|天|周|年)(?P<more>半)?多?(?:以来|来(?![的访自到了]))",
    )
)
_SINCE = tuple(
    re.compile(say)
    for say in (
        rf"(?:自从|自|从|打) ?(?P<date>{_ONE})(?! ?[到至])(?: ?(?:以来|起|开始|(?P<after>[之以]?后)))?",
        rf"(?P<date>{_ONE}) ?(?:以来|至今|到现在|到目前|迄今|起(?![来伏])|开始"
        r"|(?P<after>[之以过]后|后(?![来续半台面悔])))",
    )
)
_UNTIL = tuple(
    re.compile(say)
    for say in (
        rf"(?P<date>{_ONE})[底末]? ?(?P<before>[之以]前|前(?! ?[台后面十几\d一二两三四五六七八九]))",
        rf"(?:截至|截止到?|直到|到) ?(?P<date>{_ONE})[底末]?(?: ?为?止)?",
        rf"(?P<date>{_ONE})[底末]? ?为止",
    )
)
_SINGLE = re.compile(rf"在?(?P<date>{_ONE})")


def find(text: str, today: date) -> Found | None:
    """The first period named in `text` (lower case), seen from `today`. None: it names none."""
    for read in (_range, _rolling, _since, _until, _single):
        found = read(text, today)
        if found:
            return found
    return None


def _range(text: str, today: date) -> Found | None:
    match = next((match for pattern in _RANGES if (match := pattern.search(text))), None)
    if not match:
        return None
    first = _date(match["first"], today) or _date(f"{match['first']}月", today)
    if not (first and first.start):
        return None
    last = _last(match["last"], first.start, today)
    if not (last and last.start and last.end):
        return None
    start, end = first.start, last.end
    if "年" in match["first"] and "年" not in match["last"] and "-" not in match["last"]:
        end = years_later(end, start.year - last.start.year)
        end = end if end > start else years_later(end, 1)
    elif end <= start:  # 九月到十一月 asked in November; 十一月到二月 asked in November
        if years_later(last.start, 1) <= today:
            end = years_later(end, 1)
        else:
            start = years_later(start, -1)
    return Found(Period(start=start, end=end), *match.span()) if start < end else None


def _last(said: str, first: date, today: date) -> Period | None:
    """The end of a range; a day alone is one of the month that it begins in."""
    alone = _DAY_ALONE.fullmatch(said)
    if not alone:
        return _date(said, today)
    try:
        return one_day(first.replace(day=_number(alone["day"])))
    except ValueError:
        return None


def _rolling(text: str, today: date) -> Found | None:
    match = next((match for pattern in _ROLLING if (match := pattern.search(text))), None)
    if not match or (match[0].startswith("这") and match["n"] in ("一", "1")):
        return None
    unit = _UNITS[match["unit"]]
    start = _back_by(match, unit, today)
    return Found(Period(start=start, end=today), *match.span()) if start and start < today else None


def _back_by(match: re.Match[str], unit: str, today: date) -> date | None:
    """So many units before today; 半年 is six months, 半个月 and 一个半月 count fifteen days for the half."""
    n = 0 if match["n"] == "半" else _number(match["n"])
    half = match["n"] == "半" or match["half"] == "个半" or bool(match["more"])
    start = back(today, n, unit) if n else today
    if not (half and start):
        return start
    return months_later(start, -6) if unit == "year" else start - timedelta(days=15 if unit == "month" else 1)


def _since(text: str, today: date) -> Found | None:
    match = next((match for pattern in _SINCE if (match := pattern.search(text))), None)
    found = _date(match["date"], today, begun=True) if match else None
    if not match or not found:
        return None
    return Found(Period(start=found.end if match["after"] else found.start), *match.span())


def _until(text: str, today: date) -> Found | None:
    match = next((match for pattern in _UNTIL if (match := pattern.search(text))), None)
    found = _date(match["date"], today) if match else None
    if not match or not found:
        return None
    return Found(Period(end=found.start if "before" in match.groupdict() else found.end), *match.span())


def _single(text: str, today: date) -> Found | None:
    for match in _SINGLE.finditer(text):
        found = _date(match["date"], today)
        if found:
            return Found(found, *match.span())
    return None


def _date(text: str, today: date, begun: bool = False) -> Period | None:
    """One named day, week, month, quarter, half or year. None for a day that does not exist."""
    for form, read in _READ:
        if match := form.fullmatch(text):
            try:
                return read(match.groupdict(), today, begun)
            except (ValueError, OverflowError):
                return None
    return None
