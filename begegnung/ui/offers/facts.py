"""Everything noted of an offer, as names and values under each other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from begegnung.model.meals import choices_of
from begegnung.model.offers import FEE_WORDS, OFFER_TYPES, REGISTRATION_WORDS
from begegnung.model.programme import CATEGORIES
from begegnung.model.rows import OfferCard
from begegnung.texts import clock_time, money, short_date, when
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


def _window(card: OfferCard) -> str:
    """From when until when people register."""
    moments = (
        ("Vorkaufsrecht ab", card.priority_opens),
        ("ab", card.registration_opens),
        ("bis", card.registration_closes),
    )
    return ", ".join(f"{word} {when(at)}" for word, at in moments if at is not None)


def _deadline(card: OfferCard) -> str:
    """Until when meals are ordered."""
    if card.deadline_days is None or card.deadline_minute is None:
        return ""
    day = {0: "am selben Tag", 1: "am Tag davor"}.get(
        card.deadline_days, f"{card.deadline_days} Tage vorher"
    )
    return f"{day} bis {clock_time(card.deadline_minute)} Uhr"


def _costs(card: OfferCard) -> str:
    """What is paid for one place."""
    parts: list[str] = []
    if card.fee_cents is not None:
        per = f" {FEE_WORDS[card.fee_kind]}" if card.fee_kind == "date" else ""
        parts.append(f"{money(card.fee_cents)}{per}")
    if card.fee_kind in ("free", "donation"):
        parts.append(FEE_WORDS[card.fee_kind])
    if card.material_cents:
        parts.append(f"Material {money(card.material_cents)}")
    if card.deposit_cents:
        until = f", Rest bis {short_date(card.balance_due)}" if card.balance_due else ""
        parts.append(f"Anzahlung {money(card.deposit_cents)}{until}")
    if card.takes_cards:
        parts.append("Mehrfachkarte gilt")
    return " · ".join(filter(None, (*parts, card.fee_text)))


def facts_of(card: OfferCard) -> list[tuple[str, str]]:
    """Name and value of all that is noted."""
    registration = REGISTRATION_WORDS[card.registration]
    if card.registration_note:
        registration += f" ({card.registration_note})"
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
        ("Anmeldezeit", _window(card)),
        ("Bestellschluss", _deadline(card)),
        ("Menüs", ", ".join(choices_of(card.choices))),
        ("Kosten", _costs(card)),
        ("Für wen", card.audience),
        ("Bemerkung", card.remark),
        ("Im Programm", "wird gedruckt" if card.printed else "wird nicht gedruckt"),
    ]
    return [(name, value) for name, value in rows if value]
