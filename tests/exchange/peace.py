"""The end of a history: no more faults, everybody is let in, all exchange, and all is looked at."""

from typing import TYPE_CHECKING

from begegnung.exchange import layout
from begegnung.exchange.report import ExchangeReport, Finding
from tests.exchange import admission

if TYPE_CHECKING:
    from tests.exchange.world import World

ROUNDS_TO_AGREE = 4


def end_faults(world: "World") -> None:
    """Nothing breaks any more, nobody is disturbed, and all have the same program."""
    share = world.share
    share.down = False
    share.errors = share.torn = share.lies = share.stale = share.short = share.lost_reply = 0.0
    for desk in world.desks:
        desk.run, desk.ledger.fuse, desk.doomed = None, None, False
        if world.happened["update_program"]:
            desk.ledger.state.schema = world.newer


def settle_papers(world: "World") -> None:
    """Everybody who waits is approved, with the recovery sheet if need be."""
    for _ in range(ROUNDS_TO_AGREE):
        trust = world.custody().trust
        missing = [d for d in world.desks if not admission.is_approved(d.ledger, trust)]
        if not missing:
            return
        for desk in missing:
            world.joining.add(desk.device)
            if admission.is_locked_out(desk.ledger, trust):
                # Somebody at the desk is told so and asks anew, which begins with other keys.
                admission.renew_keys(desk.ledger, world.fresh_keys())
                admission.ask(world.errand(desk), desk.house)
            if not desk.ledger.documents(layout.REQUESTS):
                admission.ask(world.errand(desk), desk.house)
        for desk in world.desks:
            world.whole_run(desk)
        able = [own for ledger in world.ledgers() if (own := admission.may_decide(ledger))]
        if not all(any(own.may_decide_about(d.house, "pc") for own in able) for d in missing):
            admission.recover(world.desks[0].ledger, world.desks[0].house)
            world.whole_run(world.desks[0])
        for desk in world.desks:
            world.whole_run(desk, world.approving(desk))


def agree(world: "World") -> set[str]:
    """Let all exchange until nobody has anything to write, and give what is wrong then."""
    found: set[str] = set()
    reports: list[ExchangeReport | None] = []
    writes = -1
    for _ in range(ROUNDS_TO_AGREE + 1):
        writes = world.share.writes
        reports = [world.whole_run(desk) for desk in world.desks]
        if world.share.writes == writes:
            break
    if world.share.writes != writes:
        found.add("runs without edits do not come to an end")
    finished = [report for report in reports if report is not None]
    if any(report.count(Finding.DIVERGED) for report in finished):
        found.add("desks say that they show different things")
    if len(finished) < len(world.desks) or any(r.trouble or r.undelivered for r in finished):
        found.add("a run on a sound share did not deliver")
    return found | _judge(world)


def _judge(world: "World") -> set[str]:
    ledgers, custody = world.ledgers(), world.custody()
    found = world.oracle.judge(ledgers)
    scopes = {scope for ledger in ledgers for scope in ledger.state.scopes}
    wanted = world.oracle.in_scopes(scopes) & ~world.losses.excused & ~custody.behind_a_gap()
    if wanted & ~custody.on_desks:
        found.add("a change is lost")
    if custody.remains():
        found.add("something erased can still be read")
    return found | custody.secrets_open([desk.ledger for desk in world.outside])
