"""Questions that name several things: one fact that holds them all, or several crossed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from lore.language import costs
from lore.language.properties import Hint, Property
from lore.model.facts import SLOTS, Slot
from lore.understanding.anchors import anchor_kinds, anchor_of
from lore.understanding.chains import MANNERS, Aim, Kinds
from lore.understanding.lattice import Span
from lore.understanding.query import Chain, Step

_MANNERS = frozenset({"why", "how", "amount", "duration"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One step in which every anchor stands in a slot; `cost` beyond the cover's."""

    chain: Chain
    cost: float


class Framer:
    """Fits several anchors into the slots of one fact."""

    def __init__(self, properties: Mapping[str, Property]) -> None:
        self._properties = properties

    def frames(
        self,
        anchors: Sequence[Span],
        options: Sequence[tuple[str, Hint]],
        aim: Aim,
        *,
        verdict: bool,
    ) -> list[Frame]:
        """The ways to place the anchors in one fact of the properties given, the cheapest first.

        Without options every property that has the slots is tried: what links what was named.
        """
        chosen = options or [(name, "either") for name in self._properties]
        ways: dict[tuple[tuple[Slot, ...], Slot, Kinds], tuple[float, list[str]]] = {}
        for name, hint in chosen:
            entry = self._properties[name]
            cost = entry.rank * costs.RANK + (0.0 if options else costs.UNSAID)
            for slots in permutations(SLOTS, len(anchors)):
                if not self._fit(entry, anchors, slots):
                    continue
                ask, extra = self._asked(entry, slots, hint, aim, verdict=verdict)
                if aim.question in _MANNERS and entry.question != MANNERS[aim.question]:
                    extra += costs.MISFIT
                key = (slots, ask, entry.kinds(ask))
                best, names = ways.get(key, (9.0, []))
                ways[key] = (min(best, cost + extra), [*names, name])
        found = [
            Frame(self._chain(anchors, slots, ask, tuple(names)), cost)
            for (slots, ask, _), (cost, names) in ways.items()
        ]
        return sorted(found, key=lambda frame: frame.cost)

    @staticmethod
    def _fit(entry: Property, anchors: Sequence[Span], slots: Sequence[Slot]) -> bool:
        if "role" in slots and not entry.has_role:
            return False
        for item, slot in zip(anchors, slots, strict=True):
            kinds = entry.kinds(slot)
            if kinds and not kinds & anchor_kinds(item):
                return False
            if not kinds and item.date is not None:
                return False
        return True

    @staticmethod
    def _asked(
        entry: Property, slots: Sequence[Slot], hint: Hint, aim: Aim, *, verdict: bool
    ) -> tuple[Slot, float]:
        """The slot that is asked for, and what it costs that it is not the one demanded."""
        free: list[Slot] = [slot for slot in SLOTS if slot not in slots]
        if not entry.has_role and "role" in free:
            free.remove("role")
        if verdict and hint == "player" and "role" not in slots:
            return "value", costs.MISFIT
        if verdict or not free:
            misfit = costs.MISFIT if aim.demand and not verdict else 0.0
            return ("value" if "value" in slots else slots[0]), misfit
        if hint == "player" and "role" not in free and "role" not in slots:
            return free[0], costs.MISFIT
        wanted: Slot | None = "role" if hint in ("role", "player") else None
        if wanted in free:
            return "role", 0.0
        if hint == "value" and "value" in free:
            return "value", 0.0
        ranked = sorted(
            (
                0.0
                if not aim.demand or not entry.kinds(slot) or aim.demand & entry.kinds(slot)
                else costs.MISFIT,
                SLOTS.index(slot),
                slot,
            )
            for slot in free
        )
        misfit, _, slot = ranked[-1] if not aim.demand else ranked[0]
        return slot, misfit

    @staticmethod
    def _chain(
        anchors: Sequence[Span], slots: Sequence[Slot], ask: Slot, names: tuple[str, ...]
    ) -> Chain:
        fixed = tuple(
            (slot, anchor_of(item)) for item, slot in zip(anchors[1:], slots[1:], strict=True)
        )
        return Chain(anchor_of(anchors[0]), (Step(names, slots[0], ask, fixed),))
