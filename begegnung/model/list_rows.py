"""Rows for the lists of people that the desk prints."""

from datetime import datetime
from typing import NamedTuple

from begegnung.model.booking_rows import SlipDate
from begegnung.model.house_look import PLAIN, Look


class PaperOwner(NamedTuple):
    """Whose paper it is: name and telephone of the house, and when it was made (local).

    `look` is for papers that visitors get; those of the desk stay plain.
    """

    house: str
    phone: str
    made: datetime
    look: Look = PLAIN


class ListSubject(NamedTuple):
    """What a list is about: an offer with its coming `dates`, or one date of it.

    `wording` is how the programme says them, `capacity` None: no limit. `single`: the list is of
    this one date only.
    """

    title: str
    leader: str
    place: str
    wording: str
    dates: tuple[SlipDate, ...]
    capacity: int | None
    single: bool = False


class ListedPerson(NamedTuple):
    """Somebody on a list, surname first; `note` is what has to be known of the registration."""

    number: int
    surname: str
    first_name: str
    phone: str
    places: int = 1
    note: str = ""


class PeopleList(NamedTuple):
    """Everybody with a place, by name, and who waits, in the order of the list."""

    owner: PaperOwner
    subject: ListSubject
    people: tuple[ListedPerson, ...]
    waiting: tuple[ListedPerson, ...]

    @property
    def places(self) -> int:
        """The places that are taken."""
        return sum(person.places for person in self.people)
