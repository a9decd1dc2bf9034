"""What papers of the desk share: whose they are on top, when they were made at the foot."""

from begegnung.model.list_rows import PaperOwner
from begegnung.reports.paper.paragraph import Paragraph, overline
from begegnung.reports.said import made_said, phone_said


def house_line(owner: PaperOwner) -> Paragraph:
    """The house and its telephone number, above the title."""
    return overline(" · ".join(filter(None, (owner.house, phone_said(owner.phone)))))


def desk_foot(owner: PaperOwner) -> str:
    """The house, and when the paper was made: for the foot of every page."""
    return " · ".join(filter(None, (owner.house, made_said(owner.made))))


def listed_name(surname: str, first_name: str) -> str:
    """A name as it stands in lists, the surname first; one of the two may be missing."""
    return f"{surname}, {first_name}".strip(", ")
