"""What does a button under an answer do? A reading, a variation, how it was computed, sharing, files, the same for …"""

from dataclasses import replace

from bot import answers, asking
from bot.answered import Answered
from bot.asking import carry_out, names_of, outcome_of, sources, thread_of
from bot.exchange import Incoming, Outcome
from bot.questions.commands import Ask
from bot.questions.understand import offered
from bot.reply import Press, Reply, Text
from bot.unclear import learnt
from prompts.loader import Words
from storage.open import Stores


def pressed(press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    """A button under an answer, or a choice behind its "…". The question is computed again for who pressed."""
    ask = _asked(press, incoming, stores)
    if ask is None:
        return _said("answers.more.gone", words)
    match press.action:
        case "ask.delete":
            return _said("answers.more.cannot_delete", words)
        case "ask.for" if not press.chosen:
            given = sources(incoming.workspace_id, incoming.reader, incoming.said.at, stores)
            return Outcome((answers.others_menu(ask, names_of(given), words),))
        case "ask.for":
            return _run(answers.with_other(ask, press.chosen[0]), press, incoming, stores, words)
        case "ask.share":
            return _run(ask, press, incoming.in_channel(), stores, words)
        case _:
            return _run(ask, press, incoming, stores, words)


def _asked(press: Press, incoming: Incoming, stores: Stores) -> Ask | None:
    """The question that the button stands for: written in it, or kept under its handle."""
    written = press.value
    if press.value.startswith("#"):
        kept = stores.workspaces.recall(incoming.workspace_id, asking.ASKED, press.value)
        if kept is None:
            return None
        written = kept
    return Ask.model_validate_json(written)


def _run(ask: Ask, press: Press, incoming: Incoming, stores: Stores, words: Words) -> Outcome:
    given = sources(incoming.workspace_id, incoming.reader, incoming.said.at, stores)
    answered = carry_out(offered(ask), names_of(given), thread_of(incoming, stores, None), given, words)
    result, frame = answered.result, answered.frame
    if result is None or frame is None:
        if press.action == "ask.share":
            return _said("slack.share_refused", words)
        return outcome_of(answered, incoming, words)
    match press.action:
        case "ask.explain":
            return _replied(answered, (answers.explain(frame, result, words),), incoming, words)
        case "ask.csv":
            return Outcome((answers.sheet(frame, result, words),))
        case "ask.picture":
            return Outcome((answers.picture(frame, result, words, given.zone),))
        case "ask.share":
            shared = tuple(answers.shared(reply, incoming.said.name, words) for reply in answered.replies)
            return _replied(answered, shared, incoming, words)
        case "ask.pick":
            return replace(outcome_of(answered, incoming, words), learnt=learnt(frame.tool, incoming, stores))
        case _:
            return outcome_of(answered, incoming, words)


def _replied(answered: Answered, replies: tuple[Reply, ...], incoming: Incoming, words: Words) -> Outcome:
    """Something else about the same answer; what the thread is about stays."""
    return outcome_of(Answered(answered.understood, replies, frame=answered.frame), incoming, words)


def _said(key: str, words: Words) -> Outcome:
    return Outcome((Reply(parts=(Text(text=words(key), style="warning"),), whisper=True),))
