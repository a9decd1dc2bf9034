"""Secrets that Windows keeps for the user who is signed in (DPAPI).

What is protected opens for the same user on the same PC, or wherever the profile of that user goes.
Functions, structure and flags are those of the Windows documentation of `dpapi.h`.
"""

import ctypes
import sys
from ctypes import POINTER, byref, c_char, c_uint32, c_void_p, c_wchar_p

_UI_FORBIDDEN = 1
_DESCRIPTION = "Begegnung"


class ProtectionRefused(Exception):
    """Windows does not open what somebody else, or another PC, has protected; or it is damaged."""


class _Blob(ctypes.Structure):
    """DATA_BLOB."""

    _fields_ = [("size", c_uint32), ("data", POINTER(c_char))]


def is_available() -> bool:
    """Whether this system protects secrets this way."""
    return sys.platform == "win32"


def protect(secret: bytes) -> bytes:
    """`secret` so that only the user who is signed in can read it; raises `ProtectionRefused`."""
    return _call("CryptProtectData", secret, _DESCRIPTION)


def unprotect(protected: bytes) -> bytes:
    """What was protected by the same user; raises `ProtectionRefused`."""
    return _call("CryptUnprotectData", protected, None)


def _call(name: str, given: bytes, description: str | None) -> bytes:
    if sys.platform != "win32":
        raise ProtectionRefused(sys.platform)
    crypt, kernel = ctypes.WinDLL("crypt32"), ctypes.WinDLL("kernel32")
    function, free = crypt[name], kernel["LocalFree"]
    function.argtypes = (
        POINTER(_Blob),
        c_wchar_p if description else c_void_p,
        c_void_p,
        c_void_p,
        c_void_p,
        c_uint32,
        POINTER(_Blob),
    )
    free.argtypes, free.restype = (c_void_p,), c_void_p
    buffer = ctypes.create_string_buffer(given, len(given))
    source = _Blob(len(given), ctypes.cast(buffer, POINTER(c_char)))
    result = _Blob()
    if not function(byref(source), description, None, None, None, _UI_FORBIDDEN, byref(result)):
        raise ProtectionRefused(str(ctypes.GetLastError()))
    try:
        return ctypes.string_at(result.data, result.size)
    finally:
        free(result.data)
