"""Charts in Slack: native blocks within their limits, else a table within its limits and a picture after it."""

from itertools import product

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.driver import Playground
from bot.reply import Button, Buttons, Chart, Link, Reply, Series, Table, Text, plain
from bot.slack import limits
from bot.slack.check import check_message
from bot.slack.delivery import Delivery
from bot.slack.files_out import FilesOut
from bot.slack.heard import Heard
from bot.slack.pools import Pools
from bot.slack.rows import FILE, POST, RESPONSE, reply_rows
from bot.slack.views.chart_tables import is_native, table_of
from bot.slack.views.reply import File, Post, messages
from prompts.loader import words
from storage.open import Stores

SAID = Heard(team="T0WAYMARK", channel="C0GENERAL", user="U0ANA")
EN = words("en")


def chart(shape: str, categories: tuple[str, ...], rows: dict[str, tuple[float | None, ...]], **more: object) -> Chart:
    series = tuple(Series(name=name, values=values) for name, values in rows.items())
    given = {"title": "Title", "unit": "%", "note": "n = 1, 2026", "alt": "alt of the chart"} | more
    return Chart.model_validate({"shape": shape, "categories": categories, "series": series} | given)


BARS = chart("bar", ("A", "B"), {"All": (10, 4)})
HEAT = chart("heat", ("Week 0", "Week 1"), {"1 Oct": (100, 12.5), "8 Oct": (100, None)})
INTERVALS = chart(
    "intervals", ("Phone", "All"), {"Difference": (1.5, -2), "Low": (0.5, None), "High": (2.5, 1)},
    reference=0, unit="percentage_points", lang="mk",
)  # fmt: skip
FLOW = chart(
    "flow", ("认知", "购买", "离开"), {}, lang="zh", unit="customers",
    links=(
        Link(start="购买", end="离开", value=3),
        Link(start="认知", end="离开", value=2),
        Link(start="认知", end="购买", value=1240, label="1\u202f240 (34%)"),
    ),
)  # fmt: skip


def cells(post: Post) -> list[list[str]]:
    (table,) = (block for block in post.blocks if block["type"] == "table")
    return [[cell["text"] for cell in row] for row in table["rows"]]


def rejected(reply: Reply, lang: str = "en") -> list[str]:
    posts = [m for m in messages(reply, words(lang)) if isinstance(m, Post)]
    found = [f for p in posts for f in check_message({"text": p.text, "blocks": list(p.blocks)})]
    return [f"{f.pointer} {f.rule}" for f in found if f.severity == "reject"]


def contexts(post: Post) -> list[str]:
    return [block["elements"][0]["text"] for block in post.blocks if block["type"] == "context"]


def test_bars_within_the_limits_are_slacks_own_chart_and_no_picture():
    (post,) = messages(Reply(parts=(BARS,)), EN)
    assert [block["type"] for block in post.blocks] == ["data_visualization", "context"]
    assert post.charts == (BARS,), "to be drawn if the block is refused"


@pytest.mark.parametrize(
    "beyond",
    [
        chart("bar", tuple(f"c{i}" for i in range(21)), {"All": tuple(range(21))}),
        chart("line", ("A", "B"), {f"s{i}": (1, 2) for i in range(7)}),
        chart("line", ("A", "B", "C"), {"All": (1, None, 3)}),
        chart("bar", ("A", "B"), {"All": (1,)}),
        chart("bar", (), {"All": ()}),
    ],
)
def test_a_chart_that_slacks_own_cannot_show_whole_is_a_table_and_a_picture(beyond: Chart):
    post, picture = messages(Reply(parts=(beyond,)), EN)
    assert not is_native(beyond)
    assert "data_visualization" not in [block["type"] for block in post.blocks]
    assert picture == File(part=beyond) and post.charts == ()
    assert rejected(Reply(parts=(beyond,))) == []


def test_a_heat_table_is_a_table_with_the_same_values():
    post, picture = messages(Reply(parts=(HEAT,)), EN)
    assert [block["type"] for block in post.blocks] == ["section", "table", "context"]
    assert cells(post) == [["%", "Week 0", "Week 1"], ["1 Oct", "100%", "12.5%"], ["8 Oct", "100%", "—"]]
    assert contexts(post) == ["n = 1, 2026"]
    assert picture == File(part=HEAT)
    aligned = [column["align"] for column in post.blocks[1]["column_settings"]]
    assert aligned == ["left", "right", "right"]


def test_intervals_are_a_row_each_with_signs_and_decimals_of_their_language():
    post, _ = messages(Reply(parts=(INTERVALS,)), words("mk"))
    assert cells(post) == [
        ["процентни поени", "Difference", "Low", "High"],
        ["Phone", "+1,5", "+0,5", "+2,5"],
        ["All", "-2", "—", "+1"],
    ]


def test_transitions_are_rows_in_the_order_of_the_journey_the_largest_first():
    assert table_of(FLOW).columns == ("从", "到", "流转")
    assert table_of(FLOW).rows == (
        ("认知", "购买", "1\u202f240 (34%)"),
        ("认知", "离开", "2"),
        ("购买", "离开", "3"),
    )


def test_the_words_and_buttons_come_in_one_message_before_the_pictures():
    row = Buttons(buttons=(Button(text="Go", action="go"),))
    sent = messages(Reply(parts=(Text(text="Few come back."), HEAT, row)), EN)
    assert [type(one) for one in sent] == [Post, File]
    assert [block["type"] for block in sent[0].blocks] == ["section", "section", "table", "context", "actions"]


def test_two_tables_are_two_messages_and_two_pictures():
    sent = messages(Reply(parts=(HEAT, INTERVALS)), EN)
    assert [type(one) for one in sent] == [Post, Post, File, File]
    assert rejected(Reply(parts=(HEAT, INTERVALS))) == []


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize("shape", ["heat", "intervals", "flow", "bar", "line"])
def test_slack_takes_a_chart_far_beyond_its_limits_and_says_what_is_left_out(shape: str, lang: str):
    names = tuple(f"{i} " + "long name " * 40 for i in range(120))
    large = chart(
        shape, names, {name: tuple(map(float, range(120))) for name in names[:30]}, title="t" * 5000, lang=lang
    )
    if shape == "flow":
        links = tuple(Link(start=a, end=b, value=1) for a, b in product(names[:12], names[:12]))
        large = large.model_copy(update={"links": links, "series": ()})
    reply = Reply(parts=(large,))
    assert rejected(reply, lang) == []
    posts = [one for one in messages(reply, words(lang)) if isinstance(one, Post)]
    (shown,) = (cells(post) for post in posts if any(block["type"] == "table" for block in post.blocks))
    said = [text for post in posts for text in contexts(post)]
    table = table_of(large)
    left_out = len(table.rows) + 1 - len(shown)
    assert left_out > 0
    assert words(lang)("charts.more_rows", n=left_out) in said
    if len(table.columns) > limits.TABLE_COLUMNS:
        assert words(lang)("charts.more_columns", n=len(table.columns) - limits.TABLE_COLUMNS) in said


def test_a_table_that_fits_whole_leaves_nothing_out():
    names = tuple(f"c{i}" for i in range(14))
    twelve = chart("heat", names, {f"r{i}": tuple(map(float, range(14))) for i in range(12)})
    (post, _) = messages(Reply(parts=(twelve,)), EN)
    assert len(cells(post)) == 13 and len(cells(post)[0]) == 15
    assert contexts(post) == ["n = 1, 2026"]


def test_rows_that_a_plain_table_leaves_out_are_counted_too():
    table = Table(title="All", columns=("a",), rows=tuple((str(i),) for i in range(130)))
    (post,) = messages(Reply(parts=(table,)), EN)
    assert len(cells(post)) == 100
    assert contexts(post) == ["31 more rows are not shown here."]


def test_a_chart_without_values_is_its_title_and_note():
    empty = chart("flow", ("A", "B"), {}, title="No transitions")
    post, _ = messages(Reply(parts=(empty,)), EN)
    assert [block["type"] for block in post.blocks] == ["section", "context"]


def test_a_terminal_reads_the_words_of_the_picture():
    assert plain(Reply(parts=(HEAT, FLOW))) == "alt of the chart\nalt of the chart"


def test_in_a_thread_the_picture_follows_and_privately_it_goes_to_the_direct_message():
    rows = reply_rows(Reply(parts=(HEAT,)), SAID, EN)
    assert [row.method for row in rows] == [POST, FILE]
    assert rows[1].payload["part"]["shape"] == "heat"
    alone = SAID.model_copy(update={"private": True, "response_url": "https://hooks.example/1"})
    rows = reply_rows(Reply(parts=(HEAT,)), alone, EN)
    assert [row.method for row in rows] == [RESPONSE, POST]
    assert rows[1].payload["channel"] == "U0ANA" and rows[1].payload["then_file"]["shape"] == "heat"


@pytest.mark.parametrize("drawn", [HEAT, INTERVALS, FLOW], ids=lambda one: one.shape)
async def test_the_picture_arrives_as_png_with_its_words(
    drawn: Chart, client: AsyncWebClient, session: object, stores: Stores, pools: Pools, standin: Playground
):
    delivery = Delivery(client, session, FilesOut(stores, pools, client, session, None))
    for row in reply_rows(Reply(parts=(drawn,)), SAID, words(drawn.lang)):
        sent = await delivery.deliver(row)
        assert sent.follow == ()
    (asked,) = await standin.journal("call", "files.getUploadURLExternal")
    assert asked["payload"]["alt_txt"] == "alt of the chart"
    assert asked["payload"]["filename"].endswith(".png")
    await standin.person("Ana").reloads()
    shown = [m for m in standin.person("Ana").shown("#general") if m["is_bot"]]
    assert [len(m["files"]) for m in shown] == [0, 1]


async def test_a_refused_table_goes_as_words_and_its_picture_still_follows_once(
    client: AsyncWebClient, session: object, stores: Stores, pools: Pools, standin: Playground
):
    delivery = Delivery(client, session, FilesOut(stores, pools, client, session, None))
    await standin.fault("error", "chat.postMessage", value="invalid_blocks")
    rows = reply_rows(Reply(parts=(Text(text="Few come back."), HEAT)), SAID, EN)
    for row in rows:
        assert (await delivery.deliver(row)).follow == ()
    posts = [entry["payload"]["blocks"] for entry in await standin.journal("call", "chat.postMessage")]
    assert [[block["type"] for block in blocks] for blocks in posts] == [
        ["section", "section", "table", "context"],
        ["section", "section", "context"],
    ]
    assert len(await standin.journal("call", "files.completeUploadExternal")) == 1
