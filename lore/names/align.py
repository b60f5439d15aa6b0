"""Laying a name's words along a question's, to see how much of the name stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from lore.names import forms, spelling

# Costs in the currency of a cover: an edit by the length of the word that bears it, what is
# missing by its share of the name, a missing number, and a first name without its surname.
_EDIT = 1.6
_MISSING = 0.9
_NO_NUMBER = 0.45
_FIRST_NAME = 0.15
_SMALL = 0.1
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a name lies on the words from `start` to before `end`.

    `edits` counts letters changed, `edit_cost` weighs them by length, `share` is the part of the
    name's letters that stands there, `last` tells whether the name's last word does,
    `small_missing` counts the prepositions and the like that do not.
    """

    start: int
    end: int
    edits: int
    edit_cost: float
    share: float
    last: bool
    number_missing: bool
    small_missing: int

    @property
    def whole(self) -> bool:
        """Whether nothing of the name but articles is missing."""
        return self.share > 0.999 and not self.small_missing

    def cost(self, kind: str) -> float:
        """What taking the words for this name costs beyond an exact name."""
        cost = self.edit_cost
        if not self.whole:
            person = kind in ("person", "character")
            cost += 0.2 + (0.0 if person and self.last else _MISSING * (1 - self.share))
            cost += _FIRST_NAME if person and not self.last else 0.0
        return cost + _SMALL * self.small_missing + (_NO_NUMBER if self.number_missing else 0.0)


def align(
    name: Sequence[str],
    words: Sequence[str],
    close: Mapping[int, Mapping[str, int]],
    light: Set[str],
) -> list[Alignment]:
    """The ways in which a name's words lie on the question's, in order and without other words
    between them but light ones.

    `close` gives for each place of the question the words of names that may stand there, with
    their distance in edits. A number of the name is matched exactly or is missing; a name whose
    number is contradicted by the number that stands there does not align.
    """
    where: dict[str, list[tuple[int, int]]] = {}
    for place, near in close.items():
        for text, far in near.items():
            where.setdefault(text, []).append((place, far))
    anchors = {
        place - offset: None
        for offset, word in enumerate(name)
        if word not in light
        for place, _ in where.get(word, ())
    }
    found = []
    for begin in anchors:
        alignment = _lay(name, words, where, light, begin)
        if alignment is not None and alignment not in found:
            found.append(alignment)
    return found


def _lay(
    name: Sequence[str],
    words: Sequence[str],
    where: Mapping[str, Sequence[tuple[int, int]]],
    light: Set[str],
    begin: int,
) -> Alignment | None:
    """Lay the name with its first word about place `begin`; words may slip by two."""
    matched: list[tuple[int, int]] = []
    place, edits, edit_cost, slip = begin - 1, 0, 0.0, 0
    for offset, word in enumerate(name):
        expected = begin + offset + slip
        options = [
            (abs(at - expected), far, at)
            for at, far in _standing(word, words, where, expected)
            if at > place and abs(at - expected) <= 2
        ]
        if not options:
            continue
        _, far, at = min(options)
        if matched and not _only_light(words, matched[-1][1] + 1, at, light):
            break
        slip += at - expected
        place = at
        edits += far
        edit_cost += far * _EDIT / (len(word) + 1)
        matched.append((offset, at))
    return _measure(name, words, matched, light, edits, edit_cost)


def _standing(
    word: str,
    words: Sequence[str],
    where: Mapping[str, Sequence[tuple[int, int]]],
    expected: int,
) -> list[tuple[int, int]]:
    """Where a word of the name stands: as the store's near words say, or just so."""
    known = list(where.get(word, ()))
    near = range(max(0, expected - 2), min(len(words), expected + 3))
    known += [(at, 0) for at in near if words[at] == word]
    if not known and 0 <= expected < len(words):
        far = spelling.beside(words[expected], word)
        known += [(expected, far)] if far else []
    return known


def _only_light(words: Sequence[str], start: int, end: int, light: Set[str]) -> bool:
    return all(word in light for word in words[start:end])


def _measure(
    name: Sequence[str],
    words: Sequence[str],
    matched: Sequence[tuple[int, int]],
    light: Set[str],
    edits: int,
    edit_cost: float,
) -> Alignment | None:
    content = [offset for offset, word in enumerate(name) if word not in light]
    offsets = {offset for offset, _ in matched}
    kept = [(offset, at) for offset, at in matched if offset in content]
    if not kept:
        return None
    total = sum(len(name[offset]) for offset in content)
    share = sum(len(name[offset]) for offset, _ in kept) / total
    missing = [name[offset] for offset in content if offset not in offsets]
    first, last = kept[0][1], kept[-1][1]
    if matched[0][0] < kept[0][0] and matched[0][1] < first:
        first = matched[0][1]
    if missing and any(forms.is_number(words[at]) for at in range(first, last + 1)):
        standing = {words[at] for at in range(first, last + 1) if forms.is_number(words[at])}
        if not standing <= set(name):
            return None
    return Alignment(
        start=first,
        end=last + 1,
        edits=edits,
        edit_cost=edit_cost,
        share=share,
        last=content[-1] in offsets,
        small_missing=sum(
            word in light and word not in _ARTICLES and offset not in offsets
            for offset, word in enumerate(name)
        ),
        number_missing=any(forms.is_number(word) for word in missing),
    )
