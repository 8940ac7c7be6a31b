"""What does a form show? Its fields with label, hint, value and choices, before Slack draws them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.conversation.wording import name_of, votes
from bot.forms.about import About, Filled
from bot.forms.clashes import CHOICES, Clash, can_be_both
from bot.forms.fields import Field, fields_of
from bot.forms.filled import thing_of
from bot.forms.ground import Ground
from prompts.loader import Words
from storage.model.journey import JourneyMap, Stage, Touchpoint
from storage.model.types import Model

NONE = "-"
LONGEST_QUOTE = 300


class Form(Model):
    """One view of a form: `filled` are the texts in its fields, `clashes` what somebody else saved meanwhile."""

    about: About
    filled: Mapping[str, str]
    clashes: Mapping[str, Clash] = {}
    notice: str = ""


class Choice(NamedTuple):
    """One line of a list to choose from; `group` is the heading above it."""

    text: str
    value: str
    group: str = ""


class Heading(NamedTuple):
    """Begins a group of fields."""

    text: str


class Note(NamedTuple):
    """A grey line, or a quotation."""

    text: str
    quoted: bool = False


class Entry(NamedTuple):
    """One field as it is shown. `theirs` and `by` stand beside a clash, with the choices that settle it."""

    field: Field
    label: str
    hint: str
    value: str
    choices: tuple[Choice, ...] = ()
    mine: str = ""
    theirs: str = ""
    by: str = ""
    settle: tuple[Choice, ...] = ()


Row = Entry | Heading | Note


def opened(about: About, ground: Ground) -> Form | None:
    """The form as it is first shown; None if its thing is gone."""
    now = ground.now(about)
    if now is None:
        return None
    fresh = about.model_copy(update={"version": ground.version(about), "clashing": ()})
    return Form(about=fresh, filled=now)


def rows(form: Form, ground: Ground, words: Words) -> Iterator[Row]:
    """Everything below the notice, from top to bottom."""
    about = form.about
    yield Note(words("forms.of_map", title=ground.journey.title, version=ground.journey.version))
    for field in fields_of(about.kind, about.new):
        if field.group:
            yield Heading(words(f"forms.group.{field.group}"))
        if field.key == "mood" and (line := _others_moods(about, ground, words)):
            yield Note(line)
        choices = choices_of(field, form.filled, ground.journey, words)
        if choices or field.shape != "thing":
            yield _entry(field, choices, form, ground, words)
    yield from _evidence(about, ground, words)


def _entry(field: Field, choices: tuple[Choice, ...], form: Form, ground: Ground, words: Words) -> Entry:
    hints = (f"forms.hint.{form.about.kind}_{field.key}", f"forms.hint.{field.key}")
    entry = Entry(
        field,
        label=label_of(field, words),
        hint=next((words(hint) for hint in hints if words.has(hint)), ""),
        value=form.filled.get(field.key, ""),
        choices=choices,
    )
    clash = form.clashes.get(field.key)
    if clash is None:
        return entry
    offered = [choice for choice in CHOICES if choice != "both" or can_be_both(field.shape)]
    return entry._replace(
        mine=shown(field, clash.mine, choices, ground.names, words),
        theirs=shown(field, clash.theirs, choices, ground.names, words),
        by=clash.by,
        settle=tuple(Choice(words(f"forms.settle.{choice}"), choice) for choice in offered),
    )


def label_of(field: Field, words: Words) -> str:
    """The name of a field as people read it."""
    return words(f"forms.field.{field.key}")


def told_as(field: Field, words: Words) -> str:
    """The name of a field in what others read: a vote is not theirs."""
    key = f"forms.told.{field.key}"
    return words(key) if words.has(key) else label_of(field, words)


def shown(field: Field, value: str, choices: tuple[Choice, ...], names: Mapping[str, str], words: Words) -> str:
    """A value as people read it; a dash for none."""
    if not value:
        return words("forms.nothing")
    if field.shape == "owner":
        return name_of(value, names)
    if field.shape == "channel":
        return channel_label(value, words)
    return next((choice.text for choice in choices if choice.value == value), value)


def choices_of(field: Field, filled: Filled, journey: JourneyMap, words: Words) -> tuple[Choice, ...]:
    """What a list offers: its own short list, or things of the map. What may stay empty begins with "none"."""
    match field.shape:
        case "radio" | "choice":
            labels = words.data(field.labels)
            offered = tuple(Choice(_option(field, option, labels[option]), option) for option in field.options)
            stays = field.key in ("severity", "frequency", "ours") and filled.get(field.key)
            if field.needed or stays:
                return offered
            key = f"forms.none.{field.key}"
            return (Choice(words(key) if words.has(key) else words("forms.none_of_these"), NONE), *offered)
        case "thing":
            return _things(field, journey, words)
        case _:
            return ()


def _option(field: Field, option: str, label: str) -> str:
    """A score stands before its words."""
    return f"{option.replace('-', '−')} {label}" if field.key == "mood" else label


def _things(field: Field, journey: JourneyMap, words: Words) -> tuple[Choice, ...]:
    stages = tuple(Choice(stage.title, stage.slug) for stage in journey.stages)
    match field.key:
        case "at":
            return tuple(
                Choice(title, value, stage.title)
                for stage in journey.stages
                for title, value in (
                    (words("forms.whole_stage"), stage.slug),
                    *((place.title, f"{stage.slug}/{place.slug}") for place in stage.touchpoints),
                )
            )
        case "opportunity":
            ideas = tuple(Choice(idea.title, idea.slug) for idea in journey.opportunities)
            return (Choice(words("forms.none_of_these"), NONE), *ideas)
        case _:
            return stages


def channel_label(value: str, words: Words) -> str:
    """`Website`; `Other: fax` where the person's own word is kept."""
    key, _, spelt = value.partition("|")
    label = str(words.data("lists.channels").get(key, key))
    return f"{label}: {spelt}" if spelt else label


def _others_moods(about: About, ground: Ground, words: Words) -> str:
    """How others voted at this place."""
    place = thing_of(about, ground.journey)
    given = place.moods if isinstance(place, Stage | Touchpoint) else ()
    others = [vote for vote in given if vote.by != ground.by]
    return words("forms.others", votes=votes(others, ground.names, words)) if others else ""


def _evidence(about: About, ground: Ground, words: Words) -> Iterator[Row]:
    if about.kind != "pain_point" or about.new:
        return
    if not ground.quotes and not ground.hidden:
        yield Note(words("forms.no_evidence"))
        return
    yield Heading(words("forms.group.evidence"))
    for quote in ground.quotes:
        yield Note(quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1] + "…", quoted=True)
    if ground.hidden:
        yield Note(words("forms.hidden_evidence", n=ground.hidden))
