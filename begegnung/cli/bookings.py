"""Booking, cancelling and the waiting list by command."""

from collections import Counter
from contextlib import closing
from typing import Any

from begegnung.cli.opening import desk_of
from begegnung.cli.outcome import DONE, Result, Values


def add_commands(found: Any, parser_class: Any, shared: Any) -> None:
    """The commands `book`, `cancel` and `waiting` with their options; `shared` makes the usual."""
    made = found.add_parser("book", help="Eine Person anmelden", parents=[shared()])
    made.add_argument("--offer", required=True, metavar="ID", help="Angebot")
    made.add_argument("--person", required=True, metavar="ID", help="Person")
    made.add_argument("--with", dest="others", action="append", default=[], metavar="ID")
    made.add_argument("--splittable", action="store_true", help="einzeln nachrücken ist recht")
    made.add_argument("--date", default=None, metavar="ID", help="Termin, wenn tageweise")
    made.add_argument("--places", type=int, default=1, metavar="ZAHL")
    made.add_argument("--choice", default="", metavar="TEXT", help="Menü")
    made.add_argument(
        "--reduction", default=None, metavar="ID", help="Ermäßigung, Nachweis lag vor"
    )
    made.add_argument("--overrule", default="", metavar="GRUND", help="trotz der Regel anmelden")
    made.set_defaults(command=book)
    ended = found.add_parser("cancel", help="Eine Anmeldung beenden", parents=[shared()])
    ended.add_argument("booking", metavar="ANMELDUNG")
    ended.add_argument("--reason", default="", metavar="GRUND")
    ended.set_defaults(command=cancel)
    about = found.add_parser("waiting", help="Wartelisten ansehen und nachrücken lassen")
    kinds = about.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=parser_class, dest="kind"
    )
    listed = kinds.add_parser("list", help="Wer wartet, in der Reihenfolge", parents=[shared()])
    listed.set_defaults(command=waiting_list)
    listed.add_argument("--offer", default="", metavar="ID", help="ein Angebot, sonst alle")
    moved = kinds.add_parser("promote", help="Freie Plätze der Warteliste", parents=[shared()])
    moved.set_defaults(command=promote)
    moved.add_argument("--offer", required=True, metavar="ID")
    moved.add_argument("--date", default=None, metavar="ID", help="Termin, wenn tageweise")


def book(options: Any) -> Result:
    """Books a person, or several who belong together."""
    from begegnung.services import bookings

    wish = bookings.Book(
        options.person,
        options.offer,
        options.date,
        options.places,
        options.overrule,
        reduction_id=options.reduction,
        proof_seen=options.reduction is not None,
        choice=options.choice,
    )
    with closing(desk_of(options)) as desk:
        if options.others:
            request = bookings.BookTogether(wish, tuple(options.others), options.splittable)
            booked = desk.act(bookings.book_together, request).value
        else:
            booked = (desk.act(bookings.book, wish).value,)
    values: list[Values] = [
        {
            "booking": one.booking_id,
            "state": one.state,
            "number": one.number,
            "position": one.position,
            "places_left": one.places_left,
        }
        for one in booked
    ]
    lines = [
        f"Angemeldet als Nr. {one.number}: {one.booking_id}"
        if one.state == "booked"
        else f"Warteliste, Platz {one.position}, Nr. {one.number}: {one.booking_id}"
        for one in booked
    ]
    return DONE, {"bookings": values, **values[0]}, "\n".join(lines)


def cancel(options: Any) -> Result:
    """Cancels a booking; says who moved up."""
    from begegnung.services import bookings

    with closing(desk_of(options)) as desk:
        request = bookings.CancelBooking(options.booking, options.reason)
        moved = desk.act(bookings.cancel, request).value
    return DONE, {"booking": options.booking, "promoted": list(moved)}, _moved_text(moved)


def promote(options: Any) -> Result:
    """Gives free places to a waiting list."""
    from begegnung.services import waiting

    with closing(desk_of(options)) as desk:
        moved = desk.act(waiting.promote, waiting.Promote(options.offer, options.date)).value
    return DONE, {"promoted": list(moved)}, _moved_text(moved)


def _moved_text(moved: tuple[str, ...]) -> str:
    if not moved:
        return "Niemand rückt nach."
    return "\n".join(["Nachgerückt:", *moved])


def waiting_list(options: Any) -> Result:
    """Who waits, in the order of the lists, each with the sentence that says why."""
    from begegnung.services.booking_lists import bookings_of
    from begegnung.services.decisions import decisions_about
    from begegnung.services.offers import offer_list
    from begegnung.texts.booking import decision_text

    values: list[Values] = []
    with closing(desk_of(options)) as desk:
        titles = {line.id: line.title for line in desk.read(offer_list)}
        for offer_id in [options.offer] if options.offer else titles:
            lines = desk.read(bookings_of, offer_id)
            before: Counter[int | None] = Counter()
            for line in lines:
                if line.state != "waiting":
                    continue
                before[line.occurrence_starts] += 1
                said = desk.read(decisions_about, line.id)
                values.append(
                    {
                        "offer": offer_id,
                        "title": titles.get(offer_id, ""),
                        "booking": line.id,
                        "person": line.person_id,
                        "name": f"{line.first_name} {line.surname}".strip(),
                        "number": line.number,
                        "places": line.places,
                        "position": before[line.occurrence_starts],
                        "why": decision_text(said[0].kind, said[0].facts) if said else "",
                    }
                )
    text = "\n".join(
        f"{one['title']}: {one['position']}. {one['name']} – {one['why']}" for one in values
    )
    return DONE, {"waiting": values}, text or "Niemand wartet."
