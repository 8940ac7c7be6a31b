"""What does Slack make of typed text? Ids for names, entities for signs, and nothing else that means anything."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.sample import sample_workspace
from bot.playground.typed import as_sent

WORKSPACE = sample_workspace()
MEANT = re.compile(r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+)>")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@Ana and @boris, see #vacuum-shop!", "<@U0ANA> and <@U0BORIS>, see <#C0VACUUM>!"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("<!channel> <!here> <https://x|y>", "&lt;!channel&gt; &lt;!here&gt; &lt;https://x|y&gt;"),
        ("<@U0MIA> by id", "<@U0MIA> by id"),
        ("write to ana@boris.example", "write to ana@boris.example"),
        ("@nobody in #nowhere, issue #12", "@nobody in #nowhere, issue #12"),
        ("&lt;b&gt; typed as such", "&amp;lt;b&amp;gt; typed as such"),
        ("旅程 שלום 😀 @Mia", "旅程 שלום 😀 <@U0MIA>"),
    ],
)
def test_typed_text_is_sent_as_slack_sends_it(typed, sent):
    assert as_sent(WORKSPACE, typed) == sent


def test_a_slash_command_carries_names_beside_ids():
    assert as_sent(WORKSPACE, "@Ana #general", labels=True) == "<@U0ANA|ana> <#C0GENERAL|general>"


@given(st.text(alphabet=st.sampled_from("<>&!@#|aU0ANnCG chel")))
def test_only_mentions_of_people_and_channels_keep_their_angle_brackets(typed):
    rest = MEANT.sub("", as_sent(WORKSPACE, typed))
    assert "<" not in rest
    assert ">" not in rest
    assert not re.search(r"&(?!amp;|lt;|gt;)", rest)
