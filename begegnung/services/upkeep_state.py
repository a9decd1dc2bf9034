"""What is noted about backups and checks, beside the database: it may be the one that is broken.

A note that is lost does no harm: what it says is then done once more.
"""

import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, cast

from begegnung.services.file_moves import patiently

FILE_NAME = "sicherung.json"


@dataclass(frozen=True, slots=True)
class UpkeepState:
    """When what was done last (UTC milliseconds, 0: never), and what came of it.

    `sheets` counts the recovery sheets that open the last backup beside this PC. `backup_trouble`
    is the kind of what stood in the way of the last backup, "" for nothing.
    `second_at` is the last backup at the second place. `tested_at` is the last restoring for trial,
    of the backup `tested_file` with `tested_rows` rows; `test_fault` says what was wrong with it.
    `checked_at` is the last check of the database and `damage` what it found. `mark` is the SHA-256
    of the mark of the exchange this PC belongs to: so the right one is known without the database.
    `folder_at` is the last Notfallmappe.
    """

    backup_at: int = 0
    backup_trouble: str = ""
    sheets: int = 0
    second_at: int = 0
    tested_at: int = 0
    tested_file: str = ""
    tested_rows: int = 0
    test_fault: str = ""
    checked_at: int = 0
    damage: str = ""
    mark: str = ""
    folder_at: int = 0
    unknown: dict[str, Any] = field(default_factory=dict[str, Any])


def load_state(folder: Path) -> UpkeepState:
    """The notes in a data folder; an empty one where there are none or they cannot be read."""
    try:
        raw: Any = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return UpkeepState()
    if not isinstance(raw, dict):
        return UpkeepState()
    values = cast(dict[str, Any], raw)
    empty = UpkeepState()
    names = [f.name for f in fields(UpkeepState) if f.name != "unknown"]
    known = {
        name: values[name]
        for name in names
        if name in values and type(values[name]) is type(getattr(empty, name))
    }
    return replace(empty, **known, unknown={k: v for k, v in values.items() if k not in names})


def note_state(folder: Path, **news: Any) -> UpkeepState:
    """Notes `news` beside what is noted already; a full disk keeps nobody from working."""
    state = replace(load_state(folder), **news)
    values = asdict(state)
    unknown = values.pop("unknown")
    new = folder / f"{FILE_NAME}.neu"
    try:
        new.write_text(json.dumps({**unknown, **values}, indent=2) + "\n", encoding="utf-8")
        patiently(lambda: new.replace(folder / FILE_NAME))
    except OSError:
        return state
    return state
