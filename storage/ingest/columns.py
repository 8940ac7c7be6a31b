"""Which column of a file is which field of an event? The mapping says, then the name, then the content."""

import re
from collections.abc import Callable, Mapping, Sequence

from storage.errors import ImportRefused
from storage.events import ColumnUse
from storage.ingest.forms.form import fold
from storage.ingest.mapping import FIELDS, REQUIRED, ColumnMapping
from storage.ingest.money import is_money
from storage.ingest.times import clock_apart, is_time

# Letters and digits only; the first name of a field that the file has is taken.
NAMES: dict[str, tuple[str, ...]] = {
    "customer_id": (
        "customerid",
        "customer",
        "clientid",
        "userid",
        "casecustomerid",
        "userpseudoid",
        "customerkey",
        "custid",
        "uid",
        "user",
        "client",
        "distinctid",
        "personid",
        "person",
        "visitorid",
        "visitor",
        "memberid",
        "contactid",
        "profileid",
        "accountid",
        "anonymousid",
        "caseconceptname",
        "caseid",
        "deviceid",
        "email",
        "sessionid",
    ),
    "occurred_at": (
        "occurredat",
        "timestamp",
        "timetimestamp",
        "eventtimestamp",
        "eventtime",
        "eventdatetime",
        "ts",
        "datetime",
        "time",
        "originaltimestamp",
        "sentat",
        "happenedat",
        "createdat",
        "completetimestamp",
        "starttimestamp",
        "servertimestamp",
        "receivedat",
        "eventdate",
        "date",
        "when",
        "at",
    ),
    "name": (
        "eventname",
        "event",
        "name",
        "conceptname",
        "activity",
        "activityname",
        "action",
        "eventtype",
        "step",
        "page",
        "pagename",
        "type",
    ),
    "event_id": ("eventid", "messageid", "insertid", "uuid", "eventuuid", "eventkey"),
    "channel": (
        "channel",
        "casechannel",
        "eventchannel",
        "acquisitionchannel",
        "trafficchannel",
        "medium",
        "utmmedium",
        "trafficmedium",
    ),
    "campaign": ("campaign", "utmcampaign", "campaignname", "campaignid", "trafficcampaign"),
    "device": ("device", "devicetype", "devicecategory", "platform"),
    "revenue": (
        "revenue",
        "eventrevenue",
        "purchaserevenue",
        "amount",
        "orderamount",
        "ordervalue",
        "ordertotal",
        "total",
        "totalprice",
        "sales",
    ),
    "currency": ("currency", "currencycode"),
    "product": ("product", "productid", "sku", "productname", "itemid", "itemname", "item"),
    "variant": ("variant", "experimentvariant", "abvariant", "variation", "experiment"),
    "persona": ("persona", "casepersona", "segment", "customersegment", "usersegment"),
}
CLOCKS = ("time", "timeofday", "hour", "clock", "eventtime", "ordertime", "време", "час", "时间")
# A column that is called like the field but holds something else is left to the properties.
_HOLDS: dict[str, Callable[[str], bool]] = {"occurred_at": is_time, "revenue": is_money}


def choose_columns(samples: Mapping[str, Sequence[str]], mapping: ColumnMapping) -> tuple[ColumnUse, ...]:
    """`samples` (column → some of its filled values, in file order) → one use for each column that is kept.

    Raises ImportRefused when the mapping names a column that is not there, or a required field is not found.
    """
    taken = _mapped(tuple(samples), mapping)
    plain = [column for column in mapping.properties if column in samples and column not in taken]
    apart = {*taken, *mapping.ignore, *plain}
    free = [column for column in samples if column not in apart]
    for field in NAMES:
        if field in {use.field for use in taken.values()}:
            continue
        column = _by_name(field, free, samples)
        if column is not None:
            taken[column] = ColumnUse(column=column, field=field, because="name")
            free.remove(column)
    for field in ("occurred_at", "name", "customer_id"):
        if field in {use.field for use in taken.values()} or field in mapping.constants:
            continue
        column = _by_content(field, free, samples)
        if column is None:
            raise ImportRefused("column_missing", field=field, columns=", ".join(samples))
        taken[column] = ColumnUse(column=column, field=field, because="content")
        free.remove(column)
    _join_clock(taken, free, samples)
    rest = {column: ColumnUse(column=column, field="properties", because="rest") for column in (*free, *plain)}
    order = {field: place for place, field in enumerate((*REQUIRED, "clock", *FIELDS, "properties"))}
    return tuple(sorted((taken | rest).values(), key=lambda use: order[use.field]))


def _join_clock(taken: dict[str, ColumnUse], free: list[str], samples: Mapping[str, Sequence[str]]) -> None:
    """A column of times of day belongs to the day beside it."""
    days = [column for column, use in taken.items() if use.field == "occurred_at"]
    if any(use.field == "clock" for use in taken.values()) or not days:
        return
    for column in free:
        if fold(column) in CLOCKS and clock_apart(samples[days[0]], samples[column]):
            taken[column] = ColumnUse(column=column, field="clock", because="name")
            free.remove(column)
            return


def _mapped(columns: Sequence[str], mapping: ColumnMapping) -> dict[str, ColumnUse]:
    taken: dict[str, ColumnUse] = {}
    by_folded = {column.casefold(): column for column in reversed(columns)}
    for field, wanted in mapping.columns().items():
        column = wanted if wanted in columns else by_folded.get(wanted.casefold())
        if column is None:
            raise ImportRefused("mapping_column_missing", field=field, column=wanted, columns=", ".join(columns))
        if column in taken:
            raise ImportRefused("mapping_column_twice", column=column, field=field, other=taken[column].field)
        taken[column] = ColumnUse(column=column, field=field, because="mapping")
    return taken


def _by_name(field: str, free: Sequence[str], samples: Mapping[str, Sequence[str]]) -> str | None:
    """The first that is called so; where the field says what it holds, the first that mostly, else ever, holds that."""
    folded = {re.sub(r"[^a-z0-9]", "", column.lower()): column for column in reversed(free)}
    called = [folded[name] for name in NAMES[field] if name in folded]
    if (holds := _HOLDS.get(field)) is not None:
        mostly = [column for column in called if _mostly(holds, samples[column])]
        some = [column for column in called if any(map(holds, samples[column][:100]))]
        called = mostly or some or (called if field in REQUIRED else [])
    return called[0] if called else None


def _by_content(field: str, free: Sequence[str], samples: Mapping[str, Sequence[str]]) -> str | None:
    """Times look like times; names are few and have letters; customers are many, and come back."""
    filled = [column for column in free if samples[column]]
    if field == "occurred_at":
        times = [column for column in filled if _mostly(is_time, samples[column])]
        return times[0] if times else None
    distinct = {column: len(set(samples[column])) for column in filled if not _mostly(is_money, samples[column])}
    if field == "name":
        words = [c for c in distinct if distinct[c] > 1 and _mostly(lambda value: value[0].isalpha(), samples[c])]
        return min(words, key=lambda c: (_mostly(_has_digit, samples[c]), distinct[c]), default=None)
    keys = {column: len(set(samples[column])) for column in filled}
    returning = [column for column in keys if 1 < keys[column] < len(samples[column])]
    return max(returning, key=keys.__getitem__, default=None)


def _has_digit(value: str) -> bool:
    return any(map(str.isdigit, value))


def _mostly(holds: Callable[[str], bool], values: Sequence[str]) -> bool:
    some = values[:100]
    return sum(map(holds, some)) >= 0.8 * len(some)
