"""What forbids any answer, or a sure one: words of a name or a number that the store does not know.

A weight could be outweighed; these never are, since a name must not be bent into another one and
numbers are never fuzzed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from lore.language import costs, spelling
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.model.facts import PEOPLE
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.grammar import is_capital
from lore.understanding.reading.referents import Referent

_LONG = 7
"""Letters from which a misspelt word is surely the one that it is taken for."""
_SHORT = 3
"""Letters that a misspelt word has at least."""
_DIGITS = re.compile(r"\d+")
_PARTED = re.compile(r": | [–-] ")
"""What stands between the parts of a title, each of which may stand for it."""
_SURE = ("name", "order")
"""What a word beside a name may belong to."""
_ARITHMETIC = re.compile(r"\d\s*[+*×÷=^]\s*\d")


def vetoed(
    question: str,
    evidence: Evidence,
    referents: Sequence[Referent],
    held: Collection[str],
    language: Language,
) -> bool:
    """Whether a question is a sum, or of somebody or something that is not known or not named;
    `held` are the properties that the store has facts of."""
    families = language.families
    return (
        is_sum(question)
        or any(
            bent(referent, referents, evidence, held, families, surely=True)
            for referent in referents
        )
        or _unknown(evidence, referents)
        or bool(_numbers(evidence, referents) & _counted(question, evidence))
        or _untold(evidence, referents, language.pronouns)
        or _elsewhere(evidence, referents, language)
    )


def is_sum(question: str) -> bool:
    """Whether a question is to be calculated."""
    return _ARITHMETIC.search(question) is not None


def bent(
    one: Referent,
    referents: Sequence[Referent],
    evidence: Evidence,
    held: Collection[str],
    families: Collection[str],
    *,
    surely: bool = False,
) -> bool:
    """Whether a referent is a part of a name with a word beside it that belongs to another name:
    "Jane" of "Jane Eyre", where Jane Carter is known; `surely` where that is no word of the
    language, or one of the `families`."""
    if one.origin != "name" or one.plain or one.entity is None:
        return False
    said = {spelling.stem(word) for word in evidence.words[one.start : one.end]}
    names, *parts = (_stems(part) for part in (one.entity.name, *_PARTED.split(one.entity.name)))
    if len(names) <= one.end - one.start or _held_otherwise(one, referents):
        return False
    if len(parts) > 1 and any(said == set(part) for part in parts):
        return False
    before = {one.start - 1} if names[0] not in said else set()
    after = {one.end} if names[-1] not in said else set()
    taken = {
        place
        for other in referents
        if other.exact or (other.origin in _SURE and other.cost < costs.SURE_REFERENT)
        for place in other.places
    }
    strange = evidence.strange - _mended(evidence, _LONG)
    idle = evidence.free - evidence.strange - _spoken(evidence, held)
    if (before | {one.end}) & strange - taken:
        return True
    if after - taken and one.entity.kind in PEOPLE and _at(evidence, one.end) in families:
        return True
    return not surely and bool((before | after) & idle - taken)


def _stems(text: str) -> list[str]:
    return [spelling.stem(word) for word in folding.words(text)]


def _at(evidence: Evidence, place: int) -> str:
    """The word at a place; "" behind the last."""
    return evidence.words[place] if place < len(evidence.words) else ""


def _spoken(evidence: Evidence, held: Collection[str]) -> frozenset[int]:
    """The places of words that speak of something the store tells, or of no property at all."""
    return frozenset(
        place
        for hit in evidence.hits
        if hit.cue.sort != "property" or hit.cue.name in held
        for place in hit.places
    )


def _held_otherwise(one: Referent, referents: Sequence[Referent]) -> bool:
    """Whether a better name stands over the words of a referent."""
    return any(
        other.exact
        and other is not one
        and other.start <= one.start
        and one.end <= other.end
        and other.key != one.key
        for other in referents
    )


def _unknown(evidence: Evidence, referents: Sequence[Referent]) -> bool:
    """Whether a strange word, near to no other, stands where somebody may be named, and nobody
    else is."""
    named = [referent for referent in referents if referent.origin == "name" and not referent.plain]
    if any(referent.kind in PEOPLE for referent in named):
        return False
    return bool(evidence.strange - _places(named) - _mended(evidence, _SHORT))


def _untold(evidence: Evidence, referents: Sequence[Referent], pronouns: Mapping[str, str]) -> bool:
    """Whether a question begins as "is he" or "does she", and nobody is named."""
    second = evidence.words[1] if evidence.opened and len(evidence.words) > 1 else ""
    return pronouns.get(second) == "person" and not any(
        referent.kind in PEOPLE and referent.origin == "name" for referent in referents
    )


def _elsewhere(evidence: Evidence, referents: Sequence[Referent], language: Language) -> bool:
    """Whether a well-known franchise is named of which nothing is known."""
    words, taken = list(evidence.words), _places(referents)
    return any(
        words[place : place + len(name)] == name
        and taken.isdisjoint(range(place, place + len(name)))
        for name in language.elsewhere
        for place in range(len(words))
    )


def _numbers(evidence: Evidence, referents: Sequence[Referent]) -> set[int]:
    """The places of numbers beside a name that nothing takes up.

    "Vol. 3" right after a name is no third film.
    """
    words = evidence.words
    names = [referent for referent in referents if referent.origin == "name" and not referent.plain]
    ends = {_end(referent, words) for referent in names}
    beside = {place for end in ends for place in (end, end + 1)} | {
        referent.start - 1 for referent in names
    }
    counted = [
        referent for referent in referents if referent.origin == "order" and referent.start in ends
    ]
    taken = _places([referent for referent in referents if referent not in counted])
    return {
        place
        for place in beside - taken
        if 0 <= place < len(words) and folding.is_number(words[place])
    }


def _counted(question: str, evidence: Evidence) -> set[int]:
    """The places of numbers that are written in digits."""
    written = set(_DIGITS.findall(question))
    return {
        place
        for place, word in enumerate(evidence.words)
        if (digits := _DIGITS.match(word)) is not None and digits[0] in written
    }


def _end(referent: Referent, words: Sequence[str]) -> int:
    """Where a name ends, with the words of it that follow a shorter form."""
    name = folding.words(referent.entity.name) if referent.entity else []
    end = referent.end
    while end < len(words) and words[end] in name:
        end += 1
    return end


def unnamed(question: str, evidence: Evidence, referents: Sequence[Referent]) -> bool:
    """Whether a word is written as a name is, in a question that writes others small, and neither
    a name that is known nor any cue has it; where a yes or no is wanted, a word for a property
    ("is Universal the studio") is no less a name."""
    words = evidence.words
    written = {place for place in evidence.free if is_capital(words[place], question)}
    explained = {
        place
        for hit in evidence.hits
        for place in hit.places
        if not (evidence.confirming and hit.cue.sort == "property")
    }
    return bool(written - _places(referents) - explained) and bool(evidence.free - written)


def _places(referents: Sequence[Referent]) -> frozenset[int]:
    return frozenset(place for referent in referents for place in referent.places)


def _mended(evidence: Evidence, least: int) -> frozenset[int]:
    """The places of words, of so many letters at least, that a cue stands at."""
    return frozenset(
        place
        for hit in evidence.hits
        for place in hit.places
        if len(evidence.words[place]) >= least
    )
