"""The register of all documents: name, options, and how each is made.

Command line, window and documentation read it; whoever adds a document adds it here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

from begegnung.model.card_people import CardPerson
from begegnung.model.editions import Edition, EditionKind
from begegnung.model.errors import Invalid
from begegnung.model.letter_rows import LetterKind
from begegnung.model.programme import Detail, WeekProgramme, in_detail, without_changes
from begegnung.model.week_papers import WeekPaper
from begegnung.services.booklet import booklet_of
from begegnung.services.card_people import card_people
from begegnung.services.changes_sheet import changes_sheet
from begegnung.services.desk import Desk, View
from begegnung.services.editions import present_edition
from begegnung.services.emergency_folder import emergency_folder
from begegnung.services.letters import letters_to
from begegnung.services.meals import meal_list
from begegnung.services.money_papers import printed_payment, printed_report
from begegnung.services.notices import notice_of
from begegnung.services.offer_flyer import offer_flyer
from begegnung.services.people_lists import paper_owner, people_list
from begegnung.services.printing.asked import Asked, Option
from begegnung.services.room_plans import room_plan
from begegnung.services.trips import trip_list
from begegnung.services.week_papers import Layout, week_print
from begegnung.services.weekly import week_programme


@dataclass(frozen=True, slots=True)
class Document:
    """A document: what can be asked of it, and what makes the file, which ends in `suffix`.

    With an `edition` it is what visitors take home: later ones say what has changed since the first
    one was printed.

    `one_sided`: every page goes to somebody else, or is cut, or hangs on its own door.
    """

    name: str
    options: tuple[Option, ...]
    make: Callable[[Asked], bytes]
    suffix: str = ".pdf"
    edition: EditionKind | None = None
    one_sided: bool = False


class Made(NamedTuple):
    """The file of a document, and what stands on it where that is to be remembered."""

    content: bytes
    edition: Edition | None


_OFFER = Option("offer", "offer", required=True)
_DAY = Option("day", "day")
_WEEK = Option("week", "week")
_LAYOUT = Option("layout", "choice", choices=("sheet", "reader"), default="sheet")
_HALF = Option("half", "text")
_WORDING = (
    _WEEK,
    Option("detail", "choice", choices=("full", "brief"), default="full"),
    Option("changes", "choice", choices=("yes", "no"), default="yes"),
)
"""What is asked of a week in every form."""
_WHOSE = (Option("offer", "offer"), Option("person", "text"))


def make_document(desk: Desk, name: str, typed: Mapping[str, str]) -> bytes:
    """The file of a document with the values typed for its options; see `made_document`."""
    return made_document(desk, name, typed).content


def made_document(desk: Desk, name: str, typed: Mapping[str, str]) -> Made:
    """The file of a document with the values typed for its options, and what stands on it.

    Raises `Invalid` for a name that is none and for values that cannot be, and what its queries
    raise.
    """
    document = DOCUMENTS.get(name)
    if document is None:
        raise Invalid("document", "unknown", name)

    def made(view: View) -> Made:
        asked = Asked(view, document.options, typed)
        edition = None
        if document.edition is not None:
            first = asked.week() if document.edition == "week" else asked.half_year()[0]
            edition = present_edition(view, document.edition, first)
        return Made(document.make(asked), edition)

    return desk.read(made)


# ReportLab is imported only where something is printed: it takes a good part of a second.


def whole_week(asked: Asked) -> WeekProgramme:
    """The week that is asked for, with all that can be said of it."""
    week = week_programme(asked.view, asked.week())
    return week if asked.choice("changes") == "yes" else without_changes(week)


def asked_detail(asked: Asked) -> Detail:
    """Whether the week is asked for in full or as Kurzform."""
    return "brief" if asked.choice("detail") == "brief" else "full"


def asked_sheet(asked: Asked) -> WeekPaper:
    """The size of the sheet that is asked for."""
    return "a3" if asked.choice("paper") == "a3" else "a4"


def _week(asked: Asked) -> WeekProgramme:
    """The week as it is asked for."""
    return in_detail(whole_week(asked), asked_detail(asked))


def _programme(asked: Asked) -> bytes:
    return week_print(_week(asked), asked_sheet(asked)).pdf


def _programme_large(asked: Asked) -> bytes:
    return week_print(_week(asked), "large").pdf


def _programme_flyer(asked: Asked) -> bytes:
    return week_print(_week(asked), "flyer", _layout(asked)).pdf


def _programme_leaflet(asked: Asked) -> bytes:
    return week_print(_week(asked), "leaflet", _layout(asked)).pdf


def _layout(asked: Asked) -> Layout:
    return "reader" if asked.choice("layout") == "reader" else "sheet"


def _programme_html(asked: Asked) -> bytes:
    from begegnung.reports.week_html import week_html

    return week_html(_week(asked))


def _programme_text(asked: Asked) -> bytes:
    from begegnung.reports.week_text import week_text

    return week_text(_week(asked))


def _programme_telephone(asked: Asked) -> bytes:
    from begegnung.reports.week_text import week_announcement

    return week_announcement(_week(asked))


def _programme_braille(asked: Asked) -> bytes:
    from begegnung.reports.week_text import week_braille

    return week_braille(_week(asked))


def _changes(asked: Asked) -> bytes:
    from begegnung.reports.changes_sheet import changes_paper

    kind: EditionKind = "half_year" if asked.choice("printed") == "booklet" else "week"
    first = asked.half_year()[0] if kind == "half_year" else asked.week()
    said = changes_sheet(asked.view, kind, first)
    return changes_paper(said, "a4" if asked.choice("paper") == "a4" else "a5")


def _participants(asked: Asked) -> bytes:
    from begegnung.reports.people_lists import participants

    offer = asked.offer()
    listed = people_list(asked.view, offer, asked.date_of(offer))
    return participants(listed, "leader" if asked.choice("copy") == "leader" else "house")


def _signatures(asked: Asked) -> bytes:
    from begegnung.reports.people_lists import signatures

    offer = asked.offer()
    listed = people_list(asked.view, offer, asked.date_of(offer))
    return signatures(listed, asked.number("blank", 200))


def _waiting(asked: Asked) -> bytes:
    from begegnung.reports.people_lists import waiting_list

    return waiting_list(people_list(asked.view, asked.offer()))


def _calls(asked: Asked) -> bytes:
    from begegnung.reports.people_lists import call_list

    offer = asked.offer()
    return call_list(people_list(asked.view, offer, asked.date_of(offer)), asked.text("reason"))


def _meals(asked: Asked) -> bytes:
    from begegnung.reports.meal_sheet import meal_sheet

    when = asked.date_of(asked.offer(), required=True)
    return meal_sheet(paper_owner(asked.view), meal_list(asked.view, when or ""))


def _trip(asked: Asked) -> bytes:
    from begegnung.reports.trip_sheet import trip_sheet

    return trip_sheet(paper_owner(asked.view), trip_list(asked.view, asked.offer()))


def _notice(asked: Asked) -> bytes:
    from begegnung.reports.notice import notice

    when = asked.date_of(asked.offer(), required=True)
    paper = "a5" if asked.choice("paper") == "a5" else "a4"
    return notice(notice_of(asked.view, when or ""), paper)


def _door_signs(asked: Asked) -> bytes:
    from begegnung.reports.room_papers import door_signs

    return door_signs(room_plan(asked.view, asked.day(), 1, asked.room()))


def _rooms_day(asked: Asked) -> bytes:
    from begegnung.reports.room_papers import room_plan_day

    return room_plan_day(room_plan(asked.view, asked.day(), 1))


def _rooms_week(asked: Asked) -> bytes:
    from begegnung.reports.room_papers import room_plan_week

    return room_plan_week(room_plan(asked.view, asked.week(), 7))


def _payment(asked: Asked) -> bytes:
    from begegnung.reports.money_papers import payment_paper

    return payment_paper(printed_payment(asked.view, asked.text("payment")))


def _cash_report(asked: Asked) -> bytes:
    from begegnung.reports.money_papers import cash_report

    day = asked.day() if asked.text("day") else None
    return cash_report(printed_report(asked.view, asked.text("till"), day))


def _emergency(asked: Asked) -> bytes:
    from begegnung.reports.emergency_folder import emergency_paper

    return emergency_paper(emergency_folder(asked.view, asked.day()))


def _people(asked: Asked, *, with_street: bool = False) -> tuple[CardPerson, ...]:
    """Those of an offer, or one person; on request only those of whom a street is noted."""
    offer = asked.offer() if asked.text("offer") else None
    person = asked.text("person")
    if offer is None and not person:
        raise Invalid("offer", "missing")
    people = card_people(asked.view, offer, person)
    if not people:
        raise Invalid("offer", "nobody_registered")
    if with_street:
        people = tuple(one for one in people if one.street.strip())
    if not people:
        raise Invalid("person" if offer is None else "offer", "no_street")
    return people


def _badges(asked: Asked) -> bytes:
    from begegnung.reports.cards import badges

    return badges(paper_owner(asked.view), _people(asked))


def _visitor_cards(asked: Asked) -> bytes:
    from begegnung.reports.cards import visitor_cards

    return visitor_cards(paper_owner(asked.view), _people(asked))


def _labels(asked: Asked) -> bytes:
    from begegnung.reports.cards import labels

    return labels(paper_owner(asked.view), _people(asked, with_street=True))


_LETTERS: tuple[LetterKind, ...] = ("confirmation", "waiting", "cancellation", "priority")


def _letters(asked: Asked) -> bytes:
    from begegnung.reports.letters import letters

    kind = cast(LetterKind, asked.choice("kind"))
    reason, person = asked.text("reason"), asked.text("person")
    written = letters_to(asked.view, asked.offer(), kind, reason=reason, person_id=person)
    if not written:
        raise Invalid("offer", "nobody_to_write_to")
    return letters(written)


def _flyer(asked: Asked) -> bytes:
    from begegnung.reports.offer_flyer import flyer

    paper = "a4" if asked.choice("paper") == "a4" else "a5"
    return flyer(offer_flyer(asked.view, asked.offer()), paper)


def _day_package(asked: Asked) -> bytes:
    from begegnung.reports.emergency_folder import day_package

    return day_package(emergency_folder(asked.view, asked.day(), days=1))


def _booklet(asked: Asked) -> bytes:
    from begegnung.reports.booklet import booklet

    said = booklet_of(asked.view, asked.text("half"))
    return booklet(said, sheets=asked.choice("layout") == "sheet")


def _booklet_csv(asked: Asked) -> bytes:
    from begegnung.reports.booklet_files import booklet_csv

    return booklet_csv(booklet_of(asked.view, asked.text("half")))


def _booklet_rtf(asked: Asked) -> bytes:
    from begegnung.reports.booklet_files import booklet_rtf

    return booklet_rtf(booklet_of(asked.view, asked.text("half")))


DOCUMENTS: Mapping[str, Document] = {
    document.name: document
    for document in (
        Document(
            "programme",
            (*_WORDING, Option("paper", "choice", choices=("a4", "a3"), default="a4")),
            _programme,
            edition="week",
        ),
        Document("programme-large", _WORDING, _programme_large, edition="week"),
        Document("programme-flyer", (*_WORDING, _LAYOUT), _programme_flyer, edition="week"),
        Document("programme-leaflet", (*_WORDING, _LAYOUT), _programme_leaflet, edition="week"),
        Document("programme-html", _WORDING, _programme_html, ".html"),
        Document("programme-text", _WORDING, _programme_text, ".txt"),
        Document("programme-telephone", _WORDING, _programme_telephone, ".txt"),
        Document("programme-braille", _WORDING, _programme_braille, ".brf"),
        Document(
            "changes",
            (
                Option("printed", "choice", choices=("week", "booklet"), default="week"),
                _WEEK,
                _HALF,
                Option("paper", "choice", choices=("a5", "a4"), default="a5"),
            ),
            _changes,
        ),
        Document(
            "participants",
            (
                _OFFER,
                _DAY,
                Option("copy", "choice", choices=("house", "leader"), default="house"),
            ),
            _participants,
        ),
        Document("signatures", (_OFFER, _DAY, Option("blank", "number", default="5")), _signatures),
        Document("waiting-list", (_OFFER,), _waiting),
        Document("calls", (_OFFER, _DAY, Option("reason", "text")), _calls),
        Document("meals", (_OFFER, _DAY), _meals),
        Document("trip", (_OFFER,), _trip),
        Document(
            "notice",
            (_OFFER, _DAY, Option("paper", "choice", choices=("a4", "a5"), default="a4")),
            _notice,
        ),
        Document("door-signs", (_DAY, Option("room", "room")), _door_signs, one_sided=True),
        Document("rooms-day", (_DAY,), _rooms_day),
        Document("rooms-week", (_WEEK,), _rooms_week),
        Document(
            "flyer",
            (_OFFER, Option("paper", "choice", choices=("a4", "a5"), default="a5")),
            _flyer,
        ),
        Document(
            "booklet",
            (
                _HALF,
                Option("layout", "choice", choices=("reader", "sheet"), default="reader"),
            ),
            _booklet,
            edition="half_year",
        ),
        Document("booklet-csv", (_HALF,), _booklet_csv, ".csv", "half_year"),
        Document("booklet-rtf", (_HALF,), _booklet_rtf, ".rtf", "half_year"),
        Document("day-package", (_DAY,), _day_package),
        Document(
            "letters",
            (
                _OFFER,
                Option("kind", "choice", choices=_LETTERS, default="confirmation"),
                Option("person", "text"),
                Option("reason", "text"),
            ),
            _letters,
            one_sided=True,
        ),
        Document("badges", _WHOSE, _badges, one_sided=True),
        Document("visitor-cards", _WHOSE, _visitor_cards, one_sided=True),
        Document("labels", _WHOSE, _labels, one_sided=True),
        Document("emergency", (_DAY,), _emergency),
        Document("payment", (Option("payment", "text", required=True),), _payment, one_sided=True),
        Document("cash-report", (_DAY, Option("till", "text")), _cash_report),
    )
}
