"""The finished maps that come along: whole, ready for review, drawn, and every fact of their persona is found."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.conversation.turn import Example
from bot.example_shelf import backings_of, sources_of
from bot.examples import FILES, FOLDER, examples, find
from bot.language import LANGUAGES
from bot.pictures.alt_types import alt_text_of
from bot.pictures.glyphs import fonts
from bot.pictures.pages import card_of, pages_of
from bot.pictures.subject import Subject
from prompts.loader import words
from storage.ingest import map_json
from storage.model.confidence import coverage
from storage.model.gaps import gaps
from storage.model.mood import curve
from storage.open import open_stores
from tools import map_lookup, pain_points
from tools.map_lookup import MapLookupArgs
from tools.pain_points import PainPointsArgs

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
KEYS = tuple(examples())
EMPATHY, SNEAKERS, RENEWAL, VACUUM = (
    "colleen-empathy",
    "sneakers-left-cart",
    "renewal-planning-tool",
    "vacuum-break-again",
)


@pytest.fixture
def stores(tmp_path: Path):
    stores = open_stores(tmp_path)
    yield stores
    stores.close()


def subject_of(example: Example, lang: str = "en") -> Subject:
    document = example.document
    base = example.below.map if example.below else None
    return Subject(
        document.map, document.personas, backings_of(example), words(lang), fonts(), None, base, None, AT.date()
    )


def test_there_are_three_present_maps_and_one_of_each_further_type():
    types = [example.document.map.type for example in examples().values()]
    assert len(FILES) == len(types) == 7
    assert types.count("current_state") == 3
    assert {"future_state", "service_blueprint", "day_in_life", "empathy"} < set(types)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_what_the_export_writes(name: str):
    text = (FOLDER / name).read_text("utf-8")
    document = map_json.load(text, name)
    written = map_json.dump(document.map, (), document.personas, document.evidence)
    assert json.loads(written) == json.loads(text)


@pytest.mark.parametrize("key", KEYS)
def test_nothing_stands_between_an_example_and_its_review(key: str):
    example = examples()[key]
    base = example.below.map if example.below else None
    found = gaps(example.document.map, backings=backings_of(example), base=base, today=AT.date())
    assert [gap for gap in found if gap.blocking] == []
    assert (base is None) == (example.document.map.base_map is None)


@pytest.mark.parametrize("key", KEYS)
def test_an_example_has_evidence_owners_dates_and_a_review_period(key: str):
    example = examples()[key]
    journey, known = example.document.map, {piece.evidence_id for piece in example.document.evidence}
    written = journey.model_dump_json() + "".join(p.model_dump_json() for p in example.document.personas)
    linked = {
        piece for found in re.findall(r'"evidence":\[([^\]]*)\]', written) for piece in re.findall(r"e\d+", found)
    }
    assert linked <= known and known
    assert coverage(journey, backings_of(example)).backed > 0
    assert journey.review_every_days is not None
    assert all(action.owner and action.due_on for action in journey.actions)
    assert {persona.persona_id for persona in example.document.personas} >= set(journey.persona_ids)


@pytest.mark.parametrize("key", [VACUUM, SNEAKERS, RENEWAL])
def test_several_people_voted_and_do_not_agree_everywhere(key: str):
    journey = examples()[key].document.map
    assert len({vote.by for stage in journey.stages for vote in stage.moods}) == 3
    assert any(point.low != point.high for point in curve(journey))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_the_card_and_every_page_of_an_example_are_drawn(key: str, lang: str):
    subject = subject_of(examples()[key], lang)
    for svg in (card_of(subject), *pages_of(subject)):
        assert len(list(ElementTree.fromstring(svg).iter())) > 20
    assert subject.journey.title in alt_text_of(subject, {})


PERSONA = {
    "M26": ("32", "married", "no children", "double income", "both self-employed", "skilled at research",
            "short of time", "quality", "sifting through content"),
    "M27": ("a vacuum that will not break again", "the old vacuum broke", "lost time", "doubts about quality",
            "research the models", "buy one", "get it delivered"),
}  # fmt: skip


@pytest.mark.parametrize("fact", [fact for facts in PERSONA.values() for fact in facts])
def test_every_fact_of_colleen_is_found_by_its_words(fact: str, stores):
    given = sources_of(examples()[VACUUM], "T1", AT, stores)
    found = map_lookup.run(MapLookupArgs(words=fact, kind="persona"), given).found
    assert any(fact.casefold() in item.text.casefold() for item in found)


def test_colleens_goals_struggles_and_tasks_stand_in_their_fields():
    colleen = examples()[VACUUM].document.personas[0]
    assert colleen.goals == ("a vacuum that will not break again",)
    assert len(colleen.struggles) == 3 and len(colleen.tasks) == 3


@pytest.mark.parametrize(
    "idea",
    ["benefits at a glance", "social proof", "hierarchy of information", "comparison charts", "social campaigns"],
)
def test_each_of_colleens_five_opportunities_is_found_and_tied_to_a_pain_point(idea: str, stores):
    given = sources_of(examples()[VACUUM], "T1", AT, stores)
    found = map_lookup.run(MapLookupArgs(words=idea, kind="opportunity"), given).found
    journey = examples()[VACUUM].document.map
    meant = [one for one in journey.opportunities if idea in one.title]
    assert len(journey.opportunities) == 5
    assert meant and meant[0].title in [item.text for item in found]
    assert {pain.slug for pain in journey.pain_points} >= set(meant[0].pain_points) != set()


@pytest.mark.parametrize(
    "action",
    ["chatbot", "comparison tool with benefits and costs", "benefit statements on all landing pages",
     "campaign with customers' content", "surveys whose quotes are used"],
)  # fmt: skip
def test_each_of_colleens_five_actions_is_found_with_owner_and_date(action: str, stores):
    given = sources_of(examples()[VACUUM], "T1", AT, stores)
    found = map_lookup.run(MapLookupArgs(words=action, kind="action"), given).found
    assert len(examples()[VACUUM].document.map.actions) == 5
    assert any(action in item.text and item.who and item.on for item in found)


def test_the_sneaker_map_holds_the_written_case_with_both_ways():
    journey = examples()[SNEAKERS].document.map
    page = [t.place for t in journey.touchpoints() if t.place and t.place.startswith("product page")]
    assert page == ["product page, reviews", "product page, colours", "product page, price"]
    assert {"social_ad", "email", "push"} <= {t.channel for t in journey.touchpoints()}
    assert [len(route.touchpoints) for route in journey.routes] == [4, 2]
    assert {"loop_back", "skip", "exit", "channel_switch"} <= {edge.way for edge in journey.edges}


def test_the_buyer_of_the_renewal_map_has_a_role_and_something_to_talk_about():
    dana = examples()[RENEWAL].document.personas[0]
    assert dana.kind == "buyer_role"
    assert all((dana.role_in_company, dana.talking_points, dana.objections, dana.competitors, dana.product_position))
    assert [stage.slug for stage in examples()[RENEWAL].document.map.stages] == [
        "contract", "onboarding", "everyday", "support", "renewal"
    ]  # fmt: skip


@pytest.mark.parametrize("key", [key for key in KEYS if key != EMPATHY])
def test_pain_points_of_an_example_are_ranked_without_it_being_stored(key: str, stores):
    given = sources_of(examples()[key], "T1", AT, stores)
    result = pain_points.run(PainPointsArgs(journey=examples()[key].document.map.title), given)
    assert len(result.pains) == len(examples()[key].document.map.pain_points)
    assert stores.maps.lines("T1", given.reader) == ()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_word_for_an_example_finds_it(key: str, lang: str):
    assert [find(named) for named in words(lang).data("examples.names")[key]] == [key] * len(
        words(lang).data("examples.names")[key]
    )
