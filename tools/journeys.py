"""Which maps is a question about that reads maps? The named one, or all that the asker may see."""

from storage.model.journey import JourneyMap
from tools.asked import stage_named
from tools.contents import readable_maps
from tools.kit import JourneyArgs, Sources, ToolError
from tools.names import close_names, same_key


def asked_journeys(args: JourneyArgs, sources: Sources) -> list[JourneyMap]:
    """The named map, else all that the reader may see, with the persona and the stage if these are named.

    Raises MapNotFound, ToolError (unknown_persona, unknown_stage).
    """
    if args.journey:
        journeys = [sources.maps.find(sources.workspace_id, args.journey, sources.reader)]
    else:
        journeys = list(readable_maps(sources))
    if args.persona:
        library = {persona.persona_id: persona.name for persona in sources.personas.list(sources.workspace_id)}
        of_maps = {slug: library.get(slug, slug) for journey in journeys for slug in journey.persona_ids}
        key = same_key(args.persona)
        wanted = {slug for slug, name in of_maps.items() if key in (same_key(slug), same_key(name))}
        if not wanted:
            raise ToolError("unknown_persona", asked=args.persona, close=close_names(args.persona, of_maps.values()))
        journeys = [journey for journey in journeys if wanted & set(journey.persona_ids)]
    if args.stage:
        return _with_stage(journeys, args.stage)
    return journeys


def _with_stage(journeys: list[JourneyMap], stage: str) -> list[JourneyMap]:
    kept = []
    refused: ToolError | None = None
    for journey in journeys:
        try:
            stage_named(journey, stage)
        except ToolError as error:
            refused = refused or error
        else:
            kept.append(journey)
    if refused and not kept:
        raise refused
    return kept
