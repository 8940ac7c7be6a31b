"""What stands at the end of a part: the picture, a summary, what is missing, what to do next."""

from bot.conversation.ask import Ask
from bot.conversation.asking import question_text
from bot.conversation.building import leave
from bot.conversation.plan import entered, next_ask, of_pending, parts_of
from bot.conversation.put_off import open_second
from bot.conversation.quadrant import is_rated, show_quadrant
from bot.conversation.short_form import PART as SHORT
from bot.conversation.short_form import filled
from bot.conversation.summaries import summary
from bot.conversation.talk import Talk
from bot.conversation.wording import cut, votes
from bot.reply import Button, Picture, Text
from storage.model.confidence import coverage, of_item
from storage.model.gaps import Gap, gaps
from storage.model.journey import JourneyMap
from storage.model.mood import curve, lowest

SHOWN_GAPS = 5
BLOCKS = ("fill", "pains", "moments", "ideas", "owners")


def end_part(talk: Talk) -> None:
    """The part is over: picture, summary, gaps and next steps."""
    if talk.session.part == "persona":
        leave(talk)
        return
    part = talk.session.part
    first = part == "first"
    talk.keep(part="done", pending=None, waiting=None)
    if talk.journey is None:
        return
    if part == SHORT and not talk.map.stages:
        filled(talk)
        return
    talk.offer_undo()
    if first and can_be_drawn(talk.map):
        talk.say("first_picture")
    if can_be_drawn(talk.map):
        picture(talk)
        talk.text(summary(talk))
    if first:
        _warn_without_evidence(talk)
    if part == "ideas" and is_rated(talk):
        show_quadrant(talk)
    missing = blocking(talk)
    talk.text(gaps_line(talk, missing))
    _worth_talking(talk)
    next_steps(talk, with_fill=bool(missing))
    if first:
        open_second(talk)


def can_be_drawn(journey: JourneyMap) -> bool:
    """Whether there is anything to see."""
    return bool(journey.stages or journey.notes)


def picture(talk: Talk) -> None:
    """The card of the map as it is after this turn."""
    about = talk.words("say.card_alt", title=talk.map.title, v=talk.version, summary=summary(talk))
    talk.parts.append(Picture(picture="card", map_id=talk.map.map_id, version=talk.version, alt=about))


def blocking(talk: Talk) -> tuple[Gap, ...]:
    """What stands between draft and review."""
    return tuple(
        gap for gap in gaps(talk.map, backings=talk.backings, base=talk.base, today=talk.today) if gap.blocking
    )


def gaps_line(talk: Talk, missing: tuple[Gap, ...]) -> str:
    """The gaps that block a review, five at most."""
    if not missing:
        return talk.words("say.no_gaps")
    listed = talk.words("say.semicolon").join(_gap(talk, gap) for gap in missing[:SHOWN_GAPS])
    if len(missing) > SHOWN_GAPS:
        listed = talk.words("say.gaps_more", list=listed, n=len(missing) - SHOWN_GAPS)
    return talk.words("say.gaps", list=listed)


def all_gaps(talk: Talk) -> None:
    """Everything that is missing, worth a look, or was skipped."""
    if talk.journey is None:
        talk.text(talk.words("refused.no_map_yet"))
        return
    found = gaps(talk.map, backings=talk.backings, base=talk.base, today=talk.today)
    talk.text(gaps_line(talk, tuple(gap for gap in found if gap.blocking)))
    look = _worth_a_look(talk, [gap for gap in found if not gap.blocking])
    if look:
        talk.say("worth_a_look", list=talk.words("say.semicolon").join(look))
    if talk.session.skipped:
        asks = [Ask(skip.question.removeprefix("ask."), skip.stage, skip.item) for skip in talk.session.skipped]
        talk.say("skipped_list", list=" · ".join(question_text(talk, ask) for ask in asks))


def _worth_a_look(talk: Talk, found: list[Gap]) -> list[str]:
    """Touchpoints without an owner, at every stage in a young map, are one line."""
    unowned = [gap for gap in found if gap.key == "touchpoint_owner"]
    if len(unowned) < 2:
        return [_gap(talk, gap) for gap in found]
    total = sum(int(str(gap.facts["n"])) for gap in unowned)
    rest = [_gap(talk, gap) for gap in found if gap not in unowned]
    return [talk.words("say.unowned", n=total, stages=len(unowned)), *rest]


def next_steps(talk: Talk, with_fill: bool) -> None:
    """What can follow."""
    labels: dict[str, str] = talk.words.data("choice.next_steps")
    shown = {**_own_steps(talk), **{key: text for key, text in labels.items() if key != "fill" or with_fill}}
    talk.offer(*(Button(text=text, action="build.next", value=key) for key, text in shown.items()))


def _own_steps(talk: Talk) -> dict[str, str]:
    """Blocks that a type has names of its own for, while there is something to ask in them."""
    key = f"instead.{talk.map.type}.next"
    named: dict[str, str] = talk.words.data(key) if talk.words.has(key) else {}
    return {
        part: text for part, text in named.items() if next_ask(talk.view._replace(session=entered(talk.view, part)))
    }


def blocks(talk: Talk) -> None:
    """The blocks of questions that can follow the first picture."""
    labels: dict[str, str] = talk.words.data("choice.blocks")
    parts = parts_of(talk.view)
    own = _own_steps(talk)
    shown = {key: own.get(key, text) for key, text in labels.items() if key not in BLOCKS or key in parts}
    if not blocking(talk):
        shown.pop("fill", None)
    talk.parts.append(Text(text=talk.words("say.blocks"), style="question"))
    talk.offer(*(Button(text=text, action="build.next", value=key) for key, text in shown.items()))


def steps_done(talk: Talk) -> None:
    """Which of the six steps of the method are done."""
    if talk.journey is None:
        talk.text(talk.words("refused.no_map_yet"))
        return
    journey = talk.map
    done = {
        "scope": bool(journey.goal_kind and journey.goal_customer and journey.starts_when and journey.ends_when),
        "data": coverage(journey, talk.backings).backed > 0,
        "persona": bool(journey.persona_ids),
        "touchpoints": bool(journey.stages) and all(stage.touchpoints for stage in journey.stages),
        "picture": bool(curve(journey)),
        "analysis": any(action.owner and action.due_on for action in journey.actions),
    }
    names = talk.words.data("say.step_names")
    shown = (talk.words("say.step_done" if done[key] else "say.step_open", step=name) for key, name in names.items())
    talk.say("steps", list=" · ".join(shown))


def open_asks(talk: Talk, at_most: int = 3) -> tuple[Ask, ...]:
    """Two or three questions that others could answer: the open one, what was skipped, what is still to come."""
    first = [of_pending(pending) for pending in (talk.session.waiting, talk.session.pending) if pending]
    first += [Ask(skip.question.removeprefix("ask."), skip.stage, skip.item) for skip in talk.session.skipped]
    first = [ask for ask in first if ask.question not in ("others", "quote", "review")]
    for part in ("fill", "moments", "pains", "ideas") if talk.session.building is None else ():
        view = talk.view._replace(session=talk.session.model_copy(update={"part": part, "asked": ()}))
        coming = next_ask(view)
        first += [coming] if coming else []
    return tuple(dict.fromkeys(first))[:at_most]


def _gap(talk: Talk, gap: Gap) -> str:
    return talk.words(f"gap.{gap.key}", **gap.facts)


def _warn_without_evidence(talk: Talk) -> None:
    """Every item a guess: the cheapest to check is the worst pain point, else the lowest place.

    An ideal is no guess, and what works behind a touchpoint is not for customers to tell.
    """
    journey = talk.map
    if journey.type in ("future_state", "service_blueprint") or coverage(journey, talk.backings).backed:
        return
    low = lowest(curve(journey))
    here = [pain for pain in journey.pain_points if low and pain.at.stage == low.stage] or list(journey.pain_points)
    guessed = [pain for pain in here if of_item(pain, journey, talk.backings) == "assumption"]
    title = guessed[0].title if guessed else low.title if low else _first_title(journey)
    if title:
        talk.warn("no_evidence", item=cut(title))


def _first_title(journey: JourneyMap) -> str | None:
    return next((thing.title for thing in (*journey.touchpoints(), *journey.notes)), None)


def _worth_talking(talk: Talk) -> None:
    apart = [point for point in curve(talk.map) if point.worth_talking]
    if apart:
        listed = (
            talk.words("say.talk_one", title=cut(p.title), votes=votes(p.votes, talk.names, talk.words)) for p in apart
        )
        talk.say("talk_about", list=talk.words("say.semicolon").join(listed))
