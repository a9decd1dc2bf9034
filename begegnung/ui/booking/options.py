"""What is asked besides the name: days, places, menu, where to get on, and who stays together."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.model.booking_rows import BookableDay, BookableOffer
from begegnung.model.offer_rows import BoardingPointRow
from begegnung.services.boarding import boarding_points
from begegnung.services.booking_choices import bookable_days
from begegnung.texts import clock_time, counted
from begegnung.ui.booking.wording import day_line
from begegnung.ui.hub import Hub
from begegnung.ui.offers.tick_lines import TickLines
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

TOGETHER = (
    (False, "zusammen: beide Plätze auf einmal"),
    (True, "einzeln nachrücken ist auch recht"),
)
"""How people who belong together get their places when there are too few for all of them."""


class OptionsPart(QWidget):
    """Shows only what the offer needs; most courses need nothing."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._hub = hub
        self._days: dict[str, BookableDay] = {}
        self._party, self._most = 0, 1
        self.days = TickLines("Tage")
        self.days.setMinimumHeight(THEME.px(7.5))
        self.places = ChoiceField("Plätze für diese Person")
        self.choice = ChoiceField("Menü")
        self.boarding = ChoiceField("Zustieg")
        self.together = ChoiceField("Auf der Warteliste", TOGETHER)
        self.form = Form()
        self._rows = {
            "days": self.form.add("Tage (Leertaste kreuzt an)", self.days, "occurrence"),
            "places": self.form.add("Plätze für diese Person", self.places, "places"),
            "choice": self.form.add("Menü", self.choice, "choice", beside=True),
            "boarding": self.form.add("Zustieg", self.boarding, "boarding_point"),
            "together": self.form.add("Auf der Warteliste", self.together, "together"),
        }
        for row in self._rows.values():
            row.hide()
        self._past = label("", "muted")
        self._past.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.3))
        box.addWidget(self.form)
        box.addWidget(self._past)

    def show_offer(self, offer: BookableOffer, occurrence_id: str = "") -> None:
        """Asks what this offer needs; `occurrence_id` is ticked, else the next day still open."""
        by_day = offer.kind == "daily"
        self._show_days(offer.id if by_day else "", occurrence_id)
        numbers = range(1, offer.most_places + 1)
        self.places.set_choices((n, counted(n, "Platz", "Plätze")) for n in numbers)
        self.places.set_value(1)
        self.choice.set_choices((("", "noch offen"), *((one, one) for one in offer.choices)))
        self.choice.set_value("")
        points = self._hub.read(boarding_points, offer.id)
        self.boarding.set_choices(((None, "noch offen"), *map(_point, points)))
        self.boarding.set_value(None)
        self._rows["days"].setVisible(by_day)
        self._rows["choice"].setVisible(bool(offer.choices))
        self._rows["boarding"].setVisible(bool(points))
        self._rows["places"].setVisible(offer.most_places > 1)
        self._most = offer.most_places
        self.show_party(0)

    def show_party(self, number: int) -> None:
        """How many people are registered besides the one who is looked for now."""
        self._party = number
        self._rows["together"].setVisible(number > 0)
        self._rows["places"].setVisible(self._most > 1 and number == 0)
        self.setVisible(any(row.isVisibleTo(self) for row in self._rows.values()))

    @property
    def asks(self) -> bool:
        """Whether there is something to decide before somebody is registered."""
        wanted = ("days", "choice", "boarding")
        return any(self._rows[name].isVisibleTo(self) for name in wanted)

    def wanted_places(self) -> int:
        """Places for each person."""
        return 1 if self._party or self.places.value() is None else self.places.value()

    def ticked_days(self) -> tuple[tuple[str, int | None], ...]:
        """The ticked days in their order, each with the places that were shown as free."""
        return tuple((key, one.free) for key, one in self._days.items() if key in self.days.ticked)

    def day_words(self) -> str:
        """The ticked days in words, for the sentence that says what became of it."""
        lines = [day_line(one) for key, one in self._days.items() if key in self.days.ticked]
        return lines[0].title if len(lines) == 1 else f"{len(lines)} Tage"

    def _show_days(self, offer_id: str, occurrence_id: str) -> None:
        found = self._hub.read(bookable_days, offer_id) if offer_id else []
        self._days = {one.date.id: one for one in found}
        can_be_ordered = [one.date.id for one in found if one.is_open]
        # The day that was asked for stays, also when it is too late: never another one unseen.
        first = occurrence_id if occurrence_id in self._days else next(iter(can_be_ordered), "")
        self.days.show_ticks(map(day_line, found), frozenset({first}), frozenset(self._days))
        self.days.choose(first or occurrence_id)
        none_left = bool(offer_id) and not can_be_ordered
        self._past.setText("Für diese Tage ist der Bestellschluss vorbei." if none_left else "")
        self._past.setVisible(none_left)


def _point(row: BoardingPointRow) -> tuple[str, str]:
    at = "" if row.minute is None else f", {clock_time(row.minute)} Uhr"
    return row.id, f"{row.name}{at}"
