"""The sample thread of the design as acts in the playground: who says or presses what, and what is answered."""

from typing import NamedTuple

from bot.playground.driver import Playground
from tests.e2e.hearing import hears, newest


class Act(NamedTuple):
    """`[text]` is a button; `seen` is a part of the bot's answer."""

    who: str
    what: str
    seen: str


THREAD = (
    Act("Ana", "[Fewer people drop off]", "Who is it about?"),
    Act("Ana", "Curious Colleen, 32, self-employed, good at research, short of time", 'Start with "I"'),
    Act("Ana", "I need a vacuum that will not break again", "Saved as map vacuum-break-again"),
    Act("Ana", "[3]", "4 stages: Inquiry or awareness"),
    Act("Ana", "old vacuum breaks and she asks friends; sees our ad on Instagram", "Noted 2:"),
    Act("Ana", "-2 frustrated: it broke again", "Reason: it broke again"),
    Act("Ana", "rename stage 2 to Compare", 'is now "Compare"'),
    Act(
        "Ana",
        "compares four models on our site\nopens the product page five times\nreads reviews on other sites",
        "Noted 3:",
    ),
    Act("Ana", "-1 too much text", "Reason: too much text"),
    Act("Boris", "-2 cannot see which one is better", "Ana -1, Boris -2: both kept"),
    Act("Mia", "puts it in the cart and leaves; comes back after the reminder e-mail; pays by card", "3 pays by card"),
    Act("Mia", "[0 Neutral]", "Noted: 0"),
    Act("Ana", "vacuum is delivered, first clean, gets a survey by e-mail", "Noted 3:"),
    Act("Ana", "[+2 Very good]", "Here is the first picture."),
    Act("Ana", "[Fill the gaps]", "When does it start"),
    Act("Ana", "starts when the old vacuum breaks, ends with the first clean", "the first clean"),
)


async def opens(slack: Playground, channel: str = "#vacuum-shop") -> str:
    """Ana starts a map by mention; gives the thread."""
    ana = slack.person("Ana")
    said = await ana.says(channel, "@Waymark new map")
    thread = said["message"]["ts"]
    await ana.sees("What should get better once this map exists?", thread=thread, within=20)
    return str(thread)


async def does(slack: Playground, thread: str, act: Act, within: float = 20) -> str:
    """One act; gives the ts of the newest message before it."""
    person = slack.person(act.who)
    before = newest(person)
    if act.what.startswith("["):
        await person.clicks(act.what.strip("[]"), thread=thread, within=within)
    else:
        await person.says("#vacuum-shop", act.what, thread=thread)
    return before


async def plays(slack: Playground, thread: str, act: Act, within: float = 20) -> None:
    """One act, and Waymark's answer to it, seen by the same person."""
    before = await does(slack, thread, act, within)
    await hears(slack.person(act.who), act.seen, thread=thread, within=within, after=before)
