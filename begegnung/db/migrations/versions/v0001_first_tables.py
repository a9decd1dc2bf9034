"""The first tables."""

from alembic import op

revision = "0001"
down_revision = None

_STATEMENTS = (
    """
    CREATE TABLE action (
        id VARCHAR(26) NOT NULL,
        device VARCHAR(26) NOT NULL,
        seq INTEGER NOT NULL,
        stamp INTEGER NOT NULL,
        verb VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        actor VARCHAR(26),
        undoes VARCHAR(26),
        CONSTRAINT pk_action PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX ix_action_device_seq ON action (device, seq)
    """,
    """
    CREATE INDEX ix_action_stamp ON action (stamp)
    """,
    """
    CREATE TABLE bundle (
        hash VARCHAR(64) NOT NULL,
        scope VARCHAR NOT NULL,
        lane VARCHAR NOT NULL,
        seq INTEGER NOT NULL,
        prev VARCHAR(64),
        deps VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        path VARCHAR NOT NULL,
        data BLOB NOT NULL,
        CONSTRAINT pk_bundle PRIMARY KEY (hash)
    )
    """,
    """
    CREATE INDEX ix_bundle_scope_position ON bundle (scope, position)
    """,
    """
    CREATE TABLE clash (
        n INTEGER NOT NULL,
        entity VARCHAR NOT NULL,
        entity_id VARCHAR(26) NOT NULL,
        column_name VARCHAR NOT NULL,
        candidates VARCHAR NOT NULL,
        CONSTRAINT pk_clash PRIMARY KEY (n)
    )
    """,
    """
    CREATE INDEX ix_clash_entity_id ON clash (entity_id)
    """,
    """
    CREATE TABLE district (
        id VARCHAR(26) NOT NULL,
        name VARCHAR NOT NULL,
        position INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_district PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE local (
        "key" VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        CONSTRAINT pk_local PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE provider (
        id VARCHAR(26) NOT NULL,
        name VARCHAR NOT NULL,
        kind VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_provider PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE search_entry (
        n INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        entity_id VARCHAR(26) NOT NULL,
        sort_key VARCHAR NOT NULL,
        words VARCHAR NOT NULL,
        CONSTRAINT pk_search_entry PRIMARY KEY (n),
        CONSTRAINT uq_search_entry_entity_id UNIQUE (entity_id)
    )
    """,
    """
    CREATE INDEX ix_search_entry_kind_sort_key ON search_entry (kind, sort_key)
    """,
    """
    CREATE TABLE centre (
        id VARCHAR(26) NOT NULL,
        name VARCHAR NOT NULL,
        provider_id VARCHAR(26),
        district_id VARCHAR(26),
        street VARCHAR DEFAULT '' NOT NULL,
        town VARCHAR DEFAULT '' NOT NULL,
        phone VARCHAR DEFAULT '' NOT NULL,
        mail VARCHAR DEFAULT '' NOT NULL,
        web VARCHAR DEFAULT '' NOT NULL,
        office_hours VARCHAR DEFAULT '' NOT NULL,
        access_note VARCHAR DEFAULT '' NOT NULL,
        land VARCHAR(2) DEFAULT 'NW' NOT NULL,
        announcement_title VARCHAR DEFAULT '' NOT NULL,
        announcement_text VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_centre PRIMARY KEY (id),
        CONSTRAINT fk_centre_provider_id FOREIGN KEY(provider_id) REFERENCES provider (id),
        CONSTRAINT fk_centre_district_id FOREIGN KEY(district_id) REFERENCES district (id)
    )
    """,
    """
    CREATE TABLE change (
        n INTEGER NOT NULL,
        action_id VARCHAR(26) NOT NULL,
        position INTEGER NOT NULL,
        scope VARCHAR NOT NULL,
        entity VARCHAR NOT NULL,
        entity_id VARCHAR(26) NOT NULL,
        kind VARCHAR(1) NOT NULL,
        "before" VARCHAR,
        "after" VARCHAR,
        bundle VARCHAR(64),
        CONSTRAINT pk_change PRIMARY KEY (n),
        CONSTRAINT fk_change_action_id FOREIGN KEY(action_id) REFERENCES action (id)
    )
    """,
    """
    CREATE INDEX ix_change_action_id ON change (action_id)
    """,
    """
    CREATE INDEX ix_change_bundle ON change (bundle)
    """,
    """
    CREATE INDEX ix_change_entity_id ON change (entity_id)
    """,
    """
    CREATE INDEX ix_change_unsealed ON change (scope) WHERE bundle IS NULL
    """,
    """
    CREATE TABLE device (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26),
        name VARCHAR NOT NULL,
        CONSTRAINT pk_device PRIMARY KEY (id),
        CONSTRAINT fk_device_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id)
    )
    """,
    """
    CREATE TABLE person (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        surname VARCHAR NOT NULL,
        first_name VARCHAR DEFAULT '' NOT NULL,
        phone VARCHAR DEFAULT '' NOT NULL,
        mobile VARCHAR DEFAULT '' NOT NULL,
        mail VARCHAR DEFAULT '' NOT NULL,
        street VARCHAR DEFAULT '' NOT NULL,
        district_id VARCHAR(26),
        birth_year INTEGER,
        gender VARCHAR DEFAULT '' NOT NULL,
        contact_name VARCHAR DEFAULT '' NOT NULL,
        contact_phone VARCHAR DEFAULT '' NOT NULL,
        blocked BOOLEAN DEFAULT 0 NOT NULL,
        merged_into VARCHAR(26),
        CONSTRAINT pk_person PRIMARY KEY (id),
        CONSTRAINT fk_person_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id),
        CONSTRAINT fk_person_district_id FOREIGN KEY(district_id) REFERENCES district (id)
    )
    """,
    """
    CREATE INDEX ix_person_surname_first_name ON person (surname, first_name)
    """,
    """
    CREATE TABLE room (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        name VARCHAR NOT NULL,
        capacity INTEGER,
        equipment VARCHAR DEFAULT '' NOT NULL,
        several_groups BOOLEAN DEFAULT 0 NOT NULL,
        position INTEGER DEFAULT 0 NOT NULL,
        retired BOOLEAN DEFAULT 0 NOT NULL,
        CONSTRAINT pk_room PRIMARY KEY (id),
        CONSTRAINT fk_room_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id)
    )
    """,
    """
    CREATE TABLE staff_user (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        name VARCHAR NOT NULL,
        role VARCHAR NOT NULL,
        active BOOLEAN DEFAULT 1 NOT NULL,
        CONSTRAINT pk_staff_user PRIMARY KEY (id),
        CONSTRAINT fk_staff_user_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id)
    )
    """,
    """
    CREATE TABLE closure (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        room_id VARCHAR(26),
        first_day DATE NOT NULL,
        last_day DATE NOT NULL,
        reason VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_closure PRIMARY KEY (id),
        CONSTRAINT fk_closure_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id),
        CONSTRAINT fk_closure_room_id FOREIGN KEY(room_id) REFERENCES room (id)
    )
    """,
    """
    CREATE TABLE offer (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        title VARCHAR NOT NULL,
        type VARCHAR NOT NULL,
        category VARCHAR,
        wording VARCHAR DEFAULT '' NOT NULL,
        room_id VARCHAR(26),
        place VARCHAR DEFAULT '' NOT NULL,
        leader VARCHAR DEFAULT '' NOT NULL,
        organiser VARCHAR DEFAULT '' NOT NULL,
        capacity INTEGER,
        minimum INTEGER,
        registration VARCHAR DEFAULT 'unknown' NOT NULL,
        registration_note VARCHAR DEFAULT '' NOT NULL,
        fee_cents INTEGER,
        fee_text VARCHAR DEFAULT '' NOT NULL,
        audience VARCHAR DEFAULT '' NOT NULL,
        time_text VARCHAR DEFAULT '' NOT NULL,
        remark VARCHAR DEFAULT '' NOT NULL,
        printed BOOLEAN DEFAULT 1 NOT NULL,
        ended BOOLEAN DEFAULT 0 NOT NULL,
        source VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_offer PRIMARY KEY (id),
        CONSTRAINT fk_offer_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id),
        CONSTRAINT fk_offer_room_id FOREIGN KEY(room_id) REFERENCES room (id)
    )
    """,
    """
    CREATE INDEX ix_offer_centre_id ON offer (centre_id)
    """,
    """
    CREATE TABLE rule (
        id VARCHAR(26) NOT NULL,
        offer_id VARCHAR(26) NOT NULL,
        series VARCHAR NOT NULL,
        first_day DATE NOT NULL,
        last_day DATE NOT NULL,
        start_minute INTEGER NOT NULL,
        end_minute INTEGER,
        CONSTRAINT pk_rule PRIMARY KEY (id),
        CONSTRAINT fk_rule_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id)
    )
    """,
    """
    CREATE INDEX ix_rule_offer_id ON rule (offer_id)
    """,
    """
    CREATE TABLE occurrence (
        id VARCHAR(26) NOT NULL,
        offer_id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        rule_id VARCHAR(26),
        room_id VARCHAR(26),
        starts INTEGER NOT NULL,
        ends INTEGER NOT NULL,
        end_assumed BOOLEAN DEFAULT 0 NOT NULL,
        untimed BOOLEAN DEFAULT 0 NOT NULL,
        state VARCHAR DEFAULT 'planned' NOT NULL,
        state_reason VARCHAR DEFAULT '' NOT NULL,
        title VARCHAR DEFAULT '' NOT NULL,
        place VARCHAR DEFAULT '' NOT NULL,
        leader VARCHAR DEFAULT '' NOT NULL,
        moved_from INTEGER,
        replaces_id VARCHAR(26),
        CONSTRAINT pk_occurrence PRIMARY KEY (id),
        CONSTRAINT fk_occurrence_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id),
        CONSTRAINT fk_occurrence_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id),
        CONSTRAINT fk_occurrence_rule_id FOREIGN KEY(rule_id) REFERENCES rule (id),
        CONSTRAINT fk_occurrence_room_id FOREIGN KEY(room_id) REFERENCES room (id)
    )
    """,
    """
    CREATE INDEX ix_occurrence_centre_id_starts ON occurrence (centre_id, starts)
    """,
    """
    CREATE INDEX ix_occurrence_offer_id_starts ON occurrence (offer_id, starts)
    """,
    """
    CREATE INDEX ix_occurrence_room_id_starts_ends ON occurrence (room_id, starts, ends)
    """,
    """
    CREATE TABLE attendance (
        id VARCHAR(26) NOT NULL,
        occurrence_id VARCHAR(26) NOT NULL,
        person_id VARCHAR(26) NOT NULL,
        state VARCHAR NOT NULL,
        entered_late BOOLEAN DEFAULT 0 NOT NULL,
        CONSTRAINT pk_attendance PRIMARY KEY (id),
        CONSTRAINT fk_attendance_occurrence_id FOREIGN KEY(occurrence_id) REFERENCES occurrence
        (id),
        CONSTRAINT fk_attendance_person_id FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE INDEX ix_attendance_occurrence_id ON attendance (occurrence_id)
    """,
    """
    CREATE INDEX ix_attendance_person_id ON attendance (person_id)
    """,
    """
    CREATE TABLE booking (
        id VARCHAR(26) NOT NULL,
        offer_id VARCHAR(26) NOT NULL,
        occurrence_id VARCHAR(26),
        person_id VARCHAR(26) NOT NULL,
        state VARCHAR NOT NULL,
        number INTEGER NOT NULL,
        places INTEGER DEFAULT 1 NOT NULL,
        booked_at INTEGER NOT NULL,
        promoted_at INTEGER,
        informed BOOLEAN DEFAULT 1 NOT NULL,
        CONSTRAINT pk_booking PRIMARY KEY (id),
        CONSTRAINT fk_booking_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id),
        CONSTRAINT fk_booking_occurrence_id FOREIGN KEY(occurrence_id) REFERENCES occurrence (id),
        CONSTRAINT fk_booking_person_id FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE INDEX ix_booking_offer_id_state ON booking (offer_id, state)
    """,
    """
    CREATE INDEX ix_booking_person_id ON booking (person_id)
    """,
    """
    CREATE TABLE head_count (
        id VARCHAR(26) NOT NULL,
        occurrence_id VARCHAR(26) NOT NULL,
        total INTEGER NOT NULL,
        CONSTRAINT pk_head_count PRIMARY KEY (id),
        CONSTRAINT fk_head_count_occurrence_id FOREIGN KEY(occurrence_id) REFERENCES occurrence
        (id)
    )
    """,
    """
    CREATE INDEX ix_head_count_occurrence_id ON head_count (occurrence_id)
    """,
    """
    CREATE TABLE payment_note (
        id VARCHAR(26) NOT NULL,
        booking_id VARCHAR(26) NOT NULL,
        person_id VARCHAR(26) NOT NULL,
        paid_on DATE NOT NULL,
        amount_cents INTEGER NOT NULL,
        receipt_number VARCHAR DEFAULT '' NOT NULL,
        staff_user_id VARCHAR(26),
        void_reason VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_payment_note PRIMARY KEY (id),
        CONSTRAINT fk_payment_note_booking_id FOREIGN KEY(booking_id) REFERENCES booking (id),
        CONSTRAINT fk_payment_note_person_id FOREIGN KEY(person_id) REFERENCES person (id),
        CONSTRAINT fk_payment_note_staff_user_id FOREIGN KEY(staff_user_id) REFERENCES
        staff_user (id)
    )
    """,
    """
    CREATE INDEX ix_payment_note_booking_id ON payment_note (booking_id)
    """,
    """
    CREATE VIRTUAL TABLE search USING fts5(words, content='search_entry', content_rowid='n',
        prefix='1 2 3', tokenize='ascii')
    """,
)


def upgrade() -> None:
    """Makes all tables of version 1."""
    for statement in _STATEMENTS:
        op.execute(statement)
