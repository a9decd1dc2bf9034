"""Calendar files in: every entry becomes an offer with dates, or is named with the reason.

What is there already stays as it is: identifiers follow from the house and from the identifiers of
the file, so that reading it again adds only what is new. Values that differ by then are named, and
written only where that is wanted (`update`). A date whose room is taken comes without the room,
unless a reason overrules.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from begegnung.db.tables import offer, room
from begegnung.db.work import Work
from begegnung.formats.icalendar_dates import CalendarDate, SeriesDates, dates_of
from begegnung.formats.icalendar_file import CalendarEvent, CalendarFile, CalendarSeries
from begegnung.formats.icalendar_rules import Budget, RuleUnusable
from begegnung.formats.programme_words import category_key, type_of
from begegnung.model.calendar import half_year_of
from begegnung.model.errors import Invalid, WrongHouse
from begegnung.model.ids import derived_id
from begegnung.model.names import sort_key
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.recurrence import wording
from begegnung.services.desk import Desk
from begegnung.services.houses import SetUpHouse, centre_named, set_up_house
from begegnung.services.ical_dates import Target, Wanted, Written, compare_own, take_dates
from begegnung.services.ical_series import KeptRule, keep_rule, series_of
from begegnung.services.planning import MOST_DATES, required_day
from begegnung.services.present import today_of

_NO_RULE = "Die Wiederholung lässt sich nicht als Regel führen, die Termine stehen einzeln."


class CalendarReport(NamedTuple):
    """What was made of one entry: `outcome` "dated", "changed" (differs from here) or "left".

    `without_room` counts the new dates whose room is taken or closed, or which have no times.
    """

    title: str
    outcome: str
    occurrences: int
    occurrences_added: int
    reason: str
    without_room: int = 0


@dataclass(frozen=True, slots=True)
class ImportCalendar:
    """A calendar to be taken in, its dates from `first` to `last`.

    Without days from today to the end of the next half-year. `overrule` is the reason to take rooms
    that are taken or closed all the same. `update` writes what differs from what is here.
    """

    calendar: CalendarFile
    first: date | None = None
    last: date | None = None
    overrule: str = ""
    update: bool = False


@dataclass(frozen=True, slots=True)
class CalendarImported:
    """The reports of all entries and sentences about the file; dates lie in the window."""

    first: date
    last: date
    entries: tuple[CalendarReport, ...]
    notes: tuple[str, ...]

    @property
    def added(self) -> int:
        """How many dates were new."""
        return sum(entry.occurrences_added for entry in self.entries)


@dataclass
class _Taking:
    """What one import works with."""

    target: Target
    first: date
    last: date
    budget: Budget = field(default_factory=Budget)
    dates_left: int = MOST_DATES

    @property
    def work(self) -> Work:
        return self.target.work


def import_for_house(
    desk: Desk, request: ImportCalendar, *, centre_name: str = "", file_stem: str = ""
) -> CalendarImported:
    """Takes a calendar file in for the house `centre_name`, without a name for that of this PC.

    The first house of an empty data folder becomes the house of this PC; unless it is given, its
    name is that of the calendar, or else that of the file (`file_stem`).

    Raises `UnknownCentre`, `WrongHouse` for a house of another PC, and what `import_calendar` does.
    """
    name = centre_name.strip()
    if desk.centre_id is None:
        # A wrong window is refused before a house is made for nothing.
        _window(request, today_of(desk.now_ms()))
        first_house = name or request.calendar.name.strip() or file_stem
        desk.act(set_up_house, SetUpHouse(first_house))
    elif name:
        house = desk.read(centre_named, name)
        if house.id != desk.centre_id:
            raise WrongHouse("calendar", house.name)
    return desk.act(import_calendar, request).value


def import_calendar(work: Work, request: ImportCalendar) -> CalendarImported:
    """Takes a calendar file in, as one action.

    Raises `Invalid` for a window that ends before it begins or lies in no year of planning.
    """
    first, last = _window(request, today_of(work.maker.now_ms))
    target = Target(work, work.centre(), _rooms(work), request.overrule.strip(), request.update)
    taking = _Taking(target, first, last)
    calendar = request.calendar
    work.title = calendar.name or "Kalender"
    reports = [_take(taking, key, series) for key, series in _groups(calendar.series).items()]
    left = Counter((one.title, one.reason) for one in calendar.left_out)
    reports += [
        CalendarReport(title, "left", 0, 0, f"{reason} ({number}-mal)" if number > 1 else reason)
        for (title, reason), number in left.items()
    ]
    return CalendarImported(first, last, tuple(reports), calendar.notes)


def usual_window(today: date) -> tuple[date, date]:
    """From today to the end of the next half-year."""
    return today, half_year_of(half_year_of(today)[1] + timedelta(days=1))[1]


def _window(request: ImportCalendar, today: date) -> tuple[date, date]:
    usual = usual_window(today)
    first, last = request.first or usual[0], request.last or usual[1]
    required_day(first, "from")
    required_day(last, "until")
    if last < first:
        raise Invalid("until", "end_before_start", last.isoformat())
    return first, last


def _rooms(work: Work) -> dict[str, str]:
    """The rooms in use of this house by their folded names."""
    rows = work.connection.execute(
        select(room.c.id, room.c.name).where(
            room.c.centre_id == work.centre(), room.c.retired.is_(False)
        )
    )
    return {sort_key(row.name): row.id for row in rows}


def _groups(series: Iterable[CalendarSeries]) -> dict[str, list[CalendarSeries]]:
    """What is one offer: parts of an offer of ours, a series, or single dates of one title."""
    groups: dict[str, list[CalendarSeries]] = {}
    for one in series:
        event = one.event
        if event.offer_id:
            key = f"own {event.offer_id}"
        elif event.recurs or one.changed:
            key = f"uid {_uid(event)}"
        else:
            key = f"title {sort_key(event.title) or event.title}"
        groups.setdefault(key, []).append(one)
    return groups


def _uid(event: CalendarEvent) -> str:
    return event.uid or f"{event.title} {event.start.at.isoformat()}"


def _take(taking: _Taking, key: str, group: list[CalendarSeries]) -> CalendarReport:
    """One offer with its dates."""
    title = group[0].event.title
    try:
        found = [dates_of(one, taking.first, taking.last, taking.budget) for one in group]
    except RuleUnusable as error:
        return CalendarReport(title, "left", 0, 0, str(error))
    notes = dict.fromkeys(note for one in found for note in one.notes)
    offer_id, is_own = _offer_id(taking, key, group[0].event)
    wanted, rules = _wanted(taking, offer_id, group, found)
    planned = [one for one in wanted if not one.date.cancelled]
    if len(planned) > taking.dates_left:
        most = f"{MOST_DATES:,}".replace(",", ".")
        return CalendarReport(title, "left", 0, 0, f"Mehr als {most} Termine auf einmal.")
    taking.dates_left -= len(planned)
    known = taking.work.connection.execute(
        select(offer.c.ended).where(offer.c.id == offer_id)
    ).first()
    if known is not None and known.ended:
        return CalendarReport(title, "left", 0, 0, "Das Angebot ist hier beendet.")
    if is_own:
        written = compare_own(taking.work, offer_id, wanted)
        return _report(title, len(planned), written, ("Ein Angebot dieses Hauses.", *notes))
    if not planned and known is None:
        return CalendarReport(title, "left", 0, 0, _nothing(taking, group, wanted, notes))
    if known is None:
        _write_offer(taking, offer_id, group, [one.date for one in planned], rules)
    for rule in rules:
        keep_rule(taking.work, rule, taking.first, taking.last, update=taking.target.update)
    gone, by_time = _gone(offer_id, group, found), bool(group[0].event.offer_id)
    written = take_dates(taking.target, offer_id, wanted, gone, by_time=by_time)
    if group[0].event.recurs and not rules:
        notes[_NO_RULE] = None
    return _report(title, len(planned), written, (*notes, *(rule.words for rule in rules)))


def _report(title: str, planned: int, written: Written, notes: Iterable[str]) -> CalendarReport:
    outcome = "changed" if written.differing else "dated"
    reason = " ".join((*notes, *written.sentences()))
    roomless = len(written.without_room) + len(written.without_times)
    return CalendarReport(title, outcome, planned, written.added, reason or "Übernommen.", roomless)


def _nothing(
    taking: _Taking, group: list[CalendarSeries], wanted: list[Wanted], notes: Iterable[str]
) -> str:
    """Why an entry gives no date."""
    if wanted or all(one.event.cancelled for one in group):
        return "In der Datei abgesagt."
    if said := " ".join(notes):
        return said
    return f"Vom {taking.first:%d.%m.%Y} bis {taking.last:%d.%m.%Y} liegt kein Termin."


def _offer_id(taking: _Taking, key: str, event: CalendarEvent) -> tuple[str, bool]:
    """The same entry of the same house is the same offer; True for one that was made here."""
    if event.offer_id:
        own = taking.work.connection.execute(
            select(offer.c.id).where(
                offer.c.id == event.offer_id, offer.c.centre_id == taking.target.centre_id
            )
        ).first()
        if own is not None:
            return event.offer_id, True
    return derived_id("offer", taking.target.centre_id, "ics", key), False


def _date_id(offer_id: str, event: CalendarEvent, key: str) -> str:
    return derived_id("occurrence", offer_id, _uid(event), key)


def _wanted(
    taking: _Taking, offer_id: str, group: list[CalendarSeries], found: list[SeriesDates]
) -> tuple[list[Wanted], list[KeptRule]]:
    """The dates with their identifiers, and the rules that say the same."""
    wanted: dict[str, Wanted] = {}
    rules: list[KeptRule] = []
    for one, dates in zip(group, found, strict=True):
        rule = series_of(one, dates, taking.first, taking.last, offer_id)
        if rule is not None and rule.id in {known.id for known in rules}:
            # A second series under one identifier: its dates stand for themselves.
            rule = None
        if rule is not None:
            rules.append(rule)
        ruled = {date.key for date in dates.by_rule} if rule else set[str]()
        for found_date in dates.dates:
            row_id = _date_id(offer_id, one.event, found_date.key)
            rule_id = rule.id if rule and found_date.key in ruled else None
            own_title = "" if found_date.title == group[0].event.title else found_date.title
            cancelled = found_date.cancelled or one.event.cancelled
            date_here = found_date._replace(title=own_title, cancelled=cancelled)
            wanted[row_id] = Wanted(row_id, date_here, rule_id)
    in_order = sorted(wanted.values(), key=lambda one: (one.date.day, one.date.start or 0))
    return in_order, rules


def _gone(offer_id: str, group: list[CalendarSeries], found: list[SeriesDates]) -> frozenset[str]:
    """The identifiers of dates that the file takes out of its series."""
    return frozenset(
        _date_id(offer_id, one.event, key)
        for one, dates in zip(group, found, strict=True)
        for key in dates.gone
    )


def _write_offer(
    taking: _Taking,
    offer_id: str,
    group: list[CalendarSeries],
    dates: list[CalendarDate],
    rules: list[KeptRule],
) -> None:
    event = group[0].event
    places = Counter(one.location for one in dates)
    location = places.most_common(1)[0][0]
    room_id = taking.target.room_id(location)
    given = event.offer_type
    taking.work.insert(
        offer,
        {
            "id": offer_id,
            "centre_id": taking.target.centre_id,
            "title": event.title,
            "type": given if given in OFFER_TYPES else type_of("", event.title),
            "category": category_key(event.category, event.title),
            "wording": "; ".join(wording(rule.series) for rule in rules),
            "room_id": room_id,
            "place": "" if room_id else location,
        },
    )
