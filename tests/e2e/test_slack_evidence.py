"""A message becomes evidence in Slack: by its menu, by an emoji, from private places, against somebody's will."""

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.playground.person import Person, text_of
from bot.playground.wire import Json
from tests.e2e.hearing import hears, newest, taken_by_slack
from tests.e2e.thread import THREAD, opens, plays
from tests.storage.ingest.documents_made import docx_of

PIN = "round_pushpin"
SAID = 'Customer on the phone: "I had six tabs open and still could not tell which one lasts" (call +389 70 123 456)'
QUOTE = "I had six tabs open and still could not tell which one lasts"


def stored(data: Path) -> list[Json]:
    """The pieces in the database, oldest first."""
    with sqlite3.connect(data / "waymark.db") as database:
        return [json.loads(row[0]) for row in database.execute("SELECT piece FROM evidence ORDER BY number")]


async def says(person: Person, text: str = SAID, channel: str = "#vacuum-shop") -> Json:
    message: Json = (await person.says(channel, text))["message"]
    return message


async def proposed(person: Person, message: Json) -> Json:
    """The proposal after an emoji."""
    before = newest(person)
    await person.reacts(message, PIN)
    return await hears(person, "Keep this as evidence?", after=before)


async def form(person: Person) -> Json:
    """The form, once its fields are there."""
    await person.waits(lambda: [view for view in person.views if len(view["blocks"]) > 3], 15, "form")
    view: Json = person.views[-1]
    return view


def filled(view: Json, **given: str) -> Json:
    """The form's state as a browser sends it: what stands in it, but for what is given."""
    state: Json = {}
    for block in view["blocks"]:
        element = block["element"]
        name, kind = element["action_id"], element["type"]
        if kind == "plain_text_input":
            value: Json = {"value": given.get(name, element.get("initial_value"))}
        elif kind == "datepicker":
            value = {"selected_date": given.get(name, element["initial_date"])}
        else:
            groups = [option for group in element.get("option_groups") or () for option in group["options"]]
            options = [*(element.get("options") or ()), *groups]
            chosen = [option for option in options if option["value"] == given.get(name)]
            value = {"selected_option": chosen[0] if chosen else element.get("initial_option")}
        state[block["block_id"]] = {name: {"type": kind, **value}}
    return state


async def test_an_emoji_proposes_to_one_person_and_add_keeps_it(sampled: Playground, tmp_path: Path):
    ana, boris, mia = (sampled.person(name) for name in ("Ana", "Boris", "Mia"))
    before = stored(tmp_path)
    proposal = await proposed(ana, await says(boris))
    assert (
        proposal["ephemeral"] and QUOTE in text_of(proposal) and "cannot see which one is better" in text_of(proposal)
    )
    assert stored(tmp_path) == before
    await ana.clicks("Add")
    await hears(ana, "Saved as evidence")
    piece = stored(tmp_path)[-1]
    assert (piece["text"], piece["kind"], piece["who"]) == (QUOTE, "quote", "Customer on the phone")
    assert piece["permalink"] and piece["added_by"] == "U0ANA" and "U0BORIS" not in json.dumps(piece)
    await ana.waits(lambda: not [m for m in ana.shown() if "Keep this as evidence?" in text_of(m)], 10, "proposal gone")
    assert not [m for m in [*boris.shown(), *mia.shown()] if m["is_bot"]]
    assert await taken_by_slack(sampled) == []


async def test_not_now_keeps_nothing_and_another_emoji_leaves_no_trace(sampled: Playground, tmp_path: Path):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    before, message = stored(tmp_path), await says(boris)
    await ana.reacts(message, "tada")
    await proposed(ana, message)
    await ana.clicks("Not now")
    await hears(ana, "Nothing was kept")
    assert stored(tmp_path) == before
    with sqlite3.connect(tmp_path / "waymark.db") as database:
        bodies = " ".join(
            row[0] for row in database.execute("SELECT body FROM inbox UNION ALL SELECT payload FROM outbox")
        )
    assert "six tabs" not in bodies and "tada" not in bodies


async def test_the_emoji_taken_away_withdraws_the_proposal(sampled: Playground, tmp_path: Path):
    ana, message = sampled.person("Ana"), await says(sampled.person("Boris"))
    before = stored(tmp_path)
    await proposed(ana, message)
    await ana.acts("unreact", channel=message["channel"], ts=message["ts"], name=PIN)
    await ana.clicks("Add")
    await hears(ana, "You took the emoji away, so nothing was kept.")
    assert stored(tmp_path) == before


async def test_a_message_that_was_deleted_or_changed_meanwhile(sampled: Playground, tmp_path: Path):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    before, message = stored(tmp_path), await says(boris)
    await proposed(ana, message)
    await boris.edits(message, "They said the forms are too long.")
    await ana.clicks("Add")
    assert "the forms are too long" in text_of(await hears(ana, "The message was changed meanwhile"))
    await boris.deletes(message)
    await ana.clicks("Add")
    await hears(ana, "The message is not there any more")
    assert stored(tmp_path) == before


async def test_a_reply_in_a_thread_can_be_taken_too(sampled: Playground, tmp_path: Path):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    root = await says(boris, "What do callers say?")
    reply = (await boris.says("#vacuum-shop", "Most ask which model lasts longest.", root["ts"]))["message"]
    proposal = await proposed(ana, reply)
    assert proposal["thread_ts"] == root["ts"]
    await ana.clicks("Add")
    await hears(ana, "Saved as evidence")
    assert stored(tmp_path)[-1]["text"] == "Most ask which model lasts longest."


async def test_a_channel_takes_its_own_emoji(sampled: Playground):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    await ana.slash("#vacuum-shop", "/journey emoji :bulb:")
    await hears(ana, "From now on :bulb:")
    message, before = await says(boris), newest(ana)
    await ana.reacts(message, PIN)
    await ana.reacts(message, "bulb")
    await hears(ana, "Keep this as evidence?", after=before)
    await asyncio.sleep(0.5)
    assert len([m for m in ana.shown() if "Keep this as evidence?" in text_of(m)]) == 1


async def test_who_asked_never_to_be_taken_is_not_taken_by_emoji_or_menu(sampled: Playground, tmp_path: Path):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    await boris.slash("#vacuum-shop", "/journey privacy")
    await boris.clicks("Never take my messages")
    await hears(boris, "never taken as evidence")
    before, message = stored(tmp_path), await says(boris)
    await ana.reacts(message, PIN)
    await hears(ana, "asked that their messages are never taken")
    await ana.acts("shortcut", callback_id="evidence_add", channel=message["channel"], ts=message["ts"])
    await ana.waits(lambda: [v for v in ana.views if "never taken" in str(v["blocks"])], 10, "refusal in the form")
    assert stored(tmp_path) == before


async def test_waymarks_own_messages_are_no_evidence(sampled: Playground):
    ana = sampled.person("Ana")
    said = await ana.says("#vacuum-shop", "@Waymark help")
    answer = await hears(ana, "What you can type", thread=said["message"]["ts"])
    await ana.reacts(answer, PIN)
    await hears(ana, "That is my own message")


async def test_the_menu_of_a_message_opens_the_form_and_keeps_what_was_corrected(sampled: Playground, tmp_path: Path):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    message = await says(boris, "Colleen wrote to colleen@example.com that the buying guide helped.")
    await ana.acts("shortcut", callback_id="evidence_add", channel=message["channel"], ts=message["ts"])
    view = await form(ana)
    assert "[e-mail]" in str(view["blocks"]) and "colleen@" not in str(view["blocks"])
    wrong = await ana.submits(filled(view, on="2031-01-01"))
    assert wrong["response_action"] == "errors" and list(wrong["errors"]) == ["on"]
    place = next(
        option["value"]
        for block in view["blocks"]
        if block["block_id"] == "place"
        for group in block["element"]["option_groups"]
        for option in group["options"]
        if option["text"]["text"].startswith("reads the buying guide")
    )
    state = filled(view, text="The buying guide helped.", who="a reader", kind="ticket", place=place, consent="given")
    assert (await ana.submits(state))["response_action"] is None
    told = await hears(ana, "Saved as evidence")
    assert told["ephemeral"] and '"reads the buying guide" is now researched' in text_of(told)
    piece = stored(tmp_path)[-1]
    assert [piece[field] for field in ("text", "who", "kind", "consent")] == [
        "The buying guide helped.", "a reader", "ticket", "given",
    ]  # fmt: skip
    assert await taken_by_slack(sampled) == []


async def test_a_private_place_is_asked_once_more_and_may_count_unseen(sampled: Playground, tmp_path: Path):
    ana, boris, mia = (sampled.person(name) for name in ("Ana", "Boris", "Mia"))
    message = await says(boris, channel="#product-private")
    assert "private place" in text_of(await proposed(ana, message))
    await ana.clicks("Add")
    await hears(ana, "Shall everybody who sees the map")
    await ana.clicks("No, only count them")
    await hears(ana, "Others see that there is a piece they cannot read.")
    assert stored(tmp_path)[-1]["channel_id"] == "C0PRODUCT"
    await mia.slash("#vacuum-shop", "/journey evidence")
    listed = text_of(await hears(mia, "1 piece of evidence you cannot see"))
    assert listed.count(QUOTE) == listed.count(QUOTE + ".")  # the sample map's own, which ends with a full stop


async def test_without_the_scope_one_hint_points_to_the_menu(sampled: Playground):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    await sampled.fault("error", "conversations.history", times=5, value="missing_scope")
    for _ in range(2):
        await ana.reacts(await says(boris), PIN)
    await hears(ana, "I cannot read messages here")
    await asyncio.sleep(1)
    assert len([m for m in ana.shown() if "I cannot read messages here" in text_of(m)]) == 1


async def test_a_link_that_slack_does_not_give_leaves_date_and_place(sampled: Playground, tmp_path: Path):
    ana, message = sampled.person("Ana"), await says(sampled.person("Boris"))
    await proposed(ana, message)
    await sampled.fault("error", "chat.getPermalink", times=1, value="channel_not_found")
    await ana.clicks("Add")
    await hears(ana, "Saved as evidence")
    piece = stored(tmp_path)[-1]
    assert piece["permalink"] is None and piece["observed_on"] and piece["channel_id"]


async def test_a_transcript_dropped_into_a_maps_thread_offers_its_sentences(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    thread = await opens(slack)
    for act in THREAD[:5]:
        await plays(slack, thread, act)
    lines = [
        "Ana Petrova: How was it to compare?",
        "Colleen Smith: I was frustrated, I had six tabs open.",
        "Ana Petrova: And then?",
        "Colleen Smith: I was relieved that somebody in the store helped.",
    ]
    await ana.uploads("#vacuum-shop", docx_of(tmp_path / "talk.docx", lines), thread=thread, text="talk on 2 Jan")
    offered = text_of(await hears(ana, "Which of these go on the map?", thread=thread))
    assert "I was frustrated" in offered and "How was it" not in offered and "Petrova" not in offered.split("Which")[0]
    piece = stored(tmp_path)[-1]
    assert piece["kind"] == "transcript" and piece["observed_on"] == "2026-01-02" and piece["file_name"] == "talk.docx"
    assert "Colleen" not in piece["text"] and "Speaker 2: I was frustrated" in piece["text"]
    await ana.clicks("Take all", thread=thread)
    await hears(ana, "Where does this come from?", thread=thread)
    await ana.clicks("Keep the names", thread=thread)
    await hears(ana, "The speakers keep their names.", thread=thread)
    assert "Colleen Smith: I was frustrated" in stored(tmp_path)[-1]["text"]
    assert await taken_by_slack(slack) == []


async def test_a_transcript_elsewhere_is_told_where_it_belongs(sampled: Playground, tmp_path: Path):
    ana = sampled.person("Ana")
    said = (await ana.says("#vacuum-shop", "@Waymark help"))["message"]["ts"]
    await hears(ana, "What you can type", thread=said)
    (tmp_path / "talk.txt").write_text("Ana: hello\nBen: it was slow\nAna: why\n")
    before = stored(tmp_path)
    await ana.uploads("#vacuum-shop", tmp_path / "talk.txt", thread=said)
    await hears(ana, "drop it into the thread of a map", thread=said)
    assert stored(tmp_path) == before


@pytest.mark.parametrize(("name", "content", "says_"), [
    ("cut.pdf", b"%PDF-1.4\nbroken", "cut.pdf cannot be opened"),
    ("empty.txt", b"", "no words in empty.txt"),
    ("noise.txt", bytes(range(1, 256)) * 8, "noise.txt is no text that I can read"),
    ("big.txt", b"a word and another. " * 11_000, "Send it in parts"),
])  # fmt: skip
async def test_a_file_that_is_no_transcript_says_what_to_do(
    sampled: Playground, tmp_path: Path, name: str, content: bytes, says_: str
):
    ana = sampled.person("Ana")
    said = (await ana.says("#vacuum-shop", "@Waymark help"))["message"]["ts"]
    await hears(ana, "What you can type", thread=said)
    (tmp_path / name).write_bytes(content)
    await ana.uploads("#vacuum-shop", tmp_path / name, thread=said)
    answer = await hears(ana, says_, thread=said)
    assert "reference" not in text_of(answer).lower()


async def test_the_menu_works_where_slack_tells_us_nothing_of_the_place(sampled: Playground, tmp_path: Path):
    ana, message = sampled.person("Ana"), await says(sampled.person("Boris"), channel="#product-private")
    await sampled.fault("error", "conversations.info", times=9, value="channel_not_found")
    await sampled.fault("error", "chat.getPermalink", times=9, value="channel_not_found")
    await ana.acts("shortcut", callback_id="evidence_add", channel=message["channel"], ts=message["ts"])
    state = filled(await form(ana), open="closed")
    assert state["open"]["open"]["selected_option"]["value"] == "closed"
    await ana.submits(state)
    await hears(ana, "Saved as evidence")
    piece = stored(tmp_path)[-1]
    assert (piece["permalink"], piece["channel_id"], piece["observed_on"]) == (None, "C0PRODUCT", "2026-01-05")


async def test_nothing_is_taken_where_another_company_reads_along(sampled: Playground, tmp_path: Path):
    ana, before = sampled.person("Ana"), stored(tmp_path)
    message = (await ana.says("#partner-shared", SAID))["message"]
    await ana.acts("shortcut", callback_id="evidence_add", channel=message["channel"], ts=message["ts"])
    await ana.waits(lambda: [v for v in ana.views if "shared with other companies" in str(v["blocks"])], 10, "refusal")
    assert stored(tmp_path) == before


async def test_an_item_of_the_list_opens_the_form_with_its_place(sampled: Playground, tmp_path: Path):
    ana = sampled.person("Ana")
    await ana.slash("#vacuum-shop", "/journey evidence")
    await hears(ana, "What should we ask a customer?")
    await ana.clicks("too much text")
    view = await form(ana)
    await ana.submits(filled(view, text="I stopped reading after the second page."))
    assert '"too much text" is now researched' in text_of(await hears(ana, "Saved as evidence"))
    assert [m for m in ana.shown() if "What should we ask a customer?" in text_of(m)]
    assert stored(tmp_path)[-1]["text"] == "I stopped reading after the second page."
