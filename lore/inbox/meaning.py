"""What a question means, as a key: equal for one question however it is worded or misspelt.

A meaning has a shape, which is compared as it is, and words, which are compared but for their
spelling (see alike.py). The shape is made from what the engine's understanding reads: properties,
the places of what is named, what is asked for, yes or no, and the date. What is not understood is
a bag: the names, the relations and the kind of question, with the other content words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lore.dates import PartialDate
from lore.inbox.alike import Group, alike
from lore.inbox.facets import FACETS
from lore.inbox.placing import unknown_films, unknown_names
from lore.language import Language
from lore.names import forms, spelling
from lore.names.link import Linker, Mention
from lore.question import NotUnderstood, Query, Understanding
from lore.question.context import Context
from lore.question.cover import covers
from lore.question.items import Item, lattice
from lore.question.query import Anchor, Chain
from lore.question.signals import PEOPLE, Signals, signals
from lore.question.understand import MARK
from lore.store.facts import Reader

LONGEST = 60
_SURE = 0.85
"""How dear a mended word may be and still be that word, unless it is long:"""
_LONG = 9
_WORK = "work"
_TOLD = {"when": "date", "year": "date", "where": "place"}
_WORDED = frozenset({"person", "date", "place", "text"})
"""Kinds that a question word asks for, which is told apart by itself."""
_TELLING = frozenset(["good", "great", "nice", "cool", "awesome", "amazing", "true", "love"])
"""Words of small talk that say something where they stand in a question."""
_MANNERS = frozenset({"how", "amount", "duration"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """A shape with the words that stand in it; `question` tells whether it asks anything."""

    shape: str
    words: tuple[Group, ...] = ()
    question: bool = True


class Meanings:
    """Makes meanings with one language, on any reader."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._linker = Linker(language.is_ordinary, language.light)
        self._understanding = Understanding(language)
        properties = language.properties.values()
        self._presence = next(
            (one.id for one in properties if one.participant and one.has_role), ""
        )
        works = language.groups.get(_WORK, [])
        self._default = works[0] if works else ""

    def alike(self, one: Sequence[Group], other: Sequence[Group]) -> bool:
        """Whether the words of two meanings of one shape are the same but for their spelling."""
        return alike(one, other, self._language.is_ordinary)

    def of(self, question: str, reader: Reader, context: Context | None = None) -> Meaning:
        """The meaning of a question as a scope sees it, in the reading thread."""
        words = forms.words(question)[:LONGEST]
        if question.rstrip().endswith(MARK):
            words.append(MARK)
        linked = self._linker.link(question, words, reader)
        films = unknown_films(words, linked, reader, self._linker)
        mentions = [*linked, *films.mentions]
        best = covers(lattice(words, mentions, self._language))[:1]
        items = best[0].items if best else ()
        said = signals(items, self._language.groups)
        asks = self._asks(items, said, words)
        read = self._understanding.read(words, mentions, context)
        groups = dict(films.groups)
        for likely in (True, False):
            if not isinstance(read, NotUnderstood):
                break
            below = -1 - len(films.groups)
            placed = unknown_names(items, words, self._language, below, likely=likely)
            if placed.mentions:
                groups = dict((*films.groups, *placed.groups))
                read = self._understanding.read(words, [*mentions, *placed.mentions], context)
        if isinstance(read, NotUnderstood):
            return self._bag(items, said, words, dict(films.groups), asks)
        return replace(
            self.of_query(read[0], groups, self._notes(items, said, words)), question=asks
        )

    def of_query(
        self,
        query: Query,
        groups: Mapping[int, Group] | None = None,
        notes: tuple[Sequence[str], Sequence[str], str] = ((), (), ""),
    ) -> Meaning:
        """The meaning of a question that was read.

        `groups` are the words of stand-ins by entity, `notes` the facets, the unsure words and the
        question word.
        """
        facets, unsure, asked = notes
        naming = _Naming(groups or {})
        parts = [naming.of(query.card)] if query.card else []
        chains = sorted(query.chains, key=lambda chain: self._chain(chain, query, _Naming({})))
        parts += [self._chain(chain, query, naming) for chain in chains]
        flags = [name for name in ("each", "verdict", "opposite", "count") if getattr(query, name)]
        flags += [f"status:{one}" for one in sorted(query.statuses)]
        flags += [f"as of:{query.as_of}"] if query.as_of else []
        flags += [f"filter:{self._properties(names)}" for names in sorted(query.filters)]
        flags += [f"is:{facet}" for facet in facets]
        flags += [f"asks:{self._manner(asked, query)}"]
        flags += [f"kind:{kind}" for kind in self._demand(query)]
        words = naming.words
        if extra := (*sorted(unsure), *sorted(map(spelling.stem, query.topic))):
            words = (*words, tuple(extra))
            flags.append("words")
        return Meaning("|".join([*parts, *flags]), words)

    def _chain(self, chain: Chain, query: Query, naming: _Naming) -> str:
        texts: list[str] = []
        for place, step in enumerate(chain.steps):
            held: dict[str, Anchor | None] = {str(slot): anchor for slot, anchor in step.fixed}
            if step.known is not None:
                held[step.known] = chain.anchor if place == 0 else None
            slots = ",".join(
                f"{slot}={naming.of(held[slot]) if held[slot] is not None else '<'}"
                for slot in sorted(held)
            )
            known = query.verdict and len(chain.steps) == 1
            ask = "" if known else step.ask
            texts.append(f"{self._properties(step.properties)}({slots})>{ask}")
        return "/".join(texts)

    def _properties(self, names: Sequence[str]) -> str:
        """Properties as one text; being in a work stands for all ways of taking part."""
        return self._presence if self._presence in names else "+".join(sorted(names))

    def _demand(self, query: Query) -> list[str]:
        """The kinds asked for, where they limit what the last step gives anyway."""
        if not query.demand or not query.chains or query.demand & {self._default, *_WORDED}:
            return []
        step = query.chains[-1].steps[-1]
        kinds: set[str] = set()
        for name in step.properties:
            kinds |= self._language.properties[name].kinds(step.ask)
        return [] if kinds <= query.demand else sorted(query.demand & kinds or query.demand)

    def _manner(self, asked: str, query: Query) -> str:
        """The question word, where the property does not say as much."""
        if query.verdict or not query.chains or asked not in {*_TOLD, *_MANNERS, "why"}:
            return ""
        step = query.chains[-1].steps[-1]
        entries = [self._language.properties[name] for name in step.properties]
        kinds = frozenset().union(*(entry.kinds(step.ask) for entry in entries))
        if _TOLD.get(asked) in kinds or (asked in _MANNERS and "text" in kinds):
            return ""
        return "" if any(entry.question == asked for entry in entries) else asked

    def _notes(
        self, items: Sequence[Item], said: Signals, words: Sequence[str]
    ) -> tuple[list[str], list[str], str]:
        facets: set[str] = set()
        unsure: list[str] = []
        if {("what", "shows"), ("which", "shows"), ("which", "show")} & set(pairwise(words)):
            facets.add("show")  # which the language takes for "show me"
        for item in items:
            if item.kind != "relation" or item.sense is None:
                continue
            stretch = words[item.start : item.end]
            for word in stretch:
                near = self._language.readings(word, mend=True) or {word: 0.0}
                facets |= {FACETS[one] for one in near if one in FACETS}
            if item.cost - item.sense.cost > _SURE and len("".join(stretch)) < _LONG:
                unsure += stretch
        return sorted(facets), unsure, said.question or ""

    def _bag(
        self,
        items: Sequence[Item],
        said: Signals,
        words: Sequence[str],
        groups: Mapping[int, Group],
        asks: bool,
    ) -> Meaning:
        """The meaning of what is not understood: what stands in it, in any order."""
        naming = _Naming(groups)
        marks: list[str] = []
        names: dict[bool, list[str]] = {True: [], False: []}
        rest: list[str] = []
        for item in items:
            if item.mention or item.date:
                people = bool(item.mention and item.mention.kind in PEOPLE)
                names[people].append(naming.of(item.mention or item.date))
            elif item.sense is None:
                rest += words[item.start : item.end]
            elif item.kind == "relation":
                marks.append(self._properties([name for name, _ in item.sense.options]))
            elif item.kind in ("kind", "status", "mark"):
                marks.append(item.sense.value)
            elif item.kind == "chat":
                rest += _TELLING.intersection(words[item.start : item.end])
        facets, unsure, asked = self._notes(items, said, words)
        asked = {"who": "", "what": "", "year": "when"}.get(asked, asked)
        shape = "|".join(
            [
                "bag",
                ",".join(names[True]),
                ",".join(sorted(names[False])),
                ",".join(sorted({*marks, *facets})),
                asked or ("verdict" if said.verdict else ""),
            ]
        )
        empty = not (rest or unsure or marks or naming.words or names[True] or names[False])
        return Meaning(shape, (*naming.words, (*rest, *unsure)), asks and not empty)

    def _asks(self, items: Sequence[Item], said: Signals, words: Sequence[str]) -> bool:
        """Whether words ask something: by a question word, an auxiliary first, a question mark, or
        by naming something with what is to be told of it and nothing else ("MI7 budget")."""
        kinds = {item.kind for item in items}
        if kinds <= {"chat"}:
            return False
        if said.question is not None or said.card or MARK in words:
            return True
        if "auxiliary" in kinds or "chat" in kinds:
            first = items[0].kind
            return first == "auxiliary" and "chat" not in kinds
        covered = {place for item in items for place in range(item.start, item.end)}
        plain = all(
            word in self._language.light for at, word in enumerate(words) if at not in covered
        )
        strange = [words[item.start] for item in items if item.kind == "unknown"]
        named = bool(kinds & {"name", "unknown"})
        odd = not strange or not all(map(self._language.is_ordinary, strange))
        return plain and odd and named and "relation" in kinds


class _Naming:
    """Writes anchors as texts and gathers the words of stand-ins in their order."""

    def __init__(self, groups: Mapping[int, Group]) -> None:
        self._groups = groups
        self.words: tuple[Group, ...] = ()

    def of(self, anchor: Anchor | None) -> str:
        if isinstance(anchor, PartialDate) or anchor is None:
            return str(anchor)
        entity = anchor.candidates[0].entity
        if entity not in self._groups:
            return _entities(anchor)
        self.words = (*self.words, self._groups[entity])
        return "?"


def _entities(mention: Mention) -> str:
    """The likeliest entity; those that cannot be told apart from it stand together."""
    first = mention.candidates[0]
    if first.entity < 0:
        return "?"
    alike = [
        one.entity
        for one in mention.candidates
        if (one.name, one.kind, one.year) == (first.name, first.kind, first.year)
    ]
    return "=".join(map(str, sorted(alike)))
