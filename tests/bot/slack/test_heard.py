"""What listeners read from Slack's payloads."""

import pytest

from bot.slack.heard import cut_mention, typed
from bot.slack.listeners import actions, commands, messages
from bot.slack.listeners.messages import Bot

BOT = Bot(user_id="U0WAYMARK", bot_id="B0WAYMARK", url="https://team.example/")


def said(**event):
    return {
        "team_id": "T1",
        "event": {"type": "message", "channel": "C1", "user": "U0ANA", "ts": "1.1", "text": "hi"} | event,
    }


def test_a_mention_and_the_message_of_the_same_post_share_their_key():
    text = "<@U0WAYMARK> new map"
    message = messages.read(said(text=text), BOT)
    mention = messages.read(said(type="app_mention", text=text), BOT)
    assert messages.key(message) == messages.key(mention)
    assert message.addressed
    assert message.text == "new map"


def test_the_bots_own_messages_are_nobodys():
    assert messages.read(said(bot_id="B0WAYMARK"), BOT) is None
    assert messages.read(said(user="U0WAYMARK"), BOT) is None


def test_a_message_outside_a_thread_opens_one_except_in_a_direct_message():
    assert messages.read(said(), BOT).thread_ts == "1.1"
    assert messages.read(said(channel_type="im", channel="D1"), BOT).thread_ts == ""


def test_an_edit_carries_both_texts_and_an_unfurl_is_no_edit():
    edited = {"user": "U0ANA", "ts": "1.1", "thread_ts": "1.0", "text": "new"}
    event = {"subtype": "message_changed", "message": edited, "previous_message": edited | {"text": "old"}}
    heard = messages.read(said(**event), BOT)
    assert (heard.was, heard.text, heard.thread_ts) == ("old", "new", "1.0")
    assert messages.read(said(**event | {"previous_message": edited}), BOT) is None


def test_a_deleted_message_says_what_it_was():
    gone = {"user": "U0ANA", "ts": "1.1", "thread_ts": "1.0", "text": "oops"}
    heard = messages.read(said(subtype="message_deleted", previous_message=gone), BOT)
    assert (heard.deleted, heard.text) == (True, "oops")


def test_a_message_its_edit_and_its_deletion_share_the_permalink_that_slack_makes():
    post = {"user": "U0ANA", "ts": "1.1", "thread_ts": "1.0", "text": "oops"}
    edit = {"subtype": "message_changed", "message": post | {"text": "new"}, "previous_message": post}
    heard = (said(**post), said(**edit), said(subtype="message_deleted", previous_message=post))
    links = {messages.read(event, BOT).permalink for event in heard}
    assert links == {"https://team.example/archives/C1/p11?thread_ts=1.0&cid=C1"}
    assert messages.read(said(), BOT).permalink == "https://team.example/archives/C1/p11"


@pytest.mark.parametrize(
    ("slack", "person"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("see <https://example.org/x|example.org>", "see example.org"),
        ("in <#C1|shop>", "in #shop"),
    ],
)
def test_escaped_text_is_read_as_it_was_typed(slack, person):
    assert typed(slack) == person


def test_a_mention_is_cut_wherever_it_stands():
    assert cut_mention("so <@U0WAYMARK>, where do they stop?", "U0WAYMARK") == ("so  , where do they stop?", True)


def test_a_command_is_private_and_its_thread_is_the_persons_own():
    body = {
        "command": "/journey",
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": "U0ANA",
        "text": "ask why?",
        "response_url": "u",
    }
    heard = commands.read(body)
    assert (heard.private, heard.thread_ts, heard.text) == (True, "command-U0ANA", "ask why?")


def press(action, **more):
    message = {"ts": "2.2", "thread_ts": "1.1"}
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U0ANA"},
        "channel": {"id": "C1"},
        "container": {"message_ts": "2.2"},
        "message": message,
        "actions": [{"action_id": "build.answer#1", "block_id": "b", "action_ts": "3.3"} | action],
    } | more


def test_a_button_brings_its_action_and_value():
    heard = actions.read(press({"value": "v", "text": {"text": "Yes"}}))
    assert (heard.press.action, heard.press.value, heard.press.text, heard.thread_ts) == (
        "build.answer",
        "v",
        "Yes",
        "1.1",
    )


def test_ticks_are_silent_until_their_button_is_pressed():
    assert actions.read(press({"action_id": "pick#menu"})) is None
    ticked = {"values": {"menu-0|overlooked": {"pick#menu": {"selected_options": [{"value": "a"}, {"value": "b"}]}}}}
    heard = actions.read(press({"action_id": "take#build.answer", "block_id": "menu-0|overlooked"}, state=ticked))
    assert (heard.press.action, heard.press.value, heard.press.chosen) == ("build.answer", "overlooked", ("a", "b"))


def test_a_select_brings_what_was_chosen_and_what_it_is_about():
    chosen = {"action_id": "show.open#menu", "block_id": "menu-0|x", "selected_option": {"value": "checkout"}}
    assert actions.read(press(chosen)).press.chosen == ("checkout",)
