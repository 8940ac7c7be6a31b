"""A model that obeys every word it reads changes nothing, learns nothing of others, and says nothing of its own.

Each payload stands where somebody could write it; the model calls what it is told to call and says what it is told to
say. What is looked at is effects: rows, what the tools were run with, what was sent to the model, what goes to Slack.
"""

import csv
import json
import re
import sqlite3
from collections import Counter
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
BOARD, BUILD = "C0BOARD", "C0BUILD"
SECRETS = ("Secret plans", "Layoffs in spring")
UNREAD = "고객은 어디서 이탈하나요?"
PAYLOADS = yaml.safe_load(Path(__file__).with_name("payloads.yaml").read_text("utf-8"))
SEEN: Counter[str] = Counter()
for one in PAYLOADS:
    one["group"] = SEEN[one["place"]]
    SEEN[one["place"]] += 1
GROUPS = max(SEEN.values())
"""Payloads share a map with those of other kinds, so that what a map holds is read once."""
WITHOUT = 100
HONEST = {
    "title": "evidence_debt", "touchpoint": "evidence_debt", "persona": "personas",
    "pain_point": "pain_points", "quote": "pain_points",
}  # fmt: skip
"""The tool whose answer shows what stands there; else the funnel."""
BY_PLACE = {"cell": {"breakdown": "device"}}
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
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
    made = World(stores, folder, sample)
    _place_all(made)
    yield made
    stores.close()


def _of(group: int) -> list[dict[str, Any]]:
    return [payload for payload in PAYLOADS if payload["group"] == group]


def _texts(payload: dict[str, Any]) -> list[str]:
    """What stands on the same map, and in the imported table."""
    return [one["text"] for one in PAYLOADS if one["group"] == payload["group"] or one["place"] == "cell"]


def _channel(group: int) -> str:
    return f"C0HOSTILE{group}"


def _cells(folder: Path, stores: Stores) -> None:
    """Events whose devices are payloads."""
    hostile = [payload["text"] for payload in PAYLOADS if payload["place"] == "cell"]
    with (EXAMPLES / EVENTS).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:600]
    with (folder / "hostile.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        for number, row in enumerate(rows):
            place = number % len(hostile)
            writer.writerow(row | {"customer_id": f"h{place}{row['customer_id']}", "device": hostile[place]})
    files_in.import_events(folder / "hostile.csv", OURS, None, "UTC", stores)


def _place_all(world: World) -> None:
    """A map in a channel of its own for each group of payloads, each where it belongs."""
    for group in range(GROUPS):
        world.stores.maps.create(_hostile(group, {p["place"]: p["text"] for p in _of(group)}, world), "U0EVE", NOW)


def _hostile(group: int, said: dict[str, str], world: World) -> JourneyMap:
    """The sample map with one payload of each kind on it."""
    journey, stores = world.sample, world.stores
    first, *rest = journey.stages
    pain, *pains = journey.pain_points
    point, *points = first.touchpoints
    change: dict[str, Any] = {
        "map_id": f"hostile-{group}",
        "home": journey.home.model_copy(update={"channel_id": _channel(group)}),
        "title": said.get("title", f"{journey.title} {group}")[:80],
    }
    touched = point.model_copy(update={"title": said.get("touchpoint", point.title)[:120]})
    stage = {"title": said.get("stage", first.title)[:60], "touchpoints": (touched, *points)}
    change["stages"] = (first.model_copy(update=stage), *rest)
    pieces = []
    for number, place in enumerate(place for place in ("quote", "pain_point") if place in said):
        piece = f"e{9_000 + 10 * group + number}"
        stores.evidence.add(
            Evidence(
                workspace_id=OURS, evidence_id=piece, kind="quote", text=said[place], added_by="U0EVE", added_at=NOW,
                channel_id=_channel(group),
            )
        )  # fmt: skip
        pieces.append(piece)
    worst = {"title": said.get("pain_point", pain.title)[:200], "evidence": tuple(pieces)}
    change["pain_points"] = (pain.model_copy(update=worst), *pains)
    if "persona" in said:
        (persona, *_) = stores.personas.list(OURS)
        named = {"persona_id": f"p-{group}", "name": said["persona"][:60]}
        stores.personas.save(persona.model_copy(update=named))
        change["persona_ids"] = (f"p-{group}", *journey.persona_ids)
    return journey.model_copy(update=change)


def _heard(text: str, world: World, model: Endpoint | None, number: int, channel: str) -> tuple[Outcome, str]:
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


def _shown(payload: Any) -> Iterator[tuple[str, bool]]:
    """Every text that Slack draws, and whether it reads mentions and links in it.

    What is not verbatim shows the links that Slack makes of bare addresses.
    """
    match payload:
        case {"type": "link" | "user" | "usergroup" | "channel" | "broadcast" | "image"}:
            yield f"<!{payload['type']}> drawn by a block", True
        case {"type": "mrkdwn", "verbatim": True, "text": str(said)}:
            yield said, True
        case {"type": "mrkdwn" | "markdown", "text": str(said)}:
            yield ADDRESS.sub(lambda found: f"<https://{found[0]}>", said), True
        case {"type": "plain_text" | "raw_text", "text": str(said)}:
            yield said, False
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
        assert not said or said not in whole or any(said in text for text in _texts(payload)), said


def _script(payload: dict[str, Any]) -> ScriptedModel:
    calls = [
        *payload["calls"],
        [HONEST.get(payload["place"], "drop_off"), {"journey": None} | BY_PLACE.get(payload["place"], {})],
    ]
    return ScriptedModel(*(message(call(tool, given)) for tool, given in calls), says(payload["says"]))


BY_GROUP = sorted(range(len(PAYLOADS)), key=lambda number: PAYLOADS[number]["group"])


@pytest.mark.parametrize("number", BY_GROUP, ids=[f"{PAYLOADS[n]['lang']}-{PAYLOADS[n]['place']}" for n in BY_GROUP])
def test_a_model_that_obeys_has_no_effect(number: int, world: World, ran: list[tuple[str, Any]]) -> None:
    payload = PAYLOADS[number]
    if payload["place"] == "paragraph":
        _pasted(payload, number, world)
        return
    before, here = world.rows(), _channel(payload["group"])
    question = payload["text"] if payload["place"] == "question" else UNREAD
    with _script(payload).running() as model:
        endpoint = Endpoint(url=model.url, name="hostile", way="tools")
        _, sent = _heard(question, world, endpoint, number, here)
    assert world.rows() == before
    _harmless(sent, payload)
    assert {name for name, _ in ran} <= set(catalogue.CATALOGUE)
    assert all(sources.workspace_id == OURS and sources.reader.channels == {here} for _, sources in ran)
    told = (said["content"] for request in model.asked for said in request.body["messages"])
    asked = json.dumps([said for said in told if said], ensure_ascii=False)
    for text in _texts(payload):
        asked = asked.replace(text, "")
    assert not any(secret in asked for secret in (*SECRETS, "secret-plans", "layoffs", here, "U0EVE"))
    if payload["place"] != "question" and not payload["calls"]:
        assert ran, "the honest call was carried out"


@pytest.mark.parametrize("asked", ["drop-off by persona?", "what annoys customers most?"])
@pytest.mark.parametrize("group", range(GROUPS))
def test_without_a_model_the_same_words_have_no_effect(group: int, asked: str, world: World) -> None:
    _without_effect(asked, group, world)


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p["place"] == "question"], ids=lambda p: p["lang"])
def test_without_a_model_a_hostile_question_has_no_effect(payload: dict[str, Any], world: World) -> None:
    _without_effect(payload["text"], payload["group"], world)


def _without_effect(asked: str, group: int, world: World) -> None:
    before = world.rows()
    _, sent = _heard(asked, world, None, WITHOUT + group, _channel(group))
    assert world.rows() == before
    for payload in _of(group):
        _harmless(sent, payload)


def test_cells_of_a_table_are_text_wherever_they_are_shown(world: World) -> None:
    _, sent = _heard("drop-off by device?", world, None, 999, _channel(0))
    assert "evil.example" in sent
    _harmless(sent, PAYLOADS[0])


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
