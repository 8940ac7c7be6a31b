"""What is said once a form is stored, or when it could not be: who changed what, and the way back."""

from bot.conversation.wording import cut
from bot.forms.about import Sent
from bot.forms.fields import fields_of
from bot.forms.form import choices_of, label_of, shown, told_as
from bot.forms.ground import Ground
from bot.forms.judging import Accepted
from bot.reply import Button, Buttons, Reply, Text
from prompts.loader import Words

TOLD = 4
LONGEST_TOLD = 80


def read_back(accepted: Accepted, ground: Ground, words: Words) -> Reply:
    """One line for the map's thread, with [Undo] and [Edit…]."""
    about, journey = accepted.about, accepted.journey
    named = dict(accepted.told)
    title = named.get("title") or named.get("name") or _title(accepted, ground)
    facts = {"name": ground.names.get(ground.by, ground.by), "title": cut(title)}
    kind = words(f"forms.kind.{about.kind}")
    if about.new:
        line = words("forms.added", kind=kind, **facts)
    else:
        line = words("forms.saved", kind=kind, what=_told(accepted, ground, words), **facts)
    version = journey.version + 1 if accepted.changes else journey.version
    buttons = (
        Button(text=words("forms.button.undo"), action="form.undo", value=_undo(accepted, version), style="quiet"),
        Button(text=words("forms.button.edit"), action="form.choose", value=journey.map_id, style="quiet"),
    )
    return Reply(parts=(Text(text=line), Buttons(buttons=buttons)))


def not_saved(sent: Sent, why: str, token: str, ground: Ground | None, words: Words) -> Reply:
    """To the person alone: why, what was typed, and the form again where there still is one."""
    lines = [words("forms.not_saved", why=why), *typed(sent, words)]
    parts: list[Text | Buttons] = [Text(text="\n".join(lines), style="warning")]
    if ground is not None:
        button = Button(text=words("forms.button.open"), action="form.again", value=token, style="primary")
        parts.append(Buttons(buttons=(button,)))
    return Reply(parts=tuple(parts), whisper=True)


def typed(sent: Sent, words: Words) -> list[str]:
    """What was typed into the form, a field a line, to be copied."""
    lines = []
    for field in fields_of(sent.about.kind, sent.about.new):
        value = sent.after.get(field.key, "")
        if value and value != sent.before.get(field.key, ""):
            lines.append(f"{label_of(field, words)}: {value}")
    return lines


def with_typed(reply: Reply, sent: Sent, words: Words) -> Reply:
    """An error for the writer alone, with what was typed."""
    lines = "\n".join(typed(sent, words))
    return Reply(parts=(*reply.parts, *((Text(text=lines),) if lines else ())), whisper=True)


def _told(accepted: Accepted, ground: Ground, words: Words) -> str:
    """`mood: −1 Bad · place: product page and 2 more`."""
    fields = {field.key: field for field in fields_of(accepted.about.kind, new=True)}
    filled, said = dict(accepted.told), []
    for key, value in accepted.told:
        choices = choices_of(fields[key], filled, accepted.journey, words)
        text = shown(fields[key], value, choices, ground.names, words)
        said.append(f"{told_as(fields[key], words)}: {cut(text, LONGEST_TOLD)}")
    line = " · ".join(said[:TOLD])
    return words("forms.and_more", what=line, n=len(said) - TOLD) if len(said) > TOLD else line


def _title(accepted: Accepted, ground: Ground) -> str:
    now = ground.now(accepted.about) or {}
    return now.get("title") or now.get("name") or accepted.about.thing


def _undo(accepted: Accepted, version: int) -> str:
    """`map|version`, or `map|version|persona|its version` for a persona."""
    persona = accepted.persona
    if persona is None:
        return f"{accepted.journey.map_id}|{version}"
    number = persona.version if accepted.about.new else persona.version + 1
    return f"{accepted.journey.map_id}|{version if accepted.changes else 0}|{persona.persona_id}|{number}"
