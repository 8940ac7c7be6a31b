"""With what does a thread begin that was opened for something: a persona, a copied map, a map half known?"""

from bot.conversation.answers.opening import save_map
from bot.conversation.answers.persona import take_who
from bot.conversation.building import enter
from bot.conversation.example_map import take_example
from bot.conversation.same_map import copied
from bot.conversation.talk import Talk
from bot.conversation.turn import Opening


def begin(talk: Talk, opening: Opening) -> None:
    """Takes over what is known. `scene.base` is the map that is copied."""
    if opening.draft is not None:
        talk.keep(draft=opening.draft)
    if opening.builds == "persona":
        talk.note("title", None)
        talk.keep(part="done")
        enter(talk, None)
        if opening.title:
            take_who(talk, opening.title)
    elif talk.scene.example is not None:
        take_example(talk, talk.scene.example)
    elif opening.same_as is not None and talk.scene.base is not None:
        copied(talk, talk.scene.base)
    elif opening.want is not None:
        save_map(talk, opening.want)
