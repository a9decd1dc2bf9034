"""Names as people type, say and sort them."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "ø": "oe",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "*": "",
    }
)
_UMLAUT_PAIRS = re.compile(r"([aou])e")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def sort_key(text: str) -> str:
    """`text` for sorting names as DIN 5007-2 does: ä as ae, ß as ss, accents and case ignored."""
    lower = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return _NOT_A_WORD.sub(" ", bare).strip()


def fold(text: str) -> str:
    """`text` for finding: Müller, Mueller and Muller become the same, as do Öztürk and Ozturk."""
    return _UMLAUT_PAIRS.sub(r"\1", sort_key(text))


def full_name(surname: str, first_name: str) -> str:
    """The name as it is spoken: first name, then surname."""
    return f"{first_name} {surname}".strip()


def digits(text: str) -> str:
    """The digits of a telephone number; +49, 0049 and +49 (0) written as 0."""
    bare = re.sub(r"[^\d+]", "", text)
    return re.sub(r"^(\+49|0049)0?", "0", bare).replace("+", "")
