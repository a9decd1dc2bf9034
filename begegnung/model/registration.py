"""When people may register: Anmeldestart, Vorkaufsrecht, Anmeldeschluss.

Published practice: registration opens on a day and hour, those who took part before may register
some days earlier (Vorkaufsrecht), and there is a last day.
"""

from typing import Literal, NamedTuple

WindowState = Literal["open", "not_yet", "priority_only", "closed"]


class Window(NamedTuple):
    """The registration window of an offer; local moments (`model.local_time`), None: no limit.

    From `priority_opens` those with a right of priority may register, from `opens` everybody; from
    `closes` nobody any more.
    """

    opens: int | None = None
    priority_opens: int | None = None
    closes: int | None = None

    def state(self, now: int, *, priority: bool = False) -> WindowState:
        """Whether somebody may register at the local moment `now`.

        "priority_only": only those with the right of priority may, and this person has none.
        """
        if self.closes is not None and now >= self.closes:
            return "closed"
        if self.opens is None or now >= self.opens:
            return "open"
        if self.priority_opens is None or now < self.priority_opens:
            return "not_yet"
        return "open" if priority else "priority_only"
