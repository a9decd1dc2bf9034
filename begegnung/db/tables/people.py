"""People, their places and waiting lists, attendance: what stays in the house."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String

from begegnung.db.tables.columns import flag, number, shared, to, words

household = shared("household", "house", to("centre", required=True), words("phone"))
"""People who live together and share a telephone (`phone`); `person` leads to it."""

person = shared(
    "person",
    "house",
    to("centre", required=True),
    Column("surname", String, nullable=False),
    words("first_name"),
    words("phone"),
    words("mobile"),
    words("mail"),
    words("street"),
    to("district"),
    Column("birth_year", Integer),
    words("gender"),
    words("contact_name"),
    words("contact_phone"),
    flag("blocked"),
    Column("merged_into", String(26)),
    to("household"),
    Index(None, "surname", "first_name"),
    Index(None, "household_id"),
)

person_merge = shared(
    "person_merge",
    "house",
    Column("keeper_id", String(26), ForeignKey("person.id"), nullable=False),
    Column("merged_id", String(26), ForeignKey("person.id"), nullable=False),
    Column("moved", String, nullable=False),
    flag("undone"),
    Index(None, "keeper_id"),
    Index(None, "merged_id"),
)
"""Two entries of one person made one; `moved` holds as JSON what went over, to be brought back."""

consent = shared(
    "consent",
    "house",
    to("person", required=True),
    Column("purpose", String, nullable=False),
    Column("given_on", Date, nullable=False),
    words("form_number"),
    Column("revoked_on", Date),
    Index(None, "person_id"),
)
"""What a person has agreed to on paper (Art. 7 GDPR); revoking keeps the record."""

booking = shared(
    "booking",
    "house",
    to("offer", required=True),
    to("occurrence"),
    to("person", required=True),
    Column("state", String, nullable=False),
    Column("number", Integer, nullable=False),
    number("places", 1),
    Column("booked_at", Integer, nullable=False),
    Column("promoted_at", Integer),
    flag("informed", default=True),
    number("rank", 2),
    words("rank_reason"),
    Column("party_id", String(26)),
    flag("splittable"),
    Column("answer_by", Date),
    Column("cancelled_at", Integer),
    words("cancel_reason"),
    Column("origin_id", String(26)),
    words("origin_kind"),
    Column("due_cents", Integer),
    words("due_reason"),
    to("reduction"),
    flag("proof_seen"),
    to("boarding_point"),
    words("choice"),
    Index(None, "offer_id", "state"),
    Index(None, "person_id"),
    Index(None, "party_id"),
)

seat_decision = shared(
    "seat_decision",
    "house",
    to("booking", required=True),
    Column("kind", String, nullable=False),
    Column("decided_at", Integer, nullable=False),
    Column("facts", String, nullable=False),
    Index(None, "booking_id"),
)
"""Why somebody got a place or did not: `facts` as JSON (see `model.seats.Facts`), never names."""

call_note = shared(
    "call_note",
    "house",
    to("booking", required=True),
    Column("called_at", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    to("staff_user"),
    Index(None, "booking_id"),
)
"""A telephone call about a place that became free, and what was said."""

attendance = shared(
    "attendance",
    "house",
    to("occurrence", required=True),
    to("person", required=True),
    Column("state", String, nullable=False),
    flag("entered_late"),
    Index(None, "occurrence_id"),
    Index(None, "person_id"),
)

head_count = shared(
    "head_count",
    "house",
    to("occurrence", required=True),
    Column("total", Integer, nullable=False),
    Index(None, "occurrence_id"),
)

handover_note = shared(
    "handover_note",
    "house",
    to("centre", required=True),
    Column("for_day", Date, nullable=False),
    Column("text", String, nullable=False),
    to("staff_user"),
    flag("done"),
    Index(None, "centre_id", "for_day"),
)
"""Übergabe: what the next one at the desk has to know."""

clash_decision = shared(
    "clash_decision",
    "house",
    to("centre", required=True),
    to("person"),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("choice", String, nullable=False),
    words("needs"),
    words("reason"),
    Column("facts", String, nullable=False),
    Column("decided_at", Integer, nullable=False),
    to("staff_user"),
    flag("undone"),
    Index(None, "kind", "subject"),
    Index(None, "person_id"),
)
"""What somebody decided about a clash (Zu klären), with the reason.

`subject` and `facts` say about what and as what it was, see `services.clashes`; `needs` is the
right that was needed. A decision that was taken back stays as `undone`, so that its question comes
back on every PC.
"""
