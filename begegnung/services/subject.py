"""What a verb about a booking is about, as the log shows it."""

from typing import Any

from begegnung.db.tables import offer, person
from begegnung.db.work import Row, Work
from begegnung.model.names import full_name
from begegnung.services.houses import own


def subject(who: Any, course: Any) -> str:
    """The subject of a booking in the log: name and offer."""
    return f"{full_name(who['surname'], who['first_name'])} · {course['title']}"


def own_booking(work: Work, row: Row) -> tuple[Row, Row]:
    """Offer and person of a booking of this house, which becomes the subject of the verb.

    Raises `WrongHouse` for one of another house.
    """
    course = work.row(offer, row["offer_id"])
    own(work, offer.name, course["centre_id"])
    who = work.row(person, row["person_id"])
    work.title = subject(who, course)
    return course, who
