"""What can be done from everywhere: by key, by the search, by the buttons around the pages."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from begegnung.model.roles import ROLES
from begegnung.services.exchange import last_exchange
from begegnung.services.houses import own_centre
from begegnung.services.present import local_now
from begegnung.services.staff import staff
from begegnung.texts import day_and_time
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.buttons import action

if TYPE_CHECKING:
    from begegnung.ui.shell import Shell


def global_actions(shell: "Shell", hub: Hub) -> list[QAction]:
    """The actions of the window, children of `shell`."""
    from begegnung.ui.shell import AREAS

    def made(text: str, keys: str, do: object) -> QAction:
        new = action(text, parent=shell)
        new.setShortcuts([QKeySequence(key) for key in keys.split()])
        new.triggered.connect(do)
        return new

    pages = [
        made(f"Seite {area.title}", f"Ctrl+{n}", lambda _=0, key=area.key: shell.go_to(key))
        for n, area in enumerate(AREAS, start=1)
    ]
    return [
        made("Neue Buchung", "F2", lambda: _book(shell, hub)),
        made("Nachgerückte anrufen", "", lambda: _call_moved_up(shell, hub)),
        made("Neue Person anlegen", "F3", lambda: _add_person(shell, hub)),
        made("Anwesenheit eintragen", "F4", lambda: hub.show("attendance")),
        made("Raum belegen", "F6", lambda: _occupy(shell, hub)),
        made("Freien Raum suchen", "", lambda: _find_room(shell, hub)),
        made("Nutzungsvereinbarungen", "", lambda: _agreements(shell, hub)),
        made("Wochenprogramm drucken", "F7", lambda: hub.show("programme")),
        made("Papiere drucken: Listen, Schilder, Briefe", "", lambda: _papers(shell, hub)),
        made("Suchen", "Ctrl+K Ctrl+F", shell.search),
        made("Rückgängig", "Ctrl+Z", hub.undo),
        made("Wiederherstellen", "Ctrl+Y Ctrl+Shift+Z", hub.redo),
        made("Verlauf: Was habe ich heute gemacht?", "Ctrl+H", lambda: _history(shell, hub)),
        made("Benutzer wechseln", "Ctrl+U", lambda: _switch_user(shell, hub)),
        made("Bildschirm sperren", "Ctrl+L", shell.lock_wanted.emit),
        made("Mitarbeitende verwalten", "", lambda: _manage_staff(shell, hub)),
        made("Eigene PIN festlegen oder ändern", "", lambda: _change_pin(shell, hub)),
        made("Übergabe schreiben", "F10", lambda: _hand_over(shell, hub)),
        made("Angaben zum Haus bearbeiten", "", lambda: _edit_house(shell, hub)),
        made("Aussehen der Papiere: Farben, Logo, Texte", "", lambda: _edit_look(shell, hub)),
        made("Schulferien ansehen und einlesen", "", lambda: _school_holidays(shell, hub)),
        made("Sicherungen ansehen", "", lambda: _backups(shell, hub)),
        made("Als Kalenderdatei speichern", "", lambda: _save_calendar(shell, hub)),
        made("Kalenderdatei einlesen", "", lambda: _read_calendar(shell, hub)),
        made("Darstellung und Schriftgröße", "", lambda: _appearance(shell, hub)),
        made("Hilfe", "F1", lambda: _help(shell)),
        *pages,
    ]


def connect_buttons(shell: "Shell", hub: Hub) -> None:
    """Ties the buttons of head, status line and toast to the desk and shows their facts."""
    shell.header.search_wanted.connect(shell.search)
    shell.header.help_wanted.connect(lambda: _help(shell))
    shell.status.history.clicked.connect(lambda: _history(shell, hub))
    shell.status.user.clicked.connect(lambda: _switch_user(shell, hub))
    shell.toast.undo_wanted.connect(hub.undo)
    shell.toast.history_wanted.connect(lambda: _history(shell, hub))
    hub.changed.connect(lambda _: show_facts(shell, hub))
    hub.signed_in.connect(lambda _: show_facts(shell, hub))
    show_facts(shell, hub)


def show_facts(shell: "Shell", hub: Hub) -> None:
    """House, user and last exchange around the pages."""
    if hub.desk.centre_id is None or (shell.lock is not None and shell.lock.locked):
        return
    house = hub.read(own_centre).name
    shell.rail.house.setText(house)
    shell.setWindowTitle(house)
    me = next((line for line in hub.read(staff) if line.id == hub.desk.actor), None)
    shell.status.show_user(me.name if me else "", ROLES.get(me.role, "") if me else "")
    shell.status.show_exchange(exchange_text(hub))


def exchange_text(hub: Hub) -> str:
    """When the last exchange was: "Letzter Abgleich: heute, 02:14 Uhr"."""
    last = hub.read(last_exchange)
    if last is None:
        return "Noch kein Abgleich"
    at, whole = local_now(last[0]), last[1]
    incomplete = "" if whole else ", unvollständig"
    return f"Letzter Abgleich: {day_and_time(at, local_now(hub.desk.now_ms()))}{incomplete}"


def _book(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.book import BookDialog

    BookDialog(hub, shell).open()


def _call_moved_up(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.moved_up import MovedUpDialog

    MovedUpDialog(hub, shell).open()


def _add_person(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.person import PersonDialog

    PersonDialog(hub, shell).open()


def _papers(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.papers.dialog import PapersDialog

    PapersDialog(hub, shell).open()


def _occupy(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.occupy import OccupyDialog

    OccupyDialog(hub, shell).open()


def _find_room(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.find_room import FindRoomDialog

    FindRoomDialog(hub, shell).open()


def _agreements(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.agreement import AgreementsDialog

    AgreementsDialog(hub, shell).open()


def _history(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.history import HistoryDialog

    HistoryDialog(hub, shell).open()


def _switch_user(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.staff import UserDialog

    UserDialog(hub, shell).open()


def _manage_staff(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.staff import StaffDialog

    StaffDialog(hub, shell).open()


def _change_pin(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.pin import PinDialog

    PinDialog(hub, shell).open()


def _hand_over(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.handover import HandoverDialog

    HandoverDialog(hub, shell).open()


def _edit_house(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.house import HouseDialog

    HouseDialog(hub, shell).open()


def _edit_look(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.look.dialog import LookDialog

    LookDialog(hub, shell).open()


def _school_holidays(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.school_holidays import SchoolHolidaysDialog

    SchoolHolidaysDialog(hub, shell).open()


def _backups(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.recovery.backups_dialog import BackupsDialog

    BackupsDialog(hub, shell).open()


def _save_calendar(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.calendar_file import SaveCalendarDialog

    SaveCalendarDialog(hub, shell).open()


def _read_calendar(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.calendar_file import ReadCalendarDialog

    ReadCalendarDialog(hub, shell).open()


def _appearance(shell: "Shell", hub: Hub) -> None:
    from begegnung.ui.dialogs.appearance import AppearanceDialog

    AppearanceDialog(hub, shell).open()


def _help(shell: "Shell") -> None:
    from begegnung.ui.dialogs.help import HelpDialog

    HelpDialog(shell).open()
