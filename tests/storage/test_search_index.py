"""What leaves the search index, what several processes do with it, and what happens when it breaks."""

import gc
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from searched import ANA, BATTERY, BORIS, DOOR, LATE, OPERATOR, find, ids, keep, piece, vectors_in

from storage.backends.search_notes import SearchNotes
from storage.evidence_search import IndexInUse, SearchBy
from storage.open import Stores


def test_what_is_refused_leaves_the_index_without_a_search(opened: Callable[..., Stores], folder: Path) -> None:
    stores = opened()
    keep(stores, LATE, DOOR)
    find(stores, "parcel")
    stores.close()
    assert vectors_in(folder) == {"1", "2"}
    later = opened()
    later.search.sweep("T1")
    assert not (folder / "search.lock").read_text(), "nothing was erased, so nothing is opened"
    later.evidence.refuse("T1", "e1")
    later.search.sweep("T1")
    later.close()
    assert vectors_in(folder) == {"2"}


def test_a_sweep_makes_no_index_where_there_is_none(stores: Stores, folder: Path) -> None:
    keep(stores, LATE)
    stores.evidence.refuse("T1", "e1")
    stores.search.sweep("T1")
    assert not (folder / "search").exists()


def test_an_index_of_broken_files_is_built_anew(opened: Callable[..., Stores], folder: Path) -> None:
    stores = opened()
    keep(stores, LATE, DOOR)
    assert find(stores, "parcel")[0] == "e1"
    stores.close()
    for file in (folder / "search").rglob("*"):
        if file.is_file() and file.name != "written-by":
            file.write_bytes(b"this is no index" * 100)
    broken = opened()
    assert find(broken, "parcel")[0] == "e1"
    assert broken.search.search("T1", "parcel", OPERATOR).trouble is None
    broken.close()
    assert vectors_in(folder) == {"1", "2"}


def test_an_index_that_is_gone_or_of_another_version_is_built_anew(opened: Callable[..., Stores], folder: Path) -> None:
    stores = opened()
    keep(stores, LATE)
    find(stores, "parcel")
    stores.close()
    (folder / "search" / "written-by").write_text("chromadb 0.4.0, layout 0")
    (folder / "search" / "left-behind").write_text("of the old one")
    again = opened()
    assert find(again, "parcel") == ["e1"]
    assert not (folder / "search" / "left-behind").exists()
    assert again.search.rebuild("T1") == 1
    again.close()
    assert vectors_in(folder) == {"1"}


def test_a_folder_that_cannot_be_written_is_searched_without_an_index(
    opened: Callable[..., Stores], folder: Path
) -> None:
    stores = opened()
    keep(stores, LATE, DOOR)
    (folder / "search").write_text("a file where the folder should be")
    found = stores.search.search("T1", "parcel", OPERATOR)
    assert (ids(found)[0], found.trouble) == ("e1", "index")


def test_an_index_whose_version_cannot_be_read_is_built_anew(stores: Stores, folder: Path) -> None:
    keep(stores, LATE)
    (folder / "search").mkdir()
    (folder / "search" / "written-by").write_bytes(b"\xff\xfe\x00")
    found = stores.search.search("T1", "parcel", OPERATOR)
    assert (ids(found), found.trouble) == (["e1"], None)


def test_a_folder_that_is_deleted_under_a_running_search_is_filled_anew(stores: Stores, folder: Path) -> None:
    keep(stores, LATE)
    assert find(stores, "parcel") == ["e1"]
    shutil.rmtree(folder / "search")
    assert find(stores, "parcel") == ["e1"]
    keep(stores, "Nine parcels came together")
    found = stores.search.search("T1", "parcel", OPERATOR)
    assert (set(ids(found)), found.trouble) == ({"e1", "e2"}, None)
    stores.close()
    assert vectors_in(folder) == {"1", "2"}


def test_notes_that_cannot_be_written_keep_no_search_from_its_answer(stores: Stores, folder: Path) -> None:
    keep(stores, LATE)
    (folder / "search.new").mkdir()
    found = stores.search.search("T1", "parcel", OPERATOR)
    assert (ids(found), found.trouble) == (["e1"], None)


def test_workspaces_note_at_once_what_they_followed(tmp_path: Path) -> None:
    notes = SearchNotes(tmp_path / "search.json")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: notes.note(f"T{number}", number), range(200)))
    assert [notes.newest(f"T{number}") for number in range(200)] == list(range(200))


FULL = """
    import resource, signal, sys
    from pathlib import Path
    from storage.maps import Reader
    from storage.open import open_stores
    stores = open_stores(Path(sys.argv[1]))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    unlimited, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in (0, 10, 100_000, unlimited):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
        found = stores.search.search("T1", "parcel", Reader("", everything=True))
        resource.setrlimit(resource.RLIMIT_FSIZE, (unlimited, most))
        print(*(one.piece.evidence_id for one in found.pieces), found.trouble)
        stores.close()
        stores = open_stores(Path(sys.argv[1]))
    stores.close()
"""


@pytest.mark.slow
def test_without_room_on_the_disk_it_is_searched_without_an_index(stores: Stores, folder: Path) -> None:
    keep(stores, LATE)
    stores.close()
    command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(FULL), str(folder)]
    said = subprocess.check_output(command, text=True).splitlines()
    assert [line for line in said if "[warning" not in line] == ["e1 index", "e1 index", "e1 index", "e1 None"]


@pytest.mark.slow
def test_a_workspace_that_begins_anew_costs_no_other_one_its_index(stores: Stores, folder: Path) -> None:
    keep(stores, LATE)
    assert find(stores, "parcel") == ["e1"]
    with stores.transaction() as tx:
        for number in range(2, 252):
            tx.evidence.add(piece(number, f"{DOOR}, number {number}", workspace="T2"))
    assert stores.search.search("T2", "number 99", OPERATOR).trouble == "indexing"
    assert stores.search.rebuild("T1") == 1, "and what the other workspace fills is gone"
    until = time.monotonic() + 60
    while stores.search.search("T2", "number 99", OPERATOR, 1).trouble and time.monotonic() < until:
        time.sleep(0.2)
    stores.close()
    assert len(vectors_in(folder)) == 251


HOLDS = """
    import sys, time
    from pathlib import Path
    from storage.maps import Reader
    from storage.open import open_stores
    stores = open_stores(Path(sys.argv[1]))
    stores.search.search("T1", "parcel", Reader("", everything=True))
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.slow
def test_a_second_process_searches_without_the_index_and_says_so(stores: Stores, folder: Path) -> None:
    keep(stores, LATE, DOOR, privacy="channel")
    command = [sys.executable, "-c", textwrap.dedent(HOLDS), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        found = stores.search.search("T1", "parcel", ANA)
        assert (ids(found)[0], found.trouble) == ("e1", "in_use")
        assert stores.search.search("T1", "parcel", BORIS).pieces == ()
        with pytest.raises(IndexInUse):
            stores.search.rebuild("T1")
        other.kill()
    assert stores.search.rebuild("T1") == 2
    assert stores.search.search("T1", "parcel", ANA).trouble is None


FILLS = """
    import sys
    from pathlib import Path
    from storage.open import open_stores
    stores = open_stores(Path(sys.argv[1]))
    print("filling", flush=True)
    stores.search.rebuild("T1")
    print("filled", flush=True)
"""


@pytest.mark.slow
def test_killed_while_indexing_it_goes_on_where_it_was(stores: Stores, folder: Path) -> None:
    keep(stores, *(f"{LATE}, number {number}" for number in range(600)))
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(FILLS), str(folder)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "filling\n"
        waited = time.monotonic() + 20
        while not (folder / "search" / "written-by").exists() and time.monotonic() < waited:
            time.sleep(0.02)
        time.sleep(0.3)
        other.send_signal(signal.SIGKILL)
    assert other.returncode == -signal.SIGKILL, "it was done before it was killed"
    assert find(stores, "number 599", most=1) == ["e600"]
    assert stores.search.rebuild("T1") == 600
    stores.close()
    assert len(vectors_in(folder)) == 600


@pytest.mark.slow
def test_many_new_pieces_are_found_while_they_are_still_being_indexed(stores: Stores, folder: Path) -> None:
    keep(stores, *(f"{LATE}, number {number}" for number in range(250)))
    found = stores.search.search("T1", "number 249", ANA, 1)
    assert (ids(found), found.trouble) == (["e250"], "indexing")
    until = time.monotonic() + 60
    while (found := stores.search.search("T1", "number 249", ANA, 1)).trouble and time.monotonic() < until:
        time.sleep(0.2)
    assert (ids(found), found.trouble) == (["e250"], None)


@pytest.mark.slow
def test_ten_thousand_pieces_are_searched_before_they_are_indexed(stores: Stores) -> None:
    keep(stores, *(f"{LATE}, number {number}" for number in range(9_000)), privacy="private", added_by="U0BORIS")
    keep(stores, *(f"{DOOR}, number {number}" for number in range(1_000)))
    found = stores.search.search("T1", "number 8999", OPERATOR, 1)
    assert (ids(found), found.trouble) == (["e9000"], "indexing")
    assert find(stores, "parcel number 8999", ANA, most=3, among=("e9000", "e9001")) == ["e9001"]
    assert find(stores, "parcel number 777", ANA, most=1) == ["e9778"]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Chroma's own server, run by an operator."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    chroma = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen([*chroma, "--path", str(tmp_path / "server")], stdout=subprocess.DEVNULL) as running:
        until = time.monotonic() + 30
        while not listens(port) and time.monotonic() < until:
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        running.terminate()
    with warnings.catch_warnings():  # Chroma leaves connections to its server open
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_processes_share_a_server(server: str, opened: Callable[..., Stores], folder: Path) -> None:
    one, other = (opened(SearchBy(chroma_url=server)) for _ in range(2))
    keep(one, LATE, DOOR)
    assert [stores.search.search("T1", "parcel", ANA).trouble for stores in (one, other)] == [None, None]
    other.evidence.refuse("T1", "e1")
    assert "e1" not in find(one, "parcel courier", ANA)
    assert other.search.rebuild("T1") == 1
    found = one.search.search("T1", "courier", ANA)
    assert (ids(found), found.trouble) == (["e2"], None)
    assert not (folder / "search").exists()


def test_both_indexes_give_the_same_answer(stores: Stores, opened: Callable[..., Stores], folder: Path) -> None:
    keep(stores, LATE, DOOR, BATTERY, "The manual is in tiny print", "Чекав пратка единаесет дена")
    proper = stores.search.search("T1", "late parcel", ANA)
    blind = opened(SearchBy(chroma_url="http://127.0.0.1:9"))
    without = blind.search.search("T1", "late parcel", ANA)
    assert without.trouble == "index"
    assert ids(without) == ids(proper)
    assert [one.score for one in without.pieces] == pytest.approx([one.score for one in proper.pieces], abs=1e-4)


def test_the_index_holds_no_text(stores: Stores, folder: Path) -> None:
    keep(stores, "unmistakablewordofacustomer said it")
    find(stores, "unmistakablewordofacustomer")
    stores.close()
    held = b"".join(file.read_bytes() for file in (folder / "search").rglob("*") if file.is_file())
    assert b"unmistakable" not in held
    assert b"workspace C0SHOP" in held


def test_what_the_notes_say_is_only_a_note(stores: Stores, folder: Path) -> None:
    keep(stores, LATE)
    find(stores, "parcel")
    assert json.loads((folder / "search.json").read_text()) == {"T1": 1}
    (folder / "search.json").write_text("[broken")
    stores.evidence.refuse("T1", "e1")
    stores.search.sweep("T1")
    assert find(stores, "parcel") == []


def test_a_chroma_of_the_environment_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, stores: Stores, folder: Path
) -> None:
    monkeypatch.setitem(os.environ, "CHROMA_API_IMPL", "chromadb.api.fastapi.FastAPI")
    monkeypatch.setitem(os.environ, "CHROMA_SERVER_HOST", "chroma.example")
    keep(stores, LATE)
    assert stores.search.search("T1", "parcel", ANA).trouble is None
    assert (folder / "search" / "chroma.sqlite3").is_file()
