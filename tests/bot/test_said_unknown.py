"""An answer says what of the question nobody here knows, and takes the stages of the map that it is of."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import asking
from bot.examples import examples
from bot.reply import plain
from prompts.loader import words
from storage.maps import Reader
from storage.model.journey import Home
from storage.open import Stores, open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
MAPS = ("vacuum-break-again", "sneakers-left-cart")


@pytest.fixture
def stores(tmp_path: Path):
    opened = open_stores(tmp_path)
    for key in MAPS:
        drawn = examples()[key].document.map.model_copy(update={"workspace_id": "T1", "home": Home(channel_id="C0A")})
        opened.maps.create(drawn, "U0ANA", AT)
    yield opened
    opened.close()


def _said(question: str, stores: Stores, key: str, lang: str) -> str:
    journey = examples()[key].document.map.model_copy(update={"workspace_id": "T1"})
    thread = asking.Thread("T1", Reader("U0ANA", frozenset(("C0A",))), AT, journey=journey)
    return "\n".join(plain(reply) for reply in asking.answer(question, thread, stores, words(lang)).replies)


@pytest.mark.parametrize(
    ("question", "lang", "warning"),
    [
        ("what are the pain points of students?", "en", "I know no persona “students” here; this is about everybody."),
        ("学生有哪些痛点？", "zh", "这里没有叫“学生”的角色；以下是所有人的。"),
        ("кои се болните точки на студентите?", "mk", "Овде нема персона „студентите“; ова е за сите."),
    ],
)
def test_people_whom_nobody_knows_are_said_first(question: str, lang: str, warning: str, stores: Stores):
    assert _said(question, stores, MAPS[0], lang).splitlines()[1] == warning


@pytest.mark.parametrize("question", ["what are the pain points of customers?", "what are the pain points"])
def test_customers_are_everybody(question: str, stores: Stores):
    assert "I know no" not in _said(question, stores, MAPS[0], "en")


def test_a_common_word_is_the_stage_of_the_map_that_is_asked_about(stores: Stores):
    assert "“Choose”" in _said("谁负责比较阶段", stores, "sneakers-left-cart", "zh").splitlines()[0]
    assert "“Compare”" in _said("谁负责比较阶段", stores, "vacuum-break-again", "zh").splitlines()[0]
