"""No answer, explanation or file of any tool has a figure that its result does not hold: real data, three languages."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import pytest

from bot import answers
from bot.answers.answer import basis_of
from bot.answers.figures import period
from bot.questions import Ask, Slots, arguments
from bot.reply import Buttons, Chart, Drawn, Picture, Reply, Sheet, Table, Text
from prompts.loader import words
from storage.errors import WaymarkError
from storage.model.types import Model
from tests.bot.answers.figures_guard import UTC, held, not_held, texts, unsupported_figures
from tests.bot.answers.test_answers_in_languages import _with_points
from tests.tools.logs import START, add, store
from tools.catalogue import CATALOGUE
from tools.kit import Sources
from tools.splits import SPLITS

INSIDE = {"stage": "Compare", "relation": "in"}
VARIED: dict[str, tuple[dict[str, object], ...]] = {
    "drop_off": ({"explain": True}, {"breakdown": "persona"}, {"breakdown": "persona, device"}, INSIDE),
    "conversion_rate": ({"breakdown": "channel"}, {"per": "week"}, {"persona": "Busy Boris"}, {"top_n": 1}),
    "journey_length": ({"breakdown": "stage"}, {"breakdown": "persona"}),
    "critical_touchpoints": ({"by": "channel"}, {"remove": "searches the shop"}),
    "channel_preference": ({"breakdown": "persona"},),
    "path_forward": ({"stage": "Compare"},),
    "pain_points": ({"breakdown": "stage"}, {"top_n": 2}),
    "map_lookup": ({"kind": "evidence"}, {"words": "price"}, {"journey": None}),
    "revenue": ({"breakdown": "persona"}, {"per": "week"}),
    "satisfaction": ({"breakdown": "stage"}, {"metric": "nps"}, {"per": "week"}),
    "retention": ({"per": "month", "period": "2026-03-01..2026-03-20"}, {"breakdown": "persona"}),
    "engagement": ({"breakdown": "persona"}, {"per": "week"}),
    "compare": ({"breakdown": "device", "a": "mobile", "b": "desktop"}, {"breakdown": "persona", "a": "Busy Boris"}),
}  # fmt: skip
ASKS = [Ask(tool=tool, args=Slots.model_validate(args)) for tool in CATALOGUE for args in ({}, *VARIED.get(tool, ()))]
IN_TABLES = {
    "ownership", "action_status", "map_lookup", "personas", "evidence_debt", "content_gaps", "pain_points",
    "opportunities",
}  # fmt: skip
"""What is no figure over places or time: a table or a picture of the map."""
NOTHING = {"sample": {"cross_sell_timing"}, "invented": {"cross_sell_timing", "churn_reasons"}}
"""Tools that find nobody in this data, and say so."""
OUR_OWN = ("30", "2", "3")
"""Days of the default window; how many caveats are left for the explanation."""


@pytest.fixture(scope="module")
def invented(sample: Sources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sources]:
    """The sample map over a random log with gaps in every column, and survey answers."""
    draw = random.Random(5)
    names = [name for name, _ in sorted(sample.events.names().items())]
    rows = [
        {
            "customer_id": f"c{draw.randint(1, 90)}",
            "occurred_at": START + timedelta(minutes=draw.randint(0, 40_000)),
            "event": draw.choice(names),
            "channel": draw.choice(["website", "mobile_web", "email", "chatbot", ""]),
            "device": draw.choice(["mobile", "desktop", ""]),
            "persona": draw.choice(["Busy Boris", "Curious Colleen", ""]),
            "product": draw.choice(["bag", "filter", ""]),
            "revenue": draw.choice(["19.90", "240.00", "", ""]),
        }
        for _ in range(1_500)
    ]
    for row in rows:
        row["currency"] = "EUR" if row["revenue"] else ""
    folder = tmp_path_factory.mktemp("random")
    events = store(folder, rows)
    answered = [
        {
            "customer_id": f"c{draw.randint(1, 90)}",
            "occurred_at": START + timedelta(minutes=draw.randint(0, 40_000)),
            "kind": kind,
            "score": draw.randint(*ends),
            "stage": draw.choice(["Compare", "Purchase", ""]),
            "text": draw.choice(["too slow", "ok", ""]),
        }
        for kind, ends in (("csat", (1, 5)), ("nps", (0, 10)))
        for _ in range(80)
    ]
    add(events, folder, answered, "survey.csv")
    made = Sources(
        sample.workspace_id, sample.reader, sample.maps, sample.personas, sample.evidence, events, sample.now, "UTC"
    )
    yield made
    events.close()


def results(given: Sources) -> Iterator[tuple[Ask, Model]]:
    """Every question that can be answered from these sources."""
    title = given.maps.lines(given.workspace_id, given.reader)[0].title
    for asked in ASKS:
        ask = asked
        if ask.args.journey is None and ask.tool != "map_lookup":
            ask = ask.model_copy(update={"args": ask.args.model_copy(update={"journey": title})})
        try:
            yield ask, CATALOGUE[ask.tool].run(arguments(ask).args, given)
        except WaymarkError:
            continue


def files(reply: Reply) -> Reply:
    """What stands in a file, as a reply that the guard reads."""
    (part,) = reply.parts
    if isinstance(part, Sheet):
        return Reply(parts=(part.table, Text(text=part.alt)))
    assert isinstance(part, Drawn)
    return Reply(parts=(part.what, Text(text=part.alt), Text(text=part.note)))


def told(ask: Ask, result: Model, lang: str) -> Iterator[Reply]:
    spoken = words(lang)
    answer = answers.answer(ask, result, spoken, UTC, SPLITS)
    yield answer
    yield answers.explain(ask, result, spoken)
    yield files(answers.sheet(ask, result, spoken))
    yield files(answers.picture(ask, result, spoken, UTC))
    for button in next(part for part in answer.parts if isinstance(part, Buttons)).buttons:
        assert Ask.model_validate_json(button.value).tool in CATALOGUE


@pytest.fixture(scope="module", params=["sample", "invented"])
def asked(request: pytest.FixtureRequest) -> tuple[str, list[tuple[Ask, Model]]]:
    """On which data, and every question with its result."""
    return request.param, list(results(request.getfixturevalue(request.param)))


def test_every_figure_of_every_tool_is_in_its_result(asked: tuple[str, list[tuple[Ask, Model]]]) -> None:
    data, known = asked
    answered, wrong = set(), []
    months = " ".join(map(str, range(1, 13)))
    for ask, result in known:
        answered.add(ask.tool)
        figures = held(result)
        for lang in ("en", "zh", "mk"):
            how = (words(lang)(f"answers.how.{ask.tool}.{part}") for part in ("definition", "formula"))
            said = (*OUR_OWN, months, ask.model_dump_json(), *(text.replace("0,", "0.") for text in how))
            for reply in told(ask, result, lang):
                shown = _with_points(reply) if lang == "mk" else reply
                if extra := not_held(shown, figures, *said):
                    wrong.append((ask.tool, lang, extra, [one for one in texts(shown) if any(x in one for x in extra)]))
    assert wrong == []
    missing = set(CATALOGUE) - answered
    assert missing <= {"satisfaction"} if data == "sample" else not missing, missing


def test_an_answer_without_a_split_has_a_drawing_that_says_n_and_period(
    asked: tuple[str, list[tuple[Ask, Model]]],
) -> None:
    data, known = asked
    bare = set()
    for ask, result in known:
        if ask.tool != "compare" and set(ask.args.model_dump(exclude_none=True)) - {"journey"}:
            continue
        for lang in ("en", "zh", "mk"):
            parts = answers.answer(ask, result, words(lang), UTC, SPLITS).parts
            charts = [part for part in parts if isinstance(part, Chart)]
            if not charts and not any(isinstance(part, Picture | Table) for part in parts):
                bare.add(ask.tool)
            assert charts or ask.tool in IN_TABLES or ask.tool in NOTHING[data], ask.tool
            for chart in charts:
                assert chart.alt and chart.categories
                basis = basis_of(result)
                days = [period(basis.period, words(lang))] if basis.data_sets else []
                assert all(said in chart.note for said in ("n = ", *days)), (ask.tool, chart.note)
    assert bare <= NOTHING[data]


def test_the_guard_notices_a_figure_that_nobody_counted(invented: Sources) -> None:
    for ask, result in islice(results(invented), 10):
        reply = answers.answer(ask, result, words("en"), UTC)
        wrong = reply.model_copy(update={"parts": (*reply.parts, Text(text="31337 customers"))})
        assert "31337" in unsupported_figures(wrong, result)
