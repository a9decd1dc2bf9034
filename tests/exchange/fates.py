"""What may happen to the desks of a simulated city, to their share, and among their people.

Each fate is a function of the world and of the desk whose turn it is.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from begegnung.exchange import layout
from begegnung.exchange.layout import BundlePath, DocumentPath, snapshot_hash16
from tests.exchange import admission
from tests.exchange.forgery import forged

if TYPE_CHECKING:
    from tests.exchange.world import SimulatedDesk, World

MOST_DESKS = 6

Fate = Callable[["World", "SimulatedDesk"], bool | None]
"""Gives False when there was nothing that it could have happened to."""


def crash(world: "World", desk: "SimulatedDesk") -> None:
    desk.run = None


def cut_power(world: "World", desk: "SimulatedDesk") -> None:
    desk.ledger.fuse = world.random.randint(1, 4)
    desk.ledger.fails_before_commit = world.random.random() < 0.5


def set_clock(world: "World", desk: "SimulatedDesk") -> None:
    desk.offset = world.random.choice([0, -(10**6), 10**6, 10**12])
    desk.days = world.random.choice([0, 0, -400, 40, 9000])


def share_gone(world: "World", desk: "SimulatedDesk") -> None:
    world.share.down = True


def share_back(world: "World", desk: "SimulatedDesk") -> None:
    world.share.down = False


def junk(world: "World", desk: "SimulatedDesk") -> None:
    name = f"~$junk{world.random.randrange(1000)}.bz"
    world.share.files[f"s/stadt/b/a0.a/{name}"] = world.random.randbytes(30)


def conflict_copy(world: "World", desk: "SimulatedDesk") -> None:
    """A file synchroniser has put a file beside its place, or in its place under another name."""
    files = world.share.files
    for path in _some_files(world, 1):
        stem, _, kind = path.rpartition(".")
        twin = f"{stem} (Konflikt PC-3).{kind}"
        world.destroys(partial(files.update, {twin: files[path]}))
        if restore in world.fates and world.random.random() < 0.5:
            world.destroys(partial(files.pop, path))


def month_passes(world: "World", desk: "SimulatedDesk") -> None:
    world.now += timedelta(days=world.random.randint(20, 40))


def update_program(world: "World", desk: "SimulatedDesk") -> None:
    desk.ledger.state.schema = world.newer


def backup(world: "World", desk: "SimulatedDesk") -> None:
    desk.backups.append(desk.ledger.copy_state())


def restore(world: "World", desk: "SimulatedDesk") -> bool:
    if not desk.backups:
        return False
    desk.run = None
    old = world.random.choice(desk.backups).copy()
    world.destroys(lambda: setattr(desk.ledger, "state", old))
    return True


def clone(world: "World", desk: "SimulatedDesk") -> bool:
    if len(world.desks) >= MOST_DESKS:
        return False
    twin = world.new_desk(desk.ledger.copy_state(), desk.house)
    twin.clock, twin.offset = desk.clock + len(world.desks), desk.offset
    world.desks.append(twin)
    return True


def destroyed(world: "World", desk: "SimulatedDesk") -> bool:
    """The disk is broken, or the house has burnt down."""
    if not world.is_spare(desk):
        return False
    world.destroys(partial(world.desks.remove, desk))
    return True


def dies_soon(world: "World", desk: "SimulatedDesk") -> None:
    """It dies for good as soon as it has said that everything has arrived."""
    desk.doomed = True


def shot(world: "World", desk: "SimulatedDesk") -> None:
    world.shots.append(world.share.snapshot())


def roll_back(world: "World", desk: "SimulatedDesk") -> bool:
    if world.shots:
        world.destroys(lambda: setattr(world.share, "files", dict(world.shots[-1])))
    return bool(world.shots)


def replay(world: "World", desk: "SimulatedDesk") -> None:
    for old in world.shots[-1:]:
        for path in sorted(set(old) - set(world.share.files))[:1]:
            world.share.files[path] = old[path]


def server_dies(world: "World", desk: "SimulatedDesk") -> None:
    world.destroys(world.share.lose_last_renames)
    # No excuse for this: everything that counts was forced to the medium.
    world.share.lose_cache()


def corrupt(world: "World", desk: "SimulatedDesk") -> None:
    files = world.share.files
    for path in _some_files(world, 1):
        data = bytearray(files[path])
        if data:
            data[world.random.randrange(len(data))] ^= 1 << world.random.randrange(8)
        world.destroys(partial(files.update, {path: bytes(data)}))


def cut_off(world: "World", desk: "SimulatedDesk") -> None:
    files = world.share.files
    for path in _some_files(world, 1):
        data = files[path][: world.random.randrange(200)]
        world.destroys(partial(files.update, {path: data}))


def delete(world: "World", desk: "SimulatedDesk") -> None:
    for path in _some_files(world, 1):
        world.destroys(partial(world.share.files.pop, path))


def swap(world: "World", desk: "SimulatedDesk") -> None:
    files, paths = world.share.files, _some_files(world, 2)
    if len(paths) == 2:
        one, other = (files[path] for path in paths)
        world.destroys(lambda: files.update({paths[0]: other, paths[1]: one}))


def forge(world: "World", desk: "SimulatedDesk") -> None:
    trust = world.custody().trust
    others = [trust.certificates[name] for name in sorted(trust.certificates)]
    for path, data in forged(world.random, desk.ledger, trust, others).items():
        world.oracle.forged.add(data)
        world.share.files.setdefault(path, data)


def joins(world: "World", desk: "SimulatedDesk") -> bool:
    """A new PC for the house of this one; people begin to work with it at once."""
    if len(world.desks) >= MOST_DESKS or not desk.house:
        return False
    device = f"n{len(world.joining)}"
    new = world.new_desk(admission.newcomer(device, desk.house, world.fresh_keys()), desk.house)
    world.joining.add(device)
    admission.ask(world.errand(new), desk.house)
    world.desks.append(new)
    return True


def approves(world: "World", desk: "SimulatedDesk") -> bool:
    """Somebody approves who waits, at whatever PC may do so."""
    able = [one for one in world.desks if admission.may_decide(one.ledger)]
    if not able or not world.joining:
        return False
    chosen = world.random.choice(able)
    chosen.run = world.approving(chosen)
    _goes_on(world, chosen)
    return True


def is_stolen(world: "World", desk: "SimulatedDesk") -> bool:
    """A PC comes into wrong hands, and all its copies with it; the thief goes on working."""
    if not world.is_spare(desk):
        return False
    world.stolen.add(desk.device)
    world.oracle.stolen.add((desk.device, desk.ledger.device_keys().sign_public))
    for one in [one for one in world.desks if one.device == desk.device]:
        world.destroys(partial(world.desks.remove, one))
        one.run = one.ledger.fuse = None
        one.ledger.is_deaf = True
        world.outside.append(one)
        world.oracle.outside.add(one.ledger)
    return True


def is_locked_out(world: "World", desk: "SimulatedDesk") -> bool:
    """A PC that was stolen is locked out, by a PC that may do so or with the recovery sheet."""
    return _locks_out(world, blindly=world.random.random() < 0.3)


def is_locked_out_blindly(world: "World", desk: "SimulatedDesk") -> bool:
    """The same by somebody who is shown an old listing, with nothing that the PC has written."""
    return _locks_out(world, blindly=True)


def _locks_out(world: "World", *, blindly: bool) -> bool:
    able = [one for one in world.desks if admission.may_decide(one.ledger)]
    if not able or not world.stolen:
        return False
    chosen, by_root = world.random.choice(able), world.random.random() < 0.2
    lost = world.random.choice(sorted(world.stolen))
    chosen.run = world.locking_out(chosen, lost, by_root=by_root, blindly=blindly)
    _goes_on(world, chosen)
    return True


def _goes_on(world: "World", desk: "SimulatedDesk") -> None:
    """Somebody sits before the screen and waits: for a while nobody else is faster."""
    for _ in range(world.random.randint(1, 200)):
        world.pump(desk)


def comes_back(world: "World", desk: "SimulatedDesk") -> bool:
    """A PC that was stolen is found: it gets new keys, and asks to join again."""
    found = [one for one in world.outside if one.device not in world.stolen]
    if not found:
        return False
    one = world.random.choice(found)
    one.run, one.ledger.is_deaf = None, False
    admission.renew_keys(one.ledger, world.fresh_keys())
    world.joining.add(one.device)
    admission.ask(world.errand(one), one.house)
    world.outside.remove(one)
    world.oracle.outside.remove(one.ledger)
    world.desks.append(one)
    return True


def _some_files(world: "World", count: int) -> list[str]:
    """Files in their places: mostly bundles, sometimes snapshots and papers."""
    kind = world.random.choice(["bundle"] * 6 + ["snapshot"] * 2 + ["paper"])
    found = [path for path in sorted(world.share.files) if _kind(path) == kind]
    return world.random.sample(found, min(count, len(found)))


def _kind(path: str) -> str:
    if BundlePath.parse(path):
        return "bundle"
    if snapshot_hash16(path):
        return "snapshot"
    return "paper" if DocumentPath.parse(path) and not path.startswith(layout.REQUESTS) else ""


ALWAYS: list[Fate] = [crash, cut_power, share_gone, share_back, share_back]
HOSTILE: list[list[Fate]] = [
    [set_clock],
    [junk, conflict_copy],
    [backup, restore],
    [clone],
    [destroyed, dies_soon],
    [shot, roll_back, replay],
    [server_dies],
    [corrupt, cut_off],
    [delete],
    [swap],
    [forge],
]
PEOPLE: list[list[Fate]] = [
    [month_passes],
    [update_program],
    [joins, approves],
    [is_stolen, is_locked_out, is_locked_out],
    [is_stolen, is_locked_out, is_locked_out, comes_back],
]


def choose_fates(random: Random) -> list[Fate]:
    """The fates that go with a history: a few kinds, so that they meet often enough."""
    hostile = random.sample(HOSTILE, random.choice([0, 1, 2, 3, 5]))
    people = random.sample(PEOPLE, random.choice([0, 0, 0, 1, 2, 3]))
    return [fate for group in (ALWAYS, *hostile, *people) for fate in group]
