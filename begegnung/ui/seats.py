"""How full something is, in a word and a tone."""

from begegnung.model.rows import DateLine
from begegnung.texts import counted
from begegnung.ui.widgets.labels import Tone


def seats_word(capacity: int | None, booked: int, waiting: int) -> tuple[str, Tone]:
    """State such as "4 Plätze frei" or "voll · 3 auf Warteliste" and its tone."""
    if waiting:
        return f"voll · {waiting} auf Warteliste", "warn"
    if capacity is None:
        return f"{booked} angemeldet", "info"
    if booked >= capacity:
        return "voll", "warn"
    return f"{counted(capacity - booked, 'Platz', 'Plätze')} frei", "info"


def date_word(line: DateLine, now: int) -> tuple[str, Tone]:
    """The state of a date at the moment `now`: dropped, over, running, or how full it is."""
    if line.state != "planned":
        return "fällt aus", "bad"
    if line.ends <= now:
        return "beendet", "muted"
    if line.takes_names and (line.waiting or _is_full(line)):
        return seats_word(line.capacity, line.booked, line.waiting)
    if line.starts <= now and not line.untimed:
        return "läuft jetzt", "ok"
    if not line.takes_names:
        return "ohne Anmeldung", "muted"
    return seats_word(line.capacity, line.booked, line.waiting)


def taken_words(line: DateLine) -> str:
    """How many places are taken, such as "11 von 15 Plätzen"; empty where nobody is booked."""
    if not line.takes_names:
        return ""
    if line.capacity is None:
        return f"{line.booked} angemeldet"
    return f"{line.booked} von {counted(line.capacity, 'Platz', 'Plätzen')}"


def _is_full(line: DateLine) -> bool:
    return line.capacity is not None and line.booked >= line.capacity
