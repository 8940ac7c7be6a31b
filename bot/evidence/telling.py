"""What is only guessed, what is old, what to ask a customer: the standing of a map in words."""

from bot.conversation.read_dates import say_date
from bot.conversation.read_mood import signed
from bot.conversation.wording import cut, mean
from bot.evidence.places import Place
from bot.evidence.reading import linked
from bot.exchange import Incoming
from bot.reply import Button, Buttons, Menu, Option, Part, Reply, Table, Text
from prompts.loader import Words
from storage.model.confidence import STALE_AFTER_DAYS
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.standing import Standing, Weak, standing
from storage.open import Stores

ROWS, OLD_SHOWN, OPTIONS, ASKED = 15, 5, 25, 5


def listing(
    journey: JourneyMap, linkable: tuple[Place, ...], incoming: Incoming, stores: Stores, words: Words
) -> Reply:
    """Coverage, the weak items weakest first, old pieces, and the menus to add one and to look at one."""
    stands = of_map(journey, incoming, stores)
    covered = stands.covered
    counted = words("evidence.coverage", backed=covered.backed, items=covered.items, title=journey.title)
    parts: list[Part] = [Text(text=counted, style="headline")]
    parts += _weak_rows(stands, words)
    parts += _old_lines(journey, stands, incoming, words)
    if stands.hidden:
        parts.append(Text(text=_hidden(stands.hidden, words), style="grey"))
    parts += _menus(stands, linkable, words)
    if stands.weak:
        ask = Button(text=words("evidence.what_to_ask"), action="evidence.questions", value=journey.map_id)
        parts.append(Buttons(buttons=(ask,)))
    return Reply(parts=tuple(parts))


def old(journey: JourneyMap, linkable: tuple[Place, ...], incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """The pieces that are past their time, and where to add fresher ones."""
    stands = of_map(journey, incoming, stores)
    parts: list[Part] = [Text(text=words("evidence.old_title", title=journey.title), style="headline")]
    lines = _old_lines(journey, stands, incoming, words)
    parts += lines or [Text(text=words("evidence.nothing_old", days=_days(journey)))]
    if stands.hidden:
        parts.append(Text(text=_hidden(stands.hidden, words), style="grey"))
    parts += _menus(stands, linkable, words)
    return Reply(parts=tuple(parts))


def questions(journey: JourneyMap, incoming: Incoming, stores: Stores, words: Words) -> Reply:
    """What to ask a customer about the weakest items, at most five, and how to bring the answer back."""
    stands = of_map(journey, incoming, stores)
    if not stands.weak:
        return Reply(parts=(Text(text=words("evidence.nothing_weak", title=journey.title)),))
    asked = [_question(number, weak, words) for number, weak in enumerate(stands.weak[:ASKED], 1)]
    parts: tuple[Part, ...] = (
        Text(text=words("evidence.ask_title", title=journey.title), style="headline"),
        Text(text="\n".join(asked)),
        Text(text=words("evidence.ask_always")),
        Text(text=words("evidence.bring_back"), style="hint"),
    )
    return Reply(parts=parts)


def piece_shown(piece: Evidence, words: Words) -> Reply:
    """One piece in full with what is known of it, and what the customer said about keeping it."""
    facts = [words.data("evidence.kinds")[piece.kind], *([piece.who] if piece.who else [])]
    facts.append((piece.observed_on or piece.added_at.date()).isoformat())
    facts.append(words.data("evidence.consents")[piece.consent])
    parts: list[Part] = [
        Text(text=piece.text or words("evidence.emptied"), style="quote"),
        Text(text=" · ".join(facts), style="grey"),
    ]
    if piece.permalink:
        parts.append(Text(text=piece.permalink, style="source"))
    if piece.consent != "refused":
        refuse = Button(text=words("evidence.they_said_no"), action="evidence.refuse", value=piece.evidence_id)
        agree = Button(text=words("evidence.they_agreed"), action="evidence.agree", value=piece.evidence_id)
        parts.append(Buttons(buttons=(refuse,) if piece.consent == "given" else (refuse, agree)))
    return Reply(parts=tuple(parts), whisper=True)


def of_map(journey: JourneyMap, incoming: Incoming, stores: Stores) -> Standing:
    """The map's standing as this reader may see it."""
    return standing(journey, linked(journey, incoming.reader, stores), incoming.said.at.date())


def _weak_rows(stands: Standing, words: Words) -> list[Part]:
    if not stands.weak:
        return [Text(text=words("evidence.all_backed"))]
    labels = words.data("lists.confidence")
    rows = tuple((_title(weak, words), weak.stage or "-", labels[weak.confidence]) for weak in stands.weak[:ROWS])
    parts: list[Part] = [Table(title="", columns=tuple(words.data("evidence.columns")), rows=rows)]
    if len(stands.weak) > ROWS:
        parts.append(Text(text=words("evidence.more_items", n=len(stands.weak) - ROWS), style="grey"))
    return parts


def _title(weak: Weak, words: Words) -> str:
    """A mood has no title of its own."""
    if weak.kind != "mood":
        return cut(weak.title)
    value = -weak.worry
    score = signed(int(value)) if value == int(value) else mean(value)
    return words("evidence.mood_row", place=cut(weak.title, 60), score=score)


def _old_lines(journey: JourneyMap, stands: Standing, incoming: Incoming, words: Words) -> list[Part]:
    if not stands.old:
        return []
    today = incoming.said.at.date()
    lines = [words("evidence.old", n=len(stands.old), days=_days(journey))]
    for piece in stands.old[:OLD_SHOWN]:
        when = say_date(piece.observed_on or piece.added_at.date(), today, words)
        about = ", ".join(part for part in (piece.who, when) if part)
        lines.append(words("evidence.old_line", text=cut(piece.text or ""), about=about))
    return [Text(text="\n".join(lines))]


def _days(journey: JourneyMap) -> int:
    return journey.review_every_days or STALE_AFTER_DAYS


def _hidden(n: int, words: Words) -> str:
    return words("evidence.hidden_one") if n == 1 else words("evidence.hidden", n=n)


def _menus(stands: Standing, linkable: tuple[Place, ...], words: Words) -> list[Part]:
    """Only items that this person can put evidence behind: a mood takes it through one's own vote."""
    can = {place.value for place in linkable}
    weak = [one for one in stands.weak if one.place in can][:OPTIONS]
    parts: list[Part] = []
    if weak:
        options = tuple(Option(text=_title(one, words), value=one.place) for one in weak)
        parts.append(Menu(label=words("evidence.add_to"), action="evidence.form", options=options))
    if stands.shown:
        options = tuple(
            Option(text=cut(piece.text or "", 70), value=piece.evidence_id) for piece in stands.shown[:OPTIONS]
        )
        parts.append(Menu(label=words("evidence.look_at"), action="evidence.piece", options=options))
    return parts


def _question(number: int, weak: Weak, words: Words) -> str:
    key = "mood" if weak.kind == "mood" else "pain" if weak.kind == "pain_point" else "touchpoint"
    return f"{number} · " + words(f"evidence.questions.{key}", title=weak.title, stage=weak.stage or weak.title)
