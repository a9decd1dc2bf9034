"""The programme of a week, from the database to what is printed."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from begegnung.db.tables import offer
from begegnung.model.calendar import public_holiday
from begegnung.model.local_time import day_of, minute_of
from begegnung.model.names import sort_key
from begegnung.model.programme import (
    Announcement,
    ClosedDay,
    ProgrammeEntry,
    ProgrammeHouse,
    Status,
    TextEntry,
    WeekProgramme,
)
from begegnung.model.rows import CentreRow, DateLine
from begegnung.services.dates import dates_between
from begegnung.services.desk import View
from begegnung.services.houses import closures, own_centre
from begegnung.services.offers import without_dates


def week_programme(view: View, monday: date) -> WeekProgramme:
    """Everything that stands on the programme of the week from `monday`.

    Offers marked as not printed are left out. The end is printed only where it is known. Raises
    `NoCentre` before a house is set up.
    """
    house = own_centre(view)
    sunday = monday + timedelta(days=6)
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
    lines = [line for line in dates_between(view, monday, sunday) if offers[line.offer_id].printed]
    return WeekProgramme(
        house=_house(house),
        monday=monday,
        entries=tuple(_entry(line, _remark(offers[line.offer_id])) for line in lines),
        text_entries=_text_entries(view, {i for i, row in offers.items() if row.printed}, offers),
        announcement=(
            Announcement(house.announcement_title, house.announcement_text)
            if house.announcement_title or house.announcement_text
            else None
        ),
        closed_days=_closed(view, house, monday, sunday),
    )


def _house(house: CentreRow) -> ProgrammeHouse:
    return ProgrammeHouse(
        name=house.name,
        address=", ".join(filter(None, (house.street, house.town))),
        phone=house.phone,
        mail=house.mail,
        web=house.web,
        office_hours=house.office_hours,
        access_note=house.access_note,
    )


def _entry(line: DateLine, remark: str) -> ProgrammeEntry:
    end = None if line.end_assumed else minute_of(line.ends) or 24 * 60
    status: Status = "planned"
    note = ""
    if line.state == "cancelled":
        status, note = "cancelled", line.state_reason
    elif line.moved_from is not None:
        status, note = "moved", f"verlegt vom {day_of(line.moved_from):%d.%m.}"
    return ProgrammeEntry(
        day=day_of(line.starts),
        start=minute_of(line.starts),
        end=end,
        time_text="",
        title=line.title,
        room=line.room or line.place,
        leader=line.leader,
        remark=remark,
        category=line.category,
        status=status,
        status_note=note,
    )


def _remark(row: Any) -> str:
    registration = "mit Anmeldung" if row.registration == "required" else ""
    return " · ".join(filter(None, (row.remark, row.fee_text, registration)))


def _text_entries(view: View, printed: set[str], offers: dict[str, Any]) -> tuple[TextEntry, ...]:
    entries = [
        TextEntry(
            title=line.title,
            wording=" · ".join(filter(None, (line.wording, offers[line.id].time_text))),
            room=line.room,
            leader=line.leader,
            remark=_remark(offers[line.id]),
            category=line.category,
        )
        for line in without_dates(view)
        if line.id in printed
    ]
    return tuple(sorted(entries, key=lambda entry: sort_key(entry.title)))


def _closed(view: View, house: CentreRow, monday: date, sunday: date) -> tuple[ClosedDay, ...]:
    days = [monday + timedelta(days=i) for i in range(7)]
    closed: dict[date, str] = {
        day: name for day in days if (name := public_holiday(day, house.land)) is not None
    }
    for row in closures(view, monday, sunday):
        if row.room_id is None:
            for day in days:
                if row.first_day <= day <= row.last_day:
                    closed[day] = row.reason
    return tuple(ClosedDay(day, closed[day]) for day in sorted(closed))
