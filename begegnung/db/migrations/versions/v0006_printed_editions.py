"""What was printed, so that later prints can say what has changed since."""

from alembic import op

revision = "0006"
down_revision = "0004"

_STATEMENTS = (
    """
    CREATE TABLE printed_edition (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        kind VARCHAR NOT NULL,
        first_day DATE NOT NULL,
        printed_at INTEGER NOT NULL,
        content VARCHAR DEFAULT '' NOT NULL,
        CONSTRAINT pk_printed_edition PRIMARY KEY (id),
        CONSTRAINT fk_printed_edition_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id)
    )
    """,
)


def upgrade() -> None:
    """Makes the table."""
    for statement in _STATEMENTS:
        op.execute(statement)
