"""polars: a funnel of ASOF joins, transitions by shift, variants as lists."""

import polars as pl
from answering import Facts, answer


def load(facts: Facts) -> pl.DataFrame:
    """The rows in the order of time, as a log has them."""
    return pl.read_parquet(facts["coded"]).sort("at_us", "event_id")


def funnel(log: pl.DataFrame, facts: Facts) -> list[int]:
    """Each step's events look back for the latest way to the step before."""
    first, *later = facts["steps"]
    last_us = facts["as_of_us"] - facts["window_us"]
    is_entry = (pl.col("name") == first) & (pl.col("at_us") <= last_us)
    way = log.filter(is_entry).select("customer", "at_us", t1="at_us")
    reached = [way["customer"].n_unique()]
    for step in later:
        events = log.filter(pl.col("name") == step).select("customer", "at_us")
        way = events.join_asof(way, on="at_us", by="customer")
        way = way.filter(pl.col("at_us") - pl.col("t1") <= facts["window_us"])
        reached.append(way["customer"].n_unique())
    return reached


def directly_follows(log: pl.DataFrame, facts: Facts) -> list[list[float]]:
    following = pl.col("name", "at_us").shift(-1).over("customer")
    moves = (
        log.lazy()
        .sort("customer", maintain_order=True)
        .with_columns(following.name.prefix("next_"))
        .drop_nulls()
        .group_by("name", "next_name")
        .agg(n=pl.len(), median_us=(pl.col("next_at_us") - pl.col("at_us")).median())
        .sort("name", "next_name")
    )
    return [list(row) for row in moves.collect().rows()]


def directly_follows_by_shift(log: pl.DataFrame, facts: Facts) -> list[list[float]]:
    """The same with the next row of the sorted table, where it is of the same customer."""
    moves = (
        log.lazy()
        .sort("customer", maintain_order=True)
        .with_columns(pl.col("customer", "name", "at_us").shift(-1).name.prefix("next_"))
        .filter(pl.col("next_customer") == pl.col("customer"))
        .group_by("name", "next_name")
        .agg(n=pl.len(), median_us=(pl.col("next_at_us") - pl.col("at_us")).median())
        .sort("name", "next_name")
    )
    return [list(row) for row in moves.collect().rows()]


def variants(log: pl.DataFrame, facts: Facts) -> list[object]:
    ways = log.lazy().group_by("customer").agg(way="name").group_by("way").agg(n=pl.len()).collect()
    top = ways.top_k(10, by="n")["n"].to_list()
    return [ways.height, sorted(top, reverse=True)]


TASKS = {
    "funnel": funnel,
    "directly_follows": directly_follows,
    "directly_follows_by_shift": directly_follows_by_shift,
    "variants": variants,
}

if __name__ == "__main__":
    answer(load, TASKS)
