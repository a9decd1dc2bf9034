"""The card of a person: how to reach her, what she is booked into, when she was here."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from begegnung.model.local_time import day_of
from begegnung.model.names import full_name
from begegnung.model.rows import PersonBooking, PersonCard
from begegnung.services.people import GENDERS
from begegnung.services.person_ties import PersonTies
from begegnung.texts import counted, short_date, when
from begegnung.ui.people.ties import TiesView
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.empty import EmptyState
from begegnung.ui.widgets.labels import Chip, label
from begegnung.ui.widgets.lines import Line, LineList

_FACTS = (
    ("Telefon", "phone"),
    ("Telefon im Haushalt", "household_phone"),
    ("Mobil", "mobile"),
    ("E-Mail", "mail"),
    ("Straße", "street"),
    ("Stadtbezirk", "district"),
    ("Geburtsjahr", "birth_year"),
    ("Geschlecht", "gender"),
    ("Im Notfall", "contact"),
    ("Besuche", "visits"),
)


class PersonView(Card):
    """Everything about the person that is chosen in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Person", "person", parent=parent)
        self._card: PersonCard | None = None
        self.blocked = Chip("", "muted")
        self.head.insertWidget(2, self.blocked)
        self._facts = QWidget()
        grid = QGridLayout(self._facts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(THEME.px(0.8))
        grid.setVerticalSpacing(THEME.px(0.2))
        grid.setColumnStretch(1, 1)
        self._values = {}
        for row, (name, column) in enumerate(_FACTS):
            caption = label(name, "muted")
            caption.setWordWrap(False)
            value = label()
            grid.addWidget(caption, row, 0)
            grid.addWidget(value, row, 1)
            self._values[column] = (caption, value)
        self.body.addWidget(self._facts)
        self.ties = TiesView()
        self.body.addWidget(self.ties)
        self._above = label("Anmeldungen", "h2")
        self.bookings = LineList("Anmeldungen dieser Person")
        self.no_bookings = label("Zurzeit nirgends angemeldet.", "muted")
        self.body.addWidget(self._above)
        self.body.addWidget(self.bookings, 1)
        self.body.addWidget(self.no_bookings)
        self._sign_off = QHBoxLayout()
        self.body.addLayout(self._sign_off)
        self.nobody = EmptyState("Wählen Sie links eine Person aus.")
        self.body.addWidget(self.nobody, 1)
        self.show_person(None)

    def place_verbs(self, *pressed: QPushButton) -> None:
        """Puts the buttons for the chosen booking below the bookings."""
        for one in pressed:
            self._sign_off.addWidget(one)
        self._sign_off.addStretch(1)

    def place_cards(self, part: QWidget) -> None:
        """Puts the Mehrfachkarten below the bookings."""
        self.body.insertWidget(self.body.indexOf(self.nobody), part)

    def name(self) -> str:
        """First name and surname of the person that is shown."""
        card = self._card
        return full_name(card.surname, card.first_name) if card else ""

    def show_person(self, card: PersonCard | None, ties: PersonTies | None = None) -> None:
        """Shows a person with her ties, or nobody."""
        self._card = card
        self.ties.setVisible(ties is not None)
        if card is not None and ties is not None:
            self.ties.show_ties(card.id, ties)
        self.set_title(self.name() or "Person")
        self.blocked.show_state("gesperrt" if card and card.blocked else "", "muted")
        self._facts.setVisible(card is not None)
        self._above.setVisible(card is not None)
        self.nobody.setVisible(card is None)
        lines = [_booking_line(b) for b in card.bookings] if card else []
        self.bookings.show_lines(lines)
        self.bookings.setVisible(bool(lines))
        self.no_bookings.setVisible(card is not None and not lines)
        for n in range(self._sign_off.count()):
            item = self._sign_off.itemAt(n)
            if item is not None and (pressed := item.widget()) is not None:
                pressed.setVisible(bool(lines))
        if card is not None:
            self._show_facts(card)

    def _show_facts(self, card: PersonCard) -> None:
        last = "" if card.last_visit is None else f", zuletzt {short_date(day_of(card.last_visit))}"
        contact = ", ".join(filter(None, (card.contact_name, card.contact_phone)))
        texts = {
            "contact": contact,
            "visits": f"{counted(card.visits, 'Besuch', 'Besuche')}{last}" if card.visits else "",
            "gender": GENDERS[card.gender] if card.gender else "",
            "birth_year": str(card.birth_year or ""),
            "household_phone": "" if card.phone else card.household_phone,
        }
        for column, (caption, value) in self._values.items():
            text = texts[column] if column in texts else getattr(card, column)
            value.setText(text)
            caption.setVisible(bool(text))
            value.setVisible(bool(text))


def _booking_line(booking: PersonBooking) -> Line:
    waiting = booking.state == "waiting"
    starts = booking.occurrence_starts or booking.next_starts
    detail = f"nächster Termin {when(starts)}" if starts else "keine kommenden Termine"
    if booking.occurrence_starts:
        detail = when(booking.occurrence_starts)
    return Line(
        key=booking.booking_id,
        title=booking.title,
        detail=detail,
        chip="Warteliste" if waiting else "angemeldet",
        tone="warn" if waiting else "ok",
        icon="hat_graduation",
        subject=booking,
    )
