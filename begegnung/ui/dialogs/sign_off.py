"""Taking somebody out of an offer or off its waiting list, with the reason."""

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid
from begegnung.model.names import full_name
from begegnung.model.rows import BookingLine
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.texts import money
from begegnung.ui.booking.moving_up import moved_up
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.labels import label

OTHER = "other"
REASONS: tuple[tuple[str, str], ...] = (
    ("", "sagt selbst ab"),
    ("Zeit oder Ort passt nicht", "Zeit oder Ort passt nicht"),
    ("kam nicht und war nicht zu erreichen", "kam nicht und war nicht zu erreichen"),
    ("irrtümlich angemeldet", "irrtümlich angemeldet"),
    (OTHER, "anderer Grund"),
)
"""Reasons to choose from. None of them asks for health: that is nobody's business here."""


class SignOffDialog(Dialog):
    """Asks why, and says what was paid and who moves up."""

    def __init__(
        self, hub: Hub, parent: QWidget | None, booking: BookingLine, offer_id: str, title: str
    ) -> None:
        super().__init__("Abmelden", parent, verb="Abmelden", icon="dismiss", width=30)
        self._hub, self._booking = hub, booking
        self._offer_id, self._title = offer_id, title
        self._name = full_name(booking.surname, booking.first_name)
        self.body.addWidget(label(f"{self._name} · {title}", "strong"))
        self.reason = ChoiceField("Warum", REASONS)
        self.words = TextField("Grund in eigenen Worten", "keine Angaben zur Gesundheit")
        self.form.add("Warum", self.reason, "choice")
        self._words = self.form.add("Grund in eigenen Worten", self.words, "reason")
        self._words.hide()
        self.reason.currentIndexChanged.connect(self._ask_words)
        self.body.addWidget(self.form)
        if booking.paid_cents:
            paid = f"Bezahlt sind {money(booking.paid_cents)}."
            more = "Eine Erstattung vermerken Sie vorher mit „Zahlung vermerken“."
            self.body.addWidget(label(f"{paid} {more}"))
        self.primary.setFocus()

    def confirm(self) -> None:
        """Takes the person out."""
        reason = self.reason.value()
        if reason == OTHER:
            reason = self.words.bare()
            if not reason:
                raise Invalid("reason", "missing")
        self._hub.act(cancel, CancelBooking(self._booking.id, reason), self._said)

    def _ask_words(self) -> None:
        self._words.setVisible(self.reason.value() == OTHER)
        self.fit()

    def _said(self, moved: tuple[str, ...]) -> str:
        up = moved_up(self._hub, self._offer_id, moved)
        return f"{self._name} ist abgemeldet: {self._title}.{up}"
