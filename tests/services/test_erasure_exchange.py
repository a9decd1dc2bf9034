"""Erasures between PCs that cannot see each other: all end the same, and nobody comes back."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from sqlalchemy import select

from begegnung.db.tables import SHARED, action, change, erased, person
from begegnung.exchange.bundle import OpenedBundle
from begegnung.exchange.layout import CITY, house_scope
from begegnung.model.erasure import FATES, nameless_id
from begegnung.model.errors import Refusal
from begegnung.services.after_exchange import catch_up
from begegnung.services.attendance import Mark, mark, sheet
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.check import check
from begegnung.services.clashes import clashes
from begegnung.services.desk import Desk, View
from begegnung.services.erasure import ErasePerson, erase_person
from begegnung.services.households import (
    JoinHousehold,
    SetHouseholdPhone,
    join_household,
    set_household_phone,
)
from begegnung.services.payments import NotePayment, ledger_between, note_payment
from begegnung.services.people import EditPerson, PersonData, edit_person
from begegnung.services.person_merges import Merge, Unmerge, merge, unmerge
from begegnung.services.snapshots import make_payload, take_in_payload
from begegnung.services.waiting import NoteCall, note_call
from begegnung.wiring import open_desk
from tests.desks import MONDAY, House, StandingClock, content, copy_of
from tests.services.post import hand_over, seal_here
from tests.services.two_pcs import TwoPcs, two_pcs

HISTORIES = int(os.environ.get("BEGEGNUNG_ERASURE_HISTORIES", "5"))


@pytest.fixture
def pcs(prepared: Path, tmp_path: Path) -> Iterator[TwoPcs]:
    with two_pcs(prepared, tmp_path) as both:
        yield both


def erase(house: House, person_id: str) -> None:
    house.act(erase_person, ErasePerson(person_id, "request"))


def all_told(view: View) -> str:
    """Rows, log and titles as one text."""
    logged = view.connection.execute(select(change)).all()
    titles = view.connection.execute(select(action.c.title)).scalars().all()
    return f"{content(view)} {logged} {titles}"


def leading_nowhere(view: View) -> list[tuple[str, str]]:
    """Rows that lead to somebody who was erased, but for those of the ledger."""
    gone = set(view.connection.execute(select(erased.c.entity_id)).scalars())
    rows = content(view)
    return [
        (table, row_id)
        for table, fate in FATES.items()
        if fate.fate != "law"
        for row_id, row in rows[table].items()
        if row_id in gone or any(row[column] in gone for column in fate.leads)
    ]


def test_what_a_pc_did_for_her_while_it_was_away_goes_too(pcs: TwoPcs) -> None:
    here, away = pcs.both
    her, waiting = here.person("Kowalczyk"), here.person("Kaya")
    course = here.offer("Yoga", capacity=1)
    when = here.one_date(course, day=MONDAY - timedelta(days=7), room=None)
    pcs.meet()

    erase(here, her)
    booked = away.book(her, course)
    away.book(waiting, course)
    away.act(mark, Mark(when, her, "present"))
    away.act(edit_person, EditPerson(her, PersonData("Kowalczyk", "Ewa")))
    away.act(join_household, JoinHousehold((her, waiting), "0231 4711"))
    away.act(cancel, CancelBooking(booked.booking_id))
    pcs.meet()

    for one in pcs.both:
        assert one.desk.read(leading_nowhere) == []
        told = one.desk.read(all_told)
        assert "Kowalczyk" not in told
        assert "Ewa" not in told
        assert [line.surname for line in one.desk.read(bookings_of, course)] == ["Kaya"]
        assert one.desk.read(sheet, when).nameless == 1
        assert one.desk.read(check).clean
        assert one.desk.read(clashes).number == 0


def test_two_pcs_that_erase_the_same_person_count_no_visit_twice(pcs: TwoPcs) -> None:
    here, there = pcs.both
    her = here.person("Weber")
    course = here.offer("Yoga")
    days = [here.one_date(course, day=MONDAY - timedelta(days=7 * n), room=None) for n in (1, 2)]
    for when in days:
        here.act(mark, Mark(when, her, "present"))
    pcs.meet()

    erase(here, her)
    erase(there, her)
    pcs.meet()

    for one in pcs.both:
        assert [one.desk.read(sheet, when).nameless for when in days] == [1, 1]
        assert one.desk.read(check).clean
    assert here.desk.read(content)["attendance"] == there.desk.read(content)["attendance"]


def test_of_a_payment_that_arrives_late_only_the_sum_stays(pcs: TwoPcs) -> None:
    here, away = pcs.both
    her = here.person("Kowalczyk")
    course = here.offer("Yoga")
    booked = here.book(her, course).booking_id
    pcs.meet()

    erase(here, her)
    away.act(note_payment, NotePayment(booked, 3000, MONDAY, "17"))
    pcs.meet()

    for one in pcs.both:
        (line,) = one.desk.read(ledger_between, MONDAY, MONDAY)
        assert (line.amount_cents, line.name, line.receipt_number) == (3000, "", "17")
        assert "Kowalczyk" not in one.desk.read(all_told)
        assert one.desk.read(check).clean


def test_who_was_made_one_with_her_meanwhile_stands_for_herself_again(pcs: TwoPcs) -> None:
    here, away = pcs.both
    her = here.person("Kowalczyk", phone="0231 4711")
    twin, other = here.person("Kowalski"), here.person("Kowal", phone="0231 99")
    course = here.offer("Yoga")
    here.book(her, course)
    here.book(other, course)
    pcs.meet()

    erase(here, her)
    away.act(merge, Merge(twin, her))
    pcs.meet()
    again = here.person("Kowalczuk", phone="0231 4712")
    pcs.meet()
    erase(here, again)
    away.act(merge, Merge(again, other))
    pcs.meet()

    for one in pcs.both:
        rows = one.desk.read(content)
        assert {row["surname"] for row in rows["person"].values()} == {"Kowalski", "Kowal"}
        assert {row["merged_into"] for row in rows["person"].values()} == {None}
        assert [line.surname for line in one.desk.read(bookings_of, course)] == ["Kowal"]
        told = one.desk.read(all_told)
        assert "0231 4711" not in told
        assert "0231 4712" not in told
        assert one.desk.read(leading_nowhere) == []
        assert one.desk.read(check).clean
    assert here.desk.read(content)["person"] == away.desk.read(content)["person"]


def test_what_another_entry_had_from_her_for_a_while_leaves_the_log(pcs: TwoPcs) -> None:
    here, there = pcs.both
    keeper, her = here.person("Kaya"), here.person("Kowalczyk", phone="0231 4711")
    here.act(merge, Merge(keeper, her))
    pcs.meet()
    there.act(unmerge, Unmerge(her))
    pcs.meet()
    assert "0231 4711" in there.desk.read(all_told)

    erase(here, her)
    pcs.meet()

    for one in pcs.both:
        assert "0231 4711" not in one.desk.read(all_told)
        assert one.desk.read(check).clean


def test_two_who_shared_a_telephone_and_are_erased_apart_leave_none_behind(pcs: TwoPcs) -> None:
    here, there = pcs.both
    wife, husband = here.person("Weber", "Ruth"), here.person("Weber", "Karl")
    here.act(join_household, JoinHousehold((wife, husband), "0231 4711"))
    pcs.meet()

    erase(here, wife)
    erase(there, husband)
    pcs.meet()

    for one in pcs.both:
        assert one.desk.read(content)["household"] == {}
        assert "0231 4711" not in one.desk.read(all_told)


class Street:
    """Three PCs of one house that do anything, hand each other bundles, and erase people."""

    def __init__(self, prepared: Path, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.folder = folder
        self.bundles: list[OpenedBundle] = []
        self.snapshots: list[tuple[str, bytes]] = []
        self.number = 0
        self.named: dict[str, str] = {}
        first = self._opened(copy_of(prepared, folder / "pc0"))
        self.scope = house_scope(first.desk.centre_id or "")
        self.houses = [first]
        self.course = first.offer("Yoga", capacity=2)
        self.days = [
            first.one_date(self.course, day=MONDAY - timedelta(days=7 * n), room=None)
            for n in range(1, 3)
        ]
        for _ in range(3):
            self.newcomer(first)
        self.seal(first)
        for n in (1, 2):
            other = self._opened(folder / f"pc{n}")
            other.desk.bind(first.desk.centre_id or "")
            self.houses.append(other)
            self.take_all(other)

    def _opened(self, folder: Path) -> House:
        clock = StandingClock()
        return House(open_desk(folder, clock=clock, device_name=folder.name), clock, folder)

    def newcomer(self, house: House) -> None:
        self.number += 1
        word = f"Kanari{self.number:03}x"
        self.named[house.person(word, phone=f"0231 77{self.number:03}")] = word

    def seal(self, house: House) -> None:
        for scope in (CITY, self.scope):
            bundle = seal_here(house.desk, scope)
            if bundle is not None:
                self.bundles.append(bundle)

    def take_all(self, house: House, most: int | None = None) -> None:
        self.seal(house)
        for bundle in self.bundles[:most]:
            hand_over(house.desk, bundle)

    def one_of(self, house: House, table: str) -> str:
        nobody = nameless_id(house.desk.centre_id or "")
        ids = sorted(house.desk.read(content)[table].keys() - {nobody})
        return self.random.choice(ids)

    def step(self) -> None:
        house = self.random.choice(self.houses)
        house.clock.go_on(seconds=self.random.randrange(1, 90))
        with suppress(Refusal, IndexError):
            self.random.choices(
                [*self.deeds.values()], weights=[3, 4, 3, 2, 2, 2, 2, 2, 1, 2, 3, 4, 2, 2]
            )[0](self, house)

    def book(self, house: House) -> None:
        house.book(self.one_of(house, "person"), self.course)

    def tick(self, house: House) -> None:
        state = self.random.choice(["present", "excused", None])
        house.act(mark, Mark(self.random.choice(self.days), self.one_of(house, "person"), state))

    def cancel(self, house: House) -> None:
        house.act(cancel, CancelBooking(self.one_of(house, "booking")))

    def call(self, house: House) -> None:
        house.act(note_call, NoteCall(self.one_of(house, "booking"), "no_answer"))

    def merge(self, house: House) -> None:
        house.act(merge, Merge(self.one_of(house, "person"), self.one_of(house, "person")))

    def unmerge(self, house: House) -> None:
        house.act(unmerge, Unmerge(self.one_of(house, "person")))

    def live_together(self, house: House) -> None:
        both = (self.one_of(house, "person"), self.one_of(house, "person"))
        house.act(join_household, JoinHousehold(both, f"0231 88{self.random.randrange(9)}"))

    def new_phone(self, house: House) -> None:
        house.act(set_household_phone, SetHouseholdPhone(self.one_of(house, "household"), "0231 5"))

    def pay(self, house: House) -> None:
        if self.random.random() < 0.3:
            house.act(note_payment, NotePayment(self.one_of(house, "booking"), 500, MONDAY))

    def erase(self, house: House) -> None:
        erase(house, self.one_of(house, "person"))

    def give(self, house: House) -> None:
        self.take_all(house, self.random.randrange(len(self.bundles) + 1))

    def catch_up(self, house: House) -> None:
        house.act(catch_up, None)

    def by_snapshot(self, house: House) -> None:
        if self.random.random() < 0.5 or not self.snapshots:
            self.snapshots.append((self.scope, make_payload(house.desk, self.scope).data))
            return
        self.seal(house)
        assert take_in_payload(house.desk, *self.random.choice(self.snapshots)) is not None

    deeds: ClassVar[dict[str, Any]] = {
        "newcomer": newcomer,
        "book": book,
        "tick": tick,
        "cancel": cancel,
        "call": call,
        "merge": merge,
        "unmerge": unmerge,
        "live_together": live_together,
        "new_phone": new_phone,
        "pay": pay,
        "erase": erase,
        "give": give,
        "catch_up": catch_up,
        "by_snapshot": by_snapshot,
    }

    def settle(self) -> None:
        for _ in range(4):
            for house in self.houses:
                self.take_all(house)
            for house in self.houses:
                self.take_all(house)
                house.act(catch_up, None)
                self.seal(house)
        for house in self.houses:
            self.take_all(house)

    def close(self) -> None:
        for house in self.houses:
            house.desk.close()


def shown(desk: Desk) -> Any:
    rows = desk.read(content)
    rows.pop("device")
    return rows


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_whatever_three_pcs_do_apart_nobody_who_was_erased_is_left(
    prepared: Path, tmp_path: Path, seed: int
) -> None:
    street = Street(prepared, tmp_path, seed)
    for _ in range(45):
        street.step()
    street.settle()

    expected = shown(street.houses[0].desk)
    for house in street.houses:
        assert shown(house.desk) == expected
        gone = house.desk.read(_erased_people)
        told = house.desk.read(all_told)
        words = [street.named[one] for one in gone]
        assert [word for word in words if word in told] == []
        assert [f"77{word[6:9]}" for word in words if f"0231 77{word[6:9]}" in told] == []
        assert house.desk.read(leading_nowhere) == []
        assert house.desk.read(check).clean
    street.close()


def _erased_people(view: View) -> list[str]:
    wanted = select(erased.c.entity_id).where(erased.c.entity == person.name)
    return list(view.connection.execute(wanted).scalars())


def test_all_tables_are_looked_at() -> None:
    assert set(FATES) == set(SHARED)
