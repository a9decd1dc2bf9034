"""Sealing entries of a damaged database with what its PC knew when they were made.

After a recovery the restored database knows more than the damaged one did: others went on. Entries
that were waiting there must not claim to have seen that, or they would silently replace it. So they
are sealed on top of the bundles that the damaged file had taken in. Where both changed the same,
people are asked, as after every exchange.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from sqlalchemy import Connection

from begegnung.exchange.bundle import Standing
from begegnung.exchange.errand import Errand
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.layout import is_figures
from begegnung.exchange.membership import ScopeAccess
from begegnung.exchange.repository import greet
from begegnung.exchange.sealing import seal_pending
from begegnung.exchange.trust import Papers
from begegnung.model.errors import Trouble
from begegnung.services.bundle_graph import known_bundles
from begegnung.services.desk import Desk, View
from begegnung.services.exchange_ledger import DatabaseLedger
from begegnung.services.key_store import device_keys
from begegnung.services.share_steps import carried_out, errand_on

_HEADS = "heads:"


class LateSealing:
    """What seals the entries of a damaged file as of its own time; ready before they are there."""

    def __init__(self, errand: Errand, accesses: Sequence[ScopeAccess]) -> None:
        self._errand, self._accesses = errand, accesses

    def seal(self) -> None:
        """Puts all that is pending into bundles of a lane of their own."""
        ledger = self._errand.ledger
        for access in self._accesses:
            if ledger.pending(access.name, 1):
                # The lane so far may rest on bundles that the damaged file did not know.
                ledger.new_incarnation(access.name)
                seal_pending(self._errand, access)
                # Whatever is sealed from now on knows everything again.
                ledger.new_incarnation(access.name)


def late_sealing(
    desk: Desk, folder: Path, share: str, told: Mapping[str, str]
) -> LateSealing | None:
    """The sealing for a desk that was brought up to date with `share`.

    `told` is what the damaged file had noted of itself. None where that does not say what it knew,
    or where it knew what nobody has any more, or where the share has gone meanwhile.
    """
    heads = _heads_of(told)
    wanted = {head for some in heads.values() for head in some}
    if not heads or desk.read(_known, wanted) != wanted:
        return None
    keys = device_keys(folder, desk.device)
    try:
        errand = errand_on(desk, keys, share)
        errand.ledger = _LedgerAsItWas(desk, keys, heads)
        mark = carried_out(greet(errand, put_mark_back=False))
        accesses = carried_out(Papers(errand, mark).read()).accesses
    except Trouble:
        return None
    # Figures follow from the rest: a file that knew of none has nothing to say late.
    if any(one.name not in heads and not is_figures(one.name) for one in accesses):
        return None
    return LateSealing(errand, accesses)


def _known(view: View, names: set[str]) -> set[str]:
    return known_bundles(view.connection, names)


def _heads_of(told: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The bundles that the damaged file stood on, by scope; nothing of what is no list of names."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in told.items():
        if key.startswith(_HEADS):
            try:
                names = json.loads(value)
            except ValueError:
                return {}
            if not isinstance(names, list):
                return {}
            found[key.removeprefix(_HEADS)] = tuple(map(str, cast(list[object], names)))
    return found


class _LedgerAsItWas(DatabaseLedger):
    """The ledger of a desk that says of itself to know no more than the damaged file did."""

    def __init__(self, desk: Desk, keys: DeviceKeys, heads: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(desk, keys)
        self._heads = dict(heads)

    def _standing(self, connection: Connection, scope: str) -> Standing:
        standing = super()._standing(connection, scope)
        if standing.head is not None:
            # The second bundle of the lane rests on the first, and with it on the same heads.
            return replace(standing, heads=())
        return replace(standing, heads=self._heads.get(scope, standing.heads))
