"""How well the reader does on examples of its own bank that its classifier was not trained on.

Each example is asked, with names and periods in its slots, while a fifth of the bank that holds it is left out.
"""

import importlib
from concurrent.futures import ProcessPoolExecutor
from unittest import mock

from bot.questions.classifier import Weights, fingerprint
from bot.questions.phrases import SLOT_NAMES, examples
from bot.questions.training import fit, matrix
from prompts import loader
from tests.bot.questions.question_cases import NAMES
from tests.evals.judging import Judged, judged
from tests.evals.rows import LANGUAGES, OUTSIDE, Row

PARTS = 5
ASCII = ("en", "de")
NAMED = {"journey": NAMES.journeys, "persona": NAMES.personas, "stage": NAMES.stages, "touchpoint": NAMES.touchpoints}
SAID = {
    "en": {"channel": ("email", "live chat", "store"), "device": ("mobile", "desktop"), "period": ("last month",)},
    "zh": {"channel": ("邮件", "电话", "门店"), "device": ("手机", "电脑"), "period": ("上个月",)},
    "mk": {"channel": ("е-пошта", "телефон", "продавница"), "device": ("мобилен",), "period": ("минатиот месец",)},
    "de": {"channel": ("E-Mail", "Telefon"), "device": ("Handy",), "period": ("letzten Monat",)},
}


def left_out() -> tuple[Judged, ...]:
    """All examples of all languages, each judged without its part of the bank. Takes a minute or two."""
    with ProcessPoolExecutor() as processes:
        return tuple(case for part in processes.map(without, range(PARTS)) for case in part)


def without(part: int) -> tuple[Judged, ...]:
    """The examples of one part, judged by a classifier that was trained on the others."""
    asked, kept = [], []
    for lang in LANGUAGES:
        bank = [(tool, text) for tool, texts in loader.table(f"questions/{lang}").items() for text in texts]
        asked += [_row(lang, *example, n) for n, example in enumerate(bank) if n % PARTS == part]
        kept += [example for n, example in enumerate(examples(lang)) if n >= len(bank) or n % PARTS != part]
    weights = Weights.rounded(*fit(matrix([text for _, text in kept]), [tool for tool, _ in kept]), fingerprint(kept))
    with mock.patch.object(importlib.import_module("bot.questions.understand"), "weights", return_value=weights):
        return tuple(judged(row) for row in asked)


def _row(lang: str, tool: str, text: str, n: int) -> Row:
    """The example with a name of the workspace in each slot, another one from example to example."""
    for slot in SLOT_NAMES:
        choices = _names(slot, lang)
        text = text.replace(f"{{{slot}}}", choices[n % len(choices)])
    return Row(text=text, lang=lang, tools=(tool,), kind=OUTSIDE if tool == OUTSIDE else "tidy", args={})


def _names(slot: str, lang: str) -> tuple[str, ...]:
    if slot in SAID[lang]:
        return SAID[lang][slot]
    said = [word for name in NAMED[slot] for word in (name.title, *name.aliases)]
    return tuple(word for word in said if word.isascii() or lang not in ASCII)
