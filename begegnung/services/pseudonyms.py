"""The keys from which the pseudonyms of a year are made: begun, found, and erased with the year.

A key stays in the scope of the house, so the city can never tell who a pseudonym stands for, nor
which ones of two years are the same person.
"""

import json
import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, func, select

from begegnung.db.erasing import erased_among
from begegnung.db.tables import figure_key, participation
from begegnung.db.work import Work
from begegnung.model.figures import pseudonym
from begegnung.model.ids import derived_id

_KEY_BYTES = 32
_WANTED = func.json_each(bindparam("wanted")).table_valued("value")


class YearKeys:
    """The keys of the house during one verb; one that is missing is made when it is needed."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._keys = _known(work.connection, work.centre())
        self._closed: dict[int, bool] = {}

    def known(self, year: int) -> str | None:
        """The key of `year` (hex), None where there is none yet."""
        return self._keys.get(year)

    def is_closed(self, year: int) -> bool:
        """Whether the key of `year` was erased: then nothing of it changes any more."""
        if year not in self._closed:
            here = year not in self._keys
            self._closed[year] = here and bool(
                erased_among(self._work.connection, [self._row_of(year)])
            )
        return self._closed[year]

    def of(self, year: int) -> str:
        """The key of `year` (hex), which is not closed; made now if it is the first time."""
        if year not in self._keys:
            key = secrets.token_hex(_KEY_BYTES)
            self._work.insert(
                figure_key,
                {
                    "id": self._row_of(year),
                    "centre_id": self._work.centre(),
                    "year": year,
                    "key": key,
                },
            )
            self._keys[year] = key
        return self._keys[year]

    def _row_of(self, year: int) -> str:
        """The identifier of the key: two PCs that begin a year apart make one row."""
        return derived_id(figure_key.name, self._work.centre(), str(year))


def _known(connection: Connection, centre_id: str) -> dict[int, str]:
    found = select(figure_key.c.year, figure_key.c.key).where(figure_key.c.centre_id == centre_id)
    return {row.year: row.key for row in connection.execute(found)}


def participations_of(connection: Connection, people: Iterable[str]) -> set[str]:
    """The rows in which `people` (identifiers) are counted under a pseudonym, of all open years."""
    keys = connection.execute(select(figure_key.c.key)).scalars().all()
    names = [pseudonym(key, person_id) for person_id in people for key in keys]
    wanted = participation.c.pseudonym.in_(select(_WANTED.c.value))
    found = select(participation.c.id).where(wanted)
    return set(connection.execute(found, {"wanted": json.dumps(names)}).scalars())
