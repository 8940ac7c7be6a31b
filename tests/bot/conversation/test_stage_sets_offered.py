"""Every stage set of the field is offered by number in each language, seven in two steps, and a number takes it."""

import re
from datetime import UTC, datetime

import pytest

from bot.conversation.advance import advance, start
from bot.conversation.turn import Said, Scene
from bot.reply import Buttons, plain
from prompts.loader import words
from storage.model.lists import STAGE_TEMPLATES
from storage.model.session import Workspace

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
SAID = {
    "en": ("Fewer people drop off", "Ben, 41, runs a bakery", "I want flour before five"),
    "zh": ("减少流失", "小本，41岁，开面包店", "我想在五点前拿到面粉"),
    "mk": ("Помалку луѓе да се откажат", "Бен, 41, има пекара", "Сакам брашно пред пет"),
}
MORE = {lang: words(lang)("choice.stages.more") for lang in SAID}


def asked_for_stages(lang: str):
    """A scene in which the stages are asked, and how it goes on."""
    scene = Scene(
        workspace=Workspace(workspace_id="T1"), channel_id="C0SHOP", thread="1.1", session=None, journey=None,
        names={"U0EVA": "Eva"},
    )  # fmt: skip
    turn = start(scene, Said(by="U0EVA", name="Eva", at=AT), words(lang))

    def says(text: str):
        nonlocal scene, turn
        personas = (*scene.personas, *turn.personas)
        scene = scene.model_copy(update={"session": turn.session, "journey": turn.journey, "personas": personas})
        turn = advance(scene, Said(by="U0EVA", name="Eva", at=AT, text=text), words(lang))
        return turn

    goals = words(lang).data("lists.goal_kinds")
    for text in (goals["raise_conversion"], *SAID[lang][1:]):
        says(text)
    return says, turn


def numbers(turn) -> list[str]:
    rows = [part for reply in turn.replies for part in reply.parts if isinstance(part, Buttons)]
    return [button.text for row in rows for button in row.buttons if re.fullmatch(r"\d", button.text)]


@pytest.mark.parametrize("lang", sorted(SAID))
def test_all_sets_are_offered_by_number_with_the_names_of_the_language(lang: str):
    says, first = asked_for_stages(lang)
    more = says(MORE[lang])
    shown = "\n".join(plain(reply) for turn in (first, more) for reply in turn.replies)
    for template in STAGE_TEMPLATES:
        assert " > ".join(words(lang).data("lists.templates")[template].values()) in shown, template
    assert sorted({*numbers(first), *numbers(more)}) == [str(n) for n in range(1, len(STAGE_TEMPLATES) + 1)]


@pytest.mark.parametrize("lang", sorted(SAID))
@pytest.mark.parametrize(("number", "template"), list(enumerate(STAGE_TEMPLATES, 1)))
def test_a_number_takes_its_set(lang: str, number: int, template: str):
    says, _ = asked_for_stages(lang)
    if number > len(numbers(asked_for_stages(lang)[1])):
        says(MORE[lang])
    turn = says(str(number))
    assert turn.journey.stage_template == template
    assert [stage.slug for stage in turn.journey.stages] == [step.slug for step in STAGE_TEMPLATES[template]]
