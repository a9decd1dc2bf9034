"""Amounts of money in German words, as a receipt has them beside the figures."""

_SMALL = (
    "null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf",
    "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
)  # fmt: skip
_TENS = (
    "", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig",
)  # fmt: skip
MOST_CENTS = 100_000_000_00 - 1
"""The largest amount there are words for."""


def amount_in_words(cents: int) -> str:
    """An amount (cents) in words: "zwölf Euro und fünfzig Cent"; raises `ValueError` beyond limits.

    Negative amounts begin with "minus".
    """
    if abs(cents) > MOST_CENTS:
        raise ValueError(f"no words for {cents} cents")
    euros, rest = divmod(abs(cents), 100)
    parts = [f"{_number(euros)} Euro"] if euros or not rest else []
    parts += [f"{_number(rest)} Cent"] if rest else []
    return f"{'minus ' if cents < 0 else ''}{' und '.join(parts)}"


def _number(number: int) -> str:
    """A number from 0 to 99,999,999 in words; 1 is "ein", as before "Euro"."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{_SMALL[ones]}und{_TENS[tens]}" if ones else _TENS[tens]
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]}hundert{_number(rest) if rest else ''}"
    if number < 1_000_000:
        thousands, rest = divmod(number, 1000)
        return f"{_number(thousands)}tausend{_number(rest) if rest else ''}"
    millions, rest = divmod(number, 1_000_000)
    said = "eine Million" if millions == 1 else f"{_number(millions)} Millionen"
    return f"{said} {_number(rest)}" if rest else said
