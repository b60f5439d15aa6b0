"""The words of a language, from data: what phrases mean, and how misspelt ones are met."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lore.language import costs, spelling
from lore.language import text as folding
from lore.language.properties import Hint, Property, load_properties
from lore.language.slips import Slips
from lore.model.errors import PropertyError

SenseKind = Literal[
    "relation",
    "question",
    "kind",
    "mark",
    "status",
    "auxiliary",
    "card",
    "source",
    "filler",
    "chat",
]

# What covering a phrase costs, by what it means. A reading's cost is the sum of its stretches; the
# costs were set by trying on questions of fans with known answers.
_LABEL: Hint = "value"
"""What a label asks for: "the siblings of X"."""
_MARKED: dict[str, SenseKind] = {
    "auxiliary": "auxiliary",
    "negated": "auxiliary",
    "card": "card",
    "source": "source",
}


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a phrase can mean.

    `value` is the question word, kind, mark or status; of a relation, `options` are the
    properties that it may mean with the slot that each asks for.
    """

    kind: SenseKind
    value: str
    cost: float
    options: tuple[tuple[str, Hint], ...] = ()
    opposite: bool = False
    shared: bool = False


def listed(words: Mapping[str, Any]) -> list[tuple[str, Sense]]:
    """The phrases of words.toml with their senses, table by table."""
    tables: list[tuple[SenseKind, str]] = [
        ("question", "question"),
        ("kind", "kinds"),
        ("status", "status"),
    ]
    senses: list[tuple[str, Sense]] = []
    for kind, table in tables:
        for value, phrases in words[table].items():
            senses += [(phrase, Sense(kind, value, costs.SENSES[kind])) for phrase in phrases]
    for value, phrases in words["marks"].items():
        own: SenseKind = _MARKED.get(value, "mark")
        senses += [(phrase, Sense(own, value, costs.SENSES[own])) for phrase in phrases]
    for value, phrases in words["fillers"].items():
        sense = Sense("filler", value, costs.FILLERS[value])
        senses += [(phrase, sense) for phrase in phrases]
    chat = Sense("chat", "chat", costs.SENSES["chat"])
    return senses + [(phrase, chat) for phrase in words["chat"]["words"]]


def relations(properties: Mapping[str, Property]) -> list[tuple[str, Sense]]:
    """Each phrase of the property table, folded, with every property that it may mean."""
    options: dict[tuple[str, bool, bool], dict[tuple[str, Hint], None]] = {}
    for name, entry in properties.items():
        listed: list[tuple[str, Hint, bool, bool]] = [
            *((phrase, hint, False, False) for phrase, hint in _phrases(entry)),
            *((phrase, "either", True, False) for phrase in entry.opposites),
            *((phrase, "either", False, True) for phrase in entry.together),
        ]
        for phrase, hint, opposite, shared in listed:
            for written in _written(folding.words(phrase)):
                options.setdefault((written, opposite, shared), {})[(name, hint)] = None
    cost = costs.SENSES["relation"]
    return [
        (phrase, Sense("relation", "", cost, tuple(chosen), opposite, shared))
        for (phrase, opposite, shared), chosen in options.items()
    ]


def _phrases(entry: Property) -> list[tuple[str, Hint]]:
    """The phrases of a property; its label is one of them, where they do not say what it asks."""
    known = {" ".join(folding.words(phrase)) for phrase, _ in entry.phrases}
    label = " ".join(folding.words(entry.label))
    return [*entry.phrases, *([] if label in known else [(entry.label, _LABEL)])]


def _written(words: Sequence[str]) -> list[str]:
    """A phrase as it is and, as people type it, without the articles inside: "write music"."""
    bare = [word for place, word in enumerate(words) if not place or word not in folding.ARTICLES]
    whole = " ".join(words)
    return [whole] if len(bare) in (1, len(words)) else [whole, " ".join(bare)]


def _inverted(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What each single word of a table stands under."""
    return {word: name for name, them in table.items() for word in them if " " not in word}


_MENDED = 5
"""Letters from which a strange word may be a slip of one that asks for something."""
_RUN_TOGETHER = 5
"""Letters from which a word may be two that were run together."""


class Language:
    """Phrases by their first word, and the vocabulary against which ordinary words are mended."""

    def __init__(
        self,
        properties: Mapping[str, Property],
        words: Mapping[str, Any],
        everyday: Sequence[str],
        common: Sequence[str],
        dictionary: Sequence[str] = (),
        given: Sequence[str] = (),
    ) -> None:
        self.properties = properties
        self.data: Path | None = None
        self.everyday, self.given = frozenset(everyday), frozenset(given)
        self.common = self.everyday | frozenset(common)
        self.groups: Mapping[str, list[str]] = words["groups"]
        self.light = _single(
            words["fillers"]["light"],
            words["marks"]["auxiliary"],
            words["marks"]["negated"],
            *words["question"].values(),
            *words["pronouns"].values(),
        )
        self.kinds: Mapping[str, list[str]] = words["kinds"]
        self.questions = _inverted(words["question"])
        self.auxiliaries = _single(words["marks"]["auxiliary"], words["marks"]["negated"])
        self.negated = _single(words["marks"]["negated"])
        self.fillers = self.light | _single(*words["fillers"].values())
        self.titles = frozenset(words["titles"]["people"])
        self._converse(words)
        self._phrases: dict[tuple[str, ...], list[Sense]] = {}
        for phrase, sense in listed(words):
            self._add(folding.words(phrase), sense)
        for phrase, sense in relations(properties):
            self._add(phrase.split(), sense)
        self.by_first: dict[str, list[tuple[tuple[str, ...], list[Sense]]]] = {}
        for phrase_words, senses in self._phrases.items():
            self.by_first.setdefault(phrase_words[0], []).append((phrase_words, senses))
        self.vocabulary = frozenset(word for phrase in self._phrases for word in phrase)
        self.known = self.common | self.vocabulary | frozenset(dictionary)
        self._swapped = _swapped(self.questions, self.known)
        self._stems: dict[str, list[str]] = {}
        for word in sorted(self.vocabulary):
            self._stems.setdefault(spelling.stem(word), []).append(word)
        self._mender = spelling.Mender(self.vocabulary)
        self.slips = self._slips_of(words["short"])
        self._stem_mender = spelling.Mender(self._stems)

    def _slips_of(self, short: Mapping[str, str]) -> Slips:
        """The slips of the language's words, of which some are written short."""
        numbers = folding.number_words()
        usual = self.everyday | self.vocabulary | numbers
        return Slips(self.light, usual, self.common, self.known | numbers, self.given, short)

    def _converse(self, words: Mapping[str, Any]) -> None:
        """Take over the words by which a conversation goes on, that lead to names, and that name
        kinds of things."""
        self.kind_of = _inverted(words["kinds"])
        self.kind_words = frozenset(self.kind_of)
        self.pronouns = _inverted(words["pronouns"])
        self.leading = frozenset(words["names"]["leading"])
        self.families = frozenset(words["names"]["families"])
        self.elsewhere = [folding.words(name) for name in words["names"]["elsewhere"]]
        self.past = frozenset(words["marks"]["past"])
        self.citing: Sequence[str] = words["marks"]["source"]
        again = words["said_again"]
        self.deictic = frozenset(again["after"])
        self.said_again = _inverted(
            {sort: phrases for sort, phrases in again.items() if sort != "after"}
        )
        self.follow_ups = {name: frozenset(them) for name, them in words["follow_ups"].items()}
        self.alike = {word: name for name, them in words["alike"].items() for word in (name, *them)}
        self.things = tuple(frozenset((name, *them)) for name, them in words["things"].items())

    def _add(self, folded: Sequence[str], sense: Sense) -> None:
        if folded and sense not in (senses := self._phrases.setdefault(tuple(folded), [])):
            senses.append(sense)

    def unswapped(self, words: Sequence[str]) -> list[str]:
        """Folded words, those that ask ("who") with two letters swapped put right ("hwo")."""
        return [self._swapped.get(word, word) for word in words]

    def is_ordinary(self, word: str) -> bool:
        """Whether a word is one of the language rather than of a name."""
        return word in self.vocabulary or word in self.everyday

    def is_strange(self, word: str) -> bool:
        """Whether a word is none of the language, no number, and near to no word that asks for
        something, or a given name."""
        if word in self.known or folding.is_number(word) or word[:1].isdigit():
            return False
        return word in self.given or not self.readings(word, mend=len(word) >= _MENDED)

    def _parted(self, word: str) -> list[str] | None:
        """Two words that were run together: "howlong", "releasedate"; None where it is a word, or
        where no two usual ones make it."""
        if len(word) < _RUN_TOGETHER or not word.isalpha() or word in self.known:
            return None
        for place in range(len(word) - 2, 1, -1):
            first, second = word[:place], word[place:]
            if all(part in self.vocabulary or part in self.everyday for part in (first, second)):
                return None if self.readings(word, mend=True) else [first, second]
        return None

    def respelled(self, word: str) -> list[str] | None:
        """The folded words that a word stands for that is mistyped, written short or run together;
        None where it stands for itself."""
        if (parts := self._parted(word)) is not None:
            return parts
        meant = self.slips.meant(word)
        return folding.words(meant) if meant is not None else None

    def warm(self) -> None:
        """Make now what the first mistyped word would have to wait for."""
        for mender in (self.slips, self._mender, self._stem_mender):
            mender.warm()

    def readings(self, word: str, *, mend: bool) -> dict[str, float]:
        """The vocabulary's words that a word may be, with what each costs: itself, an inflection
        of it or, where `mend`, a misspelling."""
        readings = {word: 0.0} if word in self.vocabulary else {}
        for other in self._stems.get(spelling.stem(word), ()):
            readings.setdefault(other, costs.INFLECTION)
        # Of "siblings" the stem has no "ing", of "sibling" it has.
        if word.endswith("ings") and (one := word[:-1]) in self.vocabulary:
            readings.setdefault(one, costs.INFLECTION)
        if mend and not readings and word not in self.common and not folding.is_number(word):
            for base, distance in self._stem_mender.nearest(spelling.stem(word)):
                for other in self._stems[base]:
                    readings[other] = costs.TYPO * distance + costs.INFLECTION
            for other, distance in self._mender.nearest(word):
                readings[other] = min(readings.get(other, 9.0), costs.TYPO * distance)
        return readings


def load_language(data: Path) -> Language:
    """Read the language and the property table from the data folder.

    Raises:
        PropertyError: where a file is missing or cannot be used.
    """
    folder = data / "language"
    try:
        with (folder / "words.toml").open("rb") as file:
            words = tomllib.load(file)
        lists = ("everyday.txt", "common.txt", "dictionary.txt", "given_names.txt")
        everyday, common, dictionary, given = (_words(folder / name) for name in lists)
    except OSError as error:
        raise PropertyError(f"The words of the language cannot be read: {error}.") from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise PropertyError(f"The words in {folder} are not valid TOML or text: {error}.") from None
    kinds = words["properties"]["kinds"]
    properties = load_properties(data / "properties.toml", words["groups"], kinds)
    language = Language(properties, words, everyday, common, dictionary, given)
    language.data = data
    return language


def _words(path: Path) -> list[str]:
    """The words of a list, one a line; a line that begins with # is a comment."""
    lines = map(str.strip, path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _swapped(words: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """What words become where two letters of them are swapped, unless that is known, with them."""
    return {swap: word for word in words for swap in spelling.swaps(word) if swap not in known}


def _single(*lists: Sequence[str]) -> frozenset[str]:
    """The phrases of some lists that are one word."""
    return frozenset(phrase for phrases in lists for phrase in phrases if " " not in phrase)
