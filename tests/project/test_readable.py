"""Names, sizes and comments: what keeps a file readable."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from functools import cache

import pytest

from tests.project.source_tree import ROOT, Source, name_of, sources, tracked

FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}
CHECKED = ("begegnung/", "benchmarks/", "installer/", "dev.py")
LONGEST_MODULE, LONGEST_CLASS, LONGEST_FUNCTION = 500, 320, 60

EXCEPTIONS: dict[str, str] = {
    "begegnung/db/migrations/": "a step is frozen in time and lists whole tables",
}
"""Beginnings of "file" or "file:name" that may be longer, each with its reason."""


def too_long(source: Source) -> list[str]:
    """What in this file is longer than allowed, as "file:name (lines)"."""
    found: list[str] = []
    lines = len(source.text.splitlines())
    if lines > LONGEST_MODULE:
        found.append(f"{source.name} ({lines})")
    for node in source.nodes:
        if isinstance(node, ast.ClassDef):
            limit = LONGEST_CLASS
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            limit = LONGEST_FUNCTION
        else:
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > limit:
            found.append(f"{source.name}:{node.name} ({lines})")
    return found


@cache
def long_parts() -> tuple[str, ...]:
    """Everything that is longer than allowed, exceptions included."""
    return tuple(part for s in sources() if s.name.startswith(CHECKED) for part in too_long(s))


def test_functions_classes_and_modules_are_short_enough_to_read() -> None:
    assert [part for part in long_parts() if not part.startswith(tuple(EXCEPTIONS))] == []


def test_no_exception_from_the_sizes_is_kept_without_need() -> None:
    named = [name for name in EXCEPTIONS if not name.endswith("/")]

    assert [name for name in named if not any(p.startswith(name) for p in long_parts())] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {(name_of(p), part) for p in tracked() for part in p.relative_to(ROOT).parts}

    assert [name for name, part in parts if part.split(".")[0] in FORBIDDEN_NAMES] == []


def test_no_comment_is_a_banner() -> None:
    # Taking a file apart is slow; done only where there is something to find.
    banner = re.compile(r"[-=#*~_─═]{4}")
    found = [
        f"{source.name}:{token.start[0]}"
        for source in sources()
        if any(map(banner.search, re.findall(r"#.*", source.text)))
        for token in tokenize.generate_tokens(io.StringIO(source.text).readline)
        if token.type == tokenize.COMMENT and banner.search(token.string)
    ]

    assert found == []


def names_encoding(call: ast.Call) -> bool:
    """Whether an opening call says how bytes become text, or reads bytes."""
    if any(keyword.arg in ("encoding", None) for keyword in call.keywords):
        return True
    modes = [*call.args, *(k.value for k in call.keywords if k.arg == "mode")]
    return any(
        isinstance(mode, ast.Constant)
        and isinstance(mode.value, str)
        and re.fullmatch(r"[rwxa+]*b[rwxa+]*", mode.value)
        for mode in modes
    )


def opens_text(call: ast.Call) -> bool:
    """Whether this is a call of `open`, `path.open`, `.read_text` or `.write_text`."""
    match call.func:
        case ast.Name("open") | ast.Attribute(attr="read_text" | "write_text"):
            return True
        case ast.Attribute(value=ast.Name(owner), attr="open"):
            return "path" in owner or "file" in owner
        case _:
            return False


def test_every_text_file_is_opened_with_its_encoding() -> None:
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.Call) and opens_text(node) and not names_encoding(node)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("rule", "promise"),
    [
        (
            "D100,D101,D102,D103,D104,D106",
            "public modules, classes and functions say what they give",
        ),
        ("T20", "only the command line prints"),
        ("ERA", "no code is kept as a comment"),
        ("FIX,TD", "no note stands in for work"),
    ],
)
def test_ruff_finds_nothing_against(rule: str, promise: str) -> None:
    files = [str(path) for path in tracked() if path.suffix == ".py"]
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", rule, "--no-cache", *files],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert checked.returncode == 0, f"{promise}\n{checked.stdout}{checked.stderr}"
