"""Finding people, offers and rooms by the first letters of any word, in any order.

The words are folded (`model.names.fold`) into one full-text index beside the tables. The index is
derived from the tables: it is refreshed with every change and can be rebuilt at any time. Its rows
are numbered in the order of names, so that the first hits by name are the first ones it comes to:
a search takes as long as the list that is shown, however many people there are.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from begegnung.db.tables import household, offer, person, person_merge, room, search_entry
from begegnung.model.changes import Change
from begegnung.model.names import digits, fold, sort_key
from begegnung.model.phonetics import sound

FORMAT = 3
"""The number of what stands in the index; a file with another one is indexed anew at opening."""

NAME, BACKWARDS, SOUND, ENDING, HIDDEN = "»", "«", "§", "¶", "¤"
"""What begins a word that nobody can type: folded words are made of a-z and 0-9 alone.

A name (and no street), a name read backwards, the sound of a name and behind it the name, a
telephone number read backwards. The last one stands alone at people who are found only by who asks
for them.
"""

_SHORT_STREET = re.compile(r"str\b")
"""People write "Hauptstr." and type "Hauptstraße"; the beginning of the long word is the short."""

LEAST_ENDING = 4
"""So many digits find the end of a telephone number."""

_SYMBOLS = " 0123456789abcdefghijklmnopqrstuvwxyz"
_PLACED_LETTERS = 5
_NAMESAKES = 1 << 20
_KIND_SPAN = len(_SYMBOLS) ** _PLACED_LETTERS * _NAMESAKES
_KINDS = ("person", "offer", "room")
_LOOKED_AT = 1000
"""Hits that are put into their exact order; the index has them by their first five letters only."""

HITS = (
    "SELECT entity_id FROM (SELECT e.entity_id, e.sort_key"
    " FROM search s CROSS JOIN search_entry e ON e.n = s.rowid"
    " WHERE s.words MATCH ? AND s.rowid BETWEEN ? AND ? ORDER BY s.rowid LIMIT ?)"
    " ORDER BY sort_key LIMIT ?"
)
"""The rows of a kind that have the words, in name order.

CROSS JOIN keeps the full-text index in front: left alone, SQLite walks through everybody in name
order and asks the full-text index about each, which takes seconds in a house of 100,000 people.
"""


def _person_words(row: Any) -> tuple[str, str]:
    name = f"{row.surname} {row.first_name}"
    if row.merged_into is not None or not row.surname:
        # Merged with somebody who is found; or nobody at all (`model.erasure.nameless_id`).
        return sort_key(name), ""
    names = fold(f"{name} {row.other_names or ''}").split()
    numbers = [digits(n) for n in (row.phone, row.mobile, row.household_phone or "")]
    street = _SHORT_STREET.sub("strasse", fold(row.street))
    rest = fold(f"{street} {' '.join(numbers)} {row.birth_year or ''}")
    marked = {f"{NAME}{one}" for one in names}
    marked |= {f"{BACKWARDS}{one[::-1]}" for one in names}
    marked |= {f"{SOUND}{sound(one)}{SOUND}{one}" for one in names}
    marked |= {f"{ENDING}{number[::-1]}" for number in numbers if number}
    hidden = [HIDDEN] if row.blocked else []
    words = (*names, *rest.split(), *sorted(marked), *hidden)
    return sort_key(name), " ".join(words)


def _offer_words(row: Any) -> tuple[str, str]:
    return sort_key(row.title), fold(f"{row.title} {row.leader} {row.organiser}")


def _room_words(row: Any) -> tuple[str, str]:
    return sort_key(row.name), fold(f"{row.name} {row.equipment}")


_merged = person.alias()
_OTHER_NAMES = (
    select(func.group_concat(_merged.c.surname + " " + _merged.c.first_name, " "))
    .join(person_merge, person_merge.c.merged_id == _merged.c.id)
    .where(
        person_merge.c.keeper_id == person.c.id,
        person_merge.c.undone.is_(False),
        _merged.c.merged_into == person.c.id,
    )
    .correlate(person)
    .scalar_subquery()
)
"""The names of the entries that were made one with a person: she is found by them as well."""

_PEOPLE = select(
    person, household.c.phone.label("household_phone"), _OTHER_NAMES.label("other_names")
).outerjoin(household, household.c.id == person.c.household_id)
_SEARCHED: dict[str, tuple[Select[Any], Any, Any]] = {
    "person": (_PEOPLE, person.c.id, _person_words),
    "offer": (select(offer), offer.c.id, _offer_words),
    "room": (select(room), room.c.id, _room_words),
}


_LEADING = (
    (household.name, person.c.household_id, person.c.id),
    (person_merge.name, person_merge.c.id, person_merge.c.keeper_id),
    (person.name, person_merge.c.merged_id, person_merge.c.keeper_id),
)
"""Rows that others are found by: their table, what refers to them, and whose words change."""


TOUCHING = frozenset({*_SEARCHED, *(name for name, _, _ in _LEADING)})
"""Tables whose rows are found by the search, or lead to such rows."""


def refresh(connection: Connection, changes: Iterable[Change]) -> None:
    """Brings the index up to date with the rows that `changes` touched."""
    touched = _touched_by(connection, changes)
    for kind in _KINDS:
        ids = touched.get(kind, set())
        _drop(connection, ids)
        rows, identifier, _words = _SEARCHED[kind]
        for chunk in _chunks(sorted(ids)):
            _add(connection, kind, connection.execute(rows.where(identifier.in_(chunk))))


def _touched_by(connection: Connection, changes: Iterable[Change]) -> dict[str, set[str]]:
    touched: dict[str, set[str]] = {}
    for c in changes:
        touched.setdefault(c.entity, set()).add(c.entity_id)
        if c.entity == person_merge.name and c.before and "keeper_id" in c.before:
            touched.setdefault(person.name, set()).add(c.before["keeper_id"])
    for name, found_by, leads_to in _LEADING:
        for chunk in _chunks(sorted(touched.get(name, ()))):
            people = select(leads_to).where(found_by.in_(chunk))
            touched.setdefault(person.name, set()).update(connection.execute(people).scalars())
    return touched


def people_led_to(connection: Connection, changes: Iterable[Change]) -> list[Change]:
    """The people who are found by words of the rows in `changes`, as changes for `refresh`.

    To be asked before these rows go: afterwards nothing leads from them any more.
    """
    people = _touched_by(connection, changes).get(person.name, ())
    return [Change(person.name, person_id, "U", None, None) for person_id in sorted(people)]


def forget_removed(connection: Connection) -> None:
    """Makes the index one piece: until then it keeps the words of rows that are gone."""
    connection.exec_driver_sql("INSERT INTO search(search) VALUES ('optimize')")


def rebuild(connection: Connection) -> None:
    """Makes the whole index anew from the tables."""
    connection.execute(search_entry.delete())
    # The words of the index itself, not those of its rows: an older format may have stood there.
    connection.exec_driver_sql("INSERT INTO search(search) VALUES ('delete-all')")
    for kind in _KINDS:
        _add(connection, kind, connection.execute(_SEARCHED[kind][0]))


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
    words_of = _SEARCHED[kind][2]
    named = sorted(((row.id, *words_of(row)) for row in rows), key=lambda entry: entry[1])
    if not named:
        return
    numbers = _numbers(connection, kind, [key for _, key, _ in named])
    entries = [(n, kind, *entry) for n, entry in zip(numbers, named, strict=True)]
    connection.exec_driver_sql(
        "INSERT INTO search_entry (n, kind, entity_id, sort_key, words) VALUES (?, ?, ?, ?, ?)",
        entries,
    )
    connection.exec_driver_sql(
        "INSERT INTO search(rowid, words) VALUES (?, ?)", [(e[0], e[4]) for e in entries]
    )


def _numbers(connection: Connection, kind: str, sort_keys: Sequence[str]) -> list[int]:
    """Free numbers of the index that lie in the order of these names."""
    following: dict[int, int] = {}
    numbers: list[int] = []
    for key in sort_keys:
        first = _first_number(kind, key)
        if first not in following:
            last = connection.exec_driver_sql(
                "SELECT max(n) FROM search_entry WHERE n BETWEEN ? AND ?",
                (first, first + _NAMESAKES - 1),
            ).scalar()
            following[first] = first if last is None else last + 1
        numbers.append(following[first])
        following[first] += 1
    return numbers


def _first_number(kind: str, key: str) -> int:
    """The number at which the names with the first letters of `key` begin."""
    place = 0
    for letter in key[:_PLACED_LETTERS].ljust(_PLACED_LETTERS):
        place = place * len(_SYMBOLS) + _SYMBOLS.index(letter)
    return _KINDS.index(kind) * _KIND_SPAN + place * _NAMESAKES


def find(
    connection: Connection, typed: str, kind: str, limit: int = 50, *, with_hidden: bool = False
) -> list[str]:
    """Identifiers of the rows of `kind` that have a word beginning with every typed word.

    In name order. Four digits and more also find the end of a telephone number. Blocked people
    are left out unless `with_hidden`.
    """
    words = fold(typed).split()
    if not words:
        return []
    wanted = " AND ".join(map(beginning, words))
    number = digits(typed)
    is_number = not any(letter.isalpha() for letter in typed)
    if is_number and len(number) >= LEAST_ENDING:
        wanted = f"({wanted}) OR {beginning(number)}"
    return matching(connection, wanted, kind, limit, with_hidden=with_hidden)


def beginning(word: str) -> str:
    """What the full-text index is asked for a typed word, folded: letters that begin a word."""
    if word.isdecimal() and len(word) >= LEAST_ENDING:
        return f'("{word}"* OR "{ENDING}{word[::-1]}"*)'
    return f'"{word}"*'


def matching(
    connection: Connection, wanted: str, kind: str, limit: int, *, with_hidden: bool = False
) -> list[str]:
    """Identifiers of the rows of `kind` that the index has for `wanted`, by name."""
    if kind == person.name and not with_hidden:
        wanted = f'({wanted}) NOT "{HIDDEN}"'
    first = _KINDS.index(kind) * _KIND_SPAN
    parameters = (wanted, first, first + _KIND_SPAN - 1, max(_LOOKED_AT, limit), limit)
    return [row[0] for row in connection.exec_driver_sql(HITS, parameters)]
