"""Who moved up from the waiting list, said at once."""

from begegnung.model.names import full_name
from begegnung.services.booking_lists import bookings_of
from begegnung.ui.hub import Hub


def moved_up(hub: Hub, offer_id: str, bookings: tuple[str, ...]) -> str:
    """Who got a place by it, as a sentence to append; empty when nobody did."""
    lines = [line for line in hub.read(bookings_of, offer_id) if line.id in bookings]
    if not lines:
        return ""
    names = " und ".join(full_name(line.surname, line.first_name) for line in lines)
    verb = "rückt" if len(lines) == 1 else "rücken"
    phones = " oder ".join(dict.fromkeys(filter(None, (line.phone for line in lines))))
    call = f"Bitte anrufen: {phones}." if phones else "Bitte Bescheid geben."
    return f" {names} {verb} nach. {call}"
