"""pandas and numpy: a funnel of ASOF merges, or of running maxima; transitions by shift."""

import numpy as np
import pandas as pd
from answering import Facts, answer


def load(facts: Facts) -> pd.DataFrame:
    """The rows in the order of time, as a log has them."""
    log = pd.read_parquet(facts["coded"]).sort_values(["at_us", "event_id"], ignore_index=True)
    return log[["customer", "name", "at_us"]]


def funnel(log: pd.DataFrame, facts: Facts) -> list[int]:
    """Each step's events look back for the latest way to the step before."""
    first, *later = facts["steps"]
    last_us = facts["as_of_us"] - facts["window_us"]
    way = log.loc[(log["name"] == first) & (log["at_us"] <= last_us), ["customer", "at_us"]]
    way = way.assign(t1=way["at_us"])
    reached = [int(way["customer"].nunique())]
    for step in later:
        events = log.loc[log["name"] == step, ["customer", "at_us"]]
        way = pd.merge_asof(events, way, on="at_us", by="customer").dropna()
        way = way[way["at_us"] - way["t1"] <= facts["window_us"]]
        reached.append(int(way["customer"].nunique()))
    return reached


def funnel_by_running_max(log: pd.DataFrame, facts: Facts) -> list[int]:
    """The same in numpy by running maxima over sorted rows: of each row the row of its latest entry."""
    names = log["name"].to_numpy()
    rows = np.flatnonzero(np.isin(names, facts["steps"]))
    rows = rows[np.argsort(log["customer"].to_numpy()[rows], kind="stable")]
    customer, name, at = log["customer"].to_numpy()[rows], names[rows], log["at_us"].to_numpy()[rows]
    last_of_time = np.append((customer[1:] != customer[:-1]) | (at[1:] != at[:-1]), True)
    ends = np.flatnonzero(last_of_time)[np.cumsum(np.append(0, last_of_time[:-1]))]
    fits = (name == facts["steps"][0]) & (at <= facts["as_of_us"] - facts["window_us"])
    carried, reached = np.where(fits, np.arange(len(rows)), -1), [len(np.unique(customer[fits]))]
    for step in facts["steps"][1:]:
        latest = np.maximum.accumulate(carried)[ends]
        here = np.flatnonzero((name == step) & (latest >= 0))
        entry = latest[here]
        inside = (customer[entry] == customer[here]) & (at[here] - at[entry] <= facts["window_us"])
        carried = np.full(len(rows), -1)
        carried[here[inside]] = entry[inside]
        reached.append(len(np.unique(customer[here[inside]])))
    return reached


def directly_follows(log: pd.DataFrame, facts: Facts) -> list[list[float]]:
    log = log.sort_values("customer", kind="stable")
    same = log["customer"].shift(-1) == log["customer"]
    moves = pd.DataFrame(
        {"name": log["name"], "next": log["name"].shift(-1), "took": log["at_us"].shift(-1) - log["at_us"]}
    )[same]
    found = moves.groupby(["name", "next"])["took"].agg(["size", "median"]).reset_index()
    return [[int(a), int(b), int(n), float(m)] for a, b, n, m in found.itertuples(index=False)]


if __name__ == "__main__":
    tasks = {"funnel": funnel, "funnel_by_running_max": funnel_by_running_max, "directly_follows": directly_follows}
    answer(load, tasks)
