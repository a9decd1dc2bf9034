"""What the program says."""

import importlib
import inspect
import pkgutil
from datetime import date

import pytest

from begegnung import services
from begegnung.db.work import Work
from begegnung.model.errors import (
    AlreadyBooked,
    CapacityBelowBookings,
    CourseFull,
    Invalid,
    NoBooking,
    Overlap,
    RoomClosed,
    RoomTaken,
)
from begegnung.model.local_time import moment
from begegnung.services.desk import verb_name
from begegnung.texts import (
    VERBS,
    action_text,
    clock_time,
    counted,
    german,
    long_date,
    money,
    short_date,
    when,
)

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (MONDAY, "Montag, 23. November 2026", "Mo., 23.11.2026"),
        (date(2027, 3, 7), "Sonntag, 7. März 2027", "So., 07.03.2027"),
        (date(2026, 1, 1), "Donnerstag, 1. Januar 2026", "Do., 01.01.2026"),
    ],
)
def test_a_day_is_said_in_full_and_short(day: date, long: str, short: str) -> None:
    assert (long_date(day), short_date(day)) == (long, short)


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "00:00"), (570, "09:30"), (1439, "23:59"), (1440, "24:00")]
)
def test_a_time_of_day_has_two_digits_each(minutes: int, text: str) -> None:
    assert clock_time(minutes) == text


def test_a_date_is_said_with_day_and_time() -> None:
    at = moment(MONDAY, 570)

    assert when(at) == "Mo., 23.11.2026, 09:30 Uhr"
    assert when(at, moment(MONDAY, 660)) == "Mo., 23.11.2026, 09:30 bis 11:00 Uhr"
    assert when(at, moment(MONDAY, 1440)) == "Mo., 23.11.2026, 09:30 bis 24:00 Uhr"


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "0,00 €"),
        (5, "0,05 €"),
        (3000, "30,00 €"),
        (123456, "1.234,56 €"),
        (123456789, "1.234.567,89 €"),
        (-250, "-2,50 €"),
    ],
)
def test_money_is_written_as_in_germany(cents: int, text: str) -> None:
    assert money(cents) == text


def test_one_is_singular() -> None:
    assert [counted(n, "Platz", "Plätze") for n in (0, 1, 2)] == ["0 Plätze", "1 Platz", "2 Plätze"]


def test_an_action_is_told_by_verb_and_subject() -> None:
    assert action_text("bookings.book", "Ruth Weber · Yoga") == "Anmeldung: Ruth Weber · Yoga"
    assert action_text("bookings.book", "") == "Anmeldung"


def is_verb(function: object) -> bool:
    """Whether this is a function `verb(work, request)`."""
    if not inspect.isfunction(function) or function.__name__.startswith("_"):
        return False
    first = next(iter(inspect.signature(function).parameters.values()), None)
    second = list(inspect.signature(function).parameters)[1:2]
    return first is not None and first.annotation is Work and second in (["request"], ["_request"])


def test_every_verb_of_the_services_has_a_german_name() -> None:
    modules = [
        importlib.import_module(f"{services.__name__}.{found.name}")
        for found in pkgutil.iter_modules(services.__path__)
    ]
    verbs = {
        verb_name(function)
        for module in modules
        for function in vars(module).values()
        if is_verb(function) and function.__module__ == module.__name__
    }

    assert len(verbs) > 25
    assert verbs - VERBS.keys() == set()


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (
            AlreadyBooked("Ruth Weber", "Yoga", "waiting"),
            "Ruth Weber steht schon auf der Warteliste: Yoga.",
        ),
        (AlreadyBooked("Ruth Weber", "Yoga", "booked"), "Ruth Weber ist schon angemeldet: Yoga."),
        (CourseFull("Yoga", 1, 3), "„Yoga“ ist voll: 1 Platz, 3 auf der Warteliste."),
        (
            CapacityBelowBookings("Yoga", 10, 12),
            (
                "„Yoga“ hat schon 12 angemeldete Personen, mehr als 10 Plätze. "
                "Bitte erst jemanden abmelden."
            ),
        ),
        (
            NoBooking("Gruppe", "care_group"),
            (
                "„Gruppe“ (Betreuungsgruppe (§ 45a)) wird ohne Namen geführt. "
                "Es gibt keine Anmeldung, nur die Zahl der Besuche."
            ),
        ),
        (Invalid("surname", "missing"), "Nachname: Bitte etwas eintragen."),
        (
            RoomClosed("Saal", ((MONDAY, "Umzug"),), ()),
            (
                "Saal ist gesperrt: Mo., 23.11.2026 (Umzug). "
                "Zu diesen Zeiten ist kein anderer Raum frei."
            ),
        ),
    ],
)
def test_a_refusal_says_what_happened_and_what_to_do(refusal: Exception, sentence: str) -> None:
    assert german(refusal) == sentence  # type: ignore[arg-type]


def test_a_long_list_of_taken_dates_is_cut_and_counted() -> None:
    hits = tuple(
        Overlap("Saal", "Yoga", moment(MONDAY, n), moment(MONDAY, n + 1)) for n in range(8)
    )

    sentence = german(RoomTaken("Saal", hits, ("Werkraum",)))

    assert sentence.count("– Yoga") == 5
    assert "und an 3 weiteren Terminen" in sentence
    assert sentence.endswith("Frei wären: Werkraum.")
