"""How the lists of meals and trips are worded."""

from collections.abc import Iterable

from begegnung.model.offer_rows import (
    BoardingPointRow,
    ChoiceTotal,
    MealLine,
    MealList,
    TripLine,
    TripList,
)
from begegnung.texts import clock_time, counted, money, when
from begegnung.ui.widgets.labels import Tone
from begegnung.ui.widgets.lines import Line

NO_CHOICE = "noch nicht gewählt"
NO_POINT = "ohne Zustieg"


def total_words(meals: MealList) -> str:
    """What the kitchen has to know: "12 Essen: 7 × Rind, 5 × Vegetarisch"."""
    number = counted(meals.portions, "Essen", "Essen")
    if not meals.choices and all(not total.choice for total in meals.totals):
        return number
    return f"{number}: {', '.join(map(_portions, meals.totals))}" if meals.totals else number


def _portions(total: ChoiceTotal) -> str:
    return f"{total.portions} × {total.choice or NO_CHOICE}"


def deadline_words(meals: MealList) -> str:
    """Until when is ordered."""
    return "" if meals.deadline is None else f"Bestellt wird bis {when(meals.deadline)}."


def meal_entries(lines: Iterable[MealLine], *, with_choice: bool) -> list[Line]:
    """The people who eat, each with her menu."""
    return [
        Line(
            line.booking_id,
            _numbered(number, line.surname, line.first_name),
            _places(line.places),
            (line.choice or NO_CHOICE) if with_choice or line.choice else "",
            "info" if line.choice else "warn",
            subject=line,
        )
        for number, line in enumerate(lines, 1)
    ]


def point_words(point: BoardingPointRow) -> str:
    """A boarding point with its time."""
    return point.name if point.minute is None else f"{point.name}, {clock_time(point.minute)} Uhr"


def seat_words(trip: TripList) -> str:
    """How many seats are taken: "17 von 40 Plätzen"."""
    if trip.capacity is None:
        return counted(trip.seats, "Platz belegt", "Plätze belegt")
    return f"{trip.seats} von {counted(trip.capacity, 'Platz', 'Plätzen')} belegt"


def point_totals(trip: TripList) -> str:
    """How many get on where; empty for a trip without boarding points."""
    if not trip.points:
        return ""
    names = {point.id: point_words(point) for point in trip.points}
    return " · ".join(
        f"{names[key] if key is not None else NO_POINT}: {seats}" for key, seats in trip.by_point
    )


def trip_entries(trip: TripList) -> list[Line]:
    """The people on a trip: where they get on, whom to call, what is paid."""
    points = {point.id: point_words(point) for point in trip.points}
    return [
        _trip_entry(number, line, points.get(line.boarding_point_id or "", ""), trip)
        for number, line in enumerate(trip.lines, 1)
    ]


def _trip_entry(number: int, line: TripLine, point: str, trip: TripList) -> Line:
    contact = " ".join(filter(None, (line.contact_name, line.contact_phone)))
    parts = (
        (point or NO_POINT) if trip.points else "",
        line.choice or (NO_CHOICE if trip.choices else ""),
        f"Tel. {line.phone}" if line.phone else "ohne Telefon",
        f"im Notfall: {contact}" if contact else "",
    )
    chip, tone = paid_words(line)
    title = _numbered(number, line.surname, line.first_name)
    more = f" ({counted(line.places, 'Platz', 'Plätze')})" if line.places > 1 else ""
    detail = " · ".join(filter(None, parts))
    return Line(line.booking_id, f"{title}{more}", detail, chip, tone, subject=line)


def paid_words(line: TripLine) -> tuple[str, Tone]:
    """What is paid and what is open, in words."""
    if not line.due_cents:
        return (f"bezahlt {money(line.paid_cents)}", "ok") if line.paid_cents else ("", "muted")
    if line.paid_cents >= line.due_cents:
        return "bezahlt", "ok"
    if line.paid_cents < line.deposit_cents:
        return f"Anzahlung offen: {money(line.deposit_cents - line.paid_cents)}", "warn"
    word = "Rest offen" if line.paid_cents else "offen"
    return f"{word}: {money(line.due_cents - line.paid_cents)}", "info"


def _places(places: int) -> str:
    return counted(places, "Essen", "Essen") if places > 1 else ""


def _numbered(number: int, surname: str, first_name: str) -> str:
    return f"{number}. {', '.join(filter(None, (surname, first_name)))}"
