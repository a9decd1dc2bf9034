"""What can be refused about Mehrfachkarten."""

from dataclasses import dataclass

from begegnung.model.errors import Refusal


@dataclass
class CardUsedUp(Refusal):
    """All `punches` visits of the card are taken."""

    person: str
    punches: int


@dataclass
class CardVoid(Refusal):
    """The card was made void, with this reason."""

    person: str
    reason: str


@dataclass
class CardNotValid(Refusal):
    """The card does not count for this offer: `card_offer` is the one it is for, "" for all."""

    person: str
    offer: str
    card_offer: str


@dataclass
class AlreadyPunched(Refusal):
    """The visit of this date is taken from the card already."""

    person: str
    starts: int


@dataclass
class NoCardsTaken(Refusal):
    """The offer takes no cards, so none is sold for it."""

    offer: str
