"""A house on a real database file, for every test that needs a desk.

The file is made and migrated once a test run and copied for each test. Names are made up.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from begegnung.db.tables import SHARED, change, search_entry
from begegnung.db.work import Work, plain
from begegnung.model.recurrence import Series
from begegnung.services.bookings import Book, Booked, book
from begegnung.services.dates import AddDate, add_date
from begegnung.services.desk import Desk, View
from begegnung.services.houses import (
    AddRoom,
    SetUpHouse,
    add_house,
    add_room,
    rooms,
    set_up_house,
)
from begegnung.services.offers import AddOffer, OfferData, Planned, PlannedSeries, add_offer
from begegnung.services.people import PersonData, add_person
from begegnung.wiring import database_path, open_desk

MONDAY = date(2026, 11, 23)
"""The Monday on which every test begins, at eight in the morning."""

HOUSE = "Haus Linde"
SINGLE, SECOND, SHARED_ROOM = "Saal", "Werkraum", "Foyer"


class StandingClock:
    """A clock that shows what the test has set: local time without zone."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or datetime(MONDAY.year, MONDAY.month, MONDAY.day, 8)  # noqa: DTZ001

    def __call__(self) -> int:
        return round(self.now.timestamp() * 1000)

    def go_on(self, **span: float) -> None:
        """Moves on by `days`, `hours`, `minutes`..."""
        self.now += timedelta(**span)


def prepare(folder: Path) -> None:
    """Makes the database of the house with three rooms in `folder`."""
    desk = open_desk(folder, clock=StandingClock(), device_name="Empfang")
    desk.act(set_up_house, SetUpHouse(HOUSE, town="Dortmund", rooms=(SINGLE, SECOND)))
    desk.act(add_room, AddRoom(SHARED_ROOM, several_groups=True))
    desk.close()


def copy_of(prepared: Path, folder: Path) -> Path:
    """A data folder with a copy of the prepared database."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(database_path(prepared), database_path(folder))
    return folder


@dataclass
class House:
    """A desk with its clock, and short words for what tests do again and again."""

    desk: Desk
    clock: StandingClock
    folder: Path

    @property
    def act(self) -> Callable[..., Any]:
        """The door for writing."""
        return self.desk.act

    def room(self, name: str = SINGLE) -> str:
        """The identifier of a room."""
        return next(row.id for row in self.desk.read(rooms) if row.name == name)

    def person(self, surname: str = "Muster", first_name: str = "", **known: Any) -> str:
        """A new person."""
        return self.desk.act(add_person, PersonData(surname, first_name, **known)).value

    def people(self, number: int) -> list[str]:
        """So many new people."""
        return [self.person(f"Person {n:02}") for n in range(1, number + 1)]

    def offer(self, title: str = "Yoga auf dem Stuhl", kind: str = "course", **known: Any) -> str:
        """A new offer without dates."""
        return self.desk.act(add_offer, AddOffer(OfferData(title, kind, **known))).value.offer_id

    def one_date(
        self,
        offer_id: str,
        start: int = 600,
        end: int | None = 660,
        *,
        day: date = MONDAY,
        room: str | None = SINGLE,
    ) -> str:
        """One date of an offer, minutes after midnight."""
        room_id = None if room is None else self.room(room)
        request = AddDate(offer_id, day, start, end, room_id)
        return self.desk.act(add_date, request).value

    def series(
        self, title: str, first: date, last: date, start: int = 600, end: int = 660, **known: Any
    ) -> Planned:
        """A new offer every Monday in the first room."""
        planned = PlannedSeries(Series(rrules=("FREQ=WEEKLY;BYDAY=MO",)), first, last, start, end)
        data = OfferData(title, "course", room_id=self.room(), **known)
        return self.desk.act(add_offer, AddOffer(data, (planned,))).value

    def elsewhere(self, table: Table, values: dict[str, Any]) -> str:
        """A row of another house, as the exchange brings it."""

        def write(work: Work, _request: None) -> str:
            other = add_house(work, SetUpHouse("Haus Eiche"))
            return work.insert(table, {"centre_id": other, **values})

        return self.desk.act(write, None).value

    def book(self, person_id: str, offer_id: str, **more: Any) -> Booked:
        """Books a person."""
        return self.desk.act(book, Book(person_id, offer_id, **more)).value


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """The house on the data folder, closed at the end."""
    clock = StandingClock()
    desk = open_desk(folder, clock=clock)
    try:
        yield House(desk, clock, folder)
    finally:
        desk.close()


Content = dict[str, dict[str, dict[str, Any]]]
"""Rows as JSON carries them: by table, by identifier."""


def content(view: View) -> Content:
    """Every row of every shared table."""
    found: Content = {}
    for name, table in SHARED.items():
        rows = [plain(row) for row in view.connection.execute(select(table)).mappings()]
        found[name] = {row.pop("id"): row for row in rows}
    return found


def log(view: View) -> list[Any]:
    """Every change of the log in the order in which it was made."""
    return list(view.connection.execute(select(change).order_by(change.c.n)))


def search_words(view: View) -> list[tuple[Any, ...]]:
    """The search index, without its numbers."""
    columns = (search_entry.c.kind, search_entry.c.entity_id, search_entry.c.words)
    rows = view.connection.execute(select(*columns, search_entry.c.sort_key))
    return sorted(tuple(row) for row in rows)
