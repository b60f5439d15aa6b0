"""Words without which a pattern cannot match, so that most of them need not be tried."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MOST = 60
"""Words that are worth looking for one by one."""
_SHORTEST = 2
"""Letters of the shortest word that tells anything."""
_ATOM = re.compile(
    r"(?P<around>\(\?(?:[=!]|<[=!]))|(?P<open>\((?:\?(?:P<\w+>|[a-z]*:))?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<any>\[\^?\]?(?:[^\]\\]|\\.)*\]|\\[A-Za-z\d]|[.^$])|\\?(?P<letter>.)",
    re.DOTALL,
)
_TIMES = re.compile(r"(?P<none>[?*]|\{0?,\d*\}|\{0\})\??|(?:\+|\{[^}]*\})\??")

Words = frozenset[str]


def needed(source: str) -> Words:
    """Words in small letters of which a text has one wherever a regular expression matches it;
    none where that cannot be told.

    Alternatives give all their words; what may be absent or stands in a class gives none.
    """
    found, _ = _either(source, 0)
    return found if len(found) <= _MOST else frozenset()


def _either(source: str, place: int) -> tuple[Words, int]:
    """The words of alternatives from a place on, with the place of the bracket that ends them."""
    told: list[Words] = []
    while True:
        words, place = _sequence(source, place)
        told.append(words)
        if source[place : place + 1] != "|":
            return (frozenset().union(*told) if all(told) else frozenset()), place
        place += 1


def _sequence(source: str, place: int) -> tuple[Words, int]:
    """The words of what stands one after the other, with the place behind it."""
    told: list[Words] = []
    run = ""
    while (atom := _ATOM.match(source, place)) is not None:
        if atom["close"] or atom["bar"]:
            break
        inside: Words = frozenset()
        place = atom.end()
        if atom["open"] or atom["around"]:
            inside, place = _either(source, place)
            place += 1
        times = _TIMES.match(source, place)
        place = times.end() if times is not None else place
        letter = atom["letter"] or ""
        absent = times is not None and times["none"] is not None
        run += "" if absent else letter
        if run and (not letter or times is not None):
            told.append(frozenset({run.lower()}))
            run = ""
        if inside and not absent and not atom["around"]:
            told.append(inside)
    told.append(frozenset({run.lower()}) if run else frozenset())
    return _rarest(told), place


def _rarest(told: Sequence[Words]) -> Words:
    """Of several sets the one whose shortest word is longest."""
    sizes = [(min(map(len, words)), -len(words), words) for words in told if words]
    best = max(sizes, key=lambda size: size[:2], default=None)
    return best[2] if best is not None and best[0] >= _SHORTEST else frozenset()
