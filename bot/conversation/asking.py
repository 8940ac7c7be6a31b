"""How is a question put? Its words, hint, buttons, and the grey line under it."""

from collections.abc import Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.offered import (
    check_lists,
    day_in_life,
    empathy,
    future_state,
    journey,
    persona,
    service_blueprint,
    short_form,
    walk,
)
from bot.conversation.offered.choice import Choice, listed, row
from bot.conversation.plan import count, kind_of, of_pending
from bot.conversation.read_mood import label, signed
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import cut, stage_title
from bot.reply import Button, Buttons, Menu, Option, Part, Text

QUIET = ("skip", "back", "why", "show", "pause")
TYPES = (journey, future_state, service_blueprint, day_in_life, empathy, persona, walk, check_lists, short_form)
CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {
    question: offered for of_type in TYPES for question, offered in of_type.CHOICES.items()
}
MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = {
    question: drawn for of_type in TYPES for question, drawn in of_type.MENUS.items()
}
HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = {
    question: lines for of_type in TYPES for question, lines in of_type.HINTS.items()
}
VALUES: Mapping[str, Callable[[Talk, Ask], dict[str, str]]] = {**future_state.VALUES, **service_blueprint.VALUES}


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
    of_persona = control == "show" and talk.session.building is not None
    text = talk.words("button.show_persona" if of_persona else f"button.{control}")
    return Button(text=text, action="build.control", value=value, style="quiet")


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
        "stage": stage_title(stage) if stage else "",
        "item": cut(item_title(talk, about)),
        **_score_values(talk, about),
        **(VALUES[about.question](talk, about) if about.question in VALUES else {}),
    }
    return talk.words(_own_key(talk, key), **values)


def _own_key(talk: Talk, question: str) -> str:
    """A question that every type asks may have words of its own in one: `instead.day_in_life.mood`."""
    own = f"instead.{talk.journey.type}.{question}" if talk.journey else ""
    return own if own and talk.words.has(own) else words_key(question)


def words_key(question: str) -> str:
    """Where the words of a question stand: `ask.goal`, but `day.start` for one that belongs to a type."""
    return question if "." in question else f"ask.{question}"


def item_title(talk: Talk, about: Ask) -> str:
    """The title of what a question is about."""
    journey = talk.journey
    if journey is None or about.item is None:
        return ""
    known = {thing.slug: thing.title for thing in (*journey.touchpoints(), *journey.items())}
    return known.get(about.item, about.item)


def choices(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    """The buttons of a question, in order."""
    return CHOICES.get(about.question, listed)(talk, about)


def _answers(talk: Talk, about: Ask) -> list[Part]:
    """Buttons and menus under a question."""
    if about.question in MENUS:
        return MENUS[about.question](talk, about)
    if kind_of(about.question).get("menu"):
        options = tuple(Option(text=choice.text, value=choice.key) for choice in choices(talk, about))
        label_text = talk.words(f"menu.{about.question}")
        return [Menu(label=label_text, action="build.answer", value=encoded(about), options=options)]
    return row(about, choices(talk, about))


def _hint(talk: Talk, about: Ask) -> list[Part]:
    """Two examples: this workspace's own earlier answers first; for some questions a list to choose from."""
    lines = HINTS[about.question](talk, about) if about.question in HINTS else []
    lines = [*lines, *_examples(talk, about)]
    return [Text(text="\n".join(lines), style="hint")] if lines else []


def _examples(talk: Talk, about: Ask) -> list[str]:
    key = f"hint.{about.question}"
    own_key = f"instead.{talk.journey.type}.{key}" if talk.journey else key
    if not talk.words.has(key):
        return []
    hint = talk.words.data(own_key if talk.words.has(own_key) else key)
    own = [cut(text) for text in talk.scene.examples.get(about.question, ())]
    examples = [*own, *hint.get("examples", ())][:2]
    lines = [hint["lead"]] if "lead" in hint else []
    if examples:
        lines.append(talk.words("say.hint", examples=talk.words("say.or").join(examples)))
    return [talk.words("say.between").join(lines)]


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
