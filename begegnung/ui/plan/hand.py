"""Moving a date over a timeline, by keys or by pointer; nothing is written before it is let go."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from begegnung.ui.plan.blocks import Block
from begegnung.ui.plan.canvas import carried_rect
from begegnung.ui.plan.carry import GRID, Carried
from begegnung.ui.widgets.speech import announce

if TYPE_CHECKING:
    from begegnung.ui.plan.timeline import Timeline

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_UPRIGHT = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
"""Earlier, later, the lane before, the lane after."""


class Hand:
    """What holds the date that is being moved; tells the timeline, which tells everybody."""

    def __init__(self, plan: "Timeline") -> None:
        self._plan = plan
        self.carried: Carried | None = None
        self._grasped: tuple[Block, QPoint] | None = None

    def pick_up(self, block: Block) -> None:
        """Takes a date, or says why it cannot be moved."""
        reason = unmovable(block, self._plan.now)
        if reason:
            self._grasped = None
            self._plan.unmovable.emit(reason)
        else:
            self._carry(Carried.from_block(self._plan.sheet, block))

    def put_down(self) -> None:
        """Ends moving; the date stays where it was."""
        self._grasped = None
        if self.carried is None:
            return
        self._plan.update_part(carried_rect(self._plan.places, self.carried))
        self.carried = None
        self._plan.viewport().unsetCursor()
        self._plan.carrying.emit("")

    def takes(self, event: QKeyEvent, block: Block | None) -> bool:
        """Whether a key belongs to moving: Strg and an arrow begin it, then the arrows alone."""
        if self.carried is None:
            if block is None or not _is_step(event):
                return False
            self.pick_up(block)
        if self.carried is not None:
            self._step(self.carried, event.key())
        return True

    def _step(self, carried: Carried, key: int) -> None:
        earlier, later, before, after = _UPRIGHT if self._plan.upright else _ARROWS
        if key in (earlier, later):
            self._carry(carried.later(1 if key == later else -1))
        elif key in (before, after):
            self._carry(carried.across(1 if key == after else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.let_go()
        elif key == Qt.Key.Key_Escape:
            self.put_down()

    def grasp(self, block: Block, where: QPoint) -> None:
        """The pointer is pressed on a block, at a point of the whole plan."""
        self._grasped = block, where

    def drag(self, where: QPoint) -> None:
        """The pressed pointer is at another point; a trembling hand moves nothing."""
        if self._grasped is None:
            return
        block, began = self._grasped
        if self.carried is None:
            far = (where - began).manhattanLength() >= QApplication.startDragDistance()
            if not far or block.line is None:
                return
            self.pick_up(block)
            if self.carried is None:
                return
            self._plan.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        held, places = Carried.from_block(self._plan.sheet, block), self._plan.places
        by = places.minute_at(where.x(), where.y()) - places.minute_at(began.x(), began.y())
        start = round((held.start + by) / GRID) * GRID if abs(by) >= GRID // 2 else held.start
        moved = held.at(places.lane_at(where.x(), where.y()), start)
        if moved != self.carried:
            self._carry(moved)

    def let_go(self) -> None:
        """Leaves the date where it is now."""
        carried = self.carried
        self.put_down()
        if carried is not None and carried.moved and carried.block.line is not None:
            self._plan.dropped.emit(carried.block.line, carried.target(), carried.start)

    def _carry(self, carried: Carried) -> None:
        plan = self._plan
        if self.carried is not None:
            plan.update_part(carried_rect(plan.places, self.carried))
        self.carried = carried
        there = carried_rect(plan.places, carried)
        plan.show_rect(there)
        plan.update_part(there)
        plan.carrying.emit(carried.sentence())
        announce(plan, carried.sentence())


def _is_step(event: QKeyEvent) -> bool:
    """Whether the keys ask to move the block itself and not the focus."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return held == Qt.KeyboardModifier.ControlModifier and event.key() in _ARROWS


def unmovable(block: Block, now: int) -> str:
    """Why a block cannot be moved in the plan, "" when it can."""
    line = block.line
    if block.kind == "held" and line is not None:
        return f"{line.title} ist in {line.room}. Bitte dort verschieben."
    if line is None or block.kind != "date":
        return "Verschieben lassen sich nur Termine."
    if line.untimed:
        return f"{line.title} hat keine Uhrzeit. Bitte mit „Verlegen“ eine eintragen."
    if line.ends <= now:
        return f"{line.title} ist schon vorbei. Ändern geht mit Eingabe und „Verlegen“."
    return ""
