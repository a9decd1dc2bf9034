"""Every kind of paper as it is heard: the structure with its words, against a text somebody read.

A file in `golden` is what a screen reader user hears of a document of the usual house: role, words,
and in brackets what is read instead of them. When a paper is meant to change, write the files anew
with `python -m tests.papers.test_golden_texts` and read what changed: the order, the headings, what
is said for times and days.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from begegnung.services.printing.registry import DOCUMENTS
from tests.desks import House
from tests.papers.cases import CASES, house_of, paper, variants, wishes
from tests.reports.structure_reader import read

GOLDEN = Path(__file__).parent / "golden"
_USUAL = next(case for case in CASES if case.name == "usual")
_PDFS = sorted(name for name, document in DOCUMENTS.items() if document.suffix == ".pdf")
_MOST_LINES = 160
"""Of a long document the beginning is enough: what follows is made by the same rules."""


def heard(house: House, name: str) -> str:
    """The first variant of a document that is made, as it is read, a line for each element."""
    made = (
        paper(_USUAL, house, name, options)
        for wish in wishes(_USUAL, house)[name]
        for options in variants(name, wish)
    )
    first = next(one for one in made if one.content)
    lines = read(first.content).lines()
    more = [f"... {len(lines) - _MOST_LINES} more"] if len(lines) > _MOST_LINES else []
    return "\n".join([*lines[:_MOST_LINES], *more, ""])


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house_of(_USUAL, tmp_path_factory.mktemp("usual") / "Daten") as house:
        yield house


@pytest.mark.parametrize("name", _PDFS)
def test_a_paper_is_heard_as_somebody_has_read_and_approved_it(usual: House, name: str) -> None:
    approved = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    how = "python -m tests.papers.test_golden_texts writes the files anew; read what changed"
    assert heard(usual, name) == approved, how


def test_there_is_a_text_for_every_paper_and_for_no_other() -> None:
    assert sorted(file.stem for file in GOLDEN.glob("*.txt")) == _PDFS


def write_anew() -> None:
    """Writes all files of `golden`."""
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, house_of(_USUAL, Path(data) / "Daten") as house:
        for name in _PDFS:
            file = GOLDEN / f"{name}.txt"
            file.write_text(heard(house, name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_anew()
