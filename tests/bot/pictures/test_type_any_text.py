"""Whatever people write on a map of any type, its pictures are valid XML."""

from xml.etree import ElementTree

import type_limits as limits
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_maps import persona
from type_cases import TypeCase

from bot.pictures.persona_card import persona_svg
from bot.pictures.quadrant import quadrant_svg
from prompts.loader import words

lines = st.text(max_size=30).map(lambda text: f"a{text}")


@given(lines)
@settings(max_examples=15, deadline=None)
def test_any_text_on_any_type_gives_valid_xml(text: str) -> None:
    base, ideal = limits.crowded_pair(text)
    for case in (
        TypeCase(ideal, persona(), base),
        TypeCase(limits.crowded_blueprint(text), persona()),
        TypeCase(limits.twelve_slots(text), persona()),
        TypeCase(limits.crowded_empathy(text, 2), persona()),
    ):
        for svg in case.pictures():
            ElementTree.fromstring(svg)
        assert len(case.alt()) <= 1000


@given(lines)
@settings(max_examples=15, deadline=None)
def test_any_text_on_a_persona_or_a_quadrant_gives_valid_xml(text: str) -> None:
    person = persona().model_copy(update={"name": text, "goals": (text,), "initials": text[:3]})
    ElementTree.fromstring(persona_svg(person, words("en")))
    ElementTree.fromstring(quadrant_svg(TypeCase(limits.crowded_quadrant(text), persona()).subject))
