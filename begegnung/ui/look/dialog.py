"""Colours, logo and own words of the house, with a preview that follows while they are chosen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.model.house_look import ACCENT, INK
from begegnung.model.look_errors import BadLogo, ColourTooLight
from begegnung.services.house_look import (
    COLUMNS,
    SetLook,
    checked_look,
    look_values,
    set_look,
)
from begegnung.services.look_preview import PREVIEWS, look_preview
from begegnung.texts import german, problem_text
from begegnung.texts.papers import DOCUMENT_TITLES
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Repeating
from begegnung.ui.look.colours import USES, ColourChoice
from begegnung.ui.look.logo import LogoField
from begegnung.ui.papers.options import narrow
from begegnung.ui.preview.panel import PreviewPanel
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.card import Columns, column, scrolled
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextArea, TextField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.speech import announce

_WAIT_MS = 300
"""So long nothing is typed before the preview is made anew."""
_NARROW = 46.0
"""Below this width in em the preview stands below the inputs."""
_TEXTS: tuple[tuple[str, str, str, int], ...] = (
    ("footer", "Fußzeile", "steht unten auf jedem Papier", 1),
    ("letter_closing", "Schluss der Briefe", "Gruß und Unterschrift", 4),
    ("notice_closing", "Schluss der Aushänge", "wenn etwas ausfällt", 1),
    ("booklet_foreword", "Vorwort des Programmhefts", "", 4),
    ("booklet_rules", "Eigene Regeln im Programmheft", "zur Anmeldung", 3),
)
"""Column, name, hint and rows of the texts."""
_PLACEHOLDERS = {
    "footer": "z. B. Träger: Stadt Dortmund, Fachbereich für Senioren",
    "letter_closing": "leer: „Mit freundlichen Grüßen“ und der Name des Hauses",
    "notice_closing": "leer: „Wir bitten um Verständnis.“",
}


class LookDialog(Dialog):
    """What papers for visitors look like; nothing is kept before "Speichern"."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Aussehen der Papiere", parent, verb="Speichern", icon="save", width=68)
        self._hub = hub
        self._known = hub.read(look_values)
        self._valid = dict(self._known)
        self._faults: dict[str, str] = {}
        self.colours = ColourChoice(self.form)
        self.logo = LogoField()
        self.logo_alt = TextField("Name des Logos", "leer: der Name des Hauses")
        self.texts: dict[str, TextField | TextArea] = {}
        self._add_inputs()
        self.paper = ChoiceField("Vorschau", ((key, DOCUMENT_TITLES[key]) for key in PREVIEWS))
        narrow(self.paper)
        self.preview = PreviewPanel()
        self.preview.setMinimumHeight(THEME.px(18))
        self._press = Repeating(self._prepare, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._lay_out()
        self._show_known()
        self._connect()
        self._press.look()
        self.colours.pair.setFocus()

    def _add_inputs(self) -> None:
        self.form.add("Logo", self.logo, "logo", hint="PNG, JPEG oder SVG")
        self.form.add("Name des Logos", self.logo_alt, "logo_alt", hint="wird vorgelesen")
        for key, name, hint, rows in _TEXTS:
            field = TextField(name) if rows == 1 else TextArea(name, rows)
            field.setPlaceholderText(_PLACEHOLDERS.get(key, ""))
            self.texts[key] = field
            self.form.add(name, field, key, hint=hint)

    def _lay_out(self) -> None:
        said = "Gilt für alles, was Besucherinnen und Besucher bekommen."
        side = scrolled(column(label(said, "muted"), self.form), "clear")
        side.setMinimumWidth(THEME.px(17.5))
        chosen = Form()
        chosen.add("Vorschau", self.paper)
        shown = QWidget()
        shown.setObjectName("clear")
        box = QVBoxLayout(shown)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(chosen)
        box.addWidget(self.preview, 1)
        columns = Columns(below=_NARROW, lead=0, lead_height=18)
        columns.setMinimumHeight(THEME.px(27))
        columns.add(side, 1)
        columns.add(shown, 1)
        self.body.addWidget(columns, 1)

    def _show_known(self) -> None:
        known = self._known
        self.colours.set_values({"ink": known["ink"] or INK, "accent": known["accent"] or ACCENT})
        self.logo.show_logo(known["logo"])
        self.logo_alt.setText(known["logo_alt"])
        for key, field in self.texts.items():
            set_text = field.setText if isinstance(field, TextField) else field.setPlainText
            set_text(known[key])

    def _connect(self) -> None:
        self.colours.edited.connect(self._wait)
        self.logo.edited.connect(self._wait)
        self.logo.chosen.connect(lambda path: self.take_logo(Path(path)))
        for field in (self.logo_alt, *self.texts.values()):
            field.textChanged.connect(self._wait)
        self.paper.currentIndexChanged.connect(lambda _: self._press.look())
        self._timer.timeout.connect(self._follow)
        self._press.found.connect(self._show)
        self._press.failed.connect(self._broken)

    @property
    def busy(self) -> bool:
        """Whether the preview is being made, or about to be."""
        return self._press.looking or self._timer.isActive()

    def typed(self) -> dict[str, str]:
        """What stands in the inputs, by column."""
        texts = {key: field.bare() for key, field in self.texts.items()}
        alt = self.logo_alt.bare()
        return {**self.colours.values(), "logo": self.logo.kept, "logo_alt": alt, **texts}

    def take_logo(self, path: Path) -> None:
        """Takes the picture in a file; one that cannot be taken leaves the logo as it is."""
        try:
            self.logo.take(path)
        except (Refusal, Trouble) as error:
            self.form.mark("logo", german(error))
            return
        self.form.rows["logo"].show_fault("")

    def _wait(self) -> None:
        self._timer.start(_WAIT_MS)

    def _follow(self) -> None:
        """Checks what was typed and shows it; what cannot be taken is left out of the preview."""
        faults: dict[str, str] = {}
        for column_name, value in self.typed().items():
            try:
                self._valid |= checked_look({column_name: value})
                self._offer_darker(column_name, "")
            except (Invalid, ColourTooLight) as error:
                if not self._is_unfinished(column_name):
                    faults[column_name] = _sentence(error)
                self._offer_darker(column_name, getattr(error, "proposal", ""))
        self._mark(faults)
        self._press.look()

    def _is_unfinished(self, column_name: str) -> bool:
        return any(use == column_name and self.colours.fields[use].unfinished for use in USES)

    def _offer_darker(self, column_name: str, colour: str) -> None:
        for use in USES:
            if use == column_name:
                self.colours.fields[use].propose(colour)

    def _mark(self, faults: dict[str, str]) -> None:
        """Says what is wrong at its input, without going there: somebody is typing."""
        for key in COLUMNS:
            row = self.form.rows[key]
            if key == "logo" and row.fault():
                continue
            sentence = faults.get(key, "")
            row.show_fault(sentence)
            if sentence and sentence != self._faults.get(key):
                announce(row.field, sentence)
        self._faults = faults

    def _prepare(self) -> Callable[[], tuple[str, bytes]]:
        paper, values, desk = self.paper.value(), dict(self._valid), self._hub.desk.for_thread()
        return lambda: (paper, look_preview(desk, paper, values))

    def _show(self, made: tuple[str, bytes]) -> None:
        paper, pdf = made
        self.preview.show_pdf(pdf, DOCUMENT_TITLES[paper])

    def _broken(self, error: Exception) -> None:
        if not isinstance(error, Refusal | Trouble):
            raise error
        self.preview.say(german(error))

    def show_refusal(self, error: Refusal | Trouble) -> None:
        """Shows a colour that is too light at its input, everything else as usual."""
        if not (isinstance(error, ColourTooLight) and self.form.mark(error.field, german(error))):
            super().show_refusal(error)
            return
        self._offer_darker(error.field, error.proposal)

    def confirm(self) -> None:
        """Keeps what is another value than before."""
        kept = checked_look(self.typed())
        new = {key: value for key, value in kept.items() if value != self._known[key]}
        self._hub.act(set_look, SetLook(new), "Aussehen der Papiere gespeichert")


def _sentence(error: Invalid | ColourTooLight | BadLogo) -> str:
    return problem_text(error) if isinstance(error, Invalid) else german(error)
