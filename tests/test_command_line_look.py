"""`begegnung look`: what papers of the house look like, from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from begegnung import cli
from tests.desks import copy_of

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """Exit code, output and errors of a call on a house of its own."""
    folder = copy_of(prepared, tmp_path / "Daten")

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        words = ["look", *map(str, arguments), "--data", str(folder)]
        code = cli.run(cli.parse(words))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def test_the_look_is_changed_shown_and_taken_back(said: Said, tmp_path: Path) -> None:
    file = tmp_path / "Logo.png"
    Image.new("RGB", (300, 100), (20, 90, 60)).save(file)
    closing = r"Herzlich\nIhr Haus"
    code, output, _ = said("--ink", "0f4a34", "--letter-closing", closing, "--logo", file, "--json")
    shown = json.loads(output)
    assert (code, shown["ink"], shown["logo"]) == (0, "#0F4A34", True)
    assert shown["letter_closing"] == "Herzlich\nIhr Haus"

    code, output, _ = said("--no-logo", "--ink", "")
    assert code == 0
    assert "Hauptfarbe: leer" in output
    assert "Logo: leer" in output
    assert "Schluss der Briefe: Herzlich" in output


def test_what_cannot_be_printed_is_refused_with_its_reason(said: Said, tmp_path: Path) -> None:
    code, _, errors = said("--accent", "#F2A900")
    assert code == 1
    assert "zu hell für große Wörter und Rahmen" in errors
    text = tmp_path / "Brief.txt"
    text.write_text("kein Bild", encoding="utf-8")
    code, output, _ = said("--logo", text, "--json")
    assert (code, json.loads(output)["error"]["kind"]) == (1, "BadLogo")
    assert said("--logo", tmp_path / "weg.png")[0] == 3
