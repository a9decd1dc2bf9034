"""How the columns of the tables are written, and the register of all tables."""

from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Scope = Literal["city", "house", "figures"]
"""What a table holds: what every house may see, what stays in it, what the city may count."""


def identifier() -> Column[str]:
    """The identifier of a row, made on the device (see `model.ids`)."""
    return Column("id", String(26), primary_key=True)


def to(target: str, *, required: bool = False) -> Column[str]:
    """A reference to a row of `target`."""
    return Column(f"{target}_id", String(26), ForeignKey(f"{target}.id"), nullable=not required)


def words(name: str, default: str = "") -> Column[str]:
    """A text; nothing is the empty text, so that there is one way to say "nothing"."""
    return Column(name, String, nullable=False, server_default=text(f"'{default}'"))


def flag(name: str, *, default: bool = False) -> Column[bool]:
    """Yes or no."""
    return Column(name, Boolean, nullable=False, server_default=text("1" if default else "0"))


def number(name: str, default: int = 0) -> Column[int]:
    """A number that is always known; nothing is `default`."""
    return Column(name, Integer, nullable=False, server_default=text(str(default)))


def shared(name: str, scope: Scope, *parts: Column[Any] | Index) -> Table:
    """A table that takes part in change log, undo and exchange of this scope."""
    return Table(name, metadata, identifier(), *parts, info={"scope": scope})
