"""What every backend of the stores must do."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from backends_under_test import BACKENDS, Opener
from colleen import ANA, BORIS, MIA, colleen_thread, new_map

from storage.errors import EditConflict, MapNotFound, PersonaNotFound
from storage.mailboxes import Received, ToSend
from storage.maps import Reader
from storage.model import changes as c
from storage.model.evidence import Evidence
from storage.model.journey import Home, JourneyMap
from storage.model.persona import Persona
from storage.model.proposal import Proposal, Proposed, decided
from storage.model.session import Member, Session, Workspace
from storage.model.types import Owner
from storage.open import Stores
from storage.readings import MOST_READINGS, Reading

AT = datetime(2024, 11, 4, 9, 0, 0, 123457, tzinfo=UTC)
ALL = Reader("", everything=True)
LEASE = timedelta(seconds=60)
NOBODY: frozenset[str] = frozenset()


@pytest.fixture(params=BACKENDS)
def opener(request, tmp_path):
    with BACKENDS[request.param](tmp_path / "data") as open_again:
        yield open_again


@pytest.fixture
def stores(opener: Opener) -> Stores:
    return opener()


def scene(stores: Stores, map_id: str, privacy: str, **fields: object) -> JourneyMap:
    return stores.maps.create(new_map(map_id=map_id, title=map_id, privacy=privacy, **fields), ANA, AT)


def title(value: str) -> tuple[c.Change, ...]:
    return (c.SetMap(field="title", value=value),)


# Proposals


def proposal(map_id: str, number: int = 1, **fields: object) -> Proposal:
    given = {
        "workspace_id": "T1", "proposal_id": f"p{number}", "map_id": map_id, "base_version": 1, "made_by": "rules",
        "proposed": (Proposed(change=c.AddStage(title="Return"), words="sends it back"),), "asked_by": ANA,
        "reason": "a pasted paragraph", "made_at": AT,
    }  # fmt: skip
    return Proposal.model_validate(given | fields)


def test_all_builds_of_a_workspace_are_listed_newest_first(stores):
    for number, workspace in enumerate(("T1", "T1", "T2")):
        at = AT + timedelta(hours=number)
        stores.sessions.save(Session(workspace_id=workspace, session_id=f"C1:{number}", started_by=ANA, started_at=at))
    assert [session.session_id for session in stores.sessions.all("T1")] == ["C1:1", "C1:0"]


def test_a_proposal_waits_until_it_is_decided_once(opener):
    stores = opener()
    journey = stores.maps.create(new_map(), ANA, AT)
    waiting = stores.proposals.save(proposal(journey.map_id))
    stores.proposals.save(proposal(journey.map_id, 2))
    assert opener().proposals.open_of_map("T1", journey.map_id) == (waiting, proposal(journey.map_id, 2))
    stores.proposals.save(decided(waiting, (0,), BORIS, AT))
    assert [p.proposal_id for p in stores.proposals.open_of_map("T1", journey.map_id)] == ["p2"]
    with pytest.raises(EditConflict) as caught:
        stores.proposals.save(decided(waiting, (), MIA, AT))
    assert caught.value.by == BORIS
    assert stores.proposals.get("T1", "p1").status == "applied"
    assert stores.proposals.next_number("T1") == 3


def test_a_proposal_goes_with_its_map_and_is_of_one_workspace(stores):
    journey = stores.maps.create(new_map(), ANA, AT)
    stores.proposals.save(proposal(journey.map_id))
    assert stores.proposals.get("T2", "p1") is None
    assert stores.proposals.open_of_map("T2", journey.map_id) == ()
    stores.maps.forget("T1", journey.map_id)
    assert stores.proposals.get("T1", "p1") is None


# Maps


def test_a_map_comes_back_as_it_was_saved(opener):
    journey = colleen_thread().map.model_copy(update={"version": 1})
    opener().maps.create(journey, ANA, AT, "import")
    again = opener()
    assert again.maps.get("T1", journey.map_id, ALL) == journey
    (saved,) = again.maps.history("T1", journey.map_id, ALL)
    assert (saved.map, saved.changes, saved.by, saved.at, saved.reason, saved.undoes) == (
        journey, (), ANA, AT, "import", None,
    )  # fmt: skip


def test_every_version_is_kept_with_its_changes(stores):
    first = stores.maps.create(new_map(), ANA, AT)
    renamed = first.model_copy(update={"title": "Another title"})
    second = stores.maps.save(renamed, title("Another title"), BORIS, AT + timedelta(hours=1), "button", undoes=1)
    assert (first.version, second.version) == (1, 2)
    assert stores.maps.get("T1", first.map_id, ALL) == second
    assert stores.maps.get("T1", first.map_id, ALL, version=1) == first
    newest, oldest = stores.maps.history("T1", first.map_id, ALL)
    assert (newest.map, newest.changes, newest.by, newest.reason, newest.undoes) == (
        second, title("Another title"), BORIS, "button", 1,
    )  # fmt: skip
    assert oldest.map == first
    assert [s.map.version for s in stores.maps.history("T1", first.map_id, ALL, newest=1)] == [2]


def test_every_kind_of_change_comes_back_from_the_history(stores):
    journey = stores.maps.create(new_map(), ANA, AT)
    owner = Owner(label="Web team", team_slug="web")
    changes = (
        c.SetMap(field="owner", value=owner.model_dump()),
        c.SetMap(field="overlooked_asked", value=True),
        c.AddAction(title="x", owner=owner, due_on=AT.date()),
        c.SplitTouchpoint(touchpoint="a", titles=("b", "c")),
        c.Restore(version=1),
    )
    stores.maps.save(journey, changes, ANA, AT)
    assert stores.maps.history("T1", journey.map_id, ALL)[0].changes == changes


def test_saving_over_a_newer_version_is_an_edit_conflict(stores):
    first = stores.maps.create(new_map(), ANA, AT)
    stores.maps.save(first, title("x"), ANA, AT)
    with pytest.raises(EditConflict) as caught:
        stores.maps.save(first, title("y"), BORIS, AT)
    assert (caught.value.read_version, caught.value.stored_version) == (1, 2)
    assert len(stores.maps.history("T1", first.map_id, ALL)) == 2


def test_an_id_is_taken_once_and_freed_by_a_number(stores):
    stores.maps.create(new_map(), ANA, AT)
    with pytest.raises(EditConflict):
        stores.maps.create(new_map(), BORIS, AT)
    assert stores.maps.free_id("T1", "vacuum-break-again") == "vacuum-break-again-2"
    assert stores.maps.free_id("T1", "other") == "other"
    assert stores.maps.free_id("T2", "vacuum-break-again") == "vacuum-break-again"


def test_a_map_that_is_not_there_brings_close_names(stores):
    stores.maps.create(new_map(), ANA, AT)
    for ask in (
        lambda: stores.maps.get("T1", "vacuum-breaks-again", ALL),
        lambda: stores.maps.history("T1", "vacuum-breaks-again", ALL),
        lambda: stores.maps.find("T1", "vacuum-breaks-again", ALL),
    ):
        with pytest.raises(MapNotFound) as caught:
            ask()
        assert caught.value.close == ("vacuum-break-again",)
    with pytest.raises(MapNotFound):
        stores.maps.get("T1", "vacuum-break-again", ALL, version=2)
    with pytest.raises(MapNotFound):
        stores.maps.save(new_map(map_id="nowhere"), title("x"), ANA, AT)


@pytest.mark.parametrize(
    "words",
    ["buys-vacuum", "Buys a vacuum online", "BUYS A VACUUM ONLINE", "buys a", "vacuum on", "  vacuum   online "],
)
def test_a_map_is_found_by_id_title_beginning_or_part(stores, words):
    stores.maps.create(new_map(map_id="other", title="Returns a vacuum"), ANA, AT)
    stores.maps.create(new_map(map_id="buys-vacuum", title="Buys a vacuum online"), ANA, AT)
    assert stores.maps.find("T1", words, ALL).map_id == "buys-vacuum"


@pytest.mark.parametrize("words", ["", " ", "hoover", "100%_"])
def test_words_that_no_title_holds_find_nothing(stores, words):
    stores.maps.create(new_map(), ANA, AT)
    with pytest.raises(MapNotFound):
        stores.maps.find("T1", words, ALL)


def test_lines_are_last_changed_first(stores):
    for number in range(3):
        stores.maps.create(new_map(map_id=f"m-{number}"), ANA, AT + timedelta(minutes=number))
    stores.maps.save(stores.maps.get("T1", "m-0", ALL), title("x"), ANA, AT + timedelta(hours=1))
    lines = stores.maps.lines("T1", ALL)
    assert [line.map_id for line in lines] == ["m-0", "m-2", "m-1"]
    assert (lines[0].version, lines[0].changed_at, lines[0].owner) == (2, AT + timedelta(hours=1), "Ana")


def test_nothing_crosses_a_workspace(stores):
    stores.maps.create(new_map(), ANA, AT)
    stores.maps.create(new_map(workspace_id="T2", title="Theirs"), ANA, AT)
    assert stores.maps.get("T2", "vacuum-break-again", ALL).title == "Theirs"
    stores.maps.forget("T1", "vacuum-break-again")
    assert stores.maps.lines("T1", ALL) == ()
    assert len(stores.maps.history("T2", "vacuum-break-again", ALL)) == 1


def test_a_forgotten_map_is_gone_with_versions_and_builds(opener):
    stores = opener()
    journey = stores.maps.create(new_map(), ANA, AT)
    stores.maps.save(journey, title("x"), ANA, AT)
    stores.sessions.save(session(map_id=journey.map_id))
    stores.workspaces.remember("T1", "C0VACUUM:1.1", "map", journey.map_id)
    stores.maps.forget("T1", journey.map_id)
    again = opener()
    with pytest.raises(MapNotFound):
        again.maps.get("T1", journey.map_id, ALL, version=1)
    assert again.sessions.get("T1", "C0VACUUM:1.1") is None
    assert again.workspaces.recall("T1", "C0VACUUM:1.1", "map") is None
    assert again.maps.create(new_map(), ANA, AT).version == 1
    assert len(again.maps.history("T1", journey.map_id, ALL)) == 1


def test_a_renamed_map_takes_its_versions_and_builds_along(stores):
    first = stores.maps.create(new_map(), ANA, AT)
    stores.maps.create(new_map(map_id="taken"), ANA, AT)
    stores.sessions.save(session(map_id=first.map_id))
    stores.workspaces.remember("T1", "C0VACUUM:1.1", "map", first.map_id)
    change = (c.SetMap(field="map_id", value="vacuum"),)
    named = first.model_copy(update={"map_id": "vacuum"})
    second = stores.maps.save(named, change, ANA, AT, renamed_from=first.map_id)
    assert (second.map_id, second.version) == ("vacuum", 2)
    assert stores.maps.get("T1", "vacuum", ALL, version=1).title == first.title
    assert [saved.map.version for saved in stores.maps.history("T1", "vacuum", ALL)] == [2, 1]
    assert stores.sessions.get("T1", "C0VACUUM:1.1").map_id == "vacuum"
    assert [build.session_id for build in stores.sessions.of_map("T1", "vacuum")] == ["C0VACUUM:1.1"]
    assert stores.workspaces.recall("T1", "C0VACUUM:1.1", "map") == "vacuum"
    with pytest.raises(MapNotFound):
        stores.maps.get("T1", first.map_id, ALL)
    with pytest.raises(EditConflict):
        stores.maps.save(second.model_copy(update={"map_id": "taken"}), change, ANA, AT, renamed_from="vacuum")
    assert stores.maps.get("T1", "vacuum", ALL) == second


# Who sees what


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        (Reader("U0MIA", frozenset({"C0VACUUM"})), {"in-channel", "for-all"}),
        (Reader("U0MIA", frozenset({"C0OTHER"})), {"in-other", "for-all"}),
        (Reader("U0MIA"), {"for-all"}),
        (Reader("U0GUEST", frozenset({"C0VACUUM"}), guest=True), {"in-channel"}),
        (Reader("U0GUEST", guest=True), set()),
        (Reader("U0OWNER", frozenset({"D0DM"})), {"for-all", "private"}),
        (Reader("U0READER"), {"for-all", "private"}),
        (Reader("U0READER", guest=True), set()),
        (Reader(""), {"for-all"}),
        (Reader("", everything=True), {"in-channel", "in-other", "for-all", "private"}),
    ],
)
def test_a_reader_sees_what_the_scope_says_and_no_more(stores, reader, seen):
    scene(stores, "in-channel", "channel")
    scene(stores, "in-other", "channel", home=Home(channel_id="C0OTHER"))
    scene(stores, "for-all", "workspace", home=Home(channel_id="C0OTHER"))
    mine = Owner(label="Owner", member_id="U0OWNER")
    scene(stores, "private", "private", owner=mine, readers=("U0READER",), home=Home(channel_id="D0DM"))
    assert {line.map_id for line in stores.maps.lines("T1", reader)} == seen
    for map_id in ("in-channel", "in-other", "for-all", "private"):
        if map_id in seen:
            assert stores.maps.get("T1", map_id, reader).map_id == map_id
            assert len(stores.maps.history("T1", map_id, reader)) == 1
            continue
        for ask in (stores.maps.get, stores.maps.history, stores.maps.find):
            with pytest.raises(MapNotFound) as caught:
                ask("T1", map_id, reader)
            assert set(caught.value.close) <= seen


def test_old_versions_follow_the_scope_of_today(stores):
    journey = scene(stores, "m", "workspace", owner=Owner(label="Owner", member_id="U0OWNER"))
    change = (c.SetMap(field="privacy", value="private"),)
    stores.maps.save(journey.model_copy(update={"privacy": "private"}), change, ANA, AT)
    with pytest.raises(MapNotFound):
        stores.maps.get("T1", "m", Reader("U0MIA"), version=1)
    with pytest.raises(MapNotFound):
        stores.maps.history("T1", "m", Reader("U0MIA"))
    assert stores.maps.get("T1", "m", Reader("U0OWNER"), version=1).privacy == "workspace"


# Personas


def persona(**fields: object) -> Persona:
    common = {
        "workspace_id": "T1", "persona_id": "curious-colleen", "name": "Curious Colleen", "initials": "CC",
        "owner": Owner(label="Ana"),
    }  # fmt: skip
    return Persona.model_validate(common | fields)


def test_a_persona_that_is_forgotten_is_gone_and_forgetting_twice_is_no_error(stores):
    stores.personas.save(persona())
    stores.personas.save(persona(workspace_id="T2"))
    for _ in range(2):
        stores.personas.forget("T1", "curious-colleen")
    assert stores.personas.list("T1") == ()
    assert [p.persona_id for p in stores.personas.list("T2")] == ["curious-colleen"]
    assert stores.personas.save(persona()).version == 1


def test_personas_have_versions_of_their_own(stores):
    first = stores.personas.save(persona())
    second = stores.personas.save(first.model_copy(update={"name": "Colleen"}))
    assert (first.version, second.version) == (1, 2)
    assert stores.personas.get("T1", "curious-colleen") == second
    with pytest.raises(EditConflict):
        stores.personas.save(first)
    stores.personas.save(persona(persona_id="ben", name="Ben"))
    assert [p.persona_id for p in stores.personas.list("T1")] == ["ben", "curious-colleen"]
    stores.personas.save(second)
    assert [p.persona_id for p in stores.personas.list("T1")] == ["curious-colleen", "ben"]
    assert stores.personas.list("T2") == ()
    with pytest.raises(PersonaNotFound) as caught:
        stores.personas.get("T1", "colleen")
    assert caught.value.close[0] == "curious-colleen"


# Evidence


def piece(number: int, **fields: object) -> Evidence:
    common = {
        "workspace_id": "T1", "evidence_id": f"e{number}", "kind": "quote", "text": "I had six tabs open.",
        "added_by": BORIS, "added_at": AT, "channel_id": "C0VACUUM",
    }  # fmt: skip
    return Evidence.model_validate(common | fields)


def test_evidence_is_numbered_and_kept(opener):
    stores = opener()
    assert stores.evidence.next_number("T1") == 1
    stores.evidence.add(piece(1))
    stores.evidence.add(piece(12, kind="document"))
    assert stores.evidence.next_number("T1") == 13
    assert stores.evidence.next_number("T2") == 1
    found = opener().evidence.get("T1", ["e12", "e1", "e99"], ALL)
    assert found == (piece(1), piece(12, kind="document"))
    with pytest.raises(EditConflict):
        stores.evidence.add(piece(1, text="another"))


def test_a_piece_of_evidence_is_revised_and_the_newest_of_a_channel_come_first(stores):
    for number in (1, 2, 3):
        stores.evidence.add(piece(number))
    stores.evidence.revise(piece(2, kind="ticket"))
    newest = stores.evidence.newest("T1", "C0VACUUM", ALL, 2)
    assert [(e.evidence_id, e.kind) for e in newest] == [("e3", "quote"), ("e2", "ticket")]
    assert stores.evidence.newest("T2", "C0VACUUM", ALL, 2) == ()


@pytest.mark.parametrize(
    ("reader", "seen"),
    [
        (Reader(MIA, frozenset({"C0VACUUM"})), ["e1", "e2"]),
        (Reader(MIA), ["e2"]),
        (Reader(BORIS), ["e2", "e3"]),
        (Reader("U0GUEST", frozenset({"C0VACUUM"}), guest=True), ["e1"]),
        (ALL, ["e1", "e2", "e3"]),
    ],
)
def test_evidence_has_a_scope_of_its_own(stores, reader, seen):
    for number, privacy in enumerate(("channel", "workspace", "private"), 1):
        stores.evidence.add(piece(number, privacy=privacy))
    assert [e.evidence_id for e in stores.evidence.get("T1", ["e1", "e2", "e3"], reader)] == seen


def test_a_refusal_empties_the_text_and_keeps_the_row(opener, tmp_path):
    stores = opener()
    stores.evidence.add(piece(1, text="a sentence that nobody may read any more"))
    stores.evidence.refuse("T1", "e1")
    stores.evidence.refuse("T1", "e2")
    (left,) = opener().evidence.get("T1", ["e1"], ALL)
    assert (left.text, left.consent, left.who) == (None, "refused", None)


# Builds, workspaces, members, memory


def session(**fields: object) -> Session:
    common = {"workspace_id": "T1", "session_id": "C0VACUUM:1.1", "started_by": ANA, "started_at": AT}
    return Session.model_validate(common | fields)


def test_a_build_is_stored_as_it_is_now(opener):
    stores = opener()
    assert stores.sessions.get("T1", "C0VACUUM:1.1") is None
    stores.sessions.save(session())
    later = session(part="fill", map_id="m", state="paused", paused_at=AT, notes={"ask.moods": "x"})
    stores.sessions.save(later)
    assert opener().sessions.get("T1", "C0VACUUM:1.1") == later
    stores.sessions.save(session(session_id="C0VACUUM:2.2", map_id="m", started_at=AT + timedelta(days=1)))
    assert [s.session_id for s in stores.sessions.of_map("T1", "m")] == ["C0VACUUM:2.2", "C0VACUUM:1.1"]
    assert stores.sessions.of_map("T1", "other") == ()
    assert stores.sessions.get("T2", "C0VACUUM:1.1") is None


def test_workspaces_members_and_memories_come_back(opener):
    stores = opener()
    assert stores.workspaces.workspace("T1") == Workspace(workspace_id="T1")
    settings = Workspace(workspace_id="T1", tz="Europe/Skopje", one_product=True)
    stores.workspaces.save_workspace(settings)
    ana = Member(workspace_id="T1", member_id=ANA, name="Ana")
    for member in (
        ana,
        ana.model_copy(update={"member_id": MIA, "name": "Mia"}),
        ana.model_copy(update={"role": "admin"}),
    ):
        stores.workspaces.save_member(member)
    stores.workspaces.remember("T1", "C:1", "frame", "one")
    stores.workspaces.remember("T1", "C:1", "frame", "two")
    again = opener().workspaces
    assert again.workspace("T1") == settings
    assert again.member("T1", ANA).role == "admin"
    assert [m.name for m in again.members("T1")] == ["Ana", "Mia"]
    assert again.member("T2", ANA) is None
    assert again.recall("T1", "C:1", "frame") == "two"
    assert again.recall("T1", "C:2", "frame") is None
    assert again.recall("T2", "C:1", "frame") is None


def test_what_a_thread_remembers_goes_when_it_is_older_than_asked(stores):
    for thread in ("asked", "C:1"):
        stores.workspaces.remember("T1", thread, "old", "1")
    between = datetime.now(UTC)
    stores.workspaces.remember("T1", "asked", "new", "2")
    stores.workspaces.forget("T1", "asked", between)
    kept = [stores.workspaces.recall("T1", *place) for place in (("asked", "old"), ("asked", "new"), ("C:1", "old"))]
    assert kept == [None, "2", "1"]


# Readings


def reading(said: str, meant: str = "drop_off", by: str = ANA, minute: int = 0) -> Reading:
    return Reading(said=said, meant=meant, by=by, at=AT + timedelta(minutes=minute))


def test_the_last_reading_of_the_same_words_is_kept_for_its_workspace_alone(opener):
    stores = opener()
    stores.readings.learn("T1", reading("what about _journey_"))
    stores.readings.learn("T1", reading("顾客 怎么 样", minute=1))
    later = reading("what about _journey_", "pain_points", MIA, 2)
    stores.readings.learn("T1", later)
    assert opener().readings.all("T1") == (later, reading("顾客 怎么 样", minute=1))
    assert opener().readings.all("T2") == ()


def test_readings_are_forgotten_one_by_one_or_several_at_once(stores):
    for workspace in ("T1", "T2"):
        for said in ("one", "two", "three"):
            stores.readings.learn(workspace, reading(said))
    stores.readings.forget("T1", ("two", "unknown"))
    assert {kept.said for kept in stores.readings.all("T1")} == {"one", "three"}
    stores.readings.forget("T1", ("one", "three"))
    assert stores.readings.all("T1") == ()
    assert len(stores.readings.all("T2")) == 3


def test_the_oldest_readings_make_room(stores):
    with stores.transaction() as tx:
        for n in range(MOST_READINGS + 2):
            tx.readings.learn("T1", reading(f"question {n}", minute=n))
    kept = [one.said for one in stores.readings.all("T1")]
    assert len(kept) == MOST_READINGS
    assert (kept[0], kept[-1]) == (f"question {MOST_READINGS + 1}", "question 2")


# Transactions


def test_a_transaction_stores_everything_or_nothing(opener):
    stores = opener()

    class Fall(Exception):
        pass

    def write(fall: bool) -> None:
        with stores.transaction() as tx:
            tx.maps.create(new_map(), ANA, AT)
            tx.sessions.save(session(map_id="vacuum-break-again"))
            tx.inbox.put(request("k1"))
            tx.outbox.add([call("t1")])
            assert tx.maps.get("T1", "vacuum-break-again", ALL).version == 1
            assert opener().maps.lines("T1", ALL) == ()
            if fall:
                raise Fall

    with pytest.raises(Fall):
        write(fall=True)
    assert stores.maps.lines("T1", ALL) == ()
    assert (stores.inbox.waiting(), stores.outbox.waiting()) == (0, 0)
    write(fall=False)
    again = opener()
    assert len(again.maps.lines("T1", ALL)) == 1
    assert (again.inbox.waiting(), again.outbox.waiting()) == (1, 1)


def test_a_conflict_inside_a_transaction_leaves_nothing_behind(stores):
    first = stores.maps.create(new_map(), ANA, AT)
    stores.maps.save(first, title("x"), ANA, AT)

    def write() -> None:
        with stores.transaction() as tx:
            tx.outbox.add([call("t1")])
            tx.maps.save(first, title("y"), BORIS, AT)

    with pytest.raises(EditConflict):
        write()
    assert stores.outbox.waiting() == 0


def test_a_transaction_inside_a_transaction_is_the_same_one(stores):
    def write() -> None:
        with stores.transaction() as outer:
            with outer.transaction() as inner:
                inner.maps.create(new_map(), ANA, AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()
    assert stores.maps.lines("T1", ALL) == ()


def test_of_two_who_save_at_once_one_gets_a_conflict(opener):
    first = opener().maps.create(new_map(), ANA, AT)
    everybody = threading.Barrier(8)

    def save(number: int) -> str:
        stores = opener()
        everybody.wait()
        try:
            stores.maps.save(first, title(f"T{number}"), ANA, AT)
        except EditConflict:
            return "conflict"
        return "saved"

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(save, range(8)))
    assert sorted(results) == ["conflict"] * 7 + ["saved"]
    assert opener().maps.get("T1", first.map_id, ALL).version == 2


def test_of_two_transactions_at_once_exactly_one_gets_a_conflict(stores):
    first = stores.maps.create(new_map(), ANA, AT)
    both = threading.Barrier(2)

    def turn(name: str) -> str:
        read = stores.maps.get("T1", first.map_id, ALL)
        both.wait()
        try:
            with stores.transaction() as tx:
                tx.maps.save(read, title(name), ANA, AT)
                tx.outbox.add([call(name)])
        except EditConflict:
            return "conflict"
        return "saved"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(turn, ("one", "two"))) == ["conflict", "saved"]
    assert stores.outbox.waiting() == 1


def test_many_threads_share_the_stores(stores):
    def work(number: int) -> int:
        journey = stores.maps.create(new_map(map_id=f"m-{number}"), ANA, AT)
        for turn in range(5):
            with stores.transaction() as tx:
                journey = tx.maps.save(journey, title(f"{turn}"), ANA, AT)
                tx.workspaces.remember("T1", journey.map_id, "turn", str(turn))
            assert stores.maps.get("T1", journey.map_id, ALL).version == turn + 2
        return journey.version

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(16))) == [6] * 16


def test_two_hundred_versions_are_read_back(stores):
    journey = stores.maps.create(colleen_thread().map, ANA, AT)
    with stores.transaction() as tx:
        for number in range(2, 221):
            journey = tx.maps.save(journey.model_copy(update={"title": f"T{number}"}), title(f"T{number}"), ANA, AT)
    begun = time.perf_counter()
    newest = stores.maps.get("T1", journey.map_id, ALL)
    oldest = stores.maps.get("T1", journey.map_id, ALL, version=1)
    assert time.perf_counter() - begun < 0.1
    assert (newest.version, newest.title, oldest.version) == (220, "T220", 1)
    history = stores.maps.history("T1", journey.map_id, ALL)
    assert [saved.map.version for saved in history] == list(range(220, 20, -1))
    assert len(stores.maps.history("T1", journey.map_id, ALL, newest=1000)) == 220


# Inbox


def request(key: str, thread: str = "C0:1.1", **fields: object) -> Received:
    common = {
        "key": key, "workspace_id": "T1", "kind": "message", "thread": thread, "body": {"text": key}, "received_at": AT,
    }  # fmt: skip
    return Received.model_validate(common | fields)


def take(stores: Stores, seconds: int = 0, busy: frozenset[str] = NOBODY) -> str | None:
    row = stores.inbox.take(AT + timedelta(seconds=seconds), LEASE, busy)
    return row.key if row else None


def test_a_request_is_stored_once(stores):
    assert stores.inbox.put(request("k1"))
    assert not stores.inbox.put(request("k1"))
    assert stores.inbox.put(request("k1", workspace_id="T2"))
    assert stores.inbox.waiting() == 2


def test_a_request_is_found_by_its_number_whatever_became_of_it(stores):
    stores.inbox.put(request("k1"))
    row = stores.inbox.take(AT, LEASE, NOBODY)
    stores.inbox.done(row.number)
    found = stores.inbox.find(row.workspace_id, row.number)
    assert found is not None and (found.key, found.body, found.state) == ("k1", row.body, "done")
    assert stores.inbox.find("T2", row.number) is None
    assert stores.inbox.find(row.workspace_id, row.number + 1) is None


def test_the_oldest_request_comes_first_and_knows_its_attempt(stores):
    stores.inbox.put(request("k1", thread="C0:1"))
    stores.inbox.put(request("k2", thread="C0:2"))
    row = stores.inbox.take(AT, LEASE, NOBODY)
    assert (row.key, row.state, row.attempts, row.body, row.received_at) == ("k1", "running", 1, {"text": "k1"}, AT)
    assert take(stores) == "k2"
    assert take(stores) is None


def test_a_thread_is_worked_on_in_order(stores):
    for key, thread in (("a1", "C0:a"), ("a2", "C0:a"), ("b1", "C0:b")):
        stores.inbox.put(request(key, thread=thread))
    assert take(stores, busy=frozenset({"C0:a"})) == "b1"
    first = stores.inbox.take(AT, LEASE, NOBODY)
    assert first.key == "a1"
    assert take(stores) is None
    stores.inbox.done(first.number)
    assert take(stores) == "a2"


def test_a_failed_request_is_tried_again_before_later_ones_of_its_thread(stores):
    stores.inbox.put(request("a1"))
    stores.inbox.put(request("a2"))
    for attempt in (1, 2, 3):
        row = stores.inbox.take(AT, LEASE, NOBODY)
        assert (row.key, row.attempts) == ("a1", attempt)
        stores.inbox.failed(row.number, final=attempt == 3)
    assert take(stores) == "a2"
    assert stores.inbox.waiting() == 1


def test_a_lease_that_ran_out_gives_the_request_to_the_next(stores):
    stores.inbox.put(request("a1"))
    assert take(stores) == "a1"
    assert take(stores, seconds=60) is None
    assert take(stores, seconds=61) == "a1"
    assert take(stores, seconds=62) is None


def test_workers_never_take_the_same_request(stores):
    for number in range(40):
        stores.inbox.put(request(f"k{number}", thread=f"C0:{number}"))
    with ThreadPoolExecutor(8) as pool:
        taken = [key for key in pool.map(lambda _: take(stores), range(48)) if key]
    assert sorted(taken) == sorted(f"k{number}" for number in range(40))


def test_the_second_of_a_pair_adds_what_the_first_lacked(stores):
    picture, sheet = {"id": "F1"}, {"id": "F2"}
    stores.inbox.put(request("m", body={"text": "new map", "ts": "1", "files": [], "addressed": True}))
    again = {"text": "<@W> new map", "ts": "1", "files": [picture, sheet], "addressed": False, "thread_ts": "0"}
    assert not stores.inbox.put(request("m", body=again))
    assert not stores.inbox.put(request("m", body={"files": [sheet]}))
    row = stores.inbox.take(AT, LEASE, NOBODY)
    assert row.body == {
        "text": "new map", "ts": "1", "files": [picture, sheet], "addressed": True, "thread_ts": "0",
    }  # fmt: skip


def test_files_that_come_when_the_work_has_begun_are_a_request_of_their_own(stores):
    stores.inbox.put(request("m", body={"text": "look", "files": [{"id": "F1"}]}))
    row = stores.inbox.take(AT, LEASE, NOBODY)
    late = request("m", body={"text": "look", "files": [{"id": "F1"}, {"id": "F2"}]})
    assert stores.inbox.put(late)
    assert not stores.inbox.put(late)
    assert not stores.inbox.put(request("m", body={"text": "look"}))
    stores.inbox.done(row.number)
    follow_up = stores.inbox.take(AT, LEASE, NOBODY)
    assert (follow_up.thread, follow_up.body["files"]) == ("C0:1.1", [{"id": "F2"}])


def test_bodies_of_done_requests_are_emptied(stores):
    stores.inbox.put(request("a1", thread="C0:1"))
    stores.inbox.put(request("a2", thread="C0:2"))
    row = stores.inbox.take(AT, LEASE, NOBODY)
    stores.inbox.done(row.number)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert stores.inbox.blank(datetime.now(UTC) - timedelta(days=1)) == 0
    assert stores.inbox.blank(tomorrow) == 1
    assert stores.inbox.blank(tomorrow) == 0
    assert not stores.inbox.put(request("a1", thread="C0:1", body={"files": [{"id": "F1"}]}))
    assert take(stores) == "a2"


# Outbox


def call(token: str, thread: str = "C0:1.1", **fields: object) -> ToSend:
    common = {
        "workspace_id": "T1", "thread": thread, "method": "chat.postMessage", "payload": {"text": f"здраво {token}"},
        "token": token,
    }  # fmt: skip
    return ToSend.model_validate(common | fields)


def send(stores: Stores, seconds: int = 0, busy: frozenset[str] = NOBODY) -> str | None:
    row = stores.outbox.take(AT + timedelta(seconds=seconds), busy)
    return row.token if row else None


def test_calls_of_a_thread_go_out_in_order_one_at_a_time(stores):
    stores.outbox.add([call("a1", "C0:a"), call("a2", "C0:a"), call("b1", "C0:b")])
    first = stores.outbox.take(AT, NOBODY)
    assert (first.token, first.payload, first.attempts, first.state) == ("a1", {"text": "здраво a1"}, 1, "sending")
    assert send(stores, busy=frozenset({"C0:b"})) is None
    assert send(stores) == "b1"
    assert send(stores) is None
    stores.outbox.sent(first.number, "17.1")
    assert stores.outbox.ts_of("a1") == "17.1"
    assert stores.outbox.ts_of("a2") is None
    assert send(stores) == "a2"
    assert stores.outbox.waiting() == 2


def test_a_call_that_has_to_wait_holds_its_thread_back(stores):
    stores.outbox.add([call("a1", "C0:a"), call("a2", "C0:a"), call("b1", "C0:b")])
    first = stores.outbox.take(AT, NOBODY)
    stores.outbox.later(first.number, AT + timedelta(seconds=30))
    assert send(stores) == "b1"
    assert send(stores, 29) is None
    again = stores.outbox.take(AT + timedelta(seconds=30), NOBODY)
    assert (again.token, again.attempts) == ("a1", 2)


def test_a_call_that_failed_for_good_lets_the_next_go(stores):
    stores.outbox.add([call("a1"), call("a2")])
    stores.outbox.failed(stores.outbox.take(AT, NOBODY).number)
    assert send(stores) == "a2"


def test_a_call_may_be_put_off_from_the_start(stores):
    stores.outbox.add([call("a1", not_before=AT + timedelta(seconds=5))])
    assert send(stores, 4) is None
    assert send(stores, 5) == "a1"


def test_calls_left_half_sent_are_opened_again_with_their_attempts(opener):
    stores = opener()
    stores.outbox.add([call("a1"), call("a2"), call("b1", "C0:b")])
    stores.outbox.sent(stores.outbox.take(AT, frozenset({"C0:1.1"})).number, "1")
    stores.outbox.take(AT, NOBODY)
    again = opener()
    assert again.outbox.take(AT, NOBODY) is None
    assert again.outbox.reopen() == 1
    row = again.outbox.take(AT, NOBODY)
    assert (row.token, row.attempts) == ("a1", 2)
    assert again.outbox.reopen() == 1


def test_a_token_is_sent_once(stores):
    stores.outbox.add([call("a1")])
    stores.outbox.add([call("a1"), call("a2", "C0:b")])
    assert stores.outbox.waiting() == 2
