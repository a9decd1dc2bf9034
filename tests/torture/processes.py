"""Fresh processes that are there at once: forked from one that has read the program already."""

import multiprocessing
from typing import Any

_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"

PROCESSES: Any = multiprocessing.get_context(_METHOD)
if _METHOD == "forkserver":
    PROCESSES.set_forkserver_preload(["tests.torture.pc"])
