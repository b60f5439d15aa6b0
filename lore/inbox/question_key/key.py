"""What a question means, as a key: equal for one question however it is worded or misspelt.

A meaning has a shape, which is compared as it is, and words, which are compared but for their
spelling (see alike.py). The shape is made from what the engine's understanding reads: properties,
the places of what is named, what is asked for, yes or no, and the date. What is not understood is
a bag: the names, the relations and the kind of question, with the other content words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from lore.inbox.question_key.details import ACTIVE, NOTHING, Notes, asks, notes
from lore.inbox.question_key.same_words import Group, alike
from lore.inbox.question_key.stand_ins import swallowed, unknown_films, unknown_names
from lore.language import grammar, spelling
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.linker import Linker
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.facts import PEOPLE
from lore.steps import Steps
from lore.store.fact_reader import Reader
from lore.store.server_phrases import rephrased
from lore.understanding import NotUnderstood, Query, QuestionReader
from lore.understanding.context import Context
from lore.understanding.lattice import Span, covers, lattice
from lore.understanding.query import Anchor, Chain
from lore.understanding.signals import Signals, signals
from lore.understanding.standing import Standing

LONGEST = 60
"""Words of a question that its key is made of."""
_WORK = "work"
_TOLD = {"when": "date", "year": "date", "where": "place"}
_WORDED = frozenset({"person", "date", "place", "text"})
"""Kinds that a question word asks for, which is told apart by itself."""
_TELLING = grammar.words("inbox", "telling")
"""Words of small talk that say something where they stand in a question."""
_EMPTY = grammar.words("inbox", "empty")
"""Words that carry nothing and that the language does not leave aside."""
_SYMMETRIC = frozenset({"spouse", "siblings"})
_MANNERS = frozenset({"how", "amount", "duration"})


@dataclass(frozen=True, slots=True)
class QuestionKey:
    """A shape with the words that stand in it; `question` tells whether it asks anything."""

    shape: str
    words: tuple[Group, ...] = ()
    question: bool = True


def unread(question: str) -> QuestionKey:
    """The meaning of a question of which the reading was given up: its words."""
    return QuestionKey("unread", (tuple(folding.words(question)[:LONGEST]),), question=False)


class QuestionKeys:
    """Makes meanings with one language, on any reader."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._linker = Linker(language.is_ordinary, language.light, given=language.given)
        self._understanding = QuestionReader(language)
        self._standing = Standing(language)
        properties = language.properties.values()
        self._presence = next(
            (entry.id for entry in properties if entry.participant and entry.has_role), ""
        )
        works = language.groups.get(_WORK, [])
        self._default = works[0] if works else ""

    def alike(self, one: Sequence[Group], other: Sequence[Group]) -> bool:
        """Whether the words of two meanings of one shape are the same but for their spelling."""
        return alike(one, other, self._language.is_ordinary)

    def of(
        self,
        question: str,
        reader: Reader,
        context: Context | None = None,
        steps: Steps | None = None,
    ) -> QuestionKey:
        """The meaning of a question as a scope sees it, in the reading thread.

        Raises:
            TooLong: where reading it takes more `steps` than it may.
        """
        asked = rephrased(folding.words(question)[:LONGEST], reader.phrases)
        words = [word for word in asked if word not in _EMPTY][:LONGEST]
        if question.rstrip().endswith(folding.MARK):
            words.append(folding.MARK)
        steps = steps or Steps()
        linked = self._linker.link(question, words, reader, steps)
        films = unknown_films(words, linked, reader, self._linker, steps)
        mentions = self._standing.placed([*linked, *films.mentions], reader)
        best = covers(lattice(words, mentions, self._language), steps)[:1]
        items = best[0].items if best else ()
        marks = signals(items, self._language.groups)
        asking = asks(items, marks, words, self._language)
        read = self._understanding.read(words, mentions, context, steps)
        groups = dict(films.groups)
        strange: set[int] = set()
        for likely in (True, False):
            if not isinstance(read, NotUnderstood):
                break
            strange = swallowed(items, words, self._language)
            below = -1 - len(films.groups)
            placed = unknown_names(items, words, self._language, below, likely=likely)
            if placed.mentions:
                groups = dict((*films.groups, *placed.groups))
                read = self._understanding.read(
                    words, [*mentions, *placed.mentions], context, steps
                )
        if isinstance(read, NotUnderstood):
            meaning = self._bag(items, strange, marks, words, dict(films.groups))
        else:
            meaning = self.of_query(read[0], groups, self._notes(items, strange, marks, words))
        return replace(meaning, question=asking and meaning.question)

    def _notes(
        self, items: Sequence[Span], strange: Set[int], said: Signals, words: Sequence[str]
    ) -> Notes:
        """The notes on the items that are no part of an unknown name."""
        return notes(items, strange, said, words, self._language)

    def of_query(
        self,
        query: Query,
        groups: Mapping[int, Group] | None = None,
        noted: Notes = NOTHING,
    ) -> QuestionKey:
        """The meaning of a question that was read.

        `groups` are the words of stand-ins by entity.
        """
        naming = _Naming(groups or {})
        parts = [naming.of(query.card)] if query.card else []
        chains = sorted(query.chains, key=lambda chain: self._chain(chain, query, _Naming({})))
        parts += [self._chain(chain, query, naming) for chain in chains]
        flags = [name for name in ("each", "verdict", "opposite", "count") if getattr(query, name)]
        flags += [f"status:{status}" for status in sorted(query.statuses)]
        flags += [f"as of:{query.as_of}"] if query.as_of else []
        flags += [f"filter:{self._properties(names)}" for names in sorted(query.filters)]
        flags += [f"is:{facet}" for facet in noted.facets if facet != ACTIVE or self._mutual(query)]
        flags += [f"asks:{self._manner(noted.asked, query)}"]
        flags += [f"kind:{kind}" for kind in self._demand(query)]
        words = naming.words
        if extra := (*sorted(noted.unsure), *sorted(map(spelling.stem, query.topic))):
            words = (*words, tuple(extra))
            flags.append("words")
        return QuestionKey("|".join([*parts, *flags]), words)

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
        return self._presence if self._presence in names else "+".join(sorted(set(names)))

    def _demand(self, query: Query) -> list[str]:
        """The kinds asked for, where they limit what the last step gives anyway."""
        if not query.demand or not query.chains or query.demand & {self._default, *_WORDED}:
            return []
        step = query.chains[-1].steps[-1]
        kinds: set[str] = set()
        for name in step.properties:
            kinds |= self._language.properties[name].kinds(step.ask)
        return [] if kinds <= query.demand else sorted(query.demand & kinds or query.demand)

    def _mutual(self, query: Query) -> bool:
        """Whether either end may be the other: who killed X, and whom X killed."""
        if query.verdict or len(query.chains) != 1 or len(query.chains[0].steps) != 1:
            return False
        names = query.chains[0].steps[0].properties
        entries = [self._language.properties[name] for name in names]
        return any(entry.subject & entry.value and entry.id not in _SYMMETRIC for entry in entries)

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

    def _bag(
        self,
        items: Sequence[Span],
        strange: Set[int],
        said: Signals,
        words: Sequence[str],
        groups: Mapping[int, Group],
    ) -> QuestionKey:
        """The meaning of what is not understood: what stands in it; names in their order, since one
        may have beaten the other."""
        naming = _Naming(groups)
        marks: list[str] = []
        names: dict[bool, list[str]] = {True: [], False: []}
        rest: list[str] = []
        for item in items:
            if item.mention or item.date:
                people = bool(item.mention and item.mention.kind in PEOPLE)
                names[people].append(naming.of(item.mention or item.date))
            elif item.sense is None or item.start in strange:
                rest += words[item.start : item.end]
            elif item.kind == "relation":
                marks.append(self._properties([name for name, _ in item.sense.options]))
            elif item.kind in ("kind", "status", "mark"):
                marks.append(item.sense.value)
            elif item.kind == "chat":
                rest += _TELLING.intersection(words[item.start : item.end])
        noted = self._notes(items, strange, said, words)
        asked = {"who": "", "what": "", "year": "when"}.get(noted.asked, noted.asked)
        shape = "|".join(
            [
                "bag",
                ",".join(names[True]),
                ",".join(names[False]),
                ",".join(sorted({*marks, *(facet for facet in noted.facets if facet != ACTIVE)})),
                asked or ("verdict" if said.verdict else ""),
            ]
        )
        rest += noted.unsure
        empty = not (rest or marks or naming.words or names[True] or names[False])
        return QuestionKey(shape, (*naming.words, tuple(rest)), question=not empty)


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
        candidate.entity
        for candidate in mention.candidates
        if (candidate.name, candidate.kind, candidate.year) == (first.name, first.kind, first.year)
    ]
    return "=".join(map(str, sorted(alike)))
