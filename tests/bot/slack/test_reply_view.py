"""The reply as blocks: whatever a reply holds, Slack's rules hold for what is sent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reply import Button, Buttons, Chart, Menu, Option, Picture, Reply, Series, Table, Text, plain
from bot.slack.check import check_message
from bot.slack.views.data import chart_block
from bot.slack.views.reply import File, Post, messages
from prompts.loader import words

HOSTILE = (
    "<!channel>",
    "<@U0ANA>",
    "&lt;!here&gt;",
    "<https://evil.example|click>",
    "[x](https://a|b><!channel>)",
    "\u202eabc",
)


def payloads(reply: Reply) -> list[dict[str, object]]:
    return [{"text": m.text, "blocks": list(m.blocks)} for m in messages(reply, words()) if isinstance(m, Post)]


def rejected(reply: Reply) -> list[str]:
    return [f"{f.pointer} {f.rule}" for p in payloads(reply) for f in check_message(p) if f.severity == "reject"]


def test_a_question_with_buttons_and_grey_controls_is_one_message():
    reply = Reply(
        parts=(
            Text(text="Noted: -1."),
            Text(text="What next?", style="question"),
            Buttons(buttons=(Button(text="Yes", action="a", value="1"), Button(text="No", action="a", value="2"))),
        )
    )
    (payload,) = payloads(reply)
    blocks = payload["blocks"]
    assert [block["type"] for block in blocks] == ["section", "section", "actions"]
    assert blocks[1]["text"]["text"] == "*What next?*"
    assert [e["action_id"] for e in blocks[2]["elements"]] == ["a#0", "a#1"]
    assert rejected(reply) == []


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("style", ["plain", "question", "headline", "hint", "grey", "warning", "quote"])
def test_no_words_of_people_become_a_mention_or_a_link(hostile, style):
    reply = Reply(
        parts=(Text(text=f"say {hostile}", style=style), Table(title=hostile, columns=("a",), rows=((hostile,),)))
    )
    (payload,) = payloads(reply)
    said = [payload["text"]] + [
        b["text"]["text"] if b["type"] == "section" else b["elements"][0]["text"]
        for b in payload["blocks"]
        if b["type"] in ("section", "context")
    ]
    assert all("<" not in text and "\u202e" not in text for text in said)


def test_a_picture_parts_a_reply_into_message_file_message():
    card = Picture(picture="card", map_id="m", version=1, alt="A map")
    sent = messages(Reply(parts=(Text(text="Here."), card, Text(text="What now?"))), words())
    assert [type(m) for m in sent] == [Post, File, Post]


def test_more_blocks_than_a_message_holds_become_several_messages_in_order():
    reply = Reply(parts=tuple(Text(text=f"line {n}") for n in range(120)))
    sent = payloads(reply)
    assert [len(p["blocks"]) for p in sent] == [50, 50, 20]
    assert rejected(reply) == []


def test_ticks_wait_for_their_button_and_carry_what_they_are_about():
    options = tuple(Option(text=f"option {n}", value=str(n)) for n in range(5))
    reply = Reply(parts=(Menu(label="Which?", action="build.answer", value="overlooked", options=options, many=True),))
    (payload,) = payloads(reply)
    ticks, take = payload["blocks"][0]["elements"]
    assert ticks["action_id"] == "pick#menu"
    assert take["action_id"] == "take#build.answer"
    assert payload["blocks"][0]["block_id"].endswith("|overlooked")


ANY_TEXT = st.text(max_size=4000)
PARTS = st.one_of(
    st.builds(Text, text=ANY_TEXT, style=st.sampled_from(["plain", "question", "hint", "warning"])),
    st.builds(
        lambda texts: Buttons(buttons=tuple(Button(text=t or "x", action="a", value=t[:1000]) for t in texts)),
        st.lists(st.text(min_size=1, max_size=200).filter(str.strip), min_size=1, max_size=40),
    ),
    st.builds(
        lambda names: Table(title="t", columns=("a", "b"), rows=tuple((n, n) for n in names)),
        st.lists(ANY_TEXT, min_size=1, max_size=130),
    ),
    st.builds(
        lambda names: Chart(
            shape="bar",
            title="t" * 80,
            categories=tuple(names),
            series=(Series(name="s" * 40, values=tuple(1.0 for _ in names)),),
            unit="customers",
            note="n = 1",
            alt="bars",
        ),
        st.lists(st.text(min_size=1, max_size=60).filter(lambda t: t.strip().isprintable()), min_size=1, max_size=30),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=12))
def test_slack_takes_every_reply(parts):
    reply = Reply(parts=tuple(parts))
    if plain(reply).strip():
        assert rejected(reply) == []


def test_the_axis_of_a_chart_is_named_in_the_language_of_its_words():
    chart = Chart(
        shape="bar", title="各步骤的客户", categories=("认知", "购买"), unit="customers", note="n = 12", alt="认知 12",
        series=(Series(name="客户", values=(12.0, 4.0)),), lang="zh",
    )  # fmt: skip
    assert chart_block(chart)["chart"]["axis_config"]["y_label"] == "客户"
    english = chart_block(chart.model_copy(update={"lang": "en", "unit": "hours"}))
    assert english["chart"]["axis_config"]["y_label"] == "hours"
