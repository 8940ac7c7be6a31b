"""Changes that wait for a person: shown with the words they came from, applied, chosen from, or declined."""

import re
from collections.abc import Collection, Sequence

from bot.conversation.flow import resume
from bot.conversation.read_dates import say_date
from bot.conversation.talk import Talk
from bot.conversation.told import told
from bot.conversation.wording import cut
from bot.reply import Button, Menu, Option, Press
from storage.model.apply import apply
from storage.model.changes import (
    AddAction,
    AddOpportunity,
    AddPainPoint,
    AddTouchpoint,
    Change,
    LinkEvidence,
    VoteMood,
)
from storage.model.journey import JourneyMap
from storage.model.proposal import Fit, Proposal, Proposed, decided, fit, fit_of, for_all

SHOWN, SHOWN_WORDS = 20, 80
BACKED = (AddTouchpoint, AddPainPoint, AddOpportunity, AddAction)


def propose(talk: Talk, proposed: Sequence[Proposed], reason: str, model_name: str | None = None) -> None:
    """Stores a proposal and shows it. Nothing of it is on the map."""
    number = talk.scene.next_proposal + len(talk.proposals)
    proposal = Proposal(
        workspace_id=talk.session.workspace_id,
        proposal_id=f"p{number}",
        map_id=talk.map.map_id,
        base_version=talk.version,
        proposed=tuple(proposed),
        made_by="model" if model_name else "rules",
        model_name=model_name,
        asked_by=talk.by,
        reason=cut(reason, 200),
        made_at=talk.said.at,
    )
    talk.proposals.append(proposal)
    show(talk, proposal)


def show(talk: Talk, proposal: Proposal) -> None:
    """The changes with their words, and the three buttons."""
    by = (
        talk.words("proposal.by_model", name=proposal.model_name)
        if proposal.model_name
        else talk.words("proposal.by_rules")
    )
    n = len(proposal.proposed)
    talk.text(talk.words("proposal.head_one" if n == 1 else "proposal.head", n=n, by=by))
    journey = _with_all(talk, proposal)
    lines = [_line(talk, number, one, journey) for number, one in enumerate(proposal.proposed[:SHOWN], 1)]
    if len(proposal.proposed) > SHOWN:
        lines.append(talk.words("proposal.more", n=len(proposal.proposed) - SHOWN))
    talk.text("\n".join(lines))
    if len(for_all(proposal)) < len(proposal.proposed):
        talk.text(talk.words("proposal.removals_by_hand"))
    talk.offer(*(_button(talk, way, proposal) for way in ("apply", "choose", "decline")))


def pressed_proposal(talk: Talk, press: Press) -> None:
    """[Apply all] [Choose] [Decline], and the numbers that were ticked."""
    way, _, proposal_id = press.value.partition("|")
    proposal = next((one for one in talk.scene.proposals if one.proposal_id == proposal_id), None)
    if proposal is None or proposal.map_id != talk.map.map_id:
        talk.say("nothing_to_press")
    elif proposal.status != "open" or proposal.expired(talk.said.at):
        _say_decided(talk, proposal)
    elif talk.scene.guest:
        talk.text(talk.words("proposal.not_for_guests"))
    elif way == "choose":
        _choose(talk, proposal)
    elif way == "decline":
        _close(talk, proposal, ())
        talk.text(talk.words("proposal.declined"))
        resume(talk)
    elif way == "apply":
        _apply(talk, proposal, for_all(proposal))
    elif way == "chosen":
        _apply(talk, proposal, [int(number) - 1 for number in press.chosen if number.isdecimal()])


def numbers_for_proposal(talk: Talk, text: str) -> bool:
    """`1 3 4`, typed while a proposal of this map waits: those of its changes. Whether that is what was meant."""
    asked = re.fullmatch(r"[\d\s,;，、]+", text.strip())
    waiting = talk.session.notes.get("proposal")
    if asked is None or waiting is None:
        return False
    chosen = tuple(re.findall(r"\d+", text))
    pressed_proposal(talk, Press(action="build.proposal", value=f"chosen|{waiting}", chosen=chosen))
    return True


def _choose(talk: Talk, proposal: Proposal) -> None:
    fitting = _fit(talk, proposal).fitting
    journey = _with_all(talk, proposal)
    options = tuple(
        Option(text=cut(f"{n + 1} {told(proposal.proposed[n].change, journey, talk.words)}", 75), value=str(n + 1))
        for n in fitting
    )
    if not options:
        _outdated(talk, proposal)
        return
    label = talk.words("proposal.which")
    talk.text(label)
    talk.note("proposal", proposal.proposal_id)
    value = f"chosen|{proposal.proposal_id}"
    talk.parts.append(Menu(label=label, action="build.proposal", value=value, options=options, many=True))


def _apply(talk: Talk, proposal: Proposal, wanted: Collection[int]) -> None:
    there = [n for n in wanted if 0 <= n < len(proposal.proposed)]
    fits = fit_of(proposal, there, _base(talk, proposal), talk.map, talk.by, talk.said.at)
    if not fits.fitting:
        _outdated(talk, proposal)
        return
    talk.by_proposal = True
    for number in fits.fitting:
        talk.do(*_with_evidence(proposal.proposed[number]))
    _close(talk, proposal, fits.fitting)
    talk.text(talk.words("proposal.applied", n=len(fits.fitting), m=len(proposal.proposed), v=talk.version))
    if fits.outdated:
        talk.text(talk.words("proposal.left_out", n=len(fits.outdated)))
    talk.offer(talk.undo_button())
    resume(talk)


def _with_evidence(proposed: Proposed) -> list[Change]:
    """The change, and the evidence that it came from tied to what it brings."""
    change, pieces = proposed.change, [source for source in proposed.sources if re.fullmatch(r"e\d+", source)]
    links: list[Change] = []
    if isinstance(change, BACKED) and change.slug:
        links = [LinkEvidence(evidence_id=piece, item=change.slug) for piece in pieces]
    elif isinstance(change, VoteMood):
        links = [LinkEvidence(evidence_id=piece, mood_at=change.at) for piece in pieces]
    return [change, *links]


def _close(talk: Talk, proposal: Proposal, applied: Collection[int]) -> None:
    talk.proposals.append(decided(proposal, applied, talk.by, talk.said.at))
    talk.note("proposal", None)


def _outdated(talk: Talk, proposal: Proposal) -> None:
    talk.proposals.append(proposal.model_copy(update={"status": "outdated"}))
    talk.text(talk.words("proposal.outdated"))
    resume(talk)


def _say_decided(talk: Talk, proposal: Proposal) -> None:
    if proposal.decided_by is None or proposal.decided_at is None:
        talk.text(talk.words("proposal.expired"))
        return
    day = say_date(proposal.decided_at.date(), talk.today, talk.words)
    talk.text(talk.words("proposal.decided", name=talk.name(proposal.decided_by), date=day))


def _fit(talk: Talk, proposal: Proposal) -> Fit:
    return fit(proposal, _base(talk, proposal), talk.map, talk.by, talk.said.at)


def _base(talk: Talk, proposal: Proposal) -> JourneyMap:
    """The version that the proposal was made for; the newest where it is too long ago."""
    past = (saved.map for saved in talk.scene.history if saved.map.version == proposal.base_version)
    return next(past, talk.map)


def _with_all(talk: Talk, proposal: Proposal) -> JourneyMap:
    """The map as it would be, so that new stages can be called by their titles."""
    changes = [proposal.proposed[n].change for n in _fit(talk, proposal).fitting]
    return apply(talk.map, changes, talk.by, talk.said.at, "proposal")


def _line(talk: Talk, number: int, proposed: Proposed, journey: JourneyMap) -> str:
    line = f"{number} · {told(proposed.change, journey, talk.words)}"
    words = proposed.words
    if words is None:
        return talk.words("proposal.line_no_source", line=line)
    return talk.words("proposal.line", line=line, words=cut(words, SHOWN_WORDS))


def _button(talk: Talk, way: str, proposal: Proposal) -> Button:
    style = "primary" if way == "apply" else "plain"
    text = talk.words(f"proposal.button.{way}")
    return Button(text=text, action="build.proposal", value=f"{way}|{proposal.proposal_id}", style=style)
