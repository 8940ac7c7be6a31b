"""The opening: goal, kind of map, persona, what they want, stages."""

import re

from bot.conversation.answers.answer import Answer, set_map
from bot.conversation.asking import put
from bot.conversation.flow import again, answered, proceed
from bot.conversation.open_questions import Ask
from bot.conversation.read_items import read_stages
from bot.conversation.read_persona import NAME_LIMIT, PersonaRead, read_persona, two_names
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button
from storage.errors import ChangeRefused
from storage.model.changes import AddStage, Change, SetMap
from storage.model.journey import MAX_STAGES, Home, JourneyMap
from storage.model.lists import STAGE_TEMPLATES
from storage.model.persona import Persona
from storage.model.refusals import made, revised
from storage.model.session import Draft
from storage.model.slugs import initials, numbered, slug_of
from storage.model.types import Owner

TITLE_LIMIT, MANY_STAGES = 80, 7


def goal(talk: Talk, about: Ask, answer: Answer) -> None:
    """A button, or the goal in the person's words."""
    if answer.choice:
        _set_goal(talk, answer.choice, None)
        talk.say("noted_text", text=talk.words.data("lists.goal_kinds")[answer.choice])
    else:
        made(Draft, goal_business=answer.text)
        _set_goal(talk, "other", answer.text)
        talk.say("noted_text", text=cut(answer.text.rstrip(".")))
        warn_two_goals(talk, answer.text)
    answered(talk, about)


def _set_goal(talk: Talk, kind: str, words: str | None) -> None:
    if talk.journey is not None:
        set_map(talk, goal_kind=kind, **({"goal_business": words} if words else {}))
        return
    new = {"goal_kind": kind} | ({"goal_business": words} if words else {})
    talk.keep(draft=revised(talk.session.draft, **new))


def kind(talk: Talk, about: Ask, answer: Answer) -> None:
    """Only the current state can be drawn so far; the others say so."""
    chosen = answer.choice
    if chosen and chosen != "current_state":
        talk.say("type_later", kind=talk.words.data("choice.type")[chosen])
    elif chosen is None:
        talk.say("not_understood")
        put(talk)
        return
    proceed_from(talk, about)


def proceed_from(talk: Talk, about: Ask) -> None:
    """Ends a question that was put between."""
    if talk.open == about:
        talk.keep(pending=None)
    proceed(talk)


def persona(talk: Talk, about: Ask, answer: Answer) -> None:
    """A saved persona, or a new one from a sentence. Two people bring the warning first."""
    if answer.choice:
        known = next(known for known in talk.scene.personas if known.persona_id == answer.choice)
        _about(talk, (known.persona_id,))
        talk.say("persona_picked", name=known.name)
        answered(talk, about)
        return
    read = read_persona(answer.text, talk.words)
    names = two_names(read.name, talk.words)
    if names and not talk.scene.workspace.one_product:
        buttons = (("two_maps", "two"), ("keep_both", "both"), ("only_name", "first"))
        talk.warn("two_personas", *(_persona_button(talk, key, way, names, answer.text) for key, way in buttons))
        return
    new_persona(talk, read)
    answered(talk, about)


def _can_be_another(talk: Talk, read: PersonaRead) -> bool:
    """Only while the map is about the one of that name in the library."""
    mine = talk.journey.persona_ids if talk.journey else talk.session.draft.persona_ids
    names = {p.persona_id: p.name.casefold() for p in talk.scene.personas}
    return bool(mine) and names.get(mine[0]) == read.name.casefold() and _slug_free(talk, mine[0], read)


def _slug_free(talk: Talk, used: str, read: PersonaRead) -> bool:
    return used == slug_of(read.name, (), talk.session.lang)


def _persona_button(talk: Talk, key: str, way: str, names: tuple[str, ...], text: str) -> Button:
    return Button(text=talk.words(f"button.{key}", first=names[0]), action="build.personas", value=f"{way}|{text[:800]}")


def two_personas(talk: Talk, value: str) -> None:
    """[Two maps] [Keep both in one] [Only …] for a sentence that named two people; [Make another] of the same name."""
    way, _, text = value.partition("|")
    read = read_persona(text, talk.words)
    if way == "another" and _can_be_another(talk, read):
        new_persona(talk, read, another=True)
        again(talk)
        return
    names = two_names(read.name, talk.words) or (read.name,)
    if talk.journey is not None or talk.session.draft.persona_ids:
        return
    for name in names if way == "both" else names[:1]:
        new_persona(talk, PersonaRead(name, read.age, read.one_line))
    if way == "two":
        talk.say("two_maps_next", first=names[0])
    answered(talk, Ask("persona"))


def new_persona(talk: Talk, read: PersonaRead, another: bool = False) -> Persona:
    """Adds a persona to the library and to this map. One of the same name is used, unless it is `another`."""
    if not read.name:
        raise ChangeRefused("empty", field=talk.words("field.persona_ids"))
    known = next((p for p in talk.scene.personas if p.name.casefold() == read.name.casefold()), None)
    if known is not None and not another:
        return _known_persona(talk, known, read)
    taken = {p.persona_id for p in (*talk.scene.personas, *talk.personas)}
    new = made(
        Persona,
        workspace_id=talk.session.workspace_id,
        persona_id=slug_of(read.name, taken, talk.session.lang) or numbered("", "persona", taken),
        name=read.name[:NAME_LIMIT],
        initials=initials(read.name) or "?",
        age_range=read.age,
        one_line=read.one_line,
        owner=Owner(label=talk.said.name, member_id=talk.by),
        privacy="private" if talk.scene.private else "workspace",
    )
    talk.personas.append(new)
    _about(talk, (*_ids(talk), new.persona_id))
    talk.text(_persona_line(talk, new))
    value = new.persona_id
    talk.offer(Button(text=talk.words("button.build_persona"), action="build.persona_lines", value=value))
    return new


def _known_persona(talk: Talk, known: Persona, read: PersonaRead) -> Persona:
    """The same name in this thread is the same person told anew; one from the library is used as it is."""
    mine = talk.journey.persona_ids if talk.journey else talk.session.draft.persona_ids
    if known.persona_id in mine:
        new = revised(known, age_range=read.age or known.age_range, one_line=read.one_line or known.one_line)
        talk.personas.append(new)
        _about(talk, _ids(talk))
        talk.text(_persona_line(talk, new))
        return new
    _about(talk, (*_ids(talk), known.persona_id))
    talk.say("persona_exists", name=known.name)
    value = "|".join(("another", ", ".join(filter(None, (read.name, read.age, read.one_line)))))
    talk.offer(Button(text=talk.words("button.make_another"), action="build.personas", value=value))
    return known


def _ids(talk: Talk) -> tuple[str, ...]:
    """Personas added to this map in the same message; an earlier answer is replaced."""
    return tuple(p.persona_id for p in talk.personas)


def _about(talk: Talk, ids: tuple[str, ...]) -> None:
    unique = tuple(dict.fromkeys(ids))
    if talk.journey is None:
        talk.keep(draft=revised(talk.session.draft, persona_ids=unique))
    else:
        set_map(talk, persona_ids=unique)


def _persona_line(talk: Talk, new: Persona) -> str:
    rest = (new.one_line or "").rstrip(".")
    if new.age_range and rest:
        return talk.words("say.persona_new", name=new.name, age=new.age_range, one_line=cut(rest))
    if rest:
        return talk.words("say.persona_new_no_age", name=new.name, one_line=cut(rest))
    if new.age_range:
        return talk.words("say.persona_new_age_only", name=new.name, age=new.age_range)
    return talk.words("say.persona_new_bare", name=new.name)


def persona_lines(talk: Talk) -> None:
    """[Build it properly]: which lines tell more about the persona."""
    talk.say("persona_lines", fields=", ".join(f"{name}:" for name in talk.words.data("persona_fields")))


def want(talk: Talk, about: Ask, answer: Answer) -> None:
    """What the customer wants, in their words; from here on the map exists."""
    text = " ".join(answer.text.split())
    if talk.journey is None:
        save_map(talk, text)
    else:
        set_map(talk, goal_customer=text)
        talk.say("noted_text", text=cut(text.rstrip(".")))
    _warn_two_wants(talk, text)
    answered(talk, about)


def skip_want(talk: Talk) -> None:
    """The map exists all the same, named after the persona."""
    if talk.journey is None:
        save_map(talk, None)


def save_map(talk: Talk, goal_customer: str | None) -> None:
    """The first version of the map from what was said so far."""
    if not talk.session.draft.persona_ids:
        new_persona(talk, PersonaRead(talk.words("say.customer_name")))
    title = talk.session.notes.get("title") or goal_customer or talk.persona
    draft, taken = talk.session.draft, talk.scene.taken_map_ids
    talk.journey = made(
        JourneyMap,
        workspace_id=talk.session.workspace_id,
        map_id=slug_of(title, taken, talk.session.lang) or numbered("", "map", taken),
        title=_at_a_word(title, TITLE_LIMIT),
        type=draft.type,
        lang=talk.session.lang,
        owner=Owner(label=talk.name(talk.session.started_by), member_id=talk.session.started_by),
        privacy="private" if talk.scene.private else "channel",
        home=Home(channel_id=talk.scene.channel_id, thread_ts=talk.scene.thread),
        persona_ids=draft.persona_ids,
        goal_kind=draft.goal_kind,
        goal_business=draft.goal_business,
        goal_customer=goal_customer,
    )
    talk.new_map = True
    talk.keep(map_id=talk.map.map_id)
    talk.note("title", None)
    talk.say("map_saved", map_id=talk.map.map_id)
    talk.offer(Button(text=talk.words("button.change_title"), action="build.change_title"))


def _at_a_word(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit + 1].rsplit(" ", 1)[0][:limit]


def stages(talk: Talk, about: Ask, answer: Answer) -> None:
    """A set by number, or own stages in order."""
    match answer.choice:
        case "more":
            talk.note("sets", "more")
            put(talk)
        case "own":
            talk.say("own_stages")
            put(talk)
        case str() as template:
            add_set(talk, template)
            answered(talk, about)
        case None:
            add_own(talk, answer.text)
            answered(talk, about)


def add_set(talk: Talk, template: str) -> None:
    """The stages of a set, with its slugs and roles."""
    titles = talk.words.data("lists.templates")[template]
    steps = STAGE_TEMPLATES[template]
    changes: list[Change] = [AddStage(title=titles[s.slug], slug=s.slug, role=s.role) for s in steps]
    talk.do(*changes, SetMap(field="stage_template", value=template))
    talk.note("sets", None)
    _say_stages(talk)
    roles = [step.role for step in steps]
    if roles[-1] == "buy":
        _warn_no_after(talk)


def add_own(talk: Talk, text: str) -> None:
    """Stages that people wrote themselves, at the end of those there are."""
    titles = read_stages(text, talk.words)
    there = {stage.title.casefold() for stage in talk.map.stages}
    new = [title for title in dict.fromkeys(titles) if title.casefold() not in there]
    if not titles:
        raise ChangeRefused("empty", field=talk.words("field.stage_template"))
    if len(talk.map.stages) + len(new) > MAX_STAGES:
        raise ChangeRefused("stages_full", max=MAX_STAGES)
    talk.do(*(made(AddStage, title=title) for title in new))
    talk.note("sets", None)
    _say_stages(talk)
    if len(talk.map.stages) > MANY_STAGES:
        merge = Button(text=talk.words("button.merge_some"), action="build.merge_how")
        keep = Button(text=talk.words("button.keep"), action="build.kept")
        talk.warn("many_stages", merge, keep, n=len(talk.map.stages))
    if _ends_with_buying(talk):
        _warn_no_after(talk)


def _say_stages(talk: Talk) -> None:
    listed = " > ".join(cut(stage.title) for stage in talk.map.stages)
    talk.say("stages" if len(talk.map.stages) > 1 else "stages_one", n=len(talk.map.stages), stages=listed)


def _ends_with_buying(talk: Talk) -> bool:
    last = talk.map.stages[-1].title.casefold()
    return any(re.search(rf"(?<!\w){re.escape(word)}", last) for word in talk.words.data("reading.purchase_words"))


def _warn_no_after(talk: Talk) -> None:
    yes = Button(text=talk.words("button.yes_it_ends"), action="build.kept")
    add = Button(text=talk.words("button.add_stage"), action="build.add_stage")
    talk.warn("no_after", yes, add)


def warn_two_goals(talk: Talk, text: str) -> None:
    """Two numbers that belong to different things, or two goals joined."""
    parts = _two_parts(talk, text)
    if parts and all(re.search(r"\d", part) for part in parts):
        _warn_goals(talk, "goal_business", parts)


def _warn_two_wants(talk: Talk, text: str) -> None:
    """Two sentences that start with "I want"."""
    starts = "|".join(re.escape(start) for start in talk.words.data("reading.want_starts"))
    found = [match.start() for match in re.finditer(rf"(?<!\w)(?:{starts})(?!\w)", text, re.IGNORECASE)]
    if len(found) >= 2:
        joined = "|".join(re.escape(word) for word in talk.words.data("reading.joined_by"))
        first = re.sub(rf"[\s,;.]*(?:(?:{joined})\s*)?$", "", text[: found[1]])
        _warn_goals(talk, "goal_customer", (first, text[found[1] :].rstrip(" .")))


def _two_parts(talk: Talk, text: str) -> tuple[str, str] | None:
    joined = "|".join(re.escape(word) for word in talk.words.data("reading.joined_by"))
    parts = [part.strip(" .") for part in re.split(rf"\s*[;\n]\s*|,?\s+(?:{joined})\s+|,\s+", text.strip()) if part.strip(" .")]
    return (parts[0], parts[1]) if len(parts) >= 2 else None


def _warn_goals(talk: Talk, field: str, parts: tuple[str, str]) -> None:
    if talk.scene.workspace.one_product:
        return
    ways = (("two_maps", "two"), ("keep_one", "keep"), ("only_first", "first"), ("one_product", "never"))
    buttons = (
        Button(text=talk.words(f"button.{key}"), action="build.goals", value=f"{way}|{field}|{parts[0][:200]}")
        for key, way in ways
    )
    talk.warn("two_goals", *buttons, a=cut(parts[0]), b=cut(parts[1]))


def two_goals(talk: Talk, value: str) -> None:
    """The buttons of the warning about two goals."""
    way, field, first = (*value.split("|", 2), "", "")[:3]
    if way == "never":
        talk.workspace = talk.scene.workspace.model_copy(update={"one_product": True})
        talk.say("kept")
    elif way in ("first", "two"):
        _keep_first_goal(talk, field, first)
        talk.say("two_maps_next" if way == "two" else "noted_text", first=cut(first), text=cut(first))
    else:
        talk.say("kept")


def _keep_first_goal(talk: Talk, field: str, first: str) -> None:
    if field not in ("goal_customer", "goal_business") or not first:
        return
    if talk.journey is not None:
        set_map(talk, **{field: first})
    elif field == "goal_business":
        talk.keep(draft=revised(talk.session.draft, goal_business=first))
