"""German words for the state of the backups, for a recovery before it is done, and after it."""

from datetime import datetime
from typing import TYPE_CHECKING

from begegnung.services.present import local_now
from begegnung.texts import german
from begegnung.texts.durability import size_text
from begegnung.texts.moments import counted, day_and_time

if TYPE_CHECKING:
    from begegnung.services.backups import BackupState, BackupWarning
    from begegnung.services.recovering import Recovered
    from begegnung.services.recovery import Plan


def moment_text(at_ms: int, now_ms: int) -> str:
    """A moment beside the present: „heute, 08:12 Uhr“."""
    return day_and_time(local_now(at_ms), local_now(now_ms))


def last_backup_text(state: "BackupState", now_ms: int) -> str:
    """When the last backup was, in one sentence."""
    if not state.last_ms:
        return "Von diesem PC gibt es noch keine Sicherung."
    return f"Letzte Sicherung: {moment_text(state.last_ms, now_ms)}."


def trial_text(state: "BackupState", now_ms: int) -> str:
    """When a backup was restored for trial, in one sentence."""
    if not state.tested_ms:
        return "Eine Sicherung wurde noch nicht zur Probe zurückgeholt."
    at = moment_text(state.tested_ms, now_ms)
    if "test_failed" in state.warnings:
        return f"Zur Probe zurückgeholt: {at}. Das ist nicht gelungen."
    rows = f"{state.tested_rows:,}".replace(",", ".")
    return f"Zur Probe zurückgeholt: {at}. Alle {rows} Einträge waren da."


_WARNINGS: "dict[BackupWarning, str]" = {
    "damaged": (
        "An den gespeicherten Daten ist etwas beschädigt. Bitte das Programm schließen und wieder "
        "starten. Es hilft Ihnen dann, die Daten wiederherzustellen."
    ),
    "never": "Von diesem PC gibt es noch keine Sicherung. Bitte „Jetzt sichern“ drücken.",
    "old": (
        "Die letzte Sicherung ist mehrere Tage alt. Bitte „Jetzt sichern“ drücken. Geht es nicht, "
        "bitte der IT Bescheid geben."
    ),
    "failed": (
        "Die letzte Sicherung ist nicht gelungen. Das Programm versucht es wieder. Bleibt es so, "
        "bitte der IT Bescheid geben."
    ),
    "test_failed": (
        "Die letzte Sicherung ließ sich zur Probe nicht zurückholen. Bitte „Jetzt sichern“ "
        "drücken und der IT Bescheid geben."
    ),
    "low_space": (
        "Auf diesem PC wird der Platz knapp: nur noch {free} frei. Bitte der IT Bescheid geben, "
        "ehe er voll ist. Löschen Sie nichts im Ordner der Daten."
    ),
    "reserve_used": (
        "Der Datenträger war voll. Ihre Einträge sind gespeichert, aber die Reserve ist jetzt "
        "verbraucht. Bitte heute noch der IT Bescheid geben."
    ),
    "only_this_pc": (
        "Diese Sicherungen kann nur dieser PC öffnen. Geht er kaputt, hilft auch der Stick nicht. "
        "Bitte ein Wiederherstellungsblatt drucken und verwahren."
    ),
    "second_old": (
        "Am zweiten Ort liegt seit über zwei Wochen keine neue Sicherung. "
        "Ist der Stick eingesteckt?"
    ),
    "second_same_disk": (
        "Der zweite Ort liegt auf demselben Datenträger wie die Daten. Geht dieser kaputt, ist "
        "auch die zweite Sicherung weg. Bitte einen anderen Ort wählen."
    ),
}

_QUIET = ("never", "second_old", "second_same_disk", "only_this_pc")


def urgent_warnings(state: "BackupState") -> "list[BackupWarning]":
    """Warnings that everybody should see, also who never looks at the backups."""
    return [warning for warning in state.warnings if warning not in _QUIET]


def warning_text(warning: "BackupWarning", state: "BackupState") -> str:
    """A warning about the backups with what to do."""
    return _WARNINGS[warning].format(free=size_text(state.free or 0))


def plan_sentences(plan: "Plan", now_ms: int) -> list[str]:
    """What recovering will do, one sentence a step, and what becomes of the old file."""
    said: list[str] = []
    if plan.backup is not None:
        at = moment_text(plan.backup.made_ms, now_ms)
        said.append(f"Die Sicherung wird geholt: {at}.")
    elif not plan.locked:
        said.append("Eine Sicherung gibt es nicht. Es geht auch ohne.")
    if plan.share:
        said.append("Alles, was im gemeinsamen Ordner liegt, wird dazugeholt.")
    if plan.rest is not None and plan.waiting:
        entries = counted(plan.waiting, "Eintrag", "Einträge")
        verb = _is_are(plan.waiting)
        said.append(
            f"Aus der beschädigten Datei {verb} noch {entries} lesbar. Auch das kommt dazu."
        )
    if plan.rest is not None:
        said.append("Die alte Datei bleibt daneben liegen. Gelöscht wird nichts.")
    return said


def hint_sentence(plan: "Plan") -> str:
    """What somebody could do first to lose less; empty for nothing."""
    if plan.backup is None and plan.locked:
        return (
            f"{counted(plan.locked, 'Sicherung lässt', 'Sicherungen lassen')} sich mit dem "
            "Schlüssel dieses PCs nicht öffnen. Mit dem Wiederherstellungsblatt geht es."
        )
    if plan.wish.share and not plan.share:
        return (
            "Der gemeinsame Ordner ist gerade nicht erreichbar. Am besten warten Sie, bis er "
            "wieder da ist, und drücken dann „Noch einmal nachsehen“."
        )
    return ""


def _is_are(number: int) -> str:
    return "ist" if number == 1 else "sind"


def loss_sentence(plan: "Plan", now_ms: int) -> str:
    """What may be lost at most."""
    if plan.lost_since_ms is None:
        return "Es geht voraussichtlich nichts verloren."
    if plan.lost_since_ms == 0 and plan.share:
        return "Verloren gehen höchstens Eingaben, die noch nicht abgeglichen waren."
    if plan.lost_since_ms == 0:
        return "Wie viel verloren geht, lässt sich vorher nicht sagen."
    at = moment_text(plan.lost_since_ms, now_ms)
    return f"Verloren gehen höchstens Eingaben seit: {at}."


def recovered_sentences(done: "Recovered") -> list[str]:
    """What came of a recovery, in words for the desk."""
    said = ["Die Daten sind wieder da. Sie können weiterarbeiten."]
    saved = done.salvaged.actions + done.rows
    if saved:
        entries = counted(saved, "Eintrag wurde", "Einträge wurden")
        said.append(f"{entries} aus der beschädigten Datei gerettet.")
    lost = done.salvaged.incomplete
    if lost:
        said.append(
            f"{counted(lost, 'Änderung war', 'Änderungen waren')} nicht mehr vollständig lesbar. "
            "Bitte sehen Sie nach, was Sie zuletzt eingetragen haben."
        )
    if done.salvaged.overtaken:
        said.append(
            f"{counted(done.salvaged.overtaken, 'Angabe wurde', 'Angaben wurden')} inzwischen an "
            "einem anderen PC geändert. Es gilt, was dort steht."
        )
    if done.trouble is not None:
        said.append(german(done.trouble))
    if done.rejoin:
        said.append(
            "Dieser PC hat neue Schlüssel. Die Leitung muss ihn auf der Seite „Abgleich“ freigeben."
        )
    if done.problems:
        said.append(
            f"Bei der Prüfung {'fiel' if done.problems == 1 else 'fielen'} noch "
            f"{counted(done.problems, 'Ding', 'Dinge')} auf. Bitte der IT Bescheid geben."
        )
    if done.kept is not None:
        said.append(
            f"Die alte Datei liegt noch da: {done.kept.name}. Nach 30 Tagen räumt das Programm "
            "sie weg."
        )
    return said


def made_text(made: datetime) -> str:
    """When a backup was made, as it stands in a list: „23.11.2026, 18:15 Uhr“."""
    return f"{made:%d.%m.%Y, %H:%M} Uhr"
