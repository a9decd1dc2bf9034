"""Registering somebody: a few letters of the name and Enter, then payment and confirmation.

Opened with an offer it asks for the person, opened with a person it asks for the offer. Somebody
who is not in the list is noted in place. Nothing opens a second window until it is printed.
"""

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.booking_errors import RegistrationClosed, RegistrationNotOpen
from begegnung.model.booking_rows import BookableOffer
from begegnung.model.errors import Invalid, NoBooking, Refusal, Trouble
from begegnung.model.names import fold, full_name
from begegnung.services.booking_choices import bookable_offers
from begegnung.services.people import add_person, people_lines
from begegnung.services.present import moment_of
from begegnung.texts import german
from begegnung.ui.booking.newcomer import NewcomerPart
from begegnung.ui.booking.options import OptionsPart
from begegnung.ui.booking.overruling import OverrulingPart
from begegnung.ui.booking.paying import PayingPart
from begegnung.ui.booking.people import PeoplePart, hits_shown
from begegnung.ui.booking.registering import Chosen, chosen, register
from begegnung.ui.booking.slip_printing import FindPrinters, SlipPrinting
from begegnung.ui.booking.wording import offer_hit, offer_state
from begegnung.ui.dialogs.people_hits import NEW
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.printing import printers
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import Chip, label
from begegnung.ui.widgets.lines import Line
from begegnung.ui.widgets.search_list import SearchList

TOGETHER_KEY, NEXT_KEY = "F9", "F2"

_NO_OFFER = (
    "Dazu gibt es kein laufendes Angebot. Neue Angebote legen Sie auf der Seite „Angebote“ an."
)


class Stage(Enum):
    """What the dialog asks for now."""

    OFFER = "offer"
    PEOPLE = "people"
    OPTIONS = "options"
    NEWCOMER = "newcomer"
    DONE = "done"


class BookDialog(Dialog):
    """Registers people for one offer; what is not given is searched by typing.

    `find_printers` and `print_to_file` are where the confirmation goes.
    """

    def __init__(
        self,
        hub: Hub,
        parent: QWidget | None,
        *,
        offer_id: str = "",
        occurrence_id: str = "",
        person_id: str = "",
        find_printers: FindPrinters = printers,
        print_to_file: Path | None = None,
    ) -> None:
        super().__init__("Person buchen", parent, verb="Anmelden", icon="person_add", width=40)
        self.hub = hub
        self._offers = {line.id: line for line in hub.read(bookable_offers)}
        self._offer: BookableOffer | None = None
        self._given: Chosen | None = None
        self._coming: list[Chosen] = []
        self._adding = False
        self._occurrence_id = occurrence_id
        self.stage = Stage.OFFER
        self.printing = SlipPrinting(hub, self, find_printers, print_to_file)
        self.printing.done.connect(self.accept)
        self._lay_out()
        if person_id:
            (line,) = hub.read(people_lines, [person_id])
            self._given = chosen(line)
            self.title.setText(f"Wofür wird {self._given.name} angemeldet?")
        if offer_id in self._offers:
            self._take_offer(self._offers[offer_id])
        else:
            self._ask_offer()

    def try_confirm(self) -> None:
        """Goes on with what is chosen, step by step; the dialog stays for the next one."""
        if self.overruling.reason.hasFocus():
            self._overrule()
            return
        self.overruling.hide()
        self.attempt(self._go_on)

    def show_refusal(self, error: Refusal | Trouble) -> None:
        """Says why, and what can be done where the window of registration is shut."""
        super().show_refusal(error)
        if isinstance(error, RegistrationNotOpen | RegistrationClosed):
            self.overruling.offer()

    @guarded()
    def reject(self) -> None:
        """Esc leaves; from the form of a newcomer it goes back to the search first."""
        if self.stage is Stage.NEWCOMER:
            self._show(Stage.PEOPLE)
        else:
            super().reject()

    def _go_on(self) -> None:
        if self.stage is Stage.OFFER:
            self._choose_offer()
        elif self.stage is Stage.NEWCOMER:
            self._note_newcomer()
        elif self.stage is Stage.OPTIONS and self._given is not None:
            self._register([self._given])
        elif self.stage is Stage.PEOPLE:
            self._choose_person()
        elif self.paying.missing and not self._paid:
            self.paying.pay()
            self._paid = True
            self._name_last_step()
        elif self.paying.waiting:
            self.accept()
        else:
            self.printing.start(self._ids)

    def _lay_out(self) -> None:
        self.title = label("", "h2")
        self.title.setWordWrap(True)
        self.seats = Chip()
        self.change = button("Anderes Angebot", "edit")
        self.change.clicked.connect(self._ask_offer)
        self._head = QWidget()
        self._head.setObjectName("clear")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(THEME.px(0.5))
        names = QVBoxLayout()
        names.setSpacing(THEME.px(0.2))
        names.addWidget(self.title)
        names.addWidget(self.seats, 0, Qt.AlignmentFlag.AlignLeft)
        head.addLayout(names, 1)
        head.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        self.options = OptionsPart(self.hub)
        self.newcomer = NewcomerPart(self.hub)
        self.paying = PayingPart(self.hub)
        self.overruling = OverrulingPart(self.hub)
        self.overruling.wanted.connect(self._overrule)
        self.who = PeoplePart(self.hub)
        self.people = self.who.search
        self.offers = SearchList(
            "Angebot suchen",
            "Angebot eintippen",
            self._look_offers,
            rows=hits_shown(),
            nothing=_NO_OFFER,
        )
        for search in (self.people, self.offers):
            search.picked.connect(lambda _: self.try_confirm())
        self.body.addWidget(self._head)
        for part in (self.newcomer, self.paying, self.who, self.offers):
            self.body.addWidget(part, 1)
        self.body.addWidget(self.options)
        self._outer.insertWidget(self._outer.indexOf(self.refusal) + 1, self.overruling)
        self._lay_out_buttons()

    def _lay_out_buttons(self) -> None:
        self.add = button("Weitere Person dazu", "people", shortcut=TOGETHER_KEY)
        self.add.clicked.connect(self._add_to_party)
        self.next = button("Nächste Person", shortcut=NEXT_KEY)
        self.next.clicked.connect(self._start_again)
        self.print = button("Bestätigung drucken", "print")
        self.print.clicked.connect(lambda: self.printing.start(self._ids))
        for number, part in enumerate((self.add, self.next)):
            self.buttons.insertWidget(number, part)
        self.buttons.insertWidget(self.buttons.count() - 2, self.print)
        QShortcut(QKeySequence(TOGETHER_KEY), self, self.add.click)
        QShortcut(QKeySequence(NEXT_KEY), self, self.next.click)
        self._paid = False
        self._ids: tuple[str, ...] = ()

    def _show(self, stage: Stage) -> None:
        """Shows what belongs to a step and puts the focus where typing goes on."""
        self.stage = stage
        self.overruling.hide()
        registering = stage in (Stage.PEOPLE, Stage.OPTIONS)
        self.offers.setVisible(stage is Stage.OFFER)
        self.who.setVisible(stage is Stage.PEOPLE)
        self.newcomer.setVisible(stage is Stage.NEWCOMER)
        self.paying.setVisible(stage is Stage.DONE)
        self._head.setVisible(stage is not Stage.DONE)
        self.change.setVisible(registering)
        self.seats.setVisible(registering and bool(self.seats.text()))
        self.options.show_party(len(self.who.party))
        self.options.setVisible(registering and self.options.isVisibleTo(self))
        self.add.setVisible(stage is Stage.PEOPLE)
        for part in (self.next, self.print):
            part.setVisible(stage is Stage.DONE)
        self.cancel_button.setText("Fertig" if stage is Stage.DONE else "Abbrechen")
        self.cancel_button.setAccessibleName(self.cancel_button.text())
        forms = {Stage.NEWCOMER: self.newcomer.form, Stage.DONE: self.paying.form}
        self.form = forms.get(stage, self.options.form)
        if stage is Stage.DONE:
            self._name_last_step()
        else:
            word = "Anlegen und anmelden" if stage is Stage.NEWCOMER else "Anmelden"
            asking = stage is Stage.OFFER
            self.rename_primary(
                "Weiter" if asking else word, "chevron_right" if asking else "person_add"
            )
            self._place_of(stage).setFocus()
        self.fit()

    def _place_of(self, stage: Stage) -> QWidget:
        """Where the focus belongs in a step."""
        if stage is Stage.NEWCOMER:
            return self.newcomer.next_empty()
        if stage is Stage.OPTIONS:
            return self.options.days if self.options.days.isVisibleTo(self) else self.primary
        return self.offers if stage is Stage.OFFER else self.people

    def _name_last_step(self) -> None:
        """The button says the next step: paying, printing, or nothing more."""
        if self.paying.missing and not self._paid:
            self.rename_primary("Bezahlt", "money")
        elif self.paying.waiting:
            self.rename_primary("Schließen", "checkmark_circle")
        else:
            self.rename_primary("Bestätigung drucken", "print")
        self.print.setVisible(self.primary.accessibleName() != "Bestätigung drucken")
        self.cancel_button.setVisible(self.primary.accessibleName() != "Schließen")
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _ask_offer(self) -> None:
        self._offer = None
        if self._given is None:
            self.title.setText("Wofür?")
        self._show(Stage.OFFER)
        self.offers.refresh()

    def _choose_offer(self) -> None:
        line = self.offers.hits.current_line()
        if line is None:
            self.refusal.say("Bitte ein Angebot auswählen.", "info")
            return
        self._take_offer(line.subject)
        if self._given is not None and self._offer is not None and not self.options.asks:
            self._register([self._given])

    def _take_offer(self, offer: BookableOffer) -> None:
        """Goes on with this offer, or says why nobody is booked into it."""
        if offer.kind == "none":
            self._ask_offer()
            self.refusal.say(german(NoBooking(offer.title, offer.type)), "info")
            return
        self.refusal.say("")
        self._offer = offer
        self.title.setText(offer.title)
        chip, tone = offer_state(offer, self._now())
        self.seats.show_state("" if offer.kind == "daily" else chip, tone)
        self.options.show_offer(offer, self._occurrence_id)
        self._show(Stage.PEOPLE if self._given is None else Stage.OPTIONS)

    def _choose_person(self) -> None:
        line = self.people.hits.current_line()
        if line is not None and line.key == NEW:
            self._ask_newcomer(line.subject, adding=False)
        elif line is not None:
            self._register([*self.who.party, chosen(line.subject)])
        elif self.who.party and not self.people.field.bare():
            self._register(list(self.who.party))
        else:
            self.refusal.say("Bitte einen Namen eintippen.", "info")

    def _add_to_party(self) -> None:
        """Takes the current hit and asks for the next one, who comes along."""
        if self.stage is not Stage.PEOPLE:
            return
        line = self.people.hits.current_line()
        if line is None:
            self.refusal.say("Bitte zuerst die erste Person suchen.", "info")
        elif line.key == NEW:
            self._ask_newcomer(line.subject, adding=True)
        else:
            self._take_along(chosen(line.subject))

    def _take_along(self, one: Chosen) -> None:
        self.refusal.say("")
        self.who.take_along(one)
        self._show(Stage.PEOPLE)

    def _ask_newcomer(self, typed: str, *, adding: bool) -> None:
        self._adding = adding
        self.refusal.say("")
        self.newcomer.take(typed)
        self._show(Stage.NEWCOMER)

    def _note_newcomer(self) -> None:
        data = self.newcomer.data()
        name = full_name(data.surname, data.first_name)
        done = self.hub.act(add_person, data, f"{name} ist angelegt")
        new = Chosen(done.value, name)
        self._take_along(new)
        if not self._adding:
            self._register(list(self.who.party))

    def _overrule(self) -> None:
        """Registers although the window of registration is shut, with the reason."""
        reason = self.overruling.value()
        if reason and self.attempt(lambda: self._register(self._coming, reason)):
            self.overruling.hide()

    def _register(self, people: list[Chosen], overrule: str = "") -> None:
        """Registers these people; raises what the rules refuse."""
        if self._offer is None:
            raise Invalid("title", "missing")
        self._coming = people
        done = register(self.hub, self._offer, self.options, people, overrule)
        self._paid = False
        self._ids = tuple(one.booking_id for one in done.booked)
        self.who.clear()
        self.paying.show_booked(done)
        self._show(Stage.DONE)

    def _start_again(self) -> None:
        """The next one in the queue, for the same offer; its free places are read anew."""
        if self.stage is not Stage.DONE or self._offer is None:
            return
        self.refusal.say("")
        self._offers = {line.id: line for line in self.hub.read(bookable_offers)}
        self._given = None
        offer = self._offers.get(self._offer.id)
        if offer is not None:
            self._take_offer(offer)

    def _now(self) -> int:
        return moment_of(self.hub.desk.now_ms())

    def _look_offers(self, typed: str) -> Iterable[Line]:
        words = fold(typed).split()
        now = self._now()
        for offer in self._offers.values():
            known = fold(f"{offer.title} {offer.leader}").split()
            if all(any(k.startswith(w) for k in known) for w in words):
                yield offer_hit(offer, now)
