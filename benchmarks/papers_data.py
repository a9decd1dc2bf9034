"""The databases of the papers that are measured: a full week, and a half-year of many courses.

The same words every time, made up from lists; nobody real appears.
"""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from begegnung.model.local_time import moment
from begegnung.model.programme import CATEGORIES, ProgrammeHouse
from begegnung.model.recurrence import Series
from begegnung.services.desk import Desk
from begegnung.services.houses import AddRoom, SetUpHouse, add_room, rooms, set_up_house
from begegnung.services.offer_data import OfferData
from begegnung.services.offers import AddOffer, PlannedSeries, add_offer
from begegnung.wiring import open_desk

MONDAY = date(2026, 11, 16)
HALF = "2027-1"
HOUSE = ProgrammeHouse(
    "Begegnungszentrum Am Beispielpark",
    "Musterstraße 1, 44135 Dortmund",
    "0231 000",
    "haus@example.org",
    "https://example.org/programm",
)
TITLES = (
    "Sitzgymnastik",
    "Sturzprophylaxe: sicher gehen, sicher stehen",
    "Smartphone-Sprechstunde",
    "Skat, Rommé und Canasta",
    "Kaffeeklatsch mit selbst gebackenem Kuchen",
    "Wirbelsäulengymnastik",
    "Tablet-Kurs für Einsteigerinnen und Einsteiger",
    "Chor",
    "Englisch mit Muße",
    "Malen mit Aquarellfarben",
    "Qigong im Garten",
    "Beratung zur Vorsorgevollmacht",
)
ROOMS = ("Saal", "Café", "Raum 1", "Raum 2", "Werkraum", "Treffpunkt Foyer")
REMARKS = ("", "Anmeldung erforderlich", "Material 3,00 €", "bitte Ladekabel mitbringen")
SURNAMES = ("Beispiel", "Muster", "Probe", "Vorlage", "Entwurf", "Skizze", "Platzhalter", "Übung")
FIRST_NAMES = ("Anna", "Bernd", "Çiğdem", "Dörte", "Emil", "Françoise", "Günther", "Thị Lan")
AUDIENCES = ("", "Menschen ab 60 Jahren", "alle, die neu im Stadtteil sind", "Paare und Einzelne")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGER = (
    "",
    "Bitte bequeme Kleidung und feste Schuhe anziehen.",
    "Wir üben in kleinen Schritten; ein eigenes Gerät ist von Vorteil, aber keine Bedingung.",
    "Im Anschluss sitzen alle, die mögen, noch bei einer Tasse Kaffee zusammen.",
)


def full_week(folder: Path, count: int = 60) -> Desk:
    """A desk on a new database with `count` entries from Monday to Friday of `MONDAY`'s week."""
    choose = Random(1)  # noqa: S311 - the same week every time, nothing secret
    desk, known = _house(folder)
    for number in range(count):
        data = OfferData(
            f"{choose.choice(TITLES)} {number + 1}",
            "group",
            category=choose.choice(list(CATEGORIES)),
            room_id=known[choose.choice(ROOMS)],
            remark=choose.choice(REMARKS),
        )
        planned = _weekly(choose, MONDAY + timedelta(days=number % 5), 20)
        desk.act(add_offer, AddOffer(data, (planned,)))
    return desk


def full_half_year(folder: Path, count: int = 400) -> Desk:
    """A desk on a new database with `count` courses in `HALF`, with all that can be said of one."""
    choose = Random(2)  # noqa: S311
    desk, known = _house(folder)
    for number in range(count):
        data = OfferData(
            f"{choose.choice(TITLES)} {number + 1}",
            "course",
            category=choose.choice(list(CATEGORIES)),
            room_id=known[choose.choice(ROOMS)],
            leader=f"{choose.choice(FIRST_NAMES)} {choose.choice(SURNAMES)}",
            capacity=12,
            registration="required",
            registration_opens=moment(date(2026, 12, 7), 540),
            fee_cents=choose.randrange(5, 80) * 100,
            audience=choose.choice(AUDIENCES),
            remark=choose.choice(LONGER),
        )
        first = date(2027, 1, 4) + timedelta(days=choose.randrange(60))
        planned = _weekly(choose, first, choose.choice((1, 1, 4, 10, 17)))
        desk.act(add_offer, AddOffer(data, (planned,)))
    return desk


def _house(folder: Path) -> tuple[Desk, dict[str, str]]:
    """The house with its rooms by name."""
    desk = open_desk(folder)
    street, town = HOUSE.address.split(", ")
    desk.act(set_up_house, SetUpHouse(HOUSE.name, street, town, HOUSE.phone, HOUSE.mail, HOUSE.web))
    for name in ROOMS:
        desk.act(add_room, AddRoom(name, several_groups=True))
    return desk, {row.name: row.id for row in desk.read(rooms)}


def _weekly(choose: Random, first: date, weeks: int) -> PlannedSeries:
    """An hour and a half in so many weeks."""
    start = choose.randrange(8 * 4, 18 * 4) * 15
    rule = f"FREQ=WEEKLY;BYDAY={_DAYS[first.weekday()]}"
    last = first + timedelta(weeks=weeks - 1)
    return PlannedSeries(Series(rrules=(rule,)), first, last, start, start + 90)
