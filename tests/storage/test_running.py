"""A Stop from another thread: a query and a wait end at once, whatever was going to be raised is a Stopped."""

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.errors import StoreUnavailable
from storage.open import open_stores
from storage.running import RUN, Run, Stopped, awaited, ended_by, go_on, now_doing


def stopped_while(work: Callable[[], object], after: float = 0.3) -> tuple[type[BaseException] | None, float]:
    """What `work` raised when a Stop came `after` seconds, and how long after the Stop it was over."""
    run, raised = Run(), []

    def worked() -> None:
        RUN.set(run)
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, is what is observed
            raised.append(type(error))

    thread = threading.Thread(target=contextvars.copy_context().run, args=(worked,))
    thread.start()
    time.sleep(after)
    began = time.monotonic()
    while thread.is_alive() and time.monotonic() < began + 10:
        run.stop()
        thread.join(0.05)
    assert not thread.is_alive()
    return (raised[0] if raised else None), time.monotonic() - began


def endless(folder: Path) -> Callable[[], object]:
    """A question of minutes to a real event file."""
    import ibis

    file = folder / "events.csv"
    rows = "".join(f"c{n},seen,2026-01-01 00:00:{n % 60:02}\n" for n in range(3_000))
    file.write_text(f"customer,event,time\n{rows}")
    events = open_stores(folder / "data").events("T1")
    events.import_file(file)
    times = events.tables.events.select(a=events.tables.events.at_us)
    crossed = times
    for name in ("b", "c", "d"):
        crossed = crossed.cross_join(times.view().select(ibis._.a.name(name)))
    return lambda: events.run(crossed.agg(n=(crossed.a + crossed.b + crossed.c - crossed.d).max()))


def test_a_query_is_ended(tmp_path: Path):
    work = endless(tmp_path)
    raised, seconds = stopped_while(work)
    assert raised is Stopped
    assert seconds < 2


def test_after_a_stop_the_same_store_answers_the_next_question(tmp_path: Path):
    stores = open_stores(tmp_path)
    events = stores.events("T1")
    names = events.tables.names
    run = Run()
    run.stop()
    token = RUN.set(run)
    with pytest.raises(Stopped):
        events.run(names.limit(1))
    RUN.reset(token)
    assert events.run(names.limit(1)) == []
    stores.close()


def test_a_store_that_fails_by_itself_is_no_stop(tmp_path: Path):
    stores = open_stores(tmp_path)
    events = stores.events("T1")
    token = RUN.set(Run())
    wrong = events.tables.events.agg(n=events.tables.events.name.cast("string").cast("date").max())
    stores.close()
    with pytest.raises(StoreUnavailable):
        events.run(wrong)
    RUN.reset(token)


def test_a_wait_is_ended():
    raised, seconds = stopped_while(lambda: awaited(asyncio.sleep(60)))
    assert raised is Stopped
    assert seconds < 1


def test_what_an_end_makes_the_block_raise_is_a_stop():
    def block() -> None:
        over = threading.Event()
        with ended_by(over.set):
            over.wait(60)
            raise ValueError("cut off")

    assert stopped_while(block)[0] is Stopped


def test_without_a_run_nothing_is_stopped_and_with_one_its_step_is_known():
    assert awaited(asyncio.sleep(0, "done")) == "done"
    go_on()
    run = Run()
    token = RUN.set(run)
    now_doing("model")
    assert run.doing == "model"
    run.stop()
    with pytest.raises(Stopped):
        now_doing("counting")
    with pytest.raises(Stopped), ended_by(lambda: None):
        raise AssertionError("the block is not begun")
    RUN.reset(token)
