"""The live check of wanted dates: what stands against them, and what would be possible."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.local_time import day_of
from begegnung.services.plan import Availability
from begegnung.texts import clock_time, counted, short_date, when
from begegnung.ui.offers.planning import Wish
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.labels import TONE_ICONS, IconLabel, Tone, label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.speech import announce

_SHOWN_ROOMS = 6
_UNSURE = "Die Schulferien sind noch nicht für die ganze Zeit bekannt, bitte die Termine prüfen."


class RoomCheck(QWidget):
    """Shows dates, conflicts and free rooms.

    `room_wanted(str)`: a free room was taken instead. `leave_out(frozenset[date])`: the days that
    do not work shall be left out.
    """

    room_wanted = Signal(str)
    leave_out = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.4))
        head = QHBoxLayout()
        self._icon = IconLabel("info", "muted", filled=True)
        head.addWidget(self._icon)
        self.verdict = label("", "strong")
        head.addWidget(self.verdict, 1)
        box.addLayout(head)
        self._rooms = QWidget()
        self._rooms.setObjectName("clear")
        rooms = QVBoxLayout(self._rooms)
        rooms.setContentsMargins(0, 0, 0, 0)
        rooms.setSpacing(THEME.px(0.3))
        self._caption = label("Zu allen Zeiten frei:", "muted")
        rooms.addWidget(self._caption)
        self._buttons = QGridLayout()
        rooms.addLayout(self._buttons)
        box.addWidget(self._rooms)
        self.skip = button("Diese Tage auslassen", "calendar_cancel")
        self.skip.clicked.connect(lambda: self.leave_out.emit(self._hit))
        box.addWidget(self.skip)
        self.dates = LineList("Termine")
        box.addWidget(self.dates, 1)
        self._hit: frozenset[date] = frozenset()
        self._tone: Tone = "muted"
        self.say("", "muted")

    def say(self, sentence: str, tone: Tone) -> None:
        """Shows a sentence instead of dates."""
        self._set_verdict(sentence or "Hier erscheinen die Termine und ob der Raum frei ist.", tone)
        self.dates.show_lines(())
        self._rooms.hide()
        self.skip.hide()

    def show_check(self, wanted: Wish, found: Availability, room: str) -> None:
        """Shows wanted dates in a room ("" for none) and what stands against them."""
        number = len(wanted.slots)
        dates = counted(number, "Termin", "Termine")
        hit = {day_of(o.starts) for o in found.overlaps} | {day for day, _ in found.closed}
        self._hit = frozenset(hit)
        if not number:
            self.say("Daraus ergibt sich kein Termin in dieser Zeit.", "warn")
        elif found.possible:
            free = "" if not room else f", {room} ist {'an allen' if number > 1 else 'da'} frei"
            doubt = f" {_UNSURE}" if wanted.unsure else ""
            self._set_verdict(f"{dates}{free}.{doubt}", "warn" if wanted.unsure else "ok")
        else:
            many = f"{len(hit)} von {number} Terminen {'geht' if len(hit) == 1 else 'gehen'} nicht"
            self._set_verdict(
                f"{room}: {many}." if number > 1 else f"{room} ist nicht frei.", "bad"
            )
        self.dates.show_lines(_lines(wanted, found))
        self._offer_rooms(found)
        self.skip.setVisible(not found.possible and len(hit) < number)

    def headline(self) -> str:
        """The verdict on wanted dates in one sentence, "" while there are none."""
        return self.verdict.text() if self._tone != "muted" else ""

    def _set_verdict(self, sentence: str, tone: Tone) -> None:
        self._tone = tone
        if sentence != self.verdict.text() and tone == "bad":
            announce(self.verdict, sentence)
        self.verdict.setText(sentence)
        self._icon.show_icon(TONE_ICONS[tone], tone, filled=True)

    def _offer_rooms(self, found: Availability) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rooms.setVisible(not found.possible)
        some = found.free[:_SHOWN_ROOMS]
        before = _focusable_before(self.skip)
        self._caption.setText(
            "Zu allen Zeiten frei:" if some else "Zu diesen Zeiten ist kein anderer Raum frei."
        )
        for number, (room_id, name) in enumerate(some):
            taken = button(f"{name} nehmen", "door")
            taken.clicked.connect(lambda _=False, i=room_id: self.room_wanted.emit(i))
            self._buttons.addWidget(taken, number // 2, number % 2)
            self.setTabOrder(before, taken)
            before = taken
        if some:
            self.setTabOrder(before, self.skip)
            self.setTabOrder(self.skip, self.dates)


def _focusable_before(widget: QWidget) -> QWidget:
    """What Tab reaches before `widget`."""
    before = widget.previousInFocusChain()
    while (
        before is not None
        and before is not widget
        and not before.focusPolicy() & Qt.FocusPolicy.TabFocus
    ):
        before = before.previousInFocusChain()
    return before or widget


def _lines(wanted: Wish, found: Availability) -> Iterable[Line]:
    for overlap in found.overlaps:
        yield Line(
            f"o{overlap.starts}{overlap.title}",
            when(overlap.starts, overlap.ends),
            f"Hier ist schon: {overlap.title}",
            "belegt",
            "bad",
        )
    for day, reason in found.closed:
        yield Line(f"c{day}{reason}", short_date(day), reason or "geschlossen", "gesperrt", "bad")
    for skipped in wanted.skipped:
        yield Line(
            f"s{skipped.date}", short_date(skipped.date), skipped.reason, "entfällt", "muted"
        )
    hit = {day_of(o.starts) for o in found.overlaps} | {day for day, _ in found.closed}
    for starts, ends in wanted.slots:
        if day_of(starts) not in hit:
            span = f"{clock_time(starts)} bis {clock_time(ends)} Uhr"
            yield Line(f"d{starts}", short_date(day_of(starts)), span)
