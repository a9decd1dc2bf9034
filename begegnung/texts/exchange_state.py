"""German words for the state of the exchange: one sentence, what to know, PCs, runs."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from begegnung.exchange.report import Finding
from begegnung.services.exchange import REPLACED
from begegnung.services.exchange_page import AWAY_DAYS
from begegnung.services.present import local_now
from begegnung.texts.keys import DEVICE_ROLES
from begegnung.texts.moments import counted, day_and_time

if TYPE_CHECKING:
    from begegnung.services.exchange import ExchangeOutcome
    from begegnung.services.exchange_page import Overview, PcRow, Remark
    from begegnung.services.exchange_runs import RunLine

Tone = Literal["ok", "warn", "bad", "info", "muted"]
Said = tuple[str, Tone]
"""A sentence and how much it matters."""

NO_SHARE = "Noch kein gemeinsamer Ordner gewählt."

TROUBLES: dict[str, str] = {
    "DatabaseBusy": "Daten gerade anderweitig benutzt",
    "DatabaseDamaged": "Datenbank beschädigt",
    "DeviceRevoked": "dieser PC ist gesperrt",
    "DiskFull": "Datenträger dieses PCs voll",
    "ForeignRepository": "nicht der Ordner dieser Häuser",
    "NotApproved": "noch nicht freigegeben",
    "ShareFormatTooNew": "Programm zu alt für diesen Ordner",
    "ShareFull": "Freigabe voll",
    "ShareMarkMissing": "der gemeinsame Ordner ist nicht wiederzuerkennen",
    "ShareNotFounded": "der gemeinsame Ordner ist leer",
    "ShareReadOnly": "keine Schreibrechte im Ordner",
    "ShareUnreachable": "Netzlaufwerk nicht erreichbar",
}
"""What ended a run early, by its kind."""

_UNKNOWN_TROUBLE = "nicht gelungen"
_PATIENT = ("ShareUnreachable", "DatabaseBusy", "NotApproved")
"""Troubles that pass by themselves: worth a warning only after some days."""
_SERIOUS = ("DatabaseDamaged", "DeviceRevoked", "ForeignRepository", "ShareReadOnly")

_ADVICE: dict[str, str] = {
    "DatabaseDamaged": (
        "An den Daten dieses PCs ist etwas beschädigt. Bitte das Programm schließen und neu "
        "starten, es hilft Ihnen weiter."
    ),
    "DeviceRevoked": (
        "Dieser PC wurde gesperrt. Er sendet und holt nichts mehr. Ist das ein Irrtum, bitten Sie "
        "mit „Diesen PC anmelden“ neu um Freigabe."
    ),
    "DiskFull": "Auf diesem PC ist kein Platz mehr. Bitte der IT Bescheid geben.",
    "ForeignRepository": (
        "In dem gewählten Ordner liegt etwas anderes. Bitte die IT fragen, welcher der richtige "
        "ist, und dann „Ordner wählen“ drücken."
    ),
    "ShareFormatTooNew": (
        "Die anderen PCs haben eine neuere Programmversion. Bitte das Programm auf diesem PC "
        "aktualisieren lassen. Bis dahin können Sie weiterarbeiten."
    ),
    "ShareFull": (
        "Freigabe voll: Der gemeinsame Ordner hat keinen Platz mehr. Dieser PC holt weiter ab, "
        "was die anderen schreiben, kann aber nichts ablegen. Bitte der IT Bescheid geben."
    ),
    "ShareMarkMissing": (
        "Der gemeinsame Ordner ist zu erreichen, aber die Datei FORMAT-1.json fehlt darin. "
        "Vielleicht wurde er geleert, vielleicht ist es ein anderer Ordner. Bitte die IT fragen. "
        "Ist es der richtige, kann die Leitung ihn wieder einrichten. Verloren ist nichts: Was "
        "ausgetauscht wurde, steht auf den PCs."
    ),
    "ShareNotFounded": (
        "Der gemeinsame Ordner ist leer. Ist er der richtige? Bitte die IT fragen."
    ),
    "ShareReadOnly": (
        "Dieser PC darf im gemeinsamen Ordner nichts schreiben. Bitte der IT sagen: "
        "Es fehlen Schreibrechte."
    ),
    "ShareUnreachable": (
        "Arbeiten Sie einfach weiter. Das Programm versucht es alle 30 Minuten von selbst. Bleibt "
        "es dabei, bitte der IT Bescheid geben."
    ),
}


def trouble_words(kind: str) -> str:
    """What ended a run, in a few words."""
    return TROUBLES.get(kind, _UNKNOWN_TROUBLE)


def headline(view: "Overview", share: str, now_ms: int) -> Said:
    """How it stands, in one sentence."""
    if not share:
        return NO_SHARE, "info"
    standing: dict[str, Said] = {
        "unusable": ("Der Abgleich ist auf diesem PC gestört.", "bad"),
        "none": ("Dieser PC nimmt am Abgleich noch nicht teil.", "info"),
        "asked": ("Dieser PC wartet auf seine Freigabe.", "info"),
        "revoked": ("Dieser PC ist für den Abgleich gesperrt.", "bad"),
    }
    if view.state in standing:
        return standing[view.state]
    if view.last is None:
        return "Noch nicht abgeglichen.", "info"
    return _of_last_run(view, view.last, now_ms)


def _of_last_run(view: "Overview", last: "RunLine", now_ms: int) -> Said:
    now = local_now(now_ms)
    at = day_and_time(local_now(last.at_ms), now)
    since = view.complete_ms if view.complete_ms is not None else view.runs[-1].first_ms
    days = (now.date() - local_now(since).date()).days
    if last.complete and days < AWAY_DAYS:
        everybody = len(view.taking_part)
        if view.same == everybody > 1:
            return f"Abgleich {at} – {everybody} von {everybody} PCs gleich.", _tone_of(view)
        return f"Abgleich {at} – alles ist angekommen.", _tone_of(view)
    reason = f": {trouble_words(last.trouble)}" if last.trouble else ""
    if days > 0:
        whole = "" if reason or last.complete else "vollständiger "
        tone = _trouble_tone(last.trouble) if days < AWAY_DAYS else "warn"
        since_words = "gestern" if days == 1 else f"{days} Tagen"
        return f"Seit {since_words} kein {whole}Abgleich{reason}.", _worse(tone, _tone_of(view))
    if last.trouble:
        return f"Abgleich {at} nicht gelungen{reason}.", _trouble_tone(last.trouble)
    return f"Abgleich {at} – noch nicht vollständig.", "warn"


_GRAVITY: tuple[Tone, ...] = ("ok", "info", "warn", "bad")


def _worse(one: Tone, other: Tone) -> Tone:
    return one if _GRAVITY.index(one) > _GRAVITY.index(other) else other


def _trouble_tone(kind: str) -> Tone:
    if kind in _SERIOUS:
        return "bad"
    return "info" if kind in _PATIENT else "warn"


def _tone_of(view: "Overview") -> Tone:
    """Fine only when everything has arrived and nothing has to be looked at."""
    tones = [remark_text(remark)[1] for remark in view.remarks]
    tone: Tone = "ok" if view.last is not None and view.last.complete else "info"
    for one in tones:
        if one in ("warn", "bad"):
            tone = _worse(tone, one)
    return tone


def waiting_text(view: "Overview") -> str:
    """What this PC has not handed over yet."""
    if not view.waiting:
        return "Von diesem PC wartet nichts mehr auf den Abgleich."
    changes = counted(view.waiting, "Änderung wartet", "Änderungen warten")
    return f"Ihre Eingaben sind auf diesem PC gesichert ({changes})."


def others_text(view: "Overview") -> str:
    """How many PCs show the same, where they do not all; empty where the headline says it."""
    others = [pc for pc in view.taking_part if not pc.own]
    if view.state != "member" or view.last is None:
        return ""
    if not others:
        return "Noch kein anderer PC nimmt teil."
    if view.same == len(view.taking_part):
        return ""
    said = [f"{view.same} von {len(view.taking_part)} PCs gleich."]
    late = sum(pc.state in ("behind", "silent") for pc in others)
    ahead = sum(pc.state == "ahead" for pc in others)
    if late:
        gets = counted(late, "PC holt", "PCs holen")
        said.append(f"{gets} das Neueste beim nächsten eigenen Abgleich.")
    if ahead:
        word = counted(ahead, "PC hat", "PCs haben")
        said.append(f"{word} Neueres, das beim nächsten Abgleich hierher kommt.")
    return " ".join(said)


def _clock(remark: "Remark") -> str:
    minutes = abs(remark.ahead_ms) // 60_000
    if minutes < 120:
        span = f"{minutes} Min."
    elif minutes < 48 * 60:
        span = f"{minutes // 60} Std."
    else:
        span = f"{minutes // (24 * 60)} Tage"
    way = "vor" if remark.ahead_ms > 0 else "nach"
    return (
        f"Die Uhr dieses PCs geht {span} {way}. Verloren geht dadurch nichts. "
        "Bitte die Uhr stellen lassen."
    )


def _counted(one: str, many: str, advice: str = "") -> "Callable[[Remark], str]":
    """Words with a number before them, for one and for many, and what to do."""
    return lambda remark: " ".join(filter(None, (counted(remark.number, one, many), advice)))


_TELL_IT = "Bitte der IT Bescheid geben."
_UPDATE = "Bitte das Programm auf diesem PC aktualisieren lassen."
_TRIES_AGAIN = "Der nächste Abgleich versucht es wieder."

_REMARKS: "Mapping[str, tuple[Callable[[Remark], str], Tone]]" = {
    Finding.WAITING.value: (
        _counted(
            "Sendung wartet auf eine frühere, die noch nicht im gemeinsamen Ordner liegt.",
            "Sendungen warten auf frühere, die noch nicht im gemeinsamen Ordner liegen.",
            f"Bleibt das eine Woche so: {_TELL_IT}",
        ),
        "info",
    ),
    Finding.NEEDS_NEWER.value: (
        _counted(
            "Sendung kommt von einer neueren Programmversion.",
            "Sendungen kommen von einer neueren Programmversion.",
            _UPDATE,
        ),
        "warn",
    ),
    Finding.KEY_MISSING.value: (
        _counted(
            "Sendung lässt sich noch nicht öffnen: Der Schlüssel dafür fehlt hier.",
            "Sendungen lassen sich noch nicht öffnen: Der Schlüssel dafür fehlt hier.",
            "Er kommt, sobald der andere PC wieder abgleicht.",
        ),
        "warn",
    ),
    Finding.POSTPONED.value: (
        _counted(
            "Datei war in einem anderen Programm offen.",
            "Dateien waren in einem anderen Programm offen.",
            _TRIES_AGAIN,
        ),
        "info",
    ),
    Finding.UNVERIFIED.value: (
        _counted(
            "Sendung ließ sich nicht nachprüfen.",
            "Sendungen ließen sich nicht nachprüfen.",
            "Der nächste Abgleich sieht noch einmal nach.",
        ),
        "warn",
    ),
    Finding.ASKS_TO_JOIN.value: (
        _counted("PC bittet um Freigabe.", "PCs bitten um Freigabe."),
        "info",
    ),
    Finding.NEW_LANE.value: (
        lambda _: (
            "Diese Kennung wurde an zwei PCs benutzt – bitte prüfen. Wurde dieser PC aus einer "
            "Sicherung hergestellt, ist alles gut. Gibt es eine Kopie von ihm, bitte die Kopie "
            "ausschalten und der IT Bescheid geben. Verloren geht nichts."
        ),
        "warn",
    ),
    Finding.FORGED.value: (
        _counted(
            "Datei im gemeinsamen Ordner wurde nicht übernommen: Ihre Unterschrift ist falsch.",
            "Dateien im gemeinsamen Ordner wurden nicht übernommen: Ihre Unterschrift ist falsch.",
            _TELL_IT,
        ),
        "bad",
    ),
    Finding.LOCKED_OUT.value: (
        _counted(
            "Sendung eines gesperrten PCs wurde nicht übernommen.",
            "Sendungen eines gesperrten PCs wurden nicht übernommen.",
        ),
        "warn",
    ),
    Finding.UNREADABLE.value: (
        _counted(
            "Datei im gemeinsamen Ordner kann dieser PC nicht lesen.",
            "Dateien im gemeinsamen Ordner kann dieser PC nicht lesen.",
            _TELL_IT,
        ),
        "warn",
    ),
    Finding.DAMAGED.value: (
        _counted(
            "beschädigte Datei wurde beiseitegelegt.",
            "beschädigte Dateien wurden beiseitegelegt.",
            "Ein PC, der sie noch hat, legt sie wieder hin.",
        ),
        "warn",
    ),
    REPLACED: (
        _counted("beschädigte Datei wurde ersetzt.", "beschädigte Dateien wurden ersetzt."),
        "info",
    ),
    Finding.STRAY.value: (
        _counted(
            "fremde Datei liegt im gemeinsamen Ordner. Sie stört nicht.",
            "fremde Dateien liegen im gemeinsamen Ordner. Sie stören nicht.",
        ),
        "info",
    ),
    Finding.DIVERGED.value: (
        _counted(
            "PC zeigt etwas anderes als dieser, obwohl beide dasselbe bekommen haben.",
            "PCs zeigen etwas anderes als dieser, obwohl alle dasselbe bekommen haben.",
            f"Bis das geklärt ist, wird nichts aufgeräumt. {_TELL_IT}",
        ),
        "bad",
    ),
    "undelivered": (
        _counted(
            "Sendung dieses PCs liegt noch nicht im gemeinsamen Ordner.",
            "Sendungen dieses PCs liegen noch nicht im gemeinsamen Ordner.",
            _TRIES_AGAIN,
        ),
        "warn",
    ),
    "away": (
        lambda remark: (
            f"„{remark.name or 'Ein PC'}“ war {remark.number} Tage nicht da. Läuft der PC, bitte "
            "dort „Jetzt abgleichen“ drücken. Gibt es ihn nicht mehr, kann die Leitung ihn sperren."
        ),
        "warn",
    ),
    "clock": (_clock, "warn"),
    "unusable": (
        lambda _: (
            "Die Schlüsseldatei dieses PCs lässt sich nicht benutzen. Ihre Eingaben sind sicher, "
            f"aber der Abgleich geht so nicht. {_TELL_IT}"
        ),
        "bad",
    ),
    "sheets": (
        lambda _: (
            "Die Wiederherstellungsblätter sind noch nicht verwahrt. Bitte zwei Blätter drucken "
            "und in zugeklebten Umschlägen an zwei Orte legen."
        ),
        "warn",
    ),
}


def remark_text(remark: "Remark") -> Said:
    """A remark in a sentence with what to do, and how much it matters."""
    if remark.kind == "trouble":
        return _ADVICE.get(remark.name, ""), _trouble_tone(remark.name)
    words, tone = _REMARKS[remark.kind]
    return words(remark), tone


_STATES: "dict[str, Said]" = {
    "same": ("gleich", "ok"),
    "behind": ("wartet auf Neues", "info"),
    "ahead": ("hat Neueres", "info"),
    "silent": ("wartet auf ersten Abgleich", "info"),
    "differs": ("zeigt anderes", "bad"),
    "revoked": ("gesperrt", "muted"),
}

STATE_MEANINGS: dict[str, str] = {
    "same": "Auf diesem PC steht dasselbe wie hier.",
    "behind": "Dieser PC hat noch nicht alles. Er holt es beim nächsten eigenen Abgleich.",
    "ahead": "Dort steht Neueres. Es kommt beim nächsten Abgleich hierher.",
    "silent": "Dieser PC ist freigegeben, hat aber noch nie abgeglichen.",
    "differs": "Dort steht etwas anderes, obwohl beide PCs dasselbe bekommen haben.",
    "revoked": "Dieser PC ist gesperrt. Er kann nichts mehr lesen und nichts mehr beitragen.",
    "unheard": "Dieser PC nimmt am Abgleich noch nicht teil.",
}
"""What the state of a PC means."""


def pc_chip(pc: "PcRow") -> Said:
    """The state of a PC in a word or two."""
    if pc.own:
        return "dieser PC", "info"
    if pc.away_days >= AWAY_DAYS:
        return f"{pc.away_days} Tage nicht da", "warn"
    return _STATES[pc.state]


def pc_title(pc: "PcRow") -> str:
    """House and name of a PC; its identifier where no name has arrived."""
    name = pc.name or f"PC {pc.device[:6]}"
    return " · ".join(filter(None, (pc.house_name, name)))


def pc_detail(pc: "PcRow", now: datetime) -> str:
    """What a PC may do, when it was seen, and whether its program is another one."""
    seen = "" if pc.own else "noch nie gesehen"
    if pc.seen_ms is not None:
        seen = f"zuletzt {day_and_time(local_now(pc.seen_ms), now)}"
    program = {"older": "ältere Programmversion", "newer": "neuere Programmversion"}
    role = DEVICE_ROLES.get(pc.role, "")
    return " · ".join(filter(None, (role, seen, program.get(pc.program, ""))))


def run_chip(run: "RunLine") -> Said:
    """How a run ended."""
    if run.trouble:
        return trouble_words(run.trouble), "bad"
    return ("vollständig", "ok") if run.complete else ("unvollständig", "warn")


def run_times(run: "RunLine", now: datetime) -> str:
    """When a run was; of several tries in a row the first, the last and their number."""
    at = day_and_time(local_now(run.at_ms), now)
    if run.times == 1:
        return at
    first = day_and_time(local_now(run.first_ms), now)
    return f"{first}, bis {at} ({run.times} Versuche)"


def run_detail(run: "RunLine") -> str:
    """What a run has moved."""
    return f"{run.published} gesendet · {run.taken_in} empfangen"


def outcome_text(outcome: "ExchangeOutcome") -> str:
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
