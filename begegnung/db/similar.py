"""Finding people whose name was typed or heard wrongly.

Names that sound like the typed ones (Kölner Phonetik), and names that differ by a typing error or
two. Only words of the index are compared, never people, and only words that can be meant: one error
leaves the beginning or the end of a word as it is.
"""

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Connection

from begegnung.db.search import BACKWARDS, NAME, SOUND, beginning, matching
from begegnung.db.tables import person
from begegnung.model.names import fold
from begegnung.model.phonetics import sound

LEAST_LETTERS = 4
"""Shorter words are beginnings, not misspellings."""

_LONG_WORD = 8
"""From so many letters on a word may have two errors."""

_NEAR_WORDS = 16
_FAR = 3
"""Names that sound alike and differ by so many letters or more are equally unlike."""

_TERMS = "SELECT term FROM temp.search_terms WHERE term >= ? AND term < ?"

Alternatives = Mapping[str, int]
"""What may stand in place of a typed word, as the index is asked for it, and how far it is off."""


def find_similar(
    connection: Connection, typed: str, limit: int, *, with_hidden: bool = False
) -> list[str]:
    """Identifiers of people whose names are like the typed words and who do not have them.

    Nearly the same name with the same sound comes first, then a typing error, then names that sound
    the same and are spelt quite differently. Nobody for words of less than four letters.
    """
    words = fold(typed).split()
    if not any(map(_may_be_wrong, words)):
        return []
    typed_so = _every(words, [{} for _ in words], 0)
    found: list[str] = []

    def add(others: Sequence[Alternatives], reach: int) -> None:
        if len(found) < limit:
            wanted = f"({_every(words, others, reach)}) NOT ({typed_so})"
            enough = limit + len(found)
            hits = matching(connection, wanted, person.name, enough, with_hidden=with_hidden)
            found.extend(i for i in hits if i not in found)

    sounding = [_sounding(connection, word) for word in words]
    for reach in range(1, _FAR):
        add(sounding, reach)
    if len(found) < limit:
        either = [{**_near(connection, w), **s} for w, s in zip(words, sounding, strict=True)]
        for reach in range(1, _FAR + 1):
            add(either, reach)
    return found[:limit]


def _every(words: Sequence[str], others: Sequence[Alternatives], reach: int) -> str:
    """Every word, or what stands for it within this reach."""
    return " AND ".join(
        _either(word, (asked for asked, far in one.items() if far <= reach))
        for word, one in zip(words, others, strict=True)
    )


def _either(word: str, others: Iterable[str]) -> str:
    return f"({' OR '.join((beginning(word), *others))})"


def _may_be_wrong(word: str) -> bool:
    return len(word) >= LEAST_LETTERS and word.isalpha()


def _sounding(connection: Connection, word: str) -> Alternatives:
    """The names that sound like a word whose sound tells enough."""
    code = sound(word)
    if not _may_be_wrong(word) or len(code) < 2:
        return {}
    begin = f"{SOUND}{code}{SOUND}"
    names = [term[len(begin) :] for term in _terms(connection, begin)]
    return {f'"{NAME}{name}"': min(far, _FAR) for name, far in _nearest(word, names, None)}


def _near(connection: Connection, word: str) -> Alternatives:
    """The names that differ from a word by a typing error; it may be the beginning of one."""
    if not _may_be_wrong(word):
        return {}
    errors = 2 if len(word) >= _LONG_WORD else 1
    kept = (len(word) - 1) // 2
    begin = [term[1:] for term in _terms(connection, NAME + word[:kept])]
    end = _terms(connection, BACKWARDS + word[: -kept - 1 : -1])
    whole = {*begin, *(term[:0:-1] for term in end)}
    lengths = (len(word), len(word) + 1) if len(word) > LEAST_LETTERS else ()
    begun = {term[:n] for term in begin for n in lengths if len(term) > n}
    return {
        **{f'"{NAME}{name}"*': far for name, far in _nearest(word, begun, errors)},
        **{f'"{NAME}{name}"': far for name, far in _nearest(word, whole, errors)},
    }


def _nearest(word: str, names: Iterable[str], errors: int | None) -> list[tuple[str, int]]:
    hits = process.extract(
        word, sorted(names), scorer=OSA.distance, score_cutoff=errors, limit=_NEAR_WORDS
    )
    return [(name, int(far)) for name, far, _ in hits]


def _terms(connection: Connection, begin: str) -> list[str]:
    """The words of the index that begin with these letters."""
    # "{" is the letter behind "z".
    return [row[0] for row in connection.exec_driver_sql(_TERMS, (begin, begin + "{"))]
