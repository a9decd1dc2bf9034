"""Carrying an erasure out: what the verb, an exchange and a restored backup have in common."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from begegnung.db.tables import SHARED, attendance, booking, occurrence, participation, person
from begegnung.db.work import Work
from begegnung.model.erasure import FATES, nameless_id, nameless_mark_id
from begegnung.services.erasure_lent import lent_by, without_lent
from begegnung.services.erasure_reach import Rows
from begegnung.services.present import moment_of
from begegnung.services.pseudonyms import participations_of
from begegnung.services.waiting import is_over, move_up

_WANTED = func.json_each(bindparam("wanted")).table_valued("value")


def carry_out(work: Work, rows: Rows, cause: str) -> tuple[str, ...]:
    """Erases `rows`, lets her visits count without her, and gives her places to who waits.

    What the city is told of her under a pseudonym goes too.

    `cause` is why the places are free, see `waiting.move_up`. Gives the bookings that moved up.
    """
    places = _standing_places(work, rows.get(booking.name, ()))
    count_without_name(work, rows.get(attendance.name, ()))
    lent = lent_by(work.connection, [(table, i) for table, ids in rows.items() for i in ids])
    work.rewrite_log(without_lent(work.connection, lent, work.changes))
    for table, ids in sorted(rows.items()):
        for row_id in sorted(ids):
            work.erase(SHARED[table], row_id)
    for row_id in sorted(participations_of(work.connection, rows.get(person.name, ()))):
        work.erase(participation, row_id)
    return tuple(
        moved
        for offer_id, occurrence_id in places
        if not is_over(work, offer_id, occurrence_id)
        for moved in move_up(work, offer_id, occurrence_id, cause)
    )


def _standing_places(work: Work, ids: Iterable[str]) -> Sequence[Any]:
    """The lists in which these bookings stand: offer and date."""
    return work.connection.execute(
        select(booking.c.offer_id, booking.c.occurrence_id)
        .where(booking.c.id.in_(select(_WANTED.c.value)), booking.c.state != "cancelled")
        .distinct()
        .order_by(booking.c.offer_id, booking.c.occurrence_id),
        {"wanted": json.dumps(sorted(ids))},
    ).all()


def count_without_name(work: Work, ids: Iterable[str]) -> int:
    """Writes a visit of nobody for each of these marks of a date that was; gives how many."""
    rows = work.connection.execute(
        select(
            attendance.c.id,
            attendance.c.occurrence_id,
            attendance.c.state,
            attendance.c.entered_late,
            occurrence.c.centre_id,
        )
        .join(occurrence, occurrence.c.id == attendance.c.occurrence_id)
        .where(
            attendance.c.id.in_(select(_WANTED.c.value)),
            attendance.c.person_id != nameless_id(work.centre()),
            occurrence.c.starts <= moment_of(work.maker.now_ms),
        )
        .order_by(attendance.c.id),
        {"wanted": json.dumps(sorted(ids))},
    ).all()
    fresh = {nameless_mark_id(row.id): row for row in rows}
    known = work.connection.execute(
        select(attendance.c.id).where(attendance.c.id.in_(select(_WANTED.c.value))),
        {"wanted": json.dumps(sorted(fresh))},
    )
    for mark_id in known.scalars():
        del fresh[mark_id]
    if fresh:
        nobody = _nobody(work)
        work.insert_many(
            attendance,
            [
                {
                    "id": mark_id,
                    "occurrence_id": row.occurrence_id,
                    "person_id": nobody,
                    "state": row.state,
                    "entered_late": bool(row.entered_late),
                }
                for mark_id, row in fresh.items()
            ],
        )
    return len(fresh)


def _nobody(work: Work) -> str:
    """The person without a name of this house; made when she is first needed."""
    nobody = nameless_id(work.centre())
    known = select(person.c.id).where(person.c.id == nobody)
    if work.connection.execute(known).first() is None:
        work.insert(person, {"id": nobody, "centre_id": work.centre(), "surname": ""})
    return nobody


def without_ledger(rows: Rows) -> Rows:
    """Only what goes in any case: not what the law may want kept."""
    return {table: ids for table, ids in rows.items() if FATES[table].fate != "law"}
