"""Snapshots during a run: reading those of others, writing one, clearing away what it covers.

What keeps everything safe without any clock or lock:

- A bundle is dropped, here or on the share, only when a snapshot that this PC has read from the
  share in this very run covers it, and it is taken in here.
- What was dropped here stays covered by a snapshot on the share, or a new one is written: so a
  share that was wiped, rolled back or damaged becomes whole again from any PC.
- Two PCs that write or clear away at the same time do the same work twice, no harm.

After an erasure a snapshot without the erased rows is written in the same run, and then everything
older goes: bundles, snapshots, copies, files put aside or half written.
"""

import re

from begegnung.exchange import layout
from begegnung.exchange.acks import note_standpoint
from begegnung.exchange.bundle import ScopeAccess
from begegnung.exchange.chain import Forged, KeyMissing
from begegnung.exchange.codec import NeedsNewer, Unreadable, hash_of
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.intake import SECOND_LOOK_SECONDS, Intake
from begegnung.exchange.ledger import Applied, KnownSnapshot
from begegnung.exchange.publish import Outcome, publish, set_aside
from begegnung.exchange.report import Finding
from begegnung.exchange.sealing import seal_pending
from begegnung.exchange.share import SharingViolation
from begegnung.exchange.snapshot import (
    MAX_SNAPSHOT,
    MOST_OF_A_HEAD,
    Payload,
    Snapshot,
    open_snapshot,
    peek,
    seal_snapshot,
)

KEPT = 2
"""Snapshots that stay, so that a damaged one is not the only one."""
READ_AGAIN_MS = 7 * 24 * 60 * 60 * 1000
"""After so long a snapshot that nobody had to read is read again: is it still whole?"""

_BUNDLE_NAME = re.compile(r"[0-9]{8}-([0-9a-f]{16})")


class Compaction:
    """The snapshots of one scope during one run."""

    def __init__(self, errand: Errand, access: ScopeAccess, intake: Intake) -> None:
        self._errand = errand
        self._access = access
        self._intake = intake
        self._limits = errand.limits
        self._scope = access.name
        self._on_share: set[str] = set()
        self._read_now: set[str] = set()
        self._locked_out: dict[str, tuple[str, ...]] = {}

    def read(self) -> Steps[None]:
        """Take in what snapshots bring that no bundle has brought."""
        known = self._errand.ledger.snapshots(self._scope)
        looked_at = self._errand.ledger.looked_at()
        suspects: list[str] = []
        for entry in (yield from self._errand.list(layout.snapshots_folder(self._scope))):
            path = f"{layout.snapshots_folder(self._scope)}/{entry.name}"
            if layout.snapshot_hash16(path) is None or entry.is_folder:
                if path not in looked_at:
                    self._errand.note(Finding.STRAY, path)
                    self._errand.ledger.remember_looked_at(path)
                continue
            self._on_share.add(path)
            fresh = path in known and not self._is_stale(known[path])
            if fresh and (yield from self._is_believed(path, known[path])):
                continue
            if path not in looked_at and not (yield from self._look(path)):
                suspects.append(path)
        if suspects:
            self._errand.sleep(SECOND_LOOK_SECONDS)
        for path in suspects:
            if not (yield from self._look(path)):
                yield from self._put_aside(path)
        for path in known:
            if path not in self._on_share:
                self._errand.ledger.forget_snapshot(path)

    def write_if_due(self) -> Steps[None]:
        """Write a snapshot where one is due, and read it back."""
        if not self._errand.member.may_write(self._scope) or not self._is_due():
            return
        ledger = self._errand.ledger
        payload = ledger.make_snapshot(self._scope)
        snapshot = seal_snapshot(
            self._access, self._errand.member, ledger.schema(), payload, self._errand.random_bytes
        )
        outcome = yield from publish(self._errand, snapshot.path, snapshot.data)
        if outcome not in (Outcome.WRITTEN, Outcome.ALREADY):
            self._errand.note(Finding.POSTPONED, snapshot.path)
            return
        self._errand.note(Finding.PUBLISHED, snapshot.path)
        found = yield from self._read(snapshot.path)
        if found != snapshot.data:
            self._errand.note(Finding.UNVERIFIED, snapshot.path)
            return
        self._errand.note(Finding.VERIFIED, snapshot.path)
        self._on_share.add(snapshot.path)
        self._remember(snapshot)
        note_standpoint(self._errand, self._scope, snapshot.header.heads)

    def clear_up(self) -> Steps[None]:
        """Drop what the largest snapshot covers, here and on the share."""
        best = self._largest()
        # Where PCs do not show the same, the bundles may still be needed to find out why.
        if best is None or self._scope in self._errand.diverged:
            return
        path, heads = best
        ledger = self._errand.ledger
        bundles = self._covered_bundles(heads)
        older = self._older_snapshots(path, heads)
        sweeping = self._is_sweep_due(heads)
        if not (bundles or older or sweeping or ledger.is_releasable(self._scope, heads)):
            return
        if path not in self._read_now and not (yield from self._look(path)):
            yield from self._put_aside(path)
            return
        if path not in self._read_now:
            return
        ledger.release(self._scope, heads)
        for one in bundles:
            if (yield from self._delete(one)):
                self._intake.on_share.discard(one)
        for one in older:
            if (yield from self._delete(one)):
                self._on_share.discard(one)
                ledger.forget_snapshot(one)
        if sweeping:
            yield from self._sweep(heads)

    def _is_stale(self, known: KnownSnapshot) -> bool:
        return self._now_ms() - known.read_at_ms > READ_AGAIN_MS

    def _is_believed(self, path: str, known: KnownSnapshot) -> Steps[bool]:
        """Whether a snapshot that was taken in counts still, now that some PCs are locked out.

        If not, nobody else takes it in, so what it covers has to be in another one.
        """
        trust = self._errand.member.trust
        if not trust.revocations:
            return True
        try:
            head = yield from self._errand.read(path, MOST_OF_A_HEAD)
            writer = peek(head).header.certificate
            return trust.counts(writer, self._scope, known.hash)
        except (FileNotFoundError, SharingViolation, NeedsNewer, Unreadable):
            return False

    def _now_ms(self) -> int:
        return round(self._errand.now.timestamp() * 1000)

    def _look(self, path: str) -> Steps[bool]:
        """Read a snapshot and take in what is new by it; False if it did not fit its name."""
        data = yield from self._read(path)
        if data is None:
            return True
        hash16 = layout.snapshot_hash16(path)
        if hash16 is None or not hash_of(data).startswith(hash16):
            return False
        try:
            snapshot = peek(data)
            if snapshot.header.readable_from > self._errand.ledger.schema().version:
                self._errand.note(Finding.NEEDS_NEWER, path)
                return True
            payload = open_snapshot(snapshot, self._access, self._errand.member.trust)
            self._take_in(path, payload)
        except NeedsNewer:
            self._errand.note(Finding.NEEDS_NEWER, path)
        except KeyMissing:
            self._errand.note(Finding.KEY_MISSING, path)
        except Forged:
            self._disbelieve(path, peek(data))
        except Unreadable:
            self._errand.note(Finding.UNREADABLE, path)
            self._errand.ledger.remember_looked_at(path)
        else:
            known = path in self._errand.ledger.snapshots(self._scope)
            self._remember(snapshot)
            if not known:
                note_standpoint(self._errand, self._scope, payload.heads)
        return True

    def _disbelieve(self, path: str, snapshot: Snapshot) -> None:
        header, ledger = snapshot.header, self._errand.ledger
        ledger.forget_snapshot(path)
        if self._errand.member.trust.is_revoked(header.certificate):
            self._errand.note(Finding.LOCKED_OUT, path)
            self._locked_out[path] = header.heads
        else:
            self._errand.note(Finding.FORGED, path)

    def _take_in(self, path: str, payload: Payload) -> None:
        ledger = self._errand.ledger
        if ledger.known(payload.heads) >= set(payload.heads):
            return
        while ledger.join_snapshot(self._scope, payload) is Applied.SEAL_FIRST:
            seal_pending(self._errand, self._access)
        self._errand.note(Finding.TAKEN_IN, path)
        if ledger.is_lane_taken(self._scope):
            ledger.new_incarnation(self._scope)
            self._errand.note(Finding.NEW_LANE, self._scope)
        self._intake.go_on()

    def _read(self, path: str) -> Steps[bytes | None]:
        try:
            return (yield from self._errand.read(path, MAX_SNAPSHOT))
        except FileNotFoundError:
            self._on_share.discard(path)
        except SharingViolation:
            self._errand.note(Finding.POSTPONED, path)
        return None

    def _remember(self, snapshot: Snapshot) -> None:
        header = snapshot.header
        self._read_now.add(snapshot.path)
        known = KnownSnapshot(snapshot.hash, header.heads, header.covered, self._now_ms())
        self._errand.ledger.remember_snapshot(self._scope, snapshot.path, known)

    def _put_aside(self, path: str) -> Steps[None]:
        self._on_share.discard(path)
        self._errand.ledger.forget_snapshot(path)
        if (yield from set_aside(self._errand, path)):
            self._errand.note(Finding.DAMAGED, path)

    def _present(self) -> dict[str, KnownSnapshot]:
        """The snapshots on the share that this PC has read and taken in."""
        known = self._errand.ledger.snapshots(self._scope)
        return {path: one for path, one in known.items() if path in self._on_share}

    def _is_due(self) -> bool:
        ledger, present = self._errand.ledger, self._present().values()
        for bundle in ledger.released(self._scope):
            if not any(ledger.covers(one.heads, (bundle,)) for one in present):
                return True
        if self._is_any_unclean():
            return True
        count, size = ledger.weight(self._scope)
        patience = 1 if self._is_first() else 2
        return count > patience * self._limits.bundles or size > patience * self._limits.size

    def _is_any_unclean(self) -> bool:
        """Whether something erased may be in a snapshot that the largest one does not replace."""
        ledger, erasures, best = self._errand.ledger, self._erasures(), self._largest()
        if best is None or not erasures:
            return bool(erasures)
        others = self._present().values()
        unclean = [one for one in others if not ledger.covers(one.heads, erasures)]
        replaced = (*erasures, *(head for one in unclean for head in one.heads))
        return not ledger.covers(best[1], replaced)

    def _is_first(self) -> bool:
        """Whether it is the task of this PC: the others only step in when it does not come."""
        member = self._errand.member
        return member.trust.writers(self._scope)[0].hash == member.certificate.hash

    def _largest(self) -> tuple[str, tuple[str, ...]] | None:
        present = self._present()
        if not present:
            return None
        path = max(present, key=lambda p: (present[p].covered, p))
        return path, present[path].heads

    def _covered_bundles(self, heads: tuple[str, ...]) -> list[str]:
        begins = {
            path: name.hash16
            for path in self._intake.on_share
            if (name := layout.BundlePath.parse(path))
        }
        covered = self._errand.ledger.covered_beginnings(heads, begins.values())
        return sorted(path for path, begin in begins.items() if begin in covered)

    def _older_snapshots(self, best: str, heads: tuple[str, ...]) -> list[str]:
        """Those that the best one covers: all but the newest, and all from before an erasure.

        And those of PCs that were locked out before, for nobody takes them in.
        """
        ledger, present = self._errand.ledger, self._present()
        erasures = self._erasures()
        older = [
            path
            for path, one in present.items()
            if path != best and ledger.covers(heads, one.heads)
        ]
        older.sort(key=lambda path: (present[path].covered, path), reverse=True)
        clean = [path for path in older if ledger.covers(present[path].heads, erasures)]
        useless = {
            path
            for path, covered in self._locked_out.items()
            if ledger.known(covered) >= set(covered) and ledger.covers(heads, covered)
        }
        return sorted(set(older) - set(clean[: KEPT - 1]) | useless)

    def _erasures(self) -> tuple[str, ...]:
        """Bundles that a snapshot must cover to be free of everything erased."""
        ledger = self._errand.ledger
        return (*ledger.erasures(self._scope), *ledger.swept(self._scope))

    def _is_sweep_due(self, heads: tuple[str, ...]) -> bool:
        """Whether something was erased since the last time, or copies have come since."""
        ledger = self._errand.ledger
        erasures = self._erasures()
        new = ledger.erasures(self._scope) or self._errand.copies - ledger.spared(self._scope)
        return bool(erasures and new) and ledger.covers(heads, erasures)

    def _delete(self, path: str) -> Steps[bool]:
        try:
            yield from self._errand.delete(path)
        except SharingViolation:
            return False
        self._errand.note(Finding.CLEARED, path)
        return True

    def _sweep(self, heads: tuple[str, ...]) -> Steps[None]:
        """Delete what may still hold something erased, wherever it was put or left."""
        found = set(self._errand.copies)
        for inner in (yield from self._errand.list(layout.PARTS)):
            within = f"{layout.PARTS}/{inner.name}"
            if inner.is_folder:
                entries = yield from self._errand.list(within)
                found |= {f"{within}/{e.name}" for e in entries if not e.is_folder}
        done = True
        for path in sorted(found):
            if (yield from self._is_needless(path)):
                done = (yield from self._delete(path)) and done
                self._errand.copies.discard(path)
        for path in sorted(self._intake.all_on_share()):
            # Under the name of what everybody has nobody looks: something else may lie there. What
            # is not taken in here is looked at by the intake, and a bad reading is no reason.
            name = layout.BundlePath.parse(path)
            if name is None or not self._errand.ledger.known_beginnings([name.hash16]):
                continue
            data = yield from self._read(path)
            if data is not None and not hash_of(data).startswith(name.hash16):
                self._errand.note(Finding.DAMAGED, path)
                done = (yield from self._delete(path)) and done
        if done:
            self._errand.ledger.remember_swept(self._scope, heads, self._errand.copies)

    def _is_needless(self, path: str) -> Steps[bool]:
        """Whether nothing is lost with the file: half written, damaged, or taken in here."""
        if path.startswith(f"{layout.PARTS}/"):
            # Whoever is still writing it finds it gone and writes it again.
            return True
        name = _BUNDLE_NAME.search(path)
        ledger = self._errand.ledger
        if name and ledger.known_beginnings([name[1]]):
            return True
        data = yield from self._read(path)
        if data is None:
            return False
        if ledger.known([hash_of(data)]):
            return True
        return path.startswith(f"{layout.QUARANTINE}/") and path in ledger.looked_at()
