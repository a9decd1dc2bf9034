"""The same person was noted anew at two PCs, neither of which knew of the other's entry.

Only such pairs are asked about here. Whoever else may be in the list twice is found by
`services.duplicates.possible_duplicates`, on the page of the people.
"""

from typing import NamedTuple

from sqlalchemy import select

from begegnung.db.tables import person
from begegnung.db.work import Work
from begegnung.model.duplicates import Reason
from begegnung.model.ids import first_id, house_of
from begegnung.model.names import full_name
from begegnung.model.rows import PersonLine
from begegnung.services.clashes.identity import Proposal, clash_id
from begegnung.services.clashes.writers import NOBODY, Written, written
from begegnung.services.desk import View
from begegnung.services.duplicates import KeepApart, keep_apart, suspected_among
from begegnung.services.people import people_lines
from begegnung.services.person_merges import Merge, merge

KIND = "person"

_DAY_MS = 24 * 60 * 60 * 1000
_ASKED_FOR_MS = 90 * _DAY_MS
"""For so long after the newer of the two was noted it is asked about here."""

_APART_MS = 14 * _DAY_MS
"""Two PCs know of each other's people after two weeks: who is noted later was noted knowingly."""

_NEWEST = 250
"""So many of the people noted last are compared: the page Heute asks each time it is shown."""


class PersonEntry(NamedTuple):
    """One of the two entries, with the PC where it was made and when (UTC ms)."""

    person: PersonLine
    pc: str
    at_ms: int

    @property
    def name(self) -> str:
        """Her name."""
        return full_name(self.person.surname, self.person.first_name)


class PersonClash(NamedTuple):
    """Two entries that may be one person, and why; the older one first."""

    id: str
    first: PersonEntry
    second: PersonEntry
    reasons: tuple[Reason, ...]

    @property
    def entries(self) -> tuple[PersonEntry, PersonEntry]:
        """Both entries, the older one first."""
        return self.first, self.second


def found(view: View) -> tuple[PersonClash, ...]:
    """Pairs of new people who may be one, noted at two PCs shortly after each other."""
    ids = _newest(view)
    by = written(view.connection, ids)
    if len({one.device for one in by.values()}) < 2:
        return ()
    pairs = suspected_among(view, ids)
    lines = {line.id: line for line in people_lines(view, ids)}
    clashes: list[PersonClash] = []
    for one, other, why in pairs:
        if _apart(by.get(one, NOBODY), by.get(other, NOBODY)):
            entries = sorted(
                (PersonEntry(lines[i], by[i].pc, by[i].at_ms) for i in (one, other)),
                key=lambda entry: (by[entry.person.id].stamp, entry.person.id),
            )
            identifier = clash_id(KIND, (one, other), list(why))
            clashes.append(PersonClash(identifier, entries[0], entries[1], why))
    return tuple(clashes)


def _newest(view: View) -> list[str]:
    """The people of this house that were noted last, the newest first."""
    if view.centre_id is None:
        return []
    since = first_id(house_of(view.centre_id), max(0, view.now_ms - _ASKED_FOR_MS))
    rows = view.connection.execute(
        select(person.c.id)
        .where(person.c.id >= since, person.c.centre_id == view.centre_id)
        .order_by(person.c.id.desc())
        .limit(_NEWEST)
    )
    return list(rows.scalars())


def _apart(one: Written, other: Written) -> bool:
    """Whether two PCs wrote these, neither of them long after the other."""
    if not one.device or not other.device or one.device == other.device:
        return False
    return abs(one.at_ms - other.at_ms) <= _APART_MS


def proposals(_view: View, clash: PersonClash) -> tuple[Proposal, ...]:
    """Making them one, or saying that they are two people."""
    return (
        *(
            Proposal(f"merge-{number}", "person_merges.merge", "", entry.person.id, (entry,))
            for number, entry in enumerate(clash.entries, 1)
        ),
        Proposal("apart", "duplicates.keep_apart"),
    )


def apply(work: Work, clash: PersonClash, proposal: Proposal, _reason: str) -> str | None:
    """Makes the two one, or notes that they are not; gives the entry that stays."""
    ids = [entry.person.id for entry in clash.entries]
    if proposal.code == "apart":
        keep_apart(work, KeepApart(*ids))
        return ids[0]
    other = next(one for one in ids if one != proposal.about)
    merge(work, Merge(proposal.about, other))
    return proposal.about
