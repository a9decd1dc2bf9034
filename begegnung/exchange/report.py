"""What one run of the exchange did and found. Paths and counts only, never names of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from begegnung.model.errors import Trouble


class Phase(Enum):
    """What the run is doing."""

    GREETING = "greeting"
    """Is it our share?"""
    LOOKING = "looking"
    """Listing, reading, taking in."""
    DELIVERING = "delivering"
    """Writing what is missing on the share."""
    CHECKING = "checking"
    """Reading again what was written."""
    CLEARING = "clearing"
    """Writing a snapshot where one is due, and deleting what it covers."""


@dataclass(frozen=True, slots=True)
class Step:
    """The operation that the run is about to do on the share."""

    phase: Phase
    path: str


class Finding(Enum):
    """What can be noted about a path, or about a scope as a whole."""

    FOUNDED = "founded"
    """The empty folder was made a repository."""
    SEALED = "sealed"
    """Own changes were put into a bundle; it is safe on this PC."""
    TAKEN_IN = "taken in"
    """A bundle of somebody else is now in the database."""
    PUBLISHED = "published"
    """An own bundle was put on the share."""
    HEALED = "healed"
    """A bundle of somebody else was missing on the share and was put back from the archive."""
    VERIFIED = "verified"
    """What was put on the share was read again from there and is the same."""
    UNVERIFIED = "unverified"
    """What was put on the share could not be read again; the next run looks once more."""
    WAITING = "waiting"
    """A bundle is readable, but one that it rests on is not on the share."""
    DAMAGED = "damaged"
    """The content did not fit the name, twice; the file was put aside into the quarantine."""
    UNREADABLE = "unreadable"
    """The file is as its writer left it and signed well, but no real bundle."""
    KEY_MISSING = "key missing"
    """Whole, but the certificate of its writer or the key of its epoch is not here yet."""
    FORGED = "forged"
    """Whole, but not signed by whom it names, or by somebody who may not write there."""
    LOCKED_OUT = "locked out"
    """Written by a PC that was revoked before: it does not count."""
    DIVERGED = "diverged"
    """Two PCs show different things though both have taken in the same; the path is the scope."""
    CLEARED = "cleared"
    """A snapshot covers the file: it was deleted from the share."""
    NEW_EPOCH = "new epoch"
    """The scope has got a fresh key; the path is the folder of the epoch."""
    ASKS_TO_JOIN = "asks to join"
    """The request of a PC that this one may approve."""
    STRAY = "stray"
    """A name that is not ours, such as the copy that a file synchroniser makes of a conflict."""
    NEEDS_NEWER = "needs newer"
    """Written by a newer program: this one has to be updated to take it in."""
    POSTPONED = "postponed"
    """Another program had the file open all the time."""
    NEW_LANE = "new lane"
    """This PC is a restored or copied one and goes on under a new name; the path is the scope."""


@dataclass(frozen=True, slots=True)
class Note:
    """One finding about one path."""

    finding: Finding
    path: str


@dataclass(frozen=True, slots=True)
class ExchangeReport:
    """The result of a run; what stands in it has happened, even if the run was cut short.

    `trouble` ended the run early or kept it from delivering; `cancelled` says that it was asked to
    stop. `undelivered` counts own bundles that were not seen on the share, None if the run did not
    get far enough to look.
    """

    notes: Sequence[Note]
    undelivered: int | None
    trouble: Trouble | None
    cancelled: bool

    @property
    def complete(self) -> bool:
        """Whether everything of this PC is on the share and nothing was left out."""
        unfinished = (
            Finding.WAITING,
            Finding.POSTPONED,
            Finding.UNVERIFIED,
            Finding.NEEDS_NEWER,
            Finding.KEY_MISSING,
        )
        return (
            self.trouble is None
            and not self.cancelled
            and self.undelivered == 0
            and not any(note.finding in unfinished for note in self.notes)
        )

    def paths(self, finding: Finding) -> tuple[str, ...]:
        """The paths noted under `finding`, in the order in which they were met."""
        return tuple(note.path for note in self.notes if note.finding is finding)

    def count(self, finding: Finding) -> int:
        """How many paths were noted under `finding`."""
        return len(self.paths(finding))
