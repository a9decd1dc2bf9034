"""People: only what the desk needs (Art. 5 GDPR); no health data, no date of birth."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import bindparam, false, func, select

from begegnung.db.search import find
from begegnung.db.similar import find_similar
from begegnung.db.tables import (
    attendance,
    booking,
    district,
    household,
    occurrence,
    offer,
    person,
    search_entry,
)
from begegnung.db.work import Work
from begegnung.model.errors import Invalid, StaleEdit
from begegnung.model.local_time import moment
from begegnung.model.names import full_name
from begegnung.model.rows import PersonBooking, PersonCard, PersonLine
from begegnung.services.desk import View
from begegnung.services.houses import own, required
from begegnung.services.person_shown import phone_of_person
from begegnung.services.present import today_of

GENDERS: dict[str, str] = {
    "": "keine Angabe",
    "female": "weiblich",
    "male": "männlich",
    "diverse": "divers",
}
"""As the city's statistics ask."""

_FEW = 10
"""With fewer hits than fit beside each other on the screen the search looks for similar names."""


@dataclass(frozen=True, slots=True)
class PersonData:
    """What may be noted of a person; only the surname is required."""

    surname: str
    first_name: str = ""
    phone: str = ""
    mobile: str = ""
    mail: str = ""
    street: str = ""
    district_id: str | None = None
    birth_year: int | None = None
    gender: str = ""
    contact_name: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True)
class EditPerson:
    """New values of a person.

    With `before`, what the desk saw when it began, only what it changed is written, and nothing
    over a value that somebody else changed meanwhile.
    """

    person_id: str
    data: PersonData
    before: PersonData | None = None


@dataclass(frozen=True, slots=True)
class BlockPerson:
    """Hides a person from lists (Sperrung, Art. 18 GDPR) or shows her again."""

    person_id: str
    blocked: bool


def add_person(work: Work, request: PersonData) -> str:
    """Notes a new person; gives the identifier. Raises `Invalid` at the wrong input."""
    values = _checked(work, request)
    work.title = full_name(values["surname"], values["first_name"])
    return work.insert(person, {"centre_id": work.centre(), **values})


def edit_person(work: Work, request: EditPerson) -> None:
    """Changes what is noted of a person; raises `Invalid` and `StaleEdit`."""
    row = work.row(person, request.person_id)
    own(work, person.name, row["centre_id"])
    values = _checked(work, request.data)
    work.title = full_name(values["surname"], values["first_name"])
    if request.before is not None:
        seen = asdict(request.before)
        values = {column: value for column, value in values.items() if value != seen[column]}
        for column in values:
            if row[column] not in (seen[column], values[column]):
                raise StaleEdit(person.name, request.person_id, column, str(row[column]))
    work.update(person, request.person_id, values)


def block_person(work: Work, request: BlockPerson) -> None:
    """Blocks or unblocks a person."""
    row = work.row(person, request.person_id)
    own(work, person.name, row["centre_id"])
    work.title = full_name(row["surname"], row["first_name"])
    work.update(person, request.person_id, {"blocked": request.blocked})


def _checked(work: Work, data: PersonData) -> dict[str, Any]:
    values = {
        k: " ".join(v.split()) if isinstance(v, str) and k != "district_id" else v
        for k, v in asdict(data).items()
    }
    values["surname"] = required(data.surname, "surname")
    this_year = today_of(work.maker.now_ms).year
    year = data.birth_year
    if year is not None and not this_year - 120 <= year <= this_year:
        raise Invalid("birth_year", "not_a_year", str(year))
    if data.mail.strip() and "@" not in data.mail:
        raise Invalid("mail", "not_a_mail", data.mail)
    for field in ("phone", "mobile", "contact_phone"):
        require_phone(values[field], field)
    if data.gender not in GENDERS:
        raise Invalid("gender", "unknown", data.gender)
    return values


def require_phone(typed: str, field: str) -> str:
    """A telephone number without blanks too many, or nothing; raises `Invalid` otherwise."""
    bare = " ".join(typed.split())
    if bare and sum(c.isdigit() for c in bare) < 3:
        raise Invalid(field, "not_a_phone", bare)
    return bare


def _lines() -> Any:
    return select(
        person.c.id,
        person.c.surname,
        person.c.first_name,
        person.c.birth_year,
        func.coalesce(district.c.name, ""),
        person.c.street,
        phone_of_person(),
        person.c.blocked,
        false(),
    ).outerjoin(district, district.c.id == person.c.district_id)


_WANTED = func.json_each(bindparam("ids")).table_valued("value")
_LINES_OF = _lines().where(
    person.c.id.in_(select(_WANTED.c.value)),
    person.c.centre_id == bindparam("centre"),
    person.c.merged_into.is_(None),
    person.c.surname != "",
)
"""One statement for any number of people, so that it is worded and prepared once."""


def people_list(view: View, *, with_blocked: bool = False) -> list[PersonLine]:
    """All people of this house in name order."""
    statement = (
        _lines()
        .join(search_entry, search_entry.c.entity_id == person.c.id)
        .where(
            person.c.centre_id == view.centre(),
            person.c.merged_into.is_(None),
            person.c.surname != "",
        )
        .order_by(search_entry.c.sort_key)
    )
    if not with_blocked:
        statement = statement.where(person.c.blocked.is_(False))
    return list(map(PersonLine._make, view.connection.execute(statement).all()))


def people_lines(view: View, ids: Sequence[str]) -> list[PersonLine]:
    """The people of this house with these identifiers, in this order; merged ones left out."""
    known = {"ids": json.dumps(ids), "centre": view.centre()}
    by_id = {row[0]: PersonLine._make(row) for row in view.connection.execute(_LINES_OF, known)}
    return [by_id[i] for i in ids if i in by_id]


def find_people(
    view: View, typed: str, limit: int = 50, *, with_blocked: bool = False
) -> list[PersonLine]:
    """People of this house for the typed letters, in name order.

    Where these are few, people follow whose names sound like the typed ones or differ by a typing
    error, the most like ones first (`similar`). Blocked people are found `with_blocked` only.
    """
    exact = find(view.connection, typed, person.name, limit, with_hidden=with_blocked)
    if len(exact) >= min(_FEW, limit):
        return people_lines(view, exact)
    room = min(_FEW, limit)
    alike = find_similar(view.connection, typed, room, with_hidden=with_blocked)
    known = set(exact)
    alike = [i for i in alike if i not in known][: room - len(exact)]
    lines = people_lines(view, [*exact, *alike])
    return [line if line.id in known else line._replace(similar=True) for line in lines]


def person_card(view: View, person_id: str) -> PersonCard:
    """Everything about a person, with her bookings that still matter."""
    row = view.connection.execute(
        select(
            person,
            func.coalesce(district.c.name, "").label("district"),
            func.coalesce(household.c.phone, "").label("household_phone"),
        )
        .outerjoin(district, district.c.id == person.c.district_id)
        .outerjoin(household, household.c.id == person.c.household_id)
        .where(person.c.id == person_id)
    ).one()
    visits, last_visit = view.connection.execute(
        select(func.count(), func.max(occurrence.c.starts))
        .select_from(attendance)
        .join(occurrence, occurrence.c.id == attendance.c.occurrence_id)
        .where(attendance.c.person_id == person_id, attendance.c.state == "present")
    ).one()
    known = {name: getattr(row, name) for name in PersonCard._fields[:16]}
    return PersonCard(
        **known, bookings=_bookings(view, person_id), visits=visits, last_visit=last_visit
    )


def _bookings(view: View, person_id: str) -> tuple[PersonBooking, ...]:
    now = moment(today_of(view.now_ms), 0)
    upcoming = (
        select(func.min(occurrence.c.starts))
        .where(
            occurrence.c.offer_id == offer.c.id,
            occurrence.c.starts >= now,
            occurrence.c.state == "planned",
        )
        .scalar_subquery()
    )
    single = occurrence.alias()
    rows = view.connection.execute(
        select(booking.c.id, offer.c.id, offer.c.title, booking.c.state, upcoming, single.c.starts)
        .join(offer, offer.c.id == booking.c.offer_id)
        .outerjoin(single, single.c.id == booking.c.occurrence_id)
        .where(booking.c.person_id == person_id, booking.c.state != "cancelled")
        .order_by(offer.c.title)
    )
    return tuple(PersonBooking._make(row) for row in rows)
