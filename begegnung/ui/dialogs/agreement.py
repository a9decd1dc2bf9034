"""Agreements with outside groups about a room: one of them, and all with their ends."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.errors import Invalid
from begegnung.services.agreements import (
    REMIND_DAYS,
    AgreementRow,
    EndAgreement,
    SetAgreement,
    agreement_of,
    agreements,
    end_agreement,
    set_agreement,
)
from begegnung.services.offers import offer_card, offer_list
from begegnung.services.present import today_of
from begegnung.services.searching import find_everything
from begegnung.texts import counted
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, DateField, TextArea, TextField
from begegnung.ui.widgets.labels import Tone, label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.search_list import SearchList
from begegnung.ui.widgets.shown import set_shown

REMINDERS: tuple[tuple[int, str], ...] = (
    (14, "2 Wochen vorher"),
    (REMIND_DAYS, "4 Wochen vorher"),
    (56, "8 Wochen vorher"),
    (91, "3 Monate vorher"),
    (182, "6 Monate vorher"),
)
"""From when on the page Heute reminds of the end, in days before it."""

_OUTSIDE = "room_use"
"""The type of the offers of outside groups."""


class AgreementDialog(Dialog):
    """The agreement with the group of an offer, new or to be changed."""

    def __init__(self, hub: Hub, parent: QWidget | None, offer_id: str) -> None:
        super().__init__("Nutzungsvereinbarung", parent, verb="Speichern", icon="save", width=36)
        self._hub, self._offer_id = hub, offer_id
        self._row = hub.read(agreement_of, offer_id)
        self._card = card = hub.read(offer_card, offer_id)
        facts = (card.title, card.wording, card.room or card.place)
        self.body.addWidget(label(" · ".join(filter(None, facts)), "strong"))
        self.state = label("", "muted")
        self.body.addWidget(self.state)
        self._fill()
        self.body.addWidget(self.form)
        self.delete = button("Vereinbarung löschen", "delete")
        self.delete.clicked.connect(self._delete)
        set_shown(self.delete, self._row is not None)
        self.buttons.insertWidget(0, self.delete)
        if self._row is not None:
            self._show(self._row)
        self.contact.setFocus()

    def _fill(self) -> None:
        today = today_of(self._hub.desk.now_ms())
        self.contact = TextField("Ansprechperson")
        self.phone, self.mail = TextField("Telefon"), TextField("E-Mail")
        self.signed = DateField("Unterschrieben am", today, "signed_on")
        self.last = DateField("Gilt bis", today, "ends_on")
        days = self._row.remind_days if self._row else REMIND_DAYS
        own = () if days in dict(REMINDERS) else ((days, f"{days} Tage vorher"),)
        self.remind = ChoiceField("Erinnern", (*REMINDERS, *own))
        self.remind.set_value(days)
        self.note = TextArea("Bemerkung", rows=2)
        self.form.add("Ansprechperson", self.contact, "contact_name")
        self.form.add("Telefon", self.phone, "contact_phone")
        self.form.add("E-Mail", self.mail, "contact_mail", beside=True)
        self.form.add("Unterschrieben am", self.signed, "signed_on")
        self.form.add("Gilt bis", self.last, "ends_on", hint="leer: ohne Ende", beside=True)
        self.form.add("Erinnern", self.remind, "remind_days", hint="auf der Seite „Heute“")
        self.form.add("Bemerkung", self.note, "note", hint="z. B. Schlüssel, wer aufräumt")

    def _show(self, row: AgreementRow) -> None:
        self.contact.setText(row.contact_name)
        self.phone.setText(row.contact_phone)
        self.mail.setText(row.contact_mail)
        self.signed.set_value(row.signed_on)
        self.last.set_value(row.ends_on)
        self.note.setPlainText(row.note)
        self.state.setText(beyond_text(row))

    def confirm(self) -> None:
        """Writes the agreement."""
        request = SetAgreement(
            self._offer_id,
            self.contact.bare(),
            self.phone.bare(),
            self.mail.bare(),
            self.signed.value(),
            self.last.value(),
            self.remind.value(),
            self.note.bare(),
        )
        self._hub.act(set_agreement, request, f"Vereinbarung eingetragen: {self._card.title}")

    def _delete(self) -> None:
        if self._row is not None:
            said = f"Vereinbarung gelöscht: {self._card.title}"
            if self._hub.try_act(end_agreement, EndAgreement(self._row.id), said):
                self.accept()


class AgreementsDialog(Dialog):
    """All agreements of the house, the next to end first."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Nutzungsvereinbarungen", parent, width=44)
        self._hub = hub
        self.empty = label("Noch ist keine Vereinbarung eingetragen.", "muted")
        self.list = LineList("Nutzungsvereinbarungen")
        self.list.setMinimumHeight(THEME.px(15))
        self.list.opened.connect(lambda _: self._open())
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.edit = button("Bearbeiten", "edit")
        self.edit.clicked.connect(self._open)
        self.add = button("Neue Vereinbarung", "add")
        self.add.clicked.connect(lambda: ChooseGroupDialog(hub, self).open())
        self.offer = button("Zum Angebot", "open")
        self.offer.clicked.connect(self._show_offer)
        for made in (self.edit, self.add, self.offer):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        hub.changed.connect(self._on_changed)
        self._reload()
        (self.list if self.list.current_key() else self.add).setFocus()

    def _reload(self) -> None:
        today = today_of(self._hub.desk.now_ms())
        lines = [_line(row, today) for row in self._hub.read(agreements)]
        self.list.show_lines(lines)
        set_shown(self.empty, not lines)
        for made in (self.edit, self.offer):
            made.setEnabled(bool(lines))

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & {"usage_agreement", "occurrence", "offer"}:
            self._reload()

    def _open(self) -> None:
        line = self.list.current_line()
        if line is not None:
            AgreementDialog(self._hub, self, line.subject).open()

    def _show_offer(self) -> None:
        line = self.list.current_line()
        if line is not None:
            self.accept()
            self._hub.show("offers", offer_id=line.subject)


class ChooseGroupDialog(Dialog):
    """For which offer an agreement is written; groups from outside without one come first."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Neue Vereinbarung", parent, verb="Weiter", width=34)
        self._hub, self._chosen = hub, ""
        self.search = SearchList("Für welche Gruppe?", "Titel des Angebots eintippen", self._look)
        self.search.picked.connect(lambda _: self.try_confirm())
        self.form.add("Für welche Gruppe?", self.search, "offer")
        self.body.addWidget(self.form, 1)
        self.finished.connect(self._go_on)
        self.search.refresh()
        self.search.field.setFocus()

    def _look(self, typed: str) -> Iterable[Line]:
        if typed:
            found = self._hub.read(find_everything, typed, 8)
            return [Line(hit.id, hit.label, hit.detail) for hit in found if hit.kind == "offer"]
        there = {row.offer_id for row in self._hub.read(agreements)}
        return [
            Line(line.id, line.title, line.wording)
            for line in self._hub.read(offer_list)
            if line.type == _OUTSIDE and line.id not in there and not line.ended
        ]

    def confirm(self) -> None:
        """Takes the current hit."""
        self._chosen = self.search.hits.current_key()
        if not self._chosen:
            raise Invalid("offer", "missing")

    def _go_on(self) -> None:
        if self._chosen:
            AgreementDialog(self._hub, self.parentWidget(), self._chosen).open()


def beyond_text(row: AgreementRow) -> str:
    """How many dates are planned that nobody agreed to, "" for none."""
    if not row.beyond:
        return ""
    lie = counted(row.beyond, "Termin liegt", "Termine liegen")
    return f"{lie} nach dem Ende der Vereinbarung."


def end_text(ends_on: date, today: date) -> str:
    """When an agreement ends or ended: „endet am 31.12.2026“."""
    verb = "endet" if ends_on >= today else "endete"
    return f"{verb} am {ends_on:%d.%m.%Y}"


def _line(row: AgreementRow, today: date) -> Line:
    phone = f"Tel. {row.contact_phone}" if row.contact_phone else ""
    beyond = f"{counted(row.beyond, 'Termin', 'Termine')} danach" if row.beyond else ""
    facts = (beyond, row.room, row.contact_name, phone)
    if row.ends_on is None:
        chip, tone = "ohne Ende", "muted"
    else:
        chip, tone = end_text(row.ends_on, today), _tone(row, row.ends_on, today)
    detail = " · ".join(filter(None, facts))
    return Line(row.id, row.title, detail, chip, tone, subject=row.offer_id)


def _tone(row: AgreementRow, ends_on: date, today: date) -> Tone:
    if ends_on < today:
        return "bad"
    return "warn" if row.remind_on is not None and row.remind_on <= today else "info"
