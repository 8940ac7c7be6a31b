"""Who may see which map: what belongs to a private channel, a direct message or another company stays there."""

import json
from pathlib import Path

import pytest

from bot.playground.driver import ActRefused, Playground
from bot.playground.person import Person, text_of
from bot.playground.workspace import BOT_USER
from tests.e2e.hearing import hears, newest, said_by_waymark, taken_by_slack

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "curious_colleen.json"
SECRET = "The secret checkout"


def secret_map(folder: Path) -> Path:
    """The sample map under a name of its own."""
    document = json.loads(EXAMPLE.read_text("utf-8"))
    document["map"] |= {"title": SECRET, "map_id": "secret-checkout"}
    file = folder / "secret.json"
    file.write_text(json.dumps(document), "utf-8")
    return file


async def brings(person: Person, channel: str, file: Path) -> None:
    """The map's file, dropped into the channel with a mention."""
    await person.uploads(channel, file, text="@Waymark")
    await hears(person, "secret-checkout", channel=channel)


async def answer_to(person: Person, channel: str, command: str) -> str:
    """What Waymark answers privately to this command."""
    before = newest(person)
    await person.slash(channel, command)
    return text_of(await hears(person, "", channel=channel, after=before))


@pytest.fixture
async def guarded(slack: Playground, tmp_path: Path) -> Playground:
    """A map in #product-private, where Ana and Boris are and Mia is not."""
    await brings(slack.person("Boris"), "#product-private", secret_map(tmp_path))
    return slack


async def test_a_member_sees_the_private_channels_map_privately_from_anywhere(guarded: Playground):
    boris = guarded.person("Boris")
    assert SECRET in await answer_to(boris, "#general", "/journey list")
    assert "First weeks" in await answer_to(boris, "#general", "/journey show secret-checkout")
    assert await taken_by_slack(guarded) == []


async def test_nobody_else_finds_the_private_channels_map(guarded: Playground):
    mia = guarded.person("Mia")
    for command in ("list", "show secret-checkout", f"ask what is the lowest point of {SECRET}?",
                    "export json secret-checkout", "lst", "show secret"):  # fmt: skip
        answer = await answer_to(mia, "#general", f"/journey {command}")
        assert "Compare" not in answer and "secret checkout" not in answer.lower().replace(command, ""), command
    assert [m for m in mia.shown("@Waymark") if m["files"]] == []
    assert await taken_by_slack(guarded) == []


async def test_a_public_question_in_another_channel_does_not_reach_the_private_map(guarded: Playground):
    boris = guarded.person("Boris")
    said = await boris.says("#general", "@Waymark show secret-checkout")
    answer = await hears(boris, "", thread=said["ts"])
    assert "First weeks" not in text_of(answer)
    await boris.says("#general", f"@Waymark what is the lowest point of {SECRET}?")
    await guarded.person("Mia").waits(
        lambda: len(said_by_waymark(guarded.person("Mia"), "#general")) == 2, what="answer"
    )
    assert all("Compare" not in text for text in said_by_waymark(guarded.person("Mia")))


async def test_sharing_the_private_map_elsewhere_is_refused_and_the_private_answer_stays(guarded: Playground):
    boris, mia = guarded.person("Boris"), guarded.person("Mia")
    await answer_to(boris, "#general", "/journey show secret-checkout")
    before = newest(boris)
    await boris.clicks("Share", channel="#general")
    refusal = await hears(boris, "Not everybody in this channel", after=before)
    assert refusal["ephemeral"] and said_by_waymark(mia) == []
    assert [m for m in boris.shown("#general") if "First weeks" in text_of(m)]
    assert await taken_by_slack(guarded) == []


async def test_a_press_with_somebody_elses_map_in_its_value_opens_nothing(guarded: Playground):
    """Values of buttons are not trusted: the rights are those of the one who presses, at the time of pressing."""
    mia, boris = guarded.person("Mia"), guarded.person("Boris")
    await boris.says("#general", "@Waymark list")
    await hears(boris, "no map here", channel="#general")
    await answer_to(boris, "#general", "/journey list")
    card = boris.shown("#general")[-1]
    guarded.running.slack.workspace.find(card["channel"], card["ts"]).only_for = mia.id
    menu = next(block for block in card["blocks"] if block["type"] == "actions")
    await mia.acts("click", channel=card["channel"], ts=card["ts"], block_id=menu["block_id"],
                   action_id=menu["elements"][0]["action_id"], selected="secret-checkout")  # fmt: skip
    answer = await hears(mia, "No map is called", channel="#general")
    assert "First weeks" not in text_of(answer)


async def test_a_map_of_a_direct_message_is_its_owners_alone(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    await ana.uploads("@Waymark", secret_map(tmp_path))
    await hears(ana, "secret-checkout", channel="@Waymark")
    said = await ana.says("@Waymark", "list")
    assert SECRET in text_of(await hears(ana, "Journey maps", after=said["ts"]))
    assert SECRET in await answer_to(ana, "#general", "/journey list")
    for person in ("Boris", "Mia", "Gina"):
        assert SECRET not in await answer_to(slack.person(person), "#vacuum-shop", "/journey list")
    assert await taken_by_slack(slack) == []


async def test_a_guest_sees_the_maps_of_their_channels_only(guarded: Playground, tmp_path: Path):
    gina = guarded.person("Gina")
    assert "no map here" in await answer_to(gina, "#vacuum-shop", "/journey list")
    await guarded.person("Ana").uploads("#vacuum-shop", EXAMPLE, text="@Waymark")
    await hears(gina, "vacuum-break-again", channel="#vacuum-shop")
    listed = await answer_to(gina, "@Waymark", "/journey list")
    assert "vacuum" in listed and SECRET not in listed


async def test_a_channel_shared_with_another_company_gets_one_line_a_day(slack: Playground):
    ana = slack.person("Ana")
    await ana.slash("#partner-shared", "/invite @Waymark")
    for _ in range(3):
        await ana.says("#partner-shared", "@Waymark list")
    await hears(ana, "shared with other companies", channel="#partner-shared")
    assert "shared with other companies" in await answer_to(ana, "#partner-shared", "/journey list")
    await slack.person("Petra").says("#partner-shared", "@Waymark which maps do you have?")
    await ana.says("#general", "@Waymark help")
    await hears(ana, "What you can type", channel="#general")
    public = [m for m in ana.shown("#partner-shared") if m["is_bot"] and not m["ephemeral"]]
    assert len(public) == 1
    assert await taken_by_slack(slack) == []


async def test_where_waymark_is_not_a_member_the_answer_is_private_and_a_new_map_asks_for_the_invitation(
    slack: Playground,
):
    boris = slack.person("Boris")
    slack.running.slack.workspace.channels["C0GENERAL"].members.remove(BOT_USER)
    assert "no map here" in await answer_to(boris, "#general", "/journey list")
    assert "/invite @Waymark" in await answer_to(boris, "#general", "/journey new Checkout")
    assert said_by_waymark(slack.person("Ana")) == []
    assert [refusal.split(":")[0] for refusal in await taken_by_slack(slack)] == ["chat.postMessage"]


async def test_in_a_private_channel_without_waymark_it_says_how_to_invite_it(slack: Playground):
    boris = slack.person("Boris")
    slack.running.slack.workspace.channels["C0PRODUCT"].members.remove(BOT_USER)
    assert "/invite @Waymark" in await answer_to(boris, "#product-private", "/journey list")


async def test_when_the_channel_is_archived_meanwhile_the_person_is_told_in_the_direct_message(slack: Playground):
    boris = slack.person("Boris")
    said = await boris.says("#general", "@Waymark new map")
    await hears(boris, "What should get better", thread=said["ts"])
    await slack.fault("error", "chat.postMessage", value="is_archived")
    await boris.says("#general", "Fewer people drop off", thread=said["ts"])
    told = await hears(boris, "archived", channel="@Waymark")
    assert told["channel"] == boris.channel_id("@Waymark")


async def test_a_command_in_an_archived_channel_is_slacks_own_business(slack: Playground):
    with pytest.raises(ActRefused, match="is_archived"):
        await slack.person("Boris").slash("#old-shop", "/journey list")
