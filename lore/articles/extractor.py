"""Articles to claims: names, dates and quotations are found, sentences made short, patterns read.

Bounded by counted steps, so that no text makes it long, whatever it is made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lore.articles.article import Article
from lore.articles.chunks import Chunker, Chunks
from lore.articles.claims import Claim, merged
from lore.articles.dates import DateGrammar, DateMention
from lore.articles.named import Name
from lore.articles.names import NameFinder
from lore.articles.patterns import PatternReader
from lore.articles.quotes import QuoteReader
from lore.articles.sentences import Stretch, is_heading, quotations, sentences
from lore.articles.signs import Kind
from lore.articles.topics import Topics
from lore.articles.vocabulary import Vocabulary
from lore.language.lexicon import Language
from lore.model.facts import Status
from lore.steps import Steps, TooLong
from lore.store.fact_reader import Reader

STEPS = 400_000
"""Steps of one article: some forty times what one of 5,000 words takes."""
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an article claims; `cut` tells that it was too long to be read to its end."""

    article: Article
    claims: tuple[Claim, ...]
    cut: bool = False


class Extractor:
    """Reads articles against the names of one reader."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        self._words = vocabulary
        self._language = language
        self._grammar = DateGrammar(vocabulary.dates)

    def extract(self, article: Article, reader: Reader, steps: Steps | None = None) -> Extraction:
        """All claims of an article, each once."""
        steps = steps or Steps(STEPS, seconds=SECONDS)
        found: list[Claim] = []
        cut = False
        try:
            for claim in self._claims(article, reader, steps):
                found.append(claim)
        except TooLong:
            cut = True
        return Extraction(article, tuple(merged(found)), cut)

    def _claims(self, article: Article, reader: Reader, steps: Steps) -> Iterator[Claim]:
        texts = (article.title, *article.paragraphs)
        dates = [self._grammar.find(text, article.published) for text in texts]
        names = NameFinder(self._words, self._language, reader, steps).find(texts)
        names = [_apart(found, mentions) for found, mentions in zip(names, dates, strict=True)]
        body = [name for found in names[1:] for name in found]
        topics = Topics(self._words, names[0], body)
        patterns = PatternReader(self._words, topics, steps)
        quoting = QuoteReader(self._words)
        quoting.interview(article.title, names[0])
        chunker = Chunker(self._words, roles_inside=_roles_inside(texts, names))
        short = self._words.lists["abbreviations"]
        for place, text in enumerate(texts):
            quotes = quotations(text)
            if place and is_heading(text):
                topics.heading(text, names[place])
            topics.paragraph()
            quoting.paragraph()
            spans = {(name.start, name.end) for name in names[place]}

            def chunked(
                sentence: Stretch,
                quotes: Sequence[Stretch],
                speaker: Name | None = None,
                text: str = text,
                place: int = place,
            ) -> Chunks:
                steps.take()
                inside = _within(sentence, names[place])
                told = _dates_within(sentence, dates[place])
                return chunker.chunk(text, sentence, inside, told, quotes, topics.current, speaker)

            for sentence in sentences(text, spans, quotes, short):
                chunks = chunked(sentence, quotes)
                # The headline is paragraph 0: what it says in short is not taken for a fact.
                claims = list(patterns.read(chunks, max(place, 1)))
                if place:
                    yield from claims
                    yield from quoting.read(chunks, place)
            if place and quoting.speaker is not None:
                for sentence in _quoted(text, spans, quotes, short):
                    chunks = chunked(sentence, (), quoting.speaker)
                    yield from filter(_surely_said, patterns.read(chunks, place))


def _apart(names: Sequence[Name], dates: list[DateMention]) -> list[Name]:
    """The names that are no part of a date; a year that is part of a known name stays its."""
    return [
        name
        for name in names
        if not any(date.start <= name.start and name.end <= date.end for date in dates)
    ]


def _surely_said(claim: Claim) -> bool:
    """Whether a claim of a quotation is sure: what is negated there, or told of a role without a
    name, seldom means what it says."""
    denied = claim.status is Status.DENIED and claim.pattern != "not-in-it"
    return not denied and not (claim.property == "cast" and isinstance(claim.role, str))


def _quoted(
    text: str,
    names: Collection[tuple[int, int]],
    quotes: Sequence[Stretch],
    short: Collection[str],
) -> Iterator[Stretch]:
    """The sentences inside a paragraph's quotations."""
    for quote in quotes:
        inside = text[: quote.end - 1]
        for sentence in sentences(inside, names, (), short):
            start = max(sentence.start, quote.start + 1)
            if start < sentence.end:
                yield Stretch(start, sentence.end)


def _within(sentence: Stretch, names: Sequence[Name]) -> list[Name]:
    return [name for name in names if sentence.start <= name.start and name.end <= sentence.end]


def _dates_within(sentence: Stretch, dates: Sequence[DateMention]) -> list[DateMention]:
    return [date for date in dates if sentence.start <= date.start and date.end <= sentence.end]


def _roles_inside(texts: Sequence[str], names: Sequence[Sequence[Name]]) -> bool:
    """Whether new names in parentheses after a person are roles in this article, not films."""
    roles = films = 0
    for text, found in zip(texts, names, strict=True):
        for name in found:
            if text[name.start - 1 : name.start] != "(":
                continue
            roles += name.kinds == Kind.CHARACTER
            films += name.kinds == Kind.WORK or not name.kinds & ~(Kind.WORK | Kind.CHARACTER)
            films += text[name.end : name.end + 5].startswith(") as ")
    return roles >= films
