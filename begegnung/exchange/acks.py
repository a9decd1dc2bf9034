"""Acknowledgements: what each PC has taken in, and whether all show the same.

After a run with news a PC says which heads it has. When it wrote a snapshot, or read one that ends
exactly where it stands itself, it also says the hash of what it shows then. Two PCs that stood at
the same heads must have said the same hash; where they have not, nothing is cleared away any more.

An acknowledgement decides nothing else: it is there to be shown, and to find out who is behind.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from begegnung.exchange import layout
from begegnung.exchange.bundle import ScopeAccess
from begegnung.exchange.codec import (
    MAX_DEPS,
    NeedsNewer,
    Unreadable,
    as_int,
    as_items,
    as_text,
    hash_of,
)
from begegnung.exchange.documents import parse_document, sign_document
from begegnung.exchange.errand import Errand, Standpoint, Steps
from begegnung.exchange.publish import Outcome, publish
from begegnung.exchange.report import Finding
from begegnung.exchange.share import SharingViolation

KEPT = 2
"""Acknowledgements of one PC that stay on the share."""


@dataclass(frozen=True, slots=True)
class Ack:
    """What a PC has said: its heads, its last known state, its version, when (UTC ms).

    `number` counts the acknowledgements of one device. `issuer` is its certificate.
    """

    scope: str
    device: str
    number: int
    heads: tuple[str, ...]
    standpoint: Standpoint | None
    schema: int
    at_ms: int
    issuer: str
    data: bytes

    @property
    def path(self) -> str:
        """Where it lies on the share."""
        return layout.ack_path(self.scope, self.device, self.number, hash_of(self.data))


def make_ack(
    errand: Errand, scope: str, number: int, heads: tuple[str, ...], standpoint: Standpoint | None
) -> Ack:
    """The acknowledgement of this PC, signed."""
    member = errand.member
    fields: dict[str, Any] = {
        "scope": scope,
        "device": member.certificate.device,
        "n": number,
        "heads": list(heads),
        "state": None if standpoint is None else [list(standpoint.heads), standpoint.state],
        "schema": errand.ledger.schema().version,
        "at": round(errand.now.timestamp() * 1000),
        "issuer": member.certificate.hash,
    }
    return parse_ack(sign_document("ack", fields, member.keys))


@lru_cache(maxsize=64)
def parse_ack(data: bytes) -> Ack:
    """The acknowledgement in `data`, its signature not checked; raises as `parse_document`."""
    fields = parse_document(data, "ack").fields
    state = fields.get("state")
    standpoint = None
    if state is not None:
        heads, digest = as_items(state, 2, exactly=True)
        standpoint = Standpoint(_hashes(heads), as_text(digest, layout.is_hash))
    return Ack(
        scope=as_text(fields.get("scope"), layout.is_scope),
        device=as_text(fields.get("device"), layout.is_device),
        number=as_int(fields.get("n"), 1, layout.MAX_SEQ),
        heads=_hashes(fields.get("heads")),
        standpoint=standpoint,
        schema=as_int(fields.get("schema")),
        at_ms=as_int(fields.get("at")),
        issuer=as_text(fields.get("issuer"), layout.is_hash),
        data=data,
    )


def _hashes(value: Any) -> tuple[str, ...]:
    return tuple(as_text(one, layout.is_hash) for one in as_items(value, MAX_DEPS))


def differing(acks: Iterable[Ack]) -> bool:
    """Whether two PCs stood at the same heads and did not show the same."""
    said: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for ack in acks:
        if ack.standpoint is not None:
            said[tuple(sorted(ack.standpoint.heads))].add(ack.standpoint.state)
    return any(len(states) > 1 for states in said.values())


class Acks:
    """The acknowledgements of one scope during one run."""

    def __init__(self, errand: Errand, access: ScopeAccess) -> None:
        self._errand = errand
        self._scope = access.name
        self._own: list[str] = []

    def read(self) -> Steps[None]:
        """Read what others have said since the last time."""
        errand, known = self._errand, dict(self.kept())
        folder = layout.acks_folder(self._scope)
        own = errand.ledger.device()
        found = False
        for entry in (yield from errand.list(folder)):
            path = f"{folder}/{entry.name}"
            name = layout.AckPath.parse(path)
            if name is None or entry.is_folder:
                continue
            if name.device == own:
                self._own.append(path)
            last = known.get(name.device)
            if last is not None and last.number >= name.number:
                continue
            ack = yield from self._read(path, name)
            if ack is not None:
                known[ack.device] = ack
                found = True
        if found:
            self._keep(known)
        if differing(known.values()):
            errand.diverged.add(self._scope)
            errand.note(Finding.DIVERGED, self._scope)

    def write(self) -> Steps[None]:
        """Say where this PC stands, if that is news, and take older acknowledgements away."""
        errand, ledger = self._errand, self._errand.ledger
        known = self.kept()
        own = known.get(ledger.device())
        heads = tuple(sorted(ledger.standing(self._scope).heads))
        said = own.standpoint if own else None
        standpoint = errand.standpoints.get(self._scope, said)
        if not heads or not errand.member.may_write(self._scope):
            return
        if own and (own.heads, said, own.schema) == (heads, standpoint, ledger.schema().version):
            if own.path in self._own:
                return
            ack = own
        else:
            number = own.number + 1 if own else 1
            ack = make_ack(errand, self._scope, number, heads, standpoint)
        try:
            outcome = yield from publish(errand, ack.path, ack.data)
        except SharingViolation:
            outcome = Outcome.UNSURE
        if outcome not in (Outcome.WRITTEN, Outcome.ALREADY):
            return
        self._keep({**known, ack.device: ack})
        for path in sorted(self._own, reverse=True)[KEPT - 1 :]:
            try:
                yield from errand.delete(path)
            except SharingViolation:
                continue

    def kept(self) -> Mapping[str, Ack]:
        """The last acknowledgement of each device, as far as this PC has read them."""
        return last_acks(self._errand.ledger.acks(self._scope))

    def _keep(self, acks: Mapping[str, Ack]) -> None:
        self._errand.ledger.keep_acks(self._scope, [ack.data for ack in acks.values()])

    def _read(self, path: str, name: layout.AckPath) -> Steps[Ack | None]:
        try:
            data = yield from self._errand.read(path)
            ack = parse_ack(data)
        except (FileNotFoundError, SharingViolation, NeedsNewer, Unreadable):
            return None
        member = self._errand.member
        writer = member.trust.certificates.get(ack.issuer)
        if writer is None or not member.trust.is_valid(ack.issuer):
            return None
        good = (
            ack.path == path
            and writer.device == ack.device == name.device
            and writer.may_write(self._scope)
            and parse_document(data, "ack").is_signed_by(writer.sign_public)
        )
        return ack if good else None


def last_acks(kept: Iterable[bytes]) -> dict[str, Ack]:
    """Acknowledgements that were kept, by device."""
    return {ack.device: ack for ack in map(parse_ack, kept)}


def note_standpoint(errand: Errand, scope: str, heads: Iterable[str]) -> None:
    """Remember what this PC shows, if it stands exactly at `heads`: others can be compared then."""
    where = tuple(sorted(heads))
    state = errand.ledger.state_at(scope, where)
    if state is not None:
        errand.standpoints[scope] = Standpoint(where, state)
