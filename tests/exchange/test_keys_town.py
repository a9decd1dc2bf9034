"""Random months of a town: PCs come, get lost and are locked out on a share that keeps failing.

Whatever happens, in the end those that count agree, have lost nothing of their own, and seal with
keys that none of the lost ones has.
"""

import os
from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from begegnung.exchange import codec, layout
from begegnung.exchange.certificates import ROOT, make_revocation
from begegnung.exchange.enrolment import leaves_on_share
from begegnung.exchange.errand import Errand
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.report import ExchangeReport
from begegnung.exchange.run import exchange_steps
from begegnung.model.key_errors import DeviceRevoked, NotApproved
from tests.exchange.bundles import CITY, HOUSE, action, insert
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.memory_ledger import MemoryLedger, PowerCut
from tests.exchange.moment import NOW
from tests.exchange.papers import MARK, NOW_MS, ROOT_KEYS, certificate_of, found_on

HISTORIES = int(os.environ.get("BEGEGNUNG_KEY_HISTORIES", "12"))
SCOPES = ("stadt", "h-0001")
ROUNDS_TO_AGREE = 5


class Pc:
    def __init__(self, device: str, random: Random, *, new: bool) -> None:
        self.ledger = MemoryLedger(device, (CITY, HOUSE), lambda: random.randbytes(4).hex())
        self.clock: datetime = NOW
        self.run: Generator[Any, None, ExchangeReport] | None = None
        self.lost = False
        if new:
            self.ledger.state.documents = {}
            for scope in self.ledger.state.scopes.values():
                scope.epochs = {}

    @property
    def device(self) -> str:
        return self.ledger.device()


class KeysTown:
    """One history; pc0 is the one that approves and locks out, with the keys of the city."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.share = FaultyShare(self.random)
        found_on(self.share)
        self.pcs = [Pc(f"pc{n}", self.random, new=False) for n in range(3)]
        self.count = 0
        self.rows: dict[str, tuple[Pc, str]] = {}

    def history(self) -> None:
        choice, share = self.random.choice, self.share
        share.errors, share.torn = choice([0, 0.03]), choice([0, 0.1])
        share.stale, share.lost_reply = choice([0, 0.2]), choice([0, 0.1])
        events: list[Callable[[], None]] = [
            *[self.edits] * 5,
            *[self.works] * 12,
            *[self.crashes, self.power_fails, self.time_passes] * 2,
            *[self.comes, self.gets_lost, self.paper_vanishes],
        ]
        for _ in range(120):
            choice(events)()

    def some_pc(self) -> Pc:
        return self.random.choice(self.pcs)

    def edits(self) -> None:
        pc, scope = self.some_pc(), self.random.choice(SCOPES)
        self.count += 1
        row = f"r{self.count}"
        self.rows[row] = pc, scope
        changed = action(self.count, insert(row, name=row), device=pc.device)
        pc.ledger.act(scope, changed)

    def works(self) -> None:
        for _ in range(self.random.randint(1, 25)):
            self.pump(self.some_pc())

    def pump(self, pc: Pc) -> ExchangeReport | None:
        if pc.run is None:
            errand = Errand(self.share, pc.ledger, pc.clock, lambda _: None, self.random.randbytes)
            pc.run = exchange_steps(errand)
        try:
            next(pc.run)
        except StopIteration as end:
            pc.run = None
            return end.value
        except PowerCut:
            pc.run, pc.ledger.fuse = None, None
        return None

    def crashes(self) -> None:
        self.some_pc().run = None

    def power_fails(self) -> None:
        pc = self.some_pc()
        pc.ledger.fuse = self.random.randint(1, 5)
        pc.ledger.fails_before_commit = self.random.random() < 0.5

    def time_passes(self) -> None:
        pc = self.some_pc()
        wrong, right = (NOW + timedelta(days=d) for d in (self.random.choice([-400, 20_000]), 0))
        later = min(pc.clock, NOW + timedelta(days=1000)) + timedelta(days=31)
        pc.clock = self.random.choice([wrong, right, later, later, later])

    def comes(self) -> None:
        if len(self.pcs) < 7:
            pc = Pc(f"pc{len(self.pcs)}", self.random, new=True)
            pc.clock = self.pcs[0].clock
            # Its place was founded with the others; it is a new one all the same, with other keys.
            keys = DeviceKeys(self.random.randbytes(32), self.random.randbytes(32))
            pc.ledger.state.keys = keys
            paper = certificate_of(pc.device, keys=keys)
            self.pcs[0].ledger.state.documents[paper.path] = paper.document.data
            pc.ledger.state.documents[paper.path] = paper.document.data
            self.pcs.append(pc)

    def gets_lost(self) -> None:
        pc = self.some_pc()
        if pc is self.pcs[0] or pc.lost or self.random.random() < 0.5:
            return
        pc.lost = True
        keys = {pc.ledger.device_keys().sign_public}
        errand = Errand(self.share, self.pcs[0].ledger, NOW, lambda _: None, self.random.randbytes)
        faults, self.share.errors, self.share.stale = (self.share.errors, self.share.stale), 0, 0
        steps = leaves_on_share(errand, pc.device, SCOPES)
        try:
            while True:
                next(steps)
        except StopIteration as end:
            leaves = end.value
        self.share.errors, self.share.stale = faults
        made = make_revocation(
            pc.device,
            keys,
            leaves,
            (),
            mark=MARK,
            issuer=ROOT,
            issuer_keys=ROOT_KEYS,
            now_ms=NOW_MS,
        )
        self.pcs[0].ledger.state.documents[made.path] = made.document.data

    def paper_vanishes(self) -> None:
        papers = [p for p in sorted(self.share.files) if p.startswith(("geraete", "schluessel"))]
        self.share.files.pop(self.random.choice(papers))

    def ends(self) -> None:
        share = self.share
        share.errors = share.torn = share.stale = share.short = share.lost_reply = 0.0
        for pc in self.pcs:
            pc.run, pc.ledger.fuse = None, None
        for _ in range(ROUNDS_TO_AGREE):
            for pc in self.pcs:
                self.whole_run(pc)

    def whole_run(self, pc: Pc) -> ExchangeReport:
        pc.run = None
        while True:
            report = self.pump(pc)
            if report is not None:
                return report


@pytest.mark.parametrize("part", range(4))
def test_those_that_count_agree_and_lost_pcs_learn_nothing_more(part: int) -> None:
    for seed in range(part, HISTORIES, 4):
        town = KeysTown(seed)
        town.history()
        town.ends()
        check_end(town, seed)


def check_end(town: KeysTown, seed: int) -> None:
    standing = [pc for pc in town.pcs if not pc.lost]
    lost = [pc for pc in town.pcs if pc.lost]
    before, writes = dict(town.share.files), town.share.writes
    reports = [town.whole_run(pc) for pc in standing]
    assert all(report.complete for report in reports), (seed, reports)
    assert (town.share.files, town.share.writes) == (before, writes), seed
    for scope in SCOPES:
        shown = [{row for _, row in pc.ledger.rows(scope)} for pc in standing]
        assert all(rows == shown[0] for rows in shown), seed
        own = {row for row, (pc, of) in town.rows.items() if of == scope and not pc.lost}
        assert own <= shown[0], seed
    for pc in lost:
        assert isinstance(town.whole_run(pc).trouble, DeviceRevoked | NotApproved), seed
    for pc in standing:
        town.count += 1
        pc.ledger.act("h-0001", action(town.count, insert(f"e{town.count}", name="x")))
        known = set(town.share.files)
        town.whole_run(pc)
        new = [p for p in town.share.files if layout.BundlePath.parse(p) and p not in known]
        for path in new:
            header = codec.parse_header(codec.split_file(town.share.files[path]).header)
            holders = [one for one in lost if header.epoch in one.ledger.epochs(header.scope)]
            assert holders == [], seed
