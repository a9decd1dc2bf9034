"""What the files of the project are made of, and what they may not name."""

import ast
import re
import tomllib
from functools import cache

from tests.project.source_tree import ROOT, git, sources, text_files, tracked

# Put together here, so that this file does not name them itself.
INDEX_HOSTS = re.compile(
    "|".join(["pypi" + r"\.org", "python" + "hosted", "npmjs" + r"\.(com|org)"])
)
MACHINE_PATH = re.compile(r"(?<![\w.:/<$~}\-])/(?:work|root|home|opt|tmp|Users)" + r"/\w")


def places(pattern: re.Pattern[str]) -> list[str]:
    """File and line of everything that matches."""
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in text_files()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_package_index_is_named() -> None:
    assert places(INDEX_HOSTS) == []


def test_no_path_of_one_computer_is_named() -> None:
    assert places(MACHINE_PATH) == []


def test_lines_end_the_same_way_in_every_file() -> None:
    listed = git("ls-files", "--eol")

    assert re.findall(r"^i/(?:crlf|mixed) .*", listed, re.MULTILINE) == []


def test_every_locked_package_has_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[a-z])", lock.strip())

    assert len(packages) > 50
    assert [p.splitlines()[0] for p in packages if "--hash=sha256:" not in p] == []
    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock


def test_everything_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = [*project["project"]["dependencies"], *groups["test"], *groups["quality"]]
    names = {re.split(r"[^\w.-]", item)[0].lower().replace("_", "-") for item in wanted}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    assert names - set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)) == set()


def test_the_changelog_has_a_place_for_what_is_not_released_yet() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert changelog.startswith("# Changelog\n")
    assert re.search(r"^## \[Unreleased\]$", changelog, re.MULTILINE)


def test_every_folder_of_shipped_files_says_where_they_come_from() -> None:
    resources = ROOT / "resources"
    overview = (resources / "README.md").read_text(encoding="utf-8")
    noted = set(re.findall(r"^\| `([^`]+)/` \|[^|]+\|[^|]*\w[^|]*\|$", overview, re.MULTILINE))
    folders = {p.parent.relative_to(resources) for p in tracked() if resources in p.parents}

    assert {folder.as_posix() for folder in folders} - {"."} - noted == set()
    assert [name for name in noted if not (resources / name).is_dir()] == []


@cache
def names_in_code() -> frozenset[str]:
    """Every name, module and whole text constant of the package (tables are named by text)."""
    found: set[str] = set()
    for source in sources("begegnung/"):
        found.update(source.name.removesuffix(".py").split("/"))
        for node in source.nodes:
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.Name(id=name):
                    found.add(name)
                case ast.Attribute(attr=name) | ast.arg(arg=name) | ast.Constant(value=str(name)):
                    found.add(name)
    return frozenset(found)


def test_every_code_name_of_the_glossary_is_in_the_code() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|[^|\n]+\|([^|\n]+)\|[^|\n]+\|$", glossary, re.MULTILINE)
    names = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}

    assert len(names) > 20
    assert sorted(names - names_in_code()) == []
