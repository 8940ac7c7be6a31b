"""How is a question put? Its words, hint, buttons, and the grey line under it."""

from typing import NamedTuple

from bot.conversation.on_map import action_of, has_mood, idea_of, pain_of, touchpoint_of
from bot.conversation.open_questions import Ask, worst_pains
from bot.conversation.plan import count, kind_of, of_pending
from bot.conversation.read_mood import label, signed
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import cut
from bot.reply import Button, Buttons, Menu, Option, Part, Text
from storage.model.journey import JourneyMap
from storage.model.lists import OVERLOOKED, STAGE_TEMPLATES

QUIET = ("skip", "back", "why", "show", "pause")
FIRST_SETS, FIRST_OVERLOOKED, MOST_OVERLOOKED = 5, 5, 10


class Choice(NamedTuple):
    """A button of a question: `key` is what it stands for."""

    key: str
    text: str


def ask(talk: Talk, about: Ask) -> None:
    """Opens a question of the plan and puts it."""
    talk.wait_for(about)
    talk.keep(waiting=None)
    put(talk)


def ask_between(talk: Talk, about: Ask) -> None:
    """Opens a question on the side and puts it."""
    talk.put_between(about)
    put(talk)


def put(talk: Talk) -> None:
    """Says the open question, if there is one."""
    if talk.session.pending is None:
        return
    about = of_pending(talk.session.pending)
    talk.parts.append(Text(text=question_text(talk, about), style="question"))
    talk.parts += _hint(talk, about)
    talk.parts += _answers(talk, about)
    number = count(talk.view, about)
    if number is None:
        return
    talk.parts.append(Text(text=talk.words("say.progress", k=number.k, n=number.n), style="grey"))
    talk.parts.append(Buttons(buttons=tuple(_quiet(talk, control, about) for control in QUIET)))


def _quiet(talk: Talk, control: str, about: Ask) -> Button:
    """A grey button; it knows its question, so that pressed late it does nothing."""
    value = f"{control}|{encoded(about)}"
    return Button(text=talk.words(f"button.{control}"), action="build.control", value=value, style="quiet")


def question_text(talk: Talk, about: Ask) -> str:
    """The words of a question, with persona, stage and item filled in."""
    stage = talk.stage(about.stage)
    key = about.question
    if key == "action" and about.item is None:
        key = "action_free"
    elif key == "mood_why" and about.stage != talk.session.last_mood_stage:
        key = "mood_why_at"
    values = {
        "persona": talk.persona,
        "stage": stage.title if stage else "",
        "item": cut(item_title(talk, about)),
        **_score_values(talk, about),
    }
    return talk.words(f"ask.{key}", **values)


def item_title(talk: Talk, about: Ask) -> str:
    """The title of what a question is about."""
    journey = talk.journey
    if journey is None or about.item is None:
        return ""
    finders = (touchpoint_of, pain_of, idea_of, action_of)
    found = next((item for find in finders if (item := find(journey, about.item))), None)
    return found.title if found else about.item


def choices(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    """The buttons of a question, in order."""
    match about.question:
        case "persona":
            return tuple(Choice(persona.persona_id, persona.name) for persona in talk.scene.personas[:5])
        case "stages":
            return _set_choices(talk)
        case "mood" | "face":
            labels: dict[str, str] = talk.words.data("lists.moods")
            return tuple(Choice(score, f"{score} {text}") for score, text in labels.items())
        case "unsure":
            number = int(talk.session.notes["unsure"].split("|")[0])
            return Choice(f"+{number}", signed(number)), Choice(str(number - 3), signed(number - 3))
        case "owner":
            return _owner_choices(talk)
        case "severity" | "frequency" | "impact" | "effort":
            return _listed(talk, about)
    return _listed(talk, about)


def _listed(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    path = kind_of(about.question).get("choices")
    listed: dict[str, str] = talk.words.data(path) if path else {}
    return tuple(Choice(key, text) for key, text in listed.items())


def _set_choices(talk: Talk) -> tuple[Choice, ...]:
    """The stage sets by number; the later ones after [More]."""
    keys = list(STAGE_TEMPLATES)
    shown = keys[FIRST_SETS:] if talk.session.notes.get("sets") == "more" else keys[:FIRST_SETS]
    sets = tuple(Choice(key, str(keys.index(key) + 1)) for key in shown)
    own = _listed(talk, Ask("stages"))
    return (*sets, *(choice for choice in own if choice.key != "more" or len(shown) == FIRST_SETS))


def all_set_choices() -> tuple[Choice, ...]:
    """Every stage set by its number, shown or not."""
    return tuple(Choice(key, str(number)) for number, key in enumerate(STAGE_TEMPLATES, 1))


def _owner_choices(talk: Talk) -> tuple[Choice, ...]:
    """Teams and people named as owners before."""
    if talk.journey is None:
        return ()
    return tuple(Choice(label, label) for label in owner_labels(talk.journey)[:5])


def owner_labels(journey: JourneyMap) -> list[str]:
    """Everybody who was named as an owner of something on the map, the map's owner first."""
    owners = [touchpoint.owner for touchpoint in journey.touchpoints()]
    owners += [idea.owner for idea in journey.opportunities] + [action.owner for action in journey.actions]
    return list(dict.fromkeys(owner.label for owner in (journey.owner, *owners) if owner))


def _answers(talk: Talk, about: Ask) -> list[Part]:
    """Buttons and menus under a question."""
    match about.question:
        case "moods":
            return _mood_menus(talk)
        case "overlooked":
            return [_overlooked_menu(talk), *_row(talk, about)]
        case "moments":
            return _moment_menu(talk)
        case "goal" if talk.journey is None:
            return [*_row(talk, about), *_kind_line(talk)]
    if kind_of(about.question).get("menu"):
        options = tuple(Option(text=choice.text, value=choice.key) for choice in choices(talk, about))
        label_text = talk.words(f"menu.{about.question}")
        return [Menu(label=label_text, action="build.answer", value=encoded(about), options=options)]
    return _row(talk, about)


def _row(talk: Talk, about: Ask) -> list[Part]:
    buttons = tuple(
        Button(text=choice.text, action="build.answer", value=encoded(about, choice.key))
        for choice in choices(talk, about)
    )
    return [Buttons(buttons=buttons)] if buttons else []


def _kind_line(talk: Talk) -> list[Part]:
    kind = talk.words.data("say.kinds")[talk.session.draft.type]
    change = Button(text=talk.words("button.change"), action="build.change_type", style="plain")
    return [Text(text=talk.words("say.kind", kind=kind)), Buttons(buttons=(change,))]


def _mood_menus(talk: Talk) -> list[Part]:
    options = tuple(
        Option(text=f"{signed(score)} {label(score, talk.words)}", value=signed(score)) for score in range(-2, 3)
    )
    stages = talk.map.stages if talk.journey else ()
    return [
        Menu(label=stage.title, action="build.answer", value=encoded(Ask("mood", stage.slug)), options=options)
        for stage in stages
        if not has_mood(stage)
    ]


def _overlooked_menu(talk: Talk) -> Menu:
    there = {touchpoint.overlooked for touchpoint in talk.map.touchpoints()}
    at_most = MOST_OVERLOOKED if talk.session.notes.get("overlooked") == "more" else FIRST_OVERLOOKED
    left = [key for key in OVERLOOKED if key not in there]
    start = FIRST_OVERLOOKED if at_most == MOST_OVERLOOKED else 0
    titles = talk.words.data("lists.overlooked")
    options = tuple(Option(text=titles[key], value=key) for key in left[start : start + at_most])
    label_text = question_text(talk, Ask("overlooked"))
    return Menu(label=label_text, action="build.answer", value=encoded(Ask("overlooked")), options=options, many=True)


def _moment_menu(talk: Talk) -> list[Part]:
    options = tuple(Option(text=cut(t.title), value=t.slug) for t in talk.map.touchpoints())
    if not options:
        return []
    about = Ask("moments")
    text = question_text(talk, about)
    return [Menu(label=text, action="build.answer", value=encoded(about), options=options, many=True)]


def _hint(talk: Talk, about: Ask) -> list[Part]:
    """Two examples: this workspace's own earlier answers first; for some questions a list to choose from."""
    lines: list[str] = []
    if about.question == "stages":
        lines += _set_lines(talk)
    if about.question == "type":
        kinds = talk.words.data("say.kind_lines")
        lines += [f"{choice.text}: {kinds[choice.key]}" for choice in choices(talk, about)]
    if about.question in ("pain", "doing", "questions"):
        lines += _so_far(talk, about)
    lines += _examples(talk, about)
    return [Text(text="\n".join(lines), style="hint")] if lines else []


def _examples(talk: Talk, about: Ask) -> list[str]:
    if not talk.words.has(f"hint.{about.question}"):
        return []
    hint = talk.words.data(f"hint.{about.question}")
    own = [cut(text) for text in talk.scene.examples.get(about.question, ())]
    examples = [*own, *hint.get("examples", ())][:2]
    lines = [hint["lead"]] if "lead" in hint else []
    if examples:
        lines.append(talk.words("say.hint", examples=talk.words("say.or").join(examples)))
    return [" ".join(lines)]


def _set_lines(talk: Talk) -> list[str]:
    titles = talk.words.data("lists.templates")
    sets = [choice for choice in _set_choices(talk) if choice.key in STAGE_TEMPLATES]
    return [talk.words("say.set_line", number=c.text, stages=" > ".join(titles[c.key].values())) for c in sets]


def _so_far(talk: Talk, about: Ask) -> list[str]:
    """What the map holds for this question already."""
    stage = talk.stage(about.stage)
    if stage is None:
        return []
    match about.question:
        case "pain":
            known = [pain.title for pain in talk.map.pain_points if pain.at.stage == stage.slug]
        case "doing":
            known = [touchpoint.title for touchpoint in stage.touchpoints]
        case _:
            known = [question.text for question in stage.customer_questions]
    return [talk.words("say.so_far", text=" · ".join(cut(text, 40) for text in known))] if known else []


def _score_values(talk: Talk, about: Ask) -> dict[str, str]:
    """What `Why is it -1?` and `Is 2 "very good"?` need."""
    if about.question == "mood_why":
        stage = talk.stage(about.stage)
        own = next((vote for vote in stage.moods if vote.by == talk.by), None) if stage else None
        lowest = min((vote.score for vote in stage.moods), default=0) if stage else 0
        return {"score": signed(own.score if own else lowest)}
    if about.question == "unsure":
        number = int(talk.session.notes["unsure"].split("|")[0])
        good, bad = label(number, talk.words), label(number - 3, talk.words)
        return {"number": str(number), "good": good.lower(), "signed": signed(number), "bad": bad.lower()}
    return {}


def next_pain(talk: Talk, after: str | None) -> str | None:
    """The pain point behind this one in the order of need."""
    slugs = [pain.slug for pain in worst_pains(talk.view)]
    if not slugs:
        return None
    return slugs[(slugs.index(after) + 1) % len(slugs)] if after in slugs else slugs[0]
