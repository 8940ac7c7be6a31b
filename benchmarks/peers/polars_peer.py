"""polars: a funnel of ASOF joins, transitions by shift, variants as lists."""

import polars as pl
from answering import Facts, answer


def load(facts: Facts) -> pl.DataFrame:
    return pl.read_parquet(facts["coded"], columns=["customer", "name", "at_us"]).set_sorted("customer")


def funnel(log: pl.DataFrame, facts: Facts) -> list[int]:
    """Each step's events look back for the latest way to the step before."""
    first, *later = facts["steps"]
    last_us = facts["as_of_us"] - facts["window_us"]
    is_entry = (pl.col("name") == first) & (pl.col("at_us") <= last_us)
    way = log.filter(is_entry).select("customer", "at_us", t1="at_us")
    reached = [way["customer"].n_unique()]
    for step in later:
        events = log.filter(pl.col("name") == step).select("customer", "at_us")
        way = events.join_asof(way, on="at_us", by="customer", check_sortedness=False)
        way = way.filter(pl.col("at_us") - pl.col("t1") <= facts["window_us"])
        reached.append(way["customer"].n_unique())
    return reached


def directly_follows(log: pl.DataFrame, facts: Facts) -> list[list[float]]:
    moves = (
        log.lazy()
        .with_columns(
            next=pl.col("name").shift(-1), next_us=pl.col("at_us").shift(-1), other=pl.col("customer").shift(-1)
        )
        .filter(pl.col("other") == pl.col("customer"))
        .group_by("name", "next")
        .agg(n=pl.len(), median_us=(pl.col("next_us") - pl.col("at_us")).median())
        .sort("name", "next")
    )
    return [list(row) for row in moves.collect().rows()]


def variants(log: pl.DataFrame, facts: Facts) -> list[object]:
    ways = log.lazy().group_by("customer").agg(way="name").group_by("way").agg(n=pl.len()).collect()
    top = ways.top_k(10, by="n")["n"].to_list()
    return [ways.height, sorted(top, reverse=True)]


if __name__ == "__main__":
    answer(load, {"funnel": funnel, "directly_follows": directly_follows, "variants": variants})
