"""Who is on the list of an offer or of one date, from the database to what is printed."""

from begegnung.model.list_rows import ListedPerson, ListSubject, PaperOwner, PeopleList
from begegnung.model.rows import BookingLine
from begegnung.services.booking_lists import bookings_of
from begegnung.services.booking_slip import common_place, slip_date
from begegnung.services.dates import date_line, dates_of
from begegnung.services.desk import View
from begegnung.services.house_look import own_look
from begegnung.services.houses import own_centre
from begegnung.services.offers import offer_card
from begegnung.services.present import local_now


def people_list(view: View, offer_id: str, occurrence_id: str | None = None) -> PeopleList:
    """The list of an offer, or of one date of it; raises `Gone` for one that is not there."""
    lines = bookings_of(view, offer_id, occurrence_id)
    return PeopleList(
        paper_owner(view),
        list_subject(view, offer_id, occurrence_id),
        tuple(_listed(line) for line in lines if line.state != "waiting"),
        tuple(_listed(line) for line in lines if line.state == "waiting"),
    )


def paper_owner(view: View) -> PaperOwner:
    """Whose papers this PC prints; raises `NoCentre` before a house is set up."""
    house = own_centre(view)
    return PaperOwner(house.name, house.phone, local_now(view.now_ms), own_look(view))


def list_subject(view: View, offer_id: str, occurrence_id: str | None) -> ListSubject:
    """What a paper about an offer, or about one date of it, says of it."""
    card = offer_card(view, offer_id)
    if occurrence_id is not None:
        line = date_line(view, occurrence_id)
        place = line.room or line.place
        dates = (slip_date(line),)
        return ListSubject(card.title, line.leader, place, "", dates, line.capacity, single=True)
    coming = dates_of(view, offer_id, coming_only=True)
    planned = [line for line in coming if line.state == "planned"]
    place = common_place(planned) or card.room or card.place
    dates = tuple(map(slip_date, planned))
    return ListSubject(card.title, card.leader, place, card.wording, dates, card.capacity)


def _listed(line: BookingLine) -> ListedPerson:
    return ListedPerson(
        line.number, line.surname, line.first_name, line.phone, line.places, line.choice
    )
