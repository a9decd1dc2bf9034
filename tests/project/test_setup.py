"""`dev.py` on a computer that has nothing yet."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.source_tree import ROOT


@pytest.fixture
def fresh_tree(tmp_path: Path) -> Path:
    """A folder with blanks and umlauts that holds `dev.py` and a lock file without packages."""
    tree = tmp_path / "Büro am Wall"
    tree.mkdir()
    shutil.copy(ROOT / "dev.py", tree)
    (tree / "requirements.lock").write_text("# no packages\n", encoding="utf-8", newline="\n")
    return tree


def dev(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tree's `dev.py` as a developer does."""
    return subprocess.run(
        [sys.executable, "dev.py", *arguments],
        cwd=tree,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_an_old_python_can_read_the_file_that_tells_it_so() -> None:
    text = (ROOT / "dev.py").read_text(encoding="utf-8")

    assert ast.parse(text, feature_version=(3, 8)).body


def test_an_unknown_command_is_answered_with_the_known_ones() -> None:
    asked = dev(ROOT, "tset")

    assert asked.returncode == 2
    assert "Unknown command: tset" in asked.stdout
    assert "dev.py COMMAND" in asked.stdout


@pytest.mark.slow
def test_an_interrupted_setup_is_repaired_and_a_finished_one_is_left_alone(
    fresh_tree: Path,
) -> None:
    stamp = fresh_tree / ".venv" / "begegnung-setup.txt"

    first = dev(fresh_tree, "setup")
    finished = stamp.read_bytes()
    second = dev(fresh_tree, "setup")
    stamp.write_text("unfinished\n", encoding="ascii")
    repaired = dev(fresh_tree, "setup")

    assert first.returncode == second.returncode == repaired.returncode == 0, first.stderr
    assert "Making .venv" in first.stdout
    assert second.stdout == ""
    assert "Making .venv" in repaired.stdout
    assert stamp.read_bytes() == finished
