"""Works by their place in an order: "the second film", "season 2", "number five"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from lore.language import grammar
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.model.dates import PartialDate
from lore.model.facts import Entity
from lore.understanding.fact_source import Facts

_ROMAN = ("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_BESIDE = grammar.words("works", "beside_number")
ONES = grammar.words("works", "ones")


def tells_a_place(words: Sequence[str], language: Language) -> int | None:
    """Where a work is told by its place in the order ("the second film"), known or not."""
    nouns = language.kind_words | ONES
    told = (
        place
        for place, (word, noun) in enumerate(pairwise(words))
        if folding.ORDINAL.fullmatch(word) and noun in nouns
    )
    return next(told, None)


def titled(facts: Facts, main: list[Entity]) -> dict[str, list[Entity]]:
    """The works by the words of their titles, and the `main` ones by those of the series' name."""
    found: dict[str, list[Entity]] = defaultdict(list)
    for work in facts.works:
        for word in dict.fromkeys(folding.words(work.name)):
            found[word].append(work)
    if facts.main_series is not None:
        for word in folding.words(facts.main_series.name):
            found[word] = main
    return found


def series_end(words: Sequence[str], start: int, facts: Facts) -> int:
    """The place behind the name of the main series, where that stands whole at a place; else that
    place."""
    name = folding.words(facts.main_series.name) if facts.main_series is not None else []
    return start + len(name) if list(words[start : start + len(name)]) == name else start


def of_year(word: str, works: Sequence[Entity], facts: Facts) -> list[Entity]:
    """The works that came out in the year that a word gives."""
    if len(word) != 4 or not word.isdecimal():
        return []
    released = ((work, facts.release(work.id)) for work in works)
    return [
        work
        for work, fact in released
        if fact is not None and isinstance(fact.value, PartialDate) and fact.value.year == int(word)
    ]


def roman_number(word: str) -> int | None:
    """The place that a word tells by a Roman number: "ii"."""
    return _ROMAN.index(word) + 1 if word in _ROMAN else None


def initialled(word: str, works: Sequence[Entity]) -> list[Entity]:
    """The works of the kind of which a word may be the first letter: seasons of "s 2"."""
    alike = [work for work in works if word[:1] == work.kind[:1] != "f"]
    return main_works(alike) if alike else []


def counts(words: Sequence[str], place: int) -> bool:
    """Whether a bare number may stand for a work: "from two to three", "in 2 but not in 1"."""
    around = {words[at] for at in (place - 1, place + 1) if 0 <= at < len(words)}
    return words[place].isdecimal() and len(words[place]) == 1 and bool(around & _BESIDE)


def main_works(works: Sequence[Entity]) -> list[Entity]:
    """The works of the kind of which there are most."""
    counts = Counter(work.kind for work in works)
    kind = max(counts, key=lambda kind: (counts[kind], kind == "film"))
    return [work for work in works if work.kind == kind]


def title_numbers(work: Entity) -> list[str]:
    """The numbers in a title, after its first word: "2" of "Kitewing II"."""
    return [word for word in folding.words(work.name)[1:] if word.isdecimal()]


def numbered_so(works: Sequence[Entity], number: int) -> int:
    """The index of the one work that bears a number in its title, else of the one at that place in
    their order; -1 where works are missing before one that bears a number."""
    numbers = [title_numbers(work) for work in works]
    told = [index for index, own in enumerate(numbers) if str(number) in own]
    if len(told) == 1:
        return told[0]
    places = (int(own[0]) - index for index, own in enumerate(numbers) if own and len(own[0]) < 3)
    return -1 if any(place > 1 for place in places) else number - 1
