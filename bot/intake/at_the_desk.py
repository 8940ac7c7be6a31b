"""`/journey data key`: where are events sent to, and with which key? Told to who may know it, unseen by others."""

from collections.abc import Iterator

from bot.commands import read_command
from bot.deciding import decides
from bot.exchange import Incoming
from bot.intake.write_keys import FIRST, WriteKey, WriteKeys
from bot.reply import Button, Buttons, Reply, Text
from prompts.loader import Words, words
from storage.open import Stores

PREFIX = "write_key."
REVOCABLE = 5


class KeyDesk:
    """Shows, makes and revokes the write keys of a workspace. `url`: where events are taken in; empty: nowhere."""

    def __init__(self, keys: WriteKeys, url: str, stores: Stores) -> None:
        self._keys, self._url, self._stores = keys, url, stores

    def is_asked(self, incoming: Incoming, spoken: Words) -> bool:
        """Whether the message or press is about write keys."""
        if incoming.said.press is not None:
            return incoming.said.press.action.startswith(PREFIX)
        if incoming.kind != "command" and not incoming.addressed:
            return False
        command = read_command(incoming.said.text)
        known = {*spoken.data("intake.desk.words"), *words("en").data("intake.desk.words")}
        return command.name == "data" and not command.unknown and command.rest.strip().casefold() in known

    def answer(self, incoming: Incoming, alone: bool, spoken: Words) -> Reply:
        """`alone`: nobody else reads the answer. Raises KeyNotFound."""
        if not decides(incoming, self._stores):
            return _said(spoken("intake.desk.not_allowed"))
        if not alone:
            return _said(spoken("intake.desk.not_here"))
        press = incoming.said.press
        match press.action.removeprefix(PREFIX) if press else "show":
            case "make":
                self._keys.make(self._free_name())
            case "revoke" if press:
                return _sure(press.value, spoken)
            case "revoke_yes" if press:
                self._keys.revoke(press.value)
                return _said(spoken("intake.revoked", name=press.value))
            case "revoke_no":
                return _said(spoken("intake.desk.kept"))
        self._keys.first()
        return self._shown(self._keys.all(), spoken)

    def _free_name(self) -> str:
        taken = {key.name for key in self._keys.all()}
        return next(name for name in _names() if name not in taken)

    def _shown(self, keys: tuple[WriteKey, ...], spoken: Words) -> Reply:
        where = spoken("intake.where", url=self._url) if self._url else spoken("intake.port_not_set")
        lines = "\n".join(spoken("intake.key", name=key.name, key=key.key) for key in keys)
        revocable = (
            Button(text=spoken("intake.desk.revoke", name=key.name), action=f"{PREFIX}revoke", value=key.name)
            for key in keys[-REVOCABLE:]
        )
        make = Button(text=spoken("intake.desk.make"), action=f"{PREFIX}make", value=FIRST)
        return Reply(parts=(Text(text=where), Text(text=lines), Buttons(buttons=(make, *revocable))), whisper=True)


def _names() -> Iterator[str]:
    yield FIRST
    number = 2
    while True:
        yield f"key-{number}"
        number += 1


def _sure(name: str, spoken: Words) -> Reply:
    yes = Button(text=spoken("intake.desk.revoke_yes"), action=f"{PREFIX}revoke_yes", value=name, style="danger")
    no = Button(text=spoken("intake.desk.revoke_no"), action=f"{PREFIX}revoke_no", value=name)
    asked = Text(text=spoken("intake.desk.revoke_sure", name=name), style="question")
    return Reply(parts=(asked, Buttons(buttons=(yes, no))), whisper=True)


def _said(text: str) -> Reply:
    return Reply(parts=(Text(text=text),), whisper=True)
