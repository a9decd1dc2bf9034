"""The live check of wanted dates: what stands against them, and what would be possible."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.model.local_time import day_of
from begegnung.services.plan import Availability
from begegnung.texts import clock_time, counted, short_date
from begegnung.ui.offers.hint import Hint
from begegnung.ui.offers.planning import Wish
from begegnung.ui.offers.wording import skipped_text
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.conflict import Conflict, ConflictPanel
from begegnung.ui.widgets.labels import Tone
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.verdict import Verdict

_UNSURE = "Die Schulferien sind noch nicht für die ganze Zeit bekannt, bitte die Termine prüfen."


class RoomCheck(QWidget):
    """Shows dates, what stands against them, and the ways out.

    `room_wanted(str)`: a free room was taken instead. `time_wanted(int, int)`: another time of day,
    in minutes. `leave_out(frozenset[date])`: the days that do not work shall be left out.
    `judged(str)`: `headline` is another sentence now. Put
    `reason_row` into the rows of the form as "overrule" and give `overrule()` to the request.
    """

    room_wanted = Signal(str)
    time_wanted = Signal(int, int)
    leave_out = Signal(object)
    judged = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.4))
        self.verdict = Verdict()
        box.addWidget(self.verdict)
        self.too_small = Hint()
        box.addWidget(self.too_small)
        self.panel = ConflictPanel(listed=False)
        self.skip, self.reason_row = self.panel.skip, self.panel.reason_row
        self.overrule = self.panel.overrule
        self.dates = LineList("Termine")
        self.dates.setMinimumHeight(THEME.px(9))
        box.addWidget(self.dates, 1)
        box.addWidget(self.panel)
        self.panel.room_wanted.connect(self.room_wanted)
        self.panel.time_wanted.connect(self.time_wanted)
        self.panel.leave_out.connect(self.leave_out)
        self.panel.changed.connect(self._judge)
        self._number = 0
        self._conflict = Conflict("")
        self._tone: Tone = "muted"
        self.say("", "muted")

    def say(self, sentence: str, tone: Tone) -> None:
        """Shows a sentence instead of dates."""
        self._set_verdict(sentence or "Hier erscheinen die Termine und ob der Raum frei ist.", tone)
        self._conflict = Conflict("")
        self.dates.show_lines(())
        self.too_small.say("")
        self.panel.show_conflict(self._conflict)

    def show_check(self, wanted: Wish, found: Availability, room: str) -> None:
        """Shows wanted dates in a room ("" for none) and what stands against them."""
        self._number = number = len(wanted.slots)
        if not number:
            self.say("Daraus ergibt sich kein Termin in dieser Zeit.", "warn")
            self.dates.show_lines(_skipped_lines(wanted))
            return
        hit = Conflict(room, found.overlaps, found.closed, found.free, found.free_times)
        self._conflict = hit
        self.panel.show_conflict(hit, skippable=0 < len(hit.days) < number)
        if hit:
            self._judge()
        else:
            free = "" if not room else f", {room} ist {'an allen' if number > 1 else 'da'} frei"
            doubt = f" {_UNSURE}" if wanted.unsure else ""
            dates = counted(number, "Termin", "Termine")
            self._set_verdict(f"{dates}{free}.{doubt}", "warn" if wanted.unsure else "ok")
        self.dates.show_lines([*hit.lines(), *_date_lines(wanted, hit.days)])
        self.too_small.say(
            f"{room} hat {counted(found.capacity, 'Platz', 'Plätze')}, das Angebot braucht mehr."
            if found.too_small and found.capacity is not None
            else ""
        )
        self._order_tabs()

    def headline(self) -> str:
        """The verdict on wanted dates in one sentence, "" while there are none."""
        return self.verdict.text() if self._tone != "muted" else ""

    def _judge(self) -> None:
        """Says how many dates do not work, or that they are planned all the same."""
        if not self._conflict:
            return
        room, hit, number = self._conflict.room, len(self._conflict.days), self._number
        if self.panel.overruling:
            over = "liegt über etwas anderem" if hit == 1 else "liegen über etwas anderem"
            dates = f"{hit} von {counted(number, 'Termin', 'Terminen')}"
            self._set_verdict(f"{room}: {dates} {over}, mit Ihrem Grund.", "warn")
        elif number > 1:
            verb = "geht" if hit == 1 else "gehen"
            self._set_verdict(f"{room}: {hit} von {number} Terminen {verb} nicht.", "bad")
        else:
            self._set_verdict(f"{room} ist nicht frei.", "bad")

    def _set_verdict(self, sentence: str, tone: Tone) -> None:
        self._tone = tone
        self.verdict.say(sentence, tone)
        self.judged.emit(self.headline())

    def _order_tabs(self) -> None:
        """The ways out come behind the list of dates, also those that are new."""
        before: QWidget = self.dates
        for stop in self.panel.stops:
            self.setTabOrder(before, stop)
            before = stop


def _skipped_lines(wanted: Wish) -> Iterable[Line]:
    for one in wanted.skipped:
        key, day = f"s{one.date}", short_date(one.date)
        yield Line(key, day, skipped_text(one), "entfällt", "muted", faded=True)


def _date_lines(wanted: Wish, hit: frozenset[date]) -> Iterable[Line]:
    """Dates and days that are left out, in the order of the calendar."""
    replacements = {one.instead: one for one in wanted.skipped if one.instead}
    left_out = zip(wanted.skipped, _skipped_lines(wanted), strict=True)
    found = [(one.date, line) for one, line in left_out]
    for starts, ends in wanted.slots:
        day = day_of(starts)
        if day in hit:
            continue
        span = f"{clock_time(starts)} bis {clock_time(ends)} Uhr"
        chip = "Ersatz" if day in replacements else ""
        if day in replacements:
            span += f" · für {short_date(replacements[day].date)}"
        found.append((day, Line(f"d{starts}", short_date(day), span, chip, "info")))
    return (line for _, line in sorted(found, key=lambda pair: pair[0]))
