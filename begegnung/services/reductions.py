"""Rules of reduced fees, for example for a city's pass; nothing of it is fixed in the program.

A booking holds which rule it got and that a proof was seen. The proof itself is never recorded.
"""

from dataclasses import dataclass

from sqlalchemy import select

from begegnung.db.tables import reduction
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.ledger_rows import ReductionLine
from begegnung.model.names import sort_key
from begegnung.services.desk import View
from begegnung.services.houses import own, required


@dataclass(frozen=True, slots=True)
class SetReduction:
    """A rule: `percent` (1 to 100) off the fee, off the material, or both; no id: a new one."""

    name: str
    percent: int
    on_fee: bool = True
    on_material: bool = False
    reduction_id: str | None = None


@dataclass(frozen=True, slots=True)
class RetireReduction:
    """Takes a rule out of use, or back into it; bookings that have it keep it."""

    reduction_id: str
    retired: bool = True


def set_reduction(work: Work, request: SetReduction) -> str:
    """Notes a rule; gives its identifier. Prices that were agreed already stay as they are."""
    name = required(request.name, "name")
    if not 1 <= request.percent <= 100:
        raise Invalid("percent", "not_percent", str(request.percent))
    if not (request.on_fee or request.on_material):
        raise Invalid("on_fee", "missing")
    if request.reduction_id is not None:
        own(work, reduction.name, work.row(reduction, request.reduction_id)["centre_id"])
    others = work.connection.execute(
        select(reduction.c.name).where(
            reduction.c.centre_id == work.centre(),
            reduction.c.id != (request.reduction_id or ""),
            reduction.c.retired.is_(False),
        )
    ).scalars()
    if sort_key(name) in {sort_key(other) for other in others}:
        raise Invalid("name", "already_there", name)
    work.title = name
    values = {
        "name": name,
        "percent": request.percent,
        "on_fee": request.on_fee,
        "on_material": request.on_material,
    }
    if request.reduction_id is None:
        return work.insert(reduction, {"centre_id": work.centre(), **values})
    work.update(reduction, request.reduction_id, values)
    return request.reduction_id


def retire_reduction(work: Work, request: RetireReduction) -> None:
    """Takes a rule out of use or back."""
    row = work.row(reduction, request.reduction_id)
    own(work, reduction.name, row["centre_id"])
    work.title = row["name"]
    work.update(reduction, request.reduction_id, {"retired": request.retired})


def reductions(view: View, *, with_retired: bool = False) -> list[ReductionLine]:
    """The rules of the house by name."""
    statement = select(*(reduction.c[name] for name in ReductionLine._fields)).where(
        reduction.c.centre_id == view.centre()
    )
    if not with_retired:
        statement = statement.where(reduction.c.retired.is_(False))
    found = [ReductionLine._make(row) for row in view.connection.execute(statement)]
    return sorted(found, key=lambda line: (line.retired, sort_key(line.name)))
