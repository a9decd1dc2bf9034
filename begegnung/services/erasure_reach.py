"""Which rows belong to a person: followed through all tables, and through what the log still tells.

What leads to whom is declared in `begegnung.model.erasure.FATES` alone.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, exists, func, literal, or_, select

from begegnung.db.tables import SHARED, bundle, change, household, person
from begegnung.model.erasure import FATES
from begegnung.model.names import fold

Rows = dict[str, set[str]]
"""Identifiers by table."""

_WANTED = func.json_each(bindparam("wanted")).table_valued("value")
_MOST_LINKS = 20
_AT_ONCE = 500


def entries_of(connection: Connection, person_id: str) -> list[str]:
    """All entries that were made one with this one, the one that stands for them first.

    Only itself for an entry that was never merged, or was taken apart again.
    """
    top = person_id
    for _ in range(_MOST_LINKS):
        into = connection.execute(select(person.c.merged_into).where(person.c.id == top)).scalar()
        if into is None:
            break
        top = into
    chain = select(literal(top).label("id"), literal(0).label("links")).cte("chain", recursive=True)
    chain = chain.union_all(
        select(person.c.id, chain.c.links + 1)
        .join(chain, person.c.merged_into == chain.c.id)
        .where(chain.c.links < _MOST_LINKS)
    )
    found = connection.execute(select(chain.c.id).distinct().order_by(chain.c.id)).scalars()
    return [top, *(one for one in found if one != top)]


class Deletion(NamedTuple):
    """A row that the log says was deleted, and what it held."""

    table: str
    row_id: str
    held: Mapping[str, Any]


def reach(
    connection: Connection,
    start: Mapping[str, Iterable[str]],
    deleted: Collection[Deletion] = (),
) -> Rows:
    """The rows of `start` with all that belong to them, those of `deleted` among them."""
    found: Rows = {table: set(ids) for table, ids in start.items() if ids}
    new = {table: set(ids) for table, ids in found.items()}
    while new:
        coming: Rows = {}
        for table, column, target in _leads():
            if target in new:
                ids = _leading(connection, SHARED[table], column, new[target])
                coming.setdefault(table, set()).update(ids)
        for table, row_id, held in deleted:
            leads = FATES[table].leads.items()
            if any(held.get(column) in new.get(target, ()) for column, target in leads):
                coming.setdefault(table, set()).add(row_id)
        new = {table: ids - found.get(table, set()) for table, ids in coming.items()}
        new = {table: ids for table, ids in new.items() if ids}
        for table, ids in new.items():
            found.setdefault(table, set()).update(ids)
    return found


def _leads() -> Iterator[tuple[str, str, str]]:
    for table, fate in FATES.items():
        for column, target in fate.leads.items():
            yield table, column, target


def _leading(
    connection: Connection, table: Table, column: str, targets: Iterable[str]
) -> Iterable[str]:
    wanted = select(table.c.id).where(table.c[column].in_(select(_WANTED.c.value)))
    return connection.execute(wanted, {"wanted": json.dumps(sorted(targets))}).scalars()


def deletions(connection: Connection, since: int = 0) -> list[Deletion]:
    """What the log tells of deleted rows, which may have belonged to somebody.

    With `since` only what came by bundles after this number (`bundle.n`).
    """
    tables = [table for table, fate in FATES.items() if fate.leads]
    wanted = select(change.c.entity, change.c.entity_id, change.c.before).where(
        change.c.kind == "D", change.c.entity.in_(tables)
    )
    if since:
        later = select(bundle.c.hash).where(bundle.c.n > since)
        wanted = wanted.where(change.c.bundle.in_(later))
    short: dict[str, str] = {}
    found: list[Deletion] = []
    for entity, row_id, before in connection.execute(wanted):
        if before is None:
            short[row_id] = entity
        else:
            found.append(Deletion(entity, row_id, json.loads(before)))
    written = _written(connection, list(short)).items()
    return [*found, *(Deletion(short[row_id], row_id, held) for row_id, held in written)]


def _written(connection: Connection, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """What was written into rows: a snapshot tells that one was deleted, not what it held."""
    held: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        chunk = ids[start : start + _AT_ONCE]
        told = select(change.c.entity_id, change.c.after).where(
            change.c.entity_id.in_(chunk), change.c.after.is_not(None)
        )
        for row_id, after in connection.execute(told.order_by(change.c.n)):
            held.setdefault(row_id, {}).update(json.loads(after))
    return dict(held)


def told_for(connection: Connection, people: Iterable[str], since: int = 0) -> list[str]:
    """The actions that wrote a row for one of these people, also one that is somebody else's now.

    Their titles name her. With `since` only those that came by bundles after this number.
    """
    one = func.json_each(bindparam("wanted")).table_valued("value").alias("one")
    named = or_(*(func.instr(told, one.c.value) > 0 for told in (change.c.before, change.c.after)))
    wanted = select(change.c.action_id).where(
        change.c.scope == "house", exists(select(one.c.value).where(named).correlate(change))
    )
    if since:
        wanted = wanted.where(change.c.bundle.in_(select(bundle.c.hash).where(bundle.c.n > since)))
    known = {"wanted": json.dumps(sorted(people))}
    return list(connection.execute(wanted.distinct(), known).scalars())


def deleted_namesakes(
    connection: Connection, entries: Iterable[str], deleted: Iterable[Deletion]
) -> set[str]:
    """Entries of the same name that were deleted again: only the log has them, nobody sees them."""
    names = connection.execute(
        select(person.c.surname, person.c.first_name).where(person.c.id.in_(list(entries)))
    )
    wanted = {(fold(row[0]), fold(row[1])) for row in names}
    there = set(connection.execute(select(person.c.id)).scalars())
    return {
        row_id
        for table, row_id, held in deleted
        if table == person.name
        and row_id not in there
        and (fold(held.get("surname", "")), fold(held.get("first_name", ""))) in wanted
    }


def lonely_households(connection: Connection, people: Iterable[str]) -> set[str]:
    """The households in which nobody is left when these people are gone."""
    wanted = json.dumps(sorted(people))
    theirs = select(person.c.household_id).where(
        person.c.id.in_(select(_WANTED.c.value)), person.c.household_id.is_not(None)
    )
    households = set(connection.execute(theirs, {"wanted": wanted}).scalars())
    others = (
        select(person.c.household_id)
        .where(person.c.household_id.in_(households), person.c.id.not_in(select(_WANTED.c.value)))
        .distinct()
    )
    there = select(household.c.id).where(household.c.id.in_(households))
    found = set(connection.execute(there).scalars())
    return found - set(connection.execute(others, {"wanted": wanted}).scalars())
