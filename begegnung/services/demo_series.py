"""What the example house shows of series and rooms.

A course over a holiday, a feast in a combined room, a room that is taken all the same, and an
outside group whose agreement ends soon.
"""

from datetime import date, timedelta

from begegnung.model.calendar import public_holiday
from begegnung.model.local_time import DAY, day_of, moment
from begegnung.model.recurrence import Series, wording
from begegnung.model.recurrence.rule_text import CODES
from begegnung.services.agreements import SetAgreement, set_agreement
from begegnung.services.bookings import Book, book
from begegnung.services.dates import AddDate, add_date, dates_between
from begegnung.services.desk import Desk
from begegnung.services.houses import AddRoom, add_room, own_centre, rooms
from begegnung.services.offers import AddOffer, OfferData, PlannedSeries, add_offer
from begegnung.services.people import people_list
from begegnung.services.plan import availability
from begegnung.services.present import today_of

_PARTICIPANTS = 6
_COURSE_DATES = 8
_CONTACT = ("Erika Beispiel", "0231 555 0100")


def show_series_and_rooms(desk: Desk) -> None:
    """Adds the examples to the furnished house; what finds no free room is left out."""
    today = today_of(desk.now_ms())
    ids = {row.name: row.id for row in desk.read(rooms)}
    _course(desk, today, ids["Computerraum"])
    _feast(desk, today, (ids["Saal"], ids["Café"]))
    _outside_group(desk, today, ids["Clubraum"])
    _all_the_same(desk, today, ids["Saal"])


def _course(desk: Desk, today: date, room_id: str) -> None:
    """A course with a number of dates, one of which falls on a public holiday."""
    land = desk.read(own_centre).land
    ahead = (today + timedelta(days=n) for n in range(35, 400))
    holiday = next(day for day in ahead if day.weekday() < 5 and public_holiday(day, land))
    start = holiday - timedelta(weeks=4)
    rule = f"FREQ=WEEKLY;BYDAY={CODES[start.weekday()]}"
    series = Series((rule,), start=start, count=_COURSE_DATES)
    last = start + timedelta(weeks=_COURSE_DATES + 4)
    begin = _free_hour(desk, room_id, _weekly(start, last), 90)
    if begin is None:
        return
    data = OfferData(
        title="Fotos und Nachrichten mit dem Telefon",
        type="course",
        category="digital",
        wording=wording(series),
        room_id=room_id,
        capacity=8,
        minimum=4,
        registration="required",
        fee_cents=2400,
        fee_text=f"{_COURSE_DATES} Termine 24 €",
    )
    planned = PlannedSeries(series, start, last, begin, begin + 90)
    offer_id = desk.act(add_offer, AddOffer(data, (planned,))).value.offer_id
    people = desk.read(people_list)
    for line in people[:: len(people) // _PARTICIPANTS][:_PARTICIPANTS]:
        desk.act(book, Book(line.id, offer_id))


def _feast(desk: Desk, today: date, part_ids: tuple[str, ...]) -> None:
    """A combined room, and a feast in it that needs setting up and clearing."""
    both = desk.act(add_room, AddRoom("Saal mit Café", 100, part_ids=part_ids)).value
    saturday = today + timedelta(days=7 + (5 - today.weekday()) % 7)
    days = (saturday + timedelta(weeks=n) for n in range(8))
    day = next((d for d in days if _is_free(desk, both, [d], 840 - 60, 1080 + 45)), None)
    if day is None:
        return
    data = OfferData(
        title="Nachbarschaftsfest",
        type="event",
        category="social",
        room_id=both,
        setup_minutes=60,
        clearing_minutes=45,
    )
    offer_id = desk.act(add_offer, AddOffer(data)).value.offer_id
    desk.act(add_date, AddDate(offer_id, day, 840, 1080, both))


def _outside_group(desk: Desk, today: date, room_id: str) -> None:
    """A group that is no part of the house, with an agreement that ends in three weeks."""
    thursday = today + timedelta(days=(3 - today.weekday()) % 7)
    last = thursday + timedelta(weeks=12)
    begin = _free_hour(desk, room_id, _weekly(thursday, last), 120, first=16)
    if begin is None:
        return
    data = OfferData(
        title="Selbsthilfegruppe",
        type="room_use",
        category="advice",
        wording="donnerstags",
        room_id=room_id,
        organiser="Kontaktstelle (Beispiel)",
        registration="none",
    )
    series = PlannedSeries(Series(("FREQ=WEEKLY;BYDAY=TH",)), thursday, last, begin, begin + 120)
    offer_id = desk.act(add_offer, AddOffer(data, (series,))).value.offer_id
    name, phone = _CONTACT
    agreement = SetAgreement(
        offer_id, name, phone, signed_on=today - timedelta(days=345), ends_on=today + timedelta(20)
    )
    desk.act(set_agreement, agreement)


def _all_the_same(desk: Desk, today: date, room_id: str) -> None:
    """A meeting of the house in a room that another group has, with the reason."""
    lines = desk.read(dates_between, today + timedelta(days=1), today + timedelta(days=14))
    taken = next(
        (
            line
            for line in lines
            if line.room_id == room_id and line.state == "planned" and line.ends - line.starts >= 60
        ),
        None,
    )
    if taken is None:
        return
    data = OfferData("Teamsitzung", "internal", room_id=room_id, printed=False)
    offer_id = desk.act(add_offer, AddOffer(data)).value.offer_id
    day, end = day_of(taken.starts), taken.ends % DAY or DAY
    reason = f"{taken.title} ist an diesem Tag früher fertig"
    request = AddDate(offer_id, day, end - 30, min(end + 30, DAY), room_id, overrule=reason)
    desk.act(add_date, request)


def _weekly(first: date, last: date) -> list[date]:
    return [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]


def _free_hour(
    desk: Desk, room_id: str, days: list[date], minutes: int, *, first: int = 9
) -> int | None:
    """The first full hour at which the room is free on all the days, minutes after midnight."""
    hours = range(first * 60, 20 * 60, 60)
    return next((h for h in hours if _is_free(desk, room_id, days, h, h + minutes)), None)


def _is_free(desk: Desk, room_id: str, days: list[date], start: int, end: int) -> bool:
    slots = [(moment(day, start), moment(day, end)) for day in days]
    return desk.read(availability, room_id, slots).possible
