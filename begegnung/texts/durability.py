"""German sentences about backups, restoring, and the disk of this PC."""

from collections.abc import Callable
from typing import Any

from begegnung.model import durability_errors as e

_MIB = 1 << 20

RESERVE_GIVEN = (
    "Der Datenträger war voll. Ihr Eintrag ist gespeichert, aber die Reserve ist jetzt verbraucht. "
    "Bitte gleich der IT Bescheid geben."
)
"""Said when an entry found its room only because the reserve was given free."""


def size_text(size: int) -> str:
    """A size in words of every day: „350 MB“, „12,4 GB“."""
    if size < _MIB:
        return "unter 1 MB"
    if size < 1 << 30:
        return f"{round(size / _MIB)} MB"
    return f"{size / (1 << 30):.1f} GB".replace(".", ",")


def _unreadable(error: Any) -> str:
    reasons = {
        "missing": "Diese Sicherung gibt es nicht",
        "no_rights": "Für diese Sicherung fehlen die Leserechte",
        "foreign": "Das ist keine Sicherung dieses Programms",
        "newer": "Diese Sicherung stammt von einer neueren Programmversion",
    }
    reason = reasons.get(error.kind, "Diese Sicherung ist beschädigt")
    return f"{reason}: {error.path}. Bitte eine andere wählen."


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    e.NothingToRestore: lambda x: (
        "Es gibt keine Sicherung, keinen erreichbaren gemeinsamen Ordner, und in der alten Datei "
        f"ist nichts mehr lesbar: {x.path}. Bitte nichts löschen und der IT Bescheid geben."
    ),
    e.BackupLocked: lambda x: (
        f"Die Sicherung lässt sich mit dem Schlüssel dieses PCs nicht öffnen: {x.path}. "
        "Mit dem Wiederherstellungsblatt geht es."
    ),
    e.BackupUnreadable: _unreadable,
    e.DatabaseMissing: lambda x: (
        f"Die Datei mit Ihren Daten ist nicht mehr da: {x.path}. Es gibt aber Sicherungen. "
        "Bitte nichts neu einrichten, sondern die Daten wiederherstellen."
    ),
    e.DiskFailing: lambda x: (
        f"Der Datenträger dieses PCs arbeitet nicht richtig: {x.path} ({x.detail}). Bitte den PC "
        "neu starten. Steht der Satz dann wieder da, bitte der IT Bescheid geben."
    ),
    e.DiskAlmostFull: lambda x: (
        f"Auf diesem PC ist fast kein Platz mehr ({size_text(x.free)} frei). Abgleich und "
        "Sicherung warten, bis Platz da ist. Eintragen können Sie weiter. Bitte der IT Bescheid "
        "geben."
    ),
    e.RestoreInterrupted: lambda x: (
        "Die wiederhergestellten Daten liegen bereit, aber ein anderes Programm hält die alte "
        f"Datei noch fest: {x.path}. Bitte den PC neu starten. Dann geht es von selbst weiter."
    ),
}
