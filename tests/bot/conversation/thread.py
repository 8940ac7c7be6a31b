"""A thread in memory: applies turns as a store would, and writes replies down as the design page does."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.conversation.advance import advance, start
from bot.conversation.turn import Opening, Said, Scene, Turn
from bot.reply import Button, Buttons, Menu, Picture, Press, Reply, Text
from prompts.loader import words
from storage.maps import Saved
from storage.model.apply import apply
from storage.model.confidence import backing, of_item, of_mood, of_vote
from storage.model.evidence import Evidence
from storage.model.item import MoodVote
from storage.model.journey import JourneyMap, MapType
from storage.model.persona import Persona
from storage.model.session import Session, Workspace
from storage.model.types import LevelVote, Model, Owner

EN = words("en")
MEMBERS = {
    "Ana": "U0ANA",
    "Boris": "U0BORIS",
    "Mia": "U0MIA",
    "Dana": "U0DANA",
    "Petar": "U0PETAR",
    "Lena": "U0LENA",
    "王芳": "U0WANG",
    "李强": "U0LI",
    "Ана": "U0ANAMK",
    "Борис": "U0BORISMK",
}


class Thread:
    """Everything that is stored about one thread, and what was said in it."""

    def __init__(self, tz: str = "Europe/Skopje", at: datetime | None = None, lang: str = "en") -> None:
        self.words = words(lang)
        self.workspace = Workspace(workspace_id="T1", tz=tz)
        self.now = at or datetime(2024, 11, 4, 9, 0, tzinfo=UTC)
        self.session: Session | None = None
        self.journey: JourneyMap | None = None
        self.history: tuple[Saved, ...] = ()
        self.personas: tuple[Persona, ...] = ()
        self.evidence: dict[str, Evidence] = {}
        self.replies: list[tuple[Reply, ...]] = []
        self.turn: Turn | None = None
        self.messages = 0
        self.speaker = self.permalink = ""
        self.library: list[JourneyMap] = []
        """Versions of other maps that may be read here, oldest first."""

    def begin(self, who: str, title: str | None = None, kind: MapType = "current_state") -> Turn:
        return self._keep(start(self._scene(), self._said(who), self.words, title, kind))

    def begin_with(self, who: str, opening: Opening) -> Turn:
        """A thread that was opened for something; the map to be copied is in the library."""
        scene = self._scene()
        if opening.same_as is not None:
            source = next(known for known in self.library if known.map_id == opening.same_as)
            scene = scene.model_copy(update={"base": source})
        return self._keep(start(scene, self._said(who), self.words, opening.title or None, opening.kind, opening))

    def may_read(self, other: "Thread") -> None:
        """Puts the map of another thread, as it is now, and its personas before this one."""
        assert other.journey is not None
        self.library.append(other.journey)
        self.personas = other.personas

    def say(self, who: str, text: str, **more: Any) -> Turn:
        return self._keep(advance(self._scene(), self._said(who, text=text, **more), self.words))

    def press(self, who: str, *texts: str, under: int | None = None) -> Turn:
        """Presses the newest button (or ticks menu lines) with this text; `under`: of that reply alone."""
        press = self._found(texts, under)
        return self._keep(advance(self._scene(), self._said(who, press=press), self.words))

    def press_as(self, who: str, press: Press) -> Turn:
        return self._keep(advance(self._scene(), self._said(who, press=press), self.words))

    def text(self) -> str:
        """The last turn's replies as the design page writes them."""
        assert self.turn is not None
        return " ".join(_written(reply, self.turn) for reply in self.turn.replies)

    def buttons(self) -> list[Button]:
        """All buttons ever shown, newest reply first."""
        rows = [
            part for replies in reversed(self.replies) for r in replies for part in r.parts if isinstance(part, Buttons)
        ]
        return [button for row in rows for button in row.buttons]

    @property
    def version(self) -> int:
        return self.journey.version if self.journey else 0

    def _said(self, who: str, **more: Any) -> Said:
        self.now += timedelta(minutes=1)
        self.messages += 1
        self.speaker = MEMBERS[who]
        more.setdefault("permalink", f"https://chat.example/p{self.messages}")
        self.permalink = more["permalink"]
        return Said(by=MEMBERS[who], name=who, at=self.now, **more)

    def _scene(self) -> Scene:
        return Scene(
            workspace=self.workspace,
            channel_id="C0VACUUM",
            thread="1730710000.000100",
            session=self.session,
            journey=self.journey,
            history=self.history,
            personas=self.personas,
            evidence=tuple(self.evidence.values()),
            names={member: name for name, member in MEMBERS.items()},
            next_evidence=len(self.evidence) + 1,
            taken_map_ids=frozenset(known.map_id for known in self.library),
            base=self._base(),
            others=tuple({known.map_id: known for known in self.library}.values()),
        )

    def _base(self) -> JourneyMap | None:
        named = self.journey.base_map if self.journey else None
        return next((m for m in self.library if named and (m.map_id, m.version) == (named.map_id, named.version)), None)

    def _keep(self, turn: Turn) -> Turn:
        """Stores a turn; the session goes through JSON, as after a restart."""
        self.turn = turn
        before = self.journey
        self._check_changes(turn)
        if turn.journey is not None and turn.journey != before:
            version = 1 if turn.new_map else turn.journey.version + 1
            saved = JourneyMap.model_validate_json(
                turn.journey.model_copy(update={"version": version}).model_dump_json()
            )
            entry = Saved(
                map=saved, changes=turn.changes, by=self.speaker, at=self.now, reason=turn.reason, undoes=turn.undoes
            )
            if turn.new_map and before is not None:
                self.library, self.history = [*self.library, before], ()
            self.journey, self.history = saved, (entry, *self.history)
        if turn.session is not None:
            self.session = Session.model_validate_json(turn.session.model_dump_json())
        self.workspace = turn.workspace or self.workspace
        new = {persona.persona_id: persona for persona in turn.personas}
        self.personas = (*new.values(), *(p for p in self.personas if p.persona_id not in new))
        self.evidence |= {piece.evidence_id: piece for piece in turn.evidence}
        self.replies.append(turn.replies)
        return turn

    def _check_changes(self, turn: Turn) -> None:
        """The changes of a turn lead from the map before to the map after it: a store may apply them anew."""
        if self.journey is None or turn.journey is None or turn.undoes is not None or turn.new_map:
            return
        if turn.reason == "restore":
            assert [change.kind for change in turn.changes] == ["restore"]
            return
        via = "button" if turn.reason == "button" else "chat"
        assert apply(self.journey, turn.changes, self.speaker, self.now, via, self.permalink) == turn.journey

    def _found(self, texts: tuple[str, ...], under: int | None) -> Press:
        shown = [self.replies[under]] if under is not None else list(reversed(self.replies))
        parts = [part for replies in shown for reply in replies for part in reply.parts]
        for part in parts:
            if isinstance(part, Buttons) and len(texts) == 1:
                for button in part.buttons:
                    if button.text == texts[0]:
                        return Press(action=button.action, value=button.value, text=button.text)
            if isinstance(part, Menu):
                chosen = tuple(o.value for text in texts for o in part.options if o.text == text)
                if len(chosen) == len(texts):
                    return Press(action=part.action, value=part.value, chosen=chosen)
        raise AssertionError(f"no button {texts}")


def _written(reply: Reply, turn: Turn) -> str:
    """A reply as one line: question keys and numbers in front of questions, grey rows and hints left out."""
    assert turn.session is not None
    number = next((re.findall(r"\d+", p.text) for p in reply.parts if isinstance(p, Text) and p.style == "grey"), None)
    out: list[str] = []
    for part in reply.parts:
        if isinstance(part, Text) and part.style == "question" and turn.session.pending:
            counted = f" ({number[0]}/{number[1]})" if number else ""
            out.append(f"`{turn.session.pending.question}`{counted} {part.text}")
        elif isinstance(part, Text) and part.style not in ("hint", "grey"):
            out.append(part.text)
        elif isinstance(part, Buttons):
            out += [f"[{button.text}]" for button in part.buttons if button.style != "quiet"]
        elif isinstance(part, Menu) and part.many:
            out.append("(checkboxes)")
        elif isinstance(part, Picture):
            out.append("(card)")
    return " ".join(out)


def plain_line(text: str, lang: str = "en") -> str:
    """A line of the design page with the short forms written out."""
    own = words(lang)
    faces = " ".join(f"[{score} {label}]" for score, label in own.data("lists.moods").items())
    sources = " ".join(f"[{label}]" for label in own.data("choice.basis").values())
    spelled = text.replace("[five faces]", faces).replace("[basis buttons]", sources)
    return " ".join(re.sub(r"\] · (?!\[)", "] ", spelled).split())


def facts(thread: Thread, thing: str) -> dict[str, Any]:
    """What is stored about one thing: `map`, `session`, `stage x`, `pain x`, `persona x`, `evidence e1` …"""
    kind, _, slug = thing.partition(" ")
    assert thread.session is not None
    found: Model | None
    match kind:
        case "map":
            found = thread.journey
        case "session":
            found = thread.session
        case "persona":
            found = next((p for p in thread.personas if p.persona_id == slug), None)
        case "evidence":
            found = thread.evidence.get(slug)
        case "stage":
            found = thread.journey.stage(slug) if thread.journey else None
        case "touchpoint":
            found = next((t for t in thread.journey.touchpoints() if t.slug == slug), None) if thread.journey else None
        case _:
            found = next((i for i in thread.journey.items() if i.slug == slug), None) if thread.journey else None
    assert found is not None, f"{thing} is not stored"
    plain = {name: _plain(getattr(found, name), thread) for name in type(found).model_fields}
    return plain | _extra(found, thread)


def _extra(found: Model, thread: Thread) -> dict[str, Any]:
    """What follows from the stored fields: votes as lines, slugs of what is inside, confidence."""
    backings = {e.evidence_id: backing(e) for e in thread.evidence.values()}
    extra: dict[str, Any] = {}
    if isinstance(found, JourneyMap):
        extra["stages"] = [stage.slug for stage in found.stages]
        extra["touchpoints"] = [t.slug for t in found.touchpoints()]
        for name in ("pain_points", "opportunities", "actions"):
            extra[name] = [item.slug for item in getattr(found, name)]
    if isinstance(found, Session):
        extra["pending"] = found.pending and " ".join(
            filter(None, (found.pending.question, found.pending.stage, found.pending.item))
        )
        extra["skipped"] = [" ".join(filter(None, (s.question, s.stage, s.item))) for s in found.skipped]
        extra["draft"] = found.draft.model_dump(exclude_defaults=True, mode="json")
    if hasattr(found, "moods"):
        extra["votes"] = [_vote(vote, thread) for vote in found.moods]
        extra["mood_confidence"] = of_mood(found.moods, backings)
        extra["vote_confidence"] = [of_vote(vote, backings) for vote in found.moods]
    if hasattr(found, "touchpoints") and not isinstance(found, JourneyMap):
        extra["touchpoints"] = [t.slug for t in found.touchpoints]
    if hasattr(found, "origin") and thread.journey:
        extra["confidence"] = of_item(found, thread.journey, backings)  # type: ignore[arg-type]
    if hasattr(found, "at"):
        extra["at"] = found.at.stage if found.at else None
    return extra


def _vote(vote: MoodVote, thread: Thread) -> str:
    names = {member: name for name, member in MEMBERS.items()}
    word, why = f" {vote.word}" if vote.word else "", f": {vote.why}" if vote.why else ""
    evidence = f" [{', '.join(vote.evidence)}]" if vote.evidence else ""
    return f"{names[vote.by]} {vote.score:+d}{word}{why} ({vote.basis}){evidence}"


def _plain(value: Any, thread: Thread) -> Any:
    if isinstance(value, Owner):
        return value.label
    if isinstance(value, tuple) and value and isinstance(value[0], LevelVote):
        names = {member: name for name, member in MEMBERS.items()}
        return [f"{names[vote.by]} {vote.value}" for vote in value]
    if isinstance(value, tuple):
        return [_plain(part, thread) for part in value]
    if isinstance(value, Model):
        return value.model_dump(exclude_defaults=True, mode="json")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
