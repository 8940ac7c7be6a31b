"""Which unclear questions are remembered as what? Told by `/journey privacy`, forgotten by who chose or an admin."""

import re
from hashlib import sha256

from bot.deciding import decides
from bot.exchange import Incoming, Outcome
from bot.reply import Button, Buttons, Menu, Option, Part, Press, Reply, Text
from prompts.loader import Words
from storage.open import Stores
from storage.readings import Reading

SHOWN = 25
LONGEST = 75
_NAME = re.compile(r"_[a-z]+_")


def parts(incoming: Incoming, stores: Stores, words: Words) -> tuple[Part, ...]:
    """The newest of them, a menu to forget one and a button for all; nothing where there are none."""
    readings = _own(incoming, stores)
    if not readings:
        return ()
    options = tuple(Option(text=_line(reading, words), value=_id(reading)) for reading in readings[:SHOWN])
    every = Button(text=words("readings.forget_all"), action="readings.forget_all", style="danger")
    return (
        Text(text=words("readings.title", n=len(readings)), style="headline"),
        Text(text="\n".join(f"• {option.text}" for option in options)),
        Menu(label=words("readings.forget_one"), action="readings.forget", options=options),
        Buttons(buttons=(every,)),
    )


def pressed(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """What is chosen, or all that the person may forget. Rights are looked at again."""
    every = press.action == "readings.forget_all"
    gone = tuple(one.said for one in _own(incoming, stores) if every or _id(one) in press.chosen)
    told = words("readings.forgotten", n=len(gone))
    return Outcome((Reply(parts=(Text(text=told),), whisper=True),), unlearnt=gone)


def _own(incoming: Incoming, stores: Stores) -> tuple[Reading, ...]:
    everybodys = decides(incoming, stores)
    kept = stores.readings.all(incoming.workspace_id)
    return tuple(reading for reading in kept if everybodys or reading.by == incoming.said.by)


def _line(reading: Reading, words: Words) -> str:
    """The question with "…" for names, and what it is read as."""
    meant = words(f"questions.tools.{reading.meant}")
    room = LONGEST - len(meant) - len(" → ")
    said = _NAME.sub("…", reading.said)
    return f"{said if len(said) <= room else said[: room - 1] + '…'} → {meant}"


def _id(reading: Reading) -> str:
    return sha256(reading.said.encode()).hexdigest()[:20]
