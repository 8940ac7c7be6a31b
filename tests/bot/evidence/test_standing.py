"""What is only guessed, what is old, what to ask: asked by command, in words, in three languages."""

from datetime import timedelta

import pytest

from bot.evidence.taking import asked
from prompts.loader import words
from storage.model.confidence import backing, of_item, of_mood
from storage.model.mood import curve
from tests.bot.evidence.desk_of_evidence import AT, Desk


def by_hand(desk: Desk) -> dict[str, str]:
    """Confidence of every item and mood, straight from the rules."""
    journey, known = desk.journey, {piece.evidence_id: backing(piece) for piece in desk.pieces()}
    found = {i.title: of_item(i, journey, known) for i in (*journey.touchpoints(), *journey.pain_points)}
    return found | {f"Mood at {point.title}": of_mood(point.votes, known) for point in curve(journey)}


def test_the_list_counts_what_the_rules_count_and_names_the_weak(desk: Desk):
    told = desk.command("evidence")
    every = by_hand(desk)
    weak = [title for title, confidence in every.items() if confidence != "researched"]
    backed = sum(confidence != "assumption" for confidence in every.values())
    assert f"evidence for {backed} of {len(every)} items" in told
    rows = [line for line in told.splitlines() if line.count(" | ") == 2][1:]
    assert len(rows) == min(len(weak), 15)
    assert f"and {len(weak) - len(rows)} more" in told.splitlines()
    assert all(any(row.startswith(title) for title in weak) for row in rows)


def test_old_pieces_are_those_past_the_maps_own_review_time(desk: Desk):
    days = desk.journey.review_every_days or 90
    desk.keeps("too-much-text", on=AT.date() - timedelta(days=days))
    assert "“I gave up at page three.”" not in desk.does("stale evidence", thread="9.9")
    desk.keeps("broke-again", text="It broke twice.", on=AT.date() - timedelta(days=days + 1))
    told = desk.does("stale evidence", thread="9.9")
    assert "“It broke twice.” (" in told and f"Older than {days} days" in told


def test_the_questions_for_a_customer_are_about_the_weakest_items(desk: Desk):
    told = desk.does("what should we ask a customer?", thread="9.9")
    every = by_hand(desk)
    lines = [line for line in told.splitlines() if " · " in line]
    assert 0 < len(lines) <= 5
    for line in lines:
        title = line.split('"')[1]
        assert every.get(title, every.get(f"Mood at {title}")) != "researched"


def test_an_item_that_got_its_quote_is_asked_about_no_more(desk: Desk):
    first = desk.does("what should we ask a customer?", thread="9.9").splitlines()[1]
    title = first.split('"')[1]
    item = next(item for item in (*desk.journey.pain_points, *desk.journey.touchpoints()) if item.title == title)
    desk.keeps(item.slug)
    assert title not in desk.does("what should we ask a customer?", thread="9.9")


@pytest.mark.parametrize(
    ("lang", "text", "topic"),
    [
        ("en", "What do we only guess?", "weak"),
        ("en", "missing evidence", "weak"),
        ("en", "stale evidence", "old"),
        ("en", "what should we ask a customer", "questions"),
        ("en", "what did customers ask?", None),
        ("en", "where do customers drop off?", None),
        ("zh", "哪些只是猜测？", "weak"),
        ("zh", "过时的证据", "old"),
        ("zh", "该问客户什么？", "questions"),
        ("zh", "客户在哪里流失？", None),
        ("mk", "Што само претпоставуваме?", "weak"),
        ("mk", "стари докази", "old"),
        ("mk", "што да ги прашаме клиентите", "questions"),
        ("mk", "каде се губат клиентите?", None),
    ],
)
def test_it_is_asked_for_in_three_languages(lang: str, text: str, topic: str | None):
    assert asked(text, words(lang)) == topic


def test_with_several_maps_the_person_picks_one(desk: Desk):
    from bot import files_in
    from tests.bot.evidence.desk_of_evidence import SAMPLE, SHOP

    files_in.import_map(SAMPLE, "T1", SHOP, desk.stores, AT, "U0ANA")
    assert "Which map?" in desk.command("evidence")
    assert "evidence for" in desk.chooses("Which map?", desk.journey.title)


def test_nobodys_messages_are_taken_against_their_will(desk: Desk):
    from bot.evidence.habits import never_taken

    assert "may be proposed" in desk.command("privacy", by="U0MIA")
    desk.presses("Never take my messages", by="U0MIA")
    assert never_taken(desk.stores, "T1", "U0MIA") and not never_taken(desk.stores, "T1", "U0ANA")
    desk.command("privacy", by="U0MIA")
    desk.presses("They may be taken", by="U0MIA")
    assert not never_taken(desk.stores, "T1", "U0MIA")


def test_a_channel_chooses_its_emoji(desk: Desk):
    from bot.evidence.habits import proposes

    assert ":round_pushpin:" in desk.command("emoji")
    assert "From now on :bulb:" in desk.command("emoji :bulb:")
    assert proposes(desk.stores, "T1", "C0SHOP", "bulb") and proposes(desk.stores, "T1", "C0SHOP", "bulb::skin-tone-2")
    assert proposes(desk.stores, "T1", "C0OTHER", "round_pushpin") and not proposes(desk.stores, "T1", "C0SHOP", "x")
    assert "I need the name of one emoji" in desk.command("emoji two words")
