"""Which function takes the answer to which question, and when is a text one of its buttons?"""

from collections.abc import Callable, Mapping

from bot.conversation import paragraph
from bot.conversation.answers import (
    basis,
    check_lists,
    closing,
    context,
    day_in_life,
    empathy,
    future_state,
    goals,
    ideas,
    moods,
    moods_at_once,
    opening,
    pains,
    persona,
    personas,
    privacy,
    routes,
    service_blueprint,
    short_form,
    stage_sets,
    touchpoints,
    walk,
)
from bot.conversation.answers.answer import Answer
from bot.conversation.ask import Ask
from bot.conversation.asking import choices
from bot.conversation.offered.choice import Choice
from bot.conversation.offered.journey import all_set_choices
from bot.conversation.plan import kind_of
from bot.conversation.retold import remember
from bot.conversation.talk import Talk
from bot.conversation.tongues import listed

ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {
    "goal": goals.goal,
    "type": opening.kind,
    "persona": personas.persona,
    "want": opening.want,
    "stages": stage_sets.stages,
    "doing": touchpoints.doing,
    "channel": touchpoints.channel,
    "mood": moods.mood,
    "moods": moods_at_once.moods,
    "mood_why": moods.mood_why,
    "face": moods.face,
    "unsure": moods.unsure,
    "quote": basis.quote,
    "bounds": context.bounds,
    "starts": context.one_bound,
    "ends": context.one_bound,
    "number": context.number,
    "group": context.group,
    "pain": pains.pain,
    "severity": pains.level,
    "frequency": pains.level,
    "questions": context.questions,
    "next": context.next_step,
    "findable": context.findable,
    "overlooked": touchpoints.overlooked,
    "moments": context.moments,
    "walked": context.walked,
    "metric": context.metric,
    "opportunity": ideas.opportunity,
    "impact": pains.level,
    "effort": pains.level,
    "action": ideas.action,
    "action_owner": ideas.action_owner,
    "action_due": ideas.action_due,
    "expected": ideas.expected,
    "owner": closing.owner,
    "review": closing.review,
    "title": closing.title,
    "others": closing.others,
    "sentences": paragraph.sentences_chosen,
    "source": paragraph.source,
    **privacy.ANSWERS,
    **routes.ANSWERS,
    **walk.ANSWERS,
    **check_lists.ANSWERS,
    **short_form.ANSWERS,
    **future_state.ANSWERS,
    **service_blueprint.ANSWERS,
    **day_in_life.ANSWERS,
    **empathy.ANSWERS,
    **persona.ANSWERS,
}


def give(talk: Talk, about: Ask, answer: Answer) -> None:
    """Hands the answer to its question."""
    ANSWERS[about.question](talk, about, answer)
    remember(talk, about)


def as_answer(talk: Talk, about: Ask, text: str) -> Answer:
    """The text as an answer: one of the question's buttons if it says or numbers one."""
    chosen = choice_of(talk, about, text) or _none_of(talk, about, text)
    return Answer(text=text, choice=chosen.key if chosen else None)


def _none_of(talk: Talk, about: Ask, text: str) -> Choice | None:
    """`nothing`, `no`: the one button of the question that says there is none."""
    if text.strip(" .!。！").casefold() not in listed(talk.words, "reading.none_words"):
        return None
    return next((choice for choice in choices(talk, about) if choice.key in ("none", "nothing", "nowhere")), None)


def choice_of(talk: Talk, about: Ask, text: str) -> Choice | None:
    """The button whose text or number this is. Ratings have scales of their own: there a number is no button."""
    asked = text.strip().strip("[]【】.!。！").strip().casefold()
    known = known_choices(talk, about)
    exact = next((choice for choice in known if choice.text.casefold() == asked), None)
    if exact is not None or kind_of(about.question).get("rating") or not asked.isdecimal():
        return exact
    number = int(asked) if len(asked) < 3 else 0
    if about.question in ("stages", "sentences", "unsure", "review") or kind_of(about.question).get("many"):
        return None
    return known[number - 1] if 1 <= number <= len(known) else None


def known_choices(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    """The buttons of a question, with those that are not shown at first."""
    shown = choices(talk, about)
    return (*shown, *(c for c in all_set_choices() if c not in shown)) if about.question == "stages" else shown
