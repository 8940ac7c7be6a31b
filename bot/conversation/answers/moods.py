"""How the persona feels: votes, reasons that become pain points, disagreement, and what is still missing."""

import json

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.basis import offer_basis
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.flow import close, proceed, resume
from bot.conversation.read_mood import Rating, because, read_mood, signed
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import cut, mean, votes, word
from bot.reply import Button, Buttons
from storage.errors import ChangeRefused
from storage.model.changes import AddPainPoint, Agree, Change, VoteMood
from storage.model.item import MoodVote
from storage.model.journey import PainPoint, Stage
from storage.model.mood import spread, value
from storage.model.refusals import made
from storage.model.types import Anchor

RAW_LIMIT = 1000


def mood(talk: Talk, about: Ask, answer: Answer) -> None:
    """A score with a reason, a button, or a reason alone."""
    if answer.choice is not None:
        rated(talk, about, Rating(int(answer.choice)), answer.text)
    else:
        rated(talk, about, read_mood(answer.text, talk.words), answer.text)


def rated(talk: Talk, about: Ask, rating: Rating, raw: str) -> None:
    """One rating of one stage: the vote, or the question that is missing for it."""
    stage = about.stage or ""
    if rating.out_of_range is not None:
        talk.text(talk.words("errors.not_a_score", value=rating.out_of_range))
        put(talk)
    elif rating.unsure is not None:
        talk.note("unsure", f"{rating.unsure}|{raw[:RAW_LIMIT]}")
        close(talk, about)
        ask_between(talk, Ask("unsure", stage))
    elif rating.score is None:
        keep_reasons(talk, {stage: raw})
        close(talk, about)
        ask_what_is_missing(talk)
    else:
        vote(talk, stage, rating, raw)
        close(talk, about)
        after_vote(talk, stage)


def vote(talk: Talk, stage_slug: str, rating: Rating, raw: str) -> None:
    """The writer's vote at a stage with all that is to be said about it, but for the source."""
    stage = the_stage(talk, stage_slug)
    old = own_vote(talk, stage)
    if old is not None and _says_nothing_new(old, rating):
        return
    pain = store_vote(talk, stage_slug, rating, raw)
    talk.keep(last_mood_stage=stage_slug)
    _say_vote(talk, rating, old, pain)
    if old is None or old.score != rating.score:
        say_disagreement(talk, stage_slug)


def _say_vote(talk: Talk, rating: Rating, old: MoodVote | None, pain: PainPoint | None) -> None:
    assert rating.score is not None
    if old is not None and old.score != rating.score:
        sentences = [talk.words("say.vote_changed", old=signed(old.score), new=signed(rating.score))]
    else:
        sentences = [talk.words("say.mood", score=signed(rating.score), word=word(rating.word))]
    if rating.why:
        sentences.append(talk.words("say.reason", why=cut(rating.why.rstrip(".。"))))
    if pain is not None:
        sentences.append(talk.words("say.also_pain"))
    talk.text(talk.words("say.between").join(sentences))
    if pain is not None:
        talk.offer(Button(text=talk.words("button.not_pain"), action="build.not_pain", value=pain.slug))


def store_vote(talk: Talk, stage_slug: str, rating: Rating, raw: str) -> PainPoint | None:
    """The vote, and its reason as a pain point if the score is below 0."""
    at = Anchor(stage=stage_slug)
    kept = raw.strip()[:RAW_LIMIT] or None
    changes: list[Change] = [made(VoteMood, at=at, score=rating.score, word=rating.word, why=rating.why, raw=kept)]
    below = rating.score is not None and rating.score < 0
    known = pain_titled(talk, stage_slug, rating.why) if rating.why else None
    if below and known is None and rating.why:
        changes.append(made(AddPainPoint, at=at, title=rating.why))
    elif below and known is not None and talk.by not in (known.origin.by, *known.agreed_by):
        changes.append(Agree(item=known.slug))
    talk.do(*changes)
    return pain_titled(talk, stage_slug, rating.why) if below and rating.why else None


def pain_titled(talk: Talk, stage_slug: str, title: str) -> PainPoint | None:
    """The pain point of a stage with this title."""
    wanted = " ".join(title.split()).casefold()
    return next((p for p in talk.map.pain_points if p.at.stage == stage_slug and p.title.casefold() == wanted), None)


def after_vote(talk: Talk, stage_slug: str) -> None:
    """The reason is asked once, if nobody gave one; else where it comes from, and on."""
    if needs_why(talk, stage_slug):
        ask_between(talk, Ask("mood_why", stage_slug))
        return
    read_back_source(talk, stage_slug)
    resume(talk)


def needs_why(talk: Talk, stage_slug: str) -> bool:
    """The writer's score is below 0, and nobody gave a reason at this stage."""
    own = own_vote(talk, the_stage(talk, stage_slug))
    return own is not None and own.score < 0 and _lacks_reason(talk, stage_slug)


def _lacks_reason(talk: Talk, stage_slug: str) -> bool:
    """Somebody's score is below 0, and nobody gave a reason."""
    given = the_stage(talk, stage_slug).moods
    here = any(pain.at.stage == stage_slug for pain in talk.map.pain_points)
    return any(one.score < 0 for one in given) and not here and not any(one.why for one in given)


def read_back_source(talk: Talk, stage_slug: str) -> None:
    """How do we know this? Blocks nothing. Not asked of an ideal, nor of a vote that only changed its number."""
    stage = the_stage(talk, stage_slug)
    own = own_vote(talk, stage)
    before = talk.scene.journey.stage(stage_slug) if talk.scene.journey else None
    old = next((v for v in before.moods if v.by == talk.by), None) if before else None
    if talk.map.type == "future_state" or own is None or own == old or (old is not None and own.why == old.why):
        return
    pain = pain_titled(talk, stage_slug, own.why) if own.why else None
    offer_basis(talk, stage_slug, pain.slug if pain else None)
    about = encoded(Ask("mood", stage_slug))
    mine = Button(text=talk.words("button.add_mine"), action="build.add_mine", value=about, style="quiet")
    talk.parts.append(Buttons(buttons=(mine,)))


def say_disagreement(talk: Talk, stage_slug: str) -> None:
    """Both votes stay, with names."""
    given = the_stage(talk, stage_slug).moods
    shown = value(given)
    if shown is None or spread(given) < 1:
        return
    key = "disagree" if len(given) == 2 else "disagree_many"
    talk.say(key, votes=votes(given, talk.names, talk.words), n=len(given), mean=mean(shown))


def mood_why(talk: Talk, about: Ask, answer: Answer) -> None:
    """The reason of the writer's low score; of somebody without a vote it is a pain point."""
    stage = the_stage(talk, about.stage or "")
    own = own_vote(talk, stage)
    read = read_mood(answer.text, talk.words)
    talk.keep(pending=None)
    why = because(answer.text, talk.words) or " ".join(answer.text.split())
    if read.score is not None and read.why:
        vote(talk, stage.slug, read, answer.text)
    elif own is not None:
        vote(talk, stage.slug, Rating(own.score, own.word, why), answer.text)
    else:
        talk.do(made(AddPainPoint, at=Anchor(stage=stage.slug), title=why))
        talk.say("noted_text", text=cut(why.rstrip(".。")))
    read_back_source(talk, stage.slug)
    ask_what_is_missing(talk)


def given_late(talk: Talk, why: str) -> bool:
    """The reason of the writer's last change, if that was a vote without one."""
    last = next((past for past in talk.scene.history if past.by == talk.by), None)
    bare = [c for c in last.changes if isinstance(c, VoteMood) and c.why is None] if last else []
    stage = talk.stage(bare[-1].at.stage) if bare and bare[-1].at.touchpoint is None else None
    own = own_vote(talk, stage) if stage else None
    if stage is None or own is None or own.why is not None:
        return False
    vote(talk, stage.slug, Rating(own.score, own.word, why), talk.said.text)
    read_back_source(talk, stage.slug)
    resume(talk)
    return True


def face(talk: Talk, about: Ask, answer: Answer) -> None:
    """The score for a reason that came without one."""
    read = Rating(int(answer.choice)) if answer.choice is not None else read_mood(answer.text, talk.words)
    stage, reasons = about.stage or "", _reasons(talk)
    if read.score is None and read.unsure is None:
        talk.text(talk.words("errors.not_a_score", value=cut(answer.text, 40)))
        put(talk)
        return
    raw = reasons.pop(stage, answer.text)
    talk.note("face", json.dumps(reasons) if reasons else None)
    talk.keep(pending=None)
    if read.score is None:
        talk.note("unsure", f"{read.unsure}|{raw[:RAW_LIMIT]}")
        ask_between(talk, Ask("unsure", stage))
        return
    said = read_mood(raw, talk.words)
    vote(talk, stage, Rating(read.score, said.word, said.why), raw)
    read_back_source(talk, stage)
    ask_what_is_missing(talk)


def unsure(talk: Talk, about: Ask, answer: Answer) -> None:
    """Which scale an unsigned 1 or 2 was meant on."""
    _, _, raw = talk.session.notes["unsure"].partition("|")
    chosen = int(answer.choice) if answer.choice else read_mood(answer.text, talk.words).score
    if chosen is None:
        put(talk)
        return
    talk.note("unsure", None)
    talk.keep(pending=None)
    read = read_mood(raw, talk.words)
    stage = about.stage or ""
    vote(talk, stage, Rating(chosen, read.word, read.why), raw)
    after_vote(talk, stage)


def keep_reasons(talk: Talk, reasons: dict[str, str]) -> None:
    if reasons:
        talk.note("face", json.dumps({**_reasons(talk), **reasons}))


def _reasons(talk: Talk) -> dict[str, str]:
    kept: dict[str, str] = json.loads(talk.session.notes.get("face", "{}"))
    return {stage: why for stage, why in kept.items() if talk.stage(stage) is not None}


def ask_what_is_missing(talk: Talk) -> None:
    """The face for the next reason without a score, then the reason for the next low score, then on."""
    reasons = _reasons(talk)
    if reasons:
        ask_between(talk, Ask("face", next(iter(reasons))))
        return
    waiting = [s for s in talk.session.notes.get("whys", "").split() if talk.stage(s) and _lacks_reason(talk, s)]
    talk.note("whys", " ".join(waiting[1:]) or None)
    if waiting:
        ask_between(talk, Ask("mood_why", waiting[0]))
    else:
        proceed(talk)


def own_vote(talk: Talk, stage: Stage) -> MoodVote | None:
    """The writer's vote at a stage."""
    return next((given for given in stage.moods if given.by == talk.by), None)


def _says_nothing_new(old: MoodVote, rating: Rating) -> bool:
    return old.score == rating.score and rating.word in (None, old.word) and rating.why in (None, old.why)


def the_stage(talk: Talk, slug: str) -> Stage:
    """The stage of this slug. Raises ChangeRefused, with the stages there are."""
    stage = talk.stage(slug)
    if stage is None:
        raise ChangeRefused(
            "unknown_stage", value=slug, close=talk.words("say.comma").join(s.title for s in talk.map.stages)
        )
    return stage
