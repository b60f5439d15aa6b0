"""The cheapest ways to account for every word of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lore.question.items import Item
from lore.steps import Steps

BEAM = 12
"""Covers that are kept at each place."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The items that matter of one way to cover a question (fillers left out), and its cost."""

    items: tuple[Item, ...]
    cost: float


def covers(items: Sequence[Sequence[Item]], steps: Steps | None = None) -> list[Cover]:
    """The cheapest covers of a lattice, by cost; `steps` counts what it takes.

    A dynamic programme over the places: at each, the `BEAM` cheapest ways to have come there that
    differ in more than fillers.
    """
    count = len(items)
    ways: list[dict[tuple[Item, ...], float]] = [{} for _ in range(count + 1)]
    ways[0][()] = 0.0
    for place in range(count):
        here = sorted(ways[place].items(), key=lambda way: way[1])[:BEAM]
        if steps is not None:
            steps.take(len(here) * len(items[place]))
        for item in items[place]:
            there = ways[item.end]
            matters = item.kind != "filler"
            for taken, cost in here:
                way = (*taken, item) if matters else taken
                total = cost + item.cost
                if total < there.get(way, 1e9):
                    there[way] = total
    ranked = sorted(ways[count].items(), key=lambda way: way[1])[:BEAM]
    return [Cover(taken, cost) for taken, cost in ranked]
