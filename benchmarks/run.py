"""Run the measurements: `python -m benchmarks.run [--only NAME]`; ends with 1 over a limit.

Every `benchmarks/bench_NAME.py` has a function `measure() -> list[Ratio]`.
"""

import argparse
import importlib
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.ratio import Ratio


def names(folder: Path) -> list[str]:
    """The NAMEs of the measurements in `folder`, sorted."""
    return sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))


HEAD = f"{'measurement':<46} {'ms':>10} {'floor ms':>10} {'ratio':>7} {'limit':>7}"


def table(ratios: Iterable[Ratio]) -> str:
    """The measurements as lines of text, times in milliseconds; one over its limit is marked."""
    lines = [
        f"{r.name:<46} {r.seconds * 1e3:>10.3f} {r.floor_seconds * 1e3:>10.3f}"
        f" {r.ratio:>7.2f} {r.limit:>7.2f}{'  OVER' if r.is_over else ''}"
        for r in ratios
    ]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Measure, print the table, and give 1 when something is over its limit."""
    known = names(Path(__file__).parent)
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--only", metavar="NAME", choices=known, help=", ".join(known))
    only: str | None = parser.parse_args(arguments).only
    ratios: list[Ratio] = []
    print(HEAD)
    for name in [only] if only else known:
        measured = importlib.import_module(f"benchmarks.bench_{name}").measure()
        print(table(measured), flush=True)
        ratios += measured
    return 1 if any(ratio.is_over for ratio in ratios) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
