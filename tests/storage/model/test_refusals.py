"""The sentences for input that does not fit."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from colleen import new_map
from pydantic import ValidationError

from prompts.loader import words
from storage.errors import ChangeRefused
from storage.model import refusals
from storage.model.item import MoodVote
from storage.model.journey import Action, JourneyMap, MomentOfTruth, PainPoint, Stage, Touchpoint
from storage.model.persona import Persona
from storage.model.types import Anchor, LevelVote, Origin

AT = datetime(2024, 11, 4, tzinfo=UTC)
ORIGIN = Origin(by="U0ANA", at=AT, via="chat")


def sentence(kind, **fields: object) -> str:
    """What a person reads."""
    with pytest.raises(ChangeRefused) as caught:
        refusals.made(kind, **fields)
    return words("en")(f"errors.{caught.value.key}", **caught.value.facts)


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        (Stage, {"slug": "s", "title": "x" * 61}, "That title has 61 characters; 60 is the limit. Send a shorter one."),
        (Stage, {"slug": "s", "title": " \t "}, "The title cannot be empty."),
        (Stage, {"slug": "S!", "title": "S"}, "'S!' cannot be an id. Use small letters a to z"),
        (Stage, {"slug": "s"}, "The title is missing."),
        (Stage, {"slug": "s", "title": "S", "role": "bye"}, "I do not know the role 'bye'. Close to it: buy"),
        (Stage, {"slug": "s", "title": "S", "colour": "red"}, "The file has a column 'colour' that I do not know."),
        (MoodVote, {"by": "U0ANA", "at": AT, "score": 3}, "from -2 (very bad) to +2 (very good). Which one is '3'?"),
        (MoodVote, {"by": "U0ANA", "at": AT, "score": "so"}, "Which one is 'so'?"),
        (LevelVote, {"by": "U0ANA", "at": AT, "value": 0}, "Please give a number from 1 to 5."),
        (Action, {"slug": "a", "title": "a", "origin": ORIGIN, "due_on": "soon"}, "I cannot read 'soon' as a date."),
        (Action, {"slug": "a", "title": "a", "origin": ORIGIN, "ticket_url": "ftp://x.org"}, "is not a web address"),
        (Action, {"slug": "a", "title": "a", "origin": ORIGIN, "ticket_url": "x"}, "'x' is not a web address"),
        (Touchpoint, {"slug": "t", "title": "t", "origin": ORIGIN, "channel": "websit"}, "Close to it: website"),
        (Touchpoint, {"slug": "t", "title": "t", "origin": ORIGIN, "thoughts": ["x"] * 6}, "thoughts can hold 5"),
        (Touchpoint, {"slug": "t", "title": "t", "origin": ORIGIN, "ours": "perhaps"}, "cannot use 'perhaps' as ours."),
        (Persona, {"workspace_id": "T", "persona_id": "p", "name": "n", "initials": "N", "owner": {"label": "A"},
                   "tech_level": 9}, "Please give a number from 1 to 5."),
    ],
)  # fmt: skip
def test_a_person_reads_what_does_not_fit_and_what_to_do(kind, fields, says):
    assert says in sentence(kind, **fields)


def test_a_map_that_points_nowhere_names_both_ends():
    pain = PainPoint(slug="p", title="too much text", at=Anchor(stage="compare"), origin=ORIGIN)
    fields = dict(new_map()) | {"pain_points": (pain,)}
    assert sentence(JourneyMap, **fields) == "'too much text' belongs to 'compare', which is not on the map."


def test_an_id_used_twice_is_named():
    stage = Stage(slug="a", title="A")
    assert "these ids twice: a." in sentence(JourneyMap, **(dict(new_map()) | {"stages": (stage, stage)}))


def test_facts_say_where_in_a_file():
    fields = new_map().model_dump() | {"stages": [{"slug": "a", "title": "A", "moods": [{"by": "U0ANA"}]}]}
    with pytest.raises(ChangeRefused) as caught:
        refusals.made(JourneyMap, **fields)
    assert caught.value.facts["where"] == "stages.0.moods.0.score"


def test_a_time_without_a_zone_is_a_fault_and_not_a_refusal():
    with pytest.raises(ValidationError):
        refusals.made(MoodVote, by="U0ANA", at=datetime(2024, 11, 4), score=0)


def test_changes_are_read_from_plain_data():
    change = refusals.change_of({"kind": "vote_mood", "at": {"stage": "purchase"}, "score": -1})
    assert (change.kind, change.score) == ("vote_mood", -1)
    with pytest.raises(ChangeRefused) as caught:
        refusals.change_of({"kind": "vote_moods"})
    assert caught.value.facts["close"].startswith("vote_mood")


def test_a_long_value_is_shown_short():
    with pytest.raises(ChangeRefused) as caught:
        refusals.made(Stage, slug="s", title="x" * 5000)
    assert len(str(caught.value.facts["value"])) == 60
    assert caught.value.facts["n"] == 5000


def test_every_refusal_has_a_sentence():
    keys = set(refusals._KEYS.values()) | {"not_a_score", "not_a_level", "not_a_number", "does_not_fit"}
    code = "".join(path.read_text("utf-8") for path in Path(refusals.__file__).parent.rglob("*.py"))
    keys |= set(re.findall(r'ChangeRefused\(\s*"(\w+)"', code))
    assert [key for key in sorted(keys) if not words("en").has(f"errors.{key}")] == []


def test_a_field_may_be_called_kind():
    assert refusals.made(MomentOfTruth, kind="zmot").kind == "zmot"
