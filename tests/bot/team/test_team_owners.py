"""Who answers for what: asked by command and in plain words, and what nobody answers for."""

import pytest

from storage.model.apply import apply
from storage.model.changes import SetTouchpoint
from storage.model.types import Owner
from tests.bot.evidence.desk_of_evidence import AT, Desk


def gives(desk: Desk, touchpoint: str, label: str | None) -> None:
    owner = Owner(label=label) if label else None
    change = SetTouchpoint(touchpoint=touchpoint, field="owner", value=owner)
    desk.stores.maps.save(apply(desk.journey, (change,), "U0ANA", AT, "chat"), (change,), "U0ANA", AT)


def touchpoints(desk: Desk):
    return list(desk.journey.touchpoints())


def test_everything_with_an_owner_stands_in_the_table_and_the_rest_below(desk: Desk):
    first, second = touchpoints(desk)[:2]
    gives(desk, first.slug, "Web team")
    gives(desk, second.slug, None)
    said = desk.command("owners vacuum")
    assert f"{first.title} | touchpoint | {desk.journey.stages[0].title} | Web team" in said
    without = said.split("Without an owner")[1]
    assert f"• {second.title} (touchpoint)" in without and first.title not in without
    bare = sum(t.owner is None for t in touchpoints(desk))
    bare += sum(i.owner is None and i.status not in ("parked", "done") for i in desk.journey.opportunities)
    bare += sum(a.owner is None and a.status not in ("done", "dropped") for a in desk.journey.actions)
    assert f"Without an owner ({bare}):" in said


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("who answers for {title}?", 'Web team answers for "{title}".'),
        ("Who is responsible for the {title}?", 'Web team answers for "{title}".'),
        ("谁负责{title}？", "Web team 负责“{title}”。"),
        ("кој одговара за {title}?", "Web team одговара за „{title}“."),
    ],
)
def test_one_thing_is_asked_for_in_three_languages(desk: Desk, asked: str, answer: str):
    thing = touchpoints(desk)[0]
    gives(desk, thing.slug, "Web team")
    change = SetTouchpoint(touchpoint=thing.slug, field="title", value="chat")
    desk.stores.maps.save(apply(desk.journey, (change,), "U0ANA", AT, "chat"), (change,), "U0ANA", AT)
    thing = touchpoints(desk)[0]
    assert answer.format(title=thing.title) in desk.does(asked.format(title=thing.title))


def test_a_stage_brings_everybody_there_and_what_has_nobody(desk: Desk):
    stage = desk.journey.stages[0]
    for touchpoint in stage.touchpoints:
        gives(desk, touchpoint.slug, None)
    gives(desk, stage.touchpoints[0].slug, "Web team")
    said = desk.does(f"who answers for {stage.title}?")
    assert f'At "{stage.title}":' in said and f"• Web team: {stage.touchpoints[0].title}" in said
    assert "Without an owner" in said


@pytest.mark.parametrize("asked", ["what has no owner", "哪些没有负责人", "што нема одговорно лице"])
def test_what_has_no_owner_is_listed(desk: Desk, asked: str):
    thing = touchpoints(desk)[0]
    gives(desk, thing.slug, None)
    assert thing.title in desk.does(asked)


def test_of_several_maps_one_is_chosen(desk: Desk):
    from bot import files_in
    from tests.bot.evidence.desk_of_evidence import SAMPLE, SHOP

    files_in.import_map(SAMPLE, "T1", SHOP, desk.stores, AT, "U0ANA")
    assert "Which map?" in desk.does("who owns what")
    assert "Who answers for what" in desk.chooses("Which map?", "vacuum")


@pytest.mark.parametrize("asked", ["谁负责比较阶段", "who is responsible for the Compare stage?"])
def test_a_stage_of_several_maps_is_answered_of_all_without_asking_which(desk: Desk, asked: str):
    from bot import files_in
    from tests.bot.evidence.desk_of_evidence import SAMPLE, SHOP

    files_in.import_map(SAMPLE, "T1", SHOP, desk.stores, AT, "U0ANA")
    said = desk.does(asked, thread="2.1")
    assert "Which map?" not in said and "哪一张图" not in said
    assert "Compare" in said


def test_a_thing_that_one_of_several_maps_has_is_answered_of_that_map(desk: Desk):
    from bot import files_in
    from tests.bot.evidence.desk_of_evidence import SAMPLE, SHOP

    files_in.import_map(SAMPLE, "T1", SHOP, desk.stores, AT, "U0ANA")
    thing = touchpoints(desk)[0]
    change = SetTouchpoint(touchpoint=thing.slug, field="title", value="calls the repair man")
    desk.stores.maps.save(apply(desk.journey, (change,), "U0ANA", AT, "chat"), (change,), "U0ANA", AT)
    gives(desk, thing.slug, "Web team")
    assert 'Web team answers for "calls the repair man".' in desk.does("who answers for calls the repair man?")


def test_a_name_that_is_not_on_the_map_is_a_question_like_any_other(desk: Desk):
    assert "answers for" not in desk.does("who is responsible for the weather on the moon?")
