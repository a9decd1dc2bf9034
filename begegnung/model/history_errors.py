"""What can be refused about taking back one action of the history."""

from dataclasses import dataclass

from begegnung.model.errors import Refusal


@dataclass
class OtherDevice(Refusal):
    """The action was made at another PC (`device` is its name) and is taken back there."""

    device: str


@dataclass
class Lasting(Refusal):
    """The action (`verb`, `title`) stays: it made the desk, or followed from an exchange."""

    verb: str
    title: str


@dataclass
class AlreadyUndone(Refusal):
    """The action (`verb`, `title`) is taken back already."""

    verb: str
    title: str


@dataclass
class NotUndone(Refusal):
    """The action (`verb`, `title`) holds; there is nothing to bring again."""

    verb: str
    title: str
