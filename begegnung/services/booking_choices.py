"""What the desk chooses from while somebody registers: offers, days, who comes along."""

from sqlalchemy import func, select

from begegnung.db.tables import offer, person, till
from begegnung.model.booking_rows import BookableDay, BookableOffer, Opening
from begegnung.model.local_time import moment
from begegnung.model.meals import choices_of, order_deadline
from begegnung.model.registration import Window
from begegnung.model.rows import PersonLine
from begegnung.services.dates import dates_of
from begegnung.services.desk import View
from begegnung.services.ledger import default_till_id
from begegnung.services.offers import offer_list
from begegnung.services.people import people_lines
from begegnung.services.present import moment_of, today_of

_DAYS_AHEAD = 20


def bookable_offers(view: View) -> list[BookableOffer]:
    """The running offers of this house by title, with free places and registration window."""
    columns = offer.c
    rows = view.connection.execute(
        select(
            columns.id,
            columns.registration_opens,
            columns.priority_opens,
            columns.registration_closes,
            columns.most_places,
            columns.choices,
            columns.deposit_cents,
        ).where(columns.centre_id == view.centre(), columns.ended.is_(False))
    )
    more = {row.id: row for row in rows}
    return [
        BookableOffer(
            line.id,
            line.title,
            line.type,
            line.registration,
            line.leader,
            line.room,
            line.capacity,
            line.booked,
            line.waiting,
            line.next_starts,
            Window(
                more[line.id].registration_opens,
                more[line.id].priority_opens,
                more[line.id].registration_closes,
            ),
            more[line.id].most_places,
            choices_of(more[line.id].choices),
            more[line.id].deposit_cents,
        )
        for line in offer_list(view)
    ]


def bookable_days(view: View, offer_id: str) -> list[BookableDay]:
    """The next planned dates of an offer that is booked by the day."""
    course = view.connection.execute(
        select(offer.c.deadline_days, offer.c.deadline_minute).where(offer.c.id == offer_id)
    ).one()
    now = moment_of(view.now_ms)
    coming = [one for one in dates_of(view, offer_id, coming_only=True) if one.state == "planned"]
    found: list[BookableDay] = []
    for one in coming[:_DAYS_AHEAD]:
        until = order_deadline(course.deadline_days, course.deadline_minute, one.starts)
        found.append(BookableDay(one, until, until is None or now < until))
    return found


def companions(view: View, person_id: str) -> list[PersonLine]:
    """The others of her household, who often register with her; blocked people left out."""
    household_id = view.connection.execute(
        select(person.c.household_id).where(person.c.id == person_id)
    ).scalar()
    if household_id is None:
        return []
    ids = view.connection.execute(
        select(person.c.id)
        .where(
            person.c.household_id == household_id,
            person.c.id != person_id,
            person.c.blocked.is_(False),
        )
        .order_by(person.c.surname, person.c.first_name)
    ).scalars()
    return people_lines(view, list(ids))


def program_numbers(view: View, offer_id: str) -> bool:
    """Whether the program gives the number of the receipt when this offer is paid in cash."""
    own_till = default_till_id(view.centre())
    numbered = view.connection.execute(
        select(till.c.numbered)
        .join(offer, till.c.id == func.coalesce(offer.c.till_id, own_till))
        .where(offer.c.id == offer_id)
    ).scalar()
    return bool(numbered)


def openings_today(view: View) -> list[Opening]:
    """The offers for which registration begins today, the earliest first."""
    today = today_of(view.now_ms)
    first, last = moment(today, 0), moment(today, 24 * 60)
    rows = view.connection.execute(
        select(offer.c.id, offer.c.title, offer.c.registration_opens, offer.c.priority_opens).where(
            offer.c.centre_id == view.centre(),
            offer.c.ended.is_(False),
            offer.c.registration_opens.between(first, last - 1)
            | offer.c.priority_opens.between(first, last - 1),
        )
    )
    found: list[Opening] = []
    for row in rows:
        for opens, priority in ((row.priority_opens, True), (row.registration_opens, False)):
            if opens is not None and first <= opens < last:
                found.append(Opening(row.id, row.title, opens, priority))
    return sorted(found, key=lambda one: (one.opens, one.title))
