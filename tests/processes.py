"""Processes that run functions of the tests: a second desk, a desk that dies.

On Linux they are copied from one that has loaded the program already; nothing else is in it.
"""

import multiprocessing
from typing import Any

_COPIES = "forkserver" in multiprocessing.get_all_start_methods()

PROCESSES: Any = multiprocessing.get_context("forkserver" if _COPIES else "spawn")
if _COPIES:
    PROCESSES.set_forkserver_preload(["hypothesis", "pytest", "tests.desks"])
