"""The parts of the form of an offer as tabs, of which a kind of offer shows those it needs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import OfferCard
from begegnung.services.boarding import BoardingStop, boarding_points
from begegnung.services.present import today_of
from begegnung.services.tills import tills
from begegnung.ui.hub import Hub
from begegnung.ui.offers.boarding import BoardingField
from begegnung.ui.offers.costs import CostFields, CostValues
from begegnung.ui.offers.registration import RegistrationFields, RegistrationValues
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.form import FieldRow, Form
from begegnung.ui.widgets.labels import label

WHAT, REGISTRATION, COSTS, BOARDING = range(4)

BOARDING_EXPLAINED = (
    "Wo der Bus hält und wann er dort abfährt, in der Reihenfolge der Fahrt. Bei der Anmeldung "
    "wird einer davon gewählt."
)


class PartedForm(Form):
    """A form whose inputs stand in several tabs: a fault brings its tab to the front."""

    def __init__(self, tabs: QTabWidget) -> None:
        super().__init__()
        self._tabs = tabs

    def mark(self, key: str, sentence: str) -> bool:
        """Shows a fault at its input, in front."""
        row = self.rows.get(key)
        for number in range(self._tabs.count()):
            page = self._tabs.widget(number)
            if row is not None and page is not None and page.isAncestorOf(row):
                self._tabs.setCurrentIndex(number)
        return super().mark(key, sentence)


class OfferParts(QTabWidget):
    """The tabs; the first one is filled by the dialog."""

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Teile des Angebots")
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setUsesScrollButtons(True)
        today = today_of(hub.desk.now_ms())
        self.registration = RegistrationFields(today)
        self.costs = CostFields(today, hub.read(tills))
        self.boarding = BoardingField()
        self.boarding_row = FieldRow("Zustiege", self.boarding, hint="Ort und Uhrzeit")
        self.columns = Columns(50)
        for title, part in (
            ("Angebot", self.columns),
            ("Anmeldung", _columns(*self.registration.parts())),
            ("Kosten", _columns(*self.costs.parts())),
            ("Zustieg", self._boarding_card()),
        ):
            self.addTab(_page(part), title)

    def _boarding_card(self) -> Card:
        card = Card("Zustieg")
        card.body.addWidget(label(BOARDING_EXPLAINED, "muted"))
        card.body.addWidget(self.boarding_row)
        card.body.addStretch(1)
        return card

    def rows(self) -> dict[str, FieldRow]:
        """The inputs of all tabs but the first, by the name of their fault."""
        found: dict[str, FieldRow] = {"boarding": self.boarding_row}
        for form in (*self.registration.forms, *self.costs.forms):
            found.update(form.rows)
        return found

    def show_card(self, hub: Hub, card: OfferCard, *, anew: bool) -> None:
        """Fills the inputs; `anew` for a course that goes on in another half-year."""
        self.registration.show_card(card, anew=anew)
        self.costs.show_card(card, anew=anew)
        self.boarding.show_points(hub.read(boarding_points, card.id), anew=anew)

    def follow(self, offer_type: str) -> None:
        """Shows the tabs and inputs that this type needs."""
        self.registration.follow(offer_type)
        self.costs.follow(offer_type, self.registration.registration.value())
        public = OFFER_TYPES[offer_type].public
        self.setTabVisible(REGISTRATION, public)
        self.setTabVisible(COSTS, public)
        self.setTabVisible(BOARDING, offer_type == "trip")

    def values(self, offer_type: str) -> tuple[RegistrationValues, CostValues]:
        """What is typed in the second and third tab; raises `Invalid`."""
        return self.registration.values(offer_type), self.costs.values()

    def stops(self, offer_type: str) -> tuple[BoardingStop, ...]:
        """The boarding points of a trip, none for anything else; raises `Invalid`."""
        return self.boarding.value() if offer_type == "trip" else ()


def _columns(*parts: QWidget) -> Columns:
    made = Columns(50)
    for part in parts:
        made.add(part)
    return made


def _page(part: QWidget) -> QWidget:
    """One tab: its content at the top, the rest empty."""
    made = QWidget()
    made.setObjectName("clear")
    box = QVBoxLayout(made)
    box.setContentsMargins(0, THEME.px(0.5), 0, 0)
    box.addWidget(part, 1, Qt.AlignmentFlag(0))
    return made
