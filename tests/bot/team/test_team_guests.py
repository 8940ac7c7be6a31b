"""Guests read along and ask; they answer where the owner lets them, and never decide for the team."""

import pytest

from bot import desk as front
from bot import files_in
from bot.conversation.turn import Said
from bot.exchange import Incoming, Outcome
from bot.reply import Press, plain
from prompts.loader import words
from storage.maps import Reader
from storage.model.changes import AddAction
from storage.model.proposal import Proposal, Proposed
from tests.bot.evidence.desk_of_evidence import AT, EVERYTHING, SHOP, Desk

NAMES = {"U0ANA": "Ana", "U0GUEST": "Gus", "U0BORIS": "Boris"}
GUS = "U0GUEST"


class Room:
    """A thread in which a map is built."""

    def __init__(self, desk: Desk) -> None:
        self.stores, self.outcome = desk.stores, Outcome()
        for text in ("new map", "Fewer people drop off", "Ben, 41", "I want flour before five"):
            self.says(text)

    def incoming(self, by: str, text: str = "", press: Press | None = None) -> Incoming:
        return Incoming(
            workspace_id="T1",
            channel_id=SHOP,
            thread="9.9",
            said=Said(by=by, name=NAMES[by], at=AT, text=text, press=press),
            addressed=True,
            reader=Reader("", frozenset((SHOP,)), by == GUS),
            names=NAMES,
        )

    def says(self, text: str = "", by: str = "U0ANA", press: Press | None = None) -> str:
        incoming = self.incoming(by, text, press)
        self.outcome = front.take(incoming, self.stores)
        with self.stores.transaction() as tx:
            self.outcome.store(tx, incoming)
        return "\n".join(plain(reply) for reply in self.outcome.replies)

    @property
    def journey(self):
        session = self.stores.sessions.get("T1", f"{SHOP}:9.9")
        return self.stores.maps.get("T1", session.map_id, EVERYTHING)


@pytest.fixture
def room(desk: Desk) -> Room:
    return Room(desk)


def test_a_guests_answer_is_not_stored_and_they_read_who_can_let_them(room: Room):
    before = room.journey
    said = room.says("Search > Order > Receive", by=GUS)
    assert "You are a guest here" in said and "Ana" in said
    assert room.journey == before
    assert GUS not in room.stores.sessions.get("T1", f"{SHOP}:9.9").members


def test_a_guest_may_ask_why_see_the_card_and_who_answers(room: Room):
    assert "guest" not in room.says("why", by=GUS)
    assert "Ana" in room.says("who answers for the map?", by=GUS)
    assert "guest" not in room.says("meeting view", by=GUS)


def test_the_owner_lets_a_guest_answer_and_takes_it_back(room: Room):
    assert "Only Ana can do that" in room.says("let @Gus edit", by="U0BORIS")
    assert "Only Ana can do that" in room.says("let @Gus edit", by=GUS)
    assert "Gus may answer" in room.says("let @Gus edit")
    assert room.journey.editors == (GUS,)
    room.says("Search > Order > Receive", by=GUS)
    assert [stage.title for stage in room.journey.stages] == ["Search", "Order", "Receive"]
    assert "only reads along" in room.says("do not let @Gus edit")
    assert "You are a guest here" in room.says("rename Search to Seek", by=GUS)
    assert room.journey.stages[0].title == "Search"


@pytest.mark.parametrize("text", ["让 @Gus 编辑", "дозволи на @Gus да менува", "let <@U0GUEST> edit this map"])
def test_it_is_said_in_three_languages_and_by_mention(room: Room, text: str):
    room.says(text)
    assert room.journey.editors == (GUS,)


def test_a_guest_who_edits_decides_nothing(room: Room):
    room.says("let @Gus edit")
    for text in ("owner: Gus", "let @Boris edit", "title: Ours now"):
        room.says(text, by=GUS)
    journey = room.journey
    assert (journey.owner.label, journey.editors, journey.title) == ("Ana", (GUS,), "Ours now")
    room.says("who may see this map")
    room.says(by=GUS, press=Press(action="build.privacy", value="workspace"))
    assert room.journey.privacy == "channel"
    said = room.says(by=GUS, press=Press(action="team.reviewed", value=journey.map_id))
    assert "Reviewed" in said


def test_a_guest_decides_on_no_proposal(room: Room):
    room.says("let @Gus edit")
    proposal = Proposal(
        workspace_id="T1", proposal_id="p1", map_id=room.journey.map_id, base_version=room.journey.version,
        proposed=(Proposed(change=AddAction(title="call the mill")),), made_by="rules", asked_by="U0ANA",
        reason="a paragraph", made_at=AT,
    )  # fmt: skip
    room.stores.proposals.save(proposal)
    said = room.says(by=GUS, press=Press(action="build.proposal", value="apply|p1"))
    assert said == words("en")("proposal.not_for_guests")
    assert not room.journey.actions


def test_a_guest_begins_nothing_of_their_own(desk: Desk, room: Room):
    for text in ("new map", "new persona"):
        outcome = front.take(room.incoming(GUS, text).model_copy(update={"thread": "7.7"}), room.stores)
        assert outcome.opens is None and outcome.turn is None
        assert "Guests start no maps" in plain(outcome.replies[0])


def test_a_guest_brings_in_no_map_and_no_data(desk: Desk, room: Room, tmp_path):
    events = tmp_path / "events.csv"
    events.write_text("customer_id,occurred_at,event\n1,2026-01-01,visit\n")
    said = files_in.look_into(events, "events.csv", room.incoming(GUS), room.stores, words("en"))
    assert "Guests do not bring in maps or data" in plain(said)
    assert not events.exists()
    press = Press(action="import.go", value="x|events.csv")
    refused = files_in.pressed(tmp_path, room.incoming(GUS, press=press), room.stores, words("en"))
    assert "Guests do not bring in maps or data" in plain(refused)


def test_marking_and_finishing_by_a_guest_who_may_not_edit_changes_nothing(desk: Desk, room: Room):
    before = room.journey
    said = room.says(by=GUS, press=Press(action="team.reviewed", value=before.map_id))
    assert "You are a guest here" in said and room.journey == before
