"""What is written about the program is true of the program, and can be read by everybody."""

import argparse
import ast
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import dev
from begegnung.cli import outcome
from begegnung.cli.parser import make_parser
from begegnung.model import errors, staff_errors
from begegnung.texts import german
from begegnung.texts.vocabulary import PROBLEMS
from tests.project.source_tree import ROOT, name_of, sources, tracked
from tests.project.test_wording import example, kinds

HANDBOOK = "docs/handbuch/"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)

ONLY_ON_THE_COMMAND_LINE = {
    errors.ProgrammeUnreadable,
    errors.UnknownCentre,
    staff_errors.UnknownUser,
}
TYPED_ON_THE_COMMAND_LINE = {
    "as_planned",
    "no_date",
    "no_report",
    "nobody_to_write_to",
    "not_a_month",
    "not_a_time_span",
    "not_a_week",
    "not_a_weekday",
}
KEYS_OF_THE_SYSTEM = {"Tab", "Umschalt+Tab", "Windows+L"}
ENGLISH = {
    "Einfg": "Insert",
    "Eingabe": "Return",
    "Entf": "Delete",
    "Esc": "Escape",
    "Leertaste": "Space",
    "Links": "Left",
    "Pos1": "Home",
    "Rechts": "Right",
    "Strg": "Ctrl",
    "+": "Plus",
    "−": "Minus",
}
SHORT = {"Del": "Delete", "Ins": "Insert"}
KEY = re.compile(
    rf"(?:(?:Strg|Alt|Umschalt|Windows)\+)*(?:F\d+|[A-Z\d]|{'|'.join(map(re.escape, ENGLISH))}|Tab)"
)


@cache
def pages() -> dict[str, str]:
    """Every Markdown file by its name, blocks of code left out."""
    return {
        name_of(path): FENCE.sub("", path.read_text(encoding="utf-8"))
        for path in tracked()
        if path.suffix == ".md"
    }


def handbook() -> dict[str, str]:
    """The chapters for the desk."""
    return {name: text for name, text in pages().items() if name.startswith(HANDBOOK)}


def commands(parser: argparse.ArgumentParser, path: str = "begegnung") -> dict[str, set[str]]:
    """Every command of the command line with its own options."""
    found: dict[str, set[str]] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                found |= commands(below, f"{path} {name}")
    if not found:
        options = {o for action in parser._actions for o in action.option_strings}
        found[path] = options - {"-h", "--help", "--data", "--json", "--user"}
    return found


def section(text: str, title: str) -> str:
    """What stands below a heading of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(title, "")


def anchors(text: str) -> set[str]:
    """The targets that the headings of a page make: lower case, hyphens, no punctuation."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@cache
def said() -> frozenset[str]:
    """Every text in the code of the program, the fixed parts of composed sentences included."""
    return frozenset(
        node.value
        for source in sources("begegnung/")
        for node in source.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def keys() -> frozenset[str]:
    """Every key that the code of the window knows, as Qt names it."""
    words = {word for text in said() for word in text.split()}
    named = {
        node.attr.removeprefix("Key_")
        for source in sources("begegnung/ui/")
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr.startswith("Key_")
    }
    return frozenset({SHORT.get(word, word) for word in words} | named)


def bold(text: str) -> list[str]:
    """The bold words of a page."""
    return [" ".join(found.split()) for found in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)]


def test_every_command_is_described_with_its_options() -> None:
    text = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")

    for command, options in commands(make_parser()).items():
        described = section(text, command)
        assert described, f"docs/command-line.md says nothing about: {command}"
        assert sorted(o for o in options if f"`{o}" not in described) == [], command


def test_every_exit_code_is_described() -> None:
    text = section((ROOT / "docs/command-line.md").read_text(encoding="utf-8"), "Exit codes")
    described = {int(code) for code in re.findall(r"^\| (\d) \|", text, re.MULTILINE)}

    assert described == {
        outcome.DONE,
        outcome.REFUSED,
        outcome.WRONG_CALL,
        outcome.TROUBLE,
        outcome.INCOMPLETE,
    }


def test_the_readme_names_every_command_of_dev() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    known = re.findall(r"^  ([a-z]+) {2,}\S", dev.HELP, re.MULTILINE)

    assert len(known) >= 6
    assert [name for name in known if f"dev.py {name}" not in text] == []


@pytest.mark.parametrize("name", sorted(pages()))
def test_every_link_and_picture_leads_somewhere(name: str) -> None:
    lost: list[str] = []
    for target in LINK.findall(pages()[name]):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (ROOT / name).parent / file if file else ROOT / name
        there = path.exists()
        if there and anchor:
            there = anchor in anchors(path.read_text(encoding="utf-8"))
        if not there:
            lost.append(target)

    assert lost == []


@pytest.mark.parametrize("name", sorted(pages()))
def test_headings_go_down_one_step_at_a_time(name: str) -> None:
    levels = [len(mark) for mark in re.findall(r"^(#+) ", pages()[name], re.MULTILINE)]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [below for above, below in pairwise(levels) if below > above + 1] == []


def test_every_picture_is_described_in_words() -> None:
    short = [
        f"{name}: {target}"
        for name, text in pages().items()
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)
        if len(words) < 20
    ]

    assert short == []


@pytest.mark.parametrize("name", sorted(handbook()))
def test_the_handbook_names_buttons_and_fields_as_the_window_does(name: str) -> None:
    labels = {text.strip(" .:") for text in said()}
    words = (word.strip(" .:") for word in bold(pages()[name]) if not KEY.fullmatch(word))

    assert sorted({word for word in words if word not in labels} - KEYS_OF_THE_SYSTEM) == []


@pytest.mark.parametrize("name", sorted(handbook()))
def test_the_handbook_names_only_keys_that_work(name: str) -> None:
    pressed = {word for word in bold(pages()[name]) if KEY.fullmatch(word)} - KEYS_OF_THE_SYSTEM
    unknown: list[str] = []
    for key in sorted(pressed):
        *held, last = [key] if key in ("+", "−") else key.split("+")
        english = "+".join(ENGLISH.get(part, part) for part in (*held, last))
        if re.fullmatch(r"Ctrl\+\d", english):
            english = "Ctrl+"
        if not any(english == known or known.endswith(f"+{english}") for known in keys()):
            unknown.append(key)

    assert unknown == []


def explained() -> list[str]:
    """The sentences that the last chapter explains, without the parts that change."""
    text = pages()[f"{HANDBOOK}14-was-tun-wenn.md"]
    titles = re.findall(r"^#+ (.*„.*)$", text, re.MULTILINE)
    return [part.strip("… ") for title in titles for part in re.findall(r"„(.+?)“", title)]


def test_the_handbook_explains_sentences_that_the_program_says() -> None:
    assert [part for part in explained() if not any(part in known for known in said())] == []


def test_the_handbook_explains_every_refusal_and_trouble_of_the_desk() -> None:
    desk = {*kinds(errors.Refusal), *kinds(errors.Trouble)} - ONLY_ON_THE_COMMAND_LINE
    sentences = [german(example(kind)) for kind in desk - {errors.Invalid}]
    asked = PROBLEMS.keys() - TYPED_ON_THE_COMMAND_LINE
    sentences += [PROBLEMS[key] for key in asked]

    assert [s for s in sentences if not any(part in s for part in explained())] == []


def test_every_chapter_stands_in_the_overview() -> None:
    chapters = {Path(name).name for name in handbook()} - {"README.md"}
    linked = set(LINK.findall(pages()[f"{HANDBOOK}README.md"]))

    assert chapters - linked == set()
