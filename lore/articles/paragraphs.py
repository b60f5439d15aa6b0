"""Reads an article paragraph by paragraph: what its sentences and quotations claim."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from lore.articles import function_words as fw
from lore.articles.chunks import Chunker
from lore.articles.claims import Claim
from lore.articles.context import Surroundings
from lore.articles.coreference import main_company
from lore.articles.dates import DateMention
from lore.articles.discourse import Discourse
from lore.articles.frames import FrameReader
from lore.articles.judging.account import Heard
from lore.articles.lexemes import Lexemes
from lore.articles.named import Name
from lore.articles.nodes import Chunks
from lore.articles.parts import Parts
from lore.articles.patterns import PatternReader
from lore.articles.pronouns import Pronouns
from lore.articles.quotes import QuoteReader
from lore.articles.sentences import Stretch, is_heading, is_item, quotations, sentences
from lore.articles.signs import Kind
from lore.articles.topics import Topics, Works
from lore.articles.turns import Turn, Turns
from lore.articles.verdicts import Verdicts, judged
from lore.articles.vocabulary import Vocabulary
from lore.model.dates import PartialDate
from lore.model.facts import Status
from lore.steps import Steps

_ROLE_BEHIND = tuple(f") {word} " for word in fw.AS)
"""Behind a film in parentheses, where the role follows."""
_PLAIN_SENTENCE = 100
"""Words of a sentence beyond which its reading costs more steps."""
_CLOSING = 2
"""Letters behind a title in quotation marks: a comma and the closing mark."""


class ParagraphReader:
    """Reads one article, paragraph by paragraph; its headline is paragraph 0."""

    def __init__(
        self,
        words: Vocabulary,
        lexemes: Lexemes,
        texts: Sequence[str],
        names: Sequence[Sequence[Name]],
        dates: Sequence[Sequence[DateMention]],
        turns: Turns,
        published: PartialDate | None,
        steps: Steps,
        belong: Mapping[str, int],
        out: Collection[str],
        numbers: Mapping[str, int],
    ) -> None:
        self._texts, self._names, self._dates, self._steps = texts, names, dates, steps
        body = [name for found in names[1:] for name in found]
        year = published.year if published is not None else None
        self._topics = Topics(
            words, names[0], body, _lead(texts, names), texts[0], belong, year, out, numbers
        )
        self._patterns = PatternReader(words, self._topics, steps)
        self._quoting = QuoteReader(words)
        self._quoting.interview(texts[0], names[0])
        self._quoting.company = main_company(names)
        self._turns = turns
        people = {name.text: name for name in names[0] if name.kinds == Kind.PERSON}
        main = next(iter(people.values())) if len(people) == 1 else None
        self._chunker = Chunker(
            words,
            roles_inside=_roles_inside(texts, names),
            players_inside=_players_inside(texts, names),
            main=main,
        )
        self._discourse = Discourse(lexemes, self._topics, Pronouns(words.rules, main))
        self._frames = FrameReader(Surroundings(words, lexemes, self._discourse, published))
        self._beside = words.rules["beside"]
        self._short = words.lists["abbreviations"]
        self._parts = Parts()
        self._verdicts = Verdicts(words, texts)
        self._item = False
        self._asked = ""
        """What was asked last in an interview."""
        self.heard: list[Heard] = []
        """The sentences so far."""

    def paragraph(self, place: int) -> Iterator[Claim]:
        """What a paragraph claims."""
        text = self._texts[place]
        quotes = _without_titles(quotations(text), self._names[place])
        turn = self._turns.turn(text) if place else None
        if place and is_heading(text):
            self._topics.heading(text, self._names[place])
        item = is_item(text)
        if (turn is None or turn.speaker is None) and not (item and self._item):
            self._topics.paragraph()
            self._discourse.paragraph()
        self._item = item
        self._quoting.paragraph()
        self._chunker.paragraph()
        if turn is not None:
            yield from self._said(place, turn)
            return
        part, first = self._parts.part(text) if place else "", True
        for sentence in self._sentences(place, quotes):
            framed = self._framed(place, sentence, quotes)
            chunks = self._chunks(place, sentence, quotes)
            # The headline is paragraph 0: what it says in short is not taken for a fact.
            about = self._discourse.current
            claims = list(
                self._patterns.read(chunks, max(place, 1), part, first=first, about=about)
            )
            self._hear(place, sentence)
            first = False
            if place:
                verdict = self._verdicts.of(place, sentence)
                yield from judged(claims, verdict)
                yield from judged(list(self._of_part(framed, part)), verdict)
                yield from self._quoting.read(chunks, place)
        if place and self._quoting.speaker is not None:
            heard = self._discourse.people.remembered()
            for quote in quotes:
                within = Stretch(quote.start + 1, quote.end - 1)
                yield from self._spoken(place, within, self._quoting.speaker)
            self._discourse.people.remember(heard)

    def _hear(self, place: int, sentence: Stretch, *, quoted: bool = False) -> None:
        topics, spoken = self._topics, self._discourse.current
        self.heard.append(Heard(place, sentence, topics.current, spoken, topics.last, quoted))

    @property
    def own(self) -> Works:
        """The works that the article is about."""
        return self._topics.own

    def is_out(self, work: Name) -> bool:
        """Whether a film was out before the article, or before the film that it is about."""
        return self._topics.is_out(work)

    def _of_part(self, claims: Sequence[Claim], part: str) -> Iterator[Claim]:
        """The claims but for dates of what stands under the heading of a trailer and the like."""
        beside = self._beside.search(part) is not None
        yield from (claim for claim in claims if not (beside and claim.property == "release_date"))

    def _framed(self, place: int, sentence: Stretch, quotes: Sequence[Stretch]) -> list[Claim]:
        text = self._texts[place]
        beyond = max(0, text.count(" ", sentence.start, sentence.end) - _PLAIN_SENTENCE)
        self._steps.take(1 + beyond * beyond)  # each verb looks at all that stands before it
        inside = _within(sentence, self._names[place])
        told = _dates_within(sentence, self._dates[place])
        return self._frames.read(text, sentence, inside, told, quotes, max(place, 1))

    def _said(self, place: int, turn: Turn) -> Iterator[Claim]:
        """What a turn of an interview claims: what is said in asking tells what the answers are
        about, and may itself be told."""
        within = Stretch(turn.start, len(self._texts[place]))
        if turn.speaker is not None:
            said = self._texts[place][turn.start :]
            yield self._quoting.claim(turn.speaker, said, place)
            yield from self._spoken(place, within, turn.speaker, self._asked)
            return
        self._asked = self._texts[place][turn.start :]
        for sentence in self._sentences(place, (), within):
            chunks, about = self._chunks(place, sentence, ()), self._discourse.current
            yield from filter(_surely_said, self._patterns.read(chunks, place, about=about))
            yield from filter(_surely_said, self._framed(place, sentence, ()))
            self._hear(place, sentence)
        self._topics.asked = self._topics.current

    def _spoken(
        self, place: int, within: Stretch, speaker: Name, asked: str = ""
    ) -> Iterator[Claim]:
        """What somebody says, to what they were `asked` if it is known."""
        for sentence in self._sentences(place, (), within):
            chunks = self._chunks(place, sentence, (), speaker)
            yield from filter(_surely_said, self._patterns.read(chunks, place, asked=asked))
            self._discourse.speaker = speaker
            before = self._discourse.current, self._discourse.last
            yield from filter(_surely_said, self._framed(place, sentence, ()))
            self._discourse.speaker = None
            self._hear(place, sentence, quoted=True)
            if within.start:
                self._discourse.current, self._discourse.last = before

    def _sentences(
        self, place: int, quotes: Sequence[Stretch], within: Stretch | None = None
    ) -> Iterator[Stretch]:
        """The sentences of a paragraph, or those in a stretch of it."""
        text = self._texts[place] if within is None else self._texts[place][: within.end]
        spans = {(name.start, name.end) for name in self._names[place]}
        for sentence in sentences(text, spans, quotes, self._short):
            start = max(sentence.start, within.start) if within is not None else sentence.start
            if start < sentence.end:
                yield Stretch(start, sentence.end)

    def _chunks(
        self,
        place: int,
        sentence: Stretch,
        quotes: Sequence[Stretch],
        speaker: Name | None = None,
    ) -> Chunks:
        self._steps.take()
        inside = _within(sentence, self._names[place])
        told = _dates_within(sentence, self._dates[place])
        spoken = self._discourse.film(self._topics.current)
        last = self._topics.last
        return self._chunker.chunk(
            self._texts[place], sentence, inside, told, quotes, spoken, last, speaker
        )


def _surely_said(claim: Claim) -> bool:
    """Whether a claim of a quotation is sure: what is negated there, or told of a role without a
    name, seldom means what it says."""
    denied = claim.status is Status.DENIED and claim.pattern != "not-in-it"
    hope = claim.pattern == "verb-return" and claim.status is Status.HOPED
    return (
        not denied and not hope and not (claim.property == "cast" and isinstance(claim.role, str))
    )


def _without_titles(quotes: Sequence[Stretch], names: Sequence[Name]) -> list[Stretch]:
    """The quotations but for those that are the title of a work: "Hound of the Sea,"."""
    titles = [name for name in names if name.kinds == Kind.WORK and " " in name.text]
    return [
        quote
        for quote in quotes
        if not any(
            quote.start + 1 == name.start and quote.end - name.end <= _CLOSING for name in titles
        )
    ]


def _within(sentence: Stretch, names: Sequence[Name]) -> list[Name]:
    return [name for name in names if sentence.start <= name.start and name.end <= sentence.end]


def _dates_within(sentence: Stretch, dates: Sequence[DateMention]) -> list[DateMention]:
    return [date for date in dates if sentence.start <= date.start and date.end <= sentence.end]


def _players_inside(texts: Sequence[str], names: Sequence[Sequence[Name]]) -> bool:
    """Whether a character of an article has who plays them in parentheses."""
    return any(
        text[one.end : other.start] == " ("
        and one.kinds == Kind.CHARACTER
        and other.kinds == Kind.PERSON
        for text, found in zip(texts, names, strict=True)
        for one, other in pairwise(found)
    )


def _roles_inside(texts: Sequence[str], names: Sequence[Sequence[Name]]) -> bool:
    """Whether new names in parentheses after a person are roles in this article, not films."""
    roles = films = 0
    for text, found in zip(texts, names, strict=True):
        for name in found:
            if text[name.start - 1 : name.start] != "(":
                continue
            roles += name.kinds == Kind.CHARACTER
            films += name.kinds == Kind.WORK or not name.kinds & ~(Kind.WORK | Kind.CHARACTER)
            films += text.startswith(_ROLE_BEHIND, name.end)
    return roles >= films


_LEAD = 2
"""Long paragraphs at the beginning whose names tell what an article is about."""
_SHORTEST = 120
"""Letters of the shortest paragraph that tells what an article is about."""


def _lead(texts: Sequence[str], names: Sequence[Sequence[Name]]) -> list[Name]:
    """The names of the first paragraphs of an article, but for lines beside its headline."""
    long = [place for place in range(1, len(texts)) if len(texts[place]) >= _SHORTEST]
    return [name for place in long[:_LEAD] for name in names[place]]
