"""Two entries of one person beside each other, to be made one; and taking them apart."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from begegnung.model.errors import Invalid
from begegnung.model.names import full_name
from begegnung.model.rows import PersonCard
from begegnung.services.people import GENDERS, find_people, person_card
from begegnung.services.person_merges import Merge, Unmerge, merge, unmerge
from begegnung.services.person_ties import MergedEntry
from begegnung.texts import counted
from begegnung.ui.dialogs.people_hits import hit_line
from begegnung.ui.hub import Hub
from begegnung.ui.people.ties import entry_name
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.search_list import SearchList
from begegnung.ui.widgets.shown import set_shown

_FACTS: tuple[tuple[str, Callable[[PersonCard], str]], ...] = (
    ("Nachname", lambda card: card.surname),
    ("Vorname", lambda card: card.first_name),
    ("Telefon", lambda card: card.phone),
    ("Mobil", lambda card: card.mobile),
    ("E-Mail", lambda card: card.mail),
    ("Straße", lambda card: card.street),
    ("Stadtbezirk", lambda card: card.district),
    ("Geburtsjahr", lambda card: str(card.birth_year or "")),
    ("Geschlecht", lambda card: GENDERS[card.gender] if card.gender else ""),
    ("Im Notfall", lambda card: ", ".join(filter(None, (card.contact_name, card.contact_phone)))),
)
_SIDES = ("Linker Eintrag", "Rechter Eintrag")
_COUNTS: tuple[tuple[str, Callable[[PersonCard], str]], ...] = (
    ("Anmeldungen", lambda card: counted(len(card.bookings), "Anmeldung", "Anmeldungen")),
    ("Besuche", lambda card: counted(card.visits, "Besuch", "Besuche")),
)


class MergeDialog(Dialog):
    """What each entry says and what will stand there afterwards; one of the two is chosen to stay.

    `merged` gets the identifier of the entry that stays.
    """

    def __init__(
        self,
        hub: Hub,
        parent: QWidget | None,
        first_id: str,
        second_id: str,
        merged: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__("Personen zusammenführen", parent, verb="Zusammenführen", width=50)
        self._hub = hub
        # The entry with more on it is the one that usually stays.
        cards = [hub.read(person_card, person_id) for person_id in (first_id, second_id)]
        self._cards = sorted(cards, key=lambda c: (-len(c.bookings), -c.visits))
        choices = [(n, f"{side}: {_titled(self._cards[n])}") for n, side in enumerate(_SIDES)]
        self.keeper = ChoiceField("Welcher Eintrag bleibt?", choices)
        self.form.add("Welcher Eintrag bleibt?", self.keeper, "keeper")
        self.body.addWidget(self.form)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(THEME.px(1.0))
        self._grid.setVerticalSpacing(THEME.px(0.25))
        for n in range(1, 4):
            self._grid.setColumnStretch(n, 1)
        self._after = self._fill_grid()
        self.body.addLayout(self._grid)
        self.twice = label("", "strong")
        self.body.addWidget(self.twice)
        self.body.addWidget(
            label(
                "Alle Anmeldungen, Anwesenheiten, Zahlungen und Einwilligungen bleiben erhalten. "
                "Sie können die Einträge jederzeit wieder trennen.",
                "muted",
            )
        )
        self.keeper.currentIndexChanged.connect(lambda _: self._show_result())
        if merged is not None:
            self.accepted.connect(lambda: merged(self._chosen()[0].id))
        self._show_result()
        self.keeper.setFocus()

    def confirm(self) -> None:
        """Makes the two one."""
        keeper, other = self._chosen()
        said = f"Zusammengeführt: {_name(keeper)} und {_name(other)}"
        self._hub.act(merge, Merge(keeper.id, other.id), said)

    def _chosen(self) -> tuple[PersonCard, PersonCard]:
        keeper = self.keeper.value()
        return self._cards[keeper], self._cards[1 - keeper]

    def _fill_grid(self) -> list[tuple[str, Callable[[PersonCard], str], QLabel]]:
        for column, title in enumerate(("", *_SIDES, "Danach")):
            self._grid.addWidget(label(title, "strong"), 0, column)
        rows = [
            (name, read)
            for name, read in (*_FACTS, *_COUNTS)
            if any(read(card) for card in self._cards)
        ]
        after: list[tuple[str, Callable[[PersonCard], str], QLabel]] = []
        for row, (name, read) in enumerate(rows, start=1):
            caption = label(name, "muted")
            caption.setWordWrap(False)
            self._grid.addWidget(caption, row, 0)
            for column, card in enumerate(self._cards, start=1):
                self._grid.addWidget(_value(read(card)), row, column)
            result = _value("kommen zusammen")
            self._grid.addWidget(result, row, 3)
            if (name, read) in _FACTS:
                after.append((name, read, result))
        return after

    def _show_result(self) -> None:
        keeper, other = self._chosen()
        for name, read, result in self._after:
            text = read(keeper) or read(other)
            result.setText(text or "–")
            result.setAccessibleName(f"{name} danach: {text or 'nichts'}")
        both = {b.offer_id for b in keeper.bookings} & {b.offer_id for b in other.bookings}
        titles = [b.title for b in keeper.bookings if b.offer_id in both]
        told = ", ".join(f"„{title}“" for title in dict.fromkeys(titles))
        self.twice.setText(
            f"Steht zweimal in: {told}. Eine der beiden Anmeldungen wird abgesagt, "
            "der Platz wird frei."
            if told
            else ""
        )
        set_shown(self.twice, bool(told))


class OtherEntryDialog(Dialog):
    """Which other entry is the same person: found by typing, then compared."""

    def __init__(
        self,
        hub: Hub,
        parent: QWidget | None,
        person_id: str,
        merged: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__("Personen zusammenführen", parent, verb="Weiter", width=34)
        self._hub, self._person_id, self._merged = hub, person_id, merged
        self._other = ""
        name = _name(hub.read(person_card, person_id))
        self.body.addWidget(label(f"Welcher andere Eintrag ist auch {name}?", "strong"))
        self.search = SearchList("Person suchen", "Name eintippen, z. B. mül ger", self._look)
        self.search.picked.connect(lambda _: self.try_confirm())
        self.form.add("Person suchen", self.search, "person")
        self.body.addWidget(self.form, 1)
        self.finished.connect(self._go_on)
        self.search.field.setFocus()

    def confirm(self) -> None:
        """Takes the current hit."""
        self._other = self.search.hits.current_key()
        if not self._other:
            raise Invalid("person", "missing")

    def _look(self, typed: str) -> Iterable[Line]:
        found = self._hub.read(find_people, typed, 20) if typed else []
        return [hit_line(line) for line in found if line.id != self._person_id]

    def _go_on(self) -> None:
        if self._other:
            MergeDialog(
                self._hub, self.parentWidget(), self._person_id, self._other, self._merged
            ).open()


class UnmergeDialog(Dialog):
    """The entries that were made one with a person, one of them to be taken apart again."""

    def __init__(
        self, hub: Hub, parent: QWidget | None, name: str, entries: Iterable[MergedEntry]
    ) -> None:
        super().__init__(
            "Wieder trennen", parent, verb="Wieder trennen", icon="arrow_swap", width=34
        )
        self._hub = hub
        self.body.addWidget(label(f"{name} wurde zusammengeführt aus:", "strong"))
        self.list = LineList("Zusammengeführte Einträge")
        self.list.setMinimumHeight(THEME.px(6.2))
        self.list.show_lines(
            Line(entry.id, entry_name(entry), icon="person", subject=entry) for entry in entries
        )
        self.list.opened.connect(lambda _: self.try_confirm())
        self.body.addWidget(self.list, 1)
        self.body.addWidget(
            label(
                "Der Eintrag erscheint wieder in der Liste. Was er mitgebracht hat, geht an ihn "
                "zurück. Was danach dazukam, bleibt hier.",
                "muted",
            )
        )
        self.list.setFocus()

    def confirm(self) -> None:
        """Takes the current entry apart."""
        line = self.list.current_line()
        if line is None:
            raise Invalid("person", "missing")
        self._hub.act(unmerge, Unmerge(line.key), f"{line.title} ist wieder ein eigener Eintrag")


def _name(card: PersonCard) -> str:
    return full_name(card.surname, card.first_name)


def _titled(card: PersonCard) -> str:
    return f"{_name(card)} (geb. {card.birth_year})" if card.birth_year else _name(card)


def _value(text: str) -> QLabel:
    return label(text or "–")
