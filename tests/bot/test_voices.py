"""How to talk to a persona is shown where a touchpoint of that persona is looked up; what to ask customers likewise."""

import pytest

from bot.answers import map_lookup as answer
from bot.questions.commands import Ask, Slots
from bot.reply import Text
from prompts.loader import words
from storage.maps import Reader
from storage.model.types import Owner
from tests.bot.test_strategy import AT, builds, says, stores  # noqa: F401
from tools import map_lookup
from tools.kit import Sources


def result_of(stores, looked_for: str) -> map_lookup.MapLookupResult:  # noqa: F811
    reader = Reader("U0ANA", frozenset(("C0SHOP",)))
    sources = Sources("T1", reader, stores.maps, stores.personas, stores.evidence, stores.events, AT)
    return map_lookup.run(map_lookup.MapLookupArgs(words=looked_for), sources)


def told_of(result: map_lookup.MapLookupResult, lang: str) -> str:
    slots = Slots(words="writes")
    parts = answer.parts(Ask(tool="map_lookup", args=slots), result, words(lang))
    return "\n".join(part.text for part in parts if isinstance(part, Text))


def test_the_tone_is_told_with_the_touchpoint(stores):  # noqa: F811
    builds(stores)
    says(stores, "typical sentence: tell me when it comes")
    said = told_of(result_of(stores, "writes an e-mail"), "en")
    assert 'How to talk to Ben: short and friendly; "tell me when it comes"' in said


def test_without_a_touchpoint_no_tone_is_told(stores):  # noqa: F811
    builds(stores)
    result = result_of(stores, "write the page")
    assert result.found and result.voices == () and "How to talk to" not in told_of(result, "en")


def test_a_private_persona_keeps_the_tone_to_its_owner(stores):  # noqa: F811
    builds(stores)
    (ben,) = stores.personas.list("T1")
    stores.personas.save(ben.model_copy(update={"privacy": "private", "owner": Owner(label="Mia", member_id="U0MIA")}))
    assert result_of(stores, "writes an e-mail").voices == ()


@pytest.mark.parametrize(("lang", "told"), [("zh", "和 Ben 沟通："), ("mk", "Како да се зборува со Ben: ")])
def test_it_is_told_in_every_language(stores, lang, told):  # noqa: F811
    builds(stores)
    assert told in told_of(result_of(stores, "writes an e-mail"), lang)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what should we ask a customer?", "what to ask a customer"),
        ("what should we ask a customer", "what to ask a customer"),
        ("该问客户什么？", "该问客户什么"),
        ("该问客户什么", "该问客户什么"),
        ("што да ги прашаме клиентите?", "што да ги прашаме клиентите"),
        ("што да ги прашаме клиентите", "што да ги прашаме клиентите"),
    ],
)
@pytest.mark.parametrize("addressed", [True, False])
def test_what_to_ask_a_customer_is_told_in_the_thread_of_a_map(stores, question, told, addressed):  # noqa: F811
    for text in ("new map", "Fewer people drop off", "Ben, 41", "I want flour", "Search > Order", "asks friends"):
        says(stores, text)
    _, said = says(stores, question, addressed=addressed)
    assert told in said and "asks friends" in said
    assert "How does Ben feel at" in said or addressed
