"""One PC as a process of its own: people work at it and it exchanges, until somebody kills it."""

import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from begegnung.db.tables import SHARED
from begegnung.model.changes import Action
from begegnung.model.errors import Refusal
from begegnung.services import erasure, offers, people
from begegnung.services.clashes import clashes
from begegnung.services.desk import Desk
from begegnung.services.history import undo
from begegnung.wiring import open_desk
from tests.desks import House, StandingClock
from tests.services.verbs import VERBS, Chance
from tests.torture.diary import Cell, DiaryWriter, Written
from tests.torture.place import Place, one_run

SURNAME, TITLE = "Umstritten", "Umstrittenes Angebot"
"""A person and an offer of which everybody in the house keeps changing one thing."""


@dataclass(frozen=True, slots=True)
class Life:
    """What a PC does from one start to its end: `turns` turns, or until it is killed with None.

    `now` is what its clock shows at the start; its clock goes on with what is done. `runs` of its
    turns are exchanges. `person` and `offer` are the contested ones, see `SURNAME`; the PC of the
    city has none, and does nothing but exchange.
    """

    folder: Path
    place: Place
    diary: Path
    person: str
    offer: str
    seed: int
    now: datetime
    turns: int | None = None
    runs: float = 0.2


def live(life: Life) -> None:
    """The whole life of the process. What goes wrong in it is left beside the diary."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _Worker(life).work()
    except BaseException:
        life.diary.with_suffix(".crash").write_text(traceback.format_exc(), encoding="utf-8")
        raise


class _Worker:
    def __init__(self, life: Life) -> None:
        self._life = life
        self._random = Random(life.seed)
        self._diary = DiaryWriter(life.diary)
        clock = StandingClock(life.now)
        self._desk = open_desk(life.folder, clock=clock)
        self._clock = clock
        self._chance = _Anything(House(self._desk, clock, life.folder), {life.person, life.offer})
        self._count = 0

    def work(self) -> None:
        turns = self._life.turns
        while turns is None or self._count < turns:
            self._count += 1
            self._clock.go_on(seconds=self._random.randint(1, 600))
            if self._random.random() < self._life.runs or not self._life.person:
                one_run(self._desk, self._life.folder, self._life.place)
                self._diary.exchanged()
            else:
                self._random.choices(_KINDS, _WEIGHTS)[0](self)
        self._desk.close()

    def add_person(self) -> None:
        self._act(people.add_person, people.PersonData(f"Person {self._word()}"))
        if self._random.random() < 0.1:
            self._act(undo, None)

    def add_offer(self) -> None:
        data = offers.OfferData(f"Kurs {self._word()}", "course", capacity=2)
        self._act(offers.add_offer, offers.AddOffer(data))

    def do_anything(self) -> None:
        verb = self._random.choice(sorted(VERBS))
        self._done(self._chance.do(verb, self._random.randint(0, 40), self._random.randint(0, 40)))

    def erase_person(self) -> None:
        known = [line.id for line in self._desk.read(people.people_list)]
        known = [one for one in known if one != self._life.person]
        if known:
            who = self._random.choice(known)
            self._act(erasure.erase_person, erasure.ErasePerson(who, "request"))

    def edit_person(self) -> None:
        data = people.PersonData(SURNAME, mobile=self._word())
        request = people.EditPerson(self._life.person, data)
        cell = ("person", self._life.person, "mobile")
        self._contest(cell, data.mobile, people.edit_person, request)

    def edit_offer(self) -> None:
        data = offers.OfferData(TITLE, "course", remark=self._word())
        request = offers.EditOffer(self._life.offer, data)
        cell = ("offer", self._life.offer, "remark")
        self._contest(cell, data.remark, offers.edit_offer, request)

    def _contest(self, cell: Cell, value: str, verb: Callable[..., Any], request: Any) -> None:
        self._diary.tries(Written(cell, value, values_in(self._desk, cell)))
        self._act(verb, request)
        self._diary.wrote(value)

    def _act(self, verb: Callable[..., Any], request: Any) -> None:
        try:
            self._done(self._desk.act(verb, request).action)
        except Refusal:
            return

    def _done(self, action: Action | None) -> None:
        if action is not None:
            self._diary.did(action)

    def _word(self) -> str:
        return f"{self._life.seed}x{self._count}"


_Turn = Callable[[_Worker], None]
_KINDS: tuple[_Turn, ...] = (
    _Worker.add_person,
    _Worker.add_offer,
    _Worker.erase_person,
    _Worker.edit_person,
    _Worker.edit_offer,
    _Worker.do_anything,
)
_WEIGHTS = (6, 1, 1, 4, 3, 4)


class _Anything(Chance):
    """Anything a desk may do, except with the rows `spared`, which have a truth of their own."""

    def __init__(self, house: House, spared: set[str]) -> None:
        super().__init__(house)
        self._spared = spared

    def some(self, table: str, number: int) -> str:
        ids = sorted(self.rows[table].keys() - self._spared)
        if not ids:
            raise IndexError(table)
        return ids[number % len(ids)]


def values_in(desk: Desk, cell: Cell) -> frozenset[str]:
    """What the desk shows in a cell: its value, and those that stand against it."""
    table, row, column = cell
    query = select(SHARED[table].c[column]).where(SHARED[table].c.id == row)
    shown = desk.read(lambda view: view.connection.execute(query).scalar_one())
    against = {
        str(said.value(column))
        for clash in desk.read(clashes).values
        if (clash.entity, clash.entity_id) == (table, row) and column in clash.columns
        for said in clash.said
    }
    return frozenset({str(shown), *against})
