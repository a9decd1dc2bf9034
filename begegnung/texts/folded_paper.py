"""German sentences for a week that does not fit on folded paper."""

from collections.abc import Callable
from typing import Any

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.print_errors import ProgrammeTooFull

_INSTEAD = {
    "flyer": "Bitte das Wochenprogramm auf A4 drucken",
    "leaflet": "Bitte das Faltblatt A5 nehmen, das Wochenprogramm auf A4 drucken",
}


def _too_full(error: Any) -> str:
    instead = _INSTEAD[error.form]
    if error.part == "day":
        day = f"{WEEKDAYS[error.day.weekday()]}, {error.day.day}. {MONTHS[error.day.month - 1]},"
        entries = "steht 1 Eintrag" if error.rows == 1 else f"stehen {error.rows} Einträge"
        return (
            f"Am {day} {entries}: zu viel für das Faltblatt. {instead} oder für diesen Tag ein "
            "zweites Blatt dazulegen."
        )
    if error.part == "undated":
        return (
            f"Der Teil „Ohne festen Termin“ ist zu voll für das Faltblatt. {instead} oder dafür "
            "ein zweites Blatt dazulegen."
        )
    if error.part == "changes":
        return (
            f"Der Kasten mit den Änderungen ist zu lang für das Faltblatt. {instead} oder eine "
            "neue Auflage beginnen."
        )
    if error.part == "notice":
        return (
            f"Der Hinweis zum Vormerken ist zu lang für das Faltblatt. {instead} oder ihn kürzen."
        )
    return (
        f"Name, Adresse und Hinweise des Hauses sind zu lang für das Faltblatt. {instead} oder sie "
        "bei „Angaben zum Haus bearbeiten“ kürzen."
    )


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {ProgrammeTooFull: _too_full}
"""What happened and what to do, by refusal."""
