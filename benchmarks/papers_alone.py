"""A paper in a process of its own, which imports no more than the program does for it."""

import pickle
from contextlib import closing
from pathlib import Path
from time import perf_counter


def from_database(folder: str, name: str, option: str, typed: str) -> float:
    """The seconds from opening the data in `folder` to the bytes of this process's first paper."""
    from begegnung.services.printing.registry import make_document
    from begegnung.wiring import open_desk

    start = perf_counter()
    with closing(open_desk(Path(folder))) as desk:
        make_document(desk, name, {option: typed})
    return perf_counter() - start


def from_rows(file: str, document: str) -> float:
    """The seconds from what stands on the paper, which was put into `file`, to its bytes."""
    start = perf_counter()
    rows = pickle.loads(Path(file).read_bytes())  # noqa: S301 - written by the benchmark itself
    if document == "booklet":
        from begegnung.reports.booklet import booklet

        booklet(rows)
    else:
        from begegnung.reports.weekly import weekly_programme

        weekly_programme(rows)
    return perf_counter() - start
