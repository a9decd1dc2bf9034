"""The programme of a week, from the database to what is printed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select

from begegnung.db.tables import occurrence, offer
from begegnung.model.calendar import week_from_text
from begegnung.model.day_names import WEEKDAYS
from begegnung.model.editions import Changes, Edition, EntryChange
from begegnung.model.errors import Invalid
from begegnung.model.local_time import day_of, minute_of
from begegnung.model.names import sort_key
from begegnung.model.offers import usual_time
from begegnung.model.programme import (
    Announcement,
    ClosedDay,
    Mark,
    ProgrammeEntry,
    ProgrammeHouse,
    Status,
    TextEntry,
    WeekProgramme,
)
from begegnung.model.rows import DateLine, OfferLine
from begegnung.services.dates import dates_between, moved_away
from begegnung.services.desk import Desk, View
from begegnung.services.editions import changes_to, edition_of
from begegnung.services.house_look import own_look
from begegnung.services.houses import centre_named, own_centre
from begegnung.services.offers import without_dates
from begegnung.services.present import today_of

if TYPE_CHECKING:
    from begegnung.reports.weekly import Printed

Paper = Literal["a4", "a3"]


def week_of(view: View, typed: str) -> date:
    """The Monday of a typed week ("2026-W48"), of this week without one; raises `Invalid`."""
    today = today_of(view.now_ms)
    if not typed.strip():
        return today - timedelta(days=today.weekday())
    try:
        return week_from_text(typed)
    except ValueError as error:
        raise Invalid("week", "not_a_week", typed) from error


def print_week(desk: Desk, monday: date, paper: Paper, *, centre_name: str = "") -> "Printed":
    """The programme of a week as PDF, of this house or of the one named.

    Raises `NoCentre`, `UnknownCentre`.
    """
    # ReportLab is imported only where something is printed.
    from begegnung.reports.weekly import weekly_programme

    return weekly_programme(desk.read(programme_of, monday, centre_name), paper)


def programme_of(view: View, monday: date, centre_name: str = "") -> WeekProgramme:
    """The programme of the house named (this one without a name); raises `UnknownCentre`."""
    if centre_name:
        view = replace(view, centre_id=centre_named(view, centre_name).id)
    return week_programme(view, monday)


def week_programme(view: View, monday: date) -> WeekProgramme:
    """Everything that stands on the programme of the week from `monday`.

    Offers marked as not printed are left out. The end is printed only where it is known. What has
    changed since it was printed is marked. Raises `NoCentre` before a house is set up.
    """
    return week_and_edition(view, monday)[0]


def week_and_edition(view: View, monday: date) -> tuple[WeekProgramme, Edition]:
    """The programme of a week, and what is to be remembered when it is printed."""
    house = own_centre(view)
    sunday = monday + timedelta(days=6)
    dated, moved = dates_between(view, monday, sunday), moved_away(view, monday, sunday)
    undated = without_dates(view)
    edition = edition_of(view, "week", monday, [*moved, *dated], undated)
    changes = changes_to(view, edition)
    changed = _changed(changes)
    offers: dict[str, Any] = {
        row.id: row
        for row in view.connection.execute(
            select(
                offer.c.id,
                offer.c.printed,
                offer.c.remark,
                offer.c.fee_text,
                offer.c.registration,
                offer.c.time_text,
            ).where(offer.c.centre_id == house.id)
        )
    }
    lines: list[DateLine] = [line for line in dated if offers[line.offer_id].printed]
    gone = [line for line in moved if offers[line.offer_id].printed]
    stand_ins = _for_dropped(view, [line.id for line in lines if line.replaces is not None])
    week = WeekProgramme(
        house=programme_house(view),
        monday=monday,
        entries=(
            *(
                _entry(
                    line,
                    offers[line.offer_id],
                    stands_in=line.id in stand_ins,
                    change=changed.get(line.id),
                )
                for line in lines
            ),
            *(_moved_entry(line) for line in gone),
        ),
        text_entries=_text_entries(undated, offers, changed),
        announcement=(
            Announcement(house.announcement_title, house.announcement_text)
            if house.announcement_title or house.announcement_text
            else None
        ),
        closed_days=tuple(ClosedDay(*one) for one in edition.closed),
        changes=changes,
    )
    return week, edition


def _changed(changes: Changes | None) -> Mapping[str, EntryChange]:
    """What stands on the paper and is another one than printed, by identifier."""
    found = () if changes is None else changes.differences.entries
    return {one.now.key: one for one in found if one.now is not None}


def _mark(change: EntryChange | None, status: Status) -> Mark:
    """The mark of an entry, unless its status says as much."""
    if change is None or change.now is None or status == "cancelled":
        return ""
    if change.before is None:
        return "new" if status == "planned" else ""
    at = [(one.day, one.start) for one in (change.before, change.now)]
    return "" if status == "moved" and at[0] != at[1] else "changed"


def programme_house(view: View) -> ProgrammeHouse:
    """The house as papers for visitors name and show it; raises `NoCentre`."""
    house = own_centre(view)
    return ProgrammeHouse(
        name=house.name,
        address=", ".join(filter(None, (house.street, house.town))),
        phone=house.phone,
        mail=house.mail,
        web=house.web,
        office_hours=house.office_hours,
        access_note=house.access_note,
        look=own_look(view),
    )


def _for_dropped(view: View, occurrence_ids: list[str]) -> set[str]:
    """Those of the dates that are held for one that was announced and dropped.

    What a course adds for a holiday was planned so from the beginning and needs no word.
    """
    dropped = occurrence.alias()
    rows = view.connection.execute(
        select(occurrence.c.id)
        .join(dropped, dropped.c.id == occurrence.c.replaces_id)
        .where(occurrence.c.id.in_(occurrence_ids), dropped.c.state == "cancelled")
    )
    return set(rows.scalars())


def _entry(
    line: DateLine, row: Any, *, stands_in: bool, change: EntryChange | None
) -> ProgrammeEntry:
    start, end = line.said_times
    status: Status = "planned"
    note = ""
    if line.state == "cancelled":
        instead = "" if line.replaced_by is None else f"Ersatz am {_short(line.replaced_by)}"
        status, note = "cancelled", ", ".join(filter(None, (line.state_reason, instead)))
    elif line.moved_from is not None:
        status, note = "moved", f"vom {_short(line.moved_from)}"
    elif stands_in and line.replaces is not None:
        note = f"Ersatz für {_short(line.replaces)}"
    return ProgrammeEntry(
        day=day_of(line.starts),
        start=start,
        end=end,
        time_text=row.time_text,
        title=line.title,
        room=line.room or line.place,
        leader=line.leader,
        remark=_remark(row),
        category=line.category,
        status=status,
        status_note=note,
        mark=_mark(change, status),
    )


def _moved_entry(line: DateLine) -> ProgrammeEntry:
    """A date at the place where visitors look for it, with the day it was moved to."""
    origin = line.moved_from if line.moved_from is not None else line.starts
    start = minute_of(origin)
    end = None if line.end_assumed else min(start + line.ends - line.starts, 24 * 60)
    return ProgrammeEntry(
        day=day_of(origin),
        start=start,
        end=end,
        time_text="",
        title=line.title,
        room="",
        leader="",
        remark="",
        category=line.category,
        status="moved",
        status_note=f"auf {_short(line.starts)}",
    )


def _short(at: int) -> str:
    day, minute = day_of(at), minute_of(at)
    return f"{WEEKDAYS[day.weekday()][:2]}., {day:%d.%m.}, {minute // 60}:{minute % 60:02} Uhr"


def _remark(row: Any) -> str:
    registration = "mit Anmeldung" if row.registration == "required" else ""
    return " · ".join(filter(None, (row.remark, row.fee_text, registration)))


def _text_entries(
    undated: Iterable[OfferLine], offers: Mapping[str, Any], changed: Mapping[str, EntryChange]
) -> tuple[TextEntry, ...]:
    entries = [
        TextEntry(
            title=line.title,
            wording=usual_time(line.wording, offers[line.id].time_text),
            room=line.room,
            leader=line.leader,
            remark=_remark(offers[line.id]),
            category=line.category,
            mark=_mark(changed.get(line.id), "planned"),
        )
        for line in undated
        if offers[line.id].printed
    ]
    return tuple(sorted(entries, key=lambda entry: sort_key(entry.title)))
