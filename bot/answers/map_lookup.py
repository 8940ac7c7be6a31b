"""How what stands on the maps is told: a list of maps, one map's outline, or what was found."""

from bot.answers.figures import counted, listed, mood, number, source, told
from bot.questions.commands import Ask
from bot.reply import Part, Table, Text
from prompts.loader import Words
from tools.contents import FoundItem
from tools.map_lookup import FoundMap, FoundStage, MapLookupResult, Voice

SHOWN, QUOTES = 10, 3


def parts(ask: Ask, result: MapLookupResult, words: Words) -> tuple[Part, ...]:
    """What was looked for, in one sentence and a table; quotes as quotes."""
    if result.outline:
        return _outline(result, words)
    if result.found:
        voices = (Text(text=_voice(voice, words)) for voice in result.voices)
        return (*_found(ask, result, words), *voices, *_near(words("evidence_search.nearest"), result, words))
    if result.near:
        return _near(words("evidence_search.only_near", words=ask.args.words or ""), result, words)
    if result.maps:
        said = words("answers.map_lookup.maps", maps=counted("maps", result.total, words))
        return (Text(text=said), _maps(result.maps[: ask.args.top_n or SHOWN], words))
    about = ask.args.words
    key = "nothing" if not about else "nothing_said" if ask.args.kind == "evidence" else "nothing_about"
    return (Text(text=words(f"answers.map_lookup.{key}", words=about or "")),)


def caveats(result: MapLookupResult, words: Words) -> tuple[str, ...]:
    """Evidence that the asker may not read is counted, not shown; a search that failed is said."""
    said = [words(f"evidence_search.trouble.{result.trouble}")] if result.trouble else []
    if result.hidden:
        said.append(words("answers.map_lookup.hidden", n=counted("pieces", result.hidden, words)))
    return tuple(said)


def rows(result: MapLookupResult, words: Words) -> Table:
    """What was found, all of it."""
    if result.found or result.near:
        return _items((*result.found, *result.near)[:99], words)
    return _stages(result.outline, words) if result.outline else _maps(result.maps[:99], words)


def _outline(result: MapLookupResult, words: Words) -> tuple[Part, ...]:
    title = result.maps[0].title if result.maps else result.basis.journey or ""
    touchpoints = sum(len(stage.touchpoints) for stage in result.outline)
    said = words(
        "answers.map_lookup.outline",
        title=title,
        stages=counted("stages", len(result.outline), words),
        touchpoints=counted("touchpoints", touchpoints, words),
    )
    lowest = [stage for stage in result.outline if stage.mood is not None]
    if lowest:
        low = min(lowest, key=lambda stage: stage.mood or 0.0)
        said = told((said, words("answers.map_lookup.lowest", stage=low.title, mood=mood(low.mood, words))), words)
    return (Text(text=said), _stages(result.outline, words))


def _found(ask: Ask, result: MapLookupResult, words: Words) -> tuple[Part, ...]:
    shown = result.found[: ask.args.top_n or SHOWN]
    places = counted("places", result.total, words)
    about = ask.args.words
    said = (
        words("answers.map_lookup.found_about", places=places, words=about)
        if about
        else words("answers.map_lookup.found", places=places)
    )
    if all(item.kind == "evidence" for item in shown):
        quotes = shown[: ask.args.top_n or QUOTES]
        return (Text(text=said), *(Text(text=_quote(item, words), style="quote") for item in quotes))
    return (Text(text=said), _items(shown, words))


def _near(said: str, result: MapLookupResult, words: Words) -> tuple[Part, ...]:
    """Quotes with their sources under a line that says how they were found."""
    quotes = tuple(Text(text=_quote(item, words), style="quote") for item in result.near[:QUOTES])
    return (Text(text=said), *quotes) if quotes else ()


def _voice(voice: Voice, words: Words) -> str:
    """How to talk to the persona whose touchpoint this is."""
    facts = [voice.style or "", *voice.talking_points]
    said = [words("say.semicolon").join(fact for fact in facts if fact)]
    said += [words("say.quoted", text=voice.quote)] if voice.quote else []
    return words("method.voice", persona=voice.persona, text=words("say.semicolon").join(part for part in said if part))


def _quote(item: FoundItem, words: Words) -> str:
    said_by = source(item.who, item.on, words, item.journey)
    return words("answers.quoted", text=item.text, source=said_by) if said_by else item.text


def _maps(maps: tuple[FoundMap, ...], words: Words) -> Table:
    lines = tuple(
        (
            found.title,
            listed(found.personas, words),
            number(len(found.stages), words),
            number(found.touchpoints, words),
            _lowest(found, words),
            found.owner,
        )
        for found in maps
    )
    return Table(
        title=words("answers.map_lookup.maps_title"),
        columns=tuple(words.data("answers.map_lookup.map_columns")),
        rows=lines,
    )


def _lowest(found: FoundMap, words: Words) -> str:
    if not found.lowest or found.lowest_score is None:
        return "–"
    return words("answers.quoted", text=found.lowest, source=mood(found.lowest_score, words))


def _stages(outline: tuple[FoundStage, ...], words: Words) -> Table:
    lines = tuple(
        (
            stage.title,
            mood(stage.mood, words),
            listed(stage.touchpoints, words) or "–",
            listed(stage.pain_points, words) or "–",
        )
        for stage in outline
    )
    return Table(
        title=words("answers.map_lookup.stages_title"),
        columns=tuple(words.data("answers.map_lookup.stage_columns")),
        rows=lines,
    )


def _items(found: tuple[FoundItem, ...], words: Words) -> Table:
    lines = tuple(
        (
            words(f"answers.kinds.{item.kind}"),
            item.text,
            " · ".join(p for p in (item.journey, item.stage) if p) or "–",
            item.who or "–",
        )
        for item in found
    )
    return Table(
        title=words("answers.map_lookup.found_title"),
        columns=tuple(words.data("answers.map_lookup.item_columns")),
        rows=lines,
    )
