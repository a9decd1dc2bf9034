"""Moving up from the waiting list: order, couples, telephone calls, deadlines, reasons."""

from datetime import date
from typing import Any

import pytest

from begegnung.model.booking_errors import (
    AnswerPending,
    NobodyElse,
    NotAsked,
    NotTogether,
    NotWaiting,
)
from begegnung.model.errors import CourseFull, Invalid
from begegnung.services.booking_lists import bookings_of, promoted_and_not_told
from begegnung.services.bookings import (
    Book,
    Booked,
    BookTogether,
    CancelBooking,
    SetPlaces,
    book_together,
    cancel,
    set_places,
)
from begegnung.services.decisions import decisions_about, decisions_of
from begegnung.services.history import undo
from begegnung.services.houses import AddClosure, add_closure
from begegnung.services.offers import EditOffer, OfferData, edit_offer
from begegnung.services.waiting import (
    KeepTogether,
    NoteCall,
    PassOn,
    Reorder,
    keep_together,
    note_call,
    pass_on,
    reorder,
)
from begegnung.texts.booking import decision_text
from tests.desks import MONDAY, House


def states(house: House, offer_id: str) -> list[tuple[str, str]]:
    return [(line.surname, line.state) for line in house.desk.read(bookings_of, offer_id)]


def full(house: House, number: int = 1, **known: Any) -> tuple[str, list[Booked]]:
    """A course in which every place is taken, and the bookings."""
    course = house.offer("Yoga", capacity=number, **known)
    return course, [house.book(house.person(f"Platz {n}"), course) for n in range(number)]


def together(house: House, offer_id: str, *names: str, splittable: bool = False) -> list[Booked]:
    first, *others = [house.person(name) for name in names]
    request = BookTogether(Book(first, offer_id), tuple(others), splittable)
    return list(house.act(book_together, request).value)


def why(house: House, booking_id: str) -> str:
    line = house.desk.read(decisions_about, booking_id)[0]
    return decision_text(line.kind, line.facts)


def test_a_couple_gets_its_places_together_when_there_are_two(house: House) -> None:
    course = house.offer("Yoga", capacity=3)

    booked = together(house, course, "Weber", "Kaya")

    assert [(one.state, one.places_left) for one in booked] == [("booked", 2), ("booked", 1)]


def test_a_couple_that_stays_together_waits_for_two_places_and_nobody_passes(house: House) -> None:
    course, (first, second) = full(house, 2)
    together(house, course, "Weber", "Kaya")
    house.book(house.person("Neu"), course)

    assert house.act(cancel, CancelBooking(first.booking_id)).value == ()
    moved = house.act(cancel, CancelBooking(second.booking_id)).value

    assert len(moved) == 2
    assert states(house, course) == [("Kaya", "booked"), ("Weber", "booked"), ("Neu", "waiting")]


def test_in_an_offer_that_is_filled_the_next_one_passes_a_couple_and_the_couple_can_read_why(
    house: House,
) -> None:
    course, (first, _second) = full(house, 2, queue_order="filling")
    together(house, course, "Weber", "Kaya")
    single = house.book(house.person("Neu"), course)

    house.act(cancel, CancelBooking(first.booking_id))

    assert ("Neu", "booked") in states(house, course)
    said = why(house, single.booking_id)
    assert "weil sich jemand abgemeldet hat" in said
    assert "Nr. 3 steht davor, braucht aber 2 Plätze, frei war 1; das Angebot wird aufgefüllt." in (
        said
    )
    assert "Weber" not in said


def test_a_couple_that_wishes_so_moves_up_one_by_one(house: House) -> None:
    course, (first,) = full(house, 1)
    together(house, course, "Weber", "Kaya", splittable=True)

    house.act(cancel, CancelBooking(first.booking_id))

    assert states(house, course) == [("Weber", "booked"), ("Kaya", "waiting")]


def test_people_who_registered_apart_can_be_kept_together_later(house: House) -> None:
    course, (first, _) = full(house, 2)
    one, other = (house.book(house.person(name), course) for name in ("Weber", "Kaya"))
    house.act(keep_together, KeepTogether((one.booking_id, other.booking_id)))

    assert house.act(cancel, CancelBooking(first.booking_id)).value == ()

    moved = house.act(keep_together, KeepTogether((one.booking_id, other.booking_id), True)).value
    assert moved == (one.booking_id,)
    with pytest.raises(NotTogether):
        house.act(keep_together, KeepTogether((one.booking_id,)))


def test_who_moves_up_has_some_opening_days_to_answer(house: House) -> None:
    house.act(
        add_closure, AddClosure(None, date(2026, 11, 24), date(2026, 11, 24), "Betriebsausflug")
    )
    course, (first,) = full(house, answer_days=2)
    house.book(house.person("Weber", phone="0231 1"), course)

    house.act(cancel, CancelBooking(first.booking_id))

    (told,) = house.desk.read(promoted_and_not_told)
    assert (MONDAY, told.answer_by) == (date(2026, 11, 23), date(2026, 11, 26))


def test_saying_yes_ends_the_asking_and_each_call_is_kept(house: House) -> None:
    course, (first,) = full(house)
    waiting = house.book(house.person("Weber"), course)
    house.act(cancel, CancelBooking(first.booking_id))

    house.act(note_call, NoteCall(waiting.booking_id, "no_answer"))
    house.act(note_call, NoteCall(waiting.booking_id, "callback"))
    (told,) = house.desk.read(promoted_and_not_told)
    assert (told.calls, told.last_call) == (2, "callback")
    house.act(note_call, NoteCall(waiting.booking_id, "reached"))

    assert house.desk.read(promoted_and_not_told) == []
    with pytest.raises(NotAsked):
        house.act(note_call, NoteCall(waiting.booking_id, "declined"))


def test_who_declines_gives_the_place_to_the_next_and_undo_brings_both_back(house: House) -> None:
    course, (first,) = full(house)
    second = house.book(house.person("Weber"), course)
    third = house.book(house.person("Kaya"), course)
    house.act(cancel, CancelBooking(first.booking_id))

    assert house.act(note_call, NoteCall(second.booking_id, "declined")).value == (
        third.booking_id,
    )
    assert states(house, course) == [("Kaya", "booked")]
    house.act(undo, None)

    assert states(house, course) == [("Weber", "booked"), ("Kaya", "waiting")]


def test_a_place_is_handed_on_after_the_deadline_and_the_rank_is_kept(house: House) -> None:
    course, (first,) = full(house, answer_days=1)
    weber = house.book(house.person("Weber"), course)
    kaya = house.book(house.person("Kaya"), course)
    house.act(cancel, CancelBooking(first.booking_id))

    with pytest.raises(AnswerPending):
        house.act(pass_on, PassOn(weber.booking_id))
    house.clock.go_on(days=2)
    assert house.act(pass_on, PassOn(weber.booking_id)).value == (kaya.booking_id,)

    assert states(house, course) == [("Kaya", "booked"), ("Weber", "waiting")]
    assert "wurde aber nicht erreicht und behält den Rang" in why(house, kaya.booking_id)
    house.act(note_call, NoteCall(kaya.booking_id, "declined"))
    assert states(house, course) == [("Weber", "booked")]


def test_a_place_is_handed_on_early_only_with_a_reason_and_only_to_somebody(house: House) -> None:
    course, (first,) = full(house)
    weber = house.book(house.person("Weber"), course)
    house.act(cancel, CancelBooking(first.booking_id))

    with pytest.raises(NobodyElse):
        house.act(pass_on, PassOn(weber.booking_id, "verreist bis Mai"))

    assert states(house, course) == [("Weber", "booked")]


def test_the_order_of_the_list_changes_only_with_a_reason_that_is_kept(house: House) -> None:
    course, (first,) = full(house)
    house.book(house.person("Weber"), course)
    kaya = house.book(house.person("Kaya"), course)

    with pytest.raises(Invalid):
        house.act(reorder, Reorder(kaya.booking_id, " "))
    house.act(reorder, Reorder(kaya.booking_id, "wurde am Telefon zugesagt"))

    assert states(house, course)[1:] == [("Kaya", "waiting"), ("Weber", "waiting")]
    assert "wurde am Telefon zugesagt" in why(house, kaya.booking_id)
    house.act(cancel, CancelBooking(first.booking_id))
    assert "nach vorn gestellt mit Begründung" in why(house, kaya.booking_id)
    with pytest.raises(NotWaiting):
        house.act(reorder, Reorder(kaya.booking_id, "noch einmal"))


def test_more_places_let_people_move_up_each_with_its_sentence(house: House) -> None:
    course, _ = full(house)
    waiting = [house.book(house.person(f"Warte {n}"), course) for n in range(3)]

    moved = house.act(edit_offer, EditOffer(course, OfferData("Yoga", "course", capacity=3))).value

    assert moved == (waiting[0].booking_id, waiting[1].booking_id)
    assert "weil es mehr Plätze gibt" in why(house, waiting[1].booking_id)
    assert why(house, waiting[2].booking_id) == (
        "Warteliste, Platz 3, als Nr. 4: bei der Anmeldung war der einzige Platz vergeben."
    )


def test_the_waiting_list_of_the_former_course_stands_first_in_the_next_one(house: House) -> None:
    before, _ = full(house)
    waited = house.person("Weber")
    house.book(waited, before)
    course, (first,) = full(house, 1)
    house.act(edit_offer, EditOffer(course, OfferData("Yoga", "course", capacity=1)))
    follows = house.series("Yoga 2", MONDAY, MONDAY, 600, 660, capacity=1).offer_id
    del course, first
    continued = continue_course(house, follows, before)
    place = house.book(house.person("Platz"), continued)
    house.book(house.person("Neu"), continued)
    again = house.book(waited, continued)

    assert again.position == 1
    assert "vergeblich gewartet" in why(house, again.booking_id)
    house.act(cancel, CancelBooking(place.booking_id))
    assert states(house, continued)[0] == ("Weber", "booked")


def continue_course(house: House, offer_id: str, before: str) -> str:
    """Makes one offer the continuation of another, as taking over a half-year does."""
    from begegnung.db.tables import offer
    from begegnung.db.work import Work

    def follow(work: Work, _request: None) -> None:
        work.update(offer, offer_id, {"continues_id": before})

    house.act(follow, None)
    return offer_id


def test_fewer_places_of_a_booking_let_somebody_move_up_and_more_need_free_ones(
    house: House,
) -> None:
    course = house.offer("Ausflug", kind="trip", capacity=2, fee_cents=1000)
    both = house.book(house.person("Weber"), course, places=2)
    kaya = house.book(house.person("Kaya"), course)

    assert house.act(set_places, SetPlaces(both.booking_id, 1)).value == (kaya.booking_id,)

    line = next(x for x in house.desk.read(bookings_of, course) if x.surname == "Weber")
    assert (line.places, line.due_cents) == (1, 1000)
    with pytest.raises(CourseFull):
        house.act(set_places, SetPlaces(both.booking_id, 2))


def test_every_booking_has_a_number_a_time_and_a_sentence(house: House) -> None:
    course, _ = full(house, 2)
    house.book(house.person("Weber"), course)

    lines = house.desk.read(decisions_of, course)

    assert sorted(line.number for line in lines) == [1, 2, 3]
    assert all(line.at_ms == house.desk.now_ms() for line in lines)
    assert all(decision_text(line.kind, line.facts) for line in lines)
