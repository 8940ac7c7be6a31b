"""What the entries of an empathy map have to do with each other, and with the stages of other maps."""

import re
from collections.abc import Callable, Mapping

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.notes import new_note
from bot.conversation.ask import Ask
from bot.conversation.asking import put
from bot.conversation.find import find
from bot.conversation.flow import answered
from bot.conversation.offered.empathy import of_quadrant, unlinked
from bot.conversation.read_items import read_items, strongly_split
from bot.conversation.read_notes import read_numbers, read_pair, read_strip
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button, Press
from storage.model.changes import SetItem
from storage.model.empathy import EmpathyNote, Quadrant
from storage.model.journey import Stage


def contrast(talk: Talk, about: Ask, answer: Answer) -> None:
    """Pairs of a saying and a deed; sides that are not there yet are added."""
    if answer.choice:
        talk.say("noted_none")
        answered(talk, about)
        return
    found = [pair for line in strongly_split(answer.text) if (pair := _pair(talk, line)) is not None]
    if not found:
        talk.text(talk.words("emp.contrast_shape"))
        put(talk)
        return
    for said, done in found:
        talk.do(SetItem(item=done.slug, field="contradicts", value=said.slug))
        talk.text(talk.words("emp.noted_contrast", says=cut(said.title), does=cut(done.title)))
    answered(talk, about)


def _pair(talk: Talk, line: str) -> tuple[EmpathyNote, EmpathyNote] | None:
    numbers = read_numbers(line)
    if numbers is not None:
        said, done = of_quadrant(talk, "says"), of_quadrant(talk, "does")
        if 1 <= numbers[0] <= len(said) and 1 <= numbers[1] <= len(done):
            return said[numbers[0] - 1], done[numbers[1] - 1]
        return None
    read = read_pair(line, talk.words)
    if read is None:
        return None
    return _entry(talk, "says", read.says), _entry(talk, "does", read.does)


def _entry(talk: Talk, quadrant: Quadrant, text: str) -> EmpathyNote:
    """The entry of a quadrant that a text means, or a new one."""
    slugs = {note.slug for note in of_quadrant(talk, quadrant)}
    hits = [hit for hit in find(talk.map, text, talk.words, ("note",)) if hit.slug in slugs]
    if len(hits) == 1:
        return next(note for note in talk.map.notes if note.slug == hits[0].slug)
    return new_note(talk, text, quadrant)


def surprise(talk: Talk, about: Ask, answer: Answer) -> None:
    """Needs and wishes that nobody expected, in the strip of gains or of pains."""
    if answer.choice:
        talk.say("noted_none")
        answered(talk, about)
        return
    kept: dict[bool, list[EmpathyNote]] = {False: [], True: []}
    for title in read_items(answer.text, talk.words).titles:
        text, is_pain = read_strip(title, talk.words)
        kept[is_pain].append(new_note(talk, text, strip="pain" if is_pain else "gain"))
    for is_pain, notes in kept.items():
        if notes:
            listed = talk.words("say.semicolon").join(cut(note.title) for note in notes)
            talk.text(talk.words("emp.noted_pain" if is_pain else "emp.noted_gain", list=listed))
    notes = [*kept[False], *kept[True]]
    if len(notes) == 1:
        other = "gain" if notes[0].strip == "pain" else "pain"
        text = talk.words(f"button.is_{other}")
        talk.offer(Button(text=text, action="build.strip", value=f"{notes[0].slug}|{other}"))
    answered(talk, about)


def to_strip(talk: Talk, press: Press) -> None:
    """[It is a pain] [It is a gain]."""
    slug, _, strip = press.value.partition("|")
    note = next((known for known in talk.map.notes if known.slug == slug), None)
    if note is not None and note.strip != strip and strip in ("pain", "gain"):
        talk.do(SetItem(item=slug, field="strip", value=strip))
        talk.text(talk.words(f"emp.noted_{strip}", list=cut(note.title)))


def link(talk: Talk, about: Ask, answer: Answer) -> None:
    """Entries at stages of the channel's maps: `1 Compare`, a line each; the menus work at any time."""
    if answer.choice:
        if answer.choice == "nowhere":
            talk.text(talk.words("emp.not_linked"))
        answered(talk, about)
        return
    notes, linked = unlinked(talk), False
    for line in strongly_split(answer.text):
        match = re.match(r"\s*(\d{1,2})[\s:：.)-]+(.+)", line)
        note = notes[int(match[1]) - 1] if match and 1 <= int(match[1]) <= len(notes) else None
        found = _stage_meant(talk, match[2]) if match else None
        if note is None or found is None:
            talk.text(talk.words("emp.unread_link", line=cut(line, 40), stage=_any_stage(talk)))
            continue
        set_link(talk, note, found)
        linked = True
    if linked:
        answered(talk, about)
    else:
        put(talk)


def _stage_meant(talk: Talk, text: str) -> str | None:
    """The one stage of another map that a text means, as `map/stage`; the map changed last wins."""
    for other in talk.scene.others:
        hits = find(other, text, talk.words, ("stage",))
        if len(hits) == 1:
            return f"{other.map_id}/{hits[0].slug}"
    return None


def _any_stage(talk: Talk) -> str:
    return next((stage.title for other in talk.scene.others for stage in other.stages), "")


def link_in_menu(talk: Talk, press: Press) -> None:
    """A stage chosen in the menu of an entry."""
    note = next((known for known in talk.map.notes if known.slug == press.value), None)
    if note is not None and press.chosen and _stage_at(talk, press.chosen[0]) is not None:
        set_link(talk, note, press.chosen[0])


def set_link(talk: Talk, note: EmpathyNote, place: str) -> None:
    """The entry belongs to a stage of another map."""
    stage = _stage_at(talk, place)
    if stage is None:
        return
    if note.links_to != place:
        talk.do(SetItem(item=note.slug, field="links_to", value=place))
    other = next(known for known in talk.scene.others if known.map_id == place.split("/")[0])
    talk.text(talk.words("emp.linked", note=cut(note.title, 60), stage=cut(stage.title, 40), map=cut(other.title, 40)))


def _stage_at(talk: Talk, place: str) -> Stage | None:
    map_id, _, slug = place.partition("/")
    other = next((known for known in talk.scene.others if known.map_id == map_id), None)
    return other.stage(slug) if other else None


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {
    "emp.contrast": contrast,
    "emp.surprise": surprise,
    "emp.link": link,
}
