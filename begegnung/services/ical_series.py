"""The rule of a series of a calendar file as a rule of ours, where both say the same."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from begegnung.db.tables import rule
from begegnung.db.work import Work
from begegnung.formats.icalendar_dates import SeriesDates
from begegnung.formats.icalendar_file import CalendarSeries, Start
from begegnung.formats.icalendar_rules import CalendarRule
from begegnung.model.ids import derived_id
from begegnung.model.recurrence import Series, expand, wording
from begegnung.model.recurrence.rule_text import CODES, weekday_codes


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule to be kept with an offer; the times are minutes after midnight."""

    id: str
    offer_id: str
    series: Series
    start_minute: int
    end_minute: int | None

    @property
    def words(self) -> str:
        """The rule as a sentence."""
        words = wording(self.series)
        return f"{words[:1].upper()}{words[1:]}."


def series_of(
    series: CalendarSeries, found: SeriesDates, first: date, last: date, offer_id: str
) -> KeptRule | None:
    """The rule of ours that gives exactly the dates of the file's rule from `first` to `last`.

    None where there is none: the dates then stand for themselves.
    """
    event = series.event
    times = {(one.start, one.end) for one in found.by_rule}
    if len(event.rules) != 1 or event.more or len(times) != 1:
        return None
    ((start, end),) = times
    text = _rule_text(event.rules[0], _day(event.start))
    if start is None or text is None:
        return None
    days = sorted(one.day for one in found.by_rule)
    origin = _day(event.start)
    changed = [one.instead_of for one in series.changed if one.instead_of]
    left_out = {_day(one) for one in (*event.without, *changed)}
    try:
        kept = Series(
            rrules=(text,),
            start=origin if origin >= first else None,
            anchor=origin if event.rules[0].interval > 1 else None,
            until=days[-1] if event.rules[0].until or event.rules[0].count else None,
            months=event.rules[0].months,
            exdates=tuple(sorted(day for day in left_out if first <= day <= last)),
            on_public_holidays="keep",
            start_minute=start,
            end_minute=end,
        )
        if list(expand(kept, first, last).dates) != days:
            return None
    except ValueError:
        return None
    key = derived_id("rule", offer_id, event.uid)
    return KeptRule(key, offer_id, kept, start, end)


def _day(start: Start) -> date:
    at = start.local
    return at.date() if isinstance(at, datetime) else at


def _rule_text(given: CalendarRule, origin: date) -> str | None:
    """The rule in the words of ours, without start, end and months; None where it has none."""
    if given.positions or given.year_days or given.weeks or given.week_start:
        return None
    interval = f";INTERVAL={given.interval}" if given.interval > 1 else ""
    if given.frequency == "WEEKLY" and not given.month_days:
        days = sorted({day for _, day in given.weekdays}) or [origin.weekday()]
        return f"FREQ=WEEKLY;BYDAY={weekday_codes(days)}{interval}"
    if given.frequency != "MONTHLY" or (given.weekdays and given.month_days):
        return None
    if given.weekdays:
        days = ",".join(f"{n}{CODES[day]}" for n, day in given.weekdays if n)
        every = all(n for n, _ in given.weekdays)
        return f"FREQ=MONTHLY;BYDAY={days}{interval}" if every else None
    numbers = given.month_days or (origin.day,)
    return f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, numbers))}{interval}"


def keep_rule(work: Work, kept: KeptRule, first: date, last: date, *, update: bool) -> None:
    """Writes the rule; one that is there already only gets the longer window, unless `update`."""
    known = work.connection.execute(select(rule).where(rule.c.id == kept.id)).first()
    if known is None:
        values = {
            "id": kept.id,
            "offer_id": kept.offer_id,
            "series": kept.series.to_text(),
            "first_day": first,
            "last_day": last,
            "start_minute": kept.start_minute,
            "end_minute": kept.end_minute,
        }
        work.insert(rule, values)
        return
    wider = {"first_day": min(known.first_day, first), "last_day": max(known.last_day, last)}
    text = {"series": kept.series.to_text()} if update else {}
    work.update(rule, kept.id, {**wider, **text})
