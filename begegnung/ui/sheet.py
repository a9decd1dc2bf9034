"""The style sheet of the window, generated from colours and the line height of the font.

Only for what the palette cannot say: cards, rail, buttons, focus rings, scroll bars. Widgets are
addressed by their object name: "card", "primary", "tile", "row", "h1", "h2", "muted", ...
"""

from collections.abc import Mapping


def style_sheet(colours: Mapping[str, str], em: int) -> str:
    """The whole sheet for these colours; `em` is the line height in pixels."""
    c = dict(colours)
    parts = (_text(c, em), _inputs(c, em), _buttons(c, em), _panels(c, em), _lists(c, em))
    return "\n".join((*parts, _bars(c, em)))


def _text(c: Mapping[str, str], em: int) -> str:
    return f"""
QLabel#h1 {{ font-size: {round(em * 1.4)}px; font-weight: 700; }}
QLabel#h2 {{ font-size: {round(em * 0.95)}px; font-weight: 600; }}
QLabel#strong {{ font-weight: 600; }}
QLabel#muted {{ color: {c["muted"]}; }}
QLabel#error {{ color: {c["bad"]}; font-weight: 600; }}
QLabel#field {{ font-weight: 600; }}
QLabel#big {{ font-size: {round(em * 2.1)}px; font-weight: 700; }}
QToolTip {{ background: {c["surface"]}; color: {c["text"]}; border: 1px solid {c["ctl"]}; }}
"""


def _inputs(c: Mapping[str, str], em: int) -> str:
    side, low = round(em * 0.5), round(em * 1.9)
    area = "QTextEdit, QPlainTextEdit, QTextBrowser"
    return f"""
QLineEdit {{ background: {c["surface"]}; color: {c["text"]}; border: 2px solid {c["ctl"]};
  border-radius: 8px; padding: 1px {side}px; min-height: {low}px;
  selection-background-color: {c["accent"]}; selection-color: {c["on_accent"]}; }}
QLineEdit:focus {{ border: 3px solid {c["focus"]}; padding: 0 {side - 1}px; }}
QLineEdit[wrong="true"] {{ border-color: {c["bad"]}; }}
QLineEdit:disabled, QLineEdit:read-only {{ background: {c["bg"]}; }}
{area} {{ background: {c["surface"]}; color: {c["text"]}; border: 2px solid {c["ctl"]};
  border-radius: 8px; padding: {side // 2}px;
  selection-background-color: {c["accent"]}; selection-color: {c["on_accent"]}; }}
QTextEdit:focus, QPlainTextEdit:focus, QTextBrowser:focus {{ border: 3px solid {c["focus"]};
  padding: {side // 2 - 1}px; }}
"""


def _buttons(c: Mapping[str, str], em: int) -> str:
    side, low = round(em * 0.75), round(em * 1.9)
    return f"""
QPushButton {{ background: {c["surface"]}; color: {c["text"]}; border: 2px solid {c["ctl"]};
  border-radius: 8px; padding: 1px {side}px; min-height: {low}px; }}
QPushButton:hover {{ background: {c["soft"]}; }}
QPushButton:focus {{ border: 3px solid {c["focus"]}; padding: 0 {side - 1}px; }}
QPushButton:disabled {{ color: {c["ctl"]}; border-color: {c["line"]}; background: {c["bg"]}; }}
QPushButton:checked {{ background: {c["soft"]}; border-color: {c["accent"]}; font-weight: 600; }}
QPushButton:checked:focus {{ border-color: {c["focus"]}; }}
QPushButton#primary {{ background: {c["accent"]}; color: {c["on_accent"]};
  border-color: {c["accent"]}; font-weight: 600; }}
QPushButton#primary:hover {{ background: {c["accent_strong"]}; }}
QPushButton#primary:focus {{ border: 3px solid {c["text"]}; }}
QPushButton#primary:disabled {{ background: {c["bg"]}; color: {c["ctl"]};
  border-color: {c["line"]}; }}
QPushButton#tile {{ text-align: left; font-weight: 600; }}
QPushButton#search {{ text-align: left; color: {c["muted"]}; }}
QPushButton#row {{ text-align: left; border: 2px solid transparent; background: transparent;
  padding: 1px {side // 2}px; }}
QPushButton#row:hover {{ background: {c["soft"]}; }}
QPushButton#row:focus {{ border: 3px solid {c["focus"]}; padding: 0 {side // 2 - 1}px; }}
QPushButton#status {{ border: 2px solid transparent; background: transparent;
  color: {c["muted"]}; padding: 1px {side // 2}px; min-height: {round(em * 1.5)}px; }}
QPushButton#status:hover {{ background: {c["soft"]}; }}
QPushButton#status:focus {{ border: 3px solid {c["focus"]}; padding: 0 {side // 2 - 1}px; }}
"""


def _panels(c: Mapping[str, str], em: int) -> str:
    tones = "\n".join(
        f"QLabel#chip[tone='{tone}'] {{ background: {c[tone + '_bg']}; color: {c[tone]};"
        f" border-color: {c[tone]}; }}\n"
        f"QFrame#message[tone='{tone}'] {{ background: {c[tone + '_bg']};"
        f" border: 2px solid {c[tone]}; border-radius: 10px; }}\n"
        f"QFrame#message[tone='{tone}'] QLabel {{ color: {c[tone]}; }}"
        for tone in ("ok", "warn", "bad", "info", "muted")
    )
    return f"""
QFrame#card {{ background: {c["surface"]}; border: 1px solid {c["line"]}; border-radius: 12px; }}
QLabel#chip {{ border: 1px solid; border-radius: {round(em * 0.6)}px; font-weight: 600;
  padding: {round(em * 0.1)}px {round(em * 0.5)}px; }}
{tones}
QWidget#clear, QScrollArea#clear {{ background: transparent; }}
QScrollArea#page, QWidget#page {{ background: {c["bg"]}; border: none; }}
QDialog {{ background: {c["bg"]}; }}
QFrame#toast {{ background: {c["toast"]}; border: 1px solid {c["ctl"]}; border-radius: 10px; }}
QFrame#toast QLabel {{ color: {c["toast_text"]}; }}
QFrame#toast QPushButton {{ background: {c["toast"]}; color: {c["toast_action"]};
  border: 2px solid {c["toast_action"]}; }}
QFrame#toast QPushButton:focus {{ border: 3px solid {c["toast_text"]}; }}
QFrame#palette {{ background: {c["surface"]}; border: 2px solid {c["accent"]};
  border-radius: 14px; }}
QWidget#rail {{ background: {c["rail"]}; }}
QWidget#rail QLabel {{ color: {c["rail_text"]}; }}
QWidget#rail QLabel#house {{ color: {c["rail_muted"]}; }}
QWidget#rail QLabel#brand {{ font-size: {round(em * 1.2)}px; font-weight: 700; }}
QListWidget#areas {{ background: {c["rail"]}; border: none; outline: 0;
  font-size: {round(em * 0.87)}px; }}
QListWidget#areas::item {{ color: {c["rail_text"]}; padding: 0 {round(em * 0.7)}px;
  margin: 2px {round(em * 0.4)}px; border-radius: 8px; border: 3px solid transparent; }}
QListWidget#areas::item:hover {{ background: {c["rail_hover"]}; }}
QListWidget#areas::item:selected {{ background: {c["rail_selected"]}; }}
QListWidget#areas::item:selected:focus {{ border: 3px solid {c["rail_focus"]}; }}
QStatusBar {{ background: {c["surface"]}; border-top: 1px solid {c["line"]}; }}
QStatusBar QLabel {{ color: {c["muted"]}; padding: 2px {round(em * 0.4)}px; }}
QStatusBar::item {{ border: none; }}
"""


def _lists(c: Mapping[str, str], em: int) -> str:
    return f"""
QListView#lines {{ background: transparent; border: none; outline: 0; }}
QTableView {{ background: {c["surface"]}; color: {c["text"]}; gridline-color: {c["line"]};
  border: 1px solid {c["line"]}; border-radius: 8px; outline: 0;
  selection-background-color: {c["soft"]}; selection-color: {c["text"]}; }}
QHeaderView::section {{ background: {c["bg"]}; color: {c["muted"]}; font-weight: 600; border: none;
  border-bottom: 1px solid {c["ctl"]}; padding: {round(em * 0.3)}px {round(em * 0.4)}px; }}
QTabBar::tab {{ background: transparent; color: {c["muted"]}; border: 3px solid transparent;
  border-bottom: 3px solid {c["line"]}; padding: 0 {round(em * 0.75)}px;
  min-height: {em * 2}px; }}
QTabBar::tab:selected {{ color: {c["text"]}; border-bottom: 3px solid {c["accent"]};
  font-weight: 600; }}
QTabBar::tab:focus {{ border: 3px solid {c["focus"]}; border-radius: 8px; }}
QTabWidget::pane {{ border: none; }}
QMenu {{ background: {c["surface"]}; color: {c["text"]}; border: 1px solid {c["ctl"]};
  padding: 4px; }}
QMenu::item {{ padding: {round(em * 0.35)}px {em}px; border-radius: 6px; }}
QMenu::item:selected {{ background: {c["soft"]}; color: {c["text"]}; }}
QProgressBar {{ background: {c["surface"]}; border: 1px solid {c["ctl"]}; border-radius: 6px;
  min-height: {round(em * 1.2)}px; text-align: center; color: {c["text"]}; }}
QProgressBar::chunk {{ background: {c["soft"]}; border-radius: 5px; }}
"""


def _bars(c: Mapping[str, str], em: int) -> str:
    wide, long = round(em * 0.8), round(em * 2.2)
    return f"""
QScrollBar:vertical {{ background: transparent; width: {wide}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {c["ctl"]}; border-radius: {wide // 2 - 3}px;
  min-height: {long}px; margin: 2px 3px; }}
QScrollBar:horizontal {{ background: transparent; height: {wide}px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {c["ctl"]}; border-radius: {wide // 2 - 3}px;
  min-width: {long}px; margin: 3px 2px; }}
QScrollBar::handle:hover {{ background: {c["accent"]}; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
