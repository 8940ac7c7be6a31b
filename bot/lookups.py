"""Commands that show what is stored: the list of maps, one map, its file, the help."""

from bot.answers.figures import day, listed, mood
from bot.commands import Command, shown_name, shown_names
from bot.exchange import Incoming, Outcome
from bot.forms.finding import on_a_map
from bot.pictures.content import worst_first
from bot.reply import Attachment, Button, Buttons, Menu, Option, Part, Picture, Press, Reply, Table, Text
from prompts.loader import Words
from storage.errors import MapNotFound
from storage.model.confidence import backing, coverage, evidence_ids
from storage.model.journey import JourneyMap
from storage.model.mood import stage_value
from storage.open import Stores

PAGE = 10
FORMATS = ("json", "png", "svg")
OTHER_FORMATS = ("pdf", "xlsx", "csv", "mermaid", "jpg", "jpeg", "html", "yaml", "xml")
"""Asked for in vain; a map may be called otherwise."""


def help_lines(words: Words) -> Reply:
    """What one can type, with examples."""
    return Reply(parts=(Text(text=words("slack.help_title"), style="headline"), Text(text=words("slack.help"))))


def unknown_command(command: Command, words: Words) -> Reply:
    """A word that is no subcommand: the closest one as a button, and the list."""
    parts: list[Part] = [
        Text(
            text=words(
                "slack.unknown_command", word=command.unknown, names=words("answers.listed").join(shown_names(words))
            )
        )
    ]
    if command.name:
        text = f"{shown_name(command.name, words)} {command.rest}".strip()
        parts.append(Buttons(buttons=(Button(text=f"/journey {text}"[:75], action="command", value=text[:2000]),)))
    return Reply(parts=tuple(parts))


def maps_list(incoming: Incoming, stores: Stores, words: Words, page: int = 0) -> Reply:
    """Ten maps, last changed first, with a menu to open one."""
    lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
    if not lines:
        return Reply(parts=(Text(text=words("slack.no_maps")),))
    shown = lines[page * PAGE : (page + 1) * PAGE]
    rows = tuple(
        (
            line.title,
            words(f"lists.status.{line.status}"),
            line.owner,
            f"{line.version}",
            day(line.changed_at.date(), words),
        )
        for line in shown
    )
    columns = tuple(words.data("slack.list_columns"))
    options = tuple(Option(text=line.title[:75], value=line.map_id) for line in shown)
    parts: list[Part] = [
        Text(text=words("slack.list_title", n=len(lines)), style="headline"),
        Table(title="", columns=columns, rows=rows),
        Menu(label=words("slack.open_map"), action="show.open", options=options),
    ]
    if (page + 1) * PAGE < len(lines):
        more = Button(text=words("slack.more"), action="show.page", value=str(page + 1), style="quiet")
        parts.append(Buttons(buttons=(more,)))
    return Reply(parts=tuple(parts))


def show(named: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """One map in short: stages with mood and pain point, share with evidence, the picture. Raises MapNotFound."""
    if not named:
        return maps_list(incoming, stores, words)
    return summary(stores.maps.find(incoming.workspace_id, named, incoming.reader), incoming, stores, words)


def summary(journey: JourneyMap, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """The card of a map; in public with its picture."""
    evidence = stores.evidence.get(incoming.workspace_id, evidence_ids(journey), incoming.reader)
    covered = coverage(journey, {piece.evidence_id: backing(piece) for piece in evidence})
    names = {p.persona_id: p.name for p in stores.personas.list(incoming.workspace_id)}
    who = listed((names.get(p, p) for p in journey.persona_ids), words)
    facts = words(
        "slack.map_facts",
        type=words(f"lists.map_types.{journey.type}"), persona=who, version=journey.version,
        status=words(f"lists.status.{journey.status}"), owner=journey.owner.label,
        backed=covered.backed, items=covered.items,
    )  # fmt: skip
    parts: list[Part] = [Text(text=journey.title, style="headline"), Text(text=facts, style="grey")]
    if journey.stages:
        parts.append(
            Table(title="", columns=tuple(words.data("slack.stage_columns")), rows=_stage_rows(journey, words))
        )
    else:
        parts.append(Text(text=words("slack.no_stages")))
    if not incoming.private:
        parts.append(Picture(picture="card", map_id=journey.map_id, version=journey.version, alt=journey.title))
    parts.append(Buttons(buttons=_map_buttons(journey, incoming.private, words)))
    return Reply(parts=tuple(parts))


def _stage_rows(journey: JourneyMap, words: Words) -> tuple[tuple[str, ...], ...]:
    rows = []
    for stage in journey.stages:
        pains = [pain.title for pain in worst_first(p for p in journey.pain_points if p.at.stage == stage.slug)]
        rows.append(
            (
                stage.title,
                mood(stage_value(stage), words),
                str(len(stage.touchpoints)),
                pains[0] if pains else "–",
            )
        )
    return tuple(rows)


def _map_buttons(journey: JourneyMap, private: bool, words: Words) -> tuple[Button, ...]:
    buttons = [
        Button(text=words("slack.full_picture"), action="show.full", value=journey.map_id),
        Button(text=words("slack.export_json"), action="show.json", value=journey.map_id),
        Button(text=words("forms.button.edit"), action="form.choose", value=journey.map_id),
    ]
    if private:
        buttons.append(Button(text=words("slack.share"), action="show.share", value=journey.map_id))
    return tuple(buttons)


def edit(rest: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """A button that opens the form: a form needs a press, words alone cannot open it. Raises MapNotFound."""
    if not rest:
        return maps_list(incoming, stores, words)
    journey, _ = on_a_map(rest, incoming.workspace_id, incoming.reader, stores)
    button = Button(text=words("forms.button.edit"), action="form.choose", value=journey.map_id)
    return Reply(parts=(Text(text=journey.title, style="headline"), Buttons(buttons=(button,))))


def export(rest: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """`export json <map>` or `export <map> json`: the file. Raises MapNotFound."""
    asked = rest.split()
    format_ = next((word.lower() for word in asked if word.lower() in FORMATS), "json")
    named = " ".join(word for word in asked if word.lower() not in FORMATS)
    if not named:
        return Reply(parts=(Text(text=words("slack.export_which")),))
    other = next((word.lower() for word in (asked[0], asked[-1]) if word.lower() in OTHER_FORMATS), None)
    if other is not None:
        return Reply(parts=(Text(text=words("slack.export_format", format=other), style="warning"),))
    journey = stores.maps.find(incoming.workspace_id, named, incoming.reader)
    return _file(journey, format_, words)


def _file(journey: JourneyMap, format_: str, words: Words) -> Reply:
    name = f"{journey.map_id}.{format_}"
    attachment = Attachment.model_validate(
        {"file_name": name, "format": format_, "map_id": journey.map_id, "version": journey.version}
    )
    return Reply(parts=(Text(text=words("slack.export_done", title=journey.title, file=name)), attachment))


def pressed(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """A button under a list or a summary. Raises MapNotFound: rights are checked again here."""
    if press.action == "show.page":
        return Outcome((maps_list(incoming, stores, words, int(press.value)),))
    map_id = press.chosen[0] if press.chosen else press.value
    journey = stores.maps.get(incoming.workspace_id, map_id, incoming.reader)
    match press.action:
        case "show.full":
            parts = (Picture(picture="full", map_id=map_id, version=journey.version, alt=journey.title),)
            return Outcome((Reply(parts=parts),))
        case "show.json":
            return Outcome((_file(journey, "json", words),))
        case "show.share":
            return Outcome((_shared(journey, incoming.in_channel(), stores, words),))
        case _:
            return Outcome((summary(journey, incoming, stores, words),))


def _shared(journey: JourneyMap, audience: Incoming, stores: Stores, words: Words) -> Reply:
    """The card for the whole channel, if everybody there may see the map."""
    try:
        stores.maps.get(audience.workspace_id, journey.map_id, audience.reader)
    except MapNotFound:
        return Reply(parts=(Text(text=words("slack.share_refused"), style="warning"),))
    shared = Text(text=words("slack.shared_by", name=audience.said.name), style="grey")
    return Reply(parts=(shared, *summary(journey, audience, stores, words).parts), public=True)
