"""Text of people in Slack's places."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.escape import cut, markdown, mrkdwn, mrkdwn_object, permalink, plain_text
from bot.slack.findings import length


def test_entities_are_made_once_and_never_undone():
    assert mrkdwn("<!channel> & <b>") == "&lt;!channel&gt; &amp; &lt;b&gt;"
    assert mrkdwn("&lt;!here&gt;") == "&amp;lt;!here&amp;gt;"


def test_direction_and_tag_characters_are_gone_and_joined_emoji_stay():
    assert mrkdwn("a\u202eb\u200bc\U000e0041d") == "abcd"
    assert mrkdwn("👩\u200d💻") == "👩\u200d💻"


ADDRESSES = (
    "https://evil.example/a?b=c", "HTTP://EVIL.example", "www.evil.example", "evil.example", "javascript://x",
    "ceo@evil.example", "mailto:ceo@evil.example",
)  # fmt: skip


@pytest.mark.parametrize(
    "around", ["Look at {} now", "发到{}，谢谢", "прати на {}", "`{}`", "a `b {} c` d", "[x]({})", "![x]({})"]
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_bare_address_in_markdown_stands_in_code_of_its_own(address, around):
    made = markdown(around.format(address))
    outside, *inside = re.split(r"`([^`]*)`", made)
    assert inside[0].startswith(address) and made.count("`") == 2
    assert not any(address in part for part in (outside, *inside[1:])) and "](" not in made


def test_figures_and_sentences_are_no_addresses():
    said = "3.5 of 4, e.g. 12.4% at 10.30 a.m. – p < 0.001. Then 1.868…"
    assert markdown(said) == said.replace("<", "&lt;")


def test_mrkdwn_is_verbatim_and_made_in_one_place():
    assert mrkdwn_object(mrkdwn("www.evil.example")) == {"type": "mrkdwn", "text": "www.evil.example", "verbatim": True}
    root = Path(__file__).parents[3] / "bot"
    made = re.compile(r"""["']type["']: ["']mrkdwn["']""")
    assert [file.name for file in root.rglob("*.py") if made.search(file.read_text("utf-8"))] == ["escape.py"]


def test_only_a_message_in_slack_is_a_link():
    ours = "https://acme.slack.com/archives/C0SHOP/p1770000000123456?thread_ts=1770000000.000100&cid=C0SHOP"
    assert permalink(ours) == f"<{ours.replace('&', '&amp;')}>"
    for foreign in (
        "https://evil.example/archives/C0SHOP/p1770000000123456",
        f"{ours}|x",
        "https://a.slack.com.evil.example/",
    ):
        assert "<" not in permalink(foreign)


@given(st.text(max_size=300), st.integers(2, 80))
def test_a_cut_text_fits_and_says_that_it_was_cut(text, longest):
    made = cut(text, longest)
    assert length(made) <= longest
    assert made == text or made.endswith("…")


@given(st.text(max_size=300))
def test_plain_text_is_one_line(text):
    assert "\n" not in plain_text(text, 75)
