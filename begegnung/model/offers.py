"""Kinds of offers and what follows from the kind: how people book, how visits are counted."""

from dataclasses import dataclass
from typing import Literal

Booking = Literal["named", "daily", "none"]
Counting = Literal["named", "heads", "none"]
Plan = Literal["course", "group", "advice", "third_party", "internal"]


@dataclass(frozen=True, slots=True)
class OfferType:
    """One kind of offer.

    `booking`: "named" people have a place in the whole offer, "daily" on single dates, "none" are
    never written down. `counting`: how attendance is taken. `plan`: the group whose colour and
    word the room plan shows. `public`: printed in the programme by default.
    """

    key: str
    german: str
    booking: Booking
    counting: Counting
    plan: Plan
    public: bool = True


OFFER_TYPES: dict[str, OfferType] = {
    t.key: t
    for t in (
        OfferType("course", "Kurs", "named", "named", "course"),
        OfferType("group", "AG / Interessengruppe", "named", "named", "group"),
        OfferType("open_meeting", "Offener Treff", "none", "heads", "group"),
        OfferType("event", "Veranstaltung", "named", "heads", "group"),
        OfferType("trip", "Fahrt", "named", "named", "course"),
        OfferType("lunch", "Mittagstisch", "daily", "named", "group"),
        OfferType("care_group", "Betreuungsgruppe (§ 45a)", "none", "heads", "advice"),
        OfferType("advice", "Sprechstunde / Beratung", "none", "heads", "advice"),
        OfferType("room_use", "Selbsthilfegruppe / Raumnutzung", "none", "heads", "third_party"),
        OfferType("service", "Dienstleistung Dritter", "none", "none", "third_party"),
        OfferType("internal", "Intern", "none", "none", "internal", public=False),
    )
}
"""The kinds by key. A care group holds no names: they would reveal health data (Art. 9 GDPR)."""

PLAN_WORDS: dict[Plan, str] = {
    "course": "Kurs",
    "group": "Gruppe",
    "advice": "Beratung",
    "third_party": "Raumnutzung",
    "internal": "Intern",
}

REGISTRATION_WORDS: dict[str, str] = {
    "required": "mit Anmeldung",
    "preferred": "Anmeldung erwünscht",
    "none": "ohne Anmeldung",
    "unknown": "nicht angegeben",
}

ASSUMED_MINUTES = 120
"""How long a room is kept when an offer has no end: the most frequent length in real programmes."""

LONGEST_SETUP = 240
"""Minutes a room can be kept before and after a date: more is a booking of its own."""


FEE_WORDS: dict[str, str] = {
    "": "für alle Termine zusammen",
    "date": "je Termin",
    "free": "kostenfrei",
    "donation": "Spende erbeten",
}
"""What a fee is for."""

QUEUE_WORDS: dict[str, str] = {
    "strict": "streng der Reihe nach",
    "filling": "Plätze auffüllen",
}
"""How a waiting list moves up, see `model.seats`."""

MOST_PLACES = 9
"""The most places of one booking."""

MOST_ANSWER_DAYS = 14
"""The most opening days somebody who moved up may take to answer."""

MOST_DEADLINE_DAYS = 14
"""The most days before its date at which the orders for a meal may end."""


def books_by(offer_type: str, registration: str) -> Booking:
    """How people are booked into an offer: its type says it, and for an event the registration.

    An event without registration is open to all: heads are counted and nobody is written down.
    """
    if offer_type == "event" and registration == "none":
        return "none"
    return OFFER_TYPES[offer_type].booking


def usual_time(wording: str, time_text: str) -> str:
    """When an offer is, in the words typed for it, which may say the hour twice."""
    if time_text.casefold() in wording.casefold():
        return wording
    return " · ".join(filter(None, (wording, time_text)))


def takes_names(offer_type: str, registration: str) -> bool:
    """Whether people are booked by name into an offer of this type and registration."""
    return books_by(offer_type, registration) != "none"
