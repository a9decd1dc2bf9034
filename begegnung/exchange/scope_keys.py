"""The keys of one scope during a run: learnt from key files, renewed and handed on when due."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from begegnung.exchange import layout
from begegnung.exchange.certificates import ROOT, Certificate, Mark
from begegnung.exchange.chain import Trust
from begegnung.exchange.epochs import (
    KEY_BYTES,
    EpochKeys,
    KeyFile,
    epoch_of,
    is_roll_due,
    lacking,
    make_key_file,
    parse_key_file,
    spent_epochs,
    superseded_epochs,
    tell_of_unknown_revocations,
)
from begegnung.exchange.errand import Errand
from begegnung.exchange.report import Finding
from begegnung.exchange.wrapping import WrongKey


class ScopeKeys:
    """What this PC knows of the keys of `scope`; `keys` opens them."""

    def __init__(
        self, errand: Errand, scope: str, mark: Mark, certificate: Certificate, trust: Trust
    ) -> None:
        self._errand = errand
        self._scope = scope
        self._mark = mark
        self._certificate = certificate
        self._trust = trust
        self._own = errand.ledger.device_keys()
        held = errand.ledger.epochs(scope)
        self.keys = EpochKeys({epoch: known.box for epoch, known in held.items()}, self._own)
        self._superseded = {epoch for epoch, known in held.items() if known.superseded}

    @property
    def holds_any(self) -> bool:
        """Whether this PC has been given a key of the scope."""
        return any(epoch in self.keys for epoch in self.keys)

    def next_to_look_at(self, on_share: Iterable[str], done: AbstractSet[str]) -> str | None:
        """The epoch whose folder has to be listed next; None when nothing new can be there.

        These are the ones in use, those of which the key is not known, and on each day another one
        of the old ones, so that what is lost there is found in time.
        """
        names = sorted(on_share, reverse=True)
        wanted = [e for e in names if e not in self.keys or e not in self._superseded]
        if names:
            wanted.append(names[self._errand.now.toordinal() % len(names)])
        return next((epoch for epoch in wanted if epoch not in done), None)

    def learn(self, epoch: str) -> None:
        """Take in what the kept key files of an epoch say: its key, and those on its ladder."""
        files = self._files(epoch)
        learnt: dict[str, bytes] = {}
        for file in files:
            key = self.keys.get(epoch) or learnt.get(epoch) or self._key_in(file)
            if key is None:
                continue
            learnt[epoch] = key
            if any(older not in self.keys for older in file.older):
                learnt |= _ladder(file, key)
        random = self._errand.random_bytes
        new = {e: key for e, key in learnt.items() if e not in self.keys}
        boxes = {e: self.keys.add(e, key, random) for e, key in new.items()}
        superseded = superseded_epochs(files) - self._superseded
        if boxes or superseded:
            self._errand.ledger.keep_epochs(self._scope, boxes, superseded)
            self._superseded |= superseded

    def current(self, on_share: AbstractSet[str]) -> str:
        """The epoch to seal with: a new one where none is fit, or a new month has begun.

        Whoever takes part in the scope and lacks its key is given it, but by nobody who has still
        to read who was locked out.
        """
        in_use = [e for e in self.keys if e not in self._superseded and e in self.keys]
        files = {epoch: self._files(epoch) for epoch in in_use}
        spent = spent_epochs((f for found in files.values() for f in found), self._trust)
        fit = [epoch for epoch in in_use if epoch not in spent]
        unsure = [e for e in fit if tell_of_unknown_revocations(files[e], self._trust)]
        if unsure:
            return max(unsure)
        if not fit or is_roll_due(on_share | self.keys.keys(), self._errand.now.date()):
            return self._begin()
        epoch = max(fit)
        self._hand_on(epoch)
        return epoch

    def hand_on_newest(self) -> KeyFile | None:
        """Give those who lack it the newest key that is held; None where there is nothing to give.

        For a scope that this PC takes no part in: it begins no epochs there.
        """
        held = [e for e in self.keys if e not in self._superseded and e in self.keys]
        files = (file for epoch in held for file in self._files(epoch))
        if not held or tell_of_unknown_revocations(files, self._trust):
            return None
        return self._hand_on(max(held))

    def _begin(self) -> str:
        key = self._errand.random_bytes(KEY_BYTES)
        epoch = epoch_of(key, self._scope, self._errand.now.date())
        older = self.keys.opened()
        self._write(epoch, {**older, epoch: key}, self._recipients())
        box = self.keys.add(epoch, key, self._errand.random_bytes)
        self._errand.ledger.keep_epochs(self._scope, {epoch: box}, older.keys())
        self._superseded |= older.keys()
        self._errand.note(Finding.NEW_EPOCH, layout.keys_folder(self._scope, epoch))
        return epoch

    def _hand_on(self, epoch: str) -> KeyFile | None:
        files = self._files(epoch)
        recipients = lacking(files, self._recipients())
        on_ladder = {epoch, *(older for file in files for older in file.older)}
        off_ladder = {e for e in self.keys if e not in on_ladder and e in self.keys}
        if not recipients and not off_ladder:
            return None
        keys = self.keys.opened()
        # For newcomers the ladder is there already, unless there are epochs on no ladder yet.
        file = self._write(epoch, keys if off_ladder else {epoch: keys[epoch]}, recipients)
        self._errand.ledger.keep_epochs(self._scope, {}, off_ladder)
        self._superseded |= off_ladder
        return file

    def _recipients(self) -> dict[str, bytes]:
        members = {c.hash: c.agree_public for c in self._trust.members(self._scope)}
        return {**members, ROOT: self._mark.agree_public}

    def _write(self, epoch: str, keys: dict[str, bytes], recipients: dict[str, bytes]) -> KeyFile:
        """Keep a key file; it is put on the share with all others that are missing there."""
        file = make_key_file(
            self._scope,
            epoch,
            keys,
            recipients,
            mark=self._mark,
            device=self._errand.ledger.device(),
            issuer=self._certificate.hash,
            issuer_keys=self._own,
            random_bytes=self._errand.random_bytes,
            revocations=[revocation.hash for revocation in self._trust.revocations],
            enclosed=self._not_named_yet(),
        )
        self._errand.ledger.keep_document(file.path, file.document.data)
        return file

    def _not_named_yet(self) -> list[bytes]:
        """The revocations that no key file of an epoch held here names, the newest first."""
        named = {one for e in self.keys for file in self._files(e) for one in file.revocations}
        new = [r for r in self._trust.revocations if r.hash[:16] not in named]
        return [r.document.data for r in sorted(new, key=lambda r: (-r.issued_ms, r.hash))]

    def _files(self, epoch: str) -> list[KeyFile]:
        kept = self._errand.ledger.documents(layout.keys_folder(self._scope, epoch))
        return [parse_key_file(data) for _, data in sorted(kept.items())]

    def _key_in(self, file: KeyFile) -> bytes | None:
        device = self._errand.ledger.device()
        for certificate in self._trust.certificates.values():
            if certificate.device == device and certificate.hash in file.boxes:
                try:
                    return file.key_for(certificate.hash, self._own.agree_private)
                except WrongKey:
                    continue
        return None


def _ladder(file: KeyFile, key: bytes) -> dict[str, bytes]:
    try:
        return file.older_keys(key)
    except WrongKey:
        return {}
