"""Fits weights: conditional log-linear ranking with the marginal likelihood of all right readings.

Each question's readings, and that there is none, share a softmax; what is made likely is that one
of those to learn from is meant. Readings that are right by chance count for nothing either way. L2
is a normal prior, four times as strong on features of a shape alone ("&"), of which there are many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from lore.training.growing import Contest
from lore.training.rows import Block, Row
from lore.understanding.reading.judge import Judgement

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

_LEAST = 10
"""How often a feature stands in rows before it is weighed."""
_PRIOR = 1.0
"""L2 on a weight …"""
_PRIOR_OF_A_SHAPE = 4.0
"""… and on one of readings of one shape alone, of which there are few."""
_ROUNDS = 120
"""Steps of the descent at most."""
_TINY = 1e-30
"""What keeps a division and a logarithm from zero."""


class Corpus:
    """The rows of many blocks as one sparse matrix: a line each reading, a column each feature,
    scaled so that the largest of a column is 1.

    Where `least` is more than how often a feature stands there, it has no column. Nothing changes
    once it is made, so that threads can fit at once.
    """

    def __init__(self, blocks: Sequence[Block], *, least: int = _LEAST) -> None:
        self.rows: list[Row] = [row for block in blocks for row in block.rows]
        self.groups = [block.group for block in blocks for _ in block.rows]
        self.blocks = [block for block in blocks for _ in block.rows]
        self.columns = _columns(blocks, least)
        sizes = np.array([len(row.answers) for row in self.rows], dtype=np.int64)
        self.starts: Places = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)[:-1]])
        self.row_of: Places = np.repeat(np.arange(len(self.rows)), sizes)
        lines = _matrix(blocks, self.columns, int(sizes.sum()))
        self._largest = np.maximum(abs(lines).max(axis=0).toarray().ravel(), _TINY)
        self.matrix = (lines @ sparse.diags(1 / self._largest)).tocsr()
        self.matrix.sum_duplicates()
        self._across = self.matrix.T.tocsr()
        self.wanted = self._marked([row.wanted for row in self.rows])
        self.ignored = self._marked([row.right for row in self.rows]) & ~self.wanted
        self.teaching = np.array([bool(row.wanted) for row in self.rows], dtype=bool)

    def _marked(self, places: Sequence[Collection[int]]) -> NDArray[np.bool_]:
        marked = np.zeros(len(self.row_of), dtype=bool)
        for start, own in zip(self.starts, places, strict=True):
            marked[[int(start) + place for place in own]] = True
        return marked

    def vector(self, weights: Mapping[str, float]) -> Numbers:
        """Weights by the columns."""
        return np.array([weights.get(name, 0.0) for name in self.columns])

    def named(self, vector: Numbers) -> dict[str, float]:
        """The weights of a vector by the names of features."""
        return dict(zip(self.columns, map(float, vector), strict=True))

    def shares(self, vector: Numbers) -> Numbers:
        """The share of each reading of its question."""
        scores = self.matrix @ (vector * self._largest)
        powers = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.row_of])
        totals = np.add.reduceat(powers, self.starts)
        shares: Numbers = powers / totals[self.row_of]
        return shares

    def contest(self, place: int, shares: Numbers) -> tuple[Judgement, Contest]:
        """How a row is judged by the shares of all readings, and its answers that may be right."""
        row, start = self.rows[place], int(self.starts[place])
        own = shares[start : start + len(row.answers)].tolist()
        judgement, features = self.blocks[place].contests(row, own)
        right = [feature.place in row.right for feature in judgement.answers[: len(features)]]
        return judgement, Contest(self.groups[place], features, right)

    def fit(self, taken: NDArray[np.bool_]) -> Numbers:
        """The weights fitted on the rows that are taken, by the columns."""
        prior = np.array([_PRIOR_OF_A_SHAPE if "&" in name else _PRIOR for name in self.columns])
        counted = (taken & self.teaching).astype(float)
        wanted = self.wanted.astype(float)

        def loss(vector: Numbers) -> tuple[float, Numbers]:
            scores = np.where(self.ignored, -np.inf, self.matrix @ vector)
            powers = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.row_of])
            totals = np.add.reduceat(powers, self.starts)
            right = powers * wanted
            rights = np.add.reduceat(right, self.starts) + _TINY
            gained = (right / rights[self.row_of] - powers / totals[self.row_of]) * counted[
                self.row_of
            ]
            likelihood = float((np.log(rights) - np.log(totals)) @ counted)
            return 0.5 * float(
                prior @ vector**2
            ) - likelihood, prior * vector - self._across @ gained

        fitted = optimize.minimize(
            loss,
            np.zeros(len(self.columns)),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": _ROUNDS},
        )
        solution: Numbers = fitted.x / self._largest
        return solution


def _columns(blocks: Sequence[Block], least: int) -> list[str]:
    """The features that stand in at least so many lines, in the order of their names."""
    seen: Counter[str] = Counter()
    for block in blocks:
        counts = np.zeros(len(block.numbers), dtype=np.int64)
        for row in block.rows:
            counts += np.bincount(np.asarray(row.names), minlength=len(counts))
        for name, number in block.numbers.items():
            seen[name] += int(counts[number])
    return sorted(name for name, count in seen.items() if count >= least)


def _matrix(blocks: Sequence[Block], columns: Sequence[str], lines: int) -> sparse.csr_matrix:
    """All lines, with the columns that are weighed."""
    place = {name: number for number, name in enumerate(columns)}
    indices, values, lengths = [], [], []
    for block in blocks:
        column = np.full(len(block.numbers), -1, dtype=np.int64)
        for name, number in block.numbers.items():
            column[number] = place.get(name, -1)
        for row in block.rows:
            places = column[np.asarray(row.names)]
            kept = places >= 0
            indices.append(places[kept])
            values.append(np.asarray(row.values)[kept])
            running = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
            lengths.append(np.diff(running[np.asarray(row.starts)]))
    ends = np.cumsum(np.concatenate(lengths))
    starts = np.concatenate([np.zeros(1, np.int64), ends])
    content = (np.concatenate(values), np.concatenate(indices), starts)
    return sparse.csr_matrix(content, shape=(lines, len(columns)))
