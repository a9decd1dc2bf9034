"""The blocks of a plan as rows of a model, so that each is a list item for a screen reader."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from begegnung.ui.guard import guarded
from begegnung.ui.plan.blocks import Block, Lane, Sheet, sentence, title_of

Index = QModelIndex | QPersistentModelIndex

EMPTY = Sheet((), ())


class BlockModel(QAbstractListModel):
    """One row a block, in the order of lanes and time."""

    def __init__(self, sheet: Sheet = EMPTY) -> None:
        self.sheet = sheet
        super().__init__()

    def show_sheet(self, sheet: Sheet) -> None:
        """Shows other blocks."""
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    @guarded(default=0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many blocks there are."""
        return 0 if parent.isValid() else len(self.sheet.blocks)

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, sentence, or the block itself (`UserRole`)."""
        if not index.isValid():
            return None
        block = self.sheet.blocks[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(block)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return sentence(block, self.sheet.lanes[block.lane])
        if role == Qt.ItemDataRole.UserRole:
            return block
        return None

    def block(self, row: int) -> Block:
        """The block of a row."""
        return self.sheet.blocks[row]

    def lane_of(self, block: Block) -> Lane:
        """The lane a block lies in."""
        return self.sheet.lanes[block.lane]
