"""The phrases of a language with what each means and costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lore.names import forms
from lore.properties import Hint, Property

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
_COSTS: dict[str, float] = {
    "relation": 0.25,
    "question": 0.10,
    "kind": 0.15,
    "mark": 0.15,
    "status": 0.20,
    "auxiliary": 0.05,
    "card": 0.12,
    "source": 0.30,
    "chat": 0.10,
}
_LABEL: Hint = "value"
"""What a label asks for: "the siblings of X"."""
_MARKED: dict[str, SenseKind] = {
    "auxiliary": "auxiliary",
    "negated": "auxiliary",
    "card": "card",
    "source": "source",
}
_FILLER_COSTS = {"light": 0.08, "polite": 0.12, "asking": 0.10, "generic": 0.15, "loose": 0.7}
INFLECTION_COST = 0.05
TYPO_COST = 0.45
GENTLE_SLIP = TYPO_COST + INFLECTION_COST + 0.01
"""The cost up to which a word is surely a slip of another: letters swapped or doubled."""


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
    found: list[tuple[str, Sense]] = []
    for kind, table in tables:
        for value, phrases in words[table].items():
            found += [(phrase, Sense(kind, value, _COSTS[kind])) for phrase in phrases]
    for value, phrases in words["marks"].items():
        own: SenseKind = _MARKED.get(value, "mark")
        found += [(phrase, Sense(own, value, _COSTS[own])) for phrase in phrases]
    for value, phrases in words["fillers"].items():
        sense = Sense("filler", value, _FILLER_COSTS[value])
        found += [(phrase, sense) for phrase in phrases]
    chat = Sense("chat", "chat", _COSTS["chat"])
    return found + [(phrase, chat) for phrase in words["chat"]["words"]]


def relations(properties: Mapping[str, Property]) -> list[tuple[str, Sense]]:
    """Each phrase of the property table with every property that it may mean."""
    options: dict[tuple[str, bool, bool], dict[tuple[str, Hint], None]] = {}
    for name, entry in properties.items():
        listed: list[tuple[str, Hint, bool, bool]] = [
            *((phrase, hint, False, False) for phrase, hint in _phrases(entry)),
            *((phrase, "either", True, False) for phrase in entry.opposites),
            *((phrase, "either", False, True) for phrase in entry.together),
        ]
        for phrase, hint, opposite, shared in listed:
            for written in _written(forms.words(phrase)):
                options.setdefault((written, opposite, shared), {})[(name, hint)] = None
    cost = _COSTS["relation"]
    return [
        (phrase, Sense("relation", "", cost, tuple(chosen), opposite, shared))
        for (phrase, opposite, shared), chosen in options.items()
    ]


def _phrases(entry: Property) -> list[tuple[str, Hint]]:
    """The phrases of a property; its label is one of them, where they do not say what it asks."""
    known = {" ".join(forms.words(phrase)) for phrase, _ in entry.phrases}
    label = " ".join(forms.words(entry.label))
    return [*entry.phrases, *([] if label in known else [(entry.label, _LABEL)])]


def _written(words: Sequence[str]) -> list[str]:
    """A phrase as it is and, as people type it, without the articles inside: "write music"."""
    bare = [word for place, word in enumerate(words) if not place or word not in forms.ARTICLES]
    whole = " ".join(words)
    return [whole] if len(bare) in (1, len(words)) else [whole, " ".join(bare)]
