"""The program as a scheduled task or an administrator calls it: real processes, real files."""

import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from begegnung.services.houses import (
    AddClosure,
    SetUpHouse,
    add_closure,
    add_house,
    own_centre,
    set_up_house,
)
from begegnung.wiring import open_desk
from tests.program import ROOT, begegnung

PROGRAMME = (
    ROOT / "tests" / "data" / "programmes" / "berlin_begegnungsstaette_warnitzer_bogen_2019.json"
)


def answer(*arguments: object) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON of a call with --json."""
    done = begegnung(*arguments, "--json")
    return done.returncode, json.loads(done.stdout)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a real programme."""
    folder = tmp_path_factory.mktemp("cli") / "Daten für Übung"
    code, values = answer("import", "programme", PROGRAMME, "--data", folder)
    assert code == 0
    assert len(values["files"][0]["entries"]) == 40
    return folder


def test_help_lists_every_command() -> None:
    done = begegnung("--help")

    assert done.returncode == 0
    for name in ("import", "programme", "sync", "share", "check", "demo"):
        assert f"\n    {name} " in done.stdout


def test_import_reports_every_entry_with_its_outcome_and_reason(data: Path) -> None:
    code, values = answer("import", "programme", PROGRAMME, "--data", data)

    (file,) = values["files"]
    assert (code, file["centre"]) == (0, "Begegnungsstätte Warnitzer Bogen")
    for entry in file["entries"]:
        assert set(entry) == {"title", "outcome", "occurrences", "occurrences_added", "reason"}
        assert entry["outcome"] in ("dated", "text", "problem")
        assert entry["occurrences_added"] == 0


def test_the_weekly_programme_is_written_as_pdf(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "woche.pdf"
    code, values = answer(
        "programme", "--week", "2026-W48", "--format", "a4", "--output", target, "--data", data
    )

    assert code == 0
    assert values["monday"] == "2026-11-23"
    assert values["pages"] >= 1
    assert values["body_size"] >= 12.5
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_week_without_entries_is_printed_too(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "leer.pdf"
    done = begegnung("programme", "--week", "2031-W10", "--output", target, "--data", data)

    assert done.returncode == 0
    assert target.stat().st_size > 1000


def test_a_wrong_week_is_refused_in_german(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    done = begegnung("programme", "--week", "2026-W99", "--output", target, "--data", data)

    assert done.returncode == 1
    assert "keine Kalenderwoche" in done.stderr
    assert not target.exists()


def test_pcs_join_by_words_and_by_files_and_exchange(data: Path, tmp_path: Path) -> None:
    share, other, third = tmp_path / "share", tmp_path / "zweites", tmp_path / "pc3"
    share.mkdir()
    grashalm = PROGRAMME.with_name("berlin_familienzentrum_grashalm_2022.json")
    assert begegnung("import", "programme", grashalm, "--data", other).returncode == 0
    secret = tmp_path / "kennwort.txt"
    secret.write_text("drei kurze Wörter\n", encoding="utf-8")
    kept, sheet = tmp_path / "stadt.wiederherstellung", tmp_path / "blatt.pdf"

    code, values = answer(
        *("share", "create", "--share", share, "--data", data, "--passphrase-file", secret),
        *("--recovery-file", kept, "--sheet", sheet),
    )
    assert (code, values["complete"]) == (0, True)
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert b"kurze" not in kept.read_bytes()

    code, asked = answer("share", "join", "--share", share, "--data", other)
    assert (code, len(asked["words"])) == (4, 6)
    code, values = answer("share", "approve", "--data", data)
    assert [pc["words"] for pc in values["waiting"]] == [asked["words"]]
    words = " ".join(asked["words"])
    approving = ("share", "approve", "--device", asked["device"], "--data", data)
    assert answer(*approving, "--words", "sechs falsche Wörter")[0] == 1
    code, values = answer(*approving, "--words", words)
    assert (code, values["role"]) == (0, "manager")
    assert answer("sync", "--data", other)[0] == 0

    request, reply = tmp_path / "pc3.anfrage", tmp_path / "pc3.antwort"
    assert begegnung("share", "join", "--output", request, "--data", third).returncode == 0
    files = ("--request", request, "--output", reply)
    assert answer("share", "approve", *files, "--data", data)[0] == 0
    taken = begegnung("share", "join", "--answer", reply, "--share", share, "--data", third)
    assert taken.stdout.strip() == "Dieser PC gehört jetzt zu: Begegnungsstätte Warnitzer Bogen."

    assert answer("sync", "--data", data)[0] == 0
    checks = [answer("check", "--data", folder) for folder in (data, other, third)]
    assert [(code, values["ok"]) for code, values in checks] == [(0, True)] * 3
    assert [values["rows"]["offer"] for _, values in checks] == [54] * 3
    code, values = answer("share", "status", "--data", data)
    assert (code, values["state"], values["role"]) == (0, "member", "city")
    assert {pc["device"] for pc in values["pcs"]} >= {asked["device"]}


@pytest.mark.parametrize(
    ("arguments", "code", "kind"),
    [
        (("sync",), 1, "ShareNotSet"),
        (("sync", "--share", "gibt es nicht"), 3, "ShareUnreachable"),
        (("programme", "--output", "fehlt/x.pdf"), 3, "FolderNotWritable"),
        (("programme", "--centre", "Haus X", "--output", "x.pdf"), 1, "UnknownCentre"),
        (("import", "districts", "fehlt.csv"), 3, "FileUnreadable"),
        (("share", "join", "--answer", "fehlt", "--share", "."), 3, "FileUnreadable"),
        (("share", "approve", "--share", "."), 3, "NotApproved"),
    ],
)
def test_what_does_not_work_has_a_sentence_and_an_exit_code(
    tmp_path: Path, arguments: tuple[str, ...], code: int, kind: str
) -> None:
    folder = tmp_path / "Daten"
    small = PROGRAMME.with_name("berlin_benn_hsh_nord_2019.json")
    begegnung("import", "programme", small, "--data", folder)

    done = begegnung(*arguments, "--data", folder, "--json", cwd=tmp_path)

    values = json.loads(done.stdout)
    assert done.returncode == code
    found = values["trouble"] if "trouble" in values else values["error"]["kind"]
    assert found == kind
    spoken = begegnung(*arguments, "--data", folder, cwd=tmp_path)
    assert spoken.returncode == code
    assert spoken.stderr.strip().endswith((".", "?"))
    assert "Traceback" not in spoken.stderr


def test_a_wording_is_read_with_the_dates_of_every_reading() -> None:
    span = ("--from", "2026-01-01", "--until", "2026-06-30")
    code, values = answer("recurrence", "jeden zweiten Montag", *span)

    assert (code, values["status"]) == (0, "ambiguous")
    assert values["question"].endswith("?")
    assert sorted(len(reading["dates"]) for reading in values["readings"]) == [6, 13]
    code, values = answer("recurrence", "freitags", "--time", "14:30", *span, "--house")
    assert (code, values["status"]) == (0, "clear")
    (reading,) = values["readings"]
    assert {"date": "2026-04-03", "reason": "Karfreitag"} in reading["skipped"]
    assert len(reading["dates"]) == 24


def test_a_file_that_is_no_programme_is_reported_with_the_others(tmp_path: Path) -> None:
    wrong = tmp_path / "liste.json"
    wrong.write_text("[1, 2]", encoding="utf-8")

    code, values = answer("import", "programme", wrong, PROGRAMME, "--data", tmp_path / "d")

    assert code == 3
    assert values["files"][0]["error"]["kind"] == "ProgrammeUnreadable"
    assert len(values["files"][1]["entries"]) == 40


def test_an_empty_data_folder_says_what_to_do_first(tmp_path: Path) -> None:
    done = begegnung("programme", "--output", tmp_path / "x.pdf", "--data", tmp_path / "leer")

    assert done.returncode == 1
    assert "noch kein Haus eingerichtet" in done.stderr


def test_a_database_of_a_newer_program_is_left_untouched(data: Path, tmp_path: Path) -> None:
    import sqlite3

    folder = tmp_path / "neu"
    begegnung("check", "--data", folder)
    file = folder / "begegnung.sqlite"
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = file.read_bytes()

    code, values = answer("check", "--data", folder)

    assert (code, values["error"]["kind"]) == (3, "DatabaseNewer")
    assert "999" in values["error"]["message"]
    assert file.read_bytes() == before


def test_a_damaged_database_is_named_and_left_untouched(tmp_path: Path) -> None:
    folder = tmp_path / "kaputt"
    folder.mkdir()
    file = folder / "begegnung.sqlite"
    file.write_bytes(b"Das ist keine Datenbank. " * 400)
    before = file.read_bytes()

    code, values = answer("check", "--data", folder)

    assert (code, values["error"]["kind"]) == (3, "DatabaseDamaged")
    assert file.read_bytes() == before


def test_a_file_where_the_data_folder_should_be_is_named(tmp_path: Path) -> None:
    file = tmp_path / "Daten"
    file.write_bytes(b"")

    code, values = answer("check", "--data", file)

    assert (code, values["error"]["kind"]) == (3, "FolderNotWritable")


def test_a_wrong_call_ends_with_two() -> None:
    assert begegnung("drucken").returncode == 2
    assert begegnung("programme").returncode == 2
    assert begegnung("import", "programme").returncode == 2


@pytest.mark.parametrize("call", [("drucken",), ("import", "programme"), ("rooms", "conflicts")])
def test_a_wrong_call_is_told_in_german(call: tuple[str, ...]) -> None:
    said = begegnung(*call).stderr

    assert said.startswith("Aufruf: begegnung")
    assert "usage" not in said


def test_the_help_of_a_command_is_german() -> None:
    said = begegnung("import", "programme", "--help").stdout

    assert "diese Hilfe zeigen" in said
    assert not {"usage", "options", "positional", "show"} & set(said.replace(":", " ").split())


@pytest.mark.parametrize("time", ["25:00", "14:60", "24:00", "halb drei"])
def test_a_time_that_no_clock_shows_is_refused(time: str) -> None:
    span = ("--from", "2027-01-01", "--until", "2027-03-31")
    done = begegnung("recurrence", "jeden Montag", *span, "--time", time)

    assert done.returncode == 1
    assert f"„{time}“ ist keine Uhrzeit" in done.stderr


@pytest.mark.parametrize("time", ["14:30", "14.30 Uhr"])
def test_a_time_is_read_as_clocks_write_it(time: str) -> None:
    span = ("--from", "2027-01-01", "--until", "2027-03-31")
    _, values = answer("recurrence", "jeden Montag", *span, "--time", time)

    assert values["status"] == "clear"


def test_the_demo_without_a_display_writes_pictures_and_the_programme(tmp_path: Path) -> None:
    done = begegnung("demo", "--no-window", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    made = {path.name for path in (tmp_path / "demo").iterdir()}
    assert "wochenprogramm.pdf" in made
    assert {"heute.png", "raeume_tag.png", "abgleich.png"} <= made


def test_holidays_of_new_years_are_read_and_every_line_reported(tmp_path: Path) -> None:
    folder, file = tmp_path / "Daten", tmp_path / "Ferien 2031.csv"
    file.write_text(
        "Sommerferien;30.06.2031;12.08.2031\nHerbstferien;30.02.2031;\n", encoding="cp1252"
    )
    code, values = answer("import", "holidays", file, "--land", "nw", "--data", folder)

    assert (code, values["land"], values["taken"]) == (0, "NW", 1)
    assert [(one["line"], one["outcome"]) for one in values["entries"]] == [
        (1, "taken"),
        (2, "unread"),
    ]
    assert values["entries"][0]["first"] == "2031-06-30"
    again = answer("import", "holidays", file, "--land", "NW", "--data", folder)[1]
    assert again["taken"] == 0
    missing = begegnung("import", "holidays", tmp_path / "fehlt.ics", "--land", "NW")
    assert (missing.returncode, "gibt es nicht" in missing.stderr) == (3, True)


def test_the_house_decides_with_its_land_its_holidays_and_its_closing_days(tmp_path: Path) -> None:
    data, when = tmp_path / "Daten", ("--from", "2026-12-01", "--until", "2027-01-31")
    with closing(open_desk(data)) as desk:
        desk.act(set_up_house, SetUpHouse("Haus Linde"))
        closed = AddClosure(None, date(2026, 12, 14), date(2026, 12, 18), "Umbau")
        desk.act(add_closure, closed)
    bare = answer("recurrence", "montags", *when, "--data", data)[1]["readings"][0]
    house = answer("recurrence", "montags", *when, "--house", "--data", data)[1]["readings"][0]
    munich = answer("recurrence", "mittwochs", *when, "--house", "--land", "by", "--data", data)[1][
        "readings"
    ][0]

    assert "2026-12-14" in bare["dates"]
    assert {"date": "2026-12-14", "reason": "Haus geschlossen: Umbau"} in (house["skipped"])
    assert {"2027-01-06", "2026-12-16"} <= {one["date"] for one in munich["skipped"]}


def test_house_without_a_data_folder_leaves_none_behind(tmp_path: Path) -> None:
    folder = tmp_path / "nichts"
    when = ("--from", "2029-01-01", "--until", "2029-12-31")
    words = "dienstags, nicht in den Schulferien"
    code, values = answer("recurrence", words, *when, "--house", "--data", folder)

    assert code == 0
    assert values["readings"][0]["school_holidays_unknown"] is True
    assert not folder.exists()


def test_a_land_that_does_not_exist_is_a_wrong_call() -> None:
    done = begegnung(
        "recurrence", "montags", "--from", "2026-01-01", "--until", "2026-06-30", "--land", "XX"
    )
    assert (done.returncode, "unbekannt" in done.stderr) == (2, True)


def test_a_calendar_file_goes_out_and_comes_in_elsewhere(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "haus.ics"
    code, written = answer("export", "ics", "--from", "2026-07-01", "--out", target, "--data", data)
    assert (code, written["file"]) == (0, str(target))
    assert written["dates"] > 100
    again = tmp_path / "noch einmal.ics"
    assert (
        answer(
            "export", "ics", "--house", "--from", "2026-07-01", "--output", again, "--data", data
        )[0]
        == 0
    )
    assert again.read_bytes() == target.read_bytes()

    empty = {
        "schema": "bz-programme/1",
        "centre": {"name": "Haus Ulme"},
        "entries": [{"title": "X"}],
    }
    programme = tmp_path / "leer.json"
    programme.write_text(json.dumps(empty), encoding="utf-8")
    other = tmp_path / "anderes"
    assert answer("import", "programme", programme, "--data", other)[0] == 0
    window = ("--from", "2026-07-01", "--until", "2027-12-31")
    code, taken = answer("import", "ics", target, *window, "--data", other)
    assert (code, taken["added"]) == (0, written["dates"])
    assert {entry["outcome"] for entry in taken["entries"]} == {"dated"}
    assert answer("import", "ics", target, *window, "--data", other)[1]["added"] == 0
    assert answer("check", "--data", other)[0] == 0


def test_a_calendar_that_is_none_and_an_unknown_room_are_said_in_german(
    data: Path, tmp_path: Path
) -> None:
    code, values = answer("import", "ics", PROGRAMME, "--data", data)
    assert (code, values["error"]["kind"]) == (3, "CalendarUnreadable")
    assert "keine Kalenderdatei" in values["error"]["message"]

    target = tmp_path / "keller.ics"
    done = begegnung("export", "ics", "--room", "Keller", "--out", target, "--data", data)
    assert (done.returncode, target.exists()) == (1, False)
    assert "Keller" in done.stderr


ONE_DATE = """BEGIN:VCALENDAR\r
VERSION:2.0\r
X-WR-CALNAME:Haus Ulme\r
BEGIN:VEVENT\r
UID:eins@beispiel\r
DTSTAMP:20261101T000000Z\r
SUMMARY:Skat\r
DTSTART:20261124T140000\r
DTEND:20261124T160000\r
END:VEVENT\r
END:VCALENDAR\r
"""
WEEK = ("--from", "2026-11-23", "--until", "2026-11-29")


@pytest.mark.parametrize(
    ("calendar", "options", "house"),
    [
        (ONE_DATE, ("--centre", " Haus Linde "), "Haus Linde"),
        (ONE_DATE, (), "Haus Ulme"),
        (ONE_DATE.replace("X-WR-CALNAME:Haus Ulme\r\n", ""), (), "Haus am Park"),
    ],
)
def test_a_calendar_makes_the_first_house_of_an_empty_folder(
    tmp_path: Path, calendar: str, options: tuple[str, ...], house: str
) -> None:
    file, folder = tmp_path / "Haus am Park.ics", tmp_path / "neu"
    file.write_text(calendar, encoding="utf-8", newline="")

    code, values = answer("import", "ics", file, *options, *WEEK, "--data", folder)

    assert (code, values["centre"], values["added"]) == (0, house, 1)
    with closing(open_desk(folder)) as desk:
        assert desk.read(own_centre).name == house
    again = answer("import", "ics", file, "--centre", house, *WEEK, "--data", folder)[1]
    assert (again["centre"], again["added"]) == (house, 0)


def test_one_date_of_a_calendar_file_is_one_date_in_words(tmp_path: Path) -> None:
    file, folder = tmp_path / "eins.ics", tmp_path / "neu"
    file.write_text(ONE_DATE, encoding="utf-8", newline="")

    done = begegnung("import", "ics", file, *WEEK, "--data", folder)
    out = begegnung("export", "ics", "--out", tmp_path / "aus.ics", "--data", folder)

    assert "Haus Ulme, 1 neuer Termin." in done.stdout
    assert "1 Angebot, 1 Termin (Haus Ulme)." in out.stdout


def test_a_wrong_window_makes_no_house(tmp_path: Path) -> None:
    file, folder = tmp_path / "kurse.ics", tmp_path / "neu"
    file.write_text(ONE_DATE, encoding="utf-8", newline="")

    window = ("--from", "2026-11-29", "--until", "2026-11-23")
    assert answer("import", "ics", file, *window, "--data", folder)[0] == 1
    with closing(open_desk(folder)) as desk:
        assert desk.centre_id is None


def test_a_calendar_is_taken_only_into_the_house_of_this_pc(tmp_path: Path) -> None:
    file, folder = tmp_path / "kurse.ics", tmp_path / "Daten"
    file.write_text(ONE_DATE, encoding="utf-8", newline="")
    with closing(open_desk(folder)) as desk:
        desk.act(set_up_house, SetUpHouse("Haus Linde"))
        desk.act(add_house, SetUpHouse("Haus Ulme"))

    code, values = answer("import", "ics", file, "--centre", "haus ulme", *WEEK, "--data", folder)
    assert (code, values["error"]["kind"]) == (1, "WrongHouse")
    assert values["error"]["message"].startswith("Dieser Kalender gehört zu: Haus Ulme.")
    code, values = answer("import", "ics", file, "--centre", "Haus Esche", *WEEK, "--data", folder)
    assert (code, values["error"]["kind"]) == (1, "UnknownCentre")
    # Without a name the house of this PC is meant, whatever the calendar is called.
    code, values = answer("import", "ics", file, *WEEK, "--data", folder)
    assert (code, values["centre"], values["added"]) == (0, "Haus Linde", 1)


@pytest.mark.parametrize(
    ("reads", "arguments"),
    [
        (1, ("import", "ics", "viele.ics", "--data", "Daten", "--json")),
        (0, ("recurrence", "montags", "--from", "2026-01-01", "--until", "2026-01-31")),
        (0, ("recurrence", "--help")),
    ],
)
def test_a_reader_that_closes_early_ends_the_call_quietly(
    tmp_path: Path, reads: int, arguments: tuple[str, ...]
) -> None:
    tasks = "".join(
        f"BEGIN:VTODO\r\nUID:{n}\r\nSUMMARY:Aufgabe {n}\r\nEND:VTODO\r\n" for n in range(2_000)
    )
    many = ONE_DATE.replace("END:VCALENDAR", f"{tasks}END:VCALENDAR")
    (tmp_path / "viele.ics").write_text(many, encoding="utf-8", newline="")
    code = f"import sys; sys.stdin.buffer.read({reads})"
    # Output is held back until the end, as it is outside of containers.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""}
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as reader:
        assert reader.stdin is not None
        if not reads:
            reader.wait(timeout=60)
        with subprocess.Popen(
            [sys.executable, "-m", "begegnung", *arguments],
            cwd=tmp_path,
            env=environment,
            stdout=reader.stdin,
            stderr=subprocess.PIPE,
        ) as program:
            reader.stdin.close()
            _, said = program.communicate(timeout=120)

    assert (program.returncode, said) == (0, b"")
