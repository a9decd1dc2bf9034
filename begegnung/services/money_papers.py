"""Payments and Kassenberichte, from the database to what is printed."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from begegnung.db.tables import (
    booking,
    offer,
    payment_note,
    person,
    punch_card,
    receipt,
    receipt_series,
    staff_user,
)
from begegnung.model.errors import Invalid
from begegnung.model.ledger import KINDS
from begegnung.model.money_papers import PrintedPayment, PrintedReport
from begegnung.model.names import full_name, sort_key
from begegnung.services.cash_reports import cash_reports
from begegnung.services.desk import View
from begegnung.services.ledger import DEFAULT_TILL, default_till_id
from begegnung.services.people_lists import paper_owner
from begegnung.services.receipts import receipt_label
from begegnung.services.tills import tills

_CARD = "Mehrfachkarte"


def printed_report(view: View, till: str, day: date | None) -> PrintedReport:
    """The Kassenbericht of a till ("" is the house's own) on `day`, the last one without a day.

    Raises `Invalid` for a till that is none, and where there is no report.
    """
    till_id, name = _till(view, till)
    lines = [line for line in cash_reports(view, till_id) if line.standing]
    found = next((line for line in lines if day in (None, line.day)), None)
    if found is None:
        raise Invalid("day", "no_report")
    return PrintedReport(paper_owner(view), name, found)


def _till(view: View, typed: str) -> tuple[str, str]:
    own = default_till_id(view.centre())
    known = {line.id: line.name for line in tills(view, with_retired=True)}
    if not typed:
        return own, known.get(own, DEFAULT_TILL)
    for till_id, name in known.items():
        if sort_key(name) == sort_key(typed):
            return till_id, name
    raise Invalid("till", "unknown", typed)


def printed_payment(view: View, payment_id: str) -> PrintedPayment:
    """A payment as it is printed, by its identifier or the number of its receipt.

    What a receipt of the program says was fixed when it was issued. Raises `Invalid`.
    """
    row = view.connection.execute(_payments().where(payment_note.c.id == payment_id)).first()
    if row is None:
        numbered = (one for one in view.connection.execute(_payments()) if one.code)
        row = next((one for one in numbered if _label(one) == payment_id.strip()), None)
    if row is None:
        raise Invalid("payment", "unknown", payment_id)
    title = row.offer_title or (_CARD if row.punch_card_id is not None else "")
    kind = KINDS.get(row.kind, row.kind)
    return PrintedPayment(
        owner=paper_owner(view),
        number=_label(row) or row.receipt_number,
        numbered=bool(row.code),
        day=row.paid_on,
        amount_cents=row.amount_cents,
        payer=row.payer or full_name(row.surname or "", row.first_name or ""),
        purpose=": ".join(filter(None, (kind, row.purpose or title))),
        means=row.means,
        taken_by=row.taken_by,
        reason=row.reason,
        cancels=_cancelled_number(view, row),
    )


def _label(row: Any) -> str:
    return receipt_label(row.code, row.year, row.number) if row.code else ""


def _cancelled_number(view: View, row: Any) -> str:
    if row.cancels_id is None:
        return ""
    before = view.connection.execute(_payments().where(payment_note.c.id == row.cancels_id)).one()
    return _label(before) or before.receipt_number


def _payments() -> Any:
    card_offer = offer.alias()
    return (
        select(
            payment_note,
            person.c.surname,
            person.c.first_name,
            func.coalesce(offer.c.title, card_offer.c.title).label("offer_title"),
            func.coalesce(staff_user.c.name, "").label("taken_by"),
            receipt.c.payer,
            receipt.c.purpose,
            receipt.c.year,
            receipt.c.number,
            func.coalesce(receipt_series.c.code, "").label("code"),
        )
        .outerjoin(booking, booking.c.id == payment_note.c.booking_id)
        .outerjoin(offer, offer.c.id == booking.c.offer_id)
        .outerjoin(punch_card, punch_card.c.id == payment_note.c.punch_card_id)
        .outerjoin(card_offer, card_offer.c.id == punch_card.c.offer_id)
        .outerjoin(person, person.c.id == payment_note.c.person_id)
        .outerjoin(staff_user, staff_user.c.id == payment_note.c.staff_user_id)
        .outerjoin(receipt, receipt.c.payment_note_id == payment_note.c.id)
        .outerjoin(receipt_series, receipt_series.c.id == receipt.c.series_id)
    )
