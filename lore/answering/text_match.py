"""How roles are written in credits, and which of them a question means.

Which statements are on the topic of a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from lore.language import spelling
from lore.language import text as folding
from lore.model.facts import Entity, Line, Role
from lore.understanding.plain.lexicon import table

_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_LONG_ENOUGH = 5
_NICKNAME = re.compile(r"(?<!\w)['\"‘“](.+?)['\"’”](?!\w)")


def unsaid(role: Role | None, words: Sequence[str], titles: Set[str] = frozenset()) -> int | None:
    """How many words of a role some folded words leave out; None where they are not its name.

    They are where each stands in it, misspelt at most, and no more are left out than stand there.
    Of "Bruce Wayne / Batman" either is a name; asides such as "(voice)" are none. One of the
    `titles` may stand beside a name that has none.
    """
    if role is None:
        return None
    text = role.name if isinstance(role, Entity) else role
    counts = []
    for name in _names(text):
        aside = titles if titles.isdisjoint(name) else frozenset[str]()
        count = _unmet(name, [word for word in words if word not in aside] or words)
        counts += [count] if count is not None else []
    return min(counts, default=None)


def withheld(value: object) -> bool:
    """Whether a text says no more than that a thing is not known yet ("under wraps")."""
    if not isinstance(value, str):
        return False
    told = f" {' '.join(folding.words(value))} "
    return any(f" {phrase} " in told for phrase in table()["withheld"]["phrases"])


def _names(text: str) -> Iterator[list[str]]:
    """The names that a role is written with, folded."""
    bare = _ASIDE.sub("", text)
    for name in (*bare.split("/"), *_NICKNAME.findall(bare)):
        if folded := folding.words(name):
            yield folded


def _unmet(name: list[str], words: Sequence[str]) -> int | None:
    left = list(name)
    for word in words:
        met = next((one for one in left if _is_near(word, one)), None)
        if met is None:
            return None
        left.remove(met)
    return len(left) if len(left) <= len(words) else None


def _is_near(word: str, one: str) -> bool:
    """Whether a word is another, owns what it says ("nemo's") or, where it is long enough to tell,
    is misspelt for it."""
    return one in (word, word.removesuffix("s")) or (
        len(word) >= _LONG_ENOUGH and spelling.distance(word, one) is not None
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


def _stems(line: Line) -> set[str]:
    fact = line.fact
    texts = [
        part.name if isinstance(part, Entity) else str(part)
        for part in (fact.subject, fact.value, fact.role)
        if part is not None
    ]
    return {spelling.stem(word) for text in texts for word in folding.words(text)}
