"""The inputs for who may register when, how many, and how the waiting list moves up."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from begegnung.model.offers import QUEUE_WORDS, REGISTRATION_WORDS, books_by
from begegnung.model.rows import OfferCard
from begegnung.services.offers import OfferData
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.fields import ChoiceField, NumberField, TextArea, TextField, TimeField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.moment_field import MomentField
from begegnung.ui.widgets.shown import set_shown

QUEUE_EXPLAINED: dict[str, str] = {
    "strict": "Wer am längsten wartet, bekommt den nächsten Platz. Braucht ein Paar zwei Plätze "
    "und nur einer ist frei, bleibt er frei, bis auch der zweite frei wird.",
    "filling": "Braucht ein Paar zwei Plätze und nur einer ist frei, bekommt ihn die nächste "
    "Person, für die er reicht. Das Paar bleibt vorn auf der Warteliste.",
}
"""One plain sentence for each order of the waiting list."""

WITHOUT_NAMES = "Bei dieser Art von Angebot wird niemand mit Namen angemeldet."
OPEN_EVENT = (
    "Ohne Anmeldung: Alle können kommen, es wird nur gezählt. Mit Anmeldung: Die Plätze werden mit "
    "Namen vergeben."
)
NO_WINDOW = "Leer: Die Anmeldung ist immer möglich. Ohne Uhrzeit gilt der ganze Tag."

_DEFAULTS = OfferData("", "course")


@dataclass(frozen=True, slots=True)
class RegistrationValues:
    """What is typed about registration, under the names of `OfferData`."""

    registration: str
    registration_note: str
    minimum: int | None
    registration_opens: int | None
    priority_opens: int | None
    registration_closes: int | None
    queue_order: str
    most_places: int
    answer_days: int
    deadline_days: int | None
    deadline_minute: int | None
    choices: str


class RegistrationFields:
    """Three cards of inputs; `follow` shows those that the kind of the offer needs."""

    def __init__(self, today: date) -> None:
        self.registration = ChoiceField("Anmeldung", REGISTRATION_WORDS.items())
        self.registration.set_value("unknown")
        self.registration_note = TextField("Anmeldung bei", "z. B. Büro, 0231 12345")
        self.minimum = NumberField("Mindestzahl", "minimum")
        self.most_places = NumberField("Plätze je Anmeldung", "most_places")
        self.opens = MomentField("Anmeldestart", today, "registration_opens")
        self.priority = MomentField("Vorkaufsrecht ab", today, "priority_opens")
        self.closes = MomentField("Anmeldeschluss", today, "registration_closes", until_end=True)
        self.deadline_days = NumberField("Tage vorher", "deadline_days")
        self.deadline_minute = TimeField("Bestellen bis", "deadline_minute")
        self.deadline_minute.setPlaceholderText("z. B. 10:00")
        self.choices = TextArea("Menüs", 3)
        self.queue_order = ChoiceField("Reihenfolge der Warteliste", QUEUE_WORDS.items())
        self.queue_words = label("", "muted")
        self.answer_days = NumberField("Zeit für die Antwort", "answer_days")
        self.explained = label("", "muted")
        self.forms = (Form(), Form(), Form())
        self.cards = tuple(Card(title) for title in ("Anmeldung", "Ab wann", "Warteliste"))
        for card, form in zip(self.cards, self.forms, strict=True):
            card.body.addWidget(form)
            card.body.addStretch(1)
        self._fill()
        self._set_defaults()
        self.queue_order.currentIndexChanged.connect(self._explain_queue)
        self._explain_queue()

    def _fill(self) -> None:
        who, window, queue = self.forms
        who.add("Anmeldung", self.registration, "registration")
        who.place(self.explained)
        who.add("Anmeldung bei", self.registration_note, "registration_note")
        self._numbers = [
            who.add(
                "Plätze je Anmeldung", self.most_places, "most_places", hint="ein Paar braucht 2"
            ),
            who.add("Mindestzahl", self.minimum, "minimum", hint="damit es stattfindet"),
        ]
        self._window = [
            window.add(
                "Vorkaufsrecht ab", self.priority, "priority_opens", hint="wer vorher dabei war"
            ),
            window.add("Anmeldestart", self.opens, "registration_opens", hint="für alle"),
            window.add("Anmeldeschluss", self.closes, "registration_closes"),
        ]
        self.window_words = label(NO_WINDOW, "muted")
        window.place(self.window_words)
        self._deadline = [
            window.add("Bestellen bis", self.deadline_minute, "deadline_minute", hint="Uhrzeit"),
            window.add(
                "Tage vorher",
                self.deadline_days,
                "deadline_days",
                hint="0: am selben Tag, 1: am Tag davor",
            ),
        ]
        self._menus = window.add("Menüs", self.choices, "choices", hint="eines in jeder Zeile")
        queue.add("Reihenfolge", self.queue_order, "queue_order")
        queue.place(self.queue_words)
        queue.add("Zeit für die Antwort", self.answer_days, "answer_days", hint="in Öffnungstagen")

    def _set_defaults(self) -> None:
        self.queue_order.set_value(_DEFAULTS.queue_order)
        self.most_places.set_value(_DEFAULTS.most_places)
        self.answer_days.set_value(_DEFAULTS.answer_days)

    def parts(self) -> tuple[QWidget, ...]:
        """The cards in their order."""
        return self.cards

    def show_card(self, card: OfferCard, *, anew: bool = False) -> None:
        """Fills the inputs; `anew` leaves out the days, which are over for a new half-year."""
        self.registration.set_value(card.registration)
        self.registration_note.setText(card.registration_note)
        self.minimum.set_value(card.minimum)
        self.most_places.set_value(card.most_places)
        self.queue_order.set_value(card.queue_order)
        self.answer_days.set_value(card.answer_days)
        self.deadline_days.set_value(card.deadline_days)
        self.deadline_minute.set_value(card.deadline_minute)
        self.choices.setPlainText(card.choices)
        if not anew:
            self.opens.set_value(card.registration_opens)
            self.priority.set_value(card.priority_opens)
            self.closes.set_value(card.registration_closes)

    def follow(self, offer_type: str) -> None:
        """Shows what an offer of this type needs."""
        by = books_by(offer_type, self.registration.value())
        names, daily = by != "none", by == "daily"
        takes_menu = names and offer_type in ("lunch", "trip")
        who, window, queue = self.cards
        window.set_title("Bestellung" if daily else "Ab wann")
        for row in (*self._window, self.window_words):
            set_shown(row, names and not daily)
        set_shown(self._window[0], names and offer_type in ("course", "group"))
        for row in self._deadline:
            set_shown(row, daily)
        set_shown(self._menus, takes_menu)
        set_shown(self._numbers[0], names)
        set_shown(self._numbers[1], names and not daily)
        set_shown(window, names)
        set_shown(queue, names)
        who.setAccessibleName("Anmeldung")
        self.explained.setText(
            OPEN_EVENT if offer_type == "event" else "" if names else WITHOUT_NAMES
        )
        set_shown(self.explained, bool(self.explained.text()))

    def values(self, offer_type: str) -> RegistrationValues:
        """What is typed, without what this type does not have; raises `Invalid`."""
        by = books_by(offer_type, self.registration.value())
        named, daily = by == "named", by == "daily"
        early = named and offer_type in ("course", "group")
        most, days = self.most_places.value(), self.answer_days.value()
        return RegistrationValues(
            registration=self.registration.value(),
            registration_note=self.registration_note.bare(),
            minimum=self.minimum.value() if named else None,
            registration_opens=self.opens.value() if named else None,
            priority_opens=self.priority.value() if early else None,
            registration_closes=self.closes.value() if named else None,
            queue_order=self.queue_order.value(),
            most_places=_DEFAULTS.most_places if most is None or not (named or daily) else most,
            answer_days=_DEFAULTS.answer_days if days is None or not (named or daily) else days,
            deadline_days=self.deadline_days.value() if daily else None,
            deadline_minute=self.deadline_minute.value() if daily else None,
            choices=self.choices.bare() if offer_type in ("lunch", "trip") else "",
        )

    def _explain_queue(self) -> None:
        self.queue_words.setText(QUEUE_EXPLAINED[self.queue_order.value()])
