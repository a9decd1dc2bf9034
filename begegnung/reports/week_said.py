"""The programme of a week in words, for everything that is not a printed sheet."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.house_look import Look
from begegnung.model.programme import (
    CATEGORIES,
    ProgrammeEntry,
    ProgrammeHouse,
    WeekProgramme,
)
from begegnung.reports.changes_said import MARKS, SaidChanges, changes_said
from begegnung.reports.said import time_said
from begegnung.reports.sheet import web_link, web_words
from begegnung.reports.text import clean
from begegnung.reports.weekly import entry_order, last_day, span_of_days


class SaidEntry(NamedTuple):
    """An entry: when ("9:00 bis 10:00 Uhr"), what, whether it takes place, and the rest.

    `start` and `end` are minutes after midnight where they are known.
    """

    when: str
    title: str
    status: str
    details: tuple[str, ...]
    room: str
    category: str
    start: int | None = None
    end: int | None = None
    mark: str = ""

    @property
    def marked_title(self) -> str:
        """The title, with the word before it that says it is another one than printed."""
        return f"{self.mark}: {self.title}" if self.mark else self.title


class SaidDay(NamedTuple):
    """A day ("Montag, 23. November") with its entries; `closed` says why the house is closed."""

    day: date | None
    heading: str
    closed: str
    entries: tuple[SaidEntry, ...]


class Contact(NamedTuple):
    """A way to reach the house: `words` as they are said, `target` what a link leads to."""

    words: str
    target: str = ""


class SaidWeek(NamedTuple):
    """The programme of a week; `phone` is as people dial it, `contact` all ways, by importance.

    `look` is what the house looks like on paper; its footer is clean.
    """

    house: str
    title: str
    dates: str
    monday: date
    days: tuple[SaidDay, ...]
    notice: tuple[str, tuple[str, ...]] | None
    phone: str
    contact: tuple[Contact, ...]
    look: Look
    changes: SaidChanges | None = None


_ANOTHER_NUMBER = re.compile(r"[,;]|\b(?:oder|und)\b")
_STATUS = {"planned": "", "cancelled": "Fällt aus", "moved": "Verlegt"}


def week_said(week: WeekProgramme) -> SaidWeek:
    """The words of a week, in the order in which they are printed."""
    house = week.house
    notice = None
    if week.announcement is not None:
        paragraphs = tuple(filter(None, map(clean, week.announcement.text.splitlines())))
        notice = (clean(week.announcement.title), paragraphs)
    return SaidWeek(
        clean(house.name),
        "Wochenprogramm",
        span_of_days(week.monday, last_day(week)),
        week.monday,
        tuple(_days(week)),
        notice if notice and any(notice) else None,
        clean(house.phone),
        tuple(_contacts(house)),
        replace(house.look, footer=clean(house.look.footer)),
        changes_said(week.changes),
    )


def _contacts(house: ProgrammeHouse) -> Iterator[Contact]:
    phone, mail = clean(house.phone), clean(house.mail)
    first = _ANOTHER_NUMBER.split(phone)[0]
    dialled = "".join(sign for sign in first if sign.isdigit() or sign == "+")
    found = (
        Contact(f"Telefon {phone}" if phone else "", f"tel:{dialled}"),
        Contact(clean(house.address)),
        Contact(clean(house.office_hours)),
        Contact(clean(house.access_note)),
        Contact(mail, f"mailto:{mail}"),
        Contact(web_words(house.web), web_link(house.web)),
    )
    return (one for one in found if one.words)


def _days(week: WeekProgramme) -> Iterator[SaidDay]:
    closed = {one.day: clean(one.reason) for one in week.closed_days}
    entries = {
        day: tuple(map(_entry, some))
        for day, some in groupby(sorted(week.entries, key=entry_order), lambda one: one.day)
    }
    for day in sorted({*closed, *entries}):
        heading = f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]}"
        reason = ""
        if day in closed:
            reason = f"Geschlossen: {closed[day]}" if closed[day] else "Geschlossen"
        yield SaidDay(day, heading, reason, entries.get(day, ()))
    if week.text_entries:
        texts = tuple(
            SaidEntry(
                clean(one.wording),
                clean(one.title),
                "",
                tuple(filter(None, (clean(one.leader), clean(one.remark)))),
                clean(one.room),
                CATEGORIES.get(one.category or "", ""),
                mark=MARKS[one.mark],
            )
            for one in week.text_entries
        )
        yield SaidDay(None, "Ohne festen Termin", "", texts)


def _entry(entry: ProgrammeEntry) -> SaidEntry:
    if entry.start is None:
        when = clean(entry.time_text)
    elif entry.end is None:
        when = f"ab {time_said(entry.start)} Uhr"
    else:
        when = f"{time_said(entry.start)} bis {time_said(entry.end)} Uhr"
    note = clean(entry.status_note)
    status = _STATUS[entry.status]
    said = f"{status}: {note}" if status and note else status or note
    details = tuple(filter(None, (clean(entry.leader), clean(entry.remark))))
    return SaidEntry(
        when,
        clean(entry.title),
        said,
        details,
        clean(entry.room),
        CATEGORIES.get(entry.category or "", ""),
        entry.start,
        entry.end,
        MARKS[entry.mark],
    )
