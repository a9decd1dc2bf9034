"""The log of the runs of this PC: counts and kinds, never names of people."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast

from begegnung.db.work import get_local
from begegnung.exchange.layout import BundlePath
from begegnung.services.bundle_graph import known_beginnings
from begegnung.services.desk import Desk, View

_KEY = "exchange_runs"
_KEPT = 30
_DAMAGED = "exchange_damaged"
_MOST_DAMAGED = 200


class RunLine(NamedTuple):
    """One earlier run: when it began (UTC ms), whether everything of this PC has arrived.

    `trouble` is the kind of what ended it early, `findings` counts by the values of
    `report.Finding`. `undelivered` are own bundles that were not seen on the share, None where
    nobody looked. `clock_ahead_ms` is by how much the clock of this PC goes ahead of the share's,
    negative for behind, None where there was nothing to compare. `times` runs in a row ended with
    the same trouble, the first of them at `since_ms`; the others are those of the last one.
    """

    at_ms: int
    complete: bool
    taken_in: int
    published: int
    trouble: str
    findings: Mapping[str, int] = {}
    undelivered: int | None = None
    clock_ahead_ms: int | None = None
    times: int = 1
    since_ms: int = 0

    @property
    def first_ms(self) -> int:
        """When the first of these runs began (UTC ms)."""
        return self.since_ms or self.at_ms


def note_run(desk: Desk, line: RunLine) -> None:
    """Puts a run on top of the log. Tries that failed alike without news become one line."""
    runs = desk.read(earlier_runs)
    if runs and _is_another_try(line, runs[0]):
        first = runs.pop(0)
        line = line._replace(times=first.times + 1, since_ms=first.first_ms)
    runs = [line, *runs]
    kept, older = runs[:_KEPT], runs[_KEPT:]
    if not any(run.complete for run in kept):
        # Since when there was no exchange is asked also after weeks of failing.
        kept += [run for run in older if run.complete][:1]
    desk.note(_KEY, json.dumps([list(run) for run in kept]))


def _is_another_try(line: RunLine, before: RunLine) -> bool:
    quiet = not any((line.taken_in, line.published, before.taken_in, before.published))
    return quiet and line.trouble != "" and line.trouble == before.trouble


def earlier_runs(view: View) -> list[RunLine]:
    """The last runs of this PC, newest first."""
    noted = cast(list[list[Any]], json.loads(get_local(view.connection, _KEY) or "[]"))
    return [RunLine(*run) for run in noted]


def last_exchange(view: View) -> tuple[int, bool] | None:
    """When the last run began (UTC ms) and whether everything arrived; None before the first."""
    runs = earlier_runs(view)
    return (runs[0].at_ms, runs[0].complete) if runs else None


def last_complete(view: View) -> int | None:
    """When the last run began that handed everything over (UTC ms); None before the first."""
    return next((run.at_ms for run in earlier_runs(view) if run.complete), None)


def note_damaged(desk: Desk, paths: Iterable[str]) -> int:
    """Notes damaged files that were put aside; gives how many are replaced meanwhile.

    A bundle is replaced once it is known here: its PC has put it on the share again, or it was this
    one.
    """
    noted = desk.read(damaged_files)
    damaged = list(dict.fromkeys([*noted, *paths]))[-_MOST_DAMAGED:]
    if not damaged:
        return 0
    begins = {path: name.hash16 for path in damaged if (name := BundlePath.parse(path)) is not None}
    known = desk.read(lambda view: known_beginnings(view.connection, begins.values()))
    left = [path for path in damaged if begins.get(path) not in known]
    if left != noted:
        desk.note(_DAMAGED, json.dumps(left))
    return len(damaged) - len(left)


def damaged_files(view: View) -> list[str]:
    """The damaged files that were put aside and are not replaced yet."""
    return json.loads(get_local(view.connection, _DAMAGED) or "[]")
