"""Forms between Slack and the stores: what is drawn, what a sent form is answered with, who may open and save."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.forms.about import KINDS, About
from bot.forms.clashes import Clash
from bot.forms.fields import fields_of
from bot.forms.form import Form, rows
from bot.slack.check import check_view
from bot.slack.forms.asking import Askers
from bot.slack.forms.opening import Opener, Wanted
from bot.slack.forms.submitting import Answer, Submissions
from bot.slack.heard import Heard
from bot.slack.people import People
from bot.slack.pools import Pools
from bot.slack.speech import Speech
from bot.slack.views.form import form_view
from bot.slack.views.form_state import typed
from prompts.loader import words
from storage.errors import StoreUnavailable
from storage.maps import Reader
from storage.model import changes as c
from storage.model.apply import apply
from storage.model.changes import Change
from storage.model.journey import Home, JourneyMap
from storage.open import Stores
from tests.bot.forms.maps import COLLEEN, journey, known
from tests.bot.slack.conftest import Clock

TEAM, VACUUM, PRIVATE = "T0WAYMARK", "C0VACUUM", "C0PRODUCT"
ANA, BORIS, MIA, GINA, PETRA = "U0ANA", "U0BORIS", "U0MIA", "U0GINA", "U0PETRA"
EVERYTHING = Reader("", everything=True)
EN = words("en")
TYPED = ("line", "text", "lines", "questions", "address")


class House:
    """A map in a channel, and the forms of it."""

    def __init__(self, client: AsyncWebClient, stores: Stores, pools: Pools, clock: Clock) -> None:
        self.stores, self.clock = stores, clock
        people, speech = People(client, stores, pools, clock), Speech(stores, pools, "en")
        askers = Askers(people, stores, pools, clock)
        self.opener = Opener(client, askers, speech, stores, pools, asyncio.Event())
        self.submissions = Submissions(askers, speech, self.opener, stores, pools, clock, asyncio.Event())

    def holds(self, channel: str, *more: Change) -> JourneyMap:
        made = journey(*more).model_copy(
            update={"workspace_id": TEAM, "home": Home(channel_id=channel, thread_ts="1.0")}
        )
        self.stores.personas.save(COLLEEN.model_copy(update={"workspace_id": TEAM}))
        return self.stores.maps.create(made, ANA, self.clock())

    def changes(self, by: str, *changes: Change) -> JourneyMap:
        now = self.stores.maps.get(TEAM, "vacuum", EVERYTHING)
        return self.stores.maps.save(apply(now, changes, by, self.clock(), "chat"), changes, by, self.clock())

    async def opens(self, who: str, what: str, value: str, channel: str = VACUUM) -> dict[str, Any]:
        wanted = Wanted(TEAM, who, channel, "t.1", "", what, value)
        view = await self.opener.view(wanted, EN)
        return {"id": "V1", "hash": "h1", "state": {"values": {}}, **view}

    async def sends(self, who: str, view: dict[str, Any], **filled: str) -> Answer:
        return await self.submissions.sent({**view, "state": {"values": state(view, **filled)}}, TEAM, who)

    def taken(self) -> list[Heard]:
        found = []
        while row := self.stores.inbox.take(self.clock(), timedelta(hours=1), frozenset()):
            found.append(Heard.model_validate(row.body))
            self.stores.inbox.done(row.number)
        return found


def state(view: dict[str, Any], **filled: str) -> dict[str, Any]:
    """Slack's state.values for a view with some fields typed anew; `settle_title` settles a clash."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        key, element = block["block_id"].partition("@")[0], block["element"]
        value = filled.get(key.replace("settle:", "settle_"))
        initial = element.get("initial_option")
        entry: dict[str, Any] = {"type": element["type"]}
        match element["type"]:
            case "plain_text_input":
                entry["value"] = element.get("initial_value") if value is None else value
            case "users_select":
                entry["selected_user"] = element.get("initial_user") if value is None else value
            case "datepicker":
                entry["selected_date"] = element.get("initial_date") if value is None else value
            case _:
                entry["selected_option"] = initial if value is None else {"value": value}
        values[block["block_id"]] = {element["action_id"]: entry}
    return values


@pytest.fixture
def house(client: AsyncWebClient, stores: Stores, pools: Pools, clock: Clock) -> House:
    return House(client, stores, pools, clock)


def big() -> JourneyMap:
    """A map as large as it may be, with titles as long as they may be."""
    now = journey()
    for s in range(10):
        now = _with(now, c.AddStage(title=f"{s} " + "s" * 58, slug=f"s{s}"))
        for t in range(11):
            now = _with(now, c.AddTouchpoint(stage=f"s{s}", title=f"{s} {t} " + "t" * 110, slug=f"t{s}-{t}"))
    for o in range(40):
        now = _with(now, c.AddOpportunity(title=f"{o} " + "o" * 190, slug=f"o{o}"))
    return now


def _with(now: JourneyMap, change: Change) -> JourneyMap:
    return apply(now, (change,), ANA, Clock()(), "chat")


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize("kind", KINDS)
def test_slack_takes_every_form_even_with_all_fields_full_and_in_dispute(kind: str, lang: str):
    things = {"stage": "compare", "touchpoint": "reads-reviews", "pain_point": "too-much-text",
              "action": "draw-tool", "persona": "colleen"}  # fmt: skip
    about = About.model_validate({"map_id": "vacuum", "kind": kind, "thing": things[kind], "version": 3})
    ground = known(big(), persona=COLLEEN)
    full = {f.key: "\n".join(["图" * f.longest] * f.most) for f in fields_of(about.kind, False)}
    now, shapes = ground.now(about), {field.key: field.shape for field in fields_of(about.kind, False)}
    assert now is not None
    clashes = {key: Clash(mine=text, theirs=text, by="Boris") for key, text in full.items()}
    disputed = about.model_copy(update={"clashing": tuple(full)})
    form = Form(
        about=disputed,
        filled={key: full[key] if shapes[key] in TYPED else now[key] for key in full},
        clashes=clashes,
        notice="n" * 300,
    )
    view = form_view(form, rows(form, ground, words(lang)), words(lang))
    assert [finding for finding in check_view(view) if finding.severity == "reject"] == []
    again = typed({**view, "state": {"values": {}}})
    assert again is not None and again.about == disputed


async def test_only_ids_and_the_version_travel_with_a_form(house: House):
    house.holds(VACUUM)
    view = await house.opens(ANA, "open", "vacuum|touchpoint|reads-reviews|")
    assert view["private_metadata"] == '{"map_id":"vacuum","kind":"touchpoint","thing":"reads-reviews","version":1}'


async def test_a_sent_form_is_in_the_inbox_before_it_is_closed_and_only_once(house: House):
    house.holds(VACUUM)
    view = await house.opens(ANA, "open", "vacuum|touchpoint|reads-reviews|")
    for _ in range(2):
        assert await house.sends(ANA, view, place="desk 3") == {}
    (heard,) = house.taken()
    assert (heard.channel, heard.thread_ts, heard.user) == (VACUUM, "1.0", ANA)
    assert heard.form is not None and heard.form.after["place"] == "desk 3" and heard.form.before["place"] == ""


async def test_a_form_without_a_change_leaves_no_row(house: House):
    house.holds(VACUUM)
    assert await house.sends(ANA, await house.opens(ANA, "open", "vacuum|stage|compare|")) == {}
    assert house.taken() == []


async def test_errors_stand_at_the_blocks_of_their_fields(house: House):
    house.holds(VACUUM)
    answer = await house.sends(ANA, await house.opens(ANA, "open", "vacuum|stage|compare|"), title="", short="x" * 15)
    assert answer["response_action"] == "errors" and set(answer["errors"]) == {"title@1", "short@1"}
    assert house.taken() == []


async def test_a_notice_stands_on_top_and_the_blocks_keep_their_ids(house: House):
    house.holds(VACUUM)
    view = await house.opens(ANA, "open", "vacuum|stage|compare|")
    answer = await house.sends(ANA, view, why="slow")
    assert answer["response_action"] == "update"
    alert, *blocks = answer["view"]["blocks"]
    assert alert["type"] == "alert" and blocks == view["blocks"]
    twice = await house.sends(ANA, {**view, **answer["view"]}, why="slow")
    assert [block["type"] for block in twice["view"]["blocks"]].count("alert") == 1


async def test_two_at_once_choose_between_both_texts_and_nothing_is_overwritten(house: House):
    house.holds(VACUUM)
    view = await house.opens(ANA, "open", "vacuum|touchpoint|reads-reviews|")
    house.changes(BORIS, c.SetTouchpoint(touchpoint="reads-reviews", field="title", value="reads tests"))
    answer = await house.sends(ANA, view, title="studies reviews", place="desk 3")
    assert answer["response_action"] == "update" and house.taken() == []
    shown = {**view, **answer["view"], "hash": "h2"}
    both = next(block for block in shown["blocks"] if block.get("fields"))
    assert ["studies reviews" in both["fields"][0]["text"], "reads tests" in both["fields"][1]["text"]] == [True, True]
    undecided = await house.sends(ANA, shown)
    assert set(undecided["errors"]) == {"settle:title@2"} and house.taken() == []
    assert await house.sends(ANA, shown, settle_title="both") == {}
    (heard,) = house.taken()
    assert heard.form is not None
    assert (heard.form.after["title"], heard.form.after["place"]) == ("reads tests / studies reviews", "desk 3")


async def test_a_form_of_a_map_that_was_erased_meanwhile_says_so_and_gives_the_words_back(house: House):
    house.holds(VACUUM)
    view = await house.opens(ANA, "open", "vacuum|touchpoint|reads-reviews|")
    house.stores.maps.forget(TEAM, "vacuum")
    answer = await house.sends(ANA, view, place="desk 3")
    assert answer["response_action"] == "update" and "submit" not in answer["view"]
    told = [block["text"]["text"] for block in answer["view"]["blocks"]]
    assert told[0] == EN("forms.gone_map") and "Where exactly: desk 3" in told


async def test_a_form_of_a_thing_that_was_taken_away_says_so_and_of_a_renamed_one_is_saved(house: House):
    house.holds(VACUUM)
    view, other = [await house.opens(ANA, "open", f"vacuum|touchpoint|{t}|") for t in ("reads-reviews", "asks-friends")]
    house.changes(BORIS, c.RemoveTouchpoint(touchpoint="reads-reviews"))
    house.changes(BORIS, c.SetTouchpoint(touchpoint="asks-friends", field="title", value="asks the family"))
    gone = await house.sends(ANA, view, place="desk 3")
    assert "reads reviews" in gone["view"]["blocks"][0]["text"]["text"]
    assert await house.sends(ANA, other, place="at home") == {}
    assert [heard.form.after["place"] for heard in house.taken() if heard.form] == ["at home"]


@pytest.mark.parametrize("call", ["get", "put"])
async def test_while_the_stores_are_away_the_form_stays_with_what_was_typed(
    house: House, call: str, monkeypatch: pytest.MonkeyPatch
):
    house.holds(VACUUM)
    view = await house.opens(ANA, "open", "vacuum|touchpoint|reads-reviews|")

    def broken(*args: object, **more: object) -> None:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr(house.stores.maps if call == "get" else house.stores.inbox, call, broken)
    answer = await house.sends(ANA, view, place="desk 3")
    assert answer["response_action"] == "update" and answer["view"]["blocks"][1:] == view["blocks"]
    assert EN("forms.notice.try_again") == answer["view"]["blocks"][0]["text"]["text"]


@pytest.mark.parametrize(
    ("who", "channel", "may"),
    [(ANA, PRIVATE, True), (MIA, PRIVATE, False), (GINA, VACUUM, False), (PETRA, VACUUM, False), (MIA, VACUUM, True)],
)
async def test_who_may_not_change_a_map_neither_opens_nor_sends_its_form(
    house: House, who: str, channel: str, may: bool
):
    house.holds(channel)
    opened = await house.opens(who, "open", "vacuum|stage|compare|", channel="C0GENERAL")
    assert ("submit" in opened) is may
    theirs = await house.opens(ANA, "open", "vacuum|stage|compare|")
    answer = await house.sends(who, theirs, short="Weigh")
    assert (answer == {}) is may and bool(house.taken()) is may


async def test_where_another_company_reads_along_no_form_opens(house: House):
    house.holds(VACUUM)
    view = await house.opens(ANA, "open", "vacuum|stage|compare|", channel="C0PARTNER")
    assert "submit" not in view and view["blocks"][0]["text"]["text"] == EN("errors.no_forms_outside")


async def test_a_trigger_that_came_too_late_leaves_a_button(house: House):
    house.holds(VACUUM)
    wanted = Wanted(TEAM, ANA, VACUUM, "1.expired", "https://slack/response", "open", "vacuum|stage|compare|")
    await house.opener.open(wanted)
    row = house.stores.outbox.take(house.clock(), frozenset())
    assert row is not None and row.method == "response_url"
    button = row.payload["blocks"][-1]["elements"][0]
    assert (button["action_id"], button["value"]) == ("form.open#0", "vacuum|stage|compare|")


async def test_edit_finds_map_and_thing_and_else_lets_one_choose(house: House):
    house.holds(VACUUM)
    named = await house.opens(ANA, "edit", "vacuum reads reviews")
    assert named["callback_id"] == "form" and '"thing":"reads-reviews"' in named["private_metadata"]
    colleen = await house.opens(ANA, "edit", "vacuum curious colleen")
    assert '"kind":"persona"' in colleen["private_metadata"]
    for text in ("vacuum", "vacuum xyzzy"):
        assert (await house.opens(ANA, "edit", text))["callback_id"] == "form_choose"
    assert "submit" not in await house.opens(ANA, "edit", "")
    assert "submit" not in await house.opens(ANA, "edit", "nowhere")


async def test_the_list_of_a_full_map_is_taken_by_slack_and_leads_to_its_forms(house: House):
    now = house.holds(VACUUM)
    house.changes(ANA, *(c.AddTouchpoint(stage="look", title=f"{n} " + "ж" * 110) for n in range(15)))
    view = await house.opens(ANA, "choose", now.map_id)
    assert [finding for finding in check_view(view) if finding.severity == "reject"] == []
    picked = {"chosen": {"chosen": {"selected_option": {"value": "pain_point|too-much-text|"}}}}
    answer = await house.submissions.chose({**view, "state": {"values": picked}}, TEAM, ANA)
    assert answer["response_action"] == "update" and '"thing":"too-much-text"' in answer["view"]["private_metadata"]
