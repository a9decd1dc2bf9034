"""Rows about what only some kinds of offers have: boarding points, meals, trips, minimum."""

from typing import NamedTuple


class BoardingPointRow(NamedTuple):
    """Where people get on the coach (Zustieg); `minute` of the day, None while it is not known."""

    id: str
    name: str
    minute: int | None


class MealLine(NamedTuple):
    """A booking on the meal list of a day; `choice` "" where nothing was chosen."""

    booking_id: str
    person_id: str
    surname: str
    first_name: str
    birth_year: int | None
    places: int
    choice: str


class ChoiceTotal(NamedTuple):
    """How many portions of one menu are wanted; `choice` "" where nothing was chosen."""

    choice: str
    portions: int


class MealList(NamedTuple):
    """The meals of one date (Essensliste), for the house only.

    `lines` by name; `totals` in the order of the menus; `deadline` is the moment until which is
    ordered (None: no deadline), `choices` are the menus to choose from.
    """

    occurrence_id: str
    title: str
    starts: int
    deadline: int | None
    choices: tuple[str, ...]
    lines: tuple[MealLine, ...]
    totals: tuple[ChoiceTotal, ...]
    portions: int


class TripLine(NamedTuple):
    """A booking on the list of a trip (Fahrtenliste).

    `number` is the order of registration. Money in cents: `due_cents` the agreed price (None where
    none was agreed), `deposit_cents` of it as deposit, `paid_cents` what is there.
    """

    booking_id: str
    person_id: str
    number: int
    surname: str
    first_name: str
    birth_year: int | None
    places: int
    boarding_point_id: str | None
    boarding: str
    choice: str
    due_cents: int | None
    deposit_cents: int
    paid_cents: int
    phone: str
    contact_name: str
    contact_phone: str


class TripList(NamedTuple):
    """Everybody with a place on a trip, by boarding point and name; for the house only.

    `by_point` counts the seats of each boarding point in its order, the last one (id None) those
    of people without one.
    """

    offer_id: str
    title: str
    capacity: int | None
    seats: int
    points: tuple[BoardingPointRow, ...]
    choices: tuple[str, ...]
    lines: tuple[TripLine, ...]
    by_point: tuple[tuple[str | None, int], ...]


class BelowMinimum(NamedTuple):
    """An offer that begins soon with fewer places taken than its minimum."""

    offer_id: str
    title: str
    minimum: int
    booked: int
    starts: int
