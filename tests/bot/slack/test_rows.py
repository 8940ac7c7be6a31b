"""A reply as calls: who gets it where, in which order, and what follows."""

from bot.exchange import Opening
from bot.reply import Attachment, Button, Buttons, Picture, Reply, Table, Text
from bot.slack.heard import Heard
from bot.slack.rows import opening_row, reply_rows, told_row
from prompts.loader import words

SAID = Heard(team="T1", channel="C1", user="U1", thread_ts="1.0")
ASKED = Heard(team="T1", channel="C1", user="U1", thread_ts="command-U1", private=True, response_url="https://r")
PICTURE = Picture(picture="card", map_id="checkout", version=1, alt="Checkout")
FILE = Attachment(file_name="checkout.json", format="json", map_id="checkout", version=1)
TEXT = Text(text="a < b & <!channel>")
EN = words("en")


def test_a_public_reply_goes_into_the_thread_in_the_order_of_its_parts():
    rows = reply_rows(Reply(parts=(TEXT, PICTURE, Text(text="after"))), SAID, EN)
    assert [row.method for row in rows] == ["chat.postMessage", "file", "chat.postMessage"]
    assert {(row.thread, row.payload["channel"], row.payload["thread_ts"]) for row in rows} == {("C1:1.0", "C1", "1.0")}
    assert rows[0].payload["text"] == "a &lt; b &amp; &lt;!channel&gt;"
    assert len({row.token for row in rows}) == 3


def test_a_private_reply_goes_by_its_address_and_its_file_after_a_line_in_the_direct_message():
    rows = reply_rows(Reply(parts=(TEXT, FILE)), ASKED, EN)
    assert [row.method for row in rows] == ["response_url", "chat.postMessage"]
    assert rows[0].payload["response_type"] == "ephemeral" and rows[0].payload["url"] == "https://r"
    assert rows[1].payload["channel"] == "U1" and rows[1].payload["then_file"]["file_name"] == "checkout.json"


def test_a_shared_answer_is_posted_at_the_channels_root_and_only_then_takes_its_original_away():
    rows = reply_rows(Reply(parts=(TEXT, PICTURE), public=True), ASKED, EN)
    assert [row.method for row in rows] == ["chat.postMessage", "file"]
    assert [row.payload.get("then_delete") for row in rows] == ["https://r", None]
    assert rows[0].payload["thread_ts"] == ""


def test_the_opening_message_starts_the_build_in_its_thread():
    opening = Opening(title="Check <out>", kind="empathy", lang="mk")
    row = opening_row(opening, ASKED, "Ana & co", EN)
    assert row.payload["text"].count("&lt;out&gt;") == 1 and "Ana &amp; co" in row.payload["text"]
    start = Heard.model_validate(row.payload["then"])
    assert (start.opening, start.private, start.user) == (opening, False, "U1")


def test_the_opening_message_names_the_kind_where_it_is_not_the_usual_one():
    said = [opening_row(Opening(kind=kind), ASKED, "Ana", EN).payload["text"] for kind in ("empathy", "current_state")]
    assert "a journey map (empathy map)." in said[0] and "a journey map." in said[1]


def test_a_person_is_told_of_a_refusal_where_they_asked():
    opening = told_row(opening_row(Opening(), ASKED, "Ana", EN), "no")
    assert opening is not None and opening.payload == {"url": "https://r", "response_type": "ephemeral", "text": "no"}
    told = told_row(reply_rows(Reply(parts=(TEXT,)), SAID, EN)[0], "no")
    assert told is not None and told.payload["channel"] == "U1"
    assert told_row(told, "no again") is None


def test_two_tables_make_two_messages():
    table = Table(title="", columns=("a",), rows=(("1",),))
    row = Buttons(buttons=(Button(text="Go", action="go"),))
    assert len(reply_rows(Reply(parts=(table, row, table)), SAID, EN)) == 2
