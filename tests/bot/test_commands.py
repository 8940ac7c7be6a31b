"""What follows `/journey`, in any of the languages."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import NAMES, Command, read_command, shown_name, shown_names
from bot.language import LANGUAGES
from prompts.loader import words


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Command("help")),
        ("new", Command("new")),
        ("New Checkout of the shop", Command("new", "Checkout of the shop")),
        ("ask where do customers drop off?", Command("ask", "where do customers drop off?")),
        ("where do customers drop off?", Command("ask", "where do customers drop off?")),
        ("export json checkout", Command("export", "json checkout")),
        ("lsit", Command("list", "", "lsit")),
        ("exprot checkout", Command("export", "checkout", "exprot")),
        ("zzz", Command(None, "", "zzz")),
    ],
)
def test_the_first_word_is_the_subcommand_and_a_misspelt_one_brings_the_closest(text, command):
    assert read_command(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("新建", Command("new", lang="zh")),
        ("新建 结账", Command("new", "结账", lang="zh")),
        ("新建旅程图", Command("new", lang="zh")),
        ("列表", Command("list", lang="zh")),
        ("显示 结账", Command("show", "结账", lang="zh")),
        ("显示结账", Command("show", "结账", lang="zh")),
        ("导出 json 结账", Command("export", "json 结账", lang="zh")),
        ("提问：where do customers drop off?", Command("ask", "where do customers drop off?", lang="zh")),
        ("语言 zh", Command("language", "zh", lang="zh")),
        ("帮助", Command("help", lang="zh")),
        ("нова", Command("new", lang="mk")),
        ("Нова мапа", Command("new", lang="mk")),
        ("листа", Command("list", lang="mk")),
        ("прикажи плаќање", Command("show", "плаќање", lang="mk")),
        ("извези json плаќање", Command("export", "json плаќање", lang="mk")),
        ("јазик mk", Command("language", "mk", lang="mk")),
        ("помош", Command("help", lang="mk")),
        ("помощ", Command("help", "", "помощ", lang="mk")),
    ],
)
def test_a_chinese_or_macedonian_subcommand_tells_its_language(text, command):
    assert read_command(text) == command


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("new map", None, ""),
        ("new map Returns", None, "Returns"),
        ("new blueprint", "service_blueprint", ""),
        ("new service blueprint: Returns", "service_blueprint", "Returns"),
        ("new empathy map", "empathy", ""),
        ("new future map", "future_state", ""),
        ("新建服务蓝图", "service_blueprint", ""),
        ("新建 服务蓝图 退货", "service_blueprint", "退货"),
        ("新建同理心地图", "empathy", ""),
        ("新建理想状态图", "future_state", ""),
        ("нова мапа на емпатија", "empathy", ""),
        ("нов сервисен нацрт Враќање", "service_blueprint", "Враќање"),
        ("new Mapping of the market", None, "Mapping of the market"),
        ("new Blueprints", None, "Blueprints"),
    ],
)
def test_the_type_of_a_new_map_is_named_before_its_title(text, kind, title):
    read = read_command(text)
    assert (read.name, read.kind, read.rest, read.unknown) == ("new", kind, title, "")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("新建账户之后流失多少客户", "zh"),
        ("在哪里流失？", "zh"),
        ("каде се губат купувачите", "mk"),
        ("ask 在哪里流失", "zh"),
    ],
)
def test_a_question_is_no_subcommand_and_its_script_tells_its_language(text, lang):
    read = read_command(text)
    assert (read.name, read.unknown, read.lang) == ("ask", "", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_every_language_is_the_subcommand_it_stands_under(lang):
    for name, listed in words(lang).data("commands.words").items():
        for word in listed:
            assert (read_command(word).name, read_command(word).unknown) == (name, "")
            assert read_command(f"{word.upper()} x").name == name


def test_no_word_stands_for_two_subcommands():
    tables = [words(lang).data("commands.words") for lang in LANGUAGES]
    listed = {name: {word for table in tables for word in table[name]} for name in NAMES}
    assert not any(listed[one] & listed[other] for one, other in combinations(NAMES, 2))


def test_a_subcommand_is_shown_in_the_readers_language():
    assert shown_name("list", words("zh")) == "列表"
    assert shown_names(words("mk"))[0] == "нова"


@given(st.text(max_size=80))
def test_any_text_is_read(text):
    read = read_command(text)
    assert read.name in (*NAMES, None)
    assert read.name is not None or read.unknown
