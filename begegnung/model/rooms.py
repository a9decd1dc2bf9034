"""Which rooms of a house keep each other from being used, and when a room is free.

A combined room ("Saal 1+2") has parts; parts may have parts. Two rooms stand in each other's way
when they share a smallest part, unless both take several groups: who has a hall for itself has its
foyer for itself. One and the same room stands in its own way unless it takes several groups.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from begegnung.model.local_time import DAY
from begegnung.model.names import sort_key

Span = tuple[int, int]
"""From and until; the end is not part of it."""

FIRST_MINUTE, LAST_MINUTE = 8 * 60, 20 * 60
"""Minutes of the day between which another time is proposed: when the houses are open at all."""


@dataclass(frozen=True)
class Building:
    """The rooms that are made of others, and those that take several groups at a time.

    `parts`: by the identifier of a combined room, those of its parts. Parts that contain each
    other (two desks may have entered that without knowing of each other) count as one room.
    """

    parts: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    several: frozenset[str] = frozenset()

    def within(self, room_id: str) -> frozenset[str]:
        """The room and everything it is made of, on all levels."""
        found: set[str] = set()
        ahead = [room_id]
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead.extend(self.parts.get(one, ()))
        return frozenset(found)

    def smallest(self, room_id: str) -> frozenset[str]:
        """The parts of a room that have no parts themselves; an undivided room is its own."""
        inside = self.within(room_id)
        return frozenset(one for one in inside if not self.parts.get(one)) or inside

    def sharing(self, room_id: str) -> frozenset[str]:
        """The rooms that have a smallest part in common with this one, and the room itself.

        They are closed together: where there is no floor, no hall that contains it can be used.
        """
        return self._holding(self.smallest(room_id)) | {room_id}

    def blocking(self, room_id: str) -> frozenset[str]:
        """The rooms in which no date may be while one is in this room."""
        sharing = self.sharing(room_id)
        return sharing - self.several if room_id in self.several else sharing

    def connected(self, room_id: str) -> frozenset[str]:
        """The rooms that hang together with this one over any number of common parts."""
        found: set[str] = set()
        ahead = [room_id]
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead.extend(self.sharing(one) | self.within(one))
        return frozenset(found)

    def _holding(self, smallest: frozenset[str]) -> frozenset[str]:
        whole = (one for one in self.parts if self.smallest(one) & smallest)
        return smallest | frozenset(whole)


def building(pairs: Iterable[tuple[str, str]], several: Iterable[str]) -> Building:
    """The building from pairs of a combined room and one of its parts."""
    parts: dict[str, set[str]] = {}
    for whole, part in pairs:
        if whole != part:
            parts.setdefault(whole, set()).add(part)
    return Building({whole: frozenset(found) for whole, found in parts.items()}, frozenset(several))


def lying_over(kept: Sequence[tuple[str, int, int]], house: Building) -> Iterator[Span]:
    """The pairs (numbers in `kept`) that may not be at the same time and are.

    `kept` are rooms with the span for which they are kept, in any order; of a pair the one that
    begins first comes first.
    """
    blocking: dict[str, frozenset[str]] = {}
    running: dict[str, list[int]] = {}
    for number in sorted(range(len(kept)), key=lambda n: (kept[n][1], n)):
        room_id, begin, _ = kept[number]
        if room_id not in blocking:
            blocking[room_id] = house.blocking(room_id)
        for other_room in blocking[room_id] & running.keys():
            running[other_room] = still = [n for n in running[other_room] if kept[n][2] > begin]
            yield from ((other, number) for other in still)
        running.setdefault(room_id, []).append(number)


def free_times(taken: Iterable[Span], wanted: Span, *, most: int = 3) -> tuple[Span, ...]:
    """Times as long as `wanted` that touch none of `taken`, the nearest to the wanted one first.

    All in minutes of the day; proposed are times between `FIRST_MINUTE` and `LAST_MINUTE`, or
    around the wanted time where that begins earlier or ends later. One for every gap, `most` at
    most.
    """
    start, end = wanted
    length = end - start
    earliest, latest = min(FIRST_MINUTE, start), max(LAST_MINUTE, end)
    gaps: list[Span] = []
    free_from = earliest
    for begin, until in sorted(taken):
        gaps.append((free_from, min(begin, latest)))
        free_from = max(free_from, until)
    gaps.append((free_from, latest))
    found = [
        min(max(start, begin), until - length) for begin, until in gaps if until - begin >= length
    ]
    found.sort(key=lambda begin: (abs(begin - start), begin))
    return tuple((begin, begin + length) for begin in found[:most])


def minutes_within(day: int, span: Span) -> Span | None:
    """The part of `span` (moments) on the day that begins at the moment `day`, as its minutes."""
    begin, until = max(span[0] - day, 0), min(span[1] - day, DAY)
    return (begin, until) if begin < until else None


_JOINED = re.compile(r"\s*(?:\+|/|&|,|\bund\b|\bu\.)\s*", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:(?P<word>.*[^\W\d_])\s+)?(?P<number>\d{1,3}(?:\.\d{1,3})?|[A-Z]|[IV]{2,3})"
)
_PLURALS = {"säle": "saal", "räume": "raum"}


def parts_named(name: str, known: Collection[str]) -> tuple[str, ...]:
    """The names of the rooms that a combined room is made of by its name, () where it is not sure.

    "Saal 1+2", "Saal 1 und 2" and "Säle 1/2" are made of "Saal 1" and "Saal 2" where one of the two
    is among the `known` rooms of the house; "Saal + Küche" where both are. With a stroke numbers
    count only one after the other, since "Raum 1/12" can be a room on the first floor. Known names
    are given as they are written there.
    """
    pieces = _JOINED.split(name.strip())
    if len(pieces) < 2 or not all(pieces):
        return ()
    written = {sort_key(one): one for one in known if sort_key(one) != sort_key(name)}
    if all(sort_key(piece) in written for piece in pieces):
        named = pieces
    else:
        named = _numbered_parts(pieces, strict="/" in name)
        if not any(sort_key(one) in written for one in named):
            return ()
    found = dict.fromkeys(written.get(sort_key(one), one) for one in named)
    return tuple(found) if len(found) > 1 else ()


def _numbered_parts(pieces: Sequence[str], *, strict: bool) -> list[str]:
    """As in "Saal 1" and "2": one word and a number each; [] where the pieces do not go together.

    `strict`: the numbers follow each other.
    """
    read = [_NUMBERED.fullmatch(piece) for piece in pieces]
    numbers = [one["number"] for one in read if one is not None]
    word = read[0]["word"] if read[0] is not None else None
    if not word or len(numbers) < len(pieces):
        return []
    if any(one is not None and one["word"] not in {None, word} for one in read):
        return []
    if len({_kind_of(number) for number in numbers}) > 1:
        return []
    if strict and any(not _follows(*pair) for pair in pairwise(numbers)):
        return []
    singular = _singular(word)
    return [f"{singular} {number}" for number in numbers]


def _kind_of(number: str) -> str:
    """A number, one with its floor ("2.04") or a letter."""
    if not number[0].isdigit():
        return "letter"
    return "floor" if "." in number else "number"


def _follows(first: str, second: str) -> bool:
    """Whether a number or a letter is the next one; on one floor."""
    floor, _, one = first.rpartition(".")
    other_floor, _, other = second.rpartition(".")
    if one.isdigit():
        return floor == other_floor and other == str(int(one) + 1).zfill(len(one))
    return len(one) == len(other) == 1 and ord(other) == ord(one) + 1


def _singular(word: str) -> str:
    """As "Gruppenräume" is called in the name of one of them."""
    for plural, singular in _PLURALS.items():
        if word.casefold().endswith(plural):
            bare = word[: -len(plural)]
            return bare + (singular if bare and bare[-1].isalpha() else singular.capitalize())
    return word
