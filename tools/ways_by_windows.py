"""How are the next visits found on an engine without ASOF joins? By nested windows, all over one order of the events.

Taken from the last step back: an event of step k leads where the nearest event of step k + 1 leads. Later events lead
nowhere earlier, so that is the smallest time of each further step among the events at or after it. Equal times count as
at or after: the windows are ranges of time, which hold all events of one time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis


def by_windows(entries: ibis.Table, events: ibis.Table, at_step: list[ibis.Value]) -> ibis.Table:
    """`entries` (`customer`, `t1`, …) with `t2` … `tn`: the next visit of each step after the one before, or null.

    `at_step[k]`: whether a row of `events` is a visit of step k + 2. No step may stand twice.
    """
    import ibis

    n = len(at_step) + 1
    none, kept = ibis.null("int64"), [name for name in entries.columns if name not in ("customer", "t1")]
    visits = events.filter(ibis.or_(*at_step))
    rows = ibis.union(
        entries.select("customer", "t1", *kept, at=entries.t1, **{f"s{k}": none for k in range(2, n + 1)}),
        visits.select(
            "customer", t1=none, **{name: ibis.null(entries[name].type()) for name in kept}, at=visits.at_us,
            **{f"s{k}": found.ifelse(visits.at_us, none) for k, found in enumerate(at_step, 2)},
        ),
    )  # fmt: skip
    onward = ibis.range_window(group_by="customer", order_by=ibis.desc("at"), preceding=None, following=0)
    leads = [f"s{n}"]
    for k in range(n - 1, 0, -1):
        here = rows.t1 if k == 1 else rows[f"s{k}"]
        met = {f"t{j}": rows[name].min().over(onward) for j, name in enumerate(leads, k + 1)}
        rows = rows.mutate(**{f"{name}_{k}": here.notnull().ifelse(at, none) for name, at in met.items()})
        leads = ([f"s{k}"] if k > 1 else []) + [f"{name}_{k}" for name in met]
    rows = rows.filter(rows.t1.notnull())
    return rows.select("customer", "t1", *kept, **{f"t{k}": rows[name] for k, name in enumerate(leads, 2)})
