"""Ten questions in a row by two people in one thread, in three languages, with follow-ups and buttons, in a browser:
each is answered with a figure, a drawing and a basis line."""

import asyncio
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.async_api import Locator

from bot.playground.driver import Playground
from prompts.loader import words
from storage.model.types import Lang
from tests.e2e.browser import PATIENCE, answers, opens_thread, shoots, types, windows
from tests.e2e.hearing import taken_by_slack

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


class Asked(NamedTuple):
    """`[…]` is a button; `seen` a part of the answer that only this question has, in the asker's language."""

    who: str
    lang: Lang
    what: str
    seen: str


QUESTIONS = (
    Asked("ana", "en", "where do customers drop off?", "do not go on to Purchase"),
    Asked("boris", "zh", "按设备呢？", "按设备"),
    Asked("ana", "en", "[By persona]", "by persona"),
    Asked("boris", "zh", "每月的转化率是多少？", "从“Awareness”走到“Purchase”"),
    Asked("ana", "mk", "колку време трае по фаза?", "по фаза"),
    Asked("ana", "mk", "а по персона?", "по персона"),
    Asked("boris", "en", "what hurts most?", "The worst pain point"),
    Asked("boris", "en", "[By persona]", "by persona"),
    Asked("ana", "zh", "客户在 Compare 之后做什么？", "“Compare”之后"),
    Asked("boris", "mk", "каде ги губиме клиентите?", "не продолжуваат"),
)
DRAWN = "figure.chart, .data-table, .table-frame, img"


async def answered(told: Locator, before: int, basis: str) -> str:
    """What Waymark said after the first `before` messages, once its basis line is there; it may take several."""
    for _ in range(PATIENCE // 100):
        said = "\n".join((await told.all_inner_texts())[before:])
        if basis in said:
            return said
        await asyncio.sleep(0.1)
    raise AssertionError(f"no {basis!r} in {said!r}")


async def test_ten_questions_by_two_people_in_one_thread(sampled: Playground, tmp_path: Path):
    shots = Path(os.environ.get("WAYMARK_SHOTS") or tmp_path)
    async with windows(sampled.page_url, "U0ANA", "U0BORIS") as (ana, boris):
        people = {"ana": ana, "boris": boris}
        await types(ana, f"@Waymark {QUESTIONS[0].what}")
        for page in people.values():
            await opens_thread(page, QUESTIONS[0].what)
        for number, asked in enumerate(QUESTIONS, 1):
            page = people[asked.who]
            told = page.locator("#thread .message:has(.badge), #thread .message:has(.blocks)")
            before = 0 if number == 1 else await told.count()
            if number > 1:
                await answers(page, asked.what)
            said = await answered(told, before, words(asked.lang)("answers.basis", basis="").strip())
            assert asked.seen in said, said
            assert re.search(r"\d{3}", said.replace("\u202f", "")), said
            first = told.nth(before)
            drawn = [await told.nth(at).locator(DRAWN).count() for at in range(before, await told.count())]
            assert any(drawn), said
            await first.scroll_into_view_if_needed()
            await shoots(page, f"question-{number:02}-{asked.who}-{asked.lang}", shots)
    assert await taken_by_slack(sampled) == []
