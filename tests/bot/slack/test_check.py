"""Does the checker find what Slack would reject, and where it is?"""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import limits
from bot.slack.check import check_blocks, check_message, check_view

URL = "https://example.org/"
CELL = {"type": "raw_text", "text": "c"}
NUMBER = {"type": "raw_number", "value": 3, "text": "3"}


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def rejected(findings):
    return [finding for finding in findings if finding.severity == "reject"]


def section(**more):
    return {"type": "section", "text": mrkdwn("x"), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def button(**more):
    return {"type": "button", "text": plain("x"), "action_id": "a", **more}


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


def pie(segments=1, label=1):
    found = [{"label": f"{n}".rjust(label, "s"), "value": 1} for n in range(segments)]
    return {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": found}}


def data_table(rows=2, columns=1, text=1, page=5):
    cell = {"type": "raw_text", "text": "c" * text}
    return {"type": "data_table", "rows": [[cell] * columns] * rows, "caption": "c", "page_size": page}


def table(rows=1, columns=1):
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "c"}] * columns] * rows}


def task(n):
    return {"task_id": f"{n}", "title": "t", "status": "pending"}


def test_a_view_takes_a_hundred_blocks_and_a_message_fifty():
    def view(n):
        return {"type": "home", "blocks": [section()] * n}

    assert rejected(check_view(view(100))) == []
    assert [f.rule for f in rejected(check_view(view(101)))] == ["view_blocks"]
    assert rejected(check_message({"text": "x", "blocks": [section()] * 50})) == []
    assert [f.error for f in rejected(check_message({"text": "x", "blocks": [section()] * 51}))] == [
        "msg_blocks_too_many"
    ]


@pytest.mark.parametrize(
    ("blocks", "pointer", "rule"),
    [
        ([{"type": "wonder"}], "/blocks/0/type", "block_type"),
        ([{"type": "alert", "text": plain("x")}], "/blocks/0/type", "block_surface"),
        ([{"type": "header", "text": mrkdwn("x")}], "/blocks/0/text/type", "plain_text_only"),
        ([{"type": "header", "text": plain("")}], "/blocks/0/text/text", "empty"),
        ([{"type": "section"}], "/blocks/0", "section_content"),
        ([section(text="bare")], "/blocks/0/text", "text_object"),
        ([section(accessory={"type": "plain_text_input"})], "/blocks/0/accessory/type", "element_type"),
        ([section(block_id="b"), section(block_id="b")], "/blocks", "block_id_unique"),
        ([actions(button(), button())], "/blocks/0/elements", "action_id_unique"),
        ([actions()], "/blocks/0/elements", "actions_elements_least"),
        ([actions(button(style="loud"))], "/blocks/0/elements/0/style", "button_style"),
        ([select()], "/blocks/0/elements/0", "options_or_groups"),
        (
            [{"type": "image", "alt_text": "a", "image_url": URL, "slack_file": {"id": "F1"}}],
            "/blocks/0",
            "image_source",
        ),
        ([{"type": "image", "image_url": URL}], "/blocks/0/alt_text", "type"),
        ([field({"type": "file_input"})], "/blocks/0/element/type", "block_surface"),
        ([table(), table()], "/blocks", "tables_per_message"),
        ([chart(), chart(), chart()], "/blocks", "charts_per_message"),
        (
            [{**pie(), "chart": {"type": "pie", "segments": [{"label": "a", "value": 0}]}}],
            "/blocks/0/chart/segments/0/value",
            "segment_value",
        ),
        ([{**pie(), "chart": {"type": "radar"}}], "/blocks/0/chart/type", "chart_type"),
        (
            [{**data_table(), "rows": [[{"type": "raw_text", "text": "a"}], []]}],
            "/blocks/0/rows",
            "data_table_row_length",
        ),
        ([{**data_table(), "caption": ""}], "/blocks/0/caption", "empty"),
        (
            [{**data_table(), "rows": [[CELL], [{"type": "raw_number", "value": 3}]]}],
            "/blocks/0/rows/1/0/text",
            "empty",
        ),
        ([{**data_table(), "rows": [[CELL], [{**NUMBER, "value": "3"}]]}], "/blocks/0/rows/1/0/value", "type"),
        ([{**data_table(), "rows": [[{"type": "rich_text"}], [CELL]]}], "/blocks/0/rows/0/0/type", "cell_type"),
        ([{**table(), "rows": [[NUMBER]]}], "/blocks/0/rows/0/0/type", "cell_type"),
        ([{"type": "task_card", **task(1)}], "/blocks/0/status", "task_status"),
        ([{"type": "markdown", "text": "x" * 7_000}] * 2, "/blocks", "markdown_total"),
        ([section(text=mrkdwn("x" * 3_000))] * 5, "/blocks", "msg_blocks_too_long"),
        ("text", "/blocks", "type"),
        (["text"], "/blocks/0", "type"),
    ],
)
def test_each_fault_is_found_where_it_is(blocks, pointer, rule):
    assert (pointer, rule) in {(f.pointer, f.rule) for f in rejected(check_message({"text": "x", "blocks": blocks}))}


def test_labels_of_every_series_are_the_categories():
    bad = chart(points=2)
    bad["chart"]["series"][0]["data"] = bad["chart"]["series"][0]["data"][:1]
    (finding,) = rejected(check_blocks([bad]))
    assert (finding.rule, finding.pointer) == ("chart_labels", "/blocks/0/chart/series/0/data")


def test_a_modal_with_an_input_needs_submit():
    view = {"type": "modal", "title": plain("t"), "blocks": [field({"type": "plain_text_input"})]}
    assert [f.rule for f in rejected(check_view(view))] == ["submit_required"]
    assert rejected(check_view({**view, "submit": plain("s")})) == []


def test_a_view_of_more_than_250_kilobytes_is_too_large():
    view = {"type": "home", "blocks": [section(text=mrkdwn("ж" * 2_500))] * 60}
    assert [f.error for f in rejected(check_view(view))] == ["view_too_large"]


def test_a_message_needs_something_to_say_and_words_beside_its_blocks():
    assert [f.error for f in check_message({"blocks": []})] == ["no_text"]
    (near,) = check_message({"blocks": [section()]})
    assert (near.rule, near.severity) == ("text_missing", "near")


def test_shouting_at_everyone_is_noted_wherever_it_stands():
    for payload in ({"text": "<!channel> look"}, {"text": "x", "blocks": [section(text=mrkdwn("<!here>"))]}):
        assert [(f.rule, f.severity) for f in check_message(payload)] == [("mentions_everyone", "near")]
    assert check_message({"text": "&lt;!channel&gt;"}) == []


@pytest.mark.parametrize(("length", "severity"), [(2_700, None), (2_701, "near"), (3_000, "near"), (3_001, "reject")])
def test_within_ten_percent_of_a_limit_is_noted(length, severity):
    found = check_message({"text": "x", "blocks": [section(text=mrkdwn("x" * length))]})
    assert [finding.severity for finding in found] == ([severity] if severity else [])


@pytest.mark.parametrize(("text", "count"), [("😀", 75), ("ש", 150), ("é", 150), ("漢", 150)])
def test_length_is_counted_in_utf_16_units_the_larger_of_two_ways(text, count):
    assert rejected(check_blocks([{"type": "header", "text": plain(text * count)}])) == []
    assert rejected(check_blocks([{"type": "header", "text": plain(text * count + "x")}]))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=4)
    | st.sampled_from(["section", "actions", "button", "modal"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "elements", "blocks", "fields", "element", "options", "chart", "rows", "value"]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=3))
def test_no_shape_of_json_breaks_the_checker(blocks):
    for finding in [*check_message({"text": "x", "blocks": blocks}), *check_view({"type": "modal", "blocks": blocks})]:
        assert finding.severity in ("reject", "near")


def test_importing_the_checker_loads_no_slack_sdk():
    code = "import sys, bot.slack.check; sys.exit(any(name in sys.modules for name in ('slack_sdk', 'slack_bolt')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_tier_is_one_of_slacks_four():
    assert set(limits.METHOD_TIER.values()) <= set(limits.TIER)
