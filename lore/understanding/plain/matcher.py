"""Patterns over stretches of a question: what they need, and how they are matched.

The matcher is exact and bounded: what a slot holds is looked up by its stretch, each stretch is
read once, and after a number of counted steps it gives up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

from lore.understanding.plain.lexicon import Item, Lit, Phrase

MOST_STEPS = 8_000
"""Steps after which a question is none of the plain language, more than twice what any took that
the tests or the readings that are offered ask."""


class Bindings(dict[str, Any]):
    """What the slots of a pattern hold, by their names."""

    def first(self, *names: str) -> Any:
        """What stands in the first of some slots that is there."""
        return next((self[name] for name in names if name in self), None)


class Tangled(Exception):
    """A question took more steps than it may."""


class Lookup(Protocol):
    """What fills slots: values of a sort for the stretch from `start` to before `end`."""

    @property
    def words(self) -> Sequence[str]:
        """The words of the question."""
        ...

    @property
    def adverbs(self) -> frozenset[str]:
        """Words that may stand before any other and add nothing."""
        ...

    def fill(self, sort: str, start: int, end: int) -> Sequence[Any]:
        """All that a stretch may be as something of a sort."""
        ...

    def step(self) -> None:
        """Count one step; raises Tangled where they are too many."""
        ...


@dataclass(frozen=True, slots=True)
class Pattern:
    """Items in a row and what is made of them; `sort` is what it yields."""

    sort: str
    items: tuple[Item, ...]
    make: Callable[[Any, Bindings], Iterable[Any]]

    @property
    def needs(self) -> list[tuple[Phrase, ...]]:
        """The words of which some must stand in a question for the pattern to fit."""
        return [item.phrases for item in self.items if isinstance(item, Lit) and not item.optional]

    @property
    def firsts(self) -> frozenset[str] | None:
        """The words of which one must come first; None where anything may."""
        return _ends(self.items, 0)

    @property
    def lasts(self) -> frozenset[str] | None:
        """The words of which one must come last; None where anything may."""
        return _ends(self.items[::-1], -1)

    @property
    def least(self) -> int:
        """The words that it takes at least."""
        return sum(_least(item) for item in self.items)


def _ends(items: Sequence[Item], place: int) -> frozenset[str] | None:
    found: set[str] = set()
    for item in items:
        if not isinstance(item, Lit):
            return None
        found |= {phrase[place] for phrase in item.phrases}
        if not item.optional:
            return frozenset(found)
    return frozenset(found)


def _least(item: Item) -> int:
    if item.optional:
        return 0
    return min(map(len, item.phrases)) if isinstance(item, Lit) else 1


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a pattern with the `rest` behind it, compiled to be matched.

    `phrases` are those of words by their first. A slot ends before one of the words `bounds`, where
    such must follow, and `least` words before the end.
    """

    item: Item
    rest: Row | None
    phrases: Mapping[str, Sequence[Phrase]]
    bounds: frozenset[str] | None
    least: int


def compiled(items: Sequence[Item]) -> Row | None:
    """Items in a row, ready to be matched; None of no items."""
    row: Row | None = None
    for place in reversed(range(len(items))):
        item, rest = items[place], items[place + 1 :]
        phrases: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in item.phrases if isinstance(item, Lit) else ():
            phrases[phrase[0]].append(phrase)
        bounds = None if all(after.optional for after in rest) else _ends(rest, 0)
        row = Row(item, row, phrases, bounds, sum(map(_least, rest)))
    return row


@dataclass(frozen=True, slots=True)
class Fitting:
    """A pattern whose words all stand in a question, with what it needs of a stretch."""

    pattern: Pattern
    row: Row | None
    least: int
    firsts: frozenset[str] | None
    lasts: frozenset[str] | None
    needs: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, pattern: Pattern) -> Fitting:
        """A pattern ready to be tried."""
        return cls(
            pattern,
            compiled(pattern.items),
            pattern.least,
            pattern.firsts,
            pattern.lasts,
            tuple(_firsts(phrases) for phrases in pattern.needs),
        )


def _firsts(phrases: Iterable[Phrase]) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in phrases)


class Patterns:
    """Many patterns, of which a question needs to try few; only these are compiled."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._all = list(patterns)
        self._compiled: dict[int, Fitting] = {}
        self._needs = [frozenset(pattern.needs) for pattern in self._all]
        times = Counter(chain.from_iterable(self._needs))
        firsts = {phrases: _firsts(phrases) for phrases in times}
        counts: Counter[str] = Counter()
        for phrases, often in times.items():
            counts.update(dict.fromkeys(firsts[phrases], often))
        rarity = {phrases: sum(counts[word] for word in words) for phrases, words in firsts.items()}
        self._needed = frozenset(times)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._free: list[int] = []
        for place, pattern in enumerate(self._all):
            if not self._needs[place]:
                self._free.append(place)
                continue
            for word in firsts[min(pattern.needs, key=lambda phrases: rarity[phrases])]:
                self._by_word[word].append(place)

    def fitting(self, words: Sequence[str]) -> Mapping[str, list[Fitting]]:
        """By their sort the patterns all of whose words stand in a question, in their order."""
        held = set(words)
        met = {
            phrases
            for phrases in self._needed
            if any(phrase[0] in held and held.issuperset(phrase) for phrase in phrases)
        }
        places = {place for word in held for place in self._by_word.get(word, ())}
        found: dict[str, list[Fitting]] = defaultdict(list)
        for place in sorted(places.union(self._free)):
            if self._needs[place] <= met:
                found[self._all[place].sort].append(self._fitting(place))
        return found

    def _fitting(self, place: int) -> Fitting:
        if place not in self._compiled:
            self._compiled[place] = Fitting.of(self._all[place])
        return self._compiled[place]


def match(row: Row | None, start: int, end: int, lookup: Lookup) -> Iterator[Bindings]:
    """All ways in which items account for a stretch; an adverb may stand before any word."""
    lookup.step()
    if row is None:
        if start == end:
            yield Bindings()
        return
    item, rest = row.item, row.rest
    if isinstance(item, Lit):
        yield from _literal(row, start, end, lookup)
        return
    if item.optional:
        yield from match(rest, start, end, lookup)
    for stop in _stops(row, start, end, lookup):
        if values := lookup.fill(item.sort, start, stop):
            for bound in match(rest, stop, end, lookup):
                for value in values:
                    yield Bindings({item.name: value, **bound})


def _literal(row: Row, start: int, end: int, lookup: Lookup) -> Iterator[Bindings]:
    words, met = lookup.words, False
    for phrase in row.phrases.get(words[start], ()) if start < end else ():
        stop = start + len(phrase)
        if stop <= end and tuple(words[start:stop]) == phrase:
            met = True
            yield from match(row.rest, stop, end, lookup)
    if row.item.optional:
        yield from match(row.rest, start, end, lookup)
    elif not met and start < end and words[start] in lookup.adverbs:
        yield from _literal(row, start + 1, end, lookup)


def _stops(row: Row, start: int, end: int, lookup: Lookup) -> Iterable[int]:
    """Where a slot may end, the longest stretch first: before a word that must follow it."""
    if row.rest is None:
        return (end,) if end > start else ()
    room = range(end - row.least, start, -1)
    bounds, words = row.bounds, lookup.words
    if bounds is None:
        return room
    return [
        stop
        for stop in room
        if stop < end
        and (
            words[stop] in bounds
            or (stop + 1 < end and words[stop] in lookup.adverbs and words[stop + 1] in bounds)
        )
    ]
