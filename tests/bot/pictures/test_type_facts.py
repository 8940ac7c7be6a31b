"""What the pictures of the other types show, and what is said of them in words, is what the map holds."""

from datetime import time
from itertools import pairwise

import picture_maps
import pytest
import type_maps as maps
from drawn import SVG, contrast, curve_points, page, root_of, shape_box, texts
from type_cases import LANGS, TYPE_CASES, TypeCase

from bot.pictures import colours
from bot.pictures.alt_text import MOST_CHARACTERS
from bot.pictures.alt_types import alt_text_of_persona, alt_text_of_quadrant
from bot.pictures.blueprint_boxes import waiting
from bot.pictures.day_time import axis, slots_of
from bot.pictures.pages import card, pages
from bot.pictures.quadrant import quadrant_svg
from prompts.loader import words
from storage.model.day import DaySlot
from storage.model.journey import JourneyMap, Stage
from storage.model.quadrant import rated

EN = words("en")


def written(svg: str) -> list[str]:
    return [text.text for text in texts(svg)]


def test_a_future_state_tags_what_is_new_changed_and_gone_and_strikes_it_through() -> None:
    (svg,) = TYPE_CASES["future-en"].full()
    tags = {text.text: text.colour for text in texts(svg) if text.text in ("new", "changed", "gone")}
    assert tags == {kind: colours.TAGS[kind].ink for kind in ("new", "changed", "gone")}
    leaflet = next(text for text in texts(svg) if text.text == "reads the PDF leaflet" and text.holder)
    struck = [
        line for line in root_of(svg).iter(SVG + "line")
        if leaflet.box.top < float(line.attrib["y1"]) < leaflet.box.bottom and line.attrib["stroke"] == colours.MUTED
    ]  # fmt: skip
    assert [round(float(line.attrib["x1"])) for line in struck] == [round(leaflet.box.left)]


def test_both_curves_are_drawn_and_an_arrow_stands_where_they_lie_a_level_apart() -> None:
    (svg,) = TYPE_CASES["future-en"].full()
    lines = [path.attrib for path in root_of(svg).iter(SVG + "path") if "C" in path.attrib["d"]]
    assert [("stroke-dasharray" in at, at["stroke"]) for at in lines] == [(False, colours.CURVE), (True, colours.TO_BE)]
    heads = [path for path in root_of(svg).iter(SVG + "path") if path.attrib["fill"] == colours.TO_BE]
    assert len(heads) == 3  # compare, purchase, first clean; the two ends did not change
    assert {"today", "to be"} <= set(written(svg))


def test_without_its_base_map_a_future_state_is_drawn_with_one_curve() -> None:
    (svg,) = TYPE_CASES["future-en"]._replace(base=None).full()
    assert not {"new", "gone", "today", "From today to the ideal"} & set(written(svg))


def test_the_gap_list_is_largest_first_with_what_belongs_to_each() -> None:
    (svg,) = TYPE_CASES["future-en"].full()
    shown = written(svg)
    below = shown[shown.index("From today to the ideal") :]
    titles = [
        t
        for t in below
        if t in ("Compare", "Purchase", "opens the comparison page", "reads the PDF leaflet", "first clean")
    ]
    assert titles == ["Compare", "Purchase", "opens the comparison page", "reads the PDF leaflet", "first clean"]
    assert "people: one editor for benefit statements" in below
    assert "Proof: cart abandonment: from 70% to 49% by 31 Mar 2025" in below
    assert "Also needed: technology: product data in one place" in below


def test_the_ways_name_touchpoints_by_the_numbers_on_their_cards() -> None:
    (svg,) = TYPE_CASES["ways-en"].full()
    numbers = [text.text for text in texts(svg) if (text.text or "").isdigit() and text.bold]
    assert numbers[:8] == [str(i) for i in range(1, 9)]
    assert {
        "In a hurry",
        "Looks twice · Curious Colleen",
        "goes back: a friend says no",
        "leaves: the total is too high",
    } <= set(written(svg))


def test_one_route_alone_greys_the_others() -> None:
    (svg,) = TYPE_CASES["route-en"].full()
    colour = {text.text: text.colour for text in texts(svg)}
    assert colour["In a hurry"] == colours.TEXT
    assert colour["Looks twice · Curious Colleen"] == colours.MUTED
    assert colour["pays by card"] == colours.TEXT
    assert colour["reads the PDF leaflet"] == colours.MUTED


def test_the_words_of_one_route_name_its_touchpoints() -> None:
    told = "Way “In a hurry”: sees our ad on Instagram, puts it in the cart and leaves, pays by card, first clean."
    assert TYPE_CASES["route-en"].alt().endswith(told)
    assert TYPE_CASES["ways-en"].alt().endswith("Ways: In a hurry, Looks twice.")


def test_a_map_without_ways_has_neither_the_lane_nor_numbers() -> None:
    (svg,) = TypeCase(maps.current("en"), maps.people("en")).full()
    assert "Ways" not in written(svg)
    assert not [text for text in texts(svg) if text.text.isdigit() and text.holder]


def test_arrows_of_a_blueprint_join_filled_neighbours_alone() -> None:
    """Three columns are filled from the customer down; the fourth has nothing back stage."""
    (svg,) = TYPE_CASES["blueprint-en"].full()
    heads = [
        e for e in root_of(svg).iter(SVG + "path") if e.attrib["fill"] == colours.CURVE and e.attrib["d"].endswith("z")
    ]
    assert len(heads) == 3 * 3 + 1


def test_a_blueprint_shows_where_it_fails_waits_and_passes_on() -> None:
    (svg,) = TYPE_CASES["blueprint-en"].full()
    assert {"stock data is a day old", "2 d", "5 min", "can fail here", "wait", "passes to another team"} <= set(
        written(svg)
    )
    plain = TypeCase(
        maps.blueprint("en").model_copy(update={"stages": maps.current("en").stages}), maps.people("en")
    ).full()[0]
    assert not {"can fail here", "wait", "passes to another team"} & set(written(plain))


def test_more_than_eight_touchpoints_are_two_blueprints_of_equal_size() -> None:
    one, two = TYPE_CASES["blueprint-longest"].full()
    assert "1 of 2" in written(one) and "2 of 2" in written(two)
    assert page(one).right == page(two).right


@pytest.mark.parametrize(
    ("minutes", "said"), [(5, "5 min"), (90, "90 min"), (150, "2.5 h"), (1440, "24 h"), (2880, "2 d")]
)
def test_waits_are_told_in_the_largest_unit_of_which_there_are_two(minutes: int, said: str) -> None:
    assert waiting(minutes, EN) == said


def day(*times: tuple[time, time | None]) -> JourneyMap:
    stages = tuple(
        Stage(slug=f"s{i}", title=f"slot {i}", slot=DaySlot(starts=starts, ends=ends))
        for i, (starts, ends) in enumerate(times)
    )
    return picture_maps.journey("A day", stages, type="day_in_life")


def test_a_slot_without_an_end_lasts_until_the_next_and_the_last_an_hour() -> None:
    found = slots_of(day((time(7), None), (time(9), time(10)), (time(12), None)))
    assert [(slot.begins, slot.ends) for slot in found] == [(420, 540), (540, 600), (720, 780)]


def test_a_time_before_the_first_slot_is_after_midnight() -> None:
    found = slots_of(day((time(22), None), (time(0, 30), None), (time(23), time(1))))
    assert [(slot.begins, slot.ends) for slot in found] == [(1320, 1380), (1380, 1500), (1470, 1530)]
    hours = axis(found, 0, 600)
    assert (hours.first, hours.last) == (21, 27)
    assert hours.x(22 * 60) == 100


def test_slots_stand_at_their_hours() -> None:
    (svg,) = TYPE_CASES["day-en"].full()
    hours = axis(slots_of(maps.day("en")), 178, 1296)
    at = {text.text: text.box.left for text in texts(svg)}
    assert at["works on a web page"] == pytest.approx(hours.x(8 * 60) + 8, abs=0.1)
    assert at["watches a film"] == pytest.approx(hours.x(20.5 * 60) + 8, abs=0.1)
    assert page(svg).right == 1502


def test_points_of_a_day_follow_each_other_without_touching() -> None:
    for name in ("day-en", "day-twelve"):
        (svg,) = TYPE_CASES[name].full()
        circles = [e for e in root_of(svg).iter(SVG + "circle") if e.attrib["r"] == "15"]
        assert all(float(b.attrib["cx"]) - float(a.attrib["cx"]) >= 36 - 0.01 for a, b in pairwise(circles))


def test_pins_say_what_fits() -> None:
    (svg,) = TYPE_CASES["day-en"].full()
    assert {"fits its time", "does not fit"} <= set(written(svg))
    assert "nobody said" not in written(svg)


def test_an_empathy_map_without_research_says_so() -> None:
    guessed = maps.empathy("en").model_copy(update={"research": None})
    (svg,) = TypeCase(guessed, maps.people("en")).full()
    assert any("no research: guesses" in text for text in written(svg))
    assert "Based on: guesses." in TypeCase(guessed, maps.people("en")).alt()


def test_text_of_an_empathy_map_keeps_off_the_disc() -> None:
    for name in ("empathy-en", "empathy-longest"):
        (svg,) = TYPE_CASES[name].full()
        ring = next(e for e in root_of(svg).iter(SVG + "circle") if e.attrib["r"] == "46")
        x, y = float(ring.attrib["cx"]), float(ring.attrib["cy"])
        inside = [t for t in texts(svg) if t.box.top < y + 62 and t.box.bottom > y - 62 and t.colour != colours.WHITE]
        assert all(t.box.right <= x - 62 or t.box.left >= x + 62 for t in inside)


def test_impact_four_and_effort_two_come_first() -> None:
    assert [(one.opportunity.slug, one.group) for one in rated(maps.rated("en"))] == [
        ("o0", "do_first"), ("o1", "do_first"), ("o2", "plan"), ("o3", "if_time"), ("o4", "waiting"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["quadrant-en", "quadrant-longest"])
def test_every_point_of_the_quadrant_stays_in_its_quarter(name: str) -> None:
    from type_cases import SMALL_PICTURES

    svg = SMALL_PICTURES[name]
    titles = {
        t.text: t.holder
        for t in texts(svg)
        if t.text in ("do first", "plan well", "if there is time", "leave for now") and t.holder
    }
    rings = [box for e in root_of(svg).iter(SVG + "circle") if (box := shape_box(e))]
    assert rings
    assert all(any(ring.inside(quarter) for quarter in titles.values()) for ring in rings)
    names = [text.box for text in texts(svg) if text.text in titles and text.holder]
    assert not [ring for ring in rings for name_box in names if ring.overlaps(name_box)]


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in TYPE_CASES.items()])
def test_the_words_of_a_type_are_at_most_a_thousand_characters_and_name_the_map(case: TypeCase) -> None:
    text = case.alt()
    assert len(text) <= MOST_CHARACTERS
    assert case.journey.title in text


@pytest.mark.parametrize("lang", LANGS)
def test_facts_in_the_words_are_those_of_the_map(lang: str) -> None:
    future = TYPE_CASES[f"future-{lang}"].alt()
    assert all(title in future for title in ("49", maps.TEXTS[lang].new, maps.TEXTS[lang].target))
    blueprint = TYPE_CASES[f"blueprint-{lang}"].alt()
    assert all(t.title in blueprint for t in maps.blueprint(lang).touchpoints())
    assert maps.TEXTS[lang].fail in blueprint
    told = TYPE_CASES[f"day-{lang}"].alt()
    assert all(slot in told for slot, _, _ in maps.TEXTS[lang].slots)
    assert all(text in told for text in maps.TEXTS[lang].open_quiet)
    empathy = TYPE_CASES[f"empathy-{lang}"].alt()
    assert all(note.title.strip("“”„") in empathy for note in maps.empathy(lang).notes if note.slug.endswith("-0"))


def test_a_blueprint_in_words() -> None:
    assert TYPE_CASES["blueprint-en"].alt() == (
        "Service blueprint 'I need a vacuum that will not break again' for Curious Colleen, version 3. Touchpoints: 4 "
        "(compares four models on our site, pays by card, first clean, gets a survey by e-mail). Fail points: compares "
        "four models on our site (“stock data is a day old”). Longest wait: compares four models on our site, 2 d. "
        "Work passes to another team at: pays by card. Evidence for 0 of 4 items."
    )


def test_a_persona_and_a_quadrant_in_words() -> None:
    assert alt_text_of_persona(maps.people("en"), EN).startswith(
        "Persona Curious Colleen, version 1, based on: partly research. Goals: a clean flat in half an hour, "
    )
    subject = TypeCase(maps.rated("en"), maps.people("en")).subject
    assert "Do first: comparison chart with benefits and costs, show the delivery date on the product page." in (
        alt_text_of_quadrant(subject)
    )
    assert "comparison chart with benefits and costs" in written(quadrant_svg(subject))


def test_one_call_draws_a_map_of_any_type() -> None:
    for name in ("future-en", "blueprint-en", "day-en", "empathy-en", "ways-en"):
        case = TYPE_CASES[name]
        given = (case.journey, (case.persona,), picture_maps.BACKINGS, EN)
        assert pages(*given, base=case.base, on=picture_maps.ON) == case.full()
        assert card(*given, base=case.base, on=picture_maps.ON) == case.card()


def test_curves_of_a_future_state_stay_within_the_five_levels() -> None:
    for name in ("future-en", "future-longest"):
        (svg,) = TYPE_CASES[name].full()
        level = {t.text: (t.box.top + t.box.bottom) / 2 for t in texts(svg) if t.bold and t.box.right < 178}
        assert all(level["+2"] - 2 <= y <= level["-2"] + 2 for _, y in curve_points(svg) if y > level["+2"] - 60)


def test_contrast_of_a_struck_title_still_reaches_its_ratio() -> None:
    assert contrast(colours.MUTED, colours.WHITE) >= 4.5
