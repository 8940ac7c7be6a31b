"""`waymark model-log`: what was sent to a language model of late, and what came back, for whoever runs Waymark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from bot.llm.record import DAYS, records
from bot.settings import settings_for
from bot.terminal import print_json
from prompts.loader import Words, words


def show(data: Path | None, as_json: bool) -> None:
    """Print what is kept of the workspace, oldest first. Raises RecordDamaged."""
    settings = settings_for(data)
    kept = list(records(settings.model_folder, settings.workspace))
    if as_json:
        return print_json(kept)
    spoken = words(settings.lang)
    for line in (line for record in kept for line in _lines(record, spoken)):
        typer.echo(line)
    if not kept:
        typer.echo(spoken("model.log.nothing", folder=settings.model_folder, days=DAYS))
    return None


def _lines(record: dict[str, Any], spoken: Words) -> Iterator[str]:
    what = spoken(f"model.log.{record['what']}")
    yield f"{record['at']} {record['model']} · {what}"
    for message in record.get("messages", ()):
        yield f"  {message['role']}: {message['text']}"
    for call in record.get("calls", ()):
        yield f"  {call['tool']} {call['arguments']}"
    for said in (record.get("text"), record.get("why")):
        if said:
            yield f"  {said}"
