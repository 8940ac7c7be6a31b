"""A pasted text: saved as evidence at once, then offered by the sentence. Nothing lands on the map without a person."""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.basis import save_evidence
from bot.conversation.answers.moods import own_vote
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.drafted_text import offer_draft
from bot.conversation.flow import proceed, resume, waiting_ask
from bot.conversation.plan import kind_of
from bot.conversation.read_dates import find_date
from bot.conversation.read_items import strongly_split
from bot.conversation.read_labels import labels, read_labels
from bot.conversation.read_mood import signed
from bot.conversation.read_paragraph import PIECE, feels, guess, is_paragraph, pieces, sentences
from bot.conversation.read_quote import Quote
from bot.conversation.redact import redacted
from bot.conversation.spoken import keep_names_button, pseudonyms, quotes_of, told
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import cut
from bot.reply import Menu, Option
from storage.ingest.transcript import Transcript
from storage.model.changes import AddPainPoint, AddTouchpoint, Change, LinkEvidence, VoteMood
from storage.model.evidence import Evidence, EvidenceKind
from storage.model.refusals import made
from storage.model.types import Anchor

A_STORY = 3
"""Sentences: before there is a map, fewer than these are an answer that is too long."""
SHOWN_AT_ONCE, LONGEST_ITEM, SHORTEST_TOLD = 10, 200, 12
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
    if not is_paragraph(text) or (talk.journey is None and (about is None or len(sentences(text)) < A_STORY)):
        return False
    if about is not None and about.question == "quote" and len(text) <= PIECE:
        return False
    if about is not None and _is_labelled(talk, kind_of(about.question).get("labels")):
        return False
    if about is not None and kind_of(about.question).get("items"):
        items = strongly_split(text)
        return not (len(items) > 1 and all(len(i) <= LONGEST_ITEM and len(sentences(i)) <= 1 for i in items))
    return True


def _is_labelled(talk: Talk, known: str | None) -> bool:
    """Whether the parts of a text stand behind the labels of the question: a long answer, and no paragraph."""
    parts = read_labels(talk.said.text, labels(talk.words, known)) if known else ()
    return len([part for part in parts if part.label]) > 1


def take(talk: Talk) -> None:
    """Saves the text, of the message or of the file that came with it, as evidence and offers its sentences."""
    file = talk.said.file
    named = pseudonyms(file.speakers, talk.words) if file else {}
    saved = _saved(talk, file, named)
    parts = len(saved)
    talk.say("evidence_saved" if parts == 1 else "evidence_parts", n=parts)
    if any(piece.redacted for piece in saved):
        talk.say("redacted")
    if any(name != other for name, other in named.items()):
        _say_named(talk, named, saved)
    if offer_draft(talk, saved):
        talk.note("source", " ".join(piece.evidence_id for piece in saved))
        ask_between(talk, Ask("source"))
        return
    if talk.journey is None or not talk.map.stages:
        talk.note("kept_text", " ".join(piece.evidence_id for piece in saved))
        talk.text(talk.words("proposal.waits_for_stages"))
        resume(talk)
        return
    _offer_sentences(talk, saved)


def offer_kept(talk: Talk) -> bool:
    """A text that was pasted before there were stages: now its sentences can be offered. False if there is none."""
    ids = talk.session.notes.get("kept_text", "").split()
    talk.note("kept_text", None)
    kept = [piece for piece in talk.scene.evidence if piece.evidence_id in ids and piece.text]
    if not kept:
        return False
    talk.text(talk.words("proposal.back_to_text"))
    _offer_sentences(talk, kept)
    return True


def _offer_sentences(talk: Talk, saved: list[Evidence]) -> None:
    """The first sentences with what they seem to be about, to be taken or left."""
    offered = _sentences(talk, saved)
    main = waiting_ask(talk)
    here = main.stage if main and talk.stage(main.stage) else talk.map.stages[0].slug
    rows = [[one, *guess(text, talk.map, here or "", talk.words)] for one, text in offered[:SHOWN_AT_ONCE]]
    talk.note("source", " ".join(piece.evidence_id for piece in saved))
    talk.note("sentences", json.dumps(rows))
    if not rows:
        ask_between(talk, Ask("source"))
        return
    for number, row in enumerate(rows, 1):
        talk.text(_line(talk, number, row))
    if len(offered) > len(rows):
        talk.say("sentence_more", n=len(offered) - len(rows))
    ask_between(talk, Ask("sentences"))


def _saved(talk: Talk, file: Transcript | None, named: Mapping[str, str]) -> list[Evidence]:
    """Redacted before it is cut, so that no number is cut in two."""
    if file is None:
        clean = redacted(talk.said.text).text
        return [save_evidence(talk, Quote(piece), "message") for piece in pieces(clean, PIECE)]
    day = find_date(talk.said.text, talk.today, talk.words, "past")
    kept = {name: name for name in file.speakers} if _keeps_names(talk) else named
    kind: EvidenceKind = "transcript" if file.speakers else "document"
    quotes = [quote._replace(on=day.on if day else None) for quote in quotes_of(file, kept)]
    return [save_evidence(talk, quote, kind, file.file_name) for quote in quotes]


def _keeps_names(talk: Talk) -> bool:
    """Whether the words sent along with the file ask for the names."""
    said = talk.said.text.casefold()
    return any(wish in said for wish in talk.words.data("evidence.keep_names_said"))


def _say_named(talk: Talk, named: Mapping[str, str], saved: list[Evidence]) -> None:
    if _keeps_names(talk):
        talk.say("names_kept")
        return
    others = [other for name, other in named.items() if other != name]
    talk.say("speakers_named", names=talk.words("say.comma").join(others))
    button = keep_names_button(named, [piece.evidence_id for piece in saved], talk.words)
    if button is not None:
        talk.offer(button)


def _sentences(talk: Talk, saved: list[Evidence]) -> list[tuple[str, str]]:
    """Evidence id and sentence; of a long file those with a feeling come first, the ten shown in order of the text."""
    if talk.said.file is None:
        return [(piece.evidence_id, text) for piece in saved for text in sentences(piece.text or "")]
    found = [(p.evidence_id, text) for p in saved for text in told(p.text or "", p.who, talk.words)]
    if len(found) <= SHOWN_AT_ONCE:
        return found
    found = [row for row in found if len(row[1]) >= SHORTEST_TOLD]
    best = sorted(range(len(found)), key=lambda place: not feels(found[place][1], talk.words))
    return [found[place] for place in (*sorted(best[:SHOWN_AT_ONCE]), *best[SHOWN_AT_ONCE:])]


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
