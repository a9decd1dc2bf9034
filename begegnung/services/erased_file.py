"""What was erased, noted beside the database: an old copy of it cannot bring anybody back.

The file holds identifiers alone, which say nothing about anybody. It stays when the database is
replaced by a backup, see `begegnung.services.erasure_memory`.
"""

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from begegnung.model.erasure import ROOTS
from begegnung.services.file_moves import make_names_last, patiently, remove

FILE_NAME = "geloescht.json"

Erasures = Mapping[str, frozenset[str]]
"""Identifiers of erased rows by table, of the tables in `ROOTS`."""


def kept_erasures(folder: Path) -> Erasures:
    """What the file in a data folder says; nothing where there is none or it cannot be read."""
    try:
        raw: Any = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(raw, dict):
        return {}
    noted = cast(dict[str, Any], raw)
    return {
        table: frozenset(str(row_id) for row_id in cast(list[Any], noted[table]))
        for table in ROOTS
        if isinstance(noted.get(table), list)
    }


def keep_erasures(folder: Path, rows: Erasures) -> None:
    """Adds rows to the file, which is whole at every moment.

    A disk that refuses keeps nobody from working: the database knows it all, and the next start
    tries again.
    """
    before = kept_erasures(folder)
    together = {
        table: sorted({*before.get(table, ()), *rows.get(table, ())})
        for table in ROOTS
        if before.get(table) or rows.get(table)
    }
    if together == {table: sorted(ids) for table, ids in before.items() if ids}:
        return
    part = folder / f"{FILE_NAME}.{secrets.token_hex(4)}.neu"
    try:
        _write(part, json.dumps(together, indent=1) + "\n")
        patiently(lambda: part.replace(folder / FILE_NAME))
        make_names_last(folder)
    except OSError:
        with suppress(OSError):
            remove(part)


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
