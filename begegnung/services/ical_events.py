"""The dates of an offer as events of a calendar file: what its rules say, and what differs.

The rules of the file are checked day by day against the dates there are: what a rule would give and
nobody plans is left out by name (EXDATE), what is planned and no rule gives is an event of its own.
So odd weeks, pauses and dates added for lost ones are right in every calendar program. Dates beyond
the rule are no RDATE, because not every program reads them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from begegnung.formats.icalendar_rules import Budget, rule_days, rule_from
from begegnung.formats.icalendar_writer import EventOut
from begegnung.model.local_time import day_of, minute_of, moment
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.programme import CATEGORIES
from begegnung.model.recurrence import Series

_SUFFIX = "@begegnung"


class DateOut(NamedTuple):
    """A date as the calendar file wants to know it; moments in local minutes."""

    id: str
    rule_id: str | None
    starts: int
    ends: int
    end_assumed: bool
    untimed: bool
    state: str
    title: str
    location: str
    moved_from: int | None

    @property
    def origin(self) -> int:
        """The moment it was planned for first."""
        return self.starts if self.moved_from is None else self.moved_from

    @property
    def looks(self) -> tuple[int | None, str, str]:
        """What the dates of a series have in common: length, title, place."""
        length = None if self.end_assumed else self.ends - self.starts
        return length, self.title, self.location


class RuleOut(NamedTuple):
    """A rule of an offer: `series` is its stored text."""

    id: str
    series: str
    start_minute: int


@dataclass
class OfferOut:
    """An offer with its rules and dates; `changed` is the last change of any of them, UTC."""

    id: str
    title: str
    type: str
    category: str | None
    wording: str
    leader: str
    public: bool
    changed: datetime
    rules: list[RuleOut] = field(default_factory=list[RuleOut])
    dates: list[DateOut] = field(default_factory=list[DateOut])


def events_of(offer: OfferOut) -> list[EventOut]:
    """The events of an offer, in order of time. Skipped dates are none.

    A cancelled date of a rule is left out of it. One that stands alone is written as cancelled,
    with "Fällt aus" in its title for programs that do not know the word of the standard.
    """
    left = {one.id: one for one in offer.dates if one.state != "skipped"}
    events: list[EventOut] = []
    for rule in offer.rules:
        series = Series.from_text(rule.series)
        for number, text in enumerate(series.rrules):
            uid = f"{rule.id}-{number}" if number else rule.id
            events += _of_rule(offer, rule, uid, _rule_text(series, text), left)
    events += [_single(offer, one) for one in left.values()]
    return sorted(events, key=_order)


def _order(one: EventOut) -> tuple[str, str, str]:
    return one.start.isoformat(), one.uid, one.instead_of.isoformat() if one.instead_of else ""


def _rule_text(series: Series, text: str) -> str:
    """The rule as the standard can say it; odd and even weeks nearly, every second week."""
    months = f";BYMONTH={','.join(map(str, series.months))}" if series.months else ""
    every_second = series.parity and "INTERVAL" not in text and "FREQ=WEEKLY" in text
    return f"{text}{';INTERVAL=2' if every_second else ''}{months}"


def _of_rule(
    offer: OfferOut, rule: RuleOut, uid: str, text: str, left: dict[str, DateOut]
) -> list[EventOut]:
    """A series with its changed dates; takes the dates it stands for out of `left`."""
    candidates = _candidates(rule, left.values())
    kept = {day: one for day, one in candidates.items() if one.state == "planned"}
    if not kept:
        return []
    first, last = min(kept), max(kept)
    days = list(rule_days(rule_from(text, first), first, first, last, Budget()))
    kept = {day: kept[day] for day in days if day in kept}
    if first not in kept or len(days) > 3 * len(kept) + 10:
        return []
    for day in days:
        if day in candidates:
            del left[candidates[day].id]
    usual = [one for day, one in kept.items() if one.starts == moment(day, rule.start_minute)]
    counted = Counter(one.looks for one in usual or kept.values())
    length, title, location = max(counted, key=lambda looks: (counted[looks], str(looks)))
    shown = next(one for one in kept.values() if one.looks == (length, title, location))
    minute = rule.start_minute
    series = _event(offer, shown, uid)
    start = _local(moment(first, minute))
    end = None if length is None else start + timedelta(minutes=length)
    events = [
        replace(
            series,
            start=start,
            end=end,
            rule=text,
            until=_local(moment(max(kept), minute)),
            without=tuple(_local(moment(day, minute)) for day in days if day not in kept),
        )
    ]
    for day, one in kept.items():
        at = moment(day, minute)
        if one.starts != at or one.looks != (length, title, location):
            events.append(replace(_event(offer, one, uid), instead_of=_local(at)))
    return events


def _candidates(rule: RuleOut, dates: Iterable[DateOut]) -> dict[date, DateOut]:
    """The dates that may belong to a rule by the day they were planned for first."""
    found: dict[date, DateOut] = {}
    for one in dates:
        same_time = minute_of(one.origin) == rule.start_minute
        unmoved = one.rule_id == rule.id and one.moved_from is None
        if one.untimed or one.rule_id not in (rule.id, None) or not (same_time or unmoved):
            continue
        day = day_of(one.origin)
        # A planned date comes before a cancelled one of the same day.
        if day not in found or found[day].state != "planned":
            found[day] = one
    return found


def _single(offer: OfferOut, one: DateOut) -> EventOut:
    event = _event(offer, one, one.id)
    if one.state == "planned":
        return event
    return replace(event, title=f"Fällt aus: {event.title}", cancelled=True)


def _event(offer: OfferOut, one: DateOut, uid: str) -> EventOut:
    """One date as an event of its own."""
    known = OFFER_TYPES.get(offer.type)
    leader = f"Leitung: {offer.leader}" if offer.leader and offer.public else ""
    return EventOut(
        uid=f"{uid}{_SUFFIX}",
        title=one.title or offer.title,
        start=day_of(one.starts) if one.untimed else _local(one.starts),
        end=None if one.untimed or one.end_assumed else _local(one.ends),
        changed=offer.changed,
        location=one.location,
        description="\n".join(filter(None, (offer.wording, leader))),
        category=CATEGORIES.get(offer.category or "", ""),
        private=not offer.public or (known is not None and not known.public),
        offer_id=offer.id,
        offer_type=offer.type,
    )


def _local(at: int) -> datetime:
    return datetime.combine(day_of(at), time()) + timedelta(minutes=minute_of(at))
