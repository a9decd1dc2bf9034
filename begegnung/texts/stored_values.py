"""Columns and stored values in German words: what it is, and as what the desk writes it."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from begegnung.model.laender import LAENDER
from begegnung.model.offers import FEE_WORDS, OFFER_TYPES, QUEUE_WORDS, REGISTRATION_WORDS
from begegnung.model.programme import CATEGORIES
from begegnung.model.recurrence import Series
from begegnung.model.recurrence.wording import wording
from begegnung.model.roles import ROLES
from begegnung.services.attendance import STATES
from begegnung.services.people import GENDERS
from begegnung.texts.booking import price_reason
from begegnung.texts.moments import clock_time, counted, money, short_date, when

COLUMNS: dict[str, str] = {
    "accent": "Die zweite Farbe",
    "access_note": "Der Hinweis zum Zugang",
    "active": "Die Angabe, ob aktiv,",
    "announcement_text": "Der Text des Kastens",
    "announcement_title": "Die Überschrift des Kastens",
    "answer_days": "Die Zeit für die Antwort",
    "audience": "Die Zielgruppe",
    "balance_due": "Der Tag für die Restzahlung",
    "birth_year": "Das Geburtsjahr",
    "blocked": "Die Sperrung",
    "booklet_foreword": "Das Vorwort des Programmhefts",
    "booklet_rules": "Die eigenen Regeln im Programmheft",
    "boarding_point_id": "Der Zustieg",
    "capacity": "Die Zahl der Plätze",
    "category": "Der Bereich",
    "choice": "Das Menü",
    "choices": "Die Auswahl der Menüs",
    "clearing_minutes": "Die Abbauzeit",
    "code": "Das Kürzel",
    "contact_mail": "Die E-Mail der Ansprechperson",
    "contact_name": "Die Ansprechperson",
    "contact_phone": "Das Telefon der Ansprechperson",
    "continues_id": "Die Angabe, was fortgesetzt wird,",
    "deadline_days": "Der Bestellschluss",
    "deadline_minute": "Die Uhrzeit des Bestellschlusses",
    "deposit_cents": "Die Anzahlung",
    "district_id": "Der Stadtbezirk",
    "due_cents": "Der vereinbarte Preis",
    "due_reason": "Die Begründung des Preises",
    "end_minute": "Das Ende",
    "ended": "Die Angabe, ob beendet,",
    "ends": "Das Ende",
    "ends_on": "Das Ende der Vereinbarung",
    "equipment": "Die Ausstattung",
    "fee_cents": "Der Kostenbeitrag",
    "fee_kind": "Die Angabe, wofür der Beitrag gilt,",
    "fee_text": "Der Text zu den Kosten",
    "first_day": "Der erste Tag",
    "first_name": "Der Vorname",
    "footer": "Die Fußzeile der Papiere",
    "gender": "Das Geschlecht",
    "household_id": "Die Angabe, wer zusammengehört,",
    "ink": "Die Hauptfarbe",
    "kind": "Die Art",
    "land": "Das Bundesland",
    "last_day": "Der letzte Tag",
    "leader": "Die Leitung",
    "letter_closing": "Der Schluss der Briefe",
    "logo": "Das Logo",
    "logo_alt": "Der Name des Logos",
    "mail": "Die E-Mail-Adresse",
    "material_cents": "Der Betrag für das Material",
    "merged_into": "Der bleibende Eintrag",
    "minimum": "Die Mindestzahl",
    "minute": "Die Uhrzeit",
    "mobile": "Die Mobilnummer",
    "most_places": "Die Höchstzahl der Plätze je Anmeldung",
    "name": "Der Name",
    "note": "Die Bemerkung",
    "notice_closing": "Der Schluss der Aushänge",
    "numbered": "Die Angabe, ob das Programm Quittungen nummeriert,",
    "office_hours": "Die Angabe der Öffnungszeiten",
    "on_fee": "Die Angabe, ob für den Beitrag,",
    "on_material": "Die Angabe, ob für das Material,",
    "organiser": "Der Veranstalter",
    "percent": "Der Prozentsatz",
    "phone": "Die Telefonnummer",
    "pin_hash": "Die PIN",
    "place": "Der Ort",
    "places": "Die Zahl der Plätze",
    "printed": "Die Angabe, ob gedruckt,",
    "priority_opens": "Der Beginn des Vorkaufsrechts",
    "pro_rata": "Die Angabe zum späteren Einstieg",
    "proof_seen": "Der Nachweis",
    "provider_id": "Der Träger",
    "queue_order": "Die Ordnung der Warteliste",
    "reason": "Der Grund",
    "reduction_id": "Die Ermäßigung",
    "registration": "Die Angabe zur Anmeldung",
    "registration_closes": "Der Anmeldeschluss",
    "registration_note": "Der Hinweis zur Anmeldung",
    "registration_opens": "Der Anmeldestart",
    "remark": "Die Bemerkung",
    "remind_days": "Die Erinnerung",
    "retired": "Die Angabe, ob außer Betrieb,",
    "revoked_on": "Der Widerruf",
    "role": "Die Aufgabe",
    "room_id": "Der Raum",
    "series": "Die Terminreihe",
    "setup_minutes": "Die Aufbauzeit",
    "several_groups": "Die Angabe, ob mehrere Gruppen,",
    "signed_on": "Das Datum der Unterschrift",
    "start_minute": "Der Beginn",
    "starts": "Der Beginn",
    "state": "Der Stand",
    "street": "Die Straße",
    "surname": "Der Nachname",
    "takes_cards": "Die Angabe zur Mehrfachkarte",
    "text": "Der Text",
    "till_id": "Die Kasse",
    "time_text": "Die Zeitangabe",
    "title": "Der Titel",
    "total": "Die Kopfzahl",
    "town": "Der Wohnort",
    "type": "Die Art",
    "void_reason": "Die Angabe, ob ungültig,",
    "web": "Die Internetseite",
    "wording": "Der Text „Findet statt“",
}
"""What a column is, with its article, to stand before "von …"."""

SPECIAL: dict[tuple[str, str], str] = {
    ("centre", "town"): "Der Ort",
    ("person", "contact_name"): "Die Angabe für den Notfall",
    ("room", "capacity"): "Die Zahl der Plätze",
    ("till", "numbered"): "Die Angabe, ob das Programm Quittungen nummeriert,",
    ("usage_agreement", "contact_name"): "Die Ansprechperson",
    ("handover_note", "text"): "Der Text einer Übergabe",
    ("receipt_series", "code"): "Das Kürzel der Quittungen",
}
"""Where the same column is something else in this table."""

STATE_WORDS: dict[str, dict[str, str]] = {
    "attendance": STATES,
    "booking": {"booked": "angemeldet", "waiting": "auf der Warteliste", "cancelled": "abgemeldet"},
    "occurrence": {"planned": "findet statt", "cancelled": "fällt aus", "skipped": "entfällt"},
}
"""The states of rows, by table."""

_CODES: dict[str, Mapping[str, str]] = {
    "category": dict(CATEGORIES),
    "fee_kind": FEE_WORDS,
    "gender": GENDERS,
    "land": LAENDER,
    "queue_order": QUEUE_WORDS,
    "registration": REGISTRATION_WORDS,
    "role": ROLES,
    "type": {key: kind.german for key, kind in OFFER_TYPES.items()},
}
_MOMENTS = frozenset(
    {"ends", "priority_opens", "registration_closes", "registration_opens", "starts"}
)
_MINUTES_OF_DAY = frozenset({"deadline_minute", "end_minute", "minute", "start_minute"})
_LENGTHS = frozenset({"clearing_minutes", "setup_minutes"})
_DAYS = frozenset({"balance_due", "ends_on", "first_day", "last_day", "revoked_on", "signed_on"})
_CENTS = frozenset({"deposit_cents", "due_cents", "fee_cents", "material_cents"})


def column_words(entity: str, column: str) -> str:
    """What a column is, "Die Telefonnummer"."""
    return SPECIAL.get((entity, column)) or COLUMNS.get(column) or f"Die Angabe „{column}“"


def value_words(entity: str, column: str, value: Any) -> str:
    """A stored value as the desk writes it; nothing is "leer"."""
    if column == "pin_hash":
        return "eine PIN" if value else "keine PIN"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if column == "fee_kind":
        return FEE_WORDS.get(value, str(value))
    if value is None or value == "":
        return "leer"
    if column == "logo":
        # Two of them are told apart by their size.
        return f"ein Bild ({math.ceil(len(value) / 4 * 3 / 1000)} kB)"
    if column == "state":
        return STATE_WORDS.get(entity, {}).get(value, str(value))
    if column in _CODES:
        return _CODES[column].get(value, str(value))
    for columns, words in _WRITTEN:
        if column in columns:
            return words(value)
    return str(value)


_WRITTEN: tuple[tuple[frozenset[str], Callable[[Any], str]], ...] = (
    (_MOMENTS, when),
    (_MINUTES_OF_DAY, lambda value: f"{clock_time(value)} Uhr"),
    (_LENGTHS, lambda value: counted(value, "Minute", "Minuten")),
    (_DAYS, lambda value: short_date(date.fromisoformat(str(value)))),
    (_CENTS, money),
    (frozenset({"percent"}), lambda value: f"{value} %"),
    (frozenset({"due_reason"}), lambda value: price_reason(value) or "leer"),
    (frozenset({"series"}), lambda value: wording(Series.from_text(value))),
)
