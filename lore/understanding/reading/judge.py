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
from dataclasses import dataclass
from pathlib import Path

from lore.model.errors import PropertyError
from lore.understanding.reading.features import Features


@dataclass(frozen=True, slots=True)
class Limits:
    """When readings are offered: the best three have `offer` together, and that there is no
    reading has at most `none`."""

    offer: float
    none: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted weights, and the shares from which a reading is sure, is offered, is denied.

    `sure` is the least share of the best answer to be given outright, `confirmed` that of
    a verdict in place of an answer of the grammar that has none; `doubted` has that of shapes
    that err more often than others. `refused` limits what is offered where the question was not
    understood otherwise, `denied` where it would be said that there is no fact.
    """

    features: Mapping[str, float]
    sure: float
    confirmed: float
    doubted: Mapping[str, float]
    refused: Limits
    denied: Limits

    def surely(self, shape: str) -> float:
        """The least share from which a reading of some shape is given outright."""
        return self.doubted.get(shape, self.sure)

    def score(self, features: Features) -> float:
        """The weighted sum of some features; unknown ones weigh nothing."""
        weights = self.features
        return sum(weights.get(name, 0.0) * value for name, value in features.items())


@dataclass(frozen=True, slots=True)
class Verdict:
    """A group of readings with one answer: its share, and the place of its likeliest reading."""

    share: float
    place: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answers of a question by their shares, the likeliest first; `none` is the share of no
    reading with an answer."""

    answers: tuple[Verdict, ...]
    none: float


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
    *told, none = softmax([*scores, weights.score(nothing)])
    groups: dict[Hashable, list[int]] = {}
    for place, (_, answer) in enumerate(readings):
        if answer is None:
            none += told[place]
        else:
            groups.setdefault(answer, []).append(place)
    answers = [_grouped(places, told) for places in groups.values()]
    answers.sort(key=lambda verdict: (-verdict.share, verdict.place))
    return Judgement(tuple(answers), none)


def _grouped(places: Sequence[int], told: Sequence[float]) -> Verdict:
    best = max(places, key=lambda place: (told[place], -place))
    return Verdict(sum(told[place] for place in places), best)


def load_weights(path: Path) -> Weights:
    """Read the weights.

    Raises:
        PropertyError: where the file is missing or cannot be used.
    """
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
        features, doubted, sure, refused, denied = (
            {name: float(number) for name, number in table[part].items()}
            for part in ("weights", "doubted", "sure", "refused", "denied")
        )
        return Weights(
            features, sure["share"], sure["verdict"], doubted, Limits(**refused), Limits(**denied)
        )
    except OSError as error:
        raise PropertyError(f"The weights {path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise PropertyError(f"The weights {path} cannot be used: {error}.") from None
