"""Calendar files out (RFC 5545): the same events always give the same bytes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from icalendar import Calendar, Event, vRecur

from begegnung.formats.icalendar_zones import LOCAL

_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)

# The rules of summer time in the European Union since 1996, when it began to end in October. As the
# first days serve those of 1970, so that no moment lies before both.
_ZONE = b"""BEGIN:VTIMEZONE\r
TZID:Europe/Berlin\r
BEGIN:STANDARD\r
DTSTART:19701025T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
TZNAME:CET\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:19700329T020000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
TZNAME:CEST\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
END:DAYLIGHT\r
END:VTIMEZONE\r
"""


@dataclass(frozen=True, slots=True)
class EventOut:
    """One VEVENT. Moments are local without zone; a `date` for a whole day.

    `end` None: no end is known. `rule` is an RRULE without end, `until` its last moment, `without`
    the moments left out. `instead_of` is the moment in the series `uid` that this one stands for.
    `changed` is the time of the last change in UTC; number and stamps of the version follow from
    it.
    """

    uid: str
    title: str
    start: datetime | date
    end: datetime | None
    changed: datetime
    location: str = ""
    description: str = ""
    category: str = ""
    rule: str = ""
    until: datetime | None = None
    without: tuple[datetime, ...] = ()
    instead_of: datetime | None = None
    cancelled: bool = False
    private: bool = False
    offer_id: str = ""
    offer_type: str = ""


def calendar_bytes(name: str, events: Iterable[EventOut]) -> bytes:
    """A whole calendar file with the zone its times stand in."""
    calendar = Calendar()
    add = _adder(calendar)
    add("PRODID", "-//Begegnung//Begegnungszentrum//DE")
    add("VERSION", "2.0")
    add("CALSCALE", "GREGORIAN")
    add("X-WR-CALNAME", name)
    add("X-WR-TIMEZONE", LOCAL.key)
    written = [_event(one) for one in events]
    head, tail = calendar.to_ical().split(b"END:VCALENDAR")
    return b"".join((head, _ZONE, *(one.to_ical() for one in written), b"END:VCALENDAR", tail))


def _event(one: EventOut) -> Event:
    event = Event()
    add = _adder(event)
    add("UID", one.uid)
    add("DTSTAMP", one.changed)
    add("LAST-MODIFIED", one.changed)
    # Grows with every change, and needs no counter that two PCs would have to agree on.
    add("SEQUENCE", max(0, int((one.changed - _BEGINNING).total_seconds())))
    add("SUMMARY", one.title)
    add("DTSTART", _zoned(one.start))
    if one.end is not None:
        add("DTEND", _zoned(one.end))
    if one.instead_of is not None:
        add("RECURRENCE-ID", _zoned(one.instead_of))
    if one.rule:
        add("RRULE", _rule(one))
    if one.without:
        add("EXDATE", [_zoned(at) for at in one.without])
    for key, value in (("LOCATION", one.location), ("DESCRIPTION", one.description)):
        if value:
            add(key, value)
    if one.category:
        add("CATEGORIES", [one.category])
    if one.cancelled:
        add("STATUS", "CANCELLED")
        add("TRANSP", "TRANSPARENT")
    if one.private:
        add("CLASS", "PRIVATE")
    add("X-BEGEGNUNG-OFFER", one.offer_id)
    add("X-BEGEGNUNG-TYPE", one.offer_type)
    return event


def _adder(component: Any) -> Callable[[str, Any], None]:
    """The method of the library, whose types it does not say."""
    add: Callable[[str, Any], None] = component.add
    return add


def _rule(one: EventOut) -> Any:
    """The rule with its end, which the standard wants in UTC."""
    text = one.rule
    if one.until is not None:
        until = one.until.replace(tzinfo=LOCAL).astimezone(UTC)
        text += f";UNTIL={until:%Y%m%dT%H%M%SZ}"
    recur: Any = vRecur
    return recur.from_ical(text)


def _zoned(at: datetime | date) -> datetime | date:
    return at.replace(tzinfo=LOCAL) if isinstance(at, datetime) else at
