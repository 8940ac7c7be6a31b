"""A pasted text: saved as evidence at once, then offered by the sentence. Nothing lands on the map without a person."""

import json
import re
from typing import Any

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.basis import save_evidence
from bot.conversation.answers.moods import own_vote
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.flow import proceed, resume, waiting_ask
from bot.conversation.plan import kind_of
from bot.conversation.read_items import strongly_split
from bot.conversation.read_mood import signed
from bot.conversation.read_paragraph import PIECE, guess, is_paragraph, pieces, sentences
from bot.conversation.read_quote import Quote
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import cut
from bot.reply import Menu, Option
from storage.model.changes import AddPainPoint, AddTouchpoint, Change, LinkEvidence, VoteMood
from storage.model.evidence import EvidenceKind
from storage.model.refusals import made
from storage.model.types import Anchor

SHOWN_AT_ONCE, LONGEST_ITEM = 10, 200
KINDS: dict[str, EvidenceKind] = {
    "interview": "transcript",
    "ticket": "ticket",
    "review": "review",
    "colleague": "message",
    "other": "document",
}


def is_for_map(talk: Talk) -> bool:
    """Whether the message is a paragraph: too much for one answer, and no list of items."""
    text, about = talk.said.text, talk.open
    if talk.journey is None or not is_paragraph(text):
        return False
    if about is not None and about.question == "quote" and len(text) <= PIECE:
        return False
    if about is not None and kind_of(about.question).get("items"):
        items = strongly_split(text)
        return not (len(items) > 1 and all(len(i) <= LONGEST_ITEM and len(sentences(i)) <= 1 for i in items))
    return True


def take(talk: Talk) -> None:
    """Saves the text as evidence and offers its first sentences."""
    saved = [save_evidence(talk, Quote(piece), "message") for piece in pieces(talk.said.text)]
    parts = len(saved)
    talk.say("evidence_saved" if parts == 1 else "evidence_parts", n=parts)
    if any(piece.redacted for piece in saved):
        talk.say("redacted")
    if not talk.map.stages:
        resume(talk)
        return
    main = waiting_ask(talk)
    here = main.stage if main and talk.stage(main.stage) else talk.map.stages[0].slug
    rows = [
        [piece.evidence_id, *guess(sentence, talk.map, here or "", talk.words)]
        for piece in saved
        for sentence in sentences(piece.text or "")
    ]
    talk.note("source", " ".join(piece.evidence_id for piece in saved))
    talk.note("sentences", json.dumps(rows[:SHOWN_AT_ONCE]))
    for number, row in enumerate(rows[:SHOWN_AT_ONCE], 1):
        talk.text(_line(talk, number, row))
    if len(rows) > SHOWN_AT_ONCE:
        talk.say("sentence_more", n=len(rows) - SHOWN_AT_ONCE)
    ask_between(talk, Ask("sentences"))


def _line(talk: Talk, number: int, row: list[Any]) -> str:
    _, text, stage, channel, score, _ = row
    known = talk.stage(stage)
    return talk.words(
        "say.sentence",
        n=number,
        stage=cut(known.title, 40) if known else "–",
        channel=talk.words.data("lists.channels")[channel] if channel else "–",
        score=signed(score) if score is not None else "–",
        text=cut(text),
    )


def sentences_chosen(talk: Talk, about: Ask, answer: Answer) -> None:
    """`1 3 4`, [Take all], [Choose] or [Leave]."""
    rows: list[list[Any]] = json.loads(talk.session.notes.get("sentences", "[]"))
    if answer.choice == "choose":
        options = tuple(Option(text=cut(row[1]), value=str(number)) for number, row in enumerate(rows, 1))
        label = talk.words("say.which_numbers")
        talk.text(label)
        talk.parts.append(Menu(label=label, action="build.answer", value=encoded(about), options=options, many=True))
        return
    numbers = _numbers(answer, len(rows))
    if numbers is None:
        talk.say("which_numbers")
        put(talk)
        return
    taken = [rows[number - 1] for number in numbers if talk.stage(rows[number - 1][2]) is not None]
    for row in taken:
        _take(talk, row)
    if taken:
        talk.say("taken", n=len(taken), items=" · ".join(f"{k} {cut(row[1])}" for k, row in enumerate(taken, 1)))
    else:
        talk.say("left")
    talk.note("sentences", None)
    talk.keep(pending=None)
    ask_between(talk, Ask("source"))


def _numbers(answer: Answer, at_most: int) -> list[int] | None:
    """Which sentences; None if the answer does not tell."""
    if answer.choice == "all":
        return list(range(1, at_most + 1))
    if answer.choice == "leave":
        return []
    written = answer.chosen or tuple(re.findall(r"\d+", answer.text))
    if not written or (not answer.chosen and re.search(r"[^\W\d_]{4,}", answer.text)):
        return None
    return [n for n in dict.fromkeys(int(w) for w in written if len(w) < 4) if 1 <= n <= at_most]


def _take(talk: Talk, row: list[Any]) -> None:
    """One sentence as pain point, mood or touchpoint, with the paragraph as evidence."""
    evidence_id, text, stage_slug, channel, score, word = row
    stage = talk.stage(stage_slug)
    at = Anchor(stage=stage_slug)
    first_vote = score is not None and stage is not None and own_vote(talk, stage) is None
    if first_vote:
        why = cut(text, 200)
        vote: list[Change] = [made(VoteMood, at=at, score=score, word=word, why=why, raw=text[:1000])]
        talk.do(*vote, LinkEvidence(evidence_id=evidence_id, mood_at=at))
        talk.keep(last_mood_stage=stage_slug)
    if score is not None and score < 0:
        talk.do(made(AddPainPoint, at=at, title=cut(text, 200)))
        talk.do(LinkEvidence(evidence_id=evidence_id, item=talk.map.pain_points[-1].slug))
    elif not first_vote:
        talk.do(made(AddTouchpoint, stage=stage_slug, title=cut(text, 120), channel=channel))
        added = talk.stage(stage_slug)
        assert added is not None
        talk.do(LinkEvidence(evidence_id=evidence_id, item=added.touchpoints[-1].slug))


def source(talk: Talk, about: Ask, answer: Answer) -> None:
    """Where the paragraph comes from; it decides what its sentences are worth."""
    ids = talk.session.notes.get("source", "").split()
    kind = KINDS[answer.choice or "other"]
    for piece in talk.scene.evidence:
        if piece.evidence_id in ids and piece.kind != kind:
            talk.evidence.append(piece.model_copy(update={"kind": kind}))
    label = talk.words.data("choice.source")[answer.choice or "other"]
    talk.say("source_set", source=label.lower() if answer.choice else cut(answer.text))
    talk.note("source", None)
    talk.keep(pending=None)
    proceed(talk)
