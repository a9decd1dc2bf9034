"""Finding people, offers and rooms by the first letters of any word, in any order.

The words are folded (`model.names.fold`) into one full-text index beside the tables. The index is
derived from the tables: it is refreshed with every change and can be rebuilt at any time.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, select

from begegnung.db.tables import offer, person, room, search_entry
from begegnung.model.changes import Change
from begegnung.model.names import digits, fold, sort_key

HITS = (
    "SELECT e.entity_id FROM search s CROSS JOIN search_entry e ON e.n = s.rowid"
    " WHERE s.words MATCH ? AND e.kind = ? ORDER BY e.sort_key LIMIT ?"
)
"""The rows of a kind that have the words, in name order.

CROSS JOIN keeps the full-text index in front: left alone, SQLite walks through everybody in name
order and asks the full-text index about each, which takes seconds in a house of 100,000 people.
"""


def _person_words(row: Any) -> tuple[str, str]:
    name = f"{row.surname} {row.first_name}"
    rest = " ".join((row.street, digits(row.phone), digits(row.mobile), str(row.birth_year or "")))
    return sort_key(name), f"{fold(name)} {fold(rest)}"


def _offer_words(row: Any) -> tuple[str, str]:
    return sort_key(row.title), fold(f"{row.title} {row.leader} {row.organiser}")


def _room_words(row: Any) -> tuple[str, str]:
    return sort_key(row.name), fold(f"{row.name} {row.equipment}")


_SEARCHED: dict[str, tuple[Table, Any]] = {
    "person": (person, _person_words),
    "offer": (offer, _offer_words),
    "room": (room, _room_words),
}


def refresh(connection: Connection, changes: Iterable[Change]) -> None:
    """Brings the index up to date with the rows that `changes` touched."""
    touched: dict[str, set[str]] = {}
    for c in changes:
        if c.entity in _SEARCHED:
            touched.setdefault(c.entity, set()).add(c.entity_id)
    for kind, ids in touched.items():
        _drop(connection, ids)
        table = _SEARCHED[kind][0]
        for chunk in _chunks(sorted(ids)):
            _add(connection, kind, connection.execute(select(table).where(table.c.id.in_(chunk))))


def rebuild(connection: Connection) -> None:
    """Makes the whole index anew from the tables."""
    connection.execute(search_entry.delete())
    for kind, (table, _words) in _SEARCHED.items():
        _add(connection, kind, connection.execute(select(table)))
    connection.exec_driver_sql("INSERT INTO search(search) VALUES ('rebuild')")


def _chunks(ids: list[str], size: int = 500) -> Iterable[list[str]]:
    return (ids[i : i + size] for i in range(0, len(ids), size))


def _drop(connection: Connection, ids: Iterable[str]) -> None:
    for chunk in _chunks(sorted(ids)):
        old = connection.execute(
            select(search_entry.c.n, search_entry.c.words).where(
                search_entry.c.entity_id.in_(chunk)
            )
        ).all()
        if old:
            connection.exec_driver_sql(
                "INSERT INTO search(search, rowid, words) VALUES ('delete', ?, ?)",
                [tuple(row) for row in old],
            )
            connection.execute(search_entry.delete().where(search_entry.c.entity_id.in_(chunk)))


def _add(connection: Connection, kind: str, rows: Iterable[Any]) -> None:
    words_of = _SEARCHED[kind][1]
    last = connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM search_entry").scalar_one()
    entries = [
        (number, kind, row.id, *words_of(row)) for number, row in enumerate(rows, start=last + 1)
    ]
    if not entries:
        return
    connection.exec_driver_sql(
        "INSERT INTO search_entry (n, kind, entity_id, sort_key, words) VALUES (?, ?, ?, ?, ?)",
        entries,
    )
    connection.exec_driver_sql(
        "INSERT INTO search(rowid, words) VALUES (?, ?)", [(e[0], e[4]) for e in entries]
    )


def find(connection: Connection, typed: str, kind: str, limit: int = 50) -> list[str]:
    """Identifiers of the rows of `kind` that have a word beginning with every typed word.

    In name order. A long number also finds the end of a telephone number.
    """
    words = fold(typed).split()
    if not words:
        return []
    wanted = " ".join(f'"{word}"*' for word in words)
    hits = connection.exec_driver_sql(HITS, (wanted, kind, limit))
    found = [row[0] for row in hits]
    number = digits(typed)
    is_number = not any(letter.isalpha() for letter in typed)
    if kind == "person" and len(number) >= 4 and is_number:
        found += [i for i in _by_phone_ending(connection, number, limit) if i not in found]
    return found


def _by_phone_ending(connection: Connection, number: str, limit: int) -> list[str]:
    hits = connection.exec_driver_sql(
        "SELECT entity_id FROM search_entry WHERE kind = 'person'"
        " AND (words || ' ') LIKE ? ORDER BY sort_key LIMIT ?",
        (f"%{number} %", limit),
    )
    return [row[0] for row in hits]
