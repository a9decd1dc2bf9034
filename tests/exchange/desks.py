"""A desk for tests of whole runs: a ledger in memory, and short words for what is done with it."""

from collections.abc import Callable, Mapping
from typing import Any

from begegnung.exchange.bundle import ScopeAccess
from begegnung.exchange.certificates import Revocation
from begegnung.exchange.errand import Limits
from begegnung.exchange.report import ExchangeReport, Step
from begegnung.exchange.run import exchange
from begegnung.exchange.share import ShareIO
from begegnung.model.changes import Change
from tests.exchange.bundles import HOUSE, action, insert, update
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.moment import NOW
from tests.exchange.papers import found_on


class Desk:
    """One approved PC; the first one founds the share. `naps` are the seconds its runs waited."""

    _last = 0

    def __init__(
        self,
        share: ShareIO,
        device: str,
        *accesses: ScopeAccess,
        ledger: MemoryLedger | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.share = share
        found_on(share)
        self.ledger = ledger or MemoryLedger(device, accesses or (HOUSE,))
        self.limits = limits
        self.naps: list[float] = []
        self.now = NOW

    def does(self, *changes: Change, scope: str = "h-0001") -> None:
        Desk._last += 1
        self.ledger.act(scope, action(Desk._last, *changes, device=self.ledger.device()))

    def adds(self, row: str, scope: str = "h-0001", **values: object) -> None:
        self.does(insert(row, **values), scope=scope)

    def sets(self, row: str, scope: str = "h-0001", **values: object) -> None:
        self.does(update(row, **values), scope=scope)

    def shows(self, row: str, scope: str = "h-0001") -> Mapping[str, Any]:
        return self.ledger.row(scope, ("room", row)).values

    def clashes(self, row: str, scope: str = "h-0001") -> set[str]:
        return {clash.column for clash in self.ledger.row(scope, ("room", row)).clashes}

    def exchanges(
        self,
        *,
        put_mark_back: bool = False,
        progress: Callable[[Step], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> ExchangeReport:
        return exchange(
            self.share,
            self.ledger,
            now=self.now,
            sleep=self.naps.append,
            progress=progress,
            cancelled=cancelled,
            put_mark_back=put_mark_back,
            limits=self.limits,
        )


def hears_of(desk: Desk, made: Revocation) -> None:
    """The desk knows of a PC that was locked out, without a run."""
    desk.ledger.state.documents[made.path] = made.document.data


def exchange_all(*desks: Desk, rounds: int = 2) -> None:
    """All desks exchange in turn, without trouble."""
    for _ in range(rounds):
        for desk in desks:
            report = desk.exchanges()
            assert report.trouble is None, report.trouble
