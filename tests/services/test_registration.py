"""When people may register, how many places they may take, and giving a place against the rule."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.booking_errors import (
    NotWaiting,
    RegistrationClosed,
    RegistrationNotOpen,
    TooManyPlaces,
)
from begegnung.model.errors import CourseFull, Invalid
from begegnung.model.local_time import moment
from begegnung.model.registration import Window
from begegnung.model.staff_errors import NotAllowed
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import Book, CancelBooking, book, cancel
from begegnung.services.clashes import clashes
from begegnung.services.decisions import decisions_about
from begegnung.services.history import recent_actions, redo, undo
from begegnung.services.single_undo import UndoOne, undo_one
from begegnung.services.staff import AddStaff, add_staff
from begegnung.services.waiting import GivePlace, give_place
from begegnung.texts import german
from begegnung.texts.booking import decision_text
from tests.desks import MONDAY, House
from tests.services.test_waiting import continue_course

TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)
MOMENTS = st.none() | st.integers(0, 50)


@given(MOMENTS, MOMENTS, MOMENTS, st.integers(0, 60), st.booleans())
def test_who_took_part_before_may_register_whenever_everybody_may(
    opens: int | None, first: int | None, closes: int | None, now: int, priority: bool
) -> None:
    window = Window(opens, first, closes)

    if window.state(now) == "open":
        assert window.state(now, priority=True) == "open"
    if closes is not None and now >= closes:
        assert window.state(now, priority=priority) == "closed"
    if window.state(now, priority=priority) == "priority_only":
        assert not priority
        assert first is not None
        assert opens is not None
        assert first <= now < opens


def test_before_the_registration_begins_nobody_is_booked_and_the_sentence_says_when(
    house: House,
) -> None:
    course = house.offer("Yoga", registration_opens=moment(TUESDAY, 9 * 60))

    with pytest.raises(RegistrationNotOpen) as refused:
        house.book(house.person("Weber"), course)

    assert "Sie beginnt am Di., 24.11.2026, 09:00 Uhr" in german(refused.value)
    house.clock.go_on(days=1, hours=1)
    assert house.book(house.person("Kaya"), course).state == "booked"


def test_those_who_took_part_before_may_come_first(house: House) -> None:
    before = house.offer("Yoga")
    regular, stranger = house.person("Weber"), house.person("Kaya")
    house.book(regular, before)
    course = house.offer(
        "Yoga im Winter",
        priority_opens=moment(MONDAY, 0),
        registration_opens=moment(THURSDAY, 9 * 60),
        capacity=1,
    )
    continue_course(house, course, before)

    with pytest.raises(RegistrationNotOpen) as refused:
        house.book(stranger, course)

    assert refused.value.priority_only
    assert house.book(regular, course).state == "booked"


def test_who_cancelled_the_former_course_has_no_right_of_priority(house: House) -> None:
    before = house.offer("Yoga")
    person = house.person("Weber")
    house.act(cancel, CancelBooking(house.book(person, before).booking_id))
    course = house.offer(
        "Yoga im Winter",
        priority_opens=moment(MONDAY, 0),
        registration_opens=moment(THURSDAY, 540),
    )
    continue_course(house, course, before)

    with pytest.raises(RegistrationNotOpen):
        house.book(person, course)


def test_after_the_last_day_registration_is_closed(house: House) -> None:
    course = house.offer("Yoga", registration_closes=moment(TUESDAY, 12 * 60))
    assert house.book(house.person("Weber"), course).state == "booked"
    house.clock.go_on(days=1, hours=4)

    with pytest.raises(RegistrationClosed):
        house.book(house.person("Kaya"), course)


def test_a_meal_has_to_be_ordered_in_time(house: House) -> None:
    lunch = house.offer("Mittagstisch", kind="lunch", deadline_days=1, deadline_minute=600)
    tuesday = house.one_date(lunch, 720, 780, day=TUESDAY)
    thursday = house.one_date(lunch, 720, 780, day=THURSDAY)
    who = house.person("Weber")
    house.book(who, lunch, occurrence_id=tuesday)
    house.clock.go_on(days=2, hours=3)

    with pytest.raises(RegistrationClosed):
        house.book(who, lunch, occurrence_id=thursday)


def test_one_person_takes_at_most_as_many_places_as_the_offer_allows(house: House) -> None:
    course = house.offer("Ausflug", kind="trip", capacity=20, most_places=2)

    with pytest.raises(TooManyPlaces):
        house.book(house.person("Weber"), course, places=3)


def overruled(house: House) -> tuple[str, str]:
    """A full course with one place more, given with a reason."""
    course = house.offer("Yoga", capacity=1)
    house.book(house.person("Weber"), course)
    done = house.book(house.person("Kaya"), course, overrule="Zusage der Leitung vom Montag")
    assert done.state == "booked"
    return course, done.booking_id


def test_a_place_above_the_number_needs_a_reason_that_is_kept_and_is_no_open_question(
    house: House,
) -> None:
    _course, booking_id = overruled(house)

    (line,) = house.desk.read(decisions_about, booking_id)

    assert decision_text(line.kind, line.facts) == (
        "Platz gegen die Regel, als Nr. 2, 1 von 1 Platz vergeben. "
        "Begründung: Zusage der Leitung vom Montag"
    )
    assert house.desk.read(clashes).seats == ()


def test_who_waits_is_given_a_place_above_the_number_only_with_a_reason(house: House) -> None:
    course = house.offer("Yoga", capacity=1)
    house.book(house.person("Weber"), course)
    waiting = house.book(house.person("Kaya"), course)

    with pytest.raises(Invalid):
        house.act(give_place, GivePlace(waiting.booking_id, " "))
    house.act(give_place, GivePlace(waiting.booking_id, "Zusage der Leitung"))

    assert [line.state for line in house.desk.read(bookings_of, course)] == ["booked", "booked"]
    newest = house.desk.read(decisions_about, waiting.booking_id)[0]
    assert "Begründung: Zusage der Leitung" in decision_text(newest.kind, newest.facts)
    assert house.desk.read(clashes).seats == ()
    with pytest.raises(NotWaiting):
        house.act(give_place, GivePlace(waiting.booking_id, "noch einmal"))
    house.act(undo, None)
    assert [line.state for line in house.desk.read(bookings_of, course)] == ["booked", "waiting"]


def test_a_place_above_the_number_can_be_taken_back_and_given_again(house: House) -> None:
    course, _ = overruled(house)
    house.act(undo, None)
    assert len(house.desk.read(bookings_of, course)) == 1

    house.act(redo, None)

    assert [line.state for line in house.desk.read(bookings_of, course)] == ["booked", "booked"]


def test_nobody_moves_up_while_more_have_a_place_than_there_are(house: House) -> None:
    course, booking_id = overruled(house)
    house.book(house.person("Neu"), course)

    assert house.act(cancel, CancelBooking(booking_id)).value == ()
    house.act(undo, None)
    first = next(line for line in house.desk.read(bookings_of, course) if line.number == 1)
    assert house.act(cancel, CancelBooking(first.id)).value == ()


def test_only_the_manager_gives_places_against_the_rule(house: House) -> None:
    manager = house.act(add_staff, AddStaff("Leitung am Platz", "manager")).value
    volunteer = house.act(add_staff, AddStaff("Empfang am Platz", "reception")).value
    course = house.offer("Yoga", capacity=1)
    house.book(house.person("Weber"), course)
    wish = Book(house.person("Kaya"), course, overrule="Ausnahme")

    house.desk.actor = volunteer
    with pytest.raises(NotAllowed):
        house.act(book, wish)
    house.desk.actor = manager
    assert house.act(book, wish).value.state == "booked"


def test_the_second_desk_is_told_that_the_place_it_saw_has_gone(house: House) -> None:
    course = house.offer("Yoga", capacity=1)
    house.book(house.person("Weber"), course)

    late = house.book(house.person("Kaya"), course, seen_free=1)
    other = house.book(house.person("Groß"), course, seen_free=0)

    assert (late.state, late.overtaken, late.position) == ("waiting", True, 1)
    assert not other.overtaken


def test_undoing_never_gives_more_places_than_there_are(house: House) -> None:
    course = house.offer("Yoga", capacity=1)
    first = house.book(house.person("Weber"), course)
    house.act(cancel, CancelBooking(first.booking_id))
    house.book(house.person("Kaya"), course)
    house.act(undo, None)
    house.book(house.person("Groß"), course)

    actions = house.desk.read(recent_actions)
    cancelled = next(a for a in actions if a.verb == "bookings.cancel")

    with pytest.raises(CourseFull):
        house.act(undo_one, UndoOne(cancelled.id))
