"""Every document in every variant, for every house of `tests.papers.houses`."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from begegnung.model.errors import Refusal
from begegnung.services.payments import ledger_between
from begegnung.services.people import people_list
from begegnung.services.printing.registry import DOCUMENTS, make_document
from tests.desks import MONDAY, House, open_house, prepare
from tests.papers import houses
from tests.reports.any_week import MANY, PAPERS

WEEK, NEXT_WEEK, HALF = "2026-W48", "2026-W49", "2026-2"
Wishes = Mapping[str, tuple[dict[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Subjects:
    """The offers of a house that papers are made about, by title."""

    course: str
    lunch: str
    trip: str
    dropped: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A house, how it is furnished, and what its papers are about."""

    name: str
    furnish: Callable[[House], None]
    subjects: Subjects


CASES = (
    Case("empty", houses.nothing, Subjects("Skat", "Skat", "Skat", "Skat")),
    Case("shortest", houses.shortest, Subjects("Skat", "Skat", "Skat", "Skat")),
    Case(
        "usual",
        houses.usual,
        Subjects(
            houses.COURSE,
            houses.LUNCH,
            houses.TRIP,
            houses.DROPPED,
            (houses.FOLLOWING, "Rollator-Führerschein"),
        ),
    ),
    Case(
        "overfull",
        houses.overfull,
        Subjects(
            houses.LONG_COURSE,
            houses.BIG_LUNCH,
            houses.BIG_TRIP,
            houses.LONG_DROPPED,
            (houses.FOLLOWING,),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A file that was made, or the refusal in its place."""

    case: str
    document: str
    options: Mapping[str, str]
    content: bytes
    refusal: Refusal | None = None

    @property
    def file_name(self) -> str:
        """The document with the values of its options, as a file may be called anywhere."""
        # Identifiers are others in every house that is made.
        ids = ("person", "payment")
        values = (
            name if name in ids else f"{name}-{_short(value)}"
            for name, value in self.options.items()
        )
        return "_".join((self.document, *values)) + DOCUMENTS[self.document].suffix


def _short(value: str) -> str:
    kept = "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in value)
    return kept[:24].strip("-")


@contextmanager
def house_of(case: Case, folder: Path) -> Iterator[House]:
    """The house of a case, made in a new folder and closed at the end."""
    folder.mkdir(parents=True)
    prepare(folder)
    with open_house(folder) as house:
        case.furnish(house)
        yield house


def papers(case: Case, house: House) -> Iterator[PrintedPaper]:
    """Every document of the register in every variant, for one house."""
    wanted = wishes(case, house)
    for name in DOCUMENTS:
        for wish in wanted[name]:
            for options in variants(name, wish):
                yield paper(case, house, name, options)


def paper(case: Case, house: House, name: str, options: Mapping[str, str]) -> PrintedPaper:
    """One document, or why there is none."""
    try:
        return PrintedPaper(case.name, name, options, make_document(house.desk, name, options))
    except Refusal as error:
        return PrintedPaper(case.name, name, options, b"", error)


def variants(name: str, wish: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The wish with every value of every choice, the other choices as they are without a word.

    In a long run with every combination of them.
    """
    choices = [
        option
        for option in DOCUMENTS[name].options
        if option.kind == "choice" and option.name not in wish
    ]
    for values in product(*(option.choices for option in choices)):
        chosen = {option.name: value for option, value in zip(choices, values, strict=True)}
        others = sum(chosen[option.name] != option.default for option in choices)
        if others <= 1 or PAPERS >= MANY:
            yield {**wish, **chosen}


def wishes(case: Case, house: House) -> Wishes:
    """What is asked of every document, without the values of its choices."""
    about, day = case.subjects, MONDAY.isoformat()
    week, half = ({"week": WEEK},), ({"half": HALF},)
    weeks = (*week, {"week": NEXT_WEEK})
    course, dated = {"offer": about.course}, {"offer": about.course, "day": day}
    reason = {"reason": "Die Heizung ist ausgefallen und wird erst am Freitag wieder warm."}
    letters = tuple({"offer": title} for title in (about.course, *about.others[:1]))
    people = house.desk.read(people_list)[:1]
    payments = house.desk.read(ledger_between, MONDAY, MONDAY)[:1]
    offers = tuple({"offer": title} for title in (about.course, about.trip, *about.others))
    cards = (course, {"offer": about.trip}, *({"person": line.id} for line in people))
    return {
        "programme": week,
        "programme-large": week,
        "programme-flyer": weeks,
        "programme-leaflet": weeks,
        "programme-html": week,
        "programme-text": week,
        "programme-telephone": week,
        "programme-braille": week,
        "changes": ({"week": WEEK, "half": HALF},),
        "participants": (course, dated, {"offer": about.lunch}),
        "signatures": (course, {**dated, "blank": "40"}),
        "waiting-list": (course,),
        "calls": (course, {**dated, **reason}),
        "meals": ({"offer": about.lunch},),
        "trip": ({"offer": about.trip},),
        "notice": ({"offer": about.dropped}, {"offer": houses.MOVED}),
        "door-signs": ({}, {"room": "Saal"}),
        "rooms-day": ({},),
        "rooms-week": week,
        "flyer": offers,
        "booklet": half,
        "booklet-csv": half,
        "booklet-rtf": half,
        "day-package": ({},),
        "letters": (*letters, {**course, **reason, "kind": "cancellation"}),
        "badges": cards,
        "visitor-cards": cards,
        "labels": cards,
        "emergency": ({},),
        "payment": tuple({"payment": line.id} for line in payments) or ({"payment": "1"},),
        "cash-report": ({},),
    }
