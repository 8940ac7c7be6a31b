"""Who are the customers? The personas, or one persona's sheet."""

from pydantic import Field

from storage.model.persona import Persona
from storage.model.types import Model
from tools.asked import persona_keys
from tools.basis import map_basis
from tools.contents import may_read, readable_maps
from tools.kit import Basis, JourneyArgs, Sources, Tool, ToolError
from tools.names import close_names, same_key

SHEET = (
    "one_line", "age_range", "sex", "place", "household", "income", "job_title", "role_in_company", "goals", "needs",
    "struggles", "tasks", "frustrations", "buying_motives", "values", "interests", "questions", "objections",
    "talking_points", "communication_style", "preferred_channels", "product_position", "competitors", "quote",
    "back_story",
)  # fmt: skip


class PersonasArgs(JourneyArgs):
    """All personas, those of a journey, or with `persona` one sheet."""


class PersonaLine(Model):
    """One persona in short. `customers`: those in the events whose persona it is; None without events."""

    name: str
    kind: str
    one_line: str | None = None
    basis: str
    journeys: tuple[str, ...]
    customers: int | None = None


class SheetLine(Model):
    """What a sheet says under one heading; `field` is a field of the persona."""

    field: str
    lines: tuple[str, ...]


class PersonasResult(Model):
    """The list, or of one persona also its sheet; `share` of all customers in the events, 0 to 1."""

    personas: tuple[PersonaLine, ...]
    total: int
    sheet: tuple[SheetLine, ...] = ()
    share: float | None = Field(None, description="Of one persona: the share of customers whose persona is known.")
    evidence: int = Field(0, description="Of one persona: pieces of evidence behind it.")
    basis: Basis


def run(args: PersonasArgs, sources: Sources) -> PersonasResult:
    """Raises MapNotFound, ToolError (unknown_persona)."""
    maps = list(readable_maps(sources))
    named = sources.maps.find(sources.workspace_id, args.journey, sources.reader) if args.journey else None
    on_maps = {slug for journey in maps for slug in journey.persona_ids}
    known = [p for p in sources.personas.list(sources.workspace_id) if may_read(p, on_maps, sources)]
    if named and not args.persona:
        known = [persona for persona in known if persona.persona_id in named.persona_ids]
    if args.persona:
        keys = persona_keys(args.persona, sources)[1]
        found = [p for p in known if keys & {same_key(p.persona_id), same_key(p.name)}]
        if not found:
            close = close_names(args.persona, (persona.name for persona in known))
            raise ToolError("unknown_persona", asked=args.persona, close=close)
        known = found
    counted = _customers(sources)
    titles = {p.persona_id: tuple(m.title for m in maps if p.persona_id in m.persona_ids) for p in known}
    lines = tuple(_line(persona, titles[persona.persona_id], counted) for persona in known)
    one = known[0] if args.persona else None
    everybody = sum(counted.values())
    return PersonasResult(
        personas=lines[: args.top_n],
        total=len(lines),
        sheet=_sheet(one) if one else (),
        share=(lines[0].customers or 0) / everybody if one and everybody else None,
        evidence=len(one.evidence) if one else 0,
        basis=map_basis(args, named),
    )


def _customers(sources: Sources) -> dict[str, int]:
    """Customers by the key of their persona's name; nothing without events."""
    found: dict[str, int] = {}
    customers = sources.events.tables.customers
    rows = sources.events.run(
        customers.filter(customers.persona.notnull()).group_by("persona").agg(n=lambda rows: rows.count())
    )
    for row in rows:
        key = same_key(str(row["persona"]))
        found[key] = found.get(key, 0) + int(str(row["n"]))
    return found


def _line(persona: Persona, titles: tuple[str, ...], counted: dict[str, int]) -> PersonaLine:
    keys = {same_key(persona.persona_id), same_key(persona.name)}
    return PersonaLine(
        name=persona.name,
        kind=persona.kind,
        one_line=persona.one_line,
        basis=persona.basis,
        journeys=titles,
        customers=sum(counted.get(key, 0) for key in keys) if counted else None,
    )


def _sheet(persona: Persona) -> tuple[SheetLine, ...]:
    found = ((field, getattr(persona, field)) for field in SHEET)
    return tuple(
        SheetLine(field=field, lines=(value,) if isinstance(value, str) else tuple(value))
        for field, value in found
        if value
    )


TOOL = Tool("personas", PersonasArgs, PersonasResult, run, needs_events=False)
