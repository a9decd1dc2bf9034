"""Taking the programme of a half-year over into a later one, and what then wants a decision."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.calendar import half_year_text, half_year_window
from begegnung.model.errors import Invalid
from begegnung.services.half_year import (
    Copied,
    CopyHalfYear,
    CopyLine,
    copy_half_year,
    half_year_copy,
)
from begegnung.services.present import today_of
from begegnung.texts import copy_reason, counted, short_date, when
from begegnung.ui.dialogs.to_plan import DecisionsDialog
from begegnung.ui.hub import Hub
from begegnung.ui.offers.half_years import around, half_year_name, told_apart
from begegnung.ui.offers.tick_lines import TickLines
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.conflict import OVERRULE
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.labels import Tone, label
from begegnung.ui.widgets.lines import Line
from begegnung.ui.widgets.shown import set_shown

_OF_THE_ROOM = frozenset({"room_taken", "room_closed"})
_CHIPS: dict[str, tuple[str, Tone]] = {
    "ready": ("bereit", "ok"),
    "decide": ("zu entscheiden", "warn"),
    "there": ("schon da", "muted"),
}
_SHOWN = 3


class HalfYearDialog(Dialog):
    """The offers of a half-year with what comes of each; those that are ready are ticked."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__(
            "Halbjahr übernehmen", parent, verb="Übernehmen", icon="calendar_add", width=46
        )
        self._hub = hub
        self._lines: dict[str, CopyLine] = {}
        today = today_of(hub.desk.now_ms())
        self.source = ChoiceField("Aus", around(today, -3, 2))
        self.target = ChoiceField("Nach")
        self.form.add("Aus", self.source, "source")
        self.form.add("Nach", self.target, "target", beside=True)
        self.body.addWidget(self.form)
        self.verdict = label("", "strong")
        self.body.addWidget(self.verdict)
        self._add_choice()
        self.list = TickLines("Angebote des Halbjahrs")
        self.list.setMinimumHeight(THEME.px(15))
        self.body.addWidget(self.list, 1)
        self.detail = label("", "muted")
        self.body.addWidget(self.detail)
        self.reason = TextField("Grund", "z. B. die Gruppen sind sich einig")
        self._reason_row = self.form.add(
            f"{OVERRULE}: Grund", self.reason, "overrule", hint="steht im Plan bei den Terminen"
        )
        self.source.set_value(half_year_text(today))
        self._offer_targets()
        self.source.currentIndexChanged.connect(self._offer_targets)
        self.target.currentIndexChanged.connect(self._refresh)
        self.list.changed.connect(self._tell)
        self.list.chosen.connect(lambda _: self._explain())
        self._refresh()
        self.list.setFocus()

    def _add_choice(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.4))
        self.all = button("Alle bereiten wählen")
        self.none = button("Keine wählen")
        self.all.clicked.connect(lambda: self._choose(self._ready()))
        self.none.clicked.connect(lambda: self._choose(frozenset()))
        row.addWidget(self.all)
        row.addWidget(self.none)
        row.addStretch(1)
        self.body.addLayout(row)

    def _offer_targets(self) -> None:
        """The half-years after the source; the next one is proposed."""
        first, _ = half_year_window(self.source.value())
        self.target.blockSignals(True)
        self.target.set_choices(around(first, 1, 3))
        self.target.setCurrentIndex(0)
        self.target.blockSignals(False)
        self._refresh()

    def _refresh(self) -> None:
        found = self._hub.read(half_year_copy, self.source.value(), self.target.value())
        lines = told_apart(self._hub, found.lines)
        self._lines = {line.offer_id: line for line in lines}
        able = self._ready() | {key for key, line in self._lines.items() if _only_room(line)}
        self.list.show_ticks(map(_entry, lines), self._ready(), able)
        self._explain()

    def _ready(self) -> frozenset[str]:
        return frozenset(k for k, line in self._lines.items() if line.outcome == "ready")

    def _choose(self, keys: frozenset[str]) -> None:
        entries = [_entry(line) for line in self._lines.values()]
        self.list.show_ticks(entries, keys, self.list.tickable)

    def _tell(self) -> None:
        """How many are chosen, ready and to be decided; the reason only where one is needed."""
        numbers = dict.fromkeys(_CHIPS, 0)
        for line in self._lines.values():
            numbers[line.outcome] += 1
        chosen = counted(len(self.list.ticked), "Angebot gewählt", "Angebote gewählt")
        parts = [chosen, *(f"{n} {_CHIPS[key][0]}" for key, n in numbers.items() if n)]
        empty = "In diesem Halbjahr hat kein Angebot Termine."
        self.verdict.setText(" · ".join(parts) if self._lines else empty)
        over = bool(self.list.ticked - self._ready())
        set_shown(self._reason_row, over)
        self.primary.setEnabled(bool(self.list.ticked))

    def _explain(self) -> None:
        line = self._lines.get(self.list.current_key())
        self.detail.setText("" if line is None else _explained(line))
        if self.isVisible():
            self.fit()

    def confirm(self) -> None:
        """Takes over what is ticked, in one action; then shows what wants a decision."""
        over = bool(self.list.ticked - self._ready())
        if over and not self.reason.bare():
            raise Invalid("overrule", "missing")
        source, target = self.source.value(), self.target.value()
        reason = self.reason.bare() if over else ""
        request = CopyHalfYear(source, target, tuple(sorted(self.list.ticked)), reason)
        done = self._hub.act(copy_half_year, request, self._said)
        if done.value.left:
            hub, window = self._hub, self.parentWidget()
            # Made when this one is gone, so that the focus comes back to the page at the end.
            QTimer.singleShot(0, lambda: DecisionsDialog(hub, window, source, target).open())

    def _said(self, done: Copied) -> str:
        offers = counted(done.offers, "Angebot", "Angebote")
        dates = counted(done.dates, "Termin", "Terminen")
        left = f", {len(done.left)} zu entscheiden" if done.left else ""
        name = half_year_name(self.target.value())
        return f"{name}: {offers} mit {dates} übernommen{left}{_windows(done.without_window)}"


def _windows(titles: tuple[str, ...]) -> str:
    """Which offers had days of registration, which are over; at most a few of them by name."""
    if not titles:
        return ""
    more = f" und {len(titles) - _SHOWN} weitere" if len(titles) > _SHOWN else ""
    return f". Bitte neue Anmeldetage eintragen: {', '.join(titles[:_SHOWN])}{more}"


def _only_room(line: CopyLine) -> bool:
    return line.outcome == "decide" and {one.key for one in line.reasons} <= _OF_THE_ROOM


def _entry(line: CopyLine) -> Line:
    chip, tone = _CHIPS[line.outcome]
    detail = " ".join(map(copy_reason, line.reasons)) or _dates(line)
    return Line(line.offer_id, line.title, detail, chip, tone, faded=line.outcome == "there")


def _dates(line: CopyLine) -> str:
    """How many dates it gives and how many days are left out."""
    if not line.dates:
        return ""
    first = short_date(line.dates[0])
    left_out = f", {len(line.skipped)} ausgelassen" if line.skipped else ""
    return f"{counted(len(line.dates), 'Termin', 'Termine')} ab {first}{left_out}"


def _explained(line: CopyLine) -> str:
    """Everything that is known of the chosen offer, without an end to the line."""
    parts = [*map(copy_reason, line.reasons), _dates(line)]
    hits: Sequence[str] = [f"{when(o.starts, o.ends)} – {o.title}" for o in line.overlaps]
    if hits:
        more = f" und {len(hits) - _SHOWN} weitere" if len(hits) > _SHOWN else ""
        parts.append(f"Belegt: {'; '.join(hits[:_SHOWN])}{more}")
    left_out = [f"{short_date(day)} ({reason})" for day, reason in line.skipped[:_SHOWN]]
    if left_out:
        more = f" und {len(line.skipped) - _SHOWN} weitere" if len(line.skipped) > _SHOWN else ""
        parts.append(f"Ausgelassen: {', '.join(left_out)}{more}")
    return "\n".join(filter(None, parts))
