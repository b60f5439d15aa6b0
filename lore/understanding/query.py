"""What a question asks for: the result of understanding, the input of answering."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lore.language import costs
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.facts import Extreme, Slot, Status

Side = Literal["before", "after", "since"]


Anchor = Mention | PartialDate


@dataclass(frozen=True, slots=True)
class Step:
    """From what is known in one slot to what is asked in another, over some properties.

    `fixed` are further slots that must hold what was named there.
    """

    properties: tuple[str, ...]
    known: Slot | None
    ask: Slot
    fixed: tuple[tuple[Slot, Anchor], ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps outwards from what was named; without an anchor the first step is open."""

    anchor: Anchor | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question that was understood.

    `chains` are followed each by itself: their ends are crossed, or answered one by one where
    `each`. Without a chain, `card` asks what is known of the anchor. `verdict` asks yes or no;
    `opposite` turns it round ("alive" of a fate). `count` asks how many, `year` for no more
    than a year. `statuses` keeps facts of
    some statuses alone, `filters` the ends that are values of some properties ("which actors …").
    `topic` are words that what was said must be about. `role` are the words of a role that is not
    known as a name, of which `titles` may stand beside one. `bare` is what is named where nothing
    is asked of it. `but` is left out of the answers, where it is one of them. `extreme` keeps the
    first or last work, `span` those before or after a date or a work. `said` are the stretches of
    words that were taken for relations.
    """

    chains: tuple[Chain, ...] = ()
    card: Mention | None = None
    each: bool = False
    verdict: bool = False
    opposite: bool = False
    count: bool = False
    year: bool = False
    demand: frozenset[str] = frozenset()
    statuses: frozenset[Status] = frozenset()
    as_of: PartialDate | None = None
    filters: tuple[tuple[str, ...], ...] = ()
    topic: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    bare: Mention | None = None
    but: Mention | None = None
    extreme: Extreme | None = None
    span: tuple[Side, Anchor] | None = None
    said: tuple[tuple[int, int], ...] = ()
    cost: float = 0.0

    @property
    def joint(self) -> bool:
        """Whether one fact must hold several things that are named: one that does speaks for it."""
        return any(step.fixed for chain in self.chains for step in chain.steps)

    @property
    def narrowed(self) -> bool:
        """Whether a part of what is known is asked for: without one, by its date."""
        return self.but is not None or self.extreme is not None or self.span is not None

    @property
    def listing(self) -> bool:
        """Whether it asks for a list of ends rather than a card, yes or no, or one of each."""
        return bool(self.chains) and not self.verdict and not self.each

    @property
    def openly(self) -> tuple[str, ...]:
        """The properties whose values it asks for, of nothing that it names; none of any other
        question."""
        plain = not (self.narrowed or self.verdict or self.count or self.as_of or self.statuses)
        match self.chains:
            case (Chain(None, (Step(properties, _, "value", ()),)),) if plain:
                return properties
            case _:
                return ()

    def asks_as(self, other: Query | None) -> bool:
        """Whether it asks for just what another one does, be it of other things: "and the eighth?"
        after a question for the seventh."""
        return other is not None and bool(self.chains) and self._ways == other._ways

    @property
    def _ways(self) -> list[tuple[tuple[str, ...], Slot]]:
        return [(step.properties, step.ask) for chain in self.chains for step in chain.steps]

    def lessens(self, likelier: Query) -> bool:
        """Whether it takes a part of the words that a likelier reading takes for a relation for
        another one ("did the casting" is no question for the cast), goes further than it, leaves
        out a work that it takes by its place ("in the new one"), or tells what is known where that
        one asks for something."""
        inside = any(
            start <= low and high <= end and (start, end) != (low, high)
            for start, end in likelier.said
            for low, high in self.said
        )
        further = self._length() > likelier._length() == 1
        unasked = self.card is not None and not self.statuses and bool(likelier.said)
        placed = (name for name in likelier.anchors if isinstance(name, Mention))
        left = any(name.cost == costs.IN_ORDER and name not in self.anchors for name in placed)
        return further or unasked or left or (inside and not self._asked() <= likelier._asked())

    def _length(self) -> int:
        return sum(len(chain.steps) for chain in self.chains)

    def _asked(self) -> set[str]:
        return {name for chain in self.chains for step in chain.steps for name in step.properties}

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """All that was named, in the order of the chains."""
        found: list[Anchor] = [self.card] if self.card else []
        for chain in self.chains:
            found += [chain.anchor] if chain.anchor else []
            found += [anchor for step in chain.steps for _, anchor in step.fixed]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Why no query was made: the stretch that nothing accounts for, or none for small talk.

    `property` is set where a property was recognised all the same; `whole` where every word was
    accounted for and it is no small talk, `sure` where the names surely are what is meant, `led`
    where a word that leads to names stands before the stretch.
    """

    word: str | None = None
    property: str | None = None
    names: tuple[Mention, ...] = field(default=())
    whole: bool = False
    sure: bool = False
    led: bool = False
