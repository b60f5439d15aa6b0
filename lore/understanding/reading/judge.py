"""Which reading is meant, and how sure that is: a log-linear model over readable weights.

Each reading's features are weighed and summed; a softmax over all readings of a question, and over
there being none, gives each its share. Readings with the same answer share what they have. The
method is that of conditional log-linear ranking with the marginal likelihood of all right readings
(maximum entropy); docs/matching.md says what the weights were fitted on.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lore.model.errors import PropertyError
from lore.understanding.reading.features import PAIRED, Features, pair_of

_LIKELY = 0.05
"""Share from which a reading without an answer is likely to be what is asked."""


_CLEARLY = 0.12
"""How much likelier another answer is than one of the grammar's that stands, to take its place."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted weights, and the bounds from which an answer is sure, is offered, is denied.

    `sure` is the least chance of the best answer to be given outright (see `forest`), `certain`
    where words that compare, order or leave out are left aside, `confirmed` that of a verdict in
    place of an answer of the grammar that has none, `kept` that of the grammar's own answer to
    stand where others can be offered, and `offered` that of the best answer for readings to be
    offered, where the share of there being no answer is at most `open`; `denying` is the least of
    that share for it to be said that there is no fact.
    """

    features: Mapping[str, float]
    sure: float
    certain: float
    confirmed: float
    kept: float
    offered: float
    open: float
    denying: float
    _shapes: dict[str, Mapping[str, float]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def score(self, features: Features) -> float:
        """The weighted sum of some features; unknown ones weigh nothing."""
        return _weighed(features, self.features)

    def weigh(self, features: Features, shape: str) -> float:
        """The weighted sum of some features of a reading of a shape, and of those that pair with
        it (see `paired`)."""
        told = self._shapes.get(shape)
        if told is None:
            told = self._shapes[shape] = self._of_shape(shape)
        return _weighed(features, told)

    def _of_shape(self, shape: str) -> Mapping[str, float]:
        """What each feature weighs in a reading of a shape, with what pairs of it weigh."""
        weight = self.features.get
        return {
            name: weight(name, 0.0) + weight(pair, 0.0)
            for name in PAIRED.union(self.features)
            for pair in (pair_of(name, shape) if name in PAIRED else "",)
        }

    @staticmethod
    def least(grammar: float, kept: float, sure: float) -> float:
        """The least chance of another answer, which is `sure` from that one on, to take the place
        of the grammar's, of which this is the chance; from the chance `kept` on that one stands but
        for a clearly likelier one."""
        return max(sure, grammar + (_CLEARLY if grammar >= kept else 0.0))


def _weighed(features: Features, weights: Mapping[str, float]) -> float:
    weight = weights.get
    return sum([weight(name, 0.0) * value for name, value in features.items()])


@dataclass(frozen=True, slots=True)
class Verdict:
    """A group of readings with one answer: its share, their places, the likeliest first, and the
    share of that one (`best`)."""

    share: float
    places: tuple[int, ...]
    best: float

    @property
    def place(self) -> int:
        """The place of the likeliest."""
        return self.places[0]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answers of a question by their shares, the likeliest first; `none` is the share of no
    reading with an answer, `silent` has the places of likely readings without one."""

    answers: tuple[Verdict, ...]
    none: float
    silent: tuple[int, ...]


def softmax(scores: Sequence[float]) -> list[float]:
    """The softmax of some scores."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def judge(
    weights: Weights,
    readings: Sequence[tuple[Features, Hashable | None]],
    nothing: Features,
) -> Judgement:
    """Judge the readings of a question, each with its features and what tells its answer apart
    (None where the store holds none); `nothing` are the features of there being none."""
    scores = [weights.score(features) for features, _ in readings]
    shares = softmax([*scores, weights.score(nothing)])
    return grouped(shares, [answer for _, answer in readings])


def grouped(shares: Sequence[float], answers: Sequence[Hashable | None]) -> Judgement:
    """The answers of readings by the shares of these; the last share is of there being none."""
    *told, none = shares
    groups: dict[Hashable, list[int]] = {}
    silent: list[int] = []
    for place, answer in enumerate(answers):
        if answer is None:
            silent += [place] if told[place] >= _LIKELY else []
            none += told[place]
        else:
            groups.setdefault(answer, []).append(place)
    found = [_grouped(places, told) for places in groups.values()]
    found.sort(key=lambda verdict: (-verdict.share, verdict.place))
    return Judgement(tuple(found), none, tuple(silent))


def _grouped(places: Sequence[int], told: Sequence[float]) -> Verdict:
    ranked = sorted(places, key=lambda place: (-told[place], place))
    return Verdict(sum(told[place] for place in places), tuple(ranked), told[ranked[0]])


def load_weights(path: Path) -> Weights:
    """Read the weights.

    Raises:
        PropertyError: where the file is missing or cannot be used.
    """
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
        features, bounds = (
            {name: float(number) for name, number in table[part].items()}
            for part in ("weights", "bounds")
        )
        return Weights(features, **bounds)
    except OSError as error:
        raise PropertyError(f"The weights {path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise PropertyError(f"The weights {path} cannot be used: {error}.") from None
