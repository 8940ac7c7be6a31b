"""The three languages say the same things: every area has the same keys, and each sentence the same places to fill."""

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from prompts.loader import words
from storage.model.lists import CHANNELS, OVERLOOKED, STAGE_TEMPLATES

LOCALES = Path("prompts/locales")
LANGS = ("zh", "mk")
AREAS = sorted({file.name for file in LOCALES.glob("*/*.yaml")})
PATTERNS = ("phrases.yaml",)  # regular expressions: braces are no places to fill


def leaves(prefix: str, tree: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in tree.items():
        found |= leaves(f"{prefix}{key}.", value) if isinstance(value, dict) else {f"{prefix}{key}": value}
    return found


def area(lang: str, name: str) -> dict[str, Any]:
    file = LOCALES / lang / name
    return leaves("", yaml.safe_load(file.read_text("utf-8")) or {}) if file.exists() else {}


def places(sentence: object) -> list[str]:
    return sorted({name for _, name, _, _ in Formatter().parse(str(sentence)) if name and name.isidentifier()})


@pytest.mark.parametrize("name", AREAS)
@pytest.mark.parametrize("lang", LANGS)
def test_an_area_has_the_keys_of_the_english_one(lang: str, name: str) -> None:
    english, other = set(area("en", name)), set(area(lang, name))
    missing, more = sorted(english - other), sorted(other - english)
    assert not missing and not more, f"{lang}/{name}: missing {missing}, not in English {more}"


@pytest.mark.parametrize("name", [name for name in AREAS if name not in PATTERNS])
@pytest.mark.parametrize("lang", LANGS)
def test_a_sentence_has_the_places_to_fill_of_the_english_one(lang: str, name: str) -> None:
    english, other = area("en", name), area(lang, name)
    for key in english.keys() & other.keys():
        if isinstance(english[key], str) and "{" in english[key] + str(other[key]):
            assert places(other[key]) == places(english[key]), f"{lang}/{name}: {key}"


@pytest.mark.parametrize("name", [name for name in AREAS if name not in PATTERNS])
@pytest.mark.parametrize("lang", LANGS)
def test_a_sentence_of_english_has_words_in_the_other_language(lang: str, name: str) -> None:
    english, other = area("en", name), area(lang, name)
    script = {"zh": r"[\u3400-\u9fff]", "mk": r"[\u0400-\u04ff]"}[lang]
    same = [
        key
        for key, said in english.items()
        if isinstance(said, str) and len(re.findall(r"[a-z]{2,}", re.sub(r"\{\w+\}|/\S+|`[^`]*`|:\w+:", "", said))) > 2
        if key in other and not re.search(script, str(other[key]))
    ]
    assert same == [], f"{lang}/{name}: still English"


@pytest.mark.parametrize("lang", LANGS)
def test_words_of_a_language_have_every_key(lang: str) -> None:
    assert words(lang).lang == lang
    assert words("en").keys() ^ words(lang).keys() == frozenset()


@pytest.mark.parametrize("lang", ["en", *LANGS])
def test_the_lists_have_a_label_for_every_key_in_order(lang: str) -> None:
    own = words(lang)
    assert list(own.data("lists.channels")) == list(CHANNELS)
    assert set(own.data("lists.channel_words")) == set(CHANNELS)
    assert list(own.data("lists.overlooked")) == list(OVERLOOKED)
    for key, steps in STAGE_TEMPLATES.items():
        if key in own.data("lists.templates"):
            assert list(own.data("lists.templates")[key]) == [step.slug for step in steps]
    assert list(own.data("lists.moods")) == ["-2", "-1", "0", "+1", "+2"]


@pytest.mark.parametrize("lang", LANGS)
def test_corrections_do_the_same_in_every_language(lang: str) -> None:
    def done(tongue: str) -> set[str]:
        return {entry["do"] for entry in words(tongue).data("correction")}

    assert done(lang) == done("en")


def test_a_latin_word_of_another_language_means_the_same_channel_as_in_english() -> None:
    """The word lists are read together: what is written alike has to mean the same."""
    meant: dict[str, str] = {}
    for lang in ("en", *LANGS):
        for channel, known in words(lang).data("lists.channel_words").items():
            for word in (*known.get("words", ()), *known.get("names", ())):
                if word.isascii():
                    assert meant.setdefault(word.casefold(), channel) == channel, f"{lang}: {word}"


@pytest.mark.parametrize("lang", LANGS)
def test_no_control_word_stands_for_two_controls(lang: str) -> None:
    said = [word.casefold() for known in words(lang).data("control").values() for word in known]
    assert sorted(said) == sorted(set(said))


# Words that tell whether a woman or a man is meant; what the bot says has none of them.
GENDERED_MK = re.compile(r"\b(?:таа|него|неа|неговиот|неговата|нејзиниот|нејзината|сигурен|сигурна|самиот|самата)\b")
GENDERED_ZH = re.compile(r"[他她]")


@pytest.mark.parametrize(("lang", "gendered"), [("mk", GENDERED_MK), ("zh", GENDERED_ZH)])
def test_the_build_says_no_word_for_he_or_she(lang: str, gendered: re.Pattern[str]) -> None:
    said = area(lang, "conversation.yaml")
    assert [key for key, text in said.items() if gendered.search(str(text).replace("其他", ""))] == []
