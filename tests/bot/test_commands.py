"""What follows `/journey`."""

import pytest

from bot.commands import Command, read_command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Command("help")),
        ("new", Command("new")),
        ("New Checkout of the shop", Command("new", "Checkout of the shop")),
        ("ask where do customers drop off?", Command("ask", "where do customers drop off?")),
        ("where do customers drop off?", Command("ask", "where do customers drop off?")),
        ("export json checkout", Command("export", "json checkout")),
        ("lsit", Command("list", "", "lsit")),
        ("exprot checkout", Command("export", "checkout", "exprot")),
        ("zzz", Command(None, "", "zzz")),
    ],
)
def test_the_first_word_is_the_subcommand_and_a_misspelt_one_brings_the_closest(text, command):
    assert read_command(text) == command
