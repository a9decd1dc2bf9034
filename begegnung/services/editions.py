"""What was printed of a week or a half-year, and what has changed since (Drucklegung, Auflage)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from begegnung.db.tables import offer, printed_edition
from begegnung.db.work import Work
from begegnung.model.calendar import half_year_text, public_holiday, week_text
from begegnung.model.editions import (
    Changes,
    ClosedOn,
    Edition,
    EditionEntry,
    EditionKind,
    differences,
    edition_from,
    edition_text,
    news,
)
from begegnung.model.ids import derived_id
from begegnung.model.local_time import day_of
from begegnung.model.rows import DateLine, OfferLine
from begegnung.services.dates import dates_between, moved_away
from begegnung.services.desk import View
from begegnung.services.houses import closures, own_centre
from begegnung.services.offers import without_dates
from begegnung.services.present import today_of


@dataclass(frozen=True, slots=True)
class RecordPrint:
    """What stands on a paper that went to the printer or into a file."""

    edition: Edition


@dataclass(frozen=True, slots=True)
class BeginEdition:
    """What the papers are compared with from now on."""

    edition: Edition


def record_print(work: Work, request: RecordPrint) -> bool:
    """Keeps what was printed, the first time only; tells whether it was.

    Later prints carry what has changed since then.
    """
    if _is_kept(work, request.edition):
        return False
    _insert(work, request.edition)
    return True


def begin_edition(work: Work, request: BeginEdition) -> None:
    """Makes a new edition what is printed now: there are no changes any more."""
    edition = request.edition
    if not _is_kept(work, edition):
        _insert(work, edition)
        return
    values = {"printed_at": work.maker.now_ms, "content": edition_text(edition)}
    work.update(printed_edition, _row_id(work, edition), values)
    work.title = _period(edition)


def _is_kept(work: Work, edition: Edition) -> bool:
    known = select(printed_edition.c.id).where(printed_edition.c.id == _row_id(work, edition))
    return work.connection.execute(known).first() is not None


def _insert(work: Work, edition: Edition) -> None:
    work.title = _period(edition)
    work.insert(
        printed_edition,
        {
            "id": _row_id(work, edition),
            "centre_id": work.centre(),
            "kind": edition.kind,
            "first_day": edition.first,
            "printed_at": work.maker.now_ms,
            "content": edition_text(edition),
        },
    )


def _row_id(work: Work, edition: Edition) -> str:
    """The same on every PC of the house: there is one printed state of a week."""
    first = edition.first.isoformat()
    return derived_id(printed_edition.name, work.centre(), edition.kind, first)


def _period(edition: Edition) -> str:
    if edition.kind == "week":
        return f"KW {week_text(edition.first).partition('W')[2]}/{edition.first.isocalendar().year}"
    return half_year_text(edition.first)


def printed(view: View, kind: EditionKind, first: date) -> tuple[date, Edition] | None:
    """The local day of printing and what was printed; None where nothing was recorded."""
    row = view.connection.execute(
        select(printed_edition.c.printed_at, printed_edition.c.content).where(
            printed_edition.c.centre_id == view.centre(),
            printed_edition.c.kind == kind,
            printed_edition.c.first_day == first,
        )
    ).first()
    if row is None:
        return None
    edition = edition_from(kind, first, row.content)
    return None if edition is None else (today_of(row.printed_at), edition)


def changes_since(view: View, kind: EditionKind, first: date) -> Changes | None:
    """What has changed since the printing; see `changes_to`."""
    known = printed(view, kind, first)
    return None if known is None else _changes(view, *known, present_edition(view, kind, first))


def changes_to(view: View, now: Edition) -> Changes | None:
    """What has changed from the printed state to this one; None where nothing was recorded.

    Of a half-year what is over already is left out.
    """
    known = printed(view, now.kind, now.first)
    return None if known is None else _changes(view, *known, now)


def _changes(view: View, day: date, before: Edition, now: Edition) -> Changes:
    since = now.first if now.kind == "week" else max(now.first, today_of(view.now_ms))
    return Changes(day, news(differences(before, now), since, now.last))


def present_edition(view: View, kind: EditionKind, first: date) -> Edition:
    """What would be printed now."""
    last = Edition(kind, first).last
    return edition_of(
        view,
        kind,
        first,
        [*moved_away(view, first, last), *dates_between(view, first, last)],
        without_dates(view),
    )


def edition_of(
    view: View,
    kind: EditionKind,
    first: date,
    dated: Iterable[DateLine],
    undated: Iterable[OfferLine],
) -> Edition:
    """The edition of these dates, of those that were moved away too, and offers without dates.

    What is not printed is left out.
    """
    wanted = select(offer.c.id, offer.c.time_text).where(
        offer.c.centre_id == view.centre(), offer.c.printed
    )
    texts = {row.id: row.time_text for row in view.connection.execute(wanted)}
    lines = {line.id: line for line in dated}
    entries = [
        _entry(line, texts[line.offer_id]) for line in lines.values() if line.offer_id in texts
    ]
    entries += [_undated_entry(line, texts[line.id]) for line in undated if line.id in texts]
    closed = closed_days(view, first, Edition(kind, first).last)
    return Edition(
        kind,
        first,
        tuple(sorted(entries, key=lambda one: one.order)),
        tuple(ClosedOn(day, closed[day]) for day in sorted(closed)),
    )


def _undated_entry(line: OfferLine, time_text: str) -> EditionEntry:
    when = " · ".join(filter(None, (line.wording, time_text)))
    return EditionEntry(
        line.id, line.id, line.title, None, when=when, room=line.room, leader=line.leader
    )


def _entry(line: DateLine, time_text: str) -> EditionEntry:
    start, end = line.said_times
    return EditionEntry(
        line.id,
        line.offer_id,
        line.title,
        day_of(line.starts),
        start,
        end,
        time_text if start is None else "",
        line.room or line.place,
        line.leader,
        cancelled=line.state == "cancelled",
    )


def closed_days(view: View, first: date, last: date) -> dict[date, str]:
    """The days from `first` to `last` on which the house is closed, with the reason."""
    land = own_centre(view).land
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    closed: dict[date, str] = {
        day: name for day in days if (name := public_holiday(day, land)) is not None
    }
    for row in closures(view, first, last):
        if row.room_id is None:
            for day in days:
                if row.first_day <= day <= row.last_day:
                    closed[day] = row.reason or closed.get(day, "")
    return closed
