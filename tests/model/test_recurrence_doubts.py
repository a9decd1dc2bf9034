"""What a desk can rely on: no wording is called clear while a word in it could change its dates."""

from datetime import date

import pytest

from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.recurrence import Reading, expand, read

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def reading(text: str) -> Reading:
    return read(text, first=FIRST, last=LAST, school=school_calendar("NW"))


def days(found: Reading, k: int = 0) -> list[str]:
    school = school_calendar("NW")
    dates = {
        day
        for one in found.readings[k].series
        for day in expand(one, FIRST, LAST, school=school).dates
    }
    return [f"{day:%d.%m.}" for day in sorted(dates)]


ASKED = [
    "montags bzw. dienstags",
    "montags, alternativ dienstags",
    "dienstags o. donnerstags",
    "17.1. bzw. 24.1.",
    "Anfang des Monats, donnerstags",
    "mittwochs, frühestens ab 4.2.",
    "mittwochs 10 Uhr, danach donnerstags",
    "mittwochs bis 18.2. 10 Uhr, danach 11 Uhr",
    "jeden Mi. außer am 2. Mi. im Monat, dann Do.",
    "in der Passionszeit mittwochs",
    "nach Fronleichnam donnerstags",
    "bis Aschermittwoch mittwochs",
    "ab 1. Advent sonntags",
    "freitags, Karfreitag u. Brückentage ausgenommen",
    "montags 12.1.-9.3., 12 Termine",
    "Mo, Mi n.V.",
    "täglich 10-17, Do 10-20 Uhr",
    "Di. in geraden Monaten, 1. Di",
    "Mo 15 Uhr; Juni-Aug. Mo 17 Uhr",
    "sonn- u. feiertags 14 Uhr",
    "mittwochs, ab 18.2., 4.3., 18.3.",
    "ab 3.2. dienstags, ab 5.2. donnerstags",
    "dienstags ab 3.2., donnerstags ab 5.2., jeweils 8 Mal",
    "dienstags 15 Uhr, 14-tägig 16 Uhr",
    "montags (5.1., 19.1., 2.2. usw.)",
    "montags ab 2. März nur noch 14-tägig",
    "montags ab 1.1.1900",
    "montags bis 31.12.2199",
    "montags 0x",
]


@pytest.mark.parametrize("text", ASKED)
def test_a_word_that_could_change_the_dates_is_asked_about(text: str) -> None:
    found = reading(text)
    assert (found.status, bool(found.question)) == ("ambiguous", True)


@pytest.mark.parametrize(
    "text",
    [
        "mittwochs, 18.2. Heringsessen",
        "mittwochs, am 18.2. mit Musik",
        "dienstags, am 3.3. im Gemeindehaus",
        "freitags, 6.3. Kino, 13.3. Theater",
    ],
)
def test_a_remark_at_a_date_is_never_taken_for_the_only_dates(text: str) -> None:
    found = reading(text)
    assert found.status == "ambiguous"
    assert [len(days(found, k)) for k in range(3)] == sorted(
        (len(days(found, k)) for k in range(3)), reverse=True
    )
    assert len(days(found)) > 20


LEFT_OUT = [
    ("mittwochs, 18.2. frei", ["18.02."]),
    ("mittwochs, am 18.2. zu", ["18.02."]),
    ("mittwochs, am 18.2. abgesagt", ["18.02."]),
    ("mittwochs, das Treffen am 18.2. muss leider ausfallen", ["18.02."]),
    ("mittwochs (Ausfalltermine: 18.2., 4.3.)", ["18.02.", "04.03."]),
    ("mittwochs, kursfrei: 18.2., 1.4.", ["18.02.", "01.04."]),
    ("mittwochs, Aschermittwoch frei", ["18.02."]),
    ("mittwochs, Betriebsferien 18.2.-4.3.", ["18.02.", "25.02.", "04.03."]),
    ("mittwochs, Urlaub vom 18.2. bis 4.3.", ["18.02.", "25.02.", "04.03."]),
    ("mittwochs, zwischen 18.2. und 4.3. kein Kurs", ["18.02.", "25.02.", "04.03."]),
]


@pytest.mark.parametrize(("text", "without"), LEFT_OUT)
def test_what_falls_out_does_not_take_place(text: str, without: list[str]) -> None:
    every = days(reading("mittwochs"))
    found = reading(text)
    assert (found.status, found.question) == ("clear", None)
    assert days(found) == [day for day in every if day not in without]


SAME = [
    ("Mo (gerade KW) und Do (ungerade KW)", "Mo in geraden KW; Do in ungeraden KW"),
    ("Mo ab 12.1. (10x), Mi ab 14.1. (8x)", "Mo ab 12.1., 10x; Mi ab 14.1., 8x"),
    ("Mo nur im März, Mi immer", "montags im März; mittwochs"),
    ("montags, im Februar dienstags", "montags, nicht im Februar; dienstags im Februar"),
    ("montags, im Februar auch donnerstags", "montags; donnerstags im Februar"),
    ("bis 31.3. dienstags, ab 1.4. mittwochs", "dienstags bis 31.3.; mittwochs ab 1.4."),
    ("mittwochs, ab März donnerstags", "mittwochs bis 28.2.; donnerstags ab 1.3."),
    ("bis Ende März dienstags, danach mittwochs", "dienstags bis 31.3.; mittwochs ab 1.4."),
    (
        "jeden Do, ab März jeden 2. Do im Monat",
        "donnerstags bis 28.2.; ab 1.3. jeden 2. Donnerstag im Monat",
    ),
    ("Di-Fr 10-17, Sa/So 11-18, Mo geschl.", "dienstags bis sonntags"),
    ("Mo-Do 9-16 Uhr, Fr auf Anfrage", "Mo-Do"),
    ("donnerstags statt mittwochs", "donnerstags"),
    ("jeden Mi. ab 4.2. - 25.3.", "mittwochs vom 4.2. bis 25.3."),
    ("zwischen dem 4.2. und 25.3. mittwochs", "mittwochs vom 4.2. bis 25.3."),
    ("Di 13.1.-17.3.26 (10x)", "dienstags vom 13.1. bis 17.3."),
    ("Mo 12.1.-30.3., Mi 4.2.-29.4.", "montags vom 12.1. bis 30.3.; mittwochs vom 4.2. bis 29.4."),
    ("6x 14-tägig donnerstags ab 15.1.", "alle zwei Wochen donnerstags ab 15.1., 6 Termine"),
    ("3x 1. Mi im Monat ab Februar", "jeden 1. Mittwoch im Monat ab 1.2., 3 Termine"),
    ("I. und III. Mittwoch im Monat", "1. und 3. Mittwoch im Monat"),
    ("mittwochs, beginnend mit dem 14.1.", "mittwochs ab 14.1."),
    ("ab Aschermittwoch jeden Mittwoch", "mittwochs ab 18.2."),
    ("jeden Do. 15 Uhr, Info: Frau Montag", "donnerstags"),
    ("Freitags-Kino am 3. Freitag im Monat", "3. Freitag im Monat"),
    ("12.1. - 26.1. - 9.2.", "12.1., 26.1., 9.2."),
    ("Termine 2026: 12.1. / 26.1.", "12.1., 26.1."),
    ("jeden 2. Do. im Monat, 14.5. fällt aus, Ersatztermin: 21.5.",
     "2. Do. im Monat, statt 14.5. am 21.5."),
    ("jeden 1. Mi. im Monat, nicht am 7.1., sondern am 14.1.",
     "1. Mi. im Monat, statt 7.1. am 14.1."),
    ("jeden 1. Montag im Monat, 6.4. stattdessen 13.4.", "1. Montag im Monat, statt 6.4. am 13.4."),
    ("jeden 1. Montag im Monat (April: 13.4.)", "1. Montag im Monat, statt 6.4. am 13.4."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "plain"), SAME)
def test_a_wording_means_what_its_longer_form_says(text: str, plain: str) -> None:
    found, expected = reading(text), reading(plain)
    assert (found.status, found.question) == ("clear", None)
    assert (expected.status, len(days(expected)) > 1) == ("clear", True)
    assert days(found) == days(expected)


TIMES = [
    ("mittwochs 15 Uhr, am letzten Mittwoch im Monat 17 Uhr", {"07.01.": 900, "28.01.": 1020}),
    ("mittwochs 15 Uhr, am 18.2. 16 Uhr", {"11.02.": 900, "18.02.": 960}),
    ("mittwochs 14 Uhr, in ungeraden Wochen 15 Uhr", {"07.01.": 840, "14.01.": 900}),
    ("mittwochs 10 Uhr, ab 25.2. 11 Uhr", {"18.02.": 600, "25.02.": 660}),
    ("Mo-Fr 9-16 (Mi 10-12 Uhr)", {"06.01.": 540, "07.01.": 600}),
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_a_narrower_time_replaces_the_wider_one(text: str, expected: dict[str, int]) -> None:
    (meaning,) = reading(text).readings
    starts = [
        (f"{day:%d.%m.}", one.start_minute)
        for one in meaning.series
        for day in expand(one, FIRST, LAST).dates
    ]
    assert {day: minute for day, minute in starts if day in expected} == expected
    assert len(starts) == len({day for day, _ in starts})


def test_an_opening_time_ends_later_on_one_day() -> None:
    wide, late = reading("Mo-Fr 9 bis 13 Uhr, Do bis 17 Uhr").readings[0].series
    assert (wide.rrules, wide.end_minute) == (("FREQ=WEEKLY;BYDAY=MO,TU,WE,FR",), 780)
    assert (late.rrules, late.start_minute, late.end_minute) == (
        ("FREQ=WEEKLY;BYDAY=TH",),
        540,
        1020,
    )


PLAIN = [
    "dienstags Kaffee und Kuchen, mit Anmeldung bis Montag",
    "Herrenrunde mittwochs, Damenrunde donnerstags",
    "Skat dienstags (Raum 2), Doppelkopf mittwochs (Raum 3)",
    "mittwochs, nur für Mitglieder, 3. Etage links",
    "jeden Dienstag 14 Uhr, jeden letzten Dienstag Geburtstagsfeier",
]


@pytest.mark.parametrize("text", PLAIN)
def test_words_that_are_no_dates_do_not_spoil_a_clear_rule(text: str) -> None:
    assert reading(text).status == "clear"


@pytest.mark.parametrize("year", ["9999", "2151", "1900"])
def test_a_year_that_is_far_away_is_asked_about(year: str) -> None:
    assert reading(f"jeden Montag im Jahr {year}").status == "ambiguous"


@pytest.mark.parametrize(
    "text", ["dienstags 2026", "dienstags im Jahr 2026", "1. Halbjahr 2026 dienstags"]
)
def test_the_year_of_the_programme_is_nothing_to_ask_about(text: str) -> None:
    found = reading(text)

    assert (found.status, found.unread) == ("clear", ())
    assert len(expand(found.readings[0].series[0], FIRST, LAST).dates) == 26


def test_every_weekday_is_monday_to_friday() -> None:
    assert reading("jeden Wochentag 9 Uhr").readings[0].meaning == "montags bis freitags um 9 Uhr"
