"""PCs freigeben: who waits, their six words, and the question whether they are the same."""

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.model.key_errors import MayNotDecide, NoHouseKnown, NoSuchRequest, WordsDiffer
from begegnung.services.desk import Desk
from begegnung.services.exchange_page import overview
from begegnung.services.joining import Approval, Approved, WaitingPc, approve, waiting_pcs
from begegnung.texts import german
from begegnung.ui.exchange.exchanging import EXCHANGE
from begegnung.ui.exchange.sentences import SentenceList
from begegnung.ui.exchange.stepping import Cancelled, Progress, Step, StepDialog, step_of
from begegnung.ui.exchange.who_fields import WhoFields
from begegnung.ui.exchange.words_view import WordsView
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Repeating
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line
from begegnung.ui.widgets.shown import set_shown

_LOOKS_EVERY_MS = 10_000
_LOOKING = "Es wird nachgesehen, wer um Freigabe bittet …"
_NOBODY = (
    "Gerade bittet kein PC um Freigabe. Melden Sie den neuen PC dort an: Seite „Abgleich“, "
    "„Diesen PC anmelden“. Dieses Fenster merkt es von selbst."
)


class ApproveDialog(StepDialog):
    """The PCs that wait; the words of the chosen one are compared by telephone."""

    places: ClassVar = {WordsDiffer: "same", NoHouseKnown: "house", MayNotDecide: "role"}

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        super().__init__(hub, "PCs freigeben", parent)
        self.list = SentenceList("PCs, die um Freigabe bitten", most=9)
        self.nothing = label(_LOOKING)
        self.words = WordsView()
        self.same = ChoiceField(
            "Stimmen die Wörter überein?",
            (
                ("", "bitte wählen"),
                ("yes", "ja, alle sechs Wörter sind gleich"),
                ("no", "nein, mindestens eines ist anders"),
            ),
        )
        self._asked = Form()
        self._asked.add("Stimmen die Wörter überein?", self.same, "same")
        self.who = WhoFields(hub, overview(hub.desk, hub.folder), self._asked)
        self.files_button = button("Anfrage von einem Stick", "open")
        self.files_button.clicked.connect(self._by_files)
        self.add_step(self._compare_step())
        self._search = Repeating(self._prepare, self)
        self._search.found.connect(self._show_waiting)
        self._search.failed.connect(self._not_found)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOKS_EVERY_MS)
        self.list.chosen.connect(lambda _: self._show_chosen())
        self._show_chosen()
        self.show_step(0)
        self.look()

    def _compare_step(self) -> Step:
        self._compare = step_of(
            label(
                "Rufen Sie am neuen PC an und lassen Sie sich die sechs Wörter vorlesen. "
                "Nehmen Sie eine Telefonnummer, die Sie kennen."
            ),
            self.words,
            self._asked,
        )
        row = QWidget()
        row.setObjectName("clear")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.files_button)
        line.addStretch(1)
        part = step_of(self.nothing, self.list, self._compare, row)
        return Step(
            part, (self._asked,), self.list, "Freigeben", "checkmark_circle", cancel="Schließen"
        )

    @property
    def looking(self) -> bool:
        """Whether the shared folder is being looked into."""
        return self._search.looking

    def look(self) -> None:
        """Looks who waits, beside the window."""
        if self._job is None:
            self._search.look()

    def _prepare(self) -> Any:
        desk = self.hub.desk.for_thread()
        return partial(waiting_pcs, desk, self.hub.folder, self.hub.settings.share)

    def _show_waiting(self, found: tuple[WaitingPc, ...]) -> None:
        nobody = self._chosen() is None
        self.nothing.setText(_NOBODY)
        self.list.show_lines(map(_line, found))
        self._show_chosen()
        if nobody and found and self.focusWidget() is self.cancel_button:
            self.list.setFocus()

    def _not_found(self, error: Any) -> None:
        if not isinstance(error, Refusal | Trouble):
            raise error
        self.nothing.setText(german(error))
        self.list.show_lines(())
        self._show_chosen()

    def _chosen(self) -> WaitingPc | None:
        line = self.list.current_line()
        return None if line is None else line.subject

    def _show_chosen(self) -> None:
        """Shows the words of the chosen PC; another PC is another question."""
        chosen = self._chosen()
        anybody = chosen is not None
        if chosen is not None and chosen.words != self.words.words():
            self.words.show_words(chosen.words)
            self.same.set_value("")
            self.who.show_house(chosen.house, chosen.house_name)
            self._clear()
        for part in (self.list, self._compare):
            set_shown(part, anybody)
        set_shown(self.nothing, not anybody)
        self.primary.setEnabled(anybody)
        if not anybody:
            self.words.show_words(())
            if self.focusWidget() in (None, self.list):
                self.cancel_button.setFocus()
        self.fit_soon()

    def leave(self, step: int) -> None:
        """Approves the chosen PC once somebody has said that the words are the same."""
        del step
        chosen = self._chosen()
        if chosen is None:
            raise NoSuchRequest("")
        if not self.same.value():
            raise Invalid("same", "not_compared")
        if self.same.value() == "no":
            raise WordsDiffer
        approval = Approval(
            chosen.device, " ".join(chosen.words), self.who.role.value(), self.who.chosen_house()
        )
        folder, share = self.hub.folder, self.hub.settings.share

        def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> Approved:
            return approve(desk, folder, share, approval)

        self.work("Der PC wird freigegeben …", work, self._approved, may_leave=False)

    def _approved(self, done: Approved) -> None:
        self.hub.changed.emit(frozenset({EXCHANGE}))
        trouble = None if done.outcome is None else done.outcome.trouble
        if trouble is not None:
            self.refusal.say(german(trouble))
        self.hub.said.emit("Freigegeben. Der neue PC merkt es in wenigen Sekunden.", False)
        self.same.set_value("")
        self._show_waiting(tuple(pc for pc in self._shown() if pc.device != done.device))
        if self._chosen() is None and trouble is None:
            self.accept()

    def _shown(self) -> list[WaitingPc]:
        return [line.subject for line in self.list.lines.lines]

    def _by_files(self) -> None:
        from begegnung.ui.exchange.approve_file import ApproveFileDialog

        dialog = ApproveFileDialog(self.hub, self.parentWidget())
        self.accept()
        dialog.open()


def _line(pc: WaitingPc) -> Line:
    house = pc.house_name or ("ein neues Haus" if pc.house else "noch ohne Haus")
    said = " ".join(pc.words)
    return Line(pc.device, f"PC: {house}", said, icon="person_add", subject=pc)
