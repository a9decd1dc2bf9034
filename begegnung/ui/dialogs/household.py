"""Who lives together and shares a telephone."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.errors import Invalid
from begegnung.model.names import full_name
from begegnung.model.rows import PersonLine
from begegnung.services.households import (
    JoinHousehold,
    LeaveHousehold,
    SetHouseholdPhone,
    household_of,
    join_household,
    leave_household,
    set_household_phone,
)
from begegnung.services.people import find_people, people_lines
from begegnung.ui.dialogs.people_hits import hit_line
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.search_list import SearchList
from begegnung.ui.widgets.shown import set_shown


class HouseholdDialog(Dialog):
    """The people a person belongs together with: found by typing, added, taken out."""

    def __init__(self, hub: Hub, parent: QWidget | None, person_id: str) -> None:
        super().__init__("Haushalt", parent, verb="Speichern", icon="save", width=34)
        self._hub, self._person_id = hub, person_id
        (self._person,) = hub.read(people_lines, [person_id])
        self._household = hub.read(household_of, person_id)
        self._added: dict[str, PersonLine] = {}
        self.body.addWidget(label(f"Mit wem gehört {self._name()} zusammen?", "strong"))
        self.members = LineList("Gehören zusammen")
        self.members.setMinimumHeight(THEME.px(6.2))
        self.form.add("Gehören zusammen", self.members)
        self.leave = button("Herausnehmen", "dismiss")
        self.leave.clicked.connect(self._take_out)
        row = QWidget()
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.leave)
        beside.addStretch(1)
        self.form.place(row)
        self.phone = TextField("Gemeinsames Telefon", "z. B. 0231 123456")
        self.phone.setText(self._household.phone if self._household else self._person.phone)
        hint = "gilt für alle ohne eigenes Telefon"
        self.form.add("Gemeinsames Telefon", self.phone, "household_phone", hint=hint)
        self.search = SearchList(
            "Person dazunehmen", "Name eintippen, z. B. mül ger", self._look, rows=2.2
        )
        self.search.picked.connect(lambda line: self._add(line.subject))
        self.form.add("Person dazunehmen", self.search, "household")
        self.body.addWidget(self.form, 1)
        self._show_members()
        others = [line for line in self.members.lines.lines if line.key != person_id]
        if others:
            self.members.choose(others[0].key)
        self.search.field.setFocus()

    def confirm(self) -> None:
        """Puts the added people into the household, or changes its telephone."""
        phone = self.phone.bare()
        if self._added:
            request = JoinHousehold((self._person_id, *self._added), phone)
            names = " und ".join(_name(line) for line in self._added.values())
            self._hub.act(join_household, request, f"{self._name()} gehört zusammen mit {names}")
        elif self._household is not None:
            change = SetHouseholdPhone(self._household.id, phone)
            self._hub.act(set_household_phone, change, f"Gespeichert: Haushalt {self._name()}")
        else:
            raise Invalid("household", "missing")

    def _name(self) -> str:
        return _name(self._person)

    def _look(self, typed: str) -> Iterable[Line]:
        there = {self._person_id, *self._added}
        if self._household is not None:
            there |= {line.id for line in self._household.members}
        found = self._hub.read(find_people, typed, 20) if typed else []
        return [hit_line(line) for line in found if line.id not in there]

    def _add(self, line: PersonLine) -> None:
        self._added[line.id] = line
        if not self.phone.bare():
            self.phone.setText(line.phone)
        self.search.field.clear()
        self._show_members()
        self.members.choose(line.id)

    def _take_out(self) -> None:
        key = self.members.current_key()
        if self._added.pop(key, None) is None and key:
            name = self.members.current_line()
            said = f"{name.title if name else ''} gehört nicht mehr dazu"
            if not self.attempt(lambda: self._hub.act(leave_household, LeaveHousehold(key), said)):
                return
            self._household = self._hub.read(household_of, self._person_id)
        self._show_members()

    def _show_members(self) -> None:
        there = self._household.members if self._household is not None else (self._person,)
        lines = [*map(_line, there), *(_line(line, "neu") for line in self._added.values())]
        self.members.show_lines(lines)
        set_shown(self.leave, len(lines) > 1)
        self.leave.setEnabled(len(lines) > 1)
        self.fit()


def _name(line: PersonLine) -> str:
    return full_name(line.surname, line.first_name)


def _line(person: PersonLine, chip: str = "") -> Line:
    return Line(person.id, _name(person), person.phone, chip, icon="person")
