"""What is wrong with a printer, in words for the desk."""

from collections.abc import Sequence
from typing import Literal

PrinterTrouble = Literal[
    "gone", "offline", "paused", "stopped", "no_paper", "jam", "open", "no_toner", "full", "help"
]

_SENTENCES: dict[PrinterTrouble, str] = {
    "gone": "Dieser Drucker ist nicht mehr da. Bitte einen anderen wählen.",
    "offline": "Dieser Drucker ist nicht erreichbar. Ist er eingeschaltet und angeschlossen?",
    "paused": "Dieser Drucker ist angehalten. Gedruckt wird erst, wenn jemand ihn fortsetzt.",
    "stopped": "Dieser Drucker steht still. Bitte auf seine Anzeige sehen.",
    "no_paper": "Dieser Drucker hat kein Papier. Bitte nachlegen.",
    "jam": "In diesem Drucker steckt Papier fest. Bitte herausziehen.",
    "open": "An diesem Drucker ist eine Klappe offen. Bitte schließen.",
    "no_toner": "Toner oder Tinte ist leer. Bitte wechseln.",
    "full": "Das Fach für gedrucktes Papier ist voll. Bitte leeren.",
    "help": "Dieser Drucker braucht Hilfe. Bitte auf seine Anzeige sehen.",
}


def printer_words(troubles: Sequence[PrinterTrouble]) -> str:
    """The sentences for what is wrong, "" when nothing is."""
    return " ".join(_SENTENCES[trouble] for trouble in troubles)
