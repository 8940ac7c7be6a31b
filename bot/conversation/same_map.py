"""The same map for another persona: stages and touchpoints, without moods and evidence."""

from bot.conversation.answers.personas import made_persona, named_already
from bot.conversation.read_persona import read_persona
from bot.conversation.talk import Talk
from bot.conversation.turn import Opening
from bot.conversation.wording import at_a_word
from storage.errors import ChangeRefused
from storage.model.journey import Home, JourneyMap, Stage, Touchpoint
from storage.model.refusals import made
from storage.model.session import Draft
from storage.model.slugs import numbered, slug_of
from storage.model.types import Origin, Owner


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
    draft, taken = talk.session.draft, talk.scene.taken_map_ids
    title = talk.session.notes.get("title") or source.title
    talk.journey = made(
        JourneyMap,
        workspace_id=talk.session.workspace_id,
        map_id=slug_of(title, taken, talk.session.lang) or numbered("", "map", taken),
        title=title,
        type=source.type,
        lang=talk.session.lang,
        owner=Owner(label=talk.name(talk.session.started_by), member_id=talk.session.started_by),
        privacy="private" if talk.scene.private else "channel",
        home=Home(channel_id=talk.scene.channel_id, thread_ts=talk.scene.thread),
        persona_ids=draft.persona_ids,
        goal_kind=draft.goal_kind,
        goal_business=draft.goal_business,
        stage_template=source.stage_template,
        stages=tuple(_bare(stage, _origin(talk)) for stage in source.stages),
    )
    talk.new_map = True
    talk.keep(map_id=talk.map.map_id)
    talk.note("title", None)
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
