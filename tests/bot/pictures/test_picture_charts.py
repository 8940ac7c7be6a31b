"""Charts of answers as pictures: what they show, and that it can be read."""

from collections.abc import Callable
from itertools import combinations

import pytest
from drawn import SVG, contrast, page, root_of, texts
from picture_cases import WORDS

from bot.pictures import colours
from bot.pictures.chart_frame import ticks
from bot.pictures.charts import chart_svg
from bot.reply import Chart, Series
from prompts.loader import words

NOTE = "n = 12\u202f480 customers, 1 to 31 Oct 2024, GA4 import"


def _chart(shape: str, categories: tuple[str, ...], *series: Series, unit: str = "customers", **more: object) -> Chart:
    return Chart.model_validate(
        {
            "shape": shape,
            "title": "Where do people stop?",
            "categories": categories,
            "series": series,
            "unit": unit,
            "note": NOTE,
            "alt": "x",
            **more,
        }
    )


FUNNEL = _chart(
    "bar",
    ("Inquiry or awareness", "Compare", "Purchase or preparation", "Installation, activation or feedback"),
    Series(name="reached", values=(12480, 5242, 1498, 1011)),
    funnel=True,
)
CHARTS = {
    "funnel": FUNNEL,
    "groups": _chart(
        "bar",
        ("Website", "Social ad", "Word of mouth", "Search"),
        Series(name="Phone", values=(4.2, 12, None, -3.5)),
        Series(name="Computer", values=(8.1, 10.4, 31, 2)),
        unit="%",
    ),
    "lines": _chart(
        "line",
        tuple(f"{day} Oct" for day in range(1, 25)),
        Series(name="Curious Colleen", values=tuple(None if day in (5, 6) else 10 + day for day in range(24))),
        Series(name="Everyone else", values=tuple(33 - day % 4 for day in range(24))),
        unit="%",
    ),
    "chinese": _chart(
        "bar",
        ("认知", "兴趣", "考虑"),
        Series(name="到达", values=(12480, 5242, 1011)),
        funnel=True,
        lang="zh",
        title="各步骤的客户",
        note="n = 12\u202f480 位客户，2024年10月1日至2024年10月31日，GA4 导入",
    ),
    "macedonian": _chart(
        "bar",
        ("Веб-локација", "Реклама на социјални мрежи", "Усна препорака"),
        Series(name="Стапка", values=(4.2, 12.5, 31)),
        unit="%",
        lang="mk",
        title="Стапка на конверзија по канал",
        note="n = 12\u202f480 клиенти, 1 окт. 2024 – 31 окт. 2024, увоз од GA4",
    ),
    "many-rows": _chart("bar", tuple(f"Stage {i}" for i in range(40)), Series(name="n", values=tuple(range(40)))),
    "one-point": _chart("line", ("1 Oct",), Series(name="n", values=(3,)), unit="days"),
    "no-values": _chart("bar", ("A",), Series(name="n", values=(None,))),
    "all-zero-lines": _chart("line", ("A", "B"), Series(name="n", values=(0, 0))),
    "all-zero": _chart("bar", ("A", "B"), Series(name="n", values=(0, 0)), funnel=True),
}
EVERY = [pytest.param(chart, id=name) for name, chart in CHARTS.items()]


@pytest.mark.parametrize("name", ["funnel", "groups", "lines", "chinese", "macedonian"])
def test_the_chart_is_drawn_as_it_was_approved(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"pictures/chart-{name}.svg", chart_svg(CHARTS[name], words(CHARTS[name].lang)))


@pytest.mark.parametrize("chart", EVERY)
def test_n_and_period_are_in_the_picture(chart: Chart) -> None:
    assert chart.note in [text.text for text in texts(chart_svg(chart, words(chart.lang)))]


@pytest.mark.parametrize("chart", EVERY)
def test_every_text_can_be_read_and_none_overlaps(chart: Chart) -> None:
    svg = chart_svg(chart, words(chart.lang))
    found = texts(svg)
    assert [(a.text, b.text) for a, b in combinations(found, 2) if a.box.overlaps(b.box)] == []
    for text in found:
        assert text.box.inside(page(svg)), text
        assert contrast(text.colour, text.ground) >= 4.5, text
        assert text.size >= 18


def test_bars_are_as_long_as_their_values() -> None:
    root = root_of(chart_svg(FUNNEL, WORDS))
    lengths = [float(bar.attrib["width"]) for bar in root.iter(SVG + "rect") if bar.attrib["fill"] == colours.SERIES[0]]
    assert [length / lengths[0] for length in lengths] == pytest.approx(
        [1, 5242 / 12480, 1498 / 12480, 1011 / 12480], abs=1e-3
    )


def test_a_funnel_names_the_loss_between_its_steps_and_fills_the_largest() -> None:
    """12480 to 5242 loses 58.0%, to 1498 71.4%, to 1011 32.5%."""
    root = root_of(chart_svg(FUNNEL, WORDS))
    pills = {
        "".join(group.itertext()): group[0].attrib["fill"]
        for group in root.iter(SVG + "g")
        if group[0].attrib.get("stroke") == colours.LOSS
    }
    assert pills == {"58%": colours.WHITE, "71%": colours.LOSS, "33%": colours.WHITE}


def test_a_missing_value_is_a_dash_in_bars_and_a_gap_in_lines() -> None:
    assert "—" in [text.text for text in texts(chart_svg(CHARTS["groups"], WORDS))]
    paths = list(root_of(chart_svg(CHARTS["lines"], WORDS)).iter(SVG + "path"))
    assert [path.attrib["d"].count("L") for path in paths] == [4, 16, 23]


def test_lines_differ_by_more_than_colour() -> None:
    paths = list(root_of(chart_svg(CHARTS["lines"], WORDS)).iter(SVG + "path"))
    assert len({path.attrib.get("stroke-dasharray") for path in paths}) == 2
    assert {"Curious Colleen", "Everyone else"} <= {text.text for text in texts(chart_svg(CHARTS["lines"], WORDS))}


def test_units_and_decimals_are_those_of_the_charts_language() -> None:
    chinese = [text.text for text in texts(chart_svg(CHARTS["chinese"], words("zh")))]
    macedonian = [text.text for text in texts(chart_svg(CHARTS["macedonian"], words("mk")))]
    assert "客户" in chinese
    assert "12,5%" in macedonian


def test_rows_that_have_no_room_are_counted() -> None:
    assert "and 16 more" in [text.text for text in texts(chart_svg(CHARTS["many-rows"], WORDS))]


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 31, [0, 10, 20, 30, 40]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-3, 12, [-5, 0, 5, 10, 15]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_axes_have_round_values(low: float, high: float, marks: list[float]) -> None:
    assert ticks(low, high) == marks
