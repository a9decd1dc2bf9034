"""Offers, dates and bookings as entries of lists."""

from collections.abc import Iterable, Sequence

from begegnung.model.local_time import day_of
from begegnung.model.names import full_name
from begegnung.model.offers import OFFER_TYPES, takes_names
from begegnung.model.rows import BookingLine, DateLine, OfferLine, PaymentLine
from begegnung.services.agreements import AgreementRow
from begegnung.texts import counted, date_span, money, short_date, when
from begegnung.ui.seats import seats_word
from begegnung.ui.widgets.labels import Tone
from begegnung.ui.widgets.lines import Line


def offer_line(offer: OfferLine) -> Line:
    """An offer in the list: title, when and where, how full."""
    chip, tone = _state(offer)
    place = " · ".join(filter(None, (offer.wording, offer.room)))
    next_date = f"nächster Termin {when(offer.next_starts)}" if offer.next_starts else ""
    return Line(
        offer.id,
        offer.title,
        place or OFFER_TYPES[offer.type].german,
        chip,
        tone,
        spoken=", ".join(
            filter(None, (offer.title, OFFER_TYPES[offer.type].german, place, next_date, chip))
        ),
        faded=offer.ended,
    )


def _state(offer: OfferLine) -> tuple[str, Tone]:
    if offer.ended:
        return "beendet", "muted"
    if not offer.dates:
        return "Termine fehlen", "warn"
    if not takes_names(offer.type):
        return "ohne Anmeldung", "muted"
    return seats_word(offer.capacity, offer.booked, offer.waiting)


def date_entry(date: DateLine, now: int, offer_title: str = "") -> Line:
    """A date of an offer: dropped, left out, moved and replaced ones say so in words."""
    chip, tone = _date_state(date, now)
    own_title = date.title if offer_title and date.title != offer_title else ""
    where = () if date.state == "skipped" else (date.room or date.place, date.leader)
    detail = " · ".join(filter(None, (date.state_reason, *links(date), own_title, *where)))
    title = f"{short_date(day_of(date.starts))}, {date_span(date)}"
    gone = date.ends <= now or date.state == "skipped"
    return Line(date.id, title, detail, chip, tone, faded=gone, subject=date)


def _date_state(date: DateLine, now: int) -> tuple[str, Tone]:
    if date.state == "skipped":
        return "entfällt", "muted"
    if date.state == "cancelled":
        return "fällt aus", "bad"
    if date.moved_from is not None:
        return f"verlegt vom {day_of(date.moved_from):%d.%m.}", "warn"
    if date.ends <= now:
        return "beendet", "muted"
    if date.overruled:
        return "trotzdem belegt", "warn"
    return ("Ersatz", "info") if date.replaces is not None else ("", "info")


def links(date: DateLine) -> tuple[str, ...]:
    """What a date stands in for, what stands in for it, and why it lies over another one."""
    found: list[str] = []
    if date.replaces is not None:
        found.append(f"Ersatz für {short_date(day_of(date.replaces))}")
    if date.replaced_by is not None:
        found.append(f"Ersatz am {short_date(day_of(date.replaced_by))}")
    if date.overruled:
        found.append(f"trotzdem belegt: {date.overruled}")
    return tuple(found)


def agreement_text(row: AgreementRow) -> str:
    """An agreement about a room in one line, dates that nobody agreed to included."""
    until = "ohne Ende" if row.ends_on is None else f"bis {row.ends_on:%d.%m.%Y}"
    beyond = counted(row.beyond, "Termin liegt", "Termine liegen") + " danach" if row.beyond else ""
    contact = (row.contact_name, row.contact_phone)
    return " · ".join(filter(None, (f"Nutzungsvereinbarung {until}", *contact, beyond)))


def booked_lines(bookings: Sequence[BookingLine], fee_cents: int | None) -> Iterable[Line]:
    """The people with a place, numbered as they stand in the list."""
    for number, line in enumerate((b for b in bookings if b.state == "booked"), 1):
        name = full_name(line.surname, line.first_name)
        chip, tone = _paid(line, fee_cents)
        if line.promoted_at is not None and line.informed is False:
            chip, tone = "nachgerückt, noch nicht benachrichtigt", "warn"
        yield Line(line.id, f"{number}. {name}", _detail(line), chip, tone, subject=line)


def waiting_lines(bookings: Sequence[BookingLine]) -> Iterable[Line]:
    """The waiting list in its order."""
    for number, line in enumerate((b for b in bookings if b.state == "waiting"), 1):
        name = full_name(line.surname, line.first_name)
        yield Line(line.id, f"{number}. {name}", _detail(line), "wartet", "muted", subject=line)


def _detail(line: BookingLine) -> str:
    born = f"geb. {line.birth_year}" if line.birth_year else ""
    one_day = f"am {when(line.occurrence_starts)}" if line.occurrence_starts else ""
    places = f"{line.places} Plätze" if line.places > 1 else ""
    return " · ".join(filter(None, (line.phone, born, one_day, places)))


def _paid(line: BookingLine, fee_cents: int | None) -> tuple[str, Tone]:
    due = (fee_cents or 0) * line.places
    if line.paid_cents and line.paid_cents >= due:
        return f"{money(line.paid_cents)} bezahlt", "ok"
    if line.paid_cents:
        return f"{money(line.paid_cents)} von {money(due)} bezahlt", "warn"
    return ("noch nicht bezahlt", "warn") if due else ("", "info")


def payment_line(payment: PaymentLine) -> Line:
    """A payment note; a void one keeps its words and says why."""
    taken = f"von {payment.taken_by}" if payment.taken_by else ""
    receipt = f"Quittung {payment.receipt_number}" if payment.receipt_number else "ohne Quittung"
    detail = " · ".join(filter(None, (receipt, taken, payment.void_reason)))
    chip: tuple[str, Tone] = ("storniert", "muted") if payment.void_reason else ("", "info")
    title = f"{money(payment.amount_cents)} am {short_date(payment.paid_on)}"
    return Line(payment.id, title, detail, *chip, faded=bool(payment.void_reason))
