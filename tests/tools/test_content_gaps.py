"""content_gaps: questions of maps, chats and evidence by stage, minus what content answers."""

import random
from collections import Counter
from datetime import UTC, datetime

import pandas as pd
import pytest

from storage.maps import Reader
from storage.model.evidence import Evidence
from tests.tools.conftest import ANA, CHANNEL, NOW, WORKSPACE, make_map
from tests.tools.logs import say
from tools import content_gaps
from tools.content_gaps import ContentGapsArgs, questions_in
from tools.kit import ToolError

ORIGIN = {"by": ANA, "at": NOW, "via": "chat"}


def run(given_sources, **args):
    return content_gaps.run(ContentGapsArgs(**args), given_sources)


def shop(**fields):
    return make_map(
        (
            {
                "slug": "compare", "title": "Compare",
                "customer_questions": ({"text": "Is it loud?", "answered": True},),
                "touchpoints": (
                    {
                        "slug": "chart", "title": "Comparison chart", "origin": ORIGIN, "channel": "website",
                        "customer_questions": ({"text": "Which one lasts longest?", "answered": False},),
                        "content_present": ("Price list of spare batteries",), "evidence": ("e1", "e2"),
                    },
                ),
            },
            {"slug": "buy", "title": "Buy", "touchpoints": ({"slug": "pay", "title": "Pays", "origin": ORIGIN},)},
        ),
        **fields,
    )  # fmt: skip


def asked(text, times=1, **columns):
    return {"kind": "question", "text": text, "times": times, **columns}


CHATS = [
    asked("which vacuum lasts the longest", 5, touchpoint="Comparison chart"),
    asked("What does a spare battery cost?", 3, stage="compare"),
    asked("Can I pay by invoice?", 4, stage="Buy"), asked("pay by invoice", 2, touchpoint="pays"),
    asked("Where is your shop?", 6), asked("Are you hiring?", stage="Careers"),
]  # fmt: skip


def evidence(
    stores, piece="e1", kind="chat_log", channel=CHANNEL, text="Hello. Can I pay by invoice? Thanks. And when?"
):
    common = {"added_by": ANA, "added_at": NOW, "channel_id": channel}
    stores.evidence.add(Evidence(workspace_id=WORKSPACE, evidence_id=piece, kind=kind, text=text, **common))


def test_gaps_by_hand(ask):
    given_sources = ask([], shop())
    say(given_sources.events, CHATS)
    result = run(given_sources)
    assert [(gap.quotes[0], gap.times, gap.stage, gap.noted, gap.asked) for gap in result.gaps] == [
        ("Where is your shop?", 6, None, 0, 6),
        ("Can I pay by invoice?", 6, "Buy", 0, 6),
        ("which vacuum lasts the longest", 6, "Compare", 1, 5),
        ("Are you hiring?", 1, None, 0, 1),
    ]
    assert [(one.quotes[0], one.answered, one.content) for one in result.answered] == [
        ("What does a spare battery cost?", "content", "Price list of spare batteries"),
        ("Is it loud?", "team", None),
    ]
    assert (result.questions, result.unanswered, result.unplaced) == (23, 19, 7)
    assert [(s.stage, s.questions, s.unanswered, s.content, s.without_content) for s in result.stages] == [
        ("Compare", 10, 6, 1, 0), ("Buy", 6, 6, 0, 1),
    ]  # fmt: skip
    assert result.missing == ()


def test_one_stage_channel_or_line_alone(ask):
    given_sources = ask([], shop())
    say(given_sources.events, CHATS)
    assert {gap.stage for gap in run(given_sources, stage="Buy").gaps} == {"Buy"}
    assert [stage.stage for stage in run(given_sources, stage="Buy").stages] == ["Buy"]
    cut = run(given_sources, top_n=1)
    assert (len(cut.gaps), cut.more_gaps, cut.unanswered) == (1, 3, 19)
    with pytest.raises(ToolError, match="unknown_stage"):
        run(given_sources, stage="Careers")
    of_web = run(given_sources, channel="website")
    assert [(gap.quotes[0], gap.noted) for gap in of_web.gaps] == [("Which one lasts longest?", 1)]


def test_a_period_narrows_what_was_asked(ask):
    given_sources = ask([], shop())
    say(
        given_sources.events,
        [asked("Where is it?", occurred_at=datetime(2026, month, 5, tzinfo=UTC)) for month in (3, 4, 5)],
    )
    assert run(given_sources, period="2026-04").questions == 2 + 1
    assert run(given_sources, period="2020").missing == ("asked",)


def test_a_question_list_without_times_counts_where_no_time_is_asked_for(ask):
    given_sources = ask([], shop())
    say(given_sources.events, [asked("Where is it?", 7, occurred_at=None)])
    assert run(given_sources).questions == 2 + 7
    assert run(given_sources, period="2026").questions == 2


def test_chats_and_tickets_on_the_map_hold_questions(ask, stores):
    evidence(stores)
    evidence(stores, "e2", "ticket", text="It does not start.")
    (gap, *_) = [one for one in run(ask([], shop())).gaps if one.evidence]
    assert (gap.quotes, gap.stage, gap.evidence, gap.hidden) == (("And when?",), "Compare", 1, 0)


def test_what_the_asker_may_not_read_is_counted_and_not_shown(ask, stores):
    evidence(stores, channel="C0SECRET")
    reader = Reader("U0BOB", channels=frozenset((CHANNEL,)))
    hidden = [one for one in run(ask([], shop(), reader=reader)).gaps if one.evidence]
    assert [(one.quotes, one.times, one.hidden) for one in hidden] == [((), 1, 1), ((), 1, 1)]
    assert "invoice" not in run(ask([], reader=reader)).model_dump_json()


def test_quotes_and_other_evidence_are_no_questions(ask, stores):
    evidence(stores, kind="quote")
    assert not any(one.evidence for one in run(ask([], shop())).gaps)


def test_sentences_with_a_question_mark_are_questions():
    assert questions_in("Hi! Is it loud? 电池能用多久？好的。 Колку чини?\nok") == [
        "Is it loud?",
        "电池能用多久？",
        "Колку чини?",
    ]
    assert questions_in("No. ??? !") == []


def test_nothing_there_says_what_is_missing(ask):
    empty = run(ask([]))
    assert (empty.questions, empty.gaps, empty.stages, empty.missing) == (0, (), (), ("asked", "content"))
    bare = run(ask([], make_map(("Look", "Buy"))))
    assert [(stage.questions, stage.content) for stage in bare.stages] == [(0, 0), (0, 0)]
    assert bare.missing == ("asked", "content")


def test_of_a_persona_that_no_chat_names_only_the_map_speaks(ask):
    given_sources = ask([], shop())
    say(given_sources.events, [asked("Where is it?", persona="someone-else")])
    result = run(given_sources, persona="curious-colleen")
    assert (result.questions, result.missing) == (2, ("asked",))


WORDS = ("invoice", "warranty", "colour", "delivery", "spare", "noise", "filter", "manual")


def test_two_hundred_random_question_lists_agree_with_pandas(ask, stores):
    """Words of their own: each question is a theme of itself, so counting texts by stage is the second opinion."""
    draw = random.Random(7)
    given_sources = ask([], shop())
    logs = []
    for k in range(200):
        rows = [
            (
                draw.choice(WORDS),
                draw.choice([("compare", "Compare"), ("Buy", "Buy"), (None, None)]),
                draw.randint(1, 4),
            )
            for _ in range(draw.randint(1, 8))
        ]
        logs.append(rows)
        say(given_sources.events, [asked(text, n, stage=at[0], channel=f"log{k}") for text, at, n in rows])
    for k, rows in enumerate(logs):
        result = run(given_sources, channel=f"log{k}")
        frame = pd.DataFrame([(text, at[1], n) for text, at, n in rows], columns=["text", "stage", "n"])
        expected = {
            (text, None if pd.isna(stage) else stage): int(n)
            for (text, stage), n in frame.groupby(["text", "stage"], dropna=False).n.sum().items()
        }
        told = (*result.gaps, *result.answered)
        assert {(one.quotes[0], one.stage): one.times for one in told} == expected
        plain: Counter[object] = Counter()
        for _, at, n in rows:
            plain[at[1]] += n
            plain["all"] += n
        assert result.questions == plain["all"] and result.unplaced == plain[None]
        assert {stage.stage: stage.questions for stage in result.stages} == {
            name: plain[name] for name in ("Compare", "Buy")
        }
        assert {one.quotes[0] for one in result.answered} == {"spare"} & {text for text, _, _ in rows}
