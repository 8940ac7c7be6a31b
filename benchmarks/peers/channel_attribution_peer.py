"""ChannelAttribution: Markov attribution by simulation, from paths that are ready."""

import json
from pathlib import Path

import ChannelAttribution
import pandas as pd
from answering import Facts, answer


def load(facts: Facts) -> pd.DataFrame:
    lines = Path(facts["paths"]).read_text("utf-8").splitlines()
    return pd.DataFrame([json.loads(line) for line in lines], columns=["path", "conversions", "nulls"])


def markov(paths: pd.DataFrame, facts: Facts) -> dict[str, float]:
    """Channel → conversions."""
    found = ChannelAttribution.markov_model(
        paths, "path", "conversions", var_null="nulls", order=1, verbose=False, flg_pro=False
    )
    return {str(row.channel_name): float(row.total_conversions) for row in found.itertuples()}


if __name__ == "__main__":
    answer(load, {"markov": markov})
