"""Personen: everybody in a list that is searched by typing, and the card of one at the right."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from begegnung.model.names import full_name
from begegnung.model.rows import PersonLine
from begegnung.services.bookings import CancelBooking, bookings_of, cancel
from begegnung.services.people import (
    BlockPerson,
    block_person,
    find_people,
    people_list,
    person_card,
)
from begegnung.texts import counted
from begegnung.ui.dialogs.book import BookDialog
from begegnung.ui.dialogs.person import PersonDialog
from begegnung.ui.hub import Hub
from begegnung.ui.page import Page
from begegnung.ui.people.card import PersonView
from begegnung.ui.people.table import PeopleList
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action, action_button
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.empty import EmptyState
from begegnung.ui.widgets.fields import SearchField, Tick

_SEARCH_MS = 60
_HITS = 500
_ON_THE_CARD = frozenset({"attendance", "booking", "occurrence", "offer"})
"""What the card shows of a person beside herself."""


class PeoplePage(Page):
    """People of the house; `present` takes `person_id`."""

    key = "people"
    title = "Personen"
    icon = "people"
    watches = frozenset({"district", "person"})

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._everybody: list[PersonLine] | None = None
        self._make_actions()
        self.search = SearchField("Person suchen", "Name, Telefon oder Geburtsjahr eintippen")
        self.blocked = Tick("auch Gesperrte")
        self.people = PeopleList("Personen")
        self.card = PersonView()
        self.nothing = EmptyState(
            "Hier stehen die Besucherinnen und Besucher Ihres Hauses. "
            "Legen Sie die erste Person an.",
            "Neue Person anlegen (F3)",
            self.add.trigger,
            "person_add",
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._search_again)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.search)

    def subtitle(self) -> str:
        """How many people there are."""
        return counted(len(self._everybody or ()), "Person", "Personen")

    def page_actions(self) -> list[QAction]:
        """What can be done with the person that is shown."""
        return [self.add, self.book, self.edit, self.sign_off, self.block]

    def reload(self) -> None:
        """Reads list and card."""
        self._everybody = None
        self._fill(self.people.current_key())

    def enter(self) -> None:
        """Shows what became of the person while other pages were in front."""
        super().enter()
        self._show_card()

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
        self.people.setFocus()

    def _make_actions(self) -> None:
        self.add = action("Neue Person", "F3", self)
        self.book = action("Buchen", "F2", self)
        self.edit = action("Bearbeiten", "F8", self)
        self.block = action("Sperren", "", self)
        self.sign_off = action("Abmelden", "", self)
        self.add.triggered.connect(self._add)
        self.book.triggered.connect(self._book)
        self.edit.triggered.connect(self._edit)
        self.block.triggered.connect(self._block)
        self.sign_off.triggered.connect(self._sign_off)

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
        listing.body.addLayout(low)
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.4))
        row.addWidget(action_button(self.book, "calendar_add", kind="primary"))
        row.addWidget(action_button(self.edit, "edit"))
        row.addStretch(1)
        self._block_button = action_button(self.block, "lock_closed")
        row.addWidget(self._block_button)
        self.card.body.addLayout(row)
        self.card.place_sign_off(action_button(self.sign_off, "dismiss"))
        columns = Columns(50, lead_height=20)
        columns.add(listing, 1)
        columns.add(self.card, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(columns)

    def _connect(self) -> None:
        self.hub.changed.connect(self._refresh_card)
        self.search.textChanged.connect(lambda _: self._timer.start(_SEARCH_MS))
        self.search.moved.connect(self.people.step)
        self.search.confirmed.connect(self._enter)
        self.blocked.toggled.connect(lambda _: self.reload())
        self.people.chosen.connect(lambda _: self._show_card())
        self.people.opened.connect(lambda _: self.edit.trigger())
        self.card.bookings.chosen.connect(lambda key: self.sign_off.setEnabled(bool(key)))
        self.card.bookings.opened.connect(self._open_offer)

    def _search_again(self) -> None:
        self._fill(self.people.current_key())

    def _enter(self) -> None:
        self._timer.stop()
        self._search_again()
        self.people.setFocus()

    def _fill(self, choose: str) -> None:
        typed = self.search.bare()
        found = self.hub.read(find_people, typed, _HITS) if typed else self._all()
        self.people.show_people(found, choose)
        house_is_empty = not found and not typed
        self.people.setVisible(not house_is_empty)
        self.nothing.setVisible(house_is_empty)
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
        person_id = self.people.current_key()
        card = self.hub.read(person_card, person_id) if person_id else None
        self.card.show_person(card)
        for made in (self.book, self.edit, self.block):
            made.setEnabled(card is not None)
        blocked = card is not None and card.blocked
        self.block.setText("Sperre aufheben" if blocked else "Sperren")
        self._block_button.setText(f" {self.block.text()}")
        self._block_button.setAccessibleName(self.block.text())
        self.book.setEnabled(card is not None and not blocked)
        self.sign_off.setEnabled(bool(self.card.bookings.current_key()))

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

    def _block(self) -> None:
        card = self.hub.read(person_card, self.people.current_key())
        name = full_name(card.surname, card.first_name)
        said = f"{name} ist nicht mehr gesperrt" if card.blocked else f"{name} ist gesperrt"
        self.hub.try_act(block_person, BlockPerson(card.id, not card.blocked), said)

    def _sign_off(self) -> None:
        line = self.card.bookings.current_line()
        if line is None:
            return
        name = self.card.name()
        offer_id, title = line.subject.offer_id, line.subject.title

        def said(moved: tuple[str, ...]) -> str:
            return f"{name} ist abgemeldet: {title}.{moved_up(self.hub, offer_id, moved)}"

        self.hub.try_act(cancel, CancelBooking(line.key), said)

    def _open_offer(self, _key: str) -> None:
        line = self.card.bookings.current_line()
        if line is not None:
            self.hub.show("offers", offer_id=line.subject.offer_id)


def moved_up(hub: Hub, offer_id: str, bookings: tuple[str, ...]) -> str:
    """Who got a place by it, as a sentence to append; empty when nobody did."""
    names = [
        full_name(line.surname, line.first_name)
        for line in hub.read(bookings_of, offer_id)
        if line.id in bookings
    ]
    if not names:
        return ""
    verb = "rückt" if len(names) == 1 else "rücken"
    return f" {' und '.join(names)} {verb} nach. Bitte anrufen."
