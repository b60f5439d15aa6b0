"""Reads a free question: everything that it may mean, with what speaks for each reading."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from lore.language import costs
from lore.language.lexicon import Language
from lore.linking.mentions import Mention
from lore.steps import Steps
from lore.understanding.fact_source import Facts
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.clauses import (
    BEST,
    Featured,
    breaks,
    counted,
    halves,
    joined,
    segments,
)
from lore.understanding.reading.cues import Cues
from lore.understanding.reading.evidence import Evidence, gather
from lore.understanding.reading.features import Featurer, Features
from lore.understanding.reading.generator import Generator
from lore.understanding.reading.judge import Weights
from lore.understanding.reading.orders import tells_a_place
from lore.understanding.reading.referents import Referent, Referrer
from lore.understanding.reading.vetoes import bent, unnamed, vetoed

KEPT = 48
"""Readings of which the answer is looked up, those first for which the words alone speak most."""
READINGS = 1_200
"""Readings of one question that are weighed, those of its clauses among them. One takes some fifty
microseconds."""
MOST = 700
"""Readings of a whole question that are weighed."""
_OF_A_CLAUSE = 250
"""Readings of a clause that are, where so many are left."""
_A_READING = 3
"""Steps that a reading takes to be made and weighed …"""
_A_WORD = 20
"""… those that each word takes before …"""
_LATER = 1_500
"""… and those that are left for what comes after: to look the readings up, and to offer them."""


@dataclass(frozen=True, slots=True)
class Read:
    """A question read: its readings with the features that the words give, those of there being
    none; `bent` where a name in it may be an unknown one or half of one, so that nothing is
    sure. `things` are the words for what is spoken of that a text may tell, and `others` those for
    what else it may tell; both are empty where there is none."""

    evidence: Evidence
    readings: Sequence[tuple[Candidate, Features]]
    nothing: Features
    bent: bool
    things: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


class FreeReader:
    """Reads free questions with the cues and weights of one language."""

    def __init__(self, language: Language, cues: Cues, weights: Weights) -> None:
        self._language = language
        self._cues = cues
        self._weights = weights
        self._referrer = Referrer(language)
        self._works = frozenset(language.groups["work"])

    def warm(self) -> None:
        """Make now what the first mistyped word would have to wait for."""
        self._cues.warm()

    def read(
        self,
        question: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        facts: Facts,
        *,
        folded: Callable[[str], list[str]],
        steps: Steps | None = None,
    ) -> Read | None:
        """The readings of a question, the likeliest by its words first, as many as the `steps` that
        are left allow; None of a sum, where half of a name stands beside a part of an unknown one,
        of an unknown name, of a number beside a name, and of somebody who is not named."""
        steps = steps or Steps()
        steps.take(_A_WORD * len(words))
        before = counted(question, words, folded)
        whole = [mention for mention in mentions if mention.exact]
        starts = tuple(
            place
            for place in segments(question, words, before)
            if not any(mention.start < place < mention.end for mention in whole)
        )
        evidence = self.evidence(question, words, mentions, starts)
        referents = self._referrer.find(evidence, mentions, facts)
        held = facts.held()
        if vetoed(question, evidence, referents, held, self._language):
            return None
        places = breaks(question, words, before)
        featurer = self._featurer(evidence, referents, facts, len(places))
        readings = self._weighed(evidence, referents, facts, featurer, places, steps)
        doubtful = self._doubtful(question, evidence, referents, held)
        nothing = featurer.none() | {"veto:bent": float(doubtful)}
        return Read(evidence, readings, nothing, doubtful, *self._things(words))

    def _weighed(
        self,
        evidence: Evidence,
        referents: Sequence[Referent],
        facts: Facts,
        featurer: Featurer,
        places: Sequence[int],
        steps: Steps,
    ) -> list[Featured]:
        """The likeliest readings of a question that may be two at some places."""
        room = min(READINGS, max(steps.left - _LATER, 0) // _A_READING)
        most = min(MOST, room)
        generator = Generator(evidence, referents, facts, most, self._language.alike)
        ranked = _ranked(featurer, generator)
        steps.take(_A_READING * len(ranked))
        made = [
            (score, candidate, featurer.static(candidate)) for score, candidate in ranked[:KEPT]
        ]
        share = min(_OF_A_CLAUSE, (room - len(ranked)) // max(2 * len(places), 1))
        for place in places:
            first, second = (
                self._of_clause(part, named, facts, share, steps)
                for part, named in halves(evidence, referents, place)
            )
            for candidate, shared in joined(first, second):
                features = {**shared, **featurer.joined(candidate)}
                made.append((self._weights.score(features), candidate, features))
        made.sort(key=lambda scored: -scored[0])
        return [(candidate, features) for _, candidate, features in made[:KEPT]]

    def _things(self, words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
        """The words for the things that are spoken of, and for the others."""
        spoken = [them for them in self._language.things if not them.isdisjoint(words)]
        if not spoken:
            return frozenset(), frozenset()
        things = frozenset().union(*spoken)
        return things, frozenset().union(*self._language.things) - things

    def _doubtful(
        self,
        question: str,
        evidence: Evidence,
        referents: Sequence[Referent],
        held: Collection[str],
    ) -> bool:
        """Whether a name, a place in an order or a time that is not known may be meant."""
        return (
            unnamed(question, evidence, referents)
            or self._misplaced(evidence.words, referents)
            or (evidence.confirming and not self._language.past.isdisjoint(evidence.words))
            or any(
                bent(referent, referents, evidence, held, self._language.families)
                for referent in referents
            )
        )

    def _misplaced(self, words: Sequence[str], referents: Sequence[Referent]) -> bool:
        """Whether a place in the order is told at which surely no work stands."""
        place = tells_a_place(words, self._language)
        return place is not None and not any(
            place in referent.places and referent.cost <= costs.IN_ORDER for referent in referents
        )

    def bent(self, evidence: Evidence, mentions: Sequence[Mention], facts: Facts) -> frozenset[int]:
        """The entities of which half a name stands there, beside a word that belongs to another."""
        referents = self._referrer.find(evidence, mentions, facts)
        held, families = facts.held(), self._language.families
        return frozenset(
            referent.entity.id
            for referent in referents
            if referent.entity is not None and bent(referent, referents, evidence, held, families)
        )

    def works(self, facts: Facts) -> frozenset[str]:
        """The kinds of works."""
        return self._works.union(entity.kind for entity in facts.works)

    def evidence(
        self,
        question: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        starts: tuple[int, ...] = (0,),
    ) -> Evidence:
        """What the words of a question point to, `starts` as `Evidence` has them."""
        named = frozenset(
            place
            for mention in mentions
            if not mention.plain and (mention.exact or mention.cost < costs.IN_PART)
            for place in range(mention.start, mention.end)
            if mention.exact or words[place] not in self._language.known
        )
        return gather(
            words,
            self._cues,
            named=named,
            questions=self._language.questions,
            auxiliaries=self._language.auxiliaries,
            light=self._language.light,
            marked=question.rstrip().endswith("?"),
            starts=starts,
        )

    def filled(self, words: Sequence[str]) -> frozenset[int]:
        """The places of words that add nothing to a question; no verb that opens one, question
        word, pronoun or family name is among them."""
        evidence, language = self.evidence(" ".join(words), words, ()), self._language
        spoken = language.families.union(
            language.pronouns, language.questions, language.auxiliaries
        )
        named = {place for place, word in enumerate(words) if word in spoken}
        return evidence.explained({"filler"}) - evidence.strange - named

    def _featurer(
        self, evidence: Evidence, referents: Sequence[Referent], facts: Facts, joints: int = 0
    ) -> Featurer:
        given = evidence, referents, facts.properties, self._language.questions, self._works
        return Featurer(*given, self._weights.weigh, joints)

    def _of_clause(
        self,
        evidence: Evidence,
        referents: Sequence[Referent],
        facts: Facts,
        most: int,
        steps: Steps,
    ) -> list[Featured]:
        """The best of so many readings of a clause."""
        featurer = self._featurer(evidence, referents, facts)
        generator = Generator(evidence, referents, facts, most, self._language.alike)
        ranked = _ranked(featurer, generator)
        steps.take(_A_READING * len(ranked))
        return [(candidate, featurer.static(candidate)) for _, candidate in ranked[:BEST]]


def _ranked(featurer: Featurer, generator: Generator) -> list[tuple[float, Candidate]]:
    """All readings with what their words weigh, the likeliest first."""
    scored = [(featurer.score(made), made) for made in generator.candidates()]
    scored.sort(key=lambda told: -told[0])
    return scored
