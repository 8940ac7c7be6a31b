"""What a stranger runs into: each case was met while a map was drawn by hand."""

import pytest

from bot.conversation.earlier import earlier_answers
from bot.conversation.told import told
from bot.reply import Menu
from prompts.loader import words
from storage.model.changes import SetTouchpoint
from tests.bot.conversation.thread import EN, Thread

FIRST = ("Fewer people drop off", "Ben, 41, runs a bakery", "I want flour before five", "Search > Order > Receive")
FIVE = (*FIRST[:3], "Search > Compare > Order > Receive > Bake", "asks a friend", "reads", "orders", "gets it", "bakes")


def thread_after(*texts: str, lang: str = "en") -> Thread:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    for text in texts:
        thread.say("Ana", text)
    return thread


def said(thread: Thread) -> str:
    return thread.text()


def test_an_undo_before_there_is_a_map_tells_the_way_to_an_earlier_answer():
    thread = thread_after("Happier customers", "undo")
    assert "back" in said(thread).splitlines()[0]
    assert "`ask.persona`" in said(thread)


def test_an_emoji_alone_is_no_goal_no_persona_and_no_touchpoint():
    for emoji in ("📚📚", ":books: :books:", "—"):
        thread = thread_after(emoji)
        assert EN("say.only_signs") in said(thread)
        assert "`ask.goal`" in said(thread)
        assert thread_after("Happier customers", emoji).personas == ()
        searched = thread_after(*FIRST, emoji).journey
        assert searched is not None
        assert searched.stages[0].touchpoints == ()


def test_an_emoji_alone_is_still_a_mood():
    journey = thread_after(*FIRST, "asks a friend", "😡").journey
    assert journey is not None
    assert journey.stages[0].moods[0].score == -2


def test_two_people_named_after_going_back_to_the_persona_are_two_maps_too():
    thread = thread_after(*FIRST[:3], "back", "back", "Maya and Tom")
    thread.press("Ana", "Two maps")
    assert thread.journey is not None
    assert thread.journey.persona_ids == ("maya",)
    assert "Tom" in said(thread)


def test_the_button_for_two_people_says_so_when_the_question_is_answered():
    thread = thread_after("Happier customers", "Maya and Tom")
    thread.say("Ana", "Ben, 41, runs a bakery")
    thread.press("Ana", "Two maps")
    assert EN("say.answered_already") in said(thread)
    assert [persona.name for persona in thread.personas] == ["Ben"]


def test_of_many_items_without_a_place_five_get_a_menu_and_one_line_speaks_for_the_rest():
    thread = thread_after(*FIRST, "\n".join(f"thing {n}" for n in range(1, 51)))
    menus = [part for part in thread.replies[-1][0].parts if isinstance(part, Menu)]
    assert len(menus) == 5
    assert EN("say.where_more", n=15, title="thing 6") in said(thread)
    assert "thing 23; and 27 more" in said(thread)


def test_a_bare_link_is_evidence_and_no_touchpoint():
    thread = thread_after(*FIRST, "https://example.com/review/17")
    assert thread.journey is not None
    assert thread.journey.stages[0].touchpoints == ()
    assert [piece.permalink for piece in thread.evidence.values()] == ["https://example.com/review/17"]
    assert "`ask.doing`" in said(thread)


def test_a_customers_sentence_is_evidence_and_no_touchpoint():
    thread = thread_after(*FIRST, "“I gave up at the third beep.” Maya, 3 Nov")
    assert thread.journey is not None
    assert thread.journey.stages[0].touchpoints == ()
    assert [(piece.text, piece.who) for piece in thread.evidence.values()] == [("I gave up at the third beep.", "Maya")]


def test_a_button_in_marks_is_a_touchpoint():
    journey = thread_after(*FIRST, '"Buy now" button on the site').journey
    assert journey is not None
    assert [t.title for t in journey.stages[0].touchpoints] == ['"Buy now" button on the site']


def test_the_list_of_a_second_person_counts_while_the_first_is_asked_for_a_face():
    thread = thread_after(*FIVE, "Search -1 slow\nCompare meh\nOrder 0\nReceive +1\nBake +2")
    assert "`ask.face`" in said(thread)
    thread.say("Boris", "Search +1 a friend knew\nOrder -2 the form")
    assert thread.journey is not None
    votes = {stage.slug: [vote.score for vote in stage.moods] for stage in thread.journey.stages}
    assert (votes["search"], votes["order"]) == ([-1, 1], [0, -2])
    assert "Ana -1, Boris +1" in said(thread)
    assert "`ask.face`" in said(thread)


def test_the_list_of_a_second_person_counts_after_the_picture():
    thread = thread_after(*FIVE, "Search -1 slow\nCompare -1 too many\nOrder 0\nReceive +1\nBake +2")
    thread.say("Boris", "Search +1 a friend knew\nOrder -2")
    assert thread.journey is not None
    assert [vote.score for vote in thread.journey.stages[2].moods] == [0, -2]


def test_lines_that_are_not_all_votes_are_no_votes():
    thread = thread_after(*FIRST, "asks a friend", "-1 slow", "Search -1\npays by card")
    assert thread.journey is not None
    assert len(thread.journey.stages[0].moods) == 1
    assert len(thread.journey.stages[1].touchpoints) == 2


def test_two_stages_without_touchpoints_are_merged_without_counting_none():
    assert EN("say.merged", title="Search") in said(thread_after(*FIRST, "merge Search and Order"))


def test_an_answer_of_one_word_is_no_example_for_others():
    journey = thread_after(*FIRST, "Maya; 34; asks a friend").journey
    assert journey is not None
    assert earlier_answers(journey)["doing"] == ("asks a friend",)
    chinese = thread_after(
        "客户更满意", "小林，30岁，面包师", "我想五点前拿到面粉", "搜索 > 下单", "问朋友；看评价网站的评论", lang="zh"
    ).journey
    assert chinese is not None
    assert earlier_answers(chinese)["doing"] == ("看评价网站的评论",)


def test_what_is_not_understood_between_two_parts_brings_the_next_steps_again():
    thread = thread_after(*FIRST, "asks", "-1 slow", "pays", "0", "gets it", "+1")
    thread.say("Ana", "bla bla")
    assert EN("say.not_understood") in said(thread)
    thread.press("Ana", "Fill the gaps", under=-1)
    assert "`ask." in said(thread)


def test_touchpoints_without_an_owner_are_one_line_among_the_gaps():
    thread = thread_after(*FIRST, "asks; reads", "-1 slow", "pays", "0", "gets it", "+1", "gaps")
    assert EN("say.unowned", n=4, stages=3) in said(thread)
    assert said(thread).count("without an owner") == 1


def test_a_number_alone_is_no_touchpoint_no_pain_point_and_no_idea():
    for asked in ((*FIRST,), (*FIRST, "asks", "-1 slow", "pays", "0", "gets it", "+1", "walk me through")):
        thread = thread_after(*asked)
        before = thread.journey
        thread.say("Ana", "4")
        assert EN("say.only_signs") in said(thread)
        assert thread.journey == before


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize(
    "field", ["channel", "severity", "impact", "effort", "status", "metric", "expected", "privacy"]
)
def test_a_field_of_the_history_is_called_by_its_own_words(lang: str, field: str):
    spoken = words(lang)
    assert spoken.has(f"fields.{field}") or spoken.has(f"field.{field}")


def test_a_channel_set_in_a_chinese_thread_stands_in_the_history_in_chinese():
    journey = thread_after(*FIRST, "asks a friend").journey
    assert journey is not None
    set_channel = SetTouchpoint(touchpoint=journey.stages[0].touchpoints[0].slug, field="channel", value="store")
    assert told(set_channel, journey, words("zh")) == "“asks a friend”的渠道：门店"
    assert told(set_channel, journey, words("en")) == '"asks a friend", channel: Store'


def test_a_next_step_can_be_typed_also_after_other_messages():
    thread = thread_after(*FIRST, "asks", "-1 slow", "pays", "0", "gets it", "+1", "rename Order to Buy", "pain points")
    assert "`ask.pain`" in said(thread)


def test_a_next_step_can_be_typed_while_the_thread_is_paused():
    thread = thread_after(*FIRST, "asks", "-1 slow", "pays", "0", "gets it", "+1", "walk me through", "pause")
    thread.say("Ana", "Pain points")
    assert "`ask.pain`" in said(thread)
