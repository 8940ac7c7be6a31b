"""The Home tab: what it shows to whom, within Slack's limits, and how it is published."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot import files_in
from bot.home import Home, Visitor, home
from bot.playground.driver import Playground
from bot.slack.check import check_view
from bot.slack.evidence.reading import Messages
from bot.slack.homes import Homes, Tab
from bot.slack.limits import VIEW_BLOCKS
from bot.slack.listeners.home import read
from bot.slack.listeners.messages import Bot
from bot.slack.people import People
from bot.slack.pools import Pools
from bot.slack.speech import Speech
from bot.slack.views.home import away_view, home_view
from prompts.loader import words
from storage.errors import StoreUnavailable
from storage.maps import Reader
from storage.model.journey import Action, JourneyMap
from storage.model.journey import Home as Place
from storage.model.session import Member
from storage.model.types import Origin, Owner
from storage.open import Stores
from tests.bot.evidence.desk_of_evidence import SAMPLE
from tests.bot.slack.conftest import Clock

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
TEAM = "T0WAYMARK"
ANA = Owner(label="Ana", member_id="U0ANA")


def visitor(*channels: str, guest: bool = False, member: str = "U0ANA") -> Visitor:
    return Visitor("T1", member, "Ana", Reader(member, frozenset(channels), guest), AT)


def action(slug: str, days: int | None, owner: Owner | None = ANA) -> Action:
    due_on = AT.date() + timedelta(days=days) if days is not None else None
    origin = Origin(by="U0ANA", at=AT, via="chat")
    return Action(slug=slug, title=slug.replace("-", " "), owner=owner, due_on=due_on, origin=origin)


def stored(stores: Stores, map_id: str, channel: str = "C0SHOP", by: str = "U0ANA", **more) -> JourneyMap:
    sample = files_in.import_map(SAMPLE, "T1", channel, stores, AT, by)
    journey = sample.model_copy(update={"map_id": map_id, "title": map_id, "owner": ANA, "actions": ()} | more)
    stores.maps.forget("T1", sample.map_id)
    return stores.maps.create(journey, by, AT)


def shown(found: Home, lang: str = "en") -> str:
    return json.dumps(home_view(found, {}, words(lang)), ensure_ascii=False)


def test_ones_actions_come_overdue_first_and_those_without_a_day_last(stores: Stores):
    mia = Owner(label="Mia", member_id="U0MIA")
    actions = (action("later", 9), action("some-day", None), action("late", -3), action("hers", -9, mia))
    stored(stores, "flour", actions=actions)
    todos = home(visitor("C0SHOP"), stores, words("en")).todos
    assert [(todo.item, todo.overdue) for todo in todos] == [("late", True), ("later", False), ("some-day", False)]


def test_nothing_is_shown_that_the_person_may_not_read(stores: Stores):
    stored(stores, "secret", "C0SECRET", actions=(action("hidden-deed", -1),))
    stored(stores, "hers", privacy="private", owner=Owner(label="Mia", member_id="U0MIA"), actions=(action("x", 1),))
    found = home(visitor("C0SHOP"), stores, words("en"))
    assert found.first_visit and not found.news
    assert "secret" not in shown(found) and "hers" not in shown(found)
    assert home(visitor("C0SECRET"), stores, words("en")).todos[0].item == "hidden-deed"


def test_a_guest_sees_maps_of_their_channels_and_no_data(stores: Stores, tmp_path):
    events = tmp_path / "events.csv"
    events.write_text("customer_id,occurred_at,event\n1,2026-01-01,visit\n2,2026-01-02,visit\n")
    files_in.import_events(events, "T1", None, "UTC", stores)
    stored(stores, "flour", owner=Owner(label="Gus", member_id="U0GUEST"), home=Place(channel_id="C0SHOP"))
    full = shown(home(visitor("C0SHOP"), stores, words("en")))
    assert "events.csv: 2 rows" in full and "Import data" in full
    guest = shown(home(visitor("C0SHOP", guest=True, member="U0GUEST"), stores, words("en")))
    assert "flour" in guest and "You are a guest here" in guest
    assert "events.csv" not in guest and "Import data" not in guest and "Start a map" not in guest


def test_ten_maps_stand_on_a_page_and_what_colleagues_changed_below(stores: Stores):
    for n in range(23):
        stored(stores, f"map-{n:02}", by="U0MIA" if n == 5 else "U0ANA")
    pages = [home(visitor("C0SHOP"), stores, words("en"), page) for page in (0, 1, 2, 9)]
    assert [len(found.maps) for found in pages] == [10, 10, 3, 3]
    assert [news.line.map_id for news in pages[0].news] == ["map-05"]
    assert "Page 1 of 3" in shown(pages[0]) and "home.page#back" not in shown(pages[0])
    assert "home.page#on" not in shown(pages[2])


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
def test_the_fullest_tab_keeps_slacks_limits_and_speaks_the_persons_language(stores: Stores, lang: str):
    long = "吸尘器 <@U1> & *Ж* " * 5
    for n in range(12):
        actions = tuple(action(f"deed-{k}", k).model_copy(update={"title": long * 2}) for k in range(40))
        stored(stores, f"map-{n}", title=long[:80], actions=actions, by="U0MIA")
    view = home_view(home(visitor("C0SHOP"), stores, words(lang)), {}, words(lang))
    assert [finding for finding in check_view(view) if finding.severity == "reject"] == []
    assert len(view["blocks"]) <= VIEW_BLOCKS and "<@U1>" not in json.dumps(view)
    assert words(lang)("home.maps") in json.dumps(view, ensure_ascii=False)


def test_a_press_on_the_tab_is_read_as_one_in_the_direct_message():
    body = {
        "type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": {"type": "home", "id": "V1"},
        "container": {"type": "view", "view_id": "V1"},
        "actions": [{"action_id": "team.done#3", "block_id": "b", "value": "flour|deed", "action_ts": "1.2"}],
    }  # fmt: skip
    heard = read(body)
    assert heard and heard.press and (heard.press.action, heard.press.value) == ("team.done", "flour|deed")
    assert heard.direct and heard.channel == ""
    for here in ("home.page#on", "home.reload", "home.import", "home.link#0"):
        assert read(body | {"actions": [{"action_id": here, "block_id": "b"}]}) is None


class House:
    """A stand-in with Ana's open tab, published by the real parts."""

    def __init__(self, slack: Playground, client: AsyncWebClient, stores: Stores, pools: Pools, clock: Clock) -> None:
        self.slack, self.client, self.stores = slack, client, stores
        self.ana = slack.person("Ana")
        people, speech = People(client, stores, pools, clock), Speech(stores, pools, "en")
        messages = Messages(client, Bot(user_id="UBOT", team_id=TEAM))
        self.homes = Homes(client, people, messages, speech, stores, pools, clock, every_seconds=0.4)
        self.tab = Tab(TEAM, self.ana.id, "D0ANA")

    async def published(self) -> int:
        return len(await self.slack.journal(kind="call", method="views.publish"))


@pytest.fixture
def house(standin: Playground, client: AsyncWebClient, stores: Stores, pools: Pools, clock: Clock) -> House:
    return House(standin, client, stores, pools, clock)


async def test_it_speaks_the_language_that_the_person_chose(house: House):
    me = Member(workspace_id=TEAM, member_id=house.ana.id, name="Ana", lang="mk")
    house.stores.workspaces.save_member(me)
    await house.homes.show(house.tab)
    await house.ana.waits(lambda: house.ana.home and "Почни мапа" in str(house.ana.home), what="the tab")


async def test_somebody_of_another_company_sees_no_map(house: House):
    await house.homes.show(house.tab._replace(team="T0OTHER"))
    await house.ana.waits(lambda: house.ana.home and "shared with other companies" in str(house.ana.home), what="why")
    assert "Start a map" not in str(house.ana.home)


async def test_many_changes_are_published_once_after_a_while(house: House):
    await house.homes.show(house.tab)
    for _ in range(20):
        house.homes.touched((house.ana.id, "U0STRANGER"))
    await asyncio.sleep(0.1)
    assert await house.published() == 1
    await asyncio.sleep(0.8)
    assert await house.published() == 2


async def test_a_newer_view_than_ours_is_replaced_by_one_built_anew(house: House):
    await house.homes.show(house.tab)
    other = {"type": "home", "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "another"}}]}
    await house.client.views_publish(user_id=house.ana.id, view=other)
    await house.homes.page(TEAM, house.ana.id, 0)
    await house.ana.waits(lambda: house.ana.home and "Start a map" in str(house.ana.home), what="ours")
    assert await house.published() == 4


async def test_without_the_stores_it_says_so_and_reload_brings_it_back(house: House, monkeypatch):
    def away(*_: object) -> None:
        raise StoreUnavailable("gone")

    with monkeypatch.context() as patched:
        patched.setattr(type(house.stores.maps), "lines", away)
        await house.homes.show(house.tab)
        await house.ana.waits(lambda: "Your maps are safe" in str(house.ana.home), what="the sentence")
    await house.homes.page(TEAM, house.ana.id, 0)
    await house.ana.waits(lambda: "Start a map" in str(house.ana.home), what="the tab")


def test_the_sentence_for_the_worst_case_can_be_shown():
    assert [f for f in check_view(away_view(words("zh"))) if f.severity == "reject"] == []
