"""Touchpoints that teams forget are offered ten at once; [More] shows the next ten, and begins again at the end."""

from bot.reply import Menu
from storage.model.lists import OVERLOOKED
from tests.bot.conversation.thread import Thread


def offered(thread: Thread) -> list[str]:
    assert thread.turn is not None
    return [
        option.value
        for reply in thread.turn.replies
        for part in reply.parts
        if isinstance(part, Menu) and part.many
        for option in part.options
    ]


def test_every_one_of_them_comes_up() -> None:
    thread = Thread()
    thread.begin("Ana")
    for text in ("Happier customers", "Ben, 41", "I want flour", "Search > Buy > Eat", *["skip"] * 6, "Fill the gaps"):
        thread.say("Ana", text)
    while not offered(thread):
        thread.say("Ana", "skip")
    pages = [offered(thread)]
    for _ in range(3):
        thread.press("Ana", "More")
        pages.append(offered(thread))
    assert [len(page) for page in pages] == [10, 10, 1, 10]
    assert [key for page in pages[:3] for key in page] == list(OVERLOOKED)
    assert pages[3] == pages[0]
