"""A paragraph read by a model: a proposal with the words of each change, which a person alone applies."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import desk
from bot.conversation.turn import Said
from bot.exchange import Incoming
from bot.reply import Buttons, Menu, Press, plain
from bot.settings import Endpoint
from prompts.loader import words
from storage.maps import Reader
from storage.open import Stores, open_stores
from tests.bot.scripted_model import ScriptedModel, Told, call, completion, message

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
ALL = Reader("", everything=True)
PARAGRAPH = (
    "Ben looks at three mills on the web late at night. He could not find the delivery times anywhere. "
    "He then calls the first mill, which answers at once. Write to ben@example.com. He was relieved about that."
)
ITEMS = [
    {"what": "touchpoint", "title": "looks at three mills", "stage": "Search", "channel": "website", "sentences": [1]},
    {"what": "pain_point", "title": "delivery times are nowhere", "stage": "search", "sentences": [2]},
    {"what": "stage", "title": "Ask", "sentences": [3]},
    {"what": "touchpoint", "title": "calls the first mill", "stage": "Ask", "channel": "phone", "sentences": [3]},
    {"what": "mood", "title": "answers at once", "stage": "Ask", "score": 1, "sentences": [5]},
    {"what": "touchpoint", "title": "flies to the moon", "stage": "No such stage", "sentences": [9]},
]
RIGHT = message(call("draft", {"items": ITEMS}))


class Shop:
    """A thread with a map of three stages, and what was said last."""

    def __init__(self, stores: Stores) -> None:
        self.stores, self.endpoint, self.at = stores, None, AT
        self.replies: tuple = ()
        for text in ("new map", "Fewer people drop off", "Ben, 41", "I want flour before five", "Search > Order > Get"):
            self.says(text)

    def takes(self, said: Said, guest: bool = False) -> str:
        incoming = Incoming(
            workspace_id="T1", channel_id="C0SHOP", thread="1.1", said=said, addressed=True,
            reader=Reader(said.by, frozenset(("C0SHOP",)), guest=guest),
            names={"U0ANA": "Ana", "U0BORIS": "Boris"},
        )  # fmt: skip
        outcome = desk.take(incoming, self.stores, self.endpoint)
        with self.stores.transaction() as tx:
            outcome.store(tx, incoming)
        self.replies = outcome.replies
        return "\n".join(plain(reply) for reply in outcome.replies)

    def says(self, text: str, by: str = "U0ANA") -> str:
        return self.takes(Said(by=by, name=by, at=self.at, text=text))

    def presses(self, text: str, by: str = "U0ANA", guest: bool = False, chosen: tuple[str, ...] = ()) -> str:
        rows = [part for reply in self.replies for part in reply.parts]
        found = [b for row in rows if isinstance(row, Buttons) for b in row.buttons if b.text == text]
        found += [menu for menu in rows if isinstance(menu, Menu) and menu.label == text]
        press = Press(action=found[-1].action, value=found[-1].value, text=text, chosen=chosen)
        return self.takes(Said(by=by, name=by, at=self.at, press=press), guest)

    @property
    def map(self):
        (line,) = self.stores.maps.lines("T1", ALL)
        return self.stores.maps.get("T1", line.map_id, ALL)


@pytest.fixture
def shop(tmp_path: Path):
    stores = open_stores(tmp_path)
    yield Shop(stores)
    stores.close()


def proposes(shop: Shop, *told: Told, text: str = PARAGRAPH) -> tuple[str, ScriptedModel]:
    with ScriptedModel(*(told or (RIGHT,))).running() as model:
        shop.endpoint = Endpoint(url=model.url, name="scripted", key=SecretStr("k"))
        said = shop.says(text)
    shop.endpoint = None
    return said, model


def test_a_paragraph_becomes_a_proposal_and_the_map_stays(shop):
    before = shop.map
    said, model = proposes(shop)
    assert shop.map == before
    assert "The model scripted proposes 5 changes. Nothing is on the map yet." in said
    assert (
        '2 · new at "Search": looks at three mills (Website) – "Ben looks at three mills on the web late at night."'
        in said
    )
    assert "flies to the moon" not in said
    sent = str(model.asked[0].body)
    assert "ben@example.com" not in sent and "Search" in sent
    (piece,) = shop.stores.evidence.newest("T1", "C0SHOP", ALL)
    assert "[e-mail]" in piece.text


def test_apply_all_puts_it_on_the_map_with_its_evidence_and_undo_takes_it_back(shop):
    before = shop.map
    proposes(shop)
    assert "Applied 5 of 5 changes. This is version 3." in shop.presses("Apply all")
    after = shop.map
    assert [s.title for s in after.stages] == ["Search", "Order", "Get", "Ask"]
    assert [(t.title, t.channel, t.evidence) for t in after.stages[3].touchpoints] == [
        ("calls the first mill", "phone", ("e1",))
    ]
    (vote,) = after.stages[3].moods
    assert (vote.by, vote.score, vote.evidence) == ("U0ANA", 1, ("e1",))
    assert after.pain_points[0].origin.via == "proposal"
    assert shop.stores.maps.history("T1", after.map_id, ALL)[0].reason == "proposal"
    shop.says("undo")
    assert shop.map.stages == before.stages


def test_chosen_changes_alone_are_applied_and_what_builds_on_others_is_left_out(shop):
    proposes(shop)
    label = shop.presses("Choose")
    assert "Which ones?" in label
    assert "Applied 1 of 5 changes" in shop.presses(words("en")("proposal.which"), chosen=("2", "4"))
    assert [t.title for s in shop.map.stages for t in s.touchpoints] == ["looks at three mills"]


def test_numbers_may_be_typed_after_choose(shop):
    proposes(shop)
    shop.presses("Choose")
    assert "Applied 2 of 5 changes" in shop.says("2 3")
    assert shop.map.pain_points[0].title == "delivery times are nowhere"


def test_a_second_decision_is_told_who_made_the_first(shop):
    proposes(shop)
    replies = shop.replies
    shop.presses("Decline", by="U0BORIS")
    shop.replies = replies
    assert "This was decided by Boris on 4 Nov" in shop.presses("Apply all")
    assert shop.map.pain_points == ()


def test_a_change_whose_field_was_altered_since_is_left_out(shop):
    proposes(shop)
    replies = shop.replies
    shop.says("remove Search", by="U0BORIS")
    shop.replies = replies
    said = shop.presses("Apply all")
    assert "Applied 3 of 5 changes" in said and "2 no longer fit" in said


def test_a_guest_cannot_decide_and_an_old_proposal_has_expired(shop):
    proposes(shop)
    replies = shop.replies
    assert "Guests cannot decide" in shop.presses("Apply all", guest=True)
    shop.replies, shop.at = replies, AT + timedelta(days=15)
    assert "more than 14 days" in shop.presses("Apply all")


@pytest.mark.parametrize(
    "broken",
    [
        Told("", hang_up=True),
        Told("not json"),
        Told("{}", status=500),
        message(content="I changed the map for you"),
        message(call("draft", "{")),
        message(call("draft", {"items": "all"})),
        message(call("draft", {"items": [{"what": "stage"}]})),
        message(call("delete_map", {"items": []})),
        message(call("draft", {"items": [{"what": "mood", "title": "x", "stage": "Search", "score": 9}]})),
        completion([]),
    ],
    ids=["hung up", "no json", "500", "no call", "cut", "no list", "half an item", "another tool", "score", "empty"],
)
def test_after_a_broken_answer_the_rules_read_the_text(shop, broken):
    before = shop.map
    said, _ = proposes(shop, broken)
    assert words("en")("proposal.model_failed") in said
    assert "Saved as evidence" in said and shop.map == before


def test_what_was_not_understood_can_be_tried_again(shop):
    for _ in range(6):
        shop.says("skip")
    with ScriptedModel(message(call("draft", {"items": ITEMS[:1]}))).running() as model:
        shop.endpoint = Endpoint(url=model.url, name="scripted", key=None)
        assert "I did not understand that" in shop.says("the website of three mills")
        assert not model.asked
        said = shop.presses("Let me try again")
    assert "proposes one change" in said and 'new at "Search": looks at three mills' in said
    shop.presses("Apply all")
    assert shop.map.stages[0].touchpoints[0].evidence == ("e1",)
