"""What should get better: the goal, and a word when it reads like two."""

from bot.conversation.answers.answer import Answer, set_map
from bot.conversation.ask import Ask
from bot.conversation.flow import answered
from bot.conversation.put_off import put_off
from bot.conversation.read_goals import two_numbers, two_wants
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from bot.reply import Button
from storage.model.refusals import made, revised
from storage.model.session import Draft


def goal(talk: Talk, about: Ask, answer: Answer) -> None:
    """A button, or the goal in the person's words."""
    if answer.choice:
        _set_goal(talk, answer.choice, None)
        talk.say("noted_text", text=talk.words.data("lists.goal_kinds")[answer.choice])
    else:
        made(Draft, goal_business=answer.text)
        _set_goal(talk, "other", answer.text)
        talk.say("noted_text", text=cut(answer.text.rstrip(".。")))
        warn_two_goals(talk, answer.text)
    answered(talk, about)


def _set_goal(talk: Talk, kind: str, words: str | None) -> None:
    if talk.journey is not None:
        set_map(talk, goal_kind=kind, **({"goal_business": words} if words else {}))
        return
    new = {"goal_kind": kind} | ({"goal_business": words} if words else {})
    talk.keep(draft=revised(talk.session.draft, **new))


def warn_two_goals(talk: Talk, text: str) -> None:
    """Two numbers that belong to different things, or two goals joined."""
    parts = two_numbers(text, talk.words)
    if parts:
        _warn_goals(talk, "goal_business", parts)


def warn_two_wants(talk: Talk, text: str) -> None:
    """Two sentences that start with "I want"."""
    wants = two_wants(text, talk.words)
    if wants:
        _warn_goals(talk, "goal_customer", wants)


def _warn_goals(talk: Talk, field: str, parts: tuple[str, str]) -> None:
    if talk.scene.workspace.one_product:
        return
    ways = (("two_maps", "two"), ("keep_one", "keep"), ("only_first", "first"), ("one_product", "never"))
    first, second = (part.replace("|", "/")[:200] for part in parts)
    buttons = (
        Button(text=talk.words(f"button.{key}"), action="build.goals", value=f"{way}|{field}|{first}|{second}")
        for key, way in ways
    )
    talk.warn("two_goals", *buttons, a=cut(parts[0]), b=cut(parts[1]))


def two_goals(talk: Talk, value: str) -> None:
    """The buttons of the warning about two goals."""
    way, field, first, second = (*value.split("|", 3), "", "", "")[:4]
    if way == "never":
        talk.workspace = talk.scene.workspace.model_copy(update={"one_product": True})
        talk.say("kept")
    elif way in ("first", "two"):
        _keep_first_goal(talk, field, first)
        talk.say("noted_text", text=cut(first))
        if way == "two" and second:
            _second_map(talk, field, second)
    else:
        talk.say("kept")


def _second_map(talk: Talk, field: str, second: str) -> None:
    """The other goal waits for a map of its own; type and persona are the same."""
    known = talk.journey or talk.session.draft
    draft = Draft(type=known.type, goal_kind=known.goal_kind, goal_business=known.goal_business)
    if field == "goal_business":
        put_off(talk, draft.model_copy(update={"goal_business": second}), second)
    else:
        put_off(talk, draft, second, want=second)


def _keep_first_goal(talk: Talk, field: str, first: str) -> None:
    if field not in ("goal_customer", "goal_business") or not first:
        return
    if talk.journey is not None:
        set_map(talk, **{field: first})
    elif field == "goal_business":
        talk.keep(draft=revised(talk.session.draft, goal_business=first))
