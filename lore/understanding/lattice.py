"""The stretches that a question can be made of.

The cheapest ways to account for every word of a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from lore.language import costs, grammar
from lore.language import text as folding
from lore.language.lexicon import Language, Sense
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.errors import DateError
from lore.steps import Steps

_MENDED = frozenset({"relation", "question", "kind", "status", "source"})
"""What any misspelt word may be mended into."""
_SHORT = 5
"""Letters below which a word that is left aside may be a slip."""
_TIES = grammar.words("names", "month_ties")
_DIGITS = 4
"""Digits of the longest number in a date."""


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """One stretch, from `start` to before `end`, with what it means and what covering it costs.

    Exactly one of `sense`, `mention` and `date` is set; none for a word that is not known.
    """

    start: int
    end: int
    cost: float
    sense: Sense | None = None
    mention: Mention | None = None
    date: PartialDate | None = None

    @property
    def mended(self) -> bool:
        """Whether it was read out of misspelt words."""
        return self.sense is not None and self.cost > self.sense.cost + costs.MENDED

    @property
    def kind(self) -> str:
        """A sense's kind, or "name", "date" or "unknown"."""
        if self.sense is not None:
            return self.sense.kind
        return "name" if self.mention else "date" if self.date else "unknown"


def lattice(
    words: Sequence[str], mentions: Sequence[Mention], language: Language
) -> list[list[Span]]:
    """All items that may stand in the words, by the place at which each starts."""
    items: list[list[Span]] = [[] for _ in words]
    named = _places(mention for mention in mentions if mention.exact)
    readings = [
        language.readings(word, mend=place not in named) for place, word in enumerate(words)
    ]
    maybe = _places(mentions)
    for start in range(len(words)):
        items[start] = _phrases(start, words, readings, language, maybe)
    for mention in mentions:
        items[mention.start].append(Span(mention.start, mention.end, mention.cost, mention=mention))
    for start, end, date in dates_in(words):
        items[start].append(Span(start, end, costs.DATE, date=date))
    for place, word in enumerate(words):
        if any(item.sense and item.end == place + 1 for item in items[place]):
            continue
        cost = costs.UNKNOWN + (costs.UNKNOWN_NUMBER if folding.is_number(word) else 0.0)
        items[place].append(Span(place, place + 1, cost))
    return items


def _places(mentions: Iterable[Mention]) -> set[int]:
    """The places over which mentions stand."""
    return {place for mention in mentions for place in range(mention.start, mention.end)}


def _phrases(
    start: int,
    words: Sequence[str],
    readings: Sequence[Mapping[str, float]],
    language: Language,
    named: Set[int],
) -> list[Span]:
    """The phrases of the language that begin at a place, one item for each meaning of a stretch.

    The relations of one stretch are one item with the options of all.
    """
    best: dict[tuple[int, str, str], Span] = {}
    for first, cost in readings[start].items():
        for phrase, senses in language.by_first.get(first, ()):
            end = start + len(phrase)
            if end > len(words):
                continue
            total = cost + _rest_cost(phrase, readings[start + 1 : end])
            for sense in senses if total < costs.UNKNOWN else ():
                if total and not _may_mean(words[start:end], total, sense, start in named):
                    continue
                value = sense.value if sense.kind != "filler" else ""
                key = (end, sense.kind, value)
                item = Span(start, end, sense.cost + total, sense=sense)
                best[key] = _merged(best[key], item) if key in best else item
    exact = [item for item in best.values() if item.sense and item.cost == item.sense.cost]
    ends = {item.end for item in exact}
    return [
        item
        for item in best.values()
        if item.kind != "filler" or item.end not in ends or item in exact
    ]


def _may_mean(words: Sequence[str], cost: float, sense: Sense, named: bool) -> bool:
    """Whether words that are misspelt or inflected may stand for a phrase.

    What is left aside is met only by short words with letters swapped or doubled, and not where a
    name may stand: one that is not known must not be mended away.
    """
    if sense.kind in _MENDED or cost <= costs.INFLECTION * len(words):
        return True
    return not named and cost <= costs.GENTLE_SLIP and any(len(word) < _SHORT for word in words)


def _rest_cost(phrase: Sequence[str], readings: Sequence[Mapping[str, float]]) -> float:
    """What reading the further words of a phrase costs; `costs.UNKNOWN` where they do not stand."""
    total = 0.0
    for word, reading in zip(phrase[1:], readings, strict=True):
        if word not in reading:
            return costs.UNKNOWN
        total += reading[word]
    return total


def _merged(one: Span, other: Span) -> Span:
    """The cheaper of two items of one meaning, with the options of both."""
    cheap, dear = (one, other) if one.cost <= other.cost else (other, one)
    assert cheap.sense is not None
    assert dear.sense is not None
    more = tuple(option for option in dear.sense.options if option not in cheap.sense.options)
    if not more or dear.cost > cheap.cost + costs.SAME_WORDS:
        return cheap
    return replace(cheap, sense=replace(cheap.sense, options=cheap.sense.options + more))


def dates_in(words: Sequence[str]) -> list[tuple[int, int, PartialDate]]:
    """The dates that stand in folded words: (start, end, date), a year, a month or a day.

    Read are "2018", "july 2020", "4 november 2022", "november 4th 2022", "4th of november 2022"
    and "2022 11 4" (what folding makes of 2022-11-04).
    """
    months: Mapping[str, int] = folding.numbers()["months"]
    found = []
    for place, word in enumerate(words):
        if _is_year(word):
            found.append((place, place + 1, PartialDate(int(word))))
            found += _iso(words, place)
        elif word in months:
            found += _around_month(words, place, months[word])
    return found


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and 1880 <= int(word) <= 2100


def _iso(words: Sequence[str], place: int) -> list[tuple[int, int, PartialDate]]:
    near = words[place : place + 3]
    numbers = [int(word) for word in near if word.isdecimal() and len(word) <= _DIGITS]
    return [
        (place, place + count, date)
        for count in range(2, len(numbers) + 1)
        if (date := _date(numbers[0], *numbers[1:count])) is not None
    ]


def _around_month(
    words: Sequence[str], place: int, month: int
) -> list[tuple[int, int, PartialDate]]:
    before = place - 1
    if before >= 1 and words[before] in _TIES:
        before -= 1
    day_before = _day(words[before]) if before >= 0 else None
    after = place + 1
    day_after = _day(words[after]) if after < len(words) else None
    found: list[tuple[int, int, int | None]] = []
    if day_before is not None:
        found.append((before, after, day_before))
    if day_after is not None:
        found.append((place, after + 1, day_after))
    found.append((place, after, None))
    result = []
    for start, end, day in found:
        if end < len(words) and _is_year(words[end]):
            date = _date(int(words[end]), month, *([day] if day else []))
            if date is not None:
                result.append((start, end + 1, date))
    return result


def _day(word: str) -> int | None:
    digits = folding.bare_number(word)
    if not digits.isdecimal() or len(digits) > _DIGITS:
        return None
    return int(digits) if 1 <= int(digits) <= 31 else None


def _date(year: int, month: int, day: int | None = None) -> PartialDate | None:
    try:
        return PartialDate.parse(f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else ""))
    except DateError:
        return None


BEAM = 12
"""Covers that are kept at each place."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The items that matter of one way to cover a question (fillers left out), and its cost."""

    items: tuple[Span, ...]
    cost: float


def covers(items: Sequence[Sequence[Span]], steps: Steps | None = None) -> list[Cover]:
    """The cheapest covers of a lattice, by cost; `steps` counts what it takes.

    A dynamic programme over the places: at each, the `BEAM` cheapest ways to have come there that
    differ in more than fillers.
    """
    count = len(items)
    ways: list[dict[tuple[Span, ...], float]] = [{} for _ in range(count + 1)]
    ways[0][()] = 0.0
    for place in range(count):
        here = sorted(ways[place].items(), key=lambda way: way[1])[:BEAM]
        if steps is not None:
            steps.take(len(here) * len(items[place]))
        for item in items[place]:
            there = ways[item.end]
            matters = item.kind != "filler"
            for taken, cost in here:
                way = (*taken, item) if matters else taken
                total = cost + item.cost
                if total < there.get(way, 1e9):
                    there[way] = total
    ranked = sorted(ways[count].items(), key=lambda way: way[1])[:BEAM]
    return [Cover(taken, cost) for taken, cost in ranked]
