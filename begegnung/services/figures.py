"""The figures of a house for the city, counted from attendance and head counts at every exchange.

Every PC of a house counts the same from the same data, and writes only what differs from what is
there: so the PCs agree, and a run without news writes nothing. What is counted without a person
(heads, visits of erased and of blocked people, marks in offers that are kept without names) never
gets a pseudonym.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select

from begegnung.db.erasing import erased_among
from begegnung.db.figure_mark import COUNTED, newest_change
from begegnung.db.tables import (
    attendance,
    figure_key,
    head_count,
    occurrence,
    offer,
    offer_figure,
    participation,
    person,
)
from begegnung.db.work import Work, get_local, set_local
from begegnung.model.erasure import nameless_id
from begegnung.model.figures import (
    age_band,
    first_open_year,
    mark_of_key,
    moments_of,
    pseudonym,
    year_of,
)
from begegnung.model.ids import derived_id
from begegnung.model.local_time import moment
from begegnung.model.offers import OFFER_TYPES, takes_names
from begegnung.services.figures_due import all_places, due_places, merged_entries
from begegnung.services.present import today_of
from begegnung.services.pseudonyms import YearKeys

VERB = "figures.bring_up_to_date"
"""The name in the log: it stands in no list for people, and nobody takes it back."""

_AT_ONCE = 60
"""Months of an offer that are counted in one transaction: while it lasts the desk has to wait."""

_COLUMNS = {"present": "visits", "excused": "excused", "absent": "absent"}
_NOTHING = {
    "age_band": "",
    "gender": "",
    "district_id": None,
    "visits": 0,
    "excused": 0,
    "absent": 0,
}
_NO_HEADS = {"heads": 0, "counted": 0, "nameless": 0}
_WANTED = func.json_each(bindparam("wanted")).table_valued("value")


@dataclass(slots=True)
class _Counted:
    """What was counted in a month: of each offer without persons, and by offer and person."""

    others: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    people: dict[tuple[str, str], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )


def bring_up_to_date(work: Work, _request: None = None) -> bool:
    """Counts anew what the news since the last time deal with.

    Gives whether something is left for another call. Nothing is logged when nothing differs.
    """
    connection, newest = work.connection, newest_change(work.connection)
    first = first_open_year(today_of(work.maker.now_ms))
    until, left, counted_from = json.loads(get_local(connection, COUNTED) or "[0, [], 0]")
    known = counted_from == first
    if known and newest == until and not left:
        return False
    start = moment(date(first, 1, 1), 0)
    if known:
        due = {(month, offer_id) for month, offer_id in left}
        due |= due_places(connection, work.centre(), until, start)
    else:
        # The first time, in a new year, and after the clock was put right.
        due = all_places(connection, work.centre(), start)
    places = sorted(place for place in due if year_of(place[0]) >= first)
    counting = _Counting(work)
    for month, of_month in groupby(places[:_AT_ONCE], key=itemgetter(0)):
        counting.count(month, [offer_id for _, offer_id in of_month])
    # What is written here counts as known; the log numbers it from the newest one on.
    noted = [newest + len(work.changes), places[_AT_ONCE:], first]
    set_local(connection, {COUNTED: json.dumps(noted)})
    return len(places) > _AT_ONCE


def close_years(work: Work, _request: None = None) -> None:
    """Erases the keys of the years that are closed today: their figures are anonymous from now.

    Only to be called where the clock of this PC is known to go right.
    """
    first = first_open_year(today_of(work.maker.now_ms))
    closed = select(figure_key.c.id).where(
        figure_key.c.centre_id == work.centre(), figure_key.c.year < first
    )
    for row_id in work.connection.execute(closed).scalars().all():
        work.erase(figure_key, row_id)


class _Counting:
    """Counting offers of one house, month by month."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._centre = work.centre()
        self._keys = YearKeys(work)
        self._entries = merged_entries(work.connection)

    def count(self, month: str, offers: Sequence[str]) -> None:
        """Counts these offers in a month and writes what differs; nothing in a closed year."""
        if self._keys.is_closed(year_of(month)):
            return
        counted = _Counted()
        for offer_id, total in self._rows(month, head_count, offers, head_count.c.total):
            counted.others[offer_id]["heads"] += total
            counted.others[offer_id]["counted"] += 1
        people = self._count_marks(month, offers, counted)
        participations = self._participations(month, counted, people)
        self._write(participation, month, offers, participations, _NOTHING)
        figures = {
            derived_id(offer_figure.name, offer_id, month): {
                **_NO_HEADS,
                **numbers,
                **self._at(month, offer_id),
            }
            for offer_id, numbers in counted.others.items()
        }
        self._write(offer_figure, month, offers, figures, _NO_HEADS)

    def _at(self, month: str, offer_id: str) -> dict[str, str]:
        return {"centre_id": self._centre, "offer_id": offer_id, "month": month}

    def _rows(
        self, month: str, table: Table, offers: Sequence[str], *columns: Any
    ) -> Sequence[Any]:
        """The rows of a table that belong to planned dates of the offers in the month."""
        begin, end = moments_of(month)
        found = (
            select(occurrence.c.offer_id, *columns)
            .join(table, table.c.occurrence_id == occurrence.c.id)
            .where(
                occurrence.c.offer_id.in_(select(_WANTED.c.value)),
                occurrence.c.centre_id == self._centre,
                occurrence.c.state == "planned",
                occurrence.c.starts >= begin,
                occurrence.c.starts < end,
            )
        )
        return self._work.connection.execute(found, _listed(offers)).all()

    def _count_marks(
        self, month: str, offers: Sequence[str], counted: _Counted
    ) -> Mapping[str, Any]:
        """Counts marks; gives the people that are counted under a pseudonym."""
        columns = attendance.c.person_id, attendance.c.state
        marks = [
            (offer_id, self._entries.get(person_id, person_id), state)
            for offer_id, person_id, state in self._rows(month, attendance, offers, *columns)
        ]
        people = _people(self._work.connection, {mark[1] for mark in marks})
        people.pop(nameless_id(self._centre), None)
        named = _with_names(self._work.connection, offers)
        for offer_id, person_id, state in marks:
            if offer_id in named and person_id in people:
                # A newer program may know states that this one does not count.
                if state in _COLUMNS:
                    counted.people[offer_id, person_id][_COLUMNS[state]] += 1
            elif state == "present":
                counted.others[offer_id]["nameless"] += 1
        return people

    def _participations(
        self, month: str, counted: _Counted, people: Mapping[str, Any]
    ) -> dict[str, dict[str, Any]]:
        if not counted.people:
            return {}
        key = self._keys.of(year_of(month))
        mark = mark_of_key(key)
        names = {person_id: pseudonym(key, person_id) for person_id in people}
        rows: dict[str, dict[str, Any]] = {}
        for (offer_id, person_id), numbers in counted.people.items():
            who, name = people[person_id], names[person_id]
            rows[derived_id(participation.name, offer_id, month, name)] = {
                **_NOTHING,
                **numbers,
                **self._at(month, offer_id),
                "pseudonym": name,
                "key_mark": mark,
                "age_band": age_band(who.birth_year, year_of(month)),
                "gender": who.gender,
                "district_id": who.district_id,
            }
        return rows

    def _write(
        self,
        table: Table,
        month: str,
        offers: Sequence[str],
        wanted: dict[str, dict[str, Any]],
        nothing: Mapping[str, Any],
    ) -> None:
        """Brings the rows of these offers to what is wanted; what counts nothing keeps `nothing`.

        A row is never removed: whoever is erased later has to be found in it.
        """
        work, key = self._work, self._keys.known(year_of(month))
        found = select(table).where(
            table.c.centre_id == self._centre,
            table.c.offer_id.in_(select(_WANTED.c.value)),
            table.c.month == month,
        )
        for row in work.connection.execute(found, _listed(offers)).mappings().all():
            if key is not None and row.get("key_mark", mark_of_key(key)) != mark_of_key(key):
                # Two PCs have begun the year with a key each, and this is the lost one.
                work.erase(table, row["id"])
                continue
            values = wanted.pop(row["id"], nothing)
            if any(row[column] != value for column, value in values.items()):
                work.update(table, row["id"], values)
        gone = erased_among(work.connection, wanted)
        fresh = [
            {"id": row_id, **values} for row_id, values in wanted.items() if row_id not in gone
        ]
        if fresh:
            work.insert_many(table, fresh)


def _people(connection: Connection, ids: Collection[str]) -> dict[str, Any]:
    """What is counted of people, by identifier; none who are blocked (Art. 18 GDPR)."""
    found = select(person.c.id, person.c.birth_year, person.c.gender, person.c.district_id).where(
        person.c.id.in_(select(_WANTED.c.value)), person.c.blocked.is_(False)
    )
    return {row.id: row for row in connection.execute(found, _listed(ids))}


def _with_names(connection: Connection, offers: Sequence[str]) -> set[str]:
    """Those of the offers into which people are booked by name."""
    found = select(offer.c.id, offer.c.type, offer.c.registration).where(
        offer.c.id.in_(select(_WANTED.c.value))
    )
    rows = connection.execute(found, _listed(offers))
    return {
        row.id
        for row in rows
        if row.type in OFFER_TYPES and takes_names(row.type, row.registration)
    }


def _listed(ids: Iterable[str]) -> dict[str, str]:
    return {"wanted": json.dumps(sorted(ids))}
