"""Any week there can be, for property tests."""

import os
from datetime import timedelta

from hypothesis import strategies as st

from begegnung.model.programme import (
    CATEGORIES,
    Announcement,
    ClosedDay,
    ProgrammeEntry,
    ProgrammeHouse,
    TextEntry,
    WeekProgramme,
)
from tests.reports.any_look import looks
from tests.reports.weeks import HOUSE, MONDAY

PAPERS = int(os.environ.get("BEGEGNUNG_PAPERS", "40"))
"""How many weeks and booklets are invented; from `MANY` on, the long tests are meant."""
MANY = 1000
WORDS = (
    "Gymnastik",
    "Chor",
    "mit",
    "Sturzprophylaxe:",
    "Nguyễn",
    "Yıldız",
    "<&>",
    "3,00",
    "€",
    "☎",
    "Begegnungszentrumsnutzerinnenversammlung",
    "E-Mail",
    "(A2)",
    "und/oder",
)
texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
titles = st.one_of(texts, st.text(max_size=60), st.just("Titel " * 50))
days = st.integers(0, 6).map(lambda number: MONDAY + timedelta(days=number))
categories = st.none() | st.sampled_from(list(CATEGORIES))


@st.composite
def entries(draw: st.DrawFn) -> ProgrammeEntry:
    """A date somewhere in the week."""
    start = draw(st.none() | st.integers(0, 1439))
    return ProgrammeEntry(
        day=draw(days),
        start=start,
        end=None if start is None else draw(st.none() | st.integers(start, 1440)),
        time_text=draw(texts) if start is None else "",
        title=draw(titles),
        room=draw(texts),
        leader=draw(texts),
        remark=draw(texts),
        category=draw(categories),
        status=draw(st.sampled_from(("planned", "cancelled", "moved"))),
        status_note=draw(texts),
    )


houses = st.builds(
    ProgrammeHouse,
    name=texts.map(lambda text: text[:300]),
    address=texts.map(lambda text: text[:300]),
    phone=st.sampled_from(("", "0231 000-12", "0231 000-12 oder 0231 000-13 " * 4)),
    mail=st.sampled_from(("", "treff@example.org")),
    web=st.sampled_from(("", "example.org", "https://example.org/" + "pfad/" * 40)),
    office_hours=st.sampled_from(("", "Mo–Fr 9–16 Uhr")),
    access_note=texts.map(lambda text: text[:300]),
    look=looks,
)
weeks = st.builds(
    WeekProgramme,
    house=st.just(HOUSE) | houses,
    monday=st.just(MONDAY),
    entries=st.lists(entries(), max_size=40).map(tuple),
    text_entries=st.lists(
        st.builds(TextEntry, titles, texts, texts, texts, texts, categories), max_size=4
    ).map(tuple),
    announcement=st.none() | st.builds(Announcement, titles, texts),
    closed_days=st.lists(st.builds(ClosedDay, days, texts), max_size=3).map(tuple),
)
