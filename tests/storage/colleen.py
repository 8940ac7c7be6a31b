"""The map of Curious Colleen, made change by change as in the written example of a guided build."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from storage.model import changes as c
from storage.model.apply import apply
from storage.model.journey import Home, JourneyMap
from storage.model.lists import STAGE_TEMPLATES
from storage.model.slugs import slug_of
from storage.model.types import Anchor, Owner

ANA, BORIS, MIA = "U0ANA", "U0BORIS", "U0MIA"
START = datetime(2024, 11, 4, 9, tzinfo=UTC)
TITLES = ("Inquiry or awareness", "Interest, comparison or decision", "Purchase or preparation", "Activation")


class Past(NamedTuple):
    """A version as the history shows it."""

    map: JourneyMap
    by: str
    undoes: int | None = None


class Thread:
    """Applies changes one version at a time and keeps the history, newest first."""

    def __init__(self, journey: JourneyMap, by: str = ANA) -> None:
        self.history = [Past(journey, by)]

    @property
    def map(self) -> JourneyMap:
        return self.history[0].map

    def does(self, by: str, *changes: c.Change) -> JourneyMap:
        """`by` makes one version of these changes."""
        at = START + timedelta(minutes=self.map.version)
        return self.took(apply(self.map, changes, by, at, "chat"), by)

    def took(self, journey: JourneyMap, by: str, undoes: int | None = None) -> JourneyMap:
        """A map that is stored as the next version."""
        journey = journey.model_copy(update={"version": self.map.version + 1})
        self.history.insert(0, Past(journey, by, undoes))
        return journey


def new_map(goal: str = "I need a vacuum that will not break again", **fields: object) -> JourneyMap:
    """A map as it is when it is saved first."""
    common: dict[str, object] = {
        "workspace_id": "T1", "map_id": slug_of(goal, ()) or "map-1", "title": goal, "goal_customer": goal,
        "goal_kind": "raise_conversion", "persona_ids": ("curious-colleen",),
        "owner": Owner(label="Ana", member_id=ANA), "home": Home(channel_id="C0VACUUM", thread_ts="1.1"),
    }  # fmt: skip
    return JourneyMap.model_validate(common | fields)


def touchpoint(stage: str, title: str, channel: str | None = None, **fields: object) -> c.AddTouchpoint:
    return c.AddTouchpoint.model_validate({"stage": stage, "title": title, "channel": channel, **fields})


def mood(stage: str, score: int, why: str | None = None, word: str | None = None) -> tuple[c.Change, ...]:
    """A vote; the reason of a score below 0 is a pain point too."""
    vote = c.VoteMood(at=Anchor(stage=stage), score=score, why=why, word=word)
    return (vote, c.AddPainPoint(at=Anchor(stage=stage), title=why)) if why and score < 0 else (vote,)


def colleen_thread() -> Thread:
    """Versions 1 to 18 of the English example: the first picture is version 14."""
    thread = Thread(new_map())
    stages = zip(TITLES, STAGE_TEMPLATES["sales4"], strict=True)
    thread.does(
        ANA,
        *(c.AddStage(title=title, slug=stage.slug, role=stage.role) for title, stage in stages),
        c.SetMap(field="stage_template", value="sales4"),
    )
    thread.does(
        ANA,
        touchpoint("inquiry", "old vacuum breaks and she asks friends", "word_of_mouth"),
        touchpoint("inquiry", "sees our ad on Instagram", "social_ad", channel_text="Instagram"),
    )
    thread.does(ANA, *mood("inquiry", -2, "it broke again", "frustrated"))
    thread.does(ANA, c.SetStage(stage="comparison", field="title", value="Compare"))
    thread.does(
        ANA,
        touchpoint("comparison", "compares four models on our site", "website"),
        touchpoint("comparison", "opens the product page five times", "website"),
        touchpoint("comparison", "reads reviews on other sites", "review_site"),
    )
    thread.does(ANA, *mood("comparison", -1, "too much text"))
    thread.does(BORIS, *mood("comparison", -2, "cannot see which one is better"))
    compare = Anchor(stage="comparison")
    thread.does(BORIS, c.SetBasis(basis="interview", item="cannot-see-one", mood_at=compare))
    thread.does(BORIS, c.LinkEvidence(evidence_id="e1", item="cannot-see-one", mood_at=compare))
    thread.does(
        MIA,
        touchpoint("purchase", "puts it in the cart and leaves", "website"),
        touchpoint("purchase", "comes back after the reminder e-mail", "email"),
        touchpoint("purchase", "pays by card"),
    )
    thread.does(MIA, *mood("purchase", 0))
    thread.does(
        ANA,
        touchpoint("activation", "vacuum is delivered", "post_parcel"),
        touchpoint("activation", "first clean"),
        touchpoint("activation", "gets a survey by e-mail", "email"),
    )
    thread.does(ANA, *mood("activation", 2))
    thread.does(
        ANA,
        c.SetMap(field="starts_when", value="the old vacuum breaks"),
        c.SetMap(field="ends_when", value="the first clean"),
    )
    thread.does(
        BORIS,
        touchpoint("comparison", "404 page", overlooked="page_404"),
        touchpoint("purchase", "Receipt or invoice", overlooked="receipt"),
        c.SetMap(field="overlooked_asked", value=True),
    )
    thread.does(
        MIA,
        c.AddOpportunity(title="comparison chart with benefits and costs", pain_points=("cannot-see-one",)),
        c.AddOpportunity(title="show happy customers", pain_points=("cannot-see-one",)),
    )
    thread.does(
        MIA,
        c.AddAction(
            title="comparison page",
            opportunity="comparison-chart-benefits",
            owner=Owner(label="Mia", member_id=MIA),
            due_on=date(2024, 11, 30),
        ),
    )
    return thread
