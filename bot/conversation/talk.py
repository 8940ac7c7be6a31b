"""One turn while it is worked out: the scene so far, what changes, what is to be said. It becomes a Turn at the end."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from bot.conversation.ask import Ask, View
from bot.conversation.plan import as_asked, of_pending
from bot.conversation.read_owner import mentions_named
from bot.conversation.turn import Opening, Said, Scene, Turn
from bot.conversation.wording import name_of
from bot.reply import Button, Buttons, Part, Reply, Text
from prompts.loader import Words
from storage.model.apply import apply
from storage.model.changes import Change
from storage.model.confidence import Backings, backing
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap, Stage
from storage.model.persona import Persona
from storage.model.proposal import Proposal
from storage.model.session import Pending, Session, Skipped, Workspace
from storage.model.types import Via


class Talk:
    """Everything a turn has done so far. Nothing leaves it before `turn`."""

    def __init__(self, scene: Scene, said: Said, words: Words, session: Session) -> None:
        self.scene, self.said, self.words = scene, said, words
        self.session = session
        self.journey: JourneyMap | None = scene.journey
        self.changes: list[Change] = []
        self.personas: list[Persona] = []
        self.evidence: list[Evidence] = []
        self.proposals: list[Proposal] = []
        self.parts: list[Part] = []
        self.workspace: Workspace | None = None
        self.question: str | None = None
        self.undoes: int | None = None
        self.by_proposal = self.restores = False
        self.new_map = False
        self.opens: Opening | None = None
        self.beside: list[JourneyMap] = []

    # What is known

    @property
    def by(self) -> str:
        return self.said.by

    @property
    def names(self) -> Mapping[str, str]:
        return {**self.scene.names, self.said.by: self.said.name}

    def name(self, member: str) -> str:
        return name_of(member, self.names)

    @property
    def today(self) -> date:
        """The day of the message in the workspace's time zone."""
        return self.said.at.astimezone(ZoneInfo(self.scene.workspace.tz)).date()

    @property
    def via(self) -> Via:
        if self.by_proposal:
            return "proposal"
        return "button" if self.said.press else "chat"

    @property
    def map(self) -> JourneyMap:
        """The map, where there must be one."""
        assert self.journey is not None
        return self.journey

    @property
    def view(self) -> View:
        building = self.session.building
        about = self.persona_with(building.persona_id) if building else None
        return View(self.session, self.journey, self.backings, self.base, self.scene.others, about)

    @property
    def backings(self) -> Backings:
        return {piece.evidence_id: backing(piece) for piece in (*self.scene.evidence, *self.evidence)}

    @property
    def base(self) -> JourneyMap | None:
        """The map that this one improves or is laid over."""
        if self.scene.base is not None or self.journey is None or self.journey.base_map is None:
            return self.scene.base
        named = self.journey.base_map.map_id
        known = (*filter(None, (self.scene.journey,)), *self.scene.others)
        return next((other for other in known if other.map_id == named), None)

    @property
    def open(self) -> Ask | None:
        """The open question."""
        return of_pending(self.session.pending) if self.session.pending else None

    @property
    def version(self) -> int:
        """The version of the map once this turn is stored."""
        if self.journey is None or self.new_map:
            return 1
        return self.journey.version + (1 if self.journey != self.scene.journey else 0)

    @property
    def persona(self) -> str:
        """The name to put for {persona}."""
        ids = self.journey.persona_ids if self.journey else self.session.draft.persona_ids
        building = self.session.building
        about = self.persona_with(building.persona_id if building else ids[0] if ids else None)
        return about.name if about else self.words("say.the_customer")

    def persona_with(self, persona_id: str | None) -> Persona | None:
        """The persona of this id, as this turn has it."""
        known = (*self.personas, *self.scene.personas)
        return next((persona for persona in known if persona.persona_id == persona_id), None)

    def keep_persona(self, new: Persona) -> None:
        """Adds a persona to what the turn stores, or puts it in the place of what the turn had of it."""
        self.personas = [*(known for known in self.personas if known.persona_id != new.persona_id), new]

    def stage(self, slug: str | None) -> Stage | None:
        return self.journey.stage(slug) if self.journey and slug else None

    # What happens

    def do(self, *changes: Change) -> None:
        """Carries changes out. Raises ChangeRefused, and then none of them is done."""
        self.journey = apply(self.map, changes, self.by, self.said.at, self.via, self.said.permalink)
        self.changes += changes

    def keep(self, **fields: object) -> None:
        """Sets fields of the session."""
        self.session = self.session.model_copy(update=fields)

    def note(self, key: str, value: str | None) -> None:
        """Keeps a small fact of the build, or forgets it."""
        notes = {name: kept for name, kept in self.session.notes.items() if name != key}
        self.keep(notes=notes if value is None else {**notes, key: value})

    def wait_for(self, ask: Ask) -> None:
        """Makes this the open question."""
        self.keep(pending=self._pending(ask))

    def put_between(self, ask: Ask) -> None:
        """Opens a question on the side; the open one waits until it is answered."""
        waiting = self.session.waiting or self.session.pending
        self.keep(pending=self._pending(ask), waiting=waiting)

    def passed(self, ask: Ask) -> None:
        """The question was asked and answered; it does not come again in this part."""
        known = as_asked(ask)
        if known not in self.session.asked:
            self.keep(asked=(*self.session.asked, known))
        self.keep(skipped=tuple(skip for skip in self.session.skipped if skip != known))

    def skip(self, ask: Ask) -> None:
        """The question goes under gaps."""
        known: Skipped = as_asked(ask)
        self.passed(ask)
        self.keep(skipped=(*self.session.skipped, known))

    # What is said

    def say(self, key: str, **values: object) -> None:
        """A sentence of the locale, without the prefix `say.`."""
        self.text(self.words(f"say.{key}", **values))

    def warn(self, key: str, *buttons: Button, **values: object) -> None:
        text = mentions_named(self.words(f"warn.{key}", **values), self.names)
        self.parts.append(Text(text=text, style="warning"))
        self.offer(*buttons)

    def text(self, text: str) -> None:
        self.parts.append(Text(text=mentions_named(text, self.names)))

    def offer(self, *buttons: Button) -> None:
        if buttons:
            self.parts.append(Buttons(buttons=buttons))

    def undo_button(self) -> Button:
        """[Undo] for what this turn does; it knows its version, so that pressed twice it counts once."""
        return Button(text=self.words("button.undo"), action="build.undo", value=str(self.version))

    def offer_undo(self) -> None:
        """A grey [Undo] behind the read-back of whatever this turn stored, if none is offered yet."""
        rows = [part for part in self.parts if isinstance(part, Buttons)]
        offered = any(button.action == "build.undo" for row in rows for button in row.buttons)
        if offered or not self.parts or not self.changes or self.new_map:
            return
        grey = self.undo_button().model_copy(update={"style": "quiet"})
        asked = (n for n, part in enumerate(self.parts) if isinstance(part, Text) and part.style == "question")
        at = next(asked, len(self.parts))
        before = self.parts[at - 1] if at else None
        if isinstance(before, Buttons) and all(button.style == "quiet" for button in before.buttons):
            self.parts[at - 1] = Buttons(buttons=(*before.buttons, grey))
        else:
            self.parts.insert(at, Buttons(buttons=(grey,)))

    def turn(self) -> Turn:
        """The turn with all that was done and said."""
        replies = (Reply(parts=tuple(self.parts)),) if self.parts else ()
        members = self.session.members if self.by in self.session.members else (*self.session.members, self.by)
        return Turn(
            session=self.session.model_copy(update={"seen_version": self.version, "members": members}),
            journey=self.journey,
            new_map=self.new_map,
            changes=tuple(self.changes),
            reason="undo" if self.undoes is not None else "restore" if self.restores else self.via,
            undoes=self.undoes,
            personas=tuple(self.personas),
            evidence=tuple(self.evidence),
            proposals=tuple(self.proposals),
            workspace=self.workspace,
            replies=replies,
            question=self.question,
            opens=self.opens,
            beside=tuple(self.beside),
        )

    def _pending(self, ask: Ask) -> Pending:
        return Pending(question=f"ask.{ask.question}", stage=ask.stage, item=ask.item, asked_at=self.said.at)


def encoded(ask: Ask, *more: str) -> str:
    """A question as the value of a button: it finds its way home on its own."""
    return "|".join((ask.question, ask.stage or "", ask.item or "", *more))


def decoded(value: str) -> tuple[Ask, str]:
    """The question of a button's value, and what follows it."""
    question, stage, item, more = (*value.split("|", 3), "", "", "", "")[:4]
    return Ask(question, stage or None, item or None), more
