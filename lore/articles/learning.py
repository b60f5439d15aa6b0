"""Learning articles: what they propose, and storing it all under them at the shell."""

from __future__ import annotations

import asyncio
import hashlib
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from lore.articles.article import Article
from lore.articles.extractor import SECONDS, STEPS, Extractor
from lore.articles.names import NameFinder
from lore.articles.proposals import Proposal, Proposer
from lore.articles.reading import ArticleError, read_article
from lore.articles.shipped import shipped_vocabulary
from lore.articles.signs import clean
from lore.articles.vocabulary import Vocabulary
from lore.fetching import Fetcher
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.model.dates import PartialDate
from lore.model.facts import SHARED, Entity, Role, Value
from lore.steps import Steps, TooLong
from lore.store.database import Store
from lore.store.fact_reader import Reader
from lore.store.packs.known import citations_of, keys_of
from lore.store.packs.recorder import Recorder
from lore.store.packs.records import (
    CitationRecord,
    EntityRecord,
    FactRecord,
    SourceRecord,
    Term,
)
from lore.store.patterns import Judged, add_verdicts, verdicts

NO_FETCHING = (
    "I fetch no addresses here: whoever runs me has to turn that on (FETCH_ADDRESSES). Paste the "
    "text instead."
)


ENOUGH = 4
"""Verdicts on a pattern's proposals before it can count as mostly rejected."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An article with its proposals, those of mostly rejected patterns last; `cut` tells that it
    was too long to be read to its end. `judged` is what moderators made of its patterns before."""

    article: Article
    proposals: tuple[Proposal, ...]
    cut: bool = False
    judged: Mapping[str, Judged] = field(default_factory=dict)

    def doubted(self, proposal: Proposal) -> Judged | None:
        """How the pattern of a proposal was judged, where it was mostly rejected."""
        return _doubted(self.judged, proposal)


def _doubted(judged: Mapping[str, Judged], proposal: Proposal) -> Judged | None:
    verdicts = judged.get(proposal.claim.pattern)
    if (
        verdicts is None
        or verdicts.accepted + verdicts.rejected < ENOUGH
        or verdicts.rejected <= verdicts.accepted
    ):
        return None
    return verdicts


class Learner:
    """Reads articles against a store, and fetches them where it has a fetcher.

    Without a vocabulary, the one that ships with the program is loaded with the first article: that
    takes a while.
    """

    def __init__(
        self,
        store: Store,
        language: Language,
        vocabulary: Vocabulary | None = None,
        fetcher: Fetcher | None = None,
    ) -> None:
        self.fetcher = fetcher
        self._store = store
        self._language = language
        self._given = vocabulary

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return self._given or shipped_vocabulary()

    @cached_property
    def _extractor(self) -> Extractor:
        return Extractor(self._vocabulary, self._language)

    async def read(self, text: str, scope: int = SHARED) -> Reviewed:
        """What the article in a text, which may be HTML, proposes to those who see a scope.

        Raises:
            ArticleError: where there is none.
        """
        article = await asyncio.to_thread(lambda: read_article(text, self._vocabulary))
        return await self.review(article, scope)

    async def fetch(self, address: str) -> Article:
        """The article at an address of the public web.

        Raises:
            ArticleError: where nothing is fetched, and where there is no article.
            FetchError: where the address may not be fetched, or gives no page.
        """
        if self.fetcher is None:
            raise ArticleError(NO_FETCHING)
        page = await self.fetcher.page(address)
        article = await asyncio.to_thread(lambda: read_article(page.text, self._vocabulary))
        return replace(article, address=page.address)

    async def review(self, article: Article, scope: int = SHARED) -> Reviewed:
        """What an article proposes to those who see a scope."""

        def look(connection: sqlite3.Connection) -> Reviewed:
            reader = Reader(connection, scope)
            extraction = self._extractor.extract(article, reader)
            proposer = Proposer(reader, self._language.properties)
            proposals = proposer.propose(article, extraction.claims)
            judged = verdicts(connection, scope, {proposal.claim.pattern for proposal in proposals})
            proposals.sort(key=lambda proposal: _doubted(judged, proposal) is not None)
            return Reviewed(article, tuple(proposals), extraction.cut, judged)

        return await self._store.query_apart(look)

    async def judge(self, scope: int, proposals: Iterable[Proposal], *, accepted: bool) -> None:
        """Keep that a server's moderators accepted or rejected proposals, with their patterns."""
        names = [proposal.claim.pattern for proposal in proposals]
        async with self._store.write() as writer:
            await add_verdicts(writer, scope, names, accepted=accepted)

    async def speaks_of_known(self, texts: Sequence[str], scope: int) -> bool:
        """Whether texts name a film, a person or the like that those know who see a scope."""
        read = [clean(text) for text in texts]

        def look(connection: sqlite3.Connection) -> bool:
            reader, steps = Reader(connection, scope), Steps(STEPS, seconds=SECONDS)
            finder = NameFinder(self._vocabulary, self._language, reader, steps)
            try:
                return any(name.known for names in finder.find(["", *read]) for name in names)
            except TooLong:
                return False

        return await self._store.query_apart(look)

    async def accept(self, reviewed: Reviewed) -> int:
        """Store all proposals of an article in the shared scope, under it; how many facts.

        Doing so twice changes nothing.

        Raises:
            StoreError: where the database cannot be written.
        """
        proposals = reviewed.proposals
        keyed = await self._store.query(lambda connection: _Keys(connection, proposals))
        source = source_of(reviewed.article)
        records = [keyed.fact(proposal, source.key) for proposal in proposals]
        entities = {
            record.key: record for proposal in proposals for record in keyed.entities(proposal)
        }
        async with self._store.write() as writer:
            recorder = Recorder(writer, SHARED)
            await recorder.sources([source])
            await recorder.entities(list(entities.values()))
            await recorder.facts(list({record.key: record for record in records}.values()))
            await recorder.finish()
        return len(records)


class _Keys:
    """The keys of what proposals name, and the citations that their facts have already."""

    def __init__(self, connection: sqlite3.Connection, proposals: Sequence[Proposal]) -> None:
        terms = [
            term
            for proposal in proposals
            for term in (proposal.subject, proposal.value, proposal.role)
        ]
        ids = {term.id for term in terms if isinstance(term, Entity) and term.id}
        same = [proposal.same.id for proposal in proposals if proposal.same is not None]
        self._entities = keys_of(connection, "entity", ids)
        self._facts = keys_of(connection, "fact", same)
        self._citations = citations_of(connection, same, SHARED)

    def entities(self, proposal: Proposal) -> list[EntityRecord]:
        """The records of a proposal's new names."""
        return [
            EntityRecord(self._key(entity), entity.name, entity.kind, (), entity.year)
            for entity in proposal.new_names
        ]

    def fact(self, proposal: Proposal, source: str) -> FactRecord:
        """A proposal as a record: a fact of its own, or one more citation of one that is there."""
        claim = proposal.claim
        cited = CitationRecord(source, claim.status, f"paragraph {claim.paragraph}")
        kept: list[CitationRecord] = []
        if proposal.same is not None:
            kept = [
                citation
                for citation in self._citations.get(proposal.same.id, [])
                if (citation.source, citation.locator) != (cited.source, cited.locator)
            ]
        subject, value, role = proposal.subject, proposal.value, proposal.role
        if proposal.same is not None:
            value, role = proposal.same.value, proposal.same.role
            key = self._facts[proposal.same.id]
        else:
            told = [self._key(subject), claim.property, self._text(value), self._text(role)]
            key = slug("-".join(told))
        return FactRecord(
            key,
            self._key(subject),
            claim.property,
            self._term(value),
            (cited, *kept),
            None if role is None else self._term(role),
            proposal.same.spoiler if proposal.same is not None else False,
        )

    def _key(self, entity: Entity) -> str:
        return self._entities.get(entity.id) or slug(f"{entity.name}-{entity.kind}")

    def _text(self, term: Value | Role | None) -> str:
        return self._key(term) if isinstance(term, Entity) else str(term or "")

    def _term(self, term: Value | Role) -> Term:
        if isinstance(term, Entity):
            return Term("entity", self._key(term))
        return Term("date" if isinstance(term, PartialDate) else "text", str(term))


def source_of(article: Article) -> SourceRecord:
    """An article as a source; the same article is the same source."""
    published = str(article.published) if article.published else None
    return SourceRecord(
        slug(f"{article.title}-{article.publisher or ''}-{published or ''}"),
        article.title,
        published,
        publisher=article.publisher,
        address=article.address,
    )


def slug(text: str) -> str:
    """A stable key: readable, with a digest of the whole."""
    bare = re.sub(r"[^a-z0-9-]+", "", "-".join(folding.words(text)))[:60].strip("-")
    return f"{bare}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
