"""Which map a question is about that names none, where a channel has several."""

from datetime import UTC, datetime

from bot import asking
from bot.examples import examples
from prompts.loader import words
from storage.maps import Reader
from storage.model.journey import LISTS, Home, JourneyMap
from storage.open import open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
READER = Reader("U0EVA", frozenset(("C0SHOP",)))


def test_a_map_without_stages_yet_does_not_take_the_place_of_the_one_that_can_be_counted(tmp_path):
    stores = open_stores(tmp_path)
    drawn: JourneyMap = examples()["vacuum-break-again"].document.map.model_copy(
        update={"workspace_id": "T1", "home": Home(channel_id="C0SHOP")}
    )
    empty = dict.fromkeys(("stages", *LISTS), ())
    begun = drawn.model_copy(update={"map_id": "returns", "title": "returns"} | empty)
    stores.maps.create(drawn, "U0EVA", AT)
    stores.maps.create(begun, "U0EVA", AT.replace(hour=10))
    thread = asking.Thread("T1", READER, AT.replace(hour=11), channel_id="C0SHOP")
    answered = asking.answer("where do customers drop off?", thread, stores, words("en"))
    assert answered.frame is not None and answered.frame.args.journey == drawn.title
    stores.close()
