"""Houses whose papers are looked at: just set up, with one entry, usual, and overfull.

All is done through the services, on a real file. Names are made up.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from begegnung.model.cash import DENOMINATIONS
from begegnung.model.local_time import moment
from begegnung.model.programme import CATEGORIES
from begegnung.model.recurrence import Series
from begegnung.services.boarding import BoardingStop, boarding_points
from begegnung.services.booking_details import SetDetails, set_details
from begegnung.services.booking_lists import bookings_of
from begegnung.services.cash_reports import CountTill, count_till
from begegnung.services.dates import AddDate, CancelDate, MoveDate, add_date, cancel_date, move_date
from begegnung.services.editions import RecordPrint, present_edition, record_print
from begegnung.services.houses import (
    AddClosure,
    AddRoom,
    EditHouse,
    add_closure,
    add_room,
    edit_house,
)
from begegnung.services.named import offers_named
from begegnung.services.offer_data import OfferData
from begegnung.services.offers import AddOffer, add_offer, offer_list
from begegnung.services.payments import NotePayment, note_payment
from begegnung.services.planning import PlannedSeries
from begegnung.services.reductions import SetReduction, set_reduction
from tests.desks import MONDAY, SECOND, House
from tests.reports.any_week import MANY, PAPERS
from tests.reports.weeks import HOUSE, usual_entries

COURSE, LUNCH, TRIP = "Yoga & <Stuhl>", "Mittagstisch", "Münster"
DROPPED, FOLLOWING = "Gedächtnistraining", "Im neuen Jahr: Yoga auf dem Stuhl"
MOVED = "Rentenberatung der Deutschen Rentenversicherung"
RECEIPT = "17/2026"
NAMES = (
    ("Müller", "Gerhard"),
    ("Nguyễn", "Thị Lan"),
    ("Yıldız", "Ayşe"),
    ("Donaudampfschifffahrtsgesellschaftskapitän", "Hildegard"),
    ("<&>", "Otto"),
    ("O\u0308ztu\u0308rk", "Mehmet"),
)
STREETS = ("Lindenweg 12, 44135 Dortmund", "")
TUESDAY = MONDAY + timedelta(days=1)
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def nothing(_house: House) -> None:
    """A house that was just set up."""


def shortest(house: House) -> None:
    """One offer with one date and one person, of whom nothing but the name is known."""
    offer = house.offer("Skat", capacity=8)
    house.one_date(offer, 840, None, room=None)
    house.book(house.person("Yu"), offer)


def furnished(house: House) -> None:
    """A course that is full, a lunch, a trip, a date that is dropped, and money for one booking."""
    people = [
        house.person(surname, first_name, phone=f"0231 {n:07}", street=STREETS[n % 2])
        for n, (surname, first_name) in enumerate(NAMES)
    ]
    course = house.offer(COURSE, capacity=5, leader="Renate Beispiel")
    house.one_date(course)
    house.one_date(course, day=MONDAY + timedelta(days=7))
    for person in people:
        house.book(person, course)
    lunch = house.offer(LUNCH, "lunch", choices="Rind\nVegetarisch")
    noon = house.one_date(lunch, 720, 780, day=TUESDAY, room=None)
    for n, person in enumerate(people):
        booked = house.book(person, lunch, occurrence_id=noon, places=1 + n % 2).booking_id
        house.act(set_details, SetDetails(booked, None, ("Rind", "Vegetarisch", "")[n % 3]))
    _trip(house, people)
    dropped = house.one_date(house.offer(DROPPED), 840, 900, room=SECOND)
    house.act(cancel_date, CancelDate(dropped, "Leitung verhindert"))
    booking = next(line for line in house.desk.read(bookings_of, course) if line.number == 1).id
    house.act(note_payment, NotePayment(booking, 1250, MONDAY, RECEIPT))
    house.act(count_till, CountTill(None, MONDAY, {1000: 1, 200: 2}, "1,50 € zu viel", 0))


def _trip(house: House, people: Sequence[str]) -> None:
    data = OfferData(TRIP, "trip", capacity=40, fee_cents=3800)
    stops = (BoardingStop("Hauptbahnhof", 480), BoardingStop("Hörde, Clarenberg", 500))
    trip = house.act(add_offer, AddOffer(data, boarding=stops)).value.offer_id
    points = house.desk.read(boarding_points, trip)
    for n, person in enumerate(people):
        booked = house.book(person, trip).booking_id
        if n:
            house.act(set_details, SetDetails(booked, points[n % 2].id, ""))


def usual(house: House) -> None:
    """A normal week beside what is `furnished`, with a half-year of the same week around it."""
    furnished(house)
    known: dict[str, str | None] = {
        "phone": HOUSE.phone,
        "mail": HOUSE.mail,
        "web": HOUSE.web,
        "street": "Lindenallee 12",
        "office_hours": HOUSE.office_hours,
        "access_note": HOUSE.access_note,
        "announcement_title": "Adventskonzert",
        "announcement_text": "Freitag, 4. Dezember, 15 Uhr, im Saal.\nEintritt frei.",
    }
    house.act(edit_house, EditHouse(known))
    house.act(set_reduction, SetReduction("Ermäßigung mit Ausweis", 50))
    for one in usual_entries():
        if one.title == DROPPED:
            continue
        weekly = PlannedSeries(
            Series(rrules=(f"FREQ=WEEKLY;BYDAY={_BYDAY[one.day.weekday()]}",)),
            MONDAY - timedelta(weeks=3),
            MONDAY + timedelta(weeks=4),
            one.start or 0,
            one.end,
        )
        data = OfferData(
            one.title,
            "course" if "Kurs" in one.remark else "group",
            one.category,
            place=one.room,
            leader=one.leader,
            remark=one.remark,
        )
        house.act(add_offer, AddOffer(data, (weekly,)))
    _moved(house, SECOND, SECOND)
    house.offer("Rollator-Führerschein", "advice", wording="nach Absprache", leader="Frau Nguyễn")
    spring = OfferData(
        FOLLOWING,
        "course",
        "movement",
        registration="required",
        registration_opens=moment(MONDAY, 540),
        fee_cents=4500,
        audience="für alle ab 60",
        remark="Bitte eine Matte mitbringen.",
    )
    (course,) = house.desk.read(offers_named, COURSE)
    house.act(add_offer, AddOffer(spring, continues_id=course))


def _printed(house: House) -> None:
    """The week and the half-year go to the printer; what comes later is a change."""
    for edition in (
        house.desk.read(present_edition, "week", MONDAY),
        house.desk.read(present_edition, "half_year", date(2026, 7, 1)),
    ):
        house.act(record_print, RecordPrint(edition))


def _moved(house: House, room: str, other_room: str) -> None:
    moved = house.offer(MOVED, "advice", category="advice")
    date_id = house.one_date(moved, 1080, 1140, day=TUESDAY, room=room)
    _printed(house)
    friday = MONDAY + timedelta(days=4)
    house.act(move_date, MoveDate(date_id, friday, 1110, 1170, house.room(other_room)))


LONG_COURSE = (
    "Begegnungszentrumsnutzerinnenversammlungsvorbereitung: Sturzprophylaxe & Gedächtnistraining "
    "mit Musik, Bewegung und vielen Pausen für alle ab 60, auch im Sitzen <&> mit Rollator"
)
BIG_LUNCH, BIG_TRIP = "Mittagstisch am Donnerstag", "Tagesfahrt nach Münster und Telgte"
LONG_DROPPED = "Offene Sprechstunde zu Vorsorgevollmacht, Patientenverfügung und Betreuungsrecht"
_FIRST = ("Thị Lan", "Ayşe", "Hildegard", "Karl-Heinz Maria", "Otto", "Mehmet", "Eva", "Jo")
_LAST = (
    "Nguyễn",
    "Yıldız",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "Müller-Lüdenscheidt von der Heydte",
    "<&>",
    "O\u0308ztu\u0308rk",
    "Ng",
    "Schmidt",
)
_LONG_STREET = "An der Alten Straßenbahnhaltestelle Clarenberg 117a, Hinterhaus, 44135 Dortmund"
_LEADERS = (
    "Renate Beispiel",
    "Prof. Dr. Ayşe Yıldız-Hohenstein und Karl-Heinz Müller-Lüdenscheidt",
    "",
    "Nguyễn Thị Lan",
)
_TITLES = (
    "Sitzgymnastik",
    "Wirbelsäulengymnastik und Beckenbodentraining für Fortgeschrittene",
    "Skat, Rommé und Canasta",
    "Schlaganfallselbsthilfegruppe",
    "Chor „Silberklang“ <&> Freunde",
    "Aquarellmalen",
    "Englisch für die Reise: Auffrischung mit viel Gespräch (A2/B1)",
)
_CHOICES = (
    "Rinderroulade mit Rotkohl und Klößen",
    "Fischfilet",
    "Vegetarische Lasagne <&> Salat",
    "Schonkost",
    "Glutenfrei",
    "Vegan",
    "Halal",
    "Kleine Portion",
)
_STOPS = (
    ("Begegnungszentrum, Haupteingang", 420),
    ("Hauptbahnhof, Nordausgang, Bussteig 7", 435),
    ("Hörde, Clarenberg", 450),
    ("Aplerbeck, Marktplatz", 465),
    ("Brackel, Kirche", 480),
    ("Scharnhorst, Einkaufszentrum", 490),
)
OFFERS = 400 if PAPERS >= MANY else 150
"""So many offers make a half-year overfull."""
ROOMS = tuple(
    f"Raum {n} (Erdgeschoss, Gartenseite)" if n % 5 == 0 else f"Raum {n}" for n in range(1, 21)
)


def overfull(house: House) -> None:
    """More of everything than any house has: people, rooms, dates, offers, words."""
    _long_words(house)
    for name in ROOMS:
        house.act(add_room, AddRoom(name))
    people = [
        house.person(
            f"{_LAST[n % 8]} {n}" if n > 7 else _LAST[n],
            _FIRST[n * 3 % 8],
            phone=f"0231 555{n:04}" if n % 3 else "0231 5550000, abends 0171 55500001 (Tochter)",
            street=_LONG_STREET if n % 4 == 0 else f"Lindenweg {n}, 44135 Dortmund",
        )
        for n in range(95)
    ]
    _crowded_course(house, people)
    _big_lunch(house, people[:80])
    _big_trip(house, people[:50])
    _full_week(house)
    _half_year(house)


def _long_words(house: House) -> None:
    known: dict[str, str | None] = {
        "name": "Städtisches Begegnungszentrum für ältere Menschen Dortmund-Hombruch-Barop",
        "phone": "0231 000-1234 oder 0231 000-1235",
        "mail": "begegnungszentrum.hombruch-barop@dortmund.example",
        "web": "https://www.dortmund.example/begegnungszentren/hombruch/programm/woche",
        "street": "Harkortstraße 58–60 (Eingang über den Hof), 44225 Dortmund-Hombruch",
        "office_hours": "Mo–Do 9–12 und 14–16 Uhr, Fr 9–12 Uhr und nach Vereinbarung",
        "access_note": "Aufzug, WC und Parkplatz barrierefrei, Ringschleife im Saal",
        "announcement_title": "Großes Adventskonzert der Chöre aller Begegnungszentren",
        "announcement_text": "Freitag, 4. Dezember, 15 Uhr, im Saal. Einlass ab 14 Uhr. "
        "Der Eintritt ist frei, Spenden sind willkommen.\n"
        "Bitte melden Sie sich im Büro an, die Plätze sind knapp. Wer nicht gut zu Fuß ist, wird "
        "vom Fahrdienst abgeholt. Kaffee und Kuchen gibt es in der Pause gegen kleines Geld.",
    }
    house.act(edit_house, EditHouse(known))
    house.act(set_reduction, SetReduction("Ermäßigung mit Dortmund-Pass", 50))


def _crowded_course(house: House, people: Sequence[str]) -> None:
    """A course with 60 places and 30 people waiting, ten dates, and its continuation."""
    data = OfferData(
        LONG_COURSE,
        "course",
        "movement",
        wording="montags von 10 bis 11 Uhr, außer in den Ferien",
        leader=_LEADERS[1],
        capacity=60,
        registration="required",
        registration_note="persönlich im Büro oder telefonisch, bitte nicht per E-Mail",
        fee_cents=12000,
        material_cents=1550,
        deposit_cents=2000,
        balance_due=MONDAY + timedelta(days=9),
        audience="für alle ab 60 und ihre Angehörigen",
        remark="Bitte bequeme Kleidung, feste Schuhe, ein Handtuch und zu trinken mitbringen. "
        "Wer lange nicht geübt hat, fragt vorher die Ärztin oder den Arzt.",
        most_places=1,
    )
    series = PlannedSeries(
        Series(rrules=("FREQ=WEEKLY;BYDAY=MO",)),
        MONDAY - timedelta(weeks=6),
        MONDAY + timedelta(weeks=4),
        600,
        660,
        house.room(ROOMS[0]),
    )
    course = house.act(add_offer, AddOffer(data, (series,))).value.offer_id
    for person in people[:90]:
        house.book(person, course)
    first = next(line for line in house.desk.read(bookings_of, course) if line.number == 4)
    house.act(note_payment, NotePayment(first.id, 2000, MONDAY, "2026-0000017", "deposit"))
    pieces = {value: 3 + n for n, value in enumerate(DENOMINATIONS)}
    reason = "Bei der Zählung am Abend fehlte ein Schein; er lag am Morgen im Umschlag der Fahrt."
    house.act(count_till, CountTill(None, MONDAY, pieces, reason, 5000))
    following = OfferData(
        FOLLOWING,
        "course",
        registration="required",
        registration_opens=moment(MONDAY + timedelta(days=20), 540),
        priority_opens=moment(MONDAY + timedelta(days=10), 540),
    )
    house.act(add_offer, AddOffer(following, continues_id=course))


def _big_lunch(house: House, people: Sequence[str]) -> None:
    lunch = house.offer(BIG_LUNCH, "lunch", choices="\n".join(_CHOICES), place="Speisesaal")
    day = MONDAY + timedelta(days=3)
    noon = house.one_date(lunch, 720, 780, day=day, room=None)
    for n, person in enumerate(people):
        booked = house.book(person, lunch, occurrence_id=noon, places=1 + n % 2).booking_id
        house.act(set_details, SetDetails(booked, None, (*_CHOICES, "")[n % 9]))


def _big_trip(house: House, people: Sequence[str]) -> None:
    data = OfferData(BIG_TRIP, "trip", "music", capacity=50, fee_cents=3800)
    stops = tuple(BoardingStop(place, minute) for place, minute in _STOPS)
    trip = house.act(add_offer, AddOffer(data, boarding=stops)).value.offer_id
    house.act(add_date, AddDate(trip, MONDAY + timedelta(days=18), 420, 1170, None))
    points = house.desk.read(boarding_points, trip)
    for n, person in enumerate(people):
        booked = house.book(person, trip).booking_id
        if n % 7:
            house.act(set_details, SetDetails(booked, points[n % 6].id, ""))


def _full_week(house: House) -> None:
    """25 dates on Monday, ten on each day but Saturday, some dropped, moved, or without an end."""
    counts = (25, 10, 10, 10, 10, 0, 1)
    number = 0
    for weekday, count in enumerate(counts):
        for n in range(count):
            number += 1
            _week_entry(house, number, MONDAY + timedelta(days=weekday), n)
    dropped = house.offer(LONG_DROPPED, "advice", place="Büro 1", leader=_LEADERS[1])
    date_id = house.one_date(dropped, 840, 960, day=TUESDAY, room=None)
    _printed(house)
    reason = "Die Beraterin ist erkrankt, eine Vertretung war so schnell nicht zu finden"
    house.act(cancel_date, CancelDate(date_id, reason))
    _moved(house, ROOMS[19], ROOMS[18])
    sunday = MONDAY + timedelta(days=6)
    house.act(add_closure, AddClosure(None, sunday, sunday, "Betriebsversammlung und Umbau"))
    for n in range(12):
        house.offer(
            f"{_TITLES[n % 7]} nach Absprache {n}",
            "advice",
            wording="nach Absprache, meist am ersten Mittwoch im Monat",
            leader=_LEADERS[n % 4],
        )


def _week_entry(house: House, number: int, day: date, n: int) -> None:
    offer = house.offer(
        f"{_TITLES[number % 7]} {number}",
        ("course", "group", "open_meeting", "event")[number % 4],
        category=(*CATEGORIES, None)[number % (len(CATEGORIES) + 1)],
        leader=_LEADERS[number % 4],
        remark="Kursbeitrag 4,50 €, Material 3,00 €, bitte Ladekabel mitbringen"
        if number % 5 == 0
        else "",
        time_text="Einlass eine halbe Stunde vorher" if number % 11 == 0 else "",
    )
    start = 480 + 25 * n
    end = None if number % 6 == 0 else start + 45 + 15 * (number % 4)
    overrule = "mit dem Betriebsrat abgesprochen" if day.weekday() == 6 else ""
    room = house.room(ROOMS[1 + number % 17])
    house.act(add_date, AddDate(offer, day, start, end, room, overrule=overrule))


def _half_year(house: House) -> None:
    """More offers until the half-year is full; their dates lie outside the full week."""
    for n in range(OFFERS - len(house.desk.read(offer_list))):
        first = date(2026, 7, 6) + timedelta(weeks=n % 9)
        series = PlannedSeries(
            Series(rrules=(f"FREQ=WEEKLY;BYDAY={_BYDAY[n % 5]}",)),
            first,
            first + timedelta(weeks=1 + n % 11),
            480 + 15 * (n % 40),
            None if n % 10 == 0 else 540 + 15 * (n % 40),
        )
        data = OfferData(
            f"{_TITLES[n % 7]} {n}",
            "course" if n % 2 else "event",
            (*CATEGORIES, None)[n % (len(CATEGORIES) + 1)],
            leader=f"{_FIRST[n % 8]} {_LAST[n // 8 % 8]}" if n % 3 else "",
            place=ROOMS[n % 20],
            registration=("required", "none", "unknown")[n % 3],
            fee_cents=1000 + n if n % 2 else None,
            remark="Bitte Stifte und Papier mitbringen." if n % 4 == 0 else "",
        )
        house.act(add_offer, AddOffer(data, (series,) if n % 13 else ()))
