"""How what the general patterns of the plain language bind is made into readings: the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lore.model.property_ids import RELEASE
from lore.understanding.algebra import Dated, OfKind, Ranked, Set, Side, Step, Works
from lore.understanding.plain.builder import Label
from lore.understanding.plain.chart import Chart
from lore.understanding.plain.matcher import Bindings

Maker = Callable[[Chart, Bindings], Iterable[Any]]


class Registry(dict[str, Maker]):
    """The makers of one room, by the list of patterns that each of them reads."""

    def __call__(self, *names: str) -> Callable[[Maker], Maker]:
        """Registers what is made of the patterns of some lists."""

        def register(maker: Maker) -> Maker:
            self.update(dict.fromkeys(names, maker))
            return maker

        return register


def of(label: Label, source: Set) -> Step:
    """The values of a property of a set."""
    return Step(label.names, "subject", "value", source, (), label.statuses)


def value_of(name: str, source: Set) -> Step:
    """The value of a property."""
    return of(Label((name,)), source)


def kinded(source: Set, kinds: frozenset[str]) -> Set:
    """Those of a set that are of some kinds, of any where none are given."""
    return OfKind(source, kinds) if kinds else source


def pools_of(chart: Chart, name: str, kinds: frozenset[str]) -> Iterator[Set]:
    """What a superlative is taken of: works of a kind, or all that the property says."""
    if chart.builder.of_works(name):
        yield kinded(Works(every=True), kinds)
    else:
        yield kinded(Step((name,), "value", "subject", None), kinds)


def beside(side: Side, bound: Set, kinds: frozenset[str]) -> Set:
    """The work that comes next to another in the order of release."""
    return Ranked(Dated(kinded(Works(), kinds), side, bound), RELEASE, side == "before")
