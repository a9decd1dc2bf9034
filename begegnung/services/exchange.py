"""The nightly exchange as the desk knows it: one run, its result in words' raw material, state."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from begegnung.db.tables import action, centre, change, device
from begegnung.db.work import get_local
from begegnung.exchange.bundle import ScopeAccess
from begegnung.exchange.report import ExchangeReport, Finding, Phase, Step
from begegnung.exchange.run import exchange
from begegnung.exchange.share import LocalShare
from begegnung.model.changes import stamp_ms
from begegnung.model.errors import FileUnreadable, ShareNotSet, ShareUnreachable, Trouble
from begegnung.services.after_exchange import catch_up
from begegnung.services.desk import Desk, View
from begegnung.services.devices import Belong, belong
from begegnung.services.exchange_ledger import CITY, DatabaseLedger, house_scope
from begegnung.services.house_key import FILE_NAME, HouseKey, key_of, read_key, write_key
from begegnung.services.houses import own_centre

_KEPT_RUNS = 30

PHASE_WORDS: dict[Phase, str] = {
    Phase.GREETING: "Gemeinsamen Ordner prüfen",
    Phase.LOOKING: "Neues von den anderen lesen",
    Phase.DELIVERING: "Eigene Änderungen ablegen",
    Phase.CHECKING: "Nachsehen, ob alles angekommen ist",
}


@dataclass(frozen=True, slots=True)
class ExchangeOutcome:
    """What one run did: bundles by what became of them, and whether everything arrived.

    `at_ms` is its start (UTC ms). `findings` counts by `report.Finding` value; `trouble` is
    what ended it early, None when it came to its end.
    """

    at_ms: int
    complete: bool
    cancelled: bool
    undelivered: int | None
    findings: dict[str, int]
    trouble: Trouble | None


class RunLine(NamedTuple):
    """One earlier run in the log of the exchange: counts only, never names."""

    at_ms: int
    complete: bool
    taken_in: int
    published: int
    trouble: str


class PartnerLine(NamedTuple):
    """Another PC: its name, its house, and when it last wrote something (UTC ms, None: never)."""

    name: str
    centre: str
    last_seen_ms: int | None
    own: bool


class ExchangeState(NamedTuple):
    """What the page Abgleich shows; `waiting` counts actions that no bundle holds yet."""

    last: tuple[int, bool] | None
    waiting: int
    partners: tuple[PartnerLine, ...]
    runs: tuple[RunLine, ...]


def _unheard(_text: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _never() -> bool:
    """A run that nobody cancels."""
    return False


def sync_now(
    desk: Desk,
    folder: Path,
    share: str,
    progress: Callable[[str, int, int], None] = _unheard,
    cancelled: Callable[[], bool] = _never,
    sleep: Callable[[float], None] = time.sleep,
) -> ExchangeOutcome:
    """Exchanges everything with the folder `share`; the key of the house lies in `folder`.

    Gives what happened, troubles of the share included, and notes the run. Raises `ShareNotSet`
    without a share, `NoCentre` without a house and `FileUnreadable` for a damaged key.
    """
    if not share.strip():
        raise ShareNotSet
    house = desk.read(own_centre)
    key = key_of(folder, house.id, house.name)
    return _run(desk, key, Path(share), progress, cancelled, sleep)


def join_house(desk: Desk, folder: Path, key_file: Path, share: str) -> ExchangeOutcome:
    """Makes this PC one more PC of the house whose key file is given.

    The data come from the share; only when the house has arrived is the PC bound to it. Raises
    `FileUnreadable` for the key, and the `Trouble` of the share.
    """
    key = read_key(key_file)
    outcome = _run(desk, key, Path(share), _unheard, _never, time.sleep)
    if outcome.trouble is not None:
        raise outcome.trouble
    arrived = desk.read(
        lambda view: view.connection.execute(
            select(centre.c.id).where(centre.c.id == key.centre_id)
        ).first()
    )
    if arrived is None:
        raise ShareUnreachable(share)
    if not (folder / FILE_NAME).exists():
        write_key(folder / FILE_NAME, key)
    desk.bind(key.centre_id)
    desk.act(belong, Belong(key.centre_id))
    return outcome


def export_key(desk: Desk, folder: Path, target: Path) -> None:
    """Writes a copy of the key of this house, for another PC of the house."""
    house = desk.read(own_centre)
    if target.is_dir():
        raise FileUnreadable(str(target), "folder")
    write_key(target, key_of(folder, house.id, house.name))


def _run(
    desk: Desk,
    key: HouseKey,
    share: Path,
    progress: Callable[[str, int, int], None],
    cancelled: Callable[[], bool],
    sleep: Callable[[float], None],
) -> ExchangeOutcome:
    scopes = [ScopeAccess(CITY, None), ScopeAccess(house_scope(key.centre_id), key.key)]
    phases = list(Phase)

    def report(step: Step) -> None:
        progress(PHASE_WORDS[step.phase], phases.index(step.phase), len(phases))

    at_ms = desk.now_ms()

    def once() -> ExchangeReport:
        return exchange(
            LocalShare(share),
            DatabaseLedger(desk, scopes),
            now=datetime.fromtimestamp(at_ms / 1000, tz=UTC),
            sleep=sleep,
            progress=report,
            cancelled=cancelled,
        )

    done = once()
    if _caught_up(desk, key, done):
        # Somebody moved up: the others should hear of it before they sell the place again.
        again = once()
        done = replace(again, notes=(*done.notes, *again.notes))
    outcome = _outcome(at_ms, done)
    _note_run(desk, outcome)
    return outcome


def _caught_up(desk: Desk, key: HouseKey, done: ExchangeReport) -> bool:
    """Whether what others wrote had consequences here that nobody else has drawn yet."""
    if desk.centre_id != key.centre_id or not done.count(Finding.TAKEN_IN):
        return False
    # Nobody's doing: the exchange runs at night, and whoever is signed in did not decide this.
    nobody = desk.for_thread()
    nobody.actor = None
    return nobody.act(catch_up, None).action is not None


def _outcome(at_ms: int, report: ExchangeReport) -> ExchangeOutcome:
    counts = {finding.value: report.count(finding) for finding in Finding}
    return ExchangeOutcome(
        at_ms=at_ms,
        complete=report.complete,
        cancelled=report.cancelled,
        undelivered=report.undelivered,
        findings={name: count for name, count in counts.items() if count},
        trouble=report.trouble,
    )


def _note_run(desk: Desk, outcome: ExchangeOutcome) -> None:
    line = RunLine(
        outcome.at_ms,
        outcome.complete,
        outcome.findings.get(Finding.TAKEN_IN.value, 0),
        outcome.findings.get(Finding.PUBLISHED.value, 0),
        "" if outcome.trouble is None else type(outcome.trouble).__name__,
    )
    runs = [line, *desk.read(earlier_runs)][:_KEPT_RUNS]
    desk.note("exchange_runs", json.dumps([list(run) for run in runs]))


def earlier_runs(view: View) -> list[RunLine]:
    """The last runs of this PC, newest first."""
    noted = json.loads(get_local(view.connection, "exchange_runs") or "[]")
    return [RunLine(*run) for run in noted]


def last_exchange(view: View) -> tuple[int, bool] | None:
    """When the last run began (UTC ms) and whether everything arrived; None before the first."""
    runs = earlier_runs(view)
    return (runs[0].at_ms, runs[0].complete) if runs else None


def exchange_state(view: View) -> ExchangeState:
    """The state of the exchange of this PC."""
    waiting = view.connection.execute(
        select(func.count(change.c.action_id.distinct())).where(change.c.bundle.is_(None))
    ).scalar_one()
    return ExchangeState(
        last=last_exchange(view),
        waiting=waiting,
        partners=_partners(view),
        runs=tuple(earlier_runs(view)),
    )


def _partners(view: View) -> tuple[PartnerLine, ...]:
    rows = view.connection.execute(
        select(
            device.c.id,
            device.c.name,
            func.coalesce(centre.c.name, ""),
            func.max(action.c.stamp),
        )
        .outerjoin(centre, centre.c.id == device.c.centre_id)
        .outerjoin(action, action.c.device == device.c.id)
        .group_by(device.c.id)
        .order_by(centre.c.name, device.c.name)
    )
    return tuple(
        PartnerLine(
            row[1], row[2], None if row[3] is None else stamp_ms(row[3]), own=row[0] == view.device
        )
        for row in rows
    )


def outcome_values(outcome: ExchangeOutcome) -> dict[str, object]:
    """The outcome as JSON can carry it; the trouble by the name of its kind."""
    trouble = None if outcome.trouble is None else type(outcome.trouble).__name__
    return {**asdict(replace(outcome, trouble=None)), "trouble": trouble}
