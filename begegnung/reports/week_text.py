"""The programme of a week as plain text: for the local paper, the telephone, and in braille."""

import re
from collections.abc import Iterator

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.programme import WeekProgramme
from begegnung.reports.aloud import aloud
from begegnung.reports.braille import brf
from begegnung.reports.week_said import SaidDay, SaidEntry, SaidWeek, week_said

_SHORT_DAY = re.compile(r"\b(Mo|Di|Mi|Do|Fr|Sa|So)\.,\u00a0(\d\d)\.(\d\d)\.")
_END = "\r\n"
"""Editors on every Windows know this one."""


def week_text(week: WeekProgramme) -> bytes:
    """The week for the local paper: a line for each entry; UTF-8, lines end with CR LF."""
    return _file(_paper_lines(week_said(week)))


def week_announcement(week: WeekProgramme) -> bytes:
    """The week in whole sentences, to be read out for the answering machine; as `week_text`."""
    return _file(map(aloud, _spoken_lines(week_said(week))))


def week_braille(week: WeekProgramme) -> bytes:
    """The week for the braille printer, see `braille.brf`."""
    return brf(_paper_lines(week_said(week)))


def _file(lines: Iterator[str]) -> bytes:
    return _END.join([*lines, ""]).replace("\u00a0", " ").encode("utf-8")


def _paper_lines(week: SaidWeek) -> Iterator[str]:
    yield f"{week.title} {week.dates}"
    if week.house:
        yield week.house
    if week.changes:
        yield ""
        yield f"{week.changes.heading}:"
        yield from (one.words for one in week.changes.lines)
    for day in week.days:
        yield ""
        yield day.heading
        if day.closed:
            yield day.closed
        for entry in day.entries:
            yield _paper_line(entry)
    if not week.days:
        yield ""
        yield "Diese Woche ist noch nichts eingetragen."
    if week.notice:
        yield ""
        yield from filter(None, (week.notice[0], *week.notice[1]))
    yield ""
    yield ", ".join(one.words for one in week.contact)


def _paper_line(entry: SaidEntry) -> str:
    title = entry.marked_title
    said = f"{entry.when}: {title}" if entry.when else title
    more = ", ".join(filter(None, (*entry.details, entry.room)))
    said = f"{said} ({more})" if more else said
    return f"{said} – {entry.status}" if entry.status else said


def _spoken_lines(week: SaidWeek) -> Iterator[str]:
    yield f"Guten Tag. Hier ist: {week.house}." if week.house else "Guten Tag."
    yield f"Sie hören unser Programm vom {week.dates}."
    if week.changes:
        yield ""
        yield f"{week.changes.heading}:"
        yield from (_SHORT_DAY.sub(_day_spoken, _sentence(one.words)) for one in week.changes.lines)
    for day in week.days:
        yield ""
        yield from _spoken_day(day)
    if not week.days:
        yield "In dieser Woche ist noch nichts eingetragen."
    if week.notice:
        yield ""
        yield from (_sentence(words) for words in (week.notice[0], *week.notice[1]) if words)
    yield ""
    if week.phone:
        yield f"Wenn Sie Fragen haben, rufen Sie uns an: {week.phone}."
    yield "Wir freuen uns auf Sie. Auf Wiederhören."


def _day_spoken(found: re.Match[str]) -> str:
    """A short day as it is read out: "Dienstag, 24. November"."""
    name = next(name for name in WEEKDAYS if name.startswith(found[1]))
    return f"{name}, {int(found[2])}. {MONTHS[int(found[3]) - 1]}"


def _spoken_day(day: SaidDay) -> Iterator[str]:
    if day.day is None:
        yield "Außerdem, ohne festen Termin:"
    else:
        name = WEEKDAYS[day.day.weekday()]
        yield f"Am {name}, dem {day.day.day}. {MONTHS[day.day.month - 1]}:"
    if day.closed:
        reason = day.closed.partition(": ")[2]
        yield f"Das Haus ist geschlossen{': ' + reason if reason else ''}."
    for entry in day.entries:
        yield _spoken_entry(entry)


def _spoken_entry(entry: SaidEntry) -> str:
    if entry.start is None:
        when = f"{entry.when}: " if entry.when else ""
    elif entry.end is None:
        when = f"Ab {_hour(entry.start)}: "
    else:
        when = f"Von {_hour(entry.start)} bis {_hour(entry.end)}: "
    place = f", {entry.room}" if entry.room else ""
    status = f" {_sentence(entry.status)}" if entry.status else ""
    return f"{when[:1].upper()}{when[1:]}{_sentence(entry.title + place)}{status}"


def _hour(minute: int) -> str:
    """As it is spoken: "9 Uhr", "9 Uhr 30"."""
    hour, rest = divmod(minute, 60)
    return f"{hour} Uhr {rest}" if rest else f"{hour} Uhr"


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
