"""Booking a person: two or three letters of each name and Enter.

Opened with an offer it asks for the person, opened with a person it asks for the offer.
"""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.errors import Invalid, NoBooking
from begegnung.model.local_time import day_of
from begegnung.model.names import fold, full_name
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import DateLine, OfferLine
from begegnung.services.bookings import Book, Booked, book
from begegnung.services.dates import dates_of
from begegnung.services.offers import offer_list
from begegnung.services.people import person_card
from begegnung.texts import date_begin, german, short_date, when
from begegnung.ui.dialogs.people_hits import NEW, people_hits
from begegnung.ui.dialogs.person import PersonDialog
from begegnung.ui.hub import Hub
from begegnung.ui.seats import seats_word
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import Chip, label
from begegnung.ui.widgets.lines import Line
from begegnung.ui.widgets.search_list import SearchList

_DAYS_AHEAD = 20


class BookDialog(Dialog):
    """Books one person into one offer; what is not given is searched by typing."""

    def __init__(
        self,
        hub: Hub,
        parent: QWidget | None,
        *,
        offer_id: str = "",
        occurrence_id: str = "",
        person_id: str = "",
    ) -> None:
        super().__init__("Person buchen", parent, verb="Buchen", icon="person_add", width=38)
        self.hub = hub
        self._offers = {line.id: line for line in hub.read(offer_list)}
        self._offer: OfferLine | None = None
        self._person = hub.read(person_card, person_id) if person_id else None
        self._lay_out()
        if self._person is not None:
            name = full_name(self._person.surname, self._person.first_name)
            self.title.setText(f"Wofür wird {name} angemeldet?")
        if offer_id in self._offers:
            self._take_offer(self._offers[offer_id], occurrence_id)
        else:
            self._ask_offer()

    def try_confirm(self) -> None:
        """Goes on with what is chosen: takes the offer, notes a new person, or books."""
        asked = self.people if self.people.isVisibleTo(self) else self.offers
        line = asked.hits.current_line()
        if asked is self.offers:
            if line is None:
                self.refusal.say("Bitte ein Angebot auswählen.", "info")
            else:
                self._take_offer(line.subject)
                if self._person is not None and self._offer is not None and not self._by_day():
                    super().try_confirm()
            return
        if self._person is not None:
            super().try_confirm()
        elif line is None:
            self.refusal.say("Bitte einen Namen eintippen.", "info")
        elif line.key == NEW:
            self._note_person(line.subject)
        else:
            super().try_confirm()

    def confirm(self) -> None:
        """Books; raises what the rules refuse."""
        self._book(self._person.id if self._person else self.people.hits.current_key())

    def _lay_out(self) -> None:
        self.title = label("", "h2")
        self.title.setWordWrap(True)
        self.seats = Chip()
        self.change = button("Anderes Angebot", "edit")
        self.change.clicked.connect(self._ask_offer)
        head = QHBoxLayout()
        head.setSpacing(THEME.px(0.5))
        head.addWidget(self.title, 1)
        head.addWidget(self.seats)
        head.addWidget(self.change)
        self.body.addLayout(head)
        self.day = ChoiceField("Tag")
        self.form.add("Tag", self.day, "occurrence")
        self.body.addWidget(self.form)
        self.people = SearchList(
            "Person suchen", "Name eintippen, z. B. mül ger", self._look_people
        )
        self.offers = SearchList("Angebot suchen", "Angebot eintippen", self._look_offers)
        for search in (self.people, self.offers):
            search.picked.connect(lambda _: self.try_confirm())
            self.body.addWidget(search, 1)

    def _ask_offer(self) -> None:
        self._offer = None
        if self._person is None:
            self.title.setText("Wofür?")
        self._show(asking_offer=True)
        self.offers.refresh()

    def _take_offer(self, offer: OfferLine, occurrence_id: str = "") -> None:
        """Goes on with this offer, or says why nobody is booked into it."""
        if OFFER_TYPES[offer.type].booking == "none":
            self._ask_offer()
            self.refusal.say(german(NoBooking(offer.title, offer.type)), "info")
            return
        self.refusal.say("")
        self._offer = offer
        self.title.setText(offer.title)
        self.seats.show_state(*seats_word(offer.capacity, offer.booked, offer.waiting))
        if self._by_day():
            self._offer_days(offer.id, occurrence_id)
        self._show(asking_offer=False)

    def _show(self, *, asking_offer: bool) -> None:
        self.offers.setVisible(asking_offer)
        self.people.setVisible(not asking_offer and self._person is None)
        self.change.setVisible(not asking_offer)
        self.seats.setVisible(not asking_offer and not self._by_day())
        self.form.setVisible(not asking_offer and self._by_day())
        asked = self.offers if asking_offer else self.people if self._person is None else self.day
        asked.setFocus()

    def _by_day(self) -> bool:
        return self._offer is not None and OFFER_TYPES[self._offer.type].booking == "daily"

    def _offer_days(self, offer_id: str, occurrence_id: str) -> None:
        coming = self.hub.read(dates_of, offer_id, coming_only=True)
        planned = [date for date in coming if date.state == "planned"]
        self.day.set_choices((date.id, _day_words(date)) for date in planned[:_DAYS_AHEAD])
        if occurrence_id:
            self.day.set_value(occurrence_id)

    def _book(self, person_id: str) -> None:
        if self._offer is None:
            raise Invalid("title", "missing")
        occurrence_id = self.day.value() if self._by_day() else None
        request = Book(person_id, self._offer.id, occurrence_id)
        who = self.hub.read(person_card, person_id)
        name = full_name(who.surname, who.first_name)
        what = self._offer.title
        if self._by_day():
            what = f"{what}, {self.day.currentText().split(' · ')[0]}"
        self.hub.act(book, request, lambda done: booked_sentence(name, what, done))

    def _note_person(self, typed: str) -> None:
        dialog = PersonDialog(self.hub, self, typed=typed, saved=self._book_new)
        dialog.open()

    def _book_new(self, person_id: str) -> None:
        """Books the person who has just been noted."""
        self._person = self.hub.read(person_card, person_id)
        super().try_confirm()

    def _look_people(self, typed: str) -> Iterable[Line]:
        return people_hits(self.hub, typed)

    def _look_offers(self, typed: str) -> Iterable[Line]:
        words = fold(typed).split()
        for offer in self._offers.values():
            known = fold(f"{offer.title} {offer.leader}").split()
            if all(any(k.startswith(w) for k in known) for w in words):
                yield _offer_line(offer)


def booked_sentence(name: str, what: str, done: Booked) -> str:
    """What became of the booking."""
    if done.state == "waiting":
        return f"{name} steht auf der Warteliste, Platz {done.position}: {what}"
    return f"{name} ist angemeldet: {what}"


def _day_words(date: DateLine) -> str:
    seats, _tone = seats_word(date.capacity, date.booked, date.waiting)
    return f"{short_date(day_of(date.starts))}, {date_begin(date)} · {seats}"


def _offer_line(offer: OfferLine) -> Line:
    kind = OFFER_TYPES[offer.type]
    coming = f"nächster Termin {when(offer.next_starts)}" if offer.next_starts else ""
    detail = " · ".join(filter(None, (coming or kind.german, offer.room)))
    if kind.booking == "none":
        chip, tone = "ohne Anmeldung", "muted"
    elif kind.booking == "daily":
        chip, tone = "tageweise", "info"
    else:
        chip, tone = seats_word(offer.capacity, offer.booked, offer.waiting)
    return Line(offer.id, offer.title, detail, chip, tone, "hat_graduation", subject=offer)
