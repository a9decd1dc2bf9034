"""The most memory a process had, and running something in a process of its own."""

import ctypes
import multiprocessing
import sys
from collections.abc import Callable, Iterator
from ctypes import wintypes
from pathlib import Path

from benchmarks.ratio import Ratio

MEGABYTE = 1_000_000


def alone(run: Callable[..., float], *arguments: Path | str) -> tuple[float, float | None]:
    """What `run` measures in a process of its own, and the megabytes of memory that one took."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        measured = pool.apply(run, tuple(str(one) for one in arguments))
        return measured, pool.apply(most_memory)


def megabytes(name: str, used: float | None, most: float) -> Iterator[Ratio]:
    """The line for `used` megabytes beside the `most` that was promised; none where unknown."""
    if used is not None:
        yield Ratio(name, used / 1_000, most / 1_000, 1.0)


def most_memory() -> float | None:
    """The most megabytes this process had; None where the system does not say."""
    if sys.platform == "win32":
        return _peak_on_windows()
    try:
        # Not what `getrusage` says: that counts what the parent had when this process began.
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    (peak,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * 1024 / MEGABYTE


class _Counters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of the Windows interface."""

    _fields_ = (
        ("cb", wintypes.DWORD),
        ("PageFaultCount", wintypes.DWORD),
        ("PeakWorkingSetSize", ctypes.c_size_t),
        ("WorkingSetSize", ctypes.c_size_t),
        ("QuotaPeakPagedPoolUsage", ctypes.c_size_t),
        ("QuotaPagedPoolUsage", ctypes.c_size_t),
        ("QuotaPeakNonPagedPoolUsage", ctypes.c_size_t),
        ("QuotaNonPagedPoolUsage", ctypes.c_size_t),
        ("PagefileUsage", ctypes.c_size_t),
        ("PeakPagefileUsage", ctypes.c_size_t),
    )


def _peak_on_windows() -> float | None:
    if sys.platform != "win32":
        return None
    kernel = ctypes.WinDLL("kernel32")
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    ask = kernel.K32GetProcessMemoryInfo
    ask.argtypes = (wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD)
    counters = _Counters(cb=ctypes.sizeof(_Counters))
    if not ask(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb):
        return None
    return counters.PeakWorkingSetSize / MEGABYTE
