"""How are scores, votes, names and lists written for a person?"""

from collections.abc import Iterable, Mapping

from bot.conversation.read_mood import signed
from prompts.loader import Words
from storage.model.item import MoodVote
from storage.model.journey import Stage, Touchpoint

SHOWN = 80


def cut(text: str, at_most: int = SHOWN) -> str:
    """A text cut for display; what is stored stays whole."""
    flat = " ".join(text.split())
    return flat if len(flat) <= at_most else flat[: at_most - 1].rstrip() + "…"


def mean(value: float) -> str:
    """`-1.5`, `-2`, `0`, `+0.5`."""
    return signed(int(value)) if value == int(value) else f"{value:+.1f}"


def word(vote_word: str | None) -> str:
    """The mood word behind a score, with a space in front of it."""
    return f" {vote_word}" if vote_word else ""


def votes(given: Iterable[MoodVote], names: Mapping[str, str], words: Words) -> str:
    """`Ana -1, Boris -2`."""
    shown = (words("say.vote", name=name_of(vote.by, names), score=signed(vote.score)) for vote in given)
    return words("say.comma").join(shown)


def name_of(member: str, names: Mapping[str, str]) -> str:
    """The member's name; the id without `local:` if nobody told it."""
    return names.get(member, member.removeprefix("local:"))


def channel_label(touchpoint: Touchpoint, words: Words) -> str:
    """The channel in words, `where?` if it is not known."""
    if touchpoint.channel is None:
        return words("say.where")
    label = str(words.data("lists.channels")[touchpoint.channel])
    if touchpoint.channel != "other" or not touchpoint.channel_text:
        return label
    return words("say.other_label", label=label, text=touchpoint.channel_text)


def noted(titles: Iterable[str], words: Words, channels: Iterable[str] | None = None) -> str:
    """The read-back of one item or several, numbered; with channels in brackets where items have them."""
    shown = [cut(title) for title in titles]
    places = list(channels) if channels is not None else []
    if len(shown) == 1 and places:
        return words("say.noted_one", title=shown[0], channel=places[0])
    if len(shown) == 1:
        return words("say.noted_text", text=unended(shown[0]))
    if places:
        items = [
            words("say.noted_item", k=k, title=title, channel=channel)
            for k, (title, channel) in enumerate(zip(shown, places, strict=True), 1)
        ]
    else:
        items = [words("say.noted_bare", k=k, title=title) for k, title in enumerate(shown, 1)]
    return words("say.noted", n=len(shown), items=dotted(items))


def stage_title(stage: Stage) -> str:
    """The title of a stage; of a slot of a day that is called after what is done, with its time in front."""
    slot = stage.slot
    if slot is None or slot.activity is None or not slot.activity.startswith(stage.title):
        return stage.title
    return f"{slot.starts:%H:%M} {stage.title}"


def at_a_word(text: str, limit: int) -> str:
    """A text cut to a limit, at a word where there is one."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit + 1].rsplit(" ", 1)[0][:limit]


def dotted(items: Iterable[str]) -> str:
    """Items with a dot between them; a wide bracket brings its own space."""
    return " · ".join(items).replace("） · ", "）· ")


def unended(text: str) -> str:
    """A text without its full stop, to be said inside a sentence."""
    return text.rstrip(".。")


def number(value: float) -> str:
    """A number without a needless decimal point."""
    return f"{value:g}"
