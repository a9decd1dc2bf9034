"""Whether a printed text and the rules of an offer tell visitors the same dates and times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from begegnung.model.calendar import SchoolCalendar
from begegnung.model.recurrence.expand import expand
from begegnung.model.recurrence.reader import read
from begegnung.model.recurrence.reading import Meaning, Reading
from begegnung.model.recurrence.series import HolidayPolicy, Series

Minutes = tuple[int, int | None]
"""Start and end of a date in minutes after midnight; the end may be left open."""


class TimeDifference(NamedTuple):
    """Two different times and the first date they meet on."""

    date: date
    in_text: Minutes
    in_rule: Minutes


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What a text says otherwise than the rules.

    ``only_in_text`` and ``only_in_rule`` are local dates in order. ``ambiguous`` tells that the
    text can be read in several ways, none of which is the rule; the dates are those of the nearest.
    """

    only_in_text: tuple[date, ...]
    only_in_rule: tuple[date, ...]
    times: tuple[TimeDifference, ...]
    ambiguous: bool = False


def disagreement(
    text: str,
    series: Sequence[Series],
    *,
    first: date,
    last: date,
    start: date | None = None,
    land: str = "NW",
    school: SchoolCalendar | None = None,
) -> Disagreement | None:
    """What a text says otherwise than the rules, from ``first`` to ``last`` (both included).

    None where they agree, where one of several readings of the text agrees, or where the text
    gives no dates. ``start`` is the first date where it is known from elsewhere. What the text
    leaves to the house (holidays, a first date, a time) never disagrees.
    """
    ruled = _Times(_days(series, first, last, land, school))
    found: list[Disagreement] = []
    for reading in _readings(text, series, start, _Window(first, last, land)):
        for meaning in reading.readings:
            own = _with_policies(meaning, series)
            said = _Times(_days(own, first, last, land, school))
            difference = _compared(said, ruled, ambiguous=reading.status == "ambiguous")
            if difference is None:
                return None
            found.append(difference)
    return min(found, key=_size, default=None)


class _Window(NamedTuple):
    """The dates a text is read for, and the Land."""

    first: date
    last: date
    land: str


def _readings(
    text: str, series: Sequence[Series], start: date | None, window: _Window
) -> Iterable[Reading]:
    """The text as it stands, and where that leaves a choice, with the first day of the rules."""
    first, last, land = window
    reading = read(text, first=first, last=last, start=start, land=land)
    yield reading
    begun = [one.origin for one in series if one.origin]
    if reading.status == "ambiguous" and start is None and begun:
        yield read(text, first=first, last=last, start=min(begun), land=land)


def _with_policies(meaning: Meaning, series: Sequence[Series]) -> tuple[Series, ...]:
    """The series of a text, with the rules' policy for holidays where the words have none."""
    public = _common({one.on_public_holidays for one in series if one.rrules})
    school = _common({one.on_school_holidays for one in series if one.rrules})
    return tuple(
        replace(
            one,
            on_public_holidays=one.on_public_holidays or public,
            on_school_holidays=one.on_school_holidays or school,
        )
        for one in meaning.series
    )


def _common(policies: set[HolidayPolicy | None]) -> HolidayPolicy | None:
    return next(iter(policies)) if len(policies) == 1 else None


class _Times(dict[date, set[Minutes]]):
    """Dates with their times; a date without one has an empty set."""

    def __init__(self, days: Iterable[tuple[date, Series]]) -> None:
        super().__init__()
        for day, one in days:
            times = self.setdefault(day, set())
            if one.start_minute is not None:
                times.add((one.start_minute, one.end_minute))


def _days(
    series: Sequence[Series], first: date, last: date, land: str, school: SchoolCalendar | None
) -> Iterable[tuple[date, Series]]:
    for one in series:
        for day in expand(one, first, last, land=land, school=school).dates:
            yield day, one


def _compared(said: _Times, ruled: _Times, *, ambiguous: bool) -> Disagreement | None:
    times: dict[tuple[Minutes, Minutes], TimeDifference] = {}
    for day in sorted(said.keys() & ruled.keys()):
        here, there = _in_order(said[day]), _in_order(ruled[day])
        if here and there and not _same_times(here, there):
            times.setdefault((here[0], there[0]), TimeDifference(day, here[0], there[0]))
    found = Disagreement(
        tuple(sorted(said.keys() - ruled.keys())),
        tuple(sorted(ruled.keys() - said.keys())),
        tuple(times.values()),
        ambiguous,
    )
    return found if _size(found) else None


def _in_order(times: set[Minutes]) -> list[Minutes]:
    return sorted(times, key=lambda one: (one[0], one[1] or 0))


def _same_times(here: Sequence[Minutes], there: Sequence[Minutes]) -> bool:
    """Whether two lists of times are the same as far as both say; an open end is no difference."""
    return len(here) == len(there) and all(
        a[0] == b[0] and (a[1] is None or b[1] is None or a[1] == b[1])
        for a, b in zip(here, there, strict=True)
    )


def _size(found: Disagreement) -> int:
    return len(found.only_in_text) + len(found.only_in_rule) + len(found.times)
