"""Calendar files (`.ics`, RFC 5545): what can become offers and dates, and what cannot and why."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from icalendar.prop import vDuration

from begegnung.formats.icalendar_lines import Component, Property, components
from begegnung.formats.icalendar_rules import CalendarRule, RuleUnusable, rule_from
from begegnung.formats.icalendar_zones import Moment, Zones, local
from begegnung.model.errors import CalendarUnreadable

LARGEST = 60_000_000
"""Bytes of a file that is read: 200,000 entries, more than any centre has, take ten seconds."""

_NOT_AN_ENTRY = {
    "VTODO": "Das ist eine Aufgabe, kein Termin.",
    "VJOURNAL": "Das ist eine Notiz, kein Termin.",
    "VFREEBUSY": "Das sind nur belegte Zeiten ohne Titel.",
}
_TITLE_LENGTH = 200
_PLACE_LENGTH = 200


class Start(NamedTuple):
    """A moment as in the file, with its zone."""

    at: Moment
    zone: tzinfo

    @property
    def timed(self) -> bool:
        """Whether it has a time of day."""
        return isinstance(self.at, datetime)

    @property
    def local(self) -> Moment:
        """The moment as local time; a day stays a day."""
        return local(self.at, self.zone)

    def at_day(self, days: int) -> "Start":
        """So many days later at the same time of day; raises OverflowError."""
        return Start(self.at + timedelta(days=days), self.zone)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One VEVENT: a single date, a series, or a changed date of a series (`instead_of`).

    `length` runs from start to end as the clock shows it; None where no end is known, also
    where the file gives one that cannot be (`impossible_end`).
    """

    uid: str
    title: str
    location: str
    category: str
    start: Start
    length: timedelta | None
    impossible_end: bool = False
    rules: tuple[CalendarRule, ...] = ()
    rule_texts: tuple[str, ...] = ()
    more: tuple[Start, ...] = ()
    without: tuple[Start, ...] = ()
    instead_of: Start | None = None
    and_following: bool = False
    cancelled: bool = False
    revision: tuple[int, str] = (0, "")
    offer_id: str = ""
    offer_type: str = ""
    remark: str = ""

    @property
    def recurs(self) -> bool:
        """Whether it stands for several dates."""
        return bool(self.rules or self.more)


class CalendarSeries(NamedTuple):
    """The events of one UID: the series or single date, and its changed dates."""

    event: CalendarEvent
    changed: tuple[CalendarEvent, ...]


class LeftOut(NamedTuple):
    """What was not taken from the file, with the reason as a German sentence."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """Everything in a calendar file; `notes` are German sentences about the file as a whole."""

    name: str
    series: tuple[CalendarSeries, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]


def read_calendar(path: Path, every_entry: Callable[[], None] | None = None) -> CalendarFile:
    """The calendar in a file; raises `CalendarUnreadable`.

    `every_entry` is called again and again meanwhile, and ends the reading by raising something.
    """
    if path.is_dir():
        raise CalendarUnreadable(str(path), "folder")
    try:
        size = path.stat().st_size
        if not path.is_file():
            # A device may have no end.
            raise CalendarUnreadable(str(path), "not_a_calendar")
        if size > LARGEST:
            raise CalendarUnreadable(str(path), "too_large", f"{size // 1_000_000} MB")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise CalendarUnreadable(str(path), "missing") from error
    except PermissionError as error:
        # Windows says so when another program keeps the file open.
        raise CalendarUnreadable(str(path), "locked", str(error)) from error
    except (OSError, ValueError) as error:
        raise CalendarUnreadable(str(path), "missing", str(error)) from error
    calendar = calendar_from(data, every_entry)
    if calendar is None:
        raise CalendarUnreadable(str(path), "not_a_calendar")
    return calendar


def calendar_from(
    data: bytes, every_entry: Callable[[], None] | None = None
) -> CalendarFile | None:
    """The calendar in the bytes of a file, None when it is no calendar at all."""
    go_on = every_entry or _go_on
    found: list[Component] = []
    names: list[str] = []
    methods: list[str] = []
    known = False
    for one in components(data):
        go_on()
        known = known or one.name == "VCALENDAR" or one.name in (*_NOT_AN_ENTRY, "VEVENT")
        if one.name == "VCALENDAR":
            names.append(one.text("X-WR-CALNAME"))
            methods.append(one.text("METHOD").upper())
        else:
            found.append(one)
    if not known:
        return None
    zones = Zones(one for one in found if one.name == "VTIMEZONE")
    events: list[CalendarEvent] = []
    left_out: list[LeftOut] = []
    for one in found:
        go_on()
        read = _read(one, zones)
        if isinstance(read, CalendarEvent):
            events.append(read)
        elif read is not None:
            left_out.append(read)
    if set(methods) == {"CANCEL"}:
        # The message that something is off; not every program says so in the entry as well.
        events = [replace(one, cancelled=True) for one in events]
    series, lost = _joined(events)
    return CalendarFile(
        next(filter(None, names), ""), series, (*left_out, *lost), _notes(zones, found)
    )


def _go_on() -> None:
    """Nobody wants to end the reading."""


def _notes(zones: Zones, found: list[Component]) -> tuple[str, ...]:
    notes = [
        f"Die Zeitzone „{tzid[:60]}“ ist nicht bekannt: Ihre Zeiten gelten als hiesige."
        for tzid in zones.unknown
    ]
    if any(one.name == "VEVENT" and one.first("DESCRIPTION") for one in found):
        notes.append("Beschreibungen werden nicht übernommen, weil sie gedruckt würden.")
    return tuple(notes)


def _read(one: Component, zones: Zones) -> CalendarEvent | LeftOut | None:
    """A component as an event, or why it is none; None for what is no entry."""
    title = _clean(one.text("SUMMARY"))[:_TITLE_LENGTH]
    if reason := _NOT_AN_ENTRY.get(one.name):
        return LeftOut(title or "(ohne Titel)", reason)
    if one.name != "VEVENT":
        return None
    named = title or "(ohne Titel)"
    if not one.whole:
        return LeftOut(named, "Der Eintrag ist unvollständig: Die Datei bricht mittendrin ab.")
    if one.first("DTSTART") is None:
        return LeftOut(named, "Der Eintrag hat keinen Beginn.")
    try:
        return _event(one, title, zones)
    except RuleUnusable as error:
        return LeftOut(named, str(error))
    except (ValueError, OverflowError):
        return LeftOut(named, "Beginn, Ende oder Ausnahmen des Eintrags sind nicht lesbar.")


def _event(one: Component, title: str, zones: Zones) -> CalendarEvent | LeftOut:
    instead = one.first("RECURRENCE-ID")
    cancelled = one.text("STATUS").upper() == "CANCELLED"
    (start,) = _starts(one.all("DTSTART")[:1], zones)[:1]
    if not title and instead is None:
        return LeftOut("(ohne Titel)", f"Der Eintrag vom {start.at:%d.%m.%Y} hat keinen Titel.")
    # Read once here, so that a date at the end of the calendar is named and hurts nobody later.
    _ = start.local, start.at_day(1).local
    texts = tuple(rule.value for rule in one.all("RRULE"))
    length, is_impossible = _length(one, start, zones)
    if one.first("EXRULE"):
        raise RuleUnusable("Die Wiederholung hat eine Regel für Ausnahmen (EXRULE).")
    return CalendarEvent(
        uid=one.text("UID"),
        title=title,
        location=_clean(one.text("LOCATION"))[:_PLACE_LENGTH],
        category=one.text("CATEGORIES"),
        start=start,
        length=length,
        impossible_end=is_impossible,
        rules=tuple(rule_from(text, start.at) for text in texts),
        rule_texts=texts,
        more=_starts(one.all("RDATE"), zones),
        without=_starts(one.all("EXDATE"), zones),
        instead_of=_starts([instead], zones)[0] if instead else None,
        and_following=bool(instead and instead.parameters.get("RANGE")),
        cancelled=cancelled,
        revision=(_number(one.text("SEQUENCE")), one.text("LAST-MODIFIED") or one.text("DTSTAMP")),
        offer_id=one.text("X-BEGEGNUNG-OFFER"),
        offer_type=one.text("X-BEGEGNUNG-TYPE"),
    )


def _starts(properties: list[Property], zones: Zones) -> tuple[Start, ...]:
    return tuple(Start(*moment) for one in properties for moment in zones.moments(one))


def _length(one: Component, start: Start, zones: Zones) -> tuple[timedelta | None, bool]:
    """From start to end, None without one; and whether the end given is not after the start.

    A whole day that ends on itself is one day: many programs write it so.
    """
    length: timedelta | None = None
    if end := one.first("DTEND"):
        ((at, zone),) = zones.moments(end)[:1]
        if zone is start.zone:
            length = _between(start.at, at)
        else:
            length = _between(start.local, Start(at, zone).local)
    elif duration := one.first("DURATION"):
        read: Any = vDuration
        length = read.from_ical(duration.value)
    is_given = one.first("DTEND") is not None or one.first("DURATION") is not None
    if length is not None and length > timedelta():
        return length, False
    if start.timed:
        return None, is_given
    return timedelta(days=1), is_given and length != timedelta()


def _between(begin: Moment, until: Moment) -> timedelta | None:
    """The time between two moments, or two days, of one clock."""
    if isinstance(begin, datetime) and isinstance(until, datetime):
        return until - begin
    if isinstance(begin, datetime) or isinstance(until, datetime):
        return None
    return until - begin


def _clean(text: str) -> str:
    """Text without signs that no line of the programme can show."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", text).split())


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else 0


def _joined(
    events: list[CalendarEvent],
) -> tuple[tuple[CalendarSeries, ...], list[LeftOut]]:
    """The events by UID. Of several versions of one date the latest counts."""
    masters: dict[tuple[str, object], CalendarEvent] = {}
    changes: dict[str, dict[Moment, CalendarEvent]] = {}
    lost: list[LeftOut] = []
    for event in events:
        if event.instead_of is not None:
            kept = changes.setdefault(event.uid, {})
            key = event.instead_of.local
            if key not in kept or kept[key].revision <= event.revision:
                kept[key] = event
            continue
        version = (event.uid or event.title, event.start.local)
        if version in masters:
            lost.append(LeftOut(event.title, "Der Eintrag steht mehrfach in der Datei."))
            if masters[version].revision > event.revision:
                continue
        masters[version] = event
    series = [
        CalendarSeries(event, tuple(changes.pop(event.uid, {}).values()))
        for event in masters.values()
    ]
    for alone in changes.values():
        # Changed dates whose series the file does not hold are dates of their own.
        series += [CalendarSeries(event, ()) for event in alone.values() if event.title]
    return tuple(series), lost
