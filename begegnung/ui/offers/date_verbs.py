"""What can be done with the dates of the offer that is shown."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from begegnung.model.rows import DateLine, OfferCard
from begegnung.ui.dialogs.cancel_date import CancelDateDialog
from begegnung.ui.dialogs.change_from import ChangeFromDialog
from begegnung.ui.dialogs.date import TAKE_BACK, TAKE_BACK_KEY, DateDialog, take_back
from begegnung.ui.dialogs.move import AddDateDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.buttons import action

TAKE_BACK_HINT = f"{TAKE_BACK_KEY}: Der gewählte Termin findet doch statt."


class DateVerbs:
    """The actions for the dates; `follow` tells which offer and which date is chosen."""

    def __init__(self, hub: Hub, page: QWidget) -> None:
        self._hub, self._page = hub, page
        self._card: OfferCard | None = None
        self._line: DateLine | None = None

        def made(text: str, do: Callable[[], object], key: str = "") -> QAction:
            new = action(text, key, page)
            new.triggered.connect(lambda _=False: do())
            return new

        self.open = made("Termin öffnen", self._open)
        self.add = made("Termin hinzufügen", self._add)
        self.plan = made("Termine planen", self._plan)
        self.drop = made("Fällt aus", self._drop, "Del")
        self.take_back = made(TAKE_BACK, self._take_back, TAKE_BACK_KEY)
        self.change = made("Ab einem Tag ändern", self._change)

    @property
    def all(self) -> tuple[QAction, ...]:
        """The actions in the order of their buttons."""
        return self.open, self.add, self.plan, self.drop, self.take_back, self.change

    def follow(self, card: OfferCard | None, line: DateLine | None) -> None:
        """Only what can be done with this offer and this date of it can be pressed."""
        self._card, self._line = card, line
        running = card is not None and not card.ended
        for made in (self.add, self.plan):
            made.setEnabled(running)
        self.change.setEnabled(running and bool(card and card.rules))
        self.open.setEnabled(line is not None)
        self.drop.setEnabled(line is not None and line.state == "planned")
        self.take_back.setEnabled(line is not None and line.state != "planned")

    def _open(self) -> None:
        if self._line is not None:
            DateDialog(self._hub, self._page.window(), self._line.id).open()

    def _add(self) -> None:
        if self._card is not None:
            AddDateDialog(self._hub, self._page.window(), self._card).open()

    def _plan(self) -> None:
        if self._card is not None:
            OccupyDialog(self._hub, self._page.window(), offer_id=self._card.id).open()

    def _drop(self) -> None:
        if self._line is not None:
            CancelDateDialog(self._hub, self._page.window(), self._line).open()

    def _take_back(self) -> None:
        if self._line is not None:
            take_back(self._hub, self._page.window(), self._line)

    def _change(self) -> None:
        if self._card is not None:
            ChangeFromDialog(self._hub, self._page.window(), self._card.id).open()
