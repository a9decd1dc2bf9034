"""Which certificates and revocations hold: a pure function of the mark and of what is known.

So two PCs that know the same documents trust the same PCs, in whatever order they learnt of them,
and no clock is asked.

- A certificate is *sound* if it is signed by the root, or by the owner of a sound certificate who
  may decide about such a PC.
- Revocations of the root count first, then those of the city, then those of managers. One counts
  unless the keys it is signed with were revoked by somebody further up who did not keep it: a thief
  with the keys of a manager can lock out PCs of that house until the city revokes him, but none of
  the city, and what the manager had revoked before the theft stays revoked.
- Of two equals who revoke each other both are out.
- A certificate is *valid* if no revocation that counts names its keys, and none of those who
  issued it, and one another, was revoked without keeping it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from begegnung.exchange.certificates import ROLES, ROOT, Certificate, Mark, Revocation
from begegnung.exchange.documents import Document
from begegnung.exchange.identity import verify

LONGEST_CHAIN = 64
"""Certificates from the root to a PC: managers who approve their successors, for decades."""


class KeyMissing(ValueError):
    """Sealed by somebody, or with a key, of whom nothing is known here yet."""


class Forged(ValueError):
    """Not signed by whom it names, or signed by somebody who may not write there."""


class Trust:
    """What holds, given these documents; those of other repositories are left out."""

    def __init__(
        self,
        mark: Mark,
        certificates: Iterable[Certificate] = (),
        revocations: Iterable[Revocation] = (),
    ) -> None:
        self.mark = mark
        self._sound = _sound(mark, certificates)
        self._signed_revocations = {
            r.hash: r
            for r in revocations
            if r.repository == mark.repository and self._is_signed(r.issuer, r.document)
        }
        self.revocations: list[Revocation] = []
        """Those that count."""
        self._hits: dict[str, list[Revocation]] = {}
        for issuers in (_is_root, self._is_city, self._is_manager):
            self._count(issuers)
        self._valid = {h for h in self._sound if self._is_issued(h) and h not in self._hits}
        self._leaves: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for revocation in self.revocations:
            for scope, leaves in revocation.leaves.items():
                self._leaves[revocation.device, scope] |= leaves

    @property
    def certificates(self) -> Mapping[str, Certificate]:
        """All sound certificates by hash, valid or not."""
        return self._sound

    @property
    def known_revocations(self) -> frozenset[str]:
        """The hashes of the revocations that sound certificates have signed, counting or not."""
        return frozenset(self._signed_revocations)

    def is_valid(self, certificate: str) -> bool:
        """Whether the certificate with this hash holds."""
        return certificate in self._valid

    def is_revoked(self, certificate: str) -> bool:
        """Whether the keys of the certificate were revoked."""
        return certificate in self._hits

    def paths(self) -> frozenset[str]:
        """Where the sound certificates and the revocations signed by sound ones belong."""
        documents = (*self._sound.values(), *self._signed_revocations.values())
        return frozenset(document.path for document in documents)

    def members(self, scope: str) -> list[Certificate]:
        """The valid certificates whose PCs take part in `scope`, in a fixed order."""
        found = (self._sound[h] for h in sorted(self._valid))
        return [certificate for certificate in found if certificate.may_use(scope)]

    def writers(self, scope: str) -> list[Certificate]:
        """Those of the `members` that may seal in `scope`, in the same order."""
        return [certificate for certificate in self.members(scope) if certificate.may_write(scope)]

    def own(self, device: str, sign_public: bytes) -> Certificate | None:
        """The certificate that the owner of these keys goes by: a valid one, the most powerful."""
        return next(iter(self.all_own(device, sign_public)), None)

    def all_own(self, device: str, sign_public: bytes) -> list[Certificate]:
        """All certificates of the owner of these keys, what he goes by first."""
        found = (c for c in self._sound.values() if c.device == device)
        own = (c for c in found if c.sign_public == sign_public)
        return sorted(own, key=self._weight, reverse=True)

    def of_each_device(self) -> dict[str, Certificate]:
        """The certificate that each PC goes by, also those that were locked out."""
        best: dict[str, Certificate] = {}
        for found in self._sound.values():
            other = best.setdefault(found.device, found)
            best[found.device] = max(found, other, key=self._weight)
        return best

    def _weight(self, one: Certificate) -> tuple[bool, int, bool, int, str]:
        valid, role = one.hash in self._valid, ROLES.index(one.role)
        return valid, role, one.house != "", one.issued_ms, one.hash

    def signed_with(self, keys: frozenset[bytes]) -> frozenset[str]:
        """The hashes of the sound certificates and revocations that were signed with `keys`."""
        issuers = {h for h, c in self._sound.items() if c.sign_public in keys}
        return frozenset(
            document.hash
            for document in (*self._sound.values(), *self._signed_revocations.values())
            if document.issuer in issuers
        )

    def writer(self, certificate: str, scope: str, device: str) -> Certificate:
        """The sound certificate of whoever has signed something of `device` in `scope`.

        Raises:
            KeyMissing: it is not known.
            Forged: it is that of another PC, or of one that may not write in the scope.
        """
        found = self._sound.get(certificate)
        if found is None:
            raise KeyMissing("certificate")
        if found.device != device or not found.may_write(scope):
            raise Forged("may not write there")
        return found

    def is_signed_by_writer(
        self, certificate: str, scope: str, device: str, document: Document
    ) -> bool:
        """Whether keys of `scope` were handed on by who may do so: a PC of it, or one of the city.

        Raises:
            KeyMissing: the certificate is not known.
            Forged: it is that of another PC, or of one that has nothing to do with the scope.
        """
        found = self._sound.get(certificate)
        if found is not None and found.device == device and found.role == "city":
            return _is_signed(document, found.sign_public)
        writer = self.writer(certificate, scope, device)
        return _is_signed(document, writer.sign_public)

    def counts(self, certificate: str, scope: str, bundle: str) -> bool:
        """Whether a bundle counts by itself: its writer is valid, or a revocation names it.

        The same holds for a snapshot, given by its hash.
        What does not may still count because one that does rests on it.
        """
        if certificate in self._valid:
            return True
        writer = self._sound.get(certificate)
        return writer is not None and bundle in self._leaves.get((writer.device, scope), ())

    def _is_signed(self, issuer: str, document: Document) -> bool:
        if issuer == ROOT:
            return _is_signed(document, self.mark.sign_public)
        signer = self._sound.get(issuer)
        return signer is not None and _is_signed(document, signer.sign_public)

    def _is_city(self, issuer: str) -> bool:
        return issuer != ROOT and self._sound[issuer].role == "city"

    def _is_manager(self, issuer: str) -> bool:
        return issuer != ROOT and self._sound[issuer].role == "manager"

    def _count(self, issuers: Callable[[str], bool]) -> None:
        """Let the revocations of these issuers count, given those that count already."""
        counting = [
            r
            for h, r in sorted(self._signed_revocations.items())
            if issuers(r.issuer) and self._is_issued_by(r.issuer, h)
        ]
        hit = [(h, r) for r in counting for h in self._sound if self._reaches(r, self._sound[h])]
        for certificate, revocation in hit:
            self._hits.setdefault(certificate, []).append(revocation)
        self.revocations += counting

    def _reaches(self, revocation: Revocation, certificate: Certificate) -> bool:
        if certificate.device != revocation.device:
            return False
        if certificate.sign_public not in revocation.keys:
            return False
        if revocation.issuer == ROOT:
            return True
        issuer = self._sound[revocation.issuer]
        return issuer.may_decide_about(certificate.house, certificate.role)

    def _is_issued_by(self, issuer: str, document: str) -> bool:
        """Whether `issuer` could still sign when he signed `document`, as far as is known."""
        if issuer == ROOT:
            return True
        kept = all(document in r.kept for r in self._hits.get(issuer, ()))
        return kept and self._is_issued(issuer)

    def _is_issued(self, certificate: str) -> bool:
        return self._is_issued_by(self._sound[certificate].issuer, certificate)


def _is_root(issuer: str) -> bool:
    return issuer == ROOT


def _sound(mark: Mark, certificates: Iterable[Certificate]) -> dict[str, Certificate]:
    """The certificates whose signatures lead to the root, by hash."""
    by_issuer: defaultdict[str, list[Certificate]] = defaultdict(list)
    for certificate in certificates:
        if certificate.repository == mark.repository:
            by_issuer[certificate.issuer].append(certificate)
    sound = {c.hash: c for c in by_issuer.pop(ROOT, ()) if _is_signed(c.document, mark.sign_public)}
    todo = [(c, 1) for c in sound.values()]
    while todo:
        issuer, links = todo.pop()
        if links == LONGEST_CHAIN:
            continue
        for c in by_issuer.pop(issuer.hash, ()):
            allowed = issuer.may_decide_about(c.house, c.role)
            if allowed and _is_signed(c.document, issuer.sign_public):
                sound[c.hash] = c
                todo.append((c, links + 1))
    return sound


# The same few hundred signatures are met again in every run of a process.
@lru_cache(maxsize=4096)
def _is_signed_bytes(signed: bytes, signature: bytes, public: bytes) -> bool:
    return verify(public, signed, signature)


def _is_signed(document: Document, public: bytes) -> bool:
    return _is_signed_bytes(document.signed, document.signature, public)
