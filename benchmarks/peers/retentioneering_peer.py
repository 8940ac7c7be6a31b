"""retentioneering: its funnel, which has no window, and its transition graph."""

import os

os.environ["RETENTIONEERING_NO_TRACK"] = "1"

import pandas as pd
from answering import Facts, answer
from retentioneering import Eventstream


def load(facts: Facts) -> Eventstream:
    log = pd.read_parquet(facts["coded"], columns=["customer", "name", "at_us"])
    frame = pd.DataFrame(
        {
            "user_id": log["customer"],
            "event": log["name"]
            .astype("category")
            .cat.rename_categories({int(k): v for k, v in facts["names"].items()}),
            "timestamp": pd.to_datetime(log["at_us"], unit="us"),
        }
    )
    frame["event"] = frame["event"].astype(str)
    return Eventstream(frame, schema={"path_cols": ["user_id"]})


def funnel(stream: Eventstream, facts: Facts) -> list[int]:
    """Without a window: no figure of it can equal those of a funnel that has one."""
    names = [facts["names"][str(code)] for code in facts["steps"]]
    return [int(step["unique_paths"]) for step in stream.funnel_data(steps=names)["steps"]]


def directly_follows(stream: Eventstream, facts: Facts) -> list[list[float]]:
    codes = {title: int(code) for code, title in facts["names"].items()}
    counts, medians = (stream.transition_graph_data(edge_weight=weight) for weight in ("count", "time_median"))
    return sorted(
        [codes[a], codes[b], int(counts.loc[a, b]), medians.loc[a, b].total_seconds() * 1e6]
        for a in counts.index
        for b in counts.columns
        if a in codes and b in codes and counts.loc[a, b] > 0
    )


if __name__ == "__main__":
    answer(load, {"funnel": funnel, "directly_follows": directly_follows})
