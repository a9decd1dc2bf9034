"""The example house: a real published programme, with invented rooms, people and visits.

Everything invented comes from `resources/demo` and a fixed seed, so that the example is the same on
every PC on the same day.
"""

import json
import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from begegnung.db.tables import (
    attendance,
    booking,
    centre,
    district,
    head_count,
    household,
    occurrence,
    offer,
    person,
    room,
    seat_decision,
    staff_user,
)
from begegnung.db.work import Work
from begegnung.formats.programme_file import read_programme
from begegnung.model.ids import derived_id, joined_id
from begegnung.model.local_time import DAY
from begegnung.model.offers import OFFER_TYPES, books_by
from begegnung.model.seats import ORDINARY
from begegnung.resources import resource
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.dates import CancelDate, cancel_date, dates_between
from begegnung.services.demo_desk import show_desk_and_money
from begegnung.services.demo_series import show_series_and_rooms
from begegnung.services.desk import Desk
from begegnung.services.houses import AddClosure, SetUpHouse, add_closure, rooms, set_up_house
from begegnung.services.occupancy import overlaps
from begegnung.services.offers import offer_list
from begegnung.services.present import moment_of, today_of
from begegnung.services.programme_import import ImportProgramme, import_programme
from begegnung.services.staff import staff

_SEED = 1970
_PEOPLE = 360
_HALF_YEAR = timedelta(weeks=26)
_STAFF = (("Empfang (Beispiel)", "reception"), ("Leitung (Beispiel)", "manager"))


@dataclass(frozen=True, slots=True)
class Build:
    """What is invented: the contents of `house.json` and `names.json`."""

    house: dict[str, Any]
    names: dict[str, Any]


def build_demo(desk: Desk) -> bool:
    """Builds the example house on an empty data folder; False when there is a house already."""
    if desk.centre_id is not None:
        return False
    folder = resource("demo")
    plan = Build(_json(folder / "house.json"), _json(folder / "names.json"))
    programme = read_programme(folder / plan.house["programme"])
    facts = programme.centre
    desk.act(
        set_up_house,
        SetUpHouse(
            name=plan.house["name"],
            street=facts.address,
            office_hours=plan.house["office_hours"],
            access_note=plan.house["access_note"],
            provider=facts.provider,
            land="BE",
            rooms=tuple(room["name"] for room in plan.house["rooms"]),
        ),
    )
    today = today_of(desk.now_ms())
    window = (today - _HALF_YEAR, today + _HALF_YEAR)
    desk.act(import_programme, ImportProgramme(programme, plan.house["name"], window))
    desk.act(build, plan)
    show_series_and_rooms(desk)
    show_desk_and_money(desk)
    _this_week(desk)
    return True


def _this_week(desk: Desk) -> None:
    """What happens at every desk: somebody signs off, a leader is ill, a room is repaired."""
    today = today_of(desk.now_ms())
    full = next(line for line in desk.read(offer_list) if line.waiting)
    desk.act(cancel, CancelBooking(desk.read(bookings_of, full.id)[0].id))
    monday = today + timedelta(
        days=-today.weekday() if today.weekday() < 5 else 7 - today.weekday()
    )
    coming = desk.read(dates_between, monday + timedelta(days=1), monday + timedelta(days=4))
    ill = next(line for line in coming if line.type == "group" and line.starts % DAY > 12 * 60)
    desk.act(cancel_date, CancelDate(ill.id, "Leitung verhindert"))
    workshop = next(row for row in desk.read(rooms) if row.name == "Werkstatt")
    first = max(monday + timedelta(days=1), today)
    desk.act(add_closure, AddClosure(workshop.id, first, first, "Heizung wird repariert"))


def first_user(desk: Desk) -> str:
    """The user of the example who sits at the desk."""
    return next(line.id for line in desk.read(staff) if line.role == "reception")


def _json(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values


def build(work: Work, request: Build) -> None:
    """Furnishes the house: rooms for the dates, people, bookings, and half a year of visits."""
    chance = random.Random(_SEED)  # noqa: S311 an example needs to be repeatable, not secret
    house = request.house
    work.title = house["name"]
    work.update(
        centre,
        work.centre(),
        {key: house[key] for key in ("announcement_title", "announcement_text")},
    )
    work.insert_many(
        staff_user,
        [{"centre_id": work.centre(), "name": name, "role": role} for name, role in _STAFF],
    )
    courses = _offers(work, house["offers"], _rooms(work, house["rooms"]))
    people = _people(work, request.names, chance)
    booked = _bookings(work, courses, people, chance)
    _visits(work, courses, booked, chance)


def _rooms(work: Work, wanted: list[dict[str, Any]]) -> dict[str, str]:
    """The rooms by name, with their capacities and their equipment."""
    rows = work.connection.execute(select(room.c.id, room.c.name)).all()
    ids = {row.name: row.id for row in rows}
    for one in wanted:
        values = {"capacity": one["capacity"], "equipment": one.get("equipment", "")}
        work.update(room, ids[one["name"]], values)
    return ids


def _offers(
    work: Work, plans: list[dict[str, Any]], room_ids: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """Every offer with its kind, places and room; gives the offers by identifier."""
    offers: dict[str, dict[str, Any]] = {}
    for row in work.connection.execute(select(offer).order_by(offer.c.title)).mappings().all():
        fitting = (p for p in plans if any(word in row["title"] for word in p["words"]))
        plan = next(fitting, dict[str, Any]())
        values = {
            "type": plan.get("type", "group"),
            "category": row["category"] or plan.get("category"),
            "capacity": plan.get("capacity"),
            "place": plan.get("place", ""),
            "fee_cents": plan.get("fee_cents"),
            "fee_text": plan.get("fee_text", ""),
            "room_id": room_ids.get(plan.get("room", "")),
        }
        work.update(offer, row["id"], values)
        _place(work, row["id"], plan.get("minutes"), values, room_ids)
        offers[row["id"]] = {**row, **values}
    return offers


def _place(
    work: Work,
    offer_id: str,
    minutes: int | None,
    values: dict[str, Any],
    room_ids: dict[str, str],
) -> None:
    """The dates of an offer get their length and its room, or another one that is free."""
    dates = work.connection.execute(
        select(occurrence.c.id, occurrence.c.starts, occurrence.c.ends).where(
            occurrence.c.offer_id == offer_id
        )
    ).all()
    slots = [(row.starts, row.starts + minutes if minutes else row.ends) for row in dates]
    chosen = values["room_id"]
    if chosen is not None:
        others = [chosen, *(i for i in room_ids.values() if i != chosen)]
        chosen = next((i for i in others if not overlaps(work.connection, i, slots)), None)
    if chosen != values["room_id"]:
        work.update(offer, offer_id, {"room_id": chosen})
    for row, (_, ends) in zip(dates, slots, strict=True):
        known = {"room_id": chosen, "ends": ends, "end_assumed": minutes is None}
        work.update(occurrence, row.id, {**known, "place": values["place"]})


def _people(work: Work, names: dict[str, Any], chance: random.Random) -> list[str]:
    """Invented people, many of them couples with one telephone, some without any."""
    households: list[dict[str, Any]] = []
    districts = list(work.connection.execute(select(district.c.id)).scalars())
    this_year = today_of(work.maker.now_ms).year
    rows: list[dict[str, Any]] = []
    while len(rows) < _PEOPLE:
        surname = chance.choice(names["surnames"])
        # 0231 555… is not given out.
        phone = f"0231 555{chance.randrange(10_000):04}" if chance.random() < 0.88 else ""
        home = {
            "centre_id": work.centre(),
            "surname": surname,
            "phone": phone,
            "street": f"{chance.choice(names['streets'])} {chance.randrange(1, 90)}",
            "district_id": chance.choice(districts),
        }
        age = round(chance.triangular(55, 99, 74))
        couple = chance.random() < 0.3
        if couple and phone:
            home |= {"phone": "", "household_id": work.new_id()}
            households.append(
                {"id": home["household_id"], "centre_id": work.centre(), "phone": phone}
            )
        kinds = ("female", "male") if couple else (chance.choices(("female", "male"), (7, 3))[0],)
        for kind in kinds:
            born = this_year - age + chance.randrange(-4, 5)
            first_name = chance.choice(names[kind])
            rows.append({**home, "first_name": first_name, "birth_year": born, "gender": kind})
    work.insert_many(household, households)
    return work.insert_many(person, rows)


def _bookings(
    work: Work, offers: dict[str, dict[str, Any]], people: list[str], chance: random.Random
) -> dict[str, list[str]]:
    """People with a place in the offers that take names; three courses have a waiting list."""
    booked: dict[str, list[str]] = {}
    rows: list[dict[str, Any]] = []
    decisions: list[dict[str, Any]] = []
    crowded = 0
    for offer_id, course in offers.items():
        if books_by(course["type"], course["registration"]) != "named":
            continue
        capacity = course["capacity"] or 12
        waiting = 0
        if course["type"] == "course" and crowded < 3:
            crowded, waiting = crowded + 1, crowded + 1
            wanted = capacity
        else:
            wanted = round(capacity * chance.uniform(0.45, 0.95))
        chosen = chance.sample(people, wanted + waiting)
        booked[offer_id] = chosen[:wanted]
        for number, person_id in enumerate(chosen, start=1):
            got = number <= wanted
            rows.append(
                {
                    "id": work.new_id(),
                    "offer_id": offer_id,
                    "person_id": person_id,
                    "state": "booked" if got else "waiting",
                    "number": number,
                    "booked_at": work.maker.now_ms - (200 - number) * DAY * 60_000,
                    "due_cents": course["fee_cents"],
                }
            )
            decisions.append(_decision(rows[-1], capacity, 0 if got else number - wanted))
    work.insert_many(booking, rows)
    work.insert_many(seat_decision, decisions)
    return booked


def _decision(row: dict[str, Any], capacity: int, position: int) -> dict[str, Any]:
    """Why a booking of the example is what it is; `position` in the waiting list, 0 for a place."""
    taken = row["number"] - 1 - max(0, position - 1)
    facts = {"number": row["number"], "places": 1, "capacity": capacity, "taken": taken}
    if position:
        facts |= {"position": position, "rank": ORDINARY}
    return {
        "booking_id": row["id"],
        "kind": "waiting" if position else "place",
        "decided_at": row["booked_at"],
        "facts": json.dumps({**facts, "waiting": max(0, position - 1)}),
    }


def _visits(
    work: Work,
    offers: dict[str, dict[str, Any]],
    booked: dict[str, list[str]],
    chance: random.Random,
) -> None:
    """Attendance and head counts of every date of the past half-year."""
    now = moment_of(work.maker.now_ms)
    past = work.connection.execute(
        select(occurrence.c.id, occurrence.c.offer_id)
        .where(occurrence.c.ends < now, occurrence.c.starts > now - _HALF_YEAR.days * DAY)
        .order_by(occurrence.c.starts)
    ).all()
    ticks: list[dict[str, Any]] = []
    counts: list[dict[str, Any]] = []
    for row in past:
        if OFFER_TYPES[offers[row.offer_id]["type"]].counting == "heads":
            count_id = derived_id(head_count.name, row.id)
            total = chance.randrange(6, 31)
            counts.append({"id": count_id, "occurrence_id": row.id, "total": total})
        for person_id in booked.get(row.offer_id, ()):
            state = chance.choices(("present", "excused", "absent"), (80, 13, 7))[0]
            tick_id = joined_id(row.id, person_id)
            ticks.append(
                {"id": tick_id, "occurrence_id": row.id, "person_id": person_id, "state": state}
            )
    work.insert_many(attendance, ticks)
    work.insert_many(head_count, counts)
