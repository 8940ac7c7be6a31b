"""Asked by something that nothing says: told in words with what can be asked instead, and no chart of one bar."""

from collections.abc import Collection

from bot.answers.figures import listed
from bot.answers.understood import split
from bot.questions.commands import Ask
from bot.reply import Text
from prompts.loader import Words
from storage.model.types import Model
from tools.groups import BESIDE, UNKNOWN
from tools.kit import columns


def without_unknown_alone(
    ask: Ask, result: Model, splits: Collection[str], words: Words
) -> tuple[Model, tuple[Text, ...]]:
    """The result as it is; where all its groups are "(unknown)" without them, and a sentence that says so.

    `splits`: by which of persona, device and channel the customers can be told apart.
    """
    groups = getattr(result, "groups", ())
    if not ask.args.breakdown or not groups or not all(_unknown(group) for group in groups):
        return result, ()
    asked = columns(ask.args.breakdown)
    said = [words("answers.unsplit.nothing_says", what=split(ask.args.breakdown, words))]
    others = [split(column, words) for column in splits if column not in asked]
    if others:
        said.append(words("answers.unsplit.instead", splits=listed(sorted(others), words)))
    return result.model_copy(update={"groups": ()}), (Text(text=words("answers.between_sentences").join(said)),)


def _unknown(group: object) -> bool:
    value = getattr(group, "value", None)
    return isinstance(value, str) and set(value.split(BESIDE)) == {UNKNOWN}
