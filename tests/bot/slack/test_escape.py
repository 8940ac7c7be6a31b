"""Text of people in Slack's places."""

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.escape import cut, mrkdwn, plain_text
from bot.slack.findings import length


def test_entities_are_made_once_and_never_undone():
    assert mrkdwn("<!channel> & <b>") == "&lt;!channel&gt; &amp; &lt;b&gt;"
    assert mrkdwn("&lt;!here&gt;") == "&amp;lt;!here&amp;gt;"


def test_direction_and_tag_characters_are_gone_and_joined_emoji_stay():
    assert mrkdwn("a\u202eb\u200bc\U000e0041d") == "abcd"
    assert mrkdwn("👩\u200d💻") == "👩\u200d💻"


@given(st.text(max_size=300), st.integers(2, 80))
def test_a_cut_text_fits_and_says_that_it_was_cut(text, longest):
    made = cut(text, longest)
    assert length(made) <= longest
    assert made == text or made.endswith("…")


@given(st.text(max_size=300))
def test_plain_text_is_one_line(text):
    assert "\n" not in plain_text(text, 75)
