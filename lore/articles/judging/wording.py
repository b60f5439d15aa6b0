"""What the words about a name or a date say of it: a log-linear model for each property.

Names stand there as what they may be, so the model knows how newspapers write, and nobody's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lore.articles.dates import DateMention
from lore.articles.lexemes import Lexemes
from lore.articles.named import Name
from lore.articles.sentences import Stretch
from lore.articles.signs import Kind
from lore.model.errors import PropertyError

_LETTERS = {
    Kind.PERSON: "P",
    Kind.CHARACTER: "C",
    Kind.WORK: "W",
    Kind.ORGANISATION: "O",
    Kind.PLACE: "L",
    Kind.OUTLET: "U",
}
_MOST_KINDS = 2
"""Kinds that a name may be for which its sign tells them."""
_WORD = re.compile(r"[^\W_][\w’'-]*|[^\w\s]")
_EDGE = "^"
"""What stands beyond a sentence."""
_FAR, _NEAR = 12, 6
"""Words to each side that count, and that count as near."""
_VERBS_FAR = 15
"""Words to each side among which verbs and nouns are looked for."""
_LONGEST_VERB = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A word, mark, name or date of a sentence; `classes` are what its verb or noun means."""

    text: str
    term: Name | DateMention | None = None
    classes: frozenset[str] = frozenset()


def words_of(
    text: str,
    where: Stretch,
    terms: Sequence[Name | DateMention],
    lexemes: Lexemes,
) -> list[Word]:
    """The words of a sentence; `terms` are its names and dates."""
    found: list[Word] = []
    place = where.start
    for term in sorted(terms, key=lambda term: term.start):
        if term.start < place:
            continue
        found += map(Word, _plain(text[place : term.start]))
        found.append(Word(_sign(term), term))
        place = term.end
    found += map(Word, _plain(text[place : where.end]))
    return _classed(found, lexemes)


def _plain(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def _sign(term: Name | DateMention) -> str:
    if isinstance(term, DateMention):
        return "<D>"
    letters = [letter for kind, letter in _LETTERS.items() if term.kinds & kind]
    return f"<{''.join(letters)}>" if len(letters) <= _MOST_KINDS else "<N>"


def _classed(words: Sequence[Word], lexemes: Lexemes) -> list[Word]:
    plain = ["" if word.term is not None else word.text for word in words]
    found = []
    for place, word in enumerate(words):
        classes: set[str] = set()
        if plain[place]:
            _, verbs = lexemes.verb(plain[place : place + _LONGEST_VERB])
            for verb in verbs:
                classes |= {f"V:{verb.frame.name}", f"V:{verb.frame.name}.{verb.form}"}
            classes |= {f"N:{noun}" for noun in lexemes.noun(plain[place : place + 3])[1]}
        found.append(Word(word.text, word.term, frozenset(classes)))
    return found


def about(words: Sequence[Word], place: int) -> set[str]:
    """What speaks of the word at a place: those beside it, in their order and as they come."""

    def at(offset: int) -> str:
        there = place + offset
        return words[there].text if 0 <= there < len(words) else _EDGE

    found = {f"S={at(0)}", f"LR={at(-1)} {at(1)}"}
    for side, step in (("L", -1), ("R", 1)):
        found |= {f"{side}{count}={at(step * count)}" for count in (1, 2, 3)}
        found |= {f"{side * 2}={at(step)} {at(2 * step)}"}
        found |= {f"{side * 3}={at(step)} {at(2 * step)} {at(3 * step)}"}
        found |= set(_side(words, place, side.lower(), step))
    found |= {f"s:{word.text}" for word in words}
    return found


def _side(words: Sequence[Word], place: int, side: str, step: int) -> Iterator[str]:
    """What stands to one side of a word, near and far, and which verb is next."""
    verb = False
    for count in range(1, _VERBS_FAR + 1):
        there = place + step * count
        if not 0 <= there < len(words):
            return
        told = [*words[there].classes]
        if not verb and any(name.startswith("V") for name in told):
            verb = True
            yield from (f"{side}V={name}" for name in told)
        if count <= _FAR:
            told.append(words[there].text)
        for name in told:
            yield f"{side}:{name}"
            if count <= _NEAR:
                yield f"{side}n:{name}"


@dataclass(frozen=True, slots=True)
class Wording:
    """For each property its log-odds without words, and what each feature of them adds."""

    bias: Mapping[str, float]
    weights: Mapping[str, Mapping[str, float]]
    """By the feature, then by the property."""

    def scores(self, features: Collection[str], properties: Collection[str]) -> dict[str, float]:
        """The log-odds of each of some properties, summed in the same order in every run."""
        told = {name: self.bias[name] for name in properties}
        for feature in sorted(features):
            for name, weight in self.weights.get(feature, {}).items():
                if name in told:
                    told[name] += weight
        return told


def load_wording(path: Path) -> Wording:
    """Read a model of words.

    Raises:
        PropertyError: where the file is missing or cannot be used.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return Wording(
            {name: float(number) for name, number in table["bias"].items()},
            {
                feature: {name: float(number) for name, number in weights.items()}
                for feature, weights in table["weights"].items()
            },
        )
    except OSError as error:
        raise PropertyError(f"The words {path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PropertyError(f"The words {path} cannot be used: {error}.") from None


def written(wording: Wording) -> str:
    """A model of words as the text of its file, a feature a line."""
    lines = ",\n".join(
        f"{json.dumps(feature, ensure_ascii=False)}: {json.dumps(weights)}"
        for feature, weights in sorted(wording.weights.items())
    )
    return f'{{"bias": {json.dumps(wording.bias)}, "weights": {{\n{lines}\n}}}}\n'
