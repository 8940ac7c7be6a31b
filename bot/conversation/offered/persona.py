"""The persona builder: what is known already, under each question."""

from collections.abc import Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.offered.choice import Choice
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button, Buttons, Part, Text

KEPT: Mapping[str, tuple[str, ...]] = {
    "per.team": ("talking_points",),
    "per.day": ("back_story", "job_title", "place"),
    "per.goals": ("goals", "needs"),
    "per.struggles": ("struggles", "frustrations"),
    "per.tasks": ("tasks",),
    "per.info": ("preferred_channels", "questions"),
    "per.quote": ("quote", "communication_style"),
}
"""The fields that an answer goes into."""


def _known(talk: Talk, about: Ask) -> list[str]:
    """What the persona tells for this question already."""
    persona = talk.view.persona
    if persona is None:
        return []
    values = [getattr(persona, field) for field in KEPT[about.question]]
    texts = [text for value in values if value for text in (value if isinstance(value, tuple) else (value,))]
    return [talk.words("say.so_far", text=cut(talk.words("say.semicolon").join(texts), 200))] if texts else []


def _sales(talk: Talk, about: Ask) -> list[Part]:
    """Of somebody who decides in a company, Sales is invited to tell."""
    building = talk.session.building
    if building is None or not building.in_company:
        return []
    invite = Button(text=talk.words.data("choice.next_steps")["others"], action="build.next", value="others")
    return [Text(text=talk.words("team.sales"), style="hint"), Buttons(buttons=(invite,))]


CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {}

MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = {"per.team": _sales}

HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = dict.fromkeys(KEPT, _known)
