"""What can be refused and what can go wrong about keys, PCs that join, and the keys of the city."""

from dataclasses import dataclass

from begegnung.model.errors import Refusal, Trouble


@dataclass
class DeviceKeyUnusable(Trouble):
    """The file with the private keys of this PC cannot be used, and is never replaced by another.

    `kind` is "damaged", "foreign" (of another PC), "locked" (the system opens it only for the user
    and the PC that made it) or "no_rights".
    """

    path: str
    kind: str


@dataclass
class ShareNotFounded(Trouble):
    """The folder is empty: nobody has founded the exchange in it, or it is the wrong one."""


@dataclass
class NotApproved(Trouble):
    """This PC does not belong to the exchange; `asked` when its request waits for an answer."""

    asked: bool


@dataclass
class DeviceRevoked(Trouble):
    """The keys of this PC were revoked: it neither reads nor writes on the share any more."""


@dataclass
class AlreadyFounded(Refusal):
    """The exchange in this folder was founded before, perhaps in a try that was cut off."""


@dataclass
class AlreadyJoined(Refusal):
    """This PC belongs to an exchange already."""


@dataclass
class MayNotDecide(Refusal):
    """This PC may not approve or revoke the other one: its `role` is "pc" or "manager"."""

    role: str


@dataclass
class NoSuchRequest(Refusal):
    """No request of this PC waits for an answer."""

    device: str


@dataclass
class NoSuchDevice(Refusal):
    """No approved PC has this name or identifier; `several` when more than one has it."""

    device: str
    several: bool = False


@dataclass
class WordsDiffer(Refusal):
    """The words are not those of the request: another PC may have put itself in between."""


@dataclass
class AnswerUnfitting(Refusal):
    """The answer is not one to the request of this PC; `kind` is "other_device" or "no_trust"."""

    kind: str


@dataclass
class PassphraseTooShort(Refusal):
    """A passphrase that keeps the keys of the city needs at least `least` characters."""

    least: int


@dataclass
class PassphraseWrong(Refusal):
    """The recovery file does not open with this passphrase."""


@dataclass
class RecoveryWordUnknown(Refusal):
    """Word number `place` is not on the list; `near` are similar ones that are."""

    place: int
    word: str
    near: tuple[str, ...]


@dataclass
class RecoveryWordsWrong(Refusal):
    """The words cannot be right: `found` of `wanted` are there, or one is another, or misplaced."""

    found: int
    wanted: int


@dataclass
class RecoveryForeign(Refusal):
    """The recovery file or the words are good, but those of another city."""


@dataclass
class FileInTheWay(Refusal):
    """A file of this name is there already; none with keys is ever replaced."""

    path: str


@dataclass
class OwnDevice(Refusal):
    """A PC does not lock itself out: another one has to do it."""


@dataclass
class NoHouseKnown(Refusal):
    """It has to be said for which house the PC is approved; this one belongs to none."""
