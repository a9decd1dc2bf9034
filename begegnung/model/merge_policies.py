"""What becomes of a column that two PCs wrote without knowing of each other: one declared table.

Nothing is ever lost by a merge (`begegnung.exchange.merge`). What is declared here is whether a
person is asked which of the values holds, or whether the newest one is shown and that is all.
Reasons: docs/adr/0023-questions-follow-from-the-merged-data.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from begegnung.model.ledger import APPEND_ONLY

Policy = Literal["ask", "newest", "follows", "once"]
"""How a column is settled.

"ask": both values are kept and shown until a person decides. "newest": the newest value holds;
losing the other one hurts nobody. "follows": goes along with what is decided about another column,
or with a verb that is run after every exchange. "once": written with the row and never again.
"""


@dataclass(frozen=True, slots=True)
class TablePolicy:
    """The policies of one table by column.

    `together` are columns that one verb writes at once: they are asked about as one, because half
    of the one and half of the other makes no sense. `right` is the verb that changes such a row by
    hand: who may not run it may not decide either; `rights` are other ones for single columns.
    `asks_deleted`: whether somebody is asked when one PC deleted what another one edited.
    """

    columns: dict[str, Policy]
    right: str = ""
    rights: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    asks_deleted: bool = True

    def right_for(self, columns: Iterable[str]) -> str:
        """The verb that one has to be allowed to run in order to decide about `columns`."""
        single = dict(self.rights)
        return next((single[c] for c in columns if c in single), self.right)

    def group_of(self, column: str) -> tuple[str, ...]:
        """The columns that are decided together with this one, itself among them."""
        return next((group for group in self.together if column in group), (column,))


def _policy(
    right: str = "",
    *,
    ask: str = "",
    newest: str = "",
    follows: str = "",
    once: str = "",
    rights: tuple[tuple[str, str], ...] = (),
    together: tuple[str, ...] = (),
    asks_deleted: bool = True,
) -> TablePolicy:
    said: tuple[tuple[Policy, str], ...] = (
        ("ask", ask),
        ("newest", newest),
        ("follows", follows),
        ("once", once),
    )
    columns: dict[str, Policy] = {c: policy for policy, names in said for c in names.split()}
    groups = tuple(tuple(names.split()) for names in together)
    return TablePolicy(columns, right, rights, groups, asks_deleted)


POLICIES: dict[str, TablePolicy] = {
    "provider": _policy("houses.edit_house", ask="name kind"),
    "district": _policy("houses.load_districts", ask="name", newest="position"),
    "centre": _policy(
        "houses.edit_house",
        ask="name provider_id district_id street town phone mail web office_hours access_note land"
        " announcement_title announcement_text",
        together=("street town", "announcement_title announcement_text"),
    ),
    "house_look": _policy(
        "house_look.set_look",
        ask="ink accent logo logo_alt footer letter_closing notice_closing booklet_foreword"
        " booklet_rules",
        once="centre_id",
        together=("ink accent", "logo logo_alt"),
    ),
    "room": _policy(
        "houses.edit_room",
        ask="name capacity equipment several_groups retired",
        newest="position",
        once="centre_id",
    ),
    "room_part": _policy("houses.set_room_parts", once="whole_id part_id"),
    "school_holiday": _policy(
        "school_holidays.import_holidays",
        ask="name first_day last_day",
        newest="source",
        once="land",
        together=("first_day last_day",),
    ),
    "closure": _policy(
        "houses.add_closure",
        ask="room_id first_day last_day reason",
        once="centre_id",
        together=("first_day last_day",),
    ),
    # Two first prints of one week, on PCs that were apart: the later one is compared with.
    "printed_edition": _policy(
        newest="printed_at content",
        once="centre_id kind first_day",
        asks_deleted=False,
    ),
    "till": _policy("tills.set_till", ask="name code numbered retired", once="centre_id"),
    "reduction": _policy(
        "reductions.set_reduction",
        ask="name percent on_fee on_material retired",
        once="centre_id",
        together=("percent on_fee on_material",),
    ),
    "offer": _policy(
        "offers.edit_offer",
        ask="title type category wording room_id place leader organiser capacity minimum"
        " registration registration_note fee_cents fee_text audience time_text remark printed ended"
        " setup_minutes clearing_minutes continues_id registration_opens priority_opens"
        " registration_closes queue_order most_places answer_days deadline_days deadline_minute"
        " choices fee_kind material_cents deposit_cents balance_due pro_rata takes_cards till_id",
        newest="source",
        once="centre_id",
        together=(
            "room_id place",
            "setup_minutes clearing_minutes",
            "fee_cents fee_kind",
            "deposit_cents balance_due",
            "registration_opens priority_opens registration_closes",
            "deadline_days deadline_minute",
        ),
    ),
    "boarding_point": _policy(
        "offers.edit_offer", ask="name minute", newest="position", once="offer_id"
    ),
    "rule": _policy(
        "series_change.change_from",
        ask="series first_day last_day start_minute end_minute room_id",
        once="offer_id",
        together=("series first_day last_day start_minute end_minute room_id",),
    ),
    "occurrence": _policy(
        "dates.edit_date",
        ask="room_id starts ends state title place leader setup_minutes clearing_minutes",
        newest="rule_id replaces_id",
        follows="end_assumed untimed moved_from overruled state_reason",
        once="offer_id centre_id",
        together=(
            "starts ends room_id place end_assumed untimed moved_from overruled",
            "state state_reason",
            "setup_minutes clearing_minutes",
        ),
    ),
    "usage_agreement": _policy(
        "agreements.set_agreement",
        ask="contact_name contact_phone contact_mail signed_on ends_on remind_days note",
        once="centre_id offer_id",
        together=("contact_name contact_phone contact_mail",),
    ),
    # A PC writes its own row only; what differs is a restored copy of itself.
    "device": _policy("devices.register", newest="name centre_id", asks_deleted=False),
    "staff_user": _policy("staff.edit_staff", ask="name role active pin_hash", once="centre_id"),
    "household": _policy("households.set_household_phone", ask="phone", once="centre_id"),
    "person": _policy(
        "people.edit_person",
        ask="surname first_name phone mobile mail street district_id birth_year gender contact_name"
        " contact_phone blocked merged_into household_id",
        once="centre_id",
        rights=(
            ("blocked", "people.block_person"),
            ("merged_into", "person_merges.merge"),
            ("household_id", "households.join_household"),
        ),
        together=("contact_name contact_phone",),
    ),
    # Both PCs note the same merge; `after_exchange` brings what went over up to date.
    "person_merge": _policy(
        "person_merges.merge",
        follows="moved undone",
        once="keeper_id merged_id",
        asks_deleted=False,
    ),
    "consent": _policy(
        "consents.revoke_consent",
        ask="revoked_on",
        follows="person_id",
        once="purpose given_on form_number",
    ),
    "booking": _policy(
        "bookings.cancel",
        ask="state places due_cents due_reason reduction_id proof_seen boarding_point_id choice",
        newest="number booked_at rank rank_reason party_id splittable origin_id origin_kind",
        follows="person_id promoted_at informed answer_by cancelled_at cancel_reason",
        once="offer_id occurrence_id",
        rights=(("due_cents", "prices.set_price"), ("places", "bookings.set_places")),
        together=(
            "state promoted_at informed answer_by cancelled_at cancel_reason",
            "due_cents due_reason reduction_id proof_seen",
        ),
    ),
    # Facts of a moment: each is a row of its own. Equal ones of two PCs are shown once.
    "seat_decision": _policy(once="booking_id kind decided_at facts", asks_deleted=False),
    "call_note": _policy(once="booking_id called_at outcome staff_user_id", asks_deleted=False),
    "attendance": _policy(
        "attendance.mark",
        ask="state",
        newest="entered_late",
        follows="person_id",
        once="occurrence_id",
    ),
    "head_count": _policy("attendance.count_heads", ask="total", once="occurrence_id"),
    # Computed from attendance by every PC of the house, see `services.figures`.
    "participation": _policy(
        follows="key_mark age_band gender district_id visits excused absent",
        once="centre_id offer_id month pseudonym",
        asks_deleted=False,
    ),
    "offer_figure": _policy(
        follows="heads counted nameless",
        once="centre_id offer_id month",
        asks_deleted=False,
    ),
    # Two PCs may have begun a year at once: then the newest key holds for both.
    "figure_key": _policy(newest="key", once="centre_id year", asks_deleted=False),
    "handover_note": _policy(
        "handover.edit_note",
        ask="text",
        newest="for_day done staff_user_id",
        once="centre_id",
    ),
    "clash_decision": _policy(
        newest="undone",
        follows="person_id",
        once="centre_id kind subject choice needs reason facts decided_at staff_user_id",
        asks_deleted=False,
    ),
    # The ledger (`model.ledger.APPEND_ONLY`): an entry is what was written first, for ever.
    "payment_note": _policy(
        once="booking_id person_id paid_on amount_cents receipt_number staff_user_id void_reason"
        " kind means reason cancels_id till_id punch_card_id",
        asks_deleted=False,
    ),
    "receipt": _policy(
        once="series_id year number issued_at amount_cents payer purpose payment_note_id cancels_id"
        " reason staff_user_id",
        asks_deleted=False,
    ),
    "cash_report": _policy(
        once="till_id day opening_cents expected_cents counted_cents counted reason counted_at"
        " cancels_id staff_user_id",
        asks_deleted=False,
    ),
    "month_closing": _policy(
        once="till_id year month total_cents entries closed_at cancels_id reason staff_user_id",
        asks_deleted=False,
    ),
    "receipt_series": _policy("tills.switch_receipts", ask="code", once="till_id device_id"),
    "punch_card": _policy(
        "punch_cards.void_card",
        ask="void_reason",
        follows="person_id",
        once="centre_id offer_id punches price_cents bought_on",
    ),
    "punch": _policy("punch_cards.take_back_punch", once="punch_card_id occurrence_id"),
}
"""Every table that is exchanged, with every column of it; a test compares it with the tables."""

DELETED = "@deleted"
"""The column of a clash between deleting and editing a row."""


def asks(entity: str, column: str) -> bool:
    """Whether a person is asked about different values in this column of the table `entity`.

    Not about columns or tables that only a newer program knows: it will ask itself.
    """
    policy = POLICIES.get(entity)
    if policy is None or entity in APPEND_ONLY:
        return False
    if column == DELETED:
        return policy.asks_deleted
    return policy.columns.get(column) == "ask"
