"""`python -m tests.engines.report` writes docs/engines.md: which tool works on which engine."""

from pathlib import Path

from tests.engines.standing import COMPILED, EXCEPT, RUN, standing
from tools.catalogue import CATALOGUE

PAGE = Path(__file__).parents[2] / "docs" / "engines.md"
_HEAD = """# Which tool runs on which engine

Written by `python -m tests.engines.report`; a test fails when it differs. How to set an engine: `docs/warehouse.md`.

- **works**: the tests run the tool there and compare every figure with DuckDB's (on Spark its plainest question).
- **compiles**: its SQL is made and parsed in the tests; no server of that kind was asked.
- **not yet**, **never**: with the reason below.

Tools that read the maps alone work everywhere: maps do not lie on the engine.
"""


def page() -> str:
    """The page as it should stand."""
    engines = {**RUN, **COMPILED}
    rows = [["tool", *engines.values()], ["---"] * (len(engines) + 1)]
    for tool in sorted(CATALOGUE):
        rows.append([f"`{tool}`", *(standing(tool, engine) for engine in engines)])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    why = [
        f"- `{tool}` on {engines[engine]}: {how}, {reason}" for (tool, engine), (how, reason) in sorted(EXCEPT.items())
    ]
    return "\n".join([_HEAD, table, *(["", *why] if why else []), ""])


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
