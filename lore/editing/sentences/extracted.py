"""A statement read as a sentence of an article is, by the same extractor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lore.articles.article import Article
from lore.articles.claims import Claim
from lore.articles.extractor import Extractor
from lore.articles.named import Name
from lore.editing.name_resolution import NameResolver
from lore.editing.sentences.reading import Reading
from lore.editing.sentences.source_text import SourceText
from lore.language.lexicon import Language
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.facts import Slot, Status
from lore.model.property_ids import CAST
from lore.store.fact_reader import Reader

_AFTER = re.compile(r"(?:['’]s?)?[,;.:!?)]*$")
"""What may stand right behind a name."""
_CREDITS = frozenset({"known-from", "year"})
"""Patterns that tell by the way what somebody or something is known by."""


class ArticleSentence:
    """Reads one statement, by the names that are known in it."""

    def __init__(
        self,
        statement: SourceText,
        mentions: Sequence[Mention],
        language: Language,
        resolver: NameResolver,
    ) -> None:
        self._statement = statement
        self._mentions = mentions
        self._language = language
        self._resolver = resolver

    def read(
        self, extractor: Extractor, reader: Reader, published: PartialDate | None
    ) -> list[Reading]:
        """The facts that it states, each once, at its most telling; `published` is when its source
        was, where that is known."""
        article = Article("", (_named(self._statement, self._mentions),), published)
        claims = extractor.extract(article, reader).claims
        confirmed = _confirms(self._statement.words, self._language)
        proposals = _telling(
            [claim for claim in claims if not claim.old and claim.pattern not in _CREDITS]
        )
        return [
            self._reading(claim, confirmed=confirmed) for claim in proposals if self._takes(claim)
        ]

    def _takes(self, claim: Claim) -> bool:
        """Whether there is such a property."""
        return self._language.properties.get(claim.property) is not None

    def _reading(self, claim: Claim, *, confirmed: bool) -> Reading:
        slots: dict[Slot, str] = {
            "subject": self._text(claim.subject),
            "value": self._text(claim.value),
        }
        if claim.role is not None:
            slots["role"] = self._text(claim.role)
        # What an article states is confirmed; of a sentence about one, that is for it to say.
        plain = Status.CONFIRMED if confirmed else Status.REPORTED
        status = plain if claim.status is Status.CONFIRMED else claim.status
        return Reading(self._language.properties[claim.property], slots, status)

    def _text(self, term: Name | PartialDate | str) -> str:
        """What a claim names, as a field takes it."""
        if not isinstance(term, Name):
            return str(term)
        if len(term.entities) == 1:
            entity = term.entities[0]
            return self._resolver.labels([entity])[entity.id]
        return term.text


def names_all(reading: Reading, statement: SourceText, mentions: Iterable[Mention]) -> bool:
    """Whether a reading has each name that surely stands in a statement, as it is written there or
    by its full form."""
    texts = [text.casefold() for text in reading.slots.values()]
    return all(
        any(name.casefold() in text for name in _names(statement, mention) for text in texts)
        for mention in mentions
        if mention.exact and not mention.plain
    )


def _names(statement: SourceText, mention: Mention) -> Iterator[str]:
    yield statement.stretch(mention.start, mention.end)
    yield from (entity.name for entity in mention.candidates)


def _named(statement: SourceText, mentions: Sequence[Mention]) -> str:
    """The statement with known names as they are written, where it has them in small letters:
    articles capitalise names, and the extractor goes by that."""
    chunks, taken = list(statement.chunks), set[int]()
    for mention in sorted(mentions, key=lambda mention: mention.start - mention.end):
        places = range(statement.chunk(mention.start), statement.chunk(mention.end - 1) + 1)
        if not mention.exact or not taken.isdisjoint(places) or not chunks[places[0]].islower():
            continue
        taken.update(places)
        after = _AFTER.search(chunks[places[-1]])
        chunks[places[0]] = f"{mention.candidates[0].name}{after[0] if after else ''}"
        for place in places[1:]:
            chunks[place] = ""
    # Without a full stop it would be taken for a heading.
    return f"{' '.join(filter(None, chunks)).rstrip('.')}."


def _confirms(words: Sequence[str], language: Language) -> bool:
    """Whether a word of a statement says that it is confirmed."""
    return any(
        phrase == (word,) and sense.kind == "status" and sense.value == Status.CONFIRMED
        for word in words
        for phrase, senses in language.by_first.get(word, ())
        for sense in senses
    )


def _telling(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims but for those that another one of them says better: that somebody is in a film
    where they return to it, or is new to it where it is told as whom, or that a role is its villain
    where it is told who plays it."""
    parts = {
        (claim.subject.text, _key(claim.value))
        for claim in claims
        if claim.property == CAST and claim.role is not None
    }
    others = {(claim.subject.text, _key(claim.value)) for claim in claims if claim.property != CAST}
    roles = {(claim.subject.text, _key(claim.role)) for claim in claims if claim.role is not None}
    for claim in claims:
        if claim.role is None and (claim.subject.text, _key(claim.value)) in parts:
            continue
        bare = claim.property == CAST and claim.role is None
        if bare and (claim.subject.text, _key(claim.value)) in others:
            continue
        if claim.property == "villain" and (claim.subject.text, _key(claim.value)) in roles:
            continue
        yield claim


def _key(term: Name | PartialDate | str | None) -> str:
    return (term.text if isinstance(term, Name) else str(term)).casefold()
