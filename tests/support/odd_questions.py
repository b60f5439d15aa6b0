"""Questions that nobody means: phrases, their misspellings and names, in any number and order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from lore.language.lexicon import Language

LONGEST = 2000
"""Characters of the longest message that Discord passes."""
_FEW, _MANY = 8, 70
WORST = (
    "shot shot shot shot shot shot shot mi7",
    "who teased posted shared said talked trained returned joined considered mi7",
    "descrbie as producion bgin producion bgin producion bgin producion bgin Shea Whigham "
    "producion bgin Shea Whigham Shea Whigham producion bgin descrbie as producion bgin",
    " ".join(["shot"] * 30 + ["mi7"] + ["shot"] * 29),
    " ".join(["mi7", "mi8", "Tom Cruise", "directed"] * 12),
    "(mi7) " * 60,
    "7 " * 60,
    "directd " * 60,
    "x" * LONGEST,
    "filmign cnotinue (film) resumedd flming 8th instalment transformation lsat day of filmingg",
)


class Oddities:
    """Makes such questions of one language and some names; the same for one seed."""

    def __init__(self, language: Language, names: Sequence[str], seed: int) -> None:
        phrases = [phrase for one in language.properties.values() for phrase, _ in one.phrases]
        self._relations = sorted(set(phrases))
        self._words = sorted(language.vocabulary)
        self._names = list(names)
        self._chance = random.Random(seed)

    def questions(self, count: int) -> Iterator[str]:
        """So many questions, each cut at what Discord passes."""
        for _ in range(count):
            yield self._question()[:LONGEST].strip() or "?"

    def _question(self) -> str:
        chance = self._chance
        length = chance.randint(1, chance.choice((_FEW, _FEW, _MANY)))
        weights = [chance.random() for _ in range(5)]
        few = chance.random() < 0.3
        drawn = [self._draw(weights) for _ in range(3 if few else length)]
        stretches = [chance.choice(drawn) for _ in range(length)] if few else drawn
        joint = chance.choice((" ", " ", " ", " and ", ", ", " of ", " in ", "'s "))
        return joint.join(stretches) + chance.choice(("", "?"))

    def _draw(self, weights: Sequence[float]) -> str:
        chance = self._chance
        kind = chance.choices(range(5), weights)[0]
        if kind == 0:
            return chance.choice(self._relations)
        if kind == 1:
            return misspelt(chance.choice(self._relations), chance)
        if kind == 2:
            return chance.choice(self._names)
        if kind == 3:
            return chance.choice([*misspelt(chance.choice(self._names), chance).split(), "7"])
        return chance.choice((chance.choice(self._words), str(chance.randint(1, 2030)), "(film)"))


def misspelt(text: str, chance: random.Random) -> str:
    """A text with a slip in each word that is long enough for one."""
    return " ".join(_slipped(word, chance) for word in text.split())


def _slipped(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    place = chance.randrange(1, len(word) - 1)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return chance.choice((word[:place] + word[place + 1 :], swapped, word + word[-1]))
