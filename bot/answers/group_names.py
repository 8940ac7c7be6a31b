"""What are the groups of a breakdown called? Channels, devices, who has no value, and the rest, in words."""

from bot.answers.understood import channel, device
from prompts.loader import Words
from storage.model.types import Model
from tools.groups import BESIDE, OTHER, UNKNOWN
from tools.kit import columns


def in_words(result: Model, words: Words) -> Model:
    """The result with its groups as people call them; a result without groups as it is."""
    groups, breakdown = getattr(result, "groups", ()), getattr(result, "breakdown", None)
    if not breakdown or not all(hasattr(group, "value") for group in groups):
        return result
    named = (group.model_copy(update={"value": group_name(group.value, breakdown, words)}) for group in groups)
    return result.model_copy(update={"groups": tuple(named)})


def group_name(value: str, breakdown: str, words: Words) -> str:
    """`Mobile web`, `computer`, `not known`; of a pair both: `Busy Boris · phone`."""
    split = columns(breakdown)
    values = value.split(BESIDE) if len(split) > 1 else [value]
    if len(values) != len(split):
        return value
    return BESIDE.join(_named(one, column, words) for one, column in zip(values, split, strict=True))


def _named(value: str, column: str, words: Words) -> str:
    if value in (UNKNOWN, OTHER):
        return words("answers.unknown_group" if value == UNKNOWN else "answers.other_groups")
    if column == "channel":
        return channel(value, words)
    return device(value, words) if column == "device" else value
