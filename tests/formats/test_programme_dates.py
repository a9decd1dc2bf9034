"""What becomes of programme entries: the real ones, and entries whose parts disagree."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from begegnung.formats.programme_entries import GivenRecurrence, ProgrammeFileEntry
from begegnung.formats.programme_file import Interpretation, interpret, read_programme

DATA = Path(__file__).parents[1] / "data" / "programmes"
FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)

OUTCOMES = {
    "artern_mehrgenerationenhaus_2020_01": (8, 0),
    "bensheim_seniorentage_2021_2023": (11, 0),
    "berlin_begegnungsstaette_warnitzer_bogen_2019": (40, 0),
    "berlin_benn_hsh_nord_2019": (6, 0),
    "berlin_benn_wartenberg_2023": (9, 0),
    "berlin_buergertreff_gemeinsam_im_kiez_2020": (1, 11),
    "berlin_buergertreff_gemeinsam_im_kiez_2024": (9, 4),
    "berlin_familienzentrum_grashalm_2022": (13, 1),
    "berlin_familienzentrum_pusteblume_2024": (10, 1),
    "berlin_familienzentrum_warnitzer_bogen_2024": (11, 3),
    "berlin_kieztreff_lebensnetz_2020": (15, 3),
    "berlin_unterwegs_hohenschoenhausen_sued_2024": (15, 0),
    "berlin_weitere_einzelangebote": (6, 0),
    "bremen_begegnungsstaette_grambke_2018_02": (7, 0),
    "bremen_begegnungszentrum_grambke_2025_03": (11, 0),
    "buchen_mehrgenerationenhaus_2020_07": (10, 0),
    "buchen_mehrgenerationenhaus_2021_11": (15, 0),
    "buergertreff_fuereinander_2020": (6, 2),
    "dortmund_awo_begegnungsstaetten": (9, 1),
    "dortmund_berghofen_und_nette": (4, 0),
    "dortmund_dietrich_keuning_haus_senioren_2017": (4, 1),
    "dortmund_staedtische_begegnungszentren_einzelmeldungen": (9, 1),
}


@cache
def of_file(name: str) -> dict[str, Interpretation]:
    programme = read_programme(DATA / f"{name}.json")
    return {
        f"{number} {entry.title}": interpret(entry, first=FIRST, last=LAST, as_of=programme.as_of)
        for number, entry in enumerate(programme.entries, start=1)
    }


def named(name: str, title: str) -> Interpretation:
    return next(found for key, found in of_file(name).items() if title in key)


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_every_real_entry_gets_its_outcome(name: str) -> None:
    found = of_file(name)
    counts = Counter(one.outcome for one in found.values())
    assert (counts["dated"], counts["text"], counts["problem"]) == (*OUTCOMES[name], 0)
    assert all(one.reason for one in found.values())
    assert all(bool(one.dates) == (one.outcome == "dated") for one in found.values())


def test_every_file_of_the_collection_is_pinned() -> None:
    assert {path.stem for path in DATA.glob("*.json")} == OUTCOMES.keys()


def test_published_dates_become_history_and_rules_are_carried_on() -> None:
    workshop = named("berlin_unterwegs_hohenschoenhausen_sued_2024", "Kreativ-Werkstatt")
    assert workshop.dates[:5] == (
        date(2024, 1, 31),
        date(2024, 2, 14),
        date(2024, 2, 28),
        date(2024, 3, 13),
        date(2024, 3, 27),
    )
    assert workshop.dates[5] == date(2026, 7, 1)
    assert (workshop.dates[5] - workshop.dates[0]).days % 14 == 0


def test_a_list_that_contradicts_its_rule_is_taken_without_the_rule() -> None:
    supper = named("berlin_unterwegs_hohenschoenhausen_sued_2024", "Abendessen")
    assert len(supper.dates) == 6
    assert "01.04.2024 (Ostermontag)" in supper.reason
    assert not any(one.rrules for one in supper.series)


def test_a_course_of_known_length_is_known_as_a_whole() -> None:
    course = named("dortmund_awo_begegnungsstaetten", "Lauf")
    assert (course.dates[0], course.dates[-1], len(course.dates)) == (
        date(2014, 9, 20),
        date(2014, 12, 13),
        13,
    )


def test_an_open_course_keeps_its_first_date_and_asks_for_the_end() -> None:
    course = named("dortmund_staedtische_begegnungszentren_einzelmeldungen", "Englisch")
    assert course.dates == (date(2025, 8, 28),)
    assert "Wie viele Termine" in course.reason


def test_an_entry_in_three_columns_makes_each_day_once() -> None:
    found = of_file("dortmund_awo_begegnungsstaetten")
    opened = [one.dates for key, one in found.items() if "Kirchderne" in key]
    assert [{day.weekday() for day in days} for days in opened] == [{0}, {2}, {3}]


def test_an_ambiguous_wording_is_printed_and_asked_about() -> None:
    saturday = named("berlin_buergertreff_gemeinsam_im_kiez_2020", "Öffnung Samstag")
    assert saturday.outcome == "text"
    assert saturday.reason == "Ist der 2. Samstag im Monat gemeint, oder alle 2 Wochen Samstag?"


def test_school_holidays_are_left_out_where_the_words_say_so() -> None:
    meeting = named("buchen_mehrgenerationenhaus_2021_11", "Schul-Eltern")
    assert date(2026, 7, 16) in meeting.dates
    assert date(2026, 8, 6) not in meeting.dates
    assert date(2026, 10, 22) not in meeting.dates


def test_a_series_that_has_ended_is_not_carried_on() -> None:
    singing = named("buergertreff_fuereinander_2020", "Boarisch")
    assert (singing.outcome, singing.dates) == ("text", ())
    assert "31.08.2020" in singing.reason


def test_a_printed_time_that_is_no_span_is_kept() -> None:
    cafe = named("berlin_familienzentrum_warnitzer_bogen_2024", "Sprachcafé")
    assert (cafe.start_minute, cafe.end_minute) == (900, 1020)
    assert cafe.time_text == "15:00-16:30/17:00 Uhr"


def test_a_weather_proviso_is_a_remark() -> None:
    outdoors = named("buergertreff_fuereinander_2020", "Bewegungstreff")
    assert outdoors.outcome == "dated"
    assert outdoors.remarks == ("entfällt bei Regen",)


WEEKLY_TUESDAY = GivenRecurrence(kind="weekly", rrule="FREQ=WEEKLY;BYDAY=TU")


def entry(**fields: object) -> ProgrammeFileEntry:
    return ProgrammeFileEntry(title="Chor", **fields)  # pyright: ignore[reportArgumentType]


DISAGREEING = [
    entry(weekday=1, recurrence_text="jeden 2. Dienstag im Monat", recurrence=WEEKLY_TUESDAY),
    entry(weekday=1, recurrence_text="jeden Mittwoch", recurrence=WEEKLY_TUESDAY),
    entry(weekday=1, recurrence_text="jeden 2. Dienstag im Monat",
          recurrence=GivenRecurrence(kind="monthly_nth", ns=(1,))),
    entry(weekday=1, recurrence=GivenRecurrence(kind="biweekly")),
    entry(weekday=1, recurrence=GivenRecurrence(kind="monthly_nth", ns=(2,))),
    entry(weekday=1, recurrence=GivenRecurrence(kind="alternating", ambiguous=True)),
    entry(weekday=1, recurrence=GivenRecurrence(kind="k_times_per_year", ambiguous=True)),
    entry(recurrence_text="täglich", recurrence=GivenRecurrence(kind="weekly_multi")),
    entry(weekday=1, recurrence_text="10 Termine ab 7.7.",
          recurrence=GivenRecurrence(kind="course_n_sessions", sessions=8)),
    entry(weekday=1, recurrence_text="von März bis Oktober", season_months=(5, 6)),
    entry(recurrence_text="jeden Dienstag", dates=(date(2026, 7, 7),),
          recurrence=GivenRecurrence(kind="once")),
    entry(recurrence=GivenRecurrence(kind="once")),
]  # fmt: skip


@pytest.mark.parametrize("one", DISAGREEING, ids=range(len(DISAGREEING)))
def test_no_date_is_made_where_words_and_data_disagree(one: ProgrammeFileEntry) -> None:
    found = interpret(one, first=FIRST, last=LAST)
    assert (found.outcome, found.dates, found.series) == ("text", (), ())
    assert found.reason


MISTAKEN = [
    (entry(weekday=6, dates=(date(2017, 1, 25),), recurrence_text="Sonntag, 25. Januar",
           recurrence=GivenRecurrence(kind="once")), "ist ein Mittwoch, angegeben ist Sonntag"),
    (entry(dates=(date(2017, 1, 25),), recurrence_text="Sonntag, 25. Januar",
           recurrence=GivenRecurrence(kind="once")), "ist ein Mittwoch, kein Sonntag"),
    (entry(dates=(date(2017, 1, 25),), recurrence_text="am 26. Januar",
           recurrence=GivenRecurrence(kind="once")), "Der Text nennt den 26.01.2017"),
    (entry(weekday=1, recurrence_text="dienstags 80.00 – 11.00 Uhr"), "80.00"),
    (entry(weekday=1, start_minute=900, recurrence_text="dienstags 14.30 Uhr"), "Im Text steht"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "reason"), MISTAKEN, ids=range(len(MISTAKEN)))
def test_a_mistake_is_named_and_the_entry_is_still_printed(
    one: ProgrammeFileEntry, reason: str
) -> None:
    found = interpret(one, first=FIRST, last=LAST)
    assert (found.outcome, found.dates) == ("problem", ())
    assert reason in found.reason


def test_data_may_answer_what_the_words_leave_open() -> None:
    daily = interpret(
        entry(
            recurrence_text="täglich",
            recurrence=GivenRecurrence(kind="weekly_multi", days=(0, 1, 2, 3)),
        ),
        first=FIRST,
        last=LAST,
    )
    assert (daily.outcome, {day.weekday() for day in daily.dates}) == ("dated", {0, 1, 2, 3})
    fortnightly = interpret(
        entry(
            weekday=1,
            recurrence_text="14-tägig",
            recurrence=GivenRecurrence(kind="biweekly", anchor=date(2026, 7, 14)),
        ),
        first=FIRST,
        last=LAST,
    )
    assert fortnightly.dates[:2] == (date(2026, 7, 14), date(2026, 7, 28))
    course = interpret(
        entry(
            weekday=3,
            recurrence_text="ab Donnerstag, 27. August",
            recurrence=GivenRecurrence(kind="course_n_sessions", sessions=6),
        ),
        first=FIRST,
        last=LAST,
    )
    assert (course.outcome, len(course.dates)) == ("dated", 6)


def test_a_start_in_words_of_its_own_is_read() -> None:
    found = interpret(entry(weekday=1, start_text="ab 14.30 Uhr"), first=FIRST, last=LAST)
    assert (found.start_minute, found.end_minute, found.time_text) == (870, None, "ab 14.30 Uhr")
    assert found.series[0].start_minute == 870


def test_several_days_in_the_data_alone_are_enough() -> None:
    found = interpret(
        entry(recurrence=GivenRecurrence(kind="weekly_multi", days=(0, 1, 2, 3))),
        first=FIRST,
        last=LAST,
    )
    assert (found.outcome, {day.weekday() for day in found.dates}) == ("dated", {0, 1, 2, 3})
