"""What becomes of a form: the smallest list of changes, sentences beside fields, or a choice between two texts."""

from typing import Any

import pytest

from bot.forms.about import KINDS, About, Sent, pointed, pointer
from bot.forms.clashes import merge, settled
from bot.forms.filled import filled
from bot.forms.form import Entry, opened, rows
from bot.forms.judging import Accepted, Clashed, Gone, Noticed, Wrong, judge
from prompts.loader import words
from storage.model import changes as c
from storage.model.journey import Action, JourneyMap, Touchpoint
from storage.model.types import Anchor, Owner
from tests.bot.forms.maps import ANA, BORIS, COLLEEN, about, changed, journey, known, sent, standing

EN = words("en")
STAGE, PLACE = about("stage", "compare"), about("touchpoint", "reads-reviews")
PAIN, ACTION = about("pain_point", "too-much-text"), about("action", "draw-tool")


def accepted(form: Sent, *versions: JourneyMap, **more: Any) -> Accepted:
    verdict = judge(form, known(*versions, **more), EN)
    assert isinstance(verdict, Accepted), verdict
    return verdict


def kinds(verdict: Accepted) -> list[str]:
    return [f"{change.kind}:{getattr(change, 'field', '')}" for change in verdict.changes]


def touchpoint(verdict: Accepted, slug: str = "reads-reviews") -> Touchpoint:
    return next(one for one in verdict.journey.touchpoints() if one.slug == slug)


@pytest.mark.parametrize("form", [STAGE, PLACE, PAIN, ACTION], ids=lambda form: form.kind)
def test_a_form_sent_as_it_was_opened_changes_nothing(form: About):
    now = journey()
    verdict = accepted(sent(form, now), now)
    assert verdict.empty and verdict.journey == now


def test_a_persona_sent_as_it_was_opened_changes_nothing():
    form, now = about("persona", "colleen"), journey()
    assert accepted(sent(form, now, persona=COLLEEN), now, persona=COLLEEN).empty


@pytest.mark.parametrize(
    ("form", "typed", "changes"),
    [
        (STAGE, {"title": "Weigh"}, ["set_stage:title"]),
        (STAGE, {"short": "Weigh", "metric": "visits"}, ["set_stage:short", "set_stage:metric"]),
        (STAGE, {"next_step": "put it in the cart", "findable": "hidden"}, ["set_stage:next_step"]),
        (STAGE, {"mood": "-1", "why": "too much text"}, ["vote_mood:"]),
        (STAGE, {"questions": "✓ how loud?\nhow long?"}, ["set_stage:customer_questions"]),
        (PLACE, {"stage": "look"}, ["move_touchpoint:"]),
        (PLACE, {"channel": "website"}, ["set_touchpoint:channel"]),
        (PLACE, {"channel": "other|fax"}, ["set_touchpoint:channel", "set_touchpoint:channel_text"]),
        (PLACE, {"ours": "yes", "place": "desk 3"}, ["set_touchpoint:ours", "set_touchpoint:place"]),
        (PLACE, {"thoughts": "who wrote this?\n\nis it paid?"}, ["set_touchpoint:thoughts"]),
        (PLACE, {"moment": "fmot", "moment_why": "stars decide"}, ["set_touchpoint:moment_of_truth"]),
        (PLACE, {"owner": BORIS}, ["set_touchpoint:owner"]),
        (PLACE, {"basis": "interview"}, ["set_basis:"]),
        (PAIN, {"severity": "4", "frequency": "2"}, ["vote_level:severity", "vote_level:frequency"]),
        (PAIN, {"at": "compare/reads-reviews", "cause": "no editor"}, ["set_item:at", "set_item:cause"]),
        (PAIN, {"pain_status": "fixed"}, ["set_item:status"]),
        (ACTION, {"opportunity": "", "due_on": "2026-11-30"}, ["set_item:opportunity", "set_item:due_on"]),
        (ACTION, {"expected_metric": "abandonment", "from_value": "70 %", "to_value": "49,5"}, ["set_item:expected"]),
        (ACTION, {"ticket_url": "https://tickets.example/1"}, ["set_item:ticket_url"]),
    ],
)
def test_only_what_was_typed_becomes_a_change(form: About, typed: dict[str, str], changes: list[str]):
    now = journey()
    assert kinds(accepted(sent(form, now, **typed), now)) == changes


def test_what_was_typed_stands_in_the_form_the_next_time():
    now = journey()
    typed = {"title": "reads ten reviews", "channel": "other|fax", "place": "desk 3", "mood": "-2", "why": "paid",
             "thoughts": "a\nb", "questions": "✓ how loud?\n✗ how long?\nhow heavy?", "moment": "smot",
             "owner_name": "Web team", "basis": "walked", "ours": "yes", "stage": "look"}  # fmt: skip
    after = accepted(sent(PLACE, now, **typed), now).journey
    assert {key: standing(PLACE, after)[key] for key in typed} == typed


def test_a_number_with_a_comma_and_a_sign_is_read():
    now = journey()
    typed = {"expected_metric": "abandonment", "from_value": "70 %", "to_value": "49,5", "unit": "%"}
    action = next(iter(accepted(sent(ACTION, now, **typed), now).journey.actions))
    assert isinstance(action, Action) and action.expected is not None
    assert (action.expected.from_value, action.expected.to_value, action.expected.unit) == (70, 49.5, "%")


def test_a_vote_is_the_writers_own_and_nobody_elses():
    now = journey(c.VoteMood(at=Anchor(stage="compare"), score=1))
    verdict = accepted(sent(STAGE, now, by=BORIS, mood="-2", why="slow"), now, by=BORIS)
    stage = verdict.journey.stage("compare")
    assert stage is not None and {vote.by: vote.score for vote in stage.moods} == {ANA: 1, BORIS: -2}


def test_no_vote_of_mine_takes_it_back_and_an_emptied_reason_goes_alone():
    at = Anchor(stage="compare")
    now = journey(c.VoteMood(at=at, score=-1, word="unsure", why="too much"), c.SetBasis(basis="interview", mood_at=at))
    assert kinds(accepted(sent(STAGE, now, mood="", why=""), now)) == ["take_back_mood:"]
    kept = accepted(sent(STAGE, now, why=""), now).journey.stage("compare")
    assert kept is not None
    assert [(v.score, v.word, v.why, v.basis) for v in kept.moods] == [(-1, "unsure", None, "interview")]


def test_of_person_and_name_the_one_that_was_changed_owns_it():
    named = journey(c.SetTouchpoint(touchpoint="reads-reviews", field="owner", value=Owner(label="Web team")))
    assert touchpoint(accepted(sent(PLACE, named, owner=BORIS), named)).owner == Owner(label="Boris", member_id=BORIS)
    assert touchpoint(accepted(sent(PLACE, named, owner_name="-"), named)).owner is None
    picked = accepted(sent(PLACE, named, owner=BORIS), named).journey
    assert touchpoint(accepted(sent(PLACE, picked, owner_name="Shop"), picked)).owner == Owner(label="Shop")


@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [
        ("stage", {"title": "Buy", "after": "look"}, "add_stage:"),
        ("touchpoint", {"title": "walks in", "stage": "look", "channel": "store", "mood": "+1"}, "add_touchpoint:"),
        ("pain_point", {"title": "it is loud", "at": "look", "severity": "5"}, "add_pain_point:"),
        ("action", {"title": "send it", "owner": BORIS, "due_on": "2026-11-30"}, "add_action:"),
    ],
)
def test_a_new_thing_is_added_once_with_all_that_was_typed(kind: str, typed: dict[str, str], first: str):
    now, form = journey(), about(kind)
    verdict = accepted(sent(form, now, **typed), now)
    assert kinds(verdict)[0] == first
    added = next(slug for slug in verdict.journey.slugs() if slug not in set(now.slugs()))
    shown = filled(about(kind, added), verdict.journey, None, ANA)
    assert shown is not None and {key: shown[key] for key in typed if key != "after"} == {
        key: value for key, value in typed.items() if key != "after"
    }


def test_a_new_stage_stands_behind_the_one_that_was_chosen():
    now = journey()
    verdict = accepted(sent(about("stage"), now, title="Buy", after="look"), now)
    assert [stage.title for stage in verdict.journey.stages] == ["Look", "Buy", "Compare"]


def test_a_persona_is_edited_and_a_new_one_joins_the_map():
    now, form = journey(), about("persona", "colleen")
    edited = accepted(sent(form, now, persona=COLLEEN, goals="save time\nno regret", lives=""), now, persona=COLLEEN)
    assert edited.persona == COLLEEN.model_copy(update={"goals": ("save time", "no regret"), "place": None})
    assert edited.changes == ()
    added = accepted(sent(about("persona"), now, name="Busy Boris", tech_level="2"), now)
    assert added.persona is not None and (added.persona.initials, added.persona.tech_level) == ("BB", 2)
    assert added.journey.persona_ids == ("colleen", added.persona.persona_id)


@pytest.mark.parametrize(
    ("form", "typed", "field", "said"),
    [
        (STAGE, {"title": " "}, "title", "cannot be empty"),
        (STAGE, {"short": "x" * 15}, "short", "15 characters; 14"),
        (STAGE, {"questions": "\n".join(map(str, range(11)))}, "questions", "11 lines; 10"),
        (PLACE, {"thoughts": "a\n" + "x" * 201}, "thoughts", "Line 2 has 201"),
        (ACTION, {"ticket_url": "tickets.example"}, "ticket_url", "http://"),
        (ACTION, {"from_value": "much", "expected_metric": "visits"}, "from_value", "'much'"),
    ],
)
def test_what_does_not_fit_a_field_is_said_beside_it(form: About, typed: dict[str, str], field: str, said: str):
    now = journey()
    verdict = judge(sent(form, now, **typed), known(now), EN)
    assert isinstance(verdict, Wrong) and list(verdict.errors) == [field] and said in verdict.errors[field]


@pytest.mark.parametrize(
    ("form", "typed"),
    [(STAGE, {"why": "slow"}), (PLACE, {"moment_why": "stars"}), (ACTION, {"from_value": "70"})],
)
def test_what_does_not_go_together_is_said_on_top(form: About, typed: dict[str, str]):
    now = journey()
    assert isinstance(judge(sent(form, now, **typed), known(now), EN), Noticed)


def test_a_place_that_is_not_there_any_more_is_said_on_top():
    now = journey()
    assert isinstance(judge(sent(PAIN, now, at="gone"), known(now), EN), Noticed)


def test_other_fields_and_other_things_go_together_silently():
    read = journey()
    theirs = changed(read, BORIS, c.SetTouchpoint(touchpoint="reads-reviews", field="title", value="reads tests"))
    verdict = accepted(sent(PLACE, read, place="desk 3"), read, theirs, savers=(ANA, BORIS))
    assert (touchpoint(verdict).title, touchpoint(verdict).place) == ("reads tests", "desk 3")
    assert kinds(verdict) == ["set_touchpoint:place"]


def test_the_same_text_by_both_is_no_clash():
    read = journey()
    theirs = changed(read, BORIS, c.SetTouchpoint(touchpoint="reads-reviews", field="title", value="reads tests"))
    assert accepted(sent(PLACE, read, title="reads tests"), read, theirs).empty


def test_the_same_field_is_shown_with_both_texts_and_who_wrote_theirs():
    read = journey()
    theirs = changed(read, BORIS, c.SetTouchpoint(touchpoint="reads-reviews", field="title", value="reads tests"))
    mine = sent(PLACE, read, title="studies reviews", place="desk 3")
    verdict = judge(mine, known(read, theirs, savers=(ANA, BORIS)), EN)
    assert isinstance(verdict, Clashed)
    form = verdict.form
    assert form.about.version == 2 and form.about.clashing == ("title",) and "Boris" in form.notice
    clash = form.clashes["title"]
    assert (clash.mine, clash.theirs, clash.by) == ("studies reviews", "reads tests", "Boris")
    assert form.filled["place"] == "desk 3"


@pytest.mark.parametrize(
    ("choice", "title"),
    [("mine", "studies reviews"), ("theirs", "reads tests"), ("both", "reads tests / studies reviews")],
)
def test_the_choice_settles_it(choice: str, title: str):
    newest = journey(c.SetTouchpoint(touchpoint="reads-reviews", field="title", value="reads tests"))
    form = PLACE.model_copy(update={"clashing": ("title",)})
    before = standing(PLACE, newest)
    after, open_ = settled(form, {**before, "title": "studies reviews"}, before, {"title": choice})
    assert open_ == () and touchpoint(accepted(Sent(about=form, before=before, after=after), newest)).title == title


def test_without_a_choice_nothing_is_settled_and_lists_keep_each_line_once():
    form = PLACE.model_copy(update={"clashing": ("title", "thoughts")})
    after, open_ = settled(form, {"title": "a", "thoughts": "x\ny"}, {"title": "b", "thoughts": "y\nz"},
                           {"thoughts": "both"})  # fmt: skip
    assert open_ == ("title",) and after["thoughts"] == "y\nz\nx"


def test_a_thing_that_was_taken_away_says_so_by_its_name():
    read = journey()
    theirs = changed(read, BORIS, c.RemoveTouchpoint(touchpoint="reads-reviews"))
    verdict = judge(sent(PLACE, read, place="desk 3"), known(read, theirs), EN)
    assert isinstance(verdict, Gone) and "reads reviews" in verdict.text


def test_a_persona_changed_by_another_meanwhile_is_asked_about():
    now, form = journey(), about("persona", "colleen")
    mine = sent(form, now, persona=COLLEEN, one_line="short of time")
    theirs = COLLEEN.model_copy(update={"one_line": "hates noise", "version": 2})
    verdict = judge(mine, known(now, persona=theirs), EN)
    assert isinstance(verdict, Clashed) and verdict.form.about.clashing == ("one_line",)


def test_merge_leaves_what_only_one_changed_to_them():
    merged = merge({"a": "1", "b": "1", "c": "1"}, {"a": "2", "b": "1", "c": "2"}, {"a": "1", "b": "3", "c": "4"})
    assert (merged.filled, merged.clashing) == ({"a": "2", "b": "3", "c": "2"}, ("c",))


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_form_has_its_words_in_every_language(kind: str, lang: str):
    spoken, now = words(lang), journey()
    things = {"stage": "compare", "touchpoint": "reads-reviews", "pain_point": "too-much-text",
              "action": "draw-tool", "persona": "colleen"}  # fmt: skip
    for form in (about(kind, things[kind]), about(kind)):
        ground = known(now, persona=COLLEEN if form.thing else None)
        made = opened(form, ground)
        assert made is not None
        entries = [row for row in rows(made, ground, spoken) if isinstance(row, Entry)]
        assert all(entry.label for entry in entries) and entries[0].field.needed


def test_a_button_finds_its_form_again():
    form = About(map_id="vacuum", kind="pain_point", thing="too-much-text")
    assert pointed(pointer(form)) == form
    assert pointed("vacuum|nothing|x") is None and pointed("") is None
