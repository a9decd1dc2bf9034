"""Figures for the city: what of a house may be counted without names.

Derived from attendance and head counts (`services.figures`), kept up to date by every exchange, and
the only thing that leaves the house about its people. They refer to offers and districts by their
identifiers alone: a figure stays when its offer is gone.
"""

from sqlalchemy import Column, Index, Integer, String

from begegnung.db.tables.columns import number, shared, to, words

participation = shared(
    "participation",
    "figures",
    Column("centre_id", String(26), nullable=False),
    Column("offer_id", String(26), nullable=False),
    Column("month", String(7), nullable=False),
    Column("pseudonym", String(16), nullable=False),
    Column("key_mark", String(8), nullable=False),
    words("age_band"),
    words("gender"),
    Column("district_id", String(26)),
    number("visits"),
    number("excused"),
    number("absent"),
    Index(None, "offer_id", "month"),
    Index(None, "pseudonym"),
)
"""How often somebody came to an offer in a month ("2026-11"), under a pseudonym of one year.

`key_mark` tells with which key of the year the pseudonym was made. A row that counts nothing any
more stays, with zeros.
"""

offer_figure = shared(
    "offer_figure",
    "figures",
    Column("centre_id", String(26), nullable=False),
    Column("offer_id", String(26), nullable=False),
    Column("month", String(7), nullable=False),
    number("heads"),
    number("counted"),
    number("nameless"),
    Index(None, "offer_id", "month"),
)
"""What is counted without persons: heads on so many `counted` dates, visits of people who are not
named any more or must not be.
"""

figure_key = shared(
    "figure_key",
    "house",
    to("centre", required=True),
    Column("year", Integer, nullable=False),
    Column("key", String(64), nullable=False),
)
"""The secret key (hex) from which the pseudonyms of a year are made; it never leaves the house."""
