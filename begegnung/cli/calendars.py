"""Calendar files (.ics) out and in."""

from contextlib import closing
from typing import Any

from begegnung.cli.opening import day_of_text, desk_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.texts import counted

_OUTCOMES = {"dated": "übernommen", "changed": "weicht ab", "left": "nicht übernommen"}


def export_ics(options: Any) -> Result:
    """Writes the dates of the house, of a room or of an offer as a calendar file."""
    from begegnung.services.documents import write_file
    from begegnung.services.ical import CalendarWish, calendar_file
    from begegnung.services.named import offers_named, room_named

    with closing(desk_of(options)) as desk:
        wish = CalendarWish(
            desk.read(offers_named, options.offer) if options.offer else (),
            desk.read(room_named, options.room) if options.room else None,
            day_of_text(options.first, "from"),
            day_of_text(options.last, "until"),
            options.internal,
        )
        found = desk.read(calendar_file, wish)
    write_file(options.output, found.data)
    values: Values = {
        "file": str(options.output),
        "name": found.name,
        "offers": found.offers,
        "events": found.events,
        "dates": found.dates,
    }
    offers = counted(found.offers, "Angebot", "Angebote")
    dates = counted(found.dates, "Termin", "Termine")
    text = f"{options.output}: {offers}, {dates} ({found.name})."
    return DONE, values, text


def import_ics(options: Any) -> Result:
    """Takes a calendar file into the house; reports every entry."""
    from begegnung.formats.icalendar_file import read_calendar
    from begegnung.services.houses import own_centre
    from begegnung.services.ical_import import ImportCalendar, import_for_house

    window = day_of_text(options.first, "from"), day_of_text(options.last, "until")
    calendar = read_calendar(options.file)
    request = ImportCalendar(calendar, *window, options.overrule, options.update)
    with closing(desk_of(options)) as desk:
        done = import_for_house(
            desk, request, centre_name=options.centre, file_stem=options.file.stem
        )
        house = desk.read(own_centre)
    values: Values = {
        "file": str(options.file),
        "centre": house.name,
        "from": done.first.isoformat(),
        "until": done.last.isoformat(),
        "added": done.added,
        "entries": [entry._asdict() for entry in done.entries],
        "notes": list(done.notes),
    }
    new = counted(done.added, "neuer Termin", "neue Termine")
    lines = [f"{options.file}: {house.name}, {new}.", *done.notes]
    for entry in done.entries:
        number = f", {entry.occurrences} ({entry.occurrences_added} neu)"
        dates = number if entry.outcome != "left" else ""
        lines.append(f"  {entry.title}: {_OUTCOMES[entry.outcome]}{dates}. {entry.reason}")
    return DONE, values, "\n".join(lines)
