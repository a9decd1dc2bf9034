"""Programme files: what is read, what is said about files that are none."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from begegnung.formats.programme_file import (
    category_of,
    default_window,
    interpret,
    offer_type_of,
    read_programme,
)
from begegnung.model.errors import ProgrammeUnreadable
from begegnung.model.offers import OFFER_TYPES

PROGRAMMES = sorted((Path(__file__).parents[1] / "data" / "programmes").glob("*.json"))
FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)


def stored(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "programm.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def programme(*entries: object) -> dict[str, object]:
    return {"schema": "bz-programme/1", "centre": {"name": "Haus"}, "entries": list(entries)}


def test_a_real_programme_is_read_with_its_facts() -> None:
    path = next(p for p in PROGRAMMES if "keuning" in p.name)
    found = read_programme(path)
    assert found.centre.name == "Dietrich-Keuning-Haus, Angebote für Senior*innen"
    assert found.centre.district == "Innenstadt-Nord"
    assert (found.as_of, found.as_of_text) == (None, "ca. 2017")
    first = found.entries[0]
    assert (first.title, first.weekday) == ("Singkreis für Senioren", 1)
    assert (first.start_minute, first.end_minute) == (9 * 60 + 45, 11 * 60 + 45)
    assert (first.leader, first.recurrence_text) == ("Leitung 1", "immer dienstags")
    assert first.recurrence.rrule == "FREQ=WEEKLY;BYDAY=TU"


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_no_real_entry_has_a_problem_in_its_fields(path: Path) -> None:
    found = read_programme(path)
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert len(found.entries) == raw["entry_count"] == len(raw["entries"])
    assert [entry.problems for entry in found.entries if entry.problems] == []
    assert found.problems == ()
    assert {offer_type_of(entry) for entry in found.entries} <= OFFER_TYPES.keys()


@pytest.mark.parametrize(
    ("rooms", "doubts"),
    [
        (("Raum 2.0", "Raum 2.01", "raum 2.04"), 1),
        (("Raum 1", "Raum 10", "Raum 2"), 0),
        (("Saal", "Saal 1", "Saal 1+2"), 0),
        (("Raum 2.01", "Raum 2.02"), 0),
    ],
)
def test_a_room_number_that_lost_its_end_is_named(
    tmp_path: Path, rooms: tuple[str, ...], doubts: int
) -> None:
    entries = [{"title": f"Treff {room}", "room": room} for room in rooms]
    found = read_programme(stored(tmp_path, programme(*entries)))
    assert len(found.problems) == doubts
    assert all("„Raum 2.0“ (Treff Raum 2.0)" in problem for problem in found.problems)


AS_OF = [
    ("2019-11-27", date(2019, 11, 27)),
    ("2020-04", date(2020, 4, 1)),
    ("2020-04-03 (commit c91d6ab)", date(2020, 4, 3)),
    ("2018-2026", None),
    ("2021-10 / 2023-09", None),
    ("ca. 2017", None),
    ("2026-13", None),
    (None, None),
]


@pytest.mark.parametrize(("text", "expected"), AS_OF)
def test_the_day_of_a_programme_is_taken_only_where_one_is_named(
    tmp_path: Path, text: str | None, expected: date | None
) -> None:
    content = programme({"title": "Chor"}) | {"source": {"as_of": text}}
    assert read_programme(stored(tmp_path, content)).as_of == expected


ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_files_of_windows_editors_are_read(tmp_path: Path, encoding: str) -> None:
    text = json.dumps(programme({"title": "Frühstück – für Männer"}), ensure_ascii=False, indent=1)
    path = tmp_path / "programm.json"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert read_programme(path).entries[0].title == "Frühstück – für Männer"


HOSTILE: list[tuple[bytes, str]] = [
    (b"", "not_json"),
    (b"\xef\xbb\xbf", "not_json"),
    (b'{"schema": "bz-programme/1", "entries": [', "not_json"),
    (b"%PDF-1.7", "not_json"),
    (b"[" * 100_000, "not_json"),
    (b'{"schema": "bz-programme/1", "entries": ' + b"9" * 5000 + b"}", "not_json"),
    (b"[]", "wrong_schema"),
    (b"7", "wrong_schema"),
    (b"{}", "wrong_schema"),
    (b'{"schema": "bz-programme/2", "entries": []}', "wrong_schema"),
    (b'{"schema": "bz-programme/1"}', "no_entries"),
    (b'{"schema": "bz-programme/1", "entries": null}', "no_entries"),
    (b'{"schema": "bz-programme/1", "entries": []}', "no_entries"),
    (b'{"schema": "bz-programme/1", "entries": {"title": "Chor"}}', "no_entries"),
    (b"PK\x03\x04\x00\x00\x00", "encoding"),
    (b"\xff\xfe\x00", "encoding"),
]


@pytest.mark.parametrize(("content", "kind"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_file_that_is_no_programme_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    path = tmp_path / "programm.json"
    path.write_bytes(content)
    with pytest.raises(ProgrammeUnreadable) as refused:
        read_programme(path)
    assert (refused.value.kind, refused.value.path) == (kind, str(path))


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeUnreadable) as refused:
        read_programme(tmp_path / "fehlt.json")
    assert refused.value.kind == "missing"
    with pytest.raises(ProgrammeUnreadable) as refused:
        read_programme(tmp_path)
    assert refused.value.kind == "folder"


WRONG: list[tuple[dict[str, object], str]] = [
    ({"start": "80.00"}, "Die Uhrzeit „80.00“ kann nicht stimmen."),
    ({"start": "25:00"}, "Die Uhrzeit „25:00“ kann nicht stimmen."),
    ({"start": "zehn"}, "Die Uhrzeit „zehn“ kann nicht stimmen."),
    ({"start": "16:00", "end": "14:00"}, "Das Ende liegt vor dem Beginn."),
    ({"weekday": "Xx"}, "Den Wochentag „Xx“ gibt es nicht."),
    ({"dates": ["2026-02-31"]}, "Das Datum „2026-02-31“ gibt es nicht."),
    ({"dates": "2026-02-03"}, "Das Feld „dates“ ist nicht lesbar: „2026-02-03“."),
    ({"season_months": [13]}, "Das Feld „season_months“ ist nicht lesbar: „13“."),
    ({"recurrence": "weekly"}, "Das Feld „recurrence“ ist nicht lesbar."),
    ({"capacity": "viele"}, "Das Feld „capacity“ ist nicht lesbar: „viele“."),
    ({"title": None}, "Der Eintrag hat keinen Titel."),
    ({"room": ["2.04"]}, "Das Feld „room“ ist nicht lesbar: „['2.04']“."),
]


@pytest.mark.parametrize(("values", "problem"), WRONG)
def test_a_wrong_value_becomes_a_problem_of_its_entry(
    tmp_path: Path, values: dict[str, object], problem: str
) -> None:
    path = stored(tmp_path, programme({"title": "Chor", "weekday": "Di"} | values))
    (entry,) = read_programme(path).entries
    assert entry.problems == (problem,)
    found = interpret(entry, first=FIRST, last=LAST)
    assert (found.outcome, found.reason, found.dates) == ("problem", problem, ())


def test_unknown_and_missing_fields_do_no_harm(tmp_path: Path) -> None:
    path = stored(tmp_path, programme({"title": "Chor", "colour": "red", "recurrence": None}))
    (entry,) = read_programme(path).entries
    assert (entry.title, entry.problems, entry.registration) == ("Chor", (), "unknown")


def test_entries_that_are_none_are_counted(tmp_path: Path) -> None:
    found = read_programme(stored(tmp_path, programme(None, {"title": "Chor"}, "Yoga")))
    assert [entry.title for entry in found.entries] == ["Chor"]
    assert found.problems == (
        "Der Eintrag 1 ist nicht lesbar.",
        "Der Eintrag 3 ist nicht lesbar.",
    )


def test_a_huge_text_is_kept_and_read_in_time(tmp_path: Path) -> None:
    text = "jeden zweiten Montag, " * 50_000
    path = stored(tmp_path, programme({"title": "x" * 100_000, "recurrence_text": text}))
    (entry,) = read_programme(path).entries
    assert len(entry.title) == 100_000
    assert interpret(entry, first=FIRST, last=LAST).outcome == "text"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        "title",
        "weekday",
        "start",
        "end",
        "recurrence_text",
        "recurrence",
        "dates",
        "exceptions_text",
        "season_months",
        "fee_eur",
        "capacity",
        "registration",
        "offer_type",
        "category",
        "start_text",
    ]
)
GIVEN = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("kind", "n", "anchor", "days", "sessions", "rrule"), JSON)
)


@example({"recurrence": {"anchor": []}})
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(KEYS, JSON | GIVEN, max_size=8))
def test_whatever_an_entry_holds_it_gets_an_outcome(
    tmp_path: Path, values: dict[str, object]
) -> None:
    (entry,) = read_programme(stored(tmp_path, programme(values))).entries
    found = interpret(entry, first=FIRST, last=LAST)
    assert found.outcome in {"dated", "text", "problem"}
    assert found.reason
    assert (found.outcome == "dated") or not found.dates


def test_a_programme_is_put_into_use_in_the_half_year_of_today(tmp_path: Path) -> None:
    old = read_programme(
        stored(tmp_path, programme({"title": "Chor"}) | {"source": {"as_of": "2019-11"}})
    )
    today = date(2026, 11, 22)
    assert default_window(old, today) == (date(2026, 7, 1), date(2026, 12, 31))
    ahead = read_programme(
        stored(tmp_path, programme({"title": "Chor"}) | {"source": {"as_of": "2027-01"}})
    )
    assert default_window(ahead, today) == (date(2027, 1, 1), date(2027, 6, 30))


KINDS = [
    ("Tagesfahrt Höxter", "Fahrt", "trip", "social"),
    ("Computerkurs für Anfänger", "", "course", "digital"),
    ("Spielenachmittag", "", "open_meeting", "social"),
    ("Mittagessen gegen Spende", "", "lunch", "social"),
    ("Kleines Internetcafé", "", "open_meeting", "digital"),
    ("Sprechstunde der Seniorenvertretung", "Sprechstunde", "advice", "advice"),
    ("Medizinische Fußpflege", "Dienstleistung Dritter", "service", None),
    ("Betreuungsgruppe Demenz", "Betreuungsgruppe (§ 45a SGB XI)", "care_group", None),
    ("Raumvermietung für Familienfeste", "Raumvermietung", "room_use", "social"),
    ("Öffnung Samstag", "Öffnungszeit", "open_meeting", None),
    ("Hausmusik", "", "group", "music"),
    ("Line-Dance-Gruppe", "", "group", "movement"),
    ("Englischgespräch", "", "group", "languages"),
    ("Ölmalerei", "", "group", "creative"),
    ("Interessengruppe „vegan“", "", "group", None),
    ("Teamsitzung", "", "internal", None),
    ("Innerer Tanz: Körper-Reise", "", "group", "movement"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "published", "kind", "category"), KINDS)
def test_published_words_lead_to_our_kinds(
    tmp_path: Path, title: str, published: str, kind: str, category: str | None
) -> None:
    path = stored(tmp_path, programme({"title": title, "offer_type": published}))
    (entry,) = read_programme(path).entries
    assert (offer_type_of(entry), category_of(entry)) == (kind, category)
