"""Is there a running Waymark that has the events of this data folder open? Then it carries out the command."""

import json
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path

from pydantic import ValidationError

from bot.door.commands import Done, Order
from storage.errors import WaymarkError
from storage.model.types import Model

FILE = "door.json"
HEADER = "X-Waymark-Token"


class DoorSlammed(WaymarkError):
    """The running Waymark stopped, or failed, while it carried out the command."""

    advice = "try later"

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The Waymark that uses {folder} did not finish the command.", folder=folder)


class Door(Model):
    """Where a running Waymark listens, and what lets somebody in; in a file that only its owner can read."""

    url: str
    token: str


def knock(data: Path, order: Order) -> Done | None:
    """None: nobody is there, and the events are free. Raises DoorSlammed."""
    try:
        door = Door.model_validate_json((data / FILE).read_bytes())
    except (OSError, ValidationError):
        return None
    request = urllib.request.Request(  # noqa: S310  the address stands in our own file
        door.url,
        data=order.model_dump_json().encode(),
        headers={HEADER: door.token, "Content-Type": "application/json"},
    )
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(request) as answer:
            return Done.model_validate(json.load(answer))
    except urllib.error.HTTPError as error:
        if error.code == 403:  # somebody else has the port now
            return None
        raise DoorSlammed(data) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):  # left by a process that was killed
            return None
        raise DoorSlammed(data) from error
    except (OSError, HTTPException, ValueError) as error:
        raise DoorSlammed(data) from error
