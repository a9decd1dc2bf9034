"""What has to be counted anew: the offers and months that the news in the log deal with.

So a run costs what happened since the last one, however long a house has been keeping its lists.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, Table, bindparam, func, or_, select

from begegnung.db.tables import (
    attendance,
    change,
    figure_key,
    head_count,
    occurrence,
    offer,
    offer_figure,
    participation,
    person,
)
from begegnung.model.figures import month_of

Place = tuple[str, str]
"""Month ("2026-11") and offer."""

_FIGURES = (participation, offer_figure)
_WATCHED = (attendance, head_count, occurrence, offer, person, figure_key, *_FIGURES)
_COUNTED_OF_PEOPLE = ("birth_year", "gender", "district_id", "blocked", "merged_into")
_WANTED = func.json_each(bindparam("wanted")).table_valued("value")


class _AllDueError(Exception):
    """The news do not say what they deal with."""


def merged_entries(connection: Connection) -> Mapping[str, str]:
    """The entries of people that were made one with another: which one stands for each."""
    rows = connection.execute(
        select(person.c.id, person.c.merged_into).where(person.c.merged_into.is_not(None))
    )
    into = {row.id: row.merged_into for row in rows}
    return {one: _top(one, into) for one in into}


def _top(one: str, into: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while one in into and one not in seen:
        seen.add(one)
        one = into[one]
    return one


def all_places(
    connection: Connection, centre_id: str, first: int, offers: Iterable[str] | None = None
) -> set[Place]:
    """Where a house has counted anything from the moment `first` on, or has figures.

    With `offers` only of these.
    """
    marked = select(attendance.c.id).where(attendance.c.occurrence_id == occurrence.c.id).exists()
    headed = select(head_count.c.id).where(head_count.c.occurrence_id == occurrence.c.id).exists()
    dates = select(occurrence.c.offer_id, occurrence.c.starts).where(
        occurrence.c.centre_id == centre_id, occurrence.c.starts >= first, or_(marked, headed)
    )
    wanted: dict[str, str] = {}
    if offers is not None:
        wanted = _listed(offers)
        dates = dates.where(_among(occurrence.c.offer_id))
    found = {(month_of(row.starts), row.offer_id) for row in connection.execute(dates, wanted)}
    for table in _FIGURES:
        known = select(table.c.month, table.c.offer_id).where(
            table.c.centre_id == centre_id, table.c.month >= month_of(first)
        )
        known = known if offers is None else known.where(_among(table.c.offer_id))
        found.update(
            (row.month, row.offer_id) for row in connection.execute(known.distinct(), wanted)
        )
    return found


def due_places(connection: Connection, centre_id: str, since: int, first: int) -> set[Place]:
    """Where the changes after `since` (`change.n`) may have changed a figure, see `all_places`."""
    counted = or_(
        change.c.kind != "U",
        *(func.json_type(change.c.after, f"$.{one}").is_not(None) for one in _COUNTED_OF_PEOPLE),
    )
    rows = connection.execute(
        select(change.c.entity, change.c.entity_id)
        .where(
            change.c.n > since,
            change.c.entity.in_([table.name for table in _WATCHED]),
            or_(change.c.entity != person.name, counted),
        )
        .distinct()
    )
    news: defaultdict[str, set[str]] = defaultdict(set)
    for entity, row_id in rows:
        news[entity].add(row_id)
    try:
        return _places_in(connection, centre_id, first, news)
    except _AllDueError:
        return all_places(connection, centre_id, first)


def _places_in(
    connection: Connection, centre_id: str, first: int, news: Mapping[str, set[str]]
) -> set[Place]:
    if figure_key.name in news:
        raise _AllDueError
    found: set[Place] = set()
    for table in _FIGURES:
        # A row that is gone was erased, and of what is erased nothing is told.
        found |= _figures_at(connection, table, news.get(table.name, ()))
    # A date may have been in another month before, and an offer be of another kind: all of it.
    offers = set(news.get(offer.name, ()))
    offers |= _led_to(connection, occurrence, "offer_id", news.get(occurrence.name, ()))
    if offers:
        found |= all_places(connection, centre_id, first, offers)
    dates = _dates_of_people(connection, news.get(person.name, ()))
    for table in (attendance, head_count):
        dates |= _led_to(connection, table, "occurrence_id", news.get(table.name, ()))
    return found | _places_of(connection, dates)


def _figures_at(connection: Connection, table: Table, ids: Iterable[str]) -> set[Place]:
    rows = connection.execute(
        select(table.c.month, table.c.offer_id).where(_among(table.c.id)), _listed(ids)
    )
    return {(row.month, row.offer_id) for row in rows}


def _places_of(connection: Connection, dates: Iterable[str]) -> set[Place]:
    """Where these dates are; one that is gone has told so itself."""
    rows = connection.execute(
        select(occurrence.c.starts, occurrence.c.offer_id).where(_among(occurrence.c.id)),
        _listed(dates),
    )
    return {(month_of(row.starts), row.offer_id) for row in rows}


def _led_to(connection: Connection, table: Table, column: str, ids: Iterable[str]) -> set[str]:
    """Where a column of these rows leads to; of rows that are gone as the log tells it."""
    wanted = set(ids)
    if not wanted:
        return set()
    rows = connection.execute(
        select(table.c.id, table.c[column]).where(_among(table.c.id)), _listed(wanted)
    )
    found = {row[0]: row[1] for row in rows}
    gone = wanted - found.keys()
    if gone:
        found |= _told(connection, column, gone)
    if wanted - found.keys():
        raise _AllDueError
    return set(found.values())


def _told(connection: Connection, column: str, gone: Iterable[str]) -> dict[str, str]:
    said = [func.json_extract(told, f"$.{column}") for told in (change.c.after, change.c.before)]
    rows = connection.execute(
        select(change.c.entity_id, func.coalesce(*said)).where(
            _among(change.c.entity_id), or_(*(one.is_not(None) for one in said))
        ),
        _listed(gone),
    )
    return {row[0]: row[1] for row in rows}


def _dates_of_people(connection: Connection, people: Iterable[str]) -> set[str]:
    """The dates for which these people have a mark, under whichever of their entries."""
    wanted = set(people)
    if not wanted:
        return set()
    tops = merged_entries(connection)
    theirs = {tops.get(one, one) for one in wanted}
    wanted |= {*theirs, *(one for one, top in tops.items() if top in theirs)}
    marks = select(attendance.c.occurrence_id).where(_among(attendance.c.person_id)).distinct()
    return set(connection.execute(marks, _listed(wanted)).scalars())


def _among(column: ColumnElement[str]) -> ColumnElement[bool]:
    return column.in_(select(_WANTED.c.value))


def _listed(ids: Iterable[str]) -> dict[str, str]:
    return {"wanted": json.dumps(sorted(ids))}
