"""How long do pictures of each map type take? Median processor time from a map to its PNG.

Aims: card under 0.2 s, full map under 1 s.

python -m benchmarks.pictures [rounds]
"""

import sys
from pathlib import Path
from statistics import median
from time import process_time

from bot.pictures.raster import png, zoom_for

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "bot" / "pictures"))

from picture_cases import CASES
from type_cases import TYPE_CASES

NAMES = (
    "colleen", "felt", "chinese", "macedonian", "longest-texts", "future-en", "future-zh", "blueprint-en",
    "blueprint-longest", "day-mk", "day-twelve", "empathy-zh", "empathy-longest",
)  # fmt: skip
AIMS = {"card": 0.2, "full": 1.0}


def main(rounds: int = 5) -> bool:
    """Prints a line a picture; whether all are within their aims."""
    all_fast = True
    for name in NAMES:
        case = CASES.get(name) or TYPE_CASES[name]
        for kind, draw in (("card", case.card), ("full", lambda case=case: case.full()[0])):
            times = []
            for _ in range(rounds):
                start = process_time()
                svg = draw()
                zoom = zoom_for(svg, "card" if kind == "card" else "chat")
                data = png(svg, zoom)
                times.append(process_time() - start)
            fast = median(times) <= AIMS[kind]
            all_fast &= fast
            print(
                f"{name:14} {kind:5} {median(times):6.3f} s  zoom {zoom:4.2f}  {len(data) // 1024:4d} KB",
                "" if fast else "SLOW",
            )
    return all_fast


if __name__ == "__main__":
    sys.exit(0 if main(*map(int, sys.argv[1:])) else 1)
