"""People who may be in the list twice: hints while somebody is noted, and the whole list."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select

from begegnung.db.search import find
from begegnung.db.similar import find_similar
from begegnung.db.tables import household, person, person_merge
from begegnung.db.work import Work
from begegnung.model.duplicates import (
    Reason,
    Suspicion,
    Traits,
    compared,
    reasons,
    suspicions,
)
from begegnung.model.names import digits, full_name, sort_key
from begegnung.model.people_errors import SamePerson
from begegnung.model.rows import PersonLine
from begegnung.services.desk import View
from begegnung.services.houses import own
from begegnung.services.people import people_lines

_CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class KeepApart:
    """Says that two entries are two people, so that they are not suggested again."""

    first_id: str
    second_id: str


class LikelySame(NamedTuple):
    """Somebody who may be the one that is about to be noted, and why."""

    person: PersonLine
    reasons: tuple[Reason, ...]


class PossibleDuplicate(NamedTuple):
    """Two entries that may be one person, and why."""

    first: PersonLine
    second: PersonLine
    reasons: tuple[Reason, ...]


def keep_apart(work: Work, request: KeepApart) -> str:
    """Notes that two entries are different people; gives the identifier of the note.

    Kept as a merge that was taken apart, which says the same.
    """
    if request.first_id == request.second_id:
        raise SamePerson(_named(work, request.first_id))
    names = [_named(work, person_id) for person_id in (request.first_id, request.second_id)]
    work.title = " · ".join(names)
    return work.insert(
        person_merge,
        {
            "keeper_id": request.first_id,
            "merged_id": request.second_id,
            "moved": "{}",
            "undone": True,
        },
    )


def _named(work: Work, person_id: str) -> str:
    row = work.row(person, person_id)
    own(work, person.name, row["centre_id"])
    return full_name(row["surname"], row["first_name"])


def likely_same(
    view: View, surname: str, first_name: str, phone: str = "", birth_year: int | None = None
) -> list[LikelySame]:
    """Who may be the one that is about to be noted, the strongest reasons first.

    Nobody before surname and either first name or telephone are there.
    """
    if not surname.strip() or not (first_name.strip() or len(digits(phone)) > 4):
        return []
    typed = compared(Traits("", surname, first_name, (phone,), birth_year))
    name = f"{surname} {first_name}"
    ids = find(view.connection, name, person.name, _CANDIDATES)
    ids += find_similar(view.connection, name, _CANDIDATES)
    if len(digits(phone)) > 4:
        ids += find(view.connection, digits(phone), person.name, _CANDIDATES)
    ids = list(dict.fromkeys(ids))
    known = {row.id: compared(_traits(row)) for row in _read(view, ids)}
    # While the year is not typed yet, or typed wrongly, a namesake is worth a look all the same.
    found = [
        LikelySame(line, why)
        for line in people_lines(view, ids)
        if (why := reasons(typed._replace(birth_year=None), known[line.id]))
        or (why := reasons(typed, known[line.id]))
    ]
    return sorted(found, key=lambda one: (one.reasons[0] != "same_name", -len(one.reasons)))


def possible_duplicates(view: View) -> list[PossibleDuplicate]:
    """All pairs of the house that may be one person, in name order; decided ones left out.

    Takes a second in a house of ten thousand people: to be read beside the window.
    """
    found = _undecided(view, _read(view))
    ids = list(dict.fromkeys(i for one in found for i in (one.first_id, one.second_id)))
    lines = {line.id: line for line in people_lines(view, ids)}
    pairs = [_pair(lines[a], lines[b], why) for a, b, why in found]
    return sorted(pairs, key=lambda pair: (_by_name(pair.first), _by_name(pair.second)))


def suspected_among(view: View, ids: list[str]) -> list[Suspicion]:
    """The pairs of these people that may be one person, in the order of identifiers."""
    return _undecided(view, _read(view, ids))


def _undecided(view: View, rows: list[Any]) -> list[Suspicion]:
    """The suspicious pairs of `rows` of which nobody has said that they are two people."""
    apart = {
        frozenset((pair[0], pair[1]))
        for pair in view.connection.execute(
            select(person_merge.c.keeper_id, person_merge.c.merged_id).where(
                person_merge.c.undone.is_(True)
            )
        )
    }
    return [
        one
        for one in suspicions(map(_traits, rows))
        if frozenset((one.first_id, one.second_id)) not in apart
    ]


def _pair(one: PersonLine, other: PersonLine, why: tuple[Reason, ...]) -> PossibleDuplicate:
    first, second = sorted((one, other), key=_by_name)
    return PossibleDuplicate(first, second, why)


def _by_name(line: PersonLine) -> tuple[str, bool, str]:
    """In name order, of namesakes first the one of whom more is known."""
    return sort_key(f"{line.surname} {line.first_name}"), line.birth_year is None, line.id


def _read(view: View, ids: list[str] | None = None) -> list[Any]:
    """What is compared of the people of the house who are shown in lists."""
    statement = (
        select(
            person.c.id,
            person.c.surname,
            person.c.first_name,
            person.c.phone,
            person.c.mobile,
            func.coalesce(household.c.phone, "").label("shared"),
            person.c.birth_year,
            person.c.street,
        )
        .outerjoin(household, household.c.id == person.c.household_id)
        .where(
            person.c.centre_id == view.centre(),
            person.c.blocked.is_(False),
            person.c.merged_into.is_(None),
            person.c.surname != "",
        )
        .order_by(person.c.id)
    )
    if ids is not None:
        statement = statement.where(person.c.id.in_(ids))
    return list(view.connection.execute(statement))


def _traits(row: Any) -> Traits:
    phones = (row.phone, row.mobile, row.shared)
    return Traits(row.id, row.surname, row.first_name, phones, row.birth_year, row.street)
