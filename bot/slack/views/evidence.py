"""The evidence form as a Slack modal, and what stood in it when it was sent."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple, get_args

from bot.evidence.drafts import LONGEST, NOWHERE, Draft, Proposed
from bot.evidence.places import Place
from bot.slack import limits
from bot.slack.escape import mrkdwn, mrkdwn_object, plain_text
from prompts.loader import Words
from storage.model.evidence import EvidenceKind
from storage.model.journey import JourneyMap
from storage.model.types import Model

Block = dict[str, Any]

CALLBACK = "evidence_keep"
TEXT, WHO, ON, KIND, PLACE, CONSENT, OPEN = "text", "who", "on", "kind", "place", "consent", "open"
PICKED: tuple[EvidenceKind, ...] = (
    "quote", "message", "ticket", "review", "survey_answer", "chat_log", "observation", "transcript", "analytics",
    "document",
)  # fmt: skip


class Whence(Model):
    """Where the words come from; travels with the form. `url` answers the person privately."""

    channel: str
    permalink: str | None = None
    private: bool = False
    url: str = ""


class Shown(NamedTuple):
    """What the form begins with: a message's words (None: none yet), the maps with their places, the place proposed."""

    found: Proposed | None
    maps: Sequence[tuple[JourneyMap, Sequence[Place]]]
    place: str
    today: date


def evidence_view(shown: Shown, whence: Whence, words: Words) -> Block:
    """The form."""
    found = shown.found
    text: Block = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST}
    who: Block = {"type": "plain_text_input", "max_length": 60}
    if found is not None:
        text["initial_value"] = found.text
    if found is not None and found.who:
        who["initial_value"] = found.who[:60]
    day = {"type": "datepicker", "initial_date": (found.on if found else shown.today).isoformat()}
    kinds = words.data("evidence.kinds")
    kind = found.kind if found is not None else "quote"
    consent = [(key, words(f"evidence.form_consent_{key}")) for key in ("unknown", "given")]
    blocks = [
        _input(TEXT, words("evidence.form_text"), text, words("evidence.form_text_hint")),
        _input(WHO, words("evidence.form_who"), who, words("evidence.form_who_hint"), optional=True),
        _input(ON, words("evidence.form_on"), day),
        _input(KIND, words("evidence.form_kind"), _select([(one, kinds[one]) for one in PICKED], kind)),
        _input(PLACE, words("evidence.form_place"), _places(shown, words)),
        _input(CONSENT, words("evidence.form_consent"), _radio(consent, "unknown")),
    ]
    if whence.private:
        readers = [(key, words(f"evidence.form_open_{key}")) for key in ("closed", "open")]
        blocks.append(_input(OPEN, words("evidence.form_open"), _radio(readers, None)))
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": whence.model_dump_json(),
        "title": _plain(words("evidence.form_title"), limits.VIEW_TITLE),
        "submit": _plain(words("evidence.form_submit"), limits.VIEW_SUBMIT),
        "close": _plain(words("evidence.form_close"), limits.VIEW_CLOSE),
        "blocks": blocks,
    }


def only_words(text: str, words: Words) -> Block:
    """The modal while the message is read, or instead of a form."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": _plain(words("evidence.form_title"), limits.VIEW_TITLE),
        "close": _plain(words("evidence.form_close"), limits.VIEW_CLOSE),
        "blocks": [{"type": "section", "text": mrkdwn_object(mrkdwn(text))}],
    }


def sent_draft(view: Block) -> tuple[Draft, Whence]:
    """What was typed and chosen."""
    values = view["state"]["values"]
    whence = Whence.model_validate_json(view["private_metadata"])
    opened = _chosen(values, OPEN)
    draft = Draft(
        text=_typed(values, TEXT),
        kind=next((kind for kind in get_args(EvidenceKind) if kind == _chosen(values, KIND)), "message"),
        who=_typed(values, WHO) or None,
        on=_day(values),
        consent="given" if _chosen(values, CONSENT) == "given" else "unknown",
        place=_chosen(values, PLACE) or NOWHERE,
        permalink=whence.permalink,
        from_private=whence.private,
        opened=None if opened is None else opened == "open",
    )
    return draft, whence


def mistakes(view: Block, latest: date, words: Words) -> dict[str, str]:
    """What cannot stay as it is, by block; empty when all is well."""
    if not view.get("private_metadata"):
        return {}
    draft, _ = sent_draft(view)
    wrong = {}
    if not draft.text:
        wrong[TEXT] = words("evidence.form_empty")
    if draft.on is not None and draft.on > latest:
        wrong[ON] = words("evidence.form_future")
    return wrong


def _places(shown: Shown, words: Words) -> Block:
    """A group a map; the first line keeps the piece on no item."""
    nowhere = _option(NOWHERE, words("evidence.form_nowhere"))
    groups = [{"label": _plain(words("evidence.form_nowhere"), limits.OPTION_GROUP_LABEL), "options": [nowhere]}]
    chosen = nowhere
    for journey, places in shown.maps:
        options = [_option(place.value, _place_words(place, words)) for place in places]
        chosen = next((option for option in options if option["value"] == shown.place), chosen)
        if options:
            groups.append({"label": _plain(journey.title, limits.OPTION_GROUP_LABEL), "options": options})
    return {"type": "static_select", "option_groups": groups, "initial_option": chosen}


def _place_words(place: Place, words: Words) -> str:
    if not place.title:
        return words("evidence.form_place_mood", stage=place.stage)
    return words("evidence.form_place_item", item=plain_text(place.title, 45), stage=place.stage)


def _select(options: Sequence[tuple[str, str]], chosen: str) -> Block:
    made = [_option(value, text) for value, text in options]
    return {"type": "static_select", "options": made, "initial_option": next(o for o in made if o["value"] == chosen)}


def _radio(options: Sequence[tuple[str, str]], chosen: str | None) -> Block:
    made = [_option(value, text) for value, text in options]
    picked = [option for option in made if option["value"] == chosen]
    return {"type": "radio_buttons", "options": made} | ({"initial_option": picked[0]} if picked else {})


def _option(value: str, text: str) -> Block:
    return {"text": _plain(text, limits.OPTION_TEXT), "value": value}


def _input(name: str, label: str, element: Block, hint: str = "", optional: bool = False) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": _plain(label, limits.INPUT_LABEL),
        "element": element | {"action_id": name},
        "optional": optional,
    }
    return block | ({"hint": _plain(hint, limits.INPUT_HINT)} if hint else {})


def _plain(text: str, longest: int) -> Block:
    return {"type": "plain_text", "text": plain_text(text, longest) or "…"}


def _typed(values: Block, name: str) -> str:
    return ((values.get(name) or {}).get(name) or {}).get("value") or ""


def _chosen(values: Block, name: str) -> str | None:
    option = ((values.get(name) or {}).get(name) or {}).get("selected_option")
    return option["value"] if option else None


def _day(values: Block) -> date | None:
    day = ((values.get(ON) or {}).get(ON) or {}).get("selected_date")
    return date.fromisoformat(day) if day else None
