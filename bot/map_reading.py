"""A table that was read as a map: what is said of it, and how it becomes a new map or more of an old one."""

from collections.abc import Sequence

from bot.exchange import Incoming
from bot.reply import Part, Table, Text
from prompts.loader import Words
from storage.ingest.map_file import Look
from storage.ingest.map_table import Left, Reading
from storage.maps import Reader
from storage.model.apply import apply
from storage.model.journey import Home, JourneyMap
from storage.model.persona import Persona
from storage.model.slugs import initials, numbered, slug_of
from storage.model.types import Model, Owner
from storage.open import Stores

SHOWN_LEFT, SHOWN_COLUMNS, SHOWN_TEXT = 5, 30, 60


class Read(Model):
    """A spreadsheet or a list of items as changes: `look` None for a list, which has no columns."""

    reading: Reading
    title: str
    look: Look | None = None


def store_new(read: Read, incoming: Incoming, tx: Stores, words: Words) -> JourneyMap:
    """The file as a new map of the channel, within the transaction `tx`. Raises ChangeRefused."""
    ws, said = incoming.workspace_id, incoming.said
    known = {persona.persona_id: persona for persona in tx.personas.list(ws)}
    facts = read.look.facts if read.look else {}
    name = facts.get("persona", "").partition(",")[0].strip()[:60] or words("map_imports.persona")
    persona_id = next((p.persona_id for p in known.values() if p.name == name), None)
    owner = Owner(label=said.name, member_id=None if said.by.startswith("local:") else said.by)
    if persona_id is None:
        persona_id = slug_of(name, known) or numbered("", "persona", known)
        tx.personas.save(
            Persona(workspace_id=ws, persona_id=persona_id, name=name, initials=initials(name), owner=owner)
        )
    taken = {line.map_id for line in tx.maps.lines(ws, Reader("", everything=True))}
    blank = JourneyMap(
        workspace_id=ws,
        map_id=slug_of(read.title, taken, words.lang) or numbered("", "map", taken),
        title=read.title,
        type="empathy" if set(read.reading.counts) <= {"note", "stage"} and "note" in read.reading.counts
        else "service_blueprint" if _has_lines(read.reading) else "current_state",
        lang=words.lang,
        owner=owner,
        home=Home(channel_id=incoming.channel_id),
        persona_ids=(persona_id,),
        goal_customer=facts.get("goal_customer"),
        goal_business=facts.get("goal_business"),
        starts_when=facts.get("starts_when"),
        ends_when=facts.get("ends_when"),
    )  # fmt: skip
    journey = apply(blank, read.reading.changes, said.by, said.at, "import")
    return tx.maps.create(journey, said.by, said.at, "import")


def store_onto(read: Read, before: JourneyMap, incoming: Incoming, tx: Stores) -> JourneyMap:
    """The file's changes as the next version of a map. Raises ChangeRefused, EditConflict."""
    said = incoming.said
    journey = apply(before, read.reading.changes, said.by, said.at, "import")
    return tx.maps.save(journey, read.reading.changes, said.by, said.at, "import")


def counted(reading: Reading, words: Words) -> str:
    """ "5 stages, 23 touchpoints"."""
    shown = [
        words(f"map_imports.count.{kind}.{'one' if n == 1 else 'many'}", n=n) for kind, n in reading.counts.items() if n
    ]
    return ", ".join(shown) or words("map_imports.nothing")


def left_words(left: Sequence[Left], words: Words) -> str:
    """What found no place, the first few of it in full."""
    lines = [
        words("map_imports.left_line", at=one.at, text=one.text[:SHOWN_TEXT], why=words(f"map_imports.why.{one.why}"))
        for one in left[:SHOWN_LEFT]
    ]
    if len(left) > SHOWN_LEFT:
        lines.append(words("map_imports.left_more", n=len(left) - SHOWN_LEFT))
    return words("map_imports.left", shown=" · ".join(lines))


def how(look: Look, words: Words) -> list[Part]:
    """The guess: for a wall what a note is, else what each column or lane was taken for."""
    layout = look.layout
    shape = words(f"map_imports.shape.{layout.shape}", note=words(f"map_imports.field.{layout.note}"))
    rows = tuple(
        (
            name or words("map_imports.unnamed"),
            words(f"map_imports.field.{'stage' if layout.shape == 'wall' else layout.fields.get(place, 'nothing')}"),
            look.samples[place][:SHOWN_TEXT] or "-",
        )
        for place, name in list(look.names.items())[:SHOWN_COLUMNS]
    )
    columns = tuple(words.data("map_imports.columns"))
    return [Text(text=shape, style="grey"), Table(title="", columns=columns, rows=rows)]


def _has_lines(reading: Reading) -> bool:
    lines = ("front_stage", "back_stage", "support", "physical_evidence")
    return any(getattr(change, "field", "") in lines for change in reading.changes)
