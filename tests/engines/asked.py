"""What DuckDB answers to every question, and how an engine stands beside it."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import ibis

from storage.backends.engines.driver import EngineFailed
from tests.engines.questions import Refused, answered, questions
from tests.engines.standing import MAPS_ALONE, NOT_YET, WORKS, Found
from tools.catalogue import CATALOGUE
from tools.kit import Sources, Tool


class Asked(NamedTuple):
    """One question to a tool, its answer, and the expressions that it ran."""

    tool: Tool[Any, Any]
    args: dict[str, Any]
    answer: object
    expressions: tuple[ibis.Table, ...]

    @property
    def standing(self) -> str:
        if isinstance(self.answer, Refused):
            return f"{NOT_YET}: {self.answer.key}"
        return WORKS if self.expressions else MAPS_ALONE


def all_asked(sources: Sources, *, plainest: bool = False) -> list[Asked]:
    """Every tool of the catalogue; those that read the maps, too: several count events where there are some."""
    run, seen = sources.events.run, dict[Any, None]()

    def noted(expression: ibis.Table, values: Mapping[str, Any] = {}) -> list[dict[str, object]]:
        seen[expression.op()] = None
        return run(expression, values)

    found = []
    sources.events.run = noted  # type: ignore[method-assign]
    for tool in CATALOGUE.values():
        for args in questions(tool)[: 1 if plainest else None]:
            seen.clear()
            answer = _answer(tool, args, sources)
            found.append(Asked(tool, args, answer, tuple(node.to_expr() for node in seen)))
    sources.events.run = run  # type: ignore[method-assign]
    return found


def standings(found: Iterable[Asked]) -> Found:
    """How each tool stands: as its worst question."""
    by_tool: dict[str, set[str]] = {}
    for one in found:
        by_tool.setdefault(one.tool.name, set()).add(one.standing)
    order = (WORKS, MAPS_ALONE)
    return {
        name: next((how for how in sorted(hows) if how not in order), WORKS if WORKS in hows else MAPS_ALONE)
        for name, hows in by_tool.items()
    }


def beside(there: Sources, here: Iterable[Asked], *, plainest: bool = False) -> Found:
    """How each tool stands on the engine of `there`, held to what was answered here."""
    expected = {(one.tool.name, str(one.args)): one.answer for one in here}
    found = []
    for one in all_asked(there, plainest=plainest):
        answer = expected[one.tool.name, str(one.args)]
        if one.answer != answer and not isinstance(one.answer, Refused):
            print(one.tool.name, one.args, f"there: {one.answer}", f"here: {answer}", sep="\n")
            one = one._replace(answer=Refused("other figures than DuckDB's"))
        found.append(one)
    return standings(found)


def _answer(tool: Tool[Any, Any], args: dict[str, Any], sources: Sources) -> object:
    try:
        return answered(tool, args, sources)
    except EngineFailed as failed:
        return Refused(f"the engine fails ({failed.key})")
