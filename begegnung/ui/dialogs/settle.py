"""Deciding one clash: its sentence, what is known, and the proposals to choose from."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from begegnung.model.clash_errors import ClashChanged, ClashSettled
from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.services.clashes import (
    Clash,
    Decide,
    PersonClash,
    Proposal,
    SeatClash,
    clashes,
    decide,
    proposals,
)
from begegnung.services.clashes.identity import parts_of
from begegnung.services.clashes.seats import NoteClashCall, SeatPerson, note_clash_call
from begegnung.services.present import local_now
from begegnung.texts.clashes import clash_sentence, kind_words, proposal_text
from begegnung.ui.dialogs.merge import MergeDialog
from begegnung.ui.exchange.clash_words import choice_line, known_words, people_lines
from begegnung.ui.exchange.elsewhere import Elsewhere, elsewhere
from begegnung.ui.exchange.sentences import SentenceList
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown


class SettleDialog(Dialog):
    """One clash. Eingabe on a proposal decides; the decision can be undone.

    When something about it changes meanwhile, the question is shown anew and what was typed stays.
    """

    def __init__(self, hub: Hub, clash: Clash, parent: QWidget) -> None:
        super().__init__(f"Zu klären: {kind_words(clash)}", parent, verb="So entscheiden", width=44)
        self._hub, self._clash = hub, clash
        self._ways: tuple[Proposal, ...] = ()
        self.sentence = label("", "strong")
        self.known = label("")
        self.people_head = label("Wer einen Platz hat", "field")
        self.people = SentenceList("Wer einen Platz hat", most=12)
        self.head = label("Was soll gelten?", "field")
        self.choices = SentenceList("Was soll gelten?", most=22)
        self.typed = {"reason": TextField("Grund"), "name": TextField("Neuer Name")}
        for key, field in self.typed.items():
            self.form.add(field.accessibleName(), field, key)
        self._lay_out()
        self.choices.opened.connect(lambda _: self._chosen())
        self.choices.chosen.connect(lambda _: self._show_input())
        self.people.chosen.connect(lambda _: self._show_person())
        self.people.opened.connect(lambda _: self.choices.setFocus())
        self._show(clash)
        # Of a place it is first to be said who is called.
        (self.people if isinstance(clash, SeatClash) else self.choices).setFocus()
        hub.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        for part in (self.sentence, self.known, self.people_head, self.people):
            self.body.addWidget(part)
        self.calls = QWidget()
        self.calls.setObjectName("clear")
        row = QHBoxLayout(self.calls)
        row.setContentsMargins(0, 0, 0, 0)
        self.phone = label("", "strong")
        row.addWidget(self.phone, 1)
        self.no_answer = self._calling("Nicht erreicht", "no_answer")
        self.callback = self._calling("Ruft zurück", "callback")
        row.addWidget(self.no_answer)
        row.addWidget(self.callback)
        for part in (self.calls, self.head, self.choices, self.form):
            self.body.addWidget(part)
        self.elsewhere = QHBoxLayout()
        self.body.addLayout(self.elsewhere)
        self._links: list[QPushButton] = []

    def _calling(self, text: str, outcome: str) -> QPushButton:
        made = button(text, "call")
        made.clicked.connect(lambda: self._note_call(outcome))
        return made

    def _show(self, clash: Clash) -> None:
        """Shows a clash with everything about it, the current proposal where it still is one."""
        self._clash = clash
        now = local_now(self._hub.desk.now_ms())
        self._ways = self._hub.read(proposals, clash)
        self.sentence.setText(clash_sentence(clash, now))
        self.known.setText(known_words(clash, now))
        set_shown(self.known, bool(self.known.text()))
        self._show_people(clash, now)
        self._show_choices()
        self._show_person()
        self._show_links()
        self._show_input()
        self.fit()

    def _show_people(self, clash: Clash, now: datetime) -> None:
        lines = people_lines(clash, now) if isinstance(clash, SeatClash) else []
        before = self.people.current_key()
        self.people.show_lines(lines)
        for part in (self.people_head, self.people):
            set_shown(part, bool(lines))
        if lines and not self.people.choose(before):
            # The last one came when there was no place left: she is called first.
            self.people.choose(lines[-1].key)

    def _show_choices(self) -> None:
        now, clash = local_now(self._hub.desk.now_ms()), self._clash
        person = self._person()
        shown = [
            way for way in self._ways if person is None or way.about in ("", person.booking_id)
        ]
        self.choices.show_lines(choice_line(clash, way, now, self._hub.desk.may) for way in shown)

    def _person(self) -> SeatPerson | None:
        line = self.people.current_line()
        return None if line is None else line.subject

    def _show_person(self) -> None:
        person = self._person()
        set_shown(self.calls, person is not None)
        if person is not None:
            self.phone.setText(f"{person.name}: {person.phone or 'keine Telefonnummer notiert'}")
            self._show_choices()

    def _show_links(self) -> None:
        for old in self._links:
            self.elsewhere.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._links = []
        for link in elsewhere(self._clash):
            made = button(link.verb, link.icon)
            made.clicked.connect(self._going(link))
            self._links.append(made)
            self.elsewhere.addWidget(made)
        self.elsewhere.addStretch(1)

    def _going(self, link: Elsewhere) -> Callable[[], None]:
        def go() -> None:
            self.accept()
            self._hub.show(link.page, **link.what)

        return go

    def _way(self) -> Proposal | None:
        line = self.choices.current_line()
        return None if line is None else line.subject

    def _show_input(self) -> None:
        way = self._way()
        needed = way.needs if way is not None else ""
        set_shown(self.form, bool(needed))
        for key, row in self.form.rows.items():
            set_shown(row, key == needed)
        self.fit()

    def _chosen(self) -> None:
        """Eingabe on a proposal: what has to be typed first is asked for."""
        way = self._way()
        if way is not None and way.needs and not self.typed[way.needs].bare():
            self.typed[way.needs].setFocus()
            return
        self.try_confirm()

    def try_confirm(self) -> None:
        """Decides; two entries of one person are compared first."""
        way = self._way()
        if isinstance(self._clash, PersonClash) and way is not None and way.about:
            other = next(e for e in self._clash.entries if e.person.id != way.about)
            self.accept()
            parent = self.parentWidget()
            MergeDialog(self._hub, parent, way.about, other.person.id).open()
            return
        super().try_confirm()

    def confirm(self) -> None:
        """Carries the current proposal out."""
        way = self._way()
        if way is None:
            raise Invalid("proposal", "missing")
        now = local_now(self._hub.desk.now_ms())
        said = f"Geklärt: {proposal_text(self._clash, way, now)}"
        typed = {key: field.bare() for key, field in self.typed.items() if key == way.needs}
        request = Decide(self._clash.id, way.code, **typed)
        self._hub.act(decide, request, said)

    def show_refusal(self, error: Refusal | Trouble) -> None:
        """Says why; a question that changed meanwhile is shown anew."""
        if isinstance(error, Invalid) and error.field == "proposal":
            # A room or a time that was free when the proposals were read.
            error = ClashChanged(self._clash.id)
        super().show_refusal(error)
        if isinstance(error, ClashChanged | ClashSettled):
            self._read_again()

    def _read_again(self) -> None:
        """Shows how the question stands now; nothing to choose when it is settled."""
        about = parts_of(self._clash.id)
        same = (
            one for one in self._hub.read(clashes).everything if parts_of(one.id)[:2] == about[:2]
        )
        now = next(same, None)
        if now is not None:
            self._show(now)
            return
        for part in (self.choices, self.head, self.form, self.calls, self.primary):
            set_shown(part, False)
        self.cancel_button.setText("Schließen")
        self.cancel_button.setAccessibleName("Schließen")
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()

    def _on_changed(self, _entities: frozenset[str]) -> None:
        if self.isVisible():
            self._read_again()

    def _note_call(self, outcome: str) -> None:
        person = self._person()
        if person is None:
            return
        said = f"{person.name}: {self._outcome(outcome)}"
        request = NoteClashCall(person.booking_id, outcome)
        self.attempt(lambda: self._hub.act(note_clash_call, request, said))

    def _outcome(self, outcome: str) -> str:
        return {"no_answer": "nicht erreicht", "callback": "ruft zurück"}[outcome]
