"""The same map for another persona: stages and touchpoints, without moods and evidence."""

from bot.conversation.answers.personas import made_persona, named_already
from bot.conversation.first_version import first_version
from bot.conversation.read_persona import read_persona
from bot.conversation.talk import Talk
from bot.conversation.turn import Opening
from bot.conversation.wording import at_a_word
from storage.errors import ChangeRefused
from storage.model.journey import JourneyMap, Stage, Touchpoint
from storage.model.session import Draft
from storage.model.types import Origin


def open_same(talk: Talk, text: str) -> None:
    """Opens a thread with these stages and touchpoints for somebody else. Raises ChangeRefused without stages."""
    if not talk.map.stages:
        raise ChangeRefused("same_empty")
    read = read_persona(text, talk.words)
    persona = named_already(talk, read.name) or made_persona(talk, read)
    if talk.map.persona_ids == (persona.persona_id,):
        raise ChangeRefused("same_self", name=persona.name)
    draft = Draft(
        type=talk.map.type,
        goal_kind=talk.map.goal_kind,
        goal_business=talk.map.goal_business,
        persona_ids=(persona.persona_id,),
    )
    title = at_a_word(talk.words("persona.same_title", title=talk.map.title, name=persona.name), 80)
    talk.opens = Opening(
        title=title,
        kind=talk.map.type,
        lang=talk.words.lang,
        draft=draft,
        same_as=talk.map.map_id,
    )
    talk.text(talk.words("persona.same_opens", name=persona.name))


def copied(talk: Talk, source: JourneyMap) -> None:
    """The map of this thread: the source's stages and touchpoints with their names for good, and nothing felt."""
    first_version(
        talk,
        talk.session.notes.get("title") or source.title,
        type=source.type,
        stage_template=source.stage_template,
        stages=tuple(_bare(stage, _origin(talk)) for stage in source.stages),
    )
    touchpoints = sum(1 for _ in source.touchpoints())
    talk.say("map_saved", map_id=talk.map.map_id)
    talk.text(talk.words("persona.same_copied", title=source.title, s=len(source.stages), t=touchpoints))


def _origin(talk: Talk) -> Origin:
    return Origin(by=talk.by, at=talk.said.at, via=talk.via, permalink=talk.said.permalink)


def _bare(stage: Stage, origin: Origin) -> Stage:
    """A stage without moods; of a slot of the day its time alone."""
    slot = (
        stage.slot.model_copy(update={"open_to_new": None, "keep_quiet": None, "chance": None}) if stage.slot else None
    )
    points = tuple(
        Touchpoint(
            slug=t.slug, title=t.title, channel=t.channel, channel_text=t.channel_text, place=t.place, ours=t.ours,
            overlooked=t.overlooked, owner=t.owner, origin=origin,
        )
        for t in stage.touchpoints
    )  # fmt: skip
    return Stage(slug=stage.slug, title=stage.title, short=stage.short, role=stage.role, slot=slot, touchpoints=points)
