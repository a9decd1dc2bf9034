"""The one door of the window and the command line: `act` changes, `read` looks.

A verb is a function `verb(work, request) -> value` of `begegnung.services`; a query is a function
`query(view, *arguments) -> rows`. Neither opens nor commits; no connection leaves this module.
"""

import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from begegnung.db.engine import as_trouble
from begegnung.db.transactions import copying, trying, writing
from begegnung.db.work import (
    Maker,
    Work,
    get_local,
    may_now,
    role_of,
    set_local,
)
from begegnung.model.changes import Action
from begegnung.model.errors import DiskFull, NoCentre, Refusal
from begegnung.model.ids import house_of
from begegnung.model.staff_errors import SignedOut
from begegnung.services.disk_space import release_reserve
from begegnung.services.erased_file import keep_erasures

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")

Clock = Callable[[], int]
"""Gives the present as UTC milliseconds."""


def system_clock() -> int:
    """The clock of this PC, UTC milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class View:
    """What a query may look at: the open connection, the house of this PC and the present."""

    connection: Connection
    centre_id: str | None
    device: str
    now_ms: int

    def centre(self) -> str:
        """The house of this PC; raises `NoCentre` before one is set up."""
        if self.centre_id is None:
            raise NoCentre
        return self.centre_id


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a verb gave back, the entities whose rows changed, and the logged action.

    `action` is None when the verb found nothing to change.
    """

    value: T
    changed: frozenset[str]
    action: Action | None


def verb_name(verb: Callable[..., Any]) -> str:
    """The name of a verb in the log: module and function, for example "bookings.book"."""
    return f"{verb.__module__.rsplit('.', 1)[-1]}.{verb.__name__}"


class Desk:
    """The desk of one PC on one database file.

    `actor` is the signed-in user (or None). `reserve_given` tells that an entry needed the reserve
    of the disk, until somebody has said so. A desk belongs to one thread; `for_thread` gives
    another one on the same file.
    """

    def __init__(self, engine: Engine, path: Path, device: str, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self.path = path
        self.device = device
        self.actor: str | None = None
        self.reserve_given = False
        self._centre: str | None = None
        self.find_house()

    def find_house(self) -> None:
        """Reads which house this file belongs to: another desk on it may have joined one."""
        with self._engine.connect() as connection:
            self._centre = get_local(connection, "centre")

    @property
    def centre_id(self) -> str | None:
        """The house of this PC, None before it is set up."""
        return self._centre

    def for_thread(self) -> "Desk":
        """A desk of its own for a worker thread, with the same user."""
        with self._troubles():
            other = Desk(self._engine, self.path, self.device, self._clock)
        other.actor = self.actor
        return other

    def act(self, verb: Callable[[Work, R], T], request: R) -> Done[T]:
        """Runs a verb in one transaction: all of it is written and logged, or nothing.

        When the disk is full the reserve is given free and the verb runs once more. Raises
        `NotAllowed` when the role of the signed-in user does not have the verb, what the verb
        refuses (`Refusal`) and what the environment refuses (`Trouble`).
        """
        try:
            return self._act(verb, request)
        except DiskFull:
            if not release_reserve(self.path.parent):
                raise
            done = self._act(verb, request)
            self.reserve_given = True
            return done

    def _act(self, verb: Callable[[Work, R], T], request: R) -> Done[T]:
        with self._troubles(), writing(self._engine) as connection:
            work = Work(connection, self._maker(connection), verb_name(verb))
            work.require(work.verb)
            value = verb(work, request)
            action = work.finish()
        if self._centre is None:
            self.find_house()
        touched = frozenset(c.entity for c in action.changes) if action else frozenset[str]()
        if action is not None:
            self._keep_erasures(action)
        return Done(value, touched, action)

    def _keep_erasures(self, action: Action) -> None:
        """Notes beside the file what was erased, so that an old copy of it brings nobody back."""
        rows: dict[str, set[str]] = {}
        for c in action.changes:
            if c.kind == "E":
                rows.setdefault(c.entity, set()).add(c.entity_id)
        if rows:
            kept = {table: frozenset(ids) for table, ids in rows.items()}
            keep_erasures(self.path.parent, kept)

    def refusal_of(self, verb: Callable[[Work, R], T], request: R) -> Refusal | None:
        """What `act` would be refused with now, None when it would go; nothing is kept of it."""
        with self._troubles(), trying(self._engine) as connection:
            work = Work(connection, self._maker(connection), verb_name(verb))
            try:
                work.require(work.verb)
                verb(work, request)
            except Refusal as refusal:
                return refusal
        return None

    def may(self, what: str) -> bool:
        """Whether the signed-in user may do `what` (see `Work.may`); for buttons and hints."""
        with self._troubles(), self._engine.connect() as connection:
            try:
                return may_now(connection, self._maker(connection), what)
            except SignedOut:
                return False

    def read(
        self, query: Callable[Concatenate[View, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Runs a query in one reading transaction, so that all it sees is of one moment."""
        with self._troubles(), self._engine.connect() as connection, connection.begin():
            return query(
                View(connection, self._centre, self.device, self._clock()), *args, **kwargs
            )

    def bind(self, centre_id: str) -> None:
        """Makes this file one of the house `centre_id`, whose data have arrived."""
        self.note("centre", centre_id)
        self._centre = centre_id

    def note(self, key: str, value: str) -> None:
        """Keeps `value` under `key` in this file only: no action, no exchange."""
        with self._troubles(), writing(self._engine) as connection:
            set_local(connection, {key: value})

    @contextmanager
    def local_transaction(self, beside: Path | None = None) -> Generator[Connection]:
        """A writing transaction past the change log, for what is not a user's doing.

        Only for the exchange (which brings logged actions of others) and the check. The file
        `beside` is attached as the schema "other".
        """
        with self._troubles(), writing(self._engine, beside) as connection:
            yield connection

    @contextmanager
    def copy_transaction(self, target: Path) -> Generator[Connection]:
        """A reading transaction that may write into the file `target`, attached as "other"."""
        with self._troubles(), copying(self._engine, target) as connection:
            yield connection

    def close(self) -> None:
        """Lets go of the file."""
        self._engine.dispose()

    def now_ms(self) -> int:
        """The present, UTC milliseconds."""
        return self._clock()

    def _maker(self, connection: Connection) -> Maker:
        house = house_of(self._centre or self.device)
        role = role_of(connection, self.actor)
        return Maker(self.device, house, self._centre, self.actor, self._clock(), role)

    @contextmanager
    def _troubles(self) -> Generator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.DatabaseError) as error:
            trouble = as_trouble(error, self.path)
            if trouble is None:
                raise
            raise trouble from error
