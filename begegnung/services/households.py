"""Households: people who live together and share one telephone."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from begegnung.db.tables import household, person, search_entry
from begegnung.db.work import Row, Work
from begegnung.model.errors import Invalid, PersonBlocked
from begegnung.model.names import full_name
from begegnung.model.rows import PersonLine
from begegnung.services.desk import View
from begegnung.services.houses import own
from begegnung.services.people import people_lines, require_phone


@dataclass(frozen=True, slots=True)
class JoinHousehold:
    """Puts people into one household; `phone` is the number they share, None leaves it.

    Who is in another household leaves it; the household of the first one who has one goes on.
    """

    person_ids: tuple[str, ...]
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class LeaveHousehold:
    """Takes a person out of her household; the number stays with the others."""

    person_id: str


@dataclass(frozen=True, slots=True)
class SetHouseholdPhone:
    """Changes the telephone number of a household, empty for none."""

    household_id: str
    phone: str


class HouseholdCard(NamedTuple):
    """A household as the card of a person shows it; `members` in name order."""

    id: str
    phone: str
    members: tuple[PersonLine, ...]


def join_household(work: Work, request: JoinHousehold) -> str:
    """Makes one household of these people; gives its identifier.

    Raises `Invalid` (fewer than two people, a number that is none) and `PersonBlocked`.
    """
    ids = tuple(dict.fromkeys(request.person_ids))
    if len(ids) < 2:
        raise Invalid("household", "missing")
    members = [_member(work, person_id) for person_id in ids]
    phone = None if request.phone is None else require_phone(request.phone, "household_phone")
    there = [m["household_id"] for m in members if m["household_id"] is not None]
    if there:
        household_id = there[0]
        if phone is not None:
            work.update(household, household_id, {"phone": phone})
    else:
        values = {"centre_id": work.centre(), "phone": phone or ""}
        household_id = work.insert(household, values)
    joined = [m for m in members if work.update(person, m["id"], {"household_id": household_id})]
    # Only who is touched is named: the title goes when one of them is erased.
    work.title = " und ".join(full_name(m["surname"], m["first_name"]) for m in joined)
    return household_id


def leave_household(work: Work, request: LeaveHousehold) -> None:
    """Takes a person out of her household; nothing happens when she is in none."""
    member = _member(work, request.person_id)
    work.title = full_name(member["surname"], member["first_name"])
    work.update(person, request.person_id, {"household_id": None})


def set_household_phone(work: Work, request: SetHouseholdPhone) -> None:
    """Changes the shared number; raises `Invalid` for one that is none."""
    row = work.row(household, request.household_id)
    own(work, household.name, row["centre_id"])
    # The title names nobody: this row stays when one of them is erased.
    phone = require_phone(request.phone, "household_phone")
    work.update(household, request.household_id, {"phone": phone})


def _member(work: Work, person_id: str) -> Row:
    row = work.row(person, person_id)
    own(work, person.name, row["centre_id"])
    if row["blocked"] or row["merged_into"] is not None:
        raise PersonBlocked(full_name(row["surname"], row["first_name"]))
    return row


def household_of(view: View, person_id: str) -> HouseholdCard | None:
    """The household of a person with everybody in it but blocked people; None without one."""
    row = view.connection.execute(
        select(household.c.id, household.c.phone)
        .join(person, person.c.household_id == household.c.id)
        .where(person.c.id == person_id)
    ).first()
    if row is None:
        return None
    ids = view.connection.execute(
        select(person.c.id)
        .join(search_entry, search_entry.c.entity_id == person.c.id)
        .where(person.c.household_id == row.id, person.c.blocked.is_(False))
        .order_by(search_entry.c.sort_key)
    ).scalars()
    return HouseholdCard(row.id, row.phone, tuple(people_lines(view, list(ids))))
