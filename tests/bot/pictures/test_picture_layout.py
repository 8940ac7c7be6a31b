"""Where things stand, read back from the SVG: nothing overlaps, nothing leaves its place, everything can be read."""

from itertools import combinations, pairwise

import picture_maps as maps
import pytest
from drawn import SVG, contrast, curve_points, faces, page, root_of, shape_box, texts
from picture_cases import CASES, WORDS, Case

from bot.pictures import colours
from bot.pictures.card import card_svg
from bot.pictures.glyphs import LATIN, fonts
from bot.pictures.journey_map import journey_map_svgs
from bot.pictures.mood_lane import HEIGHT
from bot.pictures.stage_numbers import JourneyNumbers, StageNumbers
from storage.model.journey import Stage

EVERY = [pytest.param(case, id=name) for name, case in CASES.items()]


@pytest.mark.parametrize("case", EVERY)
def test_no_two_texts_overlap(case: Case) -> None:
    for svg in case.pictures():
        clashes = [(a.text, b.text) for a, b in combinations(texts(svg), 2) if a.box.overlaps(b.box)]
        assert clashes == []


@pytest.mark.parametrize("case", EVERY)
def test_no_text_leaves_the_picture_or_its_cell(case: Case) -> None:
    for svg in case.pictures():
        for text in texts(svg):
            assert text.box.inside(page(svg)), text
            assert text.holder is None or text.box.inside(text.holder), text


@pytest.mark.parametrize("case", EVERY)
def test_every_text_can_be_read_on_its_ground(case: Case) -> None:
    for svg in case.pictures():
        for text in texts(svg):
            large = text.size >= 24 or (text.bold and text.size >= 19)
            assert contrast(text.colour, text.ground) >= (3 if large else 4.5), text


@pytest.mark.parametrize("case", EVERY)
def test_no_text_covers_a_face(case: Case) -> None:
    for svg in case.pictures():
        covered = [(text.text, face) for text in texts(svg) for face in faces(svg) if text.box.overlaps(face, slack=2)]
        assert covered == []


@pytest.mark.parametrize("case", EVERY)
def test_small_text_stays_large_enough(case: Case) -> None:
    assert min(text.size for text in texts(case.card())) >= 16
    for svg in case.full():
        assert min(text.size for text in texts(svg)) >= 12


def test_colours_of_marks_and_bars_stand_out_from_their_ground() -> None:
    for colour in (*colours.MOODS.values(), colours.CURVE, colours.VALUE, colours.MUTED, colours.TEXT):
        assert contrast(colour, colours.BAND) >= 4.5
    for kind in (colours.DOING, colours.PAIN, colours.OPPORTUNITY, colours.ACTION):
        assert contrast(colours.TEXT, kind.ground) >= 4.5
        assert contrast(kind.bar, kind.ground) >= 3
    for colour in (*colours.STAGES, *colours.SERIES, colours.LOSS):
        assert contrast(colours.WHITE, colour) >= 4.5
    assert contrast(colours.TRUTH_BORDER, colours.TRUTH_FILL) >= 3
    assert contrast(colours.BORDER, colours.WHITE) >= 3


def test_contrast_is_the_ratio_of_the_standard() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(
        4.54, abs=0.01
    )  # the usual example of a grey that just passes


def test_every_stage_has_its_column_in_map_order() -> None:
    case = CASES["twelve-stages"]
    first, second = case.full()
    for svg, stages in ((first, case.journey.stages[:6]), (second, case.journey.stages[6:])):
        at = {text.text: text.box.left for text in texts(svg)}
        lefts = [at[stage.title] for stage in stages]
        assert lefts == sorted(lefts)
        assert all(other - one >= 230 for one, other in pairwise(lefts))


def test_seven_stages_are_one_picture_and_eight_are_two_with_their_numbers() -> None:
    def drawn(count: int) -> tuple[str, ...]:
        stages = tuple(Stage(slug=f"s{i}", title=f"Stage {i}") for i in range(count))
        return journey_map_svgs(maps.journey("Many", stages), (), {}, WORDS)

    assert len(drawn(7)) == 1
    one, two = drawn(8)
    assert "1 of 2" in [text.text for text in texts(one)]
    assert "2 of 2" in [text.text for text in texts(two)]
    assert "1 of 1" not in drawn(7)[0]


def test_the_curve_stays_within_the_five_levels() -> None:
    for case in CASES.values():
        for svg in case.full():
            numbers = {text.text: (text.box.top + text.box.bottom) / 2 for text in texts(svg) if text.bold}
            for element in root_of(svg).iter(SVG + "path"):
                if element.attrib.get("stroke") == colours.CURVE and "C" in element.attrib["d"]:
                    box = shape_box(element)
                    assert box is not None
                    assert numbers["+2"] - 2 <= box.top
                    assert box.bottom <= numbers["-2"] + 2


def test_a_stage_without_votes_leaves_a_gap_in_the_line() -> None:
    (svg,) = CASES["disagreement"].full()
    curves = [e for e in root_of(svg).iter(SVG + "path") if e.attrib.get("stroke") == colours.CURVE]
    assert len(curves) == 2


def test_a_disagreement_shows_both_scores_beside_the_face() -> None:
    (svg,) = CASES["colleen"].full()
    halos = [text.text for text in texts(svg) if text.size == 12 and text.bold]
    assert halos == ["-1", "-2", "0", "-1"]
    assert HEIGHT == 214


def test_a_pill_for_something_without_us_has_a_dashed_border() -> None:
    (svg,) = CASES["colleen"].full()
    dashed = {
        "".join(group[1].itertext())
        for group in root_of(svg).iter(SVG + "g")
        if group[0].tag == SVG + "rect" and "stroke-dasharray" in group[0].attrib
    }
    assert dashed == {"Word of mouth", "Review site"}


def test_a_full_cell_says_how_many_more_there_are() -> None:
    (svg,) = CASES["longest-texts"].full()
    assert [text.text for text in texts(svg)].count("and 3 more") == 3


def test_the_worst_loss_is_filled_and_nobody_is_lost_after_the_last_stage() -> None:
    (svg,) = CASES["colleen"].full()
    pills = {
        "".join(group.itertext()): group[0].attrib["fill"]
        for group in root_of(svg).iter(SVG + "g")
        if group[0].attrib.get("stroke") == colours.LOSS
    }
    assert pills == {"58%": colours.WHITE, "71%": colours.LOSS, "33%": colours.WHITE}


def test_nobody_lost_still_gets_a_pill_and_no_data_gets_none() -> None:
    base = CASES["colleen"].journey
    numbers = JourneyNumbers(
        stages=(
            StageNumbers(stage="inquiry", reached=10, rate=1, lost=0),
            StageNumbers(stage="comparison", reached=10),
        ),
        n=10,
        period="May",
        source="CSV",
    )
    (svg,) = journey_map_svgs(base, (), {}, WORDS, numbers)
    shown = [text.text for text in texts(svg)]
    assert shown.count("0%") == 1
    (without,) = journey_map_svgs(base, (), {}, WORDS)
    assert "no numbers yet" in [text.text for text in texts(without)]


def test_the_card_writes_the_name_of_a_file_as_it_is() -> None:
    numbers = JourneyNumbers(
        stages=(StageNumbers(stage="inquiry", reached=10, rate=1, lost=0),), n=10, period="May", source="events.csv"
    )
    shown = [text.text for text in texts(card_svg(CASES["colleen"].journey, (), {}, WORDS, numbers))]
    assert any((text or "").startswith("events.csv, May, n = 10") for text in shown)


def test_items_without_a_stage_are_counted_beside_their_lane() -> None:
    (svg,) = CASES["longest-texts"].full()
    assert "+3 without a stage" in [text.text for text in texts(svg)]


def test_what_people_wrote_stays_text() -> None:
    for svg in CASES["missing-glyphs"].pictures():
        assert {element.tag.removeprefix(SVG) for element in root_of(svg).iter()} <= {
            "svg",
            "title",
            "rect",
            "g",
            "path",
            "circle",
            "line",
            "text",
            "tspan",
        }
        assert "\u202e" not in svg


@pytest.mark.parametrize("case", EVERY)
def test_no_word_of_a_mood_stands_on_the_curve(case: Case) -> None:
    for svg in case.full():
        words_of_moods = [text for text in texts(svg) if text.halo and not text.bold]
        hit = [text.text for text in words_of_moods for x, y in curve_points(svg) if text.box.holds(x, y)]
        assert hit == []


@pytest.mark.parametrize("case", EVERY)
def test_no_loss_pill_covers_a_number(case: Case) -> None:
    for svg in case.pictures():
        pills = [
            box
            for rect in root_of(svg).iter(SVG + "rect")
            if rect.attrib.get("stroke") == colours.LOSS and (box := shape_box(rect))
        ]
        covered = [
            text.text for text in texts(svg) for pill in pills if text.holder != pill and text.box.overlaps(pill)
        ]
        assert covered == []


@pytest.mark.parametrize("case", EVERY)
def test_each_script_of_a_line_stands_in_its_own_place_and_font(case: Case) -> None:
    """The renderer draws a line that names no font for a part wholly in another font, without its weight."""
    for svg in case.pictures():
        for text in root_of(svg).iter(SVG + "text"):
            for part in [*text] or [text]:
                families = {family for family, _ in fonts().runs(part.text or "")}
                assert families <= {part.attrib.get("font-family", LATIN)}
                assert "x" in part.attrib
