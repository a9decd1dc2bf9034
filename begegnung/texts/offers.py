"""German sentences about kinds of offers, boarding points and Mehrfachkarten."""

from collections.abc import Callable
from typing import Any

from begegnung.model import card_errors as c
from begegnung.model import offer_errors as o
from begegnung.texts.moments import counted, when


def _card_not_valid(error: Any) -> str:
    if not error.card_offer:
        return f"„{error.offer}“ nimmt keine Mehrfachkarten an."
    return (
        f"Die Mehrfachkarte von {error.person} gilt für „{error.card_offer}“, "
        f"nicht für „{error.offer}“."
    )


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    o.StillBooked: lambda x: (
        f"Bei „{x.offer}“ {'ist' if x.people == 1 else 'sind'} noch "
        f"{counted(x.people, 'Person', 'Personen')} mit Namen angemeldet. "
        "Ohne Anmeldung geht es erst, wenn niemand mehr angemeldet ist."
    ),
    o.BoardingPointTaken: lambda x: (
        f"Am Zustieg „{x.name}“ {'steigt' if x.people == 1 else 'steigen'} noch "
        f"{counted(x.people, 'Anmeldung', 'Anmeldungen')} ein. "
        "Bitte dort erst einen anderen Zustieg wählen."
    ),
    c.CardUsedUp: lambda x: (
        f"Die {x.punches}er-Karte von {x.person} ist aufgebraucht. Bitte eine neue verkaufen."
    ),
    c.CardVoid: lambda x: f"Die Mehrfachkarte von {x.person} ist ungültig: {x.reason}.",
    c.CardNotValid: _card_not_valid,
    c.AlreadyPunched: lambda x: (
        f"Der Besuch am {when(x.starts)} ist auf der Karte von {x.person} schon abgezogen."
    ),
    c.NoCardsTaken: lambda x: (
        f"„{x.offer}“ nimmt keine Mehrfachkarten an. Das lässt sich beim Angebot unter „Kosten“ "
        "einschalten."
    ),
}
"""What happened and what to do, by refusal."""
