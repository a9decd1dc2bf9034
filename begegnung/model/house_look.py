"""What a house looks like on paper, and what it says there in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

INK, ACCENT = "#13294B", "#A33409"
"""The colours of a house that has chosen none."""


class ColourPair(NamedTuple):
    """A main colour with a second one, by name."""

    name: str
    ink: str
    accent: str


PAIRS: tuple[ColourPair, ...] = (
    ColourPair("Tintenblau und Rostrot", INK, ACCENT),
    ColourPair("Tannengrün und Kupfer", "#0F4A34", "#96400F"),
    ColourPair("Petrol und Beere", "#0B4650", "#9B1B54"),
    ColourPair("Pflaume und Ocker", "#4A2259", "#8A5200"),
    ColourPair("Weinrot und Petrol", "#6B1530", "#0B6175"),
    ColourPair("Ziegelrot und Schiefer", "#7A2416", "#44546A"),
    ColourPair("Kaffeebraun und Moosgrün", "#4B2E1E", "#4A6412"),
    ColourPair("Schwarz und Kirschrot", "#1C1C1C", "#A81C2B"),
)
"""Colours to choose from; a test says that each can be read."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as `formats.logo_image` makes it (PNG without transparency), and what it shows.

    `alt` is read aloud in its place.
    """

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Look:
    """Colours, logo and own words of a house on papers for visitors; without any, the usual ones.

    `footer` stands at the foot of every paper. `letter_closing` takes the place of the greeting and
    the name of the house under letters, `notice_closing` that of the request for understanding on
    notices. `booklet_foreword` and `booklet_rules` stand in the booklet besides what it always
    says. Texts of several lines keep their lines.
    """

    ink: str = INK
    accent: str = ACCENT
    footer: str = ""
    letter_closing: str = ""
    notice_closing: str = ""
    booklet_foreword: str = ""
    booklet_rules: str = ""
    logo: Logo | None = None


PLAIN = Look()
"""The look of a house that has set nothing."""

LONGEST: Mapping[str, int] = MappingProxyType(
    {
        "footer": 200,
        "letter_closing": 300,
        "notice_closing": 120,
        "booklet_foreword": 3000,
        "booklet_rules": 2000,
        "logo_alt": 100,
    }
)
"""The most characters of each text; more would leave no room for the programme."""
MOST_CLOSING_LINES = 8
"""The most lines below a letter."""
