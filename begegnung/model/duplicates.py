"""When two entries may be one person: what speaks for it, and whether that is enough."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Literal, NamedTuple

from begegnung.model.names import digits, fold
from begegnung.model.phonetics import sound

Reason = Literal["same_name", "similar_name", "same_phone", "same_year", "same_street"]
"""What two entries have in common; `begegnung.texts.duplicates` words each."""

_LEAST_NUMBER = 5
"""A shorter number is not a telephone of one household."""


class Traits(NamedTuple):
    """What is compared of an entry; `phones` are its own and that of the household."""

    id: str
    surname: str
    first_name: str
    phones: tuple[str, ...] = ()
    birth_year: int | None = None
    street: str = ""


class Compared(NamedTuple):
    """`Traits` in the form in which two of them can be compared."""

    id: str
    surname: frozenset[str]
    first_name: frozenset[str]
    surname_sound: frozenset[str]
    first_sound: frozenset[str]
    phones: frozenset[str]
    birth_year: int | None
    street: str


class Suspicion(NamedTuple):
    """Two entries that may be one person, and why; `first_id` is the smaller identifier."""

    first_id: str
    second_id: str
    reasons: tuple[Reason, ...]


@lru_cache(maxsize=4096)
def compared(traits: Traits) -> Compared:
    """The folded names, their sounds and the plain numbers of an entry.

    Kept, because the people noted last are compared with each other again and again.
    """
    surname, first = fold(traits.surname).split(), fold(traits.first_name).split()
    numbers = (digits(number) for number in traits.phones)
    return Compared(
        traits.id,
        frozenset(surname),
        frozenset(first),
        frozenset(map(sound, surname)),
        frozenset(map(sound, first)),
        frozenset(number for number in numbers if len(number) >= _LEAST_NUMBER),
        traits.birth_year,
        fold(traits.street),
    )


def reasons(one: Compared, other: Compared) -> tuple[Reason, ...]:
    """What the two have in common, the strongest first; empty when that is not enough.

    Enough is: the same name, also with surname and first name exchanged; a name that sounds the
    same with the same telephone, year or street; the same first name at the same telephone (a new
    surname). Different years of birth are different people unless name and telephone are the same;
    a couple at one telephone are two.
    """
    names, beside = _names(one, other), _beside(one, other)
    years_differ = bool(one.birth_year and other.birth_year and "same_year" not in beside)
    if years_differ:
        same = names == "same_name" and "same_phone" in beside
        return ("same_name", *beside) if same else ()
    named = bool(one.first_name and other.first_name)
    nameless = not (one.first_name or other.first_name)
    if names == "same_name" and (named or nameless or beside):
        return (names, *beside)
    if names == "similar_name" and ((named and beside) or "same_phone" in beside):
        return (names, *beside)
    if named and one.first_name == other.first_name and "same_phone" in beside:
        return beside
    return ()


def _names(one: Compared, other: Compared) -> Literal["same_name", "similar_name"] | None:
    """How the names agree; one without a first name may be anybody of that surname."""
    whole, other_whole = one.surname | one.first_name, other.surname | other.first_name
    alone = not (one.first_name and other.first_name)
    if whole == other_whole or (alone and one.surname == other.surname):
        return "same_name"
    firsts = alone or bool(one.first_sound & other.first_sound)
    if one.surname_sound & other.surname_sound and firsts:
        return "similar_name"
    return None


def _beside(one: Compared, other: Compared) -> tuple[Reason, ...]:
    found: list[Reason] = []
    if one.phones & other.phones:
        found.append("same_phone")
    if one.birth_year and one.birth_year == other.birth_year:
        found.append("same_year")
    if one.street and one.street == other.street:
        found.append("same_street")
    return tuple(found)


def suspicions(people: Iterable[Traits]) -> list[Suspicion]:
    """All pairs that may be one person, in the order of identifiers.

    Only people who share a name, its sound or a telephone are compared at all.
    """
    everybody = [compared(one) for one in people]
    found: dict[tuple[str, str], Suspicion] = {}
    for one, other in _pairs(everybody):
        first, second = (one, other) if one.id < other.id else (other, one)
        key = (first.id, second.id)
        if key not in found and (why := reasons(first, second)):
            found[key] = Suspicion(*key, why)
    return [found[key] for key in sorted(found)]


def _pairs(everybody: Sequence[Compared]) -> Iterator[tuple[Compared, Compared]]:
    keys: tuple[Callable[[Compared], Iterable[Hashable]], ...] = (
        lambda one: [one.surname | one.first_name],
        lambda one: one.phones,
        lambda one: [(a, b) for a in one.surname_sound for b in one.first_sound],
    )
    for key in keys:
        for alike in _together(everybody, key).values():
            yield from combinations(alike, 2)
    # Who has no first name may be anybody of that surname, but most have one.
    for family in _together(everybody, lambda one: [one.surname]).values():
        for nameless in family:
            if not nameless.first_name:
                yield from ((nameless, other) for other in family if other is not nameless)


def _together(
    everybody: Sequence[Compared], key: Callable[[Compared], Iterable[Hashable]]
) -> dict[Hashable, list[Compared]]:
    found: dict[Hashable, list[Compared]] = {}
    for one in everybody:
        for value in key(one):
            found.setdefault(value, []).append(one)
    return found
