"""The papers of a run: certificates, revocations, requests and keys are read, made and delivered.

Reading them comes first in a run, for nothing can be sealed or opened without; putting them on the
share comes before the bundles, so that nobody meets a bundle whose key he could not have. What was
read once is kept, so a run lists a few folders and reads what is new, however long the history is.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from begegnung.exchange import layout
from begegnung.exchange.certificates import (
    Certificate,
    Mark,
    make_certificate,
    parse_certificate,
    parse_mark,
    parse_revocation,
)
from begegnung.exchange.chain import Forged, KeyMissing, Trust
from begegnung.exchange.codec import NeedsNewer, Unreadable, hash_of
from begegnung.exchange.enrolment import waiting_requests
from begegnung.exchange.epochs import parse_key_file
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.intake import SECOND_LOOK_SECONDS
from begegnung.exchange.layout import DocumentPath
from begegnung.exchange.ledger import Ledger
from begegnung.exchange.membership import Membership, ScopeAccess
from begegnung.exchange.publish import Outcome, publish, set_aside
from begegnung.exchange.report import Finding
from begegnung.exchange.scope_keys import ScopeKeys
from begegnung.exchange.share import SharingViolation
from begegnung.model.errors import ShareFull, ShareReadOnly
from begegnung.model.key_errors import DeviceRevoked, NotApproved

MOST_DOCUMENTS = 50_000
"""Documents that are kept: more than a large city makes in decades, less than fills a disk."""


class Papers:
    """The signed documents of one run, here and on the share."""

    def __init__(self, errand: Errand, mark: Mark) -> None:
        self._errand = errand
        self._mark = mark
        self._keys = errand.ledger.device_keys()
        self._known = set(errand.ledger.document_paths())
        self._present: set[str] = set()
        self._listed: set[str] = set()
        self._epochs_on_share: dict[str, frozenset[str]] = {}

    def read(self) -> Steps[Membership]:
        """Read what is new, make what is due; the run has a membership afterwards.

        Raises:
            NotApproved: nobody has approved this PC yet, or not for the house it has now.
            DeviceRevoked: this PC was locked out.
        """
        trust = yield from self.read_certificates()
        certificate = self._own_certificate(trust)
        if certificate is None:
            asked = yield from self._ask_again()
            raise NotApproved(asked)
        if not trust.is_valid(certificate.hash):
            trust = trust_of(self._errand.ledger, self._mark)
        accesses: dict[str, ScopeAccess] = {}
        for scope in self._errand.ledger.scopes(certificate.house):
            accesses[scope] = yield from self._open_scope(scope, certificate, trust)
        for scope in (yield from self._figures_of_others(certificate, trust)):
            keys = yield from self._learn_keys(scope, certificate, trust)
            if keys.holds_any:
                accesses[scope] = self._access(scope, keys)
            else:
                # Nobody of the house has exchanged since this PC was approved.
                self._errand.note(Finding.KEY_MISSING, f"{layout.KEYS}/{scope}")
        if trust_of(self._errand.ledger, self._mark).known_revocations != trust.known_revocations:
            # A key file has told who was locked out: nothing of him is to be taken in any more.
            return (yield from self.read())
        if certificate.role != "pc":
            yield from self._hear_requests(trust)
        membership = Membership(self._keys, certificate, trust, tuple(accesses.values()))
        self._errand.membership = membership
        return membership

    def read_certificates(self) -> Steps[Trust]:
        """Read the certificates and revocations that are new; gives what holds."""
        yield from self._read_folder(layout.CERTIFICATES, self._keep_certificate)
        return trust_of(self._errand.ledger, self._mark)

    def deliver(self) -> Steps[None]:
        """Put on the share what is kept here and missing there; own requests that were answered go.

        Raises:
            Trouble: the share is gone, full or read-only.
        """
        ledger = self._errand.ledger
        sound = self._errand.member.trust.paths()
        # Certificates and revocations come first by their names, and keys that rest on them after.
        for path in sorted(ledger.document_paths()):
            name = DocumentPath.parse(path)
            if name is None:
                continue
            if name.kind == "req":
                yield from self._withdraw(path)
            elif self._is_missing(path, name) and (name.kind == "key" or path in sound):
                yield from self._publish(path, name)

    def _publish(self, path: str, name: DocumentPath) -> Steps[None]:
        folder = path.rpartition("/")[0]
        data = self._errand.ledger.documents(folder)[path]
        try:
            outcome = yield from publish(self._errand, path, data)
            if outcome is Outcome.OCCUPIED and (yield from set_aside(self._errand, path)):
                self._errand.note(Finding.DAMAGED, path)
                outcome = yield from publish(self._errand, path, data)
        except SharingViolation:
            outcome = Outcome.UNSURE
        if outcome is Outcome.WRITTEN:
            own = name.device == self._errand.ledger.device()
            self._errand.note(Finding.PUBLISHED if own else Finding.HEALED, path)
        elif outcome is not Outcome.ALREADY:
            self._errand.note(Finding.POSTPONED, path)

    def _is_missing(self, path: str, name: DocumentPath) -> bool:
        """Whether the share lacks it; of folders that were not listed all is taken to be there."""
        if path.rpartition("/")[0] in self._listed:
            return path not in self._present
        on_share = self._epochs_on_share.get(name.scope)
        return on_share is not None and name.epoch not in on_share

    def _read_folder(self, folder: str, keep: Callable[[bytes], str]) -> Steps[None]:
        """Read what is new in a folder and keep what is good, whatever its name is."""
        looked_at = self._errand.ledger.looked_at()
        suspects: dict[str, bytes] = {}
        for entry in (yield from self._errand.list(folder)):
            path = f"{folder}/{entry.name}"
            if entry.is_folder or path in looked_at:
                continue
            self._present.add(path)
            if path in self._known:
                continue
            data = yield from self._read(path)
            if data is not None and not self._judge(path, data, keep):
                suspects[path] = data
        self._listed.add(folder)
        yield from self._look_again(suspects, keep)

    def _read(self, path: str) -> Steps[bytes | None]:
        try:
            return (yield from self._errand.read(path))
        except FileNotFoundError:
            self._present.discard(path)
        except SharingViolation:
            self._errand.note(Finding.POSTPONED, path)
        return None

    def _judge(self, path: str, data: bytes, keep: Callable[[bytes], str]) -> bool:
        """Whether the matter is closed: kept, or whole and not for us. Else look again later."""
        errand = self._errand
        name = DocumentPath.parse(path)
        intact = name is not None and hash_of(data).startswith(name.hash16)
        try:
            home = keep(data)
        except NeedsNewer:
            finding = Finding.NEEDS_NEWER
        except KeyMissing:
            finding = Finding.KEY_MISSING
        except Forged:
            finding = Finding.FORGED
        except Unreadable:
            finding = Finding.UNREADABLE
        else:
            return home == path
        if intact:
            errand.note(finding, path)
            if finding in (Finding.FORGED, Finding.UNREADABLE):
                errand.ledger.remember_looked_at(path)
        return intact

    def _look_again(
        self, suspects: Mapping[str, bytes], keep: Callable[[bytes], str]
    ) -> Steps[None]:
        """A second look at what did not fit its name: somebody may still be copying it."""
        if suspects:
            self._errand.sleep(SECOND_LOOK_SECONDS)
        for path, before in suspects.items():
            data = yield from self._read(path)
            if data is None or self._judge(path, data, keep):
                continue
            self._present.discard(path)
            if data != before:
                self._errand.note(Finding.POSTPONED, path)
            elif DocumentPath.parse(path) is None:
                self._errand.note(Finding.STRAY, path)
                self._errand.ledger.remember_looked_at(path)
            elif (yield from self._set_aside(path)):
                self._errand.note(Finding.DAMAGED, path)

    def _set_aside(self, path: str) -> Steps[bool]:
        """Put a damaged file aside where that is allowed: it keeps nobody from reading the rest."""
        try:
            return (yield from set_aside(self._errand, path))
        except (ShareReadOnly, ShareFull):
            return True

    def _keep_certificate(self, data: bytes) -> str:
        """Keep a certificate or a revocation of this repository; gives where it belongs."""
        try:
            document = parse_certificate(data)
        except Unreadable:
            document = parse_revocation(data)
        if document.repository != self._mark.repository:
            raise Forged("of another repository")
        self._keep(document.path, data)
        return document.path

    def _keep(self, path: str, data: bytes) -> None:
        if path not in self._known and len(self._known) < MOST_DOCUMENTS:
            self._errand.ledger.keep_document(path, data)
            self._known.add(path)

    def _own_certificate(self, trust: Trust) -> Certificate | None:
        """The valid certificate of this PC for all its scopes; a PC of the city makes it itself."""
        ledger = self._errand.ledger
        all_own = trust.all_own(ledger.device(), self._keys.sign_public)
        valid = [own for own in all_own if trust.is_valid(own.hash)]
        for own in valid:
            if all(own.may_use(scope) for scope in ledger.scopes(own.house)):
                return own
        if not valid and any(trust.is_revoked(own.hash) for own in all_own):
            raise DeviceRevoked
        if not valid or valid[0].role != "city":
            return None
        own, scopes = valid[0], ledger.scopes(valid[0].house)
        house = next((layout.house_of(s) for s in scopes if s != layout.CITY), "")
        issued = make_certificate(
            own,
            house,
            own.role,
            mark=self._mark,
            issuer=own.hash,
            issuer_keys=self._keys,
            now_ms=round(self._errand.now.timestamp() * 1000),
        )
        self._keep(issued.path, issued.document.data)
        return issued

    def _open_scope(self, scope: str, certificate: Certificate, trust: Trust) -> Steps[ScopeAccess]:
        keys = yield from self._learn_keys(scope, certificate, trust)
        return self._access(scope, keys)

    def _access(self, scope: str, keys: ScopeKeys) -> ScopeAccess:
        return ScopeAccess(scope, keys.keys, keys.current(self._epochs_on_share[scope]))

    def _figures_of_others(self, certificate: Certificate, trust: Trust) -> Steps[list[str]]:
        """The figures of other houses that this PC reads: all there are, for one of the city."""
        if certificate.role != "city":
            return []
        entries = yield from self._errand.list(layout.KEYS)
        there = {entry.name for entry in entries if entry.is_folder}
        there |= {name.scope for name in map(DocumentPath.parse, self._known) if name is not None}
        others = {one.house for one in trust.certificates.values()} - {"", certificate.house}
        return sorted(there & {layout.figures_scope(house) for house in others})

    def _learn_keys(self, scope: str, certificate: Certificate, trust: Trust) -> Steps[ScopeKeys]:
        keys = ScopeKeys(self._errand, scope, self._mark, certificate, trust)
        entries = yield from self._errand.list(f"{layout.KEYS}/{scope}")
        on_share = frozenset(e.name for e in entries if e.is_folder and layout.is_epoch(e.name))
        self._epochs_on_share[scope] = on_share
        looked_at: set[str] = set()
        while (epoch := keys.next_to_look_at(on_share, looked_at)) is not None:
            looked_at.add(epoch)
            folder = layout.keys_folder(scope, epoch)
            yield from self._read_folder(folder, lambda data: self._keep_keys(data, trust))
            keys.learn(epoch)
        return keys

    def _keep_keys(self, data: bytes, trust: Trust) -> str:
        """Keep a key file that somebody who takes part in its scope has signed."""
        file = parse_key_file(data)
        if file.repository != self._mark.repository:
            raise Forged("of another repository")
        if not trust.is_signed_by_writer(file.issuer, file.scope, file.device, file.document):
            raise Forged("not signed by whom it names")
        for enclosed in file.enclosed:
            self._keep_certificate(enclosed)
        self._keep(file.path, data)
        return file.path

    def _ask_again(self) -> Steps[bool]:
        """Put own requests back that are missing on the share; False if there are none."""
        ledger = self._errand.ledger
        own = ledger.documents(layout.REQUESTS)
        if own:
            there = {e.name for e in (yield from self._errand.list(layout.REQUESTS))}
            for path, data in own.items():
                if path.rpartition("/")[2] not in there:
                    yield from publish(self._errand, path, data)
        return bool(own)

    def _withdraw(self, path: str) -> Steps[None]:
        try:
            yield from self._errand.delete(path)
        except SharingViolation:
            return
        self._errand.ledger.forget_document(path)

    def _hear_requests(self, trust: Trust) -> Steps[None]:
        for request in (yield from waiting_requests(self._errand, trust)):
            self._errand.note(Finding.ASKS_TO_JOIN, request.path)


def trust_of(ledger: Ledger, mark: Mark) -> Trust:
    """What holds, given the certificates and revocations that are kept here."""
    kept = ledger.documents(layout.CERTIFICATES)
    return _trust(
        mark.data,
        frozenset(data for path, data in kept.items() if path.endswith(".json")),
        frozenset(data for path, data in kept.items() if path.endswith(".sperre")),
    )


@lru_cache(maxsize=8)
def _trust(mark: bytes, certificates: frozenset[bytes], revocations: frozenset[bytes]) -> Trust:
    return Trust(
        parse_mark(mark), map(parse_certificate, certificates), map(parse_revocation, revocations)
    )
