"""The lines of a calendar file (RFC 5545), put together to its components.

Read by ourselves: the library builds an object of every property of every component, pictures and
alarms included, before anything can be asked (a minute for 50 MB), and gives up the whole file at
the first broken line. Here only the wanted properties are taken apart, and one broken line costs
one property. Lines with quoted parameters are left to the library.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, cast

from icalendar.parser import Contentline, unescape_backslash

_WANTED = {
    name.encode("ascii"): name
    for name in (
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"),
        *("UID", "SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES", "STATUS", "SEQUENCE"),
        *("LAST-MODIFIED", "DTSTAMP", "TZID", "TZOFFSETFROM", "TZOFFSETTO"),
        *("METHOD", "X-WR-CALNAME", "X-WR-TIMEZONE", "X-BEGEGNUNG-OFFER", "X-BEGEGNUNG-TYPE"),
    )
}
_NAME = re.compile(rb"\s*([A-Za-z0-9-]+)\s*[:;]")
_PLAIN = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=[^";:,^]*)*):(.*)', re.DOTALL)
_MOMENTS = frozenset(("DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"))
_ODD_ZONE = re.compile(r'[A-Za-z-]+;TZID=([^";:]*:[^":]*):([^:]*)', re.IGNORECASE)
"""A zone with a colon in its name, "(UTC+01:00) Berlin", that should stand in quotes."""
_TOP = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"))
_BAD_LINE = (ValueError, TypeError, LookupError, AttributeError)
_DEEPEST = 8
"""Calendars in one another whose entries are read."""
_LONGEST = 200_000
"""Letters of one line that are looked at; no property we want is longer."""


class Property(NamedTuple):
    """One property: name and names of parameters in capitals, the value as in the file."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as plain text on one line."""
        return " ".join(unescape_backslash(self.value).split())


@dataclass(slots=True)
class Component:
    """A component with its wanted properties; `parts` are the observances of a time zone.

    `whole` is False when the file ends, or the next component begins, in the middle of it.
    """

    name: str
    properties: list[Property] = field(default_factory=list[Property])
    parts: list["Component"] = field(default_factory=list["Component"])
    whole: bool = True

    def all(self, name: str) -> list[Property]:
        """All properties of this name."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        """The first property of this name."""
        return next((one for one in self.properties if one.name == name), None)

    def text(self, name: str) -> str:
        """The first property of this name as plain text, empty where there is none."""
        found = self.first(name)
        return found.text if found else ""


def components(data: bytes) -> Iterator[Component]:
    """The calendars themselves and what stands directly in them, in the order of their ends."""
    stack: list[Component] = []
    for raw in _unfolded(data):
        kind, _, name = raw.partition(b":")
        kind = kind.strip().upper()
        if kind == b"BEGIN":
            yield from _begin(stack, name.strip().upper().decode("ascii", "replace"))
        elif kind == b"END":
            yield from _end(stack, name.strip().upper().decode("ascii", "replace"))
        elif stack and (found := _property(raw)):
            stack[-1].properties.append(found)
    while stack:
        unfinished = stack.pop()
        unfinished.whole = unfinished.name == "VCALENDAR"
        if _is_top(stack):
            yield unfinished


def _begin(stack: list[Component], name: str) -> Iterator[Component]:
    """A component begins; one that should stand beside it and has no end, ends here."""
    if name in _TOP:
        while stack and stack[-1].name != "VCALENDAR":
            unfinished = stack.pop()
            unfinished.whole = False
            if _is_top(stack):
                yield unfinished
    begun = Component(name)
    if stack and stack[-1].name == "VTIMEZONE" and name in ("STANDARD", "DAYLIGHT"):
        stack[-1].parts.append(begun)
    stack.append(begun)


def _end(stack: list[Component], name: str) -> Iterator[Component]:
    """A component ends, and with it all that should have ended in it."""
    if name not in (one.name for one in stack):
        return
    while stack:
        ended = stack.pop()
        ended.whole = ended.whole and ended.name == name
        if _is_top(stack):
            yield ended
        if ended.name == name:
            return


def _is_top(stack: list[Component]) -> bool:
    """Whether what was just taken off the stack stands directly in a calendar, or is one.

    A calendar may wrongly stand in another one.
    """
    return len(stack) <= _DEEPEST and all(one.name == "VCALENDAR" for one in stack)


def _unfolded(data: bytes) -> Iterator[bytes]:
    """Lines without their folding. Bytes, because a fold may stand in the middle of a letter."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    parts: list[bytes] = []
    length = 0
    for line in io.BytesIO(data):
        bare = line.rstrip(b"\r\n")
        if bare[:1] in (b" ", b"\t"):
            if length < _LONGEST:
                parts.append(bare[1:])
                length += len(bare)
            continue
        if parts:
            yield b"".join(parts)
        parts = [bare]
        length = len(bare)
    yield b"".join(parts)


def _property(raw: bytes) -> Property | None:
    """A line taken apart; None where it is not wanted or cannot be read."""
    parts = _NAME.match(raw)
    name = _WANTED.get(parts[1].upper()) if parts else None
    if name is None:
        return None
    text = _decoded(raw[:_LONGEST])
    if name in _MOMENTS and (odd := _ODD_ZONE.fullmatch(text)):
        return Property(name, {"TZID": odd[1]}, odd[2].strip())
    if plain := _PLAIN.fullmatch(text):
        return Property(name, _parameters(plain[2]), plain[3].strip())
    try:
        _, parameters, value = Contentline(text).raw_parts()
    except _BAD_LINE:
        return None
    known = {key.upper(): _one(given) for key, given in cast("dict[str, Any]", parameters).items()}
    return Property(name, known, str(value).strip())


@lru_cache(maxsize=1024)
def _parameters(text: str) -> dict[str, str]:
    """Plain parameters; the same few stand in thousands of lines."""
    pairs = (part.partition("=") for part in text.split(";")[1:])
    return {key.upper(): value for key, _, value in pairs}


def _one(value: Any) -> str:
    """A parameter with several values is the first of them."""
    if isinstance(value, list):
        return str(cast("list[Any]", value)[0]) if value else ""
    return str(value)


def _decoded(raw: bytes) -> str:
    """UTF-8 as the standard says, or the code page of Windows, which older programs write."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
