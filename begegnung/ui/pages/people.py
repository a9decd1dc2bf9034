"""Personen: everybody in a list that is searched by typing, and the card of one at the right."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.errors import Refusal, Trouble
from begegnung.model.names import full_name
from begegnung.model.rows import PersonLine
from begegnung.services.booking_lists import bookings_of
from begegnung.services.people import (
    BlockPerson,
    block_person,
    find_people,
    people_list,
    person_card,
)
from begegnung.services.person_ties import ties_of
from begegnung.texts import counted, german
from begegnung.ui.dialogs.book import BookDialog
from begegnung.ui.dialogs.consents import ConsentsDialog
from begegnung.ui.dialogs.duplicates import DuplicatesDialog
from begegnung.ui.dialogs.erase import open_erase
from begegnung.ui.dialogs.household import HouseholdDialog
from begegnung.ui.dialogs.merge import OtherEntryDialog, UnmergeDialog
from begegnung.ui.dialogs.person import PersonDialog
from begegnung.ui.dialogs.review import ReviewDialog
from begegnung.ui.dialogs.sign_off import SignOffDialog
from begegnung.ui.dialogs.transfer import TransferDialog
from begegnung.ui.hub import Hub
from begegnung.ui.page import Page
from begegnung.ui.people.card import PersonView
from begegnung.ui.people.cards_card import CardsCard
from begegnung.ui.people.duplicates_button import duplicates_button
from begegnung.ui.people.review_button import review_button
from begegnung.ui.people.table import PeopleList
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action, action_button
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.empty import EmptyState
from begegnung.ui.widgets.fields import SearchField, Tick
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown

_CARD_MS = 80
"""Who types sees the hits at once, and the card when she pauses."""

_HITS = 100
_ON_THE_CARD = frozenset(
    {
        "attendance",
        "booking",
        "consent",
        "occurrence",
        "offer",
        "payment_note",
        "person_merge",
        "punch",
        "punch_card",
    }
)
"""What the card shows of a person beside herself."""


class PeoplePage(Page):
    """People of the house; `present` takes `person_id`."""

    key = "people"
    title = "Personen"
    icon = "people"
    watches = frozenset({"district", "household", "person"})

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._everybody: list[PersonLine] | None = None
        self._make_actions()
        self.search = SearchField(
            "Person suchen", "Name, Telefon, Straße oder Geburtsjahr eintippen"
        )
        self.blocked = Tick("auch Gesperrte")
        self.duplicates_button = duplicates_button(hub, self.duplicates)
        self.review_button = review_button(hub, self.review)
        self.more = label("Das sind die ersten Treffer. Bitte weitertippen.", "muted")
        set_shown(self.more, False)
        self.people = PeopleList("Personen")
        self.card = PersonView()
        self.cards = CardsCard(hub)
        self.card.place_cards(self.cards)
        self.nothing = EmptyState(
            "Hier stehen die Besucherinnen und Besucher Ihres Hauses. "
            "Legen Sie die erste Person an.",
            "Neue Person anlegen (F3)",
            self.add.trigger,
            "person_add",
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_card)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.search)

    def subtitle(self) -> str:
        """How many people there are."""
        return counted(len(self._everybody or ()), "Person", "Personen")

    def page_actions(self) -> list[QAction]:
        """What can be done with the person that is shown."""
        return [
            self.add,
            self.book,
            self.edit,
            self.sign_off,
            self.transfer,
            self.household,
            self.consents,
            self.join,
            self.split,
            self.block,
            self.erase,
            self.duplicates,
            self.review,
        ]

    def reload(self) -> None:
        """Reads list and card."""
        self._everybody = None
        self._allow_blocked()
        self._fill(self.people.current_key())
        self._show_card()

    def enter(self) -> None:
        """Shows what became of the person while other pages were in front."""
        super().enter()
        self._show_card()
        self.duplicates_button.look_soon()
        self.review_button.look_soon()

    def present(self, what: dict[str, Any]) -> None:
        """Shows a person, whatever is searched for at the moment."""
        person_id = what.get("person_id", "")
        if not person_id:
            return
        if not self.people.choose(person_id):
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
            self._fill(person_id)
        self._show_card()
        self.people.setFocus()

    def _make_actions(self) -> None:
        self.add = action("Neue Person", "F3", self)
        self.book = action("Buchen", "F2", self)
        self.edit = action("Bearbeiten", "F8", self)
        self.block = action("Sperren", "", self)
        self.erase = action("Löschen (Art. 17) …", "", self)
        self.review = action("Lange nicht da", "", self)
        self.sign_off = action("Abmelden", "", self)
        self.transfer = action("Wechseln", "", self)
        self.household = action("Haushalt", "", self)
        self.consents = action("Einwilligungen", "", self)
        self.join = action("Mit anderem Eintrag zusammenführen", "", self)
        self.split = action("Zusammengeführte wieder trennen", "", self)
        self.duplicates = action("Mögliche Dubletten", "", self)
        self.add.triggered.connect(self._add)
        self.book.triggered.connect(self._book)
        self.edit.triggered.connect(self._edit)
        self.block.triggered.connect(self._block)
        self.erase.triggered.connect(self._erase)
        self.review.triggered.connect(lambda: ReviewDialog(self.hub, self.window()).open())
        self.sign_off.triggered.connect(lambda: self._with_booking(SignOffDialog))
        self.transfer.triggered.connect(lambda: self._with_booking(TransferDialog))
        self.household.triggered.connect(lambda: self._with_person(HouseholdDialog))
        self.consents.triggered.connect(lambda: self._with_person(ConsentsDialog))
        self.join.triggered.connect(self._join)
        self.split.triggered.connect(self._split)
        self.duplicates.triggered.connect(lambda: DuplicatesDialog(self.hub, self.window()).open())

    def _lay_out(self) -> None:
        listing = Card()
        low = QHBoxLayout()
        low.setSpacing(THEME.px(0.6))
        low.addWidget(action_button(self.add, "person_add"))
        low.addStretch(1)
        low.addWidget(self.blocked)
        listing.body.addWidget(self.search)
        listing.body.addWidget(self.people, 1)
        listing.body.addWidget(self.nothing, 1)
        listing.body.addWidget(self.more)
        listing.body.addLayout(low)
        listing.body.addWidget(self.duplicates_button)
        listing.body.addWidget(self.review_button)
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.4))
        row.addWidget(action_button(self.book, "calendar_add", kind="primary"))
        row.addWidget(action_button(self.edit, "edit"))
        row.addStretch(1)
        self.card.body.addLayout(row)
        rare = QHBoxLayout()
        rare.setSpacing(THEME.px(0.4))
        self._block_button = action_button(self.block, "lock_closed")
        rare.addWidget(self._block_button)
        rare.addWidget(action_button(self.erase, "delete"))
        rare.addStretch(1)
        self.card.body.addLayout(rare)
        self.card.place_verbs(
            action_button(self.sign_off, "dismiss"), action_button(self.transfer, "arrow_swap")
        )
        columns = Columns(50, lead_height=20)
        columns.add(listing, 1)
        columns.add(self.card, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(columns)

    def _allow_blocked(self) -> None:
        """Blocked people are shown to those only who may block and unblock (Art. 18 GDPR)."""
        allowed = self.hub.desk.may("people.block_person")
        self.blocked.setVisible(allowed)
        if not allowed and self.blocked.isChecked():
            self.blocked.setChecked(False)
        may_erase = self.hub.desk.may("erasure.erase_person")
        self.review.setVisible(may_erase)
        self.erase.setVisible(may_erase)
        self.review_button.look_soon()

    def _connect(self) -> None:
        self.hub.changed.connect(self._refresh_card)
        self.hub.signed_in.connect(lambda _: self._allow_blocked())
        self.search.textChanged.connect(lambda _: self._search_again())
        self.search.moved.connect(self.people.step)
        self.search.confirmed.connect(self._enter)
        self.blocked.toggled.connect(lambda _: self.reload())
        self.people.chosen.connect(lambda _: self._on_chosen())
        self.people.opened.connect(lambda _: self.edit.trigger())
        self.card.bookings.chosen.connect(self._allow_booking)
        self.card.bookings.opened.connect(self._open_offer)
        self.card.ties.household_wanted.connect(self.household.trigger)
        self.card.ties.consents_wanted.connect(self.consents.trigger)
        self.card.ties.split_wanted.connect(self.split.trigger)

    def _search_again(self) -> None:
        self._timer.start(_CARD_MS)
        self._fill(self.people.current_key())

    def _enter(self) -> None:
        self._show_card()
        self.people.setFocus()

    def _fill(self, choose: str) -> None:
        typed = self.search.bare()
        shown = self.blocked.isChecked()
        found = (
            self.hub.read(find_people, typed, _HITS, with_blocked=shown) if typed else self._all()
        )
        self.people.show_people(found, choose)
        set_shown(self.more, bool(typed) and len(found) == _HITS)
        house_is_empty = not found and not typed
        self.people.setVisible(not house_is_empty)
        self.nothing.setVisible(house_is_empty)

    def _on_chosen(self) -> None:
        if not self._timer.isActive():
            self._show_card()

    def _all(self) -> list[PersonLine]:
        """Everybody, read again only after somebody has changed."""
        if self._everybody is None:
            shown = self.blocked.isChecked()
            self._everybody = self.hub.read(people_list, with_blocked=shown)
            self.retitled.emit()
        return self._everybody

    def _refresh_card(self, entities: frozenset[str]) -> None:
        if self.isVisible() and entities & _ON_THE_CARD and not entities & self.watches:
            self._show_card()

    def _show_card(self) -> None:
        self._timer.stop()
        person_id = self.people.current_key()
        card = self.hub.read(person_card, person_id) if person_id else None
        ties = self.hub.read(ties_of, person_id) if person_id else None
        self.card.show_person(card, ties)
        self.cards.show_person(
            person_id, self.card.name(), blocked=card is not None and card.blocked
        )
        for made in (
            *(self.book, self.edit, self.block, self.erase),
            *(self.household, self.consents, self.join),
        ):
            made.setEnabled(card is not None)
        self.split.setEnabled(ties is not None and bool(ties.merged))
        blocked = card is not None and card.blocked
        self.block.setText("Sperre aufheben" if blocked else "Sperren")
        self._block_button.setText(f" {self.block.text()}")
        self._block_button.setAccessibleName(self.block.text())
        self.book.setEnabled(card is not None and not blocked)
        self._allow_booking(self.card.bookings.current_key())

    def _add(self) -> None:
        PersonDialog(self.hub, self.window(), typed=self._typed_name(), saved=self._show_new).open()

    def _typed_name(self) -> str:
        """What was searched for without a hit is the name of the new person."""
        return "" if self.people.current_key() else self.search.bare()

    def _show_new(self, person_id: str) -> None:
        self.present({"person_id": person_id})

    def _book(self) -> None:
        BookDialog(self.hub, self.window(), person_id=self.people.current_key()).open()

    def _edit(self) -> None:
        if key := self.people.current_key():
            PersonDialog(self.hub, self.window(), person_id=key).open()

    def _with_person(self, dialog: Callable[[Hub, QWidget, str], Dialog]) -> None:
        if key := self.people.current_key():
            dialog(self.hub, self.window(), key).open()

    def _join(self) -> None:
        if key := self.people.current_key():
            OtherEntryDialog(self.hub, self.window(), key, self._show_new).open()

    def _split(self) -> None:
        if key := self.people.current_key():
            merged = self.hub.read(ties_of, key).merged
            UnmergeDialog(self.hub, self.window(), self.card.name(), merged).open()

    def _block(self) -> None:
        card = self.hub.read(person_card, self.people.current_key())
        name = full_name(card.surname, card.first_name)
        said = f"{name} ist nicht mehr gesperrt" if card.blocked else f"{name} ist gesperrt"
        self.hub.try_act(block_person, BlockPerson(card.id, not card.blocked), said)

    def _erase(self) -> None:
        if key := self.people.current_key():
            try:
                open_erase(self.hub, self.window(), key)
            except (Refusal, Trouble) as error:
                self.hub.refused.emit(german(error))

    def _allow_booking(self, key: str) -> None:
        for made in (self.sign_off, self.transfer):
            made.setEnabled(bool(key))

    def _with_booking(self, dialog: type[SignOffDialog | TransferDialog]) -> None:
        """Opens a dialog for the chosen booking."""
        line = self.card.bookings.current_line()
        if line is None:
            return
        offer_id, title = line.subject.offer_id, line.subject.title
        booking = next(one for one in self.hub.read(bookings_of, offer_id) if one.id == line.key)
        dialog(self.hub, self.window(), booking, offer_id, title).open()

    def _open_offer(self, _key: str) -> None:
        line = self.card.bookings.current_line()
        if line is not None:
            self.hub.show("offers", offer_id=line.subject.offer_id)
