"""Regroups what stands around "nicht", "außer", "geschlossen" into what is left out."""

from collections.abc import Sequence

from begegnung.model.recurrence.facts import (
    Also,
    Bound,
    Break,
    Choice,
    Dates,
    Doubt,
    Fact,
    Follows,
    Holidays,
    Marker,
    NamedDays,
    Negation,
    NoDates,
    Nth,
    PauseWord,
    Postponed,
    Season,
    Span,
    Unread,
    Weekdays,
    WeekLater,
    Without,
)
from begegnung.model.recurrence.lexicon import fold

_LEFT_OUT = (Holidays, NamedDays, PauseWord, Season, Span, Dates, Nth, Marker, Weekdays, Choice)
_PAUSE_WORDS = frozenset({"pause", "pausiert", "geschlossen", "ausgesetzt", "keine", "kein"})
_OVER_COMMA = (Holidays, NamedDays, PauseWord)


def regroup(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts with every negation turned into :class:`Without`, or into a doubt.

    "nicht in den Ferien", "in den Ferien kein Kurs", "Juli und August geschlossen" and
    "außer an Feiertagen" name what is left out before or behind the negation. A negation with
    nothing near it stays in doubt, so that no date is guessed.
    """
    clauses = _clauses(facts)
    kept: list[Fact] = []
    for clause in clauses:
        kept.extend(_holidays_without_verb(_negated(_pauses(_postponed(clause)))))
    return tuple(kept)


def _postponed(clause: list[Fact]) -> list[Fact]:
    """As in "an Feiertagen eine Woche später" and "fällt er auf einen Feiertag, dann …"."""
    later = next((k for k, fact in enumerate(clause) if isinstance(fact, WeekLater)), None)
    if later is None:
        return clause
    holidays = [k for k, fact in enumerate(clause) if isinstance(fact, Holidays)]
    if not holidays:
        word = clause[later]
        raw = word.raw if isinstance(word, WeekLater) else ""
        return [*clause[:later], Follows(raw), *clause[later + 1 :]]
    before = [k for k in holidays if k < later]
    meant = before[-1:] or holidays[:1]
    while meant and (earlier := _listed_before(clause, meant[0])) in before:
        meant.insert(0, earlier)
    first, last = min(*meant, later), max(*meant, later)
    postponed = [Postponed(fact) for k in meant if isinstance(fact := clause[k], Holidays)]
    begin = first
    while begin and isinstance(clause[begin - 1], Unread):
        begin -= 1
    # "fällt der Termin auf einen Feiertag" leaves nothing out.
    falls = begin > 0 and before and isinstance(clause[begin - 1], Negation)
    head = clause[: begin - 1] if falls else clause[:first]
    return [*head, *postponed, *_postponed(clause[last + 1 :])]


def _listed_before(clause: list[Fact], k: int) -> int:
    """Where the holidays before stand in a list: "in den Herbst-, Oster- und Sommerferien"."""
    comma = clause[k - 1] if k else None
    named = clause[k - 2] if k > 1 else None
    listed = isinstance(comma, Break) and isinstance(named, Holidays) and bool(named.names)
    return k - 2 if listed else k - 1


def _clauses(facts: Sequence[Fact]) -> list[list[Fact]]:
    clauses: list[list[Fact]] = [[]]
    for fact in facts:
        clauses[-1].append(fact)
        if isinstance(fact, Break) and fact.hard:
            clauses.append([])
    return clauses


def _pauses(clause: list[Fact]) -> list[Fact]:
    """As in "Sommerpause vom 14.7. bis 25.8." and "Juli Sommerpause" leave those days out."""
    if any(isinstance(fact, Negation) for fact in clause):
        return clause
    kept: list[Fact] = []
    for fact in clause:
        before = kept[-1] if kept else None
        timed = isinstance(fact, (Span, Season, Dates)) or _is_bound(fact)
        if isinstance(before, PauseWord) and timed:
            kept[-1] = Without((fact,))
        elif isinstance(fact, PauseWord) and isinstance(before, (Span, Season)):
            kept[-1] = Without((before,))
        else:
            kept.append(fact)
    return [Without((fact,)) if isinstance(fact, PauseWord) else fact for fact in kept]


def _negated(clause: list[Fact]) -> list[Fact]:
    positions = [k for k, fact in enumerate(clause) if isinstance(fact, Negation)]
    if not positions:
        return clause
    k = positions[0]
    if bounded := _bounded_pause(clause, k):
        begin, end, bounds = bounded
        return [*clause[:begin], Without(bounds), *_negated(clause[end:])]
    behind = _behind(clause, k + 1)
    if behind:
        end = behind[-1] + 1
        what = tuple(clause[j] for j in behind)
        while end < len(clause) and isinstance(clause[end], Negation):
            end += 1
        return [*clause[:k], Without(what), *_negated(clause[end:])]
    before = _before(clause, k)
    rest = _negated(clause[k + 1 :])
    if before is not None:
        what = tuple(f for f in clause[before:k] if isinstance(f, _LEFT_OUT))
        # A word between them that nobody knows stays, for it may be left out, too.
        unread = [f for f in clause[before:k] if isinstance(f, Unread) and f.risky]
        return [*clause[:before], Without(what), *unread, *rest]
    word = clause[k]
    name = word.word if isinstance(word, Negation) else ""
    ends = fold(name) in {
        "geschlossen",
        "pause",
        "pausiert",
        "entfaellt",
        "ausgesetzt",
        "faellt aus",
    }
    ruled = any(isinstance(fact, (Weekdays, Nth)) for fact in clause[:k])
    if not ruled and any(isinstance(f, Bound) and f.role == "until" for f in clause[:k]):
        # "bis September geschlossen": whether it starts in September is not said.
        return [NoDates(name, strong=True), *rest]
    if ends and not (ruled and any(isinstance(fact, (Bound, Choice)) for fact in clause[:k])):
        return [*clause[:k], NoDates(name, strong=True), *rest]
    return [*clause[:k], Unread(name, risky=True), *rest]


def _bounded_pause(clause: list[Fact], k: int) -> tuple[int, int, tuple[Fact, ...]] | None:
    """As in "Pause ab 1.6.", "ab 1.6. geschlossen": where it begins and ends, and its bounds."""
    word = clause[k]
    if not isinstance(word, Negation) or fold(word.word) not in _PAUSE_WORDS:
        return None
    end = k + 1
    while end < len(clause) and _is_bound(clause[end]):
        end += 1
    if end > k + 1:
        return k, end, tuple(clause[k + 1 : end])
    if k and _is_bound(clause[k - 1], "start"):
        return k - 1, end, (clause[k - 1],)
    return None


def _is_bound(fact: Fact, *roles: str) -> bool:
    wanted = roles or ("start", "until")
    return isinstance(fact, Bound) and fact.date is not None and fact.role in wanted


def _behind(clause: list[Fact], start: int) -> list[int]:
    """Positions of what a negation names after it ("außer an Rosenmontag und an Feiertagen")."""
    found: list[int] = []
    comma = False
    for j in range(start, len(clause)):
        fact = clause[j]
        if isinstance(fact, Break):
            if not found or fact.hard:
                break
            comma = True
        elif isinstance(fact, Negation) or (isinstance(fact, Unread) and not fact.risky):
            if found:
                break
        elif isinstance(fact, _LEFT_OUT):
            if comma and not isinstance(fact, _OVER_COMMA):
                return _in_doubt_after_comma(fact, found)
            if isinstance(fact, Weekdays) and fact.every and found:
                break
            found.append(j)
        else:
            break
    return found


def _in_doubt_after_comma(fact: Fact, found: list[int]) -> list[int]:
    """As in "außer an Feiertagen, im August": nobody can tell whether August is in or out."""
    if isinstance(fact, Season) and fact.bare:
        return []
    return found


def _before(clause: list[Fact], k: int) -> int | None:
    """Where the things begin that a following negation leaves out ("im Juli geschlossen")."""
    begin: int | None = None
    for j in range(k - 1, -1, -1):
        fact = clause[j]
        if isinstance(fact, (Holidays, NamedDays, PauseWord, Season, Span, Dates, Choice)) or (
            isinstance(fact, (Nth, Marker)) and _own_clause(clause, j)
        ):
            begin = j
        elif isinstance(fact, Weekdays) and j > 0 and isinstance(clause[j - 1], Break):
            # "Mo bis Fr 9-16 Uhr, Sa und So geschlossen"
            begin = j
        elif isinstance(fact, (Unread, Also)) and begin is None:
            continue
        else:
            break
    return begin


def _own_clause(clause: list[Fact], j: int) -> bool:
    """Whether the rule stands elsewhere: "dienstags, am letzten Dienstag im Monat entfällt"."""
    while j > 0 and isinstance(clause[j - 1], (Nth, Marker)):
        j -= 1
    return j == 0 or isinstance(clause[j - 1], Break)


_HOLIDAYS = {"school": "Schulferien", "public": "Feiertagen"}
_AT = {"school": "in den", "public": "an"}


def _holidays_without_verb(clause: list[Fact]) -> list[Fact]:
    """Holidays need a word that says in or out; "auch in den Ferien" says in."""
    mentions = any(isinstance(fact, Holidays) for fact in clause)
    also = any(isinstance(fact, Also) for fact in clause)
    kept: list[Fact] = []
    for fact in clause:
        if isinstance(fact, Also):
            continue
        if isinstance(fact, Holidays) and mentions and not also and not fact.also:
            name = " und ".join(fact.names) or _HOLIDAYS[fact.kind]
            kept.append(Doubt(name, f"Gilt es auch, nur oder nicht {_AT[fact.kind]} {name}?"))
        else:
            kept.append(fact)
    return kept
