"""Grows the forest that tells how likely an answer is right: gradient boosting of small trees.

The contests that it learns from are judged by weights that have not seen their franchise, as those
of a new server's will be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lore.understanding.reading.features import Features
from lore.understanding.reading.forest import Forest, Tree

_ROUNDS = 300
"""Trees."""
_LEAST = 60
"""Answers below which nothing is grown: chances are then those of all answers alike."""
_SETTINGS: Mapping[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 20,
    "min_data_in_leaf": 30,
    "lambda_l2": 5.0,
    "feature_fraction_bynode": 0.3,
    "verbosity": -1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
}
_DIGITS = 6
"""Digits of a number in the file."""


@dataclass(frozen=True, slots=True)
class Contest:
    """The answers of one question that may be right: the features of each, whether it is, and the
    group of the question."""

    group: str
    features: Sequence[Features]
    right: Sequence[bool]


def grow(contests: Sequence[Contest], *, processors: int, rounds: int = _ROUNDS) -> Forest:
    """A forest of so many trees grown on some contests; it is the same whatever else the machine
    does."""
    right = np.array([share for contest in contests for share in contest.right], dtype=np.float64)
    if len(right) < _LEAST or not 0 < right.sum() < len(right):
        share = (right.sum() + 1) / (len(right) + 2)
        return Forest(float(np.log(share / (1 - share))), [])
    lines = [features for contest in contests for features in contest.features]
    names = sorted({name for features in lines for name in features})
    dataset = lightgbm.Dataset(_matrix(lines, names), right)
    settings = {**_SETTINGS, "num_threads": processors}
    grown = lightgbm.train(settings, dataset, rounds).dump_model()
    return Forest(0.0, [_tree(tree["tree_structure"], names) for tree in grown["tree_info"]])


def _matrix(lines: Sequence[Features], names: Sequence[str]) -> sparse.csr_matrix:
    place = {name: number for number, name in enumerate(names)}
    values: NDArray[np.float64] = np.array([value for line in lines for value in line.values()])
    columns = np.array([place[name] for line in lines for name in line])
    ends = np.cumsum([0, *map(len, lines)])
    return sparse.csr_matrix((values, columns, ends), shape=(len(lines), len(names)))


def _tree(node: Mapping[str, Any], names: Sequence[str]) -> Tree:
    if "leaf_value" in node:
        return round(float(node["leaf_value"]), _DIGITS)
    bound = round(float(node["threshold"]), _DIGITS)
    up_to, beyond = (_tree(node[side], names) for side in ("left_child", "right_child"))
    return names[node["split_feature"]], bound, up_to, beyond
