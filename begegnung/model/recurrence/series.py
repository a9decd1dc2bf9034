"""A series: the rule from which the dates of an offer are made, storable as text."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, cast, get_args

from begegnung.model.recurrence.rule_text import interval_of

Parity = Literal["even", "odd"]
HolidayPolicy = Literal["skip", "keep", "next_week"]
"""What becomes of a date on a holiday: left out, held all the same, or held a week later."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A span without dates, both days included; ``last`` None means until further notice."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Move:
    """One date of the rule that takes place on another day."""

    origin: date
    target: date


@dataclass(frozen=True, slots=True)
class Series:
    """Rule and explicit dates of an offer.

    The dates are the union of ``rrules`` (RFC 5545 text without start and end, as
    :func:`~begegnung.model.recurrence.rule_text.rule_of` takes apart) and ``dates`` (explicit
    ones, never skipped). Everything else narrows the rules:

    - ``start`` and ``until`` are the first and the last possible day, ``anchor`` a day from which
      the rhythm of an interval is counted in both directions (``start`` where there is none);
    - ``count`` is the number of sessions that are held, so a skipped one is added at the end;
    - ``parity`` of the ISO week, ``months`` (empty means all), ``pauses``, ``exdates``,
      ``exrules`` (RFC 5545 rules whose dates are left out), ``closing_days`` by name;
    - ``on_public_holidays`` and ``on_school_holidays`` say what becomes of a date that falls on
      one, None says nothing (the house decides); ``school_holidays_named`` narrows it to some;
    - ``start_minute`` and ``end_minute`` are minutes after midnight.

    Raises ValueError where the fields contradict each other.
    """

    rrules: tuple[str, ...] = ()
    start: date | None = None
    until: date | None = None
    anchor: date | None = None
    count: int | None = None
    dates: tuple[date, ...] = ()
    parity: Parity | None = None
    months: tuple[int, ...] = ()
    pauses: tuple[Pause, ...] = ()
    exdates: tuple[date, ...] = ()
    exrules: tuple[str, ...] = ()
    closing_days: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()
    on_public_holidays: HolidayPolicy | None = None
    on_school_holidays: HolidayPolicy | None = None
    school_holidays_named: tuple[str, ...] = ()
    start_minute: int | None = None
    end_minute: int | None = None

    def __post_init__(self) -> None:
        for policy in (self.on_public_holidays, self.on_school_holidays):
            if policy is not None and policy not in get_args(HolidayPolicy):
                raise ValueError(f"not a policy for holidays: {policy!r}")
        for rule in (*self.rrules, *self.exrules):
            if interval_of(rule) > 1 and self.origin is None:
                raise ValueError(f"an interval needs a day to count from: {rule}")
        if self.count is not None and (self.start is None or self.count < 1):
            raise ValueError("a number of sessions needs a first day")
        if self.start and self.until and self.until < self.start:
            raise ValueError("the series ends before it starts")

    @property
    def origin(self) -> date | None:
        """The day intervals are counted from."""
        return self.anchor or self.start

    def to_text(self) -> str:
        """The series as one line of JSON with only the fields that say something."""
        stored = {
            field.name: _plain(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) != field.default
        }
        return json.dumps(stored, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Series":
        """The series stored by :meth:`to_text`. Raises ValueError when it is no series.

        Texts of older programs, which knew only "left out" and "held", are read as well.
        """
        try:
            stored = _renamed(dict(json.loads(text).items()))
            values: dict[str, Any] = {
                name: _READERS.get(name, _same)(stored[name]) for name in stored
            }
            return cls(**values)
        except (TypeError, KeyError, AttributeError, IndexError) as error:
            raise ValueError(f"not a series: {text[:80]!r}") from error


_FORMER = {
    "skip_public_holidays": "on_public_holidays",
    "skip_school_holidays": "on_school_holidays",
}
_FORMER_POLICIES: dict[Any, HolidayPolicy] = {True: "skip", False: "keep"}


def _renamed(stored: dict[str, Any]) -> dict[str, Any]:
    """The fields under the names of today."""
    for former, name in _FORMER.items():
        if former in stored:
            stored[name] = _FORMER_POLICIES[stored.pop(former)]
    return stored


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Pause):
        return [_plain(value.first), _plain(value.last)]
    if isinstance(value, Move):
        return [_plain(value.origin), _plain(value.target)]
    if isinstance(value, tuple):
        return [_plain(part) for part in cast("tuple[Any, ...]", value)]
    return value


def _same(value: Any) -> Any:
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else value


def _day(value: str) -> date:
    return date.fromisoformat(value)


def _days(value: list[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(part) for part in value)


def _pauses(value: list[list[str | None]]) -> tuple[Pause, ...]:
    return tuple(Pause(_day(first or ""), _day(last) if last else None) for first, last in value)


def _moves(value: list[list[str]]) -> tuple[Move, ...]:
    return tuple(Move(_day(origin), _day(target)) for origin, target in value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "start": _day,
    "until": _day,
    "anchor": _day,
    "dates": _days,
    "exdates": _days,
    "pauses": _pauses,
    "moved": _moves,
}
