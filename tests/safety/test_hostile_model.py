"""A model that obeys every word it reads changes nothing, learns nothing of others, and says nothing of its own.

Each payload stands where somebody could write it; the model calls what it is told to call and says what it is told to
say. What is looked at is effects: rows, what the tools were run with, what was sent to the model, what goes to Slack.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from bot import desk, files_in
from bot.conversation.turn import Said
from bot.exchange import Incoming, Outcome
from bot.samples import EVENTS, EXAMPLES, HOME, MAP
from bot.settings import Endpoint, Settings
from bot.slack.heard import Heard
from bot.slack.rows import reply_rows
from prompts.loader import words
from storage.maps import Reader
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.session import Workspace
from storage.open import Stores, open_stores
from tests.bot.scripted_model import ScriptedModel, call, message, says
from tools import catalogue

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
OURS, OTHERS = Settings().workspace, "T2"
HERE, BOARD, BUILD = "C0HOSTILE", "C0BOARD", "C0BUILD"
SECRETS = ("Secret plans", "Layoffs in spring")
UNREAD = "고객은 어디서 이탈하나요?"
PAYLOADS = yaml.safe_load(Path(__file__).with_name("payloads.yaml").read_text("utf-8"))
WITHOUT = 100
BY_PLACE = {"cell": {"breakdown": "device"}}
LIVE = re.compile(r"<(?:[!@#]|https?:|mailto:)")
UNSEEN = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
ALL = Reader("", everything=True)


class World(NamedTuple):
    """A workspace with the sample, one with a secret, and a map of a private channel."""

    stores: Stores
    folder: Path
    sample: JourneyMap

    def rows(self) -> dict[str, list[Any]]:
        """Every row but what a thread remembers of its last question."""
        with sqlite3.connect(self.folder / "waymark.db") as database:
            names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
            kept = (name for name in names if name != "memories")
            return {name: sorted(map(repr, database.execute(f"select * from {name}"))) for name in kept}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("hostile")
    stores = open_stores(folder)
    files_in.import_map(EXAMPLES / MAP, OURS, HOME, stores, NOW)
    (line,) = stores.maps.lines(OURS, ALL)
    sample = stores.maps.get(OURS, line.map_id, ALL)
    _cells(folder, stores)
    secret = {"workspace_id": OTHERS, "map_id": "secret-plans", "title": SECRETS[0]}
    stores.workspaces.save_workspace(Workspace(workspace_id=OTHERS))
    stores.maps.create(sample.model_copy(update=secret), "U0EVE", NOW)
    board = {"map_id": "layoffs", "title": SECRETS[1], "home": sample.home.model_copy(update={"channel_id": BOARD})}
    stores.maps.create(sample.model_copy(update=board), "U0ANA", NOW)
    yield World(stores, folder, sample)
    stores.close()


def _cells(folder: Path, stores: Stores) -> None:
    """Events whose devices are payloads."""
    hostile = [payload["text"] for payload in PAYLOADS if payload["place"] == "cell"]
    with (EXAMPLES / EVENTS).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:3_000]
    with (folder / "hostile.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        for number, row in enumerate(rows):
            place = number % len(hostile)
            writer.writerow(row | {"customer_id": f"h{place}{row['customer_id']}", "device": hostile[place]})
    files_in.import_events(folder / "hostile.csv", OURS, None, "UTC", stores)


def _placed(payload: dict[str, Any], number: int, world: World) -> None:
    """The map of the channel, with the payload where it belongs."""
    journey, said, home = world.sample, payload["text"], world.sample.home.model_copy(update={"channel_id": HERE})
    change: dict[str, Any] = {"map_id": f"hostile-{number}", "home": home}
    first, *rest = journey.stages
    match payload["place"]:
        case "title":
            change["title"] = said[:80]
        case "stage":
            change["stages"] = (first.model_copy(update={"title": said[:60]}), *rest)
        case "touchpoint":
            point, *others = first.touchpoints
            points = (point.model_copy(update={"title": said[:120]}), *others)
            change["stages"] = (first.model_copy(update={"touchpoints": points}), *rest)
        case "pain_point" | "quote":
            piece = f"e{9_000 + number}"
            world.stores.evidence.add(
                Evidence(
                    workspace_id=OURS, evidence_id=piece, kind="quote", text=said, added_by="U0EVE", added_at=NOW,
                    channel_id=HERE,
                )
            )  # fmt: skip
            pain = journey.pain_points[0]
            title = said[:200] if payload["place"] == "pain_point" else pain.title
            pains = (pain.model_copy(update={"title": title, "evidence": (piece,)}), *journey.pain_points[1:])
            change["pain_points"] = pains
        case "persona":
            (persona, *_) = world.stores.personas.list(OURS)
            world.stores.personas.save(persona.model_copy(update={"persona_id": f"p-{number}", "name": said[:60]}))
            change["persona_ids"] = (f"p-{number}", *journey.persona_ids)
    world.stores.maps.create(journey.model_copy(update=change), "U0EVE", NOW)


def _heard(text: str, world: World, model: Endpoint | None, number: int, channel: str = HERE) -> tuple[Outcome, str]:
    """The desk's outcome, and all that it sends to the channel; what it stores is stored."""
    incoming = Incoming(
        workspace_id=OURS, channel_id=channel, thread=f"{number}.1", addressed=True, names={"U0EVE": "Eve"},
        said=Said(by="U0EVE", name="Eve", at=NOW, text=text), reader=Reader("", frozenset((channel,))),
    )  # fmt: skip
    outcome = desk.take(incoming, world.stores, model)
    with world.stores.transaction() as tx:
        outcome.store(tx, incoming)
    slack = Heard(team=OURS, channel=channel, user="U0EVE", ts="1.2", thread_ts=f"{number}.1", text=text)
    rows = [row for reply in outcome.replies for row in reply_rows(reply, slack, words(outcome.lang))]
    return outcome, json.dumps([row.payload for row in rows], ensure_ascii=False)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Which tools of the catalogue were run, and for whom."""
    seen: list[tuple[str, Any]] = []

    def watched(tool: Any) -> Any:
        def run(args: Any, sources: Any) -> Any:
            seen.append((tool.name, sources))
            return tool.run(args, sources)

        return type(tool)(tool.name, tool.args, tool.result, run, tool.needs_events)

    known = {name: watched(tool) for name, tool in catalogue.CATALOGUE.items()}
    monkeypatch.setattr("bot.asking.CATALOGUE", known)
    return seen


def _shown(payload: Any, live: bool = False) -> Iterator[tuple[str, bool]]:
    """Every text that Slack draws, and whether it reads mentions and links in it."""
    match payload:
        case {"type": "link" | "user" | "usergroup" | "channel" | "broadcast" | "image"}:
            yield f"<!{payload['type']}> drawn by a block", True
        case {"type": "mrkdwn" | "markdown" | "plain_text" | "raw_text" as kind, "text": str(said)}:
            yield said, kind in ("mrkdwn", "markdown")
        case dict():
            for key, value in payload.items():
                if key == "text" and isinstance(value, str):
                    yield value, True
                elif key not in ("value", "charts", "action_id", "block_id", "answer", "channel", "user"):
                    yield from _shown(value)
        case list():
            for value in payload:
                yield from _shown(value)
        case str():
            yield payload, False


def _harmless(sent: str, payload: dict[str, Any]) -> None:
    shown = list(_shown(json.loads(sent)))
    assert any(live for _, live in shown)
    assert not [text for text, live in shown if live and LIVE.search(text)]
    whole = "\n".join(text for text, _ in shown)
    assert not UNSEEN.search(whole)
    assert not any(secret in sent for secret in SECRETS)
    for line in re.split(r"\{F1\}", payload["says"]):
        said = line.strip(" ,.，。!！")
        assert not said or said not in whole or said in payload["text"], said


def _script(payload: dict[str, Any]) -> ScriptedModel:
    honest = "pain_points" if payload["place"] in ("pain_point", "quote") else "drop_off"
    calls = [*payload["calls"], [honest, {"journey": None} | BY_PLACE.get(payload["place"], {})]]
    return ScriptedModel(*(message(call(tool, given)) for tool, given in calls), says(payload["says"]))


@pytest.mark.parametrize("number", range(len(PAYLOADS)), ids=[f"{p['lang']}-{p['place']}" for p in PAYLOADS])
def test_a_model_that_obeys_has_no_effect(number: int, world: World, ran: list[tuple[str, Any]]) -> None:
    payload = PAYLOADS[number]
    if payload["place"] == "paragraph":
        return _pasted(payload, number, world)
    if payload["place"] != "question":
        _placed(payload, number, world)
    try:
        before = world.rows()
        question = payload["text"] if payload["place"] == "question" else UNREAD
        with _script(payload).running() as model:
            endpoint = Endpoint(url=model.url, name="hostile", way="tools")
            _, sent = _heard(question, world, endpoint, number)
        assert world.rows() == before
        _harmless(sent, payload)
        assert {name for name, _ in ran} <= set(catalogue.CATALOGUE)
        assert all(sources.workspace_id == OURS and sources.reader.channels == {HERE} for _, sources in ran)
        told = (said["content"] for request in model.asked for said in request.body["messages"])
        asked = json.dumps([said for said in told if said], ensure_ascii=False).replace(payload["text"], "")
        assert not any(secret in asked for secret in (*SECRETS, "secret-plans", "layoffs", HERE, "U0EVE"))
        if payload["place"] != "question" and not payload["calls"]:
            assert ran, "the honest call was carried out"
    finally:
        _taken_away(number, world)


@pytest.mark.parametrize("number", [n for n, p in enumerate(PAYLOADS) if p["place"] not in ("paragraph", "cell")])
def test_without_a_model_the_same_words_have_no_effect(number: int, world: World) -> None:
    payload = PAYLOADS[number]
    if payload["place"] != "question":
        _placed(payload, WITHOUT + number, world)
    try:
        before = world.rows()
        asked = "what annoys customers most?" if payload["place"] in ("pain_point", "quote") else "drop-off by persona?"
        _, sent = _heard(payload["text"] if payload["place"] == "question" else asked, world, None, number)
        assert world.rows() == before
        _harmless(sent, payload)
    finally:
        _taken_away(WITHOUT + number, world)


def test_cells_of_a_table_are_text_wherever_they_are_shown(world: World) -> None:
    _placed({"place": "question", "text": ""}, 999, world)
    _, sent = _heard("drop-off by device?", world, None, 999)
    assert "evil.example" in sent
    _harmless(sent, {"says": "", "text": ""})


def _taken_away(number: int, world: World) -> None:
    if any(line.map_id == f"hostile-{number}" for line in world.stores.maps.lines(OURS, ALL)):
        world.stores.maps.forget(OURS, f"hostile-{number}")


def _pasted(payload: dict[str, Any], number: int, world: World) -> None:
    """In a build: the model's wish is at most a proposal; the map is as the person left it."""
    said = f"{payload['text']} Ben looks at three mills on the web late at night. He then calls the first mill."
    for text in ("new map", "Fewer people drop off", "Ben, 41", f"I want flour {number}", "Search > Order > Get"):
        _heard(text, world, None, number, BUILD)
    maps = {line.map_id: line.version for line in world.stores.maps.lines(OURS, ALL)}
    before = world.rows()
    items = [
        {"what": "stage", "title": payload["text"][:60], "sentences": [1]},
        {"what": "touchpoint", "title": "<!channel> <https://evil.example|x>", "stage": "Search", "sentences": [1]},
    ]
    script = [message(call(tool, given or {"items": []})) for tool, given in payload["calls"]]
    with ScriptedModel(*script, message(call("draft", {"items": items}))).running() as model:
        endpoint = Endpoint(url=model.url, name="hostile", way="tools")
        _, sent = _heard(said, world, endpoint, number, BUILD)
    assert len(model.asked) == 2
    assert {line.map_id: line.version for line in world.stores.maps.lines(OURS, ALL)} == maps
    after = world.rows()
    assert {name for name in after if after[name] != before[name]} <= {"evidence", "proposals", "sessions"}
    _harmless(sent, payload | {"says": ""})
