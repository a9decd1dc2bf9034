"""How attendance is worded and shown: states, chips of dates, lines of people."""

from collections import Counter

from begegnung.model.names import full_name
from begegnung.model.rows import AttendanceLine, AttendanceSheet
from begegnung.services.attendance import STATES
from begegnung.texts import counted, date_begin, date_columns
from begegnung.ui.cards.wording import card_words
from begegnung.ui.widgets.labels import Tone
from begegnung.ui.widgets.lines import Line

STATE_TONES: dict[str, Tone] = {"present": "ok", "excused": "info", "absent": "bad"}
STATE_ICONS: dict[str, str] = {
    "present": "checkmark_circle",
    "excused": "info",
    "absent": "dismiss",
}
STATE_KEYS: dict[str, str] = {"present": "A", "excused": "E", "absent": "U"}
CARD_KEY = "K"
OPEN_WORD = "noch nichts eingetragen"


def progress(sheet: AttendanceSheet) -> tuple[str, Tone]:
    """How far a date is: the text of its chip and what it means."""
    if sheet.date.state == "cancelled":
        return "fällt aus", "muted"
    if sheet.counting == "none":
        return "ohne Zählung", "muted"
    if sheet.counting == "heads":
        return ("noch offen", "warn") if sheet.total is None else (f"Kopfzahl {sheet.total}", "ok")
    marked = sum(line.state is not None for line in sheet.lines)
    if not sheet.lines:
        if sheet.nameless:
            return f"{sheet.nameless} ohne Namen", "muted"
        return "keine Anmeldung", "muted"
    if marked == 0:
        return "noch offen", "warn"
    if marked == len(sheet.lines):
        present = sum(line.state == "present" for line in sheet.lines)
        return f"fertig · {present + sheet.nameless} anwesend", "ok"
    return f"eingetragen {marked} von {len(sheet.lines)}", "info"


def date_entry(sheet: AttendanceSheet) -> Line:
    """A date in the list of the day."""
    date = sheet.date
    chip, tone = progress(sheet)
    times = date_columns(date)
    where = date.room or date.place
    spoken = f"{date_begin(date)}, {date.title}, {where}, {chip}" if where else ""
    return Line(
        date.id,
        date.title,
        where,
        chip,
        tone,
        spoken=spoken or f"{date_begin(date)}, {date.title}, {chip}",
        faded=date.state == "cancelled",
        before=times,
    )


def people_entries(lines: tuple[AttendanceLine, ...], *, with_cards: bool = False) -> list[Line]:
    """The people of a date; namesakes are told apart by their year of birth.

    `with_cards`: the offer takes Mehrfachkarten, so that everybody is shown with or without one.
    """
    names = Counter((line.surname, line.first_name) for line in lines)
    return [
        _person_entry(
            line,
            card_words(line.card) if with_cards else "",
            namesakes=names[line.surname, line.first_name] > 1,
        )
        for line in lines
    ]


def _person_entry(line: AttendanceLine, card: str, *, namesakes: bool) -> Line:
    name = full_name(line.surname, line.first_name)
    born = f"Jahrgang {line.birth_year}" if namesakes and line.birth_year else ""
    walked_in = "" if line.booked else "ohne Anmeldung dabei"
    detail = " · ".join(filter(None, (card, born, walked_in)))
    state = STATES[line.state] if line.state else OPEN_WORD
    return Line(
        line.person_id,
        ", ".join(filter(None, (line.surname, line.first_name))),
        detail,
        spoken=", ".join(filter(None, (name, detail, state))),
        subject=line,
    )


def summary(sheet: AttendanceSheet) -> str:
    """The figures of a list with names, "9 anwesend · 1 entschuldigt · 2 noch offen"."""
    states = Counter(line.state for line in sheet.lines)
    words = [f"{states[key]} {word}" for key, word in STATES.items() if states[key]]
    if states[None]:
        words.append(f"{states[None]} noch offen")
    if sheet.nameless:
        words.append(f"{sheet.nameless} anwesend, inzwischen gelöscht")
    return " · ".join(words)


def all_present(number: int) -> str:
    """What is said after everybody was ticked at once."""
    if number == 0:
        return "Alle waren schon eingetragen."
    return f"{counted(number, 'Person ist', 'Personen sind')} als anwesend eingetragen."
