"""The audit finds what it is there for."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from begegnung.ui.theme import DARK, LIGHT
from tests.ui.audit import audit, contrast
from tests.ui.keys import settle


def test_a_window_with_faults_does_not_pass(look: str, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    pale = QLabel("blass")
    pale.setStyleSheet("color: #BBBBBB")
    cut = QLabel("ein viel zu langer Text")
    cut.setMaximumWidth(40)
    trap = QTextEdit()
    trap.setAccessibleName("Text")
    for part in (QPushButton(), pale, cut, trap):
        column.addWidget(part)
    window.show()
    settle()

    kinds = {finding.split(":")[0].split(" ")[0] for finding in audit(window)}

    assert kinds == {"no", "contrast", "cut", "keeps"}


GROUNDS = ("surface", "bg", "soft")
TEXTS = ("text", "muted", "accent", "ok", "warn", "bad", "info")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((tone, f"{tone}_bg") for tone in ("ok", "warn", "bad", "info", "muted")),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    ("toast_text", "toast"),
    ("toast_action", "toast"),
    *(("rail_text", f"rail{part}") for part in ("", "_hover", "_selected")),
    ("rail_muted", "rail"),
]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_of_colours_that_carries_text_can_be_read(colours: dict[str, str]) -> None:
    from PySide6.QtGui import QColor

    weak = [
        (text, ground)
        for text, ground in PAIRS
        if contrast(QColor(colours[text]), QColor(colours[ground])) < 4.5
    ]

    assert weak == []


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_and_the_ring_of_the_focus_can_be_seen(colours: dict[str, str]) -> None:
    from PySide6.QtGui import QColor

    weak = [
        (line, ground)
        for line, ground in (
            ("ctl", "surface"),
            ("ctl", "bg"),
            ("focus", "surface"),
            ("focus", "bg"),
            ("focus", "soft"),
            ("rail_focus", "rail_selected"),
            ("accent", "soft"),
        )
        if contrast(QColor(colours[line]), QColor(colours[ground])) < 3
    ]

    assert weak == []
