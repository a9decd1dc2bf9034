"""Versions of a series ("ab Mai bis 17.30 Uhr"): another rule from a day on, the past as it was.

Later dates that stay on their day are changed in place, so that people who are booked or ticked
stay with them. What somebody decided for one date holds: a date that was moved, dropped or brought
back stays so. A course keeps the number of its dates.
"""

from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import select

from begegnung.db.tables import occurrence, offer, room, rule
from begegnung.db.work import Work
from begegnung.model.errors import Overlap
from begegnung.model.local_time import moment
from begegnung.services.desk import View
from begegnung.services.houses import own
from begegnung.services.occupancy import closed_days, overlaps, require_free
from begegnung.services.planning import (
    insert_rule,
    require_own_order,
)
from begegnung.services.series_versions import Change, ChangeFrom, Wanted, work_out

Outcome = Literal["same", "changed", "added", "dropped", "skipped", "kept"]


class ChangedDate(NamedTuple):
    """What becomes of one date: its start before (None: new) and after (None: gone).

    `why` says for "kept" and for the reason of "skipped" what decides; `title` is its own or that
    of the offer.
    """

    outcome: Outcome
    was: int | None
    starts: int | None
    ends: int | None
    title: str
    why: tuple[str, ...] = ()


class ChangePreview(NamedTuple):
    """What a change would do, in order of time, and what stands against the room."""

    dates: tuple[ChangedDate, ...]
    overlaps: tuple[Overlap, ...]
    closed: tuple[tuple[date, str], ...]

    def number(self, *outcomes: Outcome) -> int:
        """How many dates have one of these outcomes."""
        return sum(1 for one in self.dates if one.outcome in outcomes)


def change_from(work: Work, request: ChangeFrom) -> tuple[ChangedDate, ...]:
    """Gives an offer other series from a day on; gives what became of its later dates.

    Raises `Invalid` (a day in the past, or no series), `NoDates`, `RoomTaken`, `RoomClosed` and
    `SeriesOverlap`.
    """
    course = work.row(offer, request.offer_id)
    own(work, offer.name, course["centre_id"])
    for room_id in (request.room_id, *(one.room_id for one in request.series)):
        if room_id is not None:
            own(work, room.name, work.row(room, room_id)["centre_id"])
    change = work_out(work.connection, course, request, work.maker.now_ms)
    overruled = _occupy(work, change)
    work.title = f"{course['title']} · ab {request.from_day:%d.%m.%Y}"
    told = _told(change)
    rule_ids = _write_rules(work, change)
    _write_dates(work, change, rule_ids, overruled)
    _end_rules(work, change)
    work.update(
        offer,
        request.offer_id,
        {"wording": request.wording.strip(), "room_id": request.room_id},
    )
    return told


def change_preview(view: View, request: ChangeFrom) -> ChangePreview:
    """What `change_from` would do; raises what it raises but for the rooms, which are told."""
    found = view.connection.execute(select(offer).where(offer.c.id == request.offer_id))
    change = work_out(view.connection, dict(found.mappings().one()), request, view.now_ms)
    hit: list[Overlap] = []
    closed: set[tuple[date, str]] = set()
    for room_id, moving in change.by_room().items():
        slots = [change.slot(one) for one in moving]
        require_own_order(change.course["title"], slots)
        if room_id is not None:
            hit += overlaps(view.connection, room_id, slots, change.own_ids())
            closed.update(closed_days(view.connection, room_id, view.centre(), slots))
    return ChangePreview(_told(change), tuple(hit), tuple(sorted(closed)))


def _occupy(work: Work, change: Change) -> set[int]:
    """Asks for the rooms; gives the places in `wanted` that lie over something knowingly."""
    numbers = {id(one): number for number, one in enumerate(change.wanted)}
    overruled: set[int] = set()
    for room_id, moving in change.by_room().items():
        slots = [change.slot(one) for one in moving]
        require_own_order(change.course["title"], slots)
        over = require_free(
            work.connection,
            work.centre(),
            room_id,
            slots,
            change.own_ids(),
            overrule=change.request.overrule,
            setup=change.course["setup_minutes"],
            clearing=change.course["clearing_minutes"],
        )
        overruled |= {numbers[id(moving[number])] for number in over}
    return overruled


def _write_rules(work: Work, change: Change) -> list[str]:
    """Notes the new rules; gives their identifiers in the order of the series."""
    course = {**change.course, "room_id": change.request.room_id}
    return [
        insert_rule(
            work,
            course,
            planned,
            change.room_of(planned),
            [one.draft for one in change.wanted if one.planned is planned],
        )
        for planned in change.series
    ]


def _write_dates(work: Work, change: Change, rule_ids: list[str], overruled: set[int]) -> None:
    by_series = dict(zip(map(id, change.series), rule_ids, strict=True))
    skipped = {
        one.draft.day: work.new_id() if one.row is None else one.row.id
        for one in change.wanted
        if one.state == "skipped"
    }
    gone = {row.id for row in change.dropped} | {
        one.row.id for one in change.wanted if one.row is not None and one.row.state == "skipped"
    }
    for row in change.dropped:
        work.remove(occurrence, row.id)
    new: list[dict[str, Any]] = []
    for number, one in enumerate(change.wanted):
        values = _values(change, one, by_series[id(one.planned)])
        before = None if one.row is None or one.row.replaces_id in gone else one.row.replaces_id
        held_for = one.draft.replaces
        values["replaces_id"] = before if held_for is None else skipped.get(held_for)
        if number in overruled:
            values["overruled"] = change.request.overrule.strip()
        elif change.moves(one) or one.state != "planned":
            values["overruled"] = ""
        if one.row is not None:
            work.update(occurrence, one.row.id, values)
            continue
        if one.state == "skipped":
            values["id"] = skipped[one.draft.day]
        setup, clearing = change.minutes(None)
        new.append(values | {"setup_minutes": setup, "clearing_minutes": clearing})
    work.insert_many(occurrence, new)


def _values(change: Change, one: Wanted, rule_id: str) -> dict[str, Any]:
    """The columns in which a date follows its new series."""
    values: dict[str, Any] = {
        "offer_id": change.course["id"],
        "centre_id": change.course["centre_id"],
        "rule_id": rule_id,
        "room_id": change.room_of(one.planned),
        "starts": one.starts,
        "ends": one.ends,
        "end_assumed": one.planned.end_minute is None,
    }
    if one.draft.moved_from is not None:
        values["moved_from"] = moment(one.draft.moved_from, one.planned.start_minute)
    if one.state == "skipped":
        return values | {"state": "skipped", "state_reason": one.draft.reason}
    if one.row is not None and one.row.state == "skipped":
        return values | {"state": "planned", "state_reason": ""}
    return values


def _end_rules(work: Work, change: Change) -> None:
    """Lets the rules so far end on the day before, in the room in which they were."""
    last = change.request.from_day - timedelta(days=1)
    used = set(
        work.connection.execute(
            select(occurrence.c.rule_id)
            .where(occurrence.c.offer_id == change.request.offer_id)
            .distinct()
        ).scalars()
    )
    for known in change.rules:
        if known.first_day > last and known.id not in used:
            work.remove(rule, known.id)
            continue
        until = max(known.first_day, min(known.last_day, last))
        was_in = known.room_id or change.course["room_id"]
        room_id = None if was_in == change.request.room_id else was_in
        work.update(rule, known.id, {"last_day": until, "room_id": room_id})


def _told(change: Change) -> tuple[ChangedDate, ...]:
    title = change.course["title"]
    told = [
        ChangedDate("kept", row.starts, row.starts, row.ends, row.title or title, why)
        for row, why in change.kept
    ]
    told += [
        ChangedDate("dropped", row.starts, None, None, row.title or title)
        for row in change.dropped
        if row.state == "planned"
    ]
    told += [_told_one(change, one, title) for one in change.wanted]
    return tuple(sorted(told, key=lambda one: (one.starts or one.was or 0, one.outcome)))


def _told_one(change: Change, one: Wanted, title: str) -> ChangedDate:
    was = None if one.row is None or one.row.state == "skipped" else one.row.starts
    if one.state == "skipped":
        return ChangedDate("skipped", was, one.starts, one.ends, title, (one.draft.reason,))
    if one.state == "cancelled":
        return ChangedDate("kept", was, one.starts, one.ends, title, ("cancelled",))
    if one.row is None or one.row.state == "skipped":
        return ChangedDate("added", None, one.starts, one.ends, title)
    own_title = one.row.title or title
    outcome: Outcome = "changed" if change.moves(one) else "same"
    return ChangedDate(outcome, was, one.starts, one.ends, own_title)
