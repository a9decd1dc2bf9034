"""Opens a document in the program that this PC has for PDF files."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from begegnung.model.errors import Trouble
from begegnung.services.opened_files import place_to_open
from begegnung.texts import german
from begegnung.ui.hub import Hub

NO_PDF_PROGRAM = (
    "Auf diesem PC öffnet kein Programm diese Datei. Bitte das PDF speichern oder hier drucken."
)


def open_in_pdf_program(hub: Hub, name: str, pdf: bytes) -> str:
    """Opens `pdf` as a file called `name`; gives a sentence when that cannot be, "" otherwise."""
    try:
        path = place_to_open(hub.folder, name, pdf)
    except Trouble as error:
        return german(error)
    return "" if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))) else NO_PDF_PROGRAM
