"""Wordings as desks type them: spellings, replaced dates, vague times of the year, slips."""

from datetime import date

import pytest

from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.recurrence import Meaning, Reading, expand, read

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def reading(text: str, first: date = FIRST, last: date = LAST) -> Reading:
    return read(text, first=first, last=last, school=school_calendar("NW"))


def days(meaning: Meaning) -> list[str]:
    found = {
        day
        for one in meaning.series
        for day in expand(one, FIRST, LAST, school=school_calendar("NW")).dates
    }
    return [f"{day:%d.%m.}" for day in sorted(found)]


CLEAR = [
    ("Di/Do", "dienstags und donnerstags"),
    ("Mo., Mi. und Fr. 10 Uhr", "montags, mittwochs und freitags um 10 Uhr"),
    ("wöchtl. Di", "jeden Dienstag"),
    ("1x wö. Di", "jeden Dienstag"),
    ("an allen Wochentagen", "montags bis freitags"),
    ("die\u00adnstags\u200b", "jeden Dienstag"),
    ("\u202edienstags\u202c", "jeden Dienstag"),
    ("1. Mo/Mon.", "jeden 1. Montag im Monat"),
    ("jd. 2. Mi. i. M.", "jeden 2. Mittwoch im Monat"),
    ("Dienstag (1. und 3.)", "jeden 1. und 3. Dienstag im Monat"),
    ("1. bis 3. Mittwoch im Monat", "jeden 1., 2. und 3. Mittwoch im Monat"),
    ("drittletzter Dienstag im Monat", "jeden drittletzten Dienstag im Monat"),
    ("am letzten Tag des Monats", "am letzten Tag jeden Monats"),
    ("jeden Monat am 15.", "am 15. jeden Monats"),
    ("ug. KW Di", "dienstags in ungeraden Kalenderwochen"),
    ("Mo in allen geraden Wochen", "montags in geraden Kalenderwochen"),
    ("zweiwöchentlich Di ab 13.1.", "alle zwei Wochen dienstags, ab Di., 13.01.2026"),
    (
        "jeden zweiten Dienstag (14-tägig), ab 13.1.",
        "alle zwei Wochen dienstags, ab Di., 13.01.2026",
    ),
    ("8-wöchiger Kurs, dienstags ab 13.1.", "jeden Dienstag, ab Di., 13.01.2026, 8 Termine"),
    (
        "dienstags und donnerstags ab 13.1., 8 Wochen lang",
        "dienstags und donnerstags, ab Di., 13.01.2026, 16 Termine",
    ),
    ("10 x 90 Minuten, dienstags ab 13.1.", "jeden Dienstag, ab Di., 13.01.2026, 10 Termine"),
    ("Kursbeginn: 13.01.2026, 10 UE", "jeden Dienstag, ab Di., 13.01.2026, 10 Termine"),
    (
        "montags, Beginn: 12.1., Ende: 23.3.",
        "jeden Montag, ab Mo., 12.01.2026, bis Mo., 23.03.2026",
    ),
    ("letztmalig am 23.3., montags", "jeden Montag, bis Mo., 23.03.2026"),
    ("montags ab KW 7", "jeden Montag, ab Mo., 09.02.2026"),
    ("montags bis zu den Osterferien", "jeden Montag, bis So., 29.03.2026"),
    ("montags ab sofort", "jeden Montag"),
    ("seit 1998 jeden Montag", "jeden Montag"),
    ("montags KW 7-9", "am 09.02.2026, 16.02.2026 und 23.02.2026"),
    ("Januar: 12., 19. und 26.", "am 12.01.2026, 19.01.2026 und 26.01.2026"),
    ("5. 12. 19. Mai", "am 05.05.2026, 12.05.2026 und 19.05.2026"),
    ("am 3. und 17. März sowie 14. April", "am 03.03.2026, 17.03.2026 und 14.04.2026"),
    ("freitags, statt 1.5. am 8.5.", "jeden Freitag, verlegt vom 01.05.2026 auf den 08.05.2026"),
    ("freitags, am 2.5. statt am 1.5.", "jeden Freitag, verlegt vom 01.05.2026 auf den 02.05.2026"),
    (
        "1. Montag im Monat, der Termin vom 6.4. wird auf den 13.4. verschoben",
        "jeden 1. Montag im Monat, verlegt vom 06.04.2026 auf den 13.04.2026",
    ),
    (
        "1. Montag im Monat, im April am 2. Montag",
        "jeden 1. Montag im Monat, verlegt vom 06.04.2026 auf den 13.04.2026",
    ),
    (
        "freitags, Ersatztermin für den 1.5.: 8.5.",
        "jeden Freitag, verlegt vom 01.05.2026 auf den 08.05.2026",
    ),
    ("freitags und am 2. Mai", "jeden Freitag; zusätzlich am 02.05.2026"),
    (
        "dienstags nur an Schultagen",
        "jeden Dienstag, nicht an Feiertagen, nicht in den Schulferien",
    ),
    (
        "dienstags, Sommerpause vom 20.7. bis 1.9.",
        "jeden Dienstag, Pause vom 20.07.2026 bis 01.09.2026",
    ),
    ("dienstags, ab 1.6. Pause", "jeden Dienstag, Pause ab 01.06.2026"),
    ("donnerstags (keine Anmeldung nötig)", "jeden Donnerstag"),
    ("donnerstags, nicht an Christi Himmelfahrt", "jeden Donnerstag, nicht an Christi Himmelfahrt"),
    (
        "dienstags 10 Uhr und 14-tägig donnerstags 15 Uhr ab 8.1.",
        "jeden Dienstag um 10 Uhr; alle zwei Wochen donnerstags um 15 Uhr, ab Do., 08.01.2026",
    ),
    (
        "jeden Mittwoch; jeden 1. Sonntag im Monat. Nicht in den Ferien.",
        (
            "jeden Mittwoch, nicht in den Schulferien; "
            "jeden 1. Sonntag im Monat, nicht in den Schulferien"
        ),
    ),
    (
        "April bis September: dienstags 15 Uhr, Oktober bis März: 14 Uhr",
        (
            "jeden Dienstag um 15 Uhr, von April bis September; "
            "jeden Dienstag um 14 Uhr, von Oktober bis März"
        ),
    ),
    (
        "mittwochs ab 7.1. und freitags ab 9.1.",
        "jeden Mittwoch, ab Mi., 07.01.2026; jeden Freitag, ab Fr., 09.01.2026",
    ),
    (
        "Mi (gerade KW), Fr (ungerade KW)",
        "mittwochs in geraden Kalenderwochen; freitags in ungeraden Kalenderwochen",
    ),
    (
        "Mi 4.2. 15 Uhr und Do 5.2. 16 Uhr",
        "am 04.02.2026 um 15 Uhr; zusätzlich am 05.02.2026 um 16 Uhr",
    ),
    (
        "dienstags, ab Mai mittwochs",
        "jeden Dienstag, bis Do., 30.04.2026; jeden Mittwoch, ab Fr., 01.05.2026",
    ),
    ("am Rosenmontag", "am 16.02.2026"),
    ("Adventssonntage", "am 29.11.2026, 06.12.2026, 13.12.2026 und 20.12.2026"),
    (
        "abwechselnd montags und mittwochs ab 7.1.",
        (
            "alle zwei Wochen mittwochs, ab Mi., 07.01.2026; "
            "alle zwei Wochen montags, ab Mo., 12.01.2026"
        ),
    ),
]


@pytest.mark.parametrize(("text", "meaning"), CLEAR)
def test_a_wording_is_understood_in_the_style_of_the_house(text: str, meaning: str) -> None:
    found = reading(text)
    assert (found.status, found.question) == ("clear", None)
    assert found.readings[0].meaning == meaning


POSTPONED = [
    "1. Montag im Monat, an Feiertagen eine Woche später",
    "1. Montag im Monat; fällt dieser auf einen Feiertag, dann eine Woche später",
    "1. Montag im Monat (bei Feiertagen am 2. Montag)",
    "1. Montag im Monat, an Feiertagen am darauffolgenden Montag",
    "1. Montag im Monat, an Feiertagen verschiebt sich das Treffen um eine Woche",
    "Jeden 1. Montag im Monat. Wenn Feiertag: in der Folgewoche",
]


@pytest.mark.parametrize("text", POSTPONED)
def test_a_week_later_on_holidays_is_a_policy(text: str) -> None:
    (meaning,) = reading(text).readings
    assert {one.on_public_holidays for one in meaning.series} == {"next_week"}
    assert days(meaning) == ["05.01.", "02.02.", "02.03.", "13.04.", "04.05.", "01.06."]


TIMES = [
    ("dienstags um halb drei", 870, None),
    ("dienstags Viertel nach drei", 915, None),
    ("dienstags 3 Uhr nachmittags", 900, None),
    ("dienstags 14h30", 870, None),
    ("dienstags 14°°-16°° Uhr", 840, 960),
    ("dienstags 14,30 Uhr", 870, None),
    ("dienstags 1430 Uhr", 870, None),
    ("dienstags, Beginn 14 Uhr, Ende 16 Uhr", 840, 960),
    ("dienstags 14.00 Uhr s.t.", 840, None),
]


@pytest.mark.parametrize(("text", "start", "end"), TIMES)
def test_a_time_is_understood(text: str, start: int, end: int | None) -> None:
    (series,) = reading(text).readings[0].series
    assert (series.start_minute, series.end_minute) == (start, end)


ASKED = [
    ("werktags", "Samstag", 2),
    ("erster Werktag im Monat", "Samstag als Werktag", 2),
    ("am ersten Wochenende im Monat", "am Samstag, am Sonntag oder an beiden", 3),
    ("in der ersten Woche des Monats donnerstags", "vollen Woche", 2),
    ("nur in den Wintermonaten dienstags", "Welche Monate", 2),
    ("dienstags außer im Sommer", "Welche Monate", 2),
    ("dienstags im Winter 14 Uhr, im Sommer 15 Uhr", "Welche Monate", 4),
    ("montags ab Mitte März", "Ab wann genau", 1),
    ("montags bis Ostern", "Bis wann genau", 1),
    ("montags ab Herbst", "Ab wann genau", 0),
    ("abwechselnd dienstags und donnerstags", "Mit welchem Tag", 2),
    ("am 12.1. oder 26.1.", "Welcher der genannten Termine", 2),
    ("dienstags 9-10 Uhr oder 10-11 Uhr", "Welche Uhrzeit", 2),
    ("dienstags um halb neun", "morgens oder abends", 2),
    ("Di 10 Uhr, Do 14 Uhr, 10 Termine ab 6.1.", "an jedem der Tage oder zusammen", 2),
    ("5 Termine: 3.2., 10.2., 17.2.", "angekündigt 5", 1),
    ("12.1., 26.1., 9.2. usw.", "weiteren Termine", 1),
    ("freitags, Ersatztermin: 2.5.", "Für welchen Termin", 0),
    ("dienstags in den Ferien", "auch, nur oder nicht in den Schulferien", 0),
    ("dienstags 14-tägig und donnerstags", "Welcher der Tage hat welchen Rhythmus", 0),
    ("mittwochs, gerade KW, und freitags, ungerade KW", "Gerade oder ungerade", 0),
    ("dienstags nicht in den Ferien, außer in den Herbstferien", "in den Herbstferien statt", 0),
    ("dienstags vierzentägig", "vierzentägig", 1),
    ("jeden 2. Mittwoch, jeden 3. Donnerstag", "2. Mittwoch", 2),
    ("30. Februar", "Den 30.2. gibt es nicht", 0),
    ("31.4.", "Den 31.4. gibt es nicht", 0),
    ("jeden Dienstag von 16.6. bis 2.6.", "Das Ende liegt vor dem Beginn", 1),
    ("0x dienstags", "0x", 1),
    ("0 Termine dienstags ab 3.2.", "0 Termine", 1),
    ("10000 Termine dienstags ab 3.2.", "10000 Termine", 1),
    ("alle 99999999999 Wochen dienstags", "99999999999", 1),
    ("dienstags ab 1.1.9999", "1.1.9999", 1),
    ("KW 99 dienstags", "Die Kalenderwoche 99 gibt es", 1),
    ("dienstags von März bis Mai, von Juni bis August", "widersprechen sich", 0),
]


@pytest.mark.parametrize(("text", "asked", "choices"), ASKED)
def test_one_question_is_asked_with_every_choice(text: str, asked: str, choices: int) -> None:
    found = reading(text)
    assert found.status == "ambiguous"
    assert asked in (found.question or "")
    assert len(found.readings) == choices


def test_a_text_that_is_cut_off_is_never_clear() -> None:
    found = reading("dienstags " + "und noch mehr Kuchen " * 500)
    assert (found.status, "ersten 2000 Zeichen" in (found.question or "")) == ("ambiguous", True)


def test_sundays_and_holidays_are_sundays_and_the_word_stays_marked() -> None:
    found = reading("an Sonn- und Feiertagen")
    (series,) = found.readings[0].series
    assert (series.rrules, series.on_public_holidays) == (("FREQ=WEEKLY;BYDAY=SU",), "keep")
    assert found.unread == ("Feiertagen",)


TEXT = [
    "Termine s. Aushang",
    "monatlich (Termin wird bekannt gegeben)",
    "Termine folgen",
    "steht noch nicht fest",
    "nach telefonischer Absprache",
    "99999999999",
    " \t\n ",
    "\x00\x07\u202e",
]


@pytest.mark.parametrize("text", TEXT)
def test_words_without_dates_are_only_text(text: str) -> None:
    assert reading(text).status == "text"
