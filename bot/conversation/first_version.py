"""The first version of a map in its thread: who owns it, where it is at home, who may see it, how it is called."""

from bot.conversation.talk import Talk
from storage.model.journey import Home, JourneyMap
from storage.model.refusals import made
from storage.model.slugs import numbered, slug_of
from storage.model.types import Owner


def first_version(talk: Talk, title: str, **fields: object) -> None:
    """Makes the map of this thread from the draft; `fields` add to it or stand instead. Its id comes from the title."""
    draft, taken = talk.session.draft, talk.scene.taken_map_ids
    usual: dict[str, object] = {
        "workspace_id": talk.session.workspace_id,
        "map_id": slug_of(title, taken, talk.session.lang) or numbered("", "map", taken),
        "title": title,
        "type": draft.type,
        "lang": talk.session.lang,
        "owner": Owner(label=talk.name(talk.session.started_by), member_id=talk.session.started_by),
        "privacy": "private" if talk.scene.private else "channel",
        "home": Home(channel_id=talk.scene.channel_id, thread_ts=talk.scene.thread),
        "persona_ids": draft.persona_ids,
        "goal_kind": draft.goal_kind,
        "goal_business": draft.goal_business,
    }
    talk.journey = made(JourneyMap, **usual | fields)
    talk.new_map = True
    talk.keep(map_id=talk.map.map_id)
    talk.note("title", None)
