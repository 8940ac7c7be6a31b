"""Who may send events over HTTP? The write keys of a workspace, by name, in a file that only its owner can read."""

import hashlib
import hmac
import os
import re
import secrets
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from storage.errors import WaymarkError
from storage.model.types import Model

FIRST = "default"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class KeyNameWrong(WaymarkError):
    """What a write key may not be called."""

    def __init__(self, name: str) -> None:
        super().__init__(f"A write key cannot be called {name!r}.", name=name)


class KeyTaken(WaymarkError):
    """There is a write key of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a write key {name!r} already.", name=name)


class KeyNotFound(WaymarkError):
    """There is no write key of this name."""

    def __init__(self, name: str, known: str) -> None:
        super().__init__(f"There is no write key {name!r}.", name=name, known=known)


class WriteKey(Model):
    """All that comes with a key is one data set, which is called like it."""

    name: str
    key: str
    made_at: datetime


_KEYS = TypeAdapter(tuple[WriteKey, ...])


class WriteKeys:
    """The keys in `<folder>/write_keys.json`. A change by another process counts from the next request on."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "write_keys.json"
        self._read: tuple[int, tuple[WriteKey, ...]] = (-1, ())

    def all(self) -> tuple[WriteKey, ...]:
        """Oldest first."""
        try:
            changed = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return ()
        if changed != self._read[0]:
            self._read = changed, _KEYS.validate_json(self._file.read_bytes())
        return self._read[1]

    def name_of(self, given: str) -> str | None:
        """The name of a key that was sent; None: it is none of ours. All are compared, each in constant time."""
        asked = hashlib.sha256(given.encode(errors="replace")).digest()
        found = None
        for known in self.all():
            if hmac.compare_digest(hashlib.sha256(known.key.encode()).digest(), asked):
                found = known.name
        return found

    def first(self) -> WriteKey:
        """The oldest key; one is made where there is none."""
        keys = self.all()
        return keys[0] if keys else self.make(FIRST)

    def make(self, name: str) -> WriteKey:
        """Raises KeyNameWrong, KeyTaken."""
        if not _NAME.fullmatch(name):
            raise KeyNameWrong(name)
        keys = self.all()
        if any(known.name == name for known in keys):
            raise KeyTaken(name)
        made = WriteKey(name=name, key=secrets.token_urlsafe(24), made_at=datetime.now(UTC))
        self._write((*keys, made))
        return made

    def revoke(self, name: str) -> None:
        """What came with it stays. Raises KeyNotFound."""
        keys = self.all()
        rest = tuple(known for known in keys if known.name != name)
        if len(rest) == len(keys):
            raise KeyNotFound(name, ", ".join(known.name for known in keys))
        self._write(rest)

    def _write(self, keys: tuple[WriteKey, ...]) -> None:
        """Whole or not at all."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_KEYS.dump_json(keys, indent=2))
        new.replace(self._file)
