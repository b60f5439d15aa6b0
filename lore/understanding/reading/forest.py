"""How likely an answer is the right one: a boosted forest of small decision trees.

A log-linear model ranks the readings of a question (see `judge`); how sure the first of them is
hangs on features together (a word left over weighs little beside an exact name, and much where two
answers are near), which sums cannot tell. The trees are read as they stand in the file: a node is
["feature", bound, what follows up to it, what follows beyond], a leaf what it adds to the log-odds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lore.model.errors import PropertyError

Tree = float | tuple[str, float, "Tree", "Tree"]


Placed = float | tuple[int, float, "Placed", "Placed"]
"""A tree with the places of its features."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees that add to the log-odds of an answer, beside a `bias`."""

    bias: float
    trees: Sequence[Tree]
    _places: dict[str, int] = field(init=False, repr=False, compare=False)
    _placed: Sequence[Placed] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places: dict[str, int] = {}
        object.__setattr__(self, "_placed", [_placed(tree, places) for tree in self.trees])
        object.__setattr__(self, "_places", places)

    def chance(self, features: Mapping[str, float]) -> float:
        """How likely an answer with some features is right, from 0 to 1; absent ones are 0."""
        values = [features.get(name, 0.0) for name in self._places]
        odds = self.bias
        for tree in self._placed:
            while isinstance(tree, tuple):
                place, bound, up_to, beyond = tree
                tree = up_to if values[place] <= bound else beyond
            odds += tree
        return 1 / (1 + math.exp(-odds))


def _placed(tree: Tree, places: dict[str, int]) -> Placed:
    if not isinstance(tree, tuple):
        return tree
    name, bound, up_to, beyond = tree
    place = places.setdefault(name, len(places))
    return place, bound, _placed(up_to, places), _placed(beyond, places)


def load_forest(path: Path) -> Forest:
    """Read a forest.

    Raises:
        PropertyError: where the file is missing or cannot be used.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return Forest(float(table["bias"]), [_tree(node) for node in table["trees"]])
    except OSError as error:
        raise PropertyError(f"The trees {path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PropertyError(f"The trees {path} cannot be used: {error}.") from None


def _tree(node: object) -> Tree:
    if isinstance(node, int | float):
        return float(node)
    if not isinstance(node, list) or len(node) != 4 or not isinstance(node[0], str):
        raise ValueError(f"{str(node)[:60]} is neither a leaf nor a node of four")
    name, bound, up_to, beyond = node
    return name, float(bound), _tree(up_to), _tree(beyond)


def written(forest: Forest) -> str:
    """A forest as the text of its file, a tree a line."""
    trees = ",\n".join(json.dumps(tree) for tree in forest.trees)
    return f'{{"bias": {forest.bias:.4f}, "trees": [\n{trees}\n]}}\n'
