"""An input for a moment: a day, and a time of day that may be left out."""

from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.errors import Invalid
from begegnung.model.local_time import DAY, day_of, minute_of, moment
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import DateField, TimeField


class MomentField(QWidget):
    """Day and time beside each other; `value()` is a local moment (`model.local_time`) or None.

    Without a time it is the begin of the day, with `until_end` its end.
    """

    def __init__(
        self,
        name: str,
        today: date,
        field: str,
        *,
        until_end: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self.setAccessibleName(name)
        self._field, self._until_end = field, until_end
        self.day = DateField(f"{name}, Tag", today, field)
        self.time = TimeField(f"{name}, Uhrzeit", field)
        self.day.setPlaceholderText("z. B. 24.11.")
        self.time.setPlaceholderText("Uhrzeit")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(THEME.px(0.5))
        row.addWidget(self.day, 5)
        row.addWidget(self.time, 3)
        self.setFocusProxy(self.day)

    def value(self) -> int | None:
        """The moment, None for nothing; raises `Invalid`, also for a time without a day."""
        day, minute = self.day.value(), self.time.value()
        if day is None:
            if minute is not None:
                raise Invalid(self._field, "day_missing")
            return None
        if minute is None:
            minute = DAY if self._until_end else 0
        return moment(day, minute)

    def set_value(self, at: int | None) -> None:
        """Shows a moment, None as empty."""
        if at is None:
            self.day.set_value(None)
            self.time.set_value(None)
            return
        day, minute = day_of(at), minute_of(at)
        if minute == 0 and self._until_end:
            day -= timedelta(days=1)
        self.day.set_value(day)
        self.time.set_value(minute or None)
