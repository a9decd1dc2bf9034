"""German sentences about people, households and entries that may be one person."""

from collections.abc import Callable, Iterable
from typing import Any

from begegnung.model import people_errors as e
from begegnung.model.duplicates import Reason

REASONS: dict[Reason, str] = {
    "same_name": "gleicher Name",
    "similar_name": "Name klingt gleich",
    "same_phone": "gleiches Telefon",
    "same_year": "gleiches Geburtsjahr",
    "same_street": "gleiche Straße",
}


def reasons_text(reasons: Iterable[Reason]) -> str:
    """Why two entries may be one person: "gleicher Name, gleiches Telefon"."""
    return ", ".join(REASONS[reason] for reason in reasons)


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    e.SamePerson: lambda x: (
        f"Das ist beide Male derselbe Eintrag: {x.person}. Bitte zwei verschiedene wählen."
    ),
    e.AlreadyMerged: lambda x: (
        f"{x.person} ist schon mit {x.keeper} zusammengeführt. Bitte dort weiterarbeiten."
    ),
    e.NotMerged: lambda x: (
        f"{x.person} ist mit niemandem zusammengeführt. Es gibt nichts zu trennen."
    ),
}
