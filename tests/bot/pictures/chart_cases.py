"""Charts of answers to look at and to test: heat tables, intervals, transitions, and bars and lines at their limits."""

from random import Random

from drawn import texts

from bot.pictures.charts import chart_svg
from bot.reply import Chart, Link, Series
from prompts.loader import words

NOTE = {
    "en": "n = 12\u202f480 customers, 1 to 31 Oct 2024, GA4 import",
    "zh": "n = 12\u202f480 位客户，2024年10月1日至2024年10月31日，GA4 导入",
    "mk": "n = 12\u202f480 клиенти, 1 окт. 2024 – 31 окт. 2024, увоз од GA4",
}
Value = float | None
LONG = "Recommendation of the subscription to friends, family and colleagues at the office"


def chart(
    shape: str, title: str, categories: tuple[str, ...], series: dict[str, tuple[Value, ...]], **more: object
) -> Chart:
    lang = str(more.get("lang", "en"))
    rows = tuple(Series(name=name, values=values) for name, values in series.items())
    return Chart.model_validate(
        {
            "shape": shape,
            "title": title,
            "categories": categories,
            "series": rows,
            "unit": "%",
            "note": NOTE[lang],
            "alt": f"{title}: …",
            **more,
        }
    )


def flow(title: str, categories: tuple[str, ...], links: list[tuple[str, str, float, str]], **more: object) -> Chart:
    made = tuple(Link(start=start, end=end, value=value, label=text) for start, end, value, text in links)
    return chart("flow", title, categories, {}, **{"unit": "customers", "links": made, **more})


def triangle(rows: int, columns: int) -> dict[int, tuple[Value, ...]]:
    """Retention: all in the first period, fewer later, and nothing yet where a cohort is too young."""
    return {
        row: tuple(
            100.0 if column == 0 else round(46 / column**0.6 - row * 0.9, 1) if column < columns - row else None
            for column in range(columns)
        )
        for row in range(rows)
    }


HEAT = {
    "heat": chart(
        "heat",
        "How many come back, by month of the first order",
        tuple(f"Month {i}" for i in range(8)),
        {f"{name} 2024, n = {1240 - 60 * i}": row for i, (name, row) in enumerate(
            zip(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"), triangle(8, 8).values(), strict=True)
        )},
    ),
    "heat-12x14": chart(
        "heat",
        "How many come back, by week of the first order",
        tuple(str(i) for i in range(14)),
        {f"{i + 1} Oct 2024, n = {12480 - 60 * i}": row for i, row in triangle(12, 14).items()},
    ),
    "heat-chinese": chart(
        "heat",
        "按首次下单月份看回头客",
        tuple(f"第{i}个月" for i in range(6)),
        {f"2024年{i + 1}月，n = {412 - 20 * i}": row for i, row in triangle(6, 6).items()},
        lang="zh",
    ),
    "heat-macedonian": chart(
        "heat",
        "Колку клиенти се враќаат, според месецот на првата нарачка",
        tuple(f"Месец {i}" for i in range(10)),
        {f"{i + 1}. месец 2024, n = {412 - 20 * i}": row for i, row in triangle(6, 10).items()},
        lang="mk",
    ),
    "heat-scores": chart(
        "heat",
        "Mood by stage and persona",
        ("Inquiry or awareness", "Compare", "Purchase or preparation", "Installation, activation or feedback"),
        {
            "Curious Colleen": (-2, -1, 0, 2),
            "Busy Boris": (-0.4, 0.25, 1, 1.5),
            LONG: (None, -1.25, None, 0.1),
        },
        unit="score",
    ),
    "heat-one-row": chart("heat", "One cohort", ("Day 0", "Day 1", "Day 7"), {"1 Oct": (100, 12.5, None)}),
    "heat-one-column": chart("heat", "One week", ("Week 1",), {"Website": (12,), "Shop": (0,), "App": (None,)}),
    "heat-one-cell": chart("heat", "One cell", ("Week 1",), {"Website": (12,)}, unit="customers"),
    "heat-zeros": chart("heat", "Nothing", ("A", "B"), {"Website": (0, 0), "Shop": (0, 0)}),
    "heat-nothing": chart("heat", "No data", ("A", "B"), {"Website": (None, None), "Shop": (None, None)}),
    "heat-money": chart(
        "heat",
        "Revenue by channel and month",
        tuple(f"{name} 2024" for name in ("January", "February", "March", "April", "September", "December")),
        {"Website": (1204350.5, 99000, 4, 0, 25000, 770), LONG: (12, None, 33.25, -1200, 1, 2)},
        unit="EUR",
    ),
    "heat-too-large": chart(
        "heat", "Too large", tuple(f"c{i}" for i in range(40)), {f"r{i}": tuple(range(i, i + 40)) for i in range(30)}
    ),
    "heat-short-rows": chart("heat", "Ragged", ("A", "B", "C"), {"one": (1,), "two": (1, 2, 3)}),
}  # fmt: skip

INTERVALS = {
    "intervals": chart(
        "intervals",
        "New checkout against the old one: difference of the conversion rate",
        ("All customers", "Phone", "Computer", "Curious Colleen", "Busy Boris"),
        {
            "Difference": (1.8, 2.9, 0.4, 3.6, -1.1),
            "Low": (0.7, 1.2, -1.4, 0.2, -3.9),
            "High": (2.9, 4.6, 2.2, 7.0, 1.7),
        },
        reference=0,
        unit="percentage_points",
    ),
    "intervals-chinese": chart(
        "intervals",
        "各渠道的转化率与区间",
        ("官网", "社交媒体广告", "口碑推荐"),
        {"转化率": (12.4, 8.1, 31), "下限": (11, 6.6, 22.5), "上限": (13.8, 9.9, 41)},
        lang="zh",
    ),
    "intervals-macedonian": chart(
        "intervals",
        "Нова наплата наспроти старата: разлика во стапката на конверзија",
        ("Сите клиенти", "Реклама на социјални мрежи", "Усна препорака од пријателите и од семејството"),
        {"Разлика": (1.8, 2.9, -0.45), "Долу": (0.7, 1.2, -1.4), "Горе": (2.9, 4.6, 0.5)},
        reference=0,
        unit="percentage_points",
        lang="mk",
    ),
    "intervals-ten": chart(
        "intervals",
        "Ten groups, one very wide, some with one end alone, one unknown",
        (*(f"Group {i}" for i in range(1, 7)), "Very wide", "From below", "To above", LONG),
        {
            "Rate": (12, 14.5, 9, 11, 10.2, 13, 20, 12, 11, None),
            "Low": (10, 12.5, 8, 9, 9.9, 10, -380, None, 9.5, None),
            "High": (14, 16.5, 10, 13, 10.5, 16, 420, 15, None, None),
        },
        reference=12,
    ),
    "intervals-far-line": chart(
        "intervals",
        "The line is far away",
        ("A", "B"),
        {"Order value": (104.2, 105.9), "Low": (103, 104.75), "High": (105.4, 107)},
        reference=12,
        unit="EUR",
    ),
    "intervals-far-line-above": chart(
        "intervals", "The line is far away", ("A",), {"v": (4,), "l": (3,), "h": (5,)}, reference=1000, unit="days"
    ),
    "intervals-no-width": chart("intervals", "A point", ("A",), {"v": (4,), "l": (4,), "h": (4,)}, reference=4),
    "intervals-points-alone": chart("intervals", "Points", ("A", "B"), {"v": (0, 0)}, reference=0),
    "intervals-ends-alone": chart("intervals", "Ends", ("A",), {"v": (None,), "l": (2,), "h": (5,)}, reference=0),
    "intervals-nothing": chart("intervals", "No data", ("A",), {"v": (None,), "l": (None,), "h": (None,)}),
    "intervals-tiny": chart(
        "intervals", "Tiny shares", ("A", "B"), {"v": (0.0123, 0.02), "l": (0.01, 0.0151), "h": (0.015, 0.026)}
    ),
    "intervals-forty": chart(
        "intervals",
        "Too many",
        tuple(f"g{i}" for i in range(40)),
        {"v": tuple(range(40)), "l": tuple(i - 2 for i in range(40)), "h": tuple(i + 2 for i in range(40))},
        reference=20,
    ),
}

_STAGES = ("Inquiry or awareness", "Compare", "Purchase or preparation", "Installation, activation or feedback")


def _many(places: int, links: int) -> Chart:
    """Random ways between places, a sixth of them out."""
    random, names = Random(4), tuple(f"Place {i + 1}" for i in range(places))
    pairs = random.sample([(a, b) for a in names for b in names], links - links // 6)
    pairs += [(a, "left") for a in random.sample(names, links // 6)]
    made = [(a, b, float(random.randint(0, 900)), "") for a, b in pairs]
    return flow("Many places and ways", (*names, "left"), made)


FLOW = {
    "flow": flow(
        "What do customers do next?",
        (*_STAGES, "left"),
        [
            (_STAGES[0], _STAGES[1], 5242, "5\u202f242 (42%)"),
            (_STAGES[1], _STAGES[2], 1498, "1\u202f498 (29%)"),
            (_STAGES[2], _STAGES[3], 1011, "1\u202f011 (67%)"),
            (_STAGES[0], _STAGES[2], 610, "610 (5%)"),
            (_STAGES[1], _STAGES[3], 88, "88 (2%)"),
            (_STAGES[2], _STAGES[1], 402, "402 (27%)"),
            (_STAGES[3], _STAGES[0], 95, "95 (9%)"),
            (_STAGES[1], _STAGES[1], 950, "950 (18%)"),
            (_STAGES[0], "left", 6628, "6\u202f628 (53%)"),
            (_STAGES[1], "left", 2706, "2\u202f706 (52%)"),
            (_STAGES[2], "left", 85, "85 (6%)"),
            (_STAGES[3], "left", 916, "916 (91%)"),
        ],
    ),
    "flow-chinese": flow(
        "客户接下来做什么？",
        ("认知", "比较", "购买", "离开"),
        [("认知", "比较", 420, "420 (42%)"), ("比较", "购买", 130, "130 (31%)"), ("购买", "认知", 12, "12 (9%)"),
         ("认知", "购买", 30, "30 (3%)"), ("认知", "离开", 550, "550 (55%)"), ("比较", "比较", 60, "60 (14%)")],
        lang="zh",
    ),
    "flow-macedonian": flow(
        "Што прават клиентите потоа?",
        ("Прашување или запознавање", "Споредба", "Купување или подготовка", "заминале"),
        [("Прашување или запознавање", "Споредба", 420, "420 (42%), медијана 2 дена 3 ч."),
         ("Споредба", "Прашување или запознавање", 130, "130 (31%), медијана 1 ден"),
         ("Прашување или запознавање", "Купување или подготовка", 30, "30 (3%), медијана 3 ч. 20 мин."),
         ("Споредба", "заминале", 290, "290 (69%)"), ("Купување или подготовка", "заминале", 30, "30 (100%)")],
        lang="mk",
    ),
    "flow-12x40": _many(12, 40),
    "flow-beyond": _many(26, 120),
    "flow-two": flow("Two places", ("A", "B"), [("A", "B", 3, "")]),
    "flow-goal": flow("A goal", ("A", "B", "C", "left"), [("A", "B", 3, ""), ("B", "C", 2, ""), ("A", "left", 1, "")],
                      ways_out=1),
    "flow-back-alone": flow("Back alone", ("A", "B"), [("B", "A", 3, "")], ways_out=0),
    "flow-itself": flow("Itself", ("A",), [("A", "A", 3, "")]),
    "flow-zeros": flow("Nobody", ("A", "B", "C", "left"), [("A", "B", 0, ""), ("A", "C", 0, ""), ("C", "B", 0, ""),
                                                            ("B", "left", 0, "")]),
    "flow-nothing": flow("No links", ("A", "B"), []),
    "flow-unlisted": flow("An unlisted place", ("A",), [("A", "Elsewhere", 2, ""), ("Elsewhere", "A", 1, "")]),
    "flow-long": flow(
        "Long names", (LONG, f"{LONG} and {LONG}", "stopped for more than thirty days without a word"),
        [(LONG, f"{LONG} and {LONG}", 12480, "12\u202f480 customers of all 20\u202f000 (62.4%)"),
         (f"{LONG} and {LONG}", LONG, 3, "3 customers of all 20\u202f000 (0.0%)"),
         (LONG, LONG, 300, "300 customers of all 20\u202f000 (1.5%)"),
         (LONG, "stopped for more than thirty days without a word", 300, "300 customers of all 20\u202f000 (1.5%)")],
    ),
}  # fmt: skip

PLAIN = {
    "bar-many-groups": chart(
        "bar",
        "Share of visits by channel, stage and persona",
        tuple(f"Stage {i}" for i in range(1, 11)),
        {f"Persona {k}": tuple(round((i * 7 + k * 11) % 60 + 0.5, 1) for i in range(10)) for k in range(9)},
    ),
    "bar-zero-one": chart("bar", "Zero and one", ("A", "B", "C"), {"n": (0, 1, None)}, unit="customers"),
    "bar-difference": chart(
        "bar", "Change against the period before", ("Website", "Shop", "App"), {"change": (-12.5, 3.2, 0)},
        unit="percentage_points", reference=0,
    ),
    "bar-all-below": chart("bar", "NPS", ("Website", "Shop"), {"NPS": (-100, -12.5)}, unit="points"),
    "bar-long": chart("bar", "Long names", (LONG, f"{LONG} and {LONG}", "各步骤的客户" * 8), {"n": (12, 4, 0.25)}),
    "bar-funnel-12": chart(
        "bar", "Funnel of twelve steps", tuple(f"Step {i}: {name}" for i, name in enumerate(_STAGES * 3)),
        {"n": (90210, 81234, 70000, 70000, 51200, 32001, 31999, 20000, 9999, 100, 1, 0)}, unit="customers", funnel=True,
    ),
    "bar-money": chart("bar", "Revenue", ("A", "B", "C"), {"EUR": (1204350.55, 99000, 0.4)}, unit="EUR"),
    "bar-small-money": chart("bar", "Revenue per visit", ("A", "B", "C"), {"EUR": (0.0425, 0.31, 0.004)}, unit="EUR"),
    "bar-days": chart("bar", "Median time", ("A", "B"), {"days": (2.45, 0.08)}, unit="days"),
    "bar-scores": chart("bar", "Mood", ("A", "B", "C"), {"mood": (-2, 0.5, 2)}, unit="score"),
    "line-scores": chart("line", "Moods along the map", _STAGES, {"drawn": (-2, -0.5, None, 2), LONG: (1, 0.25, -1, 0)},
                         unit="score"),
    "line-nps": chart("line", "NPS by month", ("Jan", "Feb", "Mar"), {"NPS": (-40, 12.5, 61)}, unit="points"),
    "line-small": chart("line", "Small shares", ("Jan", "Feb", "Mar"), {"rate": (0.21, 1.2, 0.9)}),
    "line-many": chart(
        "line", "Ten channels", tuple(f"Week {i}" for i in range(12)),
        {f"Channel number {k}": tuple((i * 7 + k * 11) % 60 for i in range(12)) for k in range(10)}, unit="visits",
    ),
    "bar-too-many": chart(
        "bar", "Twenty series", tuple(f"Stage {i}" for i in range(20)),
        {f"Series {k}": tuple(float(i + k) for i in range(20)) for k in range(20)},
    ),
    "line-money": chart("line", "Revenue by month", ("Jan", "Feb", "Mar"), {"EUR": (1204350.55, 99000, 400000)},
                        unit="EUR"),
}  # fmt: skip

NEW = {**HEAT, **INTERVALS, **FLOW}
EVERY = {**NEW, **PLAIN}


def svg_of(drawn: Chart) -> str:
    return chart_svg(drawn, words(drawn.lang))


def said(drawn: Chart) -> list[str]:
    """All texts of the picture."""
    return [text.text for text in texts(svg_of(drawn))]
