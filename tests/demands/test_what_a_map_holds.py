"""Does everything that a map can hold come out again: in its picture, in files, in answers?"""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest

from bot.conversation.persona_card import card_lines
from bot.exports.formats import writer
from bot.exports.whole import Whole
from bot.pictures.colours import TEXT, WHITE
from bot.pictures.pages import pages
from bot.pictures.persona_card import persona_svg
from bot.pictures.raster import png
from prompts.loader import words
from storage.ingest import map_json
from storage.maps import Reader
from storage.model import changes as c
from storage.model.apply import apply
from storage.model.gaps import gaps
from storage.model.journey import JourneyMap
from storage.model.lists import CHANNELS, STAGE_TEMPLATES
from storage.model.persona import Persona
from storage.model.types import Anchor, Owner
from storage.open import Stores, open_stores
from tests.bot.pictures.drawn import SVG, root_of, texts
from tests.tools.conftest import ANA, NOW, OPERATOR, WORKSPACE, make_map, sources
from tests.tools.logs import store
from tools import map_lookup
from tools.kit import Sources
from tools.map_lookup import MapLookupArgs

EN = words("en")
AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "examples"
BEN = Persona(workspace_id=WORKSPACE, persona_id="curious-colleen", name="Ben", initials="B", owner=Owner(label="Ana"))
TOUCHPOINTS = {"Look": ["sees an ad", "asks friends"], "Buy": ["pays by card"], "Use": ["first clean", "calls support"]}


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path / "data")
    yield opened
    opened.close()


def built(*more: c.Change) -> JourneyMap:
    """Five touchpoints at three stages, then further changes of Ana's."""
    changes: list[c.Change] = []
    for stage, titles in TOUCHPOINTS.items():
        changes.append(c.AddStage(title=stage, slug=stage.lower()))
        changes += [c.AddTouchpoint(stage=stage.lower(), title=title, channel="website") for title in titles]
    return apply(make_map(), [*changes, *more], ANA, AT, "chat")


def drawn(journey: JourneyMap) -> str:
    (svg,) = pages(journey, (BEN,), {}, EN, on=AT.date())
    return svg


def asked(stores: Stores, tmp_path: Path, journey: JourneyMap, reader: Reader = OPERATOR) -> Sources:
    stores.maps.create(journey, ANA, NOW)
    return sources(stores, store(tmp_path, []), reader)


def in_order(found: list[str], wanted: list[str]) -> list[str]:
    """Those of `found` that are wanted, each once."""
    return list(dict.fromkeys(text for text in found if text in wanted))


def test_picture_table_and_text_list_the_same_stages_and_touchpoints_in_the_same_order() -> None:
    journey = built()
    stages, places = list(TOUCHPOINTS), [title for titles in TOUCHPOINTS.values() for title in titles]
    svg = drawn(journey)
    whole = Whole(
        journey=journey, words=EN, on=AT.date(), personas=(BEN,), evidence=(), versions=(), names={ANA: "Ana"},
        backings={}, pictures=(svg,), alt="",
    )  # fmt: skip
    rows = list(csv.DictReader(StringIO(writer("csv").write(whole).decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(BytesIO(writer("xlsx").write(whole)))[EN("exports.matrix")]
    cells = [
        line for row in sheet.iter_rows(values_only=True) for cell in row if cell for line in str(cell).split("\n")
    ]
    shown = [text.text for text in texts(svg)]
    told = writer("md").write(whole).decode()
    assert png(svg, 0.5).startswith(b"\x89PNG")
    for wanted in (stages, places):
        assert in_order(shown, wanted) == wanted
        assert in_order([cell for row in rows for cell in row.values()], wanted) == wanted
        assert in_order(cells, wanted) == wanted
        assert sorted(wanted, key=told.index) == wanted


def test_what_a_map_is_limited_to_is_found_by_its_words_and_stands_in_its_header(
    stores: Stores, tmp_path: Path
) -> None:
    scope = "an existing user solves a problem with the knowledge base"
    journey = apply(built(), [c.SetMap(field="scope", value=scope)], ANA, AT, "chat")
    assert scope in " ".join(text.text for text in texts(drawn(journey))[:4])
    found = map_lookup.run(MapLookupArgs(words="knowledge base"), asked(stores, tmp_path, journey)).found
    assert [(item.kind, item.text) for item in found] == [("map", scope)]


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
def test_goal_and_customer_group_stand_in_the_header_of_the_picture(lang: str) -> None:
    fields = [c.SetMap(field="goal_kind", value="retention"), c.SetMap(field="customer_group", value="both")]
    (svg,) = pages(apply(built(), fields, ANA, AT, "chat"), (BEN,), {}, words(lang), on=AT.date())
    top = " ".join(text.text for text in texts(svg)[:5])
    assert words(lang)("lists.goal_kinds.retention") in top and words(lang)("pictures.header.group.both") in top


def test_a_support_map_has_no_purchase_and_no_gap_asks_for_one() -> None:
    roles = {place.slug: place.role for place in STAGE_TEMPLATES["support4"]}
    changes = [c.AddStage(title=slug, slug=slug, role=role) for slug, role in roles.items()]
    support = apply(make_map(), changes, ANA, AT, "chat")
    assert "buy" not in roles.values()
    assert "after_purchase" not in {gap.key for gap in gaps(support)}
    shop = apply(make_map(), [c.AddStage(title="Pay", slug="pay", role="buy")], ANA, AT, "chat")
    assert "after_purchase" in {gap.key for gap in gaps(shop)}, "the gap is there to be reported"


def test_what_the_customer_wants_is_needed_for_a_review_and_what_we_want_is_not() -> None:
    wanted = apply(built(), [c.SetMap(field="goal_customer", value="I want shoes that fit")], ANA, AT, "chat")
    assert "goal_customer" in {gap.key for gap in gaps(built()) if gap.blocking}
    assert wanted.goal_business is None
    assert not {"goal_customer", "goal_business"} & {gap.key for gap in gaps(wanted) if gap.blocking}


def test_mood_and_questions_of_a_touchpoint_are_drawn_and_found(stores: Stores, tmp_path: Path) -> None:
    journey = built(
        c.VoteMood(at=Anchor(stage="buy", touchpoint="pays-card"), score=-2, word="furious", why="it took an hour"),
        c.SetTouchpoint(touchpoint="pays-card", field="customer_questions", value=[{"text": "is it safe?"}]),
        c.SetTouchpoint(touchpoint="pays-card", field="metric", value="share of failed payments"),
    )
    shown = {text.text for text in texts(drawn(journey))}
    assert {"is it safe?", "furious: it took an hour", "To watch: share of failed payments"} <= shown
    known = asked(stores, tmp_path, journey)
    for said, kind in (("is it safe?", "touchpoint"), ("furious", "mood"), ("failed payments", "touchpoint")):
        assert [item.kind for item in map_lookup.run(MapLookupArgs(words=said), known).found] == [kind]


def test_a_moved_touchpoint_keeps_its_id_evidence_and_mood() -> None:
    journey = built(
        c.VoteMood(at=Anchor(stage="buy", touchpoint="pays-card"), score=-1),
        c.LinkEvidence(evidence_id="e1", item="pays-card"),
    )
    moved = apply(journey, [c.MoveTouchpoint(touchpoint="pays-card", stage="use")], ANA, AT, "chat")
    (here,) = [touchpoint for touchpoint in moved.stage("use").touchpoints if touchpoint.slug == "pays-card"]
    assert here.evidence == ("e1",) and [vote.score for vote in here.moods] == [-1]
    assert [t.slug for t in moved.touchpoints()].count("pays-card") == 1 and not moved.stage("buy").touchpoints


@pytest.mark.parametrize("count", [1, 12])
def test_one_to_twelve_stages_with_none_to_twenty_touchpoints_are_taken_and_review_wants_three(count: int) -> None:
    changes: list[c.Change] = [c.AddStage(title=f"Step {n}", slug=f"s{n}") for n in range(count)]
    changes += [c.AddTouchpoint(stage="s0", title=f"touch {n}", channel="website") for n in range(20)]
    journey = apply(make_map(), changes, ANA, AT, "chat")
    assert (len(journey.stages), len(journey.stages[0].touchpoints)) == (count, 20)
    assert ("stages" in {gap.key for gap in gaps(journey) if gap.blocking}) == (count < 3)


def test_the_places_of_a_map_are_on_31_channels_named_in_three_languages_and_an_unknown_word_is_kept(
    stores: Stores, tmp_path: Path
) -> None:
    assert len(CHANNELS) == 31
    for lang in ("en", "zh", "mk"):
        assert all(words(lang).has(f"lists.channels.{channel}") for channel in CHANNELS)
    journey = built(
        c.SetTouchpoint(touchpoint="pays-card", field="channel", value="carrier pigeon"),
        c.SetTouchpoint(touchpoint="pays-card", field="place", value="counter on the second floor"),
    )
    (place,) = journey.stage("buy").touchpoints
    assert (place.channel, place.channel_text, place.place) == (
        "other",
        "carrier pigeon",
        "counter on the second floor",
    )
    known = asked(stores, tmp_path, journey)
    assert map_lookup.run(MapLookupArgs(words="second floor"), known).total == 1


def test_an_empty_cell_of_the_picture_is_a_dash_and_no_lane_of_it_is_left_out() -> None:
    journey = built(
        c.AddPainPoint(at=Anchor(stage="look"), title="too many ads"),
        c.SetTouchpoint(touchpoint="asks-friends", field="thoughts", value=["whom can I trust?"]),
    )
    shown = [text.text for text in texts(drawn(journey))]
    lanes = [EN(f"pictures.lane.{lane}") for lane in ("doing", "mood", "thoughts", "pain_points")]
    assert in_order(shown, lanes) == sorted(lanes, key=shown.index) and set(lanes) <= set(shown)
    below = shown[shown.index(EN("pictures.lane.pain_points")) :]
    assert below[1:4] == ["too many ads", EN("pictures.empty_cell"), EN("pictures.empty_cell")]


def test_opportunities_and_actions_stand_on_the_picture_with_owner_and_date() -> None:
    journey = built(
        c.AddPainPoint(at=Anchor(stage="look"), title="too many ads", slug="ads"),
        c.AddOpportunity(title="fewer ads", pain_points=("ads",), slug="fewer"),
        c.AddAction(title="halve it", opportunity="fewer", owner=Owner(label="Mia"), due_on=date(2026, 12, 1)),
    )
    shown = " ".join(text.text for text in texts(drawn(journey)))
    assert "fewer ads" in shown and "halve it · Mia · 1 Dec 2026" in shown


def test_every_word_of_a_persona_is_found_and_stands_on_its_card_whatever_its_field(
    stores: Stores, tmp_path: Path
) -> None:
    plain = {"workspace_id", "persona_id", "name", "initials", "kind", "tech_level", "basis", "evidence", "version",
             "status", "owner", "privacy", "segment_rule"}  # fmt: skip
    fields = [name for name in Persona.model_fields if name not in plain]
    filled = {name: f"word{n}x" for n, name in enumerate(fields)}
    lists = {name for name in fields if getattr(BEN, name) == ()}
    texts_of = {name: (word,) if name in lists else word for name, word in filled.items()}
    stores.personas.save(BEN.model_copy(update=texts_of))
    known = asked(stores, tmp_path, built())
    missing = [
        name
        for name, word in filled.items()
        if f"Ben: {word}" not in [item.text for item in map_lookup.run(MapLookupArgs(words=word), known).found]
    ]
    assert missing == []
    card = "\n".join(card_lines(BEN.model_copy(update=texts_of), EN))
    assert [name for name, word in filled.items() if word not in card] == []
    assert {"product_position", "differentiators", "competitors", "job_title", "role_in_company", "back_story"} <= {
        *fields
    }


def test_the_card_of_the_sample_persona_shows_what_it_is_after_what_is_hard_and_what_it_has_to_do() -> None:
    document = map_json.load((EXAMPLES / "curious_colleen.json").read_text("utf-8"), "curious_colleen.json")
    colleen = next(persona for persona in document.personas if persona.name == "Curious Colleen")
    shown = " ".join(text.text for text in texts(persona_svg(colleen, EN)))
    for line in (*colleen.goals, *colleen.struggles, *colleen.tasks):
        assert line in shown


def test_a_visit_to_a_store_is_a_touchpoint_like_any_other(stores: Stores, tmp_path: Path) -> None:
    journey = built(c.AddTouchpoint(stage="look", title="tries it on in town", channel="store"))
    known = asked(stores, tmp_path, journey)
    assert map_lookup.run(MapLookupArgs(words="tries it on"), known).total == 1
    assert CHANNELS["store"].place == "physical"


@pytest.mark.parametrize(("basis", "fill"), [("assumption", WHITE), ("research", TEXT)])
def test_a_persona_that_is_only_assumed_bears_a_hollow_mark_and_a_researched_one_a_full_one(
    basis: str, fill: str
) -> None:
    card = root_of(persona_svg(BEN.model_copy(update={"basis": basis}), EN))
    (ring,) = [circle for circle in card.iter(f"{SVG}circle") if circle.attrib["r"] == "8"]
    assert ring.attrib["fill"] == fill


def test_the_sample_map_has_five_opportunities_each_against_a_pain_point_and_five_actions_with_owner_and_date() -> None:
    journey = map_json.load((EXAMPLES / "curious_colleen.json").read_text("utf-8"), "curious_colleen.json").map
    pains = {pain.slug for pain in journey.pain_points}
    assert [bool(idea.pain_points) and set(idea.pain_points) <= pains for idea in journey.opportunities] == [True] * 5
    assert [bool(action.owner and action.due_on and action.status) for action in journey.actions] == [True] * 5
