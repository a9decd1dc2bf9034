"""What the dialog for registering says about offers, days and what became of it."""

from collections.abc import Sequence

from begegnung.model.booking_rows import BookableDay, BookableOffer
from begegnung.model.local_time import day_of
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.roles import ROLES, who_may
from begegnung.model.rows import PersonLine
from begegnung.services.bookings import Booked
from begegnung.texts import clock_time, counted, date_begin, short_date, when
from begegnung.ui.dialogs.people_hits import hit_line
from begegnung.ui.widgets.labels import Tone
from begegnung.ui.widgets.lines import Line

OVERTAKEN = "Der letzte Platz wurde eben an einem anderen Arbeitsplatz vergeben."
OVERRULE = "bookings.overrule"


def offer_state(offer: BookableOffer, now: int) -> tuple[str, Tone]:
    """How many places are free, or why nobody can register at the moment `now`, and its tone."""
    if offer.kind == "none":
        return "ohne Anmeldung", "muted"
    state = offer.window.state(now)
    if state == "closed":
        return "Anmeldung beendet", "muted"
    if state == "priority_only":
        return "nur Vorkaufsrecht", "warn"
    if state == "not_yet" and offer.window.opens is not None:
        return f"Anmeldung ab {_soon(offer.window.opens)}", "warn"
    if offer.kind == "daily":
        return "tageweise", "info"
    return seats_state(offer.capacity, offer.booked, offer.waiting)


def seats_state(capacity: int | None, booked: int, waiting: int) -> tuple[str, Tone]:
    """The free places in few words: "3 frei", "voll, 2 warten", "12 angemeldet"."""
    if waiting:
        return f"voll, {counted(waiting, 'wartet', 'warten')}", "warn"
    if capacity is None:
        return f"{booked} angemeldet", "info"
    if booked >= capacity:
        return "voll", "warn"
    return f"{capacity - booked} frei", "ok"


def offer_hit(offer: BookableOffer, now: int) -> Line:
    """An offer in the search, with its free places."""
    coming = f"nächster Termin {when(offer.next_starts)}" if offer.next_starts else ""
    detail = " · ".join(filter(None, (coming or OFFER_TYPES[offer.type].german, offer.room)))
    chip, tone = offer_state(offer, now)
    return Line(offer.id, offer.title, detail, chip, tone, "hat_graduation", subject=offer)


def day_line(one: BookableDay) -> Line:
    """A day of an offer that is booked by the day, with its free places and its deadline."""
    line = one.date
    chip, tone = seats_state(line.capacity, line.booked, line.waiting)
    deadline = ""
    if one.deadline is not None:
        deadline = f"bis {_soon(one.deadline)}"
    if not one.is_open:
        chip, tone = "Bestellschluss vorbei", "muted"
    title = f"{short_date(day_of(line.starts))}, {date_begin(line)}"
    return Line(line.id, title, deadline, chip, tone, faded=not one.is_open, subject=one)


def companion_line(person: PersonLine) -> Line:
    """Somebody of the same household, offered without typing."""
    return hit_line(person)._replace(chip="gleicher Haushalt", tone="info")


def booked_sentence(names: Sequence[str], what: str, done: Sequence[Booked]) -> str:
    """What became of the registration, as one sentence for all of them."""
    who = " und ".join(names)
    waiting = [one for one in done if one.state == "waiting"]
    if not waiting:
        return f"{who} {'ist' if len(names) == 1 else 'sind'} angemeldet: {what}"
    stands = "steht" if len(names) == 1 else "stehen"
    before = f"{OVERTAKEN} " if any(one.overtaken for one in waiting) else ""
    if len(waiting) == len(done):
        return f"{before}{who} {stands} auf der Warteliste, Platz {waiting[0].position}: {what}"
    some = counted(len(waiting), "Anmeldung steht", "Anmeldungen stehen")
    return f"{before}{who}: {some} auf der Warteliste, die übrigen sind angemeldet: {what}"


def number_sentence(done: Sequence[Booked]) -> str:
    """The number that proves the order, and how many places are left."""
    numbers = ", ".join(str(one.number) for one in done)
    left = done[-1].places_left
    if left is None or all(one.state == "waiting" for one in done):
        return f"Anmeldung Nr. {numbers}"
    free = f"noch {counted(left, 'Platz', 'Plätze')} frei" if left else "das war der letzte Platz"
    return f"Anmeldung Nr. {numbers} · {free}"


def who_else_may(what: str) -> str:
    """Who may do what the user may not: "Trotzdem anmelden kann nur: Leitung."."""
    roles = " oder ".join(word for role, word in ROLES.items() if role in who_may(what))
    return f"Trotzdem anmelden kann nur: {roles}. Den Benutzer wechseln Sie mit Strg+U."


def _soon(at: int) -> str:
    """A moment in few words: "Mo., 11.01. 9:00 Uhr"."""
    day = day_of(at)
    return f"{short_date(day)[:-4]} {clock_time(at).lstrip('0') or '0'} Uhr"
