"""The maps that are drawn in tests, by name."""

from typing import NamedTuple

import picture_limits as limits
import picture_maps as maps
import picture_scripts as scripts

from bot.pictures.card import card_svg
from bot.pictures.journey_map import journey_map_svgs
from bot.pictures.stage_numbers import JourneyNumbers
from prompts.loader import Words, words
from storage.model.journey import JourneyMap
from storage.model.persona import Persona

WORDS = words("en")


class Case(NamedTuple):
    journey: JourneyMap
    persona: Persona
    numbers: JourneyNumbers | None = None

    @property
    def words(self) -> Words:
        return words(self.journey.lang)

    def card(self) -> str:
        return card_svg(self.journey, (self.persona,), maps.BACKINGS, self.words, self.numbers, on=maps.ON)

    def full(self) -> tuple[str, ...]:
        return journey_map_svgs(self.journey, (self.persona,), maps.BACKINGS, self.words, self.numbers, on=maps.ON)

    def pictures(self) -> tuple[str, ...]:
        return (self.card(), *self.full())


CASES = {
    "colleen": Case(maps.colleen(), maps.persona(), maps.colleen_numbers()),
    "felt": Case(maps.felt_touchpoints(), maps.persona(quote="I have no time to dig."), maps.colleen_numbers()),
    "empty": Case(limits.empty(), maps.persona()),
    "one-stage": Case(limits.one_stage(), maps.persona()),
    "twelve-stages": Case(limits.twelve_stages(), maps.persona(), limits.twelve_numbers()),
    "longest-texts": Case(limits.longest_texts(), limits.longest_persona()),
    "chinese": Case(scripts.chinese(), scripts.chinese_persona(), scripts.chinese_numbers()),
    "macedonian": Case(scripts.macedonian(), scripts.macedonian_persona(), scripts.macedonian_numbers()),
    "chinese-empty": Case(limits.empty().model_copy(update={"lang": "zh"}), scripts.chinese_persona()),
    "macedonian-empty": Case(limits.empty().model_copy(update={"lang": "mk"}), scripts.macedonian_persona()),
    "missing-glyphs": Case(limits.missing_glyphs(), maps.persona()),
    "disagreement": Case(limits.crowded_disagreement(), maps.persona()),
}
