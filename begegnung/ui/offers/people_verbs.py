"""What can be done with the people of the offer that is shown, and with its waiting list."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from begegnung.model.rows import BookingLine, OfferCard
from begegnung.ui.booking.slip_printing import SlipPrinting
from begegnung.ui.dialogs.payment import PaymentDialog
from begegnung.ui.dialogs.places import PlacesDialog
from begegnung.ui.dialogs.sign_off import SignOffDialog
from begegnung.ui.dialogs.substitute import SubstituteDialog
from begegnung.ui.dialogs.together import TogetherDialog
from begegnung.ui.dialogs.transfer import TransferDialog
from begegnung.ui.dialogs.waiting_order import WaitingOrderDialog
from begegnung.ui.dialogs.why import WhyDialog
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.buttons import action


class PeopleVerbs:
    """The actions for one registration; `follow` tells which offer and which one is chosen.

    `more` opens the rarer ones as a menu.
    """

    def __init__(self, hub: Hub, page: QWidget) -> None:
        self._hub, self._page = hub, page
        self._card: OfferCard | None = None
        self._booking: BookingLine | None = None
        self._all: Sequence[BookingLine] = ()
        self.printing = SlipPrinting(hub, page)

        def made(
            text: str, do: Callable[[BookingLine, OfferCard], object], key: str = ""
        ) -> QAction:
            new = action(text, key, page)
            new.triggered.connect(lambda _=False: self._with_chosen(do))
            return new

        window = page.window
        self.sign_off = made(
            "Abmelden",
            lambda one, card: SignOffDialog(hub, window(), one, card.id, card.title).open(),
            "Del",
        )
        self.pay = made(
            "Zahlung vermerken", lambda one, _card: PaymentDialog(hub, window(), one.id).open()
        )
        self.transfer = made(
            "In anderes Angebot wechseln",
            lambda one, card: TransferDialog(hub, window(), one, card.id, card.title).open(),
        )
        self.substitute = made(
            "Ersatzperson",
            lambda one, card: SubstituteDialog(hub, window(), one, card.title).open(),
        )
        self.places = made(
            "Plätze ändern", lambda one, card: PlacesDialog(hub, window(), one, card).open()
        )
        self.together = made("Gehören zusammen", self._together)
        self.order = made(
            "Reihenfolge ändern",
            lambda one, card: WaitingOrderDialog(hub, window(), one, card.id, card.title).open(),
        )
        self.why = made(
            "Warum?", lambda one, card: WhyDialog(hub, window(), one, card.id, card.title).open()
        )
        self.print = made("Bestätigung drucken", lambda one, _card: self.printing.start((one.id,)))
        self.more = made("Mehr dazu", lambda _one, _card: self._open_menu(), "F11")

    @property
    def all(self) -> tuple[QAction, ...]:
        """Every action, for the search over everything."""
        return self.sign_off, self.pay, *self.rarer, self.more

    @property
    def rarer(self) -> tuple[QAction, ...]:
        """What stands in the menu."""
        return (
            self.transfer,
            self.substitute,
            self.places,
            self.together,
            self.order,
            self.why,
            self.print,
        )

    def follow(
        self, card: OfferCard | None, booking: BookingLine | None, everybody: Sequence[BookingLine]
    ) -> None:
        """Only what can be done with this offer and this registration can be pressed."""
        self._card, self._booking, self._all = card, booking, everybody
        waits = booking is not None and booking.state == "waiting"
        seated = booking is not None and not waits
        for made in (self.sign_off, self.places, self.why, self.print, self.more):
            made.setEnabled(booking is not None)
        for made in (self.pay, self.transfer, self.substitute):
            made.setEnabled(seated)
        self.transfer.setEnabled(booking is not None)
        self.order.setEnabled(waits)
        self.together.setEnabled(booking is not None and bool(self._others(booking)))

    def _with_chosen(self, do: Callable[[BookingLine, OfferCard], object]) -> None:
        if self._booking is not None and self._card is not None:
            do(self._booking, self._card)

    def _others(self, booking: BookingLine) -> list[BookingLine]:
        """The other registrations of the same list."""
        return [
            one
            for one in self._all
            if one.id != booking.id and one.occurrence_starts == booking.occurrence_starts
        ]

    def _together(self, one: BookingLine, card: OfferCard) -> None:
        others = self._others(one)
        TogetherDialog(self._hub, self._page.window(), one, others, card.id).open()

    def _open_menu(self) -> None:
        """The rarer actions, below where the focus is."""
        menu = QMenu(self._page)
        menu.setAccessibleName(self.more.text())
        menu.addActions([made for made in self.rarer if made.isEnabled()])
        menu.aboutToHide.connect(menu.deleteLater)
        focus = self._page.window().focusWidget() or self._page
        menu.popup(focus.mapToGlobal(focus.rect().center()))
        menu.setActiveAction(menu.actions()[0])
