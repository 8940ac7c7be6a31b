"""Commands that show what is stored: the list of maps, one map, its file, the help."""

from bot.answers.figures import day, listed, mood
from bot.commands import Command, shown_name, shown_names
from bot.conversation.wording import cut
from bot.evidence.reading import backings_of
from bot.exchange import Incoming, Outcome
from bot.export_menu import CANVAS, asked_format, formats_menu, handed_over, known_format, refused
from bot.forms.finding import on_a_map
from bot.pictures.content import worst_first
from bot.reply import Button, Buttons, Menu, Option, Part, Picture, Press, Reply, Table, Text
from bot.team.brief import brief
from bot.team.searching import maps_with
from prompts.loader import Words
from storage.errors import MapNotFound
from storage.model.confidence import coverage
from storage.model.journey import JourneyMap
from storage.model.mood import stage_value
from storage.open import Stores

PAGE = 10
OTHER_FORMATS = ("jpg", "jpeg", "html", "yaml", "xml", "docx", "gif", "xls", "ppt")
"""Asked for in vain; a map may be called otherwise."""


def help_lines(words: Words) -> Reply:
    """What one can type, with examples."""
    headline = Text(text=words("slack.help_title"), style="headline")
    return Reply(parts=(headline, Text(text=words("slack.help")), first_steps(words)))


def first_steps(words: Words) -> Buttons:
    """What a newcomer may begin with: a map, an example, data."""
    steps = (("slack.prompt_new", "new"), ("examples.prompt", "examples"), ("examples.prompt_import", "import"))
    return Buttons(buttons=tuple(Button(text=words(key), action="command", value=value) for key, value in steps))


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


def maps_list(incoming: Incoming, stores: Stores, words: Words, page: int = 0, sought: str = "") -> Reply:
    """Ten maps, last changed first, with a menu to open one; with words to look for, those that hold them."""
    if sought:
        lines = maps_with(sought, incoming, stores)
        title = words("team.found.title", words=cut(sought, 60), n=len(lines))
    else:
        lines = stores.maps.lines(incoming.workspace_id, incoming.reader)
        title = words("slack.list_title", n=len(lines))
    if not lines:
        none = words("team.found.none", words=cut(sought, 60)) if sought else words("slack.no_maps")
        return Reply(parts=(Text(text=none), first_steps(words)))
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
        Text(text=title, style="headline"),
        Table(title="", columns=columns, rows=rows),
        Menu(label=words("slack.open_map"), action="show.open", options=options),
    ]
    if (page + 1) * PAGE < len(lines):
        more = Button(text=words("slack.more"), action="show.page", value=f"{page + 1}|{sought}", style="quiet")
        parts.append(Buttons(buttons=(more,)))
    return Reply(parts=tuple(parts))


def show(named: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """One map in short, by its name or by words that it holds; several of these as a list. Raises MapNotFound."""
    if not named:
        return maps_list(incoming, stores, words)
    try:
        journey = stores.maps.find(incoming.workspace_id, named, incoming.reader)
    except MapNotFound:
        lines = maps_with(named, incoming, stores)
        if not lines:
            raise
        if len(lines) > 1:
            return maps_list(incoming, stores, words, sought=named)
        journey = stores.maps.get(incoming.workspace_id, lines[0].map_id, incoming.reader)
    return summary(journey, incoming, stores, words)


def summary(journey: JourneyMap, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """The card of a map; in public with its picture."""
    covered = coverage(journey, backings_of(journey, stores))
    names = {p.persona_id: p.name for p in stores.personas.list(incoming.workspace_id)}
    who = listed((names.get(p, p) for p in journey.persona_ids), words)
    facts = words(
        "slack.map_facts",
        type=words(f"lists.map_types.{journey.type}"), persona=who, version=journey.version,
        status=words(f"lists.status.{journey.status}"), owner=journey.owner.label,
        backed=covered.backed, items=covered.items,
    )  # fmt: skip
    parts: list[Part] = [Text(text=journey.title, style="headline"), Text(text=facts, style="grey")]
    parts.append(Text(text=brief(journey, incoming, stores, words)))
    if journey.stages:
        parts.append(stage_table(journey, words))
    else:
        parts.append(Text(text=words("slack.no_stages")))
    if not incoming.private:
        parts.append(Picture(picture="card", map_id=journey.map_id, version=journey.version, alt=journey.title))
    parts.append(Buttons(buttons=_map_buttons(journey, incoming.private, words)))
    return Reply(parts=tuple(parts))


def stage_table(journey: JourneyMap, words: Words) -> Table:
    """A row for each stage: mood, touchpoints, the worst pain point."""
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
    return Table(title="", columns=tuple(words.data("slack.stage_columns")), rows=tuple(rows))


def _map_buttons(journey: JourneyMap, private: bool, words: Words) -> tuple[Button, ...]:
    buttons = [
        Button(text=words("slack.full_picture"), action="show.full", value=journey.map_id),
        Button(text=words("exports.export"), action="show.export", value=journey.map_id),
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
    button = Button(text=words("forms.button.edit"), action="form.edit", value=rest)
    return Reply(parts=(Text(text=journey.title, style="headline"), Buttons(buttons=(button,))))


def export(rest: str, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """`export pdf <map>` or `export <map> pdf`: the file; without a format: which? Raises MapNotFound."""
    format_, named = asked_format(rest)
    if not named:
        return Reply(parts=(Text(text=words("slack.export_which")),))
    ends = (named.split()[0], named.split()[-1])
    other = next((word.lower() for word in ends if word.lower() in OTHER_FORMATS), None)
    if format_ is None and other is not None:
        return refused(other, named.split()[0], words)
    journey = stores.maps.find(incoming.workspace_id, named, incoming.reader)
    if format_ is None:
        return Reply(parts=formats_menu(journey, journey.version, words))
    return handed_over(journey, format_, incoming.reader, words)


def pressed(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """A button under a list or a summary. Raises MapNotFound: rights are checked again here."""
    if press.action == "show.page":
        page, _, sought = press.value.partition("|")
        return Outcome((maps_list(incoming, stores, words, int(page), sought),))
    map_id = press.chosen[0] if press.chosen and press.action != "show.format" else press.value
    journey = stores.maps.get(incoming.workspace_id, map_id, incoming.reader)
    match press.action:
        case "show.full":
            parts = (Picture(picture="full", map_id=map_id, version=journey.version, alt=journey.title),)
            return Outcome((Reply(parts=parts),))
        case "show.export":
            return Outcome((Reply(parts=formats_menu(journey, journey.version, words)),))
        case "show.canvas":
            return Outcome((handed_over(journey, CANVAS, incoming.reader, words),))
        case "show.format" if (format_ := known_format(press.chosen[0])) is not None:
            return Outcome((handed_over(journey, format_, incoming.reader, words),))
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
