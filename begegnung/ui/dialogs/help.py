"""F1: the few steps of the day and the keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.dialog import Dialog

_STEPS: dict[str, str] = {
    "Jemanden anmelden": (
        "Auf „Heute“ den Termin auswählen, F2 drücken, ein paar Buchstaben vom Namen tippen "
        "(„mül ger“ findet Gerhard Müller), Eingabe drücken. Die nächste Eingabe vermerkt die "
        "Zahlung, die übernächste druckt die Bestätigung. Esc lässt beides. Ist das Angebot voll, "
        "kommt die Person auf die Warteliste."
    ),
    "Jemanden abmelden": (
        "Person suchen (Strg+K), auf der Karte die Anmeldung auswählen und „Abmelden“ "
        "drücken. Wer auf der Warteliste steht, rückt von selbst nach und steht auf „Heute“ "
        "unter „Bitte beachten“, bis Sie angerufen haben."
    ),
    "Anwesenheit eintragen": (
        "F4 drücken, Termin auswählen, mit der Leertaste abhaken. Bei offenen Treffs nur die "
        "Zahl eintragen."
    ),
    "Einen Raum belegen": (
        "F6 drücken. Steht dort schon etwas, nennt das Programm die Termine und freie Räume."
    ),
    "Einen Termin in einen anderen Raum legen": (
        "Auf „Räume“ den Block ziehen, oder F8 drücken und mit den Pfeiltasten verschieben. "
        "Eingabe legt ihn ab, Esc lässt ihn, wo er war."
    ),
    "Das Wochenprogramm drucken": ("F7 drücken, Woche wählen, drucken oder als PDF speichern."),
    "Etwas war falsch": (
        "Strg+Z macht den letzten Schritt rückgängig, auch mehrere hintereinander. Strg+Y "
        "stellt ihn wieder her. „Verlauf“ unten links zeigt, was heute eingetragen wurde, und "
        "nimmt auch einen einzelnen Schritt von vorhin zurück."
    ),
    "Größere Schrift, dunkle Farben, Angaben zum Haus": (
        "Strg+K drücken und „Darstellung“ oder „Angaben“ tippen, dann Eingabe."
    ),
    "Wird alles gespeichert?": (
        "Ja, sofort bei jedem Schritt. Es gibt keinen Knopf zum Sichern, und auch bei einem "
        "Stromausfall geht nichts verloren."
    ),
}
"""Headings of the help with what they say."""

_KEYS = (
    ("F1", "Hilfe"),
    ("F2", "Person buchen"),
    ("F3", "Neue Person anlegen"),
    ("F4", "Anwesenheit; in einem Datumsfeld: Kalender"),
    ("F6", "Raum belegen"),
    ("F7", "Wochenprogramm"),
    ("F8, F9", "auf „Räume“: Termin verschieben, freien Raum suchen"),
    ("F9, F2", "beim Anmelden: weitere Person dazu, nächste Person"),
    ("F11", "auf „Angebote“: mehr zu einer Anmeldung"),
    ("F12", "Termin, der ausfällt oder entfällt: findet doch statt"),
    ("Alt+1 bis Alt+4", "auf „Räume“: Tag, Woche, ein Raum, ein Raum im Monat"),
    ("Strg+K", "Suchen über alles"),
    ("Strg+1 bis Strg+8", "die Seiten links, von oben nach unten"),
    ("Strg+Z, Strg+Y", "rückgängig, wiederherstellen"),
    ("Strg+H", "Verlauf"),
    ("Strg+U", "Benutzer wechseln"),
    ("Strg+L", "Bildschirm sperren"),
    ("F10", "Übergabe für morgen schreiben"),
    ("Alt+Links, Alt+Rechts", "einen Tag oder eine Woche zurück oder weiter"),
    ("Tab, Umschalt+Tab", "zum nächsten, zum vorigen Feld"),
    ("Eingabe", "öffnen, bestätigen"),
    ("Esc", "schließen, ohne zu ändern"),
)


def help_html() -> str:
    """The help as rich text."""
    steps = "".join(f"<h3>{title}</h3><p>{text}</p>" for title, text in _STEPS.items())
    rows = "".join(
        f"<tr><td style='padding: 3px 18px 3px 0'><b>{key}</b></td><td>{what}</td></tr>"
        for key, what in _KEYS
    )
    return f"{steps}<h3>Tasten</h3><table>{rows}</table>"


class HelpDialog(Dialog):
    """The help, to be read and scrolled."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__("Hilfe", parent, width=40)
        self.text = QTextBrowser()
        self.text.setAccessibleName("Hilfe: Schritte und Tasten")
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.text.setHtml(help_html())
        self.text.setMinimumHeight(THEME.px(24))
        self.body.addWidget(self.text, 1)
        self.text.setFocus()
