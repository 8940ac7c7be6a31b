"""The short form, the check lists, the quadrant and the strategy file in the playground: nothing of it is refused."""

import pytest

from bot.playground.driver import Playground
from tests.e2e.hearing import hears, newest, taken_by_slack
from tests.e2e.test_slack_maps_in_and_out import ROOM, file_named
from tests.e2e.thread import Act, plays

FORM = (
    Act("Ana", "[Fewer people drop off]", "Who is it about?"),
    Act("Ana", "Ben, 41", 'Start with "I"'),
    Act("Ana", "I want flour before five", "Goals and needs:"),
    Act("Ana", "never run out of flour", "Struggles:"),
    Act("Boris", "calling three suppliers", "Tasks:"),
    Act("Boris", "search; order", "Opportunities:"),
    Act("Mia", "one page with all prices", "Action plan:"),
    Act("Mia", "write the page, @Mia, 30 Nov", "The short form is filled"),
    Act("Ana", "[Draw it in stages]", "Which stages does it have?"),
    Act("Ana", "Search > Order", 'What does Ben do at "Search"'),
    Act("Ana", "looks at our website", 'How does Ben feel at "Search"'),
    Act("Ana", "check website", "Which of these are true of the website?"),
    Act("Boris", "1 3", "Website: 2 of 4 are as they should be."),
    Act("Boris", '[Add as pain points at "Search"]', "Noted 2:"),
    Act("Mia", "quadrant", "No votes yet"),
    Act("Mia", "impact of one page with all prices is 5", "Noted: 5 of 5."),
    Act("Mia", "effort of one page with all prices is 1", "Noted: 1 of 5."),
    Act("Mia", "quadrant", "Do first:"),
    Act("Mia", "what next", "6. Measure again:"),
)


async def test_a_team_goes_from_the_short_form_to_the_strategy(slack: Playground) -> None:
    ana = slack.person("Ana")
    said = await ana.says(ROOM, "@Waymark short form")
    thread = str(said["message"]["ts"])
    await hears(ana, "The short form: goal, person and wish", thread=thread)
    for act in FORM:
        await plays(slack, thread, act)
    await ana.says(ROOM, "strategy", thread=thread)
    told = (await file_named(slack, ".md")).decode()
    assert "one page with all prices" in told and "- write the page (Mia · 30 Nov " in told
    assert await taken_by_slack(slack) == []


@pytest.mark.parametrize(("typed", "title"), [("/journey strategy", "# Customer"), ("/journey 策略", "# 客户体验策略")])
async def test_the_strategy_comes_privately_by_command(sampled: Playground, typed: str, title: str) -> None:
    ana = sampled.person("Ana")
    before = newest(ana)
    await ana.slash(ROOM, typed)
    await hears(ana, "strategy.md", after=before)
    assert (await file_named(sampled, ".md")).decode().startswith(title)
    assert await taken_by_slack(sampled) == []
