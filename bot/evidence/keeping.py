"""A draft that somebody agreed to becomes evidence: stored, put behind its item, read back."""

from bot.conversation.read_dates import say_date
from bot.conversation.read_paragraph import PIECE, pieces
from bot.conversation.redact import MARKS, redacted
from bot.conversation.wording import cut
from bot.evidence.drafts import Draft
from bot.evidence.places import link, map_of, title_of
from bot.evidence.reading import backings_of
from bot.evidence.storing import Kept
from bot.exchange import Incoming, Outcome
from bot.forms.saving import Saving
from bot.reply import Button, Buttons, Part, Reply, Text
from prompts.loader import Words
from storage.errors import ChangeRefused
from storage.model.apply import apply
from storage.model.changes import Change
from storage.model.confidence import Backings, backing, coverage, of_item, of_mood
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.refusals import made
from storage.model.types import Privacy
from storage.open import Stores

RECENT = 200


def keep(draft: Draft, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """Raises MapNotFound, ChangeRefused (the item is gone, or has no room for more)."""
    said = incoming.said
    map_id = map_of(draft.place)
    journey = stores.maps.get(incoming.workspace_id, map_id, incoming.reader) if map_id else None
    if journey is not None and draft.place.partition("|")[2] and title_of(draft.place, journey) is None:
        raise ChangeRefused("evidence_item_gone", title=journey.title)
    found = _pieces(draft, journey, incoming, stores, words)
    known = _known(found, incoming, stores)
    new = () if known else found
    ids = [known] if known else [piece.evidence_id for piece in found]
    links: list[Change] = [change for one in ids if (change := link(draft.place, one)) is not None]
    after = apply(journey, links, said.by, said.at, "form", draft.permalink) if journey and links else None
    backings = backings_of(after, stores) | {p.evidence_id: backing(p) for p in new} if after else {}
    told = _read_back(draft, found, ids, after, backings, incoming, words)
    saving = Saving(journey=after, changes=tuple(links)) if after is not None and after != journey else None
    return Outcome((told,), kept=Kept(new=new), saving=saving)


def _pieces(
    draft: Draft, journey: JourneyMap | None, incoming: Incoming, stores: Stores, words: Words
) -> tuple[Evidence, ...]:
    clean = redacted(draft.text)
    first = stores.evidence.next_number(incoming.workspace_id)
    channel, privacy = _home(draft, journey, incoming)
    return tuple(
        made(
            Evidence,
            workspace_id=incoming.workspace_id,
            evidence_id=f"e{first + place}",
            kind=draft.kind,
            text=text,
            who=redacted(draft.who).text if draft.who else None,
            observed_on=draft.on,
            added_by=incoming.said.by,
            added_at=incoming.said.at,
            lang=words.lang,
            permalink=draft.permalink,
            consent=draft.consent,
            redacted=clean.changed or any(mark in text for mark in MARKS),
            channel_id=channel,
            privacy=privacy,
        )
        for place, text in enumerate(pieces(clean.text, PIECE))
    )


def _home(draft: Draft, journey: JourneyMap | None, incoming: Incoming) -> tuple[str, Privacy]:
    """Who may read the words: everybody who sees the map, or, from a private place, only those who are there."""
    if journey is not None and (not draft.from_private or draft.opened):
        return journey.home.channel_id, journey.privacy
    return incoming.channel_id, "private" if incoming.channel_id.startswith("D") else "channel"


def _known(found: tuple[Evidence, ...], incoming: Incoming, stores: Stores) -> str | None:
    """The id under which the same words of the same message are kept already."""
    if len(found) != 1 or found[0].permalink is None:
        return None
    recent = stores.evidence.newest(incoming.workspace_id, found[0].channel_id, incoming.reader, RECENT)
    same = (p for p in recent if p.permalink == found[0].permalink and p.text == found[0].text)
    return next((piece.evidence_id for piece in same), None)


def _read_back(
    draft: Draft,
    found: tuple[Evidence, ...],
    ids: list[str],
    journey: JourneyMap | None,
    backings: Backings,
    incoming: Incoming,
    words: Words,
) -> Reply:
    today = incoming.said.at.date()
    about = [draft.who] if draft.who else []
    about += [say_date(draft.on, today, words)] if draft.on else []
    key = "say.quote_saved" if about else "say.quote_saved_bare"
    parts: list[Part] = [Text(text=words(key, text=cut(found[0].text or ""), about=", ".join(about)))]
    if any(piece.redacted for piece in found):
        parts.append(Text(text=words("say.redacted"), style="grey"))
    if journey is None:
        parts.append(Text(text=words("evidence.on_no_map"), style="grey"))
    else:
        covered = coverage(journey, backings)
        parts.append(Text(text=_now(draft, journey, backings, words)))
        counted = words("evidence.coverage", backed=covered.backed, items=covered.items, title=journey.title)
        parts.append(Text(text=counted, style="grey"))
        if draft.from_private and not draft.opened and journey.home.channel_id != incoming.channel_id:
            parts.append(Text(text=words("evidence.counts_unseen"), style="grey"))
    refuse = Button(text=words("evidence.they_said_no"), action="evidence.refuse", value=",".join(ids))
    parts.append(Buttons(buttons=(refuse,)))
    return Reply(parts=tuple(parts), whisper=True, replaces=True)


def _now(draft: Draft, journey: JourneyMap, backings: Backings, words: Words) -> str:
    """How well the item is backed now."""
    item = draft.place.partition("|")[2]
    things = {thing.slug: thing for thing in (*journey.touchpoints(), *journey.items())}
    if item.startswith("@"):
        stage = journey.stage(item[1:].partition("/")[0])
        confidence = of_mood(stage.moods if stage else (), backings)
    else:
        confidence = of_item(things[item], journey, backings)
    label = words.data("lists.confidence")[confidence]
    return words("say.now_backed", item=cut(title_of(draft.place, journey) or ""), confidence=label)
