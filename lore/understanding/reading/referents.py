"""What a question may be about: names, descriptions, places in an order, and what is in focus."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lore.language import costs, grammar, spelling
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Candidate as Bearer
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.facts import Entity, Status
from lore.understanding.algebra import Moment, Named, Set
from lore.understanding.fact_source import Facts
from lore.understanding.lattice import dates_in
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.orders import (
    ONES,
    counts,
    initialled,
    main_works,
    numbered_so,
    of_year,
    roman_number,
    series_end,
    titled,
)

Origin = Literal["name", "description", "order", "kind", "relation", "role", "focus", "date"]

MOST = 14
"""Referents of one question, the cheapest first."""
_CANDIDATES = 5
"""Things that one name or one description may mean."""
_RARE = 6
"""Entities that a word of a description may tell of and still describe one."""
_WINDOW = 8
"""Words within which a description stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Referent:
    """Something that a stretch of words may stand for; an empty stretch where nothing stands.

    Each is equal to itself alone, so that what hangs on it is found at once.
    """

    start: int
    end: int
    node: Set
    kind: str
    cost: float
    origin: Origin
    entity: Entity | None = None
    exact: bool = False
    plain: bool = False

    @property
    def places(self) -> range:
        """The places of its words."""
        return range(self.start, self.end)

    def apart(self, other: Referent) -> bool:
        """Whether two stretches share no word."""
        return self.end <= other.start or other.end <= self.start

    @property
    def key(self) -> object:
        """What tells it from others that stand for something else."""
        return self.entity.id if self.entity else self.node


class Referrer:
    """Finds the referents of a question in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._things = {
            word: kind
            for kind, words in language.kinds.items()
            for word in words
            if " " not in word
        }

    def find(
        self,
        evidence: Evidence,
        mentions: Sequence[Mention],
        facts: Facts,
    ) -> list[Referent]:
        """All that the words may refer to, the likeliest first."""
        words = evidence.words
        named = _named(mentions, facts)
        found = [*named, *_dates(words, facts)]
        found += self._ordered(words, facts)
        found += self._kinds(words, facts)
        found += _related(evidence, facts)
        have = {referent.key for referent in found if referent.cost < costs.SURE_REFERENT}
        covered = {
            place
            for referent in named
            if (referent.exact or referent.cost < costs.COVERING) and not referent.plain
            for place in referent.places
        }
        described = self._described(evidence, facts, covered, named)
        found += [referent for referent in described if referent.key not in have]
        found += focus(facts)
        return _cheapest(found)

    def ordered(self, words: Sequence[str], facts: Facts) -> list[Mention]:
        """The works of which words surely tell the place, as mentions."""
        sure = costs.IN_ORDER
        nouns = ONES | self._things.keys()
        return [
            Mention(
                referent.start,
                referent.end,
                referent.kind,
                sure,
                (Bearer(work.id, work.name, work.kind, work.year, sure, True),),
            )
            for referent in self._ordered(words, facts)
            if referent.cost <= sure and (work := referent.entity) is not None
            if words[referent.end - 1] in nouns
            or folding.is_number(words[referent.end - 1])
            or folding.ARTICLES & {*words[: referent.start][-1:]}
        ]

    def placed(self, words: Sequence[str], facts: Facts) -> list[Referent]:
        """The works of which words may tell the place or the kind, the likeliest first."""
        found = [*self._ordered(words, facts), *self._kinds(words, facts)]
        return sorted(found, key=lambda referent: referent.cost)

    def _ordered(self, words: Sequence[str], facts: Facts) -> Iterable[Referent]:
        """ "The second film", "season 2", "number five", "the last one", "the 2009 original"."""
        works = facts.works
        if not works:
            return
        main = main_works(works)
        by_word = titled(facts, main)
        for place, word in enumerate(words):
            follows = words[place + 1] if place + 1 < len(words) else ""
            pool, end = self._counted(words, place + 1, facts, main, by_word)
            if (match := folding.ORDINAL.fullmatch(word)) is not None:
                nth = numbered_so(pool, int(match[1]))
                yield from _at(pool, nth, place, end, told=end > place + 1)
                if nth < 0:
                    coming = [work for work in pool if facts.coming(work)]
                    yield from _at(coming, int(match[1]) - 1, place, end, told=False)
            elif end > place + 1 and (dated := of_year(word, works, facts)):
                for work in dated:
                    yield _entity(work, place, end, costs.IN_ORDER, "order")
            elif (index := roman_number(word)) is not None:
                yield from _at(main, index, place, place + 1, told=True)
            elif len(word) < 3 and follows.isdecimal() and (same := initialled(word, works)):
                yield from _at(same, int(follows) - 1, place, place + 2, told=True)
            elif counts(words, place):
                yield from _at(main, int(word) - 1, place, place + 1, told=False)
            elif word in _LAST:
                out = [work for work in pool if not facts.coming(work)]
                yield from _at(pool, len(pool) - 1, place, end, told=False)
                yield from _at(out, len(out) - 1, place, end, told=False)
            elif word in _NEXT:
                coming = [work for work in pool if facts.coming(work)]
                yield from _at(coming, 0, place, end, told=end > place + 1)
            elif word in _ORIGINAL:
                yield from _at(pool, 0, place, end, told=end > place + 1 or not follows)
            own = self._kind_of(word, works) if word not in _COUNTED else main_works(works)[0].kind
            if own is not None and follows.isdecimal() and len(follows) < 3:
                same = [work for work in works if work.kind == own]
                nth = numbered_so(same, int(follows))
                yield from _at(same, nth, place, place + 2, told=True)

    def _counted(
        self,
        words: Sequence[str],
        start: int,
        facts: Facts,
        main: Sequence[Entity],
        by_word: Mapping[str, Sequence[Entity]],
    ) -> tuple[Sequence[Entity], int]:
        """Of which works a place is told that stands before `start`, and where their noun ends:
        of those of a kind, of a title or of the series; where none stands there, of the `main`."""
        follows = words[start] if start < len(words) else ""
        kind = self._kind_of(follows, facts.works)
        if kind is not None:
            return [work for work in facts.works if work.kind == kind], start + 1
        pool, end = main, series_end(words, start, facts)
        if follows in ONES:
            return pool, start + 1
        if end == start and len(alike := by_word.get(follows, ())) > 1:
            pool, end = alike, start + 1
        noun = words[end] if start < end < len(words) else ""
        kind = self._kind_of(noun, facts.works)
        return pool, end + (kind is not None and kind == pool[0].kind)

    def _kind_of(self, word: str, works: Sequence[Entity]) -> str | None:
        """The kind of works that a word names, of those that there are."""
        held = {work.kind for work in works}
        stem = spelling.stem(word) if word else ""
        for kind in held:
            if any(spelling.stem(part) == stem for part in folding.words(kind)):
                return kind
        named = self._things.get(word) or self._things.get(word.removesuffix("s"))
        return named if named in held else None

    def _kinds(self, words: Sequence[str], facts: Facts) -> Iterable[Referent]:
        """ "The short", "the show", "the musical": the works of a kind of which there are few."""
        works = facts.works
        for place, word in enumerate(words):
            kind = self._kind_of(word, works)
            if kind is None:
                continue
            same = [work for work in works if work.kind == kind]
            if len(same) <= 3 and kind != main_works(works)[0].kind:
                for rank, work in enumerate(same):
                    cost = costs.BY_KIND + costs.NEXT_OF_KIND * rank
                    yield _entity(work, place, place + 1, cost, "kind")
            series = facts.main_series
            if series is not None and series.kind == kind:
                yield _entity(series, place, place + 1, costs.BY_KIND, "kind")

    def _described(
        self, evidence: Evidence, facts: Facts, covered: set[int], named: Sequence[Referent]
    ) -> Iterable[Referent]:
        """Entities by words of what is told of them: "the blind lighthouse keeper"."""
        bags = _bags(facts, self._language)
        if not bags:
            return
        spread = Counter(stem for bag in bags.values() for stem in bag)
        scores: dict[int, float] = defaultdict(float)
        places: dict[int, list[int]] = defaultdict(list)
        for place in evidence.free - covered - evidence.strange:
            word = evidence.words[place]
            stem = spelling.stem(word)
            if len(word) < 3 or not 0 < spread.get(stem, 0) <= _RARE:
                continue
            for entity, bag in bags.items():
                if stem in bag:
                    scores[entity] += math.log(1 + len(bags) / spread[stem])
                    places[entity].append(place)
        best = sorted(scores, key=lambda entity: (-scores[entity], entity))[:_CANDIDATES]
        known = {end.id: end for end in _entities(facts)}
        for entity in best:
            told = [*places[entity], *_named_in(bags[entity], evidence, named)]
            start, end = min(told), max(told) + 1
            if end - start > _WINDOW:
                start, end = min(places[entity]), max(places[entity]) + 1
            if entity not in known or end - start > _WINDOW:
                continue
            cost = max(costs.LEAST_DESCRIBED, costs.DESCRIBED - costs.PER_RARITY * scores[entity])
            yield _entity(known[entity], start, end, cost, "description")


def _named_in(bag: Counter[str], evidence: Evidence, named: Sequence[Referent]) -> Iterable[int]:
    """The places of names that are told of something as well: "the IMF ace"."""
    for referent in named:
        told = folding.words(referent.entity.name) if referent.entity is not None else []
        own = evidence.words[referent.start : referent.end]
        if any(all(spelling.stem(word) in bag for word in words) for words in (told, own)):
            yield from referent.places


_LAST = grammar.words("works", "last")
_NEXT = grammar.words("works", "next")
_ORIGINAL = grammar.words("works", "original")
_COUNTED = grammar.words("works", "counted")


def focus(facts: Facts) -> list[Referent]:
    """The works that an unnamed question is about: those to come, else the latest; the series."""
    coming = [work for work in facts.works if facts.coming(work)]
    chosen = coming[:3] or list(facts.works[-1:])
    found = [
        _entity(work, 0, 0, costs.IN_FOCUS + costs.NEXT_IN_FOCUS * rank, "focus")
        for rank, work in enumerate(chosen)
    ]
    if facts.main_series is not None:
        cost = costs.IN_FOCUS + costs.SERIES_IN_FOCUS
        found.append(_entity(facts.main_series, 0, 0, cost, "focus"))
    return found


def _at(
    works: Sequence[Entity], index: int, start: int, end: int, *, told: bool
) -> Iterable[Referent]:
    if 0 <= index < len(works):
        cost = costs.IN_ORDER + (0 if told else costs.UNTOLD_ORDER)
        yield _entity(works[index], start, end, cost, "order")


def _entity(entity: Entity, start: int, end: int, cost: float, origin: Origin) -> Referent:
    return Referent(start, end, Named(entity), entity.kind, cost, origin, entity)


def _named(mentions: Sequence[Mention], facts: Facts) -> list[Referent]:
    """The candidates of the linked names of which something is known; parts of a longer exact
    name are left out."""
    ranked = sorted(
        (mention for mention in mentions if mention.cost <= costs.DEAREST_REFERENT),
        key=lambda mention: mention.cost - costs.LONGER_NAME * (mention.end - mention.start),
    )
    kept: list[Mention] = []
    for mention in ranked:
        if not any(_within(mention, other) for other in kept):
            kept.append(mention)
    found: dict[tuple[int, int, int], Referent] = {}
    for mention in kept:
        for one in mention.candidates[:_CANDIDATES]:
            if facts.whole and not facts.about(one.entity):
                continue
            entity = Entity(one.entity, one.name, one.kind, one.year)
            key = (mention.start, mention.end, one.entity)
            known = found.get(key)
            if known is None or one.cost < known.cost:
                made = _entity(entity, mention.start, mention.end, one.cost, "name")
                found[key] = replace(made, exact=one.exact, plain=mention.plain)
    return list(found.values())


def _within(mention: Mention, other: Mention) -> bool:
    """Whether a mention is only a part of another that is surely meant."""
    return other.holds(mention) and other.exact and other.cost <= mention.cost + costs.WITHIN


def _dates(words: Sequence[str], facts: Facts) -> Iterable[Referent]:
    """The dates that stand there; a month without a year is that of the works' own dates."""
    taken: set[int] = set()
    for start, end, date in dates_in(words):
        taken.update(range(start, end))
        yield Referent(start, end, Moment(date), "date", costs.DATE, "date", exact=True)
    months: Mapping[str, int] = folding.numbers()["months"]
    for place, word in enumerate(words):
        month = months.get(word)
        if month is None or place in taken or not facts.whole:
            continue
        years = {
            fact.value.year
            for name in facts.held()
            for fact in facts.of(name)
            if isinstance(fact.value, PartialDate) and fact.value.month == month
        }
        for year in sorted(years)[-3:]:
            node = Moment(PartialDate(year, month))
            yield Referent(place, place + 1, node, "date", costs.MONTH, "date")


def _related(evidence: Evidence, facts: Facts) -> Iterable[Referent]:
    """ "The sequel", "the spin-off": the works that stand as values of a relation of works."""
    for name, entry in facts.properties.items():
        if not entry.value or entry.value != entry.subject or not facts.whole:
            continue
        for hit in evidence.of("property", name):
            for fact in facts.of(name)[:4]:
                if isinstance(fact.value, Entity) and fact.status is not Status.DENIED:
                    yield _entity(fact.value, hit.start, hit.end, costs.BY_RELATION, "relation")


def _bags(facts: Facts, language: Language) -> dict[int, Counter[str]]:
    """For each entity the stems of the content words of what is told of it in texts."""
    if not facts.whole:
        return {}
    bags: dict[int, Counter[str]] = defaultdict(Counter)
    for name in facts.held():
        entry = facts.properties.get(name)
        if entry is None or entry.topic or not facts.whole:
            continue
        for fact in facts.of(name):
            if isinstance(fact.value, str):
                bags[fact.subject.id].update(_content(fact.value, language))
            if isinstance(fact.role, str) and isinstance(fact.value, Entity):
                bags[fact.value.id].update(_content(fact.role, language))
    return bags


def _content(text: str, language: Language) -> Iterable[str]:
    return (
        spelling.stem(word)
        for word in folding.words(text)
        if word not in language.fillers and len(word) > 2 and not folding.is_number(word)
    )


def _entities(facts: Facts) -> Iterable[Entity]:
    for name in facts.held():
        for fact in facts.of(name):
            yield fact.subject
            for end in (fact.value, fact.role):
                if isinstance(end, Entity):
                    yield end


def _cheapest(found: Iterable[Referent]) -> list[Referent]:
    """Each referent of a stretch once, at its least cost; the cheapest of all."""
    best: dict[tuple[int, int, object], Referent] = {}
    for referent in found:
        key = (referent.start, referent.end, referent.key)
        if key not in best or referent.cost < best[key].cost:
            best[key] = referent
    return sorted(best.values(), key=lambda referent: (referent.cost, referent.start))[:MOST]
