"""What a damaged database still says of people's entries goes into the restored one.

Entries that were in no bundle yet wait for the exchange again, as the actions they were: the same
identifiers, moments and people. Of those that were in a bundle only what no bundle known here holds
is taken; and as others may have gone on meanwhile, such a change only takes back its place where
nobody has touched the value since.
"""

import base64
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, func, select

from begegnung.db.erasing import erased_among
from begegnung.db.origins import STUB, with_origin
from begegnung.db.salvage import RestAction, rest_actions
from begegnung.db.tables import SHARED, action, change, device, local
from begegnung.db.work import change_row, plain, set_local
from begegnung.model.changes import Action, Change, next_stamp
from begegnung.services.bundle_graph import ancestry_of, known_bundles
from begegnung.services.desk import Desk, View
from begegnung.services.erasure_lent import erase_with_lent
from begegnung.services.merging import RowKey, dissolve_origins, move_clock, write_merged

_AT_ONCE = 200
_SEQ_GAP = 1000
"""So many numbers are passed over after a restore: some actions may still come back by exchange."""

_FIRST_MS = 1_577_836_800_000
"""The year 2020: no identifier of ours is older."""


class Salvaged(NamedTuple):
    """What was taken: actions, changes; changes whose row is unknown; changes overtaken since."""

    actions: int = 0
    changes: int = 0
    incomplete: int = 0
    overtaken: int = 0

    def plus(self, other: "Salvaged") -> "Salvaged":
        """Both together."""
        return Salvaged(*(a + b for a, b in zip(self, other, strict=True)))


How = Literal["alone", "guarded", "as it was"]
"""How the rest meets what is there.

"alone": nothing came from others since, so the rest simply goes on. "guarded": others may have gone
on; a change only counts where nobody has touched the value since. "as it was": what was waiting is
only noted in the log, to be sealed with what the damaged file knew; `show` does the rest then.
"""


class Taken(NamedTuple):
    """What was taken, and the rows that `show` has to bring up to date."""

    salvaged: Salvaged
    rows: tuple[RowKey, ...]


def take_rest(desk: Desk, rest: Path, how: How) -> Taken:
    """Takes what was in no bundle yet, and what was in one that nobody here has heard of.

    All in the order in which it was written. What other houses plan is left out: it comes back by
    the exchange, from those it belongs to.
    """
    total = Salvaged()
    ours: set[RowKey] = set()
    later: dict[RowKey, None] = {}
    waiting = _missing_here(desk, rest)
    while some := list(islice(waiting, _AT_ONCE)):
        with desk.local_transaction() as connection:
            taking = _Taking(connection, desk, ours, how)
            total = total.plus(taking.take(some))
            later.update(taking.later)
    return Taken(total, tuple(later))


def show(desk: Desk, rows: Sequence[RowKey]) -> None:
    """Makes rows what the log says of them, questions for people included."""
    for start in range(0, len(rows), _AT_ONCE):
        with desk.local_transaction() as connection:
            write_merged(connection, rows[start : start + _AT_ONCE], ancestry_of(connection))


def _missing_here(desk: Desk, rest: Path) -> Iterator[RestAction]:
    """The actions of the rest with those of their changes that are in no bundle known here."""
    foreign = desk.read(_of_other_houses)
    known: set[str] = set()
    asked: set[str] = set()
    for one in rest_actions(rest):
        hashes = {c["bundle"] for c in one.changes if c["bundle"] is not None}
        if new := hashes - asked:
            known |= desk.read(_known_of, new)
            asked |= new
        is_foreign = one.row is not None and one.row["device"] in foreign
        here = hashes if is_foreign else known
        left = tuple(c for c in one.changes if c["bundle"] is None or c["bundle"] not in here)
        if left:
            yield one._replace(changes=left)


def _of_other_houses(view: View) -> set[str]:
    """The PCs that belong to another house."""
    others = select(device.c.id).where(
        device.c.centre_id.is_not(None), device.c.centre_id != view.centre_id
    )
    return set(view.connection.execute(others).scalars())


def _known_of(view: View, hashes: Iterable[str]) -> set[str]:
    return known_bundles(view.connection, hashes)


class _Taking:
    """One transaction full of actions of the rest; `ours` are the rows they have changed so far."""

    def __init__(self, connection: Connection, desk: Desk, ours: set[RowKey], how: How) -> None:
        self._connection, self._desk, self._ours, self._how = connection, desk, ours, how
        self.later: dict[RowKey, None] = {}
        self._there: dict[RowKey, Mapping[str, Any] | None] = {}

    def take(self, some: Sequence[RestAction]) -> Salvaged:
        """Takes the actions that are not in the log yet, each once."""
        known = self._known([one.id for one in some])
        gone = self._erase(some)
        total = Salvaged()
        touched: dict[RowKey, None] = {}
        for one in some:
            new = [c for c in one.changes if (one.id, c["scope"]) not in known]
            kept, incomplete, overtaken = self._fitting(
                [c for c in new if c["entity_id"] not in gone]
            )
            total = total.plus(Salvaged(bool(kept), len(kept), incomplete, overtaken))
            if not kept:
                continue
            keys = [(c.entity, c.entity_id) for _, c in kept]
            dissolve_origins(self._connection, [k for k in keys if k not in touched])
            touched.update(dict.fromkeys(keys))
            self._write(one, kept, nameless=any(c["entity_id"] in gone for c in one.changes))
        shown = [key for key in touched if key[0] in SHARED]
        if self._how == "as it was":
            self.later.update(dict.fromkeys(shown))
        else:
            write_merged(self._connection, shown, ancestry_of(self._connection))
        return total

    def _known(self, ids: Sequence[str]) -> set[tuple[str, str]]:
        """Action and scope of what the log has already: an action is there as a whole or not."""
        rows = self._connection.execute(
            select(change.c.action_id, change.c.scope).where(change.c.action_id.in_(ids)).distinct()
        )
        return {(row[0], row[1]) for row in rows}

    def _erase(self, some: Sequence[RestAction]) -> set[str]:
        """Carries out what was erased; gives the rows that must not come back."""
        gone: dict[str, list[RowKey]] = {}
        for c in (c for one in some for c in one.changes if c["kind"] == "E"):
            gone.setdefault(c["scope"], []).append((c["entity"], c["entity_id"]))
        for scope, keys in sorted(gone.items()):
            erase_with_lent(self._connection, scope, keys)
        ids = {c["entity_id"] for one in some for c in one.changes if c["kind"] != "E"}
        return erased_among(self._connection, ids)

    def _fitting(
        self, changes: Sequence[Mapping[str, Any]]
    ) -> tuple[list[tuple[str, Change]], int, int]:
        """The changes with their scope that mean something here; how many know no row, or are late.

        A change of a row of which nothing else is known would make a row without a beginning.
        """
        kept: list[tuple[str, Change]] = []
        incomplete = overtaken = 0
        for raw in changes:
            made = _change_of(raw)
            key, row = (made.entity, made.entity_id), self._row(made)
            if made.kind in ("U", "D") and row is None and not self._heard_of(made.entity_id):
                incomplete += 1
                continue
            left = self._left_of(made, row, is_free=self._is_free(raw))
            if left is None:
                overtaken += 1
                continue
            kept.append((raw["scope"], left))
            self._ours.add(key)
            self._there[key] = None if left.kind in "DE" else {**(row or {}), **(left.after or {})}
        return kept, incomplete, overtaken

    def _is_free(self, raw: Mapping[str, Any]) -> bool:
        """Whether a change need not look at what others have done since."""
        return self._how == "alone" or (self._how == "as it was" and raw["bundle"] is None)

    def _left_of(
        self, made: Change, row: Mapping[str, Any] | None, *, is_free: bool
    ) -> Change | None:
        """What a change still has to say when the row is `row`; None for nothing."""
        if made.kind == "E" or made.entity not in SHARED:
            return made
        if made.kind == "I":
            alone = is_free or (made.entity, made.entity_id) in self._ours
            return made if row is None and (alone or not self._heard_of(made.entity_id)) else None
        if is_free and self._how == "as it was":
            return made
        if row is None:
            return None
        return made if is_free else _untouched(made, row)

    def _row(self, made: Change) -> Mapping[str, Any] | None:
        """The row that a change speaks of as it is after the changes before; None without one."""
        key = (made.entity, made.entity_id)
        if key not in self._there:
            self._there[key] = self._read(key)
        return self._there[key]

    def _read(self, key: RowKey) -> Mapping[str, Any] | None:
        if key[0] not in SHARED:
            # A table of a newer program: its changes are kept for it as they are.
            return {}
        table = SHARED[key[0]]
        found = self._connection.execute(select(table).where(table.c.id == key[1])).mappings()
        row = found.first()
        return None if row is None else plain(row)

    def _heard_of(self, row_id: str) -> bool:
        if with_origin(self._connection, [row_id]):
            return True
        logged = select(change.c.n).where(change.c.entity_id == row_id).limit(1)
        return self._connection.execute(logged).first() is not None

    def _write(
        self, one: RestAction, kept: Sequence[tuple[str, Change]], *, nameless: bool
    ) -> None:
        done = self._action(one)
        self._connection.execute(
            action.insert().prefix_with("OR IGNORE"),
            {name: getattr(done, name) for name in _ACTION} | ({"title": ""} if nameless else {}),
        )
        positions: Counter[str] = Counter()
        for scope, made in kept:
            row = change_row(done.id, positions[scope], scope, made)
            self._connection.execute(change.insert(), row)
            positions[scope] += 1
        move_clock(self._connection, [done.stamp], self._desk.now_ms())

    def _action(self, one: RestAction) -> Action:
        """The action of the rest; where only its changes are left, what its identifier says."""
        if one.row is not None:
            return Action(**{name: one.row[name] for name in _ACTION}, changes=())
        made_ms = _made_at(one.id) or self._desk.now_ms()
        stamp = next_stamp(0, made_ms)
        return Action(one.id, self._desk.device, 0, stamp, STUB, "", None, None)


def _change_of(raw: Mapping[str, Any]) -> Change:
    before, after = raw["before"], raw["after"]
    return Change(
        raw["entity"],
        raw["entity_id"],
        raw["kind"],
        None if before is None else json.loads(before),
        None if after is None else json.loads(after),
    )


_ACTION = ("id", "device", "seq", "stamp", "verb", "title", "actor", "undoes")


def _untouched(made: Change, row: Mapping[str, Any]) -> Change | None:
    """What of a change still meets the values that it was made for; None for nothing."""
    before = made.before or {}
    if made.kind == "D":
        return made if all(row.get(k) == v for k, v in before.items()) else None
    after = made.after or {}
    fitting = [name for name in after if name in before and row.get(name) == before[name]]
    if not fitting:
        return None
    return replace(
        made, before={n: before[n] for n in fitting}, after={n: after[n] for n in fitting}
    )


def _made_at(identifier: str) -> int | None:
    """The UTC milliseconds in an identifier that was made at a desk, None where there are none."""
    raw = base64.b32hexdecode(identifier.upper() + "=" * (-len(identifier) % 8))
    made_ms = int.from_bytes(raw[2:8], "big")
    return made_ms if _FIRST_MS <= made_ms < 4 * _FIRST_MS else None


def go_on_counting(desk: Desk, noted: Mapping[str, str]) -> None:
    """Later actions get numbers and moments after all that this PC has ever given.

    `noted` is what the damaged file knew of itself.
    """
    with desk.local_transaction() as connection:
        own = dict(connection.execute(select(local.c.key, local.c.value)).all())
        seen = connection.execute(
            select(func.max(action.c.seq)).where(action.c.device == desk.device)
        ).scalar()
        seqs = [_number(own, "seq"), _number(noted, "seq"), seen or 0]
        stamps = [_number(own, "stamp"), min(_number(noted, "stamp"), next_stamp(0, desk.now_ms()))]
        set_local(connection, {"seq": str(max(seqs) + _SEQ_GAP), "stamp": str(max(stamps))})


def _number(noted: Mapping[str, str], key: str) -> int:
    value = noted.get(key, "0")
    return int(value) if value.isdecimal() else 0
