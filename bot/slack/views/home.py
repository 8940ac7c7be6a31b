"""The App Home tab as blocks: at most some sixty of Slack's hundred, whatever is stored."""

from collections.abc import Iterator, Mapping

from bot.answers.figures import day, number
from bot.conversation.read_dates import say_date
from bot.home import SOURCES, TODOS, Draft, Home, Todo
from bot.slack import limits
from bot.slack.escape import cut, mrkdwn, mrkdwn_object, plain_text
from bot.slack.views.reply import Block
from prompts.loader import Words
from storage.maps import MapLine

SHORT, LONG = 120, 300

Links = Mapping[tuple[str, str], str]
"""Channel and timestamp of a message → its address."""


def home_view(home: Home, links: Links, words: Words) -> Block:
    """The whole tab; the page of maps travels with it."""
    blocks = [
        *_top(home, words),
        *_drafts(home, links, words),
        *_todos(home, words),
        *_maps(home, words),
        *_sources(home, words),
        *_news(home, words),
        {"type": "divider"},
        _context(words("home.footer")),
    ]
    return {"type": "home", "private_metadata": str(home.page), "blocks": blocks[: limits.VIEW_BLOCKS]}


def outside_view(words: Words) -> Block:
    """For people of other companies."""
    return {"type": "home", "blocks": [_section(words("slack.shared_channel"))]}


def away_view(words: Words) -> Block:
    """The stores, or Slack, do not answer."""
    again = _button(words("home.reload"), "home.reload")
    return {"type": "home", "blocks": [_section(words("home.away")), {"type": "actions", "elements": [again]}]}


def _top(home: Home, words: Words) -> Iterator[Block]:
    if home.guest:
        yield _section(words("home.guest"))
        return
    if home.first_visit:
        yield _header(words("home.welcome"))
        yield _section(words("home.what_for"))
    start = _button(words("home.start"), "command#start", "new")
    if home.first_visit:
        start["style"] = "primary"
    yield {
        "type": "actions",
        "elements": [
            start,
            _button(words("home.example"), "command#examples", "examples"),
            _button(words("home.import"), "home.import"),
            *([] if home.first_visit else [_button(words("home.all_maps"), "command#list", "list")]),
        ],
    }


def _drafts(home: Home, links: Links, words: Words) -> Iterator[Block]:
    if home.drafts:
        yield _header(words("home.continue"))
    for place, draft in enumerate(home.drafts):
        block = _section(f"*{_safe(draft.title)}*\n{_safe(draft.question, LONG)}")
        link = links.get((draft.channel, draft.ts))
        if link:
            block["accessory"] = _button(words("home.open_thread"), f"home.link#{place}") | {"url": link}
        yield block if link else _with_place(block, draft, words)


def _with_place(block: Block, draft: Draft, words: Words) -> Block:
    """Where Slack tells no address, the channel."""
    place = words("home.thread_in", channel=f"<#{draft.channel}>")
    return block | {"text": mrkdwn_object(f"{block['text']['text']}\n{place}")}


def _todos(home: Home, words: Words) -> Iterator[Block]:
    if home.todos or home.finished:
        yield _header(words("home.todos"))
    if home.finished:
        undo, title = home.finished
        block = _section(words("home.done", title=_safe(title)))
        yield block | {"accessory": _button(words("button.undo"), "form.undo#home", undo)}
    for place, todo in enumerate(home.todos[:TODOS]):
        done = _button(words("home.mark_done"), f"team.done#{place}", f"{todo.map_id}|{todo.item}")
        yield _section(f"*{_safe(todo.title)}*\n{_when(todo, home, words)}") | {"accessory": done}
    if len(home.todos) > TODOS:
        yield _context(words("home.more_todos", n=len(home.todos) - TODOS))


def _when(todo: Todo, home: Home, words: Words) -> str:
    title = _safe(todo.map_title)
    if todo.due_on is None:
        return words("home.no_date", title=title)
    key = "overdue" if todo.overdue else "due"
    return words(f"home.{key}", title=title, date=say_date(todo.due_on, home.today, words))


def _maps(home: Home, words: Words) -> Iterator[Block]:
    if not home.maps:
        return
    yield _header(words("home.maps"))
    for place, line in enumerate(home.maps):
        open_ = _button(words("home.open"), f"show.open#{place}", line.map_id)
        yield _section(f"*{_safe(line.title)}*\n{_facts(line, home, words)}") | {"accessory": open_}
    turns = []
    if home.page > 0:
        turns.append(_button(words("home.earlier"), "home.page#back", str(home.page - 1)))
    if home.page + 1 < home.pages:
        turns.append(_button(words("home.later"), "home.page#on", str(home.page + 1)))
    if turns:
        yield _context(words("home.page", page=home.page + 1, pages=home.pages))
        yield {"type": "actions", "elements": turns}


def _facts(line: MapLine, home: Home, words: Words) -> str:
    return words(
        "home.map_facts",
        type=words(f"lists.map_types.{line.type}"),
        status=words(f"lists.status.{line.status}"),
        v=line.version,
        date=day(line.changed_at.astimezone(home.zone).date(), words),
    )


def _sources(home: Home, words: Words) -> Iterator[Block]:
    if not home.sources:
        return
    yield _header(words("home.sources"))
    lines = [
        words("home.source", title=_safe(one.title), rows=number(one.rows, words), date=day(one.on, words))
        for one in home.sources[:SOURCES]
    ]
    if len(home.sources) > SOURCES:
        lines.append(words("home.more_sources", n=len(home.sources) - SOURCES))
    yield _section("\n".join(lines))


def _news(home: Home, words: Words) -> Iterator[Block]:
    if not home.news:
        return
    yield _header(words("home.news"))
    yield _section(
        "\n".join(
            words(
                "home.news_line",
                who=_safe(one.who),
                title=_safe(one.line.title),
                v=one.line.version,
                date=say_date(one.line.changed_at.astimezone(home.zone).date(), home.today, words),
            )
            for one in home.news
        )
    )


def _safe(text: str, longest: int = SHORT) -> str:
    return mrkdwn(plain_text(text, longest))


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": plain_text(text, limits.HEADER_TEXT)}}


def _section(text: str) -> Block:
    return {"type": "section", "text": mrkdwn_object(cut(text, limits.SECTION_TEXT))}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn_object(cut(text, limits.SECTION_TEXT))]}


def _button(text: str, action: str, value: str = "") -> Block:
    made: Block = {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": plain_text(text, limits.BUTTON_TEXT)},
    }
    return made | ({"value": value} if value else {})
