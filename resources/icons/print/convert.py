"""Turns the SVG files of this folder into `paths.json`, which the printing reads.

    python resources/icons/print/convert.py

Every icon becomes a list of steps on a 256 x 256 field, y upwards: ["m", x, y], ["l", x, y],
["c", x1, y1, x2, y2, x3, y3] and ["z"]. Arcs and quadratic curves are gone afterwards.
"""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

HERE = Path(__file__).resolve().parent
FIELD = 256


class Steps(BasePen):
    """Collects the steps of a path; `BasePen` turns every curve into cubic ones."""

    def __init__(self) -> None:
        super().__init__(None)
        self.steps: list[list[str | float]] = []

    def _step(self, letter: str, *points: tuple[float, float]) -> None:
        numbers = [round(n, 2) for x, y in points for n in (x, FIELD - y)]
        self.steps.append([letter, *numbers])

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self._step("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self._step("l", pt)

    def _curveToOne(
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._step("c", pt1, pt2, pt3)

    def _closePath(self) -> None:
        self._step("z")


def steps(svg: Path) -> list[list[str | float]]:
    """The steps of one icon; every `path` of the file, in order."""
    pen = Steps()
    for path in ET.parse(svg).iterfind(".//{http://www.w3.org/2000/svg}path"):
        parse_path(path.attrib["d"], pen)
    return pen.steps


def converted() -> str:
    """The text of `paths.json` for all SVG files of this folder."""
    icons = {svg.stem.removesuffix("-fill"): steps(svg) for svg in sorted(HERE.glob("*.svg"))}
    lines = [f"{json.dumps(name)}: {json.dumps(icon)}" for name, icon in icons.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    (HERE / "paths.json").write_text(converted(), encoding="utf-8", newline="\n")
