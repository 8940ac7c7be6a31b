"""pain_points and map_lookup: what is found, in which order, and what a reader may not see."""

from datetime import date

import pytest

from storage.errors import MapNotFound
from storage.maps import Reader
from storage.model.evidence import Evidence
from storage.model.persona import Persona
from storage.model.types import LevelVote, Owner
from tests.tools.conftest import ANA, CHANNEL, NOW, WORKSPACE, make_map
from tests.tools.logs import late, log
from tools import map_lookup, pain_points
from tools.kit import ToolError
from tools.map_lookup import MapLookupArgs
from tools.pain_points import PainPointsArgs

BORIS = "U0BORIS"
ORIGIN = {"by": ANA, "at": NOW, "via": "chat"}
IN_CHANNEL = Reader(BORIS, frozenset({CHANNEL}))


def votes(*values: int) -> tuple[LevelVote, ...]:
    return tuple(LevelVote(by=ANA, value=value, at=NOW) for value in values)


def pain(slug: str, title: str, stage: str, touchpoint: str | None = None, **more: object) -> dict[str, object]:
    return {"slug": slug, "title": title, "at": {"stage": stage, "touchpoint": touchpoint}, "origin": ORIGIN, **more}


def shop(**fields: object):
    mood = {"by": ANA, "score": -2, "at": NOW, "word": "furious", "why": "the café closed"}
    card = {"slug": "card", "title": "pays by card", "channel": "website", "origin": ORIGIN}
    stages = (
        {"slug": "a", "title": "A", "moods": [mood]},
        {"slug": "b", "title": "B", "touchpoints": [card]},
    )
    pains = (
        pain("slow", "page is slow", "a", severity=votes(2, 4), frequency=votes(3)),
        pain("refused", "card is refused", "b", "card", severity=votes(4), frequency=votes(4), agreed_by=(BORIS,)),
        pain("guess", "nobody answers the phone", "b"),
        pain("old", "was repaired long ago", "a", status="fixed", severity=votes(5)),
    )
    return make_map(stages, pain_points=pains, **fields)


def evidence(number: int, text: str, **more: object) -> Evidence:
    common = {"workspace_id": WORKSPACE, "evidence_id": f"e{number}", "kind": "quote", "text": text, "added_by": ANA,
              "added_at": NOW, "channel_id": CHANNEL}  # fmt: skip
    return Evidence.model_validate(common | more)


def persona(slug: str = "curious-colleen", name: str = "Curious Colleen", **more: object) -> Persona:
    common = {
        "workspace_id": WORKSPACE,
        "persona_id": slug,
        "name": name,
        "initials": "CC",
        "owner": Owner(label="Ana", member_id=ANA),
    }
    return Persona.model_validate(common | more)


ROWS = [*log("p", "A0 B1"), *log("q", "A0"), *log("r", "A0"), *log("s", "A0"), late()]


def test_pain_points_are_ranked_by_severity_frequency_and_reach(ask):
    result = pain_points.run(PainPointsArgs(), ask(ROWS, shop()))
    assert [(p.title, p.severity, p.frequency, p.customers, p.reach, p.score) for p in result.pains] == [
        ("page is slow", 3, 3, 4, 1.0, 9),
        ("card is refused", 4, 4, 1, 0.25, 4),  # the touchpoint has no event: the stage's customers
        ("nobody answers the phone", None, None, 1, 0.25, 0.25),
    ]
    assert result.pains[1].said_by == (ANA, BORIS)
    assert (result.total, result.assumptions) == (3, 3)
    assert [(e.why, e.n) for e in result.basis.excluded] == [("closed", 1)]
    assert result.basis.data_sets[0].rows == len(ROWS)
    assert pain_points.run(PainPointsArgs(journey="shop"), ask(ROWS)).basis.customers == 4


def test_without_events_reach_is_unknown_and_counts_as_one(ask):
    result = pain_points.run(PainPointsArgs(), ask([], shop()))
    assert [(p.title, p.score, p.reach, p.customers) for p in result.pains[:2]] == [
        ("card is refused", 16, None, None),
        ("page is slow", 9, None, None),
    ]
    assert result.basis.data_sets == ()


def test_pain_points_narrowed_and_grouped(ask, stores):
    stores.personas.save(persona())
    sources = ask([], shop())
    titles = lambda **args: [p.slug for p in pain_points.run(PainPointsArgs(**args), sources).pains]  # noqa: E731
    assert titles(stage="b") == ["refused", "guess"]
    assert titles(channel="website") == ["refused"]
    assert titles(words="REFUSED cärd") == ["refused"]
    assert titles(persona="Curious Colleen", top_n=1) == ["refused"]
    assert pain_points.run(PainPointsArgs(breakdown="stage"), sources).groups == (("B", 2), ("A", 1))
    assert pain_points.run(PainPointsArgs(breakdown="persona"), sources).groups == (("Curious Colleen", 3),)
    for args, key in (
        ({"stage": "zzz"}, "unknown_stage"),
        ({"persona": "Dana"}, "unknown_persona"),
        ({"channel": "web"}, "unknown_channel"),
    ):
        with pytest.raises(ToolError, match=key):
            titles(**args)


def test_evidence_of_others_is_not_shown_but_counts_for_confidence(ask, stores):
    stores.evidence.add(evidence(1, "I waited an hour"))
    stores.evidence.add(evidence(2, "secret words", privacy="private"))
    slow = pain("slow", "page is slow", "a", evidence=("e1",))
    hidden = pain("hidden", "another one", "a", evidence=("e2",))
    sources = ask([], make_map(("A",), pain_points=(slow, hidden)), reader=IN_CHANNEL)
    found = {p.slug: (p.evidence, p.confidence) for p in pain_points.run(PainPointsArgs(), sources).pains}
    assert found == {"slow": (("I waited an hour",), "researched"), "hidden": ((), "researched")}
    result = map_lookup.run(MapLookupArgs(words="secret"), sources)
    assert (result.found, result.hidden) == ((), 1)


def test_nothing_of_maps_outside_the_scope_is_told(ask):
    private = shop(privacy="private")
    other = make_map(
        ("Till",),
        map_id="till",
        title="Till",
        home={"channel_id": "C0OTHER"},
        pain_points=(pain("x", "queue", "till"),),
    )
    sources = ask(ROWS, private, other, reader=IN_CHANNEL)
    assert pain_points.run(PainPointsArgs(), sources).total == 0
    assert map_lookup.run(MapLookupArgs(), sources).maps == ()
    assert map_lookup.run(MapLookupArgs(words="queue"), sources).found == ()
    for name in ("shop", "till"):
        for call in (
            lambda n: pain_points.run(PainPointsArgs(journey=n), sources),
            lambda n: map_lookup.run(MapLookupArgs(journey=n), sources),
        ):
            with pytest.raises(MapNotFound) as error:
                call(name)
            assert error.value.close == ()


def test_another_workspace_sees_nothing(ask):
    from dataclasses import replace

    sources = replace(ask([], shop()), workspace_id="T2")
    assert map_lookup.run(MapLookupArgs(words="card"), sources).total == 0
    assert pain_points.run(PainPointsArgs(), sources).total == 0


def test_the_list_of_maps(ask, stores):
    stores.personas.save(persona())
    result = map_lookup.run(MapLookupArgs(), ask([], shop()))
    (found,) = result.maps
    assert (found.map_id, found.stages, found.touchpoints, found.personas) == (
        "shop",
        ("A", "B"),
        1,
        ("Curious Colleen",),
    )
    assert (found.lowest, found.lowest_score) == ("A", -2)
    assert map_lookup.run(MapLookupArgs(persona="curious colleen"), ask([])).total == 1
    assert map_lookup.run(MapLookupArgs(persona="Dana"), ask([])).total == 0


def test_the_outline_of_a_map(ask):
    result = map_lookup.run(MapLookupArgs(journey="The shop"), ask([], shop()))
    assert [(s.title, s.mood, s.touchpoints) for s in result.outline] == [("A", -2, ()), ("B", None, ("pays by card",))]
    assert result.basis.journey == "The shop"
    assert map_lookup.run(MapLookupArgs(journey="shop", stage="b"), ask([])).total == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("CAFE", {("mood", "furious: the café closed")}),
        ("card refused", {("pain_point", "card is refused")}),
        ("refusd", {("pain_point", "card is refused")}),
        ("phon", {("pain_point", "nobody answers the phone")}),
        ("pays card", {("touchpoint", "pays by card")}),
        ("elephant", set()),
    ],
)
def test_words_find_lines_in_any_case_accent_and_with_small_errors(words, expected, ask):
    result = map_lookup.run(MapLookupArgs(words=words), ask([], shop()))
    assert {(item.kind, item.text) for item in result.found} == expected


def test_words_in_scripts_without_spaces_are_found(ask):
    journey = make_map(("A",), pain_points=(pain("x", "产品说明太长", "a"), pain("y", "Премногу текст", "a")))
    sources = ask([], journey)
    assert [i.text for i in map_lookup.run(MapLookupArgs(words="说明"), sources).found] == ["产品说明太长"]
    assert [i.text for i in map_lookup.run(MapLookupArgs(words="премногу"), sources).found] == ["Премногу текст"]


def test_who_said_it_and_what_is_open(ask):
    action = {
        "slug": "x",
        "title": "call back",
        "origin": ORIGIN,
        "owner": Owner(label="Web team"),
        "due_on": date(2026, 12, 1),
    }
    sources = ask([], make_map(("A",), actions=(action,)))
    (found,) = map_lookup.run(MapLookupArgs(kind="action"), sources).found
    assert (found.who, found.on) == ("Web team", "2026-12-01")


def test_private_personas_are_their_owners_alone(ask, stores):
    stores.personas.save(persona("secret", "Secret Sue", privacy="private", goals=("wants peace",)))
    stores.personas.save(persona(goals=("wants quality",)))
    seen = map_lookup.run(MapLookupArgs(words="wants"), ask([], shop(), reader=IN_CHANNEL)).found
    assert [item.text for item in seen] == ["Curious Colleen: wants quality"]
    guest = Reader("U0GUEST", frozenset({CHANNEL}), guest=True)
    assert map_lookup.run(MapLookupArgs(words="wants"), ask([], reader=guest)).found == ()
    assert map_lookup.run(MapLookupArgs(words="wants"), ask([], reader=Reader(ANA))).total == 2
