"""The card of an offer: its dates, the people in it, the waiting list, and its data."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import BookingLine, DateLine, OfferCard
from begegnung.services.agreements import AgreementRow
from begegnung.ui.offers.date_verbs import TAKE_BACK_HINT
from begegnung.ui.offers.facts import Facts
from begegnung.ui.offers.lines import agreement_text, booked_lines, date_entry, waiting_lines
from begegnung.ui.seats import seats_word
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action_button
from begegnung.ui.widgets.card import Card, scrolled
from begegnung.ui.widgets.labels import Chip, label
from begegnung.ui.widgets.lines import LineList

DATES, PEOPLE, WAITING, DATA = range(4)
"""The tabs in their order."""


class OfferPanel(Card):
    """Shows one offer. `switched` is emitted when another tab or line is chosen."""

    switched = Signal()

    def __init__(self, verbs: dict[int, Sequence[QAction]], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("Angebot")
        self.heading_row = QHBoxLayout()
        self.name = label("", "h2")
        self.name.setWordWrap(True)
        self.state = Chip()
        self.heading_row.addWidget(self.name, 1)
        self.heading_row.addWidget(self.state)
        self.body.addLayout(self.heading_row)
        self.detail = label("", "muted")
        self.body.addWidget(self.detail)
        self.agreement = label("", "muted")
        self.body.addWidget(self.agreement)
        self.verbs = QHBoxLayout()
        self.verbs.setSpacing(THEME.px(0.35))
        self.body.addLayout(self.verbs)
        self.dates = LineList("Termine")
        self.people = LineList("Angemeldete")
        self.waiting = LineList("Warteliste")
        self.facts = Facts()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Angaben zum Angebot")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._hints = {n: label("", "muted") for n in (DATES, PEOPLE, WAITING)}
        for tab, (name, part) in enumerate(
            (
                ("Termine", self.dates),
                ("Angemeldete", self.people),
                ("Warteliste", self.waiting),
                ("Angaben", scrolled(self.facts, "clear")),
            )
        ):
            self.tabs.addTab(self._tab(part, tab, verbs.get(tab, ())), name)
        self.tabs.setMinimumHeight(THEME.px(16))
        self.body.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(lambda _: self.switched.emit())
        for part in (self.dates, self.people, self.waiting):
            part.chosen.connect(lambda _: self.switched.emit())
        self.dates.chosen.connect(lambda _: self._hint_dates())

    def _tab(self, part: QWidget, tab: int, verbs: Sequence[QAction]) -> QWidget:
        page = QWidget()
        page.setObjectName("clear")
        box = QVBoxLayout(page)
        box.setContentsMargins(0, THEME.px(0.4), 0, 0)
        box.setSpacing(THEME.px(0.35))
        if tab in self._hints:
            box.addWidget(self._hints[tab])
        box.addWidget(part, 1)
        if verbs:
            row = QGridLayout()
            row.setSpacing(THEME.px(0.35))
            for number, made in enumerate(verbs):
                row.addWidget(action_button(made), number // 3, number % 3)
            box.addLayout(row)
        return page

    def show_offer(
        self,
        card: OfferCard,
        dates: Sequence[DateLine],
        bookings: Sequence[BookingLine],
        now: int,
    ) -> None:
        """Shows an offer with its dates and people at the moment `now`."""
        self.name.setText(card.title)
        self.setAccessibleName(f"Angebot {card.title}")
        where = card.room or card.place
        kind = OFFER_TYPES[card.type].german
        self.detail.setText(" · ".join(filter(None, (kind, card.wording, where, card.leader))))
        self._show_state(card)
        coming = [date for date in dates if date.ends > now and date.state != "skipped"]
        first = coming[0].id if coming and not self.dates.current_key() else ""
        lines = [date_entry(date, now, card.title) for date in dates]
        self.dates.show_lines(lines, choose=first)
        if first:
            top = LineList.ScrollHint.PositionAtTop
            self.dates.scrollTo(self.dates.currentIndex(), top)
        # Where each date is paid by itself, or by a card, nothing is owed beforehand.
        fee_cents = None if card.fee_kind or card.takes_cards else card.fee_cents
        self.people.show_lines(booked_lines(bookings, fee_cents))
        self.waiting.show_lines(waiting_lines(bookings))
        self.facts.show_card(card)
        held = [date for date in coming if date.state == "planned"]
        self._name_tabs(card, len(held), bookings)
        self.switched.emit()

    def show_agreement(self, row: AgreementRow | None) -> None:
        """Shows with whom there is an agreement about the room and until when, None for none."""
        self.agreement.setVisible(row is not None)
        self.agreement.setText("" if row is None else agreement_text(row))

    def forget_choice(self) -> None:
        """Starts anew for another offer: the next coming date will be the chosen one."""
        for part in (self.dates, self.people, self.waiting):
            part.show_lines(())

    def _show_state(self, card: OfferCard) -> None:
        if card.ended:
            self.state.show_state("beendet", "muted")
        elif card.takes_names:
            self.state.show_state(*seats_word(card.capacity, card.booked, card.waiting))
        else:
            self.state.show_state("ohne Anmeldung", "muted")

    def _name_tabs(self, card: OfferCard, coming: int, bookings: Sequence[BookingLine]) -> None:
        waiting = sum(1 for line in bookings if line.state == "waiting")
        self.tabs.setTabText(DATES, f"Termine ({coming})")
        self.tabs.setTabText(PEOPLE, f"Angemeldete ({len(bookings) - waiting})")
        self.tabs.setTabText(WAITING, f"Warteliste ({waiting})")
        named = card.takes_names
        self.tabs.setTabVisible(PEOPLE, named)
        self.tabs.setTabVisible(WAITING, named)
        self._hint_dates()
        self._hint(PEOPLE, "" if len(bookings) > waiting else "Noch ist niemand angemeldet.")
        self._hint(WAITING, "" if waiting else "Niemand wartet auf einen Platz.")

    def date(self) -> DateLine | None:
        """The date that is chosen, while dates are shown."""
        line = self.dates.current_line()
        return line.subject if line and self.tabs.currentIndex() == DATES else None

    def _hint_dates(self) -> None:
        line = self.dates.current_line()
        if line is None:
            self._hint(DATES, "Dieses Angebot hat noch keine Termine.")
        else:
            self._hint(DATES, "" if line.subject.state == "planned" else TAKE_BACK_HINT)

    def _hint(self, tab: int, sentence: str) -> None:
        self._hints[tab].setText(sentence)
        self._hints[tab].setVisible(bool(sentence))
