"""In the thread of a map a question that could be about anything is about that map; a clear one is left alone."""

import pytest

from bot.questions.commands import Ask, Clarify, OutOfScope, Slots
from bot.questions.of_one_map import of_one_map

TITLE = "I want flour"
LISTED, STRANGE = Ask(tool="map_lookup"), OutOfScope(reason="language", nearest=())
UNCLEAR = Clarify(options=(Ask(tool="content_gaps"), Ask(tool="map_lookup")))
ABOUT_PEOPLE = OutOfScope(reason="not_yet", asked=Ask(tool="personas"), nearest=())


def read(question: str, understood):
    return of_one_map(question, understood, TITLE, ["Ben", "Dana"])


@pytest.mark.parametrize(
    ("question", "understood", "tool", "slots"),
    [
        ("Which touchpoints are in it?", LISTED, "map_lookup", {}),
        ("What are the stages?", UNCLEAR, "map_lookup", {}),
        ("有哪些接触点？", STRANGE, "map_lookup", {}),
        ("最大的痛点是什么？", STRANGE, "pain_points", {}),
        ("Кои се точките на болка?", STRANGE, "pain_points", {}),
        ("Кои цитати ги имаме?", STRANGE, "map_lookup", {"kind": "evidence"}),
        ("What do we know about Dana?", ABOUT_PEOPLE, "map_lookup", {"kind": "persona", "words": "Dana", "top_n": 30}),
        ("关于这个角色我们知道什么？", STRANGE, "map_lookup", {"kind": "persona", "top_n": 30}),
    ],
)
def test_it_is_read_as_a_question_about_the_map(question: str, understood, tool: str, slots: dict[str, object]):
    assert read(question, understood) == Ask(tool=tool, args=Slots(journey=TITLE, **slots))


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Where do customers drop off between the stages?", Ask(tool="drop_off")),
        ("Which maps do we have, and which stages?", LISTED),
        ("我们有哪些图？", STRANGE),
        ("Time for lunch?", OutOfScope(reason="unknown", nearest=())),
        ("Touchpoints of our competitors?", OutOfScope(reason="other_companies", nearest=())),
        ("Which touchpoints of Dana?", Ask(tool="map_lookup", args=Slots(persona="Dana"))),
    ],
)
def test_it_is_left_as_it_was_understood(question: str, understood):
    assert read(question, understood) == understood
