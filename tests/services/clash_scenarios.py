"""What two desks do at the same time, and what somebody is asked about it afterwards.

Every scenario ends with exactly one question of each of its kinds, and does not touch what another
one needs: all of them can be played in one house. `before` is known to both PCs; `here` and `there`
happen while they cannot see each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Table

from begegnung.db.tables import attendance as mark
from begegnung.db.tables import offer, person, receipt, receipt_series
from begegnung.db.work import Work
from begegnung.model.ids import derived_id
from begegnung.services import (
    attendance,
    dates,
    houses,
    offers,
    payments,
    people,
    punch_cards,
    staff,
    tills,
)
from begegnung.services.ledger import default_till_id
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House

Known = dict[str, str]
"""Identifiers that both PCs know, by the name the scenario gives them."""


@dataclass(frozen=True)
class Scenario:
    """`kinds` are asked about, separated by blanks."""

    name: str
    kinds: str
    before: Callable[[House], Known]
    here: Callable[[House, Known], object]
    there: Callable[[House, Known], object]


def write(work: Work, request: tuple[Table, dict[str, Any]]) -> str:
    """A row as some PC may have written it."""
    table, values = request
    return work.insert(table, values)


def change(work: Work, request: tuple[Table, str, dict[str, Any]]) -> None:
    """New values as some PC may have written them."""
    table, row_id, values = request
    work.update(table, row_id, values)


def remove(work: Work, request: tuple[Table, str]) -> None:
    """A row goes, as undo lets it go."""
    work.remove(*request)


def phone(house: House, who: str, number: str) -> None:
    """Another telephone number for Inge Weiß."""
    data = people.PersonData("Weiß", "Inge", number)
    house.act(people.edit_person, people.EditPerson(who, data))


def somebody(house: House) -> Known:
    """One person."""
    return {"person": house.person("Weiß", "Inge", phone="0231 111")}


def full_course(house: House) -> Known:
    """A course with one place left and two who want it."""
    first, second, third = house.people(3)
    course = house.offer("Yoga", capacity=2, fee_cents=3000)
    house.book(first, course)
    return {"second": second, "third": third, "course": course}


def two_offers(house: House) -> Known:
    """Two offers without dates."""
    return {"skat": house.offer("Skat"), "bingo": house.offer("Bingo")}


def dated(house: House) -> Known:
    """An offer with a date today, somebody in it, and a second date for the same time."""
    who = somebody(house)
    course = house.offer("Chor", takes_cards=True)
    house.book(who["person"], course)
    day = house.one_date(course, room=None)
    return {**who, "course": course, "date": day}


def booked(house: House, known: Known, who: str) -> str:
    """The booking of somebody in the course."""
    return house.book(known[who], known["course"]).booking_id


def paid(house: House, known: Known) -> None:
    """Somebody pays for her place."""
    request = payments.NotePayment(known["booking"], 3000, MONDAY, "4711")
    house.act(payments.note_payment, request)


def with_booking(house: House) -> Known:
    """Somebody with a place in a course that costs something."""
    who = somebody(house)["person"]
    course = house.offer("Malen", fee_cents=3000)
    return {"person": who, "course": course, "booking": house.book(who, course).booking_id}


def with_payment(house: House) -> Known:
    """A payment that is known to both PCs."""
    known = with_booking(house)
    request = payments.NotePayment(known["booking"], 3000, MONDAY)
    return {**known, "payment": house.act(payments.note_payment, request).value}


def void(house: House, known: Known) -> None:
    """The payment is taken back."""
    house.act(payments.void_payment, payments.VoidPayment(known["payment"], "verzählt"))


def with_card(house: House) -> Known:
    """A card with one visit left, and two dates."""
    known = dated(house)
    other = house.one_date(known["course"], 900, 960, room=None)
    request = punch_cards.SellCard(known["person"], 1, 500, paid=False)
    return {**known, "other": other, "card": house.act(punch_cards.sell_card, request).value}


def punch(house: House, known: Known, day: str) -> None:
    """A visit is taken from the card."""
    house.act(punch_cards.punch_visit, punch_cards.Punch(known["card"], known[day]))


def dropped(house: House) -> Known:
    """A date that is dropped."""
    course = house.offer("Chor")
    day = house.one_date(course, day=MONDAY + timedelta(days=7), room=None)
    house.act(dates.cancel_date, dates.CancelDate(day, "Wetter"))
    return {"course": course, "date": day}


def replaced(house: House, known: Known, days: int) -> None:
    """A date is held for the one that is dropped."""
    day = MONDAY + timedelta(days=days)
    request = dates.AddDate(known["course"], day, 600, 660, replaces_id=known["date"])
    house.act(dates.add_date, request)


def later(house: House) -> Known:
    """A date next week from ten to eleven."""
    course = house.offer("Chor")
    return {"date": house.one_date(course, day=MONDAY + timedelta(days=7))}


def spare_room(house: House) -> Known:
    """A room that nobody uses yet, and an offer."""
    return {"room": house.room(SHARED_ROOM), "course": house.offer("Chor")}


def two_managers(house: House) -> Known:
    """Two who look after the others; nobody is signed in."""
    ids = [
        house.act(staff.add_staff, staff.AddStaff(name, "manager")).value
        for name in ("Frau Blum", "Herr Stern")
    ]
    return dict(zip(("blum", "stern"), ids, strict=True))


def leaves(house: House, known: Known, who: str, name: str) -> None:
    """A user is made inactive."""
    request = staff.EditStaff(known[who], name, "manager", active=False)
    house.act(staff.edit_staff, request)


def numbered_till(house: House) -> Known:
    """The house's own till, its receipts numbered, and a payment to write one for."""
    house.act(
        tills.set_till, tills.SetTill("Kasse", "H", default_till_id(house.desk.centre_id or ""))
    )
    return {"till": default_till_id(house.desk.centre_id or ""), **with_payment(house)}


def series(house: House, known: Known, code: str) -> str:
    """The series of this PC, as a PC makes it that does not know the other one."""
    row_id = derived_id("receipt_series", known["till"], house.desk.device)
    values = {"id": row_id, "till_id": known["till"], "device_id": house.desk.device, "code": code}
    return house.act(write, (receipt_series, values)).value


def numbered(house: House, known: Known) -> None:
    """The receipt number one of a series that another PC has as well."""
    values = {
        "series_id": series(house, known, "H9"),
        "year": 2026,
        "number": 1,
        "issued_at": house.clock(),
        "amount_cents": 3000,
        "payment_note_id": known["payment"],
        "payer": "Inge Weiß",
    }
    house.act(write, (receipt, values))


def attended(house: House, known: Known, state: str) -> None:
    """A tick of the attendance."""
    request = attendance.Mark(known["date"], known["person"], state)
    house.act(attendance.mark, request)


def moved(house: House, known: Known, start: int, end: int, room: str = SINGLE) -> None:
    """The date is moved within the day."""
    day = MONDAY + timedelta(days=7 if "course" not in known else 1)
    request = dates.MoveDate(known["date"], day, start, end, house.room(room))
    house.act(dates.move_date, request)


def heads(house: House, known: Known, total: int) -> None:
    """The heads of the date are counted."""
    house.act(attendance.count_heads, attendance.CountHeads(known["date"], total))


def renamed(house: House, known: Known, title: str) -> None:
    """The offer gets another title."""
    data = offers.OfferData(title, "course")
    house.act(offers.edit_offer, offers.EditOffer(known["skat"], data))


def lonely(house: House) -> Known:
    """Nothing but a house: what is missing has never arrived."""
    return {}


def orphan(house: House, _known: Known) -> None:
    """A tick of somebody whom no bundle brings."""
    missing = derived_id("person", "nobody")
    course = house.offer("Chor")
    values = {
        "occurrence_id": house.one_date(course, day=MONDAY + timedelta(days=7), room=None),
        "person_id": missing,
        "state": "present",
    }
    house.act(write, (mark, values))


def nothing(_house: House, _known: Known) -> None:
    """The other PC does nothing."""


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "a telephone number",
        "value",
        somebody,
        lambda h, k: phone(h, k["person"], "0231 222"),
        lambda h, k: phone(h, k["person"], "0231 333"),
    ),
    Scenario(
        "the title of an offer",
        "value",
        two_offers,
        lambda h, k: renamed(h, k, "Skat für alle"),
        lambda h, k: renamed(h, k, "Skat am Abend"),
    ),
    Scenario(
        "present and excused",
        "value",
        dated,
        lambda h, k: attended(h, k, "present"),
        lambda h, k: attended(h, k, "excused"),
    ),
    Scenario(
        "a head count", "value", dated, lambda h, k: heads(h, k, 12), lambda h, k: heads(h, k, 14)
    ),
    Scenario(
        "a date moved twice",
        "value",
        dated,
        lambda h, k: moved(h, k, 700, 790),
        lambda h, k: moved(h, k, 720, 780, SECOND),
    ),
    Scenario(
        "deleted here, edited there",
        "value",
        lambda h: {"person": h.person("Weiß", "Inge", phone="0231 111")},
        lambda h, k: h.act(remove, (person, k["person"])),
        lambda h, k: phone(h, k["person"], "0231 333"),
    ),
    Scenario(
        "the last place",
        "seat",
        full_course,
        lambda h, k: booked(h, k, "second"),
        lambda h, k: booked(h, k, "third"),
    ),
    Scenario(
        "fewer places here, a booking there",
        "seat",
        full_course,
        lambda h, k: h.act(change, (offer, k["course"], {"capacity": 1})),
        lambda h, k: booked(h, k, "third"),
    ),
    Scenario(
        "a room",
        "room",
        two_offers,
        lambda h, k: h.one_date(k["skat"], 600, 720),
        lambda h, k: h.one_date(k["bingo"], 660, 780),
    ),
    Scenario(
        "one person booked twice",
        "twice",
        lambda h: {**somebody(h), "course": h.offer("Malen")},
        lambda h, k: booked(h, k, "person"),
        lambda h, k: booked(h, k, "person"),
    ),
    Scenario(
        "one person noted twice",
        "person",
        lambda _h: {},
        lambda h, _k: h.person("Neu", "Erna", phone="0231 777"),
        lambda h, _k: h.person("Neu", "Erna", phone="0231 777"),
    ),
    Scenario(
        "two replacements",
        "replacement",
        dropped,
        lambda h, k: replaced(h, k, 8),
        lambda h, k: replaced(h, k, 9),
    ),
    Scenario(
        "a replacement for a date that takes place again",
        "replacement",
        dropped,
        lambda h, k: replaced(h, k, 8),
        lambda h, k: h.act(dates.restore_date, dates.RestoreDate(k["date"])),
    ),
    Scenario(
        "begin and end of a date",
        "backwards",
        later,
        lambda h, k: moved(h, k, 640, 660),
        lambda h, k: moved(h, k, 600, 630),
    ),
    Scenario(
        "a room out of use",
        "retired",
        spare_room,
        lambda h, k: h.act(houses.retire_room, houses.RetireRoom(k["room"])),
        lambda h, k: h.one_date(k["course"], day=MONDAY + timedelta(days=7), room=SHARED_ROOM),
    ),
    Scenario(
        "the last visit of a card",
        "card",
        with_card,
        lambda h, k: punch(h, k, "date"),
        lambda h, k: punch(h, k, "other"),
    ),
    Scenario("one payment", "payment", with_booking, paid, paid),
    Scenario("one payment taken back", "storno", with_payment, void, void),
    Scenario("a number of a receipt", "receipt series", numbered_till, numbered, numbered),
    Scenario(
        "the name of a room",
        "name",
        lambda _h: {},
        lambda h, _k: h.act(houses.add_room, houses.AddRoom("Küche")),
        lambda h, _k: h.act(houses.add_room, houses.AddRoom("küche")),
    ),
    Scenario(
        "the last managers",
        "manager",
        two_managers,
        lambda h, k: leaves(h, k, "blum", "Frau Blum"),
        lambda h, k: leaves(h, k, "stern", "Herr Stern"),
    ),
)

NEVER_ARRIVED = Scenario("what never arrived", "orphan", lonely, orphan, nothing)
"""Asked about after a week only, when the dates of the others are over."""
