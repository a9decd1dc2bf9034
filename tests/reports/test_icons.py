"""The shipped pictograms are what their sources say."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from begegnung.model.programme import CATEGORIES
from begegnung.reports.theme import BADGES
from begegnung.resources import resource

PRINT = resource("icons", "print")
UI = resource("icons", "ui")


def converter() -> ModuleType:
    """The script that makes `paths.json`."""
    spec = importlib.util.spec_from_file_location("convert", PRINT / "convert.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_printed_pictograms_are_those_of_the_svg_files():
    assert (PRINT / "paths.json").read_text(encoding="utf-8") == converter().converted()


def test_every_category_has_a_pictogram():
    icons = json.loads((PRINT / "paths.json").read_text(encoding="utf-8"))
    assert set(BADGES) == set(CATEGORIES)
    assert {badge.icon for badge in BADGES.values()} <= set(icons)


@pytest.mark.parametrize("folder", [PRINT, UI])
def test_the_licence_lies_beside_the_icons(folder: Path):
    assert "Permission is hereby granted" in (folder / "LICENSE").read_text(encoding="utf-8")


def test_every_icon_of_the_window_has_both_forms_and_can_be_tinted():
    names = {path.name for path in UI.glob("*.svg")}
    assert names
    for name in names:
        assert name.replace("_regular", "_filled") in names
        assert name.replace("_filled", "_regular") in names
        drawing = ET.parse(UI / name).getroot()
        assert drawing.get("viewBox") == "0 0 24 24"
        assert all(part.get("fill") is None for part in drawing.iter())
