"""A workspace with the sample map on real stores, and people who press and ask at the desk."""

from datetime import UTC, datetime
from pathlib import Path

from bot import desk, files_in
from bot.conversation.turn import Said
from bot.evidence.drafts import Draft
from bot.exchange import Incoming, Outcome
from bot.reply import Button, Buttons, Menu, Press, plain
from storage.maps import Reader
from storage.model.confidence import Coverage
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.open import Stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
SAMPLE = Path(__file__).parents[3] / "examples" / "curious_colleen.json"
SHOP, SECRET = "C0SHOP", "C0SECRET"
EVERYTHING = Reader("", everything=True)


class Desk:
    """`does` stores what the desk gives, as its caller would."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores
        self.journey_id = files_in.import_map(SAMPLE, "T1", SHOP, stores, AT, "U0ANA").map_id
        self.outcome = Outcome()

    @property
    def journey(self) -> JourneyMap:
        return self.stores.maps.get("T1", self.journey_id, EVERYTHING)

    def pieces(self) -> tuple[Evidence, ...]:
        """Every stored piece."""
        return self.stores.evidence.get("T1", [f"e{n}" for n in range(1, 99)], EVERYTHING)

    def does(
        self,
        text: str = "",
        press: Press | None = None,
        by: str = "U0ANA",
        channels: tuple[str, ...] = (SHOP,),
        at: datetime = AT,
        **more: object,
    ) -> str:
        """The words of the answer."""
        given = {"addressed": True, "private": True, "thread": "1.1", "channel_id": channels[0], **more}
        incoming = Incoming(
            workspace_id="T1",
            said=Said(by=by, name=by, at=at, text=text, press=press),
            reader=Reader(by, frozenset(channels)),
            names={},
            **given,
        )
        self.outcome = desk.take(incoming, self.stores)
        with self.stores.transaction() as tx:
            self.outcome.store(tx, incoming)
        return "\n".join(plain(reply) for reply in self.outcome.replies)

    def command(self, text: str, **more: object) -> str:
        return self.does(text, kind="command", **more)

    def keeps(self, item: str = "", **fields: object) -> str:
        """A draft that somebody agreed to; `item` of the sample map."""
        by, channels = str(fields.pop("by", "U0ANA")), fields.pop("channels", (SHOP,))
        given = {
            "text": "I gave up at page three.",
            "kind": "quote",
            "place": f"{self.journey_id}|{item}" if item else "|",
        }
        draft = Draft.model_validate(given | fields)
        press = Press(action="evidence.keep", value=draft.model_dump_json())
        return self.does(press=press, by=by, channels=channels)  # type: ignore[arg-type]

    def presses(self, text: str, **more: object) -> str:
        """The button with this text in the last answer."""
        parts = [part for reply in self.outcome.replies for part in reply.parts]
        buttons = [button for part in parts if isinstance(part, Buttons) for button in part.buttons]
        button: Button = next(button for button in buttons if button.text == text)
        return self.does(press=Press(action=button.action, value=button.value, text=text), **more)

    def chooses(self, label: str, text: str, **more: object) -> str:
        """The line of the menu in the last answer."""
        menu = next(m for m in self.menus() if m.label == label)
        option = next(option for option in menu.options if text in option.text)
        return self.does(press=Press(action=menu.action, value=menu.value, chosen=(option.value,)), **more)

    def menus(self) -> list[Menu]:
        return [part for reply in self.outcome.replies for part in reply.parts if isinstance(part, Menu)]

    def coverage(self) -> Coverage:
        """As the list says it."""
        from bot.evidence.reading import backings_of
        from storage.model.confidence import coverage

        return coverage(self.journey, backings_of(self.journey, self.stores))
