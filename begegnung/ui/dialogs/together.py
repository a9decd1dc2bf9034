"""People who belong together: they get their places on the waiting list at the same time."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from begegnung.model.names import full_name
from begegnung.model.rows import BookingLine
from begegnung.services.waiting import KeepTogether, keep_together
from begegnung.ui.booking.moving_up import moved_up
from begegnung.ui.booking.options import TOGETHER
from begegnung.ui.hub import Hub
from begegnung.ui.offers.tick_lines import TickLines
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line


class TogetherDialog(Dialog):
    """Chooses out of one list who belongs to somebody."""

    def __init__(
        self,
        hub: Hub,
        parent: QWidget | None,
        booking: BookingLine,
        others: Sequence[BookingLine],
        offer_id: str,
    ) -> None:
        super().__init__("Gehören zusammen", parent, verb="Merken", icon="people", width=32)
        self._hub, self._booking, self._offer_id = hub, booking, offer_id
        self._names = {one.id: full_name(one.surname, one.first_name) for one in others}
        self._name = full_name(booking.surname, booking.first_name)
        self.body.addWidget(label(f"Wer gehört zu {self._name}?", "strong"))
        self.others = TickLines("Wer gehört dazu")
        self.others.setMinimumHeight(THEME.px(9))
        same = {one.id for one in others if one.party_id and one.party_id == booking.party_id}
        lines = [
            Line(
                one.id,
                self._names[one.id],
                f"Nr. {one.number}",
                "wartet" if one.state == "waiting" else "hat einen Platz",
                "muted",
            )
            for one in others
        ]
        self.others.show_ticks(lines, frozenset(same), frozenset(self._names))
        self.together = ChoiceField("Auf der Warteliste", TOGETHER)
        self.together.set_value(booking.splittable)
        self.form.add("Wer (Leertaste kreuzt an)", self.others, "others")
        self.form.add("Auf der Warteliste", self.together, "together")
        self.body.addWidget(self.form, 1)
        self.others.setFocus()

    def try_confirm(self) -> None:
        """Notes it, or asks whom to tick."""
        if self.others.ticked:
            super().try_confirm()
        else:
            self.refusal.say("Bitte mindestens eine Person ankreuzen.", "info")

    def confirm(self) -> None:
        """Notes who belongs together."""
        ids = (self._booking.id, *(key for key in self._names if key in self.others.ticked))
        names = " und ".join((self._name, *(self._names[key] for key in ids[1:])))

        def said(moved: tuple[str, ...]) -> str:
            return f"{names} gehören zusammen.{moved_up(self._hub, self._offer_id, moved)}"

        request = KeepTogether(ids, splittable=bool(self.together.value()))
        self._hub.act(keep_together, request, said)
