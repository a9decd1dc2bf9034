"""Clashes in words: what happened, between what there is to choose."""

from datetime import date
from typing import Any

from begegnung.db.tables import DELETED
from begegnung.model.offers import FEE_WORDS, OFFER_TYPES, QUEUE_WORDS, REGISTRATION_WORDS
from begegnung.model.programme import CATEGORIES
from begegnung.model.roles import ROLES
from begegnung.services.attendance import STATES
from begegnung.services.clashes import CardClash, Clashes, RoomClash, SeatClash, ValueClash
from begegnung.services.people import GENDERS
from begegnung.services.present import local_now
from begegnung.texts import FIELDS, clock_time, counted, day_and_time, money, short_date, when
from begegnung.ui.widgets.lines import Line

_COLUMNS: dict[str, str] = {
    "access_note": "Hinweis zum Zugang",
    "amount_cents": "Betrag",
    "announcement_text": "Text des Kastens",
    "announcement_title": "Überschrift des Kastens",
    "audience": "Zielgruppe",
    "blocked": "Gesperrt",
    "boarding_point_id": "Zustieg",
    "bought_on": "Gekauft am",
    "contact_name": "Ansprechperson",
    "deposit_cents": "Anzahlung",
    "district_id": "Stadtbezirk",
    "end_minute": "Ende",
    "ended": "Beendet",
    "ends": "Ende",
    "equipment": "Ausstattung",
    "fee_cents": "Kostenbeitrag",
    "fee_text": "Kosten",
    "informed": "Benachrichtigt",
    "leader": "Leitung",
    "mail": "E-Mail",
    "material_cents": "Materialkosten",
    "number": "Reihenfolge",
    "office_hours": "Öffnungszeiten",
    "organiser": "Veranstalter",
    "paid_on": "Bezahlt am",
    "pin_hash": "PIN",
    "place": "Ort",
    "price_cents": "Preis",
    "printed": "Im Programm gedruckt",
    "registration_note": "Hinweis zur Anmeldung",
    "remark": "Bemerkung",
    "retired": "Außer Betrieb",
    "room_id": "Raum",
    "series": "Terminfolge",
    "several_groups": "Mehrere Gruppen zugleich",
    "start_minute": "Beginn",
    "starts": "Beginn",
    "state_reason": "Grund des Ausfalls",
    "street": "Straße",
    "till_id": "Kasse",
    "time_text": "Zeitangabe",
    "total": "Kopfzahl",
    "town": "Ort",
    "void_reason": "Grund der Stornierung",
    "web": "Internetseite",
    DELETED: "Gelöscht",
}

_STATES: dict[str, dict[str, str]] = {
    "attendance": STATES,
    "booking": {"booked": "angemeldet", "waiting": "auf der Warteliste", "cancelled": "abgemeldet"},
    "occurrence": {"planned": "findet statt", "cancelled": "fällt aus"},
}

_CODES: dict[str, dict[str, str]] = {
    "category": dict(CATEGORIES),
    "fee_kind": FEE_WORDS,
    "queue_order": QUEUE_WORDS,
    "gender": GENDERS,
    "registration": REGISTRATION_WORDS,
    "role": ROLES,
    "type": {key: kind.german for key, kind in OFFER_TYPES.items()},
}

_MOMENTS = {
    "starts",
    "ends",
    "moved_from",
    "registration_opens",
    "priority_opens",
    "registration_closes",
}
_MINUTES = {"start_minute", "end_minute", "deadline_minute", "minute"}
_DAYS = {"first_day", "last_day", "paid_on", "balance_due", "bought_on"}
_CENTS = {"fee_cents", "amount_cents", "deposit_cents", "material_cents", "price_cents"}


def column_words(clash: ValueClash) -> str:
    """What the value is, "Telefon"."""
    if clash.column == "state" and clash.entity != "attendance":
        return "Stand"
    return _COLUMNS.get(clash.column, FIELDS.get(clash.column, clash.column))


def value_words(clash: ValueClash, value: Any) -> str:
    """A value as the desk writes it."""
    column = clash.column
    if column == DELETED:
        return "gelöscht" if value else "behalten"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if column == "pin_hash":
        return "eine PIN" if value else "keine PIN"
    if value is None or value == "":
        return "leer"
    if column == "state":
        return _STATES.get(clash.entity, {}).get(value, str(value))
    if column in _CODES:
        return _CODES[column].get(value, str(value))
    if column in _MOMENTS:
        return when(value)
    if column in _MINUTES:
        return f"{clock_time(value)} Uhr"
    if column in _DAYS:
        return short_date(date.fromisoformat(str(value)))
    if column in _CENTS:
        return money(value)
    return "eigene Fassung" if column == "series" else f"„{value}“"


def clash_entries(found: Clashes) -> list[Line]:
    """All clashes as lines: what it is about, what there is to choose or to know, and what to do.

    Read together, title, detail and chip are the sentence of the clash with its proposal.
    """
    return [
        *map(_value_entry, found.values),
        *map(_seat_entry, found.seats),
        *map(_room_entry, found.rooms),
        *map(_card_entry, found.cards),
    ]


def _value_entry(clash: ValueClash) -> Line:
    choices = " oder ".join(value_words(clash, value) for value, _ in clash.values)
    title = f"{clash.subject}, {column_words(clash)}"
    return _entry(f"v{clash.n}", title, f"{choices}?", "Angabe wählen", clash)


def _seat_entry(clash: SeatClash) -> Line:
    people = counted(clash.taken, "Person", "Personen")
    title = f"{clash.title}: {people} auf {counted(clash.capacity, 'Platz', 'Plätzen')}"
    last = f"Zuletzt kam {clash.people[-1]}." if clash.people else ""
    return _entry(f"s{clash.offer_id}", title, last, "zum Angebot", clash)


def _room_entry(clash: RoomClash) -> Line:
    key = f"r{clash.first_id}{clash.second_id}"
    title = f"{clash.room} doppelt belegt: {when(clash.starts, clash.ends)}"
    detail = f"{clash.first_title} und {clash.second_title}"
    return _entry(key, title, detail, "zum Raumplan", clash)


def _card_entry(clash: CardClash) -> Line:
    visits = counted(clash.used, "Besuch", "Besuche")
    title = f"Mehrfachkarte von {clash.name}: {visits} auf einer {clash.punches}er-Karte"
    where = f"{clash.offer}. " if clash.offer else ""
    detail = f"{where}Ein Besuch wurde an zwei PCs zugleich abgezogen. Bitte nachzahlen lassen."
    return _entry(f"c{clash.card_id}", title, detail, "zur Person", clash)


def _entry(key: str, title: str, detail: str, proposal: str, clash: Any) -> Line:
    return Line(key, title, detail, proposal, "info", icon="warning", subject=clash)


def choice_entries(clash: ValueClash, now_ms: int) -> list[Line]:
    """The values between which somebody has to decide; the first one is shown meanwhile."""
    return [
        Line(
            str(n),
            value_words(clash, value),
            f"eingetragen {day_and_time(local_now(at_ms), local_now(now_ms))}",
            "gilt zurzeit" if n == 0 else "",
            "muted",
        )
        for n, (value, at_ms) in enumerate(clash.values)
    ]
