"""Finding a free room: a wish in words or in fields, and the rooms that fit it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from begegnung.model.calendar import half_year_of
from begegnung.model.day_names import WEEKDAYS
from begegnung.model.errors import Invalid, Refusal
from begegnung.model.local_time import day_of
from begegnung.model.recurrence import Series, wording
from begegnung.model.recurrence.rule_text import weekday_codes
from begegnung.model.room_wish import RoomWish, WishReading
from begegnung.services.present import today_of
from begegnung.services.rooms_search import RoomOffer, find_rooms, wanted_days, wish_of
from begegnung.texts import clock_time, counted, german, problem_text, short_date
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.hub import Hub
from begegnung.ui.offers.when import WhenFields
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.conflict import Conflict
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, DateField, NumberField, TextField, TimeField
from begegnung.ui.widgets.labels import Tone, label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce

_EVERY, _SINGLE, _OPEN = "every", "single", ""
_EXAMPLE = "z. B. mittwochs 14 bis 16, ab Januar, 20 Personen, Beamer"


class FindRoomDialog(Dialog):
    """Shows the rooms that fit, those first that are free on all days; Enter occupies one."""

    def __init__(self, hub: Hub, parent: QWidget | None, wish_text: str = "") -> None:
        super().__init__(
            "Freien Raum suchen", parent, verb="Belegen", icon="calendar_add", width=60
        )
        self._hub = hub
        self._today = today_of(hub.desk.now_ms())
        self._days: tuple[date, ...] = ()
        self._offers: dict[str, RoomOffer] = {}
        # What somebody set by hand stays when the words do not speak of it.
        self._by_hand: set[QWidget] = set()
        self._fill()
        self._build()
        self.words.setText(wish_text)
        self._read()
        self.words.setFocus()

    def _fill(self) -> None:
        self.words = TextField("Was wird gebraucht?", _EXAMPLE)
        self.asked = label("", "muted")
        self.weekday = ChoiceField("Wochentag", self._weekdays())
        self.start, self.end = TimeField("Beginn", "start"), TimeField("Ende", "end")
        self.first = DateField("Ab", self._today, "from")
        self.last = DateField("Bis", self._today, "until")
        self.people = NumberField("Personen", "people")
        self.equipment = TextField("Ausstattung", "z. B. Beamer, Klavier")
        self.first.set_value(self._today)
        self.last.set_value(half_year_of(self._today)[1])
        self.form.add("Was wird gebraucht?", self.words, "words")
        self.form.place(self.asked)
        self.form.add("Wochentag", self.weekday, "weekday")
        self.form.add("Beginn", self.start, "start")
        self.form.add("Ende", self.end, "end", beside=True)
        self.form.add("Ab", self.first, "from")
        self.form.add("Bis", self.last, "until", beside=True)
        self.form.add("Personen", self.people, "people")
        self.form.add("Ausstattung", self.equipment, "equipment", beside=True)

    def _build(self) -> None:
        self.found = label("", "strong")
        self.rooms = LineList("Passende Räume")
        self.rooms.setMinimumHeight(THEME.px(10))
        self.against = LineList("Was dort dagegen steht")
        self.against.setMinimumHeight(THEME.px(7))
        self._against_caption = label("", "muted")
        left, right = Card(), Card("Passende Räume")
        left.body.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        left.body.addStretch(1)
        right.body.addWidget(self.found)
        right.body.addWidget(self.rooms, 3)
        right.body.addWidget(self._against_caption)
        right.body.addWidget(self.against, 2)
        columns = Columns(48, lead=1, lead_height=16)
        columns.add(left, 5)
        columns.add(right, 6)
        self.body.addWidget(columns, 1)
        # Beside the verb it is seen even where the window is too low for the rooms.
        self.verdict = label("", "strong")
        self.buttons.insertWidget(0, self.verdict, 1)
        self.words.textChanged.connect(self._read)
        for field in (self.start, self.end, self.first, self.last, self.people, self.equipment):
            field.textEdited.connect(lambda _, f=field: self._by_hand.add(f))
            field.textChanged.connect(self._search)
        self.weekday.currentIndexChanged.connect(self._search)
        self.rooms.chosen.connect(lambda _: self._show_against())
        self.rooms.opened.connect(lambda _: self.try_confirm())

    def _weekdays(self) -> list[tuple[object, str]]:
        single: list[tuple[object, str]] = []
        if self._days:
            shown = ", ".join(f"{day:%d.%m.%Y}" for day in self._days[:2])
            more = f" und {len(self._days) - 2} weitere" if len(self._days) > 2 else ""
            single = [(_SINGLE, f"{shown}{more}")]
        named = [(number, f"jeden {name}") for number, name in enumerate(WEEKDAYS)]
        return [(_OPEN, "Bitte wählen …"), *single, *named, (_EVERY, "jeden Tag")]

    def _read(self) -> None:
        """Fills the fields from the words."""
        found = self._hub.read(wish_of, self.words.text())
        self._set(self.people, found.people, mentioned=found.people is not None)
        equipment = ", ".join(found.equipment)
        self._set(self.equipment, equipment, mentioned=bool(equipment))
        if found.wish is not None:
            self._show_wish(found.wish)
        self.asked.setText(self._reply(found))
        self._search()

    def _show_wish(self, wish: RoomWish) -> None:
        self._set(self.start, wish.start_minute, mentioned=True)
        self._set(self.end, wish.end_minute, mentioned=True)
        self._set(self.first, wish.first, mentioned=True)
        self._set(self.last, wish.last, mentioned=True)
        self._days = wish.days
        self.weekday.blockSignals(True)
        self.weekday.set_choices(self._weekdays())
        chosen = _EVERY if wish.weekday is None else wish.weekday
        self.weekday.set_value(_SINGLE if wish.days else chosen)
        self.weekday.blockSignals(False)

    def _set(self, field: TextField, value: object, *, mentioned: bool) -> None:
        """Shows what the words say; what they leave open goes, unless it was set by hand."""
        if mentioned:
            self._by_hand.discard(field)
        elif field in self._by_hand:
            return
        field.blockSignals(True)
        if isinstance(field, (TimeField, DateField, NumberField)):
            field.set_value(value)
        else:
            field.setText(str(value))
        field.blockSignals(False)

    def _reply(self, found: WishReading) -> str:
        if not self.words.bare():
            return "Schreiben Sie, was gebraucht wird, oder füllen Sie die Felder aus."
        said = found.question or "" if found.wish is None else _understood(found.wish)
        unread = ", ".join(f"„{word}“" for word in found.unread)
        return " ".join(filter(None, (said, f"Nicht verstanden: {unread}." if unread else "")))

    def wish(self) -> RoomWish:
        """What is asked for; raises `Invalid` for what is missing."""
        weekday = self.weekday.value()
        if weekday == _OPEN:
            raise Invalid("weekday", "missing")
        required = {"start": self.start, "end": self.end, "from": self.first, "until": self.last}
        given = {key: field.value() for key, field in required.items()}
        for key, value in given.items():
            if value is None:
                raise Invalid(key, "missing")
        words = self.equipment.text().replace(",", " ").replace(" und ", " ").split()
        return RoomWish(
            weekday if isinstance(weekday, int) else None,
            given["start"],
            given["end"],
            given["from"],
            given["until"],
            self.people.value(),
            tuple(words),
            self._days if weekday == _SINGLE else (),
        )

    def _search(self) -> None:
        try:
            wish = self.wish()
            number = len(self._hub.read(wanted_days, wish))
            offers = self._hub.read(find_rooms, wish)
            lacking = not offers and bool(wish.equipment)
            if lacking:
                # Somebody can still bring a projector; an empty list would end the search.
                offers = self._hub.read(find_rooms, replace(wish, equipment=()))
        except Refusal as error:
            missing = isinstance(error, Invalid) and error.problem == "missing"
            self._show_offers((), 0)
            self._say("Hier erscheinen die Räume, die passen." if missing else german(error))
            self.verdict.setText("" if missing else german(error))
            return
        self._show_offers(offers, number)
        free = sum(1 for one in offers if one.free)
        dates = "an dem Tag" if number == 1 else f"an allen {number} Tagen"
        if not offers:
            said = "Kein Raum hat genug Plätze."
        elif lacking:
            said = f"Keiner dieser Räume hat: {', '.join(wish.equipment)}."
        elif free:
            said = f"{counted(free, 'Raum ist', 'Räume sind')} {dates} frei."
        else:
            said = f"Kein passender Raum ist {dates} frei."
        self._say(said)
        self.verdict.setText(said)

    def _say(self, sentence: str) -> None:
        if sentence != self.found.text():
            announce(self.found, sentence)
        self.found.setText(sentence)

    def _show_offers(self, offers: Iterable[RoomOffer], number: int) -> None:
        self._offers = {one.room_id: one for one in offers}
        self.rooms.show_lines(_line(one, number) for one in self._offers.values())
        first = next(iter(self._offers), "")
        if first:
            self.rooms.choose(first)
        self._show_against()

    def _show_against(self) -> None:
        """The dates that stand against the chosen room."""
        one = self._offers.get(self.rooms.current_key())
        lines = [] if one is None else list(Conflict(one.name, one.taken, one.closed).lines())
        self.against.show_lines(lines)
        self._against_caption.setText(f"{one.name} ist nicht frei:" if one and lines else "")
        for part in (self.against, self._against_caption):
            set_shown(part, bool(lines))

    def try_confirm(self) -> None:
        """Opens "Raum belegen" with everything filled in, or says what is missing."""
        self.refusal.say("")
        self.form.clear_faults()
        try:
            wish = self.wish()
        except Invalid as error:
            self.form.mark(error.field, problem_text(error))
            return
        room_id = self.rooms.current_key()
        if not room_id:
            self.refusal.say(self.found.text())
            return
        times = (wish.start_minute, wish.end_minute)
        day = wish.days[0] if len(wish.days) == 1 else None
        asked = OccupyDialog(
            self._hub, self, room_id=room_id, day=day, times=times, days=(wish.first, wish.last)
        )
        if day is None:
            self._write(asked.when, wish)
        asked.accepted.connect(self.accept)
        asked.open()

    def _write(self, when: WhenFields, wish: RoomWish) -> None:
        """Writes the words of the wish; those that were typed where they have a rule of its own."""
        wanted = self._hub.read(wanted_days, wish)
        for words in self._wordings(wish):
            when.words.setText(words)
            if _days_of(when) == wanted:
                return

    def _wordings(self, wish: RoomWish) -> Iterable[str]:
        """Ways to say when, the best first; the last one names the days."""
        start, end = wish.start_minute, wish.end_minute
        if not wish.days:
            days = range(7) if wish.weekday is None else (wish.weekday,)
            rule = f"FREQ=WEEKLY;BYDAY={weekday_codes(days)}"
            yield wording(Series(rrules=(rule,), start_minute=start, end_minute=end))
            return
        parts = [part.strip() for part in self.words.text().split(",") if self._when(part)]
        yield ", ".join(parts)
        yield from parts[:1]
        yield wording(Series(dates=wish.days, start_minute=start, end_minute=end))

    def _when(self, part: str) -> bool:
        """Whether a part of the typed words says when, and not for whom or with what."""
        found = self._hub.read(wish_of, part)
        return bool(part.strip()) and found.people is None and not found.equipment


def _days_of(when: WhenFields) -> tuple[date, ...]:
    """The days of the words as they stand there, none while something has to be decided."""
    try:
        return tuple(day_of(starts) for starts, _ in when.wish().slots)
    except Refusal:
        return ()


def _understood(wish: RoomWish) -> str:
    if wish.first == wish.last:
        return f"Verstanden: {short_date(wish.first)}."
    return f"Verstanden: {short_date(wish.first)} bis {short_date(wish.last)}."


def _line(one: RoomOffer, number: int) -> Line:
    seats = counted(one.capacity, "Platz", "Plätze") if one.capacity else ""
    facts = " · ".join(filter(None, (seats, one.equipment)))
    if one.free:
        chip = "frei" if number == 1 else f"an allen {number} Tagen frei"
        return Line(one.room_id, one.name, facts, chip, "ok", "door")
    chip = f"{len(one.free_days)} von {number} Tagen frei" if number > 1 else "belegt"
    tone: Tone = "warn" if one.free_days else "bad"
    return Line(one.room_id, one.name, _against(one), chip, tone, "door")


def _against(one: RoomOffer) -> str:
    """Who is there, with days and times, as far as one line holds it."""
    taken = [
        f"{short_date(day_of(hit.starts))[:-4]} {clock_time(hit.starts)} {hit.title}"
        for hit in one.taken
    ]
    closed = [f"{short_date(day)[:-4]} {reason or 'geschlossen'}" for day, reason in one.closed]
    return "; ".join((*taken, *closed))
