"""Articles to claims: names, dates and quotations are found, sentences made short, patterns read.

Bounded by counted steps, so that no text makes it long, whatever it is made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lore.articles import function_words as fw
from lore.articles.article import Article
from lore.articles.belongings import belongings
from lore.articles.chunks import Chunker
from lore.articles.claims import Claim, merged, without_people_as_roles, without_roles_as_people
from lore.articles.companies import Companies, companies_of
from lore.articles.context import Surroundings
from lore.articles.coreference import main_company, with_studio
from lore.articles.crafts import Crafts, crafts_of
from lore.articles.dates import DateGrammar, DateMention, told_again
from lore.articles.discourse import Discourse
from lore.articles.endings import without_endings
from lore.articles.frames import FrameReader
from lore.articles.instalments import Instalments
from lore.articles.lexemes import Lexemes, load_lexemes
from lore.articles.named import Name
from lore.articles.names import NameFinder
from lore.articles.nodes import Chunks
from lore.articles.parts import Parts
from lore.articles.patterns import PatternReader
from lore.articles.pronouns import Pronouns
from lore.articles.quotes import QuoteReader
from lore.articles.seasons import Seasons
from lore.articles.sentences import Stretch, is_heading, is_item, quotations, sentences
from lore.articles.signs import Kind
from lore.articles.slates import Slates
from lore.articles.topics import Topics
from lore.articles.turns import Turn, Turns
from lore.articles.verdicts import Verdicts, judged
from lore.articles.vocabulary import DATA, Vocabulary
from lore.articles.works import told_out, with_sorts, without_series
from lore.language.lexicon import Language
from lore.model.dates import PartialDate
from lore.model.facts import Status
from lore.steps import Steps, TooLong
from lore.store.fact_reader import Reader

STEPS = 400_000
"""Steps of one article: some forty times what one of 5,000 words takes."""
SECONDS = 20.0
"""Seconds after which the reading of an article ends whatever it counted."""
_ROLE_BEHIND = tuple(f") {word} " for word in fw.AS)
"""Behind a film in parentheses, where the role follows."""
_PLAIN_SENTENCE = 100
"""Words of a sentence beyond which its reading costs more steps."""
_CLOSING = 2
"""Letters behind a title in quotation marks: a comma and the closing mark."""


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
        self._lexemes = load_lexemes(DATA)

    def extract(self, article: Article, reader: Reader, steps: Steps | None = None) -> Extraction:
        """All claims of an article, each once."""
        steps = steps or Steps(STEPS, seconds=SECONDS)
        found: list[Claim] = []
        crew: set[str] = set()
        crafts: list[Crafts | Companies] = []
        cut = False
        try:
            for claim in self._claims(article, reader, steps, crew, crafts):
                found.append(claim)
        except TooLong:
            cut = True
        found = list(_timely(found, article.published))
        found = without_roles_as_people(without_people_as_roles(found))
        for known in crafts:
            found = list(known.applied(found))
        return Extraction(article, tuple(merged(found, crew)), cut)

    def _named(
        self,
        texts: Sequence[str],
        dates: Sequence[Sequence[DateMention]],
        reader: Reader,
        steps: Steps,
    ) -> list[list[Name]]:
        """The names of each text, apart from its dates, "the studio" among them."""
        names = NameFinder(self._words, self._language, reader, steps).find(texts)
        names = [_apart(found, mentions) for found, mentions in zip(names, dates, strict=True)]
        return with_studio(texts, names, self._words.rules["the_studio"])

    def _claims(
        self,
        article: Article,
        reader: Reader,
        steps: Steps,
        crew: set[str],
        crafts: list[Crafts | Companies],
    ) -> Iterator[Claim]:
        texts = (article.title, *without_endings(article.paragraphs, self._words))
        dates = told_again([self._grammar.find(text, article.published) for text in texts])
        names = self._named(texts, dates, reader, steps)
        out = told_out(self._words, texts, names)
        instalments = Instalments(self._words, reader, steps)
        names = instalments.told(texts, names, article.published, out)
        names = with_sorts(self._words, texts, names)
        belong = belongings(names, reader)
        names = Seasons(self._words, reader).told(texts, names, belong)
        names = without_series(self._words, texts, names)
        crew.update(_crew(self._words, texts, names))
        crafts.append(crafts_of(names, reader))
        service, listed = self._words.rules["service_before"], self._words.lists["services"]
        crafts.append(companies_of(texts, names, reader, service, listed))
        turns = Turns(texts[1:], [name for found in names for name in found])
        if (person := _interviewed(names)) is not None:
            turns.alternate(texts[1:], person)
        names = [turns.without_label(*pair) for pair in zip(texts, names, strict=True)]
        read = _Reading(
            self._words,
            self._lexemes,
            texts,
            names,
            dates,
            turns,
            article.published,
            steps,
            belong,
            out,
            instalments.numbers,
        )
        found: list[Claim] = []
        for place in range(len(texts)):
            for claim in read.paragraph(place):
                found.append(claim)
                yield claim
        yield from Slates(self._words).told(texts, names, found)


class _Reading:
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


def _apart(names: Sequence[Name], dates: Sequence[DateMention]) -> list[Name]:
    """The names that are no part of a date; a year that is part of a known name stays its."""
    return [
        name
        for name in names
        if not any(date.start <= name.start and name.end <= date.end for date in dates)
    ]


def _crew(
    words: Vocabulary, texts: Sequence[str], names: Sequence[Sequence[Name]]
) -> Iterator[str]:
    """The people who are called something else than actors: "composer X"."""
    rule = words.rules["crew_name"]
    for text, found in zip(texts, names, strict=True):
        for name in found:
            if name.kinds & Kind.PERSON and rule.search(text, max(0, name.start - 30), name.start):
                yield name.text.casefold()


_LEAD = 2
"""Long paragraphs at the beginning whose names tell what an article is about."""
_SHORTEST = 120
"""Letters of the shortest paragraph that tells what an article is about."""


def _lead(texts: Sequence[str], names: Sequence[Sequence[Name]]) -> list[Name]:
    """The names of the first paragraphs of an article, but for lines beside its headline."""
    long = [place for place in range(1, len(texts)) if len(texts[place]) >= _SHORTEST]
    return [name for place in long[:_LEAD] for name in names[place]]


_INTRODUCTION = 5
"""Paragraphs that may tell with whom an interview is."""


def _interviewed(names: Sequence[Sequence[Name]]) -> Name | None:
    """Whom an article would interview, if it does: the first person that it names."""
    people = (name for found in names[:_INTRODUCTION] for name in found)
    return next((name for name in people if name.kinds == Kind.PERSON and " " in name.text), None)


def _timely(claims: Sequence[Claim], published: PartialDate | None) -> Iterator[Claim]:
    """The claims but for releases of films to come that verbs date long before the article: "it
    came out in 2019" is then of another film; and but for those of books."""
    for claim in claims:
        if claim.property == "release_date" and claim.subject.is_book:
            continue
        value, films = claim.value, claim.subject.entities
        told = claim.property == "release_date" and claim.pattern.startswith("verb-")
        if told and published is not None and isinstance(value, PartialDate) and not claim.old:
            known = [film.year for film in films if film.year is not None]
            if value.year + 1 < published.year and not any(year <= value.year for year in known):
                continue
        yield claim


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
