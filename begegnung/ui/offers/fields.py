"""The inputs for what is known of an offer."""

from dataclasses import asdict

from begegnung.model.errors import Invalid
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.programme import CATEGORIES
from begegnung.model.rows import OfferCard
from begegnung.services.offers import OfferData
from begegnung.ui.offers.costs import CostValues
from begegnung.ui.offers.registration import RegistrationValues
from begegnung.ui.widgets.fields import ChoiceField, NumberField, TextField, Tick
from begegnung.ui.widgets.form import Form

_NO_CATEGORY = "ohne Bereich"


class OfferFields:
    """Adds its inputs to a form; when, where, registration and costs are not among them."""

    def __init__(self, form: Form) -> None:
        self.title = TextField("Titel", "so steht es im Programm")
        self.type = ChoiceField("Art", [(t.key, t.german) for t in OFFER_TYPES.values()])
        self.category = ChoiceField("Bereich", [(None, _NO_CATEGORY), *CATEGORIES.items()])
        self.leader = TextField("Leitung")
        self.capacity = NumberField("Plätze", "capacity")
        self.setup = NumberField("Aufbau", "setup_minutes")
        self.clearing = NumberField("Abbau", "clearing_minutes")
        self.remark = TextField("Bemerkung", "z. B. bitte Sportschuhe mitbringen")
        self.printed = Tick("im Programm drucken")
        self.printed.setChecked(True)
        form.add("Titel", self.title, "title")
        form.add("Art", self.type, "type")
        form.add("Bereich", self.category, "category")
        form.add("Leitung", self.leader, "leader")
        form.add("Plätze", self.capacity, "capacity", hint="leer: nicht begrenzt")
        form.add("Aufbau", self.setup, "setup_minutes", hint="Minuten vor dem Beginn")
        form.add("Abbau", self.clearing, "clearing_minutes", hint="Minuten danach", beside=True)
        form.add("Bemerkung", self.remark, "remark")
        form.place(self.printed)
        self._known: OfferCard | None = None
        self.type.currentIndexChanged.connect(self._suggest_printing)

    def show_card(self, card: OfferCard) -> None:
        """Fills the inputs."""
        self._known = card
        self.title.setText(card.title)
        self.type.set_value(card.type)
        self.category.set_value(card.category)
        self.leader.setText(card.leader)
        self.capacity.set_value(card.capacity)
        self.setup.set_value(card.setup_minutes or None)
        self.clearing.set_value(card.clearing_minutes or None)
        self.remark.setText(card.remark)
        self.printed.setChecked(card.printed)

    def data(
        self,
        wording: str,
        room_id: str | None,
        place: str,
        registration: RegistrationValues,
        costs: CostValues,
    ) -> OfferData:
        """What is typed here, with all the rest; what has no input keeps its value."""
        known = self._known
        return OfferData(
            title=self.title.bare(),
            type=self.type.value(),
            category=self.category.value(),
            wording=wording,
            room_id=room_id,
            place=place,
            leader=self.leader.bare(),
            organiser=known.organiser if known else "",
            capacity=self.capacity.value(),
            audience=known.audience if known else "",
            time_text=known.time_text if known else "",
            remark=self.remark.bare(),
            printed=self.printed.isChecked(),
            setup_minutes=self.setup.value() or 0,
            clearing_minutes=self.clearing.value() or 0,
            **asdict(registration),
            **asdict(costs),
        )

    def kept(self) -> tuple[int, int]:
        """Minutes of set-up and clearing as far as they can be read, for the check of the room."""
        return _or_none(self.setup) or 0, _or_none(self.clearing) or 0

    def people(self) -> int | None:
        """The number of places as far as it can be read."""
        return _or_none(self.capacity)

    def _suggest_printing(self) -> None:
        if self._known is None:
            self.printed.setChecked(OFFER_TYPES[self.type.value()].public)


def _or_none(field: NumberField) -> int | None:
    try:
        return field.value()
    except Invalid:
        return None
