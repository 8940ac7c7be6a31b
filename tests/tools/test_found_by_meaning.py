"""Evidence found by meaning: where the tools show it, what it never changes, and who does not see it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import answers
from bot.questions.commands import Ask
from bot.reply import plain
from prompts.loader import words
from storage.evidence_search import NothingToSearch
from storage.maps import Reader
from storage.model.evidence import Evidence
from storage.open import Stores
from tests.tools.conftest import ANA, CHANNEL, NOW, OPERATOR, WORKSPACE, make_map
from tools import content_gaps, map_lookup, pain_points
from tools.content_gaps import ContentGapsArgs
from tools.kit import Sources
from tools.map_lookup import MapLookupArgs, MapLookupResult
from tools.pain_points import PainPointsArgs

ORIGIN = {"by": ANA, "at": NOW, "via": "chat"}
IN_CHANNEL = Reader("U0BORIS", frozenset({CHANNEL}))
GUEST = Reader("U0GUEST", frozenset({"C0ELSE"}), guest=True)
WAITED = "I waited eleven days for the parcel"
COURIER = "Курирот ја остави пратката на дожд"
BATTERY = "Battery lasts twenty minutes only"
ELSEWISE = "packages overdue"
SECRET = "The parcel of our secret customer came late"


@pytest.fixture
def given(ask: Callable[..., Sources], stores: Stores) -> Callable[..., Sources]:
    """A map with two pieces of linked evidence and one hidden one; one more piece is on no map."""
    others = ("the shop smells of paint", "the manual is thin", "说明书看不清", "my invoice is missing", "nice people",
              "the app logs me out", "the till opened late", "голема гужва во продавницата")  # fmt: skip
    texts = {number: (text, "workspace") for number, text in enumerate(others, 5)}
    texts |= {1: (WAITED, "channel"), 2: (BATTERY, "workspace"), 3: (SECRET, "private"), 4: (COURIER, "workspace")}
    for number, (text, privacy) in texts.items():
        fields = {
            "workspace_id": WORKSPACE, "evidence_id": f"e{number}", "kind": "quote", "text": text, "added_by": ANA,
            "added_at": NOW, "channel_id": CHANNEL, "privacy": privacy, "who": f"customer {number}",
            "observed_on": "2026-10-01",
        }  # fmt: skip
        stores.evidence.add(Evidence.model_validate(fields))
    pains = (
        {"slug": "late", "title": "delivery takes too long", "at": {"stage": "get"}, "origin": ORIGIN,
         "evidence": ("e1", "e3")},
        {"slug": "weak", "title": "battery life is short", "at": {"stage": "use"}, "origin": ORIGIN},
    )  # fmt: skip
    question = {"text": "How long must I wait for a parcel?", "answered": False}
    use = {
        "slug": "use", "title": "Use",
        "touchpoints": ({"slug": "vacuums", "title": "vacuums", "origin": ORIGIN, "evidence": ("e2",)},),
    }  # fmt: skip
    get = {"slug": "get", "title": "Get", "customer_questions": (question,)}
    made = make_map((get, use), pain_points=pains)
    base = ask([], made)

    def sources(reader: Reader = OPERATOR) -> Sources:
        return replace(base, reader=reader, search=stores.search)

    return sources


def look(sources: Sources, words: str, **more: object) -> MapLookupResult:
    return map_lookup.run(MapLookupArgs.model_validate({"words": words, **more}), sources)


def test_words_that_stand_nowhere_find_what_says_the_same(given: Callable[..., Sources]) -> None:
    found = look(given(), ELSEWISE)
    assert (found.found, found.total) == ((), 0)
    assert {item.text for item in found.near} == {WAITED, SECRET}
    assert {(item.kind, item.journey, item.on) for item in found.near} == {("evidence", "The shop", "2026-10-01")}


def test_what_holds_the_words_comes_first_and_alone_is_counted(given: Callable[..., Sources]) -> None:
    found = look(given(), "parcel")
    assert {item.text for item in found.found if item.kind == "evidence"} == {WAITED, SECRET}
    assert found.total == len(found.found) == 3
    assert not {item.text for item in found.found} & {item.text for item in found.near}


def test_nobody_finds_by_meaning_what_they_may_not_read_and_it_is_counted(given: Callable[..., Sources]) -> None:
    found = look(given(IN_CHANNEL), ELSEWISE)
    assert [item.text for item in found.near] == [WAITED]
    assert found.hidden == 1
    assert look(given(GUEST), ELSEWISE).near == ()


def test_by_meaning_only_evidence_of_the_maps_is_found(given: Callable[..., Sources]) -> None:
    assert COURIER not in {item.text for item in look(given(), "пратка дожд").near}
    assert look(given(), ELSEWISE, stage="Get").near == ()
    assert look(given(), ELSEWISE, kind="pain_point").near == ()
    assert len(look(given(), ELSEWISE, kind="evidence", top_n=1).near) == 1


def test_without_an_index_the_same_is_counted_and_found(given: Callable[..., Sources]) -> None:
    searched, bare = given(), replace(given(), search=NothingToSearch())
    for asked in ("parcel", ELSEWISE, "battery"):
        one, other = look(searched, asked), look(bare, asked)
        assert one.model_copy(update={"near": ()}) == other
    ranked = [pain_points.run(PainPointsArgs(), sources) for sources in (searched, bare)]
    figures = [[pain.model_copy(update={"illustrations": ()}) for pain in result.pains] for result in ranked]
    assert figures[0] == figures[1]
    gaps = [content_gaps.run(ContentGapsArgs(), sources) for sources in (searched, bare)]
    counts = [[gap.model_copy(update={"illustrations": ()}) for gap in result.gaps] for result in gaps]
    assert counts[0] == counts[1] and gaps[0].questions == gaps[1].questions


def test_a_pain_point_is_backed_by_linked_evidence_first(given: Callable[..., Sources]) -> None:
    late, weak = pain_points.run(PainPointsArgs(), given(IN_CHANNEL)).pains
    assert late.evidence == (WAITED,)
    assert [(one.text, one.linked, one.who, one.on) for one in late.illustrations][:1] == [
        (WAITED, True, "customer 1", "2026-10-01")
    ]
    assert SECRET not in {one.text for pain in (late, weak) for one in pain.illustrations}
    assert [(one.text, one.linked) for one in weak.illustrations] == [(BATTERY, False)]


def test_a_gap_is_illustrated_by_what_customers_said(given: Callable[..., Sources]) -> None:
    (gap,) = content_gaps.run(ContentGapsArgs(), given(IN_CHANNEL)).gaps
    assert gap.times == 1
    assert WAITED in {one.text for one in gap.illustrations}
    assert SECRET not in {one.text for one in gap.illustrations}


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
def test_a_quote_is_told_with_its_source_and_how_it_was_found(given: Callable[..., Sources], lang: str) -> None:
    spoken, sources = words(lang), given(IN_CHANNEL)
    args = MapLookupArgs(words=ELSEWISE)
    said = plain(answers.answer_tool("map_lookup", args, map_lookup.run(args, sources), spoken, sources.zone))
    assert spoken("evidence_search.only_near", words=ELSEWISE) in said
    assert WAITED in said and "customer 1" in said
    result = pain_points.run(PainPointsArgs(), sources)
    told = plain(answers.answer(Ask(tool="pain_points"), result, spoken, sources.zone))
    assert WAITED in told and "customer 1" in told
    only = result.model_copy(update={"pains": result.pains[1:]})
    told = plain(answers.answer(Ask(tool="pain_points"), only, spoken, sources.zone))
    assert spoken("evidence_search.also") in told and BATTERY in told


def test_a_search_that_failed_is_said(given: Callable[..., Sources]) -> None:
    args = MapLookupArgs(words=ELSEWISE)
    result = map_lookup.run(args, given()).model_copy(update={"trouble": "embedding"})
    said = plain(answers.answer_tool("map_lookup", args, result, words("en"), given().zone))
    assert words("en")("evidence_search.trouble.embedding") in said
