"""Macedonian messages: every reading function on what people type."""

from datetime import date

import pytest

from bot.conversation.controls import control_in
from bot.conversation.corrections.match import blocks, readings
from bot.conversation.read_channel import channel_named, read_channel
from bot.conversation.read_dates import find_date, read_date, say_date
from bot.conversation.read_goals import two_numbers, two_wants
from bot.conversation.read_items import read_items, read_stages
from bot.conversation.read_mood import Rating, because, is_late_vote, read_mood
from bot.conversation.read_owner import mentioned, read_owner
from bot.conversation.read_paragraph import is_paragraph, sentences
from bot.conversation.read_persona import PersonaRead, read_persona, two_names
from bot.conversation.read_question import is_question
from bot.conversation.read_quote import Quote, read_quote
from bot.conversation.read_shapes import Bounds, Change, Task, read_bounds, read_change, read_task
from bot.conversation.read_side import customer_side, is_our_side
from prompts.loader import words
from storage.model.lists import CHANNELS

MK = words("mk")
WEDNESDAY = date(2024, 11, 6)
NAMES = {"U0ANA": "Ана", "U0MIA": "Мија Петрова"}


@pytest.mark.parametrize(
    ("text", "control"),
    [
        ("прескокни", "skip"),
        ("Не знам.", "skip"),
        ("назад", "back"),
        ("Зошто?", "why"),
        ("зошто прашувате", "why"),
        ("прикажи", "show"),
        ("прикажи мапа", "show"),
        ("пауза", "pause"),
        ("стоп", "pause"),
        ("Подоцна!", "pause"),
        ("продолжи", "go_on"),
        ("врати", "undo"),
        ("поништи", "undo"),
        ("готово", "done"),
        ("тоа е сѐ", "done"),
        ("тоа е сè", "done"),
        ("помош", "help"),
        ("нова мапа", "new"),
        ("нов сервисен нацрт", "new"),
        ("назад кај продавачот", None),
    ],
)
def test_a_control_is_a_whole_message(text: str, control: str | None) -> None:
    assert control_in(text, MK) == control


@pytest.mark.parametrize(
    ("text", "do", "parts"),
    [
        ("преименувај фаза 2 во Споредба", "rename", {"item": "фаза 2", "new": "Споредба"}),
        ("преименувај ја фаза 2 во Избор.", "rename", {"item": "фаза 2", "new": "Избор"}),
        ("чувството во Споредба е -1", "mood", {"stage": "Споредба", "score": "-1"}),
        ("расположението во Споредба е минус 2", "mood", {"stage": "Споредба", "score": "минус 2"}),
        ("отстрани анкета", "remove", {"item": "анкета"}),
        ("избриши ја анкетата", "remove", {"item": "анкетата"}),
        ("додај прашува во продавница во Споредба", "add", {"text": "прашува во продавница", "stage": "Споредба"}),
        ("премести Плаќање пред Испорака", "move_before", {"item": "Плаќање", "other": "Испорака"}),
        ("премести Плаќање по Испорака", "move_after", {"item": "Плаќање", "other": "Испорака"}),
        ("премести прво чистење во Испорака", "move_to", {"item": "прво чистење", "other": "Испорака"}),
        ("спој прво чистење и второ чистење", "merge", {"item": "прво чистење", "other": "второ чистење"}),
        (
            "подели плаќање: внесува картичка; добива код",
            "split",
            {"item": "плаќање", "text": "внесува картичка; добива код"},
        ),
        ("каналот на прво чистење е продавница", "channel", {"item": "прво чистење", "channel": "продавница"}),
        ("точка на болка во Споредба: премногу текст", "pain", {"stage": "Споредба", "text": "премногу текст"}),
        ("сериозноста на премногу текст е 4", "level", {"item": "премногу текст", "field": "severity", "level": "4"}),
        ("трудот на табелата е 2", "level", {"item": "табелата", "field": "effort", "level": "2"}),
        ("за табелата одговара Мија", "owns", {"item": "табелата", "owner": "Мија"}),
        ("рокот за табелата е 30 ноември", "due", {"item": "табелата", "date": "30 ноември"}),
        ("табелата е готово", "finished", {"item": "табелата", "state": "готово"}),
        ("целта е помалку откажувања", "goal", {"text": "помалку откажувања"}),
        ("цел: помалку откажувања", "goal", {"text": "помалку откажувања"}),
        ("ознака на мапата е pravosmukalka", "map_id", {"new": "pravosmukalka"}),
        ("работно место: пекар", "persona_text", {"field": "job_title", "text": "пекар"}),
    ],
)
def test_a_correction_is_read_with_its_parts(text: str, do: str, parts: dict[str, str]) -> None:
    assert (do, parts) in [(found.do, found.parts) for found in readings(text, MK)]


def test_lines_with_a_name_and_a_colon_are_fields() -> None:
    assert blocks("цел: помалку откажувања\nфази:\nбара\nнарачува", MK) == [
        "цел: помалку откажувања",
        "фази:\nбара\nнарачува",
    ]


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("-2 фрустрација: пак се расипа", Rating(-2, "фрустрација", "пак се расипа")),
        ("минус 2 пребавно", Rating(-2, None, "пребавно")),
        ("плус 1", Rating(1)),
        ("4 од 5", Rating(1)),
        ("8 од 10 добро", Rating(1)),
        ("4/5", Rating(1)),
        ("2 ѕвезди", Rating(-1)),
        ("многу лута, пак се расипа", Rating(-2, "многу лута", "пак се расипа")),
        ("збунет", Rating(-1, "збунет", None)),
        ("Олеснување: одговорот дојде брзо", Rating(1, "Олеснување", "одговорот дојде брзо")),
        ("љубопитна", Rating(0, "љубопитна", None)),
        ("Многу добро", Rating(2)),
        ("-1 Лошо", Rating(-1)),
        ("премногу текст", Rating(None, None, "премногу текст")),
        ("2 во ред", Rating(None, "во ред", None, 2)),
    ],
)
def test_a_mood(text: str, rating: Rating) -> None:
    read = read_mood(text, MK)
    assert (read.score, read.why, read.unsure) == (rating.score, rating.why, rating.unsure)
    assert read.word == rating.word or (read.word or "").casefold() in ("многу добро", "добро")


@pytest.mark.parametrize("text", ["-2 пребавно", "минус 1", "4 од 5", "😀", "плус 2 одлично"])
def test_a_late_vote(text: str) -> None:
    assert is_late_vote(text, MK)


@pytest.mark.parametrize("text", ["2", "3 пријатели", "30 ноември", "пет клиенти", "лута"])
def test_no_late_vote(text: str) -> None:
    assert not is_late_vote(text, MK)


def test_because_is_read() -> None:
    assert because("затоа што нема време", MK) == "нема време"
    assert because("бидејќи, нема време", MK) == "нема време"


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("старата правосмукалка се расипува", None),
        ("прашува пријатели", "word_of_mouth"),
        ("прашува сосед", "word_of_mouth"),
        ("гледа реклама на Инстаграм", "social_ad"),
        ("листа на Инстаграм", "social_organic"),
        ("гледа Viber статус", "social_organic"),
        ("ја отвора страницата на производот", "website"),
        ("става во кошничката", "website"),
        ("споредува на сајтот", "website"),
        ("чита рецензии на други страници", "review_site"),
        ("пратката е доставена", "post_parcel"),
        ("курирот ја носи пратката", "post_parcel"),
        ("добива анкета по е-пошта", "email"),
        ("добива мејл", "email"),
        ("купува во продавницата", "store"),
        ("купува во онлајн-продавницата", "website"),
        ("се јавува на телефон", "phone"),
        ("пишува на чет-ботот", "chatbot"),
        ("бара на Гугл", "search_organic"),
        ("гледа оглас на Гугл", "search_ad"),
        ("мајсторот доаѓа дома", "field_service"),
        ("добива фактура", "invoice_document"),
        ("ја отвора апликацијата", "mobile_app"),
        ("добива СМС", "sms"),
        ("плаќа со картичка", None),
        ("ставови на пазарот на трудот", None),
    ],
)
def test_a_channel_with_or_without_article(text: str, channel: str | None) -> None:
    assert read_channel(text, MK).channel == channel


@pytest.mark.parametrize("key", list(CHANNELS))
def test_every_channel_is_known_by_its_label(key: str) -> None:
    assert channel_named(MK.data("lists.channels")[key], MK) == key


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30 ноември", date(2024, 11, 30)),
        ("30-ти ноември", date(2024, 11, 30)),
        ("30. ноември 2025", date(2025, 11, 30)),
        ("30 ное.", date(2024, 11, 30)),
        ("30.11.", date(2024, 11, 30)),
        ("30.11.2025", date(2025, 11, 30)),
        ("петок", date(2024, 11, 8)),
        ("до петок", date(2024, 11, 8)),
        ("во недела", date(2024, 11, 10)),
        ("за две недели", date(2024, 11, 20)),
        ("за една недела", date(2024, 11, 13)),
        ("за 3 дена", date(2024, 11, 9)),
        ("за еден месец", date(2024, 12, 6)),
        ("денес", WEDNESDAY),
        ("утре", date(2024, 11, 7)),
        ("задутре", date(2024, 11, 8)),
        ("следната недела", date(2024, 11, 13)),
        ("31 ноември", None),
        ("пет клиенти", None),
        ("наскоро", None),
    ],
)
def test_a_date(text: str, day: date | None) -> None:
    assert read_date(text, WEDNESDAY, MK) == day


def test_a_date_of_the_past_and_one_inside_a_sentence() -> None:
    assert read_date("пред две недели", WEDNESDAY, MK, "past") == date(2024, 10, 23)
    found = find_date("клиентка во продавницата, 2 ноември", WEDNESDAY, MK, "past")
    assert found is not None and (found.on, found.start) == (date(2024, 11, 2), 26)


def test_a_date_is_said_as_it_is_read() -> None:
    assert say_date(date(2024, 11, 30), WEDNESDAY, MK) == "30 ноември"
    assert say_date(date(2025, 1, 5), WEDNESDAY, MK) == "5 јануари 2025"


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("почнува кога печката ќе се расипе, завршува со првиот леб", Bounds("печката ќе се расипе", "првиот леб")),
        ("почнува со фактурата и завршува кога ќе се плати", Bounds("фактурата", "ќе се плати")),
        ("од првото пребарување до втората нарачка", Bounds("првото пребарување", "втората нарачка")),
        ("печката се расипува > првиот леб", Bounds("печката се расипува", "првиот леб")),
        ("почнува кога врне\nзавршува со сонце", Bounds("врне", "сонце")),
        ("почнува со фактурата", Bounds("фактурата", None)),
        ("завршува со првиот леб", Bounds(None, "првиот леб")),
        ("хм", Bounds()),
    ],
)
def test_start_and_end(text: str, bounds: Bounds) -> None:
    assert read_bounds(text, MK) == bounds


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("откажувања од 70% на 49%", Change("откажувања", 70, 49, "%")),
        ("јавувања по нарачка од 0,8 на 0,3", Change("јавувања по нарачка", 0.8, 0.3, None)),
        ("повторни нарачки 20% > 30%", Change("повторни нарачки", 20, 30, "%")),
        ("јавувања помалку за 20%", Change("јавувања", None, -20, "%")),
        ("продажба повеќе за 5%", Change("продажба", None, 5, "%")),
        ("повеќе насмевки", Change("повеќе насмевки")),
    ],
)
def test_an_expected_change(text: str, change: Change) -> None:
    assert read_change(text, MK) == change


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("нацрт на табелата, @Ана, 30 ноември", Task("нацрт на табелата", "@Ана", date(2024, 11, 30))),
        ("@Ана ја пишува страницата до петок", Task("ја пишува страницата", "@Ана", date(2024, 11, 8))),
        (
            "јавување на пет клиенти, Тим за поддршка, петок",
            Task("јавување на пет клиенти", "Тим за поддршка", date(2024, 11, 8)),
        ),
        ("нацрт, мија петрова, за две недели", Task("нацрт", "мија петрова", date(2024, 11, 20))),
        ("нацрт на табелата", Task("нацрт на табелата")),
    ],
)
def test_an_action(text: str, task: Task) -> None:
    assert read_task(text, WEDNESDAY, ("ана", "мија петрова"), MK) == task


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "пратката е доставена, прво чистење, добива анкета",
            ("пратката е доставена", "прво чистење", "добива анкета"),
        ),
        ("чита рецензии, што трае долго", ("чита рецензии, што трае долго",)),
        ("чека, бидејќи никој не одговара", ("чека, бидејќи никој не одговара",)),
        ("чека, но никој не одговара", ("чека, но никој не одговара",)),
        ("чека, затоа се јавува", ("чека, затоа се јавува",)),
        ("вели „бавно, скапо“", ("вели „бавно, скапо“",)),
        ("чита; прашува", ("чита", "прашува")),
    ],
)
def test_items(text: str, titles: tuple[str, ...]) -> None:
    assert read_items(text, MK).titles == titles


def test_own_stages() -> None:
    assert (
        read_stages("Бара > Нарачува > Прима", MK)
        == read_stages("Бара, Нарачува, Прима", MK)
        == ("Бара", "Нарачува", "Прима")
    )


@pytest.mark.parametrize(
    ("text", "persona"),
    [
        ("Јана, 34 години, работи од дома", PersonaRead("Јана", "34", "работи од дома")),
        ("Бен, 30-40, води пекара, нарачува доцна", PersonaRead("Бен", "30-40", "води пекара, нарачува доцна")),
        ("Бен, води пекара, 3 продавници", PersonaRead("Бен", None, "води пекара, 3 продавници")),
    ],
)
def test_a_persona(text: str, persona: PersonaRead) -> None:
    assert read_persona(text, MK) == persona


def test_two_persons_and_two_goals_are_seen() -> None:
    assert two_names("Бен и Дана", MK) == ("Бен", "Дана")
    assert two_names("пекар и негов помошник", MK) == ()
    assert two_numbers("враќања помалку за 10% и јавувања помалку за 20%", MK) == (
        "враќања помалку за 10%",
        "јавувања помалку за 20%",
    )
    assert two_wants("Сакам брзо. Сакам евтино.", MK) == ("Сакам брзо", "Сакам евтино")
    assert two_wants("Сакам брашно пред врата", MK) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "„Скршено е.“ клиентка во продавницата, 2 ноември",
            Quote("Скршено е.", "клиентка во продавницата", date(2024, 11, 2), None, True),
        ),
        ("«Бавно» (на телефон, вчера)", Quote("Бавно", "на телефон", date(2024, 11, 5), None, True)),
        ("Пак се расипа.", Quote("Пак се расипа.")),
    ],
)
def test_a_quote(text: str, quote: Quote) -> None:
    assert read_quote(text, WEDNESDAY, MK) == quote


def test_owners_and_mentions() -> None:
    assert read_owner("јас", "U0ANA", NAMES, MK).member_id == "U0ANA"
    assert read_owner("@Мија", "U0ANA", NAMES, MK).member_id == "U0MIA"
    assert read_owner("Веб-тим", "U0ANA", NAMES, MK).model_dump(exclude_none=True) == {"label": "Веб-тим"}
    assert mentioned("@Мија Петрова и @Ана", NAMES) == ("U0MIA", "U0ANA")


def test_a_title_from_our_side_is_turned_round() -> None:
    assert is_our_side("Ние испраќаме билтен", MK)
    assert is_our_side("нашиот билтен стигнува", MK)
    assert not is_our_side("гледа наш билтен", MK)
    assert customer_side("ние им испраќаме билтен", MK) == "добива билтен"
    assert customer_side("ја испорачуваме печката", MK) == "прима печката"


@pytest.mark.parametrize("text", ["Колку луѓе одговорија", "Кои фази се најлоши", "Дали е ова готово", "готово?"])
def test_a_question(text: str) -> None:
    assert is_question(text, MK)


@pytest.mark.parametrize("text", ["прашува пријатели во маалото", "кога печката ќе се расипе", "што"])
def test_no_question(text: str) -> None:
    assert not is_question(text, MK)


def test_a_paragraph_has_more_than_three_sentences() -> None:
    assert is_paragraph("Печката се расипа. Прашав три пријатели. На сајтот имаше премногу. Купив во продавница.")
    assert not is_paragraph("Печката се расипа. Прашав пријатели.")
    assert sentences("Беше бавно! Зошто? Не знам.") == ("Беше бавно!", "Зошто?", "Не знам.")
