"""Going over to another offer: free places there, the other price, and what goes along."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from begegnung.model.booking_rows import BookableOffer
from begegnung.model.errors import Invalid
from begegnung.model.names import fold, full_name
from begegnung.model.rows import BookingLine
from begegnung.services.booking_choices import bookable_days, bookable_offers
from begegnung.services.booking_terms import price_now, terms_of
from begegnung.services.bookings import Book
from begegnung.services.present import moment_of
from begegnung.services.transfers import Moved, Transfer, transfer
from begegnung.texts import money
from begegnung.ui.booking.moving_up import moved_up
from begegnung.ui.booking.people import hits_shown
from begegnung.ui.booking.wording import day_line, offer_hit
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line
from begegnung.ui.widgets.search_list import SearchList


class TransferDialog(Dialog):
    """Chooses the other offer; what was paid goes along without a refund."""

    def __init__(
        self, hub: Hub, parent: QWidget | None, booking: BookingLine, offer_id: str, title: str
    ) -> None:
        super().__init__(
            "In anderes Angebot wechseln", parent, verb="Wechseln", icon="arrow_swap", width=38
        )
        self._hub, self._booking = hub, booking
        self._from, self._title = offer_id, title
        self._name = full_name(booking.surname, booking.first_name)
        self._terms = hub.read(terms_of, booking.id)
        self._offers = [one for one in hub.read(bookable_offers) if one.kind != "none"]
        self.body.addWidget(label(f"{self._name}, bisher: {title}", "strong"))
        self.offers = SearchList("Wohin", "Angebot eintippen", self._look, rows=hits_shown())
        self.offers.picked.connect(lambda _: self._chosen_by_enter())
        self.offers.hits.chosen.connect(lambda _: self._follow())
        self.body.addWidget(self.offers, 1)
        self.day = ChoiceField("Tag")
        self._day = self.form.add("Tag", self.day, "occurrence")
        self._day.hide()
        self.body.addWidget(self.form)
        self.money = label("")
        self.body.addWidget(self.money)
        self.offers.refresh()
        self._follow()
        self.offers.setFocus()

    def confirm(self) -> None:
        """Takes the person over; raises what the rules refuse, and she stays where she is."""
        target = self._target()
        if target is None:
            raise Invalid("offer", "missing")
        by_day = target.kind == "daily"
        wanted = Book(
            self._booking.person_id,
            target.id,
            self.day.value() if by_day else None,
            places=self._terms.places,
            reduction_id=self._terms.reduction_id,
            proof_seen=self._terms.proof_seen,
        )

        def said(done: Moved) -> str:
            carried = f", {money(done.carried_cents)} gehen mit" if done.carried_cents else ""
            up = moved_up(self._hub, self._from, done.moved_up)
            return f"{self._name} wechselt: {self._title} → {target.title}{carried}.{up}"

        self._hub.act(transfer, Transfer(self._booking.id, wanted), said)

    def try_confirm(self) -> None:
        """Goes over, or asks for the offer when none is chosen."""
        if self._target() is None:
            self.refusal.say("Bitte das Angebot auswählen, in das gewechselt wird.", "info")
        else:
            super().try_confirm()

    def _chosen_by_enter(self) -> None:
        """Enter in the search leads to the button, so that the price is read before."""
        self._follow()
        (self.day if self._day.isVisibleTo(self) else self.primary).setFocus()

    def _target(self) -> BookableOffer | None:
        line = self.offers.hits.current_line()
        return line.subject if line else None

    def _look(self, typed: str) -> Iterable[Line]:
        words, now = fold(typed).split(), moment_of(self._hub.desk.now_ms())
        for offer in self._offers:
            known = fold(f"{offer.title} {offer.leader}").split()
            same = offer.id == self._from and offer.kind != "daily"
            if not same and all(any(k.startswith(w) for k in known) for w in words):
                yield offer_hit(offer, now)

    def _follow(self) -> None:
        """Says what the chosen offer costs, and what has to be paid or given back."""
        target = self._target()
        by_day = target is not None and target.kind == "daily"
        if target is not None and by_day:
            days = self._hub.read(bookable_days, target.id)
            self.day.set_choices((one.date.id, day_line(one).sentence()) for one in days)
        self._day.setVisible(by_day)
        self.money.setText("" if target is None else self._price_words(target))
        self.fit()

    def _price_words(self, target: BookableOffer) -> str:
        now, then = self._terms.due_cents, self._hub.read(price_now, target.id, self._terms)
        paid = self._terms.paid_cents
        there = "ohne festen Preis" if then is None else money(then)
        said = f"Preis dort: {there}" + ("" if now is None else f", bisher {money(now)}") + "."
        if paid:
            said += f" Bezahlt sind {money(paid)}, das geht mit."
        rest = (then or 0) - paid
        if rest > 0:
            said += f" Noch zu zahlen: {money(rest)}."
        elif paid and rest < 0:
            said += f" Zu viel bezahlt: {money(-rest)}, bitte erstatten."
        return said
