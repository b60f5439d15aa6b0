"""Who or what several works share that are told by their number: "in all three films"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from lore.language import grammar
from lore.model.facts import Entity
from lore.understanding.algebra import Common, Listing, Named, OfKind, Question, Step, Works
from lore.understanding.fact_source import Facts
from lore.understanding.reading.orders import main_works, titled

_ALL = re.compile(
    rf" (?:{grammar.alternatives('works', 'all')})"
    rf"(?: (?:{grammar.alternatives('works', 'all_of')}))*"
    r"(?: (?P<first>1st))?(?: (?P<count>\d))?(?: (?P<noun>.*))? $"
)


def of_all(
    question: Question | None, words: Sequence[str], facts: Facts, nouns: frozenset[str]
) -> Listing | None:
    """A list of who or what stands in works, asked of all those together that words tell of by
    their number or as all of them; None of any other question. `nouns` stand for works."""
    match question:
        case Listing(Step(ask="value", source=None | Named() | Works() | OfKind()) as step, count):
            works = _told(words, facts, nouns)
        case _:
            return None
    series = [facts.main_series] if facts.main_series is not None else []
    if isinstance(step.source, Named) and step.source.entity.id not in {
        each.id for each in (*works, *series)
    }:
        return None
    parts = tuple(replace(step, known="subject", source=Named(each)) for each in works)
    return Listing(Common(parts), count) if len(parts) > 1 else None


def _told(words: Sequence[str], facts: Facts, nouns: frozenset[str]) -> Sequence[Entity]:
    """The works that words tell of together, in the order of release."""
    found = _ALL.search(f" {' '.join(words)} ")
    if found is None:
        return []
    main = main_works(facts.works)
    by_word = titled(facts, main)
    behind = (found["noun"] or "").split()
    titles = list(takewhile(by_word.__contains__, behind))
    if nouns.isdisjoint(word.removesuffix("s") for word in behind[len(titles) :][:1]):
        return []
    pool = next((alike for word in titles if len(alike := by_word[word]) > 1), main)
    out = [work for work in pool if not facts.coming(work)]
    if found["count"] is None:
        return out
    count = int(found["count"])
    if found["first"] or count == len(pool):
        return pool[:count]
    return out if count == len(out) else []
