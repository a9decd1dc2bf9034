"""Database and note of what was erased are brought together: at every opening and exchange.

What the note knows and the database does not came back with an old copy: it is erased again, as an
action of its own, so that the other PCs hear of it even if they never did before.
"""

from sqlalchemy import exists, select

from begegnung.db.tables import change, erased
from begegnung.model.erasure import ROOTS
from begegnung.services.desk import Desk, View
from begegnung.services.erased_file import Erasures, keep_erasures, kept_erasures


def remember(desk: Desk) -> int:
    """Erases again what an old copy has brought back, and notes what was erased since.

    Gives how many rows had to be erased again. Nothing is done before the house is known.
    """
    if desk.centre_id is None:
        return 0
    folder = desk.path.parent
    noted, known = kept_erasures(folder), desk.read(_erased, told=False)
    missing = _without(_joined(noted, known), desk.read(_erased, told=True))
    if missing:
        # Imported here because hardly any start has something to erase again.
        from begegnung.services.erasure_following import ApplyAgain, apply_again

        # Nobody's doing: whoever is signed in did not decide this.
        nobody = desk.for_thread()
        nobody.actor = None
        nobody.act(apply_again, ApplyAgain(missing))
    keep_erasures(folder, _joined(noted, desk.read(_erased, told=False)))
    return sum(map(len, missing.values()))


def _erased(view: View, *, told: bool) -> Erasures:
    """What the database knows to be erased; with `told` what its log tells the others."""
    wanted = select(erased.c.entity, erased.c.entity_id).where(erased.c.entity.in_(ROOTS))
    if told:
        wanted = wanted.where(
            exists().where(change.c.entity_id == erased.c.entity_id, change.c.kind == "E")
        )
    found: dict[str, set[str]] = {}
    for entity, row_id in view.connection.execute(wanted):
        found.setdefault(entity, set()).add(row_id)
    return {table: frozenset(ids) for table, ids in found.items()}


def _joined(one: Erasures, other: Erasures) -> Erasures:
    return {
        table: one.get(table, frozenset()) | other.get(table, frozenset())
        for table in {**one, **other}
    }


def _without(all_of: Erasures, some: Erasures) -> Erasures:
    left = {table: ids - some.get(table, frozenset()) for table, ids in all_of.items()}
    return {table: ids for table, ids in left.items() if ids}
