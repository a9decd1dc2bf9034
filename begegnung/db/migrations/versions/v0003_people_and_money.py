"""Households, consents, registration windows, the waiting list, the ledger, cards, handover notes.

A payment may belong to a punch card instead of a booking, so its table is made anew.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

_STATEMENTS = (
    "DROP INDEX ix_payment_note_booking_id",
    "ALTER TABLE payment_note RENAME TO payment_note_before",
    """
    CREATE TABLE payment_note (
        id VARCHAR(26) NOT NULL,
        booking_id VARCHAR(26),
        person_id VARCHAR(26),
        paid_on DATE NOT NULL,
        amount_cents INTEGER NOT NULL,
        receipt_number VARCHAR DEFAULT '' NOT NULL,
        staff_user_id VARCHAR(26),
        void_reason VARCHAR DEFAULT '' NOT NULL,
        kind VARCHAR DEFAULT 'fee' NOT NULL,
        means VARCHAR DEFAULT 'cash' NOT NULL,
        reason VARCHAR DEFAULT '' NOT NULL,
        cancels_id VARCHAR(26),
        till_id VARCHAR(26),
        punch_card_id VARCHAR(26),
        CONSTRAINT pk_payment_note PRIMARY KEY (id),
        CONSTRAINT fk_payment_note_booking_id FOREIGN KEY(booking_id) REFERENCES booking (id),
        CONSTRAINT fk_payment_note_person_id FOREIGN KEY(person_id) REFERENCES person (id),
        CONSTRAINT fk_payment_note_staff_user_id FOREIGN KEY(staff_user_id)
            REFERENCES staff_user (id),
        CONSTRAINT fk_payment_note_till_id FOREIGN KEY(till_id) REFERENCES till (id),
        CONSTRAINT fk_payment_note_punch_card_id FOREIGN KEY(punch_card_id)
            REFERENCES punch_card (id)
    )
    """,
    """
    INSERT INTO payment_note (id, booking_id, person_id, paid_on, amount_cents, receipt_number,
        staff_user_id, void_reason)
    SELECT id, booking_id, person_id, paid_on, amount_cents, receipt_number,
        staff_user_id, void_reason FROM payment_note_before
    """,
    "DROP TABLE payment_note_before",
    "CREATE INDEX ix_payment_note_booking_id ON payment_note (booking_id)",
    "CREATE INDEX ix_payment_note_cancels_id ON payment_note (cancels_id)",
    "CREATE INDEX ix_payment_note_paid_on ON payment_note (paid_on)",
    """
    CREATE TABLE household (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        phone VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_household PRIMARY KEY (id),
        CONSTRAINT fk_household_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id)
    )
    """,
    """
    CREATE TABLE person_merge (
        id VARCHAR(26) NOT NULL,
        keeper_id VARCHAR(26) NOT NULL,
        merged_id VARCHAR(26) NOT NULL,
        moved VARCHAR NOT NULL,
        undone BOOLEAN DEFAULT 0 NOT NULL,
        CONSTRAINT pk_person_merge PRIMARY KEY (id),
        CONSTRAINT fk_person_merge_keeper_id FOREIGN KEY(keeper_id) REFERENCES person (id),
        CONSTRAINT fk_person_merge_merged_id FOREIGN KEY(merged_id) REFERENCES person (id)
    )
    """,
    "CREATE INDEX ix_person_merge_keeper_id ON person_merge (keeper_id)",
    "CREATE INDEX ix_person_merge_merged_id ON person_merge (merged_id)",
    """
    CREATE TABLE consent (
        id VARCHAR(26) NOT NULL,
        person_id VARCHAR(26) NOT NULL,
        purpose VARCHAR NOT NULL,
        given_on DATE NOT NULL,
        form_number VARCHAR DEFAULT '' NOT NULL,
        revoked_on DATE,
        CONSTRAINT pk_consent PRIMARY KEY (id),
        CONSTRAINT fk_consent_person_id FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    "CREATE INDEX ix_consent_person_id ON consent (person_id)",
    """
    CREATE TABLE boarding_point (
        id VARCHAR(26) NOT NULL,
        offer_id VARCHAR(26) NOT NULL,
        name VARCHAR NOT NULL,
        minute INTEGER,
        position INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_boarding_point PRIMARY KEY (id),
        CONSTRAINT fk_boarding_point_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id)
    )
    """,
    "CREATE INDEX ix_boarding_point_offer_id ON boarding_point (offer_id)",
    """
    CREATE TABLE reduction (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        name VARCHAR NOT NULL,
        percent INTEGER DEFAULT 0 NOT NULL,
        on_fee BOOLEAN DEFAULT 1 NOT NULL,
        on_material BOOLEAN DEFAULT 0 NOT NULL,
        retired BOOLEAN DEFAULT 0 NOT NULL,
        CONSTRAINT pk_reduction PRIMARY KEY (id),
        CONSTRAINT fk_reduction_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id)
    )
    """,
    """
    CREATE TABLE seat_decision (
        id VARCHAR(26) NOT NULL,
        booking_id VARCHAR(26) NOT NULL,
        kind VARCHAR NOT NULL,
        decided_at INTEGER NOT NULL,
        facts VARCHAR NOT NULL,
        CONSTRAINT pk_seat_decision PRIMARY KEY (id),
        CONSTRAINT fk_seat_decision_booking_id FOREIGN KEY(booking_id) REFERENCES booking (id)
    )
    """,
    "CREATE INDEX ix_seat_decision_booking_id ON seat_decision (booking_id)",
    """
    CREATE TABLE call_note (
        id VARCHAR(26) NOT NULL,
        booking_id VARCHAR(26) NOT NULL,
        called_at INTEGER NOT NULL,
        outcome VARCHAR NOT NULL,
        staff_user_id VARCHAR(26),
        CONSTRAINT pk_call_note PRIMARY KEY (id),
        CONSTRAINT fk_call_note_booking_id FOREIGN KEY(booking_id) REFERENCES booking (id),
        CONSTRAINT fk_call_note_staff_user_id FOREIGN KEY(staff_user_id)
            REFERENCES staff_user (id)
    )
    """,
    "CREATE INDEX ix_call_note_booking_id ON call_note (booking_id)",
    """
    CREATE TABLE till (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        name VARCHAR NOT NULL,
        code VARCHAR NOT NULL,
        numbered BOOLEAN DEFAULT 0 NOT NULL,
        retired BOOLEAN DEFAULT 0 NOT NULL,
        CONSTRAINT pk_till PRIMARY KEY (id),
        CONSTRAINT fk_till_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id)
    )
    """,
    """
    CREATE TABLE receipt_series (
        id VARCHAR(26) NOT NULL,
        till_id VARCHAR(26) NOT NULL,
        device_id VARCHAR(26) NOT NULL,
        code VARCHAR NOT NULL,
        CONSTRAINT pk_receipt_series PRIMARY KEY (id),
        CONSTRAINT fk_receipt_series_till_id FOREIGN KEY(till_id) REFERENCES till (id),
        CONSTRAINT fk_receipt_series_device_id FOREIGN KEY(device_id) REFERENCES device (id)
    )
    """,
    "CREATE INDEX ix_receipt_series_till_id_device_id ON receipt_series (till_id, device_id)",
    """
    CREATE TABLE receipt (
        id VARCHAR(26) NOT NULL,
        series_id VARCHAR(26) NOT NULL,
        year INTEGER NOT NULL,
        number INTEGER NOT NULL,
        issued_at INTEGER NOT NULL,
        amount_cents INTEGER NOT NULL,
        payer VARCHAR DEFAULT '' NOT NULL,
        purpose VARCHAR DEFAULT '' NOT NULL,
        payment_note_id VARCHAR(26) NOT NULL,
        cancels_id VARCHAR(26),
        reason VARCHAR DEFAULT '' NOT NULL,
        staff_user_id VARCHAR(26),
        CONSTRAINT pk_receipt PRIMARY KEY (id),
        CONSTRAINT fk_receipt_series_id FOREIGN KEY(series_id) REFERENCES receipt_series (id),
        CONSTRAINT fk_receipt_payment_note_id FOREIGN KEY(payment_note_id)
            REFERENCES payment_note (id),
        CONSTRAINT fk_receipt_staff_user_id FOREIGN KEY(staff_user_id)
            REFERENCES staff_user (id)
    )
    """,
    "CREATE INDEX ix_receipt_cancels_id ON receipt (cancels_id)",
    "CREATE INDEX ix_receipt_payment_note_id ON receipt (payment_note_id)",
    "CREATE INDEX ix_receipt_series_id_year_number ON receipt (series_id, year, number)",
    """
    CREATE TABLE cash_report (
        id VARCHAR(26) NOT NULL,
        till_id VARCHAR(26) NOT NULL,
        day DATE NOT NULL,
        opening_cents INTEGER NOT NULL,
        expected_cents INTEGER NOT NULL,
        counted_cents INTEGER NOT NULL,
        counted VARCHAR NOT NULL,
        reason VARCHAR DEFAULT '' NOT NULL,
        counted_at INTEGER NOT NULL,
        cancels_id VARCHAR(26),
        staff_user_id VARCHAR(26),
        CONSTRAINT pk_cash_report PRIMARY KEY (id),
        CONSTRAINT fk_cash_report_till_id FOREIGN KEY(till_id) REFERENCES till (id),
        CONSTRAINT fk_cash_report_staff_user_id FOREIGN KEY(staff_user_id)
            REFERENCES staff_user (id)
    )
    """,
    "CREATE INDEX ix_cash_report_till_id_day ON cash_report (till_id, day)",
    """
    CREATE TABLE month_closing (
        id VARCHAR(26) NOT NULL,
        till_id VARCHAR(26) NOT NULL,
        year INTEGER NOT NULL,
        month INTEGER NOT NULL,
        total_cents INTEGER NOT NULL,
        entries INTEGER NOT NULL,
        closed_at INTEGER NOT NULL,
        cancels_id VARCHAR(26),
        reason VARCHAR DEFAULT '' NOT NULL,
        staff_user_id VARCHAR(26),
        CONSTRAINT pk_month_closing PRIMARY KEY (id),
        CONSTRAINT fk_month_closing_till_id FOREIGN KEY(till_id) REFERENCES till (id),
        CONSTRAINT fk_month_closing_staff_user_id FOREIGN KEY(staff_user_id)
            REFERENCES staff_user (id)
    )
    """,
    "CREATE INDEX ix_month_closing_till_id_year_month ON month_closing (till_id, year, month)",
    """
    CREATE TABLE punch_card (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        person_id VARCHAR(26) NOT NULL,
        offer_id VARCHAR(26),
        punches INTEGER NOT NULL,
        price_cents INTEGER NOT NULL,
        bought_on DATE NOT NULL,
        void_reason VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_punch_card PRIMARY KEY (id),
        CONSTRAINT fk_punch_card_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id),
        CONSTRAINT fk_punch_card_person_id FOREIGN KEY(person_id) REFERENCES person (id),
        CONSTRAINT fk_punch_card_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id)
    )
    """,
    "CREATE INDEX ix_punch_card_person_id ON punch_card (person_id)",
    """
    CREATE TABLE punch (
        id VARCHAR(26) NOT NULL,
        punch_card_id VARCHAR(26) NOT NULL,
        occurrence_id VARCHAR(26) NOT NULL,
        CONSTRAINT pk_punch PRIMARY KEY (id),
        CONSTRAINT fk_punch_punch_card_id FOREIGN KEY(punch_card_id) REFERENCES punch_card (id),
        CONSTRAINT fk_punch_occurrence_id FOREIGN KEY(occurrence_id) REFERENCES occurrence (id)
    )
    """,
    "CREATE INDEX ix_punch_occurrence_id ON punch (occurrence_id)",
    "CREATE INDEX ix_punch_punch_card_id ON punch (punch_card_id)",
    """
    CREATE TABLE handover_note (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        for_day DATE NOT NULL,
        text VARCHAR NOT NULL,
        staff_user_id VARCHAR(26),
        done BOOLEAN DEFAULT 0 NOT NULL,
        CONSTRAINT pk_handover_note PRIMARY KEY (id),
        CONSTRAINT fk_handover_note_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id),
        CONSTRAINT fk_handover_note_staff_user_id FOREIGN KEY(staff_user_id)
            REFERENCES staff_user (id)
    )
    """,
    "CREATE INDEX ix_handover_note_centre_id_for_day ON handover_note (centre_id, for_day)",
    "ALTER TABLE offer ADD COLUMN registration_opens INTEGER",
    "ALTER TABLE offer ADD COLUMN priority_opens INTEGER",
    "ALTER TABLE offer ADD COLUMN registration_closes INTEGER",
    "ALTER TABLE offer ADD COLUMN queue_order VARCHAR DEFAULT 'strict' NOT NULL",
    "ALTER TABLE offer ADD COLUMN most_places INTEGER DEFAULT 2 NOT NULL",
    "ALTER TABLE offer ADD COLUMN answer_days INTEGER DEFAULT 2 NOT NULL",
    "ALTER TABLE offer ADD COLUMN deadline_days INTEGER",
    "ALTER TABLE offer ADD COLUMN deadline_minute INTEGER",
    "ALTER TABLE offer ADD COLUMN choices VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE offer ADD COLUMN fee_kind VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE offer ADD COLUMN material_cents INTEGER",
    "ALTER TABLE offer ADD COLUMN deposit_cents INTEGER",
    "ALTER TABLE offer ADD COLUMN balance_due DATE",
    "ALTER TABLE offer ADD COLUMN pro_rata BOOLEAN DEFAULT 0 NOT NULL",
    "ALTER TABLE offer ADD COLUMN takes_cards BOOLEAN DEFAULT 0 NOT NULL",
    """
    ALTER TABLE offer ADD COLUMN till_id VARCHAR(26) CONSTRAINT fk_offer_till_id
            REFERENCES till (id)
    """,
    """
    ALTER TABLE person ADD COLUMN household_id VARCHAR(26) CONSTRAINT fk_person_household_id
            REFERENCES household (id)
    """,
    "CREATE INDEX ix_person_household_id ON person (household_id)",
    "ALTER TABLE booking ADD COLUMN rank INTEGER DEFAULT 2 NOT NULL",
    "ALTER TABLE booking ADD COLUMN rank_reason VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE booking ADD COLUMN party_id VARCHAR(26)",
    "ALTER TABLE booking ADD COLUMN splittable BOOLEAN DEFAULT 0 NOT NULL",
    "ALTER TABLE booking ADD COLUMN answer_by DATE",
    "ALTER TABLE booking ADD COLUMN cancelled_at INTEGER",
    "ALTER TABLE booking ADD COLUMN cancel_reason VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE booking ADD COLUMN origin_id VARCHAR(26)",
    "ALTER TABLE booking ADD COLUMN origin_kind VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE booking ADD COLUMN due_cents INTEGER",
    "ALTER TABLE booking ADD COLUMN due_reason VARCHAR DEFAULT '' NOT NULL",
    """
    ALTER TABLE booking ADD COLUMN reduction_id VARCHAR(26) CONSTRAINT fk_booking_reduction_id
            REFERENCES reduction (id)
    """,
    "ALTER TABLE booking ADD COLUMN proof_seen BOOLEAN DEFAULT 0 NOT NULL",
    """
    ALTER TABLE booking ADD COLUMN boarding_point_id VARCHAR(26)
            CONSTRAINT fk_booking_boarding_point_id
            REFERENCES boarding_point (id)
    """,
    "ALTER TABLE booking ADD COLUMN choice VARCHAR DEFAULT '' NOT NULL",
    "CREATE INDEX ix_booking_party_id ON booking (party_id)",
    "ALTER TABLE staff_user ADD COLUMN pin_hash VARCHAR DEFAULT '' NOT NULL",
)


def upgrade() -> None:
    """Makes the tables and columns of version 3."""
    for statement in _STATEMENTS:
        op.execute(statement)
