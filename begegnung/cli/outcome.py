"""What a command gives back."""

from pathlib import Path
from typing import Any

DONE, REFUSED, WRONG_CALL, TROUBLE, INCOMPLETE = range(5)

Values = dict[str, Any]
Result = tuple[int, Values, str]
"""Exit code, values for --json, and the same in German."""

DEMO_FOLDER = Path("demo")
"""Where the demo lays its data, pictures and print: beside the caller, thrown away at will."""
