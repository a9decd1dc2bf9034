"""Districts of a city as a table with one column `district`, in the city's own order."""

import csv
from pathlib import Path

from begegnung.model.errors import FileUnreadable


def read_districts(path: Path) -> tuple[str, ...]:
    """The names in the file; raises `FileUnreadable` when it is missing or no such table."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = [(row.get("district") or "").strip() for row in csv.DictReader(file)]
    except FileNotFoundError as error:
        raise FileUnreadable(str(path), "missing") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileUnreadable(str(path), "other", str(error)) from error
    if not any(names):
        raise FileUnreadable(str(path), "other", "no column 'district'")
    return tuple(name for name in names if name)
