"""From covers to queries: the readings of a question, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lore.language import Language
from lore.names.link import Mention
from lore.properties import Hint
from lore.question.chains import LIMIT, Aim, Composer, Path
from lore.question.cover import Cover, covers
from lore.question.frames import Framer, anchor_kinds, anchor_of
from lore.question.items import Item, lattice
from lore.question.query import Chain, NotUnderstood, Query, Step
from lore.question.signals import Signals, signals
from lore.question.topics import topical

READINGS = 6
"""Queries that are handed on, the likeliest first."""
SPREAD = 0.9
"""How much dearer than the likeliest a reading may be."""
_OPEN = 0.9
_NO_RELATION = 0.5
_CROSSED = 0.2
_BARE = 0.35
_CARD = 0.2
_DEFAULTS = {"date": "release_date", "place": "filming_location"}


@dataclass(frozen=True, slots=True)
class _Anchored:
    """The anchors that count, with the operators left when apposition and duplicates are gone."""

    anchors: list[Item]
    operators: list[Item]
    capacity: tuple[str, ...] = ()


class Understanding:
    """Reads questions with one language and its property table."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._properties = language.properties
        self._composer = Composer(language.properties)
        self._framer = Framer(language.properties)
        entries = language.properties.values()
        self._presence = next(
            (entry.id for entry in entries if entry.participant and entry.has_role), None
        )

    def read(self, words: Sequence[str], mentions: Sequence[Mention]) -> list[Query] | NotUnderstood:
        """The queries that a question may mean, the likeliest first; or why there is none."""
        if not words:
            return NotUnderstood()
        found: list[Query] = []
        ranked = covers(lattice(words, mentions, self._language))
        for cover in ranked:
            if found and cover.cost > found[0].cost + SPREAD:
                break
            found += self._queries(cover, words)
            found.sort(key=lambda query: query.cost)
        if not found:
            return self._refusal(words, ranked)
        unique: list[Query] = []
        for query in found:
            if query.cost <= found[0].cost + SPREAD and not any(
                _same(query, other) for other in unique
            ):
                unique.append(query)
        return unique[:READINGS]

    def _queries(self, cover: Cover, words: Sequence[str]) -> list[Query]:
        """The queries of one cover: none where a content word is left unaccounted for."""
        said = signals(cover.items, self._language.groups)
        about = [
            replace(query, cost=query.cost + cover.cost, as_of=said.as_of)
            for query in topical(cover.items, words, said, self._properties)
        ]
        return about or self._factual(cover, said)

    def _factual(self, cover: Cover, said: Signals) -> list[Query]:
        if said.unknown or (said.negative and not said.verdict):
            return []
        anchored = self._anchored(said)
        aim = Aim(said.question, said.demand, said.shared)
        relations = [item for item in anchored.operators if item.kind == "relation"]
        if not anchored.anchors:
            queries = self._open(anchored, said, aim)
        elif len(anchored.anchors) == 1:
            queries = self._single(anchored, said, aim, relations)
        else:
            queries = self._several(anchored, said, aim, relations)
        statuses = said.statuses if not said.verdict else frozenset()
        return [
            replace(
                query,
                cost=query.cost + cover.cost,
                verdict=said.verdict and query.card is None,
                opposite=any(item.sense.opposite for item in relations if item.sense),
                count=said.question == "count",
                demand=said.demand,
                statuses=statuses,
                as_of=said.as_of,
            )
            for query in queries
        ]

    def _anchored(self, said: Signals) -> _Anchored:
        anchors = _without_doubles(list(said.anchors))
        operators = self._merged(list(said.operators))
        capacity: tuple[str, ...] = ()
        for name in [item for item in anchors if item.mention]:
            before = [item for item in operators if item.end == name.start]
            if not before or before[0].sense is None:
                continue
            title = before[0]
            if title.kind == "kind":
                operators.remove(title)
                continue
            nouns = tuple(
                option
                for option, hint in title.sense.options
                if (hint == "value" or title.sense.shared) and self._properties[option].value & anchor_kinds(name)
            )
            if nouns:
                operators.remove(title)
                capacity = nouns
                owners = [item for item in anchors if item.mention and item.end == title.start]
                anchors = [item for item in anchors if item not in owners]
        return _Anchored(anchors, operators, capacity)

    def _merged(self, operators: list[Item]) -> list[Item]:
        """Neighbouring relations of one property as one: "which role does X reprise"."""
        merged: list[Item] = []
        for item in operators:
            last = merged[-1] if merged else None
            if last is not None and last.sense and item.sense and _mergeable(last, item):
                hints: dict[str, Hint] = dict(item.sense.options) | dict(last.sense.options)
                role = any(h == "role" for _, h in (*last.sense.options, *item.sense.options))
                both = {name for name, _ in item.sense.options} & {
                    name for name, _ in last.sense.options
                }
                options = tuple(
                    (name, "role" if role else hint) for name, hint in hints.items() if name in both
                )
                sense = replace(last.sense, options=options)
                merged[-1] = replace(last, sense=sense)
            else:
                merged.append(item)
        return merged

    def _open(self, anchored: _Anchored, said: Signals, aim: Aim) -> list[Query]:
        """Nothing is named: the relations alone, over all that the store holds."""
        relations = [item for item in anchored.operators if item.kind == "relation"]
        if not relations:
            return []
        if said.both and len(relations) > 1:
            return self._open_crossed(relations, aim)
        left = relations[::-1]
        paths = self._composer.paths(frozenset(), left, [], 0, (), aim, open_start=True)
        return [Query((Chain(None, path.steps),), cost=_OPEN + path.cost) for path in paths]

    def _open_crossed(self, relations: Sequence[Item], aim: Aim) -> list[Query]:
        """ "Is anyone in the cast also a producer": the same ends by several relations."""
        chains: list[Chain] = []
        cost = _OPEN
        for relation in relations:
            paths = self._composer.paths(
                frozenset(), [relation], [], 0, (), aim, open_start=True
            )
            if not paths:
                return []
            chains.append(Chain(None, paths[0].steps))
            cost += paths[0].cost
        return [Query(tuple(chains), cost=cost)]

    def _single(
        self, anchored: _Anchored, said: Signals, aim: Aim, relations: list[Item]
    ) -> list[Query]:
        anchor = anchored.anchors[0]
        if not relations:
            default = self._default(anchor, anchored, said, aim)
            return default
        return [
            Query((Chain(anchor_of(anchor), path.steps),), cost=path.cost)
            for path in self._paths(anchor, anchored.operators, anchored, said, aim)
        ]

    def _paths(
        self,
        anchor: Item,
        operators: Sequence[Item],
        anchored: _Anchored,
        said: Signals,
        aim: Aim,
    ) -> list[Path]:
        left = [item for item in operators if item.end <= anchor.start][::-1]
        right = [item for item in operators if item.start >= anchor.end]
        attached = _attached(anchor, left, right, said)
        kinds = anchor_kinds(anchor)
        return self._composer.paths(kinds, left, right, attached, anchored.capacity, aim)

    def _default(
        self, anchor: Item, anchored: _Anchored, said: Signals, aim: Aim
    ) -> list[Query]:
        """A name without a relation: a card, or what the question word alone asks for."""
        if anchor.mention is None:
            options = [(_DEFAULTS["date"], "either")]
            start = Path((), anchor_kinds(anchor), 0.0)
            paths = self._composer.moves(start, options)  # type: ignore[arg-type]
            return [
                Query((Chain(anchor_of(anchor), path.steps),), cost=_NO_RELATION + path.cost)
                for path in paths
                if not aim.demand or aim.demand & path.kinds
            ]
        queries: list[Query] = []
        kind_only = [item for item in anchored.operators if item.kind == "kind"]
        for demand, name in _DEFAULTS.items():
            if demand in said.demand and name in self._properties:
                path = Path((), anchor_kinds(anchor), 0.0)
                moves = self._composer.moves(path, [(name, "value")])
                queries += [
                    Query((Chain(anchor.mention, move.steps),), cost=_NO_RELATION + move.cost)
                    for move in moves
                    if demand in move.kinds
                ]
        if kind_only or (said.demand and not said.demand & {"person", "character", "date"}):
            paths = self._paths(anchor, kind_only or _demanded(said), anchored, said, aim)
            queries += [Query((Chain(anchor.mention, path.steps),), cost=path.cost) for path in paths]
        bare = _CARD
        manner = said.question in (None, "who", "what") and not said.verdict
        if not queries and manner and not said.chat:
            bare += 0.0 if said.card or said.question else _BARE
            queries.append(Query(card=anchor.mention, cost=bare))
            if said.question == "who" and anchor.mention.kind not in ("person", "character"):
                queries += self._cast_of(anchor.mention)
        return queries

    def _cast_of(self, mention: Mention) -> list[Query]:
        """ "Who is in X" names no relation: those who play in it are meant."""
        name = self._presence
        if name is None or mention.kind not in self._properties[name].subject:
            return []
        return [Query((Chain(mention, (Step((name,), "subject", "value"),)),), cost=_CARD - 0.05)]

    def _several(
        self, anchored: _Anchored, said: Signals, aim: Aim, relations: list[Item]
    ) -> list[Query]:
        queries: list[Query] = []
        options = _common_options(relations)
        if len(anchored.anchors) <= 3 and (options or not relations):
            queries += [
                Query((frame.chain,), cost=frame.cost)
                for frame in self._framer.frames(
                    anchored.anchors, options, aim, verdict=said.verdict
                )
                if frame.cost <= LIMIT
            ][:4]
        return queries + self._crossed(anchored, said, aim, relations)

    def _crossed(
        self, anchored: _Anchored, said: Signals, aim: Aim, relations: list[Item]
    ) -> list[Query]:
        """One chain from each anchor, all to one kind of end."""
        chains: list[Chain] = []
        cost, ends = _CROSSED, None
        for anchor in anchored.anchors:
            operators = _operators_of(anchor, anchored) or list(relations)
            paths = self._paths(anchor, operators, anchored, said, aim) if operators else []
            if not paths:
                paths = self._unsaid(anchor, said)
            if not paths:
                return []
            path = next((one for one in paths if ends is None or one.kinds & ends), None)
            if path is None:
                return []
            ends = path.kinds
            cost += path.cost
            chains.append(Chain(anchor_of(anchor), path.steps))
        each = not said.both and all(
            self._properties[name].many is False
            for chain in chains
            for name in chain.steps[-1].properties
        )
        return [Query(tuple(chains), each=each, cost=cost)] if cost <= LIMIT else []

    def _unsaid(self, anchor: Item, said: Signals) -> list[Path]:
        """What a name is crossed by when no relation is said: being in it, or out on that date."""
        start = Path((), anchor_kinds(anchor), _NO_RELATION / 2)
        for name in (self._presence, _DEFAULTS["date"]):
            if name in self._properties:
                moves = [
                    move
                    for move in self._composer.moves(start, [(name, "either")])
                    if not said.demand or said.demand & move.kinds
                ]
                if moves:
                    return moves
        return []

    def _refusal(self, words: Sequence[str], ranked: Sequence[Cover]) -> NotUnderstood:
        """What the cheapest cover leaves open."""
        if not ranked:
            return NotUnderstood()
        said = signals(ranked[0].items, self._language.groups)
        names = tuple(item.mention for item in said.anchors if item.mention)
        relation = next(
            (item for item in said.operators if item.kind == "relation" and item.sense), None
        )
        name = relation.sense.options[0][0] if relation and relation.sense else None
        word = " ".join(words[item.start] for item in said.unknown) or None
        return NotUnderstood(word, name, names)


def _attached(
    anchor: Item, left: Sequence[Item], right: Sequence[Item], said: Signals
) -> int:
    """How many operators after a name belong to it rather than to a predicate of its own.

    Those before the next question word or auxiliary; where the question itself comes after the
    name, only such as lead to a kind of thing ("X starred movies were directed by whom"). The verb
    that ends an inverted question ("when did the films of X come out") is the question's own.
    """
    near: list[Item] = []
    for item in right:
        if any(anchor.end <= barrier <= item.start for barrier in said.barriers):
            break
        near.append(item)
    if said.question_at > anchor.start:
        while near and near[-1].kind != "kind":
            near.pop()
    elif left and near and _is_verb(near[-1]) and _inverted(anchor, said):
        near.pop()
    return len(near)


def _is_verb(item: Item) -> bool:
    return item.sense is not None and any(hint == "either" for _, hint in item.sense.options)


def _inverted(anchor: Item, said: Signals) -> bool:
    """Whether an auxiliary stands between the question word and the name: its verb comes last."""
    return any(said.question_at < barrier < anchor.start for barrier in said.barriers)


def _demanded(said: Signals) -> list[Item]:
    """The kind after the question word, as an operator of its own: "which films" of a person."""
    return [
        item for item in said.operators if item.kind == "kind"
    ]


def _without_doubles(anchors: list[Item]) -> list[Item]:
    """Anchors that name one thing twice are one: the cheaper mention stays."""
    kept: list[Item] = []
    for item in sorted(anchors, key=lambda one: one.cost):
        ids = {one.entity for one in item.mention.candidates} if item.mention else set()
        doubled = any(
            ids & {one.entity for one in other.mention.candidates}
            for other in kept
            if other.mention
        )
        if not doubled:
            kept.append(item)
    return sorted(kept, key=lambda one: one.start)


def _mergeable(last: Item, item: Item) -> bool:
    if last.kind != "relation" or item.kind != "relation" or not last.sense or not item.sense:
        return False
    hints = {hint for _, hint in (*last.sense.options, *item.sense.options)}
    shared = {name for name, _ in last.sense.options} & {name for name, _ in item.sense.options}
    return bool(shared) and "role" in hints


def _common_options(relations: Sequence[Item]) -> tuple[tuple[str, Hint], ...]:
    """The options that all relations share, with the most telling hint of each property."""
    if not relations:
        return ()
    shared: dict[str, Hint] | None = None
    for item in relations:
        assert item.sense is not None
        options = dict(item.sense.options)
        if shared is None:
            shared = options
        else:
            shared = {
                name: "role" if "role" in (hint, options[name]) else hint
                for name, hint in shared.items()
                if name in options
            }
    return tuple((shared or {}).items())


def _operators_of(anchor: Item, anchored: _Anchored) -> list[Item]:
    """The operators between an anchor and its neighbours: those before it, else those after."""
    starts = [item.start for item in anchored.anchors if item.start < anchor.start]
    ends = [item.start for item in anchored.anchors if item.start > anchor.start]
    low, high = (starts or [-1])[-1], (ends or [10**6])[0]
    before = [item for item in anchored.operators if low < item.start < anchor.start]
    after = [item for item in anchored.operators if anchor.start < item.start < high]
    return before or after


def _same(one: Query, other: Query) -> bool:
    return (
        one.card is other.card
        and one.each == other.each
        and len(one.chains) == len(other.chains)
        and all(
            a.anchor is b.anchor and a.steps == b.steps
            for a, b in zip(one.chains, other.chains, strict=True)
        )
    )
