"""Begegnung: the front desk of a municipal meeting centre for older people."""

__version__ = "0.1.0"
