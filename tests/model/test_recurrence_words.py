"""Spellings, combinations and mistakes in wordings beyond the catalogue."""

from datetime import date

import pytest

from begegnung.model.recurrence import Reading, Series, read

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def reading(text: str, weekday: int | None = None) -> Reading:
    return read(text, first=FIRST, last=LAST, weekday=weekday)


def one(text: str, weekday: int | None = None) -> Series:
    found = reading(text, weekday)
    assert (found.status, found.question) == ("clear", None), text
    (series,) = found.readings[0].series
    return series


RULES = [
    ("jeden Sonnabend", "FREQ=WEEKLY;BYDAY=SA"),
    ("jedenDienstag um15Uhr", "FREQ=WEEKLY;BYDAY=TU"),
    ("DIENSTAGS", "FREQ=WEEKLY;BYDAY=TU"),
    ("jeweils an Donnerstagen", "FREQ=WEEKLY;BYDAY=TH"),
    ("jeden Freitagnachmittag", "FREQ=WEEKLY;BYDAY=FR"),
    ("Mo-Fr", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("Mo. – Do.", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"),
    ("von Montag bis Donnerstag", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"),
    ("Täglich (Montag – Freitag)", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("täglich außer sonntags", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA"),
    ("jeweils am Dienstag und am Freitag", "FREQ=WEEKLY;BYDAY=TU,FR"),
    ("montags, mittwochs und donnerstags", "FREQ=WEEKLY;BYDAY=MO,WE,TH"),
    ("1. u. 3. Do./Monat", "FREQ=MONTHLY;BYDAY=1TH,3TH"),
    ("1./3. Mittwoch im Monat", "FREQ=MONTHLY;BYDAY=1WE,3WE"),
    ("1.+3. Mi/Monat", "FREQ=MONTHLY;BYDAY=1WE,3WE"),
    ("immer am ersten und dritten Montag eines Monats", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
    ("Jeden letzten Donnerstag/Monat", "FREQ=MONTHLY;BYDAY=-1TH"),
    ("An jedem dritten Freitag im Monat", "FREQ=MONTHLY;BYDAY=3FR"),
    ("jeden 1. Montag", "FREQ=MONTHLY;BYDAY=1MO"),
    ("jeden2.Mittwoch im Monat", "FREQ=MONTHLY;BYDAY=2WE"),
    ("am 2. u. 4. Donnerstag d. M.", "FREQ=MONTHLY;BYDAY=2TH,4TH"),
    ("jeden Monat am ersten Donnerstag", "FREQ=MONTHLY;BYDAY=1TH"),
    ("einmal im Monat, jeweils am 2. Mittwoch", "FREQ=MONTHLY;BYDAY=2WE"),
    ("2 x im Monat (1. und 3. Montag)", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
    ("am 15. jeden Monats", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("jeden vorletzten Freitag im Monat", "FREQ=MONTHLY;BYDAY=-2FR"),
    ("Vierzehntägig mittwochs, ab 7.1.", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
    ("14 tgl. donnerstags, Beginn 8.1.", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    ("erster Termin: 15.01.2026, dann im Zwei-Wochen-Rhythmus", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    ("alle drei Wochen donnerstags ab 8. Januar", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TH"),
    ("alle zwei Monate am 2. Montag, beginnend im Januar", "FREQ=MONTHLY;INTERVAL=2;BYDAY=2MO"),
    ("freitags 15 Uhr (Anmeldung bis Mittwoch, Tel. 0231 50-12345)", "FREQ=WEEKLY;BYDAY=FR"),
    ("freitags, Kosten 3,50 €, ab 60 Jahren, Raum 2, 2. OG", "FREQ=WEEKLY;BYDAY=FR"),
]


@pytest.mark.parametrize(("text", "rule"), RULES)
def test_the_rule_of_a_wording_is_found(text: str, rule: str) -> None:
    assert one(text).rrules == (rule,)


def test_months_are_read_in_any_spelling() -> None:
    assert one("jeden Dienstag im Maerz").months == one("jeden Dienstag im MÄRZ").months == (3,)
    assert one("dienstags von Oktober bis April").months == (10, 11, 12, 1, 2, 3, 4)
    assert one("dienstags (Mai-September)").months == (5, 6, 7, 8, 9)
    assert one("über das Winterhalbjahr", 1).months == (10, 11, 12, 1, 2, 3)
    assert one("außer in den Monaten Juli, August, Dezember", 1).months == (
        1, 2, 3, 4, 5, 6, 9, 10, 11,
    )  # fmt: skip
    assert one("dienstags, im April kein Treffen").months == (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12)
    assert one("jeden 1. Mittwoch im Quartal").months == (1, 4, 7, 10)


def test_bounds_are_dates_of_the_window() -> None:
    series = one("vom 3.3. bis 31.3. jeden Dienstag")
    assert (series.start, series.until) == (date(2026, 3, 3), date(2026, 3, 31))
    assert one("dienstags bis Ende August").until == date(2026, 8, 31)
    assert one("dienstags seit dem 1. März").start == date(2026, 3, 1)
    course = one("10 Termine ab Dienstag, 13.01.2026, jeweils 9-11 h")
    assert (course.start, course.count, course.start_minute) == (date(2026, 1, 13), 10, 540)


def test_what_is_left_out_is_kept_apart() -> None:
    assert one("donnerstags (nicht am 02.04. und 14.05.)").exdates == (
        date(2026, 4, 2),
        date(2026, 5, 14),
    )
    assert one("donnerstags, in den Osterferien geschlossen").school_holidays_named == (
        "Osterferien",
    )
    named = one("dienstags, nicht in den Oster- und Sommerferien").school_holidays_named
    assert named == ("Osterferien", "Sommerferien")
    (pause,) = one("donnerstags, Sommerpause vom 14.5. bis 28.5.").pauses
    assert (pause.first, pause.last) == (date(2026, 5, 14), date(2026, 5, 28))
    assert one("dienstags außer am letzten Dienstag im Monat").exrules == (
        "FREQ=MONTHLY;BYDAY=-1TU",
    )
    assert one("In den Schulferien findet kein Kurs statt", 3).on_school_holidays == "skip"
    assert one("jeden Donnerstag, auch in den Ferien").on_school_holidays == "keep"
    assert one("Mo-Do, feiertags geschlossen").on_public_holidays == "skip"


DATES = [
    ("13.1., 27.1. und 10.2.", ["13.01.", "27.01.", "10.02."]),
    ("Am 10., 17., 24. und 31. Januar jeweils ab 15 Uhr", ["10.01.", "17.01.", "24.01.", "31.01."]),
    ("An den Donnerstag, 12., 19. und 26. Februar", ["12.02.", "19.02.", "26.02."]),
    ("dienstags: 13.1., 27.1. und 10.2., 14 Uhr", ["13.01.", "27.01.", "10.02."]),
    ("Sa, 14.03.26, 11-17 Uhr", ["14.03."]),
    ("Freitag, 23.01.2026 und Freitag, 20.02.2026, 19 Uhr", ["23.01.", "20.02."]),
    ("zwei Mal im Monat: am 12. und 26. Februar", ["12.02.", "26.02."]),
    ("am Freitag (23.1.) von 10 bis 15 Uhr", ["23.01."]),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_lists_of_dates_stay_lists(text: str, expected: list[str]) -> None:
    series = one(text)
    assert series.rrules == ()
    assert [f"{day:%d.%m.}" for day in series.dates] == expected


TIMES = [
    ("dienstags 14.30 Uhr", 870, None),
    ("dienstags ab 14 Uhr", 840, None),
    ("dienstags, 10.00 – 12.00 Uhr", 600, 720),
    ("dienstags 9-11 h", 540, 660),
    ("Di. 9.30-11.00", 570, 660),
    ("dienstags von 14.30 bis 17 Uhr", 870, 1020),
    ("dienstags von 10 bis 12", 600, 720),
    ("dienstags um 15.00Uhr", 900, None),
]


@pytest.mark.parametrize(("text", "start", "end"), TIMES)
def test_times_are_read_in_every_spelling(text: str, start: int, end: int | None) -> None:
    series = one(text)
    assert (series.start_minute, series.end_minute) == (start, end)


def test_each_rule_has_its_own_time() -> None:
    (first, second) = reading("Mo – Do 10 bis 15 Uhr, Fr 10-13 Uhr").readings[0].series
    assert (first.end_minute, second.end_minute) == (900, 780)
    twice = reading("montags 10.00-12.00 und 14.00-16.00 Uhr").readings[0].series
    assert [one.start_minute for one in twice] == [600, 840]


IMPOSSIBLE = ["80.00 - 11.00 Uhr", "25:00 Uhr", "16-14 Uhr", "14.75 Uhr"]


@pytest.mark.parametrize("time", IMPOSSIBLE)
def test_an_impossible_time_is_asked_about(time: str) -> None:
    found = reading(f"dienstags {time}")
    assert found.status == "ambiguous"
    assert "kann nicht stimmen" in (found.question or "")
    assert found.readings == ()


QUESTIONS = [
    ("jeder 2. Samstag", "2. Samstag im Monat"),
    ("(jeden 3. Dienstag)", "3. Dienstag im Monat"),
    ("Mittwoch, 13. Januar 2026", "ist ein Dienstag, kein Mittwoch"),
    ("am 31.2.", "gibt es nicht"),
    ("am 13. August", "In welchem Jahr"),
    ("jeden 6. Dienstag im Monat", "jeden 6. Dienstag"),
    ("werktags", "Samstag"),
    ("mittwochs oder donnerstags", "Welcher der genannten Tage"),
    ("am Dienstag um 15 Uhr", "Jede Woche oder nur einmal"),
    ("monatlich am Donnerstag", "Wann genau"),
    ("dienstags und Donerstags", "Donerstags"),
    ("jeden Diensttag", "Diensttag"),
    ("dienstags voraussichtlich", "voraussichtlich"),
    ("fast jeden Dienstag", "fast"),
    ("dienstags, außer manchmal", "außer"),
    ("vom 19.-26.05.2026", "An welchen Tagen"),
    ("Dienstag, 3. Februar bis Dienstag, 31. März", "An welchen Tagen"),
    ("am kommenden Mittwoch", "am kommenden Mittwoch"),
    ("14-tägig donnerstags ab Freitag, 9. Januar", "kein Donnerstag"),
    ("14-tägig mittwochs, Nächste Termine: 07.01., 28.01.", "passen nicht zur Regel"),
    ("1. und 3. Woche im Monat dienstags", "Woche"),
]


@pytest.mark.parametrize(("text", "asked"), QUESTIONS)
def test_a_doubt_becomes_a_question(text: str, asked: str) -> None:
    found = reading(text)
    assert found.status == "ambiguous"
    assert asked in (found.question or "")


def test_a_summer_break_without_dates_is_asked_about_only_where_it_matters() -> None:
    text = "dienstags (außer in der Sommerpause)"
    assert reading(text).status == "clear"
    second = read(text, first=date(2026, 7, 1), last=date(2026, 12, 31))
    assert second.question == "Von wann bis wann ist die Sommerpause?"


def test_a_column_of_the_plan_narrows_and_is_checked() -> None:
    assert one("montags, mittwochs und donnerstags", 2).rrules == ("FREQ=WEEKLY;BYDAY=WE",)
    assert "steht aber beim Dienstag" in (reading("jeden Mittwoch", 1).question or "")


def test_unknown_words_are_reported_but_do_no_harm() -> None:
    found = reading("Spielenachmittag jeden Dienstag nur für Frauen")
    assert found.status == "clear"
    assert found.unread == ("Spielenachmittag", "Frauen")


def test_a_moved_date_keeps_where_it_comes_from() -> None:
    series = one("jeden 2. Dienstag im Monat (das 1. Treffen ausnahmsweise am Dienstag, 07.04.)")
    (move,) = series.moved
    assert (move.origin, move.target) == (date(2026, 4, 14), date(2026, 4, 7))


def test_an_empty_wording_without_a_column_is_only_text() -> None:
    assert reading("").status == "text"
    assert reading("Kaffee und Kuchen").status == "text"
