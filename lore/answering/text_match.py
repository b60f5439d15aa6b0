"""How roles are written in credits, and which of them a question means.

Which statements are on the topic of a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from lore.language import spelling
from lore.language import text as folding
from lore.model.facts import Entity, Line, Role
from lore.understanding.plain.lexicon import table

_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_STEMMED = 2_048
"""Texts of which the stems are kept: every question about statements looks at all of them."""
_LONG_ENOUGH = 5
"""Letters from which a word may be misspelt."""
_NICKNAME = re.compile(r"(?<!\w)['\"‘“](.+?)['\"’”](?!\w)")


class RoleWords:
    """The folded words of a role that a question means, to be found in the roles of credits. One
    of the `titles` may stand beside a name that has none, and `bare` are the words without them. No
    two words are compared twice."""

    def __init__(self, words: Sequence[str], titles: Set[str] = frozenset()) -> None:
        self._words = words
        self._titles = titles
        self.bare = [word for word in words if word not in titles] or words
        self._near: dict[tuple[str, str], bool] = {}

    def unsaid(self, role: Role | None) -> int | None:
        """How many words of a role the question leaves out; None where its words are not its name.

        They are where each stands in it, misspelt at most, and no more are left out than stand
        there. Of "Bruce Wayne / Batman" either is a name; asides such as "(voice)" are none.
        """
        if role is None:
            return None
        text = role.name if isinstance(role, Entity) else role
        counts = []
        for name in _names(text):
            words = self.bare if self._titles.isdisjoint(name) else self._words
            count = self._unmet(name, words)
            counts += [count] if count is not None else []
        return min(counts, default=None)

    def _unmet(self, name: Sequence[str], words: Sequence[str]) -> int | None:
        left = list(name)
        for word in words:
            met = next((other for other in left if self._is_near(word, other)), None)
            if met is None:
                return None
            left.remove(met)
        return len(left) if len(left) <= len(words) else None

    def _is_near(self, word: str, other: str) -> bool:
        known = self._near.get((word, other))
        if known is None:
            known = self._near[word, other] = _is_near(word, other)
        return known


def withheld(value: object) -> bool:
    """Whether a text says no more than that a thing is not known yet ("under wraps")."""
    if not isinstance(value, str):
        return False
    told = f" {' '.join(folding.words(value))} "
    return any(f" {phrase} " in told for phrase in table()["withheld"]["phrases"])


@lru_cache(maxsize=4096)
def _names(text: str) -> tuple[tuple[str, ...], ...]:
    """The names that a role is written with, folded."""
    bare = _ASIDE.sub("", text)
    folded = (folding.words(name) for name in (*bare.split("/"), *_NICKNAME.findall(bare)))
    return tuple(tuple(words) for words in folded if words)


def _is_near(word: str, other: str) -> bool:
    """Whether a word is another, owns what it says ("nemo's") or, where it is long enough to tell,
    is misspelt for it."""
    return other in (word, word.removesuffix("s")) or (
        len(word) >= _LONG_ENOUGH and spelling.distance(word, other) is not None
    )


_LEAST = 4
"""Letters that a word must have to be a topic; shorter ones are articles and the like."""


def on_topic(lines: Sequence[Line], topic: Iterable[str]) -> list[Line]:
    """The lines whose texts share the most words with the topic; all of them without a topic.

    Words are compared by their stems. Where the best shares less than
    half of the topic there is none.
    """
    wanted = {spelling.stem(word) for word in topic if len(word) >= _LEAST}
    if not wanted:
        return list(lines)
    scores = [len(wanted & _stems(line)) for line in lines]
    best = max(scores, default=0)
    if 2 * best < len(wanted):
        return []
    return [line for line, score in zip(lines, scores, strict=True) if score == best and best]


def _stems(line: Line) -> frozenset[str]:
    fact = line.fact
    texts = [
        part.name if isinstance(part, Entity) else str(part)
        for part in (fact.subject, fact.value, fact.role)
        if part is not None
    ]
    return frozenset().union(*map(_stemmed, texts))


@lru_cache(_STEMMED)
def _stemmed(text: str) -> frozenset[str]:
    return frozenset(map(spelling.stem, folding.words(text)))
