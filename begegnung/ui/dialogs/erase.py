"""Erasing a person: what goes and what stays, asked twice, and what came of it."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QLabel, QWidget

from begegnung.model.erasure import REASONS
from begegnung.model.rows import PromotedLine
from begegnung.services.booking_lists import promoted_and_not_told
from begegnung.services.erasure import Erased, ErasePerson, Outlook, erase_person, outlook
from begegnung.services.mentions import Mention, mentions
from begegnung.services.people import BlockPerson, block_person
from begegnung.texts.erasure import done_text, going, kept_sentence, mention_text, staying
from begegnung.ui.exchange.sentences import SentenceList
from begegnung.ui.hub import Hub
from begegnung.ui.offers.tick_lines import TickLines
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line

GOING, STAYING, NOTES, ELSEWHERE = (
    "Das wird gelöscht",
    "Das bleibt, und das müssen Sie wissen",
    "Diese Übergaben nennen den Nachnamen. Was angekreuzt ist, wird mit gelöscht",
    "Hier steht der Nachname auch. Geht es um diese Person, ändern Sie es bitte dort",
)
_MOST_MENTIONS = 30


def open_erase(hub: Hub, parent: QWidget, person_id: str) -> Dialog:
    """The dialog for a person: to erase her, or to block her as long as the law keeps her."""
    seen: Outlook = hub.read(outlook, person_id)
    made = EraseDialog if seen.kept is None else KeptDialog
    dialog = made(hub, parent, person_id, seen)
    dialog.open()
    return dialog


class KeptDialog(Dialog):
    """Why a person cannot be erased yet; blocking is offered instead."""

    def __init__(self, hub: Hub, parent: QWidget, person_id: str, seen: Outlook) -> None:
        verb = "" if seen.blocked else "Stattdessen sperren"
        super().__init__("Person löschen", parent, verb=verb, icon="lock_closed", width=34)
        self._hub, self._person_id, self._name = hub, person_id, seen.name
        if seen.kept is not None:
            self.body.addWidget(_text(kept_sentence(seen.name, seen.kept), "strong"))
        told = (
            "Sie ist schon gesperrt und steht in keiner Liste und keiner Suche mehr."
            if seen.blocked
            else "Gesperrt steht sie in keiner Liste und keiner Suche mehr. Finden kann sie nur "
            "die Leitung, mit „auch Gesperrte“."
        )
        self.body.addWidget(_text(told))
        (self.cancel_button if seen.blocked else self.primary).setFocus()

    def confirm(self) -> None:
        """Blocks her."""
        said = f"{self._name} ist gesperrt"
        self._hub.act(block_person, BlockPerson(self._person_id, blocked=True), said)


class EraseDialog(Dialog):
    """The first question: what goes, what stays, which notes go too, and why."""

    def __init__(self, hub: Hub, parent: QWidget, person_id: str, seen: Outlook) -> None:
        super().__init__("Person löschen", parent, verb="Weiter …", width=44)
        self._hub, self._person_id, self._seen = hub, person_id, seen
        found: Sequence[Mention] = hub.read(mentions, person_id)
        self.body.addWidget(label(f"{seen.name} für immer löschen?", "h2"))
        self.going = self._sentences(GOING, going(seen))
        self.staying = self._sentences(STAYING, staying(seen))
        self.notes = self._notes([one for one in found if one.erasable])
        self.elsewhere = self._elsewhere([one for one in found if not one.erasable])
        self.reason = ChoiceField("Warum", REASONS.items())
        self.form.add("Warum", self.reason, "reason")
        self.body.addWidget(self.form)
        self.going.setFocus()

    def _sentences(self, title: str, sentences: Iterable[str]) -> SentenceList:
        self.body.addWidget(label(f"{title}:", "field"))
        made = SentenceList(title, most=16)
        made.show_lines(Line(str(n), "", text) for n, text in enumerate(sentences))
        self.body.addWidget(made)
        return made

    def _notes(self, found: Sequence[Mention]) -> TickLines | None:
        if not found:
            return None
        self.body.addWidget(label(f"{NOTES} (Leertaste kreuzt an):", "field"))
        made = TickLines(NOTES)
        made.setFixedHeight(min(len(found), 4) * THEME.px(2.9) + THEME.px(0.4))
        made.show_ticks(
            (Line(one.row_id, one.text, mention_text(one)) for one in found),
            frozenset(),
            frozenset(one.row_id for one in found),
        )
        self.body.addWidget(made)
        return made

    def _elsewhere(self, found: Sequence[Mention]) -> SentenceList | None:
        if not found:
            return None
        lines = [f"{mention_text(one)}: {one.text}" for one in found[:_MOST_MENTIONS]]
        if len(found) > _MOST_MENTIONS:
            lines.append(f"und an {len(found) - _MOST_MENTIONS} weiteren Stellen")
        return self._sentences(ELSEWHERE, lines)

    def try_confirm(self) -> None:
        """Asks once more; this dialog stays behind until that is answered."""
        ticked = self.notes.ticked if self.notes is not None else frozenset[str]()
        request = ErasePerson(self._person_id, str(self.reason.value()), tuple(sorted(ticked)))
        sure = SureDialog(self._hub, self, self._seen.name, request)
        sure.finished.connect(lambda _: self._go_on(sure.done_with))
        sure.open()

    def _go_on(self, done: Erased | None) -> None:
        """Shows what came of it, when both questions have gone."""
        if done is None:
            return
        owner, told = self.parentWidget(), self._hub.read(promoted_and_not_told)
        calls = [one for one in told if one.booking_id in done.moved_up]
        self.finished.connect(lambda _: ErasedDialog(owner, done, calls).open())
        self.accept()


class SureDialog(Dialog):
    """The second question, in one sentence; "no" is where the keyboard is.

    `done_with` is what was erased, None while nothing is.
    """

    def __init__(self, hub: Hub, parent: QWidget, name: str, request: ErasePerson) -> None:
        super().__init__(
            "Wirklich löschen?", parent, verb="Ja, für immer löschen", icon="delete", width=32
        )
        self._hub, self._request = hub, request
        self.done_with: Erased | None = None
        self.body.addWidget(_text(f"{name} wird jetzt gelöscht.", "strong"))
        self.body.addWidget(
            _text(
                "Das lässt sich nicht zurückholen: nicht mit „Rückgängig“, nicht aus einer "
                "Sicherung und nicht von einem anderen PC."
            )
        )
        self.cancel_button.setText("Nein, behalten")
        self.cancel_button.setAccessibleName("Nein, behalten")
        # Whoever presses Eingabe without reading keeps her.
        self.primary.setDefault(False)
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()

    def confirm(self) -> None:
        """Erases her."""
        self.done_with = self._hub.act(erase_person, self._request).value


class ErasedDialog(Dialog):
    """What was erased, whom to call because of it, and what is left to do on paper."""

    def __init__(
        self, parent: QWidget | None, done: Erased, moved_up: Iterable[PromotedLine]
    ) -> None:
        super().__init__("Gelöscht", parent, width=36)
        self.body.addWidget(_text(done_text(done), "strong"))
        calls = [
            f"{one.name} rückt nach: {one.title}. "
            + (f"Bitte anrufen: {one.phone}." if one.phone else "Bitte Bescheid geben.")
            for one in moved_up
        ]
        if calls:
            self.calls = SentenceList("Wer nachrückt", most=14)
            self.calls.show_lines(Line(str(n), "", text) for n, text in enumerate(calls))
            self.body.addWidget(self.calls)
        self.body.addWidget(
            _text(
                "Die Sicherungen dieses PCs werden jetzt bereinigt. Bitte denken Sie auch an "
                "Papier: Anmeldebögen, Einwilligungen, Listen mit Namen.",
                "muted",
            )
        )
        self.cancel_button.setFocus()


def _text(text: str, kind: str = "") -> QLabel:
    """A text that is wide enough from the start, so that the dialog is not made for a column."""
    made = label(text, kind)
    made.setMinimumWidth(THEME.px(20))
    return made
