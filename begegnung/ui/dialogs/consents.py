"""What a person has agreed to on paper, and taking it back."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.names import full_name
from begegnung.services.consents import (
    PURPOSES,
    ConsentLine,
    GiveConsent,
    RevokeConsent,
    consents_of,
    give_consent,
    revoke_consent,
)
from begegnung.services.people import person_card
from begegnung.services.present import today_of
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, DateField, TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown


class ConsentsDialog(Dialog):
    """The consents of a person with what was revoked; a new one is entered below."""

    def __init__(self, hub: Hub, parent: QWidget | None, person_id: str) -> None:
        super().__init__("Einwilligungen", parent, verb="Eintragen", icon="add", width=36)
        self._hub, self._person_id = hub, person_id
        card = hub.read(person_card, person_id)
        self._name = full_name(card.surname, card.first_name)
        self.body.addWidget(label(self._name, "strong"))
        self.nothing = label("Noch ist keine Einwilligung eingetragen.", "muted")
        self.body.addWidget(self.nothing)
        self.list = LineList("Einwilligungen")
        self.list.setMinimumHeight(THEME.px(6.2))
        self.list.chosen.connect(lambda _: self._allow_revoking())
        self.body.addWidget(self.list, 1)
        self.revoke = button("Widerrufen", "dismiss")
        self.revoke.clicked.connect(self._revoke)
        row = QHBoxLayout()
        row.addWidget(self.revoke)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(label("Neue Einwilligung vom Papier", "h2"))
        self.purpose = ChoiceField("Einwilligung", PURPOSES.items())
        today = today_of(hub.desk.now_ms())
        self.given = DateField("Unterschrieben am", today, "given_on")
        self.given.set_value(today)
        self.number = TextField("Nummer des Formulars")
        self.form.add("Einwilligung", self.purpose, "purpose")
        self.form.add("Unterschrieben am", self.given, "given_on")
        self.form.add("Nummer des Formulars", self.number, "form_number", beside=True)
        self.body.addWidget(self.form)
        hub.changed.connect(self._on_changed)
        self._reload()
        self.purpose.setFocus()

    def confirm(self) -> None:
        """Enters the consent."""
        purpose = self.purpose.value()
        given = self.given.value() or today_of(self._hub.desk.now_ms())
        request = GiveConsent(self._person_id, purpose, given, self.number.bare())
        self._hub.act(give_consent, request, f"Eingetragen: {self._name}, {PURPOSES[purpose]}")

    def _on_changed(self, entities: frozenset[str]) -> None:
        if "consent" in entities:
            self._reload()

    def _reload(self) -> None:
        lines = [_line(row) for row in self._hub.read(consents_of, self._person_id)]
        self.list.show_lines(lines)
        for part in (self.list, self.revoke):
            set_shown(part, bool(lines))
        set_shown(self.nothing, not lines)
        self._allow_revoking()
        self.fit()

    def _current(self) -> ConsentLine | None:
        line = self.list.current_line()
        return line.subject if line is not None else None

    def _allow_revoking(self) -> None:
        current = self._current()
        self.revoke.setEnabled(current is not None and current.revoked_on is None)

    def _revoke(self) -> None:
        current = self._current()
        if current is not None:
            RevokeDialog(self._hub, self, current, self._name).open()


class RevokeDialog(Dialog):
    """Since when a consent does not hold any more."""

    def __init__(self, hub: Hub, parent: QWidget | None, row: ConsentLine, name: str) -> None:
        super().__init__(
            "Einwilligung widerrufen", parent, verb="Widerrufen", icon="dismiss", width=28
        )
        self._hub, self._row, self._name = hub, row, name
        self.body.addWidget(label(f"{name}: {PURPOSES[row.purpose]}", "strong"))
        self.body.addWidget(
            label("Der Eintrag bleibt stehen, damit sich nachweisen lässt, was galt.", "muted")
        )
        today = today_of(hub.desk.now_ms())
        self.day = DateField("Widerrufen am", today, "revoked_on")
        self.day.set_value(today)
        self.form.add("Widerrufen am", self.day, "revoked_on")
        self.body.addWidget(self.form)
        self.day.setFocus()

    def confirm(self) -> None:
        """Writes the day."""
        day = self.day.value() or today_of(self._hub.desk.now_ms())
        said = f"Widerrufen: {self._name}, {PURPOSES[self._row.purpose]}"
        self._hub.act(revoke_consent, RevokeConsent(self._row.id, day), said)


def _line(row: ConsentLine) -> Line:
    form = f"Formular {row.form_number}" if row.form_number else ""
    detail = " · ".join(filter(None, (f"seit {row.given_on:%d.%m.%Y}", form)))
    gone = row.revoked_on
    return Line(
        row.id,
        PURPOSES.get(row.purpose, row.purpose),
        detail,
        "gilt" if gone is None else f"widerrufen am {gone:%d.%m.%Y}",
        "ok" if gone is None else "muted",
        faded=gone is not None,
        subject=row,
    )
