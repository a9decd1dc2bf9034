"""The meal list of a day (Essensliste), with the menus to be put right."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.offer_rows import MealList
from begegnung.services.booking_details import SetDetails, set_details
from begegnung.services.meals import meal_list
from begegnung.texts import when
from begegnung.ui.hub import Hub
from begegnung.ui.kinds.wording import NO_CHOICE, deadline_words, meal_entries, total_words
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import LineList

NOBODY = "Für diesen Tag hat noch niemand bestellt."


class MealListDialog(Dialog):
    """Who eats on this date and what; for the house only."""

    def __init__(self, hub: Hub, parent: QWidget | None, occurrence_id: str) -> None:
        super().__init__("Essensliste", parent, width=36)
        self._hub, self._occurrence_id = hub, occurrence_id
        self._when = label("", "strong")
        self.totals = label("", "h2")
        self.totals.setWordWrap(True)
        self._deadline = label("", "muted")
        self.nobody = label(NOBODY, "muted")
        self.people = LineList("Wer isst was")
        self.people.setMinimumHeight(THEME.px(14))
        self.choice = ChoiceField("Menü")
        self.enter = button("Menü eintragen", "edit")
        self._change = QWidget()
        self._change.setObjectName("clear")
        row = QHBoxLayout(self._change)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(THEME.px(0.5))
        row.addWidget(self.choice, 1)
        row.addWidget(self.enter)
        for part in (self._when, self.totals, self._deadline, self.nobody):
            self.body.addWidget(part)
        self.body.addWidget(self.people, 1)
        self.body.addWidget(self._change)
        self.people.chosen.connect(lambda _: self._show_choice())
        self.people.opened.connect(lambda _: self.choice.setFocus())
        self.enter.clicked.connect(self._enter)
        hub.changed.connect(self._on_changed)
        self._meals = self._reload()
        self.people.setFocus()

    def _reload(self) -> MealList:
        meals = self._meals = self._hub.read(meal_list, self._occurrence_id)
        self._when.setText(f"{meals.title} · {when(meals.starts)}")
        self.totals.setText(total_words(meals))
        self._deadline.setText(deadline_words(meals))
        self._deadline.setVisible(meals.deadline is not None)
        before = [total.choice for total in meals.totals if total.choice not in meals.choices]
        menus = [*meals.choices, *filter(None, before)]
        self.choice.set_choices([("", NO_CHOICE), *((menu, menu) for menu in menus)])
        self.people.show_lines(meal_entries(meals.lines, with_choice=bool(meals.choices)))
        self.people.setVisible(bool(meals.lines))
        self.nobody.setVisible(not meals.lines)
        self._change.setVisible(bool(meals.lines) and bool(menus))
        self._show_choice()
        return meals

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & {"booking", "person", "offer", "occurrence"}:
            self._reload()

    def _show_choice(self) -> None:
        line = self.people.current_line()
        if line is not None:
            self.choice.set_value(line.subject.choice)

    def _enter(self) -> None:
        line = self.people.current_line()
        if line is None:
            return
        chosen = self.choice.value()
        said = f"{line.subject.surname}: {chosen or NO_CHOICE}"
        self._hub.try_act(set_details, SetDetails(line.key, None, chosen), said)
        self.people.setFocus()
