"""Plain questions read back into readings: exact names, one grammar, no guessing.

What `plain` writes is read as it was; so is what an educated person would type with full names.
A question that is not plain language has no reading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from lore.language import text as folding
from lore.language.properties import Property
from lore.model.facts import Entity
from lore.steps import Steps
from lore.understanding.algebra import Question, Reading, Several
from lore.understanding.plain.builder import Builder
from lore.understanding.plain.chart import Chart
from lore.understanding.plain.claims import Deriver
from lore.understanding.plain.grammar import general
from lore.understanding.plain.lexicon import (
    Phrase,
    any_claims,
    claims_of,
    kind_nouns,
    labels,
    roled,
    stated,
    states,
    variants_of,
)
from lore.understanding.plain.matcher import MOST_STEPS, Pattern, Patterns, Tangled
from lore.understanding.plain.preference import bare, misfits, strained
from lore.understanding.plain.tokens import Token, key, tokens
from lore.understanding.plain.values import dated

LONGEST = 80
"""Tokens of a question that are read; what is longer is not plain."""
_MARKS = 8
"""Question marks within a question that is read; more are no plain language."""
_NAME = 16
"""Tokens of a name at most."""
_BEGIN = 60
"""Steps that a question takes before anything of it is matched …"""
_TOKEN = 12
"""… and those of each of its tokens."""
_OF_A_STEP = 2
"""Steps of the matcher that are one of a reading."""


class Names(Protocol):
    """Exact names: what bears each of some keys, and the kinds that there are."""

    def named(self, keys: Collection[str]) -> Mapping[str, Sequence[Entity]]:
        """The entities that bear a name with a key, the likeliest first."""
        ...

    def kinds(self) -> Collection[str]:
        """The kinds of all that can be named."""
        ...

    def focus(self, name: str) -> Sequence[Entity]:
        """The works in focus of which a property is told; all that are, where it is of none."""
        ...


class PlainParser:
    """Reads plain questions with one property table.

    `kinds` lists by kind the words that people have for it.
    """

    def __init__(
        self, properties: Mapping[str, Property], kinds: Mapping[str, Sequence[str]]
    ) -> None:
        self._properties = properties
        self._kinds = kinds
        self._builder = Builder(properties)
        self._labels = labels(properties)
        self._states = states(properties)
        self._patterns = Patterns([*general(), *self._claimed()])
        self._nouns: dict[frozenset[str], dict[Phrase, str]] = {}

    def _claimed(self) -> Iterable[Pattern]:
        deriver = Deriver()
        for name, entry in self._properties.items():
            told = (*claims_of(name), *variants_of(name), *roled(entry), *stated(entry))
            for claim in dict.fromkeys(told):
                yield from deriver.patterns(claim, entry)
        for claim in any_claims():
            yield from deriver.patterns(claim, None)

    def parse(self, text: str, names: Names, steps: Steps | None = None) -> list[Reading]:
        """The readings of a question, the best first; none where it is not plain language, or where
        it takes more than the `steps` that are left.

        Raises:
            TooLong: where not even enough of these are left to begin.
        """
        steps = steps or Steps()
        found = tokens(text)
        while found and found[-1].word == folding.MARK:
            found.pop()
        if not 0 < len(found) <= LONGEST:
            return []
        steps.take(_BEGIN + _TOKEN * len(found))
        try:
            return self._read(found, names, steps)
        except Tangled:
            return []

    def _read(self, found: list[Token], names: Names, steps: Steps) -> list[Reading]:
        nouns = self._nouns_of(frozenset(names.kinds()))
        named = _named(found, names)
        chart = Chart(
            found,
            named,
            self._patterns,
            self._labels,
            nouns,
            self._builder,
            self._states,
            names.focus,
            min(MOST_STEPS, steps.left * _OF_A_STEP),
        )
        marks = [place for place, token in enumerate(found) if token.word == folding.MARK]
        surely = [place for place in marks if not _in_a_name(place, named)]
        readings: dict[Reading, None] = {}
        try:
            for start, end, as_of in dated(found):
                for question in self._questions(chart, start, end, surely):
                    readings.setdefault(Reading(question, as_of))
        finally:
            steps.take(chart.steps // _OF_A_STEP)
        return self._sorted(readings)

    def _sorted(self, readings: Iterable[Reading]) -> list[Reading]:
        """The best first; words that are no names only where nothing else accounts for them."""
        told = list(readings)
        counts = [bare(reading.question) for reading in told]
        some = all(counts)
        kept = [reading for reading, count in zip(told, counts, strict=True) if some or not count]
        return sorted(
            kept,
            key=lambda reading: (
                bare(reading.question),
                misfits(reading.question, self._properties),
                strained(reading.question),
            ),
        )

    def _questions(
        self, chart: Chart, start: int, end: int, surely: Sequence[int]
    ) -> list[Question]:
        """The readings of a stretch; of several sentences each is read for itself. At the places
        `surely` stand question marks that belong to no name."""
        marks = [place for place in range(start, end) if chart.words[place] == folding.MARK]
        whole: list[Question] = []
        if not any(place in surely for place in marks):
            whole += chart.fill("question", start, end) or chart.fill("keyword", start, end)
        if any(not bare(question) for question in whole):
            return whole
        few = len(marks) < _MARKS
        parts = self._sentences(chart, start, marks, end, surely) if few else None
        return [*whole, Several(tuple(parts))] if parts and len(parts) > 1 else whole

    def _sentences(
        self, chart: Chart, start: int, marks: Sequence[int], end: int, surely: Sequence[int]
    ) -> list[Question] | None:
        """The questions between question marks, of which some may belong to names."""
        last = next((mark for mark in marks if mark in surely), end)
        for mark in [last, *(mark for mark in reversed(marks) if mark < last)]:
            told = chart.fill("question", start, mark) if mark > start else ()
            if not told:
                continue
            first = self._sorted(Reading(question) for question in told)[0].question
            if mark == end:
                return [first]
            after = [place for place in marks if place > mark]
            if (rest := self._sentences(chart, mark + 1, after, end, surely)) is not None:
                return [first, *rest]
        return None

    def _nouns_of(self, kinds: frozenset[str]) -> dict[Phrase, str]:
        if kinds not in self._nouns:
            self._nouns = {kinds: kind_nouns(sorted(kinds), self._kinds)}
        return self._nouns[kinds]


def _in_a_name(place: int, named: Mapping[tuple[int, int, bool], Sequence[Entity]]) -> bool:
    """Whether a question mark may belong to a name, as to nothing else within a question: words of
    a name stand on both sides of it, or before it a name that ends so."""
    return any(
        start <= place < end
        and (place < end - 1 or any(folding.MARK in entity.name for entity in bearers))
        for (start, end, _), bearers in named.items()
    )


def _named(found: Sequence[Token], names: Names) -> dict[tuple[int, int, bool], list[Entity]]:
    """What each stretch may name: by its start, its end, and whether its ending owns."""
    stretches: dict[str, list[tuple[int, int, bool]]] = {}
    for start in range(len(found)):
        for end in range(start + 1, min(len(found), start + _NAME) + 1):
            if (told := key(found[start:end])) and _whole(found[start:end]):
                stretches.setdefault(told, []).append((start, end, False))
            if found[end - 1].owner and (told := key(found[start:end], owner=True)):
                stretches.setdefault(told, []).append((start, end, True))
    met = names.named(list(stretches))
    return {
        place: list(met[told])
        for told, places in stretches.items()
        if met.get(told)
        for place in places
    }


def _whole(stretch: Sequence[Token]) -> bool:
    """Whether a stretch neither begins nor ends with half a pair of marks."""
    return bool(stretch[0].key) and (
        bool(stretch[-1].key) or stretch[-1].word in (folding.MARK, ")")
    )
