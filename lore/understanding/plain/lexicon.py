"""The words of the plain language, compiled: verb forms, labels, kinds and claims.

All of its English stands in `data/language/plain.toml`; here it is only folded and conjugated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from lore.language import text as folding
from lore.language.properties import Property

PLAIN_FILE = Path(__file__).resolve().parents[3] / "data" / "language" / "plain.toml"
Phrase = tuple[str, ...]
Properties = Mapping[str, Property]


@dataclass(frozen=True, slots=True)
class Lit:
    """Words that stand there: one of some phrases. The first is what is written."""

    phrases: tuple[Phrase, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for something of a sort, under a name."""

    sort: str
    name: str
    optional: bool = False


Item = Lit | Slot


@dataclass(frozen=True, slots=True)
class Verb:
    """The forms of one verb with its particle: come out, comes out, came out …"""

    base: Phrase
    third: Phrase
    past: Phrase
    participle: Phrase
    progressive: Phrase


@dataclass(frozen=True, slots=True)
class Claim:
    """A way to put a fact: what stands before the verb, the verb, and what follows.

    `verbs` are empty for "to be". `name` is the property, None where {P} stands for any.
    """

    name: str | None
    head: tuple[Item, ...]
    verbs: tuple[Verb, ...]
    tail: tuple[Item, ...]
    past: bool = False

    @property
    def slots(self) -> frozenset[str]:
        """The slots of the fact that it names."""
        items = (*self.head, *self.tail)
        named = {item.name for item in items if isinstance(item, Slot)}
        return frozenset(named & {"subject", "value", "role"})

    def labelled(self, text: str) -> Claim:
        """The claim with a label in the place of {P}."""

        def filled(parts: tuple[Item, ...]) -> tuple[Item, ...]:
            return tuple(
                Lit((tuple(text.split()),)) if isinstance(part, Slot) and part.name == "P" else part
                for part in parts
            )

        return replace(self, head=filled(self.head), tail=filled(self.tail))


@cache
def table() -> dict[str, Any]:
    """The plain language as its file lists it."""
    with PLAIN_FILE.open("rb") as file:
        return tomllib.load(file)


@cache
def phrases_of(name: str) -> tuple[Phrase, ...]:
    """A list of words of the plain language, folded."""
    return tuple(folded(word) for word in table()["words"][name])


def folded(text: str) -> Phrase:
    """A phrase of the file as the words of a question are folded."""
    return tuple(folding.words(text.replace("_", " ")))


def items(pattern: str) -> tuple[Item, ...]:
    """A pattern as its items."""
    return tuple(_item(part) for part in pattern.split())


def _item(part: str) -> Item:
    if part.startswith("{"):
        name = part.strip("{}")
        optional = name.endswith("?")
        name = name.rstrip("?")
        return Slot(name.rstrip("0123456789"), name, optional)
    optional = part.endswith("?")
    return Lit(tuple(folded(each) for each in part.rstrip("?").split("|")), optional)


@cache
def verb(text: str) -> Verb:
    """A verb with what follows it, by its base: "come out"."""
    first, *rest = text.replace("_", " ").split()
    known = table()["verbs"].get(first) or _regular(first)
    third, past, participle, progressive = (folded(" ".join([form, *rest])) for form in known)
    return Verb(folded(text), third, past, participle, progressive)


def _regular(base: str) -> list[str]:
    if base.endswith(("s", "sh", "ch", "x", "z")):
        third = base + "es"
    else:
        third = base[:-1] + "ies" if _consonant_y(base) else base + "s"
    if base.endswith("e"):
        past, progressive = base + "d", base[:-1] + "ing"
    else:
        past = base[:-1] + "ied" if _consonant_y(base) else base + "ed"
        progressive = base + "ing"
    return [third, past, past, progressive]


def _consonant_y(base: str) -> bool:
    return base.endswith("y") and base[-2:-1] not in "aeiou"


def claim(pattern: str, name: str | None) -> Claim:
    """A claim of the file."""
    parts = pattern.split()
    place = next(place for place, part in enumerate(parts) if part.startswith("@"))
    head, tail = items(" ".join(parts[:place])), items(" ".join(parts[place + 1 :]))
    _, _, told = parts[place].partition(":")
    verbs = tuple(verb(each) for each in told.split("|")) if told else ()
    return Claim(name, head, verbs, tail, name in table()["claims"]["past"])


@cache
def claims_of(name: str) -> tuple[Claim, ...]:
    """The claims that the file lists of a property."""
    return tuple(claim(pattern, name) for pattern in table()["claims"].get(name, ()))


@cache
def variants_of(name: str) -> tuple[Claim, ...]:
    """Further claims of a property, which are read and never written."""
    return tuple(claim(pattern, name) for pattern in table()["variants"].get(name, ()))


@cache
def any_claims() -> tuple[Claim, ...]:
    """The claims that fit every property."""
    return tuple(claim(pattern, None) for pattern in table()["any"]["claims"])


@cache
def roled(entry: Property) -> tuple[Claim, ...]:
    """The claims of a property whose role is no part that is played: "the fate of X in Y"."""
    word = role_word(entry)
    name = label(entry).replace(" ", "_")
    return tuple(
        claim(pattern.replace("{P}", name).replace("{in}", word), entry.id)
        for pattern in table()["any"]["roled"]
        if word
    )


def role_word(entry: Property) -> str | None:
    """What stands before a role that is a work or a topic; None before a part that is played."""
    told: str | None = table()["role_words"].get(entry.id)
    if told or not entry.has_role:
        return told
    return "in" if "work" in entry.role else "about" if entry.topic else None


def stated(entry: Property) -> Iterable[Claim]:
    """The claims that follow from how the property table states a fact."""
    for template in (entry.statement, entry.statement_role):
        if template is None or ":" in template or "(" in template or "," in template:
            continue
        parts = template.split()
        place = next((place for place, part in enumerate(parts) if part.startswith("{")), None)
        if place != 0 or len(parts) < 3:
            continue
        marker = _marker(parts[1])
        rest = [part for part in parts[2:] if not part.startswith("{")]
        if marker and (rest or marker not in ("@be", "@do:have")):
            yield claim(" ".join([parts[0], marker, *parts[2:]]), entry.id)


def _marker(word: str) -> str | None:
    """The verb mark for a verb as a statement has it."""
    if word in table()["words"]["be"]:
        return "@be"
    for base, known in table()["verbs"].items():
        if word in (base, *known):
            return f"@do:{base}"
    if word.endswith("s") and not word.endswith("ss"):
        return f"@do:{word[:-1]}"
    return f"@do:{word.removesuffix('ed')}" if word.endswith("ed") else None


def label(entry: Property) -> str:
    """What a property is called in a question."""
    told: str = table()["labels"].get(entry.id, entry.label)
    return told


def single_label(entry: Property) -> str:
    """The same of one of several."""
    told = label(entry)
    return singular(told) if told in table()["words"]["many"] else told


def labels(properties: Properties) -> dict[Phrase, tuple[str, ...]]:
    """The folded labels of properties, in the singular and the plural."""
    found: dict[Phrase, list[str]] = {}
    for name, entry in properties.items():
        for told in dict.fromkeys((label(entry), entry.label)):
            for phrase in _numbers(folded(told)):
                if name not in (names := found.setdefault(phrase, [])):
                    names.append(name)
    return {**_nouns(properties, found), **{phrase: tuple(told) for phrase, told in found.items()}}


def _nouns(properties: Properties, known: Mapping[Phrase, object]) -> dict[Phrase, tuple[str, ...]]:
    """Further nouns that ask for the value of one property alone."""
    found: dict[Phrase, set[str]] = {}
    for name, entry in properties.items():
        for phrase, hint in entry.phrases:
            if hint == "value":
                for told in _numbers(folded(phrase)):
                    found.setdefault(told, set()).add(name)
    return {
        phrase: tuple(names)
        for phrase, names in found.items()
        if len(names) == 1 and phrase not in known
    }


def states(properties: Properties) -> dict[Phrase, str]:
    """Phrases of one property alone that put two works into one state: "back to back"."""
    found: dict[Phrase, set[str]] = {}
    for name, entry in properties.items():
        for phrase, _ in entry.phrases:
            found.setdefault(folded(phrase), set()).add(name)
    return {
        phrase: name
        for phrase, (name, *others) in found.items()
        if not others and properties[name].state and "work" in properties[name].role
    }


def _numbers(phrase: Phrase) -> Iterable[Phrase]:
    """A noun phrase in the singular and the plural of its first and of its last noun."""
    yield phrase
    head = next((place for place, word in enumerate(phrase) if word in ("of", "in", "for")), None)
    for place in {len(phrase) - 1, (head if head else len(phrase)) - 1}:
        word = phrase[place]
        for other in {plural(word), singular(word)} - {word}:
            yield (*phrase[:place], other, *phrase[place + 1 :])


def plural(noun: str) -> str:
    """The plural of a noun."""
    known: str | None = table()["plurals"].get(noun)
    if known is not None or noun in table()["plurals"].values():
        return known or noun
    if noun.endswith("s"):
        return noun
    if noun.endswith(("sh", "ch", "x", "z")):
        return noun + "es"
    return noun[:-1] + "ies" if _consonant_y(noun) else noun + "s"


def singular(noun: str) -> str:
    """The singular of a noun."""
    for single, many in table()["plurals"].items():
        if noun == many:
            return str(single)
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us")) else noun


def kind_nouns(kinds: Iterable[str], synonyms: Mapping[str, Sequence[str]]) -> dict[Phrase, str]:
    """The nouns by which kinds are called, in the singular and the plural."""
    found: dict[Phrase, str] = {}
    for kind in dict.fromkeys((*synonyms, *kinds)):
        for told in (kind, *synonyms.get(kind, ())):
            phrase = folded(told)
            if phrase:
                found.setdefault(phrase, kind)
                found.setdefault((*phrase[:-1], plural(phrase[-1])), kind)
    return found
