"""German sentences about deciding a clash, and what the rows of the tables are called in them.

Apart from the words of the clashes themselves, which need the services: these are read at the start
of the window.
"""

from collections.abc import Callable
from typing import Any

from begegnung.model import clash_errors as e

ROWS: dict[str, str] = {
    "attendance": "Der Haken",
    "boarding_point": "Der Zustieg",
    "booking": "Die Anmeldung",
    "call_note": "Ein Anruf",
    "closure": "Die Sperre",
    "consent": "Die Einwilligung",
    "handover_note": "Eine Übergabe",
    "head_count": "Die Kopfzahl",
    "house_look": "Das Aussehen der Papiere",
    "household": "Ein Haushalt",
    "occurrence": "Der Termin",
    "offer": "Das Angebot",
    "payment_note": "Eine Zahlung",
    "person": "Der Eintrag",
    "person_merge": "Eine Zusammenführung",
    "printed_edition": "Der Stand der Drucklegung",
    "punch": "Ein Besuch",
    "punch_card": "Die Mehrfachkarte",
    "receipt": "Eine Quittung",
    "reduction": "Die Ermäßigung",
    "room": "Der Raum",
    "rule": "Die Terminreihe",
    "school_holiday": "Die Ferien",
    "seat_decision": "Eine Begründung",
    "staff_user": "Der Eintrag",
    "till": "Die Kasse",
    "usage_agreement": "Die Nutzungsvereinbarung",
}
"""What a row is, before the words of what it is about."""

WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    e.ClashSettled: lambda _: (
        "Das ist schon geklärt oder hat sich von selbst erledigt. Es ist nichts mehr zu tun."
    ),
    e.ClashChanged: lambda _: (
        "Daran hat sich inzwischen etwas geändert. Bitte die Frage noch einmal lesen und dann "
        "entscheiden."
    ),
    e.StillNeeded: lambda x: (
        f"„{x.name}“ lässt sich nicht löschen, weil noch etwas dazugehört: "
        f"{ROWS.get(x.entity, 'Ein Eintrag')}. Bitte behalten."
    ),
}
