"""Why somebody got a place and somebody else did not: every decision leaves its facts.

The facts are numbers, never names: they answer the person herself ("warum die und nicht ich?")
without telling her who the others are. `begegnung.texts.booking.decision_text` words them.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Integer, literal_column, select

from begegnung.db.tables import booking, person, seat_decision
from begegnung.db.work import Work
from begegnung.model.names import full_name
from begegnung.services.desk import View

Facts = Mapping[str, Any]

_AS_WRITTEN = literal_column("seat_decision.rowid", Integer)
"""The order of writing: one action may decide twice about a booking in the same millisecond."""


class DecisionLine(NamedTuple):
    """One decision about a booking: `kind` and `facts` as they were noted, when (UTC ms)."""

    id: str
    booking_id: str
    number: int
    name: str
    kind: str
    at_ms: int
    facts: Facts


def decide(work: Work, booking_id: str, kind: str, facts: Facts) -> None:
    """Notes why a booking became what it is now.

    Kinds: "place" and "waiting" at the registration, "promoted", "overruled" (a place against the
    rules, with a reason), "passed_on", "moved", "substituted", "transferred", "sold_twice" (the
    place was given at two PCs, and she waits again).
    """
    said = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    work.insert(
        seat_decision,
        {
            "booking_id": booking_id,
            "kind": kind,
            "decided_at": work.maker.now_ms,
            "facts": said,
        },
    )


def decisions_of(view: View, offer_id: str) -> list[DecisionLine]:
    """All decisions about the places of an offer, the newest first."""
    return _lines(view, booking.c.offer_id == offer_id)


def decisions_about(view: View, booking_id: str) -> list[DecisionLine]:
    """The decisions about one booking, the newest first."""
    return _lines(view, booking.c.id == booking_id)


def _lines(view: View, wanted: Any) -> list[DecisionLine]:
    rows = view.connection.execute(
        select(
            seat_decision.c.id,
            booking.c.id,
            booking.c.number,
            person.c.surname,
            person.c.first_name,
            seat_decision.c.kind,
            seat_decision.c.decided_at,
            seat_decision.c.facts,
        )
        .join(booking, booking.c.id == seat_decision.c.booking_id)
        .join(person, person.c.id == booking.c.person_id)
        .where(wanted)
        .order_by(seat_decision.c.decided_at.desc(), _AS_WRITTEN.desc())
    )
    return _once(
        [
            DecisionLine(*row[:3], full_name(row[3], row[4]), *row[5:7], json.loads(row[7]))
            for row in rows
        ]
    )


def _once(lines: list[DecisionLine]) -> list[DecisionLine]:
    """Without what two PCs decided in the same way before they knew of each other.

    Of the same decision about a booking, with nothing else between, the first one is shown.
    """
    before: dict[str, DecisionLine] = {}
    shown: list[DecisionLine] = []
    for line in reversed(lines):
        last = before.get(line.booking_id)
        if last is None or (last.kind, last.facts) != (line.kind, line.facts):
            shown.append(line)
        before[line.booking_id] = line
    return shown[::-1]
