"""Who takes part in the exchange, as far as this PC knows."""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from begegnung.db.tables import action, centre, device
from begegnung.exchange.certificates import Certificate, Role, parse_mark
from begegnung.exchange.chain import Trust
from begegnung.exchange.layout import REQUESTS
from begegnung.exchange.trust import trust_of
from begegnung.model.changes import stamp_ms
from begegnung.services.desk import Desk, View
from begegnung.services.exchange_ledger import DatabaseLedger
from begegnung.services.joining import asked_words
from begegnung.services.key_store import device_keys


class PcLine(NamedTuple):
    """A PC that was approved once.

    `name` and `house_name` are empty where they have not arrived here. `last_seen_ms` is when it
    last wrote something that arrived (UTC), None for never. `revoked` when it was locked out.
    """

    device: str
    name: str
    house: str
    house_name: str
    role: Role
    last_seen_ms: int | None
    revoked: bool
    own: bool


class EpochLine(NamedTuple):
    """A key of a scope ("stadt", "h-" or "z-" and a house) this PC has; one is in use at a time."""

    scope: str
    epoch: str
    superseded: bool


class ShareStatus(NamedTuple):
    """Where this PC stands: `state` is "none", "asked", "member" or "revoked".

    `words` are the six words of its request while that waits. `role` and `house` are those of its
    certificate, empty for none.
    """

    state: str
    words: tuple[str, ...]
    role: str
    house: str
    pcs: tuple[PcLine, ...]
    epochs: tuple[EpochLine, ...]


def share_status(desk: Desk, folder: Path) -> ShareStatus:
    """The state of this PC and all PCs it knows, sorted by house and name; asks no share.

    Raises `DeviceKeyUnusable` for damaged keys.
    """
    keys = device_keys(folder, desk.device)
    ledger = DatabaseLedger(desk, keys)
    kept = ledger.mark()
    if kept is None:
        return ShareStatus("none", (), "", "", (), ())
    trust = trust_of(ledger, parse_mark(kept))
    own = trust.own(desk.device, keys.sign_public)
    house = "" if own is None else own.house
    epochs = tuple(
        EpochLine(scope, epoch, known.superseded)
        for scope in ledger.scopes_read(house)
        for epoch, known in sorted(ledger.epochs(scope).items())
    )
    asked = bool(ledger.documents(REQUESTS))
    return ShareStatus(
        state=_state(trust, own, asked=asked),
        words=asked_words(desk) if asked else (),
        role="" if own is None else own.role,
        house=house,
        pcs=desk.read(_pcs, trust),
        epochs=epochs,
    )


def _state(trust: Trust, own: Certificate | None, *, asked: bool) -> str:
    if own is not None and trust.is_valid(own.hash):
        return "member"
    if asked:
        return "asked"
    return "none" if own is None else "revoked"


def _pcs(view: View, trust: Trust) -> tuple[PcLine, ...]:
    names = {
        row.id: row.name for row in view.connection.execute(select(device.c.id, device.c.name))
    }
    houses = {
        row.id: row.name for row in view.connection.execute(select(centre.c.id, centre.c.name))
    }
    certified = trust.of_each_device()
    seen = {one.device: _last_written(view, one.device) for one in certified.values()}
    lines = [
        PcLine(
            device=one.device,
            name=names.get(one.device, ""),
            house=one.house,
            house_name=houses.get(one.house, ""),
            role=one.role,
            last_seen_ms=seen.get(one.device),
            revoked=not trust.is_valid(one.hash),
            own=one.device == view.device,
        )
        for one in certified.values()
    ]
    return tuple(sorted(lines, key=lambda line: (line.house_name, line.name, line.device)))


def _last_written(view: View, device_id: str) -> int | None:
    """When the last action of a PC that is known here was made (UTC ms)."""
    last = select(action.c.stamp).where(action.c.device == device_id).order_by(action.c.seq.desc())
    stamp = view.connection.execute(last.limit(1)).scalar()
    return None if stamp is None else stamp_ms(stamp)
