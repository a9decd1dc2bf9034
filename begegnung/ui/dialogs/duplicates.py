"""Mögliche Dubletten: pairs of entries that may be one person, with the reasons."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.rows import PersonLine
from begegnung.services.desk import Desk
from begegnung.services.duplicates import (
    KeepApart,
    PossibleDuplicate,
    keep_apart,
    possible_duplicates,
)
from begegnung.services.searching import namesake
from begegnung.texts import counted, german
from begegnung.texts.people import reasons_text
from begegnung.ui.dialogs.merge import MergeDialog
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Repeating
from begegnung.ui.people.table import by_surname
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown

TOUCHED_BY = frozenset({"household", "person", "person_merge"})
"""What can make or settle a suspicion."""


def suspected(desk: Desk) -> list[PossibleDuplicate]:
    """The pairs of the house, for a thread with a desk of its own."""
    return desk.read(possible_duplicates)


class DuplicatesDialog(Dialog):
    """The pairs; Eingabe compares one, and who is not the same is said so once.

    They are looked for in a thread: everybody is compared with everybody who sounds like her.
    """

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Mögliche Dubletten", parent, width=44)
        self._hub = hub
        self._found: dict[str, PossibleDuplicate] = {}
        self._search = Repeating(lambda: partial(suspected, hub.desk.for_thread()), self)
        self._search.found.connect(self._show_found)
        self._search.failed.connect(self._not_found)
        self.verdict = label("Wird gesucht …", "strong")
        self.body.addWidget(self.verdict)
        self.list = LineList("Mögliche Dubletten")
        self.list.setMinimumHeight(THEME.px(14))
        self.list.opened.connect(lambda _: self._compare())
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.4))
        self.compare = button("Vergleichen", "people")
        self.apart = button("Verschiedene Personen", "people_list")
        self.compare.clicked.connect(self._compare)
        self.apart.clicked.connect(self._keep_apart)
        for made in (self.compare, self.apart):
            set_shown(made, False)
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        hub.changed.connect(self._on_changed)
        self.cancel_button.setFocus()
        self._search.look()

    @property
    def looking(self) -> bool:
        """Whether the list may still change."""
        return self._search.looking

    def _not_found(self, error: Any) -> None:
        self.verdict.setText(german(error))

    def _show_found(self, found: list[PossibleDuplicate]) -> None:
        is_first = not self._found and self.focusWidget() is self.cancel_button
        self._found = {f"{pair.first.id}{pair.second.id}": pair for pair in found}
        self.list.show_lines(_line(key, pair) for key, pair in self._found.items())
        pairs = counted(len(found), "Paar", "Paare")
        self.verdict.setText(
            f"{pairs}, hinter denen vielleicht nur eine Person steht."
            if found
            else "Niemand steht doppelt in der Liste, soweit es sich erkennen lässt."
        )
        for part in (self.list, self.compare, self.apart):
            set_shown(part, bool(found))
        self.fit()
        if is_first and found:
            self.list.setFocus()
        elif not found:
            self.cancel_button.setFocus()

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & TOUCHED_BY:
            self._search.look()

    def _compare(self) -> None:
        pair = self._found.get(self.list.current_key())
        if pair is not None:
            MergeDialog(self._hub, self, pair.first.id, pair.second.id).open()

    def _keep_apart(self) -> None:
        pair = self._found.get(self.list.current_key())
        if pair is not None:
            request = KeepApart(pair.first.id, pair.second.id)
            said = f"Verschiedene Personen: {by_surname(pair.first)} · {by_surname(pair.second)}"
            self.attempt(lambda: self._hub.act(keep_apart, request, said))


def _line(key: str, pair: PossibleDuplicate) -> Line:
    title = f"{_described(pair.first)}  ·  {_described(pair.second)}"
    why = reasons_text(pair.reasons)
    spoken = f"{_described(pair.first)} und {_described(pair.second)}, {why}"
    return Line(key, title, why, icon="people", spoken=spoken, subject=pair)


def _described(line: PersonLine) -> str:
    more = namesake(line)
    return f"{by_surname(line)} ({more})" if more else by_surname(line)
