"""What the figures of the houses say, by house, month and offer: as a PC of the city reads them.

Of another house nothing is known here but its programme and its figures. Cells with very few people
are hidden (`model.figures.shown_cells`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from begegnung.db.tables import (
    centre,
    district,
    occurrence,
    offer,
    offer_figure,
    participation,
)
from begegnung.model.figures import SMALLEST_CELL, month_of, shown_cells
from begegnung.services.desk import View
from begegnung.services.present import moment_of

Cells = Mapping[str, int | None]
"""People by what they have in common; None where there are too few to be shown."""


class FigureLine(NamedTuple):
    """One offer of one house in one month; an offer that is gone has no `title` any more.

    `held` and `dropped` are its dates until now; `heads` were counted on `counted` of them.
    `visits` are of people noted by name, `nameless` of people who must not be named (any more).
    `people` are the different ones, None for fewer than five; the empty word in their cells is
    "unknown".
    """

    house: str
    month: str
    title: str
    kind: str
    held: int
    dropped: int
    counted: int
    heads: int
    visits: int
    nameless: int
    people: int | None
    ages: Cells
    genders: Cells
    districts: Cells


_Place = tuple[str, str, str]
"""House, month and offer."""


def figures(view: View) -> tuple[FigureLine, ...]:
    """The figures of all houses of which any are here, by name of the house, month and title."""
    connection = view.connection
    people: defaultdict[_Place, list[Any]] = defaultdict(list)
    for row in connection.execute(select(participation).where(participation.c.visits > 0)):
        people[row.centre_id, row.month, row.offer_id].append(row)
    others: dict[_Place, Any] = {
        (row.centre_id, row.month, row.offer_id): row
        for row in connection.execute(select(offer_figure))
        if row.counted or row.nameless
    }
    dates = _dates_until(connection, moment_of(view.now_ms))
    houses, districts = _names(connection, centre), _names(connection, district)
    offers = {row.id: row for row in connection.execute(select(offer))}
    lines: list[FigureLine] = []
    for place in {*people, *others}:
        house, month, offer_id = place
        about, counts = offers.get(offer_id), others.get(place)
        who = people.get(place, [])
        lines.append(
            FigureLine(
                house=houses.get(house, ""),
                month=month,
                title=about.title if about else "",
                kind=about.type if about else "",
                held=dates[offer_id, month, "planned"],
                dropped=dates[offer_id, month, "cancelled"],
                counted=counts.counted if counts else 0,
                heads=counts.heads if counts else 0,
                visits=sum(one.visits for one in who),
                nameless=counts.nameless if counts else 0,
                people=None if 0 < len(who) < SMALLEST_CELL else len(who),
                ages=_cells(one.age_band for one in who),
                genders=_cells(one.gender for one in who),
                districts=_cells(districts.get(one.district_id, "") for one in who),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.house, line.month, line.title, line.kind)))


def _cells(said: Iterable[str]) -> Cells:
    return dict(sorted(shown_cells(Counter(said)).items()))


def _names(connection: Connection, table: Any) -> dict[str | None, str]:
    return {row.id: row.name for row in connection.execute(select(table.c.id, table.c.name))}


def _dates_until(connection: Connection, now: int) -> Counter[tuple[str, str, str]]:
    """How many dates there were until `now`, by offer, month and state."""
    rows = connection.execute(
        select(occurrence.c.offer_id, occurrence.c.starts, occurrence.c.state).where(
            occurrence.c.starts <= now
        )
    )
    return Counter((offer_id, month_of(starts), state) for offer_id, starts, state in rows)
