"""What tells a likely reading from an unlikely one, as numbers that name no property.

They need the words alone and are sparse: what is absent is 0. Those of what the store answers are
in `outcomes`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from lore.language import costs
from lore.language.properties import Property
from lore.understanding.algebra import About, Check, Choose
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.demands import asked
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.referents import Referent

Features = dict[str, float]

_STRONG = 2.5
"""Strength beyond which more words for a property tell nothing more."""
_LAST = "lex:last", "lex:last_none", "lex:last_none_role"
_FIRST = "lex:first", "lex:first_none", "lex:first_none_role"
"""How strongly words speak of the last relation of a reading, and of those before it; that none do,
and that none do of one with roles."""
_ALONE = 0.5
"""Weight from which a cue speaks of its property by itself."""
_MARKS = (
    "negation",
    "except",
    "else",
    "both",
    "or",
    "before_moved",
    "times_moved",
    "first_value",
    "gap",
    "until",
    "before",
    "after",
    "next",
    "previous",
    "source",
    "older",
    "coming",
    "out",
    "as_of",
)
PAIRED = frozenset(
    {
        "verdict:asked",
        "verdict:unasked",
        "verdict:tagged",
        "verdict:marked",
        "miss:verdict",
        "miss:verdict_opened",
        "miss:verdict_tag",
        "miss:gap",
        "miss:count",
        "miss:extreme",
        "miss:or",
        "miss:negation",
        "miss:source",
        "miss:status",
        "miss:before",
        "miss:after",
        "told:nothing",
        "told:no",
        "told:yes",
        "told:crowd",
        "told:unsure",
        "told:denied",
        "told:conflict",
        "ref:focus",
        "ref:plain",
        "ref:description",
        "ref:overruled",
        "lex:last",
        "lex:last_none",
        "lex:last_none_role",
        "left:share",
        "ask:open",
        "ask:met",
        "ask:missed",
    }
)
"""Features that weigh differently from shape to shape."""
_COMPOUND = frozenset({"clauses", "several", "three", "each"})


@dataclass(frozen=True, slots=True)
class Facet:
    """Some of the features of a reading, and what they weigh together where it has its shape."""

    features: Features
    score: float


class Featurer:
    """Computes the features of one question's readings.

    They come in facets, each of which hangs on a part of a reading: many readings of a question
    share one, so that it is computed and weighed once.
    """

    def __init__(
        self,
        evidence: Evidence,
        referents: Sequence[Referent],
        properties: Mapping[str, Property],
        questions: Mapping[str, str],
        works: Collection[str],
        weigh: Callable[[Features, str], float],
        joints: int = 0,
    ) -> None:
        self._evidence = evidence
        self._weigh = weigh
        self._facets: dict[Hashable, Facet] = {}
        self._covered: dict[tuple[Referent, ...], frozenset[int]] = {}
        self._joints = joints
        self._askers = evidence.askers(questions)
        self._lefts: dict[frozenset[int], Features] = {}
        self._rivals: dict[frozenset[int], list[tuple[float, str]]] = {}
        self._properties = properties
        self._works = frozenset(works)
        self._asked = asked(evidence, questions)
        self._names = _taken(referents)
        self._others = _placed(referents, self._names)
        self._exact = [referent for referent in self._names if referent.exact]
        self._cheapest = {
            place: min(referent.cost for referent in referents if place in referent.places)
            for place in {place for referent in referents for place in referent.places}
        }
        self._nouns = evidence.nouns(questions)
        self._fillers = evidence.explained({"filler"})
        self._answers = evidence.explained({"answer", "kind"})
        self._operators = evidence.explained({"mark", "status", "extreme", "compare"})
        self._telling = _telling(evidence) - self._operators - self._fillers
        self._asking = frozenset(
            evidence.segment(place)
            for place in range(*evidence.stretch)
            if evidence.words[place] in questions
        )
        self._marks = [mark for mark in _MARKS if evidence.has(mark)]
        self._uses = [use for use in ("extreme", "compare", "status") if evidence.names(use)]
        self._tagged = bool(evidence.of("answer", "yesno"))

    def static(self, made: Candidate) -> Features:
        """Features of a reading that need no store."""
        found: Features = {}
        for facet in self._parts(made):
            found.update(facet.features)
        return found | paired(found, made.shape)

    def score(self, made: Candidate) -> float:
        """What those features weigh."""
        return sum([facet.score for facet in self._parts(made)])

    def _parts(self, made: Candidate) -> list[Facet]:
        shape, refs, paths, asked = made.shape, made.referents, made.paths, type(made.question)
        covered = self._covered.get(refs)
        if covered is None:
            covered = self._covered[refs] = made.covered
        last = paths[-1][0] if paths else None
        facets, found = self._facets, []
        for key, compute in (
            ((shape, refs), self._references),
            ((shape, paths, covered), self._spoken),
            ((shape, made.kinds, last, asked), self._demand),
            ((shape, made.uses, asked, covered if asked is About else None), self._operated),
        ):
            facet = facets.get(key)
            if facet is None:
                facet = facets[key] = compute(made, covered)
            found.append(facet)
        return found

    def _facet(self, features: Features, shape: str) -> Facet:
        return Facet(features, self._weigh(features, shape))

    def joined(self, made: Candidate) -> Features:
        """Whether a question that may be two is read as two."""
        label = "used" if made.shape in _COMPOUND else "unused"
        more = float(min(max(self._askers - 1, 0), 2))
        return {f"joint:{label}": float(self._joints), f"askers:{label}": more}

    def _references(self, made: Candidate, covered: frozenset[int]) -> Facet:
        """How surely what a reading names is meant, and what it leaves unnamed."""
        refs, found = made.referents, Features()
        found["ref:cost"] = sum(referent.cost for referent in refs)
        found["ref:worst"] = max((referent.cost for referent in refs), default=0.0)
        for one in refs:
            found[f"ref:{one.origin}"] = found.get(f"ref:{one.origin}", 0.0) + 1
            found["ref:plain"] = found.get("ref:plain", 0.0) + one.plain
            overruled = not one.exact and any(
                not one.apart(other) and other.key != one.key for other in self._exact
            )
            found["ref:overruled"] = found.get("ref:overruled", 0.0) + overruled
            over = [self._cheapest.get(place, one.cost) for place in one.places]
            if over:
                found["ref:dearer"] = found.get("ref:dearer", 0.0) + one.cost - min(over)
        unused = [referent for referent in self._names if covered.isdisjoint(referent.places)]
        found["name:unused"] = float(len(unused))
        found["name:unused_exact"] = float(sum(referent.exact for referent in unused))
        for origin in ("order", "kind"):
            idle = {
                referent.start
                for referent in self._others
                if referent.origin == origin and referent.start not in covered
            }
            found[f"{origin}:unused"] = float(len(idle))
        found["ref:covers"] = len(covered) / max(len(self._evidence.words), 1)
        return self._facet(found, made.shape)

    def _spoken(self, made: Candidate, covered: frozenset[int]) -> Facet:
        """How well the words speak of the relations, and which words are left."""
        found: Features = {}
        explained = [covered]
        for rank, (name, _, ask) in enumerate(reversed(made.paths)):
            support = self._evidence.support(name, ask, covered)
            strength = min(support.strength, _STRONG)
            explained.append(support.places)
            told, silent, silent_role = _FIRST if rank else _LAST
            found[told] = found.get(told, 0.0) + strength
            entry = self._properties[name]
            if not strength:
                silent = silent_role if entry.has_role else silent
                found[silent] = found.get(silent, 0.0) + 1
            if rank == 0:
                found["path:rank"] = math.log(1 + entry.rank)
                found["path:role"] = float(entry.has_role)
        names = [name for name, _, _ in made.paths]
        others = self._strengths(covered)
        best = next((strength for strength, name in others if name not in names), 0.0)
        found["lex:other"] = best
        if made.paths:
            found["lex:behind"] = max(best - found["lex:last"], 0.0)
        left = self._unspoken(made.shape, frozenset().union(*explained))
        return Facet(found | left.features, self._weigh(found, made.shape) + left.score)

    def _strengths(self, covered: frozenset[int]) -> list[tuple[float, str]]:
        """How strongly each property is pointed to beside some places, the strongest first."""
        found = self._rivals.get(covered)
        if found is None:
            found = [
                (min(self._evidence.strength(name, None, covered), _STRONG), name)
                for name in self._evidence.names("property")
            ]
            found.sort(key=lambda told: -told[0])
            self._rivals[covered] = found
        return found

    def _unspoken(self, shape: str, explained: frozenset[int]) -> Facet:
        """The words that nothing of a reading of a shape explains."""
        key = shape, explained
        facet = self._facets.get(key)
        if facet is None:
            facet = self._facets[key] = self._facet(self._left(explained), shape)
        return facet

    def _left(self, explained: frozenset[int]) -> Features:
        found = self._lefts.get(explained)
        if found is None:
            free = self._evidence.free - explained
            left = free - self._fillers - self._answers - self._operators
            strange = left & self._evidence.strange
            segment = self._evidence.segment
            touched = set(map(segment, explained))
            aside = {place for place in left if segment(place) not in touched}
            named = {
                referent.start
                for referent in self._names
                if referent.exact and segment(referent.start) not in touched
            }
            telling = self._telling - explained
            found = self._lefts[explained] = {
                "aside:left": float(min(len(aside), 8)),
                "aside:segments": float(min(len(set(map(segment, aside))), 3)),
                "aside:named": float(len(named)),
                "aside:telling": float(sum(segment(place) not in touched for place in telling)),
                "aside:asking": float(bool(self._asking) and touched.isdisjoint(self._asking)),
                "within:left": float(min(len(left) - len(aside), 8)),
                "within:strange": float(min(len(strange - aside), 5)),
                "within:segments": float(min(len(touched), 3)),
                "left:strange": float(min(len(strange), 5)),
                "left:known": float(min(len(left - strange), 8)),
                "left:noun": float(not left.isdisjoint(self._nouns)),
                "left:share": len(left) / max(len(self._evidence.free), 1),
                "left:operators": float(min(len((self._operators & free) - self._fillers), 4)),
                "lex:rival_words": float(min(len(telling), 5)),
            }
        return found

    def _demand(self, made: Candidate, _: frozenset[int]) -> Facet:
        """Whether it asks for what the question words demand."""
        kinds, told, found = self._asked.kinds, self._asked.told, Features()
        if isinstance(made.question, Check):
            return self._facet(found, made.shape)
        if kinds:
            met = bool(kinds & made.kinds)
            found["ask:met" if met else "ask:missed"] = 1.0
        found["ask:unmet"] = float(sum(not kinds & made.kinds for kinds in self._asked.each))
        if "date" in kinds:
            found["ask:date_met" if "date" in made.kinds else "ask:date_missed"] = 1.0
        if "place" in kinds:
            found["ask:place_met" if "place" in made.kinds else "ask:place_missed"] = 1.0
        if told:
            last = self._properties.get(made.paths[-1][0]) if made.paths else None
            said = last is not None and last.question in told
            found["ask:told_met" if said else "ask:told_missed"] = 1.0
        if self._asked.work:
            found["ask:work_met" if made.kinds & self._works else "ask:work_missed"] = 1.0
        if not kinds and not told and not self._asked.work:
            found["ask:open"] = 1.0
        for kind in ("date", "text", "person", "character"):
            if kind in made.kinds:
                found[f"gives:{kind}"] = 1.0
        if made.kinds & self._works:
            found["gives:work"] = 1.0
        return self._facet(found, made.shape)

    def _operated(self, made: Candidate, covered: frozenset[int]) -> Facet:
        """Its shape, and whether it makes use of the operators that the words mark."""
        evidence = self._evidence
        found = {f"shape:{made.shape}": 1.0, **self.joined(made)}
        for use in made.uses:
            found[f"use:{use}"] = 1.0
        for use in (*self._marks, *self._uses):
            if use not in made.uses:
                found[f"miss:{use}"] = 1.0
        if self._asked.count and "count" not in made.uses:
            found["miss:count"] = 1.0
        verdict = isinstance(made.question, Check)
        if verdict:
            found["verdict:asked" if evidence.asked else "verdict:unasked"] = 1.0
            if self._tagged:
                found["verdict:tagged"] = 1.0
            if evidence.marked:
                found["verdict:marked"] = 1.0
        elif evidence.verdict and not isinstance(made.question, Choose):
            found["miss:verdict"] = 1.0
            if evidence.opened:
                found["miss:verdict_opened"] = 1.0
            if self._tagged:
                found["miss:verdict_tag"] = 1.0
        if isinstance(made.question, About):
            strengths = self._strengths(covered)
            found["about:lex"] = strengths[0][0] if strengths else 0.0
        return self._facet(found, made.shape)

    def none(self) -> Features:
        """Features of there being no answer to what is asked."""
        evidence = self._evidence
        size = max(len(evidence.words), 1)
        chatter = evidence.explained({"chatter"})
        strange = evidence.strange - {
            place for referent in self._names for place in referent.places
        }
        strengths = [
            min(evidence.strength(name, None, frozenset()), _STRONG)
            for name in evidence.names("property")
        ]
        return {
            "none": 1.0,
            "none:strange": float(min(len(strange), 5)),
            "none:chatter": len(chatter) / size,
            "none:unnamed": float(not self._names),
            "none:lex": max(strengths, default=0.0),
            "none:unasked": float(not evidence.asked and not evidence.marked),
            "none:length": math.log(size),
            "none:exact": float(any(referent.exact for referent in self._names)),
        }


def pair_of(name: str, shape: str) -> str:
    """The name of a feature of readings of a shape alone."""
    return f"{name}&{shape}"


def paired(features: Features, shape: str) -> Features:
    """The features that weigh differently from shape to shape, each with that of a reading."""
    return {
        pair_of(name, shape): features[name]
        for name in PAIRED.intersection(features)
        if features[name]
    }


def _telling(evidence: Evidence) -> frozenset[int]:
    """The places of words that speak of a property by themselves."""
    return frozenset(
        place
        for hit in evidence.hits
        if hit.cue.sort == "property" and hit.weight >= _ALONE
        for place in hit.places
    )


def _placed(referents: Sequence[Referent], names: Sequence[Referent]) -> list[Referent]:
    """The places in an order and the kinds that are surely meant, but for those in a name."""
    return [
        referent
        for referent in referents
        if (referent.origin == "order" and referent.cost < costs.SURE_ORDER)
        or referent.origin == "kind"
        if not any(name.exact and not name.apart(referent) for name in names)
    ]


def _taken(referents: Sequence[Referent]) -> list[Referent]:
    """The names that most surely stand in the question, none over another."""
    ranked = sorted(
        (
            referent
            for referent in referents
            if referent.origin in ("name", "date") and referent.cost < costs.SURE_NAME
        ),
        key=lambda referent: referent.cost - costs.PER_WORD * len(referent.places),
    )
    taken: list[Referent] = []
    for one in ranked:
        if not one.plain and all(one.apart(other) for other in taken):
            taken.append(one)
    return taken
