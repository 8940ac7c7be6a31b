"""From the opening to the map: the kind of map, what the persona wants, and the first version."""

from collections.abc import Mapping

from bot.conversation.answers.answer import Answer, set_map
from bot.conversation.answers.goals import warn_two_wants
from bot.conversation.answers.personas import new_persona
from bot.conversation.ask import Ask
from bot.conversation.asking import put
from bot.conversation.first_version import first_version
from bot.conversation.flow import answered, proceed
from bot.conversation.offered.short_form import FORM
from bot.conversation.read_mood import is_bare_rating
from bot.conversation.read_persona import PersonaRead
from bot.conversation.short_form import enter_short_form
from bot.conversation.talk import Talk
from bot.conversation.wording import at_a_word, cut
from bot.reply import Button
from storage.model.journey import MapType
from storage.model.refusals import revised
from storage.model.slugs import numbered, slug_of

TITLE_LIMIT = 80
OPENED_AS: Mapping[MapType, MapType] = {"service_blueprint": "current_state"}
"""A blueprint is laid over a map: one that begins without any makes that map first."""


def kind(talk: Talk, about: Ask, answer: Answer) -> None:
    """Another kind of map; what was said already stays, and the build of that kind goes on with what it needs."""
    chosen = answer.choice
    if chosen is None:
        talk.say("not_understood")
        put(talk)
        return
    if chosen == FORM:
        enter_short_form(talk)
        proceed(talk)
        return
    talk.keep(draft=revised(talk.session.draft, type=chosen), pending=None, waiting=None)
    talk.say("kind", kind=talk.words.data("say.kinds")[chosen])
    proceed(talk)


def want(talk: Talk, about: Ask, answer: Answer) -> None:
    """What the customer wants, in their words; from here on the map exists."""
    if is_bare_rating(answer.text, talk.words):
        talk.say("rating_not_want", text=cut(answer.text, 40))
        put(talk)
        return
    text = " ".join(answer.text.split())
    if talk.journey is None:
        save_map(talk, text)
    else:
        set_map(talk, goal_customer=text)
        talk.say("noted_text", text=cut(text.rstrip(".。")))
    warn_two_wants(talk, text)
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
    first_version(
        talk,
        at_a_word(title, TITLE_LIMIT),
        map_id=slug_of(title, taken, talk.session.lang) or numbered("", "map", taken),
        type=OPENED_AS.get(draft.type, draft.type),
        goal_customer=goal_customer,
        base_map=draft.base_map,
    )
    if draft.type in OPENED_AS:
        talk.note("base", "none")
    talk.say("map_saved", map_id=talk.map.map_id)
    talk.offer(Button(text=talk.words("button.change_title"), action="build.change_title"))
