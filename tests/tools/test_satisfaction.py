"""satisfaction: CSAT, NPS and effort by place, channel, persona and time; scores worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.tools.conftest import make_map
from tests.tools.logs import log, say
from tools import satisfaction
from tools.kit import ToolError
from tools.satisfaction import SatisfactionArgs


def ask_scores(kind, scores, **columns):
    return [{"kind": kind, "score": score, **columns} for score in scores]


def run(sources, **args):
    return satisfaction.run(SatisfactionArgs(**args), sources)


def test_csat_is_the_share_of_four_and_five(ask):
    sources = ask(log("a", "A0"))
    say(sources.events, ask_scores("csat", (5, 4, 4, 3, 1)))
    overall = run(sources).overall
    assert (overall.value, overall.n, overall.mean) == (0.6, 5, 3.4)
    assert (overall.good, overall.middle, overall.bad) == (3, 1, 1)
    assert (round(overall.low, 4), round(overall.high, 4)) == (0.2307, 0.8824)
