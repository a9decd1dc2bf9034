"""The project's own files, as the house rules look at them."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache, cached_property
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

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree."""
        return tuple(ast.walk(self.tree))


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
def parsed(name: str, text: str) -> Source:
    """A Python file, parsed once for all rules."""
    return Source(name, text, ast.parse(text, name))


@cache
def sources(folder: str = "") -> tuple[Source, ...]:
    """The tracked Python files below `folder`, for example "begegnung/ui"."""
    return tuple(
        parsed(name, text)
        for name, text in text_files()
        if name.endswith(".py") and name.startswith(folder)
    )
