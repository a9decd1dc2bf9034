"""Rows of people for cards, badges and labels."""

from typing import NamedTuple


class CardPerson(NamedTuple):
    """Somebody whose name is printed; `street` is what is noted of the address."""

    id: str
    surname: str
    first_name: str
    street: str
