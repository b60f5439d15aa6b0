"""A second look at a question that the grammar refuses: plain language, then free reading.

What it reads surely is answered; where it is not sure it offers up to three readings as plain
questions, each of which, asked as it stands, is answered. Otherwise the refusal stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lore.answering.all_works import of_all
from lore.answering.bounds import goes_before, least, stands
from lore.answering.clock import Clock
from lore.answering.executor import Executor
from lore.answering.fact_graph import FactGraph, GraphCache
from lore.answering.free_questions import OFFERED, Considered, FreeAnswers, Remarks, Weighed
from lore.answering.linked import in_full
from lore.answering.names_beside import of_each
from lore.answering.offering import focused, worded
from lore.answering.plain_questions import Graphs, PlainAnswer, PlainAnswers
from lore.answering.refusals import doubtful, holds, nothing
from lore.answering.told import Told
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Mention
from lore.model.facts import Ambiguous, Found, Unknown
from lore.steps import Steps
from lore.store.fact_reader import Reader
from lore.understanding.algebra import About, Listing, Question, Step
from lore.understanding.asides import Said
from lore.understanding.follow_ups import FollowUps, without_work
from lore.understanding.plain.parser import PlainParser
from lore.understanding.reading.cues import load_cues
from lore.understanding.reading.forest import load_forest
from lore.understanding.reading.grammar import Grammar
from lore.understanding.reading.judge import load_weights
from lore.understanding.reading.phrasing import load_phrasing
from lore.understanding.reading.reader import FreeReader
from lore.understanding.reading.referents import Referrer

_YEAR = re.compile(r"(?:19|20)\d\d")
_LIKELY = 0.1
"""Share from which a reading speaks against there being no fact."""
_FEW = 3
"""Things for which a question that names nothing is answered at once."""
_NAMED = 0.65
"""Chance from which readings are offered in place of an unknown name …"""
_OF_A_NAME = 0.1
"""… and the most share of there being no answer where they are."""
_ANYHOW = 0.7
"""Chance from which readings are offered whatever the share of there being no answer: of franchises
that were left out, 97 of 112 such answers to what can be answered were right, beside 16 to what
cannot."""
_READILY = 0.5
"""The chance from which readings are offered, whatever their shares, where …"""
_CLOSED = 0.22
"""… the share of there being no answer is at most this; in a turn of a conversation, where what is
asked may be about something else, none are offered otherwise."""
_SEEN = 0.15
"""The share that one of the readings must have that are offered otherwise."""
_IDLE = 0.1
"""Chance or share below which a further reading is not offered: of 4,093 questions that were
answered with an offer one in a thousand was right with such a one alone."""
_UNLIKELY = 0.3
"""Chance below which the best answer says nothing against there being no fact."""
_TO_OFFER = 400
"""Steps that must be left for an offer to be read as it will be asked."""
LONGEST = 30
"""Words of a question that is read freely; longer ones would take too many readings."""


class SecondLook:
    """Looks again at what was refused, in one language; its data is read when first needed."""

    def __init__(self, language: Language, data: Path, clock: Clock) -> None:
        self._language = language
        self._clock = clock
        self._properties = language.properties
        self._data = data
        self._graphs = GraphCache(language.properties)
        self._follow_ups = FollowUps(language)
        self._referrer = Referrer(language)

    def warm(self) -> None:
        """Read the data now, so that no question has to wait for it."""
        _ = self._plain
        self._free.warm()
        self._language.warm()

    @property
    def _plain(self) -> PlainAnswers:
        return _plain_of(self._data, self._language)

    @property
    def _free(self) -> FreeAnswers:
        return _free_of(self._data, self._language)

    def look(
        self,
        question: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        reader: Reader,
        grammar: Grammar,
        steps: Steps,
        *,
        turn: bool = False,
    ) -> Told | None:
        """An answer or an offer in place of a refusal; None where it stays. In a `turn` of a
        conversation an offer is not made as easily: what is asked may be something else.

        That there is no fact may be taken for an answer: more is offered in its place, and where
        it is not likely it is said that the question was not understood.
        """
        graph = self.graph(reader)
        if not graph.whole:
            return None
        told = self._plainly(question, words, mentions, reader, steps)
        if told is not None:
            return _of(told) if isinstance(told.outcome, Found | Ambiguous) else None
        refusal = grammar.outcome
        assert isinstance(refusal, Unknown)
        denied = refusal.reason == "no_fact"
        seen = self._considered(question, words, mentions, graph, grammar, steps)
        if seen is None:
            held = denied and holds(refusal, mentions, graph)
            return Told(doubtful(refusal)) if held else None
        best, other = seen.answers[0], denied and seen.denied
        barred = seen.barred or other or best.unsaid or _is_endless(best)
        if best.chance >= least(best, refusal, self._free.weights) and not barred:
            return Told(best.found, best.made.question)
        held = holds(refusal, mentions, graph)
        vague = refusal.property in seen.silent or isinstance(best.made.question, About)
        if denied and vague and not held:
            return None
        named = refusal.reason == "no_entity"
        if named and (seen.none > _OF_A_NAME or best.chance < _NAMED):
            return None
        offered = self._offered(seen, graph, turn=turn)
        if offered is not None or not denied:
            return offered
        return None if self._surely(seen) and not held else Told(doubtful(refusal))

    def _surely(self, seen: Considered) -> bool:
        """Whether it may be said that there is no fact: no reading has an answer that is likely to
        be right, or the likely ones have none."""
        likeliest = max(weighed.share for weighed in seen.answers)
        unlikely = seen.answers[0].chance < _UNLIKELY or likeliest < _LIKELY
        return unlikely or seen.none >= self._free.weights.denying

    def doubt(
        self,
        question: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        reader: Reader,
        grammar: Grammar,
        steps: Steps,
        *,
        free: bool,
        turn: bool = False,
    ) -> Told | None:
        """What to say in place of what the grammar says, which may not fit; None where it stays.
        A plain question is answered by the plain language; any other is read freely where it is
        `free`: no page of a list, card, or echo of the question before. In a `turn` of a
        conversation an answer stands more easily."""
        graph = self.graph(reader)
        if not graph.whole:
            return None
        told, found = self._plainly(question, words, mentions, reader, steps), grammar.found
        if told is not None:
            return _of(told) if _instead(told, found) else None
        if found is not None and grammar.openly and not mentions:
            asked = Listing(Step(grammar.openly, "subject", "value"))
            if (together := self._together(asked, words, graph)) is not None:
                return together
        if found is None:
            return self._in_focus(grammar, graph) if not mentions else None
        if not free or found.extreme is not None:
            return None
        seen = self._considered(question, words, mentions, graph, grammar, steps)
        if seen is None:
            return None
        return self._in_place(seen, found, graph, turn=turn)

    def _in_place(
        self, seen: Considered, found: Found, graph: FactGraph, *, turn: bool
    ) -> Told | None:
        """What is likelier than an answer of the grammar, or offered in its place."""
        weights = self._free.weights
        lacking = found.verdict is None and seen.confirming
        others = (weighed for weighed in seen.answers if not weighed.own)
        best = next(
            (weighed for weighed in others if not lacking or weighed.found.verdict is not None),
            None,
        )
        kept = _READILY if turn else weights.kept
        if best is not None and goes_before(best, found, seen, kept, weights, lacking=lacking):
            return Told(best.found, best.made.question)
        if not lacking and stands(found, best, seen, kept):
            own = next((weighed.made.question for weighed in seen.answers if weighed.own), None)
            return Told(found, own) if own is not None else None
        if lacking and seen.grammar >= weights.confirmed:
            return None
        return self._offered(seen, graph, turn=turn, anyhow=False)

    def of_each(
        self, told: Told, words: Sequence[str], mentions: Sequence[Mention], reader: Reader
    ) -> Told:
        """What is told, of each of several names that are joined, or of all works where these are
        meant, where it is told of one."""
        if told.question is None or not isinstance(told.outcome, Found):
            return told
        graph = self.graph(reader)
        if (together := self._together(told.question, words, graph)) is not None:
            return together
        asked = of_each(told.question, words, mentions)
        found = Executor(graph, self._clock()).answer(asked) if asked is not None else None
        return Told(found, asked) if found is not None else told

    def _together(self, question: Question, words: Sequence[str], graph: FactGraph) -> Told | None:
        """What several works share that words tell of together; None where that is nothing, or
        where they tell of none."""
        asked = of_all(question, words, graph, self._language.kind_words)
        found = Executor(graph, self._clock()).answer(asked) if asked is not None else None
        return Told(found, asked) if found is not None else None

    def follow(
        self, words: Sequence[str], mentions: Sequence[Mention], last: Question, reader: Reader
    ) -> Told | None:
        """What a follow-up that says no more than what the `last` question is about is told; None
        where it is none."""
        graph = self.graph(reader)
        if not graph.whole:
            return None
        executor, ways = Executor(graph, self._clock()), self._follow_ups
        anew = (
            ways.moved(words, last),
            ways.related(words, last, graph),
            ways.of_a_kind(words, last, graph),
        )
        for made, asked in ((ways.cited(words, last), last), *((again, again) for again in anew)):
            if made is not None and (found := executor.answer(made)) is not None:
                return Told(found, asked)
        other = ways.about(words, mentions, last, graph)
        if other is None:
            return None
        for asked in (other, without_work(other)):
            if (found := executor.answer(asked)) is not None:
                return Told(found, asked)
        return Told(nothing(other), other)

    def _in_focus(self, grammar: Grammar, graph: FactGraph) -> Told | None:
        """What the works in focus answer to a question that names none; None where the grammar
        has no such question, or one of them has no answer."""
        if not grammar.openly:
            return None
        asked = Listing(Step(grammar.openly, "subject", "value"))
        question = focused(asked, graph)
        if question == asked:
            return None
        found = Executor(graph, self._clock()).answer(question)
        told = found is not None and all(isinstance(part.outcome, Found) for part in found.parts)
        return Told(found, question) if found is not None and told else None

    def graph(self, reader: Reader) -> FactGraph:
        """The facts as a reader sees them."""
        return self._graphs.graph(reader, reader.connection)

    def ordered(self, words: Sequence[str], reader: Reader) -> list[Mention]:
        """The works of which words tell the place: "the second one", "part 3"."""
        graph = self.graph(reader)
        return self._referrer.ordered(words, graph) if graph.whole else []

    def _plainly(
        self,
        question: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        reader: Reader,
        steps: Steps,
    ) -> PlainAnswer | None:
        """The answer to a question that is plain as it stands, with mistyped words put right or,
        where it is sure, with the parts of names that stand in it made whole."""
        told = self.exactly(question, reader, steps)
        if told is None and _is_mended(words, question):
            told = self.exactly(" ".join(words), reader, steps)
        if told is None and (whole := in_full(words, mentions)) is not None:
            told = self.exactly(whole, reader, steps)
            return told if told is not None and told.sure else None
        return told

    def exactly(self, question: str, reader: Reader, steps: Steps) -> PlainAnswer | None:
        """The answer to a plain question; None where it is none."""
        graph = self.graph(reader)
        if not graph.whole:
            return None
        plain = steps.untimed(lambda: self._plain)
        return plain.answer(question, reader, Graphs(graph), self._clock(), steps)

    def filled(self, words: Sequence[str]) -> frozenset[int]:
        """The places of words that add nothing to a question."""
        return self._free.filled(words)

    def does(self, part: str, words: Sequence[str], reader: Reader) -> Said:
        """What a part of a message does that names nothing."""
        graph = self.graph(reader)
        if not graph.whole:
            return "hints"
        if any(word in folding.numbers()["months"] or _YEAR.fullmatch(word) for word in words):
            return "asks"
        remarks = self.remarks(part, words, (), graph)
        return "asks" if remarks.operating else "hints" if remarks.hinted else "idles"

    def remarks(
        self,
        question: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        graph: FactGraph,
    ) -> Remarks:
        """What the words of a question say before it is read."""
        return self._free.remarks(question, words, mentions, graph)

    def _considered(
        self,
        question: str,
        words: Sequence[str],
        mentions: Sequence[Mention],
        graph: FactGraph,
        grammar: Grammar,
        steps: Steps,
    ) -> Considered | None:
        """What free reading makes of a question; None where it has no answer."""
        if len(words) > LONGEST:
            return None
        unswapped = self._language.unswapped
        free = steps.untimed(lambda: self._free)
        seen = free.consider(
            question,
            unswapped(words),
            mentions,
            graph,
            folded=lambda text: unswapped(folding.words(text)),
            today=self._clock(),
            grammar=grammar,
            steps=steps,
        )
        return seen if seen is not None and seen.answers else None

    def _offered(
        self, seen: Considered, graph: FactGraph, *, turn: bool, anyhow: bool = True
    ) -> Told | None:
        """The likeliest readings as plain questions; None where none is likely enough: outside of a
        `turn` that may hang on the first of them alone where it is likely (`anyhow`)."""
        weights, likeliest = self._free.weights, seen.answers[:OFFERED]
        chance = likeliest[0].chance
        readily = chance >= _READILY and seen.none <= _CLOSED
        told = max(weighed.share for weighed in likeliest) >= _SEEN
        clearly = chance >= weights.offered and seen.none <= weights.open and told
        if not readily and (turn or not (clearly or (anyhow and chance >= _ANYHOW))):
            return None
        texts = (worded(weighed.made.question, weighed.made.as_of, graph) for weighed in likeliest)
        chosen = tuple(dict.fromkeys(texts))
        return Told(Ambiguous(chosen, chosen))

    def answered(self, offer: Ambiguous, reader: Reader, steps: Steps) -> Ambiguous | Unknown:
        """Of the readings that are offered those whose plain question is answered as it stands;
        not understood where there is none. What no steps are left for is taken to be: of 543 that
        were asked so 542 were."""
        chosen = tuple(
            question
            for question in offer.questions
            if steps.left < _TO_OFFER
            or ((told := self.exactly(question, reader, steps)) and isinstance(told.outcome, Found))
        )
        return Ambiguous(chosen, chosen) if chosen else Unknown("not_understood")


def _is_mended(words: Sequence[str], question: str) -> bool:
    """Whether words are those of a question, but for some that were put right."""
    said = folding.words(question)
    return len(said) == len(words) and said != list(words)


def _of(told: PlainAnswer) -> Told:
    return Told(told.outcome, told.reading.question)


def _instead(told: PlainAnswer, found: Found | None) -> bool:
    """Whether an answer to a plain question goes before what the grammar says: always, but for
    cards and for texts that no fact bears out."""
    if not isinstance(told.outcome, Found) or found is None:
        return told.sure
    if found.card is not None and isinstance(told.reading.question, About):
        return False
    if found.verdict is not None and told.outcome.verdict is None:
        return False
    return told.sure or (told.outcome.verdict is not None and found.verdict is None)


def _is_endless(answer: Weighed) -> bool:
    """Whether a question that names nothing is answered for many things, any of which may be
    meant."""
    told = {line.fact.subject.id for line in answer.found.lines}
    return not answer.made.referents and len(told) > _FEW


_plain_kept: dict[Path, PlainAnswers] = {}
_free_kept: dict[Path, FreeAnswers] = {}


def _plain_of(data: Path, language: Language) -> PlainAnswers:
    """The reader of plain questions of a data folder, made once a process: it never changes."""
    if data not in _plain_kept:
        parser = PlainParser(language.properties, language.kinds)
        _plain_kept[data] = PlainAnswers(parser, language.properties)
    return _plain_kept[data]


def _free_of(data: Path, language: Language) -> FreeAnswers:
    """The reader of free questions of a data folder, made once a process: it never changes, and
    takes most of the time of a start."""
    if data not in _free_kept:
        folder = data / "language"
        cues = load_cues(
            folder / "cues.toml",
            language.properties,
            language.kinds,
            language.light,
            language.known,
        )
        weights = load_weights(folder / "weights.toml")
        forest = load_forest(folder / "forest.json")
        phrasing = load_phrasing(folder / "phrasing.json")
        reader = FreeReader(language, cues, weights)
        _free_kept[data] = FreeAnswers(reader, weights, forest, phrasing)
    return _free_kept[data]
