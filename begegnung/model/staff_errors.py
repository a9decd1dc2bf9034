"""What can be refused about the people at the desk, their roles and their PINs."""

from dataclasses import dataclass

from begegnung.model.errors import Refusal


@dataclass
class NotAllowed(Refusal):
    """The signed-in user may not do `what` (a verb or permission); these `roles` may."""

    what: str
    roles: tuple[str, ...]


@dataclass
class SignedOut(Refusal):
    """The signed-in user is not active any more and has to let somebody else sign in."""


@dataclass
class LastManager(Refusal):
    """The last active manager (`name`) cannot be taken away: nobody could look after the rest."""

    name: str


@dataclass
class WrongPin(Refusal):
    """The PIN is not that of `name`; the next try counts after `wait_ms` milliseconds."""

    name: str
    wait_ms: int


@dataclass
class TooEarly(Refusal):
    """After several wrong PINs of `name` the next try counts in `wait_ms` milliseconds."""

    name: str
    wait_ms: int


@dataclass
class UnknownUser(Refusal):
    """No active user has this name; `known` are those who do."""

    name: str
    known: tuple[str, ...] = ()
