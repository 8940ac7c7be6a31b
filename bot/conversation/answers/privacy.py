"""Who may see this map: the channel, the workspace, or people named. Widening it is confirmed by a click."""

from collections.abc import Callable, Mapping

from bot.conversation.answers.answer import Answer, set_map
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.flow import again, proceed
from bot.conversation.read_owner import member_named, mentioned
from bot.conversation.talk import Talk
from bot.reply import Button
from storage.errors import NotAllowed

WIDTH = ("private", "channel", "workspace")


def ask_privacy(talk: Talk) -> None:
    """`who may see this map`: the question, with what holds now."""
    if talk.journey is None:
        talk.text(talk.words("refused.no_map_yet"))
        return
    talk.text(talk.words("privacy.now", who=_who(talk)))
    if talk.open != Ask("privacy"):
        ask_between(talk, Ask("privacy"))


def privacy(talk: Talk, about: Ask, answer: Answer) -> None:
    """The scope; people are asked for by name."""
    if answer.choice is None:
        talk.say("not_understood")
        put(talk)
        return
    owner_alone(talk)
    talk.keep(pending=None)
    if answer.choice == "private":
        ask_between(talk, Ask("readers"))
    elif WIDTH.index(answer.choice) > WIDTH.index(talk.map.privacy):
        talk.text(talk.words(f"privacy.confirm_{answer.choice}"))
        yes = Button(text=talk.words("privacy.yes"), action="build.privacy", value=answer.choice, style="danger")
        talk.offer(yes, Button(text=talk.words("button.keep"), action="build.kept"))
        proceed(talk)
    else:
        set_privacy(talk, answer.choice)
        proceed(talk)


def readers(talk: Talk, about: Ask, answer: Answer) -> None:
    """The people who may see it besides the owner."""
    named = mentioned(answer.text, talk.names)
    alone = member_named(answer.text, talk.names)
    members = named or ((alone,) if alone else ())
    if not members:
        talk.text(talk.words("privacy.nobody_named"))
        put(talk)
        return
    owner_alone(talk)
    set_map(talk, privacy="private", readers=tuple(m for m in members if m != talk.map.owner.member_id))
    talk.text(talk.words("privacy.set", who=_who(talk)))
    if not talk.scene.private:
        talk.text(talk.words("privacy.thread_stays"))
    talk.keep(pending=None)
    proceed(talk)


def widen(talk: Talk, wanted: str) -> None:
    """[Yes, show it to them]."""
    if wanted in WIDTH and wanted != talk.map.privacy:
        owner_alone(talk)
        set_privacy(talk, wanted)
        again(talk)


def set_privacy(talk: Talk, scope: str) -> None:
    """Sets the scope and reads it back."""
    set_map(talk, privacy=scope, readers=(), editors=())
    talk.text(talk.words("privacy.set", who=_who(talk)))


def owner_alone(talk: Talk) -> None:
    """Raises NotAllowed for everybody but the map's owner; a guest never is."""
    if talk.scene.guest or talk.map.owner.member_id not in (None, talk.by):
        raise NotAllowed(talk.map.owner.label)


def _who(talk: Talk) -> str:
    if talk.map.privacy != "private":
        return talk.words(f"privacy.who.{talk.map.privacy}")
    named = [talk.map.owner.label, *(talk.name(member) for member in talk.map.readers)]
    return talk.words("say.comma").join(named)


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {"privacy": privacy, "readers": readers}
