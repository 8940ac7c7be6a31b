"""Service blueprints: over which map, which touchpoints, and who does what behind each of them."""

from collections.abc import Callable, Collection, Mapping

from bot.conversation import based_map
from bot.conversation.answers.answer import Answer
from bot.conversation.answers.cells import set_cells
from bot.conversation.answers.weak_spots import fail, hand_over, where
from bot.conversation.ask import Ask
from bot.conversation.asking import ask, put
from bot.conversation.find import find
from bot.conversation.flow import answered, proceed
from bot.conversation.offered.service_blueprint import base_of, lowest, rows
from bot.conversation.on_map import touchpoint_of
from bot.conversation.plan import as_asked
from bot.conversation.read_items import picked
from bot.conversation.read_lanes import read_cells
from bot.conversation.talk import Talk
from bot.conversation.unanswered.service_blueprint import LANE_OF, which_is_open
from bot.conversation.wording import cut
from storage.model.changes import Change, RemoveStage, RemoveTouchpoint
from storage.model.journey import BaseMap, JourneyMap
from storage.model.refusals import revised


def base(talk: Talk, about: Ask, answer: Answer) -> None:
    """The map it is laid over; a new one is built first, in this thread."""
    if answer.choice == based_map.NOTHING:
        talk.note("base", "none")
        talk.say("new_base_first")
        answered(talk, about)
        return
    found = based_map.chosen(talk, answer)
    if found is not None and not rows(found):
        talk.say("no_columns", title=cut(found.title))
    if found is None or not rows(found):
        put(talk)
        return
    over = BaseMap(map_id=found.map_id, version=found.version)
    talk.keep(draft=revised(talk.session.draft, base_map=over, persona_ids=found.persona_ids))
    talk.say("laid_over", title=cut(found.title), v=found.version)
    if found.home.channel_id != talk.scene.channel_id:
        talk.say("base_elsewhere", title=cut(found.title))
    answered(talk, about)


def skip_base(talk: Talk, about: Ask) -> bool:
    """Without a map to lay it over, one comes first."""
    if talk.session.draft.base_map is None:
        base(talk, about, Answer(choice=based_map.NOTHING))
        return True
    return False


def skip_which(talk: Talk, about: Ask) -> bool:
    """Without a choice the lowest ones are taken, if there are any."""
    over = base_of(talk)
    if over is None or not rows(over) or not which_is_open(talk.view):
        return False
    which(talk, about, Answer(choice="lowest"))
    return True


def which(talk: Talk, about: Ask, answer: Answer) -> None:
    """The touchpoints to look behind. With them the blueprint exists; told anew, columns come and go."""
    over = base_of(talk)
    if over is None:
        _ask_base_again(talk)
        return
    named = list(lowest(over)) if answer.choice else list(answer.chosen)
    named = named or picked(answer.text, lambda part: _named(talk, over, part), talk.words)
    slugs = [touchpoint.slug for _, touchpoint in rows(over) if touchpoint.slug in named]
    if not slugs:
        talk.say("none_at_all", text=cut(answer.text, 40))
        put(talk)
        return
    if talk.journey is None or talk.journey.type != "service_blueprint":
        based_map.begin(talk, over, based_map.copied(over, slugs))
    else:
        _change_columns(talk, over, slugs)
    titles = talk.words("say.or").join(f"{k} {cut(t.title, 40)}" for k, t in enumerate(talk.map.touchpoints(), 1))
    talk.say("columns" if len(slugs) > 1 else "column_one", n=len(slugs), titles=titles)
    answered(talk, about)


def _ask_base_again(talk: Talk) -> None:
    """The map is gone, or may not be read any more, before the blueprint began."""
    about = Ask("blue.base")
    talk.say("base_gone_before")
    talk.keep(draft=revised(talk.session.draft, base_map=None))
    talk.keep(asked=tuple(asked for asked in talk.session.asked if asked != as_asked(about)))
    ask(talk, about)


def _named(talk: Talk, over: JourneyMap, text: str) -> list[str]:
    """The touchpoint of a number or a title; a stage means all its touchpoints."""
    if text.isdecimal():
        at = int(text) if len(text) < 4 else 0
        return [touchpoint.slug for _, touchpoint in rows(over)[max(at - 1, 0) : at]]
    hits = find(over, text, talk.words, ("touchpoint", "stage"))
    stage = over.stage(hits[0].slug) if hits else None
    return [t.slug for t in stage.touchpoints] if stage else [hit.slug for hit in hits[:1]]


def _change_columns(talk: Talk, over: JourneyMap, slugs: Collection[str]) -> None:
    there = {t.slug for t in talk.map.touchpoints()}
    changes: list[Change] = [RemoveTouchpoint(touchpoint=slug) for slug in sorted(there - set(slugs))]
    changes += based_map.adding(talk.map, over, set(slugs) - there)
    if changes:
        talk.do(*changes)
    empty = [RemoveStage(stage=stage.slug) for stage in talk.map.stages if not stage.touchpoints]
    if empty:
        talk.do(*empty)


def lane(talk: Talk, about: Ask, answer: Answer) -> None:
    """One cell, or several in one message; the one that was asked for is asked again if it was not among them."""
    point, asked = touchpoint_of(talk.map, about.item), LANE_OF[about.question]
    said = read_cells(answer.text, asked, talk.words)
    if point is not None:
        set_cells(talk, point, said)
    if asked in said:
        answered(talk, about)
    else:
        talk.keep(pending=None)
        proceed(talk)


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {
    "blue.base": base,
    "blue.which": which,
    **dict.fromkeys(LANE_OF, lane),
    "blue.fail": fail,
    "blue.handover": hand_over,
    "blue.where": where,
}
