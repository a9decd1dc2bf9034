"""What Windows knows of a printer: its state, what its driver can do, and its settings (DEVMODE).

The functions, structures and constants are those of the Windows documentation of `winspool.h` and
`wingdi.h`.
"""

import ctypes
import sys
from ctypes import (
    POINTER,
    byref,
    c_int,
    c_long,
    c_short,
    c_uint32,
    c_ushort,
    c_void_p,
    c_wchar_p,
    sizeof,
)
from typing import Any

from PySide6.QtCore import QSizeF

from begegnung.texts.printers import PrinterTrouble
from begegnung.ui.print_order import PrintOrder, Sides

_DM_OUT_BUFFER, _DM_IN_BUFFER = 2, 8
_DM_ORIENTATION, _DM_PAPERSIZE, _DM_PAPERLENGTH, _DM_PAPERWIDTH = 0x1, 0x2, 0x4, 0x8
_DM_SCALE, _DM_COPIES, _DM_DUPLEX, _DM_COLLATE = 0x10, 0x100, 0x1000, 0x8000
_DMORIENT_PORTRAIT, _DMORIENT_LANDSCAPE = 1, 2
_DMPAPER_USER = 256
_PAPERS = {8: (841.89, 1190.55), 9: (595.28, 841.89), 11: (419.53, 595.28)}
"""The numbers of A3, A4 and A5 with their sizes in points."""
_NEAR_POINTS = 3
_DUPLEX: dict[Sides, int] = {"one": 1, "long_edge": 2, "short_edge": 3}
_DC_PAPERSIZE, _DC_DUPLEX, _DC_COPIES, _DC_COLLATE = 3, 7, 18, 22
_TENTHS_OF_MM_PER_POINT = 254 / 72
_NAME_LENGTH = 32
_WORK_OFFLINE = 0x400
_STATUS: tuple[tuple[int, PrinterTrouble], ...] = (
    (0x4, "gone"),
    # Offline, not available, print server unknown, print server offline.
    (0x80 | 0x1000 | 0x800000 | 0x2000000, "offline"),
    (0x1, "paused"),
    # Paper out, and the wish for a sheet fed by hand.
    (0x10 | 0x20, "no_paper"),
    (0x8, "jam"),
    (0x400000, "open"),
    (0x40000, "no_toner"),
    (0x800, "full"),
    # Error, paper problem, page too complex, user intervention, out of memory.
    (0x2 | 0x40 | 0x80000 | 0x100000 | 0x200000, "help"),
)
_ERROR_INVALID_PRINTER_NAME = 1801


class SpoolerRefused(Exception):
    """Windows or the driver of the printer did not answer."""


class DevMode(ctypes.Structure):
    """The public part of DEVMODEW; a driver keeps more behind it, so it lies in a larger buffer."""

    _fields_ = [
        ("device_name", c_ushort * _NAME_LENGTH),
        ("spec_version", c_ushort),
        ("driver_version", c_ushort),
        ("size", c_ushort),
        ("driver_extra", c_ushort),
        ("fields", c_uint32),
        ("orientation", c_short),
        ("paper_size", c_short),
        ("paper_length", c_short),
        ("paper_width", c_short),
        ("scale", c_short),
        ("copies", c_short),
        ("default_source", c_short),
        ("print_quality", c_short),
        ("color", c_short),
        ("duplex", c_short),
        ("y_resolution", c_short),
        ("true_type", c_short),
        ("collate", c_short),
    ]


class _PrinterInfo(ctypes.Structure):
    """PRINTER_INFO_2W."""

    _fields_ = [
        *((name, c_wchar_p) for name in ("server", "printer", "share", "port", "driver")),
        ("comment", c_wchar_p),
        ("location", c_wchar_p),
        ("dev_mode", c_void_p),
        *((name, c_wchar_p) for name in ("separator", "processor", "data_type", "parameters")),
        ("security", c_void_p),
        *((name, c_uint32) for name in ("attributes", "priority", "default_priority")),
        *((name, c_uint32) for name in ("start", "until", "status", "jobs", "speed")),
    ]


def troubles_of(status: int, attributes: int) -> tuple[PrinterTrouble, ...]:
    """What PRINTER_INFO_2 says is wrong; "help" only where there is no better reason."""
    offline = 0x80 if attributes & _WORK_OFFLINE else 0
    found: list[PrinterTrouble] = [
        trouble for bits, trouble in _STATUS if (status | offline) & bits
    ]
    return tuple(found[:-1] if len(found) > 1 and found[-1] == "help" else found)


def printer_troubles(name: str) -> tuple[PrinterTrouble, ...]:
    """What keeps the printer called `name` from printing now, as far as Windows knows.

    Many drivers tell an empty tray only once something is waiting for it.
    """
    if sys.platform != "win32":
        return ()
    spooler, handle = _spooler(), c_void_p()
    if not spooler.OpenPrinterW(name, byref(handle), None):
        invalid = ctypes.get_last_error() == _ERROR_INVALID_PRINTER_NAME
        return ("gone",) if invalid else ("offline",)
    try:
        needed = c_uint32()
        spooler.GetPrinterW(handle, 2, None, 0, byref(needed))
        buffer = ctypes.create_string_buffer(max(needed.value, sizeof(_PrinterInfo)))
        if not spooler.GetPrinterW(handle, 2, buffer, len(buffer), byref(needed)):
            return ()
        info = _PrinterInfo.from_buffer(buffer)
        return troubles_of(info.status, info.attributes)
    finally:
        spooler.ClosePrinter(handle)


def paper_sizes(name: str) -> tuple[QSizeF, ...]:
    """The sizes of paper in points that the driver of the printer called `name` lists."""
    capability = _spooler().DeviceCapabilitiesW
    count = capability(name, None, _DC_PAPERSIZE, None, None)
    if count <= 0:
        return ()
    sizes = (c_long * 2 * count)()
    # A POINT for each, in tenths of a millimetre.
    count = min(count, capability(name, None, _DC_PAPERSIZE, sizes, None))
    return tuple(
        QSizeF(wide / _TENTHS_OF_MM_PER_POINT, high / _TENTHS_OF_MM_PER_POINT)
        for wide, high in sizes[: max(0, count)]
    )


def prints_both_sides(name: str) -> bool:
    """Whether the printer called `name` turns the paper by itself; trusted without answer."""
    return int(_spooler().DeviceCapabilitiesW(name, None, _DC_DUPLEX, None, None)) != 0


def driver_copies(name: str, copies: int, pages: int) -> bool:
    """Whether the driver makes so many copies itself, and sorts them where there are more pages."""
    if copies == 1:
        return True
    capability = _spooler().DeviceCapabilitiesW
    many = capability(name, None, _DC_COPIES, None, None) >= copies
    return many and (pages == 1 or capability(name, None, _DC_COLLATE, None, None) == 1)


def settings(order: PrintOrder, size: QSizeF, copies: int) -> Any:
    """The printer's own settings with those of this order, as a buffer with a DEVMODEW.

    `size` is that of the page in points. Raises `SpoolerRefused`.
    """
    spooler, handle, name = _spooler(), c_void_p(), order.printer
    if not spooler.OpenPrinterW(name, byref(handle), None):
        raise SpoolerRefused
    try:
        needed = spooler.DocumentPropertiesW(None, handle, name, None, None, 0)
        if needed < sizeof(DevMode):
            raise SpoolerRefused
        buffer = ctypes.create_string_buffer(needed)
        if spooler.DocumentPropertiesW(None, handle, name, buffer, None, _DM_OUT_BUFFER) < 0:
            raise SpoolerRefused
        fill_in(DevMode.from_buffer(buffer), order, size, copies)
        both = _DM_IN_BUFFER | _DM_OUT_BUFFER
        if spooler.DocumentPropertiesW(None, handle, name, buffer, buffer, both) < 0:
            raise SpoolerRefused
        return buffer
    finally:
        spooler.ClosePrinter(handle)


def fill_in(mode: DevMode, order: PrintOrder, size: QSizeF, copies: int) -> None:
    """Writes paper, direction, 100 percent, copies and sides; `size` is in points."""
    wide, high = round(size.width()), round(size.height())
    mode.orientation = _DMORIENT_LANDSCAPE if wide > high else _DMORIENT_PORTRAIT
    mode.scale = 100
    mode.copies = copies
    mode.collate = 1
    mode.duplex = _DUPLEX[order.sides] if order.part == "all" else _DUPLEX["one"]
    mode.fields |= _DM_ORIENTATION | _DM_SCALE | _DM_COPIES | _DM_COLLATE | _DM_DUPLEX
    narrow, long = sorted((size.width(), size.height()))
    paper = _paper_number(narrow, long)
    mode.paper_size = _DMPAPER_USER if paper is None else paper
    mode.fields |= _DM_PAPERSIZE
    # A form that is named must not be contradicted by the lengths of another one.
    mode.fields &= ~(_DM_PAPERLENGTH | _DM_PAPERWIDTH)
    if paper is None:
        mode.paper_width = round(narrow * _TENTHS_OF_MM_PER_POINT)
        mode.paper_length = round(long * _TENTHS_OF_MM_PER_POINT)
        mode.fields |= _DM_PAPERLENGTH | _DM_PAPERWIDTH


def _paper_number(narrow: float, long: float) -> int | None:
    for number, (wide, high) in _PAPERS.items():
        if abs(narrow - wide) < _NEAR_POINTS and abs(long - high) < _NEAR_POINTS:
            return number
    return None


def _spooler() -> Any:
    """winspool; its handles are pointers, which ctypes has to be told."""
    if sys.platform != "win32":
        raise SpoolerRefused
    spooler = ctypes.WinDLL("winspool.drv", use_last_error=True)
    spooler.OpenPrinterW.argtypes = [c_wchar_p, c_void_p, c_void_p]
    spooler.ClosePrinter.argtypes = [c_void_p]
    spooler.GetPrinterW.argtypes = [c_void_p, c_uint32, c_void_p, c_uint32, POINTER(c_uint32)]
    spooler.DeviceCapabilitiesW.argtypes = [c_wchar_p, c_wchar_p, c_ushort, c_void_p, c_void_p]
    spooler.DeviceCapabilitiesW.restype = c_int
    spooler.DocumentPropertiesW.argtypes = [
        c_void_p, c_void_p, c_wchar_p, c_void_p, c_void_p, c_uint32,
    ]  # fmt: skip
    spooler.DocumentPropertiesW.restype = c_long
    return spooler
