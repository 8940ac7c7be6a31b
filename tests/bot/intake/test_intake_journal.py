"""What was acknowledged is on disk; what was not finished never was."""

import asyncio
from pathlib import Path

import pytest

from bot.intake import journal as journal_module
from bot.intake.journal import Journal


def contents(files: tuple[Path, ...]) -> bytes:
    return b"".join(file.read_bytes() for file in files)


async def test_lines_are_on_disk_when_the_sender_is_told(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    await journal.append([b"one", b"two"])
    assert b"".join(file.read_bytes() for file in tmp_path.iterdir()) == b"one\ntwo\n"
    assert journal.bytes == 8
    await journal.close()


async def test_senders_at_the_same_time_share_writes_and_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    fsync = journal_module.os.fsync
    monkeypatch.setattr(journal_module.os, "fsync", lambda handle: (synced.append(handle), fsync(handle))[1])
    journal = Journal(tmp_path)
    await asyncio.gather(*(journal.append([b"%d" % number]) for number in range(500)))
    files = await journal.closed()
    assert sorted(contents(files).split(), key=int) == [b"%d" % number for number in range(500)]
    assert len(synced) < 20
    await journal.close()


async def test_a_closed_file_gets_nothing_more_and_is_gone_when_stored(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    await journal.append([b"one"])
    (first,) = await journal.closed()
    await journal.append([b"two"])
    files = await journal.closed()
    assert files[0] == first and contents((first,)) == b"one\n" and contents(files) == b"one\ntwo\n"
    await journal.stored(first)
    assert not first.exists() and journal.bytes == 4
    await journal.close()


async def test_the_next_process_takes_up_what_was_left_without_the_torn_end(tmp_path: Path) -> None:
    killed = Journal(tmp_path)
    await killed.append([b"one", b"two"])
    (left,) = await killed.closed()
    with left.open("ab") as file:
        file.write(b'{"half')
    journal = Journal(tmp_path)
    assert journal.bytes == 8
    await journal.append([b"three"])
    files = await journal.closed()
    assert contents(files) == b"one\ntwo\nthree\n" and files[0] == left and len(files) == 2
    await journal.close()


async def test_a_write_that_fails_is_told_and_leaves_no_half_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path)
    await journal.append([b"one"])
    fsync = journal_module.os.fsync

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal_module.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        await journal.append([b"lost"])
    monkeypatch.setattr(journal_module.os, "fsync", fsync)
    await journal.append([b"two"])
    assert contents(await journal.closed()) == b"one\ntwo\n" and journal.bytes == 8
    await journal.close()


async def test_a_file_that_is_written_to_is_never_handed_out(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    stored: list[bytes] = []

    async def send(sender: int) -> None:
        for number in range(60):
            await journal.append([b"%d-%d" % (sender, number)])

    async def store() -> None:
        for file in await journal.closed():
            before = file.read_bytes()
            await asyncio.sleep(0.002)
            assert file.read_bytes() == before
            stored.extend(before.split())
            await journal.stored(file)

    sending = asyncio.gather(*(send(sender) for sender in range(4)))
    while not sending.done():
        await store()
    await store()
    assert len(stored) == len(set(stored)) == 240 and journal.bytes == 0
    await journal.close()
