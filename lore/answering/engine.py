"""The engine: a question in, an answer out, whichever way it was asked.

A name may bear in brackets what tells it apart, as completion shows it; a question without an
answer comes back with near ones that have one.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from lore.answering.apart import Apart
from lore.answering.clock import Clock, asked_on
from lore.answering.completion import Completer, Completion
from lore.answering.evaluator import Evaluator
from lore.answering.linked import by_place, in_order, linked, names_in, of_parts, uncounted
from lore.answering.near_questions import near
from lore.answering.out_by_now import by_now
from lore.answering.overviews import Overview, Overviews
from lore.answering.refusals import lacking, refused, works_among
from lore.answering.told import Told, talked, told_of
from lore.answering.turns import Turn
from lore.language import costs
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.linker import Linker
from lore.linking.mentions import Mention, spoken
from lore.model.dates import PartialDate
from lore.model.facts import SHARED, Ambiguous, Answer, Found, Outcome, Source, Unknown
from lore.model.property_ids import RELEASE
from lore.steps import Steps, bounded
from lore.store.fact_reader import Reader
from lore.store.server_phrases import rephrased
from lore.understanding import NotUnderstood, Query, QuestionReader
from lore.understanding.asides import indirect
from lore.understanding.context import Context, siblings
from lore.understanding.reading.grammar import Grammar
from lore.understanding.standing import Standing

LONGEST_QUESTION = 60
"""Words of a question that are read; what is longer is no question."""
LONGEST_TEXT = 2_000
"""Characters of a question that are read, as many as Discord passes."""

WAITING, LINKING, UNDERSTANDING = "waiting", "linking", "understanding"
EVALUATING, REST, MODEL, OVERVIEW = "evaluating", "rest", "model", "overview"
"""The stages of `Answer.stages`; the rest is above all the second look."""

_GIVEN_UP = Unknown("not_understood", tangled=True)
_NOT_READ = Unknown("not_understood")

if TYPE_CHECKING:
    from lore.answering.rewriting import Rewriter
    from lore.answering.second_look import SecondLook
    from lore.understanding.reading_model.enquiry import Enquiry

T = TypeVar("T")


class Queries(Protocol):
    """What the engine needs of a store: one hop to the reading thread."""

    async def query(
        self, function: Callable[[sqlite3.Connection], T], *, of: int | None = None
    ) -> T:
        """Run a function on the read-only connection, in the turn `of` a server."""
        ...


class Rewriting(Protocol):
    """What the engine needs of a reading model."""

    async def read(self, enquiry: Enquiry, /) -> Sequence[str]:
        """A question as plain questions; none where it is not to be answered."""
        ...


class Engine:
    """Answers questions from one store in one language, with a reading model where one is given."""

    def __init__(
        self,
        store: Queries,
        language: Language,
        *,
        steps: Callable[[], Steps] = Steps,
        model: Rewriting | None = None,
        clock: Clock = date.today,
    ) -> None:
        self._store = store
        self._clock = clock
        self._model = model
        self._steps = steps
        self._language = language
        self._linker = Linker.of(language)
        self._understanding = QuestionReader(language)
        self._standing = Standing(language)
        self._second: SecondLook | None = None

    def warm(self) -> None:
        """Get ready all that a question may need; without it the first that does waits for it."""
        if (second := self._second_look()) is not None:
            second.warm()

    def _second_look(self) -> SecondLook | None:
        """The second look, loaded when first needed: it costs a start as much as all else."""
        if self._second is None and self._language.data is not None:
            from lore.answering.second_look import SecondLook

            self._second = SecondLook(self._language, self._language.data, self._clock)
        return self._second

    def _rewriter(self) -> Rewriter | None:
        """What reads by the model; None where there is no second look."""
        second = self._second_look()
        if second is None:
            return None
        from lore.answering.rewriting import Rewriter

        return Rewriter(self._language, second, self._named, self.answer)

    def _named(self, text: str, reader: Reader, steps: Steps) -> tuple[list[str], list[Mention]]:
        """The folded words of a text as it stands, and the names in it."""
        words, mentions = linked(text, folding.words, self._linker, reader, steps)
        return words, self._standing.placed(mentions, reader)

    async def ask(
        self,
        question: str,
        *,
        scope: int = SHARED,
        as_of: PartialDate | None = None,
        remote: bool = False,
    ) -> Answer:
        """Answer a question as a scope sees it, and as of a date where given.

        `remote` says that a reading model, where there is one, may be sent what it needs of it.
        """
        answer, _ = await self.converse(question, None, scope=scope, as_of=as_of, remote=remote)
        return answer

    async def converse(
        self,
        question: str,
        context: Context | None,
        *,
        scope: int = SHARED,
        as_of: PartialDate | None = None,
        remote: bool = False,
        beyond: int = 0,
    ) -> tuple[Answer, Context | None]:
        """Answer a question that may refer to earlier ones, and the context after it.

        With `remote` a reading model, if any, is asked what is not sure; `beyond` is a reader's.
        """
        rewriter = self._rewriter() if remote and self._model is not None else None
        asked = time.perf_counter()

        def timed(
            connection: sqlite3.Connection,
        ) -> tuple[Answer, Context | None, Enquiry | None]:
            start = time.perf_counter()
            reader, steps = Reader(connection, scope, as_of, beyond), self._steps()
            read = partial(self.answer, question, reader, context, steps)
            outcome, after = bounded(steps, connection, read) or (_GIVEN_UP, context)
            spent, enquiry = steps.spent, None
            if rewriter is not None and not isinstance(outcome, Found):
                steps = self._steps()
                ask = partial(rewriter.enquiry, question, outcome, reader, context, steps)
                enquiry = bounded(steps, connection, ask)
            elapsed = time.perf_counter() - start
            stages = {WAITING: start - asked, **spent, REST: elapsed - sum(spent.values())}
            return Answer(question, outcome, elapsed * 1000, stages=stages), after, enquiry

        answer, after, enquiry = await self._store.query(timed, of=scope)
        if rewriter is None or enquiry is None:
            return answer, after
        start = time.perf_counter()
        told = await self._reworded(rewriter, enquiry, context, scope, as_of)
        took = time.perf_counter() - start
        elapsed = answer.elapsed_ms + took * 1000
        answer = replace(answer, elapsed_ms=elapsed, stages={**answer.stages, MODEL: took})
        if told is None:
            return answer, after
        found, after = told
        return replace(answer, outcome=found, understood=" ".join(found.reworded)), after

    async def _reworded(
        self,
        rewriter: Rewriter,
        enquiry: Enquiry,
        context: Context | None,
        scope: int,
        as_of: PartialDate | None,
    ) -> tuple[Found, Context] | None:
        """The answer to what the model makes of a question; the reading thread is free while it
        is asked."""
        questions = await self._model.read(enquiry) if self._model is not None else ()

        def answered(connection: sqlite3.Connection) -> tuple[Found, Context] | None:
            reader, steps = Reader(connection, scope, as_of), self._steps()
            read = partial(rewriter.answer, enquiry, questions, reader, context, steps)
            return bounded(steps, connection, read)

        return await self._store.query(answered, of=scope) if questions else None

    async def look(
        self, view: Overview, name: str, *, scope: int = SHARED, beyond: int = 0
    ) -> Answer:
        """One view of what a name means: a film, its cast, dates or rumours, or who it is."""
        asked = time.perf_counter()

        def looked(connection: sqlite3.Connection) -> Answer:
            start = time.perf_counter()
            reader, steps = Reader(connection, scope, beyond=beyond), self._steps()
            read = partial(self._look, view, name, reader, steps)
            outcome = bounded(steps, connection, read) or _GIVEN_UP
            elapsed = time.perf_counter() - start
            stages = {WAITING: start - asked, OVERVIEW: elapsed}
            return Answer(name, outcome, elapsed * 1000, stages=stages)

        return await self._store.query(looked, of=scope)

    def _look(self, view: Overview, name: str, reader: Reader, steps: Steps) -> Outcome:
        words, mentions = self._named(name, reader, steps)
        return Overviews(reader, self._language).look(view, name, words, mentions)

    async def complete(
        self,
        text: str,
        *,
        scope: int = SHARED,
        kinds: Collection[str] = frozenset(),
        limit: int = 25,
    ) -> list[Completion]:
        """Names that a half-typed text may become, the likeliest first; kinds empty for any."""
        return await self._store.query(
            lambda connection: Completer(Reader(connection, scope), self._linker).complete(
                text, kinds, limit, self._standing.opened(kinds)
            ),
            of=scope,
        )

    async def sources(self, scope: int = SHARED) -> list[Source]:
        """What the answers of a scope rest on."""
        return await self._store.query(
            lambda connection: Reader(connection, scope).sources(), of=scope
        )

    def answer(
        self, question: str, reader: Reader, context: Context | None, steps: Steps
    ) -> tuple[Outcome, Context | None]:
        """The outcome of one question and the context after it, in the reading thread.

        Raises:
            TooLong: where it takes more steps than one may.
        """
        if len(question) > LONGEST_TEXT or not 0 < len(folding.words(question)) <= LONGEST_QUESTION:
            return _NOT_READ, context
        told = self._turn(question, reader, context, steps)
        answered = isinstance(told[0], Found) and (
            told[0].verdict is None or not indirect(question)
        )
        if answered or (second := self._second_look()) is None:
            return told
        apart = Apart(
            self._language,
            partial(second.does, reader=reader),
            second.filled,
            lambda text: self._named(text, reader, steps),
            lambda text, before: self._turn(text, reader, before, steps),
        )
        outcome, after = apart.told(question, told, context)
        if isinstance(outcome, Ambiguous) and outcome.offers_readings:
            outcome = second.answered(outcome, reader, steps)
        return outcome, after

    def _turn(
        self, question: str, reader: Reader, context: Context | None, steps: Steps
    ) -> tuple[Outcome, Context | None]:
        """The outcome of a question of a length that is read, and the context after it."""

        def folded(text: str) -> list[str]:
            words = rephrased(folding.words(text), reader.phrases)
            return [*words, folding.MARK] if text.rstrip().endswith(folding.MARK) else words

        if len(folded(question)) > 2 * LONGEST_QUESTION:  # what a server's phrases stand for
            return _GIVEN_UP, context
        given = question, folded, self._linker, reader, steps, self._language
        words, mentions = steps.timed(LINKING, partial(names_in, *given))
        mentions = of_parts(words, mentions, partial(self._linker.named, reader=reader))
        placed = partial(self._told_places, words, reader)
        mentions, lost = by_place(question, words, mentions, placed, self._language)
        if lost is not None:
            return Unknown("no_entity", word=lost), context
        mentions += self._linker.named(siblings(words, context), reader) if context else []
        mentions = uncounted(words, mentions, self._language.kind_words)
        mentions = in_order(words, mentions, self._told_places(words, reader))
        mentions = self._standing.placed(mentions, reader)
        turn = Turn(question, words, mentions, reader, context, steps)
        outcome, after = self._followed(turn) or self._read(turn)
        if isinstance(outcome, Found):
            outcome = turn.turned(self._by_now(outcome, turn), after, self._language)
        if not isinstance(outcome, Unknown) or not turn.is_another(outcome, self._language):
            return outcome, after
        fresh, begun = self._read(replace(turn, context=None))
        if not isinstance(fresh, Unknown):
            return fresh, begun
        same = outcome.property is not None and outcome.property == fresh.property
        return (fresh if same or outcome.reason != "not_understood" else outcome), after

    def _by_now(self, found: Found, turn: Turn) -> Found:
        """An answer, with its verdict told by the clock where it is asked whether a work is out."""
        second = self._second_look() if found.verdict == "yes" else None
        if second is None or not turn.asks_if_out():
            return found
        newest = second.graph(turn.reader).now
        entry = self._language.properties.get(RELEASE)
        return by_now(found, asked_on(turn.reader, self._clock()), newest, entry)

    def _followed(self, turn: Turn) -> tuple[Outcome, Context] | None:
        """The outcome of a follow-up that says no more than what its question is about, and the
        context after it; None of any other question."""
        context = turn.context
        if context is None or context.asked is None or (second := self._second_look()) is None:
            return None
        told = second.follow(turn.words, turn.mentions, context.asked, turn.reader)
        if told is None:
            return None
        after = self._after(turn, told)
        return told.outcome, replace(after, query=context.carried(turn.mentions, after.asked))

    def _read(self, turn: Turn) -> tuple[Outcome, Context]:
        """The outcome of a question that is no mere follow-up, and the context after it."""
        reader, context, steps = turn.reader, turn.context, turn.steps
        understand = partial(self._understanding.read, turn.words, turn.mentions, context, steps)
        read = steps.timed(UNDERSTANDING, understand)
        if isinstance(read, NotUnderstood):
            refusal = refused(turn.question, read, reader, self._language)
            told = self._again(turn, Grammar(refusal))
            if self._is_told(turn, told.outcome):
                told = Told(_NOT_READ)
            return told.outcome, self._after(turn, told)
        outcome, query = steps.timed(EVALUATING, partial(self._first_answer, read, reader))
        before = context.query if context is not None else None
        if self._is_told(turn, outcome):
            outcome = _NOT_READ
        grammar = Grammar(outcome, query.cost, query.openly)
        told = Told(outcome)
        if isinstance(outcome, Unknown) and not query.asks_as(before):
            told = self._again(turn, grammar)
        elif isinstance(outcome, Found | Ambiguous):
            card = isinstance(outcome, Found) and outcome.card is not None
            free = not (reader.beyond or card or query.but or query.asks_as(before))
            told = self._doubted(turn, grammar, free=free)
        if told.question is not None and told_of(told.outcome) != told_of(outcome):
            return told.outcome, self._after(turn, told)
        after = (context or Context()).followed(query, *self._talked(told.outcome, reader))
        return told.outcome, after.answered(told.outcome)

    def _after(self, turn: Turn, told: Told) -> Context:
        """The context after a question that the grammar has not answered."""
        context = turn.context or Context()
        answers, beside = self._talked(told.outcome, turn.reader)
        if told.question is None:
            return context.missed(turn.mentions, answers)
        after = context.told(told.question, answers, beside).answered(told.outcome)
        placed = self._standing.placed(after.mentions, turn.reader)
        return replace(after, mentions=tuple(placed))

    def _is_told(self, turn: Turn, outcome: Outcome) -> bool:
        """Whether an answer to "what else" tells nothing but what the last one has told."""
        context = turn.context
        if context is None or self._language.follow_ups["else"].isdisjoint(turn.words):
            return False
        facts = told_of(outcome)
        return bool(facts) and facts <= context.facts

    def _told_places(self, words: Sequence[str], reader: Reader) -> Sequence[Mention]:
        """The works of which words tell the place in the order."""
        second = self._second_look()
        return second.ordered(words, reader) if second is not None else ()

    def _again(self, turn: Turn, grammar: Grammar) -> Told:
        """What a second look makes of a question that the grammar refuses, else the refusal."""
        if (credited := self._cast(turn)) is not None:
            return Told(credited)
        second, refusal = self._second_look(), grammar.outcome
        strange = isinstance(refusal, Unknown) and refusal.reason == "no_entity"
        if turn.context is not None and strange and not turn.mentions:
            return Told(refusal)  # what was talked about is no answer to an unknown name
        if second is None:
            return Told(refusal)
        words, mentions = turn.taken_up(self._language)
        given = turn.question, words, mentions, turn.reader, grammar, turn.steps
        told = second.look(*given, turn=turn.context is not None)
        return second.of_each(told, words, mentions, turn.reader) if told else Told(refusal)

    def _doubted(self, turn: Turn, grammar: Grammar, *, free: bool) -> Told:
        """An answer of the grammar, or what a second look puts in its place where it may not fit
        the question."""
        second = self._second_look()
        if second is None:
            return Told(grammar.outcome)
        words, mentions = turn.taken_up(self._language)
        given = turn.question, words, mentions, turn.reader, grammar, turn.steps
        told = second.doubt(*given, free=free, turn=turn.context is not None)
        return second.of_each(told, words, mentions, turn.reader) if told else Told(grammar.outcome)

    def _cast(self, turn: Turn) -> Outcome | None:
        """The credits of a role that stands there as a text only; None where none fits."""
        evaluator = Evaluator(turn.reader, self._language.properties)
        casting = self._understanding.casting(turn.words, turn.mentions)
        outcomes = map(evaluator.evaluate, casting)
        return next((outcome for outcome in outcomes if isinstance(outcome, Found)), None)

    def _first_answer(self, queries: Sequence[Query], reader: Reader) -> tuple[Outcome, Query]:
        """The likeliest reading for which the store holds something, else that it holds nothing."""
        for query in queries:
            if query.cost > queries[0].cost + costs.FALLBACK and not query.joint:
                continue
            if query.lessens(queries[0]) or (query.extreme and not queries[0].extreme):
                continue
            dated = reader.as_of_date(query.as_of) if query.as_of else reader
            outcome = Evaluator(dated, self._language.properties).evaluate(query)
            if outcome is not None:
                return outcome, query
        first = queries[0]
        last = first.chains[-1].steps[-1] if first.chains else None
        mentions = [anchor for anchor in first.anchors if isinstance(anchor, Mention)]
        names = tuple(mention.candidates[0].name for mention in mentions)
        name = last.properties[0] if last else None
        suggestions = near(reader, self._language.properties, mentions, name)
        lacks = lacking(name, mentions, self._language)
        within = works_among(mentions, self._language)
        role = last is not None and last.ask == "role"
        return Unknown(lacks, name, names, near=suggestions, within=within, role=role), first

    def _talked(self, outcome: Outcome, reader: Reader) -> tuple[list[Mention], list[Mention]]:
        """The entity that an answer gave, where it gave one, and those that all its facts tell."""
        ends, beside = talked(outcome)
        placed = self._standing.placed(list(map(spoken, [*ends, *beside])), reader)
        return placed[: len(ends)], placed[len(ends) :]
