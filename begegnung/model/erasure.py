"""What becomes of every table when a person is erased (Art. 17 DSGVO): one declared table. Pure.

Rows belong to a person when a column of them leads to her, or to a row that belongs to her. A test
compares the table with the tables of the database, so that no new column can be forgotten. Why it
is made this way stands in docs/adr/0021-erasing-a-person.md.
"""

from dataclasses import dataclass, field
from typing import Literal

from begegnung.model.ids import derived_id

Fate = Literal["erase", "anonymise", "law", "alone", "named", "pseudonym", "stays"]
"""What becomes of the rows of a table.

"erase": they go with her. "anonymise": they go, and a row without her takes their place. "law":
they are kept as long as the law wants it, and she with them; then they go with her. "alone": a row
goes with the last person who is in it. "named": a text that names her is for people to find.
"pseudonym": rows go with her that no column leads to, but her pseudonym (`services.figures`). None
of the others has anything to do with her: they stay.
"""

REASONS: dict[str, str] = {
    "request": "auf Wunsch der Person",
    "unneeded": "die Angaben werden nicht mehr gebraucht",
    "unlawful": "die Angaben hätten nicht gespeichert werden dürfen",
}
"""Why somebody is erased, to be chosen: Art. 17 Abs. 1 Buchst. b and c, a, d DSGVO.

A free text would be one more place for a name.
"""


@dataclass(frozen=True, slots=True)
class TableFate:
    """What becomes of the rows of a table, why, and by which law.

    `leads`: the columns that make a row hers, with the table they lead to. `loose`: columns that
    may hold the identifier of a row of hers; they lead to nothing afterwards, and say nothing.
    """

    fate: Fate
    why: str
    source: str = ""
    leads: dict[str, str] = field(default_factory=dict[str, str])
    loose: dict[str, str] = field(default_factory=dict[str, str])


_GDPR = "Art. 17 Abs. 1 DSGVO"
_ANONYMOUS = "Erwägungsgrund 26 DSGVO"
_LEDGER = "Art. 17 Abs. 3 Buchst. b DSGVO, § 147 AO, § 59 KomHVO NRW"
_STAFF = "§ 18 DSG NRW"


def _hers(why: str, loose: dict[str, str] | None = None, **leads: str) -> TableFate:
    return TableFate("erase", why, _GDPR, leads, loose or {})


def _kept(why: str, loose: dict[str, str] | None = None, **leads: str) -> TableFate:
    return TableFate("law", why, _LEDGER, leads, loose or {})


def _stays(why: str, source: str = "", **loose: str) -> TableFate:
    return TableFate("stays", why, source, loose=loose)


FATES: dict[str, TableFate] = {
    "person": _hers("herself, and the entries that were made one with her", merged_into="person"),
    "household": TableFate("alone", "a telephone that the others in it still share", _GDPR),
    "person_merge": _hers(
        "which of her entries were made one", keeper_id="person", merged_id="person"
    ),
    "consent": _hers("the proof is the paper", person_id="person"),
    "booking": _hers(
        "her places and her turns on waiting lists",
        # The name of a party, and where somebody else's place came from.
        {"party_id": "booking", "origin_id": "booking"},
        person_id="person",
    ),
    "seat_decision": _hers("why she got a place or did not", booking_id="booking"),
    "call_note": _hers("calls to her", booking_id="booking"),
    "punch_card": _hers("her cards", person_id="person"),
    "punch": _hers("the visits that were taken from her cards", punch_card_id="punch_card"),
    "clash_decision": _hers("what was decided about her", person_id="person"),
    "attendance": TableFate(
        "anonymise",
        "a visit counts for the city, whoever it was",
        _ANONYMOUS,
        {"person_id": "person"},
    ),
    "payment_note": _kept(
        "entries of the ledger",
        {"cancels_id": "payment_note"},
        person_id="person",
        booking_id="booking",
        punch_card_id="punch_card",
    ),
    "receipt": _kept(
        "numbered receipts, which name the payer",
        {"cancels_id": "receipt"},
        payment_note_id="payment_note",
    ),
    "handover_note": TableFate("named", "may name her in its text", _GDPR),
    "participation": TableFate("pseudonym", "how often she came, under a pseudonym", _GDPR),
    "offer_figure": _stays("numbers without persons", _ANONYMOUS),
    "figure_key": _stays("the key of the pseudonyms of a year, until the year is closed"),
    "head_count": _stays("a number without names", _ANONYMOUS),
    "cash_report": _stays("sums without names of visitors", _LEDGER),
    "month_closing": _stays("sums without names", _LEDGER),
    "receipt_series": _stays("numbers of a PC", _LEDGER),
    "till": _stays("money of a house", _LEDGER),
    "staff_user": _stays("staff are not visitors; their employer decides", _STAFF),
    "usage_agreement": _stays("the contact of a group that uses a room, by contract"),
    "boarding_point": _stays("the programme"),
    "centre": _stays("the house"),
    "closure": _stays("the house"),
    "device": _stays("a PC"),
    "district": _stays("the city"),
    "house_look": _stays("the house"),
    "occurrence": _stays("the programme"),
    "offer": _stays("the programme"),
    "printed_edition": _stays("the programme as it was printed"),
    "provider": _stays("the city"),
    "reduction": _stays("a rule for all"),
    "room": _stays("the house"),
    "room_part": _stays("the house"),
    "rule": _stays("the programme"),
    "school_holiday": _stays("the calendar"),
}
"""Every table that is exchanged, see `db.tables.SHARED`."""

ROOTS: tuple[str, ...] = ("person", "household", "handover_note")
"""The tables whose rows are erased for their own sake; the rows of all others lead to these."""


def nameless_id(centre_id: str) -> str:
    """The person without a name to whom the visits of erased people of a house belong.

    The same on every PC. Her row has an empty surname, by which lists of people leave her out.
    """
    return derived_id("nameless", centre_id)


def nameless_mark_id(mark_id: str) -> str:
    """The identifier of the visit that counts in place of an erased one.

    It follows from the old one, so that two PCs that erase the same person count no visit twice.
    """
    return derived_id("nameless", mark_id)
