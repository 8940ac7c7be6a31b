"""What becomes of a piece that somebody agreed to keep: stored clean, behind its item, readable by the right people."""

from datetime import date

import pytest

from bot.reply import Press
from storage.errors import ChangeRefused, MapNotFound
from storage.model.confidence import of_item
from tests.bot.evidence.desk_of_evidence import SECRET, SHOP, Desk


def test_a_quote_makes_its_item_researched_and_coverage_grows_by_one(desk: Desk):
    before = desk.coverage()
    told = desk.keeps("too-much-text", who="a caller", on=date(2026, 11, 2))
    assert 'Saved as evidence: "I gave up at page three." (a caller, 2 Nov).' in told
    assert '"too much text" is now researched.' in told
    assert f"evidence for {before.backed + 1} of {before.items} items" in told
    pain = next(pain for pain in desk.journey.pain_points if pain.slug == "too-much-text")
    assert pain.evidence == (desk.pieces()[-1].evidence_id,)


def test_a_colleagues_message_makes_it_partly_backed_only(desk: Desk):
    assert '"too much text" is now partly backed.' in desk.keeps("too-much-text", kind="message")


def test_what_names_a_person_is_replaced_however_it_was_typed(desk: Desk):
    told = desk.keeps(text="Call me at +389 70 123 456 or c@example.com", who="colleen@example.com")
    piece = desk.pieces()[-1]
    assert (piece.text, piece.who, piece.redacted) == ("Call me at [phone] or [e-mail]", "[e-mail]", True)
    assert "E-mail addresses and long numbers were replaced." in told


def test_without_an_item_it_is_kept_and_no_map_changes(desk: Desk):
    version = desk.journey.version
    assert "It stands behind no item yet." in desk.keeps()
    assert desk.journey.version == version and desk.pieces()[-1].text == "I gave up at page three."


def test_a_long_text_becomes_several_pieces_behind_the_same_item(desk: Desk):
    desk.keeps("too-much-text", text="This sentence says a lot about it. " * 250)
    pain = next(pain for pain in desk.journey.pain_points if pain.slug == "too-much-text")
    assert len(pain.evidence) == 3
    assert all(len(piece.text or "") <= 4000 for piece in desk.pieces())


def test_the_same_words_of_the_same_message_are_kept_once(desk: Desk):
    for item in ("too-much-text", "broke-again"):
        desk.keeps(item, permalink="https://team.slack.com/archives/C1/p1")
    kept = [piece for piece in desk.pieces() if piece.permalink]
    behind = [pain.slug for pain in desk.journey.pain_points if kept[0].evidence_id in pain.evidence]
    assert len(kept) == 1 and sorted(behind) == ["broke-again", "too-much-text"]


def test_words_of_a_private_place_count_and_stay_there(desk: Desk):
    told = desk.keeps("too-much-text", channels=(SECRET, SHOP), from_private=True, opened=False)
    assert "Others see that there is a piece they cannot read." in told
    assert desk.pieces()[-1].channel_id == SECRET
    listed = desk.command("evidence", by="U0MIA")
    assert "1 piece of evidence you cannot see" in listed and "page three" not in listed
    assert "too much text | Compare" not in listed
    own = desk.command("evidence", channels=(SHOP, SECRET))
    assert "I gave up at page three." in own and "cannot see" not in own


def test_words_of_a_private_place_that_were_opened_are_read_by_all_who_see_the_map(desk: Desk):
    desk.keeps("too-much-text", channels=(SECRET, SHOP), from_private=True, opened=True)
    assert "I gave up at page three." in desk.command("evidence", by="U0MIA")


def test_an_item_that_is_gone_is_refused_and_nothing_is_kept(desk: Desk):
    before = desk.pieces()
    with pytest.raises(ChangeRefused) as refused:
        desk.keeps("never-was")
    assert refused.value.key == "evidence_item_gone" and desk.pieces() == before


def test_a_map_outside_ones_scope_does_not_exist(desk: Desk):
    with pytest.raises(MapNotFound):
        desk.keeps("too-much-text", channels=(SECRET,))


def test_a_mood_takes_it_through_ones_own_vote(desk: Desk):
    stage = next(stage for stage in desk.journey.stages if stage.moods)
    voter = stage.moods[0].by
    desk.keeps(f"@{stage.slug}", by=voter)
    now = desk.journey.stage(stage.slug)
    assert now is not None
    vote = next(vote for vote in now.moods if vote.by == voter)
    assert vote.evidence[-1] == desk.pieces()[-1].evidence_id


def test_they_said_no_empties_the_words_and_keeps_the_row(desk: Desk):
    before = desk.coverage()
    desk.keeps("too-much-text")
    kept = desk.pieces()[-1]
    assert "The words do not come back" in desk.presses("They said no")
    assert desk.pieces()[-1] == kept  # asked first
    told = desk.presses("Empty it")
    assert '"too much text"' in told
    gone = desk.pieces()[-1]
    assert (gone.text, gone.consent) == (None, "refused")
    assert desk.coverage() == before
    pain = next(pain for pain in desk.journey.pain_points if pain.slug == "too-much-text")
    assert kept.evidence_id in pain.evidence
    assert of_item(pain, desk.journey, {}) == "assumption"
    desk.command("evidence")
    assert all("page three" not in option.text for menu in desk.menus() for option in menu.options)


def test_they_agreed_is_written_down(desk: Desk):
    desk.keeps("too-much-text")
    desk.command("evidence")
    desk.chooses("Look at a piece", "I gave up")
    desk.presses("They agreed")
    assert desk.pieces()[-1].consent == "given"


def test_a_build_no_longer_offers_sentences_of_a_piece_that_was_refused(desk: Desk):
    for text in ("new map", "Fewer people drop off", "Ben, 41", "I want flour before five", "Search > Order"):
        desk.does(text, thread="7.7", private=False)
    long = "The search was slow and I was angry. " * 12
    desk.does(long, thread="7.7", private=False)
    session = desk.stores.sessions.get("T1", f"{SHOP}:7.7")
    assert session is not None and "angry" in session.notes["sentences"]
    desk.does(press=Press(action="evidence.refuse_sure", value=desk.pieces()[-1].evidence_id))
    session = desk.stores.sessions.get("T1", f"{SHOP}:7.7")
    assert session is not None and session.notes["sentences"] == "[]"
    assert "angry" not in (desk.pieces()[-1].text or "")


def test_what_is_guessed_can_be_asked_in_the_middle_of_a_build(desk: Desk):
    for text in ("new map", "Fewer people drop off", "Ben, 41", "I want flour before five", "Search > Order"):
        desk.does(text, thread="7.7", private=False)
    told = desk.does("what do we only guess?", thread="7.7", private=False, addressed=False)
    assert "evidence for 0 of 0 items" in told and 'What does Ben do at "Search"' in told
