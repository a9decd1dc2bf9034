"""What was decided about clashes: kept with its reason, and open again when it is taken back.

The questions themselves are computed from the merged data (`begegnung.services.clashes`). Here is
what the data do not say: that something was left as it is knowingly, what there was to choose from,
and which right the decision needed.
"""

import json
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from begegnung.db.tables import change, clash_decision
from begegnung.db.work import Work, to_json

VERB = "clashes.decide"
"""The name in the log of the verb that decides."""

LEFT = "leave"
"""The choice that leaves everything as it is, with a reason."""


class Decision(NamedTuple):
    """What is written down: `subject` and `facts` say about what and as what it was."""

    kind: str
    subject: str
    choice: str
    needs: str
    reason: str
    facts: dict[str, Any]
    person_id: str | None


def record(work: Work, made: Decision) -> str:
    """Writes a decision down; gives its identifier."""
    return work.insert(
        clash_decision,
        {
            "centre_id": work.centre(),
            "person_id": made.person_id,
            "kind": made.kind,
            "subject": made.subject,
            "choice": made.choice,
            "needs": made.needs,
            "reason": made.reason,
            "facts": to_json(made.facts),
            "decided_at": work.maker.now_ms,
            "staff_user_id": work.maker.actor,
        },
    )


def left_as_it_is(connection: Connection, kind: str) -> frozenset[tuple[str, str]]:
    """Subject and state of what somebody left as it is, of one kind of clash."""
    rows = connection.execute(
        select(clash_decision.c.subject, clash_decision.c.facts).where(
            clash_decision.c.kind == kind,
            clash_decision.c.choice == LEFT,
            clash_decision.c.undone.is_(False),
        )
    )
    return frozenset((subject, json.loads(facts)["state"]) for subject, facts in rows)


def reopened(connection: Connection, kind: str) -> list[dict[str, Any]]:
    """The facts of decisions of one kind that were taken back and not made again, by subject."""
    rows = connection.execute(
        select(clash_decision.c.subject, clash_decision.c.facts, clash_decision.c.undone)
        .where(clash_decision.c.kind == kind)
        .order_by(clash_decision.c.decided_at, clash_decision.c.id)
    )
    last = {subject: (facts, undone) for subject, facts, undone in rows}
    return [json.loads(facts) for _, (facts, undone) in sorted(last.items()) if undone]


def right_of(connection: Connection, action_id: str) -> str:
    """The right that a decision needed, to be asked for again when it is taken back; "" none."""
    written = connection.execute(
        select(change.c.after).where(
            change.c.action_id == action_id, change.c.entity == clash_decision.name
        )
    ).scalars()
    return next((json.loads(after).get("needs", "") for after in written if after), "")
