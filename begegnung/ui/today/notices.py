"""Bitte beachten: what somebody at the desk has to know or to do today."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from begegnung.model.booking_rows import Opening
from begegnung.model.local_time import day_of
from begegnung.model.offer_rows import BelowMinimum
from begegnung.model.rows import DateLine, PromotedLine
from begegnung.services.agreements import AgreementRow
from begegnung.services.backups import BackupState
from begegnung.services.today import Day
from begegnung.services.waiting import CALL_OUTCOMES
from begegnung.texts import clock_time, counted, date_begin, short_date
from begegnung.texts.backups import urgent_warnings, warning_text
from begegnung.ui.dialogs.agreement import end_text
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.labels import TONE_ICONS, IconLabel, Tone, label

_TITLES = 4
"""So many offers are named in one notice."""

_EXCHANGE_DAYS = 3
"""An exchange older than this is worth a word."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence; `verb` is what can be done about it.

    With `booking_id` the verb opens the calls to who moved up, with `agreement_of` the agreement of
    this offer, with `backups` the backups of this PC, otherwise `page`.
    """

    text: str
    tone: Tone
    verb: str = ""
    page: str = ""
    what: dict[str, Any] = field(default_factory=dict[str, Any])
    booking_id: str = ""
    agreement_of: str = ""
    backups: bool = False


def notices(
    day: Day,
    ending: Iterable[AgreementRow] = (),
    openings: Iterable[Opening] = (),
    backups: BackupState | None = None,
) -> list[Notice]:
    """Everything worth a word on this day, the most urgent first.

    `ending` are the agreements of whose end the desk has to be reminded, `openings` the offers for
    which registration begins today, `backups` how it stands with them as far as that is known.
    """
    found = _backups(backups)
    found += [_moved_up(line, day.today) for line in day.promoted]
    found += _openings(openings)
    found += [_dropped(line) for line in day.dates if line.state != "planned"]
    if day.holiday:
        found.append(Notice(f"Feiertag: {day.holiday}", "warn"))
    for closure in day.closures:
        where = closure.room or "Das Haus"
        reason = f": {closure.reason}" if closure.reason else ""
        found.append(Notice(f"{where} ist gesperrt{reason}", "warn", "Zum Plan", "rooms"))
    if day.unsettled:
        found.append(
            Notice(
                f"{counted(day.unsettled, 'Frage', 'Fragen')} aus dem Abgleich zu klären",
                "bad",
                "Klären",
                "exchange",
                {"clashes": True},
            )
        )
    found += [_below_minimum(line, day.today) for line in day.below_minimum]
    found += [_ending(row, day.today) for row in ending]
    if day.exchange_days is not None and day.exchange_days > _EXCHANGE_DAYS:
        text = f"Letzter Abgleich vor {day.exchange_days} Tagen"
        found.append(Notice(text, "warn", "Zum Abgleich", "exchange"))
    if day.undated:
        text = f"{counted(day.undated, 'Angebot', 'Angebote')} ohne Termine"
        found.append(Notice(text, "info", "Ansehen", "offers", {"filter": "undated"}))
    return found


def _backups(state: BackupState | None) -> list[Notice]:
    """The most urgent word about backups and disk, if there is one."""
    if state is None:
        return []
    urgent = urgent_warnings(state)
    if not urgent:
        return []
    tone: Tone = "bad" if urgent[0] in ("damaged", "reserve_used") else "warn"
    text = warning_text(urgent[0], state)
    return [Notice(text, tone, "Sicherungen ansehen", backups=True)]


def _moved_up(line: PromotedLine, today: date) -> Notice:
    phone = f" (Tel. {line.phone})" if line.phone else ""
    said = [f"{line.name}{phone} ist nachgerückt: {line.title}."]
    if line.last_call:
        said.append(f"{counted(line.calls, 'Anruf', 'Anrufe')}: {CALL_OUTCOMES[line.last_call]}.")
    over = line.answer_by is not None and line.answer_by < today
    if line.answer_by is not None:
        until = "heute" if line.answer_by == today else short_date(line.answer_by)
        said.append(f"Frist war {until}." if over else f"Antwort bis {until}.")
    tone: Tone = "warn" if over else "info"
    return Notice(" ".join(said), tone, "Anrufen", booking_id=line.booking_id)


def _openings(openings: Iterable[Opening]) -> list[Notice]:
    """One notice for each moment at which registration begins, with the offers."""
    by_moment: dict[tuple[int, bool], list[Opening]] = {}
    for one in openings:
        by_moment.setdefault((one.opens, one.priority), []).append(one)
    found: list[Notice] = []
    for (opens, priority), some in by_moment.items():
        what = "Vorkaufsrecht ab heute" if priority else "Anmeldestart heute"
        titles = ", ".join(one.title for one in some[:_TITLES])
        more = f" und {len(some) - _TITLES} weitere" if len(some) > _TITLES else ""
        where = {"offer_id": some[0].offer_id}
        text = f"{what} {clock_time(opens)} Uhr: {titles}{more}"
        found.append(Notice(text, "info", "Zum Angebot", "offers", where))
    return found


def _below_minimum(line: BelowMinimum, today: date) -> Notice:
    first = day_of(line.starts)
    near = {-1: "gestern", 0: "heute", 1: "morgen", 2: "übermorgen"}.get((first - today).days)
    day = near or f"am {short_date(first)}"
    begins = "hat begonnen" if first < today else "beginnt"
    text = (
        f"{line.title} {begins} {day} mit {line.booked} von mindestens "
        f"{counted(line.minimum, 'Person', 'Personen')}"
    )
    return Notice(text, "warn", "Zum Angebot", "offers", {"offer_id": line.offer_id})


def _ending(row: AgreementRow, today: date) -> Notice:
    ends = "" if row.ends_on is None else end_text(row.ends_on, today)
    lie = counted(row.beyond, "Termin liegt", "Termine liegen") if row.beyond else ""
    after = f" {lie} danach." if lie else ""
    text = f"Nutzungsvereinbarung mit „{row.title}“ {ends}.{after}"
    return Notice(text, "warn", "Vereinbarung öffnen", agreement_of=row.offer_id)


def _dropped(line: DateLine) -> Notice:
    reason = f" ({line.state_reason})" if line.state_reason else ""
    text = (
        f"{line.title} ({date_begin(line)}) fällt aus{reason}"
        if line.untimed
        else (f"{date_begin(line)} {line.title} fällt aus{reason}")
    )
    return Notice(text, "bad", "Zum Angebot", "offers", {"offer_id": line.offer_id})


class NoticeList(Card):
    """The notices, each with its button; `wanted(Notice)` when one is pressed."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Bitte beachten", parent=parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(THEME.px(0.5))
        self.body.addLayout(self._rows)
        self.buttons: list[QPushButton] = []

    def show_notices(self, found: Iterable[Notice]) -> None:
        """Shows these; a quiet sentence when there are none."""
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons = []
        empty = True
        for notice in found:
            empty = False
            self._rows.addWidget(self._row(notice))
        if empty:
            self._rows.addWidget(label("Nichts Besonderes. Alles ist in Ordnung.", "muted"))

    def _row(self, notice: Notice) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.5))
        sign = IconLabel(TONE_ICONS[notice.tone], notice.tone, filled=True)
        box.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(THEME.px(0.1))
        words.addWidget(label(notice.text))
        box.addLayout(words, 1)
        if notice.verb:
            pressed = button(notice.verb)
            pressed.setAccessibleName(f"{notice.verb}: {notice.text}")
            pressed.clicked.connect(lambda: self.wanted.emit(notice))
            self.buttons.append(pressed)
            line = QHBoxLayout()
            line.addWidget(pressed)
            line.addStretch(1)
            words.addLayout(line)
        return row
