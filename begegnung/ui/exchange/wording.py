"""How the exchange is worded: its state, its runs, the other PCs, what it found."""

from datetime import datetime

from begegnung.exchange.report import Finding
from begegnung.services.exchange import ExchangeOutcome, ExchangeState, PartnerLine, RunLine
from begegnung.services.present import local_now
from begegnung.texts import counted, day_and_time
from begegnung.ui.widgets.labels import Tone
from begegnung.ui.widgets.lines import Line

NO_SHARE = "Noch kein gemeinsamer Ordner gewählt."
_LONG_AGO_DAYS = 3

TROUBLES: dict[str, str] = {
    "ShareUnreachable": "Ordner nicht erreichbar",
    "ShareFull": "gemeinsamer Ordner voll",
    "ShareReadOnly": "keine Schreibrechte im Ordner",
    "ForeignRepository": "nicht der Ordner dieser Häuser",
    "ShareFormatTooNew": "Programm zu alt für diesen Ordner",
    "DiskFull": "Datenträger dieses PCs voll",
    "DatabaseBusy": "Daten gerade anderweitig benutzt",
    "DatabaseDamaged": "Datenbank beschädigt",
}
"""What ended a run early, in the log of the runs."""

_WARNINGS: dict[Finding, str] = {
    Finding.WAITING: "Sendungen warten auf frühere, die noch nicht im Ordner liegen",
    Finding.DAMAGED: "Beschädigte Dateien wurden beiseitegelegt, ihr PC legt sie wieder hin",
    Finding.UNREADABLE: "Dateien, die dieser PC nicht lesen kann; bitte der IT Bescheid geben",
    Finding.STRAY: "Fremde Dateien im gemeinsamen Ordner, sie stören nicht",
    Finding.NEEDS_NEWER: "Sendungen einer neueren Programmversion; bitte hier aktualisieren",
    Finding.POSTPONED: "Dateien waren anderswo geöffnet, der nächste Abgleich versucht es wieder",
    Finding.UNVERIFIED: "Sendungen ließen sich nicht nachprüfen, der nächste Abgleich sieht nach",
    Finding.NEW_LANE: "Dieser PC wurde aus einer Sicherung hergestellt; verloren geht nichts",
}


def state_sentence(state: ExchangeState, share: str, now_ms: int) -> str:
    """The state in one sentence, "Abgleich heute, 02:14 Uhr – alles ist angekommen."."""
    if not share:
        return NO_SHARE
    if state.last is None:
        return "Noch nicht abgeglichen."
    at = day_and_time(local_now(state.last[0]), local_now(now_ms))
    end = "alles ist angekommen" if state.last[1] else "noch nicht vollständig"
    return f"Abgleich {at} – {end}."


def state_tone(state: ExchangeState, share: str, now_ms: int) -> Tone:
    """What the state means: fine, to be looked at, or nothing yet."""
    if not share or state.last is None:
        return "info"
    days = (local_now(now_ms) - local_now(state.last[0])).days
    return "ok" if state.last[1] and days < _LONG_AGO_DAYS else "warn"


def waiting_sentence(waiting: int) -> str:
    """What this PC has not handed over yet."""
    if waiting == 0:
        return "Von diesem PC wartet nichts mehr auf den Abgleich."
    words = counted(waiting, "Eintrag wartet", "Einträge warten")
    return f"{words} auf den nächsten Abgleich. Auf diesem PC ist alles sicher gespeichert."


def warnings(outcome: ExchangeOutcome) -> list[str]:
    """What was found that somebody should know, in plain words."""
    counts = [(words, outcome.findings.get(key.value, 0)) for key, words in _WARNINGS.items()]
    return [f"{words} ({count})." for words, count in counts if count]


def outcome_sentence(outcome: ExchangeOutcome) -> str:
    """What is said after a run that came to its end."""
    if outcome.cancelled:
        return "Der Abgleich wurde abgebrochen. Was schon übertragen war, bleibt übertragen."
    taken = outcome.findings.get(Finding.TAKEN_IN.value, 0)
    sent = outcome.findings.get(Finding.PUBLISHED.value, 0)
    if not taken and not sent:
        return "Abgeglichen: Es gab nichts Neues."
    parts = [f"{sent} gesendet"] if sent else []
    parts += [f"{taken} empfangen"] if taken else []
    return f"Abgeglichen: {', '.join(parts)}."


def run_entry(run: RunLine, now: datetime) -> Line:
    """An earlier run in the log."""
    if run.trouble:
        chip, tone = TROUBLES.get(run.trouble, "nicht gelungen"), "bad"
    else:
        chip, tone = ("vollständig", "ok") if run.complete else ("unvollständig", "warn")
    return Line(
        str(run.at_ms),
        day_and_time(local_now(run.at_ms), now),
        f"{run.published} gesendet · {run.taken_in} empfangen",
        chip,
        "bad" if tone == "bad" else "ok" if tone == "ok" else "warn",
    )


def partner_entry(partner: PartnerLine, now: datetime) -> Line:
    """A PC that takes part."""
    seen = "Noch kein Eintrag empfangen"
    if partner.last_seen_ms is not None:
        seen = f"Letzter Eintrag {day_and_time(local_now(partner.last_seen_ms), now)}"
    title = " · ".join(filter(None, (partner.centre, partner.name)))
    return Line(title, title, seen, "dieser PC" if partner.own else "")
