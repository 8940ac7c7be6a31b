"""Does every stage have a clear way forward, and what do customers do next?"""

from typing import Literal

from pydantic import Field

from storage.model.journey import JourneyMap, Stage
from storage.model.types import Model
from tools.asked import Asked, asked_journey, look_up, stage_named, window_seconds
from tools.basis import events_basis, map_basis, rate, seconds
from tools.drawn import connections
from tools.kit import Basis, Excluded, JourneyArgs, Rate, Sources, Tool, ToolError, Window
from tools.nodes import Nodes, stage_nodes, titles_of, touchpoint_nodes
from tools.query import beside
from tools.reach import reached
from tools.transitions import Transition, Walk, round_trips, short_paths, transitions
from tools.visits import Place

RULE = "each visit to the next"
PATHS, LOOPS, UNDRAWN = 5, 5, 5
FREQUENT = 0.05
"""Share of the moves away from a touchpoint from which on a move that nobody drew is worth drawing."""


class PathForwardArgs(JourneyArgs):
    """Period and filters narrow the visit from which customers go on. `stage` shows that stage by touchpoints."""

    window: Window | None = Field(
        None, description="A last visit is an end once it is this old; default: the map's, else 30 days."
    )


class Move(Model):
    """From a place to the next visit; `end` None: the last visit of a customer (closed window).

    `share` is of all moves away from `start` and ends there; staying at a place is no move away and has none.
    """

    start: str
    end: str | None
    n: int
    share: float | None = None
    median_seconds: float | None = None
    back: bool = Field(False, description="To a place earlier on the map.")


class StageForward(Model):
    """A stage: what the map says of the way on, and what customers did. `final`: the goal is reached, ends are fine."""

    name: str
    title: str
    next_step: str | None = None
    findable: Literal["easy", "hidden", "none"] | None = None
    measured: bool = False
    final: bool = False
    ended: Rate = Field(Rate(), description="Customers last seen here, of those who came here (closed windows).")
    still_open: int = Field(0, description="Customers last seen here so lately that they may go on.")

    @property
    def clear(self) -> bool:
        """A next step is written and customers can find it."""
        return self.next_step is not None and self.findable in (None, "easy")


class Connection(Model):
    """A drawn edge, or a frequent move that is not drawn; `n` None: no event can show it."""

    start: str
    end: str
    n: int | None
    share: float | None = None


class Path(Model):
    """Places in a row without a pause of over 30 minutes."""

    places: tuple[str, ...]
    n: int


class PathForwardResult(Model):
    """`moves`: between stages, with `stage` between its touchpoints and the other stages; most frequent first."""

    stages: tuple[StageForward, ...]
    places: tuple[str, ...] = Field((), description="The places of `moves`, in map order.")
    moves: tuple[Move, ...] = ()
    loops: tuple[Connection, ...] = Field((), description="From a touchpoint to another and straight back.")
    drawn: tuple[Connection, ...] = Field((), description="What the map draws.")
    undrawn: tuple[Connection, ...] = Field((), description="Frequent moves between touchpoints that nobody drew.")
    paths: tuple[Path, ...] = ()
    paths_counted: int = 0
    map_only: bool = Field(False, description="No event matches the map: only what is written was checked.")
    basis: Basis


def run(args: PathForwardArgs, sources: Sources) -> PathForwardResult:
    """Raises MapNotFound, ToolError (no_stages, unknown stage …); without events it reads the map alone."""
    journey = asked_journey(args, sources)
    if not journey.stages:
        raise ToolError("no_stages", journey=journey.title)
    stage = stage_named(journey, args.stage) if args.stage else None
    asked = _look_up(args, sources, journey)
    if asked is None:
        stages = tuple(_stage(one) for one in journey.stages)
        return PathForwardResult(stages=stages, map_only=True, basis=map_basis(args, journey))
    return _measured(args, asked, journey, stage, sources)


def _look_up(args: PathForwardArgs, sources: Sources, journey: JourneyMap) -> Asked | None:
    """The ground of the question; None where no event is stored, or none is on the map."""
    try:
        asked = look_up(args, sources, journey)
    except ToolError as error:
        if error.key != "no_events":
            raise
        return None
    return asked if asked.placed else None


def _measured(
    args: PathForwardArgs, asked: Asked, journey: JourneyMap, stage: Stage | None, sources: Sources
) -> PathForwardResult:
    events, window = sources.events, window_seconds(args.window, journey)

    def walk(nodes: Nodes) -> Walk:
        return Walk(nodes, asked.as_of_us, window * 1_000_000, asked.entry, asked.marks)

    whole = walk(stage_nodes(asked))
    fine = walk(touchpoint_nodes(asked))
    shown = walk(touchpoint_nodes(asked, split=stage.slug)) if stage else whole
    in_a_row = beside(short_paths, fine, _begins(fine.nodes, stage), args.top_n or PATHS, events)
    between = transitions(whole, events)
    at_shown = transitions(shown, events) if stage else between
    at_touchpoints = transitions(fine, events) if connections(journey) else []
    titles = titles_of(fine.nodes)
    stages = _stages(journey, asked, between, whole.nodes, sources)
    loops = _loops(round_trips(fine, events), titles, args.min_n)
    paths, counted = in_a_row.result()
    return PathForwardResult(
        stages=stages,
        places=tuple(titles_of(shown.nodes).values()),
        moves=_moves(at_shown, shown.nodes),
        loops=loops,
        drawn=_drawn(journey, at_touchpoints, fine.nodes),
        undrawn=undrawn(journey, at_touchpoints, fine.nodes, args.min_n),
        paths=tuple(Path(places=tuple(titles[code] for code in path.nodes), n=path.n) for path in paths),
        paths_counted=counted,
        basis=events_basis(
            args, asked, sources,
            customers=sum(move.n for move in between if move.next is None),
            rule=RULE,
            window_seconds=window,
            excluded=(Excluded(why="still_open", n=sum(one.still_open for one in stages)),),
        ),
    )  # fmt: skip


def _stage(stage: Stage) -> StageForward:
    """What the map says."""
    step = stage.next_step
    return StageForward(
        name=stage.slug,
        title=stage.title,
        next_step=step.text if step else None,
        findable=step.findable if step else None,
    )


def _stages(
    journey: JourneyMap, asked: Asked, between: list[Transition], nodes: Nodes, sources: Sources
) -> tuple[StageForward, ...]:
    came, _ = reached(asked, [Place(stage.slug) for stage in journey.stages], sources.events)
    last = {nodes.by_code[move.node].place: move for move in between if move.next is None}
    roles = [stage.role for stage in journey.stages]
    goal = roles.index("buy") if "buy" in roles else len(roles) - 1
    found = []
    for position, stage in enumerate(journey.stages):
        place = Place(stage.slug)
        move = last.get(place)
        ended, still_open = (move.closed, move.n - move.closed) if move else (0, 0)
        measured = {
            "measured": place in came,
            "final": position >= goal,
            "ended": rate(ended, came.get(place, 0) - still_open),
            "still_open": still_open,
        }
        found.append(_stage(stage).model_copy(update=measured))
    return tuple(found)


def _moves(found: list[Transition], nodes: Nodes) -> tuple[Move, ...]:
    titles, order = titles_of(nodes), [node.codes[0] for node in nodes.nodes]
    away = _away(found)
    moves = [
        Move(
            start=titles[move.node],
            end=None if move.next is None else titles[move.next],
            n=move.closed if move.next is None else move.n,
            share=None if move.next == move.node else _share(move, away),
            median_seconds=seconds(move.median_us),
            back=move.next is not None and order.index(move.next) < order.index(move.node),
        )
        for move in found
    ]
    return tuple(sorted((move for move in moves if move.n), key=lambda m: (-m.n, _in_map_order(m, titles))))


def _in_map_order(move: Move, titles: dict[int, str]) -> tuple[int, int]:
    """Where a move stands among those as frequent: as the map has its places."""
    places = list(titles.values())
    return places.index(move.start), len(places) if move.end is None else places.index(move.end)


def _away(found: list[Transition]) -> dict[int, int]:
    """By node how often it was left: to another node, or for good (closed windows)."""
    away: dict[int, int] = {}
    for move in found:
        if move.next != move.node:
            away[move.node] = away.get(move.node, 0) + (move.closed if move.next is None else move.n)
    return away


def _share(move: Transition, away: dict[int, int]) -> float | None:
    n = move.closed if move.next is None else move.n
    return n / away[move.node] if away.get(move.node) else None


def _loops(trips: dict[tuple[int, int], int], titles: dict[int, str], min_n: int) -> tuple[Connection, ...]:
    ranked = sorted(trips.items(), key=lambda trip: (-trip[1], trip[0]))
    loops = (Connection(start=titles[here], end=titles[there], n=n) for (here, there), n in ranked if n >= min_n)
    return tuple(loops)[:LOOPS]


def _begins(nodes: Nodes, stage: Stage | None) -> tuple[int, ...]:
    return tuple(n.codes[0] for n in nodes.nodes if stage and n.place and n.place.stage == stage.slug)


def _drawn(journey: JourneyMap, found: list[Transition], nodes: Nodes) -> tuple[Connection, ...]:
    """Every drawn connection; 0 where its ends have events and nobody goes so."""
    titles = {touchpoint.slug: touchpoint.title for touchpoint in journey.touchpoints()}
    code = {node.place.touchpoint: node.codes[0] for node in nodes.nodes if node.place and node.place.touchpoint}
    taken = {(move.node, move.next): move for move in found}
    away = _away(found)
    drawn = []
    for here, there in connections(journey):
        known = here in code and there in code
        move = taken.get((code[here], code[there])) if known else None
        share = _share(move, away) if move and here != there else None
        n = (move.n if move else 0) if known else None
        drawn.append(Connection(start=titles[here], end=titles[there], n=n, share=share))
    return tuple(drawn)


def undrawn(
    journey: JourneyMap, found: list[Transition], nodes: Nodes, min_n: int, most: int = UNDRAWN
) -> tuple[Connection, ...]:
    """Moves between touchpoints that are frequent and not drawn; none where nothing is drawn."""
    joined = set(connections(journey))
    if not joined:
        return ()
    titles, away = titles_of(nodes), _away(found)
    slugs = {node.codes[0]: node.place.touchpoint for node in nodes.nodes if node.place}
    frequent = []
    for move in found:
        here, there = slugs.get(move.node), slugs.get(move.next) if move.next is not None else None
        share = _share(move, away)
        if here is None or there is None or here == there or (here, there) in joined or share is None:
            continue
        if move.n >= min_n and share >= FREQUENT:
            frequent.append(Connection(start=titles[move.node], end=titles[move.next or 0], n=move.n, share=share))
    return tuple(frequent[:most])


TOOL = Tool("path_forward", PathForwardArgs, PathForwardResult, run, needs_events=False)
