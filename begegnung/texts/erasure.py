"""German sentences about erasing a person: what goes, what stays, what people have to do."""

from collections.abc import Callable, Iterator
from typing import Any

from begegnung.model import erasure_errors as e
from begegnung.model.retention import Kept
from begegnung.services.erasure import ComingPlace, Erased, Outlook
from begegnung.services.long_absent import AbsentLine
from begegnung.services.mentions import Mention
from begegnung.texts.moments import counted, money, when


def kept_sentence(name: str, kept: Kept) -> str:
    """Why somebody cannot be erased yet, and what can be done instead."""
    entries = counted(kept.entries, "Eintrag", "Einträge")
    return (
        f"{name} kann noch nicht gelöscht werden: In der Kasse gibt es dazu {entries}. Das Gesetz "
        f"verlangt, dass die Kasse bis zum {kept.until:%d.%m.%Y} aufbewahrt wird (§ 147 AO). "
        "Bis dahin können Sie die Person sperren."
    )


def going(seen: Outlook) -> list[str]:
    """What goes when this person is erased, a sentence each, the most important first."""
    return list(_going(seen))


def _going(seen: Outlook) -> Iterator[str]:
    yield "Name, Telefon, Adresse und alles andere, was auf der Karte der Person steht."
    if seen.merged:
        names = " und ".join(seen.merged)
        yield f"Auch, was mit ihr zusammengeführt ist: {names}."
    for place in seen.coming:
        yield _coming(place)
    rows = seen.rows
    if rows.get("booking"):
        bookings = counted(rows["booking"], "Anmeldung", "Anmeldungen, auch vergangene")
        yield f"{bookings}, mit allen Anrufen und Gründen dazu."
    if rows.get("consent"):
        consents = counted(rows["consent"], "Einwilligung", "Einwilligungen")
        yield f"{consents}. Das Papier dazu vernichten Sie bitte selbst."
    if rows.get("punch_card"):
        cards = counted(rows["punch_card"], "Mehrfachkarte", "Mehrfachkarten")
        yield f"{cards}, auch wenn noch Besuche darauf sind."
    if rows.get("payment_note"):
        yield counted(
            rows["payment_note"],
            "Eintrag der Kasse, der nicht mehr aufbewahrt werden muss.",
            "Einträge der Kasse, die nicht mehr aufbewahrt werden müssen.",
        )
    yield "Im Verlauf alles, was mit der Person zu tun hatte."


def _coming(place: ComingPlace) -> str:
    at = f" ({when(place.starts)})" if place.starts is not None else ""
    if place.state == "waiting":
        return f"Der Platz auf der Warteliste: {place.title}{at}."
    waiting = counted(place.waiting, "Person wartet", "Personen warten")
    more = f" {waiting} und kann nachrücken." if place.waiting == 1 else ""
    more = f" {waiting} und können nachrücken." if place.waiting > 1 else more
    return f"Der Platz wird frei: {place.title}{at}.{more}"


def staying(seen: Outlook) -> list[str]:
    """What stays, and what only people can do, a sentence each."""
    return list(_staying(seen))


def _staying(seen: Outlook) -> Iterator[str]:
    if seen.visits:
        visits = counted(seen.visits, "Besuch zählt", "Besuche zählen")
        yield f"{visits} weiter in den Zahlen, ohne Namen."
    yield "Kopfzahlen, Kassenberichte und Abschlüsse: Darin steht kein Name."
    if seen.owed_cents:
        yield (
            f"Offen sind noch {money(seen.owed_cents)}. "
            "Das Programm weiß danach nicht mehr, wer sie schuldet."
        )
    yield "Ausdrucke, gespeicherte Dateien und E-Mails löscht das Programm nicht."
    yield "Die anderen PCs des Hauses löschen beim nächsten Abgleich mit."


_MENTIONED = {
    "booking": "Grund bei einer anderen Anmeldung",
    "seat_decision": "Grund bei einem anderen Platz",
    "clash_decision": "Grund einer Entscheidung (Zu klären)",
    "payment_note": "Grund in der Kasse, bleibt unverändert",
    "punch_card": "Grund bei einer anderen Mehrfachkarte",
    "cash_report": "Grund im Kassenbericht, bleibt unverändert",
    "month_closing": "Grund bei einem Abschluss, bleibt unverändert",
    "usage_agreement": "Nutzungsvereinbarung",
    "occurrence": "Termin",
    "offer": "Angebot",
    "closure": "Sperre",
    "centre": "Ankündigung des Hauses",
    "house_look": "Text auf den Papieren des Hauses",
    "printed_edition": "Gedrucktes Programm, danach „Neue Auflage“ wählen",
}


def mention_text(one: Mention) -> str:
    """Where a text stands that may name somebody: "Übergabe für den 24.11.2026"."""
    if one.day is not None:
        return f"Übergabe für den {one.day:%d.%m.%Y}"
    return _MENTIONED.get(one.table, one.table)


def done_text(done: Erased) -> str:
    """What was erased, in one sentence."""
    bookings = done.rows.get("booking", 0)
    parts = [counted(bookings, "Anmeldung", "Anmeldungen")] if bookings else []
    more = f" mit {parts[0]}" if parts else ""
    visits = ""
    if done.visits:
        counting = counted(done.visits, "Besuch zählt", "Besuche zählen")
        visits = f" {counting} weiter, ohne Namen."
    return f"Gelöscht: eine Person{more}.{visits}"


def absent_text(line: AbsentLine) -> str:
    """When somebody was here last, and until when the ledger keeps her."""
    last = "nie da gewesen" if line.last is None else f"zuletzt am {line.last:%d.%m.%Y}"
    kept = "" if line.kept is None else f"aufbewahren bis {line.kept:%d.%m.%Y}"
    return " · ".join(filter(None, (last, kept)))


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    e.KeptByLaw: lambda x: kept_sentence(x.person, Kept(x.entries, x.until)),
}
