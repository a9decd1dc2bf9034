"""What the page Abgleich shows: how this PC stands, the other PCs, and what somebody should know.

That two PCs show the same is never guessed: each has said which bundles it has taken in, see
`exchange.acks`. Nothing here asks the share.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import select

from begegnung.db.migrate import VERSION
from begegnung.db.tables import centre, device
from begegnung.db.work import get_local
from begegnung.exchange.acks import Ack, last_acks
from begegnung.exchange.layout import CITY, house_scope
from begegnung.exchange.report import Finding
from begegnung.model.key_errors import DeviceKeyUnusable
from begegnung.services.bundle_graph import known_bundles
from begegnung.services.desk import Desk, View
from begegnung.services.exchange import REPLACED, exchange_state
from begegnung.services.exchange_runs import RunLine, damaged_files
from begegnung.services.paper_ledger import kept_mark
from begegnung.services.scope_state import heads_of
from begegnung.services.share_status import PcLine, ShareStatus, share_status
from begegnung.services.snapshot_ledger import SnapshotLedger

DAY_MS = 24 * 60 * 60 * 1000
AWAY_DAYS = 3
"""So many days without an exchange are worth a word."""
CLOCK_OFF_MS = 5 * 60 * 1000
"""A clock that differs from that of the share by more is worth a word."""

SHEETS = "recovery_sheets"
"""Under this key a PC notes that the recovery sheets of the city are not put away yet: "open"."""

PcState = Literal["same", "behind", "ahead", "silent", "differs", "revoked", "unheard"]
"""How another PC stands: it has all that is here; it lacks something; it has something that is not
here yet; it has never said anything; it shows something else from the same bundles; it was locked
out; it is of no exchange yet."""


class PcRow(NamedTuple):
    """A PC of the exchange. Names are empty where they have not arrived here.

    `role` is that of its certificate, empty for none. `seen_ms` is when it last exchanged or wrote
    something that arrived (UTC, by its own clock), None for never. `away_days` are whole days
    between then and the last complete run here, 0 for a PC that misses nothing. `program` compares
    its version with the one here.
    """

    device: str
    name: str
    house: str
    house_name: str
    role: str
    own: bool
    state: PcState
    seen_ms: int | None = None
    away_days: int = 0
    program: Literal["same", "older", "newer"] = "same"


class Remark(NamedTuple):
    """Something about the exchange that somebody should know; `kind` says what.

    It is a value of `report.Finding`, or "replaced", "trouble" (with its kind as `name`),
    "undelivered", "unusable" (for its keys), "away" (with days as `number`), "clock" (with
    milliseconds ahead), "sheets".
    """

    kind: str
    number: int = 0
    name: str = ""
    ahead_ms: int = 0


class Overview(NamedTuple):
    """Everything the page shows, of one moment.

    `state` is that of `share_status.ShareStatus`, or "unusable" for damaged keys. `words` are the
    six words of a request that waits. `waiting` counts actions that no bundle holds yet,
    `complete_ms` is when the last complete run began (UTC ms, None: never).
    """

    state: str
    role: str
    words: tuple[str, ...]
    pcs: tuple[PcRow, ...]
    waiting: int
    runs: tuple[RunLine, ...]
    complete_ms: int | None
    remarks: tuple[Remark, ...]

    @property
    def last(self) -> RunLine | None:
        """The last run, None before the first."""
        return self.runs[0] if self.runs else None

    @property
    def taking_part(self) -> tuple[PcRow, ...]:
        """The PCs that were not locked out, this one included."""
        return tuple(pc for pc in self.pcs if pc.state not in ("revoked", "unheard"))

    @property
    def same(self) -> int:
        """How many of those who take part show the same, this one included."""
        return sum(pc.own or pc.state == "same" for pc in self.taking_part)

    @property
    def may_decide(self) -> bool:
        """Whether this PC may approve others."""
        return self.state == "member" and self.role in ("manager", "city")


def overview(desk: Desk, folder: Path) -> Overview:
    """How it stands with the exchange of this PC, as far as it knows."""
    status, unusable = _status(desk, folder)
    own = desk.read(exchange_state)
    complete = next((run.at_ms for run in own.runs if run.complete), None)
    pcs = _pcs(desk, status, complete)
    damaged = len(desk.read(damaged_files))
    remarks = (*_of_runs(own.runs, desk.now_ms(), status, damaged), *_of_pcs(pcs))
    if unusable:
        remarks = (Remark("unusable"), *remarks)
    if status.role == "city" and desk.read(_sheets_are_open):
        remarks = (*remarks, Remark("sheets"))
    return Overview(
        state="unusable" if unusable else status.state,
        role=status.role,
        words=status.words,
        pcs=pcs,
        waiting=own.waiting,
        runs=own.runs,
        complete_ms=complete,
        remarks=remarks,
    )


def _status(desk: Desk, folder: Path) -> tuple[ShareStatus, bool]:
    """Who takes part, and whether the keys of this PC are unusable; keys are not made here."""
    nothing = ShareStatus("none", (), "", "", (), ())
    if desk.read(kept_mark) is None:
        return nothing, False
    try:
        return share_status(desk, folder), False
    except DeviceKeyUnusable:
        return nothing, True


def _pcs(desk: Desk, status: ShareStatus, complete_ms: int | None) -> tuple[PcRow, ...]:
    """All PCs that are known; this one alone before it takes part.

    Whether another one stays away can only be said of the time until `complete_ms`.
    """
    if not status.pcs:
        return desk.read(_this_pc)
    own = next((pc for pc in status.pcs if pc.own), None)
    scopes = [CITY, *([house_scope(own.house)] if own is not None and own.house else [])]
    ledger = SnapshotLedger(desk)
    said = {scope: last_acks(ledger.acks(scope)) for scope in scopes}
    differing = {name for acks in said.values() for name in differing_devices(acks.values())}

    def rows(view: View) -> tuple[PcRow, ...]:
        heads = {scope: frozenset(heads_of(view.connection, scope)) for scope in scopes}
        found: list[PcRow] = []
        for pc in status.pcs:
            shared = scopes if own is not None and pc.house == own.house else [CITY]
            acks = {scope: said[scope].get(pc.device) for scope in shared}
            stands: list[PcState] = [_compared(view, acks[one], heads[one]) for one in shared]
            state = _state(pc, stands, silent=not any(acks.values()), differing=differing)
            said_by = [ack for ack in acks.values() if ack is not None]
            found.append(_row(pc, said_by, state, complete_ms or view.now_ms))
        return tuple(found)

    return desk.read(rows)


def _compared(view: View, ack: Ack | None, heads: frozenset[str]) -> PcState:
    """How a PC that said `ack` stands in a scope whose heads here are `heads`."""
    if ack is None:
        return "silent" if heads else "same"
    if frozenset(ack.heads) == heads:
        return "same"
    known = known_bundles(view.connection, ack.heads)
    return "behind" if known.issuperset(ack.heads) else "ahead"


def _row(pc: PcLine, acks: Sequence[Ack], state: PcState, until_ms: int) -> PcRow:
    moments = [ack.at_ms for ack in acks]
    if pc.last_seen_ms is not None:
        moments.append(pc.last_seen_ms)
    seen = max(moments, default=None)
    misses = state in ("behind", "ahead")
    away = (until_ms - seen) // DAY_MS if misses and seen is not None else 0
    schema = max((ack.schema for ack in acks), default=VERSION)
    return PcRow(
        device=pc.device,
        name=pc.name,
        house=pc.house,
        house_name=pc.house_name,
        role=pc.role,
        own=pc.own,
        state=state,
        seen_ms=seen,
        away_days=max(away, 0),
        program="older" if schema < VERSION else "newer" if schema > VERSION else "same",
    )


def _state(pc: PcLine, stands: Sequence[PcState], *, silent: bool, differing: set[str]) -> PcState:
    if pc.revoked:
        return "revoked"
    if pc.own:
        return "same"
    if pc.device in differing:
        return "differs"
    if silent:
        return "silent" if "silent" in stands else "same"
    if "ahead" in stands:
        return "ahead"
    return "behind" if {"behind", "silent"} & {*stands} else "same"


def differing_devices(acks: Iterable[Ack]) -> set[str]:
    """The PCs of which some have said different things about the same bundles."""
    said: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for ack in acks:
        if ack.standpoint is not None:
            said[tuple(sorted(ack.standpoint.heads))][ack.device] = ack.standpoint.state
    unequal = [states for states in said.values() if len(set(states.values())) > 1]
    return {name for states in unequal for name in states}


def _this_pc(view: View) -> tuple[PcRow, ...]:
    named = (
        select(device.c.id, device.c.name, centre.c.id, centre.c.name)
        .outerjoin(centre, centre.c.id == device.c.centre_id)
        .where(device.c.id == view.device)
    )
    return tuple(
        PcRow(row[0], row[1], row[2] or "", row[3] or "", role="", own=True, state="unheard")
        for row in view.connection.execute(named)
    )


_OF_THE_LAST_RUN = (
    Finding.WAITING,
    Finding.NEEDS_NEWER,
    Finding.KEY_MISSING,
    Finding.POSTPONED,
    Finding.UNVERIFIED,
    Finding.ASKS_TO_JOIN,
)
_FOR_A_WEEK = (Finding.NEW_LANE, Finding.FORGED, Finding.LOCKED_OUT, Finding.UNREADABLE)


def _of_runs(
    runs: Sequence[RunLine], now_ms: int, status: ShareStatus, damaged: int
) -> list[Remark]:
    """What the runs have found that matters still; some things are noted once and mean more."""
    if not runs:
        return []
    last = runs[0]
    found = [Remark("trouble", name=last.trouble)] if last.trouble else []
    found += [Remark(one.value, last.findings.get(one.value, 0)) for one in _OF_THE_LAST_RUN]
    if last.undelivered and not last.trouble:
        found.append(Remark("undelivered", last.undelivered))
    week = [run for run in runs if now_ms - run.at_ms < 7 * DAY_MS]
    found += [Remark(one.value, _sum(week, one.value)) for one in _FOR_A_WEEK]
    day = [run for run in runs if now_ms - run.at_ms < DAY_MS]
    found.append(Remark(REPLACED, _sum(day, REPLACED)))
    found.append(Remark(Finding.DAMAGED.value, damaged))
    found.append(Remark(Finding.STRAY.value, _sum(day, Finding.STRAY.value)))
    asks = Finding.ASKS_TO_JOIN.value
    found = [r for r in found if r.number or r.kind == "trouble"]
    if status.role not in ("manager", "city"):
        found = [r for r in found if r.kind != asks]
    return found + _of_clock(week)


def _of_clock(runs: Sequence[RunLine]) -> list[Remark]:
    measured = (run.clock_ahead_ms for run in runs if run.clock_ahead_ms is not None)
    ahead = next(measured, 0)
    return [Remark("clock", ahead_ms=ahead)] if abs(ahead) > CLOCK_OFF_MS else []


def _sum(runs: Sequence[RunLine], kind: str) -> int:
    return sum(run.findings.get(kind, 0) for run in runs)


def _of_pcs(pcs: Sequence[PcRow]) -> list[Remark]:
    differing = sum(pc.state == "differs" for pc in pcs)
    away = [
        Remark("away", pc.away_days, " · ".join(filter(None, (pc.house_name, pc.name))))
        for pc in pcs
        if pc.away_days >= AWAY_DAYS
    ]
    return [Remark(Finding.DIVERGED.value, differing), *away] if differing else away


def _sheets_are_open(view: View) -> bool:
    return get_local(view.connection, SHEETS) == "open"


def put_sheets_away(desk: Desk, *, done: bool) -> None:
    """Notes whether the recovery sheets of the city are printed and put away."""
    desk.note(SHEETS, "done" if done else "open")


def takes_part(view: View) -> bool:
    """Whether this PC belongs to an exchange, or has asked to."""
    return kept_mark(view) is not None
