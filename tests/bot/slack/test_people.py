"""Who speaks and whose maps may appear: full members, guests, outsiders, and what Slack will not tell."""

from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.driver import Playground
from bot.playground.workspace import BOT_USER
from bot.slack.calls import SlackBusy
from bot.slack.heard import Heard
from bot.slack.people import People
from bot.slack.pools import Pools
from storage.model.journey import Home, JourneyMap
from storage.model.types import Owner
from storage.open import Stores
from tests.bot.slack.conftest import Clock

TEAM, GENERAL, VACUUM, PRIVATE, SHARED = "T0WAYMARK", "C0GENERAL", "C0VACUUM", "C0PRODUCT", "C0PARTNER"
ANA, BORIS, MIA, GINA, PETRA = "U0ANA", "U0BORIS", "U0MIA", "U0GINA", "U0PETRA"


@pytest.fixture
def people(client: AsyncWebClient, stores: Stores, pools: Pools, clock: Clock) -> People:
    """Maps lie in every kind of channel."""
    for channel in (GENERAL, VACUUM, PRIVATE, SHARED, "D0ANA", "C0GONE"):
        made = JourneyMap(
            workspace_id=TEAM,
            map_id=f"map-{channel.lower()}",
            title=channel,
            owner=Owner(label="Ana"),
            persona_ids=("ana",),
            home=Home(channel_id=channel),
        )
        stores.maps.create(made, ANA, clock())
    return People(client, stores, pools, clock)


async def channels(people: People, user: str, channel: str = GENERAL, private: bool = True) -> set[str]:
    heard = Heard(team=TEAM, channel=channel, user=user, private=private, direct=channel.startswith("D"))
    return set((await people.reader(heard, await people.someone(TEAM, user))).channels) - {""}


async def test_a_public_answer_knows_the_maps_of_its_channel_alone(people: People):
    assert await channels(people, ANA, GENERAL, private=False) == {GENERAL}


async def test_a_member_privately_reads_public_channels_and_the_private_ones_they_are_in(people: People):
    assert await channels(people, BORIS) == {GENERAL, VACUUM, PRIVATE}
    assert await channels(people, MIA) == {GENERAL, VACUUM}


async def test_a_guest_reads_the_channels_they_are_in(people: People):
    assert await channels(people, GINA, "D0GINA") == {"D0GINA", VACUUM}


async def test_the_own_direct_message_is_known_once_it_was_used_and_nobody_elses(people: People):
    assert "D0ANA" not in await channels(people, ANA)
    assert "D0ANA" in await channels(people, ANA, "D0ANA")
    assert "D0ANA" in await channels(people, ANA)
    assert "D0ANA" not in await channels(people, BORIS)


async def test_a_person_of_another_company_is_outside_and_not_kept(people: People, stores: Stores):
    petra = await people.someone(TEAM, PETRA)
    assert petra.outside and not petra.full
    assert stores.workspaces.member(TEAM, PETRA) is None


async def test_without_the_scope_for_people_the_id_is_the_name_and_only_membership_counts(
    people: People, standin: Playground
):
    await standin.fault("error", "users.info", times=9, value="missing_scope")
    assert (await people.someone(TEAM, MIA)).member.name == MIA
    assert await channels(people, MIA) == {GENERAL, VACUUM}
    assert await channels(people, GINA) == {GENERAL, VACUUM}
    assert PRIVATE not in await channels(people, MIA)


@pytest.mark.parametrize("kind", ["503", "429", "drop_before"])
async def test_trouble_at_slacks_is_not_taken_for_an_answer(people: People, standin: Playground, kind: str):
    await standin.fault(kind, "conversations.info")
    with pytest.raises(SlackBusy):
        await people.place(GENERAL)
    assert not (await people.place(GENERAL)).outside


async def test_a_channel_that_slack_does_not_tell_of_is_closed(people: People, standin: Playground):
    standin.running.slack.workspace.channels[PRIVATE].members.remove(BOT_USER)
    place = await people.place(PRIVATE)
    assert (place.private, place.outside, place.unknown) == (True, True, "channel_not_found")


async def test_the_language_of_a_persons_slack_is_kept_and_the_one_they_chose_stays(
    people: People, standin: Playground, stores: Stores, clock: Clock
):
    boris = standin.running.slack.workspace.people[BORIS]
    boris.locale = "zh-CN"
    assert (await people.someone(TEAM, BORIS)).member.locale == "zh"
    stored = stores.workspaces.member(TEAM, BORIS)
    assert stored is not None and (stored.lang, stored.locale) == (None, "zh")
    stores.workspaces.save_member(stored.model_copy(update={"lang": "mk"}))
    boris.locale = "de-DE"
    clock.now += timedelta(minutes=11)
    await people.someone(TEAM, BORIS)
    stored = stores.workspaces.member(TEAM, BORIS)
    assert stored is not None and (stored.lang, stored.locale) == ("mk", None)


async def test_an_admin_of_the_workspace_is_known_as_one(people: People):
    roles = [(await people.someone(TEAM, user)).member.role for user in (ANA, BORIS, GINA)]
    assert roles == ["admin", "editor", "guest"]


async def test_a_channel_shared_with_others_is_outside(people: People):
    assert (await people.place(SHARED)).outside
    assert not (await people.place(GENERAL)).outside


async def test_what_was_looked_up_is_asked_again_after_ten_minutes(people: People, standin: Playground, clock: Clock):
    for minutes in (0, 9, 2):
        clock.now += timedelta(minutes=minutes)
        await people.someone(TEAM, ANA)
        await people.place(GENERAL)
    for method in ("users.info", "conversations.info"):
        assert len(await standin.journal("call", method)) == 2


async def test_members_of_a_large_channel_are_read_to_the_last_page(people: People, standin: Playground):
    crowd = [f"U{n:05}" for n in range(2_500)]
    standin.running.slack.workspace.channels[PRIVATE].members[:0] = crowd
    assert PRIVATE in await channels(people, BORIS)
