"""Names on the shared folder. Only names that match exactly are ours; all others are reported.

```
FORMAT-1.json                                identifier of the repository, format, created
s/<scope>/b/<lane>/<seq:08d>-<hash16>.bz     bundles; only one device writes into a lane
t/<device>/<random>.part                     files being written, on the same volume
q/<date>/<random>_<name>                     quarantine
```

Reserved for later and left alone when met: `geraete/` (certificates of devices), `schluessel/`
(wrapped keys), `anfrage/` (requests to join), `s/<scope>/n` (snapshots), `s/<scope>/ack`.

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

_NAME = r"[0-9a-z][0-9a-z-]{0,31}"
_MARK = re.compile(r"FORMAT-([1-9][0-9]{0,5})\.json")
_SCOPE = re.compile(rf"stadt|h-{_NAME}")
_DEVICE = re.compile(_NAME)
_LANE = re.compile(rf"({_NAME})\.([0-9a-z]{{1,8}})")
_FILE = re.compile(r"([0-9]{8})-([0-9a-f]{16})\.bz")
_HASH = re.compile(r"[0-9a-f]{64}")
_UNSAFE = re.compile(r"[^0-9a-zA-Z.-]+")

MAX_SEQ = 99_999_999


def is_scope(text: str) -> bool:
    """Whether `text` names a scope: "stadt" or "h-" and the identifier of a house."""
    return _SCOPE.fullmatch(text) is not None


def is_secret(scope: str) -> bool:
    """Whether bundles of `scope` must be encrypted: everything of a house, never the programme."""
    return scope.startswith("h-")


def is_device(text: str) -> bool:
    """Whether `text` can name a device."""
    return _DEVICE.fullmatch(text) is not None


def is_lane(text: str) -> bool:
    """Whether `text` names a lane: device, ".", incarnation."""
    return _LANE.fullmatch(text) is not None


def is_hash(text: str) -> bool:
    """Whether `text` is the hash of a bundle: SHA-256 of the complete file, in lower case hex."""
    return _HASH.fullmatch(text) is not None


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


def bundle_path(scope: str, lane: str, seq: int, bundle_hash: str) -> str:
    """The one path at which the bundle `bundle_hash` lies."""
    return str(BundlePath(scope, lane, seq, bundle_hash[:16]))
