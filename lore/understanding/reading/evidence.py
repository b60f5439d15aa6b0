"""What the words of a question point to, before anything is decided."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lore.language import text as folding
from lore.model.facts import Slot, Status
from lore.understanding.reading.cues import Cues, Hit
from lore.understanding.signals import askers

_BY_NAME = "what"
"""What question words ask for behind which a noun tells of which kind the answer is."""


class Support(NamedTuple):
    """The strongest words for a property that do not overlap: their hits with what each weighs,
    what all weigh together, and where they stand."""

    hits: tuple[tuple[Hit, float], ...]
    strength: float
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The hits of one question by what they point to.

    `free` are the places of content words: no articles, pronouns and the like. `verdict` says that
    it is shaped as something to be confirmed, `opened` that its verb says so, `asked` that a
    question word stands in it. `stretch` are the places that it speaks of, `starts` those at which
    what stands between signs begins.
    """

    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    free: frozenset[int]
    strange: frozenset[int]
    verdict: bool
    opened: bool
    asked: bool
    marked: bool
    stretch: tuple[int, int]
    starts: tuple[int, ...] = (0,)
    _by: Mapping[tuple[str, str], tuple[Hit, ...]] = field(repr=False, default_factory=dict)
    _supported: dict[tuple[str, Slot | None, frozenset[int]], Support] = field(
        repr=False, compare=False, default_factory=dict
    )

    def within(self, start: int, end: int) -> Evidence:
        """The evidence of a stretch of the words; places stay as they are."""
        inside = frozenset(range(start, end))
        hits = tuple(hit for hit in self.hits if start <= hit.start and hit.end <= end)
        return replace(
            self,
            hits=hits,
            free=self.free & inside,
            strange=self.strange & inside,
            stretch=(start, end),
            _by=_sorted(hits),
            _supported={},
        )

    def segment(self, place: int) -> int:
        """The rank of what stands between signs at a place."""
        return bisect_right(self.starts, place) - 1

    @property
    def confirming(self) -> bool:
        """Whether the verb or a tag ("…, right?") asks for a yes or no, and no question word for
        anything else."""
        return not self.asked and (self.opened or bool(self.of("answer", "yesno")))

    def nouns(self, questions: Mapping[str, str]) -> frozenset[int]:
        """The places of what is asked for by name: "what camera"."""
        return frozenset(
            place
            for place in self.free
            if place and questions.get(self.words[place - 1]) == _BY_NAME
        )

    def askers(self, questions: Mapping[str, str]) -> int:
        """How many question words stand there."""
        return askers(self.words[slice(*self.stretch)], questions)

    def of(self, sort: str, name: str) -> tuple[Hit, ...]:
        """The hits of one target."""
        return self._by.get((sort, name), ())

    def names(self, sort: str) -> list[str]:
        """The targets of a sort that were hit."""
        return sorted(name for known, name in self._by if known == sort)

    def has(self, *marks: str) -> bool:
        """Whether any of some operators is marked."""
        return any(("mark", mark) in self._by for mark in marks)

    def statuses(self) -> frozenset[Status]:
        """The statuses that are spoken of, but for those that a word before wants left out ("no
        rumours", "not the rumoured ones")."""
        denied = {place + 1 for hit in self.of("mark", "negation") for place in hit.places}
        told = [hit for hit in self.hits if hit.cue.sort == "status" and hit.start not in denied]
        whole = [set(hit.places) for hit in told]
        return frozenset(
            Status(hit.cue.name)
            for hit in told
            if not any(set(hit.places) < longer for longer in whole)
        )

    def strength(self, name: str, slot: Slot | None, covered: frozenset[int]) -> float:
        """How strongly a property is pointed to, asking for a slot, by words that nothing covers.

        Cues that ask for another slot count half.
        """
        return self.support(name, slot, covered).strength

    def support(self, name: str, slot: Slot | None, covered: frozenset[int]) -> Support:
        """What points to a property, asking for a slot, of the words that nothing covers."""
        key = (name, slot, covered)
        found = self._supported.get(key)
        if found is None:
            found = self._supported[key] = self._support(name, slot, covered)
        return found

    def _support(self, name: str, slot: Slot | None, covered: frozenset[int]) -> Support:
        weighed = [
            (hit, hit.weight * _fit(hit.cue.slot, slot))
            for hit in self.of("property", name)
            if covered.isdisjoint(hit.places)
        ]
        chosen: list[tuple[Hit, float]] = []
        for hit, weight in sorted(weighed, key=lambda told: (-told[1], told[0].start)):
            if all(hit.end <= other.start or other.end <= hit.start for other, _ in chosen):
                chosen.append((hit, weight))
        places = frozenset(place for hit, _ in chosen for place in hit.places)
        return Support(tuple(chosen), sum(weight for _, weight in chosen), places)

    def explained(self, sorts: Iterable[str]) -> frozenset[int]:
        """The places of words that hits of some sorts cover."""
        wanted = set(sorts)
        return frozenset(
            place for hit in self.hits if hit.cue.sort in wanted for place in hit.places
        )


def _sorted(hits: Iterable[Hit]) -> dict[tuple[str, str], tuple[Hit, ...]]:
    by: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        by.setdefault((hit.cue.sort, hit.cue.name), []).append(hit)
    return {key: tuple(found) for key, found in by.items()}


def _fit(asked: Slot | None, slot: Slot | None) -> float:
    if asked is None or slot is None:
        return 0.9
    return 1.0 if asked == slot else 0.45


def _openers(words: Sequence[str], hits: Sequence[Hit], auxiliaries: frozenset[str]) -> list[int]:
    """The places of verbs that open a question, but for those of set phrases ("could you tell")."""
    polite = {
        place
        for hit in hits
        if hit.cue.sort == "filler" and hit.end > hit.start + 1
        for place in hit.places
    }
    return [
        place for place, word in enumerate(words[:4]) if word in auxiliaries and place not in polite
    ]


def _asks(words: Sequence[str], tags: Sequence[Hit], questions: Mapping[str, str]) -> bool:
    """Whether a question word stands there, but for one in a tag at the end ("or what")."""
    aside = {place for hit in tags if hit.end == len(words) for place in hit.places}
    return any(word in questions for place, word in enumerate(words) if place not in aside)


def gather(
    words: Sequence[str],
    cues: Cues,
    *,
    named: frozenset[int],
    questions: Mapping[str, str],
    auxiliaries: frozenset[str],
    light: frozenset[str],
    marked: bool,
    starts: tuple[int, ...] = (0,),
) -> Evidence:
    """Gather what folded words point to; `named` are the places of names, the words of which are
    not mended, `starts` those at which what stands between signs begins.

    `questions` maps single question words to what they ask for; `marked` says that the question
    ends in a question mark.
    """
    hits = cues.hits(words, named)
    free = frozenset(
        place
        for place, word in enumerate(words)
        if word not in light and word not in auxiliaries and word not in questions
    )
    numbers = {place for place in free if folding.is_number(words[place])}
    strange = frozenset(place for place in free - numbers if not cues.known(words[place]))
    asking = any(hit.cue.sort == "mark" and hit.cue.name == "asking" for hit in hits)
    tags = [hit for hit in hits if hit.cue.sort == "answer" and hit.cue.name == "yesno"]
    asked = asking or _asks(words, tags, questions)
    openers = _openers(words, hits, auxiliaries)
    opened = bool(openers) and not any(word in questions for word in words[: openers[0]])
    return Evidence(
        words=tuple(words),
        hits=tuple(hits),
        free=free,
        strange=strange,
        verdict=opened or bool(tags) or not asked,
        opened=opened,
        asked=asked,
        marked=marked,
        stretch=(0, len(words)),
        starts=starts,
        _by=_sorted(hits),
    )
