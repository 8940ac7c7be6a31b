"""What the team asks for in the map's thread: questions that the caller answers, and guests who may edit."""

from bot.conversation.answers.answer import set_map
from bot.conversation.answers.privacy import owner_alone
from bot.conversation.asking import put
from bot.conversation.plan import kind_of
from bot.conversation.read_team import ABOUT_PEOPLE, team_wish
from bot.conversation.talk import Talk


def team_asked(talk: Talk) -> bool:
    """Whether it was such a message. Where customers' questions are collected, one about owners is an answer."""
    wish = team_wish(talk.said.text, talk.words, talk.names)
    if wish is None or talk.journey is None:
        return False
    if wish.topic in ABOUT_PEOPLE:
        _let(talk, wish.about, edit=wish.topic == "let_edit")
    elif wish.topic != "meeting" and talk.open is not None and kind_of(talk.open.question).get("questions_ok"):
        return False
    else:
        talk.question = talk.said.text.strip()
    if talk.session.state == "active":
        put(talk)
    return True


def _let(talk: Talk, member: str, edit: bool) -> None:
    """The owner lets a guest answer, or not any longer. Raises NotAllowed for everybody else."""
    owner_alone(talk)
    others = tuple(one for one in talk.map.editors if one != member)
    set_map(talk, editors=(*others, member) if edit else others)
    talk.text(talk.words("team.guest.let" if edit else "team.guest.stopped", name=talk.name(member)))
