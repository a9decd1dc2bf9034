"""Nothing brings an erased person back: not a PC that was away, not a restored backup.

A PC that was offline may bring a new booking of somebody who was erased meanwhile, or make her
entry one with another. What leads to an erased person goes as well, after every exchange and at
every PC alike. Entries of the ledger stay, as the law wants; nothing leads from them to a name.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from begegnung.db.tables import SHARED, bundle, erased, household, participation, person
from begegnung.db.work import Work, get_local, set_local
from begegnung.model.erasure import FATES
from begegnung.services.erasure_reach import Rows, deletions, reach, told_for
from begegnung.services.erasure_steps import carry_out, without_ledger
from begegnung.services.person_merges import part_from_erased
from begegnung.services.pseudonyms import participations_of

_FOLLOWED = "erasures followed"
"""Under this key the file notes how far it has looked: the last bundle, and for whom."""


@dataclass(frozen=True, slots=True)
class ApplyAgain:
    """Rows by table that were erased, in a file that does not know it or whose log does not."""

    rows: Mapping[str, frozenset[str]]


def apply_again(work: Work, request: ApplyAgain) -> tuple[str, ...]:
    """Erases once more what a restored backup has brought back; gives who moved up.

    As an action of its own: what was never exchanged before has to reach the other PCs.
    """
    rows: Rows = {table: set(ids) for table, ids in request.rows.items() if table in SHARED}
    moved = carry_out(work, rows, "exchange")
    return (*moved, *follow_erasures(work))


def follow_erasures(work: Work) -> tuple[str, ...]:
    """Erases what leads to people who were erased; gives the bookings that moved up.

    To be called after every exchange; the same on every PC.
    """
    gone = _erased_rows(work)
    people = gone.get(person.name)
    if not people:
        return ()
    bundles, known = json.loads(get_local(work.connection, _FOLLOWED) or "[0, []]")
    new = people - set(known)
    part_from_erased(work, people)
    found = reach(work.connection, gone, deletions(work.connection, bundles))
    told = told_for(work.connection, people, bundles)
    if new and bundles:
        # Of them everything may tell, also what was here before.
        before = deletions(work.connection)
        for table, ids in reach(work.connection, {person.name: new}, before).items():
            found.setdefault(table, set()).update(ids)
        told += told_for(work.connection, new)
    work.untitle(told)
    fresh = {table: ids - gone.get(table, set()) for table, ids in found.items()}
    rows = without_ledger(fresh)
    rows[household.name] = _households(work, gone, empty=bool(new))
    # A PC that did not know it yet may have counted her once more.
    rows[participation.name] = participations_of(work.connection, people)
    moved = carry_out(work, rows, "exchange")
    newest = work.connection.execute(select(func.max(bundle.c.n))).scalar() or 0
    set_local(work.connection, {_FOLLOWED: json.dumps([newest, sorted(people)])})
    return moved


def _erased_rows(work: Work) -> Rows:
    """What was erased and may be led to, also by this verb."""
    targets = {target for fate in FATES.values() for target in fate.leads.values()}
    targets.add(household.name)
    gone: Rows = {}
    noted: Iterable[tuple[str, str]] = [
        (row.entity, row.entity_id)
        for row in work.connection.execute(
            select(erased.c.entity, erased.c.entity_id).where(erased.c.entity.in_(targets))
        )
    ]
    own = [(c.entity, c.entity_id) for c in work.changes if c.kind == "E" and c.entity in targets]
    for entity, row_id in (*noted, *own):
        gone.setdefault(entity, set()).add(row_id)
    return gone


def _households(work: Work, gone: Rows, *, empty: bool) -> set[str]:
    """Takes people out of households that were erased; gives those in which nobody is left.

    These only when somebody was erased since the last time (`empty`): two PCs may have erased one
    of the last two each.
    """
    lost = gone.get(household.name, set())
    members = select(person.c.id, person.c.household_id).where(person.c.household_id.is_not(None))
    lived_in: set[str] = set()
    for row in work.connection.execute(members).all():
        if row.household_id in lost:
            work.update(person, row.id, {"household_id": None})
        else:
            lived_in.add(row.household_id)
    if not empty:
        return set()
    return set(work.connection.execute(select(household.c.id)).scalars()) - lived_in
