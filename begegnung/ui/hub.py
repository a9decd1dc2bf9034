"""Where pages meet the desk: one place runs verbs, tells everybody what changed, and shows errors.

Pages get the hub by constructor. They never talk to each other and never catch a refusal in order
to hide it.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from begegnung.model.errors import Refusal, Trouble
from begegnung.services import history
from begegnung.services.backups import BackupState
from begegnung.services.desk import Desk, Done
from begegnung.services.staff import sign_in
from begegnung.settings import Settings, save_settings
from begegnung.texts import action_text, german
from begegnung.texts.durability import RESERVE_GIVEN
from begegnung.ui.exchange.exchanging import Exchanging

T = TypeVar("T")
R = TypeVar("R")

BACKUPS = "backups"
"""Stands among the changed entities when there is news about the backups."""


class Hub(QObject):
    """The desk as the window uses it.

    `changed(frozenset[str])`: entities whose rows changed, after every action, undo and exchange.
    `said(str, bool)`: a sentence for the toast; True when the last action can be taken back.
    `refused(str)`: a sentence that says why something did not happen.
    `wanted(str, dict)`: a page by its key with what to show there ("offers", {"offer_id": ...}).
    `signed_in(str)`: the identifier of the user who sits at the desk from now on.
    `erased()`: something was erased, and the files of this PC have to be cleansed of it.
    """

    changed = Signal(object)
    said = Signal(str, bool)
    refused = Signal(str)
    wanted = Signal(str, object)
    signed_in = Signal(str)
    erased = Signal()

    def __init__(self, desk: Desk, folder: Path, settings: Settings) -> None:
        super().__init__()
        self.desk = desk
        self.folder = folder
        self.settings = settings
        self.backups: BackupState | None = None
        self.exchanging = Exchanging(self)

    def show_backups(self, state: BackupState) -> None:
        """Keeps how it stands with the backups and tells everybody."""
        self.backups = state
        self.changed.emit(frozenset({BACKUPS}))

    def read(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The answer of a query; see `Desk.read`."""
        return self.desk.read(query, *args, **kwargs)

    def act(
        self,
        verb: Callable[[Any, R], T],
        request: R,
        said: str | Callable[[T], str] = "",
    ) -> Done[T]:
        """Runs a verb, announces what changed and says `said` (with undo) in the toast.

        Raises `Refusal` and `Trouble` to the dialog that asked, so that it can show the sentence
        beside the input and keep everything that was typed.
        """
        done = self.desk.act(verb, request)
        if done.changed:
            self.changed.emit(done.changed)
        if done.action is not None and any(c.kind == "E" for c in done.action.changes):
            self.erased.emit()
        if said:
            self.said.emit(said if isinstance(said, str) else said(done.value), bool(done.changed))
        if self.desk.reserve_given:
            self.desk.reserve_given = False
            self.refused.emit(RESERVE_GIVEN)
        return done

    def try_act(
        self,
        verb: Callable[[Any, R], T],
        request: R,
        said: str | Callable[[T], str] = "",
    ) -> Done[T] | None:
        """Like `act` for a button without inputs: a refusal is shown as a message, then None."""
        try:
            return self.act(verb, request, said)
        except (Refusal, Trouble) as error:
            self.refused.emit(german(error))
            return None

    def undo(self) -> None:
        """Takes back the last action and says what it was."""
        done = self.try_act(history.undo, None)
        if done is not None:
            what = action_text(done.value.verb, done.value.title)
            self.said.emit(f"Rückgängig gemacht – {what}", False)

    def redo(self) -> None:
        """Brings again what was taken back last and says what it was."""
        done = self.try_act(history.redo, None)
        if done is not None:
            what = action_text(done.value.verb, done.value.title)
            self.said.emit(f"Wiederhergestellt – {what}", True)

    def sign_in(self, staff_id: str, pin: str = "") -> None:
        """Lets another user sit at the desk; raises what `services.staff.sign_in` raises."""
        sign_in(self.desk, staff_id, pin)
        if self.settings.last_user != staff_id:
            self.keep(replace(self.settings, last_user=staff_id))
        self.signed_in.emit(staff_id)

    def show(self, page: str, **what: Any) -> None:
        """Asks the shell for a page, with what to show on it."""
        self.wanted.emit(page, what)

    def keep(self, settings: Settings) -> None:
        """Keeps new settings of this PC."""
        save_settings(self.folder, settings)
        self.settings = settings
