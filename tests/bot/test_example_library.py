"""Examples at the desk: listed, opened, asked about in three languages, copied into an empty workspace, compared."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import desk
from bot.conversation.turn import Said
from bot.drawing import draw
from bot.example_library import ASKED
from bot.examples import examples
from bot.exchange import Incoming
from bot.reply import Buttons, Picture, Press, Table, plain
from bot.samples import load_samples
from bot.settings import Settings
from prompts.loader import words
from storage.errors import MapNotFound
from storage.maps import Reader
from storage.model.blueprint import LANES
from storage.open import open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
READER = Reader("U0EVA", frozenset(("C0SHOP",)))
KEYS = tuple(examples())
VACUUM, SNEAKERS, BLUEPRINT, EMPATHY = (
    "vacuum-break-again",
    "sneakers-left-cart",
    "vacuum-behind-scenes",
    "colleen-empathy",
)


@pytest.fixture
def stores(tmp_path: Path):
    stores = open_stores(tmp_path)
    yield stores
    stores.close()


def takes(stores, text: str = "", thread: str = "1.1", press: Press | None = None, **more):
    """What the desk answers; what it opens begins in a thread named after this one. Gives outcome and plain text."""
    incoming = Incoming(
        workspace_id="T1",
        channel_id="C0SHOP",
        thread=thread,
        said=Said(by="U0EVA", name="Eva", at=AT, text=text, press=press),
        addressed=True,
        reader=READER,
        names={"U0EVA": "Eva"},
    ).model_copy(update=more)
    outcome = desk.take(incoming, stores)
    with stores.transaction() as tx:
        outcome.store(tx, incoming)
    if outcome.opens is not None:
        return takes(stores, thread=f"{thread}-2", opening=outcome.opens, **more)
    return outcome, "\n".join(plain(reply) for reply in outcome.replies)


def copies(stores, key: str, thread: str = "1.1"):
    """The new map and what was said."""
    _, said = takes(stores, thread=thread, press=Press(action="example.copy", value=key))
    title = examples()[key].document.map.title
    line = next(line for line in stores.maps.lines("T1", READER) if line.title == title)
    return stores.maps.get("T1", line.map_id, READER), said


def texts_of(outcome) -> list[str]:
    rows = (part for reply in outcome.replies for part in reply.parts if isinstance(part, Buttons))
    return [button.text for row in rows for button in row.buttons]


@pytest.mark.parametrize(
    ("said", "lang"),
    [("examples", "en"), ("Try an example", "en"), ("示例", "zh"), ("试试示例", "zh"), ("примери", "mk")],
)
def test_the_list_names_every_example_by_type_with_open_and_copy(stores, said: str, lang: str):
    outcome, told = takes(stores, said)
    spoken = words(lang)
    assert all(example.document.map.title in told for example in examples().values())
    assert all(spoken(f"lists.map_types.{e.document.map.type}") in told for e in examples().values())
    assert texts_of(outcome) == [spoken("examples.open"), spoken("examples.make_copy")] * len(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_an_opened_example_shows_its_card_and_is_not_stored(stores, key: str):
    outcome, told = takes(stores, press=Press(action="example.open", value=key))
    assert examples()[key].document.map.title in told
    pictures = [part for part in outcome.replies[0].parts if isinstance(part, Picture)]
    drawn = draw(pictures[0], "T1", stores)
    assert drawn[0].content.startswith(b"\x89PNG") and drawn[0].alt
    assert stores.maps.lines("T1", READER) == ()


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize("key", KEYS)
def test_every_question_that_is_offered_is_answered_from_the_example(stores, key: str, lang: str):
    asked = [words(lang)(f"examples.questions.{topic}") for topic in ASKED[examples()[key].document.map.type]]
    takes(stores, f"examples {key}", thread="4.4", lang=lang)
    for question in asked:
        outcome, told = takes(stores, question, thread="4.4", lang=lang)
        assert not outcome.beside_us
        assert any(isinstance(part, Table) or (part.kind == "text" and part.style == "quote")
                   for reply in outcome.replies for part in reply.parts), (question, told)  # fmt: skip
        assert examples()[key].document.map.title in told


def test_in_the_thread_of_an_opened_example_questions_are_about_it_and_elsewhere_they_are_not(stores):
    takes(stores, "examples sneaker", thread="5.5")
    outcome, told = takes(stores, "What are the biggest pain points?", thread="5.5", addressed=False)
    assert outcome.for_us and "delivery costs appear only in the cart" in told
    _, told = takes(stores, "What are the biggest pain points?", thread="6.6")
    assert "delivery costs" not in told


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("ask What are the pain points in the sneaker example?", "delivery costs appear only in the cart"),
        ("ask Which touchpoints are in the blueprint example?", "puts it in the cart"),
        ("ask What do we know about Curious Colleen in the vacuum example?", "Colleen"),
        ("提问 球鞋示例里最大的痛点是什么？", "delivery costs appear only in the cart"),
        ("прашај Кои се точките на болка во примерот за патики?", "delivery costs appear only in the cart"),
    ],
)
def test_a_private_question_that_names_an_example_is_answered_and_remembers_nothing(stores, question: str, part: str):
    _, told = takes(stores, question, thread="command-U0EVA", kind="command", private=True)
    assert part in told
    takes(stores, "examples vacuum", thread="command-U0EVA", kind="command", private=True)
    _, told = takes(stores, "ask Which maps are there?", thread="command-U0EVA", kind="command", private=True)
    assert "vacuum" not in told


@pytest.mark.parametrize("key", KEYS)
def test_a_copy_is_a_map_of_who_copied_with_nothing_proven_and_the_votes_marked(stores, key: str):
    journey, said = copies(stores, key)
    source = examples()[key].document.map
    assert (journey.type, journey.version, journey.status) == (source.type, 1, "draft")
    assert (journey.owner.label, journey.owner.member_id) == ("Eva", "U0EVA")
    assert (journey.home.channel_id, journey.home.thread_ts) == ("C0SHOP", "1.1-2")
    assert [stage.title for stage in journey.stages] == [stage.title for stage in source.stages]
    voters = {vote.by for stage in journey.stages for vote in stage.moods}
    assert voters <= {f"local:{name} (example)" for name in ("Ana", "Boris", "Mia")}
    written = journey.model_dump_json()
    assert '"evidence":["' not in written and "interview" not in written and "U0ANA" not in written
    assert all(stores.personas.get("T1", persona).basis == "assumption" for persona in journey.persona_ids)
    assert "counts as a guess" in said and journey.map_id in said
    assert stores.sessions.get("T1", "C0SHOP:1.1-2").map_id == journey.map_id


def test_a_copy_laid_over_another_example_brings_that_one_along_once(stores):
    journey, said = copies(stores, BLUEPRINT)
    below = stores.maps.get("T1", journey.base_map.map_id, READER)
    assert below.title == examples()[VACUUM].document.map.title and "came along" in said
    assert all(getattr(t, lane) for t in journey.touchpoints() for lane in LANES)
    second, said = copies(stores, "vacuum-made-easy", "7.7")
    assert second.base_map.map_id == below.map_id and "came along" not in said
    third, _ = copies(stores, EMPATHY, "8.8")
    assert {note.links_to.partition("/")[0] for note in third.notes if note.links_to} == {below.map_id}
    assert len(stores.maps.lines("T1", READER)) == 4


def test_links_to_a_map_that_is_not_here_are_left_out_of_a_copy(stores):
    journey, _ = copies(stores, EMPATHY)
    assert journey.notes and not any(note.links_to for note in journey.notes)


def test_a_copy_is_edited_voted_on_and_asked_about_in_its_thread(stores):
    journey, _ = copies(stores, SNEAKERS)
    _, told = takes(stores, "rename stage 2 to Browse", thread="1.1-2", addressed=False)
    assert "Browse" in told
    _, told = takes(stores, "cart: -2 too dear", thread="1.1-2", addressed=False)
    _, told = takes(stores, "Which pain points are there?", thread="1.1-2", addressed=False)
    assert "delivery costs appear only in the cart" in told
    newest = stores.maps.get("T1", journey.map_id, READER)
    assert newest.stages[1].title == "Browse"
    assert "U0EVA" in {vote.by for vote in newest.stages[2].moods}


def test_a_copy_beside_its_example_shows_what_was_changed_and_nothing_else(stores):
    journey, _ = copies(stores, SNEAKERS)
    _, told = takes(stores, "compare with the example", thread="1.1-2", addressed=False)
    assert "do not differ" in told
    takes(stores, "rename stage 2 to Browse", thread="1.1-2", addressed=False)
    takes(stores, "remove posts a photo of the shoes", thread="1.1-2", addressed=False)
    for say in ("compare with the example", "compare with the sneaker example", "спореди со примерот", "对比 示例"):
        outcome, told = takes(stores, say, thread="1.1-2", addressed=False)
        table = next(part for part in outcome.replies[0].parts if isinstance(part, Table))
        assert len(table.rows) == 2, (say, table.rows)
        assert [cell for cell in table.rows[0] if cell in ("Choose", "Browse")] == ["Choose", "Browse"]
        assert "posts a photo of the shoes" in table.rows[1]
    _, pressed = takes(stores, press=Press(action="example.compare", value=journey.map_id))
    assert "Browse" in pressed


def test_two_stored_maps_are_compared_by_their_names_also_without_a_word_between(stores):
    copies(stores, SNEAKERS)
    copies(stores, VACUUM, "7.7")
    for say in ("compare white pair with vacuum", "compare white-pair-without vacuum-break-again"):
        _, told = takes(stores, say, thread="command-U0EVA", kind="command", private=True)
        assert "cart abandonment from 70% to 49%" in told and "more orders on the phone" in told


def test_a_comparison_without_two_maps_says_what_to_type(stores):
    _, told = takes(stores, "compare", thread="command-U0EVA", kind="command", private=True)
    assert "/journey compare" in told
    copies(stores, SNEAKERS)
    _, told = takes(stores, "compare versions 1 and 1", thread="1.1-2", addressed=False)
    assert "Which two maps" not in told


def test_the_sample_map_of_a_channel_is_the_base_of_a_copy_made_there(tmp_path: Path):
    load_samples(Settings(WAYMARK_DATA=tmp_path))
    stores = open_stores(tmp_path)
    here = {"workspace_id": "T0WAYMARK", "channel_id": "C0VACUUM", "reader": Reader("U0EVA", frozenset(("C0VACUUM",)))}
    outcome, said = takes(stores, press=Press(action="example.copy", value=BLUEPRINT), **here)
    stores.close()
    assert outcome.turn.journey.base_map.map_id == VACUUM and outcome.turn.beside == ()
    assert "came along" not in said


def test_an_example_of_another_name_is_refused_with_the_names_there_are(stores):
    with pytest.raises(MapNotFound) as refused:
        takes(stores, "examples zebra", thread="command-U0EVA", kind="command", private=True)
    assert str(refused.value.facts["id"]) == "zebra"


def test_an_empty_workspace_offers_a_map_an_example_and_data(stores):
    for said in ("list", "help"):
        outcome, _ = takes(stores, said, thread="command-U0EVA", kind="command", private=True)
        assert texts_of(outcome)[-3:] == ["Start a journey map", "Try an example", "Import data"]
    outcome, told = takes(stores, press=Press(action="command", value="examples"))
    assert "Finished maps" in told
