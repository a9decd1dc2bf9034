"""The house whose file is tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import House, copy_of, open_house, prepare


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
