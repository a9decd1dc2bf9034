"""The inputs for what is known of an offer."""

from begegnung.model.errors import Invalid
from begegnung.model.offers import OFFER_TYPES, REGISTRATION_WORDS
from begegnung.model.programme import CATEGORIES
from begegnung.model.rows import OfferCard
from begegnung.services.offers import OfferData
from begegnung.ui.widgets.fields import ChoiceField, MoneyField, NumberField, TextField, Tick
from begegnung.ui.widgets.form import Form

_NO_CATEGORY = "ohne Bereich"


class OfferFields:
    """Adds its inputs to a form; when and where are not among them."""

    def __init__(self, form: Form) -> None:
        self.title = TextField("Titel", "so steht es im Programm")
        self.type = ChoiceField("Art", [(t.key, t.german) for t in OFFER_TYPES.values()])
        self.category = ChoiceField("Bereich", [(None, _NO_CATEGORY), *CATEGORIES.items()])
        self.leader = TextField("Leitung")
        self.capacity = NumberField("Plätze", "capacity")
        self.minimum = NumberField("Mindestzahl", "minimum")
        self.setup = NumberField("Aufbau", "setup_minutes")
        self.clearing = NumberField("Abbau", "clearing_minutes")
        self.registration = ChoiceField("Anmeldung", REGISTRATION_WORDS.items())
        self.registration_note = TextField("Anmeldung bei", "z. B. Büro, 0231 12345")
        self.fee = MoneyField("Kostenbeitrag", "fee")
        self.fee_text = TextField("Kosten in Worten", "z. B. 2 € je Treffen, frei")
        self.remark = TextField("Bemerkung", "z. B. bitte Sportschuhe mitbringen")
        self.printed = Tick("im Programm drucken")
        self.registration.set_value("unknown")
        self.printed.setChecked(True)
        form.add("Titel", self.title, "title")
        form.add("Art", self.type, "type")
        form.add("Bereich", self.category, "category", beside=True)
        form.add("Leitung", self.leader, "leader")
        form.add("Plätze", self.capacity, "capacity", hint="leer: nicht begrenzt")
        form.add("Mindestzahl", self.minimum, "minimum", beside=True)
        form.add("Anmeldung", self.registration, "registration")
        form.add("Anmeldung bei", self.registration_note, "registration_note", beside=True)
        form.add("Kostenbeitrag", self.fee, "fee")
        form.add("Kosten in Worten", self.fee_text, "fee_text", beside=True)
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
        self.minimum.set_value(card.minimum)
        self.setup.set_value(card.setup_minutes or None)
        self.clearing.set_value(card.clearing_minutes or None)
        self.registration.set_value(card.registration)
        self.registration_note.setText(card.registration_note)
        self.fee.set_value(card.fee_cents)
        self.fee_text.setText(card.fee_text)
        self.remark.setText(card.remark)
        self.printed.setChecked(card.printed)

    def data(self, wording: str, room_id: str | None, place: str) -> OfferData:
        """What is typed, with when and where; what has no input here keeps its value."""
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
            minimum=self.minimum.value(),
            registration=self.registration.value(),
            registration_note=self.registration_note.bare(),
            fee_cents=self.fee.value(),
            fee_text=self.fee_text.bare(),
            audience=known.audience if known else "",
            time_text=known.time_text if known else "",
            remark=self.remark.bare(),
            printed=self.printed.isChecked(),
            setup_minutes=self.setup.value() or 0,
            clearing_minutes=self.clearing.value() or 0,
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
