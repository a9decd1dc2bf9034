"""Taking in what the share holds of one scope: list, read, judge, apply in causal order.

A file is believed by its content alone: its hash is its name, so a half copied or a damaged one is
seen without any key, and a good one is taken in wherever it lies.
"""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import Enum

from begegnung.exchange import layout
from begegnung.exchange.bundle import (
    Forged,
    KeyMissing,
    OpenedBundle,
    ScopeAccess,
    hash_of,
    open_bundle,
    scope_in,
)
from begegnung.exchange.codec import NeedsNewer, Unreadable, parse_header, split_file
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.ledger import Applied
from begegnung.exchange.publish import set_aside
from begegnung.exchange.report import Finding
from begegnung.exchange.sealing import seal_pending
from begegnung.exchange.share import SharingViolation

SECOND_LOOK_SECONDS = 15.0
"""How long a file that looks damaged is left alone: somebody may still be copying it."""


class _Verdict(Enum):
    GOOD = "good"
    MISPLACED = "misplaced"
    NEWER = "newer"
    FOREIGN = "foreign"
    KEY_MISSING = "key missing"
    LOCKED_OUT = "locked out"
    FORGED = "forged"
    DAMAGED = "damaged"


class Intake:
    """One scope during one run; `intakes` are those of all scopes, by name."""

    def __init__(
        self, errand: Errand, access: ScopeAccess, intakes: "Mapping[str, Intake]"
    ) -> None:
        self.access = access
        self._intakes = intakes
        self.on_share: set[str] = set()
        self._errand = errand
        self._schema = errand.ledger.schema().version
        self._lane = errand.ledger.standing(access.name).lane
        self._known: set[str] = set()
        self._new: set[str] = set()
        self._looked_at = errand.ledger.looked_at()
        self._suspects: dict[str, bytes] = {}
        self._trust = errand.member.trust
        self._locked_out: dict[str, tuple[str, bytes]] = {}
        self._waiting: dict[str, tuple[str, bytes]] = {}
        self._missing: dict[str, set[str]] = {}
        self._ready: list[str] = []
        self._awaited: defaultdict[str, list[str]] = defaultdict(list)

    def run(self) -> Steps[None]:
        """Take in everything readable; `on_share` are then the paths of the bundles found."""
        strays = yield from self._list()
        # What comes in during this run may have lain in another's place: that name is still read.
        for path in self._unknown():
            yield from self.look(path)
        for path in strays:
            yield from self.look(path)
        yield from self._look_again()

    def _unknown(self) -> list[str]:
        """Where bundles lie that were not taken in before, older ones first."""
        begins = {path: path.rpartition("-")[2].removesuffix(".bz") for path in self.on_share}
        known = set(self._errand.ledger.known_beginnings(begins.values())) - self._new
        unknown = (path for path, beginning in begins.items() if beginning not in known)
        return sorted(unknown, key=lambda path: path.rsplit("/", 1)[1])

    @property
    def waiting(self) -> list[str]:
        """Where the bundles belong that rest on some that are not on the share."""
        return [path for path, data in self._waiting.values() if self._is_awaited(data)]

    def _is_awaited(self, data: bytes) -> bool:
        """Whether somebody is left who could bring what it rests on: a lost PC cannot."""
        header = parse_header(split_file(data).header)
        return self._trust.is_valid(header.certificate)

    def all_on_share(self) -> set[str]:
        """The paths of the bundles found, of all scopes that are looked through in this run."""
        return set[str]().union(*(intake.on_share for intake in self._intakes.values()))

    def look(self, path: str) -> Steps[None]:
        """Read the file at `path` and take it in, or remember it for a second look."""
        data = yield from self._read(path)
        if data is None:
            return
        verdict = self._judge(path, data)
        if verdict is _Verdict.MISPLACED and path not in self.on_share:
            self._errand.ledger.remember_looked_at(path)
        elif verdict in (_Verdict.DAMAGED, _Verdict.MISPLACED):
            self._suspects[path] = data
        else:
            self._settle(path, verdict)

    def _list(self) -> Steps[list[str]]:
        """Fills `on_share`; gives the files with other names that were never looked at."""
        strays: list[str] = []
        folder = layout.bundles_folder(self.access.name)
        for lane in (yield from self._errand.list(folder)):
            within = f"{folder}/{lane.name}"
            if not (lane.is_folder and layout.is_lane(lane.name)):
                strays += self._stray(within, is_folder=lane.is_folder)
                continue
            for entry in (yield from self._errand.list(within)):
                path = f"{within}/{entry.name}"
                if layout.BundlePath.parse(path) and not entry.is_folder:
                    self.on_share.add(path)
                else:
                    strays += self._stray(path, is_folder=entry.is_folder)
        return strays

    def _stray(self, path: str, *, is_folder: bool) -> list[str]:
        if not is_folder:
            self._errand.copies.add(path)
        if path in self._looked_at:
            return []
        self._errand.note(Finding.STRAY, path)
        if is_folder:
            self._errand.ledger.remember_looked_at(path)
            return []
        return [path]

    def _read(self, path: str) -> Steps[bytes | None]:
        try:
            return (yield from self._errand.read(path))
        except FileNotFoundError:
            self.on_share.discard(path)
        except SharingViolation:
            self._errand.note(Finding.POSTPONED, path)
        return None

    def _judge(self, path: str, data: bytes) -> _Verdict:
        """What the file is; what is good in it is taken in at once."""
        name = layout.BundlePath.parse(path)
        intact = name is not None and hash_of(data).startswith(name.hash16)
        home = self._home(data)
        try:
            bundle = open_bundle(data, home.access, self._trust)
        except NeedsNewer:
            return _Verdict.NEWER if intact else _Verdict.DAMAGED
        except KeyMissing:
            # Only a name can tell that a file is damaged: without one it may be good tomorrow.
            return self._without_key(data) if intact or name is None else _Verdict.DAMAGED
        except Forged:
            return _Verdict.FORGED if intact else _Verdict.DAMAGED
        except Unreadable:
            # Another key here must not make this PC sweep away what the others can read.
            return _Verdict.FOREIGN if intact else _Verdict.DAMAGED
        if bundle.header.readable_from > self._schema:
            return _Verdict.NEWER
        home.offer(bundle, data)
        return _Verdict.GOOD if bundle.path == path else _Verdict.MISPLACED

    def _without_key(self, data: bytes) -> _Verdict:
        """What a file is that does not open: nobody needs the key of one that does not count."""
        header = parse_header(split_file(data).header)
        known = header.certificate in self._trust.certificates
        if known and not self._trust.counts(header.certificate, header.scope, hash_of(data)):
            return _Verdict.LOCKED_OUT
        return _Verdict.KEY_MISSING

    def _home(self, data: bytes) -> "Intake":
        """The intake of the scope that the file says to belong to: it may lie in a wrong folder."""
        try:
            return self._intakes.get(scope_in(data), self)
        except (NeedsNewer, Unreadable):
            return self

    def _settle(self, path: str, verdict: _Verdict) -> None:
        if verdict is _Verdict.NEWER:
            self._errand.note(Finding.NEEDS_NEWER, path)
        elif verdict is _Verdict.FOREIGN:
            self._errand.note(Finding.UNREADABLE, path)
        elif verdict is _Verdict.FORGED:
            self._errand.note(Finding.FORGED, path)
        elif path in self.on_share and verdict is _Verdict.KEY_MISSING:
            self._errand.note(Finding.KEY_MISSING, path)
        elif path in self.on_share and verdict is _Verdict.LOCKED_OUT:
            self._errand.note(Finding.LOCKED_OUT, path)

    def _look_again(self) -> Steps[None]:
        if self._suspects:
            self._errand.sleep(SECOND_LOOK_SECONDS)
        for path, before in self._suspects.items():
            data = yield from self._read(path)
            if data is None:
                continue
            verdict = self._judge(path, data)
            if verdict not in (_Verdict.DAMAGED, _Verdict.MISPLACED):
                self._settle(path, verdict)
            elif data != before:
                self._errand.note(Finding.POSTPONED, path)
            elif path not in self.on_share:
                self._errand.ledger.remember_looked_at(path)
            elif (yield from set_aside(self._errand, path)):
                self.on_share.discard(path)
                self._errand.note(Finding.DAMAGED, path)

    def offer(self, bundle: OpenedBundle, data: bytes) -> None:
        """Apply the bundle and all that waited for it, or let it wait for what it rests on.

        One of a PC that was locked out is held back, until a bundle that counts rests on it: then
        whoever sealed that one had taken it in, and so does everybody.
        """
        if bundle.hash in self._waiting or self._not_known({bundle.hash}) == set():
            return
        header = bundle.header
        counts = self._trust.counts(header.certificate, header.scope, bundle.hash)
        if not counts and bundle.hash not in self._awaited:
            self._locked_out[bundle.hash] = (bundle.path, data)
            return
        missing = self._not_known(header.parents)
        if missing:
            self._waiting[bundle.hash] = (bundle.path, data)
            self._missing[bundle.hash] = missing
            for parent in missing:
                self._awaited[parent].append(bundle.hash)
            return
        self._apply(bundle, data)
        while self._ready:
            _, kept = self._waiting.pop(self._ready.pop())
            self._apply(open_bundle(kept, self.access, self._trust), kept)

    def go_on(self) -> None:
        """Take in what waited for bundles that a snapshot has brought meanwhile."""
        waiting = list(self._waiting.values())
        self._waiting.clear()
        self._missing.clear()
        self._awaited.clear()
        self._lane = self._errand.ledger.standing(self.access.name).lane
        for _, data in waiting:
            self.offer(open_bundle(data, self.access, self._trust), data)

    def readmit(self) -> list[str]:
        """Take in what was held back and does count; gives the paths of what does not."""
        while found := self._locked_out.keys() & self._awaited.keys():
            for bundle in sorted(found):
                _, data = self._locked_out.pop(bundle)
                self.offer(open_bundle(data, self.access, self._trust), data)
        stuck = (path for path, data in self._waiting.values() if not self._is_awaited(data))
        return [*(path for path, _ in self._locked_out.values()), *stuck]

    def _not_known(self, names: AbstractSet[str]) -> set[str]:
        """Those of the bundles `names` that were not taken in."""
        asked = names - self._known
        if asked:
            self._known |= self._errand.ledger.known(asked)
        return set(names - self._known)

    def _apply(self, bundle: OpenedBundle, data: bytes) -> None:
        ledger, scope = self._errand.ledger, self.access.name
        if bundle.header.lane == self._lane:
            ledger.new_incarnation(scope)
            self._lane = ledger.standing(scope).lane
            self._errand.note(Finding.NEW_LANE, scope)
        while ledger.apply(scope, bundle, data) is Applied.SEAL_FIRST:
            seal_pending(self._errand, self.access)
        self._known.add(bundle.hash)
        self._new.add(bundle.hash[:16])
        for child in self._awaited.pop(bundle.hash, ()):
            self._missing[child].discard(bundle.hash)
            if not self._missing[child]:
                self._ready.append(child)
        self._errand.note(Finding.TAKEN_IN, bundle.path)


def look_into_quarantine(errand: Errand, intake: Intake) -> Steps[None]:
    """Look once at every file put aside: a good one under a wrong name may be the last copy."""
    looked_at = errand.ledger.looked_at()
    for day in (yield from errand.list(layout.QUARANTINE)):
        folder = f"{layout.QUARANTINE}/{day.name}"
        for entry in (yield from errand.list(folder)) if day.is_folder else ():
            path = f"{folder}/{entry.name}"
            if entry.is_folder:
                continue
            errand.copies.add(path)
            if path not in looked_at:
                yield from intake.look(path)
