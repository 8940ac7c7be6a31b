"""The sample maps of each type, made from the texts of one language."""

from datetime import date, time

from picture_maps import ANA, AT, BORIS, ORIGIN, action, idea, journey, pain, persona, touchpoint, vote
from type_texts import TEXTS, Texts

from storage.model.blueprint import Cell, HandOver
from storage.model.day import DaySlot
from storage.model.empathy import EmpathyNote
from storage.model.future import Requirement, Target
from storage.model.journey import BaseMap, JourneyMap, MomentOfTruth, Stage, Touchpoint
from storage.model.persona import Persona
from storage.model.routes import Edge, Route
from storage.model.types import Anchor, LevelVote, Owner

STAGES = ("inquiry", "comparison", "purchase", "use")
PLACES = (
    ("old-vacuum-breaks", "word_of_mouth", False),
    ("sees-ad", "social_ad", True),
    ("compares", "website", True),
    ("reads-leaflet", "print", True),
    ("cart", "website", True),
    ("pays", "website", True),
    ("first-clean", None, True),
    ("survey", "email", True),
)
SLOTS = ((6, 0, 6, 45), (6, 45, 7, 30), (8, 0, 12, 0), (12, 0, 13, 0), (13, 0, 17, 30), (18, 0, 19, 0), (20, 30, 23, 0))
SLOT_MOODS = (0, -1, 0, 1, 0, -2, 2)


def people(lang: str) -> Persona:
    text = TEXTS[lang]
    name, initials, line, quote = text.persona
    return persona(
        name,
        initials,
        one_line=line,
        quote=quote,
        goals=text.goals,
        struggles=text.struggles,
        tasks=text.tasks,
        needs=text.needs,
        basis="mixed",
    )


def current(lang: str) -> JourneyMap:
    """Four stages of two touchpoints, votes on three stages as a whole and on touchpoints of the fourth."""
    text = TEXTS[lang]
    places = [
        touchpoint(slug, title, channel, ours=ours)
        for (slug, channel, ours), title in zip(PLACES, text.touchpoints, strict=True)
    ]
    moods = ((vote(ANA, -2, text.why_today[0]),), (vote(ANA, -2, text.why_today[1]), vote(BORIS, -1)),
             (vote(ANA, -1, text.why_today[2]),), ())  # fmt: skip
    places[6] = places[6].model_copy(update={"moods": (vote(ANA, 1, text.why_today[3]),)})
    places[7] = places[7].model_copy(update={"moods": (vote(ANA, 0),)})
    stages = tuple(
        Stage(slug=slug, title=title, moods=felt, touchpoints=tuple(places[2 * i : 2 * i + 2]))
        for i, (slug, title, felt) in enumerate(zip(STAGES, text.stages, moods, strict=True))
    )
    return _map(lang, text.title, stages, pain_points=(pain("p1", text.why_today[1], "comparison"),))


def future(lang: str) -> JourneyMap:
    """The same slugs, better moods; one touchpoint is new, one gone, one moved up in mood alone."""
    text, base = TEXTS[lang], current(lang)
    inquiry, comparison, purchase, use = base.stages
    new = touchpoint("comparison-page", text.new, "website", moment_of_truth=MomentOfTruth(kind="fmot"))
    stages = (
        inquiry,
        comparison.model_copy(
            update={"touchpoints": (comparison.touchpoints[0], new), "moods": (vote(ANA, 1, text.why_ideal[0]),)}
        ),
        purchase.model_copy(update={"moods": (vote(ANA, 1, text.why_ideal[1]),)}),
        use.model_copy(
            update={
                "touchpoints": (
                    use.touchpoints[0].model_copy(update={"moods": (vote(ANA, 2, text.why_ideal[2]),)}),
                    use.touchpoints[1],
                )
            }
        ),
    )
    sides = ("people", "process", "technology")
    at = (Anchor(stage="comparison", touchpoint="comparison-page"), Anchor(stage="purchase"), None)
    return _map(
        lang,
        text.title,
        stages,
        type="future_state",
        map_id="vacuum-ideal",
        base_map=BaseMap(map_id="vacuum", version=3),
        requirements=tuple(
            Requirement(slug=f"r{i}", title=title, side=side, at=where, origin=ORIGIN)
            for i, (title, side, where) in enumerate(zip(text.requirements, sides, at, strict=True))
        ),
        targets=(
            Target(
                slug="t1", title=text.target, from_value=70, to_value=49, unit="%", by=date(2025, 3, 31), origin=ORIGIN
            ),
        ),
        experiment=text.experiment,
        actions=(
            action("a1", text.action, stage="comparison", owner=Owner(label=text.owner), due_on=date(2024, 11, 30)),
        ),
    )


def ways(lang: str) -> JourneyMap:
    """Today's map with two routes, a skip, a loop back, a change of channel and a way out."""
    text, base = TEXTS[lang], current(lang)
    known, no, dear = text.conditions
    ends = (
        ("skip", "sees-ad", "cart", known),
        ("loop_back", "cart", "compares", no),
        ("exit", "cart", None, dear),
        ("channel_switch", "pays", "first-clean", None),
    )
    edges = tuple(
        Edge(slug=f"e{i}", title="x", from_touchpoint=a, to_touchpoint=b, way=way, condition=why, origin=ORIGIN)
        for i, (way, a, b, why) in enumerate(ends)
    )
    fast = ("sees-ad", "cart", "pays", "first-clean")
    twice = ("old-vacuum-breaks", "compares", "reads-leaflet", "compares", "cart", "pays", "first-clean", "survey")
    routes = (
        Route(slug="in-a-hurry", title=text.routes[0], touchpoints=fast, origin=ORIGIN),
        Route(slug="looks-twice", title=text.routes[1], touchpoints=twice, persona_id="curious-colleen", origin=ORIGIN),
    )
    return base.model_copy(update={"edges": edges, "routes": routes})


def blueprint(lang: str) -> JourneyMap:
    """Four touchpoints over four lanes, with a fail point, two waits, a hand-over and one cell left empty."""
    text, base = TEXTS[lang], current(lang)
    chosen = (2, 5, 6, 7)
    places = [touchpoint(PLACES[i][0], text.touchpoints[i], PLACES[i][1]) for i in chosen]
    extra: dict[int, dict[str, object]] = {
        0: {"back": {"fail_point": text.fail, "wait_minutes": 1440 * 2}},
        1: {"support": {"system": "Stripe", "department": text.department}, "front": {"wait_minutes": 5}},
    }
    filled = tuple(
        place.model_copy(
            update={
                "physical_evidence": Cell(text=text.evidence[i]),
                "front_stage": _cell(text.front[i], extra.get(i, {}).get("front")),
                "back_stage": None if i == 3 else _cell(text.back[i], extra.get(i, {}).get("back")),
                "support": _cell(text.support[i], extra.get(i, {}).get("support")),
                "hand_over": HandOver(text=text.hand_over[0], from_team=text.hand_over[1], to_team=text.hand_over[2])
                if i == 1
                else None,
            }
        )
        for i, place in enumerate(places)
    )
    stages = tuple(
        stage.model_copy(update={"moods": (), "touchpoints": filled[a:b]})
        for stage, a, b in zip(base.stages[1:], (0, 1, 2), (1, 2, 4), strict=True)
    )
    return _map(
        lang,
        text.title,
        stages,
        type="service_blueprint",
        map_id="vacuum-behind",
        base_map=BaseMap(map_id="vacuum", version=3),
    )


def empathy(lang: str) -> JourneyMap:
    """Entries in all quadrants, a contradiction, a place on the map, both strips."""
    text = TEXTS[lang]
    notes: list[EmpathyNote] = []
    for quadrant in ("says", "thinks", "does", "feels"):
        for i, title in enumerate(getattr(text, quadrant)):
            evidence = ("e1",) if quadrant == "says" else ()
            basis = "interview" if quadrant == "does" else "guess"
            notes.append(_note(f"{quadrant}-{i}", title, quadrant=quadrant, evidence=evidence, basis=basis))
    notes[2] = notes[2].model_copy(update={"contradicts": "says-0"})
    notes[4] = notes[4].model_copy(update={"at": Anchor(stage="comparison")})
    notes += [
        _note(f"strip-{strip}", title, strip=strip) for strip, title in zip(("pain", "gain"), text.strips, strict=True)
    ]
    stages = (Stage(slug="comparison", title=text.stages[1]),)
    return _map(
        lang, text.title, stages, type="empathy", map_id="colleen-inside", notes=tuple(notes), research=text.research
    )


def day(lang: str) -> JourneyMap:
    """Seven slots from six in the morning, two touchpoints of ours, an open and a quiet time."""
    text = TEXTS[lang]
    stages = []
    for i, ((title, place, whom), (h1, m1, h2, m2), score) in enumerate(
        zip(text.slots, SLOTS, SLOT_MOODS, strict=True)
    ):
        slot = DaySlot(
            starts=time(h1, m1),
            ends=time(h2, m2),
            activity=title,
            place=place,
            with_whom=whom,
            device=text.phone if i in (0, 3) else None,
            open_to_new=text.open_quiet[0] if i == 3 else None,
            keep_quiet=text.open_quiet[1] if i == 6 else None,
            chance=text.chance if i == 3 else None,
        )
        stages.append(
            Stage(
                slug=f"slot-{i}", title=title[:60], slot=slot,
                moods=(vote(ANA, score, text.why_today[0] if i == 5 else None),),
                touchpoints=_pins(text, i),
            )
        )  # fmt: skip
    return _map(lang, text.title, tuple(stages), type="day_in_life", map_id="colleen-day", scope=text.day)


def rated(lang: str) -> JourneyMap:
    """Five opportunities: two to do first at the same place, one to plan, one for spare time, one without votes."""
    votes = ((5, 2), (5, 2), (4, 5), (2, 1), None)
    ideas = tuple(
        idea(f"o{i}", title, None, impact=_level(given, 0), effort=_level(given, 1))
        for i, (title, given) in enumerate(zip(TEXTS[lang].ideas, votes, strict=True))
    )
    return current(lang).model_copy(update={"opportunities": ideas})


def _level(given: tuple[int, int] | None, which: int) -> tuple[LevelVote, ...]:
    return (LevelVote(by=ANA, value=given[which], at=AT),) if given else ()


def _pins(text: Texts, slot: int) -> tuple[Touchpoint, ...]:
    if slot == 0:
        return (touchpoint("reminder", text.pins[0][0], "email", fits=False, fit_why=text.pins[0][1]),)
    if slot == 3:
        return (touchpoint("ad", text.pins[1][0], "social_ad", fits=True, fit_why=text.pins[1][1]),)
    return ()


def _cell(text: str, more: object) -> Cell:
    return Cell.model_validate({"text": text, **(more if isinstance(more, dict) else {})})


def _note(slug: str, title: str, **more: object) -> EmpathyNote:
    return EmpathyNote.model_validate({"slug": slug, "title": title, "origin": ORIGIN, **more})


def _map(lang: str, title: str, stages: tuple[Stage, ...], **more: object) -> JourneyMap:
    return journey(title, stages, **{"map_id": "vacuum", "lang": lang, "version": 3, **more})
