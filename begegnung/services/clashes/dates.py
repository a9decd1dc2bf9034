"""Dates that two PCs made impossible: two held instead of one, or ending before they begin."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from begegnung.db.tables import occurrence
from begegnung.db.work import Work
from begegnung.model.local_time import DAY, day_of, minute_of
from begegnung.services.clashes.identity import Proposal, clash_id
from begegnung.services.clashes.writers import NOBODY, written
from begegnung.services.dates import CancelDate, MoveDate, cancel_date, move_date
from begegnung.services.desk import View
from begegnung.services.occupancy import rows_of
from begegnung.services.planning import end_or_assumed
from begegnung.services.present import moment_of
from begegnung.services.replacements import noted_ids

REPLACED, BACKWARDS = "replacement", "backwards"
"""The kinds: two dates for one that was dropped, and a date that ends before it begins."""

DOUBLE = "doppelter Ersatztermin"
"""The printed reason of a replacement that was one too many."""

_REPLACING = """
SELECT o.id, o.starts, o.ends, o.replaces_id, o.offer_id, f.title, r.starts, r.state
FROM occurrence AS o INDEXED BY ix_occurrence_replaces_id
JOIN offer AS f ON f.id = o.offer_id JOIN occurrence AS r ON r.id = o.replaces_id
WHERE o.replaces_id IS NOT NULL AND o.centre_id = ? AND o.starts > ? AND o.state = 'planned'
ORDER BY o.starts, o.id
"""

_ENDING_EARLY = """
SELECT o.id, coalesce(nullif(o.title, ''), f.title), o.starts, o.ends, o.offer_id
FROM occurrence AS o INDEXED BY ix_occurrence_backwards JOIN offer AS f ON f.id = o.offer_id
WHERE o.ends <= o.starts AND o.centre_id = ? AND o.starts > ? AND o.state = 'planned'
ORDER BY o.starts, o.id
"""
"""Of tens of thousands of dates the named indexes hold a few, or none."""


class _Replacing(NamedTuple):
    """A date that is held for another one: `was` is when that was planned, `state` its state."""

    id: str
    starts: int
    ends: int
    replaces_id: str
    offer_id: str
    title: str
    was: int
    state: str


class HeldDate(NamedTuple):
    """A date that takes place: when (local minutes), and at which PC it was put in (UTC ms)."""

    id: str
    starts: int
    ends: int
    pc: str
    at_ms: int


class ReplacementClash(NamedTuple):
    """For one date of an offer several are held.

    `replaced` is when it was planned; `takes_place` when it is held itself after all.
    """

    id: str
    offer_id: str
    title: str
    replaced: int
    takes_place: bool
    dates: tuple[HeldDate, ...]


class BackwardsClash(NamedTuple):
    """A date that ends before it begins: one PC moved its begin, the other one its end.

    `length` are the minutes a date of this offer usually has.
    """

    id: str
    occurrence_id: str
    title: str
    starts: int
    ends: int
    length: int


def found_replacements(view: View) -> tuple[ReplacementClash, ...]:
    """The dates of this house from now on of which two are held instead of one.

    Two for one that was dropped, as every PC refuses it by itself. And one for a date that takes
    place again: a PC that knew would have taken it out, unless somebody is noted for it
    (`services.replacements.make_way`).
    """
    if view.centre_id is None:
        return ()
    by_replaced: defaultdict[str, list[_Replacing]] = defaultdict(list)
    now = moment_of(view.now_ms)
    for row in map(_Replacing._make, rows_of(view.connection, _REPLACING, view.centre_id, now)):
        by_replaced[row.replaces_id].append(row)
    alone = [held[0].id for held in by_replaced.values() if held[0].state == "planned"]
    noted = noted_ids(view.connection, alone)
    return tuple(
        _replacement(view, replaced_id, held)
        for replaced_id, held in by_replaced.items()
        if len(held) > 1 or (held[0].state == "planned" and held[0].id not in noted)
    )


def _replacement(view: View, replaced_id: str, held: list[_Replacing]) -> ReplacementClash:
    by = written(view.connection, [row.id for row in held])
    dates = tuple(
        HeldDate(
            row.id, row.starts, row.ends, by.get(row.id, NOBODY).pc, by.get(row.id, NOBODY).at_ms
        )
        for row in held
    )
    takes_place = held[0].state == "planned"
    state = [takes_place, [[one.id, one.starts] for one in dates]]
    first = held[0]
    return ReplacementClash(
        clash_id(REPLACED, (replaced_id,), state),
        first.offer_id,
        first.title,
        first.was,
        takes_place,
        dates,
    )


def found_backwards(view: View) -> tuple[BackwardsClash, ...]:
    """The dates of this house from today on that end before they begin."""
    if view.centre_id is None:
        return ()
    since = moment_of(view.now_ms) - DAY
    rows = rows_of(view.connection, _ENDING_EARLY, view.centre_id, since)
    return tuple(
        BackwardsClash(
            clash_id(BACKWARDS, (row[0],), [row[2], row[3]]),
            row[0],
            row[1],
            row[2],
            row[3],
            _usual_length(view.connection, row[4]),
        )
        for row in rows
    )


def _usual_length(connection: Connection, offer_id: str) -> int:
    """The minutes most dates of an offer take, else those a room is kept for without an end."""
    length = (occurrence.c.ends - occurrence.c.starts).label("length")
    known = connection.execute(
        select(length)
        .where(occurrence.c.offer_id == offer_id, occurrence.c.ends > occurrence.c.starts)
        .group_by(length)
        .order_by(func.count().desc(), length)
        .limit(1)
    ).scalar()
    return known or end_or_assumed(0, None)


def proposals_replacement(_view: View, clash: ReplacementClash) -> tuple[Proposal, ...]:
    """Taking one of them out, the later one first; or all take place."""
    numbered = reversed(tuple(enumerate(clash.dates, 1)))
    return (
        *(
            Proposal(f"drop-{number}", "dates.cancel_date", "", one.id, (one,))
            for number, one in numbered
        ),
        Proposal("both", "dates.add_date"),
    )


def proposals_backwards(_view: View, clash: BackwardsClash) -> tuple[Proposal, ...]:
    """The begin counts, or the end, each with the usual length; or it is dropped."""
    begin, end = minute_of(clash.starts), minute_of(clash.ends)
    ways = (
        ("begin", begin, min(begin + clash.length, DAY)),
        ("end", max(end - clash.length, 0), end),
    )
    return (
        *(
            Proposal(code, "dates.move_date", "", clash.occurrence_id, (first, last))
            for code, first, last in ways
            if last > first
        ),
        Proposal("cancel", "dates.cancel_date", "reason", clash.occurrence_id),
    )


def apply_replacement(
    work: Work, clash: ReplacementClash, proposal: Proposal, _reason: str
) -> str | None:
    """Takes a date out, or lets the others be dates of their own; it is about no person."""
    if proposal.code == "both":
        for one in clash.dates[0 if clash.takes_place else 1 :]:
            work.update(occurrence, one.id, {"replaces_id": None})
    elif noted_ids(work.connection, [proposal.about]):
        cancel_date(work, CancelDate(proposal.about, DOUBLE))
    else:
        work.remove(occurrence, proposal.about)
    return None


def apply_backwards(
    work: Work, clash: BackwardsClash, proposal: Proposal, reason: str
) -> str | None:
    """Gives the date a time, or drops it; it is about no person."""
    if proposal.code == "cancel":
        cancel_date(work, CancelDate(clash.occurrence_id, reason))
        return None
    row = work.row(occurrence, clash.occurrence_id)
    begin, end = proposal.facts
    day = day_of(clash.starts)
    request = MoveDate(clash.occurrence_id, day, begin, end, row["room_id"], row["place"])
    move_date(work, request)
    return None
