"""Colours, fonts, measures and the language of everything printed.

Sizes are decided by `fitting`. Contrasts are at least 7:1 (WCAG 2.2, 1.4.6). Everything is drawn
with `INK` and `ACCENT`; which colours these are on a paper is said to its canvas (`paper_canvas`).
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from begegnung.model import contrast, house_look
from begegnung.resources import resource

PRINTING = threading.RLock()
"""Held while a document is made: ReportLab's fonts can serve one document at a time."""

LANGUAGE = "de-DE"
"""The language of all papers, for screen readers."""

REGULAR, MEDIUM, SEMIBOLD = "Fira-Regular", "Fira-Medium", "Fira-SemiBold"
BOLD, EXTRABOLD = "Fira-Bold", "Fira-ExtraBold"
FALLBACKS = ("Noto", "NotoSigns")
"""Asked in this order for a character the chosen font does not have."""

_FILES: Mapping[str, str] = MappingProxyType(
    {
        REGULAR: "FiraSans-Regular.ttf",
        MEDIUM: "FiraSans-Medium.ttf",
        SEMIBOLD: "FiraSans-SemiBold.ttf",
        BOLD: "FiraSans-Bold.ttf",
        EXTRABOLD: "FiraSans-ExtraBold.ttf",
        "Noto": "NotoSans-Regular.ttf",
        "NotoSigns": "NotoSansSymbols2-Regular.ttf",
    }
)


def _colour(code: str) -> Color:
    return HexColor(code)


WHITE = _colour("#FFFFFF")
INK = _colour(house_look.INK)
"""The main colour: white words on it, and all words in it."""
TEXT = _colour("#111111")
SOFT = _colour("#33383F")
HAIRLINE = _colour("#B9C0CA")
ACCENT = _colour(house_look.ACCENT)
"""For large text and edges only (6.9:1)."""
ALERT = _colour("#8A2504")
"""For the words "fällt aus" and "verlegt"."""
NOTE_PAPER = _colour(contrast.NOTE_PAPER)


@dataclass(frozen=True, slots=True)
class Badge:
    """The pictogram of a category: white on `colour`, so that it also works in black and white."""

    icon: str
    colour: Color


BADGES: Mapping[str, Badge] = MappingProxyType(
    {
        "movement": Badge("person-simple-tai-chi", _colour("#0B5D3B")),
        "creative": Badge("palette", _colour("#8A2D00")),
        "social": Badge("coffee", _colour("#5B2A86")),
        "digital": Badge("device-mobile", _colour("#0A4C8C")),
        "languages": Badge("chats-circle", _colour("#7A4B00")),
        "music": Badge("music-notes", _colour("#9B1046")),
        "advice": Badge("handshake", _colour("#30414D")),
    }
)
"""The look of each category of `model.programme.CATEGORIES`."""


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Registers the embedded fonts; the first call takes some 0.05 s, the others nothing."""
    # ASCII85 would make every file a quarter larger.
    rl_config.useA85 = 0
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", file))))
