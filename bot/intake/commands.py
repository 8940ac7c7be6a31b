"""`waymark write-key`: who may send events over HTTP, and where to."""

from pathlib import Path

import typer

from bot.intake.keeping import write_keys
from bot.intake.write_keys import FIRST, WriteKey
from bot.settings import Settings, settings_for
from bot.terminal import WrongUse, print_json
from prompts.loader import words

ACTIONS = ("show", "make", "revoke")


def write_key(action: str, name: str, data: Path | None, as_json: bool) -> None:
    """Show all keys (the first is made then), make one, or revoke one. Raises WrongUse, KeyTaken, KeyNotFound."""
    settings = settings_for(data)
    keys, say = write_keys(settings.data), words(settings.lang)
    if action not in ACTIONS:
        raise WrongUse("write_key_action", action=action, known=", ".join(ACTIONS))
    if action == "revoke":
        if not name:
            raise WrongUse("write_key_name")
        keys.revoke(name)
        typer.echo(say("intake.revoked", name=name))
        return
    if action == "make":
        shown: tuple[WriteKey, ...] = (keys.make(name or FIRST),)
    else:
        keys.first()
        shown = keys.all()
    if as_json:
        print_json([key.model_dump(mode="json") for key in shown])
        return
    for key in shown:
        typer.echo(say("intake.key", name=key.name, key=key.key))
    typer.echo(_where(settings))


def _where(settings: Settings) -> str:
    say = words(settings.lang)
    return say("intake.where", url=settings.intake_url) if settings.intake_url else say("intake.port_not_set")
