"""What can be refused about the look of a house on paper."""

from dataclasses import dataclass
from typing import Literal

from begegnung.model.contrast import Use
from begegnung.model.errors import Refusal

LogoFault = Literal[
    "too_large",
    "no_picture",
    "damaged",
    "too_many_pixels",
    "too_small",
    "empty",
    "reaches_out",
]


@dataclass
class ColourTooLight(Refusal):
    """A colour is too light for what it is for; `field` is its input, `ratio` its contrast.

    `proposal` is the nearest darker colour of the same hue that may be used so.
    """

    field: Use
    colour: str
    ratio: float
    proposal: str


@dataclass
class BadLogo(Refusal):
    """A file is no picture that can be printed as a logo."""

    fault: LogoFault
