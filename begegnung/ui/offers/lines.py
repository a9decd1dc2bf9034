"""Offers, dates and bookings as entries of lists."""

from collections.abc import Iterable, Sequence

from begegnung.model.local_time import day_of
from begegnung.model.names import full_name
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import BookingLine, DateLine, OfferLine
from begegnung.model.seats import BACK, FORWARD, WAITED_BEFORE
from begegnung.services.agreements import AgreementRow
from begegnung.services.present import local_now
from begegnung.texts import counted, date_span, short_date, when
from begegnung.texts.booking import due_text
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
    if not offer.takes_names:
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
    parties = _parties(bookings)
    for number, line in enumerate((b for b in bookings if b.state == "booked"), 1):
        name = full_name(line.surname, line.first_name)
        chip, tone = _paid(line, fee_cents)
        if line.promoted_at is not None and line.informed is False:
            until = f" bis {short_date(line.answer_by)}" if line.answer_by else ""
            chip, tone = f"nachgerückt, bitte anrufen{until}", "warn"
        detail = _detail(line, parties)
        yield Line(line.id, f"{number}. {name}", detail, chip, tone, subject=line)


def waiting_lines(bookings: Sequence[BookingLine]) -> Iterable[Line]:
    """The waiting list in its order: since when, who belongs together, who was moved."""
    parties = _parties(bookings)
    for number, line in enumerate((b for b in bookings if b.state == "waiting"), 1):
        name = full_name(line.surname, line.first_name)
        at = local_now(line.booked_at)
        since = f"Nr. {line.number}, seit {at:%d.%m.%Y, %H:%M} Uhr"
        detail = " · ".join(filter(None, (since, _detail(line, parties))))
        chip, tone = _RANKS.get(line.rank, ("wartet", "muted"))
        yield Line(line.id, f"{number}. {name}", detail, chip, tone, subject=line)


_RANKS: dict[int, tuple[str, Tone]] = {
    FORWARD: ("nach vorn gestellt", "info"),
    WAITED_BEFORE: ("Vorrang: wartete schon", "info"),
    BACK: ("ans Ende gestellt", "info"),
}
"""What is said of those who do not stand in the order of registration."""


def _parties(bookings: Sequence[BookingLine]) -> dict[str, list[BookingLine]]:
    found: dict[str, list[BookingLine]] = {}
    for line in bookings:
        if line.party_id is not None:
            found.setdefault(line.party_id, []).append(line)
    return found


def _with(line: BookingLine, parties: dict[str, list[BookingLine]]) -> str:
    """With whom somebody came, in words; only people of the same list."""
    others = [
        full_name(one.surname, one.first_name)
        for one in parties.get(line.party_id or "", ())
        if one.id != line.id and one.occurrence_starts == line.occurrence_starts
    ]
    if not others:
        return ""
    return f"{'mit' if line.splittable else 'nur zusammen mit'} {' und '.join(others)}"


def _detail(line: BookingLine, parties: dict[str, list[BookingLine]]) -> str:
    born = f"geb. {line.birth_year}" if line.birth_year else ""
    one_day = f"am {when(line.occurrence_starts)}" if line.occurrence_starts else ""
    places = f"{line.places} Plätze" if line.places > 1 else ""
    together = _with(line, parties)
    return " · ".join(filter(None, (line.phone, together, one_day, places, line.choice, born)))


def _paid(line: BookingLine, fee_cents: int | None) -> tuple[str, Tone]:
    due = line.due_cents
    if due is None:
        due = (fee_cents or 0) * line.places
    words = due_text(due, line.paid_cents)
    return words, "ok" if line.paid_cents >= due else "warn"
