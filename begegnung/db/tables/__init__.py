"""The tables of one database file.

Tables of the scope "city" hold what every house may see: houses, rooms, offers and their dates.
Tables of the scope "house" hold what stays in the house: people and everything about them. Tables
of the scope "figures" follow from these, and are for the city. All three take part in the change
log, in undo and in the exchange. Local tables (no scope) never leave the file. Foreign keys inside
the exchanged tables are declared without enforcement, because a bundle may bring the child before
the parent; `check` verifies them.
"""

from sqlalchemy import Table

from begegnung.db.tables.columns import Scope, metadata
from begegnung.db.tables.figures import figure_key, offer_figure, participation
from begegnung.db.tables.log import (
    DELETED,
    action,
    bundle,
    change,
    clash,
    document,
    door,
    erased,
    local,
    origin,
    scope_key,
    search_entry,
    snapshot,
    trace,
)
from begegnung.db.tables.money import (
    cash_report,
    month_closing,
    payment_note,
    punch,
    punch_card,
    receipt,
    receipt_series,
)
from begegnung.db.tables.people import (
    attendance,
    booking,
    call_note,
    clash_decision,
    consent,
    handover_note,
    head_count,
    household,
    person,
    person_merge,
    seat_decision,
)
from begegnung.db.tables.programme import (
    boarding_point,
    centre,
    closure,
    device,
    district,
    house_look,
    occurrence,
    offer,
    printed_edition,
    provider,
    reduction,
    room,
    room_part,
    rule,
    school_holiday,
    staff_user,
    till,
    usage_agreement,
)

__all__ = [
    "DELETED",
    "SHARED",
    "Scope",
    "action",
    "attendance",
    "boarding_point",
    "booking",
    "bundle",
    "call_note",
    "cash_report",
    "centre",
    "change",
    "clash",
    "clash_decision",
    "closure",
    "consent",
    "device",
    "district",
    "document",
    "door",
    "erased",
    "figure_key",
    "handover_note",
    "head_count",
    "house_look",
    "household",
    "local",
    "logged_scope",
    "metadata",
    "month_closing",
    "occurrence",
    "offer",
    "offer_figure",
    "origin",
    "participation",
    "payment_note",
    "person",
    "person_merge",
    "printed_edition",
    "provider",
    "punch",
    "punch_card",
    "receipt",
    "receipt_series",
    "reduction",
    "room",
    "room_part",
    "rule",
    "school_holiday",
    "scope_key",
    "scope_of",
    "search_entry",
    "seat_decision",
    "snapshot",
    "staff_user",
    "till",
    "trace",
    "usage_agreement",
]

SHARED: dict[str, Table] = {
    name: table for name, table in metadata.tables.items() if "scope" in table.info
}
"""The tables that take part in change log, undo and exchange, by name."""


def scope_of(entity: str) -> Scope:
    """The scope of a shared table."""
    scope: Scope = SHARED[entity].info["scope"]
    return scope


def logged_scope(entity: str, centre_id: str | None) -> str:
    """The scope under which the log has the changes of a table of the house `centre_id`.

    That of the table; for figures with the house, because a PC of the city has those of several.
    """
    scope = scope_of(entity)
    return f"{scope}-{centre_id}" if scope == "figures" else scope
