"""A keyboard that counts."""

from PySide6.QtCore import Qt

from tests.ui.keys import focused, press, settle, type_text


class Keyboard:
    """Presses keys one by one and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def keys(self, *keys: Qt.Key | str) -> None:
        """Special keys, and letters of words."""
        for key in keys:
            if isinstance(key, str):
                for letter in key:
                    self.count += 1
                    type_text(focused(), letter)
                settle()
            else:
                self.count += 1
                press(key)
