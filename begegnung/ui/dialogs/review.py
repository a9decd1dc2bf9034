"""Who has not been here for two years: the manager blocks or erases, one by one, or leaves it."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.names import full_name
from begegnung.services.long_absent import MONTHS, AbsentLine
from begegnung.services.people import BlockPerson, block_person
from begegnung.texts import counted
from begegnung.texts.erasure import absent_text
from begegnung.ui.dialogs.erase import open_erase
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Repeating
from begegnung.ui.people.review_button import TOUCHED_BY, absent
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown


class ReviewDialog(Dialog):
    """The list; what becomes of somebody is chosen below it. Nothing happens by itself."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Lange nicht da", parent, width=40)
        self._hub = hub
        self._search = Repeating(lambda: partial(absent, hub.desk.for_thread()), self)
        self._search.found.connect(self._show_found)
        self.verdict = label("Wird gesucht …", "strong")
        self.body.addWidget(self.verdict)
        self.list = LineList("Lange nicht da")
        self.list.setMinimumHeight(THEME.px(14))
        self.list.chosen.connect(lambda _: self._allow())
        self.list.opened.connect(lambda _: self._look_at())
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.4))
        self.look_at = button("Ansehen", "person")
        self.block = button("Sperren", "lock_closed")
        self.erase = button("Löschen …", "delete")
        self.look_at.clicked.connect(self._look_at)
        self.block.clicked.connect(self._block)
        self.erase.clicked.connect(self._erase)
        for made in (self.look_at, self.block, self.erase):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(
            label(
                "Was nicht mehr gebraucht wird, soll gelöscht werden (Art. 5 DSGVO). "
                "Von selbst löscht das Programm niemanden.",
                "muted",
            )
        )
        hub.changed.connect(self._on_changed)
        self._allow()
        self.cancel_button.setFocus()
        self._search.look()

    @property
    def looking(self) -> bool:
        """Whether the list may still change."""
        return self._search.looking

    def _show_found(self, found: list[AbsentLine]) -> None:
        is_first = self.focusWidget() is self.cancel_button
        self.list.show_lines(map(_line, found))
        people = counted(len(found), "Person war", "Personen waren")
        self.verdict.setText(
            f"{people} {MONTHS} Monate nicht da."
            if found
            else f"Alle waren in den letzten {MONTHS} Monaten da oder sind neu."
        )
        for part in (self.list, self.look_at, self.block, self.erase):
            set_shown(part, bool(found))
        self._allow()
        self.fit()
        if is_first and found:
            self.list.setFocus()

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & TOUCHED_BY:
            self._search.look()

    def _current(self) -> AbsentLine | None:
        line = self.list.current_line()
        return None if line is None else line.subject

    def _allow(self) -> None:
        current = self._current()
        for made in (self.look_at, self.erase):
            made.setEnabled(current is not None)
        self.block.setEnabled(current is not None and not current.blocked)

    def _look_at(self) -> None:
        current = self._current()
        if current is not None:
            self.accept()
            self._hub.show("people", person_id=current.id)

    def _block(self) -> None:
        current = self._current()
        if current is not None:
            name = full_name(current.surname, current.first_name)
            request = BlockPerson(current.id, blocked=True)
            self.attempt(lambda: self._hub.act(block_person, request, f"{name} ist gesperrt"))

    def _erase(self) -> None:
        current = self._current()
        if current is not None:
            self.attempt(lambda: open_erase(self._hub, self, current.id))


def _line(one: AbsentLine) -> Line:
    born = f" (geb. {one.birth_year})" if one.birth_year else ""
    name = ", ".join(filter(None, (one.surname, one.first_name)))
    return Line(
        one.id,
        f"{name}{born}",
        absent_text(one),
        "gesperrt" if one.blocked else "",
        "muted",
        icon="person",
        faded=one.blocked,
        subject=one,
    )
