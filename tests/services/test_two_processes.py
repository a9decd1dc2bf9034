"""Two windows on one file: real processes, at the same time."""

import multiprocessing
from itertools import pairwise
from pathlib import Path

from sqlalchemy import func, select

from begegnung.db.tables import action, device
from begegnung.model.errors import RoomTaken
from begegnung.model.local_time import moment
from begegnung.services.bookings import bookings_of
from begegnung.services.dates import dates_between
from begegnung.services.desk import View
from begegnung.wiring import open_desk
from tests.desks import MONDAY, House, open_house

PROCESSES = multiprocessing.get_context("spawn")
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


def test_two_desks_never_get_one_room_at_the_same_time(house: House) -> None:
    first, second = house.offer("Chor", "group"), house.offer("Skat", "group")

    at_the_same_time((plan_all, house.folder, first), (plan_all, house.folder, second))

    dates = house.desk.read(dates_between, MONDAY, MONDAY)
    assert [(a, b) for a, b in pairwise(dates) if a.ends > b.starts] == []
    assert len(dates) >= ROUNDS // 2
    assert dates[0].starts == moment(MONDAY, 0)


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
