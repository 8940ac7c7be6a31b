"""A pasted paragraph read by a model: what to read, and the scene with what came back. The map stays as it is."""

from bot.conversation import advance as build
from bot.conversation.turn import Scene
from bot.exchange import Incoming
from bot.settings import Endpoint
from prompts.loader import Words


def drafted(scene: Scene, incoming: Incoming, spoken: Words, model: Endpoint | None) -> Scene:
    """The scene with a model's draft of the paragraph that was pasted, where a model is set up and allowed.

    If the model fails, the scene says so, and the rules read the text.
    """
    if model is None or not scene.workspace.model_allowed:
        return scene
    scene = scene.model_copy(update={"has_model": True})
    sentences = build.sentences_to_draft(scene, incoming.said, spoken)
    if not sentences or scene.journey is None:
        return scene
    from bot.llm.paragraph import draft  # takes seconds to import
    from bot.llm.turn import NoHelp

    persona = next((p.name for p in scene.personas if p.persona_id == scene.journey.persona_ids[0]), "")
    try:
        found = draft(sentences, [s.title for s in scene.journey.stages], persona, model, incoming.workspace_id)
    except NoHelp:
        return scene.model_copy(update={"no_help": True})
    return scene.model_copy(update={"draft": found})
