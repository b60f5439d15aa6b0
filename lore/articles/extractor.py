"""Articles to claims: names, dates and quotations are found, sentences made short, patterns read,
and what they claim is judged by all that the article says.

Bounded by counted steps, so that no text makes it long, whatever it is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lore.articles.article import Article
from lore.articles.belongings import belongings
from lore.articles.claims import Claim, merged, without_people_as_roles, without_roles_as_people
from lore.articles.companies import Companies, companies_of
from lore.articles.coreference import with_studio
from lore.articles.crafts import Crafts, crafts_of
from lore.articles.dates import DateGrammar, DateMention, told_again
from lore.articles.endings import without_endings
from lore.articles.instalments import Instalments
from lore.articles.judging import ClaimJudge, load_claim_judge
from lore.articles.judging.account import NOTHING_READ, Account
from lore.articles.judging.credits import credits_of
from lore.articles.lexemes import load_lexemes
from lore.articles.named import Name
from lore.articles.names import NameFinder
from lore.articles.paragraphs import ParagraphReader
from lore.articles.seasons import Seasons
from lore.articles.signs import Kind
from lore.articles.slates import Slates
from lore.articles.turns import Turns
from lore.articles.vocabulary import DATA, Vocabulary
from lore.articles.works import told_out, with_sorts, without_series
from lore.language.lexicon import Language
from lore.model.dates import PartialDate
from lore.steps import Steps, TooLong
from lore.store.fact_reader import Reader

STEPS = 400_000
"""Steps of one article: some forty times what one of 5,000 words takes."""
SECONDS = 20.0
"""Seconds after which the reading of an article ends whatever it counted."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an article claims; `cut` tells that it was too long to be read to its end."""

    article: Article
    claims: tuple[Claim, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An article whose names are found: who reads its paragraphs, with what is known of the people
    and companies that its claims are about."""

    paragraphs: ParagraphReader
    texts: Sequence[str]
    names: Sequence[Sequence[Name]]
    dates: Sequence[Sequence[DateMention]]
    numbers: Mapping[str, int]
    crew: frozenset[str]
    crafts: Sequence[Crafts | Companies]


class Extractor:
    """Reads articles against the names of one reader."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        self._words = vocabulary
        self._language = language
        self._grammar = DateGrammar(vocabulary.dates)
        self._lexemes = load_lexemes(DATA)

    @cached_property
    def _judge(self) -> ClaimJudge:
        return load_claim_judge(DATA)

    def extract(self, article: Article, reader: Reader, steps: Steps | None = None) -> Extraction:
        """What an article likely states, each fact once."""
        steps = steps or Steps(STEPS, seconds=SECONDS)
        account, cut = self.account(article, reader, steps)
        claims = account.claims
        try:
            claims = self._judge.judged(account, self._words, self._lexemes, steps)
        except TooLong:
            cut = True
        return Extraction(article, tuple(claims), cut)

    def account(self, article: Article, reader: Reader, steps: Steps) -> tuple[Account, bool]:
        """An article as it is read, with what patterns and clauses claim; whether it was too long
        to be read to its end."""
        found: list[Claim] = []
        try:
            ready = self._prepared(article, reader, steps)
        except TooLong:
            return NOTHING_READ, True
        cut = False
        try:
            for place in range(len(ready.texts)):
                found += ready.paragraphs.paragraph(place)
            found += Slates(self._words).told(ready.texts, ready.names, found)
        except TooLong:
            cut = True
        found = list(_timely(found, article.published))
        found = without_roles_as_people(without_people_as_roles(found))
        for known in ready.crafts:
            found = list(known.applied(found))
        read = ready.paragraphs
        account = Account(
            ready.texts,
            ready.names,
            ready.dates,
            read.heard,
            read.own,
            ready.numbers,
            read.is_out,
            credits_of(ready.names, reader),
            merged(found, ready.crew),
            article.published,
        )
        return account, cut

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

    def _prepared(self, article: Article, reader: Reader, steps: Steps) -> _Prepared:
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
        crew = frozenset(_crew(self._words, texts, names))
        service, listed = self._words.rules["service_before"], self._words.lists["services"]
        companies = companies_of(texts, names, reader, service, listed)
        crafts: list[Crafts | Companies] = [crafts_of(names, reader), companies]
        turns = Turns(texts[1:], [name for found in names for name in found])
        if (person := _interviewed(names)) is not None:
            turns.alternate(texts[1:], person)
        names = [turns.without_label(*pair) for pair in zip(texts, names, strict=True)]
        read = ParagraphReader(
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
        return _Prepared(read, texts, names, dates, instalments.numbers, crew, crafts)


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
