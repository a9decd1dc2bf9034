"""Heute: the dates of a day, what has to be done, and which rooms are free."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from begegnung.model.calendar import week_text
from begegnung.model.handover_rows import HandoverLine
from begegnung.services.agreements import ending_agreements
from begegnung.services.booking_choices import openings_today
from begegnung.services.dates import next_day
from begegnung.services.handover import TickNote, notes_for, tick_note
from begegnung.services.present import today_of
from begegnung.services.today import Day, day_at_the_desk
from begegnung.texts import counted, long_date
from begegnung.ui.dialogs.agreement import AgreementDialog
from begegnung.ui.dialogs.book import BookDialog
from begegnung.ui.dialogs.handover import HandoverDialog
from begegnung.ui.dialogs.moved_up import MovedUpDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.dialogs.person import PersonDialog
from begegnung.ui.hub import BACKUPS, Hub
from begegnung.ui.page import Page
from begegnung.ui.recovery.backups_dialog import BackupsDialog
from begegnung.ui.theme import THEME
from begegnung.ui.today.date_list import DateList, date_line, expected_people
from begegnung.ui.today.handover_card import HandoverCard
from begegnung.ui.today.notices import Notice, NoticeList, notices
from begegnung.ui.today.rooms_now import RoomsNow
from begegnung.ui.widgets.buttons import IconButton, action, action_button, button
from begegnung.ui.widgets.card import Card, Columns, column
from begegnung.ui.widgets.empty import EmptyState

_MINUTE_MS = 60_000


class TodayPage(Page):
    """The first page: a day in the order of time; `present` takes `day` or `occurrence_id`."""

    key = "today"
    title = "Heute"
    icon = "calendar_today"
    watches = frozenset(
        {
            BACKUPS,
            "attendance",
            "booking",
            "call_note",
            "centre",
            "closure",
            "handover_note",
            "occurrence",
            "offer",
            "person",
            "room",
            "usage_agreement",
        }
    )

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._day = today_of(hub.desk.now_ms())
        self._shown: Day | None = None
        self._minute = QTimer(self)
        self._minute.timeout.connect(self.keep_up)
        self._minute.start(_MINUTE_MS)
        self._make_actions()
        self.dates = DateList("Termine des Tages")
        self.nothing = EmptyState(
            "An diesem Tag sind keine Termine eingetragen.",
            "Zum nächsten Tag mit Terminen",
            self._go_to_next,
            "chevron_right",
        )
        self.first_steps = EmptyState(
            "Hier stehen die Termine des Tages. Legen Sie zuerst ein Angebot an, "
            "oder belegen Sie einen Raum.",
            "Raum belegen (F6)",
            lambda: OccupyDialog(self.hub, self.window()).open(),
            "building",
        )
        self.notices = NoticeList()
        self.handover = HandoverCard()
        self.rooms = RoomsNow()
        self._lay_out()
        self.dates.opened.connect(self._open)
        self.dates.chosen.connect(lambda _: self._allow())
        self.notices.wanted.connect(self._follow)
        self.handover.ticked.connect(self._tick_note)
        self.handover.changing.connect(
            lambda note: HandoverDialog(self.hub, self.window(), note).open()
        )
        self.rooms.wanted.connect(lambda room_id: self.hub.show("rooms", room_id=room_id))
        self.setFocusProxy(self.dates)

    def subtitle(self) -> str:
        """The day and its week."""
        return f"{long_date(self._day)} · Kalenderwoche {int(week_text(self._day)[-2:])}"

    def page_actions(self) -> list[QAction]:
        """Booking into the selected date, attendance of it, other days."""
        return [self.book, self.attend, self.before, self.after, self.back_to_today]

    def reload(self) -> None:
        """Reads the day; the first date that is not over is selected at the first time."""
        day = self.hub.read(day_at_the_desk, self._day)
        fresh = self._shown is None or self._shown.day != day.day
        self._shown = day
        coming = next((d.id for d in day.dates if d.ends > day.now and d.state == "planned"), "")
        choose = coming if fresh else ""
        self.dates.show_lines((date_line(d, day.now) for d in day.dates), choose=choose)
        self.dates.setVisible(bool(day.dates))
        self.nothing.setVisible(not day.dates and bool(day.offers))
        self.first_steps.setVisible(not day.dates and not day.offers)
        self._title(day)
        ending, openings = self.hub.read(ending_agreements), self.hub.read(openings_today)
        self.notices.show_notices(notices(day, ending, openings, self.hub.backups))
        self.handover.show_notes(self.hub.read(notes_for, self._day), self._day)
        self.rooms.show_rooms(day.free_rooms, day.now)
        self._allow()
        self.setFocusProxy(self.dates if day.dates else self.before_button)

    def keep_up(self) -> None:
        """Shows the present minute; after midnight the new day, if the old one was shown."""
        today = today_of(self.hub.desk.now_ms())
        if self._shown is not None and self._shown.day == self._shown.today != today:
            self._go(today)
        elif self.isVisible():
            self.reload()
        else:
            self._stale = True

    def present(self, what: dict[str, Any]) -> None:
        """Goes to a day or to a date of the day that is shown."""
        if isinstance(what.get("day"), date):
            self._go(what["day"])
        if what.get("occurrence_id"):
            self.dates.choose(what["occurrence_id"])

    def _make_actions(self) -> None:
        self.book = action("Person buchen", "F2", self)
        self.book.triggered.connect(self._book)
        self.attend = action("Anwesenheit", "F4", self)
        self.attend.triggered.connect(self._attend)
        self.before = action("Einen Tag zurück", "Alt+Left", self)
        self.before.triggered.connect(lambda: self._go(self._day - timedelta(days=1)))
        self.after = action("Einen Tag weiter", "Alt+Right", self)
        self.after.triggered.connect(lambda: self._go(self._day + timedelta(days=1)))
        self.back_to_today = action("Zum heutigen Tag", "Alt+Home", self)
        self.back_to_today.triggered.connect(lambda: self._go(today_of(self.hub.desk.now_ms())))

    def _lay_out(self) -> None:
        self._card = Card("Termine heute", "calendar_today")
        for part in (self.dates, self.nothing, self.first_steps):
            self._card.body.addWidget(part, 1)
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.4))
        row.addWidget(action_button(self.book, "person_add", kind="primary"))
        row.addWidget(action_button(self.attend, "clipboard_checkmark"))
        row.addStretch(1)
        self.before_button = self._step("chevron_left", self.before)
        row.addWidget(self.before_button)
        self._today_button = action_button(self.back_to_today)
        self._today_button.setText("Heute")
        row.addWidget(self._today_button)
        row.addWidget(self._step("chevron_right", self.after))
        self._card.body.addLayout(row)
        right = column(self._tasks(), self.handover, self.notices, self.rooms, stretch_last=True)
        columns = Columns(48, lead_height=20)
        columns.add(self._card, 5)
        columns.add(right, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(columns)

    def _step(self, icon: str, made: QAction) -> IconButton:
        pressed = IconButton(made.text(), icon)
        pressed.clicked.connect(made.trigger)
        return pressed

    def _tasks(self) -> Card:
        card = Card("Häufige Aufgaben")
        for text, icon, key, do in (
            ("Neue Buchung", "calendar_add", "F2", self._book),
            ("Neue Person anlegen", "person_add", "F3", self._add_person),
            ("Raum belegen", "building", "F6", self._occupy),
            ("Wochenprogramm drucken", "print", "F7", lambda: self.hub.show("programme")),
        ):
            pressed = button(text, icon, kind="tile", shortcut=key)
            pressed.clicked.connect(do)
            card.body.addWidget(pressed)
        return card

    def _title(self, day: Day) -> None:
        is_today = day.day == day.today
        self._card.set_title("Termine heute" if is_today else f"Termine am {day.day:%d.%m.%Y}")
        people = expected_people(day.dates)
        expected = f" · {counted(people, 'Person', 'Personen')} angemeldet" if people else ""
        number = counted(len(day.dates), "Termin", "Termine")
        self._card.set_note(f"{number}{expected}" if day.dates else "")
        self._today_button.setEnabled(not is_today)

    def _go_to_next(self) -> None:
        following = self.hub.read(next_day, self._day)
        if following is None:
            self.hub.refused.emit("Danach sind keine Termine mehr eingetragen.")
        else:
            self._go(following)

    def _go(self, day: date) -> None:
        self._day = day
        self.reload()
        self.retitled.emit()

    def _allow(self) -> None:
        self.attend.setEnabled(bool(self.dates.current_key()))

    def _book(self) -> None:
        line = self.dates.current_line()
        date = line.subject if line else None
        offer_id, occurrence_id = (date.offer_id, date.id) if date else ("", "")
        BookDialog(self.hub, self.window(), offer_id=offer_id, occurrence_id=occurrence_id).open()

    def _attend(self) -> None:
        self.hub.show("attendance", occurrence_id=self.dates.current_key())

    def _open(self, _key: str) -> None:
        line = self.dates.current_line()
        if line is not None:
            self.hub.show("offers", offer_id=line.subject.offer_id)

    def _add_person(self) -> None:
        PersonDialog(self.hub, self.window()).open()

    def _occupy(self) -> None:
        OccupyDialog(self.hub, self.window()).open()

    def _tick_note(self, note: HandoverLine) -> None:
        said = "Übergabe ist wieder offen" if note.done else "Übergabe abgehakt"
        self.hub.try_act(tick_note, TickNote(note.id, not note.done), said)

    def _follow(self, notice: Notice) -> None:
        if notice.backups:
            BackupsDialog(self.hub, self.window()).open()
        elif notice.booking_id:
            MovedUpDialog(self.hub, self.window(), notice.booking_id).open()
        elif notice.agreement_of:
            AgreementDialog(self.hub, self.window(), notice.agreement_of).open()
        else:
            self.hub.show(notice.page, **notice.what)
