"""Where names stand in a question: exactly first, then by the words that are near one.

Exact names are met by the folded key of every stretch of words. What is left is mended word by
word against the deletion neighbourhood in the store; the names that hold such words are aligned
with the question around them. Which of the stretches is really a name is not decided here: each
becomes a `Mention` with a cost, and understanding the whole question chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lore.names import forms
from lore.names.near import Near, Nearby
from lore.store.lookups import NameReader, NameRow

LONGEST_NAME = 12
"""Words of the longest stretch that is looked up as one name."""
CANDIDATES = 24
"""Entities that one mention keeps."""

# Costs of a name, in the currency of a cover (see question.cover).
_NAME = 0.30
_ALIAS = 0.02
_PART = 0.25
_ORDINARY = (0.0, 0.75, 0.65, 0.5, 0.3)
_WRITTEN_OTHERWISE = 0.06
_DEAREST = 1.7
_PLAIN = 2
"""Words up to which everyday words may be no name; more are hardly met by chance."""
_UNSURE = 0.35
"""What it costs that a part of a name is misspelt too; it has then at least so many letters:"""
_LONG_ENOUGH = 5
BARE_NUMBER = 0.9
"""What a mention costs that is nothing but the number of a film in its series."""
_DATED = 0.05
"""What a name is cheaper with its year, so that it goes before the same name without."""
_LOOSE = 0.15
"""How much dearer than the best a candidate may be and still stand beside it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a mention may mean; `exact` when a whole name of it stands there."""

    entity: int
    name: str
    kind: str
    year: int | None
    cost: float
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A stretch of words, from `start` to before `end`, as the name of entities of one kind."""

    start: int
    end: int
    kind: str
    cost: float
    candidates: tuple[Candidate, ...]

    plain: bool = False
    """Made of everyday words alone, with nothing to show that a name is meant."""

    @property
    def exact(self) -> bool:
        """Whether its best candidate's whole name stands there."""
        return self.candidates[0].exact


@dataclass(slots=True)
class _Found:
    """Candidates by stretch and kind while they are gathered."""

    by_place: dict[tuple[int, int, str], dict[int, Candidate]] = field(default_factory=dict)

    def add(self, start: int, end: int, row: NameRow, cost: float, *, exact: bool) -> None:
        here = self.by_place.setdefault((start, end, row.kind), {})
        known = here.get(row.entity_id)
        if known is None or cost < known.cost:
            here[row.entity_id] = Candidate(
                row.entity_id, row.entity, row.kind, row.year, cost, exact
            )

    def dated(self, words: Sequence[str]) -> None:
        """A year right after a name tells which of those that bear it is meant: "X (1999)"."""
        for (start, end, kind), candidates in list(self.by_place.items()):
            told = words[end] if end < len(words) else ""
            if not (told.isdigit() and len(told) == 4):
                continue
            meant = {key: one for key, one in candidates.items() if one.year == int(told)}
            if meant:
                self.by_place[start, end + 1, kind] = {
                    key: replace(one, cost=one.cost - _DATED) for key, one in meant.items()
                }

    def mentions(self, plain: Callable[[int, int], bool] = lambda *_: False) -> list[Mention]:
        result = []
        for (start, end, kind), candidates in sorted(self.by_place.items()):
            ranked = sorted(candidates.values(), key=lambda one: (one.cost, one.entity))
            near = [one for one in ranked if one.cost <= ranked[0].cost + _LOOSE]
            chosen = tuple(near[:CANDIDATES])
            result.append(Mention(start, end, kind, near[0].cost, chosen, plain(start, end)))
        return result


class Linker:
    """Finds the mentions of names in folded words.

    `ordinary` tells a word of the language, `light` an article, preposition, pronoun or the like,
    `kinds` a word for a kind of thing ("film").
    """

    def __init__(
        self, ordinary: Callable[[str], bool], light: Iterable[str], kinds: Iterable[str] = ()
    ) -> None:
        self._ordinary = ordinary
        self._light = frozenset(light)
        self._kinds = frozenset(kinds)
        self._nearby = Nearby(ordinary, frozenset(light))

    def link(self, question: str, words: Sequence[str], reader: NameReader) -> list[Mention]:
        """All mentions that may stand in a question's folded words, by place."""
        found = _Found()
        whole, denying = self._exact(words, question, reader, found)
        for near in self._nearby.find(words, whole, reader):
            if denying.isdisjoint(range(near.alignment.start, near.alignment.end)):
                self._add_near(words, near, found)
        self._numbers(words, reader, found)
        found.dated(words)
        mentions = found.mentions(lambda start, end: self._plain(words, start, end, question))
        return self._elliptic(words, reader, mentions)

    def _plain(self, words: Sequence[str], start: int, end: int, question: str) -> bool:
        """Whether a stretch is everyday words that nothing shows to be a name: it stands neither
        after "film" or the like, nor in quotation marks, nor capitalised inside the question."""
        stretch = words[start:end]
        ordinary = all(self._ordinary(word) or forms.is_number(word) for word in stretch)
        if not ordinary or (len(stretch) > _PLAIN and not self._light.issuperset(stretch)):
            return False
        if start and words[start - 1] in self._kinds:
            return False
        told = stretch[-1].capitalize()
        return not re.search(rf"(?<=\S\s){re.escape(told)}\b|[\"“‘']{re.escape(told)}", question)

    def _numbers(self, words: Sequence[str], reader: NameReader, found: _Found) -> None:
        """Bare numbers as films of a series, where no name has them: "7 and 8"."""
        taken = {
            place for start, end, _ in found.by_place for place in range(start, end) if end > start
        }
        bare = {
            place: ["film", word] if word.isdigit() else [word, "film"]
            for place, word in enumerate(words)
            if place not in taken and forms.is_number(word) and len(word) < 5
        }
        wanted: dict[str, list[int]] = {}
        for place, name in bare.items():
            wanted.setdefault(forms.key(name), []).append(place)
        for row in reader.names_by_key(wanted):
            if row.standing == "rule":
                for place in wanted[str(row.met)]:
                    found.add(place, place + 1, row, BARE_NUMBER, exact=True)

    def named(self, names: Mapping[int, Sequence[str]], reader: NameReader) -> list[Mention]:
        """The mentions of whole folded names, each taken to stand at one place of a question."""
        found = _Found()
        places: dict[str, list[int]] = {}
        for place, name in names.items():
            places.setdefault(forms.key(name), []).append(place)
        for row in reader.names_by_key(places):
            for place in places[str(row.met)]:
                found.add(place, place + 1, row, _NAME, exact=True)
        return found.mentions()

    def _exact(
        self, words: Sequence[str], said: str, reader: NameReader, found: _Found
    ) -> tuple[set[int], set[int]]:
        """Names written just so; returns the places that whole names of several words cover, and
        those of numbers that follow such a name without belonging to one: what stands there is
        another part than any that is known, however near one is."""
        stretches: dict[str, list[tuple[int, int]]] = {}
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
                for written in _numerals(words[start:end]):
                    stretches.setdefault(forms.key(written), []).append((start, end))
        covered: set[int] = set()
        denying: set[int] = set()
        for row in reader.names_by_key(stretches):
            for start, end in stretches[str(row.met)]:
                several = row.standing != "part" and end - start > 1
                if _number_follows(words, end):
                    denying.update(range(end, min(end + 2, len(words))) if several else ())
                    continue
                if self._weak(words, start, end, said):
                    continue
                cost = self._exact_cost(words[start:end], row, said.casefold())
                found.add(start, end, row, cost, exact=row.standing != "part")
                covered.update(range(start, end) if several else ())
        return covered, {place for place in denying if forms.is_number(words[place])} - covered

    def _weak(self, words: Sequence[str], start: int, end: int, question: str) -> bool:
        """Whether a stretch is pronouns and the like alone, with nothing to show a name."""
        return all(word in self._light for word in words[start:end]) and self._plain(
            words, start, end, question
        )

    def _exact_cost(self, stretch: Sequence[str], row: NameRow, said: str) -> float:
        cost = _NAME + (0.0 if row.standing == "name" else _ALIAS)
        if row.standing == "part":
            cost += _PART
        if row.text.casefold() not in said:
            cost += _WRITTEN_OTHERWISE
        if forms.words(row.text) != list(stretch):
            cost += _WRITTEN_OTHERWISE
        plain = sum(map(self._ordinary, stretch))
        if plain == len(stretch):
            cost += _ORDINARY[min(plain, 4)]
        return cost

    def _add_near(self, words: Sequence[str], near: Near, found: _Found) -> None:
        alignment, row = near.alignment, near.row
        stretch = words[alignment.start : alignment.end]
        told = forms.key(stretch) == forms.key(near.words)  # the exact look-up has met it
        if told or _number_follows(words, alignment.end):
            return
        cost = _NAME + (0.0 if row.standing == "name" else _ALIAS) + alignment.cost(row.kind)
        if row.standing == "part":
            cost += _PART
        if alignment.edits == 0 and all(map(self._ordinary, stretch)):
            cost += _ORDINARY[min(len(stretch), 4)] + 0.3
        if alignment.edits and not alignment.whole:
            cost += _UNSURE
            first = stretch[0]
            if len(first) < _LONG_ENOUGH or first[0] not in {word[0] for word in near.words}:
                return
        if cost <= _DEAREST:
            whole = alignment.whole and row.standing != "part"
            whole = whole and not (alignment.edits and len(near.words) == 1)
            found.add(alignment.start, alignment.end, row, cost, exact=whole)

    def _elliptic(
        self, words: Sequence[str], reader: NameReader, mentions: list[Mention]
    ) -> list[Mention]:
        """ "MI7 and 8": a bare number after a name that ends in a number is that name's sibling."""
        wanted: dict[str, tuple[int, Mention]] = {}
        for mention in mentions:
            place = mention.end
            follows = words[place : place + 2]
            if (
                len(follows) == 2
                and follows[0] in ("and", "or", "vs")
                and follows[1].isdigit()
                and words[mention.end - 1].isdigit()
            ):
                sibling = [*words[mention.start : mention.end - 1], follows[1]]
                wanted[forms.key(sibling)] = (place, mention)
        result = list(mentions)
        found = _Found()
        for row in reader.names_by_key(wanted):
            place, mention = wanted[str(row.met)]
            if row.kind == mention.kind:
                found.add(place, place + 2, row, mention.cost, exact=True)
        return [*result, *found.mentions()]


def _numerals(stretch: Sequence[str]) -> list[Sequence[str]]:
    """A stretch as it is and, where it ends in a lone V or X, with the number that may be meant.

    At the end of a name these are numbers, which inside a question cannot be seen beforehand.
    """
    last = {"v": "5", "x": "10"}.get(stretch[-1]) if len(stretch) > 1 else None
    return [stretch, [*stretch[:-1], last]] if last else [stretch]


def _number_follows(words: Sequence[str], end: int) -> bool:
    """Whether a number stands right after that is no year ("part 2" too): then this is not the
    whole name."""
    if end + 1 < len(words) and words[end] in forms.numbers()["before_numeral"]:
        return words[end + 1].isdigit()
    if end >= len(words) or not words[end].isdigit():
        return False
    return not (len(words[end]) == 4 and 1880 <= int(words[end]) <= 2100)
