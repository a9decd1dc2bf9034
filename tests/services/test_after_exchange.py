"""Places and people after two PCs that could not see each other exchange."""

from pathlib import Path

import pytest

from begegnung.model.history_errors import Lasting
from begegnung.services.booking_lists import bookings_of, promoted_and_not_told
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.check import check
from begegnung.services.clashes import clashes
from begegnung.services.decisions import decisions_about
from begegnung.services.history import next_steps, recent_actions
from begegnung.services.person_merges import Merge, merge
from begegnung.services.single_undo import UndoOne, undo_one
from begegnung.texts.booking import decision_text
from tests.desks import House, content
from tests.services.test_exchange import HOUSE_TABLES, house, now, second, share

__all__ = ["house", "second", "share"]


def lines(house: House, offer_id: str) -> list[tuple[str, str]]:
    return [(line.surname, line.state) for line in house.desk.read(bookings_of, offer_id)]


def same(here: House, there: House) -> bool:
    one, other = here.desk.read(content), there.desk.read(content)
    return all(one[name] == other[name] for name in HOUSE_TABLES)


def test_a_place_that_became_free_on_one_pc_goes_to_who_waits_on_the_other(
    house: House, second: House, share: Path
) -> None:
    course = house.offer("Yoga", capacity=1)
    first = house.book(house.person("Weber"), course)
    now(house, share)
    now(second, share)
    waiting = second.book(second.person("Kaya", phone="0231 1"), course)
    assert waiting.state == "waiting"
    house.act(cancel, CancelBooking(first.booking_id))
    now(house, share)

    now(second, share)

    assert lines(second, course) == [("Kaya", "booked")]
    (told,) = second.desk.read(promoted_and_not_told)
    assert told.name == "Kaya"
    (newest, *_) = second.desk.read(decisions_about, waiting.booking_id)
    assert "weil beim Abgleich ein Platz frei wurde" in decision_text(newest.kind, newest.facts)
    now(house, share)
    assert same(house, second)
    assert lines(house, course) == [("Kaya", "booked")]


def test_the_last_place_sold_twice_offline_is_a_question_and_nobody_moves_up(
    house: House, second: House, share: Path
) -> None:
    course = house.offer("Yoga", capacity=1)
    now(house, share)
    now(second, share)
    house.book(house.person("Weber"), course)
    second.book(second.person("Kaya"), course)
    second.book(second.person("Neu"), course)
    for one in (house, second, house, second):
        now(one, share)

    assert [state for _, state in lines(house, course)] == ["booked", "booked", "waiting"]
    (clash,) = house.desk.read(clashes).seats
    assert (clash.capacity, clash.taken) == (1, 2)
    assert same(house, second)


def test_both_pcs_let_the_same_person_move_up_when_each_hears_of_the_free_place(
    house: House, second: House, share: Path
) -> None:
    course = house.offer("Yoga", capacity=2)
    held = [house.book(house.person(name), course) for name in ("Weber", "Groß")]
    house.book(house.person("Kaya"), course)
    house.book(house.person("Neu"), course)
    now(house, share)
    now(second, share)
    house.act(cancel, CancelBooking(held[0].booking_id))
    second.act(cancel, CancelBooking(held[1].booking_id))
    for one in (house, second, house, second, house):
        now(one, share)

    assert lines(house, course) == [("Kaya", "booked"), ("Neu", "booked")]
    assert same(house, second)
    assert house.desk.read(check).clean
    assert second.desk.read(check).clean


def test_a_booking_of_a_merged_person_goes_to_her_other_entry(
    house: House, second: House, share: Path
) -> None:
    course = house.offer("Yoga", capacity=5)
    keeper, twin = house.person("Müller", "Ruth"), house.person("Mueller", "Ruth")
    now(house, share)
    now(second, share)
    house.act(merge, Merge(keeper, twin))
    second.book(twin, course)
    for one in (house, second, house, second):
        now(one, share)

    for one in (house, second):
        (line,) = one.desk.read(bookings_of, course)
        assert line.person_id == keeper
        assert one.desk.read(check).clean
    assert same(house, second)


def test_what_followed_from_an_exchange_is_no_step_of_who_sits_at_the_desk(
    house: House, second: House, share: Path
) -> None:
    course = house.offer("Yoga", capacity=1)
    first = house.book(house.person("Weber"), course)
    now(house, share)
    now(second, share)
    second.book(second.person("Kaya"), course)
    house.act(cancel, CancelBooking(first.booking_id))
    now(house, share)
    now(second, share)
    assert lines(second, course) == [("Kaya", "booked")]

    (action, *_) = second.desk.read(recent_actions)
    step, _ = second.desk.read(next_steps)

    assert (action.verb, action.actor) == ("after_exchange.catch_up", "")
    assert step is not None
    assert step.verb == "bookings.book"
    with pytest.raises(Lasting):
        second.act(undo_one, UndoOne(action.id))
