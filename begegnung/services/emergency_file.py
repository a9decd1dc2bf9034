"""The Notfallmappe as a file that lies ready every evening, for the morning without a program.

It is written by the upkeep of this PC and replaces the one of the day before, so that nobody who
was blocked since stands in it longer than a day; after an erasure it is written at once.
"""

from datetime import date, datetime, timedelta
from pathlib import Path

from begegnung.services.desk import Desk
from begegnung.services.documents import write_pdf
from begegnung.services.present import local_now
from begegnung.services.printing.registry import make_document
from begegnung.services.upkeep_state import load_state, note_state

FILE = Path("notfallmappe") / "Notfallmappe.pdf"
"""Where it lies in the data folder."""

EVENING = 15
"""From this hour on the folder is that of the next two days."""


def first_day(now: datetime) -> date:
    """The first of the two days: today, in the evening tomorrow."""
    return now.date() + timedelta(days=now.hour >= EVENING)


def emergency_file_is_due(folder: Path, now: datetime, *, closing: bool = False) -> bool:
    """Whether there is none for the days that come next, or work ends and it may be old."""
    written = load_state(folder).folder_at
    if not written or not (folder / FILE).is_file():
        return True
    before = local_now(written)
    return first_day(before) != first_day(now) or (closing and now.hour >= EVENING)


def write_emergency_file(desk: Desk, folder: Path) -> Path:
    """Writes the file anew; raises `FileInUse`, `FolderNotWritable`, `DiskFull`, `NoCentre`."""
    now_ms = desk.now_ms()
    first = first_day(local_now(now_ms))
    pdf = make_document(desk, "emergency", {"day": first.isoformat()})
    path = folder / FILE
    path.parent.mkdir(exist_ok=True)
    write_pdf(path, pdf)
    note_state(folder, folder_at=now_ms)
    return path
