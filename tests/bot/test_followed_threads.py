"""In a thread where Waymark was asked, follow-ups need no mention, and people may still talk to each other."""

from collections.abc import Iterator

import pytest

from bot import desk
from bot.conversation.turn import Said
from bot.exchange import Incoming, Outcome
from bot.reply import plain
from bot.samples import load_samples
from bot.settings import Settings
from bot.slack.heard import Heard
from prompts.loader import words
from storage.maps import Reader
from storage.open import Stores, open_stores
from tests.bot.llm.turns import NOW

TEAM, HERE = Settings().workspace, "C0VACUUM"


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    folder = tmp_path_factory.mktemp("followed")
    load_samples(Settings(WAYMARK_DATA=folder))
    opened = open_stores(folder)
    yield opened
    opened.close()


def says(stores: Stores, text: str, thread: str, who: str = "Ana", **more: object) -> Outcome:
    incoming = Incoming(
        workspace_id=TEAM,
        channel_id=HERE,
        thread=thread,
        said=Said(by=f"U0{who.upper()}", name=who, at=NOW, text=text),
        reader=Reader("", everything=True),
        names={"U0ANA": "Ana", "U0BORIS": "Boris"},
    ).model_copy(update=more)
    outcome = desk.take(incoming, stores)
    with stores.transaction() as tx:
        outcome.store(tx, incoming)
    return outcome


def told(outcome: Outcome) -> str:
    return "\n".join(plain(reply) for reply in outcome.replies)


@pytest.fixture(scope="module")
def asked(stores: Stores) -> tuple[tuple[str, str], ...]:
    """What a thread remembers once somebody asked there where customers drop off."""
    return says(stores, "where do customers drop off?", "10.1", addressed=True).remember


@pytest.fixture
def thread(stores: Stores, asked: tuple[tuple[str, str], ...], request: pytest.FixtureRequest) -> str:
    """A thread of its own in which that was asked."""
    name = request.node.name
    for key, value in asked:
        stores.workspaces.remember(TEAM, f"{HERE}:{name}", key, value)
    return str(name)


FOLLOW_UPS = {
    "and by device?": ("en", "by device"),
    "and by device": ("en", "by device"),
    "what about mobile?": ("en", "phone"),
    "按设备呢？": ("zh", "按设备"),
    "按设备": ("zh", "按设备"),
    "а по уред?": ("mk", "по уред"),
    "по уред": ("mk", "по уред"),
    "and the conversion rate?": ("en", "Conversion rate"),
    "转化率呢？": ("zh", "转化率"),
    "а стапката на конверзија?": ("mk", "онверзија"),
}


@pytest.mark.parametrize(("text", "seen"), FOLLOW_UPS.items())
def test_a_follow_up_by_anybody_needs_no_mention(stores: Stores, thread: str, text: str, seen: tuple[str, str]) -> None:
    lang, part = seen
    outcome = says(stores, text, thread, who="Boris")
    assert outcome.lang == lang
    said = told(outcome)
    assert part in said
    assert words(lang)("answers.basis", basis="").strip() in said


BETWEEN_PEOPLE = (
    "lunch at one then", "thanks!", "ok 👍", "let us talk about it on Monday", "@Boris can you take this?",
    "<@U0BORIS> where do customers drop off?", "好的", "谢谢", "明天再说", "<@U0BORIS> 你看一下？", "фала",
    "се слушаме утре", "@Boris ќе го погледнеш ова?", "I will ask the warehouse", "haha", ":tada:",
)  # fmt: skip


@pytest.mark.parametrize("text", BETWEEN_PEOPLE)
def test_what_people_say_to_each_other_stays_unanswered(stores: Stores, thread: str, text: str) -> None:
    outcome = says(stores, text, thread, who="Boris")
    assert (outcome.for_us, outcome.replies) == (False, ())


@pytest.mark.parametrize("text", [*BETWEEN_PEOPLE, "asdf", "?", "为什么", "зошто"])
def test_whoever_mentions_waymark_is_answered(stores: Stores, thread: str, text: str) -> None:
    assert says(stores, text, thread, addressed=True).replies


def test_what_a_thread_is_about_belongs_to_the_thread(stores: Stores) -> None:
    says(stores, "where do customers drop off?", "11.1", addressed=True)
    says(stores, "what is the conversion rate?", "12.1", who="Boris", addressed=True)
    assert "Drop-off" in told(says(stores, "and by device?", "11.1", who="Boris"))
    assert "Conversion rate" in told(says(stores, "and by device?", "12.1"))
    assert told(says(stores, "and by device?", "13.1")) == ""


def test_a_private_question_leaves_the_thread_beside_it_as_it_was(stores: Stores, thread: str) -> None:
    heard = Heard(team=TEAM, channel=HERE, user="U0ANA", thread_ts="command-U0ANA")
    says(stores, "what is the conversion rate?", heard.thread_ts, kind="command", private=True, addressed=True)
    assert "Drop-off" in told(says(stores, "and by device?", thread))
