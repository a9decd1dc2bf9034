"""Combined rooms, set-up times, agreements, imported school holidays, reasons for overruling."""

from alembic import op

revision = "0002"
down_revision = "0001"

_STATEMENTS = (
    """
    CREATE TABLE room_part (
        id VARCHAR(26) NOT NULL,
        whole_id VARCHAR(26) NOT NULL,
        part_id VARCHAR(26) NOT NULL,
        CONSTRAINT pk_room_part PRIMARY KEY (id),
        CONSTRAINT fk_room_part_whole_id FOREIGN KEY(whole_id) REFERENCES room (id),
        CONSTRAINT fk_room_part_part_id FOREIGN KEY(part_id) REFERENCES room (id)
    )
    """,
    "CREATE INDEX ix_room_part_whole_id ON room_part (whole_id)",
    "CREATE INDEX ix_room_part_part_id ON room_part (part_id)",
    """
    CREATE TABLE school_holiday (
        id VARCHAR(26) NOT NULL,
        land VARCHAR(2) NOT NULL,
        name VARCHAR NOT NULL,
        first_day DATE NOT NULL,
        last_day DATE NOT NULL,
        source VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_school_holiday PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_school_holiday_land_first_day ON school_holiday (land, first_day)",
    """
    CREATE TABLE usage_agreement (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        offer_id VARCHAR(26) NOT NULL,
        contact_name VARCHAR DEFAULT '' NOT NULL,
        contact_phone VARCHAR DEFAULT '' NOT NULL,
        contact_mail VARCHAR DEFAULT '' NOT NULL,
        signed_on DATE,
        ends_on DATE,
        remind_days INTEGER DEFAULT 28 NOT NULL,
        note VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_usage_agreement PRIMARY KEY (id),
        CONSTRAINT fk_usage_agreement_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id),
        CONSTRAINT fk_usage_agreement_offer_id FOREIGN KEY(offer_id) REFERENCES offer (id)
    )
    """,
    "CREATE INDEX ix_usage_agreement_offer_id ON usage_agreement (offer_id)",
    "CREATE INDEX ix_closure_centre_id_last_day ON closure (centre_id, last_day)",
    "ALTER TABLE offer ADD COLUMN setup_minutes INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE offer ADD COLUMN clearing_minutes INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE offer ADD COLUMN continues_id VARCHAR(26)",
    """
    ALTER TABLE rule ADD COLUMN room_id VARCHAR(26) CONSTRAINT fk_rule_room_id REFERENCES room (id)
    """,
    "ALTER TABLE occurrence ADD COLUMN setup_minutes INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE occurrence ADD COLUMN clearing_minutes INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE occurrence ADD COLUMN overruled VARCHAR DEFAULT '' NOT NULL",
)


def upgrade() -> None:
    """Makes the tables and columns of version 2."""
    for statement in _STATEMENTS:
        op.execute(statement)
