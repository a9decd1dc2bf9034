"""What every test can rely on: windows nobody sees, and the same size and time zone everywhere.

Set before Qt is imported. A variable that is already set wins, so `QT_QPA_PLATFORM=xcb` shows the
windows of a test.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.desks import House, copy_of, open_house, prepare

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
os.environ.setdefault("QT_FONT_DPI", "96")

# The same examples on every run of the CI: what it finds must be found again on every desk.
settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# Windows reads TZ in another notation and has no tzset; there the zone of the computer stays.
if hasattr(time, "tzset"):
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is only copied."""
    folder = tmp_path_factory.mktemp("prepared")
    prepare(folder)
    return folder


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[House]:
    """A house of its own for one test."""
    with open_house(copy_of(prepared, tmp_path / "Daten")) as opened:
        yield opened
