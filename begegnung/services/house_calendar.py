"""The dates of a series as a house plans them: its Land, its holidays, its closing days."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select

from begegnung.db.tables import centre, closure
from begegnung.model.calendar import ClosingDays, HouseCalendar
from begegnung.model.recurrence import Expansion, Pause, Series, Skipped, expand
from begegnung.services.desk import View
from begegnung.services.school_holidays import school_holidays

_BEFORE = 8 * 7
"""Days: a date that moves on by weeks may come from before the window."""
_BEHIND = 3 * 366
"""Days: dates added at the end of a course lie behind the window, as far as `expand` looks."""


def house_calendar(view: View) -> HouseCalendar:
    """The calendar of the house of this PC; raises `NoCentre` before one is set up."""
    return calendar_of(view.connection, view.centre())


def calendar_of(connection: Connection, centre_id: str) -> HouseCalendar:
    """The calendar of a house: its Land, the school holidays there, its closing days."""
    land = connection.execute(select(centre.c.land).where(centre.c.id == centre_id)).scalar_one()
    rows = connection.execute(
        select(closure.c.first_day, closure.c.last_day, closure.c.reason)
        .where(closure.c.centre_id == centre_id, closure.c.room_id.is_(None))
        .order_by(closure.c.first_day, closure.c.last_day)
    )
    closed = tuple(ClosingDays(*row) for row in rows)
    return HouseCalendar(land, school_holidays(connection, land), closed)


def house_dates(
    series: Series,
    first: date,
    last: date,
    calendar: HouseCalendar,
    *,
    policy: bool = True,
    elsewhere: bool = False,
) -> Expansion:
    """The dates of `series` from `first` to `last` and what is left out, with the reason.

    The policy of the houses: a rule that says nothing of public holidays leaves them out, and so
    it does the days on which the house is closed, unless it takes place `elsewhere`; school
    holidays are kept unless the words leave them out. Days that are named one by one stand.
    Without `policy` only the words count.
    """
    if not policy:
        return expand(series, first, last, land=calendar.land, school=calendar.school)
    own, closed = series, () if elsewhere else _near(calendar.closed, series, first, last)
    if series.on_public_holidays is None:
        series = replace(series, on_public_holidays="skip")
    if closed:
        shut = tuple(Pause(days.first, days.last) for days in closed)
        series = replace(series, pauses=(*series.pauses, *shut))
    found = expand(series, first, last, land=calendar.land, school=calendar.school)
    if not closed:
        return found
    return replace(found, skipped=tuple(_named(one, own, closed) for one in found.skipped))


def _near(
    closed: tuple[ClosingDays, ...], series: Series, first: date, last: date
) -> tuple[ClosingDays, ...]:
    """The closing days that can matter between two days; those of other years cost nothing."""
    starts = [first, last]
    if series.count and series.start:
        # A course is counted from its first day, and what falls out is added behind its end.
        starts.append(series.start)
    begin, end = min(starts).toordinal() - _BEFORE, max(starts).toordinal() + _BEHIND
    return tuple(
        days for days in closed if days.last.toordinal() >= begin and days.first.toordinal() <= end
    )


def _named(skipped: Skipped, own: Series, closed: tuple[ClosingDays, ...]) -> Skipped:
    """The day with the reason of the house, where the series itself would have been held."""
    day = skipped.date
    if day in own.exdates or any(_within(day, pause) for pause in own.pauses):
        return skipped
    for days in closed:
        if days.first <= day <= days.last:
            reason = f"Haus geschlossen: {days.reason}" if days.reason else "Haus geschlossen"
            return replace(skipped, reason=reason)
    return skipped


def _within(day: date, pause: Pause) -> bool:
    return pause.first <= day and (pause.last is None or day <= pause.last)
