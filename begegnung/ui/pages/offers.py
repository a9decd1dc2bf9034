"""Angebote: the list of all offers, and the card of one at the right."""

from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from begegnung.model.rows import BookingLine, OfferCard, OfferLine
from begegnung.services.agreements import agreement_of
from begegnung.services.booking_lists import bookings_of
from begegnung.services.dates import dates_of
from begegnung.services.offers import EndOffer, end_offer, offer_card, offer_list
from begegnung.services.present import moment_of
from begegnung.texts import counted
from begegnung.ui.dialogs.agreement import AgreementDialog
from begegnung.ui.dialogs.book import BookDialog
from begegnung.ui.dialogs.calendar_file import SaveCalendarDialog
from begegnung.ui.dialogs.half_year import HalfYearDialog
from begegnung.ui.dialogs.import_programme import ImportDialog
from begegnung.ui.dialogs.offer import OfferDialog
from begegnung.ui.dialogs.to_plan import MissingDialog
from begegnung.ui.hub import Hub
from begegnung.ui.kinds.meals import MealListDialog
from begegnung.ui.kinds.trip import TripDialog
from begegnung.ui.offers.date_verbs import DateVerbs
from begegnung.ui.offers.filter import OfferFilter
from begegnung.ui.offers.lines import offer_line
from begegnung.ui.offers.panel import DATA, DATES, PEOPLE, WAITING, OfferPanel
from begegnung.ui.offers.people_verbs import PeopleVerbs
from begegnung.ui.page import Page
from begegnung.ui.papers.dialog import PapersDialog
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action, action_button, button
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.empty import EmptyState
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import LineList

OUTSIDE = "room_use"
"""The kind of the offers of outside groups, with whom there is an agreement."""


class OffersPage(Page):
    """Offers of the house; `present` takes `offer_id`, or `new` for the form of a new one."""

    key = "offers"
    title = "Angebote"
    icon = "hat_graduation"
    watches = frozenset(
        {
            "offer",
            "occurrence",
            "booking",
            "boarding_point",
            "payment_note",
            "room",
            "person",
            "rule",
            "usage_agreement",
        }
    )

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._all: list[OfferLine] = []
        self._card: OfferCard | None = None
        self._bookings: list[BookingLine] = []
        self._make_actions()
        self.filter = OfferFilter()
        self.list = LineList("Angebote")
        self.panel = OfferPanel(
            {
                DATES: (*self.dates.all, self.meals),
                PEOPLE: (
                    self.people.sign_off,
                    self.people.pay,
                    self.people.more,
                    self.trip,
                    self.papers,
                ),
                WAITING: (self.people.sign_off, self.people.why, self.people.more, self.papers),
                DATA: (self.agreement, self.calendar),
            }
        )
        self.none_found = label("Kein Angebot passt dazu.", "muted")
        self.empty = EmptyState(
            "Noch gibt es kein Angebot. Legen Sie das erste an, oder lesen Sie ein vorhandenes "
            "Programm ein.",
            "Neues Angebot anlegen",
            self.add.trigger,
            "add",
        )
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.filter.search)

    def _make_actions(self) -> None:
        def made(text: str, do: Any, shortcut: str = "") -> QAction:
            new = action(text, shortcut, self)
            new.triggered.connect(lambda _=False: do())
            return new

        self.add = made("Neues Angebot", self._add, "Ctrl+N")
        self.book = made("Person buchen", self._book, "F2")
        self.edit = made("Bearbeiten", self._edit, "F8")
        self.dates = DateVerbs(self.hub, self)
        self.people = PeopleVerbs(self.hub, self)
        self.trip = made("Fahrtenliste", self._trip)
        self.meals = made("Essensliste", self._meals)
        self.papers = made("Listen und Papiere drucken", self._papers)
        self.end = made("Angebot beenden", self._end)
        self.read_in = made("Programm einlesen", self._read_in)
        self.half_year = made("Halbjahr übernehmen", self._half_year)
        self.missing = made("Termine fehlen", self._missing)
        self.agreement = made("Nutzungsvereinbarung", self._agreement)
        self.calendar = made("Kalenderdatei des Angebots", self._calendar)

    def _lay_out(self) -> None:
        listing = Card()
        listing.body.addWidget(self.filter)
        for part in (self.none_found, self.empty):
            listing.body.addWidget(part)
        listing.body.addWidget(self.list, 1)
        below = QGridLayout()
        below.setSpacing(THEME.px(0.35))
        read_in = button("Einlesen", "arrow_download")
        read_in.setAccessibleName("Programm einlesen")
        read_in.clicked.connect(self.read_in.trigger)
        below.addWidget(action_button(self.add, "add"), 0, 0)
        below.addWidget(read_in, 0, 1)
        below.addWidget(action_button(self.half_year), 1, 0)
        below.addWidget(action_button(self.missing), 1, 1)
        listing.body.addLayout(below)
        verbs = ((self.book, "person_add", "primary"), (self.edit, "edit", ""), (self.end, "", ""))
        for made, icon, kind in verbs:
            self.panel.verbs.addWidget(action_button(made, icon, kind=kind))
        self.panel.verbs.addStretch(1)
        columns = Columns(50, lead_height=20)
        columns.add(listing, 4)
        columns.add(self.panel, 5)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(columns)

    def _connect(self) -> None:
        self.filter.changed.connect(self._fill)
        self.filter.search.moved.connect(self.list.step)
        self.filter.search.confirmed.connect(self.list.setFocus)
        self.list.chosen.connect(self._show_card)
        self.list.opened.connect(lambda _: self.edit.trigger())
        self.panel.switched.connect(self._allow)
        self.panel.dates.opened.connect(lambda _: self.dates.open.trigger())
        self.panel.people.opened.connect(lambda _: self._open_person(self.panel.people))
        self.panel.waiting.opened.connect(lambda _: self._open_person(self.panel.waiting))

    def subtitle(self) -> str:
        """How many offers there are."""
        running = [line for line in self._all if not line.ended]
        return counted(len(running), "laufendes Angebot", "laufende Angebote")

    def page_actions(self) -> list[QAction]:
        """What can be done with the offer that is shown."""
        first = [self.add, self.book, self.edit, *self.dates.all]
        rest = [self.read_in, self.half_year, self.missing, self.agreement, self.calendar]
        lists = [self.trip, self.meals, self.papers]
        return [*first, *self.people.all, *lists, self.end, *rest]

    def reload(self) -> None:
        """Reads list and card."""
        self._all = self.hub.read(offer_list, with_ended=True)
        self._fill(self.list.current_key())
        self.retitled.emit()

    def present(self, what: dict[str, Any]) -> None:
        """Shows an offer, whatever is searched for; or opens the form for a new one."""
        if what.get("new"):
            self._add()
        if shown := what.get("filter"):
            self.filter.shown.set_value(shown)
        offer_id = what.get("offer_id", "")
        if not offer_id:
            return
        if not self.list.choose(offer_id):
            ended = any(line.id == offer_id and line.ended for line in self._all)
            self.filter.reset(ended=ended)
            self._fill(offer_id)
        self.list.setFocus()

    def _fill(self, choose: str = "") -> None:
        hits = self.filter.matching(self._all)
        self.list.show_lines(map(offer_line, hits), choose=choose)
        self.empty.setVisible(not self._all)
        self.none_found.setVisible(bool(self._all) and not hits)
        self.list.setVisible(bool(self._all))
        self._show_card(self.list.current_key())

    def _show_card(self, offer_id: str) -> None:
        self.panel.setVisible(bool(offer_id))
        before = self._card.id if self._card else ""
        self._card = self.hub.read(offer_card, offer_id) if offer_id else None
        if self._card is not None:
            if before != offer_id:
                self.panel.forget_choice()
            dates = self.hub.read(dates_of, offer_id)
            self._bookings = self.hub.read(bookings_of, offer_id)
            now = moment_of(self.hub.desk.now_ms())
            self.panel.show_offer(self._card, dates, self._bookings, now)
            self.panel.show_agreement(self.hub.read(agreement_of, offer_id))
        self._allow()

    def _allow(self) -> None:
        """Only what can be done with what is chosen can be pressed."""
        card = self._card
        running = card is not None and not card.ended
        self.book.setEnabled(running and card is not None and card.takes_names)
        self.edit.setEnabled(card is not None)
        self.end.setEnabled(running)
        self.calendar.setEnabled(card is not None)
        self.agreement.setVisible(card is not None and card.type == OUTSIDE)
        self.agreement.setEnabled(self.agreement.isVisible())
        self.trip.setVisible(card is not None and card.type == "trip")
        self.meals.setVisible(card is not None and card.type == "lunch")
        for made in (self.trip, self.meals):
            made.setEnabled(made.isVisible())
        self.meals.setEnabled(self.meals.isVisible() and self.panel.date() is not None)
        self.dates.follow(card, self.panel.date() if card else None)
        self.people.follow(card, self._booking(), self._bookings)

    def _booking(self) -> BookingLine | None:
        """The registration that is chosen, while people are shown."""
        lists = {PEOPLE: self.panel.people, WAITING: self.panel.waiting}
        shown = lists.get(self.panel.tabs.currentIndex())
        line = shown.current_line() if shown is not None else None
        return line.subject if line else None

    def _add(self) -> None:
        dialog = OfferDialog(self.hub, self.window())
        dialog.accepted.connect(lambda: self.present({"offer_id": dialog.added}))
        dialog.open()

    def _edit(self) -> None:
        if self._card is not None:
            OfferDialog(self.hub, self.window(), self._card.id).open()

    def _book(self) -> None:
        if self._card is not None:
            BookDialog(self.hub, self.window(), offer_id=self._card.id).open()

    def _read_in(self) -> None:
        ImportDialog(self.hub, self).open()

    def _half_year(self) -> None:
        HalfYearDialog(self.hub, self.window()).open()

    def _missing(self) -> None:
        MissingDialog(self.hub, self.window()).open()

    def _calendar(self) -> None:
        if self._card is not None:
            SaveCalendarDialog(self.hub, self.window(), offer_id=self._card.id).open()

    def _agreement(self) -> None:
        if self._card is not None:
            AgreementDialog(self.hub, self.window(), self._card.id).open()

    def _open_person(self, source: LineList) -> None:
        line = source.current_line()
        if line is not None:
            self.hub.show("people", person_id=line.subject.person_id)

    def _trip(self) -> None:
        if self._card is not None:
            TripDialog(self.hub, self.window(), self._card.id).open()

    def _meals(self) -> None:
        if (date := self.panel.date()) is not None:
            MealListDialog(self.hub, self.window(), date.id).open()

    def _papers(self) -> None:
        if self._card is not None:
            PapersDialog(self.hub, self.window(), typed={"offer": self._card.id}).open()

    def _end(self) -> None:
        if self._card is None:
            return
        title = self._card.title

        def said(gone: int) -> str:
            dates = counted(gone, "kommender Termin entfällt", "kommende Termine entfallen")
            return f"{title} ist beendet" + (f", {dates}" if gone else "")

        self.hub.try_act(end_offer, EndOffer(self._card.id), said)
