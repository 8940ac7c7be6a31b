"""Which language is spoken to whom."""

from datetime import UTC, datetime

import pytest

from bot.language import of_locale, spoken, told_by
from storage.model.session import Member, Session, Workspace

WORKSPACE = Workspace(workspace_id="T1", default_lang="mk")
ANA = Member(workspace_id="T1", member_id="U0ANA", name="Ana", locale="zh")
BUILD = Session(
    workspace_id="T1", session_id="C1:1", lang="zh", started_by="U0ANA", started_at=datetime(2026, 11, 4, tzinfo=UTC)
)


def test_a_build_keeps_its_language_whatever_is_written_in_it():
    assert spoken(WORKSPACE, ANA.model_copy(update={"lang": "en"}), BUILD, told="mk") == "zh"


def test_outside_a_build_what_was_written_tells_then_the_person_then_the_workspace_then_the_settings():
    chosen = ANA.model_copy(update={"lang": "en"})
    assert spoken(WORKSPACE, chosen, told="mk") == "mk"
    assert spoken(WORKSPACE, chosen) == "en"
    assert spoken(WORKSPACE, ANA) == "zh"
    assert spoken(WORKSPACE) == "mk"
    assert spoken(Workspace(workspace_id="T1"), otherwise="zh") == "zh"
    assert spoken(Workspace(workspace_id="T1")) == "en"


def test_a_language_that_is_not_spoken_here_is_passed_over():
    assert spoken(WORKSPACE, ANA.model_copy(update={"lang": "de"})) == "mk"
    assert spoken(Workspace(workspace_id="T1"), otherwise="de") == "en"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("在哪一步流失最多？", "zh"),
        ("Compare 阶段有什么痛点", "zh"),
        ("Curious Colleen 在 Landing Page 哪里流失", "zh"),
        ("каде се губат купувачите", "mk"),
        ("каде се губат во Checkout", "mk"),
        ("where do customers drop off?", None),
        ("where do customers drop off in 我要买一台不会再坏的吸尘器?", None),
        ("what gets in the way at „Плаќање“?", None),
        ("Zoë naïve café", None),
        ("kade se otkazuvaat kupuvacite", "mk"),
        ("Kade se otkazuvaat kupuvačite vo Checkout?", "mk"),
        ("zosto zaminuvaat", "mk"),
        ("kade", None),
        ("fala", None),
        ("vo Checkout", None),
        ("how many do we lose na Landing Page", None),
        ("was ist im Warenkorb so teuer", None),
        ("Wo gehen die Kunden verloren", None),
        ("42 %", None),
        ("", None),
    ],
)
def test_the_script_of_a_text_tells_its_language_and_titles_named_in_it_do_not(text: str, lang: str | None):
    assert told_by(text) == lang


@pytest.mark.parametrize(
    ("locale", "lang"),
    [("zh-CN", "zh"), ("zh_TW", "zh"), ("mk-MK", "mk"), ("en-US", "en"), ("EN", "en"), ("de-DE", None), ("", None)],
)
def test_a_locale_of_slack_is_one_of_our_languages_or_none(locale: str, lang: str | None):
    assert of_locale(locale) == lang
