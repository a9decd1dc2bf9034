"""Writes every document of every house into a folder: `python -m tests.papers.write FOLDER`.

The files are called `house/document_option-value.pdf`; what is refused is said on the screen.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.papers.cases import CASES, house_of, papers


def write(folder: Path) -> None:
    """All files of all houses; a folder for each house."""
    for case in CASES:
        with (
            tempfile.TemporaryDirectory() as data,
            house_of(case, Path(data) / "Daten") as house,
        ):
            place = folder / case.name
            place.mkdir(parents=True, exist_ok=True)
            for paper in papers(case, house):
                if paper.refusal is None:
                    (place / paper.file_name).write_bytes(paper.content)
                else:
                    sys.stdout.write(f"{case.name}/{paper.file_name}: {paper.refusal!r}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    write(parser.parse_args().folder)
