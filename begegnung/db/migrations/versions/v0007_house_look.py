"""What a house looks like on paper: its colours, its logo and what it says in its own words."""

from alembic import op

revision = "0007"
down_revision = "0006"

_STATEMENTS = (
    """
    CREATE TABLE house_look (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        ink VARCHAR DEFAULT '' NOT NULL,
        accent VARCHAR DEFAULT '' NOT NULL,
        logo VARCHAR DEFAULT '' NOT NULL,
        logo_alt VARCHAR DEFAULT '' NOT NULL,
        footer VARCHAR DEFAULT '' NOT NULL,
        letter_closing VARCHAR DEFAULT '' NOT NULL,
        notice_closing VARCHAR DEFAULT '' NOT NULL,
        booklet_foreword VARCHAR DEFAULT '' NOT NULL,
        booklet_rules VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_house_look PRIMARY KEY (id),
        CONSTRAINT fk_house_look_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id)
    )
    """,
)


def upgrade() -> None:
    """Makes the table of version 7."""
    for statement in _STATEMENTS:
        op.execute(statement)
