"""The first start in three steps: the house, its rooms, the person who sets it up.

A PC of a house that is there already does not set one up: it asks to join, see `ui.exchange.join`.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.model.laender import LAENDER
from begegnung.services.houses import SetUpHouse
from begegnung.services.joining import asked_words
from begegnung.services.staff import SetUp, set_up
from begegnung.texts import german, problem_text
from begegnung.ui.exchange.join import JoinDialog
from begegnung.ui.exchange.regain import RegainDialog
from begegnung.ui.exchange.stepping import StepDialog
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.plan.flow import Flow
from begegnung.ui.signing_in.who import PinField
from begegnung.ui.theme import THEME, set_icon
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.fields import ChoiceField, TextArea, TextField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce

EXISTING = "Dieser PC gehört zu einem Haus, das es schon gibt"

_TITLES = ("Das Haus", "Die Räume", "Ich")


class SetUpPage(QWidget):
    """Three steps that keep what was typed; `finished()` when the house is made.

    `joined()`: this PC belongs to a house that was there before.
    """

    finished = Signal()
    joined = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hub = hub
        self._joining: QWidget | None = None
        self._told = False
        self._make_inputs()
        self.forms = (Form(), Form(), Form())
        self.steps = QStackedWidget()
        self.steps.setObjectName("clear")
        for page in (self._house_step(), self._rooms_step(), self._me_step()):
            self.steps.addWidget(page)
        self.card = Card(" ", "home")
        self.card.setMaximumWidth(THEME.px(40))
        self.refusal = Message(closable=False)
        self.card.body.addWidget(self.steps, 1)
        self.card.body.addWidget(self.refusal)
        self.card.body.addLayout(self._buttons())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.card, 8)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addStretch(1)
        self._show(0)
        hub.exchanging.finished.connect(self._look_for_house)

    def go_on(self) -> None:
        """The next step, or the end; stays where something is missing and marks it."""
        here = self.steps.currentIndex()
        self._clear()
        if here == len(_TITLES) - 1:
            self._finish()
            return
        if here == 0 and not self.name.bare():
            self._mark(Invalid("name", "missing"))
            return
        self._show(here + 1)

    def go_back(self) -> None:
        """The step before, with everything as it was typed."""
        self._clear()
        self._show(max(0, self.steps.currentIndex() - 1))

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, also from the list of rooms with Strg; Alt+Links goes back."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if enter:
            self.go_on()
        elif alt and event.key() == Qt.Key.Key_Left:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        try:
            self._set_up()
        except Invalid as error:
            self._mark(error)
        except (Refusal, Trouble) as error:
            self.refusal.say(german(error))
        else:
            self._told = True
            self.finished.emit()

    def _set_up(self) -> None:
        if not self.me.bare():
            raise Invalid("me", "missing")
        if self.pin.text() != self.pin_again.text():
            raise Invalid("pin_again", "pins_differ")
        house = SetUpHouse(
            name=self.name.bare(),
            street=self.street.bare(),
            town=self.town.bare(),
            phone=self.phone.bare(),
            land=self.land.value(),
            rooms=tuple(self.rooms.bare().splitlines()),
        )
        staff_id = self.hub.act(set_up, SetUp(house, self.me.bare(), self.pin.text())).value
        self.hub.sign_in(staff_id, self.pin.text())

    def _mark(self, error: Invalid) -> None:
        """Marks a bad input at its place, on the step where that is."""
        for number, form in enumerate(self.forms):
            if error.field in form.rows:
                self._show(number)
                form.mark(error.field, problem_text(error))
                return
        self.refusal.say(german(error))

    def _clear(self) -> None:
        self.refusal.say("")
        for form in self.forms:
            form.clear_faults()

    def _show(self, number: int) -> None:
        self.steps.setCurrentIndex(number)
        title = f"Schritt {number + 1} von {len(_TITLES)}: {_TITLES[number]}"
        self.card.set_title(title)
        set_shown(self.back_button, number > 0)
        last = number == len(_TITLES) - 1
        text = "Einrichten und loslegen" if last else "Weiter"
        self.button.setText(f" {text}")
        self.button.setAccessibleName(text)
        set_icon(self.button, "checkmark_circle" if last else "chevron_right", "on_accent")
        first = (self.name, self.rooms, self.me)[number]
        self.setFocusProxy(first)
        first.setFocus()
        announce(self.card, title)

    def _make_inputs(self) -> None:
        self.name = TextField("Name des Hauses", "z. B. Begegnungszentrum Musterstraße")
        self.street = TextField("Straße und Hausnummer")
        self.town = TextField("Postleitzahl und Ort")
        self.phone = TextField("Telefon")
        self.land = ChoiceField("Bundesland", LAENDER.items())
        self.land.set_value("NW")
        self.rooms = TextArea("Räume", rows=8)
        self.rooms.setPlaceholderText("z. B. Saal 1")
        self.me = TextField("Mein Name", "z. B. Vorname Nachname")
        self.pin, self.pin_again = PinField("PIN"), PinField("PIN noch einmal")

    def _house_step(self) -> QWidget:
        form = self.forms[0]
        form.add("Name des Hauses", self.name, "name")
        form.add("Straße und Hausnummer", self.street, hint="freiwillig")
        form.add("Postleitzahl und Ort", self.town, hint="freiwillig", beside=True)
        form.add("Telefon", self.phone, hint="freiwillig")
        form.add("Bundesland", self.land, hint="für Feiertage", beside=True)
        step = _step(form, "So steht das Haus später auf dem Wochenprogramm.")
        column = step.layout()
        if isinstance(column, QVBoxLayout):
            column.addWidget(label("Gibt es das Haus schon an einem anderen PC?", "strong"))
            column.addWidget(self._others())
        return step

    def _others(self) -> QWidget:
        """What a PC does whose house, or whose city, is there already."""
        waits = bool(asked_words(self.hub.desk))
        text = "Freigabe: die sechs Wörter zeigen" if waits else EXISTING
        self.join_button = button(text, "add")
        self.join_button.clicked.connect(lambda: self._ask(JoinDialog(self.hub, self)))
        self.regain_button = button("Abgleich wiederherstellen", "key")
        self.regain_button.clicked.connect(lambda: self._ask(RegainDialog(self.hub, self)))
        return Flow(self.join_button, self.regain_button)

    def _ask(self, dialog: StepDialog) -> None:
        self._joining = dialog
        dialog.finished.connect(lambda _: self._asked())
        dialog.open()

    def _asked(self) -> None:
        self._joining = None
        self._look_for_house()

    def _look_for_house(self, _outcome: object = None) -> None:
        """Tells once that this PC has a house now; what a dialog has to say is read first."""
        if self._joining is None and self.hub.desk.centre_id is not None and not self._told:
            self._told = True
            self.joined.emit()

    def _rooms_step(self) -> QWidget:
        form = self.forms[1]
        form.add("Räume", self.rooms, "rooms", hint="freiwillig")
        return _step(
            form,
            "Ein Raum in jeder Zeile, so wie Sie ihn nennen. Weitere Räume kommen später dazu.",
        )

    def _me_step(self) -> QWidget:
        form = self.forms[2]
        form.add("Mein Name", self.me, "me")
        form.add("PIN", self.pin, "pin", hint="freiwillig")
        form.add("PIN noch einmal", self.pin_again, "pin_again", beside=True)
        return _step(
            form,
            "Ihr Name steht im Verlauf bei dem, was Sie eintragen. Sie sind damit die Leitung: "
            "Sie können weitere Mitarbeitende anlegen und die Aufgaben später anders verteilen.",
            "Mit einer PIN kann niemand anderes unter Ihrem Namen arbeiten, und der Bildschirm "
            "sperrt sich, wenn niemand am Platz ist. Ohne PIN geht es auch; Sie können sie "
            "jederzeit mit Strg+U festlegen.",
        )

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back_button = button("Zurück", "chevron_left")
        self.back_button.clicked.connect(self.go_back)
        self.button = button("Weiter", "chevron_right", kind="primary")
        self.button.clicked.connect(self.go_on)
        row.addWidget(label("Alles lässt sich später ändern und ergänzen.", "muted"), 1)
        row.addWidget(self.back_button)
        row.addWidget(self.button)
        return row


def _step(form: Form, above: str, below: str = "") -> QWidget:
    page = QWidget()
    page.setObjectName("clear")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(THEME.px(0.6))
    column.addWidget(label(above, "muted"))
    column.addWidget(form)
    if below:
        column.addWidget(label(below, "muted"))
    column.addStretch(1)
    return page
