"""The words of a language, from data: what phrases mean, and how misspelt ones are met."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lore.errors import PropertyError
from lore.names import forms, spelling
from lore.phrases import INFLECTION_COST, TYPO_COST, Sense, listed, relations
from lore.properties import Property, load_properties


class Language:
    """Phrases by their first word, and the vocabulary against which ordinary words are mended."""

    def __init__(
        self,
        properties: Mapping[str, Property],
        words: Mapping[str, Any],
        everyday: Sequence[str],
        common: Sequence[str],
    ) -> None:
        self.properties = properties
        self.everyday = frozenset(everyday)
        self.common = self.everyday | frozenset(common)
        self.groups: Mapping[str, list[str]] = words["groups"]
        self.light = _single(
            words["fillers"]["light"],
            words["marks"]["auxiliary"],
            words["marks"]["negated"],
            *words["question"].values(),
            *words["pronouns"].values(),
        )
        self.kind_words = _single(*words["kinds"].values())
        self.fillers = self.light | _single(*words["fillers"].values())
        self.titles = frozenset(words["titles"]["people"])
        self.pronouns: Mapping[str, str] = {
            word: sort for sort, them in words["pronouns"].items() for word in them
        }
        self._phrases: dict[tuple[str, ...], list[Sense]] = {}
        for phrase, sense in listed(words):
            self._add(phrase, sense)
        for phrase, sense in relations(properties):
            self._add(phrase, sense)
        self.by_first: dict[str, list[tuple[tuple[str, ...], list[Sense]]]] = {}
        for phrase_words, senses in self._phrases.items():
            self.by_first.setdefault(phrase_words[0], []).append((phrase_words, senses))
        self.vocabulary = frozenset(word for phrase in self._phrases for word in phrase)
        self._stems: dict[str, list[str]] = {}
        for word in sorted(self.vocabulary):
            self._stems.setdefault(spelling.stem(word), []).append(word)
        self._mender = spelling.Mender(sorted(self.vocabulary))
        self._stem_mender = spelling.Mender(sorted(self._stems))

    def _add(self, phrase: str, sense: Sense) -> None:
        words = tuple(forms.words(phrase))
        if words and sense not in (senses := self._phrases.setdefault(words, [])):
            senses.append(sense)

    def is_ordinary(self, word: str) -> bool:
        """Whether a word is one of the language rather than of a name."""
        return word in self.vocabulary or word in self.everyday

    def readings(self, word: str, *, mend: bool) -> dict[str, float]:
        """The vocabulary's words that a word may be, with what each costs: itself, an inflection
        of it or, where `mend`, a misspelling."""
        found = {word: 0.0} if word in self.vocabulary else {}
        for other in self._stems.get(spelling.stem(word), ()):
            found.setdefault(other, INFLECTION_COST)
        # Of "siblings" the stem has no "ing", of "sibling" it has.
        if word.endswith("ings") and (one := word[:-1]) in self.vocabulary:
            found.setdefault(one, INFLECTION_COST)
        if mend and not found and word not in self.common and not forms.is_number(word):
            for base, distance in self._stem_mender.nearest(spelling.stem(word)):
                for other in self._stems[base]:
                    found[other] = TYPO_COST * distance + INFLECTION_COST
            for other, distance in self._mender.nearest(word):
                found[other] = min(found.get(other, 9.0), TYPO_COST * distance)
        return found


def load_language(data: Path) -> Language:
    """Read the language and the property table from the data folder.

    Raises:
        PropertyError: where a file is missing or cannot be used.
    """
    folder = data / "language"
    try:
        with (folder / "words.toml").open("rb") as file:
            words = tomllib.load(file)
        everyday, common = (_words(folder / name) for name in ("everyday.txt", "common.txt"))
    except OSError as error:
        raise PropertyError(f"The words of the language cannot be read: {error}.") from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise PropertyError(f"The words in {folder} are not valid TOML or text: {error}.") from None
    properties = load_properties(data / "properties.toml", words["groups"])
    return Language(properties, words, everyday, common)


def _words(path: Path) -> list[str]:
    """The words of a list, one a line; a line that begins with # is a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _single(*lists: Sequence[str]) -> frozenset[str]:
    """The phrases of some lists that are one word."""
    return frozenset(phrase for phrases in lists for phrase in phrases if " " not in phrase)
