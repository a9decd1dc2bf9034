"""Who may import whom."""

import ast
import subprocess
import sys

from tests.project.source_tree import ROOT, sources


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


def test_the_tagging_layer_can_be_taken_into_another_program_as_it_is() -> None:
    own = sources("begegnung/reports/tagging/")
    imported = {name for source in own for node in source.nodes for name in _imported(node)}

    assert len(own) > 3
    assert imported - sys.stdlib_module_names == {"reportlab", "PIL"}


def _imported(node: ast.AST) -> list[str]:
    """The packages a statement imports from; what is relative stays inside."""
    match node:
        case ast.Import(names=names):
            return [alias.name.split(".")[0] for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module.split(".")[0]]
        case _:
            return []
