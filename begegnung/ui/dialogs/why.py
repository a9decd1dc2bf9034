"""Warum? Why somebody has a place and somebody else has not, in sentences."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from begegnung.model.names import full_name
from begegnung.model.rows import BookingLine
from begegnung.services.decisions import DecisionLine, decisions_about, decisions_of
from begegnung.services.present import local_now
from begegnung.texts import short_date
from begegnung.texts.booking import decision_text
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label

_NOTHING = "Dazu ist nichts vermerkt: Die Anmeldung ist älter als diese Aufzeichnung."
_HINT = (
    "Die Sätze nennen nur Nummern. Sie können der Person vorgelesen werden, ohne dass andere "
    "genannt werden. Die Namen in der Überschrift sind nur für Sie."
)


class WhyDialog(Dialog):
    """The decisions about one person first, then those about the whole list."""

    def __init__(
        self, hub: Hub, parent: QWidget | None, booking: BookingLine, offer_id: str, title: str
    ) -> None:
        super().__init__("Warum?", parent, width=44)
        name = full_name(booking.surname, booking.first_name)
        self.body.addWidget(label(f"{name} · {title}", "strong"))
        self.body.addWidget(label(_HINT, "muted"))
        about = hub.read(decisions_about, booking.id)
        others = [one for one in hub.read(decisions_of, offer_id) if one.booking_id != booking.id]
        self.text = QTextBrowser()
        self.text.setAccessibleName(f"Warum: {name}, {title}")
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        own = _paragraphs(about) or f"<p>{_NOTHING}</p>"
        rest = f"<h3>Alle anderen, die letzten zuerst</h3>{_paragraphs(others, named=True)}"
        self.text.setHtml(own + (rest if others else ""))
        self.text.setMinimumHeight(THEME.px(11))
        self.body.addWidget(self.text, 1)
        self.text.setFocus()


def _paragraphs(lines: Iterable[DecisionLine], *, named: bool = False) -> str:
    said: list[str] = []
    for line in lines:
        at = local_now(line.at_ms)
        who = f"<b>Nr. {line.number}, {escape(line.name)}</b><br>" if named else ""
        moment = f"{short_date(at.date())}, {at:%H:%M} Uhr"
        said.append(f"<p>{who}{moment}: {escape(decision_text(line.kind, line.facts))}</p>")
    return "".join(said)
