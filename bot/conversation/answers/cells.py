"""The cells of a service blueprint: what stands in which lane of a touchpoint, and how it is read back."""

from collections.abc import Mapping

from bot.conversation.read_lanes import cell_of
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.conversation.wording import number as shown
from prompts.loader import Words
from storage.errors import ChangeRefused
from storage.model.blueprint import LANES, Cell, Lane
from storage.model.changes import Change, SetTouchpoint
from storage.model.journey import Touchpoint
from storage.model.refusals import revised

HOUR, DAY = 60, 1440


def set_cells(talk: Talk, point: Touchpoint, said: Mapping[Lane, str]) -> None:
    """Stores what stands in each lane, from top to bottom; what is known to fail or wait there stays."""
    if not said:
        raise ChangeRefused("empty", field=talk.words("field.front_stage"))
    changes: list[Change] = []
    lines: list[str] = []
    for lane in LANES:
        if lane not in said:
            continue
        new, old = cell_of(lane, said[lane]), getattr(point, lane)
        if old is not None:
            new = revised(old, text=new.text, system=new.system, department=new.department)
        if new != old:
            changes.append(SetTouchpoint(touchpoint=point.slug, field=lane, value=new))
        lines.append(told(lane, new, talk.words))
    if changes:
        talk.do(*changes)
    talk.say("noted_cells", title=cut(point.title), cells=talk.words("say.or").join(lines))


def told(lane: Lane, cell: Cell, words: Words) -> str:
    """`support: payment provider (Finance)`."""
    text = cut(cell.text)
    if cell.department:
        text = words("say.owned_by", text=text, department=cell.department)
    return words("say.in_lane", lane=words(f"lane.{lane}"), text=text)


def duration(minutes: int, words: Words) -> str:
    """`30 min`, `24 h`, `2 days`: in the largest unit that leaves no more than a half."""
    if minutes >= 2 * DAY and minutes % (DAY // 2) == 0:
        return words("say.days", n=shown(minutes / DAY))
    if minutes >= HOUR and minutes % (HOUR // 2) == 0:
        return words("say.hours", n=shown(minutes / HOUR))
    return words("say.minutes", n=minutes)
