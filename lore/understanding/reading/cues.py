"""The soft evidence of a language: which words point to which property, operator or kind.

A cue never vetoes a reading. How much it weighs follows from how few targets share it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, Literal

from lore.language import spelling
from lore.language import text as folding
from lore.language.properties import Property
from lore.model.errors import PropertyError
from lore.model.facts import Slot

Sort = Literal[
    "property", "answer", "status", "mark", "extreme", "compare", "kind", "filler", "chatter"
]
_STRONG = 1.0
"""What a word weighs that hints at one thing …"""
_WEAK = 0.35
"""… and one that may hint at others."""
_LISTED = 0.7
"""What a phrase of the property table weighs beside a strong cue: many are seldom meant."""
_MENDED = 0.6
"""What is left of a cue's weight where the word is misspelt."""
_STATED = 3
"""Words of a statement at least, before one that asks whether it holds."""
_LONGER = 0.25
"""How much more each further word of a phrase makes it weigh."""
_ASK: Mapping[str, Slot] = {"value": "value", "subject": "subject", "role": "role"}
_HINTS: Mapping[str, Slot | None] = {
    "value": "value",
    "subject": "subject",
    "role": "role",
    "either": None,
    "player": None,
}


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase points to. `name` is the property, operator, kind or status; `slot` the one
    that the phrase asks for; `most` and `comparison` belong to extremes and comparisons."""

    sort: Sort
    name: str
    weight: float
    slot: Slot | None = None
    detail: str = ""

    @property
    def target(self) -> tuple[Sort, str, Slot | None, str]:
        """What it points to, whatever it weighs."""
        return self.sort, self.name, self.slot, self.detail


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that stands in a question, from `start` to before `end`; names between its words are
    no part of it (`around`)."""

    start: int
    end: int
    cue: Cue
    weight: float
    around: frozenset[int] = frozenset()

    @property
    def places(self) -> Sequence[int]:
        """The places of its words."""
        whole = range(self.start, self.end)
        return [place for place in whole if place not in self.around] if self.around else whole


Phrase = tuple[str, ...]


class Cues:
    """The compiled cues of one language."""

    def __init__(
        self,
        table: Mapping[str, Any],
        properties: Mapping[str, Property],
        kinds: Mapping[str, Sequence[str]],
        light: frozenset[str],
        known: Iterable[str],
    ) -> None:
        fillers = table.get("fillers", {}).get("words", ())
        self._closing = frozenset(table.get("closing", {}).get("words", ()))
        self._between = light | {word for word in fillers if " " not in word}
        self._plurals = {
            f"{word}s" for nouns in kinds.values() for word in nouns if " " not in word
        }
        self._listed_as: dict[tuple[str, Cue], set[bool]] = {}
        self._phrases: dict[Phrase, list[Cue]] = {}
        for text, cue in [*_tabled(table), *_listed(properties), *_kinds(kinds)]:
            self._add(text, cue)
        self._sharing = {
            phrase: len({cue.name for cue in cues if cue.sort == "property"})
            for phrase, cues in self._phrases.items()
        }
        self._by_first: dict[str, list[tuple[Phrase, frozenset[str]]]] = {}
        for phrase in self._phrases:
            self._by_first.setdefault(phrase[0], []).append((phrase, frozenset(phrase)))
        self.vocabulary = frozenset(stem for phrase in self._phrases for stem in phrase)
        self._known = frozenset(map(spelling.stem, known)) | self.vocabulary
        self._mender = spelling.Mender(self.vocabulary)

    def _add(self, text: str, cue: Cue) -> None:
        phrase = tuple(spelling.stem(word) for word in folding.words(text))
        if not phrase:
            return
        if len(phrase) == 1:
            plural = folding.words(text)[0] in self._plurals
            self._listed_as.setdefault((phrase[0], cue), set()).add(plural)
        cues = self._phrases.setdefault(phrase, [])
        same = [place for place, other in enumerate(cues) if other.target == cue.target]
        if not same:
            cues.append(cue)
        elif cues[same[0]].weight < cue.weight:
            cues[same[0]] = cue

    def warm(self) -> None:
        """Make now what the first misspelt word would have to wait for."""
        self._mender.warm()

    def known(self, word: str) -> bool:
        """Whether a folded word is one of the language in some form."""
        return any(stem in self._known for stem in _forms(word))

    def hits(self, words: Sequence[str], named: frozenset[int]) -> list[Hit]:
        """The cues that stand in folded words; those at places in `named` are not mended."""
        stems = [self._stems(word, place in named) for place, word in enumerate(words)]
        forms = [{stem for stem, _ in told} for told in stems]
        said = frozenset().union(*forms)
        found: list[Hit] = []
        for start in range(len(words)):
            for first, mended in stems[start]:
                for phrase, needed in self._by_first.get(first, ()):
                    if not needed <= said:
                        continue
                    met = self._match(phrase, words, forms, start, named)
                    if met is not None:
                        end, around = met
                        told = self._told(phrase, words[start:end], mended)
                        found += [Hit(start, end, cue, weight, around) for cue, weight in told]
        return self._closed(words, found)

    def _closed(self, words: Sequence[str], hits: list[Hit]) -> list[Hit]:
        """The cues of a statement that ends in a word that asks whether it holds ("she's back,
        no?"), which there stands for nothing else."""
        last = len(words) - (1 if words[-1:] == [folding.MARK] else 0) - 1
        if last < _STATED or words[last] not in self._closing:
            return hits
        kept = [hit for hit in hits if last not in hit.places or hit.cue.sort == "property"]
        asks = Cue("answer", "yesno", _STRONG)
        return [*kept, Hit(last, last + 1, asks, _STRONG)]

    def _stems(self, word: str, named: bool) -> list[tuple[str, bool]]:
        stem = spelling.stem(word)
        if named or folding.is_number(word):
            return [(stem, False)]
        known = [form for form in _forms(word) if form in self._known]
        if known:
            return [(form, False) for form in known]
        return [(stem, False), *((other, True) for other, _ in self._mender.nearest(stem))]

    def _match(
        self,
        phrase: Phrase,
        words: Sequence[str],
        forms: Sequence[set[str]],
        start: int,
        named: frozenset[int],
    ) -> tuple[int, frozenset[int]] | None:
        """Where a phrase that begins at a place ends, and the names between its words ("how many
        Strake films"); a light word or a filler may stand there, too."""
        place, around = start + 1, set[int]()
        for wanted in phrase[1:]:
            while place in named and wanted not in forms[place]:
                around.add(place)
                place += 1
            if place < len(words) and wanted not in forms[place]:
                if words[place] not in self._between:
                    return None
                place += 1
            if place >= len(words) or wanted not in forms[place]:
                return None
            place += 1
        return place, frozenset(around)

    def _told(
        self, phrase: Phrase, stretch: Sequence[str], mended: bool
    ) -> Iterable[tuple[Cue, float]]:
        """The cues of a phrase that stands in a stretch of words, with what each weighs."""
        shared = sqrt(max(self._sharing[phrase], 1))
        length = 1 + _LONGER * (len(phrase) - 1)
        for cue in self._phrases[phrase]:
            weight = cue.weight * length * (_MENDED if mended else 1.0)
            if cue.sort == "property":
                if len(stretch) == 1 and not self._is_noun_of(stretch[0], phrase[0], cue):
                    continue
                weight /= shared
            yield cue, weight

    def _is_noun_of(self, word: str, stem: str, cue: Cue) -> bool:
        """Whether a word may be meant by a cue of its stem: "films" are works, by which nobody is
        asked where something is filmed, and the other way round."""
        listed = self._listed_as.get((stem, cue), set())
        if word in self._plurals:
            return True in listed
        return f"{word}s" in self._plurals or listed != {True}


def _forms(word: str) -> list[str]:
    """A word's stem, and that of the word whose last letter it drops ("playin" for "playing")."""
    return [spelling.stem(form) for form in (word, f"{word}g")[: 1 + word.endswith("in")]]


def _tabled(table: Mapping[str, Any]) -> Iterable[tuple[str, Cue]]:
    """The cues of cues.toml."""
    for name, lists in table.get("properties", {}).items():
        for field, phrases in lists.items():
            weight = _WEAK if field == "weak" else _STRONG
            yield from _each(phrases, Cue("property", name, weight, _ASK.get(field)))
    sections: dict[str, Sort] = {"answers": "answer", "status": "status", "marks": "mark"}
    for section, sort in sections.items():
        for name, phrases in table.get(section, {}).items():
            yield from _each(phrases, Cue(sort, name, _STRONG))
    for entry in table.get("extremes", ()):
        extreme = Cue("extreme", entry["property"], _STRONG, detail=str(entry["most"]))
        yield from _each(entry["phrases"], extreme)
    for entry in table.get("compare", ()):
        compared = Cue("compare", entry["property"], _STRONG, detail=entry["comparison"])
        yield from _each(entry["phrases"], compared)
    for section in ("fillers", "chatter"):
        sort = "filler" if section == "fillers" else "chatter"
        yield from _each(table.get(section, {}).get("words", ()), Cue(sort, section, _STRONG))


def _each(phrases: Iterable[str], cue: Cue) -> Iterable[tuple[str, Cue]]:
    return ((phrase, cue) for phrase in phrases)


def _listed(properties: Mapping[str, Property]) -> Iterable[tuple[str, Cue]]:
    """The labels and phrases of the property table."""
    for name, entry in properties.items():
        yield entry.label, Cue("property", name, _STRONG, "value")
        for phrase, hint in entry.phrases:
            yield phrase, Cue("property", name, _LISTED, _HINTS[hint])
        for phrase in entry.opposites:
            yield phrase, Cue("property", name, _LISTED, None, "opposite")


def _kinds(kinds: Mapping[str, Sequence[str]]) -> Iterable[tuple[str, Cue]]:
    for kind, phrases in kinds.items():
        yield kind, Cue("kind", kind, _STRONG)
        for phrase in phrases:
            yield phrase, Cue("kind", kind, _STRONG)


def load_cues(
    path: Path,
    properties: Mapping[str, Property],
    kinds: Mapping[str, Sequence[str]],
    light: frozenset[str],
    known: Iterable[str],
) -> Cues:
    """Read the cues of a language.

    Raises:
        PropertyError: where the file is missing or no TOML.
    """
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except OSError as error:
        raise PropertyError(f"The cues {path} cannot be read: {error.strerror}.") from None
    except tomllib.TOMLDecodeError as error:
        raise PropertyError(f"The cues {path} are not valid TOML: {error}.") from None
    return Cues(table, properties, kinds, light, known)
