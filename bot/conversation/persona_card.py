"""What is known of a persona, in lines to read, and who may read it."""

from bot.conversation.wording import cut
from prompts.loader import Words
from storage.model.persona import Persona

TEXTS = ("sex", "job_title", "role_in_company", "place", "household", "income")
LISTS = (
    "interests", "values", "buying_motives", "goals", "needs", "struggles", "frustrations", "tasks",
    "preferred_channels", "questions", "talking_points", "objections",
)  # fmt: skip
LAST = ("quote", "communication_style", "back_story", "product_position", "differentiators", "competitors")


def card_lines(persona: Persona, words: Words) -> list[str]:
    """Name, age and sentence first; then whatever is known, a line each; then what it is known from."""
    head = words("persona.head", name=persona.name, age=persona.age_range) if persona.age_range else persona.name
    lines = [words("persona.library_line", name=head, one_line=persona.one_line) if persona.one_line else head]
    for field in TEXTS:
        lines += _line(field, getattr(persona, field), words)
    for field in LISTS:
        lines += _line(field, words("say.semicolon").join(getattr(persona, field)), words)
    for field in LAST:
        lines += _line(field, getattr(persona, field), words)
    if len(lines) == 1:
        lines.append(words("persona.nothing_yet"))
    return [*lines, *_line("basis", words(f"persona.basis.{persona.basis}"), words)]


def _line(field: str, text: str | None, words: Words) -> list[str]:
    return [words("persona.line", field=words(f"field.{field}"), text=cut(text, 400))] if text else []


def may_be_named(persona: Persona, member: str) -> bool:
    """Whether this member may use a persona of the library."""
    hidden = persona.privacy == "private" and persona.owner.member_id != member
    return persona.status != "archived" and not hidden
