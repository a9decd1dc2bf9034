"""What makes a PC one of those that exchange: its keys, certificate and scopes, and its trust."""

from collections.abc import Mapping
from dataclasses import dataclass

from begegnung.exchange.certificates import Certificate
from begegnung.exchange.chain import Trust
from begegnung.exchange.identity import DeviceKeys


@dataclass(frozen=True, slots=True)
class ScopeAccess:
    """A scope that this PC takes part in: its keys by epoch, and the epoch to seal with."""

    name: str
    keys: Mapping[str, bytes]
    epoch: str


@dataclass(frozen=True, slots=True)
class Membership:
    """An approved PC during one run: what it signs with, whom it believes, what it can open."""

    keys: DeviceKeys
    certificate: Certificate
    trust: Trust
    accesses: tuple[ScopeAccess, ...]

    def may_write(self, scope: str) -> bool:
        """Whether this PC seals in `scope`; what it only reads it neither adds to nor sums up."""
        return self.certificate.may_write(scope)
