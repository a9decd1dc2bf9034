"""One run of the exchange, from "is it our share?" to "has it arrived?".

1. The mark of the repository must be there and be ours, else nothing is touched.
2. Read certificates, revocations and keys that are new: who counts, and what can be opened.
3. Seal what is pending in every scope, before anything of others is taken in.
4. List and read the bundles that are not known yet; what is damaged twice is put aside.
5. Take them in, in causal order.
6. Publish certificates and keys, then own bundles, and what of others the share has lost.
7. List and read again what was written.
8. Write a snapshot where one is due, clear away what it covers, and say what was taken in.

Every step may be cut off anywhere; the next run starts over. A second run without edits writes
nothing.
"""

import secrets
from collections.abc import Callable, Generator
from datetime import datetime

from begegnung.exchange.acks import Acks
from begegnung.exchange.compaction import Compaction
from begegnung.exchange.deliver import deliver, undelivered, verify
from begegnung.exchange.errand import Errand, Limits, Steps
from begegnung.exchange.intake import Intake, look_into_quarantine
from begegnung.exchange.ledger import Ledger
from begegnung.exchange.publish import sweep_parts
from begegnung.exchange.report import ExchangeReport, Finding, Phase, Step
from begegnung.exchange.repository import greet
from begegnung.exchange.sealing import seal_joining, seal_pending
from begegnung.exchange.share import ShareIO, SharingViolation
from begegnung.exchange.trust import Papers
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
    limits: Limits | None = None,
) -> ExchangeReport:
    """Exchange everything with the share; `now` is the time in UTC, `sleep` waits some seconds.

    `progress` is told before each operation on the share, and `cancelled` asked: the run then ends
    at once, and what the report says has been done. `put_mark_back` see `repository.greet`.

    Never raises a `Trouble`, of the share or of the ledger: what ended the run stands in the
    report, together with what was done before. Only one run at a time should work on a database;
    a second one does no harm, but works in vain.
    """
    errand = Errand(share, ledger, now, sleep, random_bytes, limits or Limits())
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
        papers = Papers(errand, (yield from greet(errand, put_mark_back=put_mark_back)))
        yield from _all_scopes(errand, papers, looked)
    except Trouble as error:
        trouble = error
    except SharingViolation as error:
        trouble = ShareUnreachable(error.path)
    missing = sum(undelivered(errand, i) for i in looked) if looked else None
    return ExchangeReport(tuple(errand.notes), missing, trouble, cancelled=False)


def _all_scopes(errand: Errand, papers: Papers, looked: list[Intake]) -> Steps[None]:
    """Steps 2 to 8; `looked` gets the intakes once all scopes have been looked through."""
    accesses = (yield from papers.read()).accesses
    for access in accesses:
        seal_pending(errand, access)
        seal_joining(errand, access)
    errand.phase = Phase.LOOKING
    intakes: dict[str, Intake] = {}
    for access in accesses:
        intakes[access.name] = Intake(errand, access, intakes)
    for n, intake in enumerate(intakes.values()):
        if n == 0:
            yield from look_into_quarantine(errand, intake)
        yield from intake.run()
    compactions = [Compaction(errand, i.access, i) for i in intakes.values()]
    acks = [Acks(errand, i.access) for i in intakes.values()]
    for compaction, said in zip(compactions, acks, strict=True):
        yield from compaction.read()
        yield from said.read()
    for intake in intakes.values():
        for path in intake.readmit():
            errand.note(Finding.LOCKED_OUT, path)
        for path in intake.waiting:
            errand.note(Finding.WAITING, path)
    looked += intakes.values()
    errand.phase = Phase.DELIVERING
    yield from sweep_parts(errand)
    yield from papers.deliver()
    written: dict[str, dict[str, str]] = {}
    for intake in looked:
        written[intake.access.name] = yield from deliver(errand, intake)
    errand.phase = Phase.CHECKING
    for intake in looked:
        yield from verify(errand, intake, written[intake.access.name])
    errand.phase = Phase.CLEARING
    for compaction, said in zip(compactions, acks, strict=True):
        yield from compaction.write_if_due()
        yield from compaction.clear_up()
        yield from said.write()
