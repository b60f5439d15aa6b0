"""The engine: a question in, an answer out, whichever way it was asked."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from lore.answer.evaluate import Evaluator
from lore.dates import PartialDate
from lore.language import Language
from lore.models import SHARED, Answer, Outcome, Unknown
from lore.names import forms
from lore.names.link import Linker, Mention
from lore.question import NotUnderstood, Query, Understanding
from lore.store.facts import Reader

LONGEST_QUESTION = 60
"""Words of a question that are read; what is longer is no question."""
_FALLBACK = 0.5
"""How much dearer than the likeliest a reading may be and still answer in its place."""

T = TypeVar("T")


class Queries(Protocol):
    """What the engine needs of a store: one hop to the reading thread."""

    async def query(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function on the read-only connection."""
        ...


class Engine:
    """Answers questions from one store in one language."""

    def __init__(self, store: Queries, language: Language) -> None:
        self._store = store
        self._language = language
        self._linker = Linker(language.is_ordinary, language.light)
        self._understanding = Understanding(language)

    async def ask(
        self, question: str, *, scope: int = SHARED, as_of: PartialDate | None = None
    ) -> Answer:
        """Answer a question as a scope sees it, and as of a date where given."""
        return await self._store.query(
            lambda connection: self._timed(question, Reader(connection, scope, as_of))
        )

    def _timed(self, question: str, reader: Reader) -> Answer:
        start = time.perf_counter()
        outcome = self.answer(question, reader)
        return Answer(question, outcome, (time.perf_counter() - start) * 1000)

    def answer(self, question: str, reader: Reader) -> Outcome:
        """The outcome of one question, in the reading thread."""
        words = forms.words(question)
        if not words or len(words) > LONGEST_QUESTION:
            return Unknown("not_understood")
        mentions = self._linker.link(question, words, reader)
        read = self._understanding.read(words, mentions)
        if isinstance(read, NotUnderstood):
            return self._refusal(read)
        return self._first_answer(read, reader)

    def _first_answer(self, queries: Sequence[Query], reader: Reader) -> Outcome:
        """The likeliest reading for which the store holds something, else that it holds nothing."""
        for query in queries:
            if query.cost > queries[0].cost + _FALLBACK:
                break
            dated = reader.as_of_date(query.as_of) if query.as_of else reader
            outcome = Evaluator(dated, self._language.properties).evaluate(query)
            if outcome is not None:
                return outcome
        first = queries[0]
        last = first.chains[-1].steps[-1] if first.chains else None
        names = tuple(
            anchor.candidates[0].name if isinstance(anchor, Mention) else str(anchor)
            for anchor in first.anchors
        )
        return Unknown("no_fact", last.properties[0] if last else None, names)

    @staticmethod
    def _refusal(read: NotUnderstood) -> Unknown:
        names = tuple(mention.candidates[0].name for mention in read.names)
        if read.word and (read.property or names):
            return Unknown("no_entity", read.property, names, read.word)
        return Unknown("not_understood", read.property, names, read.word)
