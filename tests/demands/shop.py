"""A workspace with a map of a shop on real stores: files are taken in, tools are run, answers are read as words."""

import csv
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import answers, asking
from bot.reply import plain
from prompts.loader import words
from storage.events import Events, ImportReport
from storage.model import changes as c
from storage.model.apply import apply
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.model.types import Owner
from storage.open import Stores
from tests.tools.conftest import ANA, NOW, OPERATOR, WORKSPACE, make_map
from tests.tools.logs import START, Row
from tools.catalogue import CATALOGUE

EN = words("en")
ORIGIN = {"by": ANA, "at": NOW, "via": "chat"}
EVENTS = {"L": "Look", "F": "Form", "C": "Coupon", "B": "Buy"}
PRICE = 20


def spot(slug: str, title: str, event: str) -> dict[str, object]:
    return {"slug": slug, "title": title, "event_names": [event], "origin": ORIGIN}


STAGES: tuple[dict[str, Any], ...] = (
    {"slug": "look", "title": "Look", "event_names": ["Look"], "role": "before"},
    {
        "slug": "cart",
        "title": "Cart",
        "role": "choose",
        "touchpoints": [spot("form", "Address form", "Form"), spot("coupon", "Coupon", "Coupon")],
    },
    {"slug": "buy", "title": "Buy", "role": "buy", "event_names": ["Buy"]},
)


class Shop:
    """`journey` is the map as it is stored now."""

    def __init__(self, stores: Stores, folder: Path) -> None:
        self._stores, self._folder, self._files = stores, folder, 0
        for persona_id, name in (("colleen", "Colleen"), ("boris", "Boris")):
            owner = Owner(label="Ana")
            stores.personas.save(
                Persona(workspace_id=WORKSPACE, persona_id=persona_id, name=name, initials=name[0], owner=owner)
            )
        stores.maps.create(make_map(STAGES, persona_ids=("colleen", "boris")), ANA, NOW)

    @property
    def events(self) -> Events:
        return self._stores.events(WORKSPACE)

    @property
    def journey(self) -> JourneyMap:
        return self._stores.maps.get(WORKSPACE, "shop", OPERATOR)

    def changes(self, *made: c.Change) -> None:
        """Ana's changes of the map, stored."""
        self._stores.maps.save(apply(self.journey, made, ANA, NOW, "chat"), list(made), ANA, NOW)

    def takes(self, content: str, name: str, **how: Any) -> ImportReport:
        """A file of this content, imported."""
        self._files += 1
        file = self._folder / f"{self._files}-{name}"
        file.write_text(content, "utf-8")
        return self.events.import_file(file, title=name, **how)

    def sees(self, rows: Iterable[Row]) -> None:
        """Events, imported as one CSV."""
        written = [{"event_id": f"{self._files}-{n}", **row} for n, row in enumerate(rows)]
        file = self._folder / "rows.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, list(dict.fromkeys(key for row in written for key in row)))
            writer.writeheader()
            writer.writerows(written)
        assert self.takes(file.read_text("utf-8"), "events.csv").rows_stored == len(written)

    def runs(self, tool: str, **args: object) -> Any:
        """The tool's result."""
        return CATALOGUE[tool].run(CATALOGUE[tool].args.model_validate({"journey": "shop", **args}), self._sources())

    def says(self, tool: str, **args: object) -> str:
        """The tool's answer in words."""
        asked = CATALOGUE[tool].args.model_validate({"journey": "shop", **args})
        result = CATALOGUE[tool].run(asked, self._sources())
        return plain(answers.answer_tool(tool, asked, result, EN, ZoneInfo("UTC"))).replace("\u202f", " ")

    def asked(self, question: str) -> str:
        """The answer to a question in plain words."""
        thread = asking.Thread(workspace_id=WORKSPACE, reader=OPERATOR, now=NOW, journey=self.journey)
        replies = asking.answer(question, thread, self._stores, EN).replies
        return "\n".join(plain(reply) for reply in replies).replace("\u202f", " ")

    def _sources(self) -> Any:
        return asking.sources(WORKSPACE, OPERATOR, NOW, self._stores)


def people(way: str, n: int, name: str, day: int = 0, **columns: object) -> list[Mapping[str, object]]:
    """`n` customers who go `L0 F60 B120` (event and second) on a day; who buys pays 20 EUR."""
    rows = []
    for number in range(n):
        for word in way.split():
            at = START + timedelta(days=day, seconds=int(word[1:]))
            row = {"customer_id": f"{name}{number}", "occurred_at": at.isoformat(), "event": EVENTS[word[0]]}
            paid = {"revenue": PRICE, "currency": "EUR"} if word[0] == "B" else {}
            rows.append(row | {"revenue": "", "currency": ""} | paid | columns)
    return rows


def over(days: int = 400) -> list[Mapping[str, object]]:
    """Somebody's event that closes every window."""
    return [{"customer_id": "zz", "occurred_at": (START + timedelta(days=days)).isoformat(), "event": "the end"}]
