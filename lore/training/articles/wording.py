"""Fits what words say of a name or date: for each property a logistic regression on their features.

L2 is a normal prior. What stands in few mentions is left out, as are weights near nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from lore.articles.judging.possible_facts import JUDGED
from lore.articles.judging.wording import Wording
from lore.training.articles.rows import Told

_LEAST = 5
"""Mentions in which a feature stands before it is weighed."""
_PRIOR = 1.0
_AGAIN = 2
"""Times that it is learned anew."""
_NEAR_BEST = 0.5
"""Log-odds below the best mention of a value within which others count as telling it, too."""
_ROUNDS = 60
"""Steps of the descent at most."""
_TINY = 0.05
"""Below which a weight is left out."""
_DIGITS = 2


def fit(mentions: Sequence[Told]) -> Wording:
    """The model of some mentions.

    That somebody directs a film is told once, though the article names them often: what is learned
    anew counts of the mentions of such a value those alone whose words tell it best so far.
    """
    counted = Counter(feature for told in mentions for feature in told.features)
    features = sorted(feature for feature, count in counted.items() if count >= _LEAST)
    places = {feature: place for place, feature in enumerate(features)}
    columns = [
        [places[name] for name in sorted(told.features) if name in places] for told in mentions
    ]
    bias: dict[str, float] = {}
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for name in JUDGED:
        chosen = [number for number, told in enumerate(mentions) if name in told.right]
        right = np.array([mentions[number].right[name] for number in chosen], dtype=np.float64)
        lines = _matrix([columns[number] for number in chosen], len(features))
        values = [mentions[number].value for number in chosen]
        vector = _fitted(lines, right)
        for _ in range(_AGAIN):
            telling = _telling(lines @ vector[:-1], right, values)
            vector = _fitted(lines[telling], right[telling])
        bias[name] = round(float(vector[-1]), _DIGITS)
        for feature, weight in zip(features, vector[:-1], strict=True):
            if abs(weight) >= _TINY:
                weights[feature][name] = round(float(weight), _DIGITS)
    return Wording(bias, weights)


def _telling(
    odds: NDArray[np.float64], right: NDArray[np.float64], values: Sequence[tuple[str, str, str]]
) -> NDArray[np.bool_]:
    """The mentions that count: all that are no value, and of each value those that tell it best."""
    best: dict[tuple[str, str, str], float] = {}
    for value, score in zip(values, odds, strict=True):
        best[value] = max(best.get(value, score), score)
    least = np.array([best[value] - _NEAR_BEST for value in values])
    telling: NDArray[np.bool_] = (right == 0) | (odds >= least)
    return telling


def _matrix(columns: Sequence[Sequence[int]], width: int) -> sparse.csr_matrix:
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.array([place for line in columns for place in line], dtype=np.int64)
    return sparse.csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(columns), width))


def _fitted(lines: sparse.csr_matrix, right: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights, and the bias last."""
    across = lines.T.tocsr()

    def loss(vector: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = lines @ vector[:-1] + vector[-1]
        wrong = 1 / (1 + np.exp(-odds)) - right
        slope = np.append(across @ wrong + _PRIOR * vector[:-1], wrong.sum())
        cost = np.logaddexp(0, odds) - right * odds
        return float(cost.sum() + _PRIOR / 2 * (vector[:-1] @ vector[:-1])), slope

    start = np.zeros(lines.shape[1] + 1)
    found = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}
    )
    return np.asarray(found.x)
