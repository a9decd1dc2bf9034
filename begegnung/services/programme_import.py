"""Reading real programmes: every entry arrives, and the report says what was made of it and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from begegnung.db.tables import centre, offer
from begegnung.db.work import Work
from begegnung.formats.programme_file import (
    Interpretation,
    ProgrammeFile,
    ProgrammeFileEntry,
    category_of,
    default_window,
    interpret,
    offer_type_of,
    read_programme,
)
from begegnung.formats.programme_words import fee_kind_of
from begegnung.model.errors import Invalid, Trouble
from begegnung.model.ids import derived_id
from begegnung.model.names import sort_key
from begegnung.model.recurrence import wording
from begegnung.services.desk import Desk
from begegnung.services.house_calendar import calendar_of
from begegnung.services.houses import SetUpHouse, add_house, set_up_house
from begegnung.services.imported_dates import EntryReport, Taking, kept_longer, write_dates
from begegnung.services.imported_rooms import divide_rooms, room_named
from begegnung.services.planning import required_day
from begegnung.services.present import today_of

Window = tuple[date | None, date | None]
"""First and last day of the dates wanted; None for the usual one."""

MOST_YEARS = 10
"""Nobody publishes a programme for longer."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was made of one file; `error` is set when it could not be read at all."""

    file: str
    centre: str
    entries: tuple[EntryReport, ...] = ()
    notes: tuple[str, ...] = ()
    error: Trouble | None = None


@dataclass(frozen=True, slots=True)
class ImportProgramme:
    """A programme to be taken in for the house `centre_name`, dates within `window`."""

    programme: ProgrammeFile
    centre_name: str
    window: Window = (None, None)


class Imported(NamedTuple):
    """What was made of a programme: of every entry, and sentences about the house."""

    entries: list[EntryReport]
    notes: tuple[str, ...]


def import_files(
    desk: Desk, files: Sequence[Path], *, centre_name: str = "", window: Window = (None, None)
) -> list[FileReport]:
    """Takes programme files in, one action a file; a file that cannot be read stops no other.

    The house is `centre_name`, or the one the file names. The first house of an empty data folder
    becomes the house of this PC. Raises `Invalid` for a window that ends before it begins, lies in
    years nobody plans, or is longer than `MOST_YEARS`.
    """
    _require_window(*window)
    reports: list[FileReport] = []
    for file in files:
        try:
            programme = read_programme(file)
            name = centre_name.strip() or programme.centre.name.strip() or file.stem
            if desk.centre_id is None:
                desk.act(set_up_house, _first_house(programme, name))
            request = ImportProgramme(programme, name, window)
            made = desk.act(import_programme, request).value
        except Trouble as error:
            reports.append(FileReport(str(file), centre_name, error=error))
        else:
            notes = (*programme.problems, *made.notes)
            reports.append(FileReport(str(file), name, tuple(made.entries), notes))
    return reports


def _require_window(first: date | None, last: date | None) -> None:
    for day, name in ((first, "from"), (last, "until")):
        if day is not None:
            required_day(day, name)
    if first is None or last is None:
        return
    if last < first:
        raise Invalid("until", "end_before_start")
    if last.year - first.year > MOST_YEARS:
        raise Invalid("until", "too_far", str(MOST_YEARS))


def import_programme(work: Work, request: ImportProgramme) -> Imported:
    """Takes one programme in. What is there already stays as it is, so that twice adds nothing."""
    programme = request.programme
    centre_id = _house(work, request)
    usual = default_window(programme, today_of(work.maker.now_ms))
    taking = Taking(
        work=work,
        centre_id=centre_id,
        calendar=calendar_of(work.connection, centre_id),
        first=request.window[0] or usual[0],
        last=request.window[1] or usual[1],
        as_of=programme.as_of,
        source=programme.source_url,
    )
    work.title = request.centre_name
    # Before any date: what lies over another one is named as the dates are written.
    notes = divide_rooms(taking, [entry.room for entry in programme.entries])
    return Imported([_take(taking, entry) for entry in programme.entries], notes)


def _house(work: Work, request: ImportProgramme) -> str:
    """The house by its name; made when it is new."""
    rows = work.connection.execute(select(centre.c.id, centre.c.name))
    for row in rows:
        if sort_key(row.name) == sort_key(request.centre_name):
            return row.id
    return add_house(work, _first_house(request.programme, request.centre_name))


def _first_house(programme: ProgrammeFile, name: str) -> SetUpHouse:
    """The house as the file describes it."""
    facts = programme.centre
    return SetUpHouse(
        name=name,
        street=facts.address,
        town="" if facts.town in facts.address else facts.town,
        phone=facts.phone,
        mail=facts.mail,
        office_hours=facts.opening,
        provider=facts.provider,
    )


def _take(taking: Taking, entry: ProgrammeFileEntry) -> EntryReport:
    made = interpret(
        entry, first=taking.first, last=taking.last, as_of=taking.as_of, calendar=taking.calendar
    )
    offer_id = _offer_id(taking, entry)
    known = taking.work.connection.execute(select(offer.c.id).where(offer.c.id == offer_id))
    if known.first() is None:
        _write_offer(taking, offer_id, entry, made)
    if made.outcome != "dated":
        return EntryReport(entry.title, made.outcome, 0, 0, made.reason)
    return write_dates(taking, offer_id, entry, made, room_named(taking, entry.room))


def _offer_id(taking: Taking, entry: ProgrammeFileEntry) -> str:
    """The same entry of the same house is the same offer, on every PC and every time."""
    key = "\x1f".join(
        (
            sort_key(entry.title),
            str(entry.weekday),
            str(entry.start_minute),
            " ".join(entry.recurrence_text.casefold().split()),
            ",".join(day.isoformat() for day in entry.dates),
            sort_key(entry.room or entry.place),
        )
    )
    taking.seen[key] += 1
    return derived_id("offer", taking.centre_id, key, str(taking.seen[key]))


def _write_offer(
    taking: Taking, offer_id: str, entry: ProgrammeFileEntry, made: Interpretation
) -> None:
    words = _wording(entry, made)
    # Without dates the words themselves are printed: nothing of them is said twice.
    said = words.casefold() if made.outcome != "dated" else ""
    remark = " · ".join(remark for remark in made.remarks if remark.casefold() not in said)
    taking.work.insert(
        offer,
        {
            "id": offer_id,
            "centre_id": taking.centre_id,
            "title": entry.title,
            "type": offer_type_of(entry),
            "category": category_of(entry),
            "wording": words,
            "room_id": room_named(taking, entry.room),
            "place": entry.place,
            "leader": entry.leader,
            "organiser": entry.organiser,
            "capacity": entry.capacity,
            "registration": entry.registration,
            "registration_note": entry.registration_text,
            "fee_cents": entry.fee_cents,
            "fee_text": entry.fee_text,
            "fee_kind": fee_kind_of(entry.fee_text, entry.fee_cents),
            "audience": entry.audience,
            "time_text": made.time_text or _plain_time(made),
            "remark": remark,
            "clearing_minutes": kept_longer(made),
            "source": taking.source,
        },
    )


def _wording(entry: ProgrammeFileEntry, made: Interpretation) -> str:
    """The printed words: what was published, with its exceptions when they stand apart.

    An entry that only stands in the column of a weekly plan gets the words of its rule, so that
    two groups of the same name can be told apart.
    """
    words = [entry.recurrence_text]
    if entry.exceptions_text and entry.exceptions_text not in entry.recurrence_text:
        words.append(entry.exceptions_text)
    published = " ".join(filter(None, words))
    if published or not any(series.rrules for series in made.series):
        return published
    return wording(*made.series)


def _plain_time(made: Interpretation) -> str:
    """For an entry without dates the time has to be printed with its words."""
    if made.outcome == "dated" or made.start_minute is None:
        return ""
    start = f"{made.start_minute // 60}.{made.start_minute % 60:02}"
    if made.end_minute is None:
        return f"{start} Uhr"
    return f"{start} bis {made.end_minute // 60}.{made.end_minute % 60:02} Uhr"
