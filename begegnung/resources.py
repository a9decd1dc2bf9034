"""Where the shipped files (fonts, icons, programmes of the demo) are found."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """Path of a shipped file or folder, for example `resource("icons", "ui", "people.svg")`."""
    return _ROOT.joinpath(*parts)
