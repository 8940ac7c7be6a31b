"""Names of things on the map."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.model.slugs import free, initials, numbered, slug_of
from storage.model.types import SLUG_PATTERN


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("I need a vacuum that will not break again", "vacuum-break-again"),
        ("old vacuum breaks and she asks friends", "old-vacuum-breaks"),
        ("sees our ad on Instagram", "sees-ad-instagram"),
        ("it broke again", "broke-again"),
        ("compares four models on our site", "compares-four-models"),
        ("opens the product page five times", "opens-product-page"),
        ("reads reviews on other sites", "reads-reviews-other"),
        ("too much text", "too-much-text"),
        ("cannot see which one is better", "cannot-see-one"),
        ("puts it in the cart and leaves", "puts-cart-leaves"),
        ("comes back after the reminder e-mail", "comes-back-after"),
        ("pays by card", "pays-card"),
        ("vacuum is delivered", "vacuum-delivered"),
        ("first clean", "first-clean"),
        ("gets a survey by e-mail", "gets-survey-e-mail"),
        ("comparison chart with benefits and costs", "comparison-chart-benefits"),
        ("show happy customers", "show-happy-customers"),
        ("comparison page", "comparison-page"),
        ("delivery date is shown only after payment", "delivery-date-shown"),
        ("Curious Colleen", "curious-colleen"),
    ],
)
def test_titles_of_the_written_example_give_its_slugs(title, slug):
    assert slug_of(title, ()) == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Куќа на ќошот", "kukja-na-kjoshot"),
        ("џвака љубов њива", "dzhvaka-ljubov-njiva"),
        ("ѓавол ѕид жаба", "gjavol-dzid-zhaba"),
        ("ЧИТА рецензии", "chita-recenzii"),
        ("ку\u0301ќа", "kukja"),
    ],
)
def test_macedonian_letters_go_by_the_table(title, slug):
    assert slug_of(title, (), "mk") == slug


def test_a_composed_and_a_decomposed_letter_give_the_same_slug():
    assert slug_of("ку\u045cа", (), "mk") == slug_of("ку\u043a\u0301а", (), "mk") == "kukja"


def test_accents_are_dropped_and_other_signs_become_hyphens():
    assert slug_of("Café Ångström don't", (), "fr") == "cafe-angstrom-don-t"


def test_stop_words_are_dropped_for_english_alone():
    assert slug_of("on the go", (), "en") == "go"
    assert slug_of("on the go", (), "de") == "on-the-go"


@pytest.mark.parametrize("title", ["旧吸尘器坏了", "🎉", "the", "…"])
def test_a_title_without_telling_letters_gives_no_slug(title):
    assert slug_of(title, ()) is None


def test_a_taken_slug_gets_a_number():
    assert slug_of("first clean", {"first-clean"}) == "first-clean-2"
    assert slug_of("first clean", {"first-clean", "first-clean-2"}) == "first-clean-3"


def test_things_without_letters_are_numbered_under_their_stage():
    assert numbered("awareness", "touchpoint", ()) == "awareness-1"
    assert numbered("awareness", "touchpoint", {"awareness-1", "awareness-2"}) == "awareness-3"
    assert numbered("awareness", "pain_point", ()) == "awareness-pain-1"
    assert numbered("awareness", "opportunity", {"awareness-idea-1"}) == "awareness-idea-2"
    assert numbered("", "action", ()) == "action-1"
    assert numbered("", "map", ()) == "map-1"
    assert numbered("", "persona", ()) == "persona-1"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Curious Colleen", "CC"), ("好奇的科琳", "科"), ("李强", "李"), ("ben", "B"), ("Јана Ѓорѓиева Петрова", "ЈЃ")],
)
def test_initials(name, letters):
    assert initials(name) == letters


@given(st.text(max_size=200), st.sampled_from(["en", "mk", "zh", "de"]))
def test_every_slug_is_a_slug_and_free(title, lang):
    first = slug_of(title, (), lang)
    if first is not None:
        second = slug_of(title, {first}, lang)
        assert second is not None
        assert second != first
        for slug in (first, second):
            assert re.match(SLUG_PATTERN, slug)
            assert len(slug) <= 48


@given(st.from_regex(r"[a-z0-9]{1,48}", fullmatch=True), st.integers(0, 120))
def test_a_numbered_name_stays_short_enough(stem, many):
    taken = {numbered(stem, "touchpoint", ())} if many else set()
    for name in (numbered(stem, "pain_point", taken), free(stem, {stem})):
        assert re.match(SLUG_PATTERN, name)
        assert len(name) <= 48
