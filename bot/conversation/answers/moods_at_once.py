"""All moods in one message, or menu by menu: one line a stage, and one version for all lines."""

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.moods import (
    ask_what_is_missing,
    keep_reasons,
    needs_why,
    say_disagreement,
    store_vote,
    the_stage,
    vote,
)
from bot.conversation.ask import Ask
from bot.conversation.asking import put
from bot.conversation.find import find
from bot.conversation.flow import close, resume
from bot.conversation.on_map import has_mood
from bot.conversation.read_mood import Rating, is_late_vote, read_mood, signed
from bot.conversation.talk import Talk
from bot.conversation.tongues import has_han
from bot.conversation.wording import cut, word
from storage.model.journey import Stage


def moods(talk: Talk, about: Ask, answer: Answer) -> None:
    """All stages in one message, one line each: one version for all of them."""
    read, unread = _lines(talk, answer.text)
    if not read:
        talk.say("not_understood")
        put(talk)
        return
    votes_read = {stage: rating for stage, rating in read.items() if rating.score is not None}
    pains = _store_all(talk, votes_read, answer.text)
    _say_moods(talk, votes_read, pains)
    if unread:
        lines = talk.words("say.semicolon").join(cut(line, 40) for line in unread)
        talk.say("some_did_not_fit", n=len(unread), all=len(read) + len(unread), items=lines)
    keep_reasons(talk, {stage: rating.why for stage, rating in read.items() if rating.score is None and rating.why})
    talk.note("whys", " ".join(stage for stage in votes_read if needs_why(talk, stage)) or None)
    close(talk, about)
    ask_what_is_missing(talk)


def given_beside(talk: Talk, text: str) -> bool:
    """Votes for several named stages while something else is asked: all lines are such, else it is no such message."""
    lines = [split_stage(talk, line) for line in text.splitlines() if line.strip()]
    asked_so = talk.open is not None and talk.open.question == "moods"
    if asked_so or not all(stage is not None and is_late_vote(rest, talk.words) for stage, rest in lines):
        return False
    read, _ = _lines(talk, text)
    votes_read = {stage: rating for stage, rating in read.items() if rating.score is not None}
    _say_moods(talk, votes_read, _store_all(talk, votes_read, text))
    waiting = talk.session.notes.get("whys", "").split()
    waiting += [stage for stage in votes_read if needs_why(talk, stage) and stage not in waiting]
    talk.note("whys", " ".join(waiting) or None)
    resume(talk)
    return True


def rated_in_menu(talk: Talk, about: Ask, stage: str, score: int) -> None:
    """One of the menus under the question for all moods; what is missing is asked when the last one is set."""
    vote(talk, stage, Rating(score), "")
    if needs_why(talk, stage):
        talk.note("whys", f"{talk.session.notes.get('whys', '')} {stage}".strip())
    if all(has_mood(known) for known in talk.map.stages):
        talk.keep(pending=None, waiting=None)
        talk.passed(about)
        ask_what_is_missing(talk)


def _lines(talk: Talk, text: str) -> tuple[dict[str, Rating], list[str]]:
    """Each line's stage and rating; lines without a stage go by order if there are as many as stages."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    split = [split_stage(talk, line) for line in lines]
    ratings = _on_one_scale([read_mood(rest, talk.words) for _, rest in split])
    if not any(stage for stage, _ in split) and len(lines) == len(talk.map.stages):
        if all(rating.score is not None for rating in ratings):
            return {s.slug: r for s, r in zip(talk.map.stages, ratings, strict=True)}, []
        return {}, lines
    read: dict[str, Rating] = {}
    unread: list[str] = []
    for line, (stage, _), rating in zip(lines, split, ratings, strict=True):
        if stage is None or (rating.score is None and not rating.why):
            unread.append(line)
        else:
            read[stage.slug] = rating
    return read, unread


def _on_one_scale(ratings: list[Rating]) -> list[Rating]:
    """An unsigned 1 or 2 beside a score below 0 is on the scale from -2 to +2; alone it is not guessed."""
    if not any(rating.score is not None and rating.score < 0 for rating in ratings):
        return ratings
    return [r if r.unsure is None else r._replace(score=r.unsure, unsure=None) for r in ratings]


def split_stage(talk: Talk, line: str) -> tuple[Stage | None, str]:
    """A line that begins with a stage, and the rest of it; the longest name wins."""
    parts = line.split()
    for length in range(min(len(parts) - 1, 8), 0, -1):
        name = " ".join(parts[:length]).rstrip(":,：，")
        hits = find(talk.map, name, talk.words, ("stage",), loosely=False)
        if len(hits) == 1:
            return talk.stage(hits[0].slug), " ".join(parts[length:]).lstrip(":, ：，")
    return _without_space(talk, line)


def _without_space(talk: Talk, line: str) -> tuple[Stage | None, str]:
    """`认知-2`, `认知：太慢`: a Han title needs no space behind it."""
    for stage in sorted(talk.map.stages, key=lambda known: -len(known.title)):
        rest = line.removeprefix(stage.title).strip(" :,：，")
        if has_han(stage.title[-1]) and line.startswith(stage.title) and rest:
            return stage, rest
    return None, line


def _store_all(talk: Talk, read: dict[str, Rating], raw: str) -> int:
    """The votes and pain points of all lines; how many reasons became pain points."""
    before = len(talk.map.pain_points)
    for stage, rating in read.items():
        store_vote(talk, stage, rating, _line_of(rating, raw))
        talk.keep(last_mood_stage=stage)
    return len(talk.map.pain_points) - before


def _line_of(rating: Rating, raw: str) -> str:
    return next((line for line in raw.splitlines() if rating.why and rating.why in line), raw)


def _say_moods(talk: Talk, read: dict[str, Rating], pains: int) -> None:
    if not read:
        return
    ones = []
    for slug, rating in read.items():
        assert rating.score is not None
        title = cut(the_stage(talk, slug).title)
        ones.append(talk.words("say.moods_one", stage=title, score=signed(rating.score), word=word(rating.word)))
    sentences = [talk.words("say.moods", moods=" · ".join(ones))]
    if pains:
        sentences.append(talk.words("say.moods_pains" if pains > 1 else "say.moods_pain", n=pains))
    talk.text(talk.words("say.between").join(sentences))
    for slug in read:
        say_disagreement(talk, slug)
