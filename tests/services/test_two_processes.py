"""Two windows on one file: real processes, at the same time."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import func, select

from begegnung.db.tables import action, device
from begegnung.model.errors import RoomTaken
from begegnung.model.local_time import moment
from begegnung.services.booking_lists import bookings_of
from begegnung.services.conflicts import conflicts
from begegnung.services.dates import (
    CancelDate,
    MoveDate,
    RestoreDate,
    cancel_date,
    dates_between,
    move_date,
    restore_date,
)
from begegnung.services.desk import View
from begegnung.services.houses import AddRoom, add_room
from begegnung.wiring import open_desk
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House, open_house
from tests.processes import PROCESSES

ROUNDS = 12


def book_all(folder: Path, offers: list[str], people: list[str], start: object) -> None:
    """Books these people, each into the next offer, after both processes are ready."""
    with open_house(folder) as house:
        start.wait()  # type: ignore[attr-defined]
        for who, offer in zip(people, offers, strict=True):
            house.book(who, offer)


def plan_all(folder: Path, offer: str, start: object) -> None:
    """Tries to plan dates one after the other into one room."""
    with open_house(folder) as house:
        start.wait()  # type: ignore[attr-defined]
        for hour in range(ROUNDS):
            try:
                house.one_date(offer, hour * 60, hour * 60 + 90)
            except RoomTaken:
                continue


def at_the_same_time(*works: tuple[object, ...]) -> None:
    """Runs each (function, arguments...) in a process of its own, begun together."""
    start = PROCESSES.Barrier(len(works))
    running = [
        PROCESSES.Process(target=work[0], args=(*work[1:], start))  # type: ignore[arg-type]
        for work in works
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
    assert [process.exitcode for process in running] == [0] * len(works)


def action_numbers(view: View) -> list[int]:
    return list(view.connection.execute(select(action.c.seq).order_by(action.c.seq)).scalars())


def test_two_desks_never_sell_the_last_place_twice_nor_number_two_actions_alike(
    house: House,
) -> None:
    offers = [house.offer(f"Fahrt {n}", "trip", capacity=1) for n in range(ROUNDS)]
    here, there = house.people(ROUNDS), house.people(ROUNDS)

    at_the_same_time(
        (book_all, house.folder, offers, here), (book_all, house.folder, offers, there)
    )

    states = [[line.state for line in house.desk.read(bookings_of, o)] for o in offers]
    assert states == [["booked", "waiting"]] * ROUNDS
    numbers = [sorted(line.number for line in house.desk.read(bookings_of, o)) for o in offers]
    assert numbers == [[1, 2]] * ROUNDS
    counted = house.desk.read(action_numbers)
    assert counted == list(range(1, len(counted) + 1))


def test_a_registration_day_of_two_desks_sells_every_seat_once_and_proves_the_order(
    house: House,
) -> None:
    seats, wanted, offers = 7, 10, 100
    courses = [house.offer(f"Kurs {n}", capacity=seats) for n in range(offers)]
    people = house.people(wanted * 2)
    a_day = [course for course in courses for _ in range(wanted // 2)]
    here = people[: wanted // 2] * offers
    there = people[wanted : wanted + wanted // 2] * offers

    at_the_same_time((book_all, house.folder, a_day, here), (book_all, house.folder, a_day, there))

    for course in courses:
        lines = house.desk.read(bookings_of, course)
        by_number = sorted(lines, key=lambda line: line.number)
        assert [line.number for line in by_number] == list(range(1, wanted + 1))
        states = [line.state for line in by_number]
        assert states == ["booked"] * seats + ["waiting"] * (wanted - seats)


def test_two_desks_never_get_one_room_at_the_same_time(house: House) -> None:
    first, second = house.offer("Chor", "group"), house.offer("Skat", "group")

    at_the_same_time((plan_all, house.folder, first), (plan_all, house.folder, second))

    dates = house.desk.read(dates_between, MONDAY, MONDAY)
    assert [(a, b) for a, b in pairwise(dates) if a.ends > b.starts] == []
    assert len(dates) >= ROUNDS // 2
    assert dates[0].starts == moment(MONDAY, 0)


def move_all(folder: Path, dates: list[str], room: str, start: object) -> None:
    """Tries to move each date into the room at one and the same time of its own day."""
    with open_house(folder) as house:
        room_id = house.room(room)
        start.wait()  # type: ignore[attr-defined]
        for n, one in enumerate(dates):
            request = MoveDate(one, MONDAY + timedelta(days=n), 600, 660, room_id)
            with suppress(RoomTaken):
                house.act(move_date, request)


def restore_all(folder: Path, dates: list[str], start: object) -> None:
    """Tries to take back that these dates were dropped."""
    with open_house(folder) as house:
        start.wait()  # type: ignore[attr-defined]
        for one in dates:
            with suppress(RoomTaken):
                house.act(restore_date, RestoreDate(one))


def test_moving_and_restoring_in_a_hall_and_its_half_never_meet(house: House) -> None:
    parts = (house.room(SINGLE), house.room(SECOND))
    house.act(add_room, AddRoom("Beide", part_ids=parts))
    choir, skat = house.offer("Chor", "group"), house.offer("Skat", "group")
    days = [MONDAY + timedelta(days=n) for n in range(ROUNDS)]
    dropped = [house.one_date(choir, 630, 690, day=day, room=SINGLE) for day in days]
    for one in dropped:
        house.act(cancel_date, CancelDate(one, "Wetter"))
    moving = [house.one_date(skat, 900, 960, day=day, room=SHARED_ROOM) for day in days]

    at_the_same_time(
        (move_all, house.folder, moving, "Beide"), (restore_all, house.folder, dropped)
    )

    assert house.desk.read(conflicts, days[0], days[-1]) == []
    lines = house.desk.read(dates_between, days[0], days[-1])
    kept = [line for line in lines if line.state == "planned" and line.room != SHARED_ROOM]
    assert len(kept) == ROUNDS


def open_and_close(folder: Path, start: object) -> None:
    start.wait()  # type: ignore[attr-defined]
    open_desk(folder).close()


def test_two_windows_that_make_the_same_new_folder_are_one_pc(tmp_path: Path) -> None:
    at_the_same_time((open_and_close, tmp_path), (open_and_close, tmp_path))

    def devices(view: View) -> int:
        return view.connection.execute(select(func.count()).select_from(device)).scalar_one()

    desk = open_desk(tmp_path)
    assert desk.read(devices) == 1
    desk.close()
