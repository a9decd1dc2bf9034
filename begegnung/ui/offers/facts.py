"""Everything noted of an offer, as names and values under each other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from begegnung.model.offers import OFFER_TYPES, REGISTRATION_WORDS
from begegnung.model.programme import CATEGORIES
from begegnung.model.rows import OfferCard
from begegnung.texts import money
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.labels import label


class Facts(QWidget):
    """Names at the left, values at the right; nothing is shown for what is not noted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, THEME.px(0.3), 0, 0)
        self._grid.setHorizontalSpacing(THEME.px(0.8))
        self._grid.setVerticalSpacing(THEME.px(0.3))
        self._grid.setColumnStretch(1, 1)

    def show_card(self, card: OfferCard) -> None:
        """Shows another offer."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        facts = facts_of(card)
        for row, (name, value) in enumerate(facts):
            caption = label(name, "muted")
            caption.setWordWrap(False)
            self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(value), row, 1, Qt.AlignmentFlag.AlignTop)
        for row in range(self._grid.rowCount() + 1):
            self._grid.setRowStretch(row, 1 if row == len(facts) else 0)


def _kept(card: OfferCard) -> str:
    """For how long its room is kept before and after."""
    before = f"{card.setup_minutes} Minuten vorher" if card.setup_minutes else ""
    after = f"{card.clearing_minutes} Minuten danach" if card.clearing_minutes else ""
    return ", ".join(filter(None, (before, after)))


def facts_of(card: OfferCard) -> list[tuple[str, str]]:
    """Name and value of all that is noted."""
    registration = REGISTRATION_WORDS[card.registration]
    if card.registration_note:
        registration += f" ({card.registration_note})"
    fee = " · ".join(
        filter(None, (money(card.fee_cents) if card.fee_cents is not None else "", card.fee_text))
    )
    rows = [
        ("Art", OFFER_TYPES[card.type].german),
        ("Bereich", CATEGORIES[card.category] if card.category else ""),
        ("Findet statt", " · ".join(filter(None, (card.wording, card.time_text)))),
        ("Ort", card.room or card.place),
        ("Leitung", card.leader),
        ("Veranstalter", card.organiser),
        ("Plätze", str(card.capacity) if card.capacity else "nicht begrenzt"),
        ("Mindestzahl", str(card.minimum) if card.minimum else ""),
        ("Aufbau, Abbau", _kept(card)),
        ("Anmeldung", registration),
        ("Kosten", fee),
        ("Für wen", card.audience),
        ("Bemerkung", card.remark),
        ("Im Programm", "wird gedruckt" if card.printed else "wird nicht gedruckt"),
    ]
    return [(name, value) for name, value in rows if value]
