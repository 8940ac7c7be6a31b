"""Three languages in one channel: everybody reads their own, a build keeps the one it was begun in."""

from bot.playground.driver import Playground
from bot.playground.person import text_of
from bot.playground.sample import BORIS, MIA
from tests.e2e.hearing import hears, newest, said_by_waymark, taken_by_slack


def uses_slack_in(slack: Playground, person: str, locale: str) -> None:
    slack.running.slack.workspace.people[person].locale = locale


async def test_each_person_reads_the_private_answer_in_the_language_of_their_slack(sampled: Playground):
    uses_slack_in(sampled, BORIS, "zh-CN")
    uses_slack_in(sampled, MIA, "mk-MK")
    ana, boris, mia = (sampled.person(name) for name in ("Ana", "Boris", "Mia"))
    for person in (ana, boris, mia):
        await person.slash("#vacuum-shop", "/journey ask where do customers drop off?")
    english = await hears(ana, "do not go on to", channel="#vacuum-shop")
    chinese = await hears(boris, "没有继续到", channel="#vacuum-shop")
    macedonian = await hears(mia, "не продолжуваат кон", channel="#vacuum-shop")
    assert all(message["ephemeral"] for message in (english, chinese, macedonian))
    assert "[按角色]" in chinese["text"]
    assert [len(said_by_waymark(person)) for person in (ana, boris, mia)] == [1, 1, 1]
    assert await taken_by_slack(sampled) == []


async def test_what_is_written_tells_before_the_persons_language_and_a_choice_lasts(slack: Playground):
    uses_slack_in(slack, BORIS, "zh-CN")
    boris = slack.person("Boris")
    await boris.slash("#general", "/journey list")
    await hears(boris, "这里还没有图")
    await boris.slash("#general", "/journey листа")
    await hears(boris, "Овде сѐ уште нема мапа")
    await boris.slash("#general", "/journey language en")
    await hears(boris, "From now on I speak English to you")
    await boris.slash("#general", "/journey list")
    await hears(boris, "There is no map here yet")
    assert await taken_by_slack(slack) == []


async def test_a_chinese_build_stays_chinese_when_an_english_answer_comes(slack: Playground):
    ana, boris = slack.person("Ana"), slack.person("Boris")
    said = await ana.says("#vacuum-shop", "@Waymark 新建旅程图")
    thread = said["message"]["ts"]
    await hears(boris, "最想改善什么", thread=thread)
    await ana.clicks("减少流失", thread=thread)
    await hears(boris, "这张图讲的是谁", thread=thread)
    before = newest(boris)
    await boris.says("#vacuum-shop", "Curious Colleen, 32, self-employed", thread=thread)
    answer = await hears(boris, "请以“我”开头", thread=thread, after=before)
    assert "新角色" in " ".join(said_by_waymark(boris, thread=thread))
    assert "Skip" not in text_of(answer)
    before = newest(ana)
    await ana.slash("#vacuum-shop", "/journey help")
    await hears(ana, "What you can type", after=before)
    assert await taken_by_slack(slack) == []


async def test_a_chinese_command_announces_its_map_in_chinese(slack: Playground):
    ana = slack.person("Ana")
    await ana.slash("#vacuum-shop", "/journey 新建 退货")
    opening = await hears(ana, "开始画一张旅程图", channel="#vacuum-shop")
    assert "退货" in opening["text"]
    await hears(slack.person("Boris"), "最想改善什么", thread=opening["ts"])
    assert await taken_by_slack(slack) == []


async def test_the_import_form_opens_in_the_language_of_its_command(slack: Playground):
    ana = slack.person("Ana")
    await ana.slash("#vacuum-shop", "/journey 导入")
    await ana.waits(lambda: ana.views, what="form")
    assert ana.views[-1]["title"]["text"] == "导入事件"
    assert await taken_by_slack(slack) == []


async def test_only_the_admin_sets_the_workspaces_language_and_then_it_holds_for_who_chose_none(slack: Playground):
    for user in (BORIS, MIA):
        uses_slack_in(slack, user, "de-DE")
    ana, boris, mia = (slack.person(name) for name in ("Ana", "Boris", "Mia"))
    await ana.slash("#general", "/journey language workspace mk")
    await hears(ana, "Отсега зборувам на македонски")
    await boris.slash("#general", "/journey language workspace zh")
    await hears(boris, "може да го смени само администратор")
    await mia.says("#general", "@Waymark show nothing-of-the-kind")
    await hears(mia, "Нема мапа со име")
    assert await taken_by_slack(slack) == []
