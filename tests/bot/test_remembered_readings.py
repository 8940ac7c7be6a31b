"""What unclear questions were read as is shown by `/journey privacy` and forgotten, by an admin or who chose it."""

from datetime import timedelta

import pytest

from bot.exchange import Outcome
from bot.reply import Buttons, Menu, Press, plain
from bot.slack.check import check_message
from bot.slack.views.reply import Post, messages
from prompts.loader import words
from storage.model.session import Member
from storage.open import Stores, open_stores
from storage.readings import Reading
from tests.bot.test_desk import AT, says


@pytest.fixture
def stores(tmp_path):
    opened = open_stores(tmp_path)
    opened.workspaces.save_member(Member(workspace_id="T1", member_id="U0ANA", name="Ana"))
    opened.workspaces.save_member(Member(workspace_id="T1", member_id="U0MIA", name="Mia", role="admin"))
    for minute, (said, by) in enumerate((("how is _stage_ doing", "U0ANA"), ("and _journey_ then" * 20, "U0BO"))):
        opened.readings.learn("T1", Reading(said=said, meant="drop_off", by=by, at=AT + timedelta(minutes=minute)))
    yield opened
    opened.close()


def asks(stores: Stores, by: str, text: str = "privacy", press: Press | None = None) -> Outcome:
    from bot.conversation.turn import Said

    return says(
        stores, text, said=Said(by=by, name=by, at=AT, text=text, press=press), kind="command" if text else "message"
    )[0]


def menu_of(outcome: Outcome) -> Menu | None:
    return next((part for part in outcome.replies[0].parts if isinstance(part, Menu)), None)


def test_an_admin_sees_all_of_them_with_names_left_out_and_forgets_one(stores):
    shown = asks(stores, "U0MIA")
    assert "how is … doing → Drop-off" in plain(shown.replies[0]) and shown.replies[0].whisper
    menu = menu_of(shown)
    assert menu is not None and len(menu.options) == 2 and all(len(one.text) <= 75 for one in menu.options)
    told = asks(stores, "U0MIA", "", Press(action=menu.action, chosen=(menu.options[1].value,), text=""))
    assert plain(told.replies[0]) == "Forgotten: 1. I will ask back again."
    assert [kept.by for kept in stores.readings.all("T1")] == ["U0BO"]


def test_others_see_and_forget_what_they_chose_themselves(stores):
    menu = menu_of(asks(stores, "U0ANA"))
    theirs = menu_of(asks(stores, "U0MIA"))
    assert menu is not None and theirs is not None and [one.value for one in menu.options] == [theirs.options[1].value]
    asks(stores, "U0ANA", "", Press(action=menu.action, chosen=(theirs.options[0].value,), text=""))
    assert len(stores.readings.all("T1")) == 2
    asks(stores, "U0ANA", "", Press(action="readings.forget_all", text=""))
    assert [kept.by for kept in stores.readings.all("T1")] == ["U0BO"]
    assert menu_of(asks(stores, "U0ANA")) is None


def test_all_are_forgotten_at_once_by_an_admin(stores):
    buttons = [part for part in asks(stores, "U0MIA").replies[0].parts if isinstance(part, Buttons)][-1].buttons
    asks(stores, "U0MIA", "", Press(action=buttons[0].action, text=""))
    assert stores.readings.all("T1") == ()


def test_slack_takes_the_list(stores):
    for minute in range(40):
        said = f"question {minute} " + "x" * 200
        stores.readings.learn("T1", Reading(said=said, meant="channel_preference", by="U0BO", at=AT))
    (reply,) = asks(stores, "U0MIA").replies
    for lang in ("en", "zh", "mk"):
        for post in messages(reply, words(lang)):
            assert isinstance(post, Post)
            found = check_message({"text": post.text, "blocks": list(post.blocks)})
            assert [finding.rule for finding in found if finding.severity == "reject"] == []
