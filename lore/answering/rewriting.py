"""Questions that nothing here reads surely, as a reading model may rewrite them.

What it writes is read like any other question, by names that it was sent, and answered from the
store: so it can choose which facts are told, and never what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from lore.answering.fact_graph import FactGraph
from lore.answering.second_look import SecondLook
from lore.answering.told import given, told_of
from lore.language import costs
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Candidate, Mention, spoken
from lore.model.facts import SLOTS, Ambiguous, Entity, Fact, Found, Outcome, Part, Unknown
from lore.steps import Steps
from lore.store.fact_reader import Reader
from lore.understanding.algebra import Named, Reading, Words, nodes
from lore.understanding.context import Context
from lore.understanding.reading.vetoes import is_sum
from lore.understanding.reading_model.enquiry import LONGEST, MOST_NAMES, MOST_WORKS, Enquiry
from lore.understanding.signals import askers

_CANDIDATES = 3
"""Things of one name that are sent."""
_MOST_SPOKEN = 6
"""Things of the conversation that are sent."""

Linking = Callable[[str, Reader, Steps], tuple[list[str], list[Mention]]]
"""The folded words of a text and the names that are mentioned in it."""
Answering = Callable[[str, Reader, Context | None, Steps], tuple[Outcome, Context | None]]
"""The outcome of a question and the context after it."""


class Rewriter:
    """Says what a reading model is sent of a question, and answers what it writes."""

    def __init__(
        self, language: Language, second: SecondLook, link: Linking, answer: Answering
    ) -> None:
        self._language = language
        self._second = second
        self._link = link
        self._answer = answer

    def enquiry(
        self,
        question: str,
        outcome: Outcome,
        reader: Reader,
        context: Context | None,
        steps: Steps,
    ) -> Enquiry | None:
        """What is to be sent of a question with this outcome; None where it is answered, where its
        words are plain and so the outcome is sure, and where it asks for nothing that is told here.
        """
        if isinstance(outcome, Found) or len(question) > LONGEST or is_sum(question):
            return None
        graph = self._second.graph(reader)
        if self._second.exactly(question, reader, steps) is not None:
            return None
        words, mentions = self._link(question, reader, steps)
        remarks = self._second.remarks(question, words, mentions, graph)
        asks = isinstance(outcome, Ambiguous) or remarks.hinted or self._refers(words, context)
        if not asks and not any(not mention.plain for mention in mentions):
            return None
        spoken = [_bearer(mention.candidates[0]) for mention in context.mentions] if context else []
        linked = _linked(mentions, remarks.bent)
        coming = [work for work in graph.works if graph.coming(work)]
        near = _around(graph, [*linked, *spoken] or coming, remarks.bent)
        return Enquiry(
            question,
            _once([*linked, *near, *graph.all_works])[:MOST_NAMES],
            tuple(spoken[:_MOST_SPOKEN]),
            tuple(graph.works[:MOST_WORKS]),
            tuple(coming[:MOST_WORKS]),
            self._labels(graph),
        )

    def answer(
        self,
        enquiry: Enquiry,
        questions: Sequence[str],
        reader: Reader,
        context: Context | None,
        steps: Steps,
    ) -> tuple[Found, Context] | None:
        """The answer to plain questions in place of the one that they were written for, and the
        context after it; None where none of them has a sure answer."""
        told = [
            (Part(question, outcome), after)
            for question in questions
            for outcome, after in self._told(question, enquiry, reader, context, steps)
        ]
        found = [part.outcome for part, _ in told if isinstance(part.outcome, Found)]
        if not found:
            return None
        asked = tuple(part.question for part, _ in told)
        after = next(after for part, after in told if isinstance(part.outcome, Found))
        if len(told) == 1:
            return replace(found[0], reworded=asked), after
        lines = tuple(dict.fromkeys(line for answer in found for line in answer.lines))
        conflict = any(answer.conflict for answer in found)
        parts = tuple(part for part, _ in told)
        whole = Found(lines, conflict=conflict, total=len(lines), parts=parts, reworded=asked)
        return whole, after

    def _refers(self, words: Sequence[str], context: Context | None) -> bool:
        """Whether a question may be about what was talked about."""
        pronouns = any(word in self._language.pronouns for word in words)
        return context is not None and bool(pronouns or askers(words, self._language.questions))

    def _labels(self, graph: FactGraph) -> tuple[str, ...]:
        """The labels of the properties that the store has facts of, the most telling first."""
        properties = self._language.properties
        held = set(graph.held() if graph.whole else graph.reader.held(properties))
        return tuple(entry.label for name, entry in properties.items() if name in held)

    def _told(
        self,
        question: str,
        enquiry: Enquiry,
        reader: Reader,
        context: Context | None,
        steps: Steps,
    ) -> Iterator[tuple[Found | Unknown, Context]]:
        """The outcome of one plain question and the context after it; none where that is not sure,
        or where it speaks of what the model was not sent."""
        exact = self._second.exactly(question, reader, steps)
        if exact is None:
            if not self._foreign(question, enquiry, reader, steps):
                outcome, after = self._answer(question, reader, None, steps)
                if isinstance(outcome, Found) and after is not None:
                    yield outcome, after
            return
        if not self._sent(exact.reading, enquiry):
            return
        if isinstance(exact.outcome, Found):
            yield (
                exact.outcome,
                self._after(question, exact.outcome, exact.reading, context, reader, steps),
            )
        elif isinstance(exact.outcome, Unknown):
            yield exact.outcome, context or Context()

    def _sent(self, reading: Reading, enquiry: Enquiry) -> bool:
        """Whether a reading speaks of nothing but what the model was sent."""
        asked = set(folding.words(enquiry.question))
        for node in nodes(reading.question):
            if isinstance(node, Named) and node.entity.id not in enquiry.known:
                return False
            if isinstance(node, Words) and not all(self._said(word, asked) for word in node.words):
                return False
        return True

    def _foreign(self, question: str, enquiry: Enquiry, reader: Reader, steps: Steps) -> bool:
        """Whether a question has a name, or a word that may be one, that the model was not sent."""
        words, mentions = self._link(question, reader, steps)
        sent = [
            mention
            for mention in mentions
            if any(candidate.entity in enquiry.known for candidate in mention.candidates)
        ]
        covered = {place for mention in sent for place in range(mention.start, mention.end)}
        named = {
            place
            for mention in mentions
            if mention.exact and not mention.plain
            for place in range(mention.start, mention.end)
        }
        asked = set(folding.words(enquiry.question))
        strange = {place for place, word in enumerate(words) if not self._said(word, asked)}
        return bool((named | strange) - covered)

    def _said(self, word: str, asked: Iterable[str]) -> bool:
        """Whether a word is an ordinary one, or the member's own."""
        return word in asked or self._language.is_ordinary(word) or folding.is_number(word)

    def _after(
        self,
        question: str,
        found: Found,
        reading: Reading,
        context: Context | None,
        reader: Reader,
        steps: Steps,
    ) -> Context:
        """The context after a plain question: what the grammar makes of it where that is the same,
        else what it names and what was answered."""
        outcome, after = self._answer(question, reader, context, steps)
        same = isinstance(outcome, Found) and told_of(outcome) == told_of(found)
        if same and after is not None:
            return after
        answers = list(map(spoken, given(found)))
        return (context or Context()).told(reading.question, answers)


def _bearer(candidate: Candidate) -> Entity:
    return Entity(candidate.entity, candidate.name, candidate.kind, candidate.year)


def _once(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities without repetitions, in their order."""
    return tuple({entity.id: entity for entity in entities}.values())


def _linked(mentions: Sequence[Mention], bent: frozenset[int]) -> list[Entity]:
    """What the names in a question may mean, the likeliest first."""
    ranked = sorted(
        (mention for mention in mentions if mention.cost <= costs.SENT),
        key=lambda mention: (mention.plain, mention.cost),
    )
    return [
        _bearer(candidate)
        for mention in ranked
        for candidate in mention.candidates[:_CANDIDATES]
        if candidate.entity not in bent
    ]


def _around(graph: FactGraph, entities: Sequence[Entity], bent: frozenset[int]) -> Iterator[Entity]:
    """What stands in facts beside some things; nothing in a large store."""
    facts: list[Fact] = []
    if graph.whole:
        facts = [fact for entity in entities for fact in graph.about(entity.id)]
    for fact in facts:
        if fact.spoiler:  # how a question was read is shown to everybody
            continue
        for slot in SLOTS:
            end = fact.slot(slot)
            if isinstance(end, Entity) and end.id not in bent:
                yield end
