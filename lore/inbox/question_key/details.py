"""What a question says beside its reading: facets, doubtful words, and whether it asks at all.

Some words tell questions of one property apart: mother and father are both parents. The property
table gathers what facts say; members ask more finely. A relation that is said by one of these words
asks for something else than the same relation said by another.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from lore.inbox.question_key.stand_ins import mistaken
from lore.language import costs
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.understanding.lattice import Span
from lore.understanding.reader import MARK
from lore.understanding.signals import Signals

_GROUPS = (
    "mother mom mum mama mommy",
    "father dad papa daddy",
    "brother",
    "sister",
    "twin",
    "cousin",
    "uncle",
    "aunt",
    "nephew",
    "niece",
    "grandfather grandpa",
    "grandmother grandma",
    "family relative",
    "son",
    "daughter",
    "baby",
    "girlfriend",
    "boyfriend",
    "wife",
    "husband",
    "ex divorce divorced",
    "wedding",
    "engaged fiance fiancee",
    "eye eyes",
    "hair",
    "tattoo",
    "accent",
    "language",
    "ethnicity",
    "passport",
    "zodiac",
    "oscar oscars",
    "emmy emmys",
    "globe globes",
    "bafta baftas",
    "grammy grammys",
    "razzie razzies",
    "imdb",
    "tomatoes tomatometer",
    "metacritic metascore",
    "letterboxd",
    "cinemascore",
    "critic critics",
    "audience audiences",
    "netflix",
    "amazon prime",
    "disney",
    "hulu",
    "hbo",
    "dvd",
    "blu bluray ray",
    "rent",
    "download",
    "channel",
    "price",
    "presale pre",
    "gadget",
    "weapon",
    "gun",
    "car",
    "motorcycle motorbike bike",
    "plane",
    "helicopter",
    "weekend",
    "profit",
    "middle",
    "nickname nick",
    "alias",
    "code codename",
    "surname last",
    "maiden",
    "school",
    "university college alma",
    "degree",
    "ankle",
    "executive",
    "actress",
    "voice voiced",
    "lead",
    "teaser",
    "logo",
    "sequel",
    "prequel",
    "spin spinoff",
    "original",
    "song songs",
    "theme",
    "stunt stunts",
    "costume costumes",
    "makeup",
    "hours",
    "episode episodes",
    "season seasons",
    "pet dog cat",
    "votes vote",
    "net",
)

SEXES = {
    word: words[0]
    for words in (("man", "men", "male"), ("woman", "women", "female"), ("boy",), ("girl",))
    for word in words
}
"""Facets where yes or no is asked; elsewhere "the man who …" is anybody."""

FACETS = {word: group.split()[0] for group in _GROUPS for word in group.split()}
"""The facet that a word brings into a question, by the word."""


ACTIVE = "doing it"
"""The facet of who is named as the one that does what is asked about."""
_LONG = 9
"""Letters from which a mended word is surely that word, however dear."""
_DOES = frozenset({"did", "does", "do", "has", "have"})


@dataclass(frozen=True, slots=True)
class Notes:
    """Facets, sorted; words that were read as misspelt and may not be; the question word."""

    facets: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    asked: str = ""


NOTHING = Notes()


def notes(
    items: Sequence[Span],
    strange: Set[int],
    said: Signals,
    words: Sequence[str],
    language: Language,
) -> Notes:
    """The notes on the items of a question; at the `strange` places stands an unknown name."""
    facets: set[str] = set()
    unsure: list[str] = []
    if {("what", "shows"), ("which", "shows"), ("which", "show")} & set(pairwise(words)):
        facets.add("show")  # which the language takes for "show me"
    for item in items:
        if item.kind == "kind" and items[0].kind == "auxiliary":
            facets |= {SEXES[one] for one in words[item.start : item.end] if one in SEXES}
        if item.kind != "relation" or item.sense is None or item.start in strange:
            continue
        stretch = words[item.start : item.end]
        for word in stretch:
            near = language.readings(word, mend=True) or {word: 0.0}
            facets |= {FACETS[one] for one in near if one in FACETS}
        dear = item.cost - item.sense.cost > costs.SURELY_MENDED and len("".join(stretch)) < _LONG
        if dear or mistaken(item, words, language):
            unsure += stretch
    named = set(strange) | {
        place
        for item in items
        if item.mention or item.date or item.kind == "unknown"
        for place in range(item.start, item.end)
    }
    facets |= {
        word for place, word in enumerate(words) if place not in named and folding.is_number(word)
    }
    if any(word in _DOES and place + 1 in named for place, word in enumerate(words)):
        facets.add(ACTIVE)
    mended = any(item.kind == "question" and item.mended for item in items)
    asked = "" if mended else said.question or ""
    return Notes(tuple(sorted(facets)), tuple(unsure), asked)


def asks(items: Sequence[Span], said: Signals, words: Sequence[str], language: Language) -> bool:
    """Whether words ask something: by a question word, an auxiliary first, a question mark, or
    by naming something with what is to be told of it and nothing else ("MI7 budget")."""
    kinds = {item.kind for item in items}
    if kinds <= {"chat"}:
        return False
    if said.question is not None or said.card or MARK in words:
        return True
    if "auxiliary" in kinds or "chat" in kinds:
        first = items[0].kind
        return first == "auxiliary" and "chat" not in kinds
    covered = {place for item in items for place in range(item.start, item.end)}
    plain = all(word in language.light for at, word in enumerate(words) if at not in covered)
    strange = [words[item.start] for item in items if item.kind == "unknown"]
    named = bool(kinds & {"name", "unknown"})
    odd = not strange or not all(map(language.is_ordinary, strange))
    return plain and odd and named and "relation" in kinds
