"""Tills: the money of several legal persons (the city, the Förderverein), and who numbers receipts.

Only the office changes tills. Counting and handing over belong to the desk: `cash_reports`.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from begegnung.db.tables import booking, offer, till
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.ledger_errors import TillInUse
from begegnung.model.ledger_rows import TillLine
from begegnung.model.names import sort_key
from begegnung.services.desk import View
from begegnung.services.houses import own, required
from begegnung.services.ledger import DEFAULT_TILL, default_till_id, required_till
from begegnung.services.receipts import make_series


@dataclass(frozen=True, slots=True)
class SetTill:
    """A till: `code` begins the numbers of its receipts; no `till_id`: a new one."""

    name: str
    code: str
    till_id: str | None = None


@dataclass(frozen=True, slots=True)
class RetireTill:
    """Takes a till out of use, or back into it; what is entered stays."""

    till_id: str
    retired: bool = True


@dataclass(frozen=True, slots=True)
class SwitchReceipts:
    """Switches the numbered receipts of a till on or off.

    `agreed`: the city's finance department (Kämmerei) has said yes; needed to switch them on,
    because the program may then fall under section 146a AO (KassenSichV).
    """

    till_id: str
    numbered: bool
    agreed: bool = False


def set_till(work: Work, request: SetTill) -> str:
    """Notes a till; gives its identifier. Raises `Invalid` for a name or code that is there."""
    name, code = required(request.name, "name"), required(request.code, "code").upper()
    if not (code.isalpha() and code.isascii() and len(code) <= 4):
        raise Invalid("code", "not_a_code", request.code)
    till_id = request.till_id
    if till_id is not None:
        till_id = required_till(work, till_id)
        own(work, till.name, work.row(till, till_id)["centre_id"])
    others = work.connection.execute(
        select(till.c.name, till.c.code).where(
            till.c.centre_id == work.centre(), till.c.id != (till_id or "")
        )
    ).all()
    names, codes = {sort_key(row.name) for row in others}, {row.code for row in others}
    if till_id != default_till_id(work.centre()):
        names.add(sort_key(DEFAULT_TILL))
        codes.add("H")
    if sort_key(name) in names:
        raise Invalid("name", "already_there", name)
    if code in codes:
        raise Invalid("code", "already_there", code)
    work.title = name
    if till_id is None:
        return work.insert(till, {"centre_id": work.centre(), "name": name, "code": code})
    work.update(till, till_id, {"name": name, "code": code})
    return till_id


def retire_till(work: Work, request: RetireTill) -> None:
    """Takes a till out of use or back; raises `TillInUse` while offers pay into it."""
    row = work.row(till, request.till_id)
    own(work, till.name, row["centre_id"])
    if request.till_id == default_till_id(work.centre()):
        raise Invalid("till", "own_till", row["name"])
    users = work.connection.execute(
        select(func.count()).where(offer.c.till_id == request.till_id, offer.c.ended.is_(False))
    ).scalar_one()
    if request.retired and users:
        raise TillInUse(row["name"], users)
    work.title = row["name"]
    work.update(till, request.till_id, {"retired": request.retired})


def switch_receipts(work: Work, request: SwitchReceipts) -> None:
    """Switches the numbered receipts of a till; each PC of the house gets a series of its own.

    Raises `Invalid` when nobody has agreed.
    """
    if request.numbered and not request.agreed:
        raise Invalid("agreed", "not_agreed")
    known = work.connection.execute(select(till.c.numbered).where(till.c.id == request.till_id))
    if bool(known.scalar()) == request.numbered:
        return
    till_id = required_till(work, request.till_id)
    row = work.row(till, till_id)
    own(work, till.name, row["centre_id"])
    work.title = row["name"]
    work.update(till, till_id, {"numbered": request.numbered})
    if request.numbered:
        make_series(work, till_id)


def tills(view: View, *, with_retired: bool = False) -> list[TillLine]:
    """The tills of the house: its own first, then by name."""
    statement = select(till.c.id, till.c.name, till.c.code, till.c.numbered, till.c.retired).where(
        till.c.centre_id == view.centre()
    )
    if not with_retired:
        statement = statement.where(till.c.retired.is_(False))
    found = [TillLine._make(row) for row in view.connection.execute(statement)]
    own_id = default_till_id(view.centre())
    if all(line.id != own_id for line in found):
        found.append(TillLine(own_id, DEFAULT_TILL, "H", numbered=False, retired=False))
    return sorted(found, key=lambda line: (line.id != own_id, sort_key(line.name)))


def is_numbered(view: View, booking_id: str) -> bool:
    """Whether the program numbers the receipts for cash that is paid for a booking."""
    own_id = default_till_id(view.centre())
    numbered = view.connection.execute(
        select(till.c.numbered)
        .select_from(booking)
        .join(offer, offer.c.id == booking.c.offer_id)
        .join(till, till.c.id == func.coalesce(offer.c.till_id, own_id))
        .where(booking.c.id == booking_id)
    ).scalar()
    return bool(numbered)
