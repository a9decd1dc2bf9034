"""Settings of this PC: one small file beside the database, read once, never half written."""

import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

FILE_NAME = "einstellungen.json"

Appearance = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What this PC remembers outside the database.

    `share` is the folder of the exchange (empty: none). `appearance` follows the system, or is
    light or dark. `text_scale` is a percentage of the usual size. `last_user` is the identifier of
    the user signed in last. `lock_minutes` is after how many minutes without input the screen is
    locked (0: never). `backup_folder` is the second place for backups (empty: none). `printers` is
    the printer that took a paper last, by paper ("A4"). `unknown` keeps what a newer program has
    written.
    """

    share: str = ""
    appearance: Appearance = "system"
    text_scale: int = 100
    last_user: str = ""
    lock_minutes: int = 10
    backup_folder: str = ""
    printers: dict[str, str] = field(default_factory=dict[str, str])
    unknown: dict[str, Any] = field(default_factory=dict[str, Any])


def load_settings(folder: Path) -> Settings:
    """The settings in `folder`; the defaults where there are none or the file is damaged."""
    try:
        raw: Any = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(raw, dict):
        return Settings()
    values = cast(dict[str, Any], raw)
    defaults = Settings()
    names = [f.name for f in fields(Settings) if f.name != "unknown"]
    known = {
        name: values[name]
        for name in names
        if name in values and type(values[name]) is type(getattr(defaults, name))
    }
    if known.get("appearance") not in get_args(Appearance):
        known.pop("appearance", None)
    if any(not isinstance(name, str) for name in known.get("printers", {}).values()):
        known.pop("printers")
    return replace(defaults, **known, unknown={k: v for k, v in values.items() if k not in names})


def save_settings(folder: Path, settings: Settings) -> None:
    """Writes the settings of `folder`; the old file stays whole until the new one is.

    Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    values = asdict(settings)
    unknown = values.pop("unknown")
    new = folder / f"{FILE_NAME}.neu"
    new.write_text(
        json.dumps({**unknown, **values}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    new.replace(folder / FILE_NAME)
