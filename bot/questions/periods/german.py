"""Periods in German.

"Letzter Monat" is the calendar month before, "die letzten 30 Tage" the 30 full days before today.
"""

from datetime import date

from bot.questions.periods.days import Found
from bot.questions.periods.grammar import Grammar, Words, any_of

MONTHS = {
    "januar": 1,
    "jänner": 1,
    "februar": 2,
    "märz": 3,
    "maerz": 3,
    "april": 4,
    "mai": 5,
    "juni": 6,
    "juli": 7,
    "august": 8,
    "september": 9,
    "oktober": 10,
    "november": 11,
    "dezember": 12,
    "jan": 1,
    "feb": 2,
    "mär": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "okt": 10,
    "nov": 11,
    "dez": 12,
}
COUNTS = {
    "ein": 1,
    "eine": 1,
    "einem": 1,
    "einer": 1,
    "zwei": 2,
    "beiden": 2,
    "paar": 3,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "zwölf": 12,
    "vierzehn": 14,
    "dreißig": 30,
    "dreissig": 30,
    "neunzig": 90,
}
_PLACES = {
    f"{word}{end}": n
    for word, n in (("erst", 1), ("zweit", 2), ("dritt", 3), ("viert", 4))
    for end in ("e", "en", "es")
}
_UNITS = {"stunde": "hour", "tag": "day", "woche": "week", "monat": "month", "quartal": "quarter", "jahr": "year"}
_DAYS = {"heute": 0, "gestern": 1, "vorgestern": 2}
_YEARS = {"dieses jahr": 0, "letztes jahr": 1, "voriges jahr": 1}

_MORE = """
tag tage tagen woche wochen monat monate monaten monats quartal quartale quartalen quartals jahr jahre jahren
jahres halbjahr stunde stunden diese dieser diesen diesem dieses letzte letzter letzten letztem letztes vorige
voriger vorigen voriges vergangene vergangenen vergangener vergangenes seit zwischen anfang ende bisher
"""
WORDS = frozenset((*MONTHS, *COUNTS, *_PLACES, *_DAYS, *_MORE.split()))
"""Words of periods, so that they are not taken for misspelt ones."""

_MONTH, _COUNT = any_of(MONTHS), rf"\d{{1,4}}|{any_of(COUNTS)}"
_UNIT = r"tag(?:e?s)?|woche|monate?s?|quartale?s?|jahr(?:es)?"
_MANY = r"stunden?|tagen?|tage?|wochen?|monate?n?|quartale?n?|jahre?n?"
_OF_YEAR = r"(?: (?P<{}>20\d\d|dieses jahr|letztes jahr|voriges jahr))?"
_DATE = (
    r"(?P<iso>\d{4}-\d{2}(?:-\d{2})?)|(?P<isoq>\d{4} ?-? ?q[1-4])|(?P<dotted>\d{1,2}\.\d{1,2}\.\d{4})"
    rf"|(?:h ?(?P<h>[12])|(?P<half>[12]|{any_of(_PLACES)})\.? halbjahr){_OF_YEAR.format('halfyear')}"
    rf"|(?:q ?(?P<q>[1-4])|quartal (?P<qn>[1-4])|(?P<quarter>[1-4]|{any_of(_PLACES)})\.? quartals?)"
    rf"{_OF_YEAR.format('quarteryear')}"
    rf"|(?P<day>\d{{1,2}})\.? (?P<daymonth>{_MONTH}){_OF_YEAR.format('dayyear')}"
    rf"|(?:monat )?(?P<month>{_MONTH}){_OF_YEAR.format('monthyear')}"
    rf"|(?:diese[rnms]?|(?P<last>(?:letzte|vorige|vergangene|vorherige)[rnms]?)) (?P<unit>{_UNIT})"
    rf"|(?P<oneday>{any_of(_DAYS)})"
    r"|(?P<year>20\d\d)(?! (?:kund|nutzer|leute|personen|bestellung|ereigniss|besuch))"
)

_GRAMMAR = Grammar(
    Words(MONTHS, COUNTS | _PLACES, _UNITS, _DAYS, _YEARS),
    _DATE,
    between=(
        r"\b(?:von(?:m)? |zwischen |ab )?(?P<first>{date}) bis (?:(?:zum|ende|einschließlich) )?(?P<last>{date})\b",
        r"\bzwischen (?:dem )?(?P<first>{date}) und (?:dem )?(?P<last>{date})\b",
        r"(?P<first>\d{4}-\d{2}-\d{2}) ?(?:\.\.|–|-)? ?(?P<last>\d{4}-\d{2}-\d{2})\b",
    ),
    rolling=(
        r"\b(?:(?:in|während) )?(?:(?:die|den|der) )?(?:letzten?|vergangenen?|vorigen?)"
        rf" (?P<n>{_COUNT}) ?(?P<unit>{_MANY})\b",
        rf"\bseit (?P<n>{_COUNT}) (?P<unit>{_MANY})\b",
    ),
    to_date=(
        r"\bseit (?:dem )?(?:anfang|beginn) (?:de[sr] |dieses |dieser )?(?P<unit>woche|monats|quartals|jahres)\b",
        r"\b(?:diese[srn]? )(?P<unit>woche|monat|quartal|jahr) bisher\b",
    ),
    since=r"\b(?:seit|ab|(?P<after>nach))(?: (?:dem|der|anfang|beginn))* (?P<date>{date})\b",
    until=r"\b(?:bis|(?P<before>vor))(?: (?:zum|zur|dem|der|einschließlich|ende|anfang))* (?P<date>{date})\b",
    single=r"\b(?:(?:im|in|am|für|vom|von) (?:(?:de[rmns]|die|das|jahr) )?)?(?P<date>{date})\b",
    not_alone=frozenset({"mär", "jan"}),
)


def find(text: str, today: date) -> Found | None:
    """The first period named in `text` (lower case), seen from `today`. None: it names none."""
    return _GRAMMAR.find(text, today)
