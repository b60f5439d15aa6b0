"""Fits the model of phrasings: gradient descent (Adam) on the likelihood of the readings to learn
from, with half of the terms of each question left out anew in every round, so that no rare word is
relied on alone.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lore.training.rows import Row
from lore.understanding.reading.phrasing import (
    NOTHING,
    Phrasing,
    Vectors,
    is_grammar,
    parts,
    terms,
)

_DIMENSIONS = 48
"""With 24, 68.7 in place of 70.1 of a hundred are first."""
_ROUNDS = 60
"""Steps of the descent."""
_STEP = 0.03
"""How far each goes."""
_PRIOR = 1e-4
"""L2 on all numbers."""
_LEFT_OUT = 0.5
"""Part of the terms that a step leaves out, so that none is relied on alone."""
_LEAST_TERM = 5
"""Questions in which a term stands at least."""
_LEAST_PART = 10
"""Questions of which a reading has a part at least."""
_SPREAD = 0.1
"""Standard deviation of the numbers at the beginning."""
_DECAY, _DECAY_SQUARED, _TINY = 0.9, 0.999, 1e-8
_MOST = 127
"""The largest number that a byte holds with its sign."""
_CLIPPED = 99.95
"""Per cent of the values that are told exactly in a byte each; the largest are cut."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The vectors of a fitted model, as its file has them."""

    words: Vectors
    readings: Vectors
    leanings: Sequence[float]

    @property
    def phrasing(self) -> Phrasing:
        """The model."""
        return Phrasing(self.words, self.readings, self.leanings)


class _Lesson:
    """The questions to learn from: of each its terms, its readings, and which of them is right."""

    def __init__(self, rows: Iterable[Row]) -> None:
        judged = [(row, right) for row in rows if any((right := _right(row)).values())]
        texts = [terms(row.words) for row, _ in judged]
        self.terms = _often((text for text in texts), _LEAST_TERM)
        made = ({part for reading in right for part in parts(reading)} for _, right in judged)
        self.parts = _often(made, _LEAST_PART)
        lengths = [len(right) for _, right in judged]
        self.question = np.repeat(np.arange(len(judged)), lengths)
        self.starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)[:-1]])
        self.words = _counted(texts, self.terms, normed=True)
        self.readings = _counted(
            [parts(reading) for _, right in judged for reading in right], self.parts, normed=False
        )
        self.right = np.array(
            [share for _, right in judged for share in right.values()], np.float32
        )

    def __len__(self) -> int:
        return len(self.starts)

    def shares(self, scores: Matrix) -> Matrix:
        """The share of each reading of its question."""
        powers = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.question])
        totals = np.add.reduceat(powers, self.starts)
        return np.asarray(powers / totals[self.question], np.float32)

    def wrongness(self, scores: Matrix) -> Matrix:
        """The derivative of the mean loss by each score."""
        shares = self.shares(scores)
        rights = shares * self.right
        whole = np.maximum(np.add.reduceat(rights, self.starts), _TINY)
        return np.asarray((shares - rights / whole[self.question]) / len(self), np.float32)


def _right(row: Row) -> dict[str, bool]:
    """The readings of a row, each once, and that there is none: whether it is to be learned."""
    is_right: dict[str, bool] = {}
    for place, reading in enumerate(row.readings):
        if not is_grammar(reading):
            wanted = row.answered and place in row.wanted
            is_right[reading] = is_right.get(reading, False) or wanted
    return {**is_right, NOTHING: not row.answered}


def _often(texts: Iterable[Iterable[str]], least: int) -> dict[str, int]:
    counts = Counter(name for names in texts for name in names)
    return {
        name: place
        for place, name in enumerate(
            sorted(term for term, count in counts.items() if count >= least)
        )
    }


def _counted(
    texts: Sequence[Sequence[str]], places: dict[str, int], *, normed: bool
) -> sparse.csr_matrix:
    """A line each text, with the names in it that have places; of length 1 where `normed`."""
    rows = [[places[name] for name in text if name in places] for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    values = [1 / np.sqrt(len(row)) if normed else 1.0 for row in rows for _ in row]
    columns = [column for row in rows for column in row]
    content = (np.array(values, np.float32), np.array(columns, np.int64), ends)
    return sparse.csr_matrix(content, shape=(len(rows), len(places)))


def fit(rows: Iterable[Row], *, seed: int = 0) -> Fitted:
    """A model fitted on some rows; it is the same for the same rows and seed."""
    lesson = _Lesson(rows)
    chance = np.random.default_rng(seed)
    shapes = ((len(lesson.terms), _DIMENSIONS), (len(lesson.parts), _DIMENSIONS))
    words, readings = (chance.normal(0, _SPREAD, shape).astype(np.float32) for shape in shapes)
    leanings = np.zeros(len(lesson.parts), np.float32)
    if len(lesson):
        _descend(lesson, (words, readings, leanings), chance)
    return Fitted(
        _vectors(lesson.terms, words),
        _vectors(lesson.parts, readings),
        [float(leaning) for leaning in leanings],
    )


def _descend(
    lesson: _Lesson, weights: tuple[Matrix, Matrix, Matrix], chance: np.random.Generator
) -> None:
    """Improve weights in place."""
    words, readings, leanings = weights
    means = [np.zeros_like(weight) for weight in weights]
    squares = [np.zeros_like(weight) for weight in weights]
    turned = lesson.readings.T.tocsr()
    for turn in range(1, _ROUNDS + 1):
        adjusted = lesson.words.copy()
        adjusted.data *= (chance.random(len(adjusted.data)) > _LEFT_OUT) / (1 - _LEFT_OUT)
        heard, made = (adjusted @ words)[lesson.question], lesson.readings @ readings
        scores = np.einsum("ij,ij->i", heard, made) + lesson.readings @ leanings
        wrong = lesson.wrongness(scores)
        slopes = (
            adjusted.T @ np.add.reduceat(wrong[:, None] * made, lesson.starts) + _PRIOR * words,
            turned @ (wrong[:, None] * heard) + _PRIOR * readings,
            turned @ wrong + _PRIOR * leanings,
        )
        for weight, slope, mean, square in zip(weights, slopes, means, squares, strict=True):
            mean += (1 - _DECAY) * (slope - mean)
            square += (1 - _DECAY_SQUARED) * (slope * slope - square)
            pace = np.sqrt(square / (1 - _DECAY_SQUARED**turn)) + _TINY
            weight -= _STEP * (mean / (1 - _DECAY**turn)) / pace


def _vectors(places: dict[str, int], weights: Matrix) -> Vectors:
    """Weights as vectors of bytes."""
    largest = float(np.percentile(abs(weights), _CLIPPED)) if weights.size else 0.0
    scale = max(largest, _TINY) / _MOST
    values = np.clip(np.rint(weights / scale), -_MOST, _MOST).astype(np.int8)
    return Vectors(places, array("b", values.tobytes()), weights.shape[1], scale)
