"""Which events reach the app when people write, react, join and open it?"""

import asyncio

GENERAL, SHOP = "C0GENERAL", "C0VACUUM"


async def test_a_mention_arrives_as_app_mention_and_as_message(slack, bot):
    await bot.connects()
    said = await slack.person("Ana").says("#vacuum-shop", "@Waymark <b> & @Boris in #general")
    (mention,), (message,) = await bot.gets("app_mention"), await bot.gets("message")
    for body in (mention, message):
        assert body["event"]["text"] == "<@U0WAYMARK> &lt;b&gt; &amp; <@U0BORIS> in <#C0GENERAL>"
        assert (body["event"]["ts"], body["event"]["channel"], body["event"]["user"]) == (said["ts"], SHOP, "U0ANA")
        assert body["authorizations"][0]["user_id"] == "U0WAYMARK"
        assert body["is_ext_shared_channel"] is False
    assert message["event"]["channel_type"] == "channel"
    assert mention["event_id"] != message["event_id"]


async def test_channels_without_the_bot_stay_silent_and_the_person_is_told(slack, bot):
    await bot.connects()
    ana = slack.person("Ana")
    await ana.says("#partner-shared", "@Waymark anybody there?")
    await ana.says("#product-private", "here")
    (message,) = await bot.gets("message")
    assert (message["event"]["text"], message["event"]["channel_type"]) == ("here", "group")
    assert "Waymark is not in this channel" in ana.notices[0]


async def test_a_reply_carries_its_thread_and_the_bots_own_words_come_back(slack, bot):
    await bot.connects()
    root = await slack.person("Ana").says("#general", "root")
    await slack.person("Boris").says("#general", "reply", thread=root["ts"])
    await bot.client.chat_postMessage(channel=GENERAL, text="mine", thread_ts=root["ts"])
    await bot.gets("message", 2)
    _, reply, echo = [
        entry["payload"]["event"] for entry in await slack.journal("event", "message")
    ]  # Bolt hides the echo
    assert (reply["thread_ts"], "bot_id" in reply) == (root["ts"], False)
    assert (echo["text"], echo["bot_id"], echo["user"]) == ("mine", "B0WAYMARK", "U0WAYMARK")


async def test_edits_and_deletions_are_told_with_what_was_there_before(slack, bot):
    await bot.connects()
    ana = slack.person("Ana")
    said = await ana.says("#general", "frist")
    await ana.edits(said["message"], "first")
    await ana.deletes(said["message"])
    _, changed, deleted = [body["event"] for body in await bot.gets("message", 3)]
    assert (changed["subtype"], changed["message"]["text"], changed["previous_message"]["text"]) == (
        "message_changed",
        "first",
        "frist",
    )
    assert (deleted["subtype"], deleted["deleted_ts"], deleted["previous_message"]["text"]) == (
        "message_deleted",
        said["ts"],
        "first",
    )


async def test_a_direct_message_is_no_mention(slack, bot):
    await bot.connects()
    await slack.person("Mia").says("D0MIA", "@Waymark hello")
    (message,) = await bot.gets("message")
    assert (message["event"]["channel_type"], message["event"]["channel"]) == ("im", "D0MIA")
    assert not [body for body in bot.got if body.get("event", {}).get("type") == "app_mention"]


async def test_a_dropped_file_is_a_file_share_and_its_bytes_need_the_token(slack, bot, tmp_path):
    await bot.connects()
    (tmp_path / "orders.csv").write_text("customer,at\n1,2026-01-01\n")
    await slack.person("Ana").uploads("#vacuum-shop", tmp_path / "orders.csv", text="@Waymark our orders")
    (mention,), (message,) = await bot.gets("app_mention"), await bot.gets("message")
    file = message["event"]["files"][0]
    assert (message["event"]["subtype"], file["name"], file["mimetype"], file["size"]) == (
        "file_share",
        "orders.csv",
        "text/csv",
        25,
    )
    assert mention["event"]["files"][0]["id"] == file["id"]
    session = bot.client.session
    async with session.get(
        file["url_private_download"], headers={"Authorization": f"Bearer {slack.bot_token}"}
    ) as response:
        assert await response.text() == "customer,at\n1,2026-01-01\n"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with session.get(file["url_private_download"]) as response:
        assert response.content_type == "text/html"


async def test_reactions_come_and_go(slack, bot):
    await bot.connects()
    ana = slack.person("Ana")
    said = await ana.says("#general", "great")
    await ana.reacts(said["message"], "round_pushpin")
    await ana.acts("unreact", channel=GENERAL, ts=said["ts"], name="round_pushpin")
    (added,), (removed,) = await bot.gets("reaction_added"), await bot.gets("reaction_removed")
    for body in (added, removed):
        assert (body["event"]["reaction"], body["event"]["item"]["ts"], body["event"]["user"]) == (
            "round_pushpin",
            said["ts"],
            "U0ANA",
        )


async def test_inviting_the_bot_makes_it_hear_the_channel(slack, bot):
    await bot.connects()
    ana = slack.person("Ana")
    await ana.slash("#partner-shared", "/invite @Waymark")
    (joined,) = await bot.gets("member_joined_channel")
    assert (joined["event"]["user"], joined["event"]["channel"]) == ("U0WAYMARK", "C0PARTNER")
    await slack.person("Petra").says("#partner-shared", "@Waymark hi")
    (mention,) = await bot.gets("app_mention")
    assert (mention["is_ext_shared_channel"], mention["event"]["team"]) == (True, "T0PARTNER")


async def test_opening_the_app_is_told_with_its_tab(slack, bot):
    await bot.connects()
    await slack.person("Ana").acts("open_home")
    await slack.person("Ana").acts("open_dm")
    opened = [body["event"] for body in await bot.gets("app_home_opened", 2)]
    assert [(event["tab"], event["channel"]) for event in opened] == [("home", "D0ANA"), ("messages", "D0ANA")]


async def test_two_sockets_share_the_traffic(slack, bot):
    await bot.connects()
    await bot.connects_again()
    for number in range(12):
        await slack.person("Ana").says("D0ANA", f"message {number}")
    heard = [body["event"]["text"] for body in await bot.gets("message", 12)]
    await asyncio.sleep(0.1)
    assert sorted(heard) == sorted(f"message {number}" for number in range(12))
    hellos = [entry["answer"]["num_connections"] for entry in await slack.journal("ws", "hello")]
    assert hellos == [1, 2]


async def test_the_stop_button_is_told_with_its_thread(slack, bot):
    await bot.connects()
    root = await slack.person("Ana").says("D0ANA", "a long question")
    await slack.person("Ana").acts("stop", channel="D0ANA", thread_ts=root["ts"])
    (body,) = await bot.gets("agent_session_stopped")
    assert (body["event"]["thread_ts"], body["event"]["channel"], body["event"]["user"]) == (
        root["ts"],
        "D0ANA",
        "U0ANA",
    )


async def test_a_broadcast_reply_is_also_in_the_channel(slack, bot):
    await bot.connects()
    root = await slack.person("Ana").says("#general", "root")
    await bot.client.chat_postMessage(channel=GENERAL, text="for all", thread_ts=root["ts"], reply_broadcast=True)
    shown = [message["text"] for message in (await bot.client.conversations_history(channel=GENERAL))["messages"]]
    assert shown == ["for all", "root"]
    *_, event = [entry["payload"]["event"] for entry in await slack.journal("event", "message")]
    assert (event["subtype"], event["thread_ts"]) == ("thread_broadcast", root["ts"])


async def test_outsiders_and_shared_channels_can_be_told_from_ours(bot):
    petra, gina = [(await bot.client.users_info(user=user))["user"] for user in ("U0PETRA", "U0GINA")]
    assert (petra["team_id"], petra["is_stranger"], gina["is_restricted"]) == ("T0PARTNER", True, True)
    shared = (await bot.client.conversations_info(channel="C0PARTNER"))["channel"]
    assert (shared["is_ext_shared"], shared["is_member"], shared["is_archived"]) == (True, False, False)
    assert (await bot.client.conversations_info(channel="C0OLDSHOP"))["channel"]["is_archived"]
