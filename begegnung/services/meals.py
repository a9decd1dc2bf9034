"""The meal list of a day (Essensliste): who eats, what, and how many portions altogether."""

from collections import Counter

from sqlalchemy import select

from begegnung.db.tables import booking, occurrence, offer, person
from begegnung.model.meals import choices_of, order_deadline
from begegnung.model.names import sort_key
from begegnung.model.offer_rows import ChoiceTotal, MealLine, MealList
from begegnung.services.desk import View
from begegnung.services.person_shown import (
    birth_year_in_lists,
    first_name_in_lists,
    surname_in_lists,
)


def meal_list(view: View, occurrence_id: str) -> MealList:
    """Everybody who has ordered for this date, by name, with the portions of each menu."""
    when = view.connection.execute(
        select(
            offer.c.title,
            offer.c.choices,
            offer.c.deadline_days,
            offer.c.deadline_minute,
            occurrence.c.offer_id,
            occurrence.c.starts,
        )
        .join(offer, offer.c.id == occurrence.c.offer_id)
        .where(occurrence.c.id == occurrence_id)
    ).one()
    rows = view.connection.execute(
        select(
            booking.c.id,
            booking.c.person_id,
            surname_in_lists(),
            first_name_in_lists(),
            birth_year_in_lists(),
            booking.c.places,
            booking.c.choice,
        )
        .join(person, person.c.id == booking.c.person_id)
        .where(
            booking.c.offer_id == when.offer_id,
            booking.c.occurrence_id.is_(None) | (booking.c.occurrence_id == occurrence_id),
            booking.c.state == "booked",
        )
    )
    lines = [MealLine._make(row) for row in rows]
    lines.sort(key=lambda line: (sort_key(f"{line.surname} {line.first_name}"), line.booking_id))
    choices = choices_of(when.choices)
    return MealList(
        occurrence_id,
        when.title,
        when.starts,
        order_deadline(when.deadline_days, when.deadline_minute, when.starts),
        choices,
        tuple(lines),
        _totals(lines, choices),
        sum(line.places for line in lines),
    )


def _totals(lines: list[MealLine], choices: tuple[str, ...]) -> tuple[ChoiceTotal, ...]:
    """The portions by menu: those of the list, then what was on it before, then no choice."""
    counted: Counter[str] = Counter()
    for line in lines:
        counted[line.choice] += line.places
    gone = sorted(counted.keys() - set(choices) - {""})
    order = [*choices, *gone, *([""] if counted[""] else [])]
    return tuple(ChoiceTotal(choice, counted[choice]) for choice in order)
