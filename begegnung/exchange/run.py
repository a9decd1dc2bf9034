"""One run of the exchange, from "is it our share?" to "has it arrived?".

1. The mark of the repository must be there and be ours, else nothing is touched.
2. Seal what is pending in every scope, before anything of others is taken in.
3. List and read the bundles that are not known yet; what is damaged twice is put aside.
4. Take them in, in causal order.
5. Publish own bundles and those of others that the share has lost.
6. List and read again what was written.

Every step may be cut off anywhere; the next run starts over. A second run without edits writes
nothing. Acknowledgements and snapshots have their place in `layout`, but are not part of the run.
"""

import secrets
from collections.abc import Callable, Generator, Iterable
from datetime import datetime

from begegnung.exchange.deliver import deliver, undelivered, verify
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.intake import Intake, look_into_quarantine
from begegnung.exchange.ledger import Ledger
from begegnung.exchange.publish import sweep_parts
from begegnung.exchange.report import ExchangeReport, Finding, Phase, Step
from begegnung.exchange.repository import greet
from begegnung.exchange.sealing import seal_pending
from begegnung.exchange.share import ShareIO, SharingViolation
from begegnung.model.errors import ShareUnreachable, Trouble


def exchange(
    share: ShareIO,
    ledger: Ledger,
    *,
    now: datetime,
    sleep: Callable[[float], None],
    progress: Callable[[Step], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    put_mark_back: bool = False,
) -> ExchangeReport:
    """Exchange everything with the share; `now` is the time in UTC, `sleep` waits some seconds.

    `progress` is told before each operation on the share, and `cancelled` asked: the run then ends
    at once, and what the report says has been done. `put_mark_back` see `repository.greet`.

    Never raises a `Trouble`, of the share or of the ledger: what ended the run stands in the
    report, together with what was done before. Only one run at a time should work on a database;
    a second one does no harm, but works in vain.
    """
    errand = Errand(share, ledger, now, sleep, random_bytes)
    steps = exchange_steps(errand, put_mark_back=put_mark_back)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            report: ExchangeReport = end.value
            return report
        progress(step)
        if cancelled():
            steps.close()
            return ExchangeReport(tuple(errand.notes), None, trouble=None, cancelled=True)


def exchange_steps(
    errand: Errand, *, put_mark_back: bool = False
) -> Generator[Step, None, ExchangeReport]:
    """The run as a generator that stops before each operation on the share; gives the report."""
    looked: list[Intake] = []
    trouble: Trouble | None = None
    try:
        yield from greet(errand, put_mark_back=put_mark_back)
        yield from _all_scopes(errand, looked)
    except Trouble as error:
        trouble = error
    except SharingViolation as error:
        trouble = ShareUnreachable(error.path)
    missing = sum(undelivered(errand, i) for i in _writable(looked)) if looked else None
    return ExchangeReport(tuple(errand.notes), missing, trouble, cancelled=False)


def _all_scopes(errand: Errand, looked: list[Intake]) -> Steps[None]:
    """Steps 2 to 6; `looked` gets the intakes once all scopes have been looked through."""
    accesses = errand.ledger.scopes()
    for access in accesses:
        seal_pending(errand, access)
    errand.phase = Phase.LOOKING
    intakes: dict[str, Intake] = {}
    for access in accesses:
        intakes[access.name] = Intake(errand, access, intakes)
    for n, intake in enumerate(intakes.values()):
        if n == 0:
            yield from look_into_quarantine(errand, intake)
        yield from intake.run()
    for path in (path for intake in intakes.values() for path in intake.waiting):
        errand.note(Finding.WAITING, path)
    looked += intakes.values()
    errand.phase = Phase.DELIVERING
    yield from sweep_parts(errand)
    written: dict[str, dict[str, str]] = {}
    for intake in _writable(looked):
        written[intake.access.name] = yield from deliver(errand, intake)
    errand.phase = Phase.CHECKING
    for intake in _writable(looked):
        yield from verify(errand, intake, written[intake.access.name])


def _writable(intakes: Iterable[Intake]) -> list[Intake]:
    return [intake for intake in intakes if intake.access.may_write]
