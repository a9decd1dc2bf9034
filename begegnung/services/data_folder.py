"""Where the data of this PC may lie: on a local disk, and in no folder that a cloud copies.

SQLite needs a disk of this PC: over a network it "often leads to various kinds of trouble and
grief" (sqlite.org/useovernet.html). A cloud service copies database and log one after the other, so
that what it brings back fits together only by chance.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from begegnung.model.errors import UnsuitableFolder
from begegnung.services.drives import drive_kind

_CLOUD_FOLDERS = re.compile(
    r"onedrive.*|sharepoint.*|dropbox.*|nextcloud.*|owncloud.*|google ?drive.*|googledrive.*"
    r"|meine ablage|my drive|icloud ?drive.*|mobile documents|magentacloud.*|hidrive.*|pcloud.*"
    r"|seafile.*|box sync|synologydrive.*",
    re.IGNORECASE,
)
"""Names of folders that the usual services make; "OneDrive - Stadt Dortmund" is one of them."""

_CLOUD_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Windows says here where its OneDrive is, whatever the folder is called."""


def require_suitable(folder: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Raises `UnsuitableFolder` for a folder in which the database would not be safe."""
    text = os.fspath(folder.absolute())
    if drive_kind(folder) == "network":
        raise UnsuitableFolder(text, "network")
    if _is_copied_by_a_cloud(folder.absolute(), environment):
        raise UnsuitableFolder(text, "cloud")


def _is_copied_by_a_cloud(folder: Path, environment: Mapping[str, str]) -> bool:
    if any(_CLOUD_FOLDERS.fullmatch(part) for part in folder.parts):
        return True
    clouds = (environment.get(name, "") for name in _CLOUD_VARIABLES)
    return any(_is_inside(folder, Path(cloud)) for cloud in clouds if cloud.strip())


def _is_inside(folder: Path, other: Path) -> bool:
    """Upper and lower case count as the same, as they do on Windows."""
    inner = [part.casefold() for part in folder.parts]
    outer = [part.casefold() for part in other.absolute().parts]
    return inner[: len(outer)] == outer
