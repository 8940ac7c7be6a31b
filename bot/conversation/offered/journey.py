"""Journey maps: the buttons, menus and hints of their questions."""

from collections.abc import Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.offered.choice import Choice, listed, row
from bot.conversation.on_map import has_mood
from bot.conversation.persona_card import may_be_named
from bot.conversation.read_mood import label, signed
from bot.conversation.talk import Talk, encoded
from bot.conversation.unanswered.journey import worst_pains
from bot.conversation.wording import cut
from bot.reply import Button, Buttons, Menu, Option, Part, Text
from storage.model.journey import JourneyMap
from storage.model.lists import OVERLOOKED, STAGE_TEMPLATES

FIRST_SETS, OVERLOOKED_AT_ONCE = 5, 10


def _saved_personas(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    known = [persona for persona in talk.scene.personas if may_be_named(persona, talk.by)]
    return tuple(Choice(persona.persona_id, persona.name) for persona in known[:5])


def mood_choices(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    """The five faces."""
    labels: dict[str, str] = talk.words.data("lists.moods")
    return tuple(Choice(score, f"{score} {text}") for score, text in labels.items())


def _unsure(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    number = int(talk.session.notes["unsure"].split("|")[0])
    return Choice(f"+{number}", signed(number)), Choice(str(number - 3), signed(number - 3))


def _set_choices(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    """The stage sets by number; the later ones after [More]."""
    keys = list(STAGE_TEMPLATES)
    shown = keys[FIRST_SETS:] if talk.session.notes.get("sets") == "more" else keys[:FIRST_SETS]
    sets = tuple(Choice(key, str(keys.index(key) + 1)) for key in shown)
    own = listed(talk, Ask("stages"))
    return (*sets, *(choice for choice in own if choice.key != "more" or len(shown) == FIRST_SETS))


def all_set_choices() -> tuple[Choice, ...]:
    """Every stage set by its number, shown or not."""
    return tuple(Choice(key, str(number)) for number, key in enumerate(STAGE_TEMPLATES, 1))


def _owner_choices(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    """Teams and people named as owners before."""
    if talk.journey is None:
        return ()
    return tuple(Choice(label, label) for label in owner_labels(talk.journey)[:5])


def owner_labels(journey: JourneyMap) -> list[str]:
    """Everybody who was named as an owner of something on the map, the map's owner first."""
    owners = [touchpoint.owner for touchpoint in journey.touchpoints()]
    owners += [idea.owner for idea in journey.opportunities] + [action.owner for action in journey.actions]
    return list(dict.fromkeys(owner.label for owner in (journey.owner, *owners) if owner))


def _kind_line(talk: Talk) -> list[Part]:
    kind = talk.words.data("say.kinds")[talk.session.draft.type]
    change = Button(text=talk.words("button.change"), action="build.change_type", style="plain")
    return [Text(text=talk.words("say.kind", kind=kind)), Buttons(buttons=(change,))]


def _mood_menus(talk: Talk, about: Ask) -> list[Part]:
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
    """Ten at once, the next ten with every [More], and from the first again behind the last."""
    there = {touchpoint.overlooked for touchpoint in talk.map.touchpoints()}
    left = [key for key in OVERLOOKED if key not in there]
    pages = range(0, len(left), OVERLOOKED_AT_ONCE) or (0,)
    start = pages[len(talk.session.notes.get("overlooked", "").split()) % len(pages)]
    titles = talk.words.data("lists.overlooked")
    options = tuple(Option(text=titles[key], value=key) for key in left[start : start + OVERLOOKED_AT_ONCE])
    label_text = talk.words("ask.overlooked", persona=talk.persona)
    return Menu(label=label_text, action="build.answer", value=encoded(Ask("overlooked")), options=options, many=True)


def _moment_menu(talk: Talk, about: Ask) -> list[Part]:
    options = tuple(Option(text=cut(t.title), value=t.slug) for t in talk.map.touchpoints())
    if not options:
        return []
    text = talk.words("ask.moments", persona=talk.persona)
    return [Menu(label=text, action="build.answer", value=encoded(about), options=options, many=True)]


def _set_lines(talk: Talk, about: Ask) -> list[str]:
    titles = talk.words.data("lists.templates")
    sets = [choice for choice in _set_choices(talk, about) if choice.key in STAGE_TEMPLATES]
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


def next_pain(talk: Talk, after: str | None) -> str | None:
    """The pain point behind this one in the order of need."""
    slugs = [pain.slug for pain in worst_pains(talk.view)]
    if not slugs:
        return None
    return slugs[(slugs.index(after) + 1) % len(slugs)] if after in slugs else slugs[0]


def _goal(talk: Talk, about: Ask) -> list[Part]:
    return [*row(about, listed(talk, about)), *(_kind_line(talk) if talk.journey is None else ())]


def _overlooked(talk: Talk, about: Ask) -> list[Part]:
    return [_overlooked_menu(talk), *row(about, listed(talk, about))]


def kind_lines(talk: Talk, about: Ask) -> list[str]:
    """What each type of map shows."""
    kinds = talk.words.data("say.kind_lines")
    return [f"{choice.text}: {kinds[choice.key]}" for choice in listed(talk, about)]


CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {
    "persona": _saved_personas,
    "stages": _set_choices,
    "mood": mood_choices,
    "face": mood_choices,
    "unsure": _unsure,
    "owner": _owner_choices,
}

MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = {
    "goal": _goal,
    "moods": _mood_menus,
    "overlooked": _overlooked,
    "moments": _moment_menu,
}

HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = {
    "stages": _set_lines,
    "pain": _so_far,
    "doing": _so_far,
    "questions": _so_far,
}
