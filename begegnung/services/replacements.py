"""Dates held instead of others (Ersatztermine): found at the end of a series, linked, taken out.

A date, the one held for it, and the one held for that again are a chain: of a session that was
promised once, one date takes place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from begegnung.db.tables import attendance, booking, head_count, occurrence, offer, rule
from begegnung.db.work import Work
from begegnung.model.calendar import HouseCalendar
from begegnung.model.errors import AlreadyReplaced, Invalid, NoReplacement, ReplacedIsHeld
from begegnung.model.local_time import day_of, minute_of, moment
from begegnung.model.recurrence import Series
from begegnung.services.house_calendar import calendar_of, house_dates
from begegnung.services.occupancy import occupied, require_free
from begegnung.services.planning import LAST_DAY, end_or_assumed
from begegnung.services.present import moment_of

_LOOKED_AHEAD = timedelta(days=2 * 366)
"""How long after the end of a series a day for one more date is looked for."""


def noted_ids(connection: Connection, occurrence_ids: Sequence[str]) -> set[str]:
    """Those of the dates to which people belong: ticked, counted or booked, also cancelled."""
    noted: set[str] = set()
    for table in (attendance, head_count, booking):
        for i in range(0, len(occurrence_ids), 500):
            rows = connection.execute(
                select(table.c.occurrence_id).where(
                    table.c.occurrence_id.in_(occurrence_ids[i : i + 500])
                )
            )
            noted.update(rows.scalars())
    return noted


def require_replaceable(work: Work, offer_id: str, replaces_id: str) -> None:
    """Checks that a new date may replace another one of the offer.

    Raises `Invalid` unless that one is dropped or left out, `AlreadyReplaced` when another date is
    held for it.
    """
    row = work.row(occurrence, replaces_id)
    if row["offer_id"] != offer_id or row["state"] == "planned":
        raise Invalid("occurrence", "takes_place")
    for one in _held_for(work, row):
        raise AlreadyReplaced(_title(work, row), row["starts"], one["starts"])


def make_way(work: Work, row: Mapping[str, Any]) -> int | None:
    """Takes out one date for a date that comes back; gives its moment, None where none went.

    Where the end of the series stands in for what fell out, its last date goes and the others move
    up, so that no gap remains. What was put on a day of its own by hand goes itself. Only what lies
    ahead and concerns nobody yet goes. Raises `ReplacedIsHeld` when the date itself stands in for
    one that takes place after all.
    """
    origins = {one["id"] for one in _origins(work, row)}
    held = _held_for(work, row)
    for one in held:
        if one["id"] in origins:
            raise ReplacedIsHeld(_title(work, row), row["starts"], one["starts"])
    if not held:
        return None
    added = _added_at_the_end(work, row)
    added_ids = {one["id"] for one in added}
    standing_in = next((one["id"] for one in held if one["id"] in added_ids), None)
    if standing_in is not None:
        return _move_up(work, added, standing_in)
    removable = _removable(work, held)
    for one in removable:
        work.remove(occurrence, one["id"])
    return removable[0]["starts"] if removable else None


def _removable(work: Work, dates: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the dates that lie ahead and for which nobody is noted."""
    now = moment_of(work.maker.now_ms)
    ahead = [one for one in dates if one["starts"] > now]
    noted = noted_ids(work.connection, [one["id"] for one in ahead])
    return [one for one in ahead if one["id"] not in noted]


def _added_at_the_end(work: Work, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The dates behind the last one of the series itself that go on in its rhythm, in order.

    Each is held for another that fell out. A date put on another day or time is none of them, nor
    is one that a rule moves by a week within the series.
    """
    known = _rule_of(work, row)
    if known is None:
        return []
    wanted = select(occurrence).where(occurrence.c.offer_id == row["offer_id"])
    rows = [dict(one) for one in work.connection.execute(wanted).mappings()]
    planned = [one for one in rows if one["state"] == "planned"]
    own = [
        one["starts"]
        for one in planned
        if one["rule_id"] == known.id and one["replaces_id"] is None and one["moved_from"] is None
    ]
    last = max(own, default=0)
    behind = sorted(
        (one for one in planned if one["starts"] > last and one["replaces_id"] is not None),
        key=lambda one: one["starts"],
    )
    if not behind:
        return []
    first, until = day_of(behind[0]["starts"]), day_of(behind[-1]["starts"])
    endless = replace(Series.from_text(known.series), count=None, until=None)
    days = set(house_dates(endless, first, until, HouseCalendar(), policy=False).dates)
    return [
        one
        for one in behind
        if day_of(one["starts"]) in days
        and minute_of(one["starts"]) == known.start_minute
        # One whose origin takes place all the same is one too many; nothing may move up to it.
        and all(origin["state"] != "planned" for origin in _origins(work, one))
    ]


def _move_up(work: Work, added: Sequence[Mapping[str, Any]], held_id: str) -> int | None:
    """Takes out the last added date and gives its moment; the others are held for what is left.

    `held_id` is the one held for what comes back. Where somebody is noted for the last one, the
    one before it goes: nobody loses a date, and the number stays as promised.
    """
    removable = _removable(work, added)
    if not removable:
        return None
    gone = removable[-1]["id"]
    lost = [one["replaces_id"] for one in added if one["id"] != held_id]
    work.remove(occurrence, gone)
    for one, replaces_id in zip((o for o in added if o["id"] != gone), lost, strict=True):
        if one["replaces_id"] != replaces_id:
            work.update(occurrence, one["id"], {"replaces_id": replaces_id})
    return removable[-1]["starts"]


def _origins(work: Work, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The date that this one replaces, the one which that replaces, and so on."""
    origins: list[Mapping[str, Any]] = []
    seen = {row["id"]}
    before = row["replaces_id"]
    while before is not None and before not in seen:
        seen.add(before)
        found = work.connection.execute(select(occurrence).where(occurrence.c.id == before))
        earlier = found.mappings().first()
        if earlier is None:
            break
        origins.append(dict(earlier))
        before = earlier["replaces_id"]
    return origins


def _held_for(work: Work, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The other dates that take place for the session to which a date belongs."""
    rows = work.connection.execute(
        select(occurrence).where(
            occurrence.c.offer_id == row["offer_id"], occurrence.c.replaces_id.is_not(None)
        )
    ).mappings()
    by_replaced: dict[str, list[Mapping[str, Any]]] = {}
    for one in rows:
        by_replaced.setdefault(one["replaces_id"], []).append(dict(one))
    origins = _origins(work, row)
    family = {one["id"]: one for one in (row, *origins)}
    ahead = [(origins[-1] if origins else row)["id"]]
    while ahead:
        # Taken out as it is walked, so that a circle from another PC ends.
        for one in by_replaced.pop(ahead.pop(), ()):
            family.setdefault(one["id"], one)
            ahead.append(one["id"])
    del family[row["id"]]
    return [one for one in family.values() if one["state"] == "planned"]


def add_at_the_end(work: Work, row: Mapping[str, Any], course: Mapping[str, Any]) -> int:
    """Adds a date for a dropped one at the end of its series; gives its moment.

    It is the next day of the rule after the last date of the series on which nothing is left out,
    the offer has no date and the room is free. A date that was held instead already stays the only
    one. Raises `NoReplacement`.
    """
    for one in _held_for(work, row):
        return one["starts"]
    known = _rule_of(work, row)
    if known is None:
        raise NoReplacement(course["title"])
    room_id = known.room_id or course["room_id"] or row["room_id"]
    start, end = known.start_minute, end_or_assumed(known.start_minute, known.end_minute)
    setup, clearing = course["setup_minutes"], course["clearing_minutes"]
    calendar = calendar_of(work.connection, course["centre_id"])
    elsewhere = room_id is None and bool(course["place"])
    days = _days_after(work, known, calendar, elsewhere=elsewhere)
    slots = [occupied(moment(d, start), moment(d, end), setup, clearing) for d in days]
    taken = require_free(work.connection, work.centre(), room_id, slots, overrule="?")
    free = [day for number, day in enumerate(days) if number not in taken]
    if not free:
        raise NoReplacement(course["title"])
    work.insert(
        occurrence,
        {
            "offer_id": course["id"],
            "centre_id": course["centre_id"],
            "rule_id": known.id,
            "room_id": room_id,
            "starts": moment(free[0], start),
            "ends": moment(free[0], end),
            "end_assumed": known.end_minute is None,
            "setup_minutes": setup,
            "clearing_minutes": clearing,
            "replaces_id": row["id"],
        },
    )
    return moment(free[0], start)


def _rule_of(work: Work, row: Mapping[str, Any]) -> Any:
    """The rule at the end of whose dates one is added; None where the offer has none that repeats.

    A version that begins later ("ab Mai bis 17.30 Uhr") goes on where the rule of the date ends.
    """
    rules = [
        one
        for one in work.connection.execute(
            select(rule).where(rule.c.offer_id == row["offer_id"]).order_by(rule.c.first_day)
        )
        if Series.from_text(one.series).rrules
    ]
    own = next((one for one in rules if one.id == row["rule_id"]), None)
    if own is None:
        # Dates of an imported programme do not name their rule.
        own = next((one for one in rules if _falls_on(one, row["starts"])), None)
    if own is None:
        return rules[-1] if rules else None
    later = [one for one in rules if one.first_day > own.last_day]
    return later[-1] if later else own


def _falls_on(known: Any, starts: int) -> bool:
    day = day_of(starts)
    found = house_dates(
        replace(Series.from_text(known.series), count=None), day, day, HouseCalendar(), policy=False
    )
    return minute_of(starts) == known.start_minute and bool(found.dates)


def _days_after(work: Work, known: Any, calendar: HouseCalendar, *, elsewhere: bool) -> list[date]:
    """The days on which the series would go on after its last date, without those it has."""
    rows = work.connection.execute(
        select(occurrence.c.starts, occurrence.c.rule_id, occurrence.c.state).where(
            occurrence.c.offer_id == known.offer_id, occurrence.c.state != "skipped"
        )
    ).all()
    own = [one.starts for one in rows if one.rule_id == known.id] or [one.starts for one in rows]
    last = max((day_of(starts) for starts in own), default=known.last_day)
    busy = {day_of(one.starts) for one in rows}
    endless = replace(Series.from_text(known.series), count=None, until=None)
    first, until = last + timedelta(days=1), min(last + _LOOKED_AHEAD, LAST_DAY)
    found = house_dates(endless, first, until, calendar, elsewhere=elsewhere)
    return [day for day in found.dates if day not in busy]


def _title(work: Work, row: Mapping[str, Any]) -> str:
    title: str = row["title"] or work.row(offer, row["offer_id"])["title"]
    return title
