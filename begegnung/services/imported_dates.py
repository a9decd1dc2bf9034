"""The dates of an imported programme: as they were published, and what is said about them."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from begegnung.db.tables import occurrence, rule
from begegnung.db.work import Work
from begegnung.formats.programme_file import Interpretation, ProgrammeFileEntry
from begegnung.model.calendar import HouseCalendar
from begegnung.model.ids import derived_id
from begegnung.model.local_time import DAY, moment
from begegnung.model.names import sort_key
from begegnung.model.offers import LONGEST_SETUP
from begegnung.model.recurrence import Series
from begegnung.model.recurrence.wording import clock_text
from begegnung.services.house_calendar import house_dates
from begegnung.services.occupancy import closed_days, occupied, overlaps
from begegnung.services.planning import Draft, drafts_of, end_or_assumed

_When = tuple[date, int | None, int | None]
"""Day, start and end minute of a published date."""

PUBLISHED = "so im Programm veröffentlicht"
"""Why an imported date may lie over another one."""

_TOLD = 4
"""How many days a sentence of the report names."""


class EntryReport(NamedTuple):
    """What was made of one entry: `outcome` "dated", "text" or "problem"."""

    title: str
    outcome: str
    occurrences: int
    occurrences_added: int
    reason: str


@dataclass
class Taking:
    """What one import works with."""

    work: Work
    centre_id: str
    calendar: HouseCalendar
    first: date
    last: date
    as_of: date | None
    source: str
    seen: Counter[str] = field(default_factory=Counter[str])
    rooms: dict[str, str] = field(default_factory=dict[str, str])


def write_dates(
    taking: Taking,
    offer_id: str,
    entry: ProgrammeFileEntry,
    made: Interpretation,
    room_id: str | None,
) -> EntryReport:
    """Writes the dates of an entry that are not there yet, and says what was done."""
    wanted: dict[_When, tuple[Draft, str | None]] = {}
    left_out: dict[date, str] = {}
    for series in made.series:
        drafts, skipped = _drafts(taking, series, elsewhere=room_id is None and bool(entry.place))
        left_out.update(skipped)
        rule_id = _write_rule(taking, offer_id, series)
        for draft in drafts:
            when = (draft.day, series.start_minute, series.end_minute)
            if when not in wanted or draft.state == "planned":
                wanted[when] = (draft, rule_id)
    days = [when for when, (draft, _) in wanted.items() if draft.state == "planned"]
    rows = _new_rows(taking, offer_id, entry, room_id, wanted)
    for row in rows:
        row["clearing_minutes"] = 0 if row.get("untimed") else kept_longer(made)
    clashes: list[str] = []
    for row in rows:
        clashes += _lies_over(taking, row, entry.room)
        taking.work.insert(occurrence, row)
    added = sum(row["state"] == "planned" for row in rows)
    said = (made.reason, _left_out(left_out), _kept(made, room_id), *_shortened(clashes))
    reason = " ".join(filter(None, said))
    if not days:
        window = f"vom {taking.first:%d.%m.%Y} bis {taking.last:%d.%m.%Y}"
        reason = f"{reason} Im Zeitraum {window} liegt kein Termin."
    return EntryReport(entry.title, "dated", len(days), added, reason)


def kept_longer(made: Interpretation) -> int:
    """Minutes for which the room is kept after the published end, where the words name a later one.

    Printed is what the data name; the room is needed for the longest span ("bis 17:00/18:00 Uhr").
    """
    if made.kept_until is None or made.start_minute is None:
        return 0
    end = end_or_assumed(made.start_minute, made.end_minute)
    return min(max(made.kept_until - end, 0), LONGEST_SETUP)


def _kept(made: Interpretation, room_id: str | None) -> str:
    if room_id is None or made.kept_until is None or not kept_longer(made):
        return ""
    return f"Der Raum ist bis {clock_text(made.kept_until)} Uhr belegt."


def _drafts(
    taking: Taking, series: Series, *, elsewhere: bool
) -> tuple[list[Draft], dict[date, str]]:
    """The dates of a series in the window, and what was left out of it with the reason.

    Published dates count wherever they are.
    """
    found = house_dates(series, taking.first, taking.last, taking.calendar, elsewhere=elsewhere)
    published = {day for day in series.dates if day not in series.exdates}
    found = replace(found, dates=tuple(sorted({*found.dates, *published})))
    return drafts_of(series, found), {one.date: one.reason for one in found.skipped}


def _new_rows(
    taking: Taking,
    offer_id: str,
    entry: ProgrammeFileEntry,
    room_id: str | None,
    wanted: dict[_When, tuple[Draft, str | None]],
) -> list[dict[str, Any]]:
    """The dates that are not there yet, in order of time."""
    known = set(
        taking.work.connection.execute(
            select(occurrence.c.id).where(occurrence.c.offer_id == offer_id)
        ).scalars()
    )
    rows: list[dict[str, Any]] = []
    for when in sorted(wanted, key=lambda when: (when[0], when[1] or 0)):
        draft, rule_id = wanted[when]
        row = _date_row(taking, offer_id, entry, room_id, when)
        row |= {"rule_id": rule_id, "state": draft.state, "state_reason": draft.reason}
        if draft.replaces is not None:
            row["replaces_id"] = _date_id(offer_id, draft.replaces, when[1])
        if draft.moved_from is not None:
            row["moved_from"] = moment(draft.moved_from, when[1] or 0)
        if row["id"] not in known:
            rows.append(row)
    return rows


def _write_rule(taking: Taking, offer_id: str, series: Series) -> str | None:
    """Keeps the rule with the offer; a second import with a longer window widens it."""
    if series.start_minute is None or not series.rrules:
        return None
    rule_id = derived_id("rule", offer_id, series.to_text())
    known = taking.work.connection.execute(select(rule).where(rule.c.id == rule_id)).first()
    if known is None:
        taking.work.insert(
            rule,
            {
                "id": rule_id,
                "offer_id": offer_id,
                "series": series.to_text(),
                "first_day": taking.first,
                "last_day": taking.last,
                "start_minute": series.start_minute,
                "end_minute": series.end_minute,
            },
        )
    else:
        wider = {
            "first_day": min(known.first_day, taking.first),
            "last_day": max(known.last_day, taking.last),
        }
        taking.work.update(rule, rule_id, wider)
    return rule_id


def _date_id(offer_id: str, day: date, start_minute: int | None) -> str:
    """The same date of the same offer has one identifier, on every PC and every time."""
    return derived_id("occurrence", offer_id, day.isoformat(), str(start_minute))


def _date_row(
    taking: Taking,
    offer_id: str,
    entry: ProgrammeFileEntry,
    room_id: str | None,
    when: _When,
) -> dict[str, Any]:
    """One date; without a time it spans the day and keeps no room."""
    day, start, end = when
    row: dict[str, Any] = {
        "id": _date_id(offer_id, day, start),
        "offer_id": offer_id,
        "centre_id": taking.centre_id,
        "place": entry.place,
    }
    if start is None:
        starts = moment(day, 0)
        return row | {
            "room_id": None,
            "starts": starts,
            "ends": starts + DAY,
            "untimed": True,
            "place": entry.place or entry.room,
        }
    return row | {
        "room_id": room_id,
        "starts": moment(day, start),
        "ends": moment(day, end_or_assumed(start, end)),
        "end_assumed": end is None,
    }


def _lies_over(taking: Taking, row: dict[str, Any], room_name: str) -> list[str]:
    """Marks a date in a room that is taken or closed, and says so.

    What was published stays as it was published: the date keeps its room, seen by everybody.
    """
    if row["room_id"] is None or row["state"] != "planned":
        return []
    connection, slots = (
        taking.work.connection,
        [occupied(row["starts"], row["ends"], 0, row["clearing_minutes"])],
    )
    taken = overlaps(connection, row["room_id"], slots)
    day = date.fromordinal(row["starts"] // DAY)
    if taken:
        other = taken[0]
        where = f" ({other.room})" if sort_key(other.room) != sort_key(room_name) else ""
        why = f"Doppelt belegt: {room_name} am {day:%d.%m.%Y}, auch „{other.title}“{where}."
    elif closed_days(connection, row["room_id"], taking.centre_id, slots):
        why = f"{room_name} ist am {day:%d.%m.%Y} gesperrt."
    else:
        return []
    row["overruled"] = PUBLISHED
    return [why]


def _shortened(sentences: list[str]) -> list[str]:
    """The first sentences and how many more there are."""
    if len(sentences) <= _TOLD:
        return sentences
    return [*sentences[:_TOLD], f"Dazu {len(sentences) - _TOLD} weitere Tage."]


def _left_out(skipped: dict[date, str]) -> str:
    if not skipped:
        return ""
    named = [f"{day:%d.%m.%Y} ({reason})" for day, reason in sorted(skipped.items())]
    more = f" und {len(named) - _TOLD} weitere" if len(named) > _TOLD else ""
    return f"Ausgelassen: {', '.join(named[:_TOLD])}{more}."
