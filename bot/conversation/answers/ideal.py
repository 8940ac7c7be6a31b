"""The ideal at a low point: what the persona does, sees and feels there on the future map."""

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.moods import RAW_LIMIT, say_disagreement
from bot.conversation.answers.touchpoints import channel_menu
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.flow import answered, proceed
from bot.conversation.offered.future_state import felt_today
from bot.conversation.on_map import touchpoint_of
from bot.conversation.read_channel import read_channel
from bot.conversation.read_future import Ideal, read_ideal
from bot.conversation.read_mood import Rating, read_mood, signed
from bot.conversation.talk import Talk
from bot.conversation.wording import channel_label, cut, mean, noted, word
from storage.errors import ChangeRefused
from storage.model.changes import AddTouchpoint, Change, SetTouchpoint, VoteMood
from storage.model.journey import Touchpoint
from storage.model.refusals import made
from storage.model.types import Anchor


def ideal(talk: Talk, about: Ask, answer: Answer) -> None:
    """Text and mood; what is missing of the two is asked alone."""
    read = read_ideal(answer.text, talk.words)
    tell_ideal(talk, about, read, answer.text)
    if read.text is None and _told(talk, about) is None:
        talk.say("ideal_text_missing", persona=talk.persona)
        put(talk)
    elif read.rating.score is None and not _felt(talk, about):
        talk.passed(about)
        talk.keep(pending=None)
        ask_between(talk, Ask("future.mood", about.stage, about.item))
    else:
        answered(talk, about)


def mood(talk: Talk, about: Ask, answer: Answer) -> None:
    """The mood of an ideal, asked alone."""
    read = Rating(int(answer.choice)) if answer.choice is not None else read_mood(answer.text, talk.words)
    if read.score is None:
        talk.text(talk.words("errors.not_a_score", value=cut(answer.text, 40)))
        put(talk)
        return
    tell_ideal(talk, about, Ideal(None, read), answer.text)
    talk.keep(pending=None)
    proceed(talk)


def tell_ideal(talk: Talk, about: Ask, read: Ideal, raw: str) -> None:
    """Puts the text on the touchpoint, or on a new one of the stage, and the writer's vote at the place."""
    if read.rating.out_of_range is not None:
        raise ChangeRefused("not_a_score", value=read.rating.out_of_range)
    if read.text is not None:
        _put_text(talk, about, read.text)
        point = _told(talk, about)
        if point is not None:
            talk.text(noted([point.title], talk.words, [channel_label(point, talk.words)]))
            talk.parts += [channel_menu(talk, point)] if point.channel is None else []
    if read.rating.score is not None:
        _vote(talk, about, read.rating, raw)


def _put_text(talk: Talk, about: Ask, text: str) -> None:
    """The low point's own touchpoint is rewritten; a stage gets one new touchpoint, rewritten when told anew."""
    point, read = _told(talk, about), read_channel(text, talk.words)
    if point is not None:
        new = {"title": text} | ({"channel": read.channel} if read.channel else {})
        differs = {field: value for field, value in new.items() if getattr(point, field) != value}
        if differs:
            talk.do(*(made(SetTouchpoint, touchpoint=point.slug, field=f, value=v) for f, v in differs.items()))
        return
    before = {t.slug for t in talk.map.touchpoints()}
    named = read.text[:40] if read.text else None
    talk.do(made(AddTouchpoint, stage=about.stage, title=text, channel=read.channel, channel_text=named))
    added = next(t.slug for t in talk.map.touchpoints() if t.slug not in before)
    talk.note(f"ideal {about.stage}", added)


def _told(talk: Talk, about: Ask) -> Touchpoint | None:
    """The touchpoint that holds the ideal of this place."""
    return touchpoint_of(talk.map, about.item or talk.session.notes.get(f"ideal {about.stage}"))


def _felt(talk: Talk, about: Ask) -> bool:
    place = touchpoint_of(talk.map, about.item) if about.item else talk.stage(about.stage)
    return place is not None and bool(place.moods)


def _vote(talk: Talk, about: Ask, rating: Rating, raw: str) -> None:
    at = Anchor(stage=about.stage or "", touchpoint=about.item)
    kept = raw.strip()[:RAW_LIMIT] or None
    changes: list[Change] = [made(VoteMood, at=at, score=rating.score, word=rating.word, why=rating.why, raw=kept)]
    talk.do(*changes)
    today, said = felt_today(talk, about), f"{signed(rating.score or 0)}{word(rating.word)}"
    if today is None:
        talk.say("mood", score=signed(rating.score or 0), word=word(rating.word))
    else:
        talk.say("mood_then", mood=said, today=mean(today))
    talk.keep(last_mood_stage=None if about.item else about.stage)
    if not about.item:
        say_disagreement(talk, about.stage or "")
