"""What a registration costs here and would cost elsewhere, before anything is changed."""

from sqlalchemy import select

from begegnung.db.tables import booking, offer, reduction
from begegnung.model.booking_rows import BookedTerms
from begegnung.model.fees import Reduction, Terms, price
from begegnung.model.offers import books_by
from begegnung.services.dates import dates_of
from begegnung.services.desk import View
from begegnung.services.ledger import paid_cents
from begegnung.services.present import moment_of


def terms_of(view: View, booking_id: str) -> BookedTerms:
    """The conditions of one booking."""
    row = view.connection.execute(
        select(
            booking.c.occurrence_id,
            booking.c.places,
            reduction.c.id,
            booking.c.proof_seen,
            booking.c.due_cents,
            paid_cents(booking.c.id),
        )
        .outerjoin(
            reduction, (reduction.c.id == booking.c.reduction_id) & reduction.c.retired.is_(False)
        )
        .where(booking.c.id == booking_id)
    ).one()
    return BookedTerms._make(row)


def price_now(view: View, offer_id: str, terms: BookedTerms) -> int | None:
    """What a registration under the same conditions would cost in an offer today, in cents.

    None when the offer has no price that is fixed beforehand.
    """
    course = view.connection.execute(select(offer).where(offer.c.id == offer_id)).one()
    rule = None
    if terms.reduction_id is not None and terms.proof_seen:
        row = view.connection.execute(
            select(reduction).where(reduction.c.id == terms.reduction_id)
        ).one()
        rule = Reduction(row.name, row.percent, row.on_fee, row.on_material)
    by_date = books_by(course.type, course.registration) == "daily"
    asked = Terms(
        course.fee_cents, course.fee_kind, course.material_cents, course.pro_rata, by_date=by_date
    )
    held = [one for one in dates_of(view, offer_id) if one.state == "planned"]
    left = sum(1 for one in held if one.starts >= moment_of(view.now_ms))
    found = price(asked, terms.places, rule, left, len(held))
    return None if found is None else found.cents
