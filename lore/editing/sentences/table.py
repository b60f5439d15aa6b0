"""Reads what articles seldom say, by the phrases of the property table.

The names and the phrases are read as in a question; what is new is that a sentence may name what
nobody knows yet. Such a stranger is a run of capitalised words, or stands in quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise, permutations

from lore.editing.errors import Refused
from lore.editing.name_resolution import NameResolver
from lore.editing.sentences.reading import Reading
from lore.editing.sentences.source_text import SourceText
from lore.editing.sentences.unknown_names import adverbs, claimed, strangers, whole
from lore.language import costs, grammar
from lore.language.lexicon import Language, Sense
from lore.language.properties import Property
from lore.linking.mentions import Mention
from lore.model.facts import SLOTS, Entity, Slot, Status
from lore.texts import refusals as words
from lore.understanding.lattice import Cover, Span, covers, lattice

_LONGEST_HEAD = 24
"""Words within which a property told in words must be named."""
_PLAIN = frozenset({"date", "text"})
_COPULAS = grammar.words("statements", "copulas")
_JOINS = grammar.words("statements", "joins")


class TableSentence:
    """Reads one statement, by the names that are known in it."""

    def __init__(
        self,
        statement: SourceText,
        mentions: Sequence[Mention],
        language: Language,
        resolver: NameResolver,
    ) -> None:
        self._raw = statement
        self._words = statement.words
        self._language = language
        self._properties = language.properties
        self._resolver = resolver
        self._known = {(mention.start, mention.end) for mention in mentions if mention.exact}
        self._proper = strangers(self._raw, mentions, language)
        self._lattice = lattice(self._words, whole(mentions, self._proper), language)
        for item in (*self._proper, *adverbs(self._words)):
            self._lattice[item.start].append(item)

    def read(self) -> Reading:
        """The likeliest reading.

        Raises:
            Refused: where there is none.
        """
        if not self._words:
            raise Refused(words.NO_STATEMENT)
        ranked = covers(self._lattice)
        readings = [reading for cover in ranked for reading in self._linked(cover)]
        readings = readings or list(self._told())
        if not readings:
            raise self._refusal(ranked)
        return min(readings, key=lambda reading: reading.cost)

    def _linked(self, cover: Cover) -> Iterator[Reading]:
        """Readings in which what is named fills the slots of one property."""
        anchors = [item for item in cover.items if self._is_anchor(item)]
        if self._unknown(cover) or not 2 <= len(anchors) <= len(SLOTS) or self._joined(cover):
            return
        for entry, cost in self._options(cover.items):
            for slots in permutations(SLOTS, len(anchors)):
                placed = dict(zip(slots, anchors, strict=True))
                if {"subject", "value"} <= set(slots) and all(
                    self._fits(entry, slot, item) for slot, item in placed.items()
                ):
                    total = cover.cost + cost + _turned(entry, placed)
                    texts = {slot: self._text(item) for slot, item in placed.items()}
                    yield Reading(entry, texts, self._status(cover), total)

    def _told(self) -> Iterator[Reading]:
        """Readings of the shortest beginning that has a subject and a property whose value is
        told in words; the rest is the value."""
        for end in range(2, min(len(self._words), _LONGEST_HEAD)):
            head = [[item for item in items if item.end <= end] for items in self._lattice[:end]]
            ranked = covers(head)
            near = [cover for cover in ranked if cover.cost <= ranked[0].cost + costs.NEAR_HEAD]
            readings = [reading for cover in near for reading in self._told_in(cover, end)]
            if readings:
                yield from readings
                return

    def _told_in(self, cover: Cover, end: int) -> Iterator[Reading]:
        anchors = [item for item in cover.items if self._is_anchor(item)]
        relations = [item for item in cover.items if item.kind == "relation"]
        if self._unknown(cover) or len(anchors) != 1 or not relations:
            return
        if any(map(self._in_a_name, relations)):
            return
        after = relations[0].start >= anchors[0].end
        for entry, cost in self._options(cover.items):
            if "text" not in entry.value or not self._fits(entry, "subject", anchors[0]):
                continue
            # "X was killed by Y": how it is with X begins with the verb.
            value = self._value(relations[0].start if after and entry.state else end, plain=after)
            if value:
                texts: dict[Slot, str] = {"subject": self._text(anchors[0]), "value": value}
                yield Reading(entry, texts, self._status(cover), cover.cost + cost)

    def _value(self, start: int, *, plain: bool) -> str:
        """The text from a place on; unless `plain`, it must follow an "is" or a colon."""
        begins = start
        while begins < len(self._words) and self._words[begins] in _COPULAS:
            begins += 1
        follows = begins > start or self._raw.has_colon(start)
        return self._raw.rest(begins) if plain or follows else ""

    def _in_a_name(self, item: Span) -> bool:
        """Whether a word only seems to be a relation: it stands inside a known name."""
        return any(start <= item.start and item.end <= end for start, end in self._known)

    def _options(self, items: Sequence[Span]) -> Iterator[tuple[Property, float]]:
        """The properties that all relations of a cover may mean.

        Titles of names are left aside ("the villain Gabriel"), and a phrase may be torn apart
        ("filming of X ended").
        """
        starts = {item.start for item in items if self._is_anchor(item)}
        relations = [item for item in items if item.kind in ("relation", "kind")]
        relations = [item for item in relations if item.end not in starts] or relations
        senses = self._torn(relations)
        if not senses:
            if any(item.kind == "kind" and item.end not in starts for item in relations):
                return
            senses = [item.sense for item in relations if item.kind == "relation" and item.sense]
        for name in dict.fromkeys(name for sense in senses for name, _ in sense.options):
            if all(name in dict(sense.options) for sense in senses):
                yield self._properties[name], self._properties[name].rank * costs.RANK

    def _torn(self, said: Sequence[Span]) -> list[Sense]:
        """The relation that several words mean together."""
        if len(said) < 2:
            return []
        phrase = tuple(word for item in said for word in self._words[item.start : item.end])
        return [
            sense
            for known, senses in self._language.by_first.get(phrase[0], ())
            for sense in senses
            if known == phrase and sense.kind == "relation"
        ]

    def _joined(self, cover: Cover) -> bool:
        """Whether it says the same of several: "X and Y play in Z"."""
        named = [item for item in cover.items if self._is_anchor(item) and not item.date]
        return any(
            set(self._words[one.end : other.start]) <= _JOINS for one, other in pairwise(named)
        )

    def _fits(self, entry: Property, slot: Slot, item: Span) -> bool:
        """Whether what an item names can stand in a slot."""
        if slot == "role" and not entry.has_role:
            return False
        taken = entry.kinds(slot)
        if item.date is not None:
            return slot == "value" and "date" in taken
        kinds = taken - _PLAIN
        if item in self._proper:
            return bool(kinds) or not taken or (slot == "role" and "text" in taken)
        return item.mention is not None and (item.mention.kind in kinds or not taken)

    def _is_anchor(self, item: Span) -> bool:
        return item.kind in ("name", "date") or item in self._proper

    def _unknown(self, cover: Cover) -> list[Span]:
        """The words of a cover that nothing accounts for."""
        return [
            item for item in cover.items if item.kind == "unknown" and not self._is_anchor(item)
        ]

    def _text(self, item: Span) -> str:
        """What an item names, as a field takes it."""
        if item.date is not None:
            return str(item.date)
        if item.mention is not None:
            best = item.mention.candidates[0]
            most = best.cost + costs.AS_GOOD
            rivals = [rival for rival in item.mention.candidates if rival.cost <= most]
            if len(rivals) == 1:
                entity = Entity(best.entity, best.name, best.kind, best.year)
                return self._resolver.labels([entity])[entity.id]
        return self._raw.stretch(item.start, item.end)

    def _status(self, cover: Cover) -> Status:
        """What a statement claims by the words outside its names."""
        named = {
            place
            for item in cover.items
            if self._is_anchor(item)
            for place in range(item.start, item.end)
        }
        free = [word for place, word in enumerate(self._words) if place not in named]
        return claimed(free, cover.items, self._language)

    def _refusal(self, ranked: Sequence[Cover]) -> Refused:
        """What keeps the cheapest cover from being a fact."""
        unknown = self._unknown(ranked[0]) if ranked else []
        if unknown:
            last = next(
                (two.end for one, two in pairwise([*unknown, unknown[-1]]) if one.end != two.start),
                unknown[0].end,
            )
            return Refused(words.not_understood(self._raw.stretch(unknown[0].start, last)))
        if self._joined(ranked[0]):
            return Refused(words.ONE_FACT)
        named = [self._text(item) for item in ranked[0].items if self._is_anchor(item)]
        return Refused(words.no_relation(named) if named else words.NO_STATEMENT)


def _turned(entry: Property, placed: Mapping[Slot, Span]) -> float:
    """What it costs that slots stand in another order than in the property's statement."""
    role = entry.statement_role if "role" in placed else None
    template = role or entry.statement
    order = sorted(placed, key=lambda slot: template.find(f"{{{slot}}}"))
    return costs.TURNED * sum(
        placed[one].start > placed[other].start for one, other in combinations(order, 2)
    )
