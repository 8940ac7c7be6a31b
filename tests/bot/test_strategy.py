"""The strategy file: asked for by command or in a map's thread, filled from the maps that may be read there."""

from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest
from pydantic import TypeAdapter

from bot import desk
from bot.conversation.turn import Said
from bot.drawing import draw
from bot.exchange import Incoming
from bot.exports.strategy import strategy
from bot.language import told_by
from bot.reply import Part, Strategy, plain
from bot.slack.views.reply import File, messages
from prompts.loader import text, words
from storage.maps import Reader
from storage.open import open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)


@pytest.fixture
def stores(tmp_path: Path):
    stores = open_stores(tmp_path)
    yield stores
    stores.close()


def says(stores, said: str, thread: str = "1.1", channel: str = "C0SHOP", **more):
    incoming = Incoming(
        workspace_id="T1",
        channel_id=channel,
        thread=thread,
        said=Said(by="U0ANA", name="Ana", at=AT, text=said),
        addressed=True,
        reader=Reader("U0ANA", frozenset((channel,))),
        names={"U0ANA": "Ana"},
    ).model_copy(update=more)
    outcome = desk.take(incoming, stores)
    with stores.transaction() as tx:
        outcome.store(tx, incoming)
    return outcome, "\n".join(plain(reply) for reply in outcome.replies)


def builds(stores, thread: str = "1.1", channel: str = "C0SHOP", want: str = "I want flour *before* five") -> None:
    for said in (
        "new map", "Fewer people drop off", "Ben, 41, bakes at night", want, "Search > Order", "asks friends",
        "-1 nobody answers", "writes an e-mail", "0", "severity of nobody answers is 4",
        "ideas for nobody answers: a chat",
        "action: write the page, @Ana, 30 Nov", "tone: short and friendly",
    ):  # fmt: skip
        says(stores, said, thread, channel)


def file_of(outcome, stores) -> str:
    (part,) = [part for reply in outcome.replies for part in reply.parts if isinstance(part, Strategy)]
    (drawing,) = draw(part, "T1", stores)
    assert drawing.name.endswith(".md")
    return drawing.content.decode()


@pytest.mark.parametrize("command", ["strategy", "Strategy"])
def test_the_file_holds_goals_people_pains_ideas_actions_and_coverage(stores, command):
    builds(stores)
    outcome, _ = says(stores, command, thread="9.9", kind="command")
    told = file_of(outcome, stores)
    assert told.startswith("# Customer experience strategy")
    assert r"I want flour \*before\* five" in told and "raise" not in told.splitlines()[0]
    assert "Fewer people drop off" in told and "**Ben** · bakes at night" in told
    assert "tone: short and friendly" in told
    assert "- nobody answers (" in told and "severity 4" in told
    assert "- a chat (" in told and "- write the page (Ana · 30 Nov 2026 · to do · " in told
    assert "evidence for 0 of " in told


@pytest.mark.parametrize(
    ("command", "title"), [("策略", "# 客户体验策略"), ("стратегија", "# Стратегија за корисничкото искуство")]
)
def test_it_speaks_the_language_of_the_command(stores, command, title):
    builds(stores)
    outcome, _ = says(stores, command, thread="9.9", kind="command")
    assert file_of(outcome, stores).startswith(title)


@pytest.mark.parametrize("addressed", [True, False])
def test_in_a_maps_thread_the_build_is_left_as_it_is(stores, addressed):
    builds(stores)
    before = stores.sessions.get("T1", "C0SHOP:1.1")
    outcome, _ = says(stores, "strategy", addressed=addressed)
    assert "nobody answers" in file_of(outcome, stores)
    assert stores.sessions.get("T1", "C0SHOP:1.1") == before


def test_maps_of_another_channel_stay_out(stores):
    builds(stores)
    builds(stores, "2.2", "C0SECRET", "I want a secret")
    outcome, _ = says(stores, "strategy", thread="9.9", kind="command")
    assert "secret" not in file_of(outcome, stores) and "from 1 maps" in file_of(outcome, stores)


def test_without_a_map_there_is_no_file(stores):
    _, said = says(stores, "strategy", kind="command")
    assert said == words("en")("slack.no_maps")


def test_an_empty_page_says_so_under_every_heading():
    told = strategy((), (), date(2026, 11, 4), words("mk")).decode()
    assert told.count("(сѐ уште ништо на мапите)") == 6 and "4 ное. 2026" in told.replace("ноем.", "ное.")


def test_the_templates_have_the_same_places():
    places = [
        {name for _, name, _, _ in Formatter().parse(text(f"templates/strategy.{lang}")) if name}
        for lang in ("en", "zh", "mk")
    ]
    assert places[0] == places[1] == places[2] and len(places[0]) == 8


def test_the_file_goes_through_the_outbox_as_a_file_of_its_own(stores):
    builds(stores)
    outcome, _ = says(stores, "strategy", thread="9.9", kind="command")
    (reply,) = outcome.replies
    (sent,) = [message for message in messages(reply, words("en")) if isinstance(message, File)]
    assert TypeAdapter(Part).validate_json(sent.part.model_dump_json()) == sent.part


@pytest.mark.parametrize(
    "said", ["short form", "new short form", "简表", "新建简表", "新建 简表", "кратка форма", "нова кратка форма"]
)
def test_a_mention_begins_a_map_by_the_short_form(stores, said):
    says(stores, said, thread="5.5")
    session = stores.sessions.get("T1", "C0SHOP:5.5")
    assert session.part == "short" and session.pending.question == "ask.goal"
    assert session.lang == (told_by(said) or "en")
