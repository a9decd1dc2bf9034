"""Houses, rooms, offers, their dates, and who works there: mostly what every house may see."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, text

from begegnung.db.tables.columns import flag, number, shared, to, words

provider = shared("provider", "city", Column("name", String, nullable=False), words("kind"))

district = shared(
    "district",
    "city",
    Column("name", String, nullable=False),
    number("position"),
)

centre = shared(
    "centre",
    "city",
    Column("name", String, nullable=False),
    to("provider"),
    to("district"),
    words("street"),
    words("town"),
    words("phone"),
    words("mail"),
    words("web"),
    words("office_hours"),
    words("access_note"),
    Column("land", String(2), nullable=False, server_default=text("'NW'")),
    words("announcement_title"),
    words("announcement_text"),
)

house_look = shared(
    "house_look",
    "city",
    to("centre", required=True),
    words("ink"),
    words("accent"),
    words("logo"),
    words("logo_alt"),
    words("footer"),
    words("letter_closing"),
    words("notice_closing"),
    words("booklet_foreword"),
    words("booklet_rules"),
)
"""What a house looks like on paper, one row a house; the logo is a PNG in base64."""

room = shared(
    "room",
    "city",
    to("centre", required=True),
    Column("name", String, nullable=False),
    Column("capacity", Integer),
    words("equipment"),
    flag("several_groups"),
    number("position"),
    flag("retired"),
)

room_part = shared(
    "room_part",
    "city",
    Column("whole_id", String(26), ForeignKey("room.id"), nullable=False),
    Column("part_id", String(26), ForeignKey("room.id"), nullable=False),
    Index(None, "whole_id"),
    Index(None, "part_id"),
)
"""The rooms a combined room is made of: "Saal 1+2" has the parts "Saal 1" and "Saal 2"."""

school_holiday = shared(
    "school_holiday",
    "city",
    Column("land", String(2), nullable=False),
    Column("name", String, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    words("source"),
    Index(None, "land", "first_day"),
)
"""School holidays that were brought in after the program was made."""

closure = shared(
    "closure",
    "city",
    to("centre", required=True),
    to("room"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    words("reason"),
    Index(None, "centre_id", "last_day"),
)

printed_edition = shared(
    "printed_edition",
    "city",
    to("centre", required=True),
    Column("kind", String, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("printed_at", Integer, nullable=False),
    words("content"),
)
"""What stood on the printed programme of a week or a half-year, see `model.editions`.

`printed_at` is UTC milliseconds. The identifier follows from house, kind and first day.
"""

till = shared(
    "till",
    "city",
    to("centre", required=True),
    Column("name", String, nullable=False),
    Column("code", String, nullable=False),
    flag("numbered"),
    flag("retired"),
)
"""The money of one legal person (the city, the Förderverein); `numbered`: receipts by program."""

reduction = shared(
    "reduction",
    "city",
    to("centre", required=True),
    Column("name", String, nullable=False),
    number("percent"),
    flag("on_fee", default=True),
    flag("on_material"),
    flag("retired"),
)
"""A rule of reduced fees such as the Dortmund-Karte; a booking notes only that a proof was seen."""

offer = shared(
    "offer",
    "city",
    to("centre", required=True),
    Column("title", String, nullable=False),
    Column("type", String, nullable=False),
    Column("category", String),
    words("wording"),
    to("room"),
    words("place"),
    words("leader"),
    words("organiser"),
    Column("capacity", Integer),
    Column("minimum", Integer),
    words("registration", "unknown"),
    words("registration_note"),
    Column("fee_cents", Integer),
    words("fee_text"),
    words("audience"),
    words("time_text"),
    words("remark"),
    flag("printed", default=True),
    flag("ended"),
    words("source"),
    number("setup_minutes"),
    number("clearing_minutes"),
    Column("continues_id", String(26)),
    Column("registration_opens", Integer),
    Column("priority_opens", Integer),
    Column("registration_closes", Integer),
    words("queue_order", "strict"),
    number("most_places", 2),
    number("answer_days", 2),
    Column("deadline_days", Integer),
    Column("deadline_minute", Integer),
    words("choices"),
    words("fee_kind"),
    Column("material_cents", Integer),
    Column("deposit_cents", Integer),
    Column("balance_due", Date),
    flag("pro_rata"),
    flag("takes_cards"),
    to("till"),
    Index(None, "centre_id"),
)

boarding_point = shared(
    "boarding_point",
    "city",
    to("offer", required=True),
    Column("name", String, nullable=False),
    Column("minute", Integer),
    number("position"),
    Index(None, "offer_id"),
)
"""Where and when people get on the coach of a trip (Zustieg); `minute` of the day."""

rule = shared(
    "rule",
    "city",
    to("offer", required=True),
    Column("series", String, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("start_minute", Integer, nullable=False),
    Column("end_minute", Integer),
    to("room"),
    Index(None, "offer_id"),
)

occurrence = shared(
    "occurrence",
    "city",
    to("offer", required=True),
    to("centre", required=True),
    to("rule"),
    to("room"),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    flag("end_assumed"),
    flag("untimed"),
    words("state", "planned"),
    words("state_reason"),
    words("title"),
    words("place"),
    words("leader"),
    Column("moved_from", Integer),
    Column("replaces_id", String(26)),
    number("setup_minutes"),
    number("clearing_minutes"),
    words("overruled"),
    Index(None, "room_id", "starts", "ends"),
    Index(None, "offer_id", "starts"),
    Index(None, "centre_id", "starts"),
    Index(
        "ix_occurrence_with_margins",
        "room_id",
        "starts",
        sqlite_where=text("setup_minutes > 0 OR clearing_minutes > 0"),
    ),
    Index(None, "replaces_id", sqlite_where=text("replaces_id IS NOT NULL")),
    Index("ix_occurrence_backwards", "starts", sqlite_where=text("ends <= starts")),
)

usage_agreement = shared(
    "usage_agreement",
    "house",
    to("centre", required=True),
    to("offer", required=True),
    words("contact_name"),
    words("contact_phone"),
    words("contact_mail"),
    Column("signed_on", Date),
    Column("ends_on", Date),
    number("remind_days", 28),
    words("note"),
    Index(None, "offer_id"),
)
"""The standing right of an outside group to the room of its offer (Nutzungsvereinbarung)."""

device = shared("device", "city", to("centre"), Column("name", String, nullable=False))

staff_user = shared(
    "staff_user",
    "house",
    to("centre", required=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    flag("active", default=True),
    words("pin_hash"),
)
