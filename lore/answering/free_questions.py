"""Free questions: their readings, what the store answers to each, and which of them is given."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from lore.answering.executor import Executor
from lore.answering.fact_graph import FactGraph
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.facts import Entity, Found, Line
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.features import Features, told
from lore.understanding.reading.judge import Judgement, Weights, judge
from lore.understanding.reading.reader import FreeReader, Read

OFFERED = 3
"""Readings that are offered at once."""
_REFUSED = "gram:none"
"""The feature that the grammar refuses a question: always so here, not where weights are fitted."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reading with its answer, its share of all that the question may mean, and its features."""

    made: Candidate
    found: Found
    share: float


@dataclass(frozen=True, slots=True)
class Considered:
    """What was made of a free question: the answers by their shares, the likeliest first; `none`
    is the share of there being no answer."""

    answers: tuple[Weighed, ...]
    none: float


class FreeAnswers:
    """Considers free questions over one graph of facts."""

    def __init__(self, reader: FreeReader, weights: Weights) -> None:
        self._reader = reader
        self.weights = weights

    def consider(
        self,
        question: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        graph: FactGraph,
        *,
        folded: Callable[[str], list[str]],
        today: date,
    ) -> Considered | None:
        """Read a question in every way, look up each, and weigh them. None where a name or number
        that is not known forbids any answer."""
        read = self._reader.read(question, words, mentions, graph, folded=folded)
        if read is None:
            return None
        rows = _looked_up(read, graph, today)
        judged = judge(self.weights, [(row.features, row.answer) for row in rows], read.nothing)
        return _considered(rows, judged)


@dataclass(frozen=True, slots=True)
class Looked:
    """A reading that was looked up: its features, its outcome, and what tells its answer apart."""

    made: Candidate
    features: Features
    found: Found | None
    answer: Hashable | None


def _looked_up(read: Read, graph: FactGraph, today: date) -> list[Looked]:
    """The readings with all their features."""
    lookup = _Lookup(graph, today)
    rows = []
    for made, features in read.readings:
        found = lookup.answer(made)
        answer = signature(found) if found else None
        features = {**features, **told(found, made, read.evidence), _REFUSED: 1.0}
        rows.append(Looked(made, features, found, answer))
    return rows


class _Lookup:
    """Executes readings, those as of a date over the facts of that date."""

    def __init__(self, graph: FactGraph, today: date) -> None:
        self._graph = graph
        self._today = today
        self._executors: dict[PartialDate | None, Executor] = {None: Executor(graph, today)}

    def answer(self, made: Candidate) -> Found | None:
        """What the store says to a reading; None where it holds nothing."""
        executor = self._executors.get(made.as_of)
        if executor is None:
            reader = self._graph.reader.as_of_date(made.as_of)
            executor = Executor(FactGraph(reader, self._graph.properties), self._today)
            self._executors[made.as_of] = executor
        found = executor.answer(made.question)
        return found if found is not None and found.lines else None


Signature = tuple[Hashable, Hashable, Hashable, Hashable, bool, frozenset[str]]


def signature(found: Found) -> Signature:
    """What tells one answer from another for a member."""
    return (
        found.verdict,
        found.total if found.count else None,
        found.span,
        found.times,
        found.cited,
        frozenset(map(_end, found.lines)),
    )


def _end(line: Line) -> str:
    end = line.fact.slot(line.asked)
    return end.name if isinstance(end, Entity) else str(end)


def _considered(rows: Sequence[Looked], judged: Judgement) -> Considered:
    answers = [
        Weighed(row.made, row.found, verdict.share)
        for verdict in judged.answers
        if (row := rows[verdict.place]).found is not None
    ]
    return Considered(tuple(answers), judged.none)
