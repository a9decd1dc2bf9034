"""The nightly exchange as the desk knows it: one run, its result in words' raw material, state."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from begegnung.db.tables import centre, change
from begegnung.exchange.certificates import Certificate, parse_mark
from begegnung.exchange.chain import Trust
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.report import ExchangeReport, Finding, Phase, Step
from begegnung.exchange.run import exchange
from begegnung.exchange.share import LocalShare
from begegnung.exchange.trust import trust_of
from begegnung.model.errors import ShareNotSet, Trouble
from begegnung.services.after_exchange import catch_up
from begegnung.services.desk import Desk, View, system_clock
from begegnung.services.devices import Belong, belong
from begegnung.services.disk_space import require_room
from begegnung.services.erasure_memory import remember
from begegnung.services.exchange_ledger import DatabaseLedger
from begegnung.services.exchange_runs import (
    RunLine,
    earlier_runs,
    last_exchange,
    note_damaged,
    note_run,
)
from begegnung.services.figures import bring_up_to_date, close_years
from begegnung.services.key_store import device_keys
from begegnung.services.paper_ledger import kept_mark
from begegnung.services.share_clock import clock_ahead

PHASE_WORDS: dict[Phase, str] = {
    Phase.GREETING: "Gemeinsamen Ordner prüfen",
    Phase.LOOKING: "Neues von den anderen lesen",
    Phase.DELIVERING: "Eigene Änderungen ablegen",
    Phase.CHECKING: "Nachsehen, ob alles angekommen ist",
    Phase.CLEARING: "Aufräumen",
}


_A_DAY_MS = 24 * 60 * 60 * 1000
"""A clock that goes wrong by less says the right year, or nearly."""

REPLACED = "replaced"
"""Stands among the findings of a noted run for damaged files that are whole again."""


@dataclass(frozen=True, slots=True)
class ExchangeOutcome:
    """What one run did: bundles by what became of them, and whether everything arrived.

    `at_ms` is its start (UTC ms). `findings` counts by `report.Finding` value; `trouble` is
    what ended it early, None when it came to its end. `replaced` counts files found
    damaged, now or earlier, that are whole again. `clock_ahead_ms` see `RunLine`.
    """

    at_ms: int
    complete: bool
    cancelled: bool
    undelivered: int | None
    findings: dict[str, int]
    trouble: Trouble | None
    replaced: int = 0
    clock_ahead_ms: int | None = None


class ExchangeState(NamedTuple):
    """How this PC stands by itself; `waiting` counts actions that no bundle holds yet."""

    last: tuple[int, bool] | None
    waiting: int
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
    *,
    put_mark_back: bool = False,
) -> ExchangeOutcome:
    """Exchanges everything with the folder `share`; the keys of this PC lie in `folder`.

    A PC without a house becomes one of the house it was approved for, as soon as that has arrived.
    `put_mark_back` for somebody who knows that a folder without its mark is the right one: it was
    emptied, or restored from an old copy. Every PC then puts back what it has.
    Gives what happened, troubles of the share included, and notes the run. Raises `ShareNotSet`
    without a share, `DeviceKeyUnusable` for damaged keys, and `DiskAlmostFull` where the last room
    on the disk is kept for what people enter.
    """
    if not share.strip():
        raise ShareNotSet
    require_room(folder)
    keys = device_keys(folder, desk.device)
    phases = list(Phase)

    def report(step: Step) -> None:
        progress(PHASE_WORDS[step.phase], phases.index(step.phase), len(phases))

    at_ms, began_ms = desk.now_ms(), system_clock()

    def once() -> ExchangeReport:
        return exchange(
            LocalShare(Path(share)),
            DatabaseLedger(desk, keys),
            now=datetime.fromtimestamp(at_ms / 1000, tz=UTC),
            sleep=sleep,
            progress=report,
            cancelled=cancelled,
            put_mark_back=put_mark_back,
        )

    if own_certificate(desk, keys) is not None:
        _counted_figures(desk)
    done = once()
    settled_in = _settle_in(desk, keys)
    if _caught_up(desk, done) or settled_in:
        # Somebody moved up: the others should hear of it before they sell the place again.
        again = once()
        done = replace(again, notes=(*done.notes, *again.notes))
    remember(desk)
    written = done.paths(Finding.PUBLISHED)
    outcome = replace(
        _outcome(at_ms, done),
        replaced=note_damaged(desk, done.paths(Finding.DAMAGED)),
        clock_ahead_ms=clock_ahead(share, written, began_ms, system_clock),
    )
    if outcome.clock_ahead_ms is not None and abs(outcome.clock_ahead_ms) < _A_DAY_MS:
        _close_years(desk)
    _note(desk, outcome)
    return outcome


def own_certificate(desk: Desk, keys: DeviceKeys) -> Certificate | None:
    """The certificate that this PC goes by, None before it is approved."""
    trust = known_trust(desk, keys)
    own = None if trust is None else trust.own(desk.device, keys.sign_public)
    return own if own is not None and trust is not None and trust.is_valid(own.hash) else None


def known_trust(desk: Desk, keys: DeviceKeys) -> Trust | None:
    """Which certificates hold, as far as this PC knows; None before it has asked to join."""
    mark = desk.read(kept_mark)
    return None if mark is None else trust_of(DatabaseLedger(desk, keys), parse_mark(mark))


def _settle_in(desk: Desk, keys: DeviceKeys) -> bool:
    """Binds a PC without a house to the one it was approved for, once that has arrived."""
    if desk.centre_id is not None:
        return False
    own = own_certificate(desk, keys)
    if own is None or not own.house:
        return False
    arrived = select(centre.c.id).where(centre.c.id == own.house)
    if desk.read(lambda view: view.connection.execute(arrived).first()) is not None:
        desk.bind(own.house)
        desk.act(belong, Belong(own.house))
        return True
    return False


def _caught_up(desk: Desk, done: ExchangeReport) -> bool:
    """Whether what others wrote had consequences here that nobody else has drawn yet."""
    if not done.count(Finding.TAKEN_IN):
        return False
    moved_up = desk.centre_id is not None and _nobody(desk).act(catch_up, None).action is not None
    return _counted_figures(desk) or moved_up


def _counted_figures(desk: Desk) -> bool:
    """Counts the figures of this house for the city; whether any have changed."""
    changed, more = False, desk.centre_id is not None
    while more:
        done = _nobody(desk).act(bring_up_to_date, None)
        changed, more = changed or done.action is not None, done.value
    return changed


def _close_years(desk: Desk) -> None:
    """Erases the keys of past years; the share has said that the clock of this PC goes right."""
    if desk.centre_id is not None:
        _nobody(desk).act(close_years, None)


def _nobody(desk: Desk) -> Desk:
    """The exchange runs at night, and whoever is signed in did not decide what follows from it."""
    nobody = desk.for_thread()
    nobody.actor = None
    return nobody


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


def _note(desk: Desk, outcome: ExchangeOutcome) -> None:
    line = RunLine(
        at_ms=outcome.at_ms,
        complete=outcome.complete,
        taken_in=outcome.findings.get(Finding.TAKEN_IN.value, 0),
        published=outcome.findings.get(Finding.PUBLISHED.value, 0),
        trouble="" if outcome.trouble is None else type(outcome.trouble).__name__,
        findings={**outcome.findings, REPLACED: outcome.replaced},
        undelivered=outcome.undelivered,
        clock_ahead_ms=outcome.clock_ahead_ms,
    )
    note_run(desk, line)


def exchange_state(view: View) -> ExchangeState:
    """The state of the exchange of this PC."""
    waiting = view.connection.execute(
        select(func.count(change.c.action_id.distinct())).where(change.c.bundle.is_(None))
    ).scalar_one()
    return ExchangeState(
        last=last_exchange(view),
        waiting=waiting,
        runs=tuple(earlier_runs(view)),
    )


def outcome_values(outcome: ExchangeOutcome) -> dict[str, object]:
    """The outcome as JSON can carry it; the trouble by the name of its kind."""
    trouble = None if outcome.trouble is None else type(outcome.trouble).__name__
    return {**asdict(replace(outcome, trouble=None)), "trouble": trouble}
