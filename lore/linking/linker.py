"""Where names stand in a question: exactly first, then by the words that are near one.

Exact names are met by the folded key of every stretch of words. What is left is mended word by
word against the deletion neighbourhood in the store; the names that hold such words are aligned
with the question around them. Which of the stretches is really a name is not decided here: each
becomes a `Mention` with a cost, and understanding the whole question chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from lore.language import costs, grammar
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.fuzzy import FuzzyFinder, FuzzyName
from lore.linking.lookup import NameLookup, NameRow
from lore.linking.mentions import Mention, MentionCollector
from lore.model.facts import PEOPLE
from lore.steps import Steps

_STEPS = 10
"""Steps that looking for names takes a word."""
LONGEST_NAME = 16
"""Words of the longest stretch that is looked up as one name."""

_SMALL = re.compile(r"\b[a-z]")
_CAPITAL = re.compile(r"\b[A-Z]")
_PLAIN = 2
"""Words up to which everyday words may be no name; more are hardly met by chance."""
_LONG_ENOUGH = 5
"""Letters from which a part of a name may be misspelt …"""
_VERY_LONG = 8
"""… and from which more than one of them may be wrong."""
_ONE = "1"
_SIBLINGS = grammar.words("names", "siblings")
_NUMERALS: Mapping[str, str] = {"v": "5", "x": "10"}


class Linker:
    """Finds the mentions of names in folded words.

    `ordinary` tells a word of the language, `light` an article, preposition, pronoun or the like,
    `kinds` a word for a kind of thing ("film"), `given` the names that people are given: one of
    them is no slip of another.
    """

    def __init__(
        self,
        ordinary: Callable[[str], bool],
        light: Iterable[str],
        kinds: Iterable[str] = (),
        given: Collection[str] = (),
    ) -> None:
        self._ordinary = ordinary
        self._light = frozenset(light)
        self._kinds = frozenset(kinds)
        self._given = frozenset(given)
        self._nearby = FuzzyFinder(ordinary, frozenset(light))

    @classmethod
    def of(cls, language: Language) -> Linker:
        """One that finds what stands in questions of a language."""
        return cls(language.is_ordinary, language.light, language.kind_words, language.given)

    def link(
        self,
        question: str,
        words: Sequence[str],
        reader: NameLookup,
        steps: Steps | None = None,
    ) -> list[Mention]:
        """All mentions that may stand in a question's folded words, by place.

        Raises:
            TooLong: where it takes more `steps` than it may.
        """
        if steps is not None:
            steps.take(_STEPS * len(words))
        collected = MentionCollector()
        follows = _numbers_that_follow(words, question)
        whole, denied = self._exact(words, question, reader, collected, follows)
        for near in self._nearby.find(words, whole, reader):
            self._add_near(words, near, collected, follows)
        collected.drop(denied)
        self._firsts(words, question, reader, collected, follows)
        self._numbers(words, question, reader, collected)
        collected.dated(words)
        mentions = collected.mentions(lambda start, end: self._plain(words, start, end, question))
        return self._elliptic(words, reader, mentions)

    def _plain(self, words: Sequence[str], start: int, end: int, question: str) -> bool:
        """Whether a stretch is everyday words that nothing shows to be a name: it stands neither
        after "film" or the like, nor in quotation marks, nor capitalised inside the question."""
        stretch = words[start:end]
        ordinary = all(self._ordinary(word) or folding.is_number(word) for word in stretch)
        if not ordinary or (len(stretch) > _PLAIN and not self._light.issuperset(stretch)):
            return False
        return not self._shown(words, start, end, question)

    def _shown(self, words: Sequence[str], start: int, end: int, question: str) -> bool:
        """Whether something shows that a stretch is a name: it stands after "film" or the like, in
        quotation marks, or capitalised inside the question."""
        if start and words[start - 1] in self._kinds:
            return True
        capitalised = re.escape(words[end - 1].capitalize())
        return bool(re.search(rf"(?<=\S\s){capitalised}\b|[\"“‘']{capitalised}", question))

    def _firsts(
        self,
        words: Sequence[str],
        said: str,
        reader: NameLookup,
        found: MentionCollector,
        follows: Collection[int],
    ) -> None:
        """ "Plumbline 1": the work of just that name, where another is called "Plumbline II"."""
        wanted: dict[str, list[tuple[int, int]]] = {}
        for end in follows:
            if words[end] == "1":
                for start in range(max(0, end - LONGEST_NAME), end):
                    wanted.setdefault(folding.key(words[start:end]), []).append((start, end))
        if not wanted:
            return
        second = {
            key: folding.key([*words[start:end], "2"]) for key, [(start, end), *_] in wanted.items()
        }
        known = {str(row.met) for row in reader.names_by_key(second.values())}
        for row in reader.names_by_key([key for key, other in second.items() if other in known]):
            for start, end in wanted[str(row.met)]:
                if row.standing != "part":
                    cost = self._exact_cost(words[start:end], row, said.casefold())
                    found.add(start, end + 1, row, cost, exact=True)

    def _numbers(
        self, words: Sequence[str], said: str, reader: NameLookup, found: MentionCollector
    ) -> None:
        """Bare numbers as films of a series, where no name has them: "7 and 8". "One" is such a
        number beside another one alone ("one and two"): else it stands for anything."""
        taken = {
            place for start, end, _ in found.by_place for place in range(start, end) if end > start
        }
        bare = {
            place: ["film", word] if word.isdecimal() else [word, "film"]
            for place, word in enumerate(words)
            if place not in taken
            and folding.is_number(word)
            and len(word) < 5
            and (word != _ONE or _ONE in said or _listed(words, place))
        }
        wanted: dict[str, list[int]] = {}
        for place, name in bare.items():
            wanted.setdefault(folding.key(name), []).append(place)
        for row in reader.names_by_key(wanted):
            if row.standing == "rule":
                for place in wanted[str(row.met)]:
                    found.add(place, place + 1, row, costs.BARE_NUMBER, exact=True)

    def named(self, names: Mapping[int, Sequence[str]], reader: NameLookup) -> list[Mention]:
        """The mentions of whole folded names, each taken to stand at one place of a question."""
        collected = MentionCollector()
        places: dict[str, list[int]] = {}
        for place, name in names.items():
            places.setdefault(folding.key(name), []).append(place)
        for row in reader.names_by_key(places):
            for place in places[str(row.met)]:
                collected.add(place, place + 1, row, costs.NAME, exact=True)
        return collected.mentions()

    def _exact(
        self,
        words: Sequence[str],
        said: str,
        reader: NameLookup,
        found: MentionCollector,
        follows: Collection[int],
    ) -> tuple[set[int], set[int]]:
        """Names written just so; returns the places that whole names of several words cover, and
        those of numbers that follow a known name and belong to none that begins as early: what
        stands there is another part than any that is known, however near one is."""
        stretches: dict[str, list[tuple[int, int]]] = {}
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
                for written in _written(words[start:end], said):
                    stretches.setdefault(folding.key(written), []).append((start, end))
        covered: set[int] = set()
        begun: dict[int, int] = {}
        numbered: dict[int, int] = {}
        for row in reader.names_by_key(stretches):
            for start, end in stretches[str(row.met)]:
                whole = row.standing != "part"
                if end in follows:
                    opens = folding.is_number(words[start])  # "the first Mission: Impossible"
                    if whole and not opens and self._telling(words[start:end]):
                        place = end if folding.is_number(words[end]) else end + 1
                        numbered[place] = min(start, numbered.get(place, start))
                    continue
                if self._weak(words, start, end, said):
                    continue
                cost = self._exact_cost(words[start:end], row, said.casefold())
                if whole and self._told(words, start, end, said):
                    cost -= costs.SHOWN * costs.ORDINARY[min(end - start, 4)]
                found.add(start, end, row, cost, exact=whole)
                for place in range(start, end):
                    begun[place] = min(start, begun.get(place, start))
                if whole and end - start > 1:
                    covered.update(range(start, end))
        denied = {place for place, at in numbered.items() if begun.get(place, len(words)) > at}
        return covered, denied

    def _telling(self, stretch: Sequence[str]) -> bool:
        """Whether words are hardly anything but a name: strange ones, or several."""
        content = [word for word in stretch if word not in self._light]
        return len(content) > 1 or not all(map(self._ordinary, content))

    def _told(self, words: Sequence[str], start: int, end: int, question: str) -> bool:
        """Whether everyday words are written as a name is, in a question that writes others small.

        "I" is always written so.
        """
        stretch = words[start:end]
        if stretch == ["i"] or not all(map(self._ordinary, stretch)):
            return False
        others = len(_CAPITAL.findall(question)) - (end - start)
        small = len(_SMALL.findall(question))
        return small >= others and self._shown(words, start, end, question)

    def _weak(self, words: Sequence[str], start: int, end: int, question: str) -> bool:
        """Whether a stretch is pronouns and the like alone, with nothing to show a name."""
        return all(word in self._light for word in words[start:end]) and self._plain(
            words, start, end, question
        )

    def _exact_cost(self, stretch: Sequence[str], row: NameRow, said: str) -> float:
        cost = costs.NAME + (0.0 if row.standing == "name" else costs.ALIAS)
        if row.standing == "part":
            cost += costs.PART
        if row.text.casefold() not in said:
            cost += costs.WRITTEN_OTHERWISE
        if folding.words(row.text) != list(stretch):
            cost += costs.WRITTEN_OTHERWISE
        plain = sum(map(self._ordinary, stretch))
        if plain == len(stretch):
            cost += costs.ORDINARY[min(plain, 4)]
        return cost

    def _add_near(
        self,
        words: Sequence[str],
        near: FuzzyName,
        found: MentionCollector,
        follows: Collection[int],
    ) -> None:
        alignment, row = near.alignment, near.row
        stretch = words[alignment.start : alignment.end]
        is_exact = folding.key(stretch) == folding.key(near.words)  # the exact look-up has met it
        if is_exact or alignment.end in follows:
            return
        if not set(stretch) & set(near.words) and any(map(self._ordinary, stretch)):
            return  # every word misspelt, and one that needs no mending
        cost = costs.NAME + (0.0 if row.standing == "name" else costs.ALIAS)
        cost += alignment.cost(row.kind)
        if row.standing == "part":
            cost += costs.PART
        if alignment.edits == 0 and all(map(self._ordinary, stretch)):
            cost += costs.ORDINARY[min(len(stretch), 4)] + costs.ORDINARY_PART
        if not alignment.edits and set(stretch) - set(near.words):
            cost += costs.WRITTEN_OTHERWISE
        if alignment.edits and not alignment.whole:
            first = row.kind in PEOPLE and not alignment.last
            cost += 0.0 if first else costs.MISSPELT_PART  # what a first name costs anyway
            if first and stretch[0] in self._given:
                return
            if not _recognised(stretch[0], near, 1 if first else 2):
                return
        if cost <= costs.DEAREST_NAME:
            whole = alignment.whole and row.standing != "part"
            whole = whole and not (alignment.edits and len(near.words) == 1)
            found.add(alignment.start, alignment.end, row, cost, exact=whole)

    def _elliptic(
        self, words: Sequence[str], reader: NameLookup, mentions: list[Mention]
    ) -> list[Mention]:
        """ "MI7 and 8": a bare number after a name that ends in a number is that name's sibling."""
        wanted: dict[str, tuple[int, Mention]] = {}
        for mention in mentions:
            place = mention.end
            follows = words[place : place + 2]
            if (
                len(follows) == 2
                and follows[0] in _SIBLINGS
                and follows[1].isdecimal()
                and words[mention.end - 1].isdecimal()
            ):
                sibling = [*words[mention.start : mention.end - 1], follows[1]]
                wanted[folding.key(sibling)] = (place, mention)
        result = list(mentions)
        collected = MentionCollector()
        for row in reader.names_by_key(wanted):
            place, mention = wanted[str(row.met)]
            if row.kind == mention.kind:
                collected.add(place, place + 2, row, mention.cost, exact=True)
        return [*result, *collected.mentions()]


def _written(stretch: Sequence[str], said: str) -> list[Sequence[str]]:
    """A stretch as it is and, of several words, as what it may stand for.

    A lone V or X at the end of a name is a number, which inside a question cannot be seen
    beforehand; of an owner ("Night Train's director") the s is none of the name's.
    """
    *first, last = stretch
    if not first:
        return [stretch]
    forms = [stretch]
    if last in _NUMERALS:
        forms.append([*first, _NUMERALS[last]])
    if last.endswith("s") and re.search(rf"\b{re.escape(last[:-1])}['’]s\b", said, re.IGNORECASE):
        forms.append([*first, last[:-1]])
    return forms


def _listed(words: Sequence[str], place: int) -> bool:
    """Whether a number stands beside another one, joined to it."""
    before, after = words[max(0, place - 2) : place], words[place + 1 : place + 3]
    return any(
        len(pair) > 1 and folding.is_number(pair[far]) and pair[near] in _SIBLINGS
        for pair, near, far in ((before, 1, 0), (after, 0, 1))
    )


def _recognised(first: str, near: FuzzyName, most: int) -> bool:
    """Whether a misspelt part of a name is near enough to it: its first letter stands, and few
    others are wrong, `most` of a very long one."""
    few = near.alignment.edits <= (most if len(first) >= _VERY_LONG else 1)
    starts = first[0] in {word[0] for word in near.words}
    return len(first) >= _LONG_ENOUGH and starts and few


def _numbers_that_follow(words: Sequence[str], question: str) -> frozenset[int]:
    """The places after which a name cannot end: a number stands there that is no year ("part 2"
    too) and belongs to it. What a comma parts from it does not."""
    ends = frozenset(end for end in range(1, len(words)) if _numbered(words, end))
    if not ends:
        return ends
    written = folding.words(question)
    return ends - folding.parted(question) if list(words[: len(written)]) == written else ends


def _numbered(words: Sequence[str], end: int) -> bool:
    if end + 1 < len(words) and words[end] in folding.numbers()["before_numeral"]:
        return words[end + 1].isdecimal()
    if not words[end].isdecimal():
        return False
    return not (len(words[end]) == 4 and 1880 <= int(words[end]) <= 2100)
