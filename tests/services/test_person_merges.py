"""Two entries of one person made one, and taken apart again: nothing is lost either way."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.db.tables import person
from begegnung.model.errors import PersonBlocked, Refusal
from begegnung.model.people_errors import AlreadyMerged, NotMerged, SamePerson
from begegnung.services.attendance import Mark, mark
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.check import check
from begegnung.services.consents import GiveConsent, consents_of, give_consent
from begegnung.services.history import undo
from begegnung.services.households import JoinHousehold, join_household
from begegnung.services.people import (
    BlockPerson,
    EditPerson,
    PersonData,
    block_person,
    edit_person,
    find_people,
    people_list,
    person_card,
)
from begegnung.services.person_merges import Merge, Unmerge, follow_merges, merge, unmerge
from tests.desks import MONDAY, House, content, copy_of, open_house


@pytest.fixture
def gerhard(house: House) -> str:
    return house.person("Müller", "Gerhard", phone="0231 1111")


@pytest.fixture
def twin(house: House) -> str:
    """The second entry of the same man."""
    known = {"phone": "0231 2222", "mobile": "0171 3333", "street": "Am Markt 1"}
    return house.person("Mueller", "Gerd", birth_year=1950, **known)


def states(house: House, offer_id: str) -> list[tuple[str, str]]:
    lines = house.desk.read(bookings_of, offer_id)
    return [(line.person_id, line.state) for line in lines]


def rows(house: House, table: str) -> dict[str, dict[str, Any]]:
    return house.desk.read(content)[table]


def test_the_merged_entry_is_gone_from_lists_and_its_data_fill_what_was_empty(
    house: House, gerhard: str, twin: str
) -> None:
    house.act(merge, Merge(gerhard, twin))

    card = house.desk.read(person_card, gerhard)
    assert (card.phone, card.mobile, card.street, card.birth_year) == (
        "0231 1111",
        "0171 3333",
        "Am Markt 1",
        1950,
    )
    assert [line.id for line in house.desk.read(people_list)] == [gerhard]
    assert [line.id for line in house.desk.read(find_people, "Mueller Gerd")] == [gerhard]
    assert house.desk.read(check).clean


def test_everything_goes_over_and_comes_back(house: House, gerhard: str, twin: str) -> None:
    course, lunch = house.offer("Yoga"), house.offer("Mittagstisch", "lunch")
    date, meal = house.one_date(course), house.one_date(lunch, 720, 780)
    house.book(twin, course)
    house.book(twin, lunch, occurrence_id=meal)
    house.act(mark, Mark(date, twin, "present"))
    house.act(give_consent, GiveConsent(twin, "photo_press", MONDAY, "F 1"))
    house.act(join_household, JoinHousehold((twin, house.person("Müller", "Renate")), "0231 9999"))
    before = house.desk.read(content)

    house.act(merge, Merge(gerhard, twin))

    assert states(house, course) == states(house, lunch) == [(gerhard, "booked")]
    card = house.desk.read(person_card, gerhard)
    assert (card.visits, card.household_phone) == (1, "0231 9999")
    assert len(house.desk.read(consents_of, gerhard)) == 1

    house.act(unmerge, Unmerge(twin))

    after = house.desk.read(content)
    for table in ("booking", "attendance", "consent", "person", "household"):
        assert after[table] == before[table]
    assert house.desk.read(check).clean


def test_in_one_list_the_later_booking_is_cancelled_and_its_place_goes_on(
    house: House, gerhard: str, twin: str
) -> None:
    course = house.offer(capacity=2)
    house.book(gerhard, course)
    house.book(twin, course)
    waiting = house.person("Weber")
    house.book(waiting, course)

    moved = house.act(merge, Merge(gerhard, twin)).value

    assert states(house, course) == [(gerhard, "booked"), (waiting, "booked")]
    assert len(moved) == 1
    (gone,) = [row for row in rows(house, "booking").values() if row["state"] == "cancelled"]
    assert (gone["person_id"], gone["cancel_reason"]) == (gerhard, "duplicate")


def test_who_has_a_place_keeps_it_when_the_other_entry_waits(
    house: House, gerhard: str, twin: str
) -> None:
    course = house.offer(capacity=1)
    house.book(twin, course)
    house.book(gerhard, course)

    house.act(merge, Merge(gerhard, twin))

    assert states(house, course) == [(gerhard, "booked")]


def test_a_duplicate_booking_comes_back_with_its_place_or_waits_where_it_stood(
    house: House, gerhard: str, twin: str
) -> None:
    free, full = house.offer("Yoga", capacity=2), house.offer("Skat", "group", capacity=2)
    first, second = house.person("Weber"), house.person("Kaya")
    for course in (free, full):
        house.book(gerhard, course)
        house.book(twin, course)
    house.act(merge, Merge(gerhard, twin))
    house.book(first, full)
    house.book(second, full)

    house.act(unmerge, Unmerge(twin))

    assert states(house, free) == [(twin, "booked"), (gerhard, "booked")]
    assert states(house, full) == [
        (gerhard, "booked"),
        (first, "booked"),
        (twin, "waiting"),
        (second, "waiting"),
    ]
    back = next(line for line in house.desk.read(bookings_of, free) if line.person_id == twin)
    assert back.informed


def test_what_came_after_the_merge_stays_with_the_keeper(
    house: House, gerhard: str, twin: str
) -> None:
    before, after = house.offer("Yoga"), house.offer("Skat", "group")
    house.book(twin, before)
    house.act(merge, Merge(gerhard, twin))
    house.book(gerhard, after)

    house.act(unmerge, Unmerge(twin))

    assert states(house, before) == [(twin, "booked")]
    assert states(house, after) == [(gerhard, "booked")]


def test_a_field_that_was_changed_since_is_not_emptied(
    house: House, gerhard: str, twin: str
) -> None:
    house.act(merge, Merge(gerhard, twin))
    data = PersonData("Müller", "Gerhard", phone="0231 1111", mobile="0160 4444", birth_year=1950)
    house.act(edit_person, EditPerson(gerhard, data))

    house.act(unmerge, Unmerge(twin))

    card = house.desk.read(person_card, gerhard)
    assert (card.mobile, card.birth_year) == ("0160 4444", None)
    assert house.desk.read(person_card, twin).mobile == "0171 3333"


def test_of_two_marks_at_one_date_the_stronger_counts_until_they_come_apart(
    house: House, gerhard: str, twin: str
) -> None:
    date = house.one_date(house.offer())
    house.act(mark, Mark(date, gerhard, "absent"))
    house.act(mark, Mark(date, twin, "present"))

    house.act(merge, Merge(gerhard, twin))

    (one,) = rows(house, "attendance").values()
    assert (one["person_id"], one["state"]) == (gerhard, "present")
    house.act(unmerge, Unmerge(twin))
    marks = {row["person_id"]: row["state"] for row in rows(house, "attendance").values()}
    assert marks == {gerhard: "absent", twin: "present"}


def test_a_mark_that_went_over_is_ticked_like_any_other(
    house: House, gerhard: str, twin: str
) -> None:
    date = house.one_date(house.offer())
    house.act(mark, Mark(date, twin, "present"))
    house.act(merge, Merge(gerhard, twin))

    house.act(mark, Mark(date, gerhard, "excused"))
    assert [row["state"] for row in rows(house, "attendance").values()] == ["excused"]
    house.act(mark, Mark(date, gerhard, None))
    assert rows(house, "attendance") == {}
    house.act(mark, Mark(date, gerhard, "present"))
    house.act(unmerge, Unmerge(twin))
    house.act(mark, Mark(date, twin, "present"))
    assert len(rows(house, "attendance")) == 2


def test_a_merge_is_one_step_of_undo(house: House, gerhard: str, twin: str) -> None:
    course = house.offer(capacity=1)
    house.book(gerhard, course)
    house.book(twin, course)
    before = house.desk.read(content)

    house.act(merge, Merge(gerhard, twin))
    house.act(undo, None)

    assert house.desk.read(content) == before


def test_what_cannot_be_made_one(house: House, gerhard: str, twin: str) -> None:
    with pytest.raises(SamePerson):
        house.act(merge, Merge(gerhard, gerhard))
    with pytest.raises(NotMerged):
        house.act(unmerge, Unmerge(twin))
    house.act(merge, Merge(gerhard, twin))
    with pytest.raises(AlreadyMerged) as caught:
        house.act(merge, Merge(house.person("Weber"), twin))
    assert caught.value.keeper == "Gerhard Müller"
    blocked = house.person("Kaya")
    house.act(block_person, BlockPerson(blocked, blocked=True))
    with pytest.raises(PersonBlocked):
        house.act(merge, Merge(gerhard, blocked))


def test_a_chain_comes_apart_at_any_link(house: House, gerhard: str, twin: str) -> None:
    course, other = house.offer("Yoga"), house.offer("Skat", "group")
    third = house.person("Müller", "Gerhardt")
    house.book(third, course)
    house.book(twin, other)
    house.act(merge, Merge(twin, third))
    house.act(merge, Merge(gerhard, twin))
    assert states(house, course) == states(house, other) == [(gerhard, "booked")]

    house.act(unmerge, Unmerge(third))

    assert states(house, course) == [(third, "booked")]
    assert states(house, other) == [(gerhard, "booked")]
    house.act(unmerge, Unmerge(twin))
    assert states(house, course) == [(third, "booked")]
    assert states(house, other) == [(twin, "booked")]


def arrived(house: House, merged: dict[str, str]) -> None:
    """Writes merges as another PC brings them: the rows of bookings have not followed yet."""

    def write(work: Any, _request: None) -> None:
        for person_id, keeper_id in merged.items():
            work.update(person, person_id, {"merged_into": keeper_id})

    house.act(write, None)


def test_a_booking_made_before_the_merge_was_known_follows_and_comes_back_with_it(
    house: House, gerhard: str, twin: str
) -> None:
    course = house.offer(capacity=1)
    house.book(gerhard, course)
    house.book(twin, course)
    arrived(house, {twin: gerhard})

    assert house.act(follow_merges, None).value == 1
    assert states(house, course) == [(gerhard, "booked")]
    again = house.act(follow_merges, None)
    assert (again.value, again.action) == (0, None)

    house.act(unmerge, Unmerge(twin))
    assert states(house, course) == [(gerhard, "booked"), (twin, "waiting")]


def test_what_follows_later_is_kept_with_the_merge_there_was(
    house: House, gerhard: str, twin: str
) -> None:
    early, late = house.offer("Yoga"), house.offer("Skat", "group")
    house.book(twin, early)
    house.act(merge, Merge(gerhard, twin))
    arrived(house, {twin: None})  # type: ignore[dict-item]
    house.book(twin, late)
    arrived(house, {twin: gerhard})

    house.act(follow_merges, None)
    house.act(unmerge, Unmerge(twin))

    assert states(house, early) == states(house, late) == [(twin, "booked")]
    assert len(rows(house, "person_merge")) == 1


def test_entries_that_two_pcs_merged_into_each_other_are_not_lost(
    house: House, gerhard: str, twin: str
) -> None:
    course = house.offer()
    house.book(twin, course)
    arrived(house, {twin: gerhard, gerhard: twin})
    assert house.desk.read(people_list) == []

    house.act(follow_merges, None)

    (line,) = house.desk.read(people_list)
    assert line.id == min(gerhard, twin)
    assert states(house, course) == [(line.id, "booked")]


KINDS = ("book", "mark", "follow", "cancel", "merge", "unmerge")


def step(kinds: int) -> st.SearchStrategy[tuple[str, int, int]]:
    """One of the first kinds of things that happen, with whom and where."""
    return st.tuples(st.sampled_from(KINDS[:kinds]), st.integers(0, 3), st.integers(0, 2))


class Desk:
    """Four people and three courses with one date each."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people = house.people(4)
        self.courses = [house.offer(f"Kurs {n}", capacity=1 + n) for n in range(3)]
        self.dates = [
            house.one_date(course, day=MONDAY + timedelta(days=7 * n))
            for n, course in enumerate(self.courses)
        ]

    def do(self, kind: str, a: int, b: int) -> None:
        """Does one thing unless the rules refuse it."""
        who, other = self.people[a], self.people[b]
        with suppress(Refusal):
            if kind == "book":
                self.house.book(who, self.courses[b])
            elif kind == "mark" and who in self.standing():
                self.house.act(mark, Mark(self.dates[b], who, ("absent", "present")[a % 2]))
            elif kind == "cancel":
                (line, *_) = self.house.desk.read(bookings_of, self.courses[b]) or [None]
                if line is not None:
                    self.house.act(cancel, CancelBooking(line.id))
            elif kind == "merge":
                self.house.act(merge, Merge(who, other))
            elif kind == "unmerge":
                self.house.act(unmerge, Unmerge(who))
            elif kind == "follow":
                self.house.act(follow_merges, None)

    def standing(self) -> list[str]:
        """Everybody who is not merged into somebody else."""
        return sorted(line.id for line in self.house.desk.read(people_list))

    def marks(self) -> set[tuple[str, str]]:
        """Who was marked at which date."""
        found = rows(self.house, "attendance").values()
        return {(row["occurrence_id"], row["person_id"]) for row in found}


def places(booked: dict[str, dict[str, Any]]) -> set[tuple[str, str]]:
    """Who stands in which list."""
    return {
        (row["offer_id"], row["person_id"])
        for row in booked.values()
        if row["state"] != "cancelled"
    }


@settings(max_examples=25, deadline=None)
@given(before=st.lists(step(6), max_size=12), between=st.lists(step(3), max_size=10))
def test_merging_and_taking_apart_loses_no_booking_and_no_attendance(
    prepared: Path, before: list[tuple[str, int, int]], between: list[tuple[str, int, int]]
) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        desk = Desk(house)
        for one in before:
            desk.do(*one)
        booked, marked, standing = rows(house, "booking"), desk.marks(), desk.standing()
        if len(standing) < 2:
            return

        house.act(merge, Merge(*standing[:2]))
        for one in between:
            desk.do(*one)
        house.act(unmerge, Unmerge(standing[1]))

        after = rows(house, "booking")
        assert {i: after[i]["person_id"] for i in booked} == {
            i: row["person_id"] for i, row in booked.items()
        }
        assert places(booked) <= places(after)
        assert marked <= desk.marks()
        for capacity, course in enumerate(desk.courses, start=1):
            lines = house.desk.read(bookings_of, course)
            assert sum(line.places for line in lines if line.state == "booked") <= capacity
            assert len({line.person_id for line in lines}) == len(lines)
        assert house.desk.read(check).clean
