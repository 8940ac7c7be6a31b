"""Maps of all five types in three languages, filled in every field that a file shows."""

from datetime import UTC, date, datetime, time

from bot.exports.whole import Whole
from prompts.loader import words
from storage.maps import Saved
from storage.model import changes as c
from storage.model.apply import apply
from storage.model.confidence import Backing, backing
from storage.model.evidence import Evidence
from storage.model.journey import Home, JourneyMap, MapType
from storage.model.persona import Persona
from storage.model.types import Anchor, Owner

AT = datetime(2024, 11, 4, 9, tzinfo=UTC)
ANA = "U0ANA"
TYPES: tuple[MapType, ...] = ("current_state", "future_state", "day_in_life", "service_blueprint", "empathy")
LANGS = ("en", "zh", "mk")
TEXTS = {
    "en": ("Compare", "reads reviews on other sites", "too much text", "comparison chart", "build the page"),
    "zh": ("比较", "在别的网站看评价", "信息太多", "对比图", "做页面"),
    "mk": ("Споредба", "чита оцени на други страници", "премногу текст", "табела за споредба", "изработка на страница"),
}
PERSONA = Persona(
    workspace_id="T1", persona_id="colleen", name="Curious Colleen", initials="CC", owner=Owner(label="Ana"),
    goals=("a vacuum that lasts",), quote="I had six tabs open.", tech_level=4,
)  # fmt: skip
SEEN, HIDDEN = "the chart is cut off on my phone", "secret words of a private talk"


def evidence(number: int, text: str) -> Evidence:
    return Evidence(
        workspace_id="T1", evidence_id=f"e{number}", kind="quote", text=text, added_by=ANA, added_at=AT,
        channel_id="C0VAC", observed_on=date(2024, 11, 2),
    )  # fmt: skip


def filled_map(type_: MapType = "current_state", lang: str = "en", title: str = "Vacuum") -> JourneyMap:
    """One stage with a thing of every kind; `e1` and `e2` back the pain point."""
    stage, doing, pain, idea, action = TEXTS[lang]
    blank = JourneyMap(
        workspace_id="T1", map_id="vacuum", title=title, type=type_, lang=lang, owner=Owner(label="Ana", member_id=ANA),
        home=Home(channel_id="C0VAC"), persona_ids=("colleen",), goal_customer="a vacuum that lasts",
    )  # fmt: skip
    at, spot = Anchor(stage="compare"), Anchor(stage="compare", touchpoint="reads")
    cell = {"text": "answers in the chat", "system": "Zendesk", "fail_point": "nobody on duty", "wait_minutes": 12}
    changes: list[c.Change] = [
        c.AddStage(title=stage, slug="compare", role="choose"),
        c.AddTouchpoint(stage="compare", title=doing, slug="reads", channel="review_site"),
        c.AddTouchpoint(stage="compare", title="404", slug="page-404", channel="website"),
        c.SetTouchpoint(touchpoint="reads", field="thoughts", value=["which one lasts?"]),
        c.SetTouchpoint(touchpoint="reads", field="customer_questions", value=[{"text": "spare parts?"}]),
        c.SetTouchpoint(touchpoint="reads", field="front_stage", value=cell),
        c.SetTouchpoint(touchpoint="reads", field="hand_over", value={"text": "ticket", "from_team": "Web"}),
        c.SetTouchpoint(touchpoint="reads", field="walks", value=[{"by": ANA, "on": "2024-11-01", "mood": -1}]),
        c.SetStage(stage="compare", field="slot", value={"starts": time(7, 30), "place": "kitchen"}),
        c.VoteMood(at=spot, score=-2, word="lost", why="cannot see which one is better"),
        c.AddPainPoint(at=spot, title=pain, slug="much-text"),
        c.VoteLevel(item="much-text", field="severity", value=4),
        c.AddOpportunity(title=idea, slug="chart", pain_points=("much-text",)),
        c.AddAction(
            title=action, slug="page", opportunity="chart", owner=Owner(label="Mia"), due_on=date(2024, 11, 30)
        ),
        c.AddRequirement(title="one product list", side="process", at=at),
        c.AddTarget(title="abandonment", from_value=70, to_value=49.5, unit="%", by=date(2025, 6, 30)),
        c.AddNote(title="it broke again", quadrant="says", strip="pain", at=at),
        c.AddEdge(title="goes back", from_touchpoint="reads", to_touchpoint="page-404", way="loop_back"),
        c.AddRoute(title="impulse", touchpoints=("reads", "page-404"), persona_id="colleen"),
        c.LinkEvidence(evidence_id="e1", item="much-text"),
        c.LinkEvidence(evidence_id="e2", item="much-text"),
    ]
    return apply(blank, changes, ANA, AT, "chat")


PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120" viewBox="0 0 300 120">'
    '<text x="10" y="60" font-family="Noto Sans" font-size="20">drawn text</text></svg>'
)


def whole(journey: JourneyMap | None = None, **more: object) -> Whole:
    """What the reader may see: `e1`, not `e2`, although both back the map."""
    journey = journey or filled_map()
    seen, hidden = evidence(1, SEEN), evidence(2, HIDDEN)
    backings: dict[str, Backing] = {piece.evidence_id: backing(piece) for piece in (seen, hidden)}
    given: dict[str, object] = {
        "journey": journey, "words": words(journey.lang), "on": AT.date(), "personas": (PERSONA,), "evidence": (seen,),
        "versions": (Saved(map=journey, changes=(), by=ANA, at=AT, reason="chat"),), "names": {ANA: "Ana"},
        "backings": backings, "pictures": (PICTURE,), "alt": "what it shows",
    }  # fmt: skip
    return Whole(**(given | more))  # type: ignore[arg-type]
