"""What lists show of a person, as SQL: one place for all lists of people, bookings and marks."""

from sqlalchemy import ColumnElement, func, literal, select

from begegnung.db.tables import household, person

BLOCKED_NAME = "(gesperrt)"
"""Stands in lists of bookings and marks for a blocked person (Art. 18 GDPR).

The place stays hers and is counted; who she is sees only who asks for blocked people.
"""


def phone_of_person() -> ColumnElement[str]:
    """The number to call: her own, else her mobile, else that of her household, else empty.

    To be selected from `person`; needs no join.
    """
    shared = (
        select(household.c.phone)
        .where(household.c.id == person.c.household_id)
        .correlate(person)
        .scalar_subquery()
    )
    return func.coalesce(
        func.nullif(person.c.phone, ""), func.nullif(person.c.mobile, ""), shared, ""
    )


def phone_in_lists() -> ColumnElement[str]:
    """`phone_of_person`, but none of a blocked person."""
    return func.iif(person.c.blocked, literal(""), phone_of_person())


def surname_in_lists() -> ColumnElement[str]:
    """The surname, or `BLOCKED_NAME` of a blocked person."""
    return func.iif(person.c.blocked, literal(BLOCKED_NAME), person.c.surname)


def first_name_in_lists() -> ColumnElement[str]:
    """The first name, empty of a blocked person."""
    return func.iif(person.c.blocked, literal(""), person.c.first_name)


def birth_year_in_lists() -> ColumnElement[int | None]:
    """The year of birth, none of a blocked person."""
    return func.iif(person.c.blocked, None, person.c.birth_year)
