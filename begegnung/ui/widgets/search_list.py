"""Searching by typing: the focus stays in the field, the arrows move in the list below it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import SearchField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce


class SearchList(QWidget):
    """A search field over a list of hits.

    `look` gives the lines for what is typed. When it gives none, `nothing` is shown: always, or
    without it the usual words once something is typed. `picked(Line)`: Enter or a click on a hit.
    """

    picked = Signal(object)

    def __init__(
        self,
        name: str,
        placeholder: str,
        look: Callable[[str], Iterable[Line]],
        parent: QWidget | None = None,
        *,
        rows: float = 5,
        nothing: str = "",
    ) -> None:
        super().__init__(parent)
        self._look = look
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.35))
        self.field = SearchField(name, placeholder)
        self.hits = LineList(f"Treffer: {name}")
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setMinimumHeight(THEME.px(2.95 * rows))
        self.field.textChanged.connect(self.refresh)
        self.field.moved.connect(self._move)
        self.field.confirmed.connect(self.pick)
        self.hits.clicked.connect(lambda _: self.pick())
        self._always = bool(nothing)
        self.nothing = label(nothing or "Keine Treffer", "muted")
        self.nothing.hide()
        box.addWidget(self.field)
        box.addWidget(self.nothing)
        box.addWidget(self.hits, 1)
        self.setFocusProxy(self.field)

    def refresh(self) -> None:
        """Looks again for what is typed; the first hit becomes the current one."""
        self.hits.show_lines(())
        self.hits.show_lines(self._look(self.field.bare()))
        asked = self._always or bool(self.field.bare())
        set_shown(self.nothing, asked and not self.hits.lines.rowCount())
        if self.field.bare():
            self._say_current(counted=True)

    def pick(self) -> None:
        """Takes the current hit."""
        line = self.hits.current_line()
        if line is not None:
            self.picked.emit(line)

    def _move(self, by: int) -> None:
        self.hits.step(by)
        self._say_current()

    def _say_current(self, *, counted: bool = False) -> None:
        line = self.hits.current_line()
        number = len(self.hits.lines.lines)
        if line is None:
            announce(self.field, self.nothing.text())
        elif counted and number > 1:
            announce(self.field, f"{number} Treffer, {line.sentence()}")
        else:
            announce(self.field, line.sentence())
