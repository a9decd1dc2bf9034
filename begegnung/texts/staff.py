"""German sentences about the people at the desk, their roles and their PINs."""

from collections.abc import Callable
from typing import Any

from begegnung.model import staff_errors as e
from begegnung.model.roles import ADMINISTRATION, MANAGER, RECEPTION
from begegnung.texts.moments import counted
from begegnung.texts.vocabulary import VERBS

PERMISSIONS: dict[str, str] = {
    "clashes.clear_orphans": "Einträge klären, zu denen etwas fehlt",
    "bookings.overrule": "Anmelden über die Platzzahl hinaus oder außerhalb der Anmeldezeit",
    "joining.decide": "PCs für den Abgleich freigeben oder sperren",
}
"""What a permission is called that is no verb of the log."""

_WHO = {MANAGER: "die Leitung", ADMINISTRATION: "die Verwaltung", RECEPTION: "der Empfang"}


def _not_allowed(error: Any) -> str:
    what = PERMISSIONS.get(error.what) or VERBS.get(error.what, error.what)
    roles = " oder ".join(words for role, words in _WHO.items() if role in error.roles)
    return (
        f"Das kann nur {roles} ({what}). "
        "Bitte dort Bescheid sagen oder mit Strg+U den Benutzer wechseln."
    )


def _wait(milliseconds: int) -> str:
    seconds = -(-milliseconds // 1000)
    if seconds < 90:
        return counted(seconds, "Sekunde", "Sekunden")
    return counted(-(-seconds // 60), "Minute", "Minuten")


def _wrong_pin(error: Any) -> str:
    if error.wait_ms:
        return (
            f"Die PIN von {error.name} stimmt nicht. Bitte {_wait(error.wait_ms)} warten. "
            "Vergessen? Die Leitung kann sie zurücksetzen."
        )
    return f"Die PIN von {error.name} stimmt nicht. Bitte noch einmal eintippen."


def _unknown_user(error: Any) -> str:
    if not error.known:
        return f"„{error.name}“ ist hier nicht bekannt. Es sind noch keine Mitarbeitenden angelegt."
    return f"„{error.name}“ ist hier nicht bekannt. Bekannt sind: {', '.join(error.known)}."


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    e.NotAllowed: _not_allowed,
    e.SignedOut: lambda _: (
        "Wer zuletzt angemeldet war, steht nicht mehr in der Liste der Mitarbeitenden. "
        "Bitte mit Strg+U anmelden und noch einmal versuchen."
    ),
    e.LastManager: lambda x: (
        f"{x.name} ist zurzeit die einzige Leitung. "
        "Bitte zuerst jemand anderem die Aufgabe „Leitung“ geben."
    ),
    e.WrongPin: _wrong_pin,
    e.TooEarly: lambda x: (
        f"Die PIN von {x.name} war mehrmals falsch. Bitte noch {_wait(x.wait_ms)} warten."
    ),
    e.UnknownUser: _unknown_user,
}
