"""What the card of a future state shows instead of pain points: which curve is which, and the largest differences."""

from bot.pictures.card_head import MARGIN, SMALL, WIDTH
from bot.pictures.cells import tag, tag_width
from bot.pictures.colours import CURVE, TO_BE
from bot.pictures.figures import signed
from bot.pictures.subject import Subject
from bot.pictures.svg import label, line
from bot.pictures.text import one_line
from bot.pictures.touchpoint_cards import change_tag
from bot.pictures.two_curves import DASH
from prompts.loader import Words
from storage.model.differences import Difference, largest_first

MOST_CHANGES = 3


def curve_names(subject: Subject, top: float) -> list[str]:
    """Which line is which, under the curves."""
    elements: list[str] = []
    x = MARGIN
    for key, ink, dash in (("today", CURVE, None), ("to_be", TO_BE, DASH)):
        name = subject.words(f"pictures.curve.{key}")
        elements.append(line(x, top + 20, x + 42, top + 20, ink, 4, dash))
        elements.append(label(subject.fonts, x + 52, top + 27, name, SMALL))
        x += 52 + subject.fonts.width(name, SMALL) + 36
    return elements


def changes(subject: Subject, top: float) -> tuple[list[str], float]:
    """The largest differences from today, a line each."""
    elements: list[str] = []
    y = top
    for difference in largest_first(subject.differences)[:MOST_CHANGES]:
        word = change_tag(difference.kind, subject.words)
        x = MARGIN
        if word:
            elements.append(tag(subject.fonts, x, y + 2, word, SMALL))
            x += tag_width(subject.fonts, word, SMALL) + 12
        moods = [difference.mood_from, difference.mood_to]
        known = [signed(mood, subject.words.lang) for mood in moods if mood is not None]
        felt = subject.words("pictures.change.mood", before=known[0], after=known[1]) if len(known) == 2 else ""
        room = WIDTH - MARGIN - x - (subject.fonts.width(felt, SMALL, bold=True) + 20 if felt else 0)
        text = one_line(_with_reason(difference, subject.words), subject.fonts, SMALL, room)
        elements.append(label(subject.fonts, x, y + 26, text, SMALL))
        if felt:
            elements.append(label(subject.fonts, WIDTH - MARGIN, y + 26, felt, SMALL, bold=True, anchor="end"))
        y += 40
    return elements, y - top + (6 if elements else 0)


def _with_reason(difference: Difference, words: Words) -> str:
    """The title, and what makes the mood better there."""
    why = next((vote.why for vote in difference.after.moods if vote.why), None) if difference.after else None
    if not why or not difference.mood_change:
        return difference.title
    return words("pictures.pair", first=difference.title, second=why)
