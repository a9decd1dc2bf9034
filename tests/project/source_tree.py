"""The project's own files, as the house rules look at them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

BINARY = {
    ".db", ".icc", ".ico", ".jpg", ".otf", ".pdf", ".png", ".qm", ".ttf", ".woff2", ".xlsx", ".zip",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root with forward slashes, its text and its tree."""

    name: str
    text: str
    tree: ast.Module

    def walk(self) -> Iterator[ast.AST]:
        """Every node of the tree."""
        return ast.walk(self.tree)


def git(*arguments: str) -> str:
    """What git answers about this tree, also when another user owns it (as in a container)."""
    answer = subprocess.run(
        ["git", "-c", "safe.directory=*", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return answer.stdout


@cache
def tracked() -> tuple[Path, ...]:
    """The files that belong to the project, as git knows them; absolute paths."""
    paths = (ROOT / name for name in git("ls-files", "-z").split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def name_of(path: Path) -> str:
    """The path from the root, with forward slashes on every system."""
    return path.relative_to(ROOT).as_posix()


@cache
def text_files() -> tuple[tuple[str, str], ...]:
    """Name and content of every tracked file that is text."""
    return tuple(
        (name_of(path), path.read_bytes().decode("utf-8"))
        for path in tracked()
        if path.suffix not in BINARY
    )


@cache
def sources(folder: str = "") -> tuple[Source, ...]:
    """The tracked Python files below `folder`, for example "begegnung/ui"."""
    return tuple(
        Source(name, text, ast.parse(text, name))
        for name, text in text_files()
        if name.endswith(".py") and name.startswith(folder)
    )
