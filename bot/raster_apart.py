"""SVG to PNG in a process of its own: the renderer holds the interpreter for as long as it draws, and the bot must ack.

`python -m bot.raster_apart ZOOM [FONT]` reads the SVG and writes the PNG.
"""

import subprocess
import sys
from functools import lru_cache
from pathlib import Path

LONGEST_SECONDS, KEPT = 60, 40


@lru_cache(KEPT)
def png_apart(svg: str, zoom: float, font: Path | None) -> bytes:
    """Like `bot.pictures.raster.png`; the caller's thread waits, no other does. The last pictures are kept.

    Raises CalledProcessError.
    """
    command = [sys.executable, "-m", "bot.raster_apart", str(zoom), *([str(font)] if font else [])]
    return subprocess.run(  # noqa: S603 - our own module, the SVG goes in as data
        command, input=svg.encode(), stdout=subprocess.PIPE, timeout=LONGEST_SECONDS, check=True
    ).stdout


def main(zoom: str, font: str | None = None) -> None:
    """The process's part."""
    from bot.pictures.glyphs import fonts
    from bot.pictures.raster import png

    svg = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(png(svg, float(zoom), fonts=fonts(Path(font) if font else None)))


if __name__ == "__main__":
    main(*sys.argv[1:])
