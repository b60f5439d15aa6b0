"""The tables by which the plain language names operators: statuses, superlatives, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from lore.model.facts import UNSURE, Status
from lore.understanding.algebra import Comparison, Side
from lore.understanding.plain.lexicon import Phrase, folded, phrases_of, table, verb

SIDES: dict[str, Side] = {word: side for side, words in table()["sides"].items() for word in words}
"""What a word before a date says of it."""
JOINS: dict[str, str] = {word: mode for mode, words in table()["joins"].items() for word in words}
"""How a word joins things in a row, or says before them how they are joined."""


@cache
def statuses() -> dict[Phrase, frozenset[Status]]:
    """Status words, alone and joined by "or", with what they ask for."""
    single = {
        folded(word): frozenset({Status(name)})
        for name, words in table()["statuses"].items()
        for word in words
    }
    return single | dict.fromkeys(phrases_of("unsure"), UNSURE)


@cache
def superlatives() -> dict[Phrase, bool]:
    """Superlatives that stand before a label, with whether they ask for the largest."""
    lists = table()["superlatives"]
    found = {folded(word): True for name in ("most", "latest") for word in lists[name]}
    found |= {folded(word): False for name in ("least", "earliest") for word in lists[name]}
    for pair in lists["named"].values():
        found |= {folded(pair["most"]): True, folded(pair["least"]): False}
    return found


@cache
def superlative_kinds() -> dict[Phrase, tuple[str, bool]]:
    """Superlatives that stand before a kind, with their property and their end."""
    return {
        folded(word): (name, end == "most")
        for word, (name, end) in table()["superlatives"]["alone"].items()
    }


@cache
def superlative_people() -> dict[Phrase, tuple[str, bool]]:
    """The same for people."""
    return {
        folded(word): (name, end == "most")
        for word, (name, end) in table()["superlatives"]["people"].items()
    }


@cache
def comparatives() -> dict[Phrase, tuple[tuple[str, ...], Comparison]]:
    """Comparatives with the properties that they may compare, the likeliest first."""
    return {
        folded(word): (tuple(names.split()), side)
        for word, (names, side) in table()["comparatives"].items()
    }


@cache
def bigger() -> dict[Phrase, Comparison]:
    """Comparatives that stand before a label: "a bigger budget"."""
    found: dict[Phrase, Comparison] = {}
    for word, end in _bases():
        found[(word,)] = end
    return found


def _bases() -> Iterator[tuple[str, Comparison]]:
    yield from ((word, "more") for word in table()["bigger"]["more"])
    yield from ((word, "less") for word in table()["bigger"]["less"])


@cache
def compared() -> dict[Phrase, Comparison]:
    """What stands before an amount: "more than"."""
    sides: dict[str, Comparison] = {"more": "more", "less": "less", "equal": "equal"}
    return {folded(word): side for name, side in sides.items() for word in table()["compare"][name]}


@cache
def adjectives() -> dict[Phrase, str]:
    """How long, how tall: the property that is asked for."""
    return {folded(word): name for word, name in table()["adjectives"].items()}


@cache
def amount_verbs(form: str) -> dict[Phrase, str]:
    """How much did it cost: the property that is asked for, by a form of the verb."""
    return {getattr(verb(base), form): name for base, name in table()["amounts"].items()}


def amount_bases() -> dict[Phrase, str]:
    """The same by the base of the verb: "how much did it cost"."""
    return amount_verbs("base")


def amount_pasts() -> dict[Phrase, str]:
    """The same by its past: "which films made more than 100 million"."""
    return amount_verbs("past")


def amount_participles() -> dict[Phrase, str]:
    """The same by its participle: "how much has it made"."""
    return amount_verbs("participle")


@cache
def people() -> frozenset[Phrase]:
    """Words for people whose kind says nothing more."""
    return frozenset(phrases_of("people"))


@cache
def neighbours() -> dict[Phrase, Side]:
    """What stands beside a work in the order of release."""
    lists = table()["neighbours"]
    found: dict[Phrase, Side] = {folded(word): "before" for word in lists["before"]}
    return found | {folded(word): "after" for word in lists["after"]}


@cache
def orders() -> dict[Phrase, bool]:
    """Which of two came first, with whether the latest is asked for."""
    lists = table()["orders"]
    return {folded(word): False for word in lists["first"]} | {
        folded(word): True for word in lists["last"]
    }


@cache
def whens() -> dict[Phrase, str]:
    """What is out, and what is still to come."""
    return {folded(word): name for name, words in table()["when"].items() for word in words}


@cache
def ends_in_time() -> dict[Phrase, bool]:
    """The ends of an order in time, with whether the last is asked for."""
    lists = table()["superlatives"]
    return {
        folded(word): most
        for name, most in (("latest", True), ("earliest", False))
        for word in lists[name]
    }


LOOKED_UP: dict[str, Callable[[], Mapping[Phrase, Any]]] = {
    "adj": superlatives,
    "alone": superlative_kinds,
    "alone_person": superlative_people,
    "cmp": comparatives,
    "bigger": bigger,
    "longer": comparatives,
    "compared": compared,
    "adjective": adjectives,
    "amount_base": amount_bases,
    "amount_past": amount_pasts,
    "amount_done": amount_participles,
    "latest": ends_in_time,
    "neighbour": neighbours,
    "order": orders,
    "when": whens,
}
"""The slots that a table fills, by their sort."""
