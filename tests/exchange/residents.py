"""The PCs with which a simulated city begins: two houses with a manager each, and the city's own.

Made once for all histories: certificates of the root, and one epoch for every scope.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from begegnung.exchange import layout
from begegnung.exchange.certificates import ROOT, Certificate, Role
from begegnung.exchange.epochs import EpochKeys, KnownEpoch, epoch_of, make_key_file
from tests.exchange.moment import NOW
from tests.exchange.papers import MARK, certificate_of, keys_of, pseudo_random


@dataclass(frozen=True)
class Resident:
    """A PC that was approved when the history began; `house` is empty for that of the city."""

    device: str
    house: str
    role: Role = "pc"

    @property
    def scopes(self) -> tuple[str, ...]:
        return scopes_of(self.house)

    @property
    def certificate(self) -> Certificate:
        return _certificate(self)


CITY_PC = Resident("c0", "", "city")
HOUSES: Mapping[str, tuple[Resident, ...]] = {
    "0001": (Resident("a0", "0001", "manager"), *(Resident(f"a{n}", "0001") for n in (1, 2, 3))),
    "0002": (Resident("b0", "0002", "manager"), *(Resident(f"b{n}", "0002") for n in (1, 2))),
}


def scopes_of(house: str) -> tuple[str, ...]:
    """The scopes that a PC of `house` takes part in."""
    return (layout.CITY, layout.house_scope(house)) if house else (layout.CITY,)


@lru_cache
def _certificate(resident: Resident) -> Certificate:
    return certificate_of(resident.device, resident.house, resident.role)


@lru_cache
def _first_key(scope: str) -> tuple[str, bytes]:
    """The first epoch of a scope and its key."""
    key = pseudo_random(f"first key of {scope}")(32)
    return epoch_of(key, scope, NOW), key


@lru_cache
def epochs_at_first(device: str, scope: str) -> Mapping[str, KnownEpoch]:
    """The first epoch of a scope as the PC keeps it."""
    epoch, key = _first_key(scope)
    keys = keys_of(device)
    box = EpochKeys({}, keys).add(epoch, key, pseudo_random(f"box of {device} for {scope}"))
    return {epoch: KnownEpoch(box)}


@lru_cache
def papers_at_first(residents: tuple[Resident, ...]) -> Mapping[str, bytes]:
    """Certificates and key files of the PCs with which a history begins, by their paths."""
    papers = {r.certificate.path: r.certificate.document.data for r in residents}
    for scope in sorted({scope for r in residents for scope in r.scopes}):
        members = [r for r in residents if scope in r.scopes]
        epoch, key = _first_key(scope)
        recipients = {r.certificate.hash: r.certificate.agree_public for r in members}
        file = make_key_file(
            scope,
            epoch,
            {epoch: key},
            {**recipients, ROOT: MARK.agree_public},
            mark=MARK,
            device=members[0].device,
            issuer=members[0].certificate.hash,
            issuer_keys=keys_of(members[0].device),
            random_bytes=pseudo_random(f"first key file of {scope}"),
        )
        papers[file.path] = file.document.data
    return papers
