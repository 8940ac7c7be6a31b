"""Corrections of a message: one in plain words, or several `field: value` lines. All of a message is one version."""

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.answers import routes
from bot.conversation.answers.touchpoints import refusal_text
from bot.conversation.corrections import day, fields, future, lanes, notes, persona, things
from bot.conversation.corrections.match import Found, blocks, readings
from bot.conversation.corrections.target import Answered, Unfound
from bot.conversation.flow import again_unless_answered, open_now
from bot.conversation.plan import kind_of
from bot.conversation.read_paragraph import is_paragraph
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from storage.errors import ChangeRefused

CORRECTIONS: Mapping[str, Callable[[Talk, Found], None]] = {
    "rename": things.rename,
    "remove": persona.remove,
    "add": things.add,
    "move_before": things.move_before,
    "move_after": things.move_after,
    "move_to": things.move_to,
    "merge": things.merge,
    "split": things.split,
    "channel": things.channel,
    "level": things.level,
    "owner": things.owner,
    "owns": things.owner,
    "due": things.due,
    "finished": things.finished,
    "map_id": fields.map_id,
    "title": fields.title,
    "scope": fields.scope,
    "goal": fields.goal,
    "persona": fields.persona,
    "persona_field": persona.field,
    "persona_text": persona.text,
    "rename_persona": persona.rename,
    "build_persona": persona.build,
    "new_persona": persona.build_new,
    "same_map": persona.same,
    "slot_time": day.time,
    "slot_doing": day.doing,
    "add_slots": day.more,
    "clock_slots": day.at_the_clock,
    "want": fields.want,
    "stages": fields.stages,
    "bounds": fields.bounds,
    "starts": fields.starts,
    "ends": fields.ends,
    "number": fields.number,
    "group": fields.group,
    "map_owner": fields.map_owner,
    "doing": fields.doing,
    "mood": fields.mood,
    "pain": fields.pain,
    "questions": fields.questions,
    "next_step": fields.next_step,
    "metric": fields.metric,
    "idea": fields.idea,
    "action": fields.action,
    "coming": future.coming,
    "requirement": future.requirement,
    "entry": notes.entry,
    "ideal": future.ideal,
    "experiment": future.experiment,
    "cell": lanes.cell,
    "hand_over": lanes.hand_over,
    "take_away": lanes.take_away,
    "route": routes.route_told,
    "show_route": routes.show_route,
}
ORDERS = ("add", "move_before", "move_after", "move_to", "merge", "split")
NEEDS_NO_MAP = (
    "goal", "persona", "persona_field", "persona_text", "rename_persona", "build_persona", "new_persona", "want",
    "title", "remove",
)  # fmt: skip


def corrected(talk: Talk, text: str) -> bool:
    """Whether the message was a correction; if so it is carried out, and the open question is asked again."""
    parts = blocks(text, talk.words)
    if not parts or (len(parts) == 1 and is_paragraph(text)):
        return False
    was_open, opened = open_now(talk), talk.session.pending
    if not _carry_out(talk, parts[0]):
        return False
    for part in parts[1:]:
        _carry_out_alone(talk, part)
    if talk.session.pending == opened:
        again_unless_answered(talk, was_open)
    return True


def _carry_out_alone(talk: Talk, part: str) -> None:
    """One line of several: what cannot be taken is said, and the others stand."""
    try:
        if not _carry_out(talk, part):
            talk.say("line_not_understood", line=cut(part, 60))
    except ChangeRefused as refusal:
        talk.text(f"{cut(part, 40)} – {refusal_text(talk, refusal)}")


def _carry_out(talk: Talk, part: str) -> bool:
    """The first reading of a line that fits the map; False if it is no correction after all.

    While a rating is asked, a line that begins with what to do is no answer: there the closest names are told.
    """
    found = readings(part, talk.words)
    orders = [one._replace(careful=False) for one in found if one.do in ORDERS] if _rating_asked(talk) else []
    return _first_that_fits(talk, found) or _first_that_fits(talk, orders)


def _rating_asked(talk: Talk) -> bool:
    return talk.open is not None and (talk.open.question == "unsure" or bool(kind_of(talk.open.question).get("rating")))


def _first_that_fits(talk: Talk, listed: Sequence[Found]) -> bool:
    for found in listed:
        if talk.journey is None and found.do not in NEEDS_NO_MAP:
            if found.careful:
                continue
            raise ChangeRefused("no_map_yet")
        try:
            CORRECTIONS[found.do](talk, found)
        except Unfound:
            continue
        except Answered:
            return True
        return True
    return False
