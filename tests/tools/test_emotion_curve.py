"""emotion_curve: the drawn curve, and what customers answered beside it."""

import pytest

from storage.model.journey import JourneyMap
from tests.tools.conftest import make_map
from tests.tools.logs import late, log, say
from tools import emotion_curve
from tools.emotion_curve import EmotionCurveArgs


def run(sources, **args):
    return emotion_curve.run(EmotionCurveArgs(**args), sources)


def felt(slug, *scores, why=None):
    votes = [{"by": f"U{n}", "score": score, "why": why, "at": "2026-11-01T00:00:00Z"} for n, score in enumerate(scores)]
    return {"slug": slug, "title": slug.title(), "moods": votes}


def test_the_sample(sample):
    result = run(sample)
    print(result.model_dump_json(indent=1))
    assert 0
