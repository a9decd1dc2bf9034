"""A week of two houses and their shared folder on a server, with all that happens in one."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.torture.fleet import Fleet, Machine

FIRST_DAY = datetime(2026, 11, 30, 8)  # noqa: DTZ001
"""A Monday; on its Tuesday a new month begins, and with it new keys."""

_NIGHT = timedelta(hours=18, minutes=14)
_BAD_NIGHTS = ("Tuesday", "Friday", "Saturday")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass
class Week:
    """The week of `fleet`. A day has `turns` turns of each PC and `kills` kills.

    `kill_sessions` ends all connections to the server, `restart` the server itself.
    """

    fleet: Fleet
    turns: int
    kills: int
    kill_sessions: Callable[[], int]
    restart: Callable[[], None]
    sessions: int = 0

    def pass_by(self) -> None:
        """Monday to Sunday."""
        for n, name in enumerate(DAYS):
            self.fleet.now = FIRST_DAY + timedelta(days=n)
            if name not in ("Saturday", "Sunday"):
                self._day(name)
            if name == "Thursday":
                self._back_up()
            self.fleet.now += _NIGHT
            self._night(name)
            if name == "Saturday":
                self._roll_back()

    def _day(self, name: str) -> None:
        # The second PC of the first house is away in the middle of the week.
        away = self.fleet.machines[1] if name in ("Wednesday", "Thursday") else None
        on = [machine for machine in self.fleet.machines if machine is not away]
        self.fleet.work(on, self.turns, self.kills, runs=0.15)
        if name == "Friday":
            self.restart()

    def _night(self, name: str) -> None:
        """Everybody exchanges at the same time, and somebody stumbles over the cable."""
        machines: list[Machine] = self.fleet.machines
        for machine in machines:
            self.fleet.start(machine, turns=1, runs=1.0)
        if name in _BAD_NIGHTS:
            self.fleet.let_work()
            self.sessions += self.kill_sessions()
            self.fleet.kill(self.fleet.random.choice(machines))
        for machine in machines:
            self.fleet.wait_for(machine)

    def _back_up(self) -> None:
        shutil.copytree(self._share, self._backup)

    def _roll_back(self) -> None:
        """Somebody in the town hall restores the folder as it was on Thursday."""
        shutil.rmtree(self._share)
        shutil.copytree(self._backup, self._share)

    @property
    def _share(self) -> Path:
        return self.fleet.place.folder

    @property
    def _backup(self) -> Path:
        return self._share.with_name("Sicherung")
