"""What a new version of a series does to the dates of an offer, before it is saved."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.model.local_time import day_of
from begegnung.services.series_change import ChangedDate, ChangePreview, Outcome
from begegnung.texts import counted, short_date, when
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.conflict import Conflict, ConflictPanel
from begegnung.ui.widgets.labels import Tone
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.verdict import Verdict

_CHIPS: Mapping[Outcome, tuple[str, Tone]] = {
    "changed": ("geändert", "info"),
    "added": ("neu", "ok"),
    "dropped": ("fällt weg", "bad"),
    "skipped": ("entfällt", "muted"),
    "kept": ("bleibt", "warn"),
}
_WHY: Mapping[str, str] = {
    "moved": "einzeln verlegt",
    "own_time": "hat eine eigene Uhrzeit",
    "own_room": "hat einen eigenen Raum",
    "own_words": "hat eigenen Titel oder eigene Leitung",
    "by_hand": "einzeln hinzugefügt",
    "people": "Personen sind eingetragen",
    "cancelled": "fällt aus",
}


class ChangeView(QWidget):
    """Shows what changes, what stands against it, and the ways out."""

    room_wanted = Signal(str)
    time_wanted = Signal(int, int)
    leave_out = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.4))
        self.verdict = Verdict()
        box.addWidget(self.verdict)
        self.panel = ConflictPanel(listed=False)
        self.reason_row, self.overrule = self.panel.reason_row, self.panel.overrule
        self.panel.room_wanted.connect(self.room_wanted)
        self.panel.time_wanted.connect(self.time_wanted)
        self.panel.leave_out.connect(self.leave_out)
        self.dates = LineList("Was sich ändert")
        self.dates.setMinimumHeight(THEME.px(9))
        box.addWidget(self.dates, 1)
        box.addWidget(self.panel)

    def say(self, sentence: str, tone: Tone = "muted") -> None:
        """Shows a sentence instead of dates."""
        self.verdict.say(sentence, tone)
        self.dates.show_lines(())
        self.panel.show_conflict(Conflict(""))

    def show_preview(self, preview: ChangePreview, conflict: Conflict) -> None:
        """Shows what changes and what stands against the room."""
        taking = preview.number("same", "changed", "added")
        self.panel.show_conflict(conflict, skippable=0 < len(conflict.days) < taking)
        if conflict:
            many = counted(taking, "Termin", "Terminen")
            verb = "geht" if len(conflict.days) == 1 else "gehen"
            self.verdict.say(
                f"{conflict.room}: {len(conflict.days)} von {many} {verb} nicht.", "bad"
            )
        else:
            self.verdict.say(summary(preview), "ok")
        self.dates.show_lines([*conflict.lines(), *_lines(preview.dates)])
        before: QWidget = self.dates
        for stop in self.panel.stops:
            self.setTabOrder(before, stop)
            before = stop


def summary(preview: ChangePreview) -> str:
    """What changes in one sentence: „8 geändert, 2 neu, 1 fällt weg, 3 bleiben wie sie sind.“."""
    parts = (
        (preview.number("changed"), "geändert", "geändert"),
        (preview.number("added"), "neu", "neu"),
        (preview.number("dropped"), "fällt weg", "fallen weg"),
        (preview.number("skipped"), "entfällt", "entfallen"),
        (preview.number("kept", "same"), "bleibt, wie er ist", "bleiben, wie sie sind"),
    )
    said = [counted(number, one, many) for number, one, many in parts if number]
    return f"Termine: {', '.join(said)}." if said else "Es ändert sich kein Termin."


def _lines(dates: Iterable[ChangedDate]) -> Iterable[Line]:
    for one in dates:
        if one.outcome == "same":
            continue
        chip, tone = _CHIPS[one.outcome]
        at = one.was if one.starts is None else one.starts
        if at is None:
            continue
        span = when(at, one.ends if one.starts is not None else None)
        if one.outcome in ("dropped", "skipped"):
            span = when(at) if one.outcome == "dropped" else short_date(day_of(at))
        faded = one.outcome in ("dropped", "skipped")
        yield Line(f"{one.outcome}{at}", span, _detail(one), chip, tone, faded=faded)


def _detail(one: ChangedDate) -> str:
    was = f"bisher {when(one.was)}" if one.outcome == "changed" and one.was is not None else ""
    why = ", ".join(_WHY.get(word, word) for word in one.why)
    return " · ".join(filter(None, (was, why)))
