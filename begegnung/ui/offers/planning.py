"""The dates that are wanted: what words, times and choices come to in the calendar of the house."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from begegnung.model.calendar import half_year_of
from begegnung.model.errors import Ambiguous, Invalid
from begegnung.model.local_time import day_of, moment
from begegnung.model.recurrence import HolidayPolicy, Series, Skipped
from begegnung.services.occupancy import Slot, occupied
from begegnung.services.planning import PlannedSeries, end_or_assumed, series_dates
from begegnung.ui.offers.understanding import Understanding, Window


class Policies(NamedTuple):
    """What becomes of a date on a public holiday and in the school holidays."""

    public: HolidayPolicy = "skip"
    school: HolidayPolicy = "keep"


@dataclass(frozen=True, slots=True)
class Wish:
    """Dates that are wanted: what to plan, their slots, and what the rule leaves out.

    `unsure`: school holidays shall be left out, but are not known for all of the time.
    """

    planned: tuple[PlannedSeries, ...]
    slots: tuple[Slot, ...]
    skipped: tuple[Skipped, ...] = ()
    unsure: bool = False

    def kept_free(self, setup: int, clearing: int) -> tuple[Slot, ...]:
        """The spans a room is needed for, with minutes of set-up before and clearing after."""
        return tuple(occupied(*slot, setup, clearing) for slot in self.slots)


def wish(
    found: Understanding,
    window: Window,
    times: tuple[int | None, int | None],
    *,
    policies: Policies = Policies(),  # noqa: B008 immutable
    left_out: frozenset[date] = frozenset(),
    elsewhere: bool = False,
) -> Wish:
    """The dates of an understanding at `times` (minutes; the words' own times come first).

    `elsewhere`: outside the house, whose closing days do not count there. Raises `Invalid` and
    `Ambiguous` for what is missing or undecided.
    """
    if found.status == "ambiguous":
        raise Ambiguous(" / ".join(one.meaning for one in found.choices), found.question)
    if found.status != "clear":
        raise Invalid("wording", "missing")
    planned = tuple(
        _planned(_decided(series, policies, left_out), window, times) for series in found.series
    )
    slots: list[Slot] = []
    skipped: list[Skipped] = []
    unsure = False
    for one in planned:
        expansion = series_dates(one, window.calendar, elsewhere=elsewhere)
        end = end_or_assumed(one.start_minute, one.end_minute)
        slots += [(moment(day, one.start_minute), moment(day, end)) for day in expansion.dates]
        skipped += expansion.skipped
        unsure = unsure or expansion.school_holidays_unknown
    in_order = tuple(sorted(skipped, key=lambda one: one.date))
    return Wish(planned, tuple(sorted(slots)), in_order, unsure)


def _decided(series: Series, policies: Policies, left_out: frozenset[date]) -> Series:
    """The series with what was chosen for holidays and single days."""
    if series.rrules:
        # Nothing noted of school holidays is the house's own way, to hold the dates.
        asked = policies.school != "keep" or series.on_school_holidays is not None
        school = policies.school if asked else None
        series = replace(series, on_public_holidays=policies.public, on_school_holidays=school)
    if left_out:
        series = replace(series, exdates=tuple(sorted({*series.exdates, *left_out})))
    return series


def _planned(series: Series, window: Window, times: tuple[int | None, int | None]) -> PlannedSeries:
    """The series with its times and the days it is planned for; raises `Invalid`."""
    start = series.start_minute if series.start_minute is not None else times[0]
    end = series.end_minute if series.start_minute is not None else times[1]
    if start is None:
        raise Invalid("start", "missing")
    end_or_assumed(start, end)
    # Days that are named stand for themselves, also outside the window of the half-year.
    first = min((window.first, *series.dates))
    last = max((_last_day(series, window), *series.dates))
    return PlannedSeries(series, first, max(first, last), start, end)


def _last_day(series: Series, window: Window) -> date:
    """The day up to which there are dates: an end that the words name comes before the window's.

    A course is planned to its last date anyway.
    """
    if series.until:
        return series.until
    if series.start and series.start > window.last:
        return half_year_of(series.start)[1]
    return window.last


def own_end(found: Understanding, window: Window, policies: Policies) -> date | None:
    """The last day of dates whose words say themselves when they end, None where they do not."""
    if found.status != "clear" or not found.repeats:
        return None
    if not all(one.count or one.until or one.dates for one in found.series):
        return None
    days = [one.until for one in found.series if one.until]
    courses = replace(found, series=tuple(one for one in found.series if one.count))
    if courses.series:
        # The time does not matter for the days.
        days += [
            day_of(start) for start, _ in wish(courses, window, (0, 1), policies=policies).slots
        ]
    return max(days, default=None)
