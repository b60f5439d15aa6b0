"""How roles are written in credits, and which of them a question means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from lore.models import Entity, Role
from lore.names import forms, spelling

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


def _names(text: str) -> Iterator[list[str]]:
    """The names that a role is written with, folded."""
    bare = _ASIDE.sub("", text)
    for name in (*bare.split("/"), *_NICKNAME.findall(bare)):
        if folded := forms.words(name):
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
