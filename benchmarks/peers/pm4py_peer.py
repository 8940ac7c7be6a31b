"""pm4py: directly-follows with medians, variants, and token replay on a net that allows what is drawn."""

import pandas as pd
import pm4py
from answering import Facts, answer
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to


def load(facts: Facts) -> pd.DataFrame:
    log = pd.read_parquet(facts["coded"], columns=["customer", "name", "at_us"])
    titles = log["name"].astype("category").cat.rename_categories({int(k): v for k, v in facts["names"].items()})
    frame = pd.DataFrame(
        {
            "case:concept:name": log["customer"].astype(str),
            "concept:name": titles.astype(str),
            "time:timestamp": pd.to_datetime(log["at_us"], unit="us", utc=True),
        }
    )
    return pm4py.format_dataframe(frame)


def directly_follows(log: pd.DataFrame, facts: Facts) -> list[list[float]]:
    codes = {title: int(code) for code, title in facts["names"].items()}
    counts, _, _ = pm4py.discover_dfg(log)
    medians, _, _ = pm4py.discover_performance_dfg(log, perf_aggregation_key="median")
    return sorted([codes[a], codes[b], n, float(medians[(a, b)]) * 1e6] for (a, b), n in counts.items())


def variants(log: pd.DataFrame, facts: Facts) -> list[object]:
    found = pm4py.get_variants(log)
    return [len(found), sorted(found.values(), reverse=True)[:10]]


def fitting(log: pd.DataFrame, facts: Facts) -> list[int]:
    """Cases whose every move is drawn; one place of the net stands between any two names that are connected."""
    net, start, end = _net(facts)
    replayed = pm4py.conformance_diagnostics_token_based_replay(log, net, start, end)
    return [sum(bool(case["trace_is_fit"]) for case in replayed), len(replayed)]


def _net(facts: Facts) -> tuple[PetriNet, Marking, Marking]:
    """A place after each name; a transition for each drawn move, labelled with the name it leads to."""
    names = facts["names"]
    net, begin, end = PetriNet("drawn"), PetriNet.Place("begin"), PetriNet.Place("end")
    after = {code: PetriNet.Place(f"after {code}") for code in names}
    net.places.update((begin, end, *after.values()))

    def connect(title: str, label: str | None, source: PetriNet.Place, target: PetriNet.Place) -> None:
        transition = PetriNet.Transition(title, label)
        net.transitions.add(transition)
        add_arc_from_to(source, transition, net)
        add_arc_from_to(transition, target, net)

    for code, name in names.items():
        connect(f"begin {code}", name, begin, after[code])
        connect(f"end {code}", None, after[code], end)
    for a, b in facts["drawn"]:
        connect(f"{a} to {b}", names[str(b)], after[str(a)], after[str(b)])
    return net, Marking({begin: 1}), Marking({end: 1})


if __name__ == "__main__":
    answer(load, {"directly_follows": directly_follows, "variants": variants, "fitting": fitting})
