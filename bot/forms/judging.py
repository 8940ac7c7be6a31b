"""What becomes of a form that was sent? Wrong fields, a notice, a choice between two texts, or accepted changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.conversation.wording import name_of
from bot.errors import error_words
from bot.forms.about import About, Filled, Sent
from bot.forms.changes import changes as changes_of
from bot.forms.checked import checked
from bot.forms.clashes import Clash, Merged, merge
from bot.forms.filled import filled
from bot.forms.form import Form
from bot.forms.ground import Ground
from bot.forms.personas import joins, persona_after
from prompts.loader import Words
from storage.errors import ChangeRefused, NotAllowed
from storage.model.apply import apply
from storage.model.changes import Change
from storage.model.journey import JourneyMap
from storage.model.persona import Persona


@dataclass(frozen=True)
class Wrong:
    """Sentences beside fields."""

    errors: Mapping[str, str]


@dataclass(frozen=True)
class Noticed:
    """A sentence above the form: what does not go together, or what the map does not take."""

    text: str


@dataclass(frozen=True)
class Clashed:
    """The form on the newest version, with both texts where two people changed one field."""

    form: Form


@dataclass(frozen=True)
class Gone:
    """What the form was about is not on the map any more."""

    text: str


@dataclass(frozen=True)
class Accepted:
    """What is to be stored: nothing, a map with its changes, a persona, or both. `told`: fields that changed."""

    about: About
    journey: JourneyMap
    changes: tuple[Change, ...] = ()
    persona: Persona | None = None
    told: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was changed."""
        return not self.changes and self.persona is None


Verdict = Wrong | Noticed | Clashed | Gone | Accepted


def judge(sent: Sent, ground: Ground, words: Words) -> Verdict:
    """Against the map as it is now. Fields that others changed meanwhile are theirs, unless both changed one."""
    about, theirs = sent.about, ground.now(sent.about)
    if theirs is None:
        return Gone(words("forms.gone_thing", title=sent.before.get("title") or sent.before.get("name") or about.thing))
    looked = checked(about, sent.after, words)
    if looked.errors:
        return Wrong(looked.errors)
    if looked.across:
        return Noticed(looked.across)
    merged = Merged(looked.filled, ()) if about.new else merge(sent.before, looked.filled, theirs)
    if merged.clashing:
        return Clashed(clashed(about, merged, theirs, ground, words))
    try:
        return _accepted(about, theirs, merged.filled, ground)
    except (ChangeRefused, NotAllowed) as error:
        return Noticed(error_words(error, words))


def clashed(about: About, merged: Merged, theirs: Filled, ground: Ground, words: Words) -> Form:
    """The form as it is to be shown after a merge; without clashes it is simply on the newest version."""
    clashes = {
        key: Clash(mine=merged.filled[key], theirs=theirs[key], by=_who(key, about, ground, words))
        for key in merged.clashing
    }
    newest = about.model_copy(update={"version": ground.version(about), "clashing": merged.clashing})
    who = ", ".join(dict.fromkeys(clash.by for clash in clashes.values()))
    notice = words("forms.notice.clash", name=who) if clashes else ""
    return Form(about=newest, filled=merged.filled, clashes=clashes, notice=notice)


def _who(key: str, about: About, ground: Ground, words: Words) -> str:
    """The name of whoever changed the field last."""
    shown = [filled(about, past.map, None, ground.by) or {} for past in ground.past]
    for (past, now), (_, before) in pairwise(zip(ground.past, shown, strict=True)):
        if now.get(key) != before.get(key):
            return name_of(past.by, ground.names)
    return words("forms.somebody")


def _accepted(about: About, theirs: Filled, mine: Filled, ground: Ground) -> Accepted:
    """Raises ChangeRefused, NotAllowed."""
    journey, by = ground.journey, ground.by
    told = tuple((key, value) for key, value in mine.items() if value != theirs.get(key, ""))
    if about.kind == "persona":
        args = (about, journey, ground.persona, theirs, mine, by, ground.names, ground.persona_ids)
        persona = persona_after(*args)
        changes = joins(journey, persona) if about.new and persona is not None else ()
    else:
        persona, changes = None, changes_of(about, journey, theirs, mine, by, ground.names)
    after = apply(journey, changes, by, ground.at, "form") if changes else journey
    if after == journey and persona is None:
        return Accepted(about, journey)
    return Accepted(about, after, changes, persona, told)
