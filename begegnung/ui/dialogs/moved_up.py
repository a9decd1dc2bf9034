"""Nachgerückt: calling the people who got a place from the waiting list, until they have answered.

After each call it is said at once who moves up next.
"""

from datetime import date

from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from begegnung.model.booking_errors import AnswerPending
from begegnung.model.errors import Refusal, Trouble
from begegnung.model.rows import PromotedLine
from begegnung.services.booking_lists import promoted_and_not_told
from begegnung.services.calls import calls_of
from begegnung.services.present import local_now, today_of
from begegnung.services.waiting import CALL_OUTCOMES, NoteCall, PassOn, note_call, pass_on
from begegnung.texts import counted, day_and_time, short_date
from begegnung.ui.booking.moving_up import moved_up
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList

_BUTTONS = (
    ("reached", "Erreicht, nimmt den Platz", "checkmark_circle"),
    ("callback", "Ruft zurück", "call"),
    ("no_answer", "Nicht erreicht", "dismiss"),
    ("declined", "Verzichtet", "delete"),
)
_NOBODY = "Alle, die nachgerückt sind, wissen Bescheid."
_NO_PHONE = "keine Telefonnummer notiert"


class MovedUpDialog(Dialog):
    """Those who have to be called, the one called now in large type, and the calls so far."""

    def __init__(self, hub: Hub, parent: QWidget | None, booking_id: str = "") -> None:
        super().__init__("Nachgerückt: anrufen", parent, width=40)
        self._hub = hub
        self._shown: PromotedLine | None = None
        self.people = LineList("Nachgerückt")
        self.people.setFixedHeight(THEME.px(6.2))
        self.name = label("", "h2")
        self.name.setWordWrap(True)
        self.phone = label("", "big")
        self.until = label("", "strong")
        self.calls = LineList("Anrufe bisher")
        self.calls.setFixedHeight(THEME.px(4.8))
        self.reason = TextField("Grund", "nur nötig, solange die Frist läuft")
        self._lay_out()
        self.people.chosen.connect(lambda _: self._show())
        hub.changed.connect(self._on_changed)
        self._fill(booking_id)
        self.outcomes["reached"].setFocus()

    def show_refusal(self, error: Refusal | Trouble) -> None:
        """Asks for the reason where the time to answer is not over."""
        super().show_refusal(error)
        if isinstance(error, AnswerPending):
            self.reason.setFocus()
            self._area.ensureWidgetVisible(self.reason)

    def _lay_out(self) -> None:
        self.outcomes: dict[str, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(THEME.px(0.4))
        for number, (key, text, icon) in enumerate(_BUTTONS):
            pressed = button(text, icon)
            pressed.clicked.connect(lambda _=False, outcome=key: self._note(outcome))
            self.outcomes[key] = pressed
            grid.addWidget(pressed, number // 2, number % 2)
        self.hand_on = button("Platz weitergeben", "arrow_swap")
        self.hand_on.clicked.connect(self._hand_on)
        self.form.add("Platz weitergeben: Grund", self.reason, "reason")
        self._parts = (self.name, self.phone, self.until)
        self.nobody = label(_NOBODY)
        for part in (self.nobody, self.people, *self._parts):
            self.body.addWidget(part)
        self.body.addLayout(grid)
        self.calls_head = label("Anrufe bisher", "field")
        for part in (self.form, self.hand_on, self.calls_head, self.calls):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & {"booking", "call_note"}:
            self._fill(self._shown.booking_id if self._shown else "")

    def _fill(self, choose: str) -> None:
        waiting = self._hub.read(promoted_and_not_told)
        today = today_of(self._hub.desk.now_ms())
        self.people.show_lines((_line(one, today) for one in waiting), choose=choose)
        self._show()

    def _show(self) -> None:
        line = self.people.current_line()
        one: PromotedLine | None = line.subject if line else None
        self._shown = one
        self.nobody.setVisible(one is None)
        self.people.setVisible(one is not None)
        for part in (*self._parts, *self.outcomes.values(), self.hand_on, self.form):
            part.setVisible(one is not None)
        calls = self._hub.read(calls_of, one.booking_id) if one else []
        now = local_now(self._hub.desk.now_ms())
        self.calls.show_lines(
            Line(
                str(number),
                day_and_time(local_now(call.called_at), now),
                call.by,
                CALL_OUTCOMES[call.outcome],
                "muted",
            )
            for number, call in enumerate(calls)
        )
        for part in (self.calls_head, self.calls):
            part.setVisible(bool(calls))
        if one is not None:
            self.name.setText(f"{one.name} · {one.title}")
            self.phone.setText(one.phone or _NO_PHONE)
            self.until.setText(_until(one.answer_by, today_of(self._hub.desk.now_ms())))
        else:
            self.cancel_button.setFocus()
        self.fit()

    def _note(self, outcome: str) -> None:
        one = self._shown
        if one is None:
            return
        said = f"{one.name}: {CALL_OUTCOMES[outcome]}"
        self.attempt(
            lambda: self._tell(
                self._hub.act(note_call, NoteCall(one.booking_id, outcome), said).value, one, said
            )
        )

    def _hand_on(self) -> None:
        one = self._shown
        if one is None:
            return
        said = f"{one.name} bleibt auf der Warteliste"
        request = PassOn(one.booking_id, self.reason.bare())
        if self.attempt(lambda: self._tell(self._hub.act(pass_on, request, said).value, one, said)):
            self.reason.clear()

    def _tell(self, moved: tuple[str, ...], one: PromotedLine, said: str) -> None:
        """Says what was noted and who moves up because of it."""
        self.refusal.say(f"{said}.{moved_up(self._hub, one.offer_id, moved)}", "ok")
        if moved:
            self.people.choose(moved[0])
        self.fit()


def _line(one: PromotedLine, today: date) -> Line:
    tried = f"{counted(one.calls, 'Anruf', 'Anrufe')}, zuletzt: " if one.calls else ""
    last = CALL_OUTCOMES[one.last_call] if one.last_call else "noch nicht angerufen"
    over = one.answer_by is not None and today > one.answer_by
    chip = "Frist vorbei" if over else ""
    return Line(one.booking_id, one.name, f"{one.title} · {tried}{last}", chip, "warn", subject=one)


def _until(day: date | None, today: date) -> str:
    """Until when the person may answer."""
    if day is None:
        return "Ohne Frist: Der Platz kann jederzeit weitergegeben werden."
    if today > day:
        return f"Die Frist war {short_date(day)}. Der Platz kann weitergegeben werden."
    word = "heute" if day == today else short_date(day)
    return f"Antwort bis {word}"
