"""Who may import whom."""

import subprocess
import sys

from tests.project.source_tree import ROOT


def test_imports_go_downwards_only_and_libraries_stay_on_their_floor() -> None:
    command = "from importlinter.cli import lint_imports_command as lint; lint()"
    checked = subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr
