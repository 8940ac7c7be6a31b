"""`/journey language …`, and what it changes for whom."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import desk
from bot.conversation.turn import Said
from bot.exchange import Incoming
from bot.reply import plain
from storage.maps import Reader
from storage.model.session import Member
from storage.open import Stores, open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
ANA, BORIS = "U0ANA", "U0BORIS"


@pytest.fixture
def stores(tmp_path: Path):
    stores = open_stores(tmp_path)
    yield stores
    stores.close()


def types(stores: Stores, text: str, by: str = ANA, lang: str = "en") -> str:
    """The private answer to `/journey <text>`."""
    return says(stores, text, f"command-{by}", by, kind="command", private=True, lang=lang)


def says(stores: Stores, text: str, thread: str = "1.1", by: str = ANA, **more: object) -> str:
    incoming = Incoming(
        workspace_id="T1",
        channel_id="C0SHOP",
        thread=thread,
        said=Said(by=by, name=by.removeprefix("U0").title(), at=AT, text=text),
        addressed=True,
        reader=Reader(by, frozenset(("C0SHOP",))),
        names={by: by},
    ).model_copy(update=more)
    outcome = desk.take(incoming, stores)
    with stores.transaction() as tx:
        outcome.store(tx, incoming)
    return "\n".join(plain(reply) for reply in outcome.replies)


@pytest.mark.parametrize(
    "typed", ["language zh", "语言 zh", "јазик zh", "language Chinese", "语言 中文", "јазик кинески"]
)
def test_a_chosen_language_is_spoken_to_that_person_alone(stores: Stores, typed: str):
    assert "中文" in types(stores, typed)
    assert "这里还没有图" in types(stores, "list")
    assert "There is no map here yet" in types(stores, "list", BORIS)


def test_a_mention_sets_it_too_and_what_is_written_tells_before_it(stores: Stores):
    assert "македонски" in says(stores, "language mk")
    assert "Овде сѐ уште нема мапа" in types(stores, "list")
    assert "这里还没有图" in types(stores, "列表")


def test_the_workspaces_language_is_for_those_who_chose_none(stores: Stores):
    types(stores, "language en", BORIS)
    assert "从现在起" in types(stores, "language workspace zh")
    assert "这里还没有图" in types(stores, "list")
    assert "There is no map" in types(stores, "list", BORIS)


def test_only_an_admin_sets_the_workspaces_language_once_one_is_known(stores: Stores):
    stores.workspaces.save_member(Member(workspace_id="T1", member_id=ANA, name="Ana", role="admin"))
    assert "Only an admin" in types(stores, "language workspace mk", BORIS)
    assert stores.workspaces.workspace("T1").default_lang is None
    assert "Отсега" in types(stores, "јазик простор mk", ANA)
    assert stores.workspaces.workspace("T1").default_lang == "mk"


def test_an_unknown_language_is_named_with_those_that_are_spoken(stores: Stores):
    said = types(stores, "language klingon")
    assert "I do not speak 'klingon'" in said
    assert "zh (中文)" in said
    assert stores.workspaces.member("T1", ANA) is None


def test_alone_it_tells_how_it_is_set(stores: Stores):
    assert "the workspace is set to English" in types(stores, "language")
    assert "工作区的语言是 македонски" in types(stores, "语言", lang="mk")


def test_the_language_of_the_settings_stands_where_nobody_chose(stores: Stores):
    assert "Овде сѐ уште нема мапа" in types(stores, "list", lang="mk")


def test_a_new_map_speaks_the_language_of_its_command_and_keeps_it(stores: Stores):
    assert "最想改善什么" in says(stores, "新建旅程图", "1.1")
    assert "这张图讲的是谁" in says(stores, "Fewer calls to support, please", "1.1")
    assert "Што треба да се подобри" in says(stores, "нова мапа", "2.2")
    assert "What should get better" in says(stores, "new map", "3.3")


def test_a_new_map_without_a_telling_word_speaks_the_persons_language(stores: Stores):
    types(stores, "language zh")
    assert "最想改善什么" in says(stores, "new map", "1.1")
    assert "What should get better" in says(stores, "new map", "2.2", BORIS)


def test_the_type_that_a_command_names_is_the_builds(stores: Stores):
    says(stores, "新建服务蓝图", "1.1")
    session = stores.sessions.get("T1", "C0SHOP:1.1")
    assert session is not None
    assert (session.draft.type, session.lang) == ("service_blueprint", "zh")


def test_a_question_in_the_middle_of_a_build_is_answered_in_the_language_it_is_written_in(stores: Stores):
    says(stores, "new map", "1.1")
    said = says(stores, "каде се губат купувачите?", "1.1")
    assert "нема мапа" in said
    assert "What should get better" in said
