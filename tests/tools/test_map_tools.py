"""Owners, actions, opportunities, personas and missing evidence, read from maps: by hand, at random, across borders."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.maps import Reader
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.model.types import LevelVote, Owner
from tests.tools.conftest import ANA, CHANNEL, NOW, WORKSPACE, make_map
from tests.tools.logs import late, log
from tools import action_status, evidence_debt, opportunities, ownership, personas
from tools.action_status import ActionStatusArgs
from tools.evidence_debt import EvidenceDebtArgs
from tools.kit import Period, Sources, ToolError
from tools.opportunities import OpportunitiesArgs
from tools.ownership import OwnershipArgs
from tools.personas import PersonasArgs

TODAY = NOW.date()
ORIGIN = {"by": ANA, "at": NOW, "via": "chat"}
STRANGER = Reader("U0STRANGER", frozenset())


def votes(*values: int) -> tuple[LevelVote, ...]:
    return tuple(LevelVote(by=f"U0V{i}", value=value, at=NOW) for i, value in enumerate(values))


def item(slug: str, title: str, **more: object) -> dict[str, object]:
    return {"slug": slug, "title": title, "origin": ORIGIN, **more}


def owner(label: str) -> Owner:
    return Owner(label=label)


def shop(**fields: object) -> JourneyMap:
    web = item("web", "reads the page", channel="website", owner=owner("Jana"))
    till = item("till", "pays at the till", channel="store")
    mood = {"by": ANA, "score": -2, "at": NOW, "basis": "guess"}
    stages = (
        {"slug": "look", "title": "Look", "touchpoints": [web]},
        {"slug": "pay", "title": "Pay", "touchpoints": [till], "moods": [mood]},
    )
    pains = (item("slow", "the till is slow", at={"stage": "pay", "touchpoint": "till"}, severity=votes(5)),)
    ideas = (
        item("second", "second till", pain_points=["slow"], impact=votes(5, 4), effort=votes(4), owner=owner("Jana")),
        item("sign", "a clear sign", stage="look", impact=votes(4), effort=votes(1)),
        item("song", "nicer music", stage="pay", impact=votes(2), effort=votes(2)),
        item("robot", "a robot", stage="pay", impact=votes(5)),
        item("old", "was done", stage="pay", status="done", impact=votes(5), effort=votes(1)),
    )
    actions = (
        item("a1", "order a till", opportunity="second", owner=owner("Boris"), due_on=TODAY - timedelta(days=3),
             expected={"metric": "waiting", "from_value": 9, "to_value": 4.5, "unit": "min"}),
        item("a2", "print the sign", stage="look", due_on=TODAY),
        item("a3", "ask the band", stage="pay"),
        item("a4", "measure", stage="pay", status="done", due_on=TODAY - timedelta(days=90), owner=owner("Jana")),
    )  # fmt: skip
    common = {"pain_points": pains, "opportunities": ideas, "actions": actions}
    return make_map(stages, **{**common, **fields})


def test_owners_by_hand(ask):
    result = ownership.run(OwnershipArgs(), ask([], shop()))
    assert [(thing.title, thing.owner) for thing in result.things] == [
        ("reads the page", "Jana"), ("second till", "Jana"), ("The shop", "Ana"), ("order a till", "Boris"),
        ("pays at the till", None), ("a clear sign", None), ("nicer music", None), ("a robot", None),
        ("print the sign", None), ("ask the band", None),
    ]  # fmt: skip
    assert (result.total, result.unowned, result.owners[0]) == (10, 6, ("Jana", 2))


@pytest.mark.parametrize(
    ("args", "titles"),
    [
        ({"stage": "Look"}, ["reads the page", "a clear sign", "print the sign"]),
        ({"channel": "store"}, ["pays at the till"]),
        ({"touchpoint": "Reads the page"}, ["reads the page"]),
        ({"owner": "boris"}, ["order a till"]),
    ],
)
def test_owners_are_narrowed(ask, args, titles):
    assert [thing.title for thing in ownership.run(OwnershipArgs(**args), ask([], shop())).things] == titles


@pytest.mark.parametrize(
    ("args", "key"),
    [
        ({"touchpoint": "reads the sign"}, "unknown_touchpoint"), ({"owner": "Nobody"}, "unknown_owner"),
        ({"stage": "Nowhere"}, "unknown_stage"), ({"persona": "Nobody"}, "unknown_persona"),
    ],
)  # fmt: skip
def test_unknown_names_are_refused(ask, args, key):
    with pytest.raises(ToolError) as refused:
        ownership.run(OwnershipArgs(**args), ask([], shop()))
    assert refused.value.key == key


def test_actions_by_hand(ask):
    result = action_status.run(ActionStatusArgs(), ask([], shop()))
    assert [(line.title, line.standing, line.days_over, line.stage) for line in result.actions] == [
        ("order a till", "overdue", 3, "Pay"),
        ("print the sign", "open", 0, "Look"),
        ("ask the band", "open", 0, "Pay"),
    ]
    assert result.actions[0].promise == "waiting 9 min → 4.5 min"
    assert (result.overdue, result.open, result.done, result.without_owner, result.without_day) == (1, 2, 1, 2, 1)


def test_actions_are_narrowed_by_standing_owner_period_and_stage(ask):
    sources = ask([], shop())

    def titles(**args: object) -> list[str]:
        return [line.title for line in action_status.run(ActionStatusArgs(**args), sources).actions]

    assert titles(standing="done") == ["measure"]
    assert titles(owner="Boris") == ["order a till"]
    assert titles(stage="look") == ["print the sign"]
    assert titles(period=Period(start=TODAY, end=TODAY + timedelta(days=1))) == ["print the sign"]


def test_today_is_the_day_of_the_workspace(ask):
    made = shop(actions=(item("a1", "send it", due_on=TODAY),))
    sources = ask([], made, tz="Pacific/Kiritimati")
    evening = Sources(**{**vars(sources), "now": datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)})
    assert action_status.run(ActionStatusArgs(), evening).overdue == 1


def test_opportunities_by_hand(ask):
    result = opportunities.run(OpportunitiesArgs(), ask([], shop()))
    assert [(one.title, one.group, one.impact, one.effort) for one in result.opportunities] == [
        ("a clear sign", "do_first", 4, 1), ("second till", "plan", 4.5, 4), ("nicer music", "if_time", 2, 2),
        ("a robot", "waiting", 5, None),
    ]  # fmt: skip
    assert result.opportunities[1].stage == "Pay" and result.opportunities[1].pain_points == ("the till is slow",)
    assert [e.n for e in result.basis.excluded] == [1]
    done = opportunities.run(OpportunitiesArgs(status="done"), ask([]))
    assert [one.title for one in done.opportunities] == ["was done"]


def test_one_persona_is_a_sheet_with_its_share_of_customers(ask, stores):
    rows = [log(f"c{i}", "A0", persona="curious_colleen" if i < 3 else "Ben")[0] for i in range(4)]
    sources = ask([*rows, late()], shop())
    stores.personas.save(persona("curious-colleen", "Curious Colleen", goals=("find shoes",), evidence=("e1", "e2")))
    stores.personas.save(persona("ben", "Ben"))
    one = personas.run(PersonasArgs(persona="curious colleen"), sources)
    assert (one.total, one.share, one.evidence) == (1, 0.75, 2)
    assert [(line.field, line.lines) for line in one.sheet] == [("goals", ("find shoes",))]
    every = personas.run(PersonasArgs(), sources)
    assert {line.name: (line.customers, line.journeys) for line in every.personas} == {
        "Curious Colleen": (3, ("The shop",)), "Ben": (1, ()),
    }  # fmt: skip
    assert [line.name for line in personas.run(PersonasArgs(journey="shop"), sources).personas] == ["Curious Colleen"]
    with pytest.raises(ToolError):
        personas.run(PersonasArgs(persona="Zoe"), sources)


def persona(slug: str, name: str, **more: object) -> Persona:
    return Persona(workspace_id=WORKSPACE, persona_id=slug, name=name, initials="XX", owner=owner("Ana"), **more)


def test_missing_evidence_by_hand(ask, stores):
    for number, days, text in ((1, 200, "I waited an hour"), (2, 10, "quick today")):
        piece = {"workspace_id": WORKSPACE, "evidence_id": f"e{number}", "kind": "quote", "text": text,
                 "added_by": ANA, "added_at": NOW - timedelta(days=days), "channel_id": CHANNEL}  # fmt: skip
        stores.evidence.add(Evidence.model_validate(piece))
    pains = (
        item("slow", "the till is slow", at={"stage": "pay"}, severity=votes(5), evidence=["e1", "e2"]),
        item("loud", "it is loud", at={"stage": "pay"}, severity=votes(3)),
    )
    sources = ask([*log("c1", "A0"), late()], shop(pain_points=pains, opportunities=(), actions=()))
    result = evidence_debt.run(EvidenceDebtArgs(), sources)
    assert (result.backed, result.items, result.assumptions, result.partial) == (1, 5, 4, 0)
    assert [one.title for one in result.unproven][:2] == ["it is loud", "Pay"]
    assert (result.next.title, result.next.check) == ("it is loud", "colleague")
    assert [(piece.text, piece.days) for piece in result.old] == [("I waited an hour", 200)]
    counted = evidence_debt.run(EvidenceDebtArgs(), ask([*log("c1", "A0"), *log("c2", "A0")]))
    assert counted.next.check == "colleague"


def test_what_events_reach_is_counted_first(ask):
    made = shop(opportunities=(), actions=())
    sources = ask([{**log("c1", "A0")[0], "event": "pay"}, late()], made)
    debt = evidence_debt.run(EvidenceDebtArgs(), sources)
    assert (debt.next.title, debt.next.check) == ("the till is slow", "numbers")


@pytest.mark.parametrize("tool", [action_status, evidence_debt, opportunities, ownership])
def test_a_private_map_is_read_by_nobody_else(ask, tool):
    mine = ask([], shop(privacy="private"))
    hers = Sources(**{**vars(mine), "reader": STRANGER})
    seen, hidden = (tool.run(tool.TOOL.args(), sources).model_dump_json() for sources in (mine, hers))
    assert "pays at the till" in seen or "order a till" in seen or "robot" in seen
    assert "till" not in hidden and "robot" not in hidden


@pytest.mark.parametrize("tool", [action_status, evidence_debt, opportunities, ownership, personas])
def test_nothing_on_the_maps_is_no_error(ask, tool):
    result = tool.run(tool.TOOL.args(), ask([]))
    assert result.basis.customers == 0


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["todo", "doing", "blocked", "done", "dropped"]),
        st.none() | st.integers(-40, 40),
        st.none() | st.sampled_from(["Jana", "Boris"]),
    ),
    max_size=8,
)
IDEAS = st.lists(
    st.tuples(
        st.sampled_from(["idea", "chosen", "parked", "done"]),
        st.lists(st.integers(1, 5), max_size=3),
        st.lists(st.integers(1, 5), max_size=3),
    ),
    max_size=8,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(actions=ACTIONS, ideas=IDEAS)
def test_random_maps_agree_with_the_definition(ask, stores, actions, ideas):
    made_actions = tuple(
        item(f"a{i}", f"action {i}", status=status, owner=owner(who) if who else None,
             due_on=None if days is None else TODAY + timedelta(days=days))
        for i, (status, days, who) in enumerate(actions)
    )  # fmt: skip
    made_ideas = tuple(
        item(f"i{i}", f"idea {i}", status=status, impact=votes(*impact), effort=votes(*effort))
        for i, (status, impact, effort) in enumerate(ideas)
    )
    made = make_map(("Only",), actions=made_actions, opportunities=made_ideas)
    sources = ask([])
    sources = Sources(**{**vars(sources), "maps": OneMap(made)})

    status = action_status.run(ActionStatusArgs(), sources)
    running = [a for a in actions if a[0] not in ("done", "dropped")]
    overdue = [a for a in running if a[1] is not None and a[1] < 0]
    assert (status.overdue, status.open) == (len(overdue), len(running) - len(overdue))
    assert Counter(line.owner for line in status.actions) == Counter(who for _, _, who in running)
    assert sum(line.days_over for line in status.actions) == -sum(days for _, days, _ in overdue)

    chances = opportunities.run(OpportunitiesArgs(), sources)
    live = [(impact, effort) for state, impact, effort in ideas if state in ("idea", "chosen")]
    quick = [1 for impact, effort in live if impact and effort and median(impact) >= 4 and median(effort) <= 2]
    assert dict(chances.groups)["do_first"] == len(quick)
    assert dict(chances.groups)["waiting"] == sum(not impact or not effort for impact, effort in live)
    assert chances.total == len(live)

    owned = ownership.run(OwnershipArgs(), sources)
    assert owned.unowned == len(live) + sum(who is None for _, _, who in running)


class OneMap:
    """A store of one map, so that two hundred of them need no folder each."""

    def __init__(self, journey: JourneyMap) -> None:
        self._journey = journey

    def lines(self, workspace_id: str, reader: Reader):
        return [self._journey]

    def get(self, workspace_id: str, map_id: str, reader: Reader) -> JourneyMap:
        return self._journey


def test_a_due_date_far_away_is_no_error(ask):
    made = shop(actions=(item("a1", "later", due_on=date(9999, 12, 31)),))
    assert action_status.run(ActionStatusArgs(), ask([], made)).open == 1
