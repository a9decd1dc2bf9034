"""Calendar files out: the dates of the house, of a room or of single offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from begegnung.db.tables import action, centre, change, occurrence, offer, room, rule
from begegnung.formats.icalendar_writer import calendar_bytes
from begegnung.model.calendar import half_year_of
from begegnung.model.changes import stamp_time
from begegnung.model.errors import Invalid, NoDates
from begegnung.model.local_time import moment
from begegnung.model.names import sort_key
from begegnung.model.offers import OFFER_TYPES
from begegnung.services.desk import View
from begegnung.services.ical_events import DateOut, OfferOut, RuleOut, events_of
from begegnung.services.occupancy import place_of
from begegnung.services.planning import LAST_DAY, required_day
from begegnung.services.present import today_of

_AT_ONCE = 500
"""Identifiers in one statement."""


@dataclass(frozen=True, slots=True)
class CalendarWish:
    """What shall stand in a calendar file: single offers, the dates in a room, or all of the house.

    Without `first` from the beginning of this half-year, without `last` all there is. `internal`
    adds what is not printed in the programme; what is named one by one is there in any case.
    """

    offer_ids: tuple[str, ...] = ()
    room_id: str | None = None
    first: date | None = None
    last: date | None = None
    internal: bool = False


class CalendarOut(NamedTuple):
    """A finished calendar file, and how many offers, events and dates that take place it holds."""

    name: str
    data: bytes
    offers: int
    events: int
    dates: int


def calendar_file(view: View, wish: CalendarWish) -> CalendarOut:
    """The calendar file of a wish; the same data give the same bytes.

    Raises `NoDates` when nothing would stand in it, `Invalid` for a window that cannot be.
    """
    first = wish.first or half_year_of(today_of(view.now_ms))[0]
    last = wish.last or LAST_DAY
    required_day(first, "from")
    required_day(last, "until")
    if last < first:
        raise Invalid("until", "end_before_start", last.isoformat())
    name = _name(view, wish)
    offers = _offers(view, wish, first, last)
    events = [event for one in offers for event in events_of(one)]
    if not events:
        raise NoDates("", first, last)
    dates = sum(date.state == "planned" for one in offers for date in one.dates)
    return CalendarOut(name, calendar_bytes(name, events), len(offers), len(events), dates)


def _name(view: View, wish: CalendarWish) -> str:
    """The name of the calendar: what is in it, and the house."""
    house = _value(view, centre.c.name, centre.c.id == view.centre())
    if len(wish.offer_ids) == 1:
        return f"{_value(view, offer.c.title, offer.c.id == wish.offer_ids[0])} – {house}"
    if wish.room_id is not None:
        return f"{_value(view, room.c.name, room.c.id == wish.room_id)} – {house}"
    return house


def _value(view: View, column: ColumnElement[str], condition: ColumnElement[bool]) -> str:
    return view.connection.execute(select(column).where(condition)).scalar_one()


def _offers(view: View, wish: CalendarWish, first: date, last: date) -> list[OfferOut]:
    """The offers with their rules and the dates that are wanted, by title."""
    conditions = [offer.c.centre_id == view.centre()]
    if wish.offer_ids:
        conditions.append(offer.c.id.in_(wish.offer_ids))
    elif not wish.internal:
        internal = [kind.key for kind in OFFER_TYPES.values() if not kind.public]
        conditions += [offer.c.printed.is_(True), offer.c.type.not_in(internal)]
    rows = view.connection.execute(select(offer).where(*conditions)).all()
    dates = _dates(view, wish, first, last)
    known = {row.id: row for row in rows if row.id in dates}
    rules = _rules(view, known)
    stamps = _stamps(view, known, dates)
    found = [
        OfferOut(
            row.id,
            row.title,
            row.type,
            row.category,
            row.wording,
            row.leader,
            row.printed,
            stamps[row.id],
            rules.get(row.id, []),
            [_date(one, row) for one in dates[row.id]],
        )
        for row in known.values()
    ]
    return sorted(found, key=lambda one: (sort_key(one.title), one.id))


def _dates(view: View, wish: CalendarWish, first: date, last: date) -> dict[str, list[Any]]:
    """The dates in the window by offer, in order of time."""
    conditions = [
        occurrence.c.centre_id == view.centre(),
        occurrence.c.starts >= moment(first, 0),
        occurrence.c.starts < moment(last + timedelta(days=1), 0),
        occurrence.c.state != "skipped",
    ]
    if wish.room_id is not None:
        # A date in the hall of both parts is one in each of them.
        rooms = place_of(view.connection, wish.room_id).blocking | {wish.room_id}
        conditions.append(occurrence.c.room_id.in_(rooms))
    if wish.offer_ids:
        conditions.append(occurrence.c.offer_id.in_(wish.offer_ids))
    rows = view.connection.execute(
        select(occurrence, func.coalesce(room.c.name, "").label("room"))
        .outerjoin(room, room.c.id == occurrence.c.room_id)
        .where(*conditions)
        .order_by(occurrence.c.starts, occurrence.c.id)
    )
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.offer_id, []).append(row)
    return found


def _date(row: Any, course: Any) -> DateOut:
    location = row.room or row.place or course.place
    return DateOut(
        row.id,
        row.rule_id,
        row.starts,
        row.ends,
        row.end_assumed,
        row.untimed,
        row.state,
        row.title,
        location,
        row.moved_from,
    )


def _rules(view: View, offer_ids: Iterable[str]) -> dict[str, list[RuleOut]]:
    found: dict[str, list[RuleOut]] = {}
    for some in _portions(offer_ids):
        rows = view.connection.execute(
            select(rule.c.offer_id, rule.c.id, rule.c.series, rule.c.start_minute)
            .where(rule.c.offer_id.in_(some))
            .order_by(rule.c.first_day, rule.c.id)
        )
        for row in rows:
            found.setdefault(row.offer_id, []).append(RuleOut(*row[1:]))
    return found


def _stamps(view: View, offers: dict[str, Any], dates: dict[str, list[Any]]) -> dict[str, datetime]:
    """By offer: when it, one of its rules, dates or rooms was changed last (UTC, from the log).

    All its dates, not only the wanted ones: one that has left the window changes the file as well.
    """
    last = dict.fromkeys(offers, 0)
    for some in _portions(offers):
        for table, owner in (
            (offer, offer.c.id),
            (rule, rule.c.offer_id),
            (occurrence, occurrence.c.offer_id),
        ):
            for offer_id, stamp in _newest(view, table.c.id, owner, owner.in_(some)):
                last[offer_id] = max(last[offer_id], stamp)
    of_room = dict(_newest(view, room.c.id, room.c.id, room.c.centre_id == view.centre()))
    for offer_id in last:
        used = {one.room_id for one in dates[offer_id]}
        last[offer_id] = max(last[offer_id], *(of_room.get(one, 0) for one in used))
    return {offer_id: stamp_time(stamp).replace(microsecond=0) for offer_id, stamp in last.items()}


def _newest(
    view: View, row_id: Any, owner: Any, condition: ColumnElement[bool]
) -> list[tuple[str, int]]:
    """By owner: the stamp of the last action that wrote one of its rows."""
    rows = view.connection.execute(
        select(owner, func.max(action.c.stamp))
        .join(change, change.c.entity_id == row_id)
        .join(action, action.c.id == change.c.action_id)
        .where(condition)
        .group_by(owner)
    )
    return [(row[0], row[1]) for row in rows]


def _portions(identifiers: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(identifiers)
    for begin in range(0, len(ordered), _AT_ONCE):
        yield ordered[begin : begin + _AT_ONCE]
