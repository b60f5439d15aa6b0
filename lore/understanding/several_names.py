"""Questions that name several things: in one fact, crossed, or each by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lore.language import costs
from lore.language.properties import Hint, Property
from lore.steps import Steps
from lore.understanding.anchors import Anchored, anchor_of
from lore.understanding.chains import Aim, Kinds
from lore.understanding.frames import Framer
from lore.understanding.lattice import Span
from lore.understanding.one_name import OneName
from lore.understanding.query import Chain, Query
from lore.understanding.signals import Signals

_MOST_FRAMES = 4
"""Ways of placing all names in one fact that are tried."""
_MOST_SLOTS = 3
"""Slots of a fact."""
_MOST_CROSSED = 12
"""Names that are crossed or answered for one by one; nobody means more of them at once."""


class SeveralNames:
    """Reads questions about two names or more."""

    def __init__(self, properties: Mapping[str, Property], single: OneName) -> None:
        self._properties = properties
        self._framer = Framer(properties)
        self._single = single

    def queries(self, found: Anchored, said: Signals, aim: Aim, steps: Steps) -> list[Query]:
        """One fact that holds all that is named, and a chain from each."""
        if not any(anchor.mention for anchor in found.anchors):
            return []
        queries: list[Query] = []
        options = _common_options(found.relations)
        if len(found.anchors) <= _MOST_SLOTS and (options or not found.relations):
            frames = self._framer.frames(found.anchors, options, aim, verdict=said.verdict)
            queries += [
                Query((frame.chain,), cost=frame.cost)
                for frame in frames
                if frame.cost <= costs.LIMIT
            ][:_MOST_FRAMES]
        return queries if said.verdict else queries + self._crossed(found, said, aim, steps)

    def _crossed(self, found: Anchored, said: Signals, aim: Aim, steps: Steps) -> list[Query]:
        """One chain from each anchor, all to one kind of end."""
        if len(found.anchors) > _MOST_CROSSED:
            return []
        chains: list[Chain] = []
        cost = costs.CROSSED
        ends: Kinds | None = None
        for anchor in found.anchors:
            own = _operators_of(anchor, found)
            operators = own or found.relations
            paths = (
                self._single.paths(anchor, operators, found, said, aim, steps) if operators else []
            )
            if not paths and (anchor.date or not any(item.kind == "relation" for item in own)):
                paths = self._single.unsaid(anchor, said)
            fitting = [path for path in paths if not path.filters]
            path = next((end for end in fitting if ends is None or end.kinds & ends), None)
            if path is None:
                return []
            ends = path.kinds
            cost += path.cost
            chains.append(Chain(anchor_of(anchor), path.steps))
        if cost > costs.LIMIT:
            return []
        return [Query(tuple(chains), each=not said.both and self._single_valued(chains), cost=cost)]

    def _single_valued(self, chains: Sequence[Chain]) -> bool:
        return all(
            not self._properties[name].many
            for chain in chains
            for name in chain.steps[-1].properties
        )


def _common_options(relations: Sequence[Span]) -> tuple[tuple[str, Hint], ...]:
    """The options that all relations share, with the most telling hint of each property."""
    shared: dict[str, Hint] = {}
    for place, item in enumerate(relations):
        options: dict[str, Hint] = dict(item.sense.options) if item.sense else {}
        if place == 0:
            shared = options
            continue
        shared = {
            name: _telling(hint, options[name]) for name, hint in shared.items() if name in options
        }
    return tuple(shared.items())


def _telling(one: Hint, other: Hint) -> Hint:
    """The hint that says most of two: a role is asked for by either."""
    return next((hint for hint in ("role", "player") if hint in (one, other)), one)


def _operators_of(anchor: Span, found: Anchored) -> list[Span]:
    """The operators between an anchor and its neighbours: those before it, else those after."""
    low = max((item.start for item in found.anchors if item.start < anchor.start), default=-1)
    high = min((item.start for item in found.anchors if item.start > anchor.start), default=10**6)
    before = [item for item in found.operators if low < item.start < anchor.start]
    return before or [item for item in found.operators if anchor.start < item.start < high]
