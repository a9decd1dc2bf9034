"""Offers that still want dates in a half-year, to be planned one by one."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from begegnung.model.calendar import half_year_window
from begegnung.model.rows import OfferCard
from begegnung.services.half_year import half_year_copy
from begegnung.services.missing_dates import MissingDates, missing_dates
from begegnung.services.offers import offer_card
from begegnung.services.present import today_of
from begegnung.texts import copy_reason, counted
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.dialogs.offer import OfferDialog
from begegnung.ui.hub import Hub
from begegnung.ui.offers.half_years import around, half_year_name, told_apart
from begegnung.ui.offers.when import WhenFields
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList

_WATCHED = frozenset({"offer", "occurrence", "rule", "usage_agreement", "school_holiday"})


class ToPlan(NamedTuple):
    """An offer in the list, with everything about it below the list."""

    line: Line
    detail: str


class ToPlanDialog(Dialog):
    """A list of offers of which Enter opens the planning; it reads anew when one was planned."""

    def __init__(self, title: str, hub: Hub, parent: QWidget | None) -> None:
        super().__init__(title, parent, width=42)
        self._hub = hub
        self._found: Mapping[str, ToPlan] = {}
        self.body.addWidget(self.form)
        self.verdict = label("", "strong")
        self.body.addWidget(self.verdict)
        self.list = LineList(title)
        self.list.setMinimumHeight(THEME.px(13))
        self.body.addWidget(self.list, 1)
        self.detail = label("", "muted")
        self.body.addWidget(self.detail)
        self.plan = button("Termine planen", "calendar_add")
        self.plan.clicked.connect(self._plan)
        self.buttons.insertWidget(0, self.plan)
        self.list.opened.connect(lambda _: self._plan())
        self.list.chosen.connect(lambda _: self._explain())
        hub.changed.connect(self._on_changed)

    def half_year(self) -> str:
        """The half-year dates are planned for, "2027-1"."""
        raise NotImplementedError

    def look(self) -> list[ToPlan]:
        """The offers."""
        raise NotImplementedError

    def sentence(self, number: int) -> str:
        """How many offers there are."""
        raise NotImplementedError

    def reload(self) -> None:
        """Reads the list."""
        found = self.look()
        self._found = {one.line.key: one for one in found}
        self.list.show_lines(one.line for one in found)
        self.list.setVisible(bool(found))
        self.verdict.setText(self.sentence(len(found)))
        self.plan.setEnabled(bool(found))
        self._explain()

    def _on_changed(self, entities: frozenset[str]) -> None:
        if _WATCHED & entities:
            self.reload()

    def _explain(self) -> None:
        one = self._found.get(self.list.current_key())
        self.detail.setText(one.detail if one else "")
        if self.isVisible():
            self.fit()

    def _plan(self) -> None:
        """Opens the planning for the half-year, with the printed text to change."""
        offer_id = self.list.current_key()
        if not offer_id:
            return
        first, last = half_year_window(self.half_year())
        dialog, when = self.planning(self._hub.read(offer_card, offer_id))
        when.set_span(max(first, today_of(self._hub.desk.now_ms())), last)
        dialog.open()
        when.words.setFocus()

    def planning(self, card: OfferCard) -> tuple[Dialog, WhenFields]:
        """The dialog that plans an offer, with its printed text, and its inputs for the time."""
        dialog = OccupyDialog(self._hub, self, offer_id=card.id)
        dialog.when.words.setText(card.wording)
        return dialog, dialog.when


class DecisionsDialog(ToPlanDialog):
    """The offers of a half-year that cannot simply be taken over, each with its reason."""

    def __init__(self, hub: Hub, parent: QWidget | None, source: str, target: str) -> None:
        super().__init__(f"Zu entscheiden: {half_year_name(target)}", hub, parent)
        self._source, self._target = source, target
        self.reload()
        self.list.setFocus()

    def half_year(self) -> str:
        """The half-year that is taken over into."""
        return self._target

    def planning(self, card: OfferCard) -> tuple[Dialog, WhenFields]:
        """A course goes on as a new offer, to which people are booked anew."""
        if card.type != "course":
            return super().planning(card)
        dialog = OfferDialog(self._hub, self, continues=card.id)
        if dialog.when is None:
            raise TypeError("a new offer has inputs for its time")
        return dialog, dialog.when

    def look(self) -> list[ToPlan]:
        """The offers that want a decision."""
        found = self._hub.read(half_year_copy, self._source, self._target)
        return [
            ToPlan(
                Line(one.offer_id, one.title, " ".join(map(copy_reason, one.reasons))),
                "\n".join(map(copy_reason, one.reasons)),
            )
            for one in told_apart(self._hub, found.lines)
            if one.outcome == "decide"
        ]

    def sentence(self, number: int) -> str:
        """How many decisions are left."""
        if not number:
            return "Es ist nichts mehr zu entscheiden."
        return f"{counted(number, 'Angebot wartet', 'Angebote warten')} auf eine Entscheidung."


class MissingDialog(ToPlanDialog):
    """The list "Termine fehlen" of a half-year."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Termine fehlen", hub, parent)
        today = today_of(hub.desk.now_ms())
        self.choice = ChoiceField("Halbjahr", around(today, 0, 3))
        self.form.add("Halbjahr", self.choice, "half_year")
        self.choice.currentIndexChanged.connect(self.reload)
        self.reload()
        self.choice.setFocus()

    def half_year(self) -> str:
        """The half-year that is looked at."""
        return self.choice.value()

    def look(self) -> list[ToPlan]:
        """The offers without dates in it, or with fewer than their words promise."""
        return [_missing(one) for one in self._hub.read(missing_dates, self.half_year())]

    def sentence(self, number: int) -> str:
        """How many offers want dates."""
        if not number:
            return "In diesem Halbjahr fehlen keine Termine."
        return f"Bei {counted(number, 'Angebot', 'Angeboten')} fehlen Termine."


def _missing(one: MissingDates) -> ToPlan:
    text = one.offer.wording or "Wann es stattfindet, ist nicht notiert."
    number = counted(one.dates, "Termin", "Termine") if one.dates else "kein Termin"
    if one.promised is not None:
        number += f" von {one.promised}"
    line = Line(one.offer.id, one.offer.title, text, number, "warn")
    return ToPlan(line, text)
