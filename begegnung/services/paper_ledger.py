"""The database as the papers of the exchange work with it, see `exchange.ledger.Ledger`.

Nothing kept here is secret: documents lie on the share as well, and a box with a key opens only
with the private key of this PC, which is not in the database.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from begegnung.db.tables import document, scope_key
from begegnung.db.work import get_local, set_local
from begegnung.exchange.epochs import KnownEpoch
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.layout import CITY, figures_scope, house_scope, is_figures
from begegnung.services.desk import Desk, View

_MARK = "mark"


class PaperLedger:
    """The part of the ledger that knows mark, certificates, requests and keys."""

    def __init__(self, desk: Desk, keys: DeviceKeys) -> None:
        self._desk = desk
        self._keys = keys

    def mark(self) -> bytes | None:
        """See `Ledger.mark`."""
        return self._desk.read(kept_mark)

    def remember_mark(self, mark: bytes) -> None:
        """See `Ledger.remember_mark`."""
        with self._desk.local_transaction() as connection:
            if get_local(connection, _MARK) != mark.decode("utf-8"):
                connection.execute(document.delete())
                connection.execute(scope_key.delete())
                set_local(connection, {_MARK: mark.decode("utf-8")})

    def device(self) -> str:
        """See `Ledger.device`."""
        return self._desk.device

    def device_keys(self) -> DeviceKeys:
        """See `Ledger.device_keys`."""
        return self._keys

    def scopes(self, house: str) -> tuple[str, ...]:
        """See `Ledger.scopes`."""
        own = self._desk.centre_id or house
        return (CITY, house_scope(own), figures_scope(own)) if own else (CITY,)

    def scopes_read(self, house: str) -> tuple[str, ...]:
        """The scopes that this PC takes part in, and those of which it has been given figures."""
        found = select(scope_key.c.scope).distinct().order_by(scope_key.c.scope)
        given = self._desk.read(lambda view: view.connection.execute(found).scalars().all())
        own = self.scopes(house)
        return (*own, *(scope for scope in given if is_figures(scope) and scope not in own))

    def document_paths(self) -> AbstractSet[str]:
        """See `Ledger.document_paths`."""
        paths = select(document.c.path)
        return self._desk.read(lambda view: set(view.connection.execute(paths).scalars()))

    def documents(self, folder: str) -> Mapping[str, bytes]:
        """See `Ledger.documents`."""
        return self._desk.read(lambda view: documents_in(view.connection, folder))

    def keep_document(self, path: str, data: bytes) -> None:
        """See `Ledger.keep_document`."""
        kept = insert(document).values(path=path, data=data).on_conflict_do_nothing()
        with self._desk.local_transaction() as connection:
            connection.execute(kept)

    def forget_document(self, path: str) -> None:
        """See `Ledger.forget_document`."""
        with self._desk.local_transaction() as connection:
            connection.execute(document.delete().where(document.c.path == path))

    def epochs(self, scope: str) -> Mapping[str, KnownEpoch]:
        """See `Ledger.epochs`."""
        found = select(scope_key).where(scope_key.c.scope == scope)
        rows = self._desk.read(lambda view: view.connection.execute(found).all())
        return {row.epoch: KnownEpoch(row.box, row.superseded) for row in rows}

    def keep_epochs(
        self, scope: str, boxes: Mapping[str, bytes], superseded: AbstractSet[str]
    ) -> None:
        """See `Ledger.keep_epochs`."""
        with self._desk.local_transaction() as connection:
            for epoch, box in boxes.items():
                kept = insert(scope_key).values(scope=scope, epoch=epoch, box=box)
                connection.execute(
                    kept.on_conflict_do_update(index_elements=["scope", "epoch"], set_={"box": box})
                )
            connection.execute(
                scope_key.update()
                .where(scope_key.c.scope == scope, scope_key.c.epoch.in_(superseded))
                .values(superseded=True)
            )

    def forget_keys(self) -> None:
        """Keep no key of a scope any more: this PC gets new keys, which open none of the boxes."""
        with self._desk.local_transaction() as connection:
            connection.execute(scope_key.delete())


def kept_mark(view: View) -> bytes | None:
    """The mark of the repository that this PC belongs to or asks to join."""
    mark = get_local(view.connection, _MARK)
    return None if mark is None else mark.encode("utf-8")


def documents_in(connection: Connection, folder: str) -> dict[str, bytes]:
    """The kept documents of one folder of the share by path, folders below it left out."""
    # "0" is the character after "/".
    within = (document.c.path > f"{folder}/") & (document.c.path < f"{folder}0")
    rows = connection.execute(select(document.c.path, document.c.data).where(within))
    return {row.path: row.data for row in rows if "/" not in row.path[len(folder) + 1 :]}
