"""From a labelled question to a row: all its readings with their features, and which are right.

Rows are made by the program's own parts over the program's own import of a pack, so what is learned
from is what is met. They are made of plain numbers, since they go from process to process.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from lore.answering.engine import Engine
from lore.answering.fact_graph import FactGraph
from lore.answering.free_questions import Looked, entries, looked_up, said_of
from lore.answering.linked import names_in
from lore.answering.offering import worded
from lore.language import text as folding
from lore.language.lexicon import Language, load_language
from lore.linking.linker import Linker
from lore.model.facts import Found
from lore.packs import import_pack
from lore.steps import Steps, TooLong
from lore.store import open_store
from lore.store.fact_reader import Reader
from lore.store.presses import Press
from lore.store.server_phrases import rephrased
from lore.training.labels import Label, Marker, is_terse, read_labels
from lore.understanding.algebra import About
from lore.understanding.reading.contest import Entry, attuned, contest
from lore.understanding.reading.cues import load_cues
from lore.understanding.reading.features import Features
from lore.understanding.reading.grammar import Grammar
from lore.understanding.reading.judge import Judgement, grouped, load_weights
from lore.understanding.reading.phrasing import Phrasing
from lore.understanding.reading.reader import FreeReader
from lore.understanding.standing import Standing

_WORK = 9.0
"""Seconds after which the grammar gives a question up."""
_LONGEST_CARD = 14
"""Facts of an overview that may be learned from."""


@dataclass(frozen=True, slots=True)
class Task:
    """Questions about one store: `pack` is imported into a new one, else `database` is opened.

    `group` names the franchise, or whatever else is judged together, unseen.
    """

    group: str
    questions: Sequence[Label | Press]
    pack: Path | None = None
    database: Path | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One question: its readings, and last that there is none.

    The features of reading i are `names[starts[i]:starts[i + 1]]`, numbers of the block's names,
    with their `values`. `answers` numbers what each reading answers, -1 for nothing, and `ends` has
    what each of these tells; `right` are the readings whose answer is right, `wanted` those of them
    to learn from. `readings` has what each does, `words` the question as the likeliest takes it,
    masked.
    """

    starts: array[int]
    names: array[int]
    values: array[float]
    answers: array[int]
    ends: tuple[frozenset[str], ...]
    right: frozenset[int]
    wanted: frozenset[int]
    readings: tuple[str, ...]
    words: str
    answered: bool


@dataclass(slots=True)
class Block:
    """Rows of one group, with the names of their features by number."""

    group: str
    numbers: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def add(
        self,
        label: Label | Press,
        looked: Sequence[Looked],
        words: str,
        nothing: Features,
        marks: tuple[frozenset[int], frozenset[int]],
    ) -> None:
        """Add a question by its masked words, with its readings and those that are right, and to
        learn from."""
        groups: dict[object, int] = {}
        answers = array(
            "i",
            (
                -1 if entry.answer is None else groups.setdefault(entry.answer, len(groups))
                for entry in looked
            ),
        )
        answers.append(-1)
        starts, names, values = self._numbered([*(entry.features for entry in looked), nothing])
        entered = entries(looked)
        readings = tuple(sys.intern(entry.reading) for entry in entered)
        ends_of = dict(zip(answers, (entry.ends for entry in entered), strict=False))
        ends = tuple(ends_of[answer] for answer in range(len(groups)))
        answered = isinstance(label, Press) or label.answered
        right, wanted = marks
        row = Row(starts, names, values, answers, ends, right, wanted, readings, words, answered)
        self.rows.append(row)

    def hear(self, phrasing: Phrasing) -> None:
        """Add what the words alone say to the features of all rows, by a model that has not seen
        the group."""
        for place, row in enumerate(self.rows):
            heard = phrasing.hear(row.words, row.readings)
            attuned_rows, nothing = attuned(*self._entered(row), heard)
            starts, names, values = self._numbered(
                [*(entry.features for entry in attuned_rows), nothing]
            )
            self.rows[place] = replace(row, starts=starts, names=names, values=values)

    def contests(self, row: Row, shares: Sequence[float]) -> tuple[Judgement, list[Features]]:
        """How a row is judged by the shares of its readings, with the features of each answer that
        may be right."""
        made, nothing = self._entered(row)
        judged = grouped(shares, [None if answer < 0 else answer for answer in row.answers[:-1]])
        return judged, contest(judged, made, nothing)

    def _entered(self, row: Row) -> tuple[list[Entry], Features]:
        """The readings of a row, and the features of there being none."""
        known = list(self.numbers)
        *lines, nothing = (
            {known[row.names[at]]: row.values[at] for at in range(start, end)}
            for start, end in pairwise(row.starts)
        )
        ends = (row.ends[answer] if answer >= 0 else frozenset() for answer in row.answers)
        return list(map(Entry, lines, row.readings, ends)), nothing

    def _numbered(self, lines: Sequence[Features]) -> tuple[array[int], array[int], array[float]]:
        """Features as a row holds them: where each line starts, the names and the values."""
        starts, names, values = array("i", [0]), array("i"), array("d")
        for features in lines:
            for name, value in features.items():
                if value:
                    names.append(self.numbers.setdefault(name, len(self.numbers)))
                    values.append(value)
            starts.append(len(names))
        return starts, names, values


class RowMaker:
    """Makes the rows of questions about one store."""

    def __init__(self, data: Path, language: Language, engine: Engine) -> None:
        folder = data / "language"
        cues = load_cues(
            folder / "cues.toml",
            language.properties,
            language.kinds,
            language.light,
            language.known,
        )
        self._engine = engine
        self._language = language
        self._linker = Linker.of(language)
        self._standing = Standing(language)
        self._reader = FreeReader(language, cues, load_weights(folder / "weights.toml"))
        self._marker = Marker(language.properties)
        self._graphs: dict[int, FactGraph] = {}

    def add(self, block: Block, label: Label | Press, connection: sqlite3.Connection) -> None:
        """Add the row of a question to a block; none where it is not read freely."""
        scope = label.scope if isinstance(label, Press) else 0
        reader = Reader(connection, scope)
        if scope not in self._graphs:
            self._graphs[scope] = FactGraph(reader, self._language.properties)
        graph = self._graphs[scope]
        if not graph.whole:
            return

        def folded(text: str) -> list[str]:
            return rephrased(folding.words(text), reader.phrases)

        try:
            given = self._linker, reader, Steps(), self._language
            words, mentions = names_in(label.question, folded, *given)
            own, after = self._engine.answer(label.question, reader, None, Steps(seconds=_WORK))
        except TooLong:
            return
        mentions = self._standing.placed(mentions, reader)
        read = self._reader.read(label.question, words, mentions, graph, folded=folding.words)
        if read is None:
            return
        today = graph.now or date.today()
        query = after.query if after is not None else None
        grammar = Grammar(own, query.cost if query is not None else 0.0)
        looked = looked_up(read, graph, today, grammar.found)
        if isinstance(label, Press):
            marks = self._pressed(label, looked, graph)
        else:
            marks = self._marked(label, looked)
        statements = said_of(looked, words, self._reader.works(graph))
        block.add(label, looked, statements, read.nothing | grammar.features(label.question), marks)

    def _marked(
        self, label: Label, looked: Sequence[Looked]
    ) -> tuple[frozenset[int], frozenset[int]]:
        """The readings whose answer a label wants, and those of them to learn from; of a question
        that nothing answers, those without an answer."""
        if not label.answered:
            silent = {place for place, entry in enumerate(looked) if entry.answer is None}
            return frozenset(), frozenset({*silent, len(looked)})
        marked: dict[object, bool] = {}
        right: dict[int, Found] = {}
        for place, entry in enumerate(looked):
            if entry.found is None:
                continue
            if entry.answer not in marked:
                marked[entry.answer] = self._marker.is_right(label, entry.found)
            if marked[entry.answer]:
                right[place] = entry.found
        cards = {place for place in right if _is_card(looked[place])}
        terse = {place for place in right.keys() - cards if is_terse(label, right[place])}
        if not terse:  # an overview is meant where nothing but it is right
            terse = {place for place in cards if len(right[place].lines) <= _LONGEST_CARD}
        return frozenset(right), frozenset(terse)

    def _pressed(
        self, press: Press, looked: Sequence[Looked], graph: FactGraph
    ) -> tuple[frozenset[int], frozenset[int]]:
        """As `_marked`, of an offer: the reading that was pressed, and what answers the same."""
        wanted = frozenset(
            place
            for place, entry in enumerate(looked)
            if entry.made is not None
            and entry.answer is not None
            and worded(entry.made.question, entry.made.as_of, graph) == press.pressed
        )
        answers = {looked[place].answer for place in wanted}
        right = {place for place, entry in enumerate(looked) if entry.answer in answers}
        return frozenset(right), wanted


def _is_card(entry: Looked) -> bool:
    return entry.made is not None and isinstance(entry.made.question, About)


_languages: dict[Path, Language] = {}


def _language(data: Path) -> Language:
    """The language of a data folder, without a second look; read once a process."""
    if data not in _languages:
        _languages[data] = load_language(data)
        _languages[data].data = None
    return _languages[data]


async def make(task: Task, data: Path, migrations: Path) -> Block:
    """The rows of a task.

    Raises:
        LoreError: where its pack or its database cannot be used.
    """
    language = _language(data)
    block = Block(task.group)
    with tempfile.TemporaryDirectory() as folder:
        path = task.database or Path(folder) / "lore.db"
        async with open_store(path, migrations, create=task.database is None) as store:
            if task.pack is not None:
                await import_pack(store, [task.pack], language.properties)
            maker = RowMaker(data, language, Engine(store, language))

            def rows(connection: sqlite3.Connection) -> None:
                for question in task.questions:
                    maker.add(block, question, connection)

            await store.query(rows)
    return block


def tasks(folder: Path, shipped: Path, *, most: int = 130) -> list[Task]:
    """The labelled sets of a folder: each folder in it a franchise with its pack, which is one
    group. Where it has none, the questions are about the shipped pack, and each file is a group:
    what members ask about that pack is judged by what others have asked about it.

    Raises:
        LoreError: where a file cannot be read.
    """
    made: list[Task] = []
    for place in sorted(inner for inner in folder.iterdir() if inner.is_dir()):
        files = sorted(file for file in place.glob("*.jsonl") if file.name != "pack.jsonl")
        pack = place / "pack.jsonl"
        if pack.exists():
            labels = [label for file in files for label in read_labels(file)]
            made += parted(Task(place.name, labels, pack), most)
            continue
        for file in files:
            made += parted(Task(f"{place.name}/{file.stem}", read_labels(file), shipped), most)
    return made


def parted(task: Task, most: int) -> list[Task]:
    """A task in parts of so many questions at most."""
    return [
        Task(task.group, task.questions[start : start + most], task.pack, task.database)
        for start in range(0, len(task.questions), most)
    ]
