"""What is printed for visitors: a full week, and a booklet of 400 courses.

Beside each stand WeasyPrint and Typst with the same content (`peer_sources`), in PDF/UA-1 as ours,
and the finished lines drawn again. All are measured in turns. Ours forgets the words it has met
before every run that is held against others, because they meet them for the first time too. Without
the environment of `requirements-comparison.lock`, which `dev.py bench` makes, the lines of the
others are left out. What is held against a time or a size has what was promised as its floor.
"""

import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from begegnung.reports import paragraphs, text, weekly_rows
from begegnung.reports.booklet import booklet, booklet_volume
from begegnung.reports.theme import PRINTING
from begegnung.reports.weekly import weekly_programme
from begegnung.resources import resource
from begegnung.services.booklet import booklet_of
from begegnung.services.printing.registry import make_document
from begegnung.services.weekly import week_programme
from benchmarks.lines_again import draw_again, printed_lines
from benchmarks.memory import alone, megabytes
from benchmarks.papers_alone import from_database, from_rows
from benchmarks.papers_data import HALF, MONDAY, full_half_year, full_week
from benchmarks.peer_sources import Source, volume_source, week_source
from benchmarks.ratio import Ratio, interleaved, seconds_of

PROMISED_WEEK, MEGABYTES = 0.15, 80
WITH_DATABASE = 120
"""Not promised: the libraries for the database and for public holidays take as much again."""
OF_LINES = 6.0
BOOKLET_LIMITS = {"Typst": 1.5, "WeasyPrint": 1 / 6}
WEEK_LIMITS = {"Typst": 3.0, "WeasyPrint": 1 / 3}
"""The booklet's are promised. A week is so little that it is mostly what every file needs: fonts,
metadata, pictograms."""
ROUNDS = 6
PEER_ROUNDS = {"Typst": 5, "WeasyPrint": 2}

_ENVIRONMENT = Path(__file__).parents[1] / ".venv-comparison"
_WEEK, _HALF = {"week": f"{MONDAY:%G-W%V}"}, {"half": HALF}


class _Peer(NamedTuple):
    """Another tool with a document in its words."""

    tool: str
    source: Path

    def seconds(self) -> float:
        """How long it took, without loading the tool; raises `RuntimeError` with its words."""
        python = _ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        script = Path(__file__).with_name("peers.py")
        command = [python, "-I", script, self.tool, self.source, resource("fonts")]
        ended = subprocess.run(  # noqa: S603 - our own script
            [*map(str, command), str(self.source.with_suffix(f".{self.tool}.pdf"))],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if ended.returncode:
            raise RuntimeError(ended.stderr.strip().splitlines()[-1])
        return json.loads(ended.stdout)["seconds"]


def measure() -> list[Ratio]:
    """All of it in folders that are thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        return [*_week(Path(folder) / "week"), *_booklet(Path(folder) / "booklet")]


def forget() -> None:
    """Forgets every word and line met so far; the fonts stay loaded."""
    weekly_rows.laid_out.cache_clear()
    paragraphs.broken.cache_clear()
    text.clean.cache_clear()
    text.break_points.cache_clear()
    text.unit_width.cache_clear()


def _week(folder: Path) -> Iterator[Ratio]:
    with closing(full_week(folder)) as desk:
        week = desk.read(week_programme, MONDAY)
        printed = weekly_programme(week)

        def again() -> bytes:
            return make_document(desk, "programme", _WEEK)

        def anew() -> bytes:
            forget()
            return weekly_programme(week).pdf

        pages = printed_lines(printed.pdf)
        ours, least = interleaved(again, lambda: draw_again(pages), ROUNDS)
        yield Ratio("week of 60 entries from the database (0.15 s)", ours, PROMISED_WEEK, 1.0)
        yield Ratio("week of 60 entries / its lines", ours, least, OF_LINES)
        source = week_source(week, printed.body_size)
        yield from _beside(folder, "week of 60 entries", anew, source, WEEK_LIMITS)
    yield from _alone(folder, "programme", week, _WEEK)


def _booklet(folder: Path) -> Iterator[Ratio]:
    with closing(full_half_year(folder)) as desk:
        said = desk.read(booklet_of, HALF)
    pages = printed_lines(booklet(said))

    def anew() -> bytes:
        forget()
        return booklet(said)

    ours, least = interleaved(anew, lambda: draw_again(pages), ROUNDS)
    yield Ratio("booklet of 400 courses / its lines", ours, least, OF_LINES)
    with PRINTING:
        source = volume_source(booklet_volume(said))
    yield from _beside(folder, "booklet of 400 courses", anew, source, BOOKLET_LIMITS)
    yield from _alone(folder, "booklet", said, _HALF)


def _alone(folder: Path, document: str, rows: object, typed: dict[str, str]) -> Iterator[Ratio]:
    """The memory of a process that makes the paper and nothing else."""
    file = folder / "rows.pickle"
    file.write_bytes(pickle.dumps(rows))
    _, used = alone(from_rows, file, document)
    yield from megabytes(f"megabytes for that in a new process ({MEGABYTES})", used, MEGABYTES)
    _, used = alone(from_database, folder, document, *next(iter(typed.items())))
    name = f"megabytes with the database ({WITH_DATABASE})"
    yield from megabytes(name, used, WITH_DATABASE)


def _beside(
    folder: Path,
    name: str,
    ours: Callable[[], bytes],
    source: Source,
    limits: Mapping[str, float],
) -> Iterator[Ratio]:
    for tool, limit in limits.items():
        words = source.typst if tool == "Typst" else source.html
        peer = _Peer(tool, folder / "source")
        peer.source.write_text(words, encoding="utf-8", newline="\n")
        try:
            pairs = [(seconds_of(ours), peer.seconds()) for _ in range(PEER_ROUNDS[tool])]
        except (OSError, RuntimeError) as error:
            print(f"{name}: the line of {tool} is left out: {error}", file=sys.stderr)
            continue
        least, theirs = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
        yield Ratio(f"{name} / {tool}", least, theirs, limit)
