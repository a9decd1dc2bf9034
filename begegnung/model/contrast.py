"""Which colours can be read on paper: contrast after WCAG 2.2, and the nearest colour that can.

Colours are texts such as "#13294B" (sRGB, hexadecimal digits in capitals).
"""

import re
from typing import Literal

Use = Literal["ink", "accent"]
"""What a colour is for.

`ink` carries white words and is used for small ones, `accent` for large words and edges only.
"""

WHITE = "#FFFFFF"
NOTE_PAPER = "#FFF3DC"
"""The tint of the box with the announcement, on which the heading has the accent."""

GROUNDS: dict[Use, tuple[str, ...]] = {"ink": (WHITE,), "accent": (WHITE, NOTE_PAPER)}
"""On what a colour is printed."""
NEEDED: dict[Use, float] = {"ink": 7.0, "accent": 4.5}
"""The least contrast: 1.4.6 for the readers of 60 to 95 years, 1.4.3 for large words and edges."""

_TYPED = re.compile(r"#?([0-9A-Fa-f]{6})")


def colour_from_text(typed: str) -> str:
    """A typed colour ("#13294b", "13294B") in its usual spelling; raises `ValueError`."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        raise ValueError(typed)
    return f"#{found[1].upper()}"


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """The relative luminance from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = (_linear(one / 255) for one in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """The contrast of two colours from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, use: Use) -> float:
    """The contrast with that ground of its use on which the colour is hardest to read."""
    return min(contrast(colour, ground) for ground in GROUNDS[use])


def is_readable(colour: str, use: Use) -> bool:
    """Whether the colour may be used so."""
    return least_contrast(colour, use) >= NEEDED[use]


def nearest_readable(colour: str, use: Use) -> str:
    """The lightest colour of the same hue and saturation that may be used so.

    That is the colour itself where it may. Black always may, so there is one for every colour.
    """
    parts = channels(colour)
    brightest = max(parts)
    for level in range(brightest, 0, -1):
        darker = "#{:02X}{:02X}{:02X}".format(*(round(one * level / brightest) for one in parts))
        if is_readable(darker, use):
            return darker
    return "#000000"
