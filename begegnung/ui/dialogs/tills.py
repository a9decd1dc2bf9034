"""Tills and reductions: what the office sets up once."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from begegnung.model.ledger_rows import ReductionLine, TillLine
from begegnung.services.reductions import (
    RetireReduction,
    SetReduction,
    reductions,
    retire_reduction,
    set_reduction,
)
from begegnung.services.tills import (
    RetireTill,
    SetTill,
    SwitchReceipts,
    retire_till,
    set_till,
    switch_receipts,
    tills,
)
from begegnung.ui.hub import Hub
from begegnung.ui.money.lines import reduction_line, till_line
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import NumberField, TextField, Tick
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import LineList

WHY_NOT_BY_ITSELF = (
    (
        "Wer Bargeld mit einem Programm aufzeichnet und Quittungen daraus ausgibt, kann unter "
        "§ 146a der Abgabenordnung und die Kassensicherungsverordnung fallen. Dann braucht die "
        "Kasse eine zertifizierte Sicherheitseinrichtung. Dieses Programm hat keine."
    ),
    (
        "Darum wird die Zahlung hier nur vermerkt, und die Quittung kommt aus dem "
        "Quittungsblock. Das Programm ist keine Kasse."
    ),
    (
        "Bitte fragen Sie zuerst die Kämmerei oder die Steuerabteilung, ob nummerierte Quittungen "
        "aus dem Programm für diese Kasse erlaubt sind. Heben Sie die Antwort auf."
    ),
    (
        "Nummern haben danach keine Lücke. Was falsch ist, bekommt einen Storno mit eigener "
        "Nummer. Gelöscht wird nichts."
    ),
)
"""Why numbered receipts are off: AEAO on section 146a AO no. 1.2 and KassenSichV."""


class TillsDialog(Dialog):
    """The tills and the rules of reduced fees of the house."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Kassen und Ermäßigungen", parent, width=44)
        self._hub = hub
        self.tills, self.reductions = LineList("Kassen"), LineList("Ermäßigungen")
        self.edit_till = button("Kasse bearbeiten", "edit")
        self.numbers = button("Nummerierte Quittungen", "settings")
        self.retire_till = button("Nicht mehr benutzen", "dismiss")
        self.add_till = button("Neue Kasse", "add")
        self.edit_rule = button("Ermäßigung bearbeiten", "edit")
        self.retire_rule = button("Nicht mehr benutzen", "dismiss")
        self.add_rule = button("Neue Ermäßigung", "add")
        self._part(
            "Kassen: das Geld der Stadt, des Fördervereins …",
            self.tills,
            (self.edit_till, self.numbers, self.retire_till, self.add_till),
        )
        self._part(
            "Ermäßigungen", self.reductions, (self.edit_rule, self.retire_rule, self.add_rule)
        )
        self._connect()
        hub.changed.connect(self._on_changed)
        self._reload()
        self.tills.setFocus()

    def _part(self, title: str, lines: LineList, verbs: Sequence[QPushButton]) -> None:
        lines.setMinimumHeight(THEME.px(6.5))
        self.body.addWidget(label(title, "field"))
        self.body.addWidget(lines, 1)
        grid = QGridLayout()
        grid.setSpacing(THEME.px(0.35))
        for number, made in enumerate(verbs):
            grid.addWidget(made, number // 2, number % 2)
        self.body.addLayout(grid)

    def _connect(self) -> None:
        self.tills.chosen.connect(lambda _: self._enable())
        self.reductions.chosen.connect(lambda _: self._enable())
        self.tills.opened.connect(lambda _: self._edit_till())
        self.reductions.opened.connect(lambda _: self._edit_rule())
        self.edit_till.clicked.connect(self._edit_till)
        self.numbers.clicked.connect(self._switch)
        self.retire_till.clicked.connect(self._retire_till)
        self.add_till.clicked.connect(lambda: TillDialog(self._hub, self).open())
        self.edit_rule.clicked.connect(self._edit_rule)
        self.retire_rule.clicked.connect(self._retire_rule)
        self.add_rule.clicked.connect(lambda: ReductionDialog(self._hub, self).open())

    def _reload(self) -> None:
        self.tills.show_lines(map(till_line, self._hub.read(tills, with_retired=True)))
        rules = self._hub.read(reductions, with_retired=True)
        self.reductions.show_lines(map(reduction_line, rules))
        self._enable()

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & {"till", "reduction"}:
            self._reload()

    def till(self) -> TillLine | None:
        """The till that is chosen."""
        line = self.tills.current_line()
        return line.subject if line else None

    def rule(self) -> ReductionLine | None:
        """The reduction that is chosen."""
        line = self.reductions.current_line()
        return line.subject if line else None

    def _enable(self) -> None:
        till, rule = self.till(), self.rule()
        for made in (self.edit_till, self.numbers, self.retire_till):
            made.setEnabled(till is not None)
        for made in (self.edit_rule, self.retire_rule):
            made.setEnabled(rule is not None)
        used = "Nicht mehr benutzen", "Wieder benutzen"
        self.retire_till.setText(f" {used[bool(till and till.retired)]}")
        self.retire_till.setAccessibleName(used[bool(till and till.retired)])
        self.retire_rule.setText(f" {used[bool(rule and rule.retired)]}")
        self.retire_rule.setAccessibleName(used[bool(rule and rule.retired)])

    def _edit_till(self) -> None:
        if (till := self.till()) is not None:
            TillDialog(self._hub, self, till).open()

    def _edit_rule(self) -> None:
        if (rule := self.rule()) is not None:
            ReductionDialog(self._hub, self, rule).open()

    def _switch(self) -> None:
        if (till := self.till()) is not None:
            SwitchReceiptsDialog(self._hub, self, till).open()

    def _retire_till(self) -> None:
        if (till := self.till()) is not None:
            request = RetireTill(till.id, not till.retired)
            self._hub.try_act(retire_till, request, f"Geändert: {till.name}")

    def _retire_rule(self) -> None:
        if (rule := self.rule()) is not None:
            request = RetireReduction(rule.id, not rule.retired)
            self._hub.try_act(retire_reduction, request, f"Geändert: {rule.name}")


class TillDialog(Dialog):
    """A till, new or to be changed."""

    def __init__(self, hub: Hub, parent: QWidget | None, till: TillLine | None = None) -> None:
        title = "Kasse bearbeiten" if till else "Neue Kasse"
        super().__init__(title, parent, verb="Speichern", icon="save", width=32)
        self._hub, self._till = hub, till
        self.name = TextField("Name", "z. B. Kasse des Fördervereins")
        self.code = TextField("Kürzel", "z. B. F")
        if till is not None:
            self.name.setText(till.name)
            self.code.setText(till.code)
        self.form.add("Name", self.name, "name")
        self.form.add("Kürzel", self.code, "code", hint="damit beginnen die Nummern der Quittungen")
        self.body.addWidget(self.form)
        self.name.setFocus()

    def confirm(self) -> None:
        """Writes the till."""
        till_id = self._till.id if self._till else None
        request = SetTill(self.name.bare(), self.code.bare(), till_id)
        self._hub.act(set_till, request, f"Gespeichert: {self.name.bare()}")


class SwitchReceiptsDialog(Dialog):
    """Explains why the program numbers no receipts by itself, and switches it on or off."""

    def __init__(self, hub: Hub, parent: QWidget | None, till: TillLine) -> None:
        verb = "Ausschalten" if till.numbered else "Einschalten"
        super().__init__("Nummerierte Quittungen", parent, verb=verb, icon="settings", width=40)
        self._hub, self._till = hub, till
        self.body.addWidget(label(till.name, "strong"))
        self.agreed = Tick("Die Kämmerei oder Steuerabteilung hat zugestimmt")
        if till.numbered:
            self.body.addWidget(
                label(
                    "Das Programm nummeriert die Quittungen dieser Kasse. Nach dem Ausschalten "
                    "kommen die Nummern wieder vom Quittungsblock. Was schon ausgegeben ist, "
                    "bleibt stehen."
                )
            )
            self.primary.setFocus()
            return
        for part in WHY_NOT_BY_ITSELF:
            self.body.addWidget(label(part))
        self.form.add("Zustimmung", self.agreed, "agreed")
        self.body.addWidget(self.form)
        self.agreed.setFocus()

    def confirm(self) -> None:
        """Switches."""
        request = SwitchReceipts(self._till.id, not self._till.numbered, self.agreed.isChecked())
        word = "ausgeschaltet" if self._till.numbered else "eingeschaltet"
        said = f"Nummerierte Quittungen {word}: {self._till.name}"
        self._hub.act(switch_receipts, request, said)


class ReductionDialog(Dialog):
    """A rule of reduced fees, new or to be changed."""

    def __init__(self, hub: Hub, parent: QWidget | None, rule: ReductionLine | None = None) -> None:
        title = "Ermäßigung bearbeiten" if rule else "Neue Ermäßigung"
        super().__init__(title, parent, verb="Speichern", icon="save", width=34)
        self._hub, self._rule = hub, rule
        self.name = TextField("Name", "z. B. Stadtpass")
        self.percent = NumberField("Prozent", "percent")
        self.on_fee, self.on_material = Tick("Kostenbeitrag"), Tick("Material")
        self.on_fee.setChecked(rule.on_fee if rule else True)
        self.on_material.setChecked(rule.on_material if rule else False)
        if rule is not None:
            self.name.setText(rule.name)
            self.percent.set_value(rule.percent)
        self.form.add("Name", self.name, "name")
        self.form.add("Nachlass in Prozent", self.percent, "percent")
        self.form.add("Gilt für", self.on_fee, "on_fee")
        self.form.place(self.on_material)
        self.body.addWidget(self.form)
        self.body.addWidget(
            label(
                "Bei der Anmeldung wird nur festgehalten, dass ein Nachweis gezeigt wurde. "
                "Keine Nummer, keine Kopie.",
                "muted",
            )
        )
        self.name.setFocus()

    def confirm(self) -> None:
        """Writes the rule."""
        request = SetReduction(
            self.name.bare(),
            self.percent.value() or 0,
            self.on_fee.isChecked(),
            self.on_material.isChecked(),
            self._rule.id if self._rule else None,
        )
        self._hub.act(set_reduction, request, f"Gespeichert: {self.name.bare()}")
