"""Laying a name's words along a question's, to see how much of the name stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from lore.language import costs, spelling
from lore.language import text as folding
from lore.model.facts import PEOPLE


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
            person = kind in PEOPLE
            cost += costs.NOT_WHOLE
            cost += 0.0 if person and self.last else costs.MISSING * (1 - self.share)
            cost += costs.FIRST_NAME if person and not self.last else 0.0
        cost += costs.LIGHT_MISSING * self.small_missing
        return cost + (costs.NUMBER_MISSING if self.number_missing else 0.0)


Standing = Mapping[str, Sequence[tuple[int, int]]]
"""For a word of names the places of the question where it may stand, with its distance in edits."""


def align(
    name: Sequence[str], words: Sequence[str], where: Standing, light: Set[str]
) -> list[Alignment]:
    """The ways in which a name's words lie on the question's, in order and without other words
    between them but light ones.

    A number of the name is matched exactly or is missing; a name whose number is contradicted by
    the number that stands there does not align.
    """
    anchors = {
        place - offset: None
        for offset, word in enumerate(name)
        if word not in light
        for place, _ in where.get(word, ())
    }
    laid: dict[tuple[tuple[int, int, int], ...], None] = {}
    for begin in anchors:
        matched = _lay(name, words, where, light, begin)
        if matched:
            laid[tuple(matched)] = None
    alignments = (_measure(name, words, matched, light) for matched in laid)
    return list(dict.fromkeys(alignment for alignment in alignments if alignment is not None))


def _lay(
    name: Sequence[str], words: Sequence[str], where: Standing, light: Set[str], begin: int
) -> list[tuple[int, int, int]]:
    """Lay the name with its first word about place `begin`: (offset in the name, place, edits) of
    each word that stands there, none where only light ones do. Words may slip by two."""
    matched: list[tuple[int, int, int]] = []
    place, slip = begin - 1, 0
    for offset, word in enumerate(name):
        expected = begin + offset + slip
        options = [
            (abs(at - expected), far, at)
            for at, far in where.get(word, ())
            if at > place and -2 <= at - expected <= 2
        ]
        if not options:
            continue
        _, far, at = min(options)
        if matched and not _only_light(words, matched[-1][1] + 1, at, light):
            break
        slip += at - expected
        place = at
        matched.append((offset, at, far))
    kept = [laid for laid in matched if name[laid[0]] not in light]
    if not kept:
        return []
    if len(kept) < len(name):
        matched += _beside(name, words, light, matched)
        matched.sort()
    return matched


def _beside(
    name: Sequence[str],
    words: Sequence[str],
    light: Set[str],
    matched: Sequence[tuple[int, int, int]],
) -> list[tuple[int, int, int]]:
    """The words right before or after what was matched that stand for words of the name, badly
    misspelt: what stands beside tells what is meant."""
    pairs = []
    for (offset, at, _), step in ((matched[0], -1), (matched[-1], 1)):
        other, place = offset + step, at + step
        if not (0 <= other < len(name) and 0 <= place < len(words)):
            continue
        if name[other] in light or words[place] in light:
            continue
        far = spelling.beside(words[place], name[other])
        if far:
            pairs.append((other, place, far))
    return pairs


def _only_light(words: Sequence[str], start: int, end: int, light: Set[str]) -> bool:
    return all(word in light for word in words[start:end])


def _measure(
    name: Sequence[str],
    words: Sequence[str],
    matched: Sequence[tuple[int, int, int]],
    light: Set[str],
) -> Alignment | None:
    content = [offset for offset, word in enumerate(name) if word not in light]
    offsets = {offset for offset, _, _ in matched}
    kept = [(offset, at) for offset, at, _ in matched if offset in content]
    total = sum(len(name[offset]) for offset in content)
    share = sum(len(name[offset]) for offset, _ in kept) / total
    missing = [name[offset] for offset in content if offset not in offsets]
    first, last = kept[0][1], kept[-1][1]
    if matched[0][0] < kept[0][0] and matched[0][1] < first:
        first = matched[0][1]
    if missing and any(folding.is_number(words[at]) for at in range(first, last + 1)):
        standing = {words[at] for at in range(first, last + 1) if folding.is_number(words[at])}
        if not standing <= set(name):
            return None
    return Alignment(
        start=first,
        end=last + 1,
        edits=sum(far for _, _, far in matched),
        edit_cost=sum(far * costs.EDIT / (len(name[offset]) + 1) for offset, _, far in matched),
        share=share,
        last=content[-1] in offsets,
        small_missing=sum(
            word in light and word not in folding.ARTICLES and offset not in offsets
            for offset, word in enumerate(name)
        ),
        number_missing=any(folding.is_number(word) for word in missing),
    )
