"""Free questions: their readings, what the store answers to each, and which of them is given."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, repeat

from lore.answering.executor import Executor
from lore.answering.fact_graph import FactGraph
from lore.answering.told import told_of
from lore.language import text as folding
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.facts import Entity, Found, Line, Outcome, Status, Unknown
from lore.steps import Steps
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.contest import Entry, attuned, contest, standing
from lore.understanding.reading.cues import Hit
from lore.understanding.reading.evidence import Evidence
from lore.understanding.reading.features import Features
from lore.understanding.reading.forest import Forest
from lore.understanding.reading.grammar import Grammar
from lore.understanding.reading.judge import Judgement, Weights, judge
from lore.understanding.reading.outcomes import told
from lore.understanding.reading.phrasing import GRAMMAR, Phrasing, masked, reading_of
from lore.understanding.reading.reader import FreeReader, Read

_CLEAR = 0.9
"""Strength of the words for a relation from which it is surely asked for."""
_STRONG = 0.5
"""Weight from which a word hints at a property by itself."""
_ROOM = 600
"""Steps that must be left for a question to be read freely."""
_WEIGHED = 100
"""Steps that all answers together take to be weighed …"""
_LOOKED_UP = 14
"""… and those that each takes to be looked up."""
_ALIKE = 4
"""Readings with one answer of which the one is told that says most of what is asked."""
_OPERATORS = frozenset({"mark", "status", "extreme", "compare"})
_IDLE = ("asking", Status.HOPED)
"""What words beside a question may say that change nothing in it."""
OFFERED = 3
"""Readings that are offered at once."""
_THERE_IS = "exists"
"""The shape of readings that ask whether there is anything."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reading with its answer, its share of all that the question may mean, and the chance that
    it is right; `own` where the grammar gives the same answer, `loose` where it leaves words aside
    that compare, order or leave out, `unplaced` where the place of a work in its order, `unsaid`
    where words are left that may say what is to be."""

    made: Candidate
    found: Found
    share: float
    chance: float
    own: bool = False
    loose: bool = False
    unplaced: bool = False
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the words of a question say before it is read: whether any hints at a property
    (`hinted`), or compares, orders, leaves out or speaks of a status (`operating`), and the
    entities of which half a name stands there beside a strange word."""

    hinted: bool
    operating: bool
    bent: frozenset[int]


@dataclass(frozen=True, slots=True)
class Considered:
    """What was made of a free question: the answers, the likeliest first.

    `none` is the share of there being no answer. Where the grammar has answered, `grammar` is the
    chance of that answer. `silent` are the properties that are likely asked for though the store
    holds nothing of them. `confirming` says that the question wants a verdict, `barred` that a name
    or a number in it that is not known bars any sure answer, `denied` that its words speak as
    strongly for what the grammar says there is no fact of as for what is likeliest.
    """

    answers: tuple[Weighed, ...]
    none: float
    grammar: float
    silent: frozenset[str]
    confirming: bool
    barred: bool
    denied: bool = False


class FreeAnswers:
    """Considers free questions over one graph of facts."""

    def __init__(
        self, reader: FreeReader, weights: Weights, forest: Forest, phrasing: Phrasing
    ) -> None:
        self._reader = reader
        self._forest = forest
        self._phrasing = phrasing
        self.weights = weights

    def remarks(
        self,
        question: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        graph: FactGraph,
    ) -> Remarks:
        """What the words of a question say before it is read."""
        evidence = self._reader.evidence(question, words, mentions)
        operating = any(
            hit.cue.sort in _OPERATORS and hit.cue.name not in _IDLE for hit in _telling(evidence)
        )
        bent = self._reader.bent(evidence, mentions, graph)
        return Remarks(_hinted(evidence), operating, bent)

    def warm(self) -> None:
        """Make now what the first mistyped word would have to wait for."""
        self._reader.warm()

    def filled(self, words: Sequence[str]) -> frozenset[int]:
        """The places of words that add nothing to a question."""
        return self._reader.filled(words)

    def consider(
        self,
        question: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        graph: FactGraph,
        *,
        folded: Callable[[str], list[str]],
        today: date,
        grammar: Grammar,
        steps: Steps,
    ) -> Considered | None:
        """Read a question in every way, look up each, and weigh them beside what the grammar makes
        of it. None where nothing is read, and where too few steps are left."""
        if steps.left < _ROOM:
            return None
        read = self._reader.read(question, words, mentions, graph, folded=folded, steps=steps)
        if read is None:
            return None
        steps.take(_WEIGHED + _LOOKED_UP * len(read.readings))
        rows = looked_up(read, graph, today, grammar.found)
        entered = entries(rows)
        said = said_of(rows, words, self._reader.works(graph))
        heard = self._phrasing.hear(said, [entry.reading for entry in entered])
        nothing = read.nothing | grammar.features(question)
        entered, nothing = attuned(entered, nothing, heard)
        answers = [row.answer for row in rows]
        weighed = zip([entry.features for entry in entered], answers, strict=True)
        judged = judge(self.weights, list(weighed), nothing)
        chances = [self._forest.chance(features) for features in contest(judged, entered, nothing)]
        seen = _considered(rows, judged, chances, read)
        return replace(seen, denied=_is_denied(seen, read.evidence, grammar.outcome))


def _hinted(evidence: Evidence) -> bool:
    """Whether a word that is no chatter hints at a property, strongly or beside a question word."""
    return any(
        hit.cue.sort == "property" and (evidence.asked or hit.weight >= _STRONG)
        for hit in _telling(evidence)
    )


def _telling(evidence: Evidence) -> Iterator[Hit]:
    """The hits that are no part of chatter."""
    idle = evidence.explained({"filler", "chatter"})
    return (hit for hit in evidence.hits if not idle.issuperset(hit.places))


Signature = tuple[Hashable, Hashable, Hashable, Hashable, bool, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Looked:
    """A reading that was looked up: its features, its outcome, and what tells its answer apart."""

    made: Candidate | None
    features: Features
    found: Found | None
    answer: Signature | None


def looked_up(read: Read, graph: FactGraph, today: date, grammar: Found | None) -> list[Looked]:
    """The readings in their order, with all their features and outcomes; the grammar's answer
    stands last, where there is one, without a reading."""
    lookup = _Lookup(graph, today)
    own = signature(grammar) if grammar else None
    rows = []
    for made, features in read.readings:
        found = lookup.answer(made)
        if found is not None and _unfounded(found, features):
            found = None
        if found is not None and made.shape == _THERE_IS and _is_other(found, read):
            found = replace(found, verdict="no")
        answer = signature(found) if found else None
        features = {**features, **told(found, made, read.evidence), _agreement(answer, own): 1.0}
        rows.append(Looked(made, features, found, answer))
    if grammar is not None:
        features = {"shape:grammar": 1.0, "gram:same": 1.0}
        rows.append(Looked(None, features, grammar, own))
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


def signature(found: Found) -> Signature:
    """What tells one answer from another for a member."""
    return (
        found.verdict,
        found.total if found.count else None,
        found.spans,
        found.times,
        found.cited,
        frozenset(map(_end, found.lines)),
    )


def _end(line: Line) -> str:
    end = line.fact.slot(line.asked)
    return end.name if isinstance(end, Entity) else str(end)


def _unfounded(found: Found, features: Features) -> bool:
    """Whether it would be said of a part that there is no fact, though no word clearly asks it."""
    silent = any(isinstance(part.outcome, Unknown) for part in found.parts)
    return silent and features.get("clauses:weaker", features.get("lex:last", 0.0)) < _CLEAR


def _is_other(found: Found, read: Read) -> bool:
    """Whether texts tell of another thing than the question speaks of."""
    texts = [end for line in found.lines if isinstance(end := line.fact.slot(line.asked), str)]
    told = {word for text in texts for word in folding.words(text)}
    return not told.isdisjoint(read.others) and told.isdisjoint(read.things)


def _agreement(answer: Signature | None, own: Signature | None) -> str:
    """The feature that says how an answer stands to the grammar's own."""
    if own is None:
        return "gram:none"
    if answer == own:
        return "gram:same"
    shared = answer is not None and bool(answer[-1] & own[-1])
    return "gram:part" if shared else "gram:other"


def entries(rows: Sequence[Looked]) -> list[Entry]:
    """Readings that were looked up, as a contest sees them."""
    found = []
    for row in rows:
        told = (row.made.shape, row.made.paths) if row.made else (GRAMMAR, _told(row.found))
        ends = row.answer[-1] if row.answer else frozenset()
        found.append(Entry(row.features, reading_of(*told), ends))
    return found


def said_of(rows: Sequence[Looked], words: Sequence[str], works: Collection[str]) -> str:
    """The words of a question, masked as its likeliest reading takes them; `works` are the kinds of
    works."""
    first = next((row.made for row in rows if row.made is not None), None)
    return masked(words, first, works) if first is not None else " ".join(words)


def _told(found: Found | None) -> list[tuple[str, str, str]]:
    """What an answer of the grammar tells: properties with the slot that was asked for."""
    lines = found.lines if found is not None else ()
    return sorted({(line.fact.property, "", line.asked) for line in lines})


def _asked(made: Candidate) -> str:
    """The property that a reading asks for; "" where it asks for none."""
    return made.paths[-1][0] if made.paths else ""


def _considered(
    rows: Sequence[Looked], judged: Judgement, chances: Sequence[float], read: Read
) -> Considered:
    own = next((place for place, row in enumerate(rows) if row.made is None), None)
    answers = []
    grammar = 0.0
    for verdict, chance in zip(judged.answers, chain(chances, repeat(0.0)), strict=False):
        same = own in verdict.places
        grammar = chance if same else grammar
        row = _fullest(verdict.places, rows)
        if row is not None and row.made is not None and row.found is not None:
            loose, unplaced = (
                bool(row.features.get(name)) for name in ("left:operators", "order:unused")
            )
            left = loose, unplaced, _leaves(row)
            answers.append(Weighed(row.made, row.found, verdict.share, chance, same, *left))
    if not read.evidence.confirming:
        answers = _unasked(answers)
    answers.sort(key=lambda weighed: -standing(weighed.chance, weighed.share))
    silent = frozenset(_asked(made) for place in judged.silent if (made := rows[place].made))
    return Considered(
        tuple(answers),
        judged.none,
        grammar,
        silent - {""},
        read.evidence.confirming,
        read.bent,
    )


def _is_denied(seen: Considered, evidence: Evidence, outcome: Outcome) -> bool:
    """Whether words speak as strongly for what there is no fact of as for what is likeliest."""
    refused = outcome.property if isinstance(outcome, Unknown) else None
    if refused is None or not seen.answers:
        return False
    asked = [name for name, *_ in seen.answers[0].made.paths]
    if refused in asked:
        return False
    strongest = max((evidence.strength(name, None, frozenset()) for name in asked), default=0.0)
    return evidence.strength(refused, None, frozenset()) >= strongest


def _fullest(places: Sequence[int], rows: Sequence[Looked]) -> Looked | None:
    """Of the likeliest readings with one answer the one that leaves the fewest names aside."""
    made = [rows[place] for place in places[:_ALIKE] if rows[place].made is not None]
    return min(made, key=lambda row: row.features.get("name:unused", 0.0), default=None)


def _leaves(row: Looked) -> bool:
    """Whether it is only asked if there is anything, with words left over that may say what."""
    left = row.features.get("left:known", 0.0) + row.features.get("left:strange", 0.0)
    return row.made is not None and row.made.shape == _THERE_IS and left > 0


def _unasked(answers: Sequence[Weighed]) -> list[Weighed]:
    """The answers to a question that wants no verdict: what there is stands for that it is there,
    where both tell the same facts."""
    told = {
        told_of(weighed.found): weighed for weighed in answers if weighed.made.shape == _THERE_IS
    }
    kept = []
    for one in answers:
        other = told.get(told_of(one.found))
        if one.found.verdict is None and other is not None:
            share, chance = one.share + other.share, max(one.chance, other.chance)
            kept.append(replace(one, share=share, chance=chance))
    plain = {told_of(weighed.found) for weighed in kept}
    rest = [weighed for weighed in answers if told_of(weighed.found) not in plain]
    return [*kept, *rest]
