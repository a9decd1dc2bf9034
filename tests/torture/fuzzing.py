"""Reading what nobody would write, many times, and seeing what that takes."""

import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from random import Random

from tests.torture.processes import PROCESSES

MOST_MEGABYTES = 700
"""How much the process may grow: the largest payload of a file, and what is made of it."""
MOST_SECONDS = 10.0
"""Processor time for one file; thousands are read in a second."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads bytes of others.

    `make` gives bytes that are almost right, `parse` reads them and may only raise `refusals`.
    `genuine` are the only bytes that may be accepted, None where `make` can hit upon others.
    """

    name: str
    make: Callable[[Random], bytes]
    parse: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...]
    genuine: frozenset[bytes] | None = None

    def __str__(self) -> str:
        return self.name


@dataclass
class Result:
    """What came of it: `faults` are what should not have happened, each with its number."""

    refused: int = 0
    accepted: int = 0
    slowest: float = 0.0
    megabytes: int = 0
    faults: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return (
            f"{self.refused} refused, {self.accepted} accepted, "
            f"slowest {self.slowest:.3f} s, {self.megabytes} MB"
        )


def read_all(target: Target, count: int, seed: int) -> Result:
    """Reads `count` mutations; each follows from the seed, the target and its number alone."""
    result = Result()
    before = _peak_megabytes()
    for n in range(count):
        data = target.make(Random(f"{target.name}/{seed}/{n}"))
        begun = time.thread_time()
        try:
            target.parse(data)
        except target.refusals:
            result.refused += 1
        except (Exception, RecursionError, MemoryError):  # noqa: BLE001 - all of them are faults
            result.faults.append(f"number {n}: {traceback.format_exc(limit=-3)}")
        else:
            result.accepted += 1
            if target.genuine is not None and data not in target.genuine:
                result.faults.append(f"number {n}: accepted")
        result.slowest = max(result.slowest, time.thread_time() - begun)
        if len(result.faults) >= 5:
            break
    result.megabytes = _peak_megabytes() - before
    if result.slowest > MOST_SECONDS:
        result.faults.append(f"{result.slowest} s for one file")
    if result.megabytes > MOST_MEGABYTES:
        result.faults.append(f"grew by {result.megabytes} MB")
    return result


def _peak_megabytes() -> int:
    """The most memory this process has had so far; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> (20 if sys.platform == "darwin" else 10)


def read_in_a_process(find: Callable[[], Target], count: int, seed: int) -> Result:
    """The same in a fresh process, so that its memory is its own; `find` is called there."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_serve, args=(find, count, seed, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        result: Result = ours.recv()
    except EOFError:
        result = Result(faults=["the process died"])
    process.join()
    return result


def _serve(find: Callable[[], Target], count: int, seed: int, answer: Connection) -> None:
    answer.send(read_all(find(), count, seed))
