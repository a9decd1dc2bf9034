"""Names on the shared folder. Only names that match exactly are ours; all others are reported.

```
FORMAT-1.json                                identifier of the repository, format, created
s/<scope>/b/<lane>/<seq:08d>-<hash16>.bz     bundles; only one device writes into a lane
s/<scope>/n/<covered:08d>-<hash16>.sn        snapshots, by any device
s/<scope>/ack/<device>.<n:08d>-<hash16>.ack  what a device has taken in
t/<device>/<random>.part                     files being written, on the same volume
q/<date>/<random>_<name>                     quarantine
geraete/<device>.<hash16>.json               certificates: who may write and read what
geraete/<device>.<hash16>.sperre             revocations
anfrage/<device>.<hash16>.req                requests to join
schluessel/<scope>/<epoch>/<device>.<hash16>.key    keys of an epoch, wrapped for members
```

`<device>` is the PC that a certificate, revocation or request is about, and the PC that has wrapped
the keys.

Paths are relative to the shared folder, with "/" and in lower case ASCII (except for the mark),
shorter than 120 characters, so that a Windows path stays below 200.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Self

FORMAT = 1
"""The format of layout and bundles that this program reads and writes."""

MARK = f"FORMAT-{FORMAT}.json"
"""The file that makes a folder a repository; written once, never replaced."""

SCOPES = "s"
PARTS = "t"
QUARANTINE = "q"
CERTIFICATES = "geraete"
REQUESTS = "anfrage"
KEYS = "schluessel"

CITY = "stadt"
"""The scope that every approved PC takes part in."""

_NAME = r"[0-9a-z][0-9a-z-]{0,31}"
_MARK = re.compile(r"FORMAT-([1-9][0-9]{0,5})\.json")
_SCOPE = re.compile(rf"stadt|[hz]-{_NAME}")
_DEVICE = re.compile(_NAME)
_LANE = re.compile(rf"({_NAME})\.([0-9a-z]{{1,8}})")
_FILE = re.compile(r"([0-9]{8})-([0-9a-f]{16})\.bz")
_SNAPSHOT = re.compile(r"([0-9]{8})-([0-9a-f]{16})\.sn")
_ACK = re.compile(rf"({_NAME})\.([0-9]{{8}})-[0-9a-f]{{16}}\.ack")
_HASH = re.compile(r"[0-9a-f]{64}")
_HASH16 = re.compile(r"[0-9a-f]{16}")
_DOCUMENT = re.compile(rf"({_NAME})\.([0-9a-f]{{16}})\.(json|sperre|req|key)")
_EPOCH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-[0-9a-f]{8}")
_UNSAFE = re.compile(r"[^0-9a-zA-Z.-]+")

MAX_SEQ = 99_999_999


def is_scope(text: str) -> bool:
    """Whether `text` names a scope: "stadt", or "h-" or "z-" and the identifier of a house."""
    return _SCOPE.fullmatch(text) is not None


def is_house(text: str) -> bool:
    """Whether `text` can be the identifier of a house."""
    return is_device(text)


def house_scope(centre_id: str) -> str:
    """The scope of a house: its people and everything about them."""
    return f"h-{centre_id}"


def figures_scope(centre_id: str) -> str:
    """The scope of the figures of a house: what of its people the city may count, without names."""
    return f"z-{centre_id}"


def is_figures(scope: str) -> bool:
    """Whether it is the scope of the figures of some house."""
    return scope.startswith("z-")


def house_of(scope: str) -> str:
    """The house whose scope it is, empty for the scope of the city."""
    return "" if scope == CITY else scope[2:]


def is_epoch(text: str) -> bool:
    """Whether `text` names an epoch of a scope key: year, month and eight hex digits."""
    return _EPOCH.fullmatch(text) is not None


def is_device(text: str) -> bool:
    """Whether `text` can name a device."""
    return _DEVICE.fullmatch(text) is not None


def is_lane(text: str) -> bool:
    """Whether `text` names a lane: device, ".", incarnation."""
    return _LANE.fullmatch(text) is not None


def is_hash(text: str) -> bool:
    """Whether `text` is the hash of a bundle: SHA-256 of the complete file, in lower case hex."""
    return _HASH.fullmatch(text) is not None


def is_hash16(text: str) -> bool:
    """Whether `text` can be the first 16 digits of a hash."""
    return _HASH16.fullmatch(text) is not None


def format_of(name: str) -> int | None:
    """The format number of a mark of a repository, None for any other name."""
    match = _MARK.fullmatch(name)
    return int(match[1]) if match else None


def lane_name(device: str, incarnation: str) -> str:
    """The lane of `device`; a restored or copied PC goes on in a new incarnation.

    Raises:
        ValueError: not a name that can lie on the share.
    """
    lane = f"{device}.{incarnation}"
    if not is_lane(lane):
        raise ValueError(f"not a lane: {lane!r}")
    return lane


def fresh_incarnation() -> str:
    """An incarnation that no other copy of the same PC will choose."""
    return secrets.token_hex(4)


def bundles_folder(scope: str) -> str:
    """The folder with the lanes of `scope`.

    Raises:
        ValueError: not a scope.
    """
    if not is_scope(scope):
        raise ValueError(f"not a scope: {scope!r}")
    return f"{SCOPES}/{scope}/b"


def snapshots_folder(scope: str) -> str:
    """The folder with the snapshots of `scope`."""
    return f"{SCOPES}/{scope}/n"


def snapshot_path(scope: str, covered: int, snapshot_hash: str) -> str:
    """The one path at which the snapshot `snapshot_hash` lies."""
    return f"{snapshots_folder(scope)}/{covered:08d}-{snapshot_hash[:16]}.sn"


def snapshot_hash16(path: str) -> str | None:
    """The first digits of the hash that the name of a snapshot has; None for any other path."""
    folder, _, name = path.rpartition("/")
    match = _SNAPSHOT.fullmatch(name)
    parts = folder.split("/")
    if match is None or len(parts) != 3 or parts[0] != SCOPES or parts[2] != "n":
        return None
    return match[2] if is_scope(parts[1]) else None


def acks_folder(scope: str) -> str:
    """The folder with the acknowledgements in `scope`."""
    return f"{SCOPES}/{scope}/ack"


@dataclass(frozen=True, slots=True)
class AckPath:
    """What the path of an acknowledgement says: `number` counts those of one device."""

    scope: str
    device: str
    number: int

    @classmethod
    def parse(cls, path: str) -> Self | None:
        """The parts of `path`, None if it is not the path of an acknowledgement."""
        folder, _, name = path.rpartition("/")
        parts, file = folder.split("/"), _ACK.fullmatch(name)
        if file is None or len(parts) != 3 or parts[0] != SCOPES or parts[2] != "ack":
            return None
        return cls(parts[1], file[1], int(file[2])) if is_scope(parts[1]) else None


def ack_path(scope: str, device: str, number: int, ack_hash: str) -> str:
    """The one path at which an acknowledgement lies."""
    return f"{acks_folder(scope)}/{device}.{number:08d}-{ack_hash[:16]}.ack"


def part_path(device: str, unique: str) -> str:
    """The path of a file that `device` is still writing."""
    return f"{PARTS}/{device}/{unique}.part"


def quarantine_path(day: date, unique: str, path: str) -> str:
    """Where the damaged file at `path` is put aside; `unique` keeps two of one name apart."""
    name = _UNSAFE.sub("_", path.removeprefix(f"{SCOPES}/"))[-80:]
    return f"{QUARANTINE}/{day.isoformat()}/{unique}_{name}"


@dataclass(frozen=True, slots=True)
class BundlePath:
    """What the path of a bundle says: `hash16` are the first 16 digits of its hash."""

    scope: str
    lane: str
    seq: int
    hash16: str

    @classmethod
    def parse(cls, path: str) -> Self | None:
        """The parts of `path`, None if it is not the path of a bundle."""
        parts = path.split("/")
        if len(parts) != 5 or parts[0] != SCOPES or parts[2] != "b":
            return None
        file = _FILE.fullmatch(parts[4])
        if not (file and is_scope(parts[1]) and is_lane(parts[3])):
            return None
        return cls(parts[1], parts[3], int(file[1]), file[2])

    @property
    def device(self) -> str:
        """The device that the lane belongs to."""
        return self.lane.partition(".")[0]

    def __str__(self) -> str:
        return f"{bundles_folder(self.scope)}/{self.lane}/{self.seq:08d}-{self.hash16}.bz"


@dataclass(frozen=True, slots=True)
class DocumentPath:
    """What the path of a signed document says; `hash16` are the first digits of its hash.

    `kind` is the ending: "json" (certificate), "sperre" (revocation), "req" (request) or "key".
    `scope` and `epoch` are empty except for keys.
    """

    kind: str
    device: str
    hash16: str
    scope: str = ""
    epoch: str = ""

    @classmethod
    def parse(cls, path: str) -> Self | None:
        """The parts of `path`, None if it is not the path of a document."""
        folder, _, name = path.rpartition("/")
        file = _DOCUMENT.fullmatch(name)
        if file is None:
            return None
        device, hash16, kind = file.groups()
        if kind == "key":
            top, scope, epoch = (*folder.split("/"), "", "")[:3]
            found = cls(kind, device, hash16, scope, epoch)
            fits = top == KEYS and is_scope(scope) and is_epoch(epoch)
        else:
            found = cls(kind, device, hash16)
            fits = True
        return found if fits and str(found) == path else None

    def __str__(self) -> str:
        name = f"{self.device}.{self.hash16}.{self.kind}"
        if self.kind == "key":
            return f"{keys_folder(self.scope, self.epoch)}/{name}"
        return f"{REQUESTS if self.kind == 'req' else CERTIFICATES}/{name}"


def keys_folder(scope: str, epoch: str) -> str:
    """The folder with the wrapped keys of one epoch."""
    return f"{KEYS}/{scope}/{epoch}"


def bundle_path(scope: str, lane: str, seq: int, bundle_hash: str) -> str:
    """The one path at which the bundle `bundle_hash` lies."""
    return str(BundlePath(scope, lane, seq, bundle_hash[:16]))
