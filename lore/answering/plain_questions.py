"""Plain questions answered: parsed exactly, executed, and told what the store says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lore.answering.executor import Executor
from lore.answering.fact_graph import FactGraph
from lore.answering.ranking import begin_alike
from lore.answering.refusals import nothing
from lore.answering.sets import says
from lore.answering.several import is_list, joined
from lore.language import text as folding
from lore.language.properties import Property
from lore.linking.mentions import Candidate
from lore.model.facts import SLOTS, Ambiguous, Entity, Found, Outcome, Unknown
from lore.steps import Steps
from lore.store.name_reader import NameReader
from lore.understanding.algebra import (
    Named,
    Question,
    Reading,
    Several,
    Statement,
    Step,
    Words,
    Works,
    nodes,
)
from lore.understanding.plain.parser import PlainParser
from lore.understanding.plain.preference import bare, misfits
from lore.understanding.plain.writer import plain

_STANDINGS = ("name", "alias", "part", "rule")
MOST_CHOICES = 3
"""Readings that are offered."""


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """A plain question's outcome with the reading that was answered."""

    outcome: Outcome
    reading: Reading

    @property
    def sure(self) -> bool:
        """Whether it is an answer whose facts bear out each text that the question gives."""
        texts = [
            node.words
            for node in nodes(self.reading.question)
            if isinstance(node, Words | Statement)
        ]
        return isinstance(self.outcome, Found) and all(
            any(
                says(end, words)
                for line in self.outcome.lines
                for slot in SLOTS
                if (end := line.fact.slot(slot)) is not None
            )
            for words in texts
            if words
        )


class ExactNames:
    """The exact names of one scope, and the kinds of what it holds."""

    def __init__(self, reader: NameReader, graph: FactGraph) -> None:
        self._reader = reader
        self._graph = graph

    def named(self, keys: Collection[str]) -> Mapping[str, Sequence[Entity]]:
        """What bears each key: by its name or an alias, else by a part of its name, else by a
        rule."""
        found: dict[str, dict[int, tuple[int, Entity]]] = {}
        for row in self._reader.names_by_key(keys):
            rank = max(_STANDINGS.index(row.standing), 1)
            entity = Entity(row.entity_id, row.entity, row.kind, row.year)
            bearers = found.setdefault(str(row.met), {})
            if row.entity_id not in bearers or bearers[row.entity_id][0] > rank:
                bearers[row.entity_id] = (rank, entity)
        return {key: _best(bearers.values()) for key, bearers in found.items()}

    def kinds(self) -> Collection[str]:
        """The kinds of what stands in facts."""
        return self._graph.kinds

    def focus(self, name: str) -> Sequence[Entity]:
        """The works in focus of which a property is told; all that are, where it is of none."""
        return self._graph.focused(name)

    def told_apart(self, entity: Entity) -> str:
        """A thing by its name, with its year or kind where another bears the name too."""
        key = folding.key(folding.words(entity.name))
        others = [other for other in self.named([key]).get(key, ()) if other.id != entity.id]
        if not others:
            return entity.name
        kinds = {other.kind for other in others}
        hint = entity.kind if entity.kind not in kinds else entity.year
        return f"{entity.name} ({hint})" if hint else entity.name


def _best(bearers: Iterable[tuple[int, Entity]]) -> list[Entity]:
    ranked = sorted(bearers, key=lambda told: (told[0], told[1].id))
    return [entity for rank, entity in ranked if rank == ranked[0][0]]


class PlainAnswers:
    """Answers plain questions in one language."""

    def __init__(self, parser: PlainParser, properties: Mapping[str, Property]) -> None:
        self._parser = parser
        self._properties = properties

    def answer(
        self, text: str, reader: NameReader, graphs: Graphs, today: date, steps: Steps
    ) -> PlainAnswer | None:
        """What the store says to a plain question; None where it is none, or needs more than
        plain language to be refused."""
        names = ExactNames(reader, graphs.graph())
        readings = self._parser.parse(text, names, steps)
        if not readings:
            return None
        told: list[PlainAnswer] = []
        for reading in readings:
            graph = graphs.graph(reading)
            found = self._found(reading, graph, today, reader.beyond)
            if found is not None and not any(found == other.outcome for other in told):
                told.append(PlainAnswer(found, reading))
        if not told:
            return self._nothing(readings[0], graphs.graph(readings[0]))
        return self._of_bearers(told, names)

    def _of_bearers(self, told: Sequence[PlainAnswer], names: ExactNames) -> PlainAnswer:
        """The first answer, where no other bearer of its names has one; of titles that begin
        alike all answers together; else which one is meant."""
        first = told[0]
        rivals = [
            answer
            for answer in told
            if _alike(answer.reading, first.reading)
            and bare(answer.reading.question) == bare(first.reading.question)
            and misfits(answer.reading.question, self._properties)
            == misfits(first.reading.question, self._properties)
        ]
        if len(rivals) < 2:
            return first
        bearers = [_differing(answer.reading, first.reading) for answer in rivals]
        found = [answer.outcome for answer in rivals if isinstance(answer.outcome, Found)]
        candidates = [
            Candidate(entity.id, entity.name, entity.kind, entity.year, 0, False)
            for entity in bearers
        ]
        if begin_alike(candidates) and all(map(is_list, found)):
            return PlainAnswer(joined(found), first.reading)
        labels = list(map(names.told_apart, bearers))
        texts = [plain(answer.reading, self._properties, names.told_apart) for answer in rivals]
        choices = Ambiguous(tuple(labels[:MOST_CHOICES]), tuple(texts[:MOST_CHOICES]))
        return PlainAnswer(choices, first.reading)

    def _found(self, reading: Reading, graph: FactGraph, today: date, beyond: int) -> Found | None:
        if not graph.whole and any(isinstance(node, Works) for node in nodes(reading.question)):
            return None
        found = Executor(graph, today, beyond).answer(reading.question)
        return None if found is None or _is_partly(reading.question, found) else found

    def _nothing(self, reading: Reading, graph: FactGraph) -> PlainAnswer | None:
        """That there is no fact, where every word was used and all that is asked could be held."""
        parts = list(nodes(reading.question))
        if _is_worded(reading.question):
            return None
        if not graph.whole and any(isinstance(part, Works) for part in parts):
            return None
        return PlainAnswer(nothing(reading.question), reading)


def _is_worded(question: Question) -> bool:
    """Whether a question rests on words of its own, or on how sure a thing is: that there is no
    fact of them is not known."""
    return any(
        isinstance(part, Words | Statement) or (isinstance(part, Step) and bool(part.statuses))
        for part in nodes(question)
    )


def _is_partly(question: Question, found: Found) -> bool:
    """Whether a part of what is asked has no answer, though it is not known that there is none."""
    return isinstance(question, Several) and any(
        isinstance(told.outcome, Unknown) and _is_worded(part)
        for part, told in zip(question.parts, found.parts, strict=False)
    )


class Graphs:
    """The graph of a reader, and those of the dates that questions name."""

    def __init__(self, graph: FactGraph) -> None:
        self._graph = graph

    def graph(self, reading: Reading | None = None) -> FactGraph:
        """The graph by which a reading is answered."""
        if reading is None or reading.as_of is None:
            return self._graph
        return FactGraph(self._graph.reader.as_of_date(reading.as_of), self._graph.properties)


def _shape(reading: Reading) -> list[object]:
    """A reading without the names in it."""
    return [
        "name" if isinstance(node, Named) else (type(node), getattr(node, "properties", None))
        for node in nodes(reading.question)
    ]


def _bearers(reading: Reading) -> list[Entity]:
    return [node.entity for node in nodes(reading.question) if isinstance(node, Named)]


def _alike(one: Reading, other: Reading) -> bool:
    """Whether two readings differ in nothing but in which bearer of a name is meant."""
    return one == other or (_shape(one) == _shape(other) and {*_bearers(one)} != {*_bearers(other)})


def _differing(one: Reading, first: Reading) -> Entity:
    """What tells a reading from the first: what it takes a name for."""
    mine, others = _bearers(one), _bearers(first)
    told = [entity for entity, other in zip(mine, others, strict=True) if entity != other]
    return (told or mine)[0]
