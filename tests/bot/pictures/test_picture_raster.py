"""The PNG: its size, its colours, its bytes."""

from io import BytesIO

import pytest
from picture_cases import CASES
from PIL import Image

from bot.pictures import colours
from bot.pictures.raster import MOST_PIXELS, png, size, zoom_for


def _opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_the_card_is_a_thousand_pixels_wide() -> None:
    svg = CASES["colleen"].card()
    assert zoom_for(svg, "card") == 1
    with _opened(png(svg, 1)) as picture:
        assert picture.size == tuple(map(round, size(svg)))
        assert picture.width == 1000
        assert 400 <= picture.height <= 650


@pytest.mark.parametrize("name", ["colleen", "longest-texts", "twelve-stages", "one-stage"])
def test_the_zoom_for_chat_keeps_the_picture_under_four_million_pixels(name: str) -> None:
    for svg in CASES[name].full():
        width, height = size(svg)
        zoom = zoom_for(svg, "chat")
        assert zoom <= 1.5
        assert width * zoom * height * zoom <= MOST_PIXELS
        assert zoom == 1.5 or width * height * (zoom + 0.02) ** 2 > MOST_PIXELS


def test_a_download_is_drawn_at_twice_the_size() -> None:
    (svg,) = CASES["empty"].full()
    with _opened(png(svg, zoom_for(svg, "download"))) as picture:
        assert picture.size == tuple(round(2 * side) for side in size(svg))


def test_flat_colours_survive_the_palette() -> None:
    (svg,) = CASES["colleen"].full()
    with _opened(png(svg, 1.5)) as picture:
        assert picture.mode == "P"
        shown = {f"#{r:02X}{g:02X}{b:02X}" for _, (r, g, b) in picture.convert("RGB").getcolors(1 << 20)}
    assert {colours.WHITE, colours.BAND, colours.LOSS, *colours.STAGES[:4]} <= shown


def test_the_same_picture_gives_the_same_bytes() -> None:
    svg = CASES["chinese"].card()
    assert png(svg, 1) == png(svg, 1)


def test_han_and_latin_are_both_drawn_bold_in_one_line() -> None:
    """In a line of two scripts each keeps its weight: bold covers more than regular, in either half."""
    inks = []
    for weight in ("", ' font-weight="bold"'):
        parts = '<tspan x="10">Reviews</tspan><tspan x="150" font-family="Noto Sans CJK SC">吸尘器</tspan>'
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="50" font-family="Noto Sans">'
            f'<text y="36" font-size="30"{weight}>{parts}</text></svg>'
        )
        with _opened(png(svg, 1)) as picture:
            grey = picture.convert("L")
            inks.append(
                [sum(255 - v for v in grey.crop(half).tobytes()) for half in ((0, 0, 148, 50), (148, 0, 300, 50))]
            )
    regular, bold = inks
    assert bold[0] > regular[0] * 1.15
    assert bold[1] > regular[1] * 1.15


def test_something_that_is_no_picture_of_ours_has_no_size() -> None:
    with pytest.raises(ValueError, match="no size"):
        size("<html/>")
