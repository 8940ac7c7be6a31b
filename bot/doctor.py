"""Is everything in order? Settings, stores, pictures, Slack and the model, each with what to do where it is not."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import typer

from bot.settings import Settings, settings_for
from bot.terminal import log_to_stderr, print_json, words_of
from prompts.loader import words
from storage.errors import WaymarkError

PICTURE_TEXT = "Aß Њ 中"


class Finding(NamedTuple):
    """One thing looked at; `ok` None: not set up, which is fine for the playground."""

    what: str
    ok: bool | None
    text: str


def examine(data: Path | None, as_json: bool) -> int:
    """Print what was found; the exit code: 0, or 3 if something is broken."""
    settings = settings_for(data)
    log_to_stderr(settings.log_level)
    found = list(_findings(settings))
    if as_json:
        print_json([finding._asdict() for finding in found])
    for finding in found if not as_json else ():
        mark = {True: "ok ", None: "-  ", False: "!! "}[finding.ok]
        typer.echo(f"{mark} {finding.what}: {finding.text}")
    return 3 if any(finding.ok is False for finding in found) else 0


def _findings(settings: Settings) -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding("python", sys.version_info >= (3, 11), version)
    yield _tried(settings, "stores", lambda: _stores(settings))
    yield _tried(settings, "events", lambda: _events(settings))
    yield _tried(settings, "pictures", lambda: _picture(settings))
    yield _slack(settings)
    yield _model(settings)
    yield _tried(settings, "search", lambda: _search(settings))


def _tried(settings: Settings, what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except WaymarkError as error:
        return Finding(what, False, words_of(error))
    except OSError as error:
        why = {"file": error.filename or "", "why": error.strerror or ""}
        return Finding(what, False, words(settings.lang)("cli.doctor_os", **why))


def _stores(settings: Settings) -> str:
    from storage.events import EventsInUse
    from storage.maps import Reader
    from storage.open import open_stores

    settings.data.mkdir(parents=True, exist_ok=True)
    if not os.access(settings.data, os.W_OK):
        raise PermissionError(13, "not writable", str(settings.data))
    stores = open_stores(settings.data)
    try:
        maps = len(stores.maps.lines(settings.workspace, Reader("", everything=True)))
        events = stores.events(settings.workspace).count()
    except EventsInUse:
        return words(settings.lang)("intake.doctor_in_use", folder=settings.data, maps=maps)
    finally:
        stores.close()
    return words(settings.lang)("cli.doctor_stores", folder=settings.data, maps=maps, events=events)


def _events(settings: Settings) -> str:
    """Which engine answers, and that it does."""
    from storage.open import open_stores, shown_address

    spoken, at = words(settings.lang), settings.events_at()
    if not at.url:
        return spoken("engines.embedded")
    stores = open_stores(settings.data, events=at)
    try:
        events = stores.events(settings.workspace)
        return spoken("engines.answers", engine=shown_address(at.url), table=at.table or "-", events=events.count())
    finally:
        stores.close()


def _search(settings: Settings) -> str:
    """How evidence is searched, and that it makes vectors."""
    from storage.open import try_search

    try_search(settings.search_by())
    return words(settings.lang)("evidence_search.doctor", vectors=settings.search_vectors)


def _picture(settings: Settings) -> str:
    from bot.drawing import draw_chart
    from bot.reply import Chart, Series

    chart = Chart(
        shape="bar", title=PICTURE_TEXT, categories=("a",), series=(Series(name="n", values=(1.0,)),), unit="customers",
        note="n = 1", alt=PICTURE_TEXT,
    )  # fmt: skip
    return words(settings.lang)("cli.doctor_pictures", size=len(draw_chart(chart, settings.font).content))


def _slack(settings: Settings) -> Finding:
    if settings.slack_bot_token is None or settings.slack_app_token is None:
        return Finding("slack", None, words(settings.lang)("cli.doctor_no_slack"))
    from bot.app import who_answers

    return _tried(settings, "slack", lambda: asyncio.run(who_answers(settings)))


def _model(settings: Settings) -> Finding:
    spoken = words(settings.lang)
    try:
        endpoint = settings.endpoint()
    except WaymarkError as error:
        return Finding("model", False, words_of(error))
    if endpoint is None:
        return Finding("model", None, spoken("model.not_set"))
    from bot.llm.probing import probe

    def reached() -> str:
        way = spoken(f"model.ways.{probe(endpoint)}")
        return spoken("model.reachable", name=endpoint.name, url=endpoint.url, way=way)

    return _tried(settings, "model", reached)
