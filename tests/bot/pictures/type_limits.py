"""Maps of the other types at their limits: nothing, one item, too much, text that no font has."""

from datetime import time

import type_maps as maps
from picture_limits import LONG
from picture_maps import ANA, BORIS, ORIGIN, idea, journey, touchpoint, vote

from storage.model.blueprint import Cell, HandOver
from storage.model.day import DaySlot
from storage.model.empathy import EmpathyNote
from storage.model.future import Requirement, Target
from storage.model.journey import JourneyMap, MapType, Stage
from storage.model.routes import Edge, Route
from storage.model.types import Anchor, LevelVote

ODD = "麼 😡 שלום مرحبا <b>&\u202e हिन्दी ≥ ✓ ]]>"


def empty(type_: MapType) -> JourneyMap:
    return journey("A first idea", (), type=type_)


def one_touchpoint() -> JourneyMap:
    """A blueprint of one touchpoint with one cell, the lowest: no arrow can be drawn."""
    place = touchpoint("pays", "pays by card", hand_over=HandOver(text="after payment"), support=Cell(text="bank"))
    return journey(
        "Behind the payment", (Stage(slug="buy", title="Purchase", touchpoints=(place,)),), type="service_blueprint"
    )


def crowded_blueprint(text: str = LONG) -> JourneyMap:
    """Twelve touchpoints with every cell at its limit."""

    def cell(k: int) -> Cell:
        more = {"fail_point": text[:200], "wait_minutes": 60 * 24 * 30 + 1} if k % 3 else {}
        return Cell.model_validate({"text": (text * 3)[:200], "system": text[:60], "department": text[:60], **more})

    places = tuple(
        touchpoint(
            f"t{k}",
            (text * 2)[:120],
            "other",
            channel_text=text[:40],
            physical_evidence=cell(k),
            front_stage=cell(k + 1),
            back_stage=cell(k),
            support=cell(k + 1),
            hand_over=HandOver(text=(text * 3)[:200], from_team=text[:60], to_team=text[:60]),
        )
        for k in range(12)
    )
    stages = tuple(Stage(slug=f"s{i}", title=text[:60], touchpoints=places[4 * i : 4 * i + 4]) for i in range(3))
    return journey(text[:80], stages, type="service_blueprint")


def twelve_slots(text: str = LONG) -> JourneyMap:
    """Twelve slots of 5 to 300 minutes, some at the same time, over midnight, every text at its limit."""
    starts = ((5, 0), (5, 5), (5, 10), (5, 15), (6, 0), (7, 0), (12, 0), (12, 30), (17, 0), (20, 0), (23, 30), (0, 45))
    stages = tuple(
        Stage(
            slug=f"slot-{i}",
            title=text[:60],
            moods=(vote(ANA, i % 5 - 2, (text * 3)[:200]), vote(BORIS, (i + 1) % 5 - 2)) if i % 4 != 3 else (),
            touchpoints=tuple(
                touchpoint(
                    f"t{i}-{k}",
                    (text * 2)[:120],
                    "other",
                    channel_text=text[:40],
                    fits=(None, True, False)[(i + k) % 3],
                    fit_why=(text * 3)[:200],
                    ours=k != 1,
                )
                for k in range(i % 3)
            ),
            slot=DaySlot(
                starts=time(hour, minute),
                ends=time((hour + 5) % 24, minute) if i == 6 else None,
                activity=(text * 2)[:120],
                place=text[:80],
                with_whom=text[:80],
                device=text[:80],
                open_to_new=(text * 2)[:120] if i % 5 == 1 else None,
                keep_quiet=(text * 2)[:120] if i % 5 == 2 else None,
                chance=(text * 3)[:200] if i % 2 else None,
            ),
        )
        for i, (hour, minute) in enumerate(starts)
    )
    return journey(text[:80], stages, type="day_in_life", scope=(text * 3)[:200])


def one_slot() -> JourneyMap:
    stage = Stage(slug="slot", title="wakes up", slot=DaySlot(starts=time(5, 30)))
    return journey("A short day", (stage,), type="day_in_life")


def crowded_empathy(text: str = LONG, count: int = 10) -> JourneyMap:
    """Ten entries a quadrant, all at their limit, all contradicted and placed."""
    notes = tuple(
        EmpathyNote(
            slug=f"{quadrant}-{i}",
            title=f"{i} {text * 3}"[:200].strip(),
            quadrant=quadrant,
            origin=ORIGIN,
            at=Anchor(stage="s"),
            contradicts=f"{quadrant}-0" if i else None,
        )
        for quadrant in ("says", "thinks", "does", "feels")
        for i in range(count)
    )
    strips = tuple(
        EmpathyNote(slug=f"{strip}-{i}", title=(text * 3)[:200].strip(), strip=strip, origin=ORIGIN)
        for strip in ("pain", "gain")
        for i in range(3)
    )
    return journey(
        text[:80],
        (Stage(slug="s", title=text[:60]),),
        type="empathy",
        notes=(*notes, *strips),
        research=(text * 3)[:200],
    )


def one_note() -> JourneyMap:
    note = EmpathyNote(slug="n", title="“Why?”", quadrant="says", origin=ORIGIN)
    return journey("What they say", (), type="empathy", notes=(note,))


def crowded_pair(text: str = LONG) -> tuple[JourneyMap, JourneyMap]:
    """(today, to be): seven stages with sixteen differences, long texts, routes and connections at their limits."""
    before = tuple(
        Stage(
            slug=f"s{i}",
            title=text[:60],
            touchpoints=tuple(
                touchpoint(f"t{i}-{k}", f"{k} {text * 2}"[:120], "website", moods=(vote(ANA, (i + k) % 5 - 2, text),))
                for k in range(3)
            ),
        )
        for i in range(7)
    )
    after = tuple(
        stage.model_copy(
            update={
                "touchpoints": (
                    *(
                        t.model_copy(update={"moods": (vote(ANA, (i + k + 2) % 5 - 2, (text * 3)[:200]),)})
                        for k, t in enumerate(stage.touchpoints[:2])
                    ),
                    touchpoint(f"new-{i}", f"new {text * 2}"[:120], "website"),
                )
            }
        )
        for i, stage in enumerate(before)
    )
    base = journey(text[:80], before)
    slugs = [t.slug for stage in after for t in stage.touchpoints]
    ways = ("next", "optional", "skip", "loop_back", "channel_switch")
    edges = tuple(
        Edge(
            slug=f"e{i}",
            title="x",
            from_touchpoint=slug,
            to_touchpoint=slugs[(i * 5 + 2) % len(slugs)] if i % 6 else None,
            way=ways[i % 5] if i % 6 else "exit",
            condition=(text * 3)[:200],
            origin=ORIGIN,
        )
        for i, slug in enumerate(slugs)
    )
    routes = tuple(
        Route(slug=f"r{i}", title=(text * 3)[:200], touchpoints=tuple(slugs[i::3] + slugs[:i]), origin=ORIGIN)
        for i in range(4)
    )
    needed = tuple(
        Requirement(slug=f"q{i}", title=(text * 3)[:200], side="people", at=Anchor(stage=f"s{i}"), origin=ORIGIN)
        for i in range(7)
    )
    ideal = base.model_copy(
        update={
            "type": "future_state",
            "stages": after,
            "edges": edges,
            "routes": routes,
            "requirements": needed,
            "targets": (Target(slug="g", title=(text * 3)[:200], to_value=1.5, unit="%", origin=ORIGIN),),
            "experiment": (text * 3)[:200],
        }
    )
    return base, JourneyMap.model_validate(ideal.model_dump())


def crowded_quadrant(text: str = LONG) -> JourneyMap:
    """Sixteen opportunities, most of them at the same place."""

    def level(value: int) -> tuple[LevelVote, ...]:
        return (LevelVote(by=ANA, value=value, at=maps.AT),)

    ideas = tuple(
        idea(
            f"o{i}",
            f"{i} {text * 3}"[:200].strip(),
            None,
            impact=level(5 if i < 9 else i % 5 + 1),
            effort=level(2 if i < 9 else 3),
        )
        for i in range(16)
    )
    return journey(text[:80], (), opportunities=ideas)
