"""From the start of the process to the first picture of the window."""

import os
import subprocess
import sys
import tempfile

from benchmarks.ratio import Ratio, interleaved

ROUNDS = 15
LIMIT = 1.5

BARE = """
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)

app = QApplication(sys.argv)
window = Window()
label = QLabel("Begegnung")
label.setAlignment(Qt.AlignmentFlag.AlignCenter)
window.setCentralWidget(label)
window.resize(1440, 900)
window.show()
app.exec()
"""
"""The least a window of this kind can be, with the same Python and the same Qt."""


def measure() -> list[Ratio]:
    """The start of the program beside the start of a bare window, in turns."""
    environment = {**os.environ}
    if not environment.get("DISPLAY") and sys.platform.startswith("linux"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")

    def run(*arguments: str) -> None:
        subprocess.run(  # noqa: S603 our own program
            [sys.executable, *arguments], env=environment, check=True, capture_output=True
        )

    with tempfile.TemporaryDirectory() as folder:
        ours, floor = interleaved(
            lambda: run("-m", "begegnung", "--data", folder, "--exit-after-paint"),
            lambda: run("-c", BARE),
            ROUNDS,
        )
    return [Ratio("start to the first picture", ours, floor, LIMIT)]
