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

Fate = Callable[["World", "SimulatedDesk"], None]


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


def restore(world: "World", desk: "SimulatedDesk") -> None:
    if desk.backups:
        desk.run = None
        old = world.random.choice(desk.backups).copy()
        world.destroys(lambda: setattr(desk.ledger, "state", old))


def clone(world: "World", desk: "SimulatedDesk") -> None:
    if len(world.desks) < 6:
        twin = world.new_desk(desk.ledger.copy_state(), desk.house)
        twin.clock, twin.offset = desk.clock + len(world.desks), desk.offset
        world.desks.append(twin)


def destroyed(world: "World", desk: "SimulatedDesk") -> None:
    """The disk is broken, or the house has burnt down."""
    if world.is_spare(desk):
        world.destroys(partial(world.desks.remove, desk))


def dies_soon(world: "World", desk: "SimulatedDesk") -> None:
    """It dies for good as soon as it has said that everything has arrived."""
    desk.doomed = True


def shot(world: "World", desk: "SimulatedDesk") -> None:
    world.shots.append(world.share.snapshot())


def roll_back(world: "World", desk: "SimulatedDesk") -> None:
    if world.shots:
        world.destroys(lambda: setattr(world.share, "files", dict(world.shots[-1])))


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


def joins(world: "World", desk: "SimulatedDesk") -> None:
    """A new PC for the house of this one; people begin to work with it at once."""
    if len(world.desks) < 6 and desk.house:
        device = f"n{len(world.joining)}"
        state = admission.newcomer(device, desk.house, world.fresh_keys())
        new = world.new_desk(state, desk.house)
        world.joining.add(device)
        admission.ask(world.errand(new), desk.house)
        world.desks.append(new)


def approves(world: "World", desk: "SimulatedDesk") -> None:
    """Somebody approves who waits, at whatever PC may do so."""
    able = [one for one in world.desks if admission.may_decide(one.ledger)]
    if able:
        chosen = world.random.choice(able)
        chosen.run = world.approving(chosen)


def is_stolen(world: "World", desk: "SimulatedDesk") -> None:
    """A PC comes into wrong hands, and all its copies with it; the thief goes on working."""
    if not world.is_spare(desk):
        return
    world.stolen.add(desk.device)
    for one in [one for one in world.desks if one.device == desk.device]:
        world.destroys(partial(world.desks.remove, one))
        one.ledger.is_deaf = True
        world.outside.append(one)
        world.oracle.outside.add(one.ledger)


def is_locked_out(world: "World", desk: "SimulatedDesk") -> None:
    """A PC that was stolen is locked out, by a PC that may do so or with the recovery sheet."""
    able = [one for one in world.desks if admission.may_decide(one.ledger)]
    if able and world.stolen:
        chosen, by_root = world.random.choice(able), world.random.random() < 0.2
        lost = world.random.choice(sorted(world.stolen))
        chosen.run = world.locking_out(chosen, lost, by_root=by_root)


def comes_back(world: "World", desk: "SimulatedDesk") -> None:
    """A PC that was stolen is found: it gets new keys, and asks to join again."""
    found = [one for one in world.outside if one.device not in world.stolen]
    if found:
        one = world.random.choice(found)
        one.run, one.ledger.is_deaf = None, False
        one.ledger.state.keys = world.fresh_keys()
        for scope in one.ledger.state.scopes.values():
            scope.epochs = {}
        world.joining.add(one.device)
        admission.ask(world.errand(one), one.house)
        world.outside.remove(one)
        world.oracle.outside.remove(one.ledger)
        world.desks.append(one)


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


ORDINARY: list[Fate] = [
    crash, crash, cut_power, set_clock, share_gone, share_back, share_back, junk, conflict_copy,
]  # fmt: skip
HOSTILE: list[Fate] = [
    backup, restore, clone, destroyed, dies_soon, shot, roll_back, replay, server_dies, corrupt,
    cut_off, delete, swap, forge,
]  # fmt: skip
PEOPLE: list[Fate] = [
    month_passes, update_program, joins, approves, approves, is_stolen, is_locked_out,
    is_locked_out, comes_back,
]  # fmt: skip


def choose_fates(random: Random) -> list[Fate]:
    """The fates that go with a history: half of them are hostile, half are full of people."""
    hostile, people = random.random() < 0.5, random.random() < 0.5
    return [*ORDINARY, *(HOSTILE if hostile else ()), *(PEOPLE if people else ())]
