"""What every test can rely on: windows nobody sees, and the same size and time zone everywhere.

Set before Qt is imported. A variable that is already set wins, so `QT_QPA_PLATFORM=xcb` shows the
windows of a test.
"""

import gc
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

from tests.desks import House, copy_of, open_house, prepare
from tests.joined import JoinedTown, prepare_exchange, town_in

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
os.environ.setdefault("QT_FONT_DPI", "96")

# The same examples on every run of the CI: what it finds must be found again on every desk. Fewer
# than elsewhere, for the whole run has to stay below a quarter of an hour.
settings.register_profile("ci", derandomize=True, print_blob=True, max_examples=40)
if os.environ.get("CI"):
    settings.load_profile("ci")

# SQLite waits for the disk at every step; in memory there is nothing to wait for. Some systems
# mount this folder very small, or so that no program in it can be started.
_MEMORY = Path("/dev/shm")
if sys.platform == "linux" and os.access(_MEMORY, os.W_OK):
    can_start = not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
    if can_start and shutil.disk_usage(_MEMORY).free > 2 << 30:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# Windows reads TZ in another notation and has no tzset; there the zone of the computer stays.
if hasattr(time, "tzset"):
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()


_STATEMENTS: LRUCache[Any, Any] = LRUCache(1500)
_DIALECTS: list[Any] = []


@event.listens_for(Engine, "engine_connect")
def compile_once(connection: Connection) -> None:
    """Lets the databases of all tests share what SQLAlchemy has compiled.

    The program compiles a statement once while its database is open. Every test opens a database of
    its own; without this it would compile all of them anew, a fifth of its time.
    """
    _DIALECTS.append(connection.dialect)
    del _DIALECTS[1:]
    connection.dialect = connection.engine.dialect = _DIALECTS[0]
    connection.execution_options(compiled_cache=_STATEMENTS)


def pytest_collection_finish() -> None:
    """Spares the collector of garbage what stays until the end: modules and tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is only copied."""
    folder = tmp_path_factory.mktemp("prepared")
    prepare(folder)
    return folder


@pytest.fixture(scope="session")
def prepared_exchange(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three PCs of two houses that exchange, only copied."""
    folder = tmp_path_factory.mktemp("exchange")
    prepare_exchange(prepared, folder)
    return folder


@pytest.fixture
def town(prepared_exchange: Path, tmp_path: Path) -> Iterator[JoinedTown]:
    """PCs that exchange, for one test."""
    with town_in(prepared_exchange, tmp_path / "Stadt") as joined:
        yield joined


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[House]:
    """A house of its own for one test."""
    with open_house(copy_of(prepared, tmp_path / "Daten")) as opened:
        yield opened
