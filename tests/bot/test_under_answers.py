"""What buttons under an answer do, at the desk: files, the same for others, sharing, deleting, readings learnt."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import desk, files_in
from bot.conversation.turn import Said
from bot.drawing import draw_answer, write_sheet
from bot.exchange import Incoming, Outcome
from bot.language import Lang
from bot.reply import Button, Buttons, Chart, Drawn, Menu, Press, Reply, Sheet, Text, plain
from bot.slack.check import check_message
from bot.slack.listeners import actions
from bot.slack.views.reply import Post, messages
from prompts.loader import words
from storage.maps import Reader
from storage.open import Stores, open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "examples"
CHANNEL = "C0VACUUM"


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    opened = open_stores(tmp_path_factory.mktemp("data"))
    files_in.import_events(EXAMPLES / "events.csv", "T1", None, "UTC", opened)
    files_in.import_map(EXAMPLES / "curious_colleen.json", "T1", CHANNEL, opened, AT)
    yield opened
    opened.close()


def take(stores: Stores, thread: str, text: str = "", press: Press | None = None, **more: object) -> Outcome:
    said = Said(by="U0ANA", name="Ana", at=AT, text=text, press=press)
    incoming = Incoming(
        workspace_id="T1", channel_id=CHANNEL, thread=thread, said=said, addressed=True,
        reader=Reader("U0ANA", frozenset((CHANNEL,))), names={"U0ANA": "Ana"},
    ).model_copy(update=more)  # fmt: skip
    outcome = desk.take(incoming, stores)
    with stores.transaction() as tx:
        outcome.store(tx, incoming)
    return outcome


def row(reply: Reply) -> Buttons:
    assert isinstance(reply.parts[-1], Buttons)
    return reply.parts[-1]


def press(button: Button, *chosen: str) -> Press:
    return Press(action=button.action, value=button.value, chosen=chosen, text=button.text)


def behind(reply: Reply, action: str) -> Button:
    """What stands behind "…", as Slack sends it back."""
    (post,) = [sent for sent in messages(reply, words("en")) if isinstance(sent, Post)]
    (menu,) = [e for block in post.blocks for e in block.get("elements", ()) if e["type"] == "overflow"]
    option = next(o for o in menu["options"] if o["value"].startswith(f"{action}|"))
    body = {"type": "block_actions", "actions": [{**menu, "block_id": "b", "selected_option": option}]}
    heard = actions.read({**body, "channel": {"id": "C"}, "team": {"id": "T"}, "user": {"id": "U"}})
    assert heard is not None and heard.press is not None
    return Button(text=heard.press.text, action=heard.press.action, value=heard.press.value)


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
def test_all_rows_come_as_a_file_with_names_of_the_language(stores: Stores, lang: Lang) -> None:
    told = take(stores, f"csv-{lang}", "where do customers drop off by device?").replies[-1]
    (sheet,) = take(stores, f"csv-{lang}", press=press(behind(told, "ask.csv")), lang=lang).replies[-1].parts
    assert isinstance(sheet, Sheet)
    assert sheet.file_name.endswith(".csv")
    drawn = write_sheet(sheet)
    rows = list(csv.reader(io.StringIO(drawn.content.decode("utf-8-sig"))))
    spoken = words(lang)
    assert rows[0] == list(spoken.data("answers.drop_off.columns"))
    assert len(rows) == 1 + 3 * 5  # everyone, phone, computer, at five stages
    assert rows[1][:5] == [spoken("answers.everyone"), "Awareness", "3332", "100.0%", "100.0%"]
    assert rows[2][3:5] == ["71.8%", "71.8%"]
    assert rows[6][0] == spoken("answers.devices.mobile")


def test_the_picture_is_the_chart_with_n_and_words_for_who_cannot_see_it(stores: Stores) -> None:
    told = take(stores, "picture", "where do customers drop off?").replies[-1]
    (drawn,) = take(stores, "picture", press=press(behind(told, "ask.picture"))).replies[-1].parts
    assert isinstance(drawn, Drawn) and isinstance(drawn.what, Chart)
    assert "n = 3\u202f332" in drawn.what.note and "all days" in drawn.what.note
    assert "Awareness 3\u202f332" in drawn.alt and "n = 3\u202f332" in drawn.alt
    assert draw_answer(drawn).content.startswith(b"\x89PNG")


def test_an_answer_without_a_chart_is_drawn_as_its_table(stores: Stores) -> None:
    told = take(stores, "table", "which pain points are worst?").replies[-1]
    (drawn,) = take(stores, "table", press=press(behind(told, "ask.picture"))).replies[-1].parts
    assert isinstance(drawn, Drawn) and not isinstance(drawn.what, Chart)
    assert "version 1" in drawn.note
    assert "too much text" in drawn.alt
    assert draw_answer(drawn).content.startswith(b"\x89PNG")


def test_the_same_is_asked_for_somebody_else_by_a_menu(stores: Stores) -> None:
    told = take(stores, "for", "where do customers drop off?").replies[-1]
    asked = take(stores, "for", press=press(behind(told, "ask.for")))
    (menu,) = asked.replies[-1].parts
    assert isinstance(menu, Menu)
    assert [(option.text, option.value) for option in menu.options] == [
        ("Busy Boris", "persona:Busy Boris"),
        ("Curious Colleen", "persona:Curious Colleen"),
    ]
    chosen = Press(action=menu.action, value=menu.value, chosen=("persona:Busy Boris",))
    told = take(stores, "for", press=chosen).replies[-1]
    assert plain(told).startswith("Drop-off · I need a vacuum that will not break again · Busy Boris")
    assert "1\u202f338" in plain(told)


def test_a_handle_that_nobody_kept_says_so(stores: Stores) -> None:
    told = take(stores, "gone", press=Press(action="ask.csv", value="#0123456789")).replies[-1]
    assert plain(told) == "This button is too old. Please ask the question again."


def test_a_surface_that_cannot_delete_says_so(stores: Stores) -> None:
    told = take(stores, "delete", "where do customers drop off?").replies[-1]
    assert behind(told, "ask.delete").text == "Delete this answer"
    assert plain(take(stores, "delete", press=press(behind(told, "ask.delete"))).replies[-1]) == (
        "I cannot delete messages here."
    )


def test_a_private_answer_can_be_shared(stores: Stores) -> None:
    private = take(stores, "share", "where do customers drop off?", private=True).replies[-1]
    assert [button.action for button in row(private).buttons] == ["ask.same", "ask.same", "ask.explain", "ask.share"]
    shared = take(stores, "share", press=press(row(private).buttons[-1]), private=True).replies[-1]
    assert shared.public
    assert plain(shared).startswith("Shared by Ana")
    assert not any(button.action == "ask.share" for button in row(shared).buttons)


def test_several_questions_are_answered_one_by_one_and_the_basis_is_not_repeated(stores: Stores) -> None:
    told = take(stores, "several", "where do customers drop off and why?").replies
    assert len(told) == 2
    assert "Most are lost after Compare" in plain(told[0]) and "Basis:" in plain(told[0])
    assert "Why 1\u202f168 of 1\u202f868 customers" in plain(told[1]) and "Basis:" not in plain(told[1])
    for reply in told:
        assert behind(reply, "ask.csv")


def test_where_data_is_missing_a_button_says_how_to_add_it(stores: Stores) -> None:
    told = take(stores, "missing", "what is our NPS?").replies[-1]
    assert "no survey answers yet" in plain(told)
    (button,) = row(told).buttons
    assert button.text == "Import data"
    assert "CSV" in plain(take(stores, "missing", press=press(button)).replies[-1])


def test_splits_that_nobody_is_told_apart_by_are_not_offered(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    lines = (f"c{n},2026-10-{day:02},{name}\n" for n in range(40) for day, name in ((1, "view"), (2, "pay")))
    file.write_text("customer_id,occurred_at,event\n" + "".join(lines), "utf-8")
    bare = open_stores(tmp_path / "data")
    files_in.import_events(file, "T1", None, "UTC", bare)
    told = take(bare, "bare", "from view to pay: conversion rate").replies[-1]
    bare.close()
    offered = {button.text for button in row(told).buttons}
    assert not {"By persona", "By device", "By channel"} & offered
    assert "Per month" in offered


def test_the_reading_that_was_chosen_answers_the_same_question_the_next_time(stores: Stores) -> None:
    question = "how is Compare doing?"
    unclear = take(stores, "unclear", question).replies[-1]
    readings = row(unclear).buttons
    assert len(readings) in (2, 3)
    last = readings[-1]
    take(stores, "unclear", press=press(last))
    kept = stores.readings.all("T1")
    assert [(one.by, one.meant in last.value) for one in kept] == [("U0ANA", True)]
    assert "Compare" not in kept[0].said
    again = take(stores, "another thread", "how is Interest doing?").replies[-1]
    assert isinstance(again.parts[0], Text) and again.parts[0].style == "grey"
    stores.readings.forget("T1", [one.said for one in kept])
    assert row(take(stores, "third", question).replies[-1]).buttons[0].action == "ask.pick"


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("kade se otkazuvaat kupuvacite", "mk"),
        ("kolku kupuvaci stignuvaat do Purchase?", "mk"),
        ("zošto zaminuvaat", "mk"),
        ("drop off vo Compare", "en"),
    ],
)
def test_macedonian_in_latin_letters_is_answered_in_cyrillic_ones(stores: Stores, question: str, lang: str) -> None:
    outcome = take(stores, f"latin {question}", question)
    first = outcome.replies[-1].parts[0]
    assert isinstance(first, Text) and outcome.lang == lang
    assert ("купувачи" in plain(outcome.replies[-1]) or "клиенти" in plain(outcome.replies[-1])) == (lang == "mk")


def test_slack_takes_the_menu_and_the_row_with_more_behind_it(stores: Stores) -> None:
    told = take(stores, "slack", "where do customers drop off?").replies[-1]
    menu = take(stores, "slack", press=press(behind(told, "ask.for"))).replies[-1]
    for reply in (told, menu):
        for post in messages(reply, words("en")):
            assert isinstance(post, Post)
            found = check_message({"text": post.text, "blocks": list(post.blocks)})
            assert [finding.rule for finding in found if finding.severity == "reject"] == []
