"""The list of a trip (Fahrtenliste): seats, boarding points, menus, what is paid, whom to call."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.offer_rows import TripLine, TripList
from begegnung.services.booking_details import SetDetails, set_details
from begegnung.services.trips import trip_list
from begegnung.ui.dialogs.payment import PaymentDialog
from begegnung.ui.hub import Hub
from begegnung.ui.kinds.wording import (
    NO_CHOICE,
    NO_POINT,
    point_totals,
    point_words,
    seat_words,
    trip_entries,
)
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import LineList

NOBODY = "Noch ist niemand angemeldet."


class TripDialog(Dialog):
    """Everybody with a seat on a trip; boarding point and menu are chosen below the list."""

    def __init__(self, hub: Hub, parent: QWidget | None, offer_id: str) -> None:
        super().__init__("Fahrtenliste", parent, width=44)
        self._hub, self._offer_id = hub, offer_id
        self._title = label("", "strong")
        self.seats = label("", "h2")
        self.points = label("", "muted")
        self.nobody = label(NOBODY, "muted")
        self.people = LineList("Wer mitfährt")
        self.people.setMinimumHeight(THEME.px(14))
        self.point = ChoiceField("Zustieg")
        self.choice = ChoiceField("Menü")
        self.form.add("Zustieg", self.point, "boarding_point")
        self._menu = self.form.add("Menü", self.choice, "choice", beside=True)
        self.enter = button("Eintragen", "edit")
        self.pay = button("Zahlung vermerken", "money")
        verbs = QHBoxLayout()
        verbs.setSpacing(THEME.px(0.5))
        verbs.addWidget(self.enter)
        verbs.addWidget(self.pay)
        verbs.addStretch(1)
        for part in (self._title, self.seats, self.points, self.nobody):
            self.body.addWidget(part)
        self.body.addWidget(self.people, 1)
        self.body.addWidget(self.form)
        self.body.addLayout(verbs)
        self.people.chosen.connect(lambda _: self._show_current())
        self.people.opened.connect(lambda _: self.point.setFocus())
        self.enter.clicked.connect(self._enter)
        self.pay.clicked.connect(self._pay)
        hub.changed.connect(self._on_changed)
        self._trip = self._reload()
        self.people.setFocus()

    def _reload(self) -> TripList:
        trip = self._trip = self._hub.read(trip_list, self._offer_id)
        self._title.setText(trip.title)
        self.seats.setText(seat_words(trip))
        self.points.setText(point_totals(trip))
        self.points.setVisible(bool(trip.points))
        known = [(point.id, point_words(point)) for point in trip.points]
        self.point.set_choices([(None, NO_POINT), *known])
        before = {line.choice for line in trip.lines} - set(trip.choices) - {""}
        menus = [*trip.choices, *sorted(before)]
        self.choice.set_choices([("", NO_CHOICE), *((menu, menu) for menu in menus)])
        self._menu.setVisible(bool(menus))
        self.people.show_lines(trip_entries(trip))
        somebody = bool(trip.lines)
        self.people.setVisible(somebody)
        self.nobody.setVisible(not somebody)
        self.pay.setVisible(somebody)
        for part in (self.form, self.enter):
            part.setVisible(somebody and bool(known or menus))
        self._show_current()
        return trip

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & {"booking", "person", "offer", "boarding_point", "payment_note"}:
            self._reload()

    def _current(self) -> TripLine | None:
        line = self.people.current_line()
        return line.subject if line is not None else None

    def _show_current(self) -> None:
        line = self._current()
        if line is not None:
            self.point.set_value(line.boarding_point_id)
            self.choice.set_value(line.choice)

    def _enter(self) -> None:
        line = self._current()
        if line is None:
            return
        request = SetDetails(line.booking_id, self.point.value(), self.choice.value())
        said = f"{line.surname}: {self.point.currentText()}"
        if self.choice.value():
            said += f", {self.choice.value()}"
        self._hub.try_act(set_details, request, said)
        self.people.setFocus()

    def _pay(self) -> None:
        line = self._current()
        if line is not None:
            PaymentDialog(self._hub, self, line.booking_id).open()
