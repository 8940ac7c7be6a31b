"""Do the numbers of the checker agree with `slackblocks`, a stranger's, at each limit and one above it?"""

import json

import pytest
import slackblocks as sb
from slackblocks.errors import InvalidUsageError

from bot.slack.check import check_blocks, check_view

URL = "https://example.org/"


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def rejected(findings):
    return [finding for finding in findings if finding.severity == "reject"]


def as_dict(theirs):
    return json.loads(repr(theirs))


def section(**more):
    return {"type": "section", "text": mrkdwn("x"), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def button(**more):
    return {"type": "button", "text": plain("x"), "action_id": "a", **more}


def options(count):
    return [{"text": plain(f"{n}"), "value": f"{n}"} for n in range(count)]


def option(**more):
    return {"text": plain("x"), "value": "x", **more}


def select(**more):
    return actions({"type": "static_select", "action_id": "a", **more})


def field(element, **more):
    return {"type": "input", "label": plain("x"), "element": element, **more}


def chart(series=1, points=1, name=1, label=1, title=1, x_label=1):
    categories = [f"{n}".rjust(label, "c") for n in range(points)]
    data = [{"label": category, "value": 1} for category in categories]
    named = [{"name": f"{n}".rjust(name, "s"), "data": data} for n in range(series)]
    axis = {"categories": categories, "x_label": "x" * x_label}
    return {
        "type": "data_visualization",
        "title": "t" * title,
        "chart": {"type": "bar", "series": named, "axis_config": axis},
    }


def sb_chart(series=1, points=1, name=1, label=1, title=1, x_label=1):
    categories = [f"{n}".rjust(label, "c") for n in range(points)]
    data = [sb.DataPoint(category, 1) for category in categories]
    named = [sb.DataSeries(f"{n}".rjust(name, "s"), data) for n in range(series)]
    return sb.DataVisualizationBlock("t" * title, sb.BarChart(named, sb.AxisConfig(categories, x_label="x" * x_label)))


def pie(segments=1, label=1):
    found = [{"label": f"{n}".rjust(label, "s"), "value": 1} for n in range(segments)]
    return {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": found}}


def sb_pie(segments=1, label=1):
    return sb.DataVisualizationBlock(
        "t", sb.PieChart([sb.ChartSegment(f"{n}".rjust(label, "s"), 1) for n in range(segments)])
    )


def data_table(rows=2, columns=1, text=1, page=5):
    cell = {"type": "raw_text", "text": "c" * text}
    return {"type": "data_table", "rows": [[cell] * columns] * rows, "caption": "c", "page_size": page}


def sb_data_table(rows=2, columns=1, text=1, page=5):
    return sb.DataTableBlock([[sb.RawText("c" * text)] * columns] * rows, "c", page_size=page)


def table(rows=1, columns=1):
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "c"}] * columns] * rows}


def task(n):
    return {"task_id": f"{n}", "title": "t", "status": "pending"}


def sb_option(n=0, **more):
    given = {"text": f"{n}", "value": f"{n}", **more}
    texts = {name: sb.PlainText(given[name]) for name in ("text", "description") if name in given}
    return sb.Option(**given | texts)


def sb_options(count):
    return [sb_option(n) for n in range(count)]


def sb_actions(element):
    return sb.ActionsBlock([element])


def sb_confirm(**more):
    return sb_actions(
        sb.Button(
            "x",
            "a",
            confirm=sb.ConfirmationDialogue(**{"title": "t", "text": "t", "confirm": "c", "deny": "d", **more}),
        )
    )


def confirm(**more):
    given = {"title": plain("t"), "text": plain("t"), "confirm": plain("c"), "deny": plain("d")}
    return actions(button(confirm=given | {name: plain(text) for name, text in more.items()}))


# name: (limit, our block of size n, the stranger's block of size n)
BLOCKS = {
    "section text": (3_000, lambda n: section(text=mrkdwn("x" * n)), lambda n: sb.SectionBlock("x" * n)),
    "section fields": (
        10,
        lambda n: section(fields=[mrkdwn("f")] * n),
        lambda n: sb.SectionBlock("x", fields=["f"] * n),
    ),
    "section field": (
        2_000,
        lambda n: section(fields=[mrkdwn("f" * n)]),
        lambda n: sb.SectionBlock("x", fields=["f" * n]),
    ),
    "header": (150, lambda n: {"type": "header", "text": plain("h" * n)}, lambda n: sb.HeaderBlock("h" * n)),
    "block id": (255, lambda n: section(block_id="b" * n), lambda n: sb.SectionBlock("x", block_id="b" * n)),
    "actions": (
        25,
        lambda n: actions(*[button(action_id=f"{i}") for i in range(n)]),
        lambda n: sb.ActionsBlock([sb.Button("x", f"{i}") for i in range(n)]),
    ),
    "context": (
        10,
        lambda n: {"type": "context", "elements": [mrkdwn("x")] * n},
        lambda n: sb.ContextBlock([sb.Text("x")] * n),
    ),
    "button text": (75, lambda n: actions(button(text=plain("x" * n))), lambda n: sb_actions(sb.Button("x" * n, "a"))),
    "button value": (
        2_000,
        lambda n: actions(button(value="v" * n)),
        lambda n: sb_actions(sb.Button("x", "a", value="v" * n)),
    ),
    "button url": (
        3_000,
        lambda n: actions(button(url=URL.ljust(n, "u"))),
        lambda n: sb_actions(sb.Button("x", "a", url=URL.ljust(n, "u"))),
    ),
    "button label": (
        75,
        lambda n: actions(button(accessibility_label="v" * n)),
        lambda n: sb_actions(sb.Button("x", "a", accessibility_label="v" * n)),
    ),
    "action id": (255, lambda n: actions(button(action_id="i" * n)), lambda n: sb_actions(sb.Button("x", "i" * n))),
    "confirm title": (100, lambda n: confirm(title="t" * n), lambda n: sb_confirm(title="t" * n)),
    "confirm text": (300, lambda n: confirm(text="t" * n), lambda n: sb_confirm(text="t" * n)),
    "confirm button": (30, lambda n: confirm(confirm="t" * n), lambda n: sb_confirm(confirm="t" * n)),
    "deny button": (30, lambda n: confirm(deny="t" * n), lambda n: sb_confirm(deny="t" * n)),
    "select options": (
        100,
        lambda n: select(options=options(n)),
        lambda n: sb_actions(sb.StaticSelectMenu("a", options=sb_options(n))),
    ),
    "option groups": (
        100,
        lambda n: select(option_groups=[{"label": plain("g"), "options": options(1)}] * n),
        lambda n: sb_actions(sb.StaticSelectMenu("a", option_groups=[sb.OptionGroup("g", sb_options(1))] * n)),
    ),
    "group label": (
        75,
        lambda n: select(option_groups=[{"label": plain("g" * n), "options": options(1)}]),
        lambda n: sb_actions(sb.StaticSelectMenu("a", option_groups=[sb.OptionGroup("g" * n, sb_options(1))])),
    ),
    "placeholder": (
        150,
        lambda n: select(options=options(1), placeholder=plain("p" * n)),
        lambda n: sb_actions(sb.StaticSelectMenu("a", options=sb_options(1), placeholder="p" * n)),
    ),
    "overflow": (
        5,
        lambda n: actions({"type": "overflow", "action_id": "a", "options": options(n)}),
        lambda n: sb_actions(sb.OverflowMenu("a", sb_options(n))),
    ),
    "checkboxes": (
        10,
        lambda n: actions({"type": "checkboxes", "action_id": "a", "options": options(n)}),
        lambda n: sb_actions(sb.CheckboxGroup("a", sb_options(n))),
    ),
    "radio buttons": (
        10,
        lambda n: actions({"type": "radio_buttons", "action_id": "a", "options": options(n)}),
        lambda n: sb_actions(sb.RadioButtonGroup("a", sb_options(n))),
    ),
    "option text": (
        75,
        lambda n: select(options=[option(text=plain("t" * n))]),
        lambda n: sb_actions(sb.StaticSelectMenu("a", options=[sb_option(text="t" * n)])),
    ),
    "option value": (
        150,
        lambda n: select(options=[option(value="t" * n)]),
        lambda n: sb_actions(sb.StaticSelectMenu("a", options=[sb_option(value="t" * n)])),
    ),
    "option description": (
        75,
        lambda n: select(options=[option(description=plain("t" * n))]),
        lambda n: sb_actions(sb.StaticSelectMenu("a", options=[sb_option(description="t" * n)])),
    ),
    "image alt": (
        2_000,
        lambda n: {"type": "image", "image_url": URL, "alt_text": "a" * n},
        lambda n: sb.ImageBlock(image_url=URL, alt_text="a" * n),
    ),
    "image title": (
        2_000,
        lambda n: {"type": "image", "image_url": URL, "alt_text": "a", "title": plain("a" * n)},
        lambda n: sb.ImageBlock(image_url=URL, alt_text="a", title="a" * n),
    ),
    "image url": (
        3_000,
        lambda n: {"type": "image", "image_url": URL.ljust(n, "u"), "alt_text": "a"},
        lambda n: sb.ImageBlock(image_url=URL.ljust(n, "u"), alt_text="a"),
    ),
    "markdown": (12_000, lambda n: {"type": "markdown", "text": "m" * n}, lambda n: sb.MarkdownBlock("m" * n)),
    "table rows": (100, lambda n: table(rows=n), lambda n: sb.TableBlock([[sb.RawText("c")]] * n)),
    "table columns": (20, lambda n: table(columns=n), lambda n: sb.TableBlock([[sb.RawText("c")] * n])),
    "data table columns": (20, lambda n: data_table(columns=n), lambda n: sb_data_table(columns=n)),
    "data table page": (100, lambda n: data_table(page=n), lambda n: sb_data_table(page=n)),
    "data table text": (
        10_000,
        lambda n: data_table(text=n),
        lambda n: sb_data_table(text=n),
    ),
    "chart title": (50, lambda n: chart(title=n), lambda n: sb_chart(title=n)),
    "chart series name": (20, lambda n: chart(name=n), lambda n: sb_chart(name=n)),
    "chart category": (20, lambda n: chart(label=n), lambda n: sb_chart(label=n)),
    "chart categories": (20, lambda n: chart(points=n), lambda n: sb_chart(points=n)),
    "chart axis label": (50, lambda n: chart(x_label=n), lambda n: sb_chart(x_label=n)),
    "pie label": (20, lambda n: pie(label=n), lambda n: sb_pie(label=n)),
    "plan tasks": (
        50,
        lambda n: {"type": "plan", "title": "p", "tasks": [task(i) for i in range(n)]},
        lambda n: sb.PlanBlock("p", [sb.TaskCardBlock(f"{i}", "t", status="pending") for i in range(n)]),
    ),
    "card title": (150, lambda n: {"type": "card", "title": mrkdwn("t" * n)}, lambda n: sb.CardBlock(title="t" * n)),
    "card body": (200, lambda n: {"type": "card", "body": mrkdwn("t" * n)}, lambda n: sb.CardBlock(body="t" * n)),
    "card actions": (
        3,
        lambda n: {"type": "card", "actions": [button(action_id=f"{i}") for i in range(n)]},
        lambda n: sb.CardBlock(actions=[sb.Button("x", f"{i}") for i in range(n)]),
    ),
    "carousel": (
        10,
        lambda n: {"type": "carousel", "elements": [{"type": "card", "body": mrkdwn("b")}] * n},
        lambda n: sb.CarouselBlock([sb.CardBlock(body="b")] * n),
    ),
    "container": (
        10,
        lambda n: {"type": "container", "title": plain("t"), "child_blocks": [{"type": "divider"}] * n},
        lambda n: sb.ContainerBlock([sb.DividerBlock() for _ in range(n)], title="t"),
    ),
    "feedback text": (
        75,
        lambda n: {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "positive_button": {"text": plain("x" * n), "value": "u"},
                    "negative_button": {"text": plain("x"), "value": "d"},
                }
            ],
        },
        lambda n: sb.ContextActionsBlock(
            [sb.FeedbackButtons(sb.FeedbackButton("x" * n, "u"), sb.FeedbackButton("x", "d"))]
        ),
    ),
    "input label": (
        2_000,
        lambda n: field({"type": "plain_text_input"}, label=plain("l" * n)),
        lambda n: sb.InputBlock("l" * n, sb.PlainTextInput("a")),
    ),
    "input hint": (
        2_000,
        lambda n: field({"type": "plain_text_input"}, hint=plain("l" * n)),
        lambda n: sb.InputBlock("l", sb.PlainTextInput("a"), hint="l" * n),
    ),
    "input length": (
        3_000,
        lambda n: field({"type": "plain_text_input", "max_length": n}),
        lambda n: sb.InputBlock("l", sb.PlainTextInput("a", max_length=n)),
    ),
}

# here the smaller of two numbers is taken: (ours, theirs, our block of size n, their block of size n)
KNOWN_DIFFERENCES = {
    "data table rows": (101, 201, lambda n: data_table(rows=n), lambda n: sb_data_table(rows=n)),
    "chart series": (6, 12, lambda n: chart(series=n), lambda n: sb_chart(series=n)),
    "pie segments": (6, 12, lambda n: pie(segments=n), lambda n: sb_pie(segments=n)),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_passes_at_its_limit_and_fails_one_above_as_for_the_stranger(name):
    limit, ours, theirs = BLOCKS[name]
    assert rejected(check_blocks([ours(limit)])) == []
    assert rejected(check_blocks([as_dict(theirs(limit))])) == []
    assert rejected(check_blocks([ours(limit + 1)]))
    with pytest.raises((InvalidUsageError, ValueError)):
        as_dict(theirs(limit + 1))


@pytest.mark.parametrize("name", KNOWN_DIFFERENCES)
def test_where_sources_disagree_the_smaller_number_holds(name):
    small, large, ours, theirs = KNOWN_DIFFERENCES[name]
    assert rejected(check_blocks([ours(small)])) == []
    assert rejected(check_blocks([ours(small + 1)]))
    as_dict(theirs(large))
    with pytest.raises(InvalidUsageError):
        theirs(large + 1)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("title", 24),
        ("submit", 24),
        ("close", 24),
        ("private_metadata", 3_000),
        ("callback_id", 255),
        ("external_id", 255),
    ],
)
def test_a_views_fields_have_the_strangers_limits(name, limit):
    def ours(n):
        text = "v" * n
        return {"type": "modal", "title": plain("t"), "blocks": [section()]} | {
            name: plain(text) if limit == 24 else text
        }

    def theirs(n):
        return sb.ModalView(**{"title": "t", "blocks": [sb.SectionBlock("x")], name: "v" * n})

    assert rejected(check_view(ours(limit))) == rejected(check_view(as_dict(theirs(limit)))) == []
    assert rejected(check_view(ours(limit + 1)))[0].pointer.startswith(f"/{name}")
    with pytest.raises(InvalidUsageError):
        theirs(limit + 1)
