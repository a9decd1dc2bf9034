"""German sentences about keys, PCs that join, and the keys of the city."""

from collections.abc import Callable
from typing import Any

from begegnung.model import key_errors as e
from begegnung.texts.moments import counted

DEVICE_ROLES: dict[str, str] = {
    "pc": "PC eines Hauses",
    "manager": "PC eines Hauses, darf PCs des Hauses freigeben",
    "city": "PC der Stadt, darf alle PCs freigeben",
}
"""What a PC may decide, see `exchange.certificates.Role`."""


def _unusable(error: Any) -> str:
    reasons = {
        "foreign": "gehört zu einem anderen PC",
        "locked": "lässt sich nur vom Windows-Benutzer öffnen, der sie angelegt hat",
        "no_rights": "darf von diesem Benutzer nicht gelesen werden",
    }
    reason = reasons.get(error.kind, "ist beschädigt")
    return (
        f"Die Schlüsseldatei dieses PCs {reason}: {error.path}. Sie wurde nicht verändert. "
        "Ihre Eingaben sind sicher, aber der Abgleich geht so nicht. Bitte der IT Bescheid geben."
    )


def _not_approved(error: Any) -> str:
    if error.asked:
        return (
            "Dieser PC ist noch nicht freigegeben. Bitte mit der Leitung am Telefon die sechs "
            "Wörter vergleichen; danach geht der Abgleich von selbst."
        )
    return (
        "Dieser PC nimmt am Abgleich noch nicht teil. "
        "Bitte auf der Seite „Abgleich“ die Freigabe erbitten."
    )


def _no_such_device(error: Any) -> str:
    if error.several:
        return (
            f"Mehrere PCs heißen „{error.device}“. Bitte die Kennung des PCs angeben, "
            "sie steht in der Liste der PCs."
        )
    return f"Ein freigegebener PC „{error.device}“ ist hier nicht bekannt."


def _word_unknown(error: Any) -> str:
    near = f" Gemeint sein könnte: {', '.join(error.near)}." if error.near else ""
    return f"Das {error.place}. Wort „{error.word}“ steht nicht auf der Wörterliste.{near}"


def _words_wrong(error: Any) -> str:
    if error.found != error.wanted:
        return (
            f"Es sind {counted(error.found, 'Wort', 'Wörter')}, "
            f"auf dem Wiederherstellungsblatt stehen {error.wanted}."
        )
    return (
        "Die Wörter passen nicht zusammen: Eines ist falsch oder steht an der falschen Stelle. "
        "Bitte mit dem Wiederherstellungsblatt vergleichen."
    )


def _answer(error: Any) -> str:
    if error.kind == "other_device":
        return (
            "Diese Antwort ist für einen anderen PC. "
            "Bitte die Datei nehmen, die zur Anfrage dieses PCs gehört."
        )
    return "Diese Antwort ist nicht gültig. Bitte die Freigabe noch einmal erbitten."


def _may_not(error: Any) -> str:
    if error.role == "manager":
        return (
            "Dieser PC darf nur über PCs des eigenen Hauses entscheiden. "
            "Bitte an einem PC der Stadt freigeben oder sperren."
        )
    return (
        "Dieser PC darf keine anderen PCs freigeben oder sperren. "
        "Bitte an dem PC tun, der das darf; er steht in der Liste der PCs."
    )


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    e.DeviceKeyUnusable: _unusable,
    e.ShareNotFounded: lambda _: (
        "Der gemeinsame Ordner ist leer. Ist er der richtige? Dann bitte hier den Abgleich neu "
        "einrichten, oder warten, bis ein anderer PC ihn eingerichtet hat."
    ),
    e.NotApproved: _not_approved,
    e.DeviceRevoked: lambda _: (
        "Dieser PC wurde für den Abgleich gesperrt. Ihre Eingaben bleiben auf diesem PC. "
        "Ist das ein Irrtum, bitte auf der Seite „Abgleich“ die Freigabe neu erbitten."
    ),
    e.AlreadyFounded: lambda _: (
        "In diesem Ordner ist der Abgleich schon eingerichtet. Bitte beitreten. Wurde das "
        "Einrichten hier unterbrochen, bitte mit der Wiederherstellungsdatei fortfahren."
    ),
    e.AlreadyJoined: lambda _: "Dieser PC nimmt am Abgleich schon teil.",
    e.MayNotDecide: _may_not,
    e.NoSuchRequest: lambda _: (
        "Dieser PC bittet nicht mehr um Freigabe. Bitte die Liste neu laden."
    ),
    e.NoSuchDevice: _no_such_device,
    e.WordsDiffer: lambda _: (
        "Die sechs Wörter stimmen nicht überein. Bitte nicht freigeben, sondern noch einmal "
        "vergleichen: Es könnte sich ein fremder PC dazwischengedrängt haben."
    ),
    e.AnswerUnfitting: _answer,
    e.PassphraseTooShort: lambda x: (
        f"Das Kennwort ist zu kurz: Es braucht mindestens {x.least} Zeichen, "
        "am besten mehrere Wörter."
    ),
    e.PassphraseWrong: lambda _: (
        "Das Kennwort öffnet diese Wiederherstellungsdatei nicht. Bitte noch einmal eintippen."
    ),
    e.RecoveryWordUnknown: _word_unknown,
    e.RecoveryWordsWrong: _words_wrong,
    e.RecoveryForeign: lambda _: (
        "Die Wiederherstellung gehört zu einem anderen Abgleich als dieser Ordner."
    ),
    e.FileInTheWay: lambda x: (
        f"Diese Datei gibt es schon: {x.path}. Sie wird nicht überschrieben. "
        "Bitte einen anderen Namen wählen."
    ),
    e.OwnDevice: lambda _: (
        "Ein PC kann sich nicht selbst sperren. Bitte an einem anderen PC sperren."
    ),
    e.NoHouseKnown: lambda _: "Bitte angeben, für welches Haus der PC freigegeben wird.",
}
