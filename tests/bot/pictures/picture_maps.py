"""Maps to draw: builders of their parts, and the example of a guided build."""

from datetime import UTC, date, datetime

from bot.pictures.stage_numbers import JourneyNumbers, StageNumbers
from storage.model.confidence import Backing
from storage.model.item import MoodVote
from storage.model.journey import (
    Action,
    CustomerQuestion,
    Home,
    JourneyMap,
    MomentOfTruth,
    Opportunity,
    PainPoint,
    Stage,
    Touchpoint,
)
from storage.model.persona import Persona
from storage.model.types import Anchor, LevelVote, Origin, Owner

AT = datetime(2024, 11, 4, 9, tzinfo=UTC)
ON = date(2024, 11, 6)
ANA, BORIS, MIA = "U0ANA", "U0BORIS", "U0MIA"
NAMES = {ANA: "Ana", BORIS: "Boris", MIA: "Mia"}
ORIGIN = Origin(by=ANA, at=AT, via="chat")
BACKINGS = {"e1": Backing("quote", "unknown", ON), "e2": Backing("document", "unknown", ON)}


def vote(by: str, score: int, why: str | None = None, word: str | None = None, **more: object) -> MoodVote:
    return MoodVote.model_validate({"by": by, "score": score, "at": AT, "why": why, "word": word, **more})


def touchpoint(slug: str, title: str, channel: str | None = None, **more: object) -> Touchpoint:
    return Touchpoint.model_validate({"slug": slug, "title": title, "channel": channel, "origin": ORIGIN, **more})


def pain(slug: str, title: str, stage: str, **more: object) -> PainPoint:
    return PainPoint.model_validate({"slug": slug, "title": title, "at": Anchor(stage=stage), "origin": ORIGIN, **more})


def idea(slug: str, title: str, stage: str | None, **more: object) -> Opportunity:
    return Opportunity.model_validate({"slug": slug, "title": title, "stage": stage, "origin": ORIGIN, **more})


def action(slug: str, title: str, **more: object) -> Action:
    return Action.model_validate({"slug": slug, "title": title, "origin": ORIGIN, **more})


def journey(title: str, stages: tuple[Stage, ...], **more: object) -> JourneyMap:
    common: dict[str, object] = {
        "workspace_id": "T1",
        "map_id": "vacuum-break-again",
        "title": title,
        "stages": stages,
        "version": 22,
        "persona_ids": ("curious-colleen",),
        "owner": Owner(label="Ana", member_id=ANA),
        "home": Home(channel_id="C0VAC"),
    }
    return JourneyMap.model_validate(common | more)


def persona(name: str = "Curious Colleen", initials: str = "CC", **more: object) -> Persona:
    common: dict[str, object] = {
        "workspace_id": "T1",
        "persona_id": "curious-colleen",
        "name": name,
        "initials": initials,
        "owner": Owner(label="Ana", member_id=ANA),
        "age_range": "32",
        "one_line": "self-employed, good at research, short of time",
    }
    return Persona.model_validate(common | more)


def colleen() -> JourneyMap:
    """The example of a guided build as it stands at version 22."""
    stages = (
        Stage(
            slug="inquiry",
            title="Inquiry or awareness",
            moods=(vote(ANA, -2, "it broke again", "frustrated"),),
            touchpoints=(
                touchpoint("old-vacuum-breaks", "old vacuum breaks and she asks friends", "word_of_mouth", ours=False),
                touchpoint("sees-ad-instagram", "sees our ad on Instagram", "social_ad", channel_text="Instagram"),
            ),
        ),
        Stage(
            slug="comparison",
            title="Compare",
            moods=(
                vote(ANA, -1, "too much text"),
                vote(BORIS, -2, "cannot see which one is better", basis="interview", evidence=("e1",)),
            ),
            touchpoints=(
                touchpoint("compares-four-models", "compares four models on our site", "website"),
                touchpoint("opens-product-page", "opens the product page five times", "website"),
                touchpoint("reads-reviews-other", "reads reviews on other sites", "review_site", ours=False),
                touchpoint("page-404", "404 page", "website", overlooked="page_404"),
            ),
        ),
        Stage(
            slug="purchase",
            title="Purchase or preparation",
            moods=(vote(MIA, 0), vote(ANA, -1, "delivery date is shown only after payment")),
            touchpoints=(
                touchpoint("puts-cart-leaves", "puts it in the cart and leaves", "website"),
                touchpoint("comes-back-after", "comes back after the reminder e-mail", "email"),
                touchpoint("pays-card", "pays by card"),
                touchpoint("receipt", "Receipt or invoice", "invoice_document", overlooked="receipt"),
            ),
        ),
        Stage(
            slug="activation",
            title="Installation, activation or feedback",
            moods=(vote(ANA, 2),),
            touchpoints=(
                touchpoint("vacuum-delivered", "vacuum is delivered", "post_parcel"),
                touchpoint("first-clean", "first clean"),
                touchpoint("gets-survey-e-mail", "gets a survey by e-mail", "email"),
            ),
        ),
    )
    return journey(
        "I need a vacuum that will not break again",
        stages,
        stage_template="sales4",
        pain_points=(
            pain("broke-again", "it broke again", "inquiry"),
            pain("too-much-text", "too much text", "comparison"),
            pain(
                "cannot-see-one",
                "cannot see which one is better",
                "comparison",
                basis="interview",
                evidence=("e1",),
                severity=(LevelVote(by=ANA, value=5, at=AT),),
            ),
            pain("delivery-date-shown", "delivery date is shown only after payment", "purchase"),
        ),
        opportunities=(
            idea(
                "comparison-chart-benefits",
                "comparison chart with benefits and costs",
                "comparison",
                pain_points=("cannot-see-one",),
            ),
            idea("show-happy-customers", "show happy customers", "comparison", pain_points=("cannot-see-one",)),
        ),
        actions=(
            action(
                "comparison-page",
                "comparison page",
                opportunity="comparison-chart-benefits",
                owner=Owner(label="Mia", member_id=MIA),
                due_on=date(2024, 11, 30),
            ),
        ),
    )


def colleen_numbers() -> JourneyNumbers:
    counted = (
        ("inquiry", 12480, 1.0, 0.58),
        ("comparison", 5242, 0.42, 0.71),
        ("purchase", 1498, 0.12, 0.33),
        ("activation", 1011, 0.081, None),
    )
    return JourneyNumbers(
        stages=tuple(StageNumbers(stage=s, reached=n, rate=rate, lost=lost) for s, n, rate, lost in counted),
        n=12480,
        period="1 to 31 Oct",
        source="GA4 import",
    )


def felt_touchpoints() -> JourneyMap:
    """The example with moods at touchpoints, moments of truth, thoughts and questions."""
    base = colleen()
    felt = {
        "old-vacuum-breaks": (vote(ANA, -2, "again?", "frustrated"),),
        "sees-ad-instagram": (vote(ANA, -1, word="sceptical"),),
        "compares-four-models": (vote(ANA, -1, "too much text", "overwhelmed"),),
        "opens-product-page": (vote(BORIS, -2, "cannot see what is better"), vote(MIA, 1)),
        "reads-reviews-other": (vote(ANA, 1, "reviews reassure her"),),
        "puts-cart-leaves": (vote(MIA, 0, "hesitates at checkout"),),
        "comes-back-after": (vote(MIA, 1, word="relieved"),),
        "first-clean": (vote(ANA, 2, "proud of the choice"),),
        "gets-survey-e-mail": (vote(ANA, 1, "tells her friends"),),
    }
    more: dict[str, dict[str, object]] = {
        "opens-product-page": {
            "moment_of_truth": MomentOfTruth(kind="zmot"),
            "thoughts": ("Which one lasts longer than two years?", "I have no time for this"),
            "customer_questions": (CustomerQuestion(text="How long is the warranty?", answered=False),),
        },
        "first-clean": {"moment_of_truth": MomentOfTruth(kind="smot"), "evidence": ("e2",)},
    }
    stages = tuple(
        stage.model_copy(
            update={
                "touchpoints": tuple(
                    t.model_copy(update={"moods": felt.get(t.slug, ()), **more.get(t.slug, {})})
                    for t in stage.touchpoints
                )
            }
        )
        for stage in base.stages
    )
    return base.model_copy(update={"stages": stages})
