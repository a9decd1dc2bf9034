"""Time zones of a calendar file, and moments of the file as local time of the programme."""

import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from begegnung.formats.icalendar_lines import Component, Property

LOCAL = ZoneInfo("Europe/Berlin")
"""The zone of the houses: moments of the programme are its wall clock."""

_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.IGNORECASE)
_YEARLY = re.compile(
    r"FREQ=YEARLY(?:;(?:INTERVAL=1|COUNT=\d{1,4}|UNTIL=[\dTZ]+|WKST=[A-Z]{2}|BYMONTH=\d{1,2}"
    r"|BYDAY=[+-]?\d?[A-Z]{2}|BYMONTHDAY=-?\d{1,2}(?:,-?\d{1,2}){0,9}))*",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"[+-]\d{4}(\d\d)?")

Moment = datetime | date
"""A moment of the file: without zone as it stands there, or a day."""


class Zones:
    """The time zones of one file by their identifiers.

    Known ones are those of the system, also under the names of Windows and with what some programs
    put before them; others count by the observances that the file itself gives. `unknown` collects
    what is neither: such times are taken as local ones.
    """

    def __init__(self, described: Iterable[Component] = ()) -> None:
        self._described: dict[str, Component] = {}
        for one in described:
            self._described.setdefault(one.text("TZID"), one)
        self._found: dict[str, tzinfo | None] = {}
        self.unknown: dict[str, None] = {}

    def zone(self, tzid: str) -> tzinfo:
        """The zone of this identifier, the local one where it is not known."""
        if not tzid:
            return LOCAL
        if tzid not in self._found:
            self._found[tzid] = _known_zone(tzid) or _observed(self._described.get(tzid))
            if self._found[tzid] is None:
                self.unknown[tzid] = None
        return self._found[tzid] or LOCAL

    def moments(self, one: Property) -> list[tuple[Moment, tzinfo]]:
        """The moments of a property, of a period its start, with their zone; raises ValueError."""
        zone = self.zone(one.parameters.get("TZID", ""))
        found: list[tuple[Moment, tzinfo]] = []
        for text in filter(None, (part.strip() for part in one.value.split(","))):
            at, utc = stamp(text.partition("/")[0])
            found.append((at, UTC if utc else zone))
        return found


def stamp(text: str) -> tuple[Moment, bool]:
    """A day or a moment without zone, and whether it is UTC; raises ValueError."""
    parts = _STAMP.fullmatch(text)
    if not parts:
        raise ValueError(f"not a date: {text[:40]!r}")
    year, month, day = (int(part) for part in parts.groups()[:3])
    if parts[4] is None:
        return date(year, month, day), False
    hour, minute, second = int(parts[4]), int(parts[5]), min(int(parts[6] or 0), 59)
    # Seconds are of no use here, and 60 is a leap second.
    at = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    return at.replace(second=0), bool(parts[7])


def local(at: Moment, zone: tzinfo) -> Moment:
    """A moment of a zone as local time; a day stays a day.

    By way of UTC, so that an hour that the clock leaves out in spring becomes the one after it.
    Raises OverflowError at the ends of the calendar.
    """
    if not isinstance(at, datetime):
        return at
    return at.replace(tzinfo=zone).astimezone(UTC).astimezone(LOCAL).replace(tzinfo=None)


@lru_cache(maxsize=256)
def _known_zone(tzid: str) -> tzinfo | None:
    bare = tzid.strip().strip('"').strip("/")
    if bare.upper() in ("UTC", "GMT", "Z"):
        return UTC
    parts = bare.split("/")
    names = [bare, WINDOWS_TO_OLSON.get(bare, "")]
    names += ["/".join(parts[k:]) for k in range(1, min(len(parts), 6))]
    for name in names:
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            continue
    return None


def _observed(described: Component | None) -> tzinfo | None:
    """The zone by its own observances; None where they are nonsense.

    Only rules that recur yearly on one day: another one ("every second") would never end.
    """
    if described is None or not described.parts:
        return None
    lines = ["BEGIN:VTIMEZONE", "TZID:X"]
    for part in described.parts[:400]:
        start, rule = part.text("DTSTART"), part.text("RRULE")
        offsets = part.text("TZOFFSETFROM"), part.text("TZOFFSETTO")
        if not all(_OFFSET.fullmatch(one) for one in offsets):
            return None
        if rule and not _YEARLY.fullmatch(rule):
            return None
        lines += [f"BEGIN:{part.name}", f"DTSTART:{start}", f"TZOFFSETFROM:{offsets[0]}"]
        lines += [f"TZOFFSETTO:{offsets[1]}"]
        lines += [f"RRULE:{rule}"] if rule else []
        lines += [f"RDATE:{one.value}" for one in part.all("RDATE")]
        lines += [f"END:{part.name}"]
    try:
        # A zone of more than a day apart from UTC is found out only when it is asked.
        zone = tzical(io.StringIO("\n".join([*lines, "END:VTIMEZONE", ""]))).get()
        if zone is not None:
            datetime(2026, 7, 1, tzinfo=zone).astimezone(UTC)
    except (ValueError, TypeError, LookupError, OverflowError, AttributeError):
        return None
    return zone
