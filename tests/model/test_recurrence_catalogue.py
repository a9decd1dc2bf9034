"""The catalogue of wordings from real programmes: each gives the dates a person would enter."""

import json
from datetime import date
from pathlib import Path

import pytest

from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.recurrence import Meaning, expand, read

DATA = Path(__file__).parents[1] / "data"
CATALOGUE = json.loads((DATA / "recurrence-catalogue.json").read_text(encoding="utf-8"))
FIRST, LAST = (date.fromisoformat(day) for day in CATALOGUE["window"])
MO, TU, WE, TH, FR = range(5)


def dates_of(meaning: Meaning) -> list[str]:
    school = school_calendar("NW")
    found = {day for one in meaning.series for day in expand(one, FIRST, LAST, school=school).dates}
    return [day.isoformat() for day in sorted(found)]


def expected(item: int) -> list[list[str]]:
    readings = CATALOGUE["items"][item - 1]["readings"]
    return [r["dates_2026_h1_raw"] for r in readings if "dates_2026_h1_raw" in r]


CLEAR: list[tuple[int, str, int | None, date | None]] = [
    (1, "jeden Dienstag", None, None),
    (1, "dienstags", None, None),
    (1, "immer dienstags", None, None),
    (1, "jeweils dienstags", None, None),
    (2, "", MO, None),
    (3, "montags und freitags", None, None),
    (5, "14-tägig", TH, date(2026, 1, 8)),
    (5, "alle zwei Wochen donnerstags ab 8. Januar", None, None),
    (8, "14-tägig, Nächste Termine: 28.01., 11.02., 25.02., …", WE, None),
    (9, "immer mittwochs in den ungeraden Kalenderwochen", None, None),
    (10, "gerade Kalenderwochen", WE, None),
    (13, "jeden 1. und 3. Mittwoch im Monat", None, None),
    (13, "jeweils am 1. und 3. Mittwoch im Monat", None, None),
    (14, "2. u. 4. Di./Monat", None, None),
    (15, "letzter Montag im Monat", None, None),
    (16, "jeden vierten Donnerstag im Monat", None, None),
    (17, "2. Dienstag im Monat", None, None),
    (20, "alle zwei Monate am jeweils letzten Mittwoch des Monats, nächster Termin ist am 24.06.",
     None, None),
    (24, "mittwochs von 14.30 bis 17 Uhr und am ersten Sonntag im Monat", None, None),
    (25, "in der Regel am ersten Donnerstag im Monat", None, None),
    (26, "donnerstags (nicht in den Ferien)", None, None),
    (26, "(nicht in der Ferienzeit)", TH, None),
    (28, "donnerstags (ausgenommen feiertags)", None, None),
    (28, "Außer an Feiertagen", TH, None),
    (29, "Außer an Rosenmontag und an Feiertagen", MO, None),
    (30, "jeden 1. Dienstag im Monat (außer im Januar und in der Sommerpause)", None, None),
    (31, "(März – Oktober)", MO, None),
    (33, "jeden 2. Dienstag im Monat (das 1. Treffen ausnahmsweise am 1. Dienstag, 07.07.)",
     None, None),
    (37, "10 Termine", TU, date(2026, 1, 13)),
    (37, "jeweils 10mal", TU, date(2026, 1, 13)),
]  # fmt: skip


@pytest.mark.parametrize(("item", "text", "weekday", "start"), CLEAR)
def test_a_clear_wording_gives_its_dates(
    item: int, text: str, weekday: int | None, start: date | None
) -> None:
    reading = read(text, first=FIRST, last=LAST, weekday=weekday, start=start)
    assert (reading.status, reading.question) == ("clear", None)
    assert len(reading.readings) == 1
    assert dates_of(reading.readings[0]) == expected(item)[0]


AMBIGUOUS: list[tuple[int, str, int | None]] = [
    (5, "14-tägig", TH),
    (5, "14-täglich", TH),
    (5, "alle zwei Wochen", TH),
    (6, "14-tägig (Jugendtreff) = jeden zweiten und vierten Freitag im Monat", None),
    (7, "jeden zweiten Montag", None),
    (11, "im wöchentlichen Wechsel Canasta oder Bingo", WE),
    (11, "14 tägig, wechselnd mit dem Sitztanz", WE),
    (11, "im vierzehntägigen Wechsel mit … Gedächtnistraining", WE),
    (19, "jeden 4. Dienstag/2monatig", None),
]


@pytest.mark.parametrize(("item", "text", "weekday"), AMBIGUOUS)
def test_an_ambiguous_wording_asks_and_shows_every_reading(
    item: int, text: str, weekday: int | None
) -> None:
    reading = read(text, first=FIRST, last=LAST, weekday=weekday)
    assert reading.status == "ambiguous"
    assert reading.question
    assert [dates_of(meaning) for meaning in reading.readings] == expected(item)


def test_a_list_that_contradicts_its_rule_is_shown_beside_it() -> None:
    text = "Jeden 1. Montag im Monat; Nächste Termine: 02.02., 02.03., 13.04., …"
    reading = read(text, first=FIRST, last=LAST)
    assert reading.status == "ambiguous"
    assert "06.04.2026 (Ostermontag)" in (reading.question or "")
    assert dates_of(reading.readings[0]) == expected(34)[0]
    assert dates_of(reading.readings[1]) == ["2026-02-02", "2026-03-02", "2026-04-13"]


ASKS: list[tuple[int, str]] = [
    (4, "täglich"),
    (12, "Parallel zu den Bingonachmittagen"),
    (18, "(1 x monatlich)"),
    (18, "1x im Monat"),
    (18, "Einmal im Monat"),
    (18, "einmal monatlich. Das nächste Treffen findet am … statt"),
    (21, "Alle zwei Monate … jeweils an einem Samstag"),
    (22, "Viermal im Jahr"),
    (22, "Viermal jährlich"),
    (37, "4 Termine für 40 Euro"),
    (37, "8 Treffen für 40€"),
    (38, "ab Donnerstag, 28. August"),
    (38, "startet am 20.09."),
]


@pytest.mark.parametrize(("item", "text"), ASKS)
def test_a_wording_that_lacks_something_asks_for_it(item: int, text: str) -> None:
    assert CATALOGUE["items"][item - 1]["ambiguous"]
    reading = read(text, first=FIRST, last=LAST)
    assert reading.status == "ambiguous"
    assert (reading.question or "").endswith(("?", "."))


TEXT_ONLY = [
    "ausgesetzt",
    "bis September geschlossen",
    "Bald wieder … (Winterpause)",
    "Unregelmäßig",
    "Gelegentlich … wenn die Räume nicht mit anderen Angeboten belegt sind",
    "nach Absprache",
    "Termine bitte erfragen",
    "mittwochs oder donnerstags, vorher in der Presse angekündigt",
    "wird rechtzeitig in der Tagespresse bekannt gegeben",
]


@pytest.mark.parametrize("text", TEXT_ONLY)
def test_a_wording_without_dates_stays_text_even_in_a_column(text: str) -> None:
    assert read(text, first=FIRST, last=LAST, weekday=WE).status == "text"


REMARKS = [
    "entfällt bei Regen",
    "nur bei trockenem und warmem Wetter",
    "es sei denn es regnet",
    "auch in den Ferien",
    "in den Ferien durchgehend geöffnet",
    "Ein- und Ausstieg jederzeit",
    "Einstieg jederzeit",
    "5er-Karte",
    "Kurskarte",
    "*Änderungen sind vorbehalten",
]


@pytest.mark.parametrize("text", REMARKS)
def test_a_remark_leaves_the_weekly_rule_as_it_is(text: str) -> None:
    plain = read("", first=FIRST, last=LAST, weekday=TU)
    reading = read(text, first=FIRST, last=LAST, weekday=TU)
    assert reading.status == "clear"
    assert dates_of(reading.readings[0]) == dates_of(plain.readings[0])


def test_the_last_july_meeting_is_the_last_such_weekday_of_july() -> None:
    reading = read("immer am letzten Julitreff", first=FIRST, last=LAST, weekday=WE)
    found = expand(reading.readings[0].series[0], date(2026, 7, 1), date(2027, 12, 31)).dates
    assert found == (date(2026, 7, 29), date(2027, 7, 28))


def test_dates_that_only_look_fortnightly_stay_a_list() -> None:
    text = (
        "jeweils Freitag um 10 Uhr: 13. und 27. August, 10. und 24. September, "
        "8. und 22. Oktober, 05. und 26. November"
    )
    reading = read(text, first=date(2021, 7, 1), last=date(2021, 12, 31))
    assert reading.status == "clear"
    series = reading.readings[0].series[0]
    assert (series.rrules, series.start_minute) == ((), 600)
    assert [f"{day:%d.%m.}" for day in series.dates] == [
        "13.08.", "27.08.", "10.09.", "24.09.", "08.10.", "22.10.", "05.11.", "26.11.",
    ]  # fmt: skip


def test_a_new_time_from_may_on_gives_two_series() -> None:
    text = "Jeden Donnerstag; ab Mai Kiez-Café: 15.00 – 17.30 Uhr"
    reading = read(text, first=FIRST, last=LAST)
    before, after = reading.readings[0].series
    assert (before.months, before.end_minute) == ((1, 2, 3, 4), None)
    assert (after.months, after.end_minute) == ((5, 6, 7, 8, 9, 10, 11, 12), 1050)


TIMES: list[tuple[str, int, int | None]] = [
    ("15:00-16:30/17:00 Uhr", 900, None),
    ("15:00/15:30-17:00/18:00 Uhr", 900, None),
    ("15-ca 16:30", 900, 990),
]


@pytest.mark.parametrize(("text", "start", "end"), TIMES)
def test_a_time_with_alternatives_keeps_its_words(text: str, start: int, end: int | None) -> None:
    (time,) = read(text, first=FIRST, last=LAST, weekday=MO).times
    assert (time.start, time.end, time.text) == (start, end, text)


def test_every_item_of_the_catalogue_is_looked_at() -> None:
    looked_at = {row[0] for row in (*CLEAR, *AMBIGUOUS, *ASKS)}
    elsewhere = {12, 23, 27, 32, 34, 35, 36, 39, 40, 41, 42, 43, 44, 45}
    assert looked_at | elsewhere == set(range(1, 46))
