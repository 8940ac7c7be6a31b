"""What `/journey …` or `@Waymark …` asks for: a subcommand and the rest, with a suggestion for a misspelt one."""

from difflib import get_close_matches
from typing import Literal, NamedTuple

Name = Literal["new", "list", "show", "ask", "import", "export", "help"]
NAMES: tuple[Name, ...] = ("new", "list", "show", "ask", "import", "export", "help")


class Command(NamedTuple):
    """`rest` follows the subcommand. `unknown` is a word that is no subcommand; then `name` is the closest or None."""

    name: Name | None
    rest: str = ""
    unknown: str = ""


def read_command(text: str) -> Command:
    """The command in the text after `/journey`. Empty text asks for help."""
    first, _, rest = text.strip().partition(" ")
    word = first.lower()
    if not word:
        return Command("help")
    for name in NAMES:
        if word == name:
            return Command(name, rest.strip())
    if len(text.split()) > 2 or text.rstrip().endswith(("?", "？")):
        return Command("ask", text.strip())
    close = get_close_matches(word, NAMES, n=1, cutoff=0.5)
    nearest = next((name for name in NAMES if close and name == close[0]), None)
    return Command(nearest, rest.strip(), unknown=first)
