"""The settings of this PC."""

import json
from pathlib import Path
from typing import Any

import pytest

from begegnung.settings import FILE_NAME, Settings, load_settings, save_settings


def written(folder: Path, content: str) -> Path:
    (folder / FILE_NAME).write_text(content, encoding="utf-8")
    return folder


def test_without_a_file_there_are_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()
    assert load_settings(tmp_path / "missing") == Settings()


def test_what_was_saved_is_there_again(tmp_path: Path) -> None:
    settings = Settings("//server/Abgleich Häuser", "dark", 150, "somebody", 20)
    save_settings(tmp_path / "new folder", settings)

    assert load_settings(tmp_path / "new folder") == settings


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"text"', "\x00", '{"share": '])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, content: str) -> None:
    assert load_settings(written(tmp_path, content)) == Settings()


def test_a_file_in_another_encoding_gives_the_defaults(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes('{"share": "Häuser"}'.encode("utf-16"))

    assert load_settings(tmp_path) == Settings()


@pytest.mark.parametrize(
    "wrong",
    [{"text_scale": "groß"}, {"text_scale": True}, {"share": 7}, {"appearance": "purple"},
     {"appearance": None}, {"last_user": []}],
)  # fmt: skip
def test_a_value_that_cannot_be_is_as_if_it_were_not_there(
    tmp_path: Path, wrong: dict[str, Any]
) -> None:
    settings = load_settings(written(tmp_path, json.dumps(wrong)))

    assert settings == Settings()


def test_what_a_newer_program_has_written_is_kept(tmp_path: Path) -> None:
    loaded = load_settings(written(tmp_path, '{"printer": "Flur", "text_scale": 120}'))
    save_settings(tmp_path, loaded)

    saved = json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))
    assert saved["printer"] == "Flur"
    assert load_settings(tmp_path).text_scale == 120


def test_the_file_can_be_read_by_people_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    save_settings(tmp_path, Settings(share="Häuser"))

    assert '"share": "Häuser"' in (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert [entry.name for entry in tmp_path.iterdir()] == [FILE_NAME]
