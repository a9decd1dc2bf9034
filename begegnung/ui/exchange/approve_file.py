"""PCs freigeben by a stick: the request of a PC is answered with a file that goes back to it."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import FileUnreadable, FolderNotWritable, ForeignRepository
from begegnung.model.key_errors import FileInTheWay, MayNotDecide, NoHouseKnown
from begegnung.services.desk import Desk
from begegnung.services.documents import free_path
from begegnung.services.exchange_page import overview
from begegnung.services.joining import Approved, approve_file
from begegnung.ui.exchange.exchanging import EXCHANGE
from begegnung.ui.exchange.folder_field import NewFileField
from begegnung.ui.exchange.join import ANSWER_ENDING, ANSWER_KINDS, REQUEST_ENDING, REQUEST_KINDS
from begegnung.ui.exchange.stepping import Cancelled, Progress, Step, StepDialog, step_of
from begegnung.ui.exchange.who_fields import WhoFields
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.file_field import FileField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

_CHOOSE, _DONE = range(2)


class ApproveFileDialog(StepDialog):
    """Request, answer, house and role; who carries the stick answers for whose PC it is."""

    places: ClassVar = {
        FileUnreadable: "request",
        ForeignRepository: "request",
        FileInTheWay: "answer",
        FolderNotWritable: "answer",
        NoHouseKnown: "house",
        MayNotDecide: "role",
    }

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__(hub, "PC mit einem Stick freigeben", parent)
        self.request = FileField("Anfrage", REQUEST_KINDS, f"E:\\pc{REQUEST_ENDING}")
        self.answer = NewFileField("Antwort", ANSWER_KINDS, ANSWER_ENDING, f"E:\\pc{ANSWER_ENDING}")
        self.said = label("", "strong")
        self._suggested = ""
        form = Form()
        form.add("Anfrage", self.request, "request")
        form.place(self.request.choose)
        form.add("Antwort", self.answer, "answer")
        form.place(self.answer.choose)
        self.who = WhoFields(hub, overview(hub.desk, hub.folder), form)
        first = step_of(
            label(
                "Nehmen Sie nur eine Anfrage, die Sie selbst oder jemand Vertrautes vom neuen PC "
                "geholt hat. Hier werden keine Wörter verglichen."
            ),
            form,
        )
        self.add_step(Step(first, (form,), self.request, "Freigeben", "checkmark_circle"))
        last = step_of(
            self.said,
            label(
                "1. Bringen Sie den Stick zurück zum neuen PC.\n"
                "2. Wählen Sie dort die Antwort und drücken Sie „Antwort einlesen“.\n"
                "3. Gleichen Sie hier einmal ab, damit die anderen PCs davon erfahren."
            ),
        )
        self.add_step(
            Step(last, (), self.primary, "Jetzt abgleichen", "arrow_sync", "Schließen", False)
        )
        self.request.textChanged.connect(lambda _: self._suggest())
        self.show_step(_CHOOSE)

    def leave(self, step: int) -> None:
        """Answers the request; at the end exchanges."""
        if step == _DONE:
            self.hub.exchanging.start()
            self.accept()
            return
        request, answer = self.request.path("request"), self.answer.path("answer")
        folder, role, house = self.hub.folder, self.who.role.value(), self.who.chosen_house()

        def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> Approved:
            return approve_file(desk, folder, request, answer, role, house)

        def done(_approved: Approved) -> None:
            self.hub.changed.emit(frozenset({EXCHANGE}))
            self.said.setText(f"Freigegeben. Die Antwort liegt hier: {answer}")
            self.show_step(_DONE)

        self.work("Die Anfrage wird beantwortet …", work, done, may_leave=False)

    def _suggest(self) -> None:
        """The answer beside the request, as long as nobody has typed another place."""
        typed = self.request.bare()
        if not typed or self.answer.bare() not in ("", self._suggested):
            return
        self._suggested = str(free_path(Path(typed).with_suffix(ANSWER_ENDING)))
        self.answer.setText(self._suggested)
