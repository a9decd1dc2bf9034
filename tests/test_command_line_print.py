"""`begegnung print`: every document by name, with its options, into a file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from begegnung import cli
from begegnung.services.printing.registry import DOCUMENTS
from tests.desks import copy_of, open_house

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Exit code, output and errors of a call, without the start of a process."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run(cli.parse([str(one) for one in arguments]))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    folder = copy_of(prepared, tmp_path / "Daten")
    with open_house(folder) as house:
        house.book(house.person("Weber"), house.offer("Yoga für alle"))
    return folder


def test_all_documents_are_named_with_what_can_be_asked_of_them(data: Path, said: Said) -> None:
    code, output, _ = said("print", "--list", "--json", "--data", data)
    listed: list[dict[str, Any]] = json.loads(output)["documents"]
    assert (code, {one["name"] for one in listed}) == (0, set(DOCUMENTS))
    signatures = next(one for one in listed if one["name"] == "signatures")
    assert [option["name"] for option in signatures["options"]] == ["offer", "day", "blank"]
    assert "signatures: Unterschriftenliste --offer OFFER" in said("print", "--list")[1]


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_document_is_written_wherever_the_file_is_named(
    data: Path, tmp_path: Path, said: Said, place: str
) -> None:
    file = tmp_path / "liste.pdf"
    output, wish = ["--output", file], ["participants", "--offer", "yoga FÜR alle"]
    words = [*output, *wish] if place == "before" else [*wish, *output]
    code, text, _ = said("print", *words, "--data", data, "--json")
    assert (code, json.loads(text)["bytes"]) == (0, file.stat().st_size)
    assert file.read_bytes().startswith(b"%PDF")


def test_what_is_missing_or_wrong_is_said_and_nothing_is_written(
    data: Path, tmp_path: Path, said: Said
) -> None:
    file = tmp_path / "x.pdf"
    for words, told in (
        (("postkarte",), "steht nicht zur Auswahl"),
        (("participants", "--offer", "Tango", "--output", file), "steht nicht zur Auswahl"),
        (("meals", "--offer", "Yoga für alle", "--output", file), "keinen Termin"),
    ):
        code, _, error = said("print", "--data", data, *words)
        assert code == 1
        assert told in error
    with pytest.raises(SystemExit) as stopped:
        said("print", "participants", "--data", data)
    assert stopped.value.code == 2
    assert not file.exists()


def test_what_was_printed_is_remembered_and_compared_with_by_command(
    data: Path, said: Said
) -> None:
    week = ("--week", "2026-W48", "--data", data)
    assert "noch kein Druck" in said("edition", "show", *week)[1]
    recorded = json.loads(said("edition", "printed", *week, "--json")[1])
    assert (recorded["recorded"], recorded["changes"]) == (True, [])
    with open_house(data) as house:
        house.one_date(house.offer("Malkreis"))
    again = json.loads(said("edition", "printed", *week, "--json")[1])
    assert not again["recorded"]
    assert again["changes"] == ["Mo., 23.11., 10:00 Uhr, Malkreis: neu (Ort: Saal)"]
    text = said("edition", "show", *week)[1]
    assert "; seither 1 Änderung." in text
    assert "seither keine Änderungen" in said("edition", "new", *week)[1]
    code, _, error = said("edition", "show", "--half", "Frühling", "--data", data)
    assert (code, "kein Halbjahr" in error) == (1, True)


def test_a_week_that_is_too_full_says_which_day_and_what_to_type(
    data: Path, tmp_path: Path, said: Said
) -> None:
    with open_house(data) as house:
        for n in range(30):
            group = house.offer(f"Gruppe {n}", leader="Frau Muster", remark="Bitte vorher anrufen")
            house.one_date(group, 480 + 10 * n, 540 + 10 * n, room=None)
    more = ("--week", "2026-W48", "--data", data, "--output", tmp_path / "woche.pdf")
    code, _, error = said("print", "programme-leaflet", *more)
    assert code == 1
    assert "Am Montag, 23. November, stehen 30 Einträge: zu viel für das Faltblatt." in error
    assert "begegnung print programme --detail full --paper a4" in error
    for call in (("print", "programme"), ("programme",)):
        code, output, _ = said(*call, *more)
        assert code == 0
        assert "Am Montag, 23. November, stehen 30 Einträge. Der Tag geht" in output
        assert "begegnung print programme --detail full --paper a3" in output
        values = json.loads(said(*call, *more, "--json")[1])
        assert values["crowded"]["entries"] == 30
    assert json.loads(said("programme", *more, "--json", "--detail", "brief")[1])["pages"] == 2
