"""Yes, no or unconfirmed: the verdicts of the policy of truth.

A "no" needs a fact that excludes the thing; absence is no answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lore.answering.chain_walk import ChainWalker
from lore.answering.ranking import (
    choices,
    contested,
    disagree,
    is_withdrawn,
    leading,
    said_once,
    several,
)
from lore.answering.text_match import withheld
from lore.language.properties import Property
from lore.linking.mentions import Candidate, Mention
from lore.model.dates import PartialDate
from lore.model.facts import Entity, Fact, Found, Line, Outcome, Status, Verdict
from lore.store.fact_reader import Known, Reader
from lore.understanding.query import Chain, Query


class YesNoJudge:
    """Judges for one reader."""

    def __init__(self, reader: Reader, properties: Mapping[str, Property]) -> None:
        self._reader = reader
        self._properties = properties
        self._follower = ChainWalker(reader, properties)

    def judge(self, query: Query) -> Outcome | None:
        """Yes, no or unconfirmed, with the facts that say so."""
        if len(query.chains) != 1:
            return None
        chain = query.chains[0]
        facts, candidates = self._claims(chain)
        if several(candidates):
            return choices(candidates)
        for names in query.filters:
            facts = self._counted_among(facts, names)
        dates = [anchor for _, anchor in chain.steps[-1].fixed if isinstance(anchor, PartialDate)]
        if isinstance(chain.anchor, PartialDate):
            dates.append(chain.anchor)
        if dates:
            return self._judge_date(chain, dates[0])
        if facts and all(fact.superseded for fact in facts) and self._excluding(chain):
            facts = []
        if facts and not self._can_be(chain):
            return Found(
                tuple(_line(fact, chain) for fact in sorted(facts, key=leading)),
                conflict=disagree(facts, self._properties),
                total=len(facts),
            )
        if facts:
            return self._verdict(facts, chain, query)
        excluding = self._excluding(chain)
        if not excluding:
            return None
        verdict: Verdict = "yes" if query.opposite else "no"
        return Found(
            tuple(_line(fact, chain) for fact in excluding),
            verdict=verdict,
            total=len(excluding),
        )

    def _can_be(self, chain: Chain) -> bool:
        """Whether what is asked is true or false: an entity that stands in a fact, or a state."""
        step = chain.steps[-1]
        return bool(step.fixed) or any(
            self._properties[name].holds_entities or self._properties[name].state
            for name in step.properties
        )

    def _claims(self, chain: Chain) -> tuple[list[Fact], tuple[Candidate, ...]]:
        """The facts that hold all that was named, denied ones too, and whom the anchor meant."""
        trail = self._follower.follow(chain)
        if trail is not None:
            ids = {fact for facts in trail.ends.values() for fact in facts}
            return list(self._reader.facts(ids).values()), trail.candidates
        step = chain.steps[-1]
        if len(chain.steps) > 1 or not isinstance(chain.anchor, Mention) or step.known is None:
            return [], ()
        known = Known(step.known, [candidate.entity for candidate in chain.anchor.candidates])
        rows = self._reader.step(step.properties, [known, *self._follower.fixed(step)], denied=True)
        return list(self._reader.facts([row.fact for row in rows]).values()), ()

    def _counted_among(self, facts: Sequence[Fact], names: Sequence[str]) -> list[Fact]:
        """The facts of some properties whose values are who or what plays, or is played, in others:
        whether a character is a villain is told by the facts about villains."""
        slots = [slot for fact in facts for slot in (fact.value, fact.role)]
        ends = {slot.id for slot in slots if isinstance(slot, Entity)}
        rows = self._reader.step(names, [Known("value", sorted(ends))], denied=True)
        return list(self._reader.facts([row.fact for row in rows]).values())

    def _verdict(self, facts: list[Fact], chain: Chain, query: Query) -> Outcome:
        best = sorted(facts, key=leading)
        claimed = [fact for fact in best if fact.status.is_fact or contested(fact)]
        denied = [fact for fact in best if fact.status is Status.DENIED and fact not in claimed]
        split = bool(claimed and denied) or any(map(contested, claimed))
        verdict: Verdict = "yes" if claimed else "no" if denied else "unconfirmed"
        if split:
            verdict = "no" if all(map(is_withdrawn, claimed)) else "unconfirmed"
        elif claimed and all(withheld(fact.value) for fact in claimed):
            verdict = "no"
        if query.opposite and verdict != "unconfirmed":
            verdict = "no" if verdict == "yes" else "yes"
        shown = (claimed + denied) if claimed else best
        lines = tuple(said_once([_line(fact, chain) for fact in shown], self._properties))
        mixed = split or disagree(claimed, self._properties)
        return Found(lines, verdict=verdict, conflict=mixed, total=len(lines))

    def _judge_date(self, chain: Chain, date: PartialDate) -> Outcome | None:
        """Whether a date is the one that sources give; where they differ, unconfirmed."""
        step = chain.steps[-1]
        anchors = [(step.known, chain.anchor), *step.fixed]
        known = [
            Known(slot, [candidate.entity for candidate in anchor.candidates])
            for slot, anchor in anchors
            if slot is not None and isinstance(anchor, Mention)
        ]
        rows = self._reader.step(step.properties, known)
        facts = sorted(self._reader.facts([row.fact for row in rows]).values(), key=leading)
        dated = [
            fact for fact in facts if isinstance(fact.value, PartialDate) and not fact.superseded
        ]
        if not dated:
            return None
        holding = [fact for fact in dated if _lies_in(fact.value, date)]
        if len(holding) == len(dated):
            verdict: Verdict = "yes" if holding[0].status.is_fact else "unconfirmed"
        else:
            verdict = "unconfirmed" if holding else "no"
        lines = tuple(Line(fact, "value") for fact in dated)
        split = 0 < len(holding) < len(dated) or disagree(dated, self._properties)
        return Found(lines, verdict=verdict, conflict=split, total=len(lines))

    def _excluding(self, chain: Chain) -> list[Fact]:
        """Facts that rule out what was asked: another player of that role in that work, or another
        value of a single-valued property."""
        step = chain.steps[-1]
        if len(chain.steps) > 1 or chain.anchor is None or not step.fixed:
            return []
        slots = {slot: anchor for slot, anchor in [(step.known, chain.anchor), *step.fixed] if slot}
        if "value" not in slots:
            return []
        single = all(not self._properties[name].many for name in step.properties)
        if "role" not in slots and not single:
            return []
        known = [
            Known(slot, [candidate.entity for candidate in anchor.candidates])
            for slot, anchor in slots.items()
            if slot != "value" and isinstance(anchor, Mention)
        ]
        rows = self._reader.step(step.properties, known)
        facts = self._reader.facts([row.fact for row in rows]).values()
        claimed = (fact for fact in facts if fact.status.is_fact and not fact.superseded)
        return sorted(claimed, key=leading)


def _lies_in(value: object, date: PartialDate) -> bool:
    return isinstance(value, PartialDate) and date.first <= value.first and value.last <= date.last


def _line(fact: Fact, chain: Chain) -> Line:
    """A fact as an answer; where the slot that is asked for is empty, by its value."""
    ask = chain.steps[-1].ask
    return Line(fact, ask if fact.slot(ask) is not None else "value")
