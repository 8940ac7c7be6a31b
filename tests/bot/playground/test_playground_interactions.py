"""Do commands, buttons, choices, modals and shortcuts reach the app, and its answers the person?"""

import asyncio

import pytest

from bot.playground.driver import ActRefused
from bot.playground.person import NotSeen

GENERAL, SHOP = "C0GENERAL", "C0VACUUM"


def plain(text):
    return {"type": "plain_text", "text": text}


def option(text, value):
    return {"text": plain(text), "value": value}


def actions(*elements):
    return [{"type": "actions", "block_id": "row", "elements": list(elements)}]


def button(text, action_id="go", **more):
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def field(block_id, element):
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element}


def modal(title, *blocks, **more):
    return {"type": "modal", "title": plain(title), "submit": plain("Save"), "blocks": list(blocks), **more}


TITLE = field("title", {"type": "plain_text_input", "action_id": "value"})
TYPED = {"title": {"value": {"type": "plain_text_input", "value": "Checkout"}}}


async def test_a_command_carries_ids_and_strings_and_is_answered_for_the_person_only(slack, bot):
    @bot.app.command("/journey")
    async def answer(ack, respond):
        await ack("Looking")
        await respond("Here it is")
        await respond("For all", response_type="in_channel")

    await bot.connects()
    ana, boris = slack.person("Ana"), slack.person("Boris")
    await ana.slash("#vacuum-shop", "/journey new <Checkout> for @Boris in #general")
    (command,) = await bot.gets("slash_commands")
    assert command["text"] == "new &lt;Checkout&gt; for <@U0BORIS|boris> in <#C0GENERAL|general>"
    assert (command["channel_name"], command["user_name"], command["is_enterprise_install"]) == (
        "vacuum-shop",
        "ana",
        "false",
    )
    assert (await ana.sees("Looking"))["ephemeral"]
    assert (await ana.sees("Here it is"))["ephemeral"]
    assert not (await boris.sees("For all"))["ephemeral"]
    assert [m["text"] for m in boris.shown("#vacuum-shop")] == ["For all"]
    await ana.reloads()
    assert [m["text"] for m in ana.shown("#vacuum-shop")] == ["For all"]


async def test_a_command_works_where_the_bot_is_not_but_not_everywhere(slack, bot):
    await bot.connects()
    ana, petra = slack.person("Ana"), slack.person("Petra")
    await ana.slash("#partner-shared", "/journey help")
    for person, channel, text, code in [
        (ana, "#old-shop", "/journey help", "is_archived"),
        (ana, "#general", "/dance", "unknown_command"),
        (petra, "#partner-shared", "/journey help", "unknown_command"),
        (petra, "C0GENERAL", "/journey help", "channel_not_found"),
    ]:
        with pytest.raises(ActRefused) as refused:
            await person.slash(channel, text)
        assert refused.value.code == code
    with pytest.raises(ActRefused, match="not supported in threads"):
        await ana.acts("slash", channel=GENERAL, text="/journey help", thread_ts="1.2")


async def test_a_button_brings_its_message_and_can_replace_it(slack, bot):
    @bot.app.action("go")
    async def replace(ack, respond):
        await ack()
        await respond(text="Done", replace_original=True)

    await bot.connects()
    ts = (
        await bot.client.chat_postMessage(channel=GENERAL, text="Right?", blocks=actions(button("Right", value="7")))
    )["ts"]
    ana = slack.person("Ana")
    await ana.clicks("Right")
    (body,) = await bot.gets("block_actions")
    assert body["actions"][0] | {"action_ts": ""} == {
        "type": "button", "action_id": "go", "block_id": "row", "text": plain("Right"), "value": "7", "action_ts": "",
    }  # fmt: skip
    assert body["container"] == {"type": "message", "message_ts": ts, "channel_id": GENERAL, "is_ephemeral": False}
    assert (body["user"]["id"], body["message"]["ts"], body["channel"]["name"]) == ("U0ANA", ts, "general")
    assert (await ana.sees("Done"))["blocks"] == []


async def test_a_button_under_a_private_answer_deletes_it(slack, bot):
    @bot.app.action("go")
    async def remove(ack, respond):
        await ack()
        await respond(delete_original=True)

    await bot.connects()
    await bot.client.chat_postEphemeral(channel=GENERAL, user="U0ANA", text="secret", blocks=actions(button("Share")))
    ana = slack.person("Ana")
    await ana.clicks("Share")
    (body,) = await bot.gets("block_actions")
    assert (body["container"]["is_ephemeral"], "message" in body) == (True, False)
    await ana.waits(lambda: not ana.shown("#general"))


async def test_every_kind_of_choice_is_sent_in_its_own_field(slack, bot):
    await bot.connects()
    ab = [option("A", "a"), option("B", "b")]
    elements = [
        ({"type": "static_select", "options": ab}, "b", {"selected_option": ab[1]}),
        ({"type": "radio_buttons", "options": ab}, "a", {"selected_option": ab[0]}),
        ({"type": "checkboxes", "options": ab}, ["a", "b"], {"selected_options": ab}),
        ({"type": "multi_static_select", "options": ab}, ["b"], {"selected_options": [ab[1]]}),
        ({"type": "overflow", "options": ab}, "a", {"selected_option": ab[0]}),
        ({"type": "users_select"}, "U0MIA", {"selected_user": "U0MIA"}),
        ({"type": "conversations_select"}, SHOP, {"selected_conversation": SHOP}),
        ({"type": "channels_select"}, SHOP, {"selected_channel": SHOP}),
        ({"type": "multi_users_select"}, ["U0MIA"], {"selected_users": ["U0MIA"]}),
        ({"type": "datepicker"}, "2026-01-31", {"selected_date": "2026-01-31"}),
        ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"type": "datetimepicker"}, 1767600000, {"selected_date_time": 1767600000}),
    ]
    blocks = actions(*[{**element, "action_id": f"a{n}"} for n, (element, _, _) in enumerate(elements)])
    ts = (await bot.client.chat_postMessage(channel=GENERAL, text="Choose", blocks=blocks))["ts"]
    for n, (_, selected, _) in enumerate(elements):
        await slack.person("Ana").acts(
            "click", channel=GENERAL, ts=ts, block_id="row", action_id=f"a{n}", selected=selected
        )
    bodies = await bot.gets("block_actions", len(elements))
    for body, (_, _, expected) in zip(bodies, elements, strict=True):
        assert body["actions"][0].items() >= expected.items()
    state = bodies[-1]["state"]["values"]["row"]
    assert (state["a0"]["selected_option"]["value"], "a4" in state, state["a9"]["selected_date"]) == (
        "b",
        False,
        "2026-01-31",
    )
    with pytest.raises(ActRefused, match="no option 'z'"):
        await slack.person("Ana").acts("click", channel=GENERAL, ts=ts, block_id="row", action_id="a0", selected="z")


async def test_feedback_buttons_tell_which_thumb(slack, bot):
    await bot.connects()
    thumbs = {
        "type": "feedback_buttons", "action_id": "thumb",
        "positive_button": {"text": plain("Good"), "value": "up"},
        "negative_button": {"text": plain("Bad"), "value": "down"},
    }  # fmt: skip
    await bot.client.chat_postMessage(
        channel=GENERAL, text="x", blocks=[{"type": "context_actions", "elements": [thumbs]}]
    )
    await slack.person("Ana").clicks("Bad")
    (body,) = await bot.gets("block_actions")
    assert (body["actions"][0]["type"], body["actions"][0]["value"]) == ("feedback_buttons", "down")


async def test_an_external_select_asks_the_app_and_remembers_what_it_offered(slack, bot):
    found = [option("Web shop", "web"), option("Phone", "phone")]

    @bot.app.options("channel")
    async def offer(ack, payload):
        await ack(options=[entry for entry in found if payload["value"].lower() in entry["text"]["text"].lower()])

    await bot.connects()
    blocks = actions({"type": "external_select", "action_id": "channel", "min_query_length": 0})
    ts = (await bot.client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks))["ts"]
    ana, place = slack.person("Ana"), {"channel": GENERAL, "ts": ts, "block_id": "row", "action_id": "channel"}
    assert (await ana.acts("options", **place, query="SHOP"))["options"] == [found[0]]
    await ana.acts("click", **place, selected="web")
    (body,) = await bot.gets("block_actions")
    assert body["actions"][0]["selected_option"] == found[0]


async def test_a_modal_is_opened_refused_corrected_and_closed(slack, bot):
    @bot.app.command("/journey")
    async def form(ack, body, client):
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal("Form", TITLE, callback_id="form", private_metadata="m1")
        )

    @bot.app.view("form")
    async def save(ack, view):
        typed = view["state"]["values"]["title"]["value"]["value"]
        await (ack() if typed == "Checkout" else ack(response_action="errors", errors={"title": "Too short"}))

    await bot.connects()
    ana = slack.person("Ana")
    await ana.slash("#general", "/journey edit")
    await ana.waits(lambda: ana.views)
    answer = await ana.submits({"title": {"value": {"type": "plain_text_input", "value": "x"}}})
    assert (answer["response_action"], answer["errors"]) == ("errors", {"title": "Too short"})
    await ana.waits(lambda: ana.view_errors == {"title": "Too short"} and ana.views)
    assert (await ana.submits(TYPED))["response_action"] is None
    await ana.waits(lambda: not ana.views)
    second = (await bot.gets("view_submission", 2))[1]
    assert (second["view"]["private_metadata"], second["view"]["state"]["values"], "channel" in second) == (
        "m1",
        TYPED,
        False,
    )
    assert (second["user"]["id"], second["view"]["callback_id"]) == ("U0ANA", "form")


async def test_a_submission_can_update_push_and_clear_the_stack(slack, bot):
    steps = iter(
        [
            {"response_action": "update", "view": modal("Second", TITLE)},
            {"response_action": "push", "view": modal("Third", TITLE)},
            {"response_action": "clear"},
        ]
    )

    @bot.app.command("/journey")
    async def form(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal("First", TITLE))

    @bot.app.view("")
    async def step(ack):
        await ack(**next(steps))

    await bot.connects()
    ana = slack.person("Ana")
    await ana.slash("#general", "/journey edit")
    titles = []
    for expected in (["First"], ["Second"], ["Second", "Third"]):
        await ana.waits(lambda expected=expected: [v["title"]["text"] for v in ana.views] == expected)
        titles.append(expected)
        await ana.submits(TYPED)
    await ana.waits(lambda: not ana.views)
    assert len(titles) == 3


async def test_closing_a_modal_is_told_only_where_it_was_asked_for(slack, bot):
    @bot.app.command("/journey")
    async def form(ack, body, client):
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal("Form", TITLE, notify_on_close="yes" in body["text"])
        )

    await bot.connects()
    ana = slack.person("Ana")
    for answer in ("no", "yes"):
        await ana.slash("#general", f"/journey {answer}")
        await ana.waits(lambda: ana.views)
        await ana.closes()
        await ana.waits(lambda: not ana.views)
    (closed,) = await bot.gets("view_closed")
    await asyncio.sleep(0.1)
    assert len(await bot.gets("view_closed")) == 1
    assert closed["is_cleared"] is False


async def test_a_button_in_a_modal_pushes_a_view_and_keeps_what_was_typed(slack, bot):
    @bot.app.command("/journey")
    async def form(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal("Form", TITLE, *actions(button("More"))))

    @bot.app.action("go")
    async def more(ack, body, client):
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=modal("More"))

    await bot.connects()
    ana = slack.person("Ana")
    await ana.slash("#general", "/journey edit")
    await ana.waits(lambda: ana.views)
    view = ana.views[-1]
    await ana.acts("click", view_id=view["id"], block_id="row", action_id="go", state=TYPED)
    await ana.waits(lambda: len(ana.views) == 2)
    (body,) = await bot.gets("block_actions")
    assert (body["container"], body["view"]["state"]["values"]) == ({"type": "view", "view_id": view["id"]}, TYPED)
    assert ana.views[-1]["previous_view_id"] == view["id"]


async def test_the_home_tab_is_published_and_its_buttons_work(slack, bot):
    @bot.app.event("app_home_opened")
    async def home(event, client):
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": actions(button("Start"))})

    await bot.connects()
    ana = slack.person("Ana")
    await ana.acts("open_home")
    await ana.waits(lambda: ana.home)
    await ana.acts("click", view_id=ana.home["id"], block_id="row", action_id="go")
    (body,) = await bot.gets("block_actions")
    assert (body["view"]["type"], "response_url" in body) == ("home", False)


async def test_shortcuts_carry_a_trigger_and_the_message(slack, bot):
    await bot.connects()
    ana = slack.person("Ana")
    said = await ana.says("#partner-shared", "Returns are slow")
    await ana.acts("shortcut", callback_id="evidence_add", channel="C0PARTNER", ts=said["ts"])
    await ana.acts("shortcut", callback_id="map_new")
    (message,), (everywhere,) = await bot.gets("message_action"), await bot.gets("shortcut")
    assert (message["message"]["text"], message["callback_id"]) == ("Returns are slow", "evidence_add")
    assert everywhere["trigger_id"] != message["trigger_id"]


async def test_prompts_and_status_are_shown_and_a_message_ends_the_status(slack, bot):
    client, ana = bot.client, slack.person("Ana")
    await client.assistant_threads_setSuggestedPrompts(
        channel_id="D0ANA", thread_ts="1.1", prompts=[{"title": "A", "message": "B"}]
    )
    await client.assistant_threads_setSuggestedPrompts(channel_id="D0ANA", prompts=[{"title": "C", "message": "D"}])
    await ana.waits(lambda: ana.prompts)
    assert ana.prompts == [{"title": "C", "message": "D"}]
    root = await ana.says("#general", "question")
    key = f"{GENERAL}:{root['ts']}"
    await client.assistant_threads_setStatus(channel_id=GENERAL, thread_ts=root["ts"], status="is thinking")
    await ana.waits(lambda: ana.statuses.get(key) == "is thinking")
    await client.chat_postMessage(channel=GENERAL, thread_ts=root["ts"], text="answer")
    await ana.waits(lambda: ana.statuses.get(key) == "")
    await client.assistant_threads_setStatus(channel_id=GENERAL, thread_ts=root["ts"], status="again")
    await slack.advance(121)
    await ana.waits(lambda: ana.statuses.get(key) == "")


async def test_what_does_not_come_is_said_with_what_was_there(slack):
    ana = slack.person("Ana")
    await ana.says("#general", "something else")
    with pytest.raises(NotSeen, match="something else"):
        await ana.sees("an answer", within=0.2)


async def test_a_file_field_brings_whole_files_and_refuses_large_ones(slack, bot, tmp_path):
    @bot.app.command("/journey")
    async def form(ack, body, client):
        await ack()
        element = {"type": "file_input", "action_id": "file", "filetypes": ["csv"]}
        await client.views_open(trigger_id=body["trigger_id"], view=modal("Import", field("events", element)))

    await bot.connects()
    ana = slack.person("Ana")
    await ana.slash("#general", "/journey import")
    await ana.waits(lambda: ana.views)
    (tmp_path / "Bestellungen 1.csv").write_text("a,b\n")
    (kept,) = (await ana.uploads("", tmp_path / "Bestellungen 1.csv"))["files"]
    assert not ana.shown()
    await ana.submits({"events": {"file": {"type": "file_input", "files": [{"id": kept["id"]}]}}})
    (body,) = await bot.gets("view_submission")
    (file,) = body["view"]["state"]["values"]["events"]["file"]["files"]
    assert file["name"] == "Bestellungen 1.csv"
    async with bot.client.session.get(
        file["url_private_download"], headers={"Authorization": f"Bearer {slack.bot_token}"}
    ) as response:
        assert await response.read() == b"a,b\n"
    (tmp_path / "large.csv").write_bytes(b"x" * 10_000_001)
    with pytest.raises(ActRefused, match="is too large; files of up to 10 MB"):
        await ana.uploads("", tmp_path / "large.csv")


async def test_more_than_a_hundred_offered_options_are_none(slack, bot):
    @bot.app.options("channel")
    async def offer(ack):
        await ack(options=[option(f"{n}", f"{n}") for n in range(101)])

    await bot.connects()
    blocks = actions({"type": "external_select", "action_id": "channel"})
    ts = (await bot.client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks))["ts"]
    ana = slack.person("Ana")
    answer = await ana.acts("options", channel=GENERAL, ts=ts, block_id="row", action_id="channel", query="")
    assert answer["options"] == []
    assert [entry["answer"] for entry in await slack.refusals()] == ["invalid_options"]


async def test_opening_a_second_form_closes_the_first(slack, bot):
    @bot.app.command("/journey")
    async def form(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(body["text"], TITLE))

    await bot.connects()
    ana = slack.person("Ana")
    for title in ("First", "Second"):
        await ana.slash("#general", f"/journey {title}")
        await ana.waits(lambda title=title: [view["title"]["text"] for view in ana.views] == [title])
    assert [view["title"]["text"] for view in (await slack.get("state"))["views"]] == ["Second"]


async def test_a_sent_form_carries_what_nobody_touched_and_nothing_of_blocks_that_are_gone(slack, bot):
    """As Slack's state.values: every input that stands in the view, none that an update took away."""

    def day(name, **more):
        return {"type": "input", "block_id": name, "label": {"type": "plain_text", "text": "Day"}, "optional": True,
                "element": {"type": "datepicker", "action_id": "day", **more}}  # fmt: skip

    first, second = (
        modal("Form", TITLE, day(n, initial_date="2026-03-01"), callback_id="form") for n in ("d@1", "d@2")
    )

    @bot.app.command("/journey")
    async def form(ack, body, client):
        await ack()
        opened = (await client.views_open(trigger_id=body["trigger_id"], view=first))["view"]
        await client.views_update(view_id=opened["id"], hash=opened["hash"], view=second)

    @bot.app.view("form")
    async def save(ack):
        await ack()

    await bot.connects()
    ana = slack.person("Ana")
    await ana.slash("#general", "/journey edit")
    await ana.waits(lambda: ana.views and ana.views[-1]["blocks"][-1]["block_id"] == "d@2")
    await ana.submits({"d@1": {"day": {"type": "datepicker", "selected_date": "2026-04-01"}}, **TYPED})
    (sent,) = await bot.gets("view_submission")
    assert sent["view"]["state"]["values"] == {
        **TYPED, "d@2": {"day": {"type": "datepicker", "selected_date": "2026-03-01"}},
    }  # fmt: skip
