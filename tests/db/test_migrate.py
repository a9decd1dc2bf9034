"""The steps from an older file to this program's tables."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import OperationalError

from begegnung.db.engine import open_engine
from begegnung.db.migrate import SHIPPED, Steps, bring_up_to_date
from begegnung.db.tables import metadata
from begegnung.services.backup_files import header_of, open_backup
from begegnung.services.backup_places import backups_at, own_place
from begegnung.services.backups import BackUp, back_up_before_update
from begegnung.services.key_store import device_keys
from begegnung.wiring import database_path, open_desk
from tests.desks import copy_of, open_house

SECOND_STEP = '''
"""People have a nickname."""
from alembic import op

revision = "{new}"
down_revision = "{shipped}"


def upgrade():
    op.execute("ALTER TABLE person ADD COLUMN nickname VARCHAR")
    op.execute("{second}")
'''


def steps_with_a_second_one(folder: Path, second: str) -> Steps:
    """The shipped steps and one more, as the next version of the program brings it."""
    shutil.copytree(SHIPPED.scripts, folder, ignore=shutil.ignore_patterns("__pycache__"))
    shipped, new = f"{SHIPPED.version:04}", f"{SHIPPED.version + 1:04}"
    script = folder / "versions" / f"v{new}_nicknames.py"
    script.write_text(SECOND_STEP.format(second=second, shipped=shipped, new=new), encoding="utf-8")
    return Steps(folder, SHIPPED.version + 1)


def columns(path: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def is_ours(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leaves out the full-text index with its own tables, which SQLAlchemy cannot describe."""
    return not (kind == "table" and name is not None and name.split("_")[0] == "search") or (
        name == "search_entry"
    )


def test_the_steps_make_exactly_the_tables_and_indexes_the_program_uses(prepared: Path) -> None:
    engine = open_engine(database_path(prepared))
    options = {"compare_type": True, "compare_server_default": True, "include_object": is_ours}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def test_a_file_of_this_version_needs_no_step(prepared: Path) -> None:
    engine = open_engine(database_path(prepared))
    try:
        assert not bring_up_to_date(engine, database_path(prepared))
    finally:
        engine.dispose()


def test_an_older_file_gets_the_step_after_a_backup_was_made(
    prepared: Path, tmp_path: Path
) -> None:
    folder = copy_of(prepared, tmp_path / "Daten")
    path = database_path(folder)
    steps = steps_with_a_second_one(tmp_path / "steps", "SELECT 1")
    with open_house(folder) as house:
        house.person("Weber")
        # Not closed before the backup: the last booking lies in the log beside the file.
        engine = open_engine(path)
        assert bring_up_to_date(
            engine, path, steps, lambda: back_up_before_update(path, BackUp(folder), house.clock())
        )
        engine.dispose()
        device = house.desk.device

    (line,) = backups_at(own_place(folder))
    opened = tmp_path / "geöffnet.sqlite"
    open_backup(line.path, (device_keys(folder, device),), opened)
    assert (version(path), version(opened)) == (SHIPPED.version + 1, SHIPPED.version)
    assert "nickname" in columns(path, "person")
    assert "nickname" not in columns(opened, "person")
    with closing(sqlite3.connect(opened)) as connection:
        assert connection.execute("SELECT surname FROM person").fetchall() == [("Weber",)]


def test_opening_an_older_file_leaves_a_backup_and_no_plain_copy(tmp_path: Path) -> None:
    path, folder = database_path(tmp_path / "Daten"), tmp_path / "steps"
    shutil.copytree(SHIPPED.scripts, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for step in (folder / "versions").glob("v000[4-9]*.py"):
        step.unlink()
    path.parent.mkdir()
    engine = open_engine(path)
    bring_up_to_date(engine, path, Steps(folder, 3))
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO local VALUES ('device', ?)", ("0" * 26,))
    path.with_name("begegnung-version-2.sqlite").write_bytes(b"von einem alten Programm")

    open_desk(path.parent).close()

    (line,) = backups_at(own_place(path.parent))
    assert header_of(line.path).schema == 3
    assert version(path) == SHIPPED.version
    assert [found.name for found in path.parent.glob("*.sqlite")] == [path.name]


def test_a_step_that_fails_leaves_the_file_as_it_was(prepared: Path, tmp_path: Path) -> None:
    path = database_path(copy_of(prepared, tmp_path / "Daten"))
    steps = steps_with_a_second_one(tmp_path / "steps", "UPDATE nowhere SET a = 1")
    engine = open_engine(path)

    with pytest.raises(OperationalError):
        bring_up_to_date(engine, path, steps)
    engine.dispose()

    assert version(path) == SHIPPED.version
    assert "nickname" not in columns(path, "person")


def test_the_steps_never_import_the_tables_of_today() -> None:
    scripts = list((SHIPPED.scripts / "versions").glob("v*.py"))

    assert scripts
    assert [s.name for s in scripts if "begegnung" in s.read_text(encoding="utf-8")] == []


def test_payments_of_version_2_are_all_there_when_their_table_is_made_anew(tmp_path: Path) -> None:
    path, folder = tmp_path / "begegnung.sqlite", tmp_path / "steps"
    shutil.copytree(SHIPPED.scripts, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for step in (folder / "versions").glob("v000[3-9]*.py"):
        step.unlink()
    engine = open_engine(path)
    bring_up_to_date(engine, path, Steps(folder, 2))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO payment_note (id, booking_id, person_id, paid_on, amount_cents,"
            " receipt_number, void_reason) VALUES ('p', 'b', 'w', '2026-11-02', 3000, '17', 'alt')"
        )

    assert bring_up_to_date(engine, path)
    engine.dispose()

    with closing(sqlite3.connect(path)) as connection:
        kept = connection.execute(
            "SELECT id, booking_id, paid_on, amount_cents, receipt_number, void_reason, kind,"
            " means, cancels_id FROM payment_note"
        ).fetchall()
    assert kept == [("p", "b", "2026-11-02", 3000, "17", "alt", "fee", "cash", None)]
