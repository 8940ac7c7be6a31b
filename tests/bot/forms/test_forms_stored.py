"""A form from the inbox is stored with its read-back, or given back whole; [Undo] takes back the last change."""

import pytest

from bot.conversation.turn import Said
from bot.exchange import Incoming, Outcome
from bot.forms.about import Sent
from bot.forms.taking import kept, take
from bot.forms.undoing import undone
from bot.reply import Buttons, Press, Reply, plain
from prompts.loader import words
from storage.errors import EditConflict
from storage.maps import Reader
from storage.model import changes as c
from storage.model.apply import apply
from storage.model.changes import Change
from storage.model.journey import JourneyMap
from storage.open import Stores
from tests.bot.forms.maps import ANA, AT, BORIS, COLLEEN, NAMES, about, journey, sent

EN = words("en")
PLACE = about("touchpoint", "reads-reviews")
READER = Reader(ANA, frozenset(("C0SHOP",)))


@pytest.fixture
def now(stores: Stores) -> JourneyMap:
    stores.personas.save(COLLEEN)
    return stores.maps.create(journey(), ANA, AT)


def incoming(by: str = ANA) -> Incoming:
    said = Said(by=by, name=NAMES[by], at=AT, text="")
    return Incoming(workspace_id="T1", channel_id="C0SHOP", thread="1.0", said=said, reader=READER, names=NAMES)


def does(stores: Stores, outcome: Outcome, by: str = ANA) -> Outcome:
    with stores.transaction() as tx:
        outcome.store(tx, incoming(by))
    return outcome


def sends(stores: Stores, form: Sent, by: str = ANA) -> Outcome:
    return does(stores, take(form, incoming(by), stores, EN), by)


def meanwhile(stores: Stores, *changes: Change) -> None:
    now = stores.maps.get("T1", "vacuum", READER)
    stores.maps.save(apply(now, changes, BORIS, AT, "chat"), changes, BORIS, AT)


def button(reply: Reply, action: str) -> Press:
    every = [one for part in reply.parts if isinstance(part, Buttons) for one in part.buttons]
    return next(Press(action=one.action, value=one.value) for one in every if one.action == action)


def test_a_stored_form_is_one_version_with_its_reason_and_its_writer(stores: Stores, now: JourneyMap):
    outcome = sends(stores, sent(PLACE, now, place="desk 3", mood="-1", why="paid"))
    newest, first = stores.maps.history("T1", "vacuum", READER)
    assert (newest.map.version, newest.reason, newest.by, len(newest.changes)) == (2, "form", ANA, 2)
    (reply,) = outcome.replies
    assert plain(reply).startswith("Ana changed the touchpoint “reads reviews”: Where exactly: desk 3 · Mood: −1 Bad")
    assert button(reply, "form.undo").value == "vacuum|2" and not reply.whisper
    assert first.map == now


def test_the_same_form_twice_is_one_version(stores: Stores, now: JourneyMap):
    form = sent(PLACE, now, place="desk 3")
    sends(stores, form)
    assert sends(stores, form).replies == ()
    assert stores.maps.get("T1", "vacuum", READER).version == 2


def test_what_somebody_saved_between_reading_and_storing_is_not_overwritten(stores: Stores, now: JourneyMap):
    outcome = take(sent(PLACE, now, place="desk 3"), incoming(), stores, EN)
    meanwhile(stores, c.SetTouchpoint(touchpoint="reads-reviews", field="place", value="at home"))
    with pytest.raises(EditConflict):
        does(stores, outcome)
    assert stores.maps.get("T1", "vacuum", READER).version == 2


def test_a_clash_after_the_form_was_closed_goes_to_its_writer_with_all_that_was_typed(stores: Stores, now: JourneyMap):
    form = sent(PLACE, now, place="desk 3", thoughts="who wrote this?")
    meanwhile(stores, c.SetTouchpoint(touchpoint="reads-reviews", field="place", value="at home"))
    (reply,) = sends(stores, form).replies
    text = plain(reply)
    assert reply.whisper and "Boris" in text and "desk 3" in text and "who wrote this?" in text
    token = button(reply, "form.again").value
    assert kept("T1", ANA, token, stores) == form and kept("T1", BORIS, token, stores) is None


def test_a_map_that_was_erased_gives_the_words_back_without_a_form(stores: Stores, now: JourneyMap):
    stores.maps.forget("T1", "vacuum")
    (reply,) = sends(stores, sent(PLACE, now, place="desk 3")).replies
    assert reply.whisper and "desk 3" in plain(reply) and not any(isinstance(part, Buttons) for part in reply.parts)


def test_undo_takes_the_form_back_keeps_what_others_did_and_counts_once(stores: Stores, now: JourneyMap):
    (reply,) = sends(stores, sent(PLACE, now, place="desk 3")).replies
    meanwhile(stores, c.SetTouchpoint(touchpoint="reads-reviews", field="metric", value="pages"))
    press = button(reply, "form.undo")
    assert "Boris" not in plain(does(stores, undone(press, incoming(), stores, EN)).replies[0])
    touchpoint = next(t for t in stores.maps.get("T1", "vacuum", READER).touchpoints() if t.slug == "reads-reviews")
    assert (touchpoint.place, touchpoint.metric) == (None, "pages")
    assert undone(press, incoming(), stores, EN) == Outcome()


def test_undo_of_a_field_that_another_changed_since_asks_first(stores: Stores, now: JourneyMap):
    (reply,) = sends(stores, sent(PLACE, now, place="desk 3")).replies
    meanwhile(stores, c.SetTouchpoint(touchpoint="reads-reviews", field="place", value="at home"))
    asked = undone(button(reply, "form.undo"), incoming(), stores, EN)
    assert asked.saving is None and "Boris" in plain(asked.replies[0])
    does(stores, undone(button(asked.replies[0], "form.undo_anyway"), incoming(), stores, EN))
    touchpoint = next(t for t in stores.maps.get("T1", "vacuum", READER).touchpoints() if t.slug == "reads-reviews")
    assert touchpoint.place is None


def test_undo_is_for_the_writer_alone(stores: Stores, now: JourneyMap):
    (reply,) = sends(stores, sent(PLACE, now, place="desk 3")).replies
    refused = undone(button(reply, "form.undo"), incoming(BORIS), stores, EN)
    assert refused.saving is None and refused.replies[0].whisper


def test_a_persona_is_stored_and_taken_back(stores: Stores, now: JourneyMap):
    form = about("persona", "colleen")
    (reply,) = sends(stores, sent(form, now, persona=COLLEEN, goals="save time\nno regret")).replies
    assert stores.personas.get("T1", "colleen").goals == ("save time", "no regret")
    press = button(reply, "form.undo")
    assert undone(press, incoming(BORIS), stores, EN).saving is None
    does(stores, undone(press, incoming(), stores, EN))
    assert stores.personas.get("T1", "colleen").goals == COLLEEN.goals
    assert undone(press, incoming(), stores, EN).saving is None


def test_a_new_persona_is_stored_with_its_place_on_the_map(stores: Stores, now: JourneyMap):
    sends(stores, sent(about("persona"), now, name="Busy Boris"))
    joined = stores.maps.get("T1", "vacuum", READER).persona_ids
    assert [stores.personas.get("T1", one).name for one in joined] == ["Curious Colleen", "Busy Boris"]


def test_undo_that_somebody_made_up_is_refused_in_words(stores: Stores, now: JourneyMap):
    for value in ("vacuum|99", "vacuum|", "vacuum|x", "vacuum|0|colleen|x"):
        assert undone(Press(action="form.undo", value=value), incoming(), stores, EN).saving is None
