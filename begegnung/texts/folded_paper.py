"""German sentences for a week that does not fit on folded paper."""

from collections.abc import Callable
from typing import Any

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.print_errors import ProgrammeTooFull

_INSTEAD = {
    "flyer": "Bitte das Wochenprogramm auf A4 drucken",
    "leaflet": "Bitte das Faltblatt A5 nehmen, das Wochenprogramm auf A4 drucken",
}


_OR_ELSE = {
    "day": "für diesen Tag ein zweites Blatt dazulegen",
    "undated": "dafür ein zweites Blatt dazulegen",
    "notice": "ihn kürzen",
    "changes": "eine neue Auflage beginnen",
    "house": "sie bei „Angaben zum Haus bearbeiten“ kürzen",
}
_PARTS = {
    "undated": "Der Teil „Ohne festen Termin“ ist zu voll für das Faltblatt.",
    "notice": "Der Hinweis zum Vormerken ist zu lang für das Faltblatt.",
    "changes": "Der Kasten mit den Änderungen ist zu lang für das Faltblatt.",
    "house": "Name, Adresse und Hinweise des Hauses sind zu lang für das Faltblatt.",
}


def what_is_too_full(error: ProgrammeTooFull) -> str:
    """What is too much for the folded paper, to stand above what would be better."""
    if error.day is None:
        return _PARTS[error.part]
    day = f"{WEEKDAYS[error.day.weekday()]}, {error.day.day}. {MONTHS[error.day.month - 1]},"
    entries = "steht 1 Eintrag" if error.rows == 1 else f"stehen {error.rows} Einträge"
    return f"Am {day} {entries}: zu viel für das Faltblatt."


def _too_full(error: Any) -> str:
    return f"{what_is_too_full(error)} {_INSTEAD[error.form]} oder {_OR_ELSE[error.part]}."


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {ProgrammeTooFull: _too_full}
"""What happened and what to do, by refusal."""
