"""Questions that name one thing: relations outwards from it or, without any, what is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lore.language import costs
from lore.language.properties import Hint, Property
from lore.linking.mentions import Mention
from lore.model.facts import PEOPLE, Slot
from lore.steps import Steps
from lore.understanding.anchors import Anchored, anchor_kinds, anchor_of
from lore.understanding.chains import MANNERS, Aim, Composer, Path
from lore.understanding.lattice import Span
from lore.understanding.query import Chain, Query, Step
from lore.understanding.signals import Signals

_TAKING: tuple[Slot, ...] = ("value", "role")
"""The slots of whoever is in a work."""
_DEFAULTS = {"date": "release_date", "place": "filming_location"}
"""The property that a question word alone asks for: "when is X"."""


class OneName:
    """Reads questions about one name or date."""

    def __init__(self, properties: Mapping[str, Property], composer: Composer) -> None:
        self._properties = properties
        self._composer = composer
        self._presence = next(
            (
                entry.id
                for entry in properties.values()
                if entry.participant and entry.has_role and "text" in entry.role
            ),
            None,
        )

    def queries(self, found: Anchored, said: Signals, aim: Aim, steps: Steps) -> list[Query]:
        """The queries for the one thing that is named."""
        anchor = found.anchors[0]
        if found.relations:
            paths = self.paths(anchor, found.operators, found, said, aim, steps)
        elif anchor.mention is None:
            paths = self._dated(anchor, aim)
        else:
            paths = self._asked(anchor, anchor.mention, found, said, aim, steps)
            foreign = [
                item
                for item in found.operators
                if item.sense is None or item.sense.value != anchor.mention.kind
            ]
            if not paths and not foreign and not said.verdict and not said.chat:
                return self._cards(anchor.mention, found, said)
        return [
            Query((Chain(anchor_of(anchor), path.steps),), filters=path.filters, cost=path.cost)
            for path in (self._judged(paths) if said.verdict else paths)
        ]

    def _judged(self, paths: Sequence[Path]) -> list[Path]:
        """The paths of which yes or no can be said: somebody takes part, or a state holds.

        A text or date that is no state is told instead, if need be.
        """
        judged = []
        for path in paths:
            entries = [self._properties[name] for name in path.steps[-1].properties]
            if len(path.steps) > 1:
                continue
            if any(entry.state for entry in entries) and path.steps[0].known == "subject":
                judged.append(path)
            elif not any(entry.holds_entities for entry in entries):
                judged.append(path.dearer(costs.NO_STATE))
            elif path.steps[0].known != "subject":
                judged.append(path)
        return judged

    def paths(
        self,
        anchor: Span,
        operators: Sequence[Span],
        found: Anchored,
        said: Signals,
        aim: Aim,
        steps: Steps,
    ) -> list[Path]:
        """The paths outwards from one name over some operators."""
        left = [item for item in operators if item.end <= anchor.start][::-1]
        right = [item for item in operators if item.start >= anchor.end]
        attached = _attached(anchor, left, right, said)
        kinds = anchor_kinds(anchor)
        return self._composer.paths(kinds, left, right, attached, found.capacity, aim, steps)

    def unsaid(self, anchor: Span, said: Signals) -> list[Path]:
        """What a name is crossed by when no relation is said: being in it, or out on that date."""
        start = Path((), anchor_kinds(anchor), costs.NO_RELATION / 2)
        for name in (self._presence, _DEFAULTS["date"]):
            if name is not None and name in self._properties:
                moves = [
                    move
                    for move in self._composer.moves(start, [(name, "either")])
                    if not said.demand or said.demand & move.kinds
                ]
                if moves:
                    return moves
        return []

    def _dated(self, anchor: Span, aim: Aim) -> list[Path]:
        """A date alone: what comes out on it."""
        start = Path((), anchor_kinds(anchor), costs.NO_RELATION)
        if aim.question is None:
            return []
        moves = self._composer.moves(start, [(_DEFAULTS["date"], "either")])
        return [path for path in moves if not aim.demand or aim.demand & path.kinds]

    def _asked(
        self,
        anchor: Span,
        mention: Mention,
        found: Anchored,
        said: Signals,
        aim: Aim,
        steps: Steps,
    ) -> list[Path]:
        """What the question word or a kind of thing asks of a name: "when is X", "films of X"."""
        paths: list[Path] = []
        for demand, name in _DEFAULTS.items():
            if demand in said.demand and name in self._properties:
                start = Path((), anchor_kinds(anchor), costs.NO_RELATION)
                moves = self._composer.moves(start, [(name, "value")])
                paths += [move for move in moves if demand in move.kinds]
        paths += self._manner(anchor, said)
        paths += self._works(mention) if found.part_of else []
        if said.verdict and said.statuses and self._presence is not None:
            paths += self._composer.moves(
                Path((), anchor_kinds(anchor), costs.NO_RELATION), [(self._presence, "subject")]
            )
        kinds = [item for item in found.operators if item.kind == "kind"]
        if kinds and any(item.sense and item.sense.value != mention.kind for item in kinds):
            paths += self.paths(anchor, kinds, found, said, aim, steps)
        return paths

    def _works(self, mention: Mention) -> list[Path]:
        """What somebody or a character is in."""
        entry = self._properties[self._presence] if self._presence is not None else None
        if entry is None:
            return []
        slots = [slot for slot in _TAKING if mention.kinds & entry.kinds(slot)]
        steps = [Step((entry.id,), slot, "subject") for slot in slots]
        return [Path((step,), entry.subject, costs.INSIDE) for step in steps]

    def _manner(self, anchor: Span, said: Signals) -> list[Path]:
        """What "why", "how" or "how long" alone asks of a name: texts that answer such a word."""
        wanted = MANNERS.get(said.question or "")
        names: list[tuple[str, Hint]] = [
            (name, "value") for name, entry in self._properties.items() if entry.question == wanted
        ]
        start = Path((), anchor_kinds(anchor), costs.NO_RELATION)
        return list(self._composer.moves(start, names)) if wanted else []

    def _cards(self, mention: Mention, found: Anchored, said: Signals) -> list[Query]:
        """What is known of a name; of a work also who is in it, where that may be meant."""
        asked = said.question is not None and len(said.barriers) > 1  # "what is X", not "what a X"
        bare_words = (mention.plain and not (asked or said.card)) or (
            said.question is None and not said.card and _fragment(mention)
        )
        if said.question not in (None, "who", "what") or said.recent or bare_words:
            return []
        bare = 0.0 if said.card or said.question else costs.BARE
        alone = None if said.card or said.question else mention
        queries = [Query(card=mention, bare=alone, cost=costs.CARD + bare)]
        name = self._presence
        inside = said.question == "who" or found.within
        work = name is not None and bool(mention.kinds & self._properties[name].subject)
        if said.question == "who" and work and not found.within and not said.statuses:
            return []
        if name is not None and inside and work:
            chain = Chain(mention, (Step((name,), "subject", "value"),))
            queries.append(Query((chain,), bare=alone, cost=costs.INSIDE))
        return queries


def _fragment(mention: Mention) -> bool:
    """Whether a bare word is too little of a name to be one: part of a title, or misspelt."""
    work = mention.kind not in PEOPLE
    return work and mention.end - mention.start == 1 and mention.cost > costs.SURELY


def _attached(anchor: Span, left: Sequence[Span], right: Sequence[Span], said: Signals) -> int:
    """How many operators after a name belong to it rather than to a predicate of its own.

    Those before the next question word or auxiliary; where the question itself comes after the
    name, only such as lead to a kind of thing ("X starred movies were directed by whom"). The verb
    that ends an inverted question ("when did the films of X come out") is the question's own.
    """
    near: list[Span] = []
    for item in right:
        if any(anchor.end <= barrier <= item.start for barrier in said.barriers):
            break
        near.append(item)
    if said.question_at > anchor.start:
        while near and near[-1].kind != "kind":
            near.pop()
    elif near and _is_verb(near[-1]) and _inverted(anchor, left, said):
        near.pop()
    return len(near)


def _is_verb(item: Span) -> bool:
    return item.sense is not None and any(hint == "either" for _, hint in item.sense.options)


def _inverted(anchor: Span, left: Sequence[Span], said: Signals) -> bool:
    """Whether an auxiliary stands between the question word and a phrase with the name in it."""
    return any(item.kind == "relation" for item in left) and any(
        said.question_at < barrier < anchor.start for barrier in said.barriers
    )
