"""Colours of the kinds in the plan: ground, bar and text; text on ground is at least 7 to 1."""

from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette

from begegnung.model.offers import OFFER_TYPES
from begegnung.ui.plan.blocks import Block
from begegnung.ui.theme import THEME


class Tone(NamedTuple):
    """Ground, bar and border, text."""

    ground: str
    bar: str
    text: str


_LIGHT = {
    "course": Tone("#D7E8FA", "#1F5FA8", "#0B2A4A"),
    "group": Tone("#DDF1DD", "#2E7D32", "#12351A"),
    "advice": Tone("#FFF0CC", "#9A6700", "#3D2B00"),
    "third_party": Tone("#EADCF5", "#6B3FA0", "#2D1650"),
    "internal": Tone("#D8F0F0", "#1B6F73", "#0A3335"),
    "closure": Tone("#ECEEF1", "#4A5058", "#1E2227"),
}
_DARK = {
    "course": Tone("#17324F", "#6DB3F8", "#E6F1FD"),
    "group": Tone("#15351F", "#7FD6A2", "#E3F7EA"),
    "advice": Tone("#3A2A05", "#FFC65C", "#FFF2D6"),
    "third_party": Tone("#2F1F45", "#C9A2F2", "#F3EAFD"),
    "internal": Tone("#0F3537", "#6FCFD3", "#E0F7F8"),
    "closure": Tone("#2A323B", "#B7C2CD", "#F2F5F8"),
}


def is_dark(palette: QPalette) -> bool:
    """Whether the window is light on dark."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def tones(palette: QPalette) -> dict[str, Tone]:
    """The tones by kind ("course", ... and "closure") that suit the palette.

    In the contrast themes of Windows there is only the colour of the text; the words remain.
    """
    if THEME.contrast:
        ground = palette.color(QPalette.ColorRole.Base).name()
        text = palette.color(QPalette.ColorRole.Text).name()
        return dict.fromkeys(_LIGHT, Tone(ground, text, text))
    return _DARK if is_dark(palette) else _LIGHT


def kind_of(block: Block) -> str:
    """The kind that decides the tone of a block."""
    if block.line is None:
        return "closure"
    return OFFER_TYPES[block.line.type].plan


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """`share` (0 to 1) of the second colour in the first."""
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )
