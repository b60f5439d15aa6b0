"""Reading `/fact say`: a sentence with its source becomes the fields of a fact.

It is read as the sentence of an article is, by the same extractor. What articles seldom say (a
budget, a birthday) is read by the phrases of the property table.
"""

from __future__ import annotations

from lore.articles.extractor import Extractor
from lore.editing import user_input
from lore.editing.errors import Refused
from lore.editing.name_resolution import NameResolver
from lore.editing.sentences.extracted import ArticleSentence, names_all
from lore.editing.sentences.reading import Reading
from lore.editing.sentences.source_clause import attributed
from lore.editing.sentences.source_text import SourceText
from lore.editing.sentences.table import TableSentence
from lore.language.lexicon import Language
from lore.linking.linker import Linker
from lore.model.dates import PartialDate
from lore.model.edits import Fields
from lore.model.facts import Status
from lore.model.property_ids import CAST
from lore.store.moderator_reader import ModeratorReader
from lore.texts import refusals as words

SENTENCE_LENGTH = 600
"""Characters of a statement."""


def read_sentence(
    sentence: str,
    reader: ModeratorReader,
    language: Language,
    linker: Linker,
    extractor: Extractor,
) -> Fields:
    """The fields that a sentence fills.

    Raises:
        Refused, DateError: where it is not understood, or a date in it cannot be kept.
    """
    text = user_input.line(sentence, "sentence", SENTENCE_LENGTH)
    statement, source = attributed(text)
    published = user_input.read_date(source.published) if source.published else None
    read = SentenceReader(reader, language, linker, extractor).read(statement, published)
    return Fields(
        subject=read.slots["subject"],
        property=read.entry.id,
        value=read.slots["value"],
        role=read.slots.get("role"),
        status=read.status,
        title=source.title or "",
        publisher=source.publisher,
        address=source.address,
        published=source.published,
        as_of=source.as_of,
        locator=source.locator,
    )


class SentenceReader:
    """Reads statements for one reader."""

    def __init__(
        self, reader: ModeratorReader, language: Language, linker: Linker, extractor: Extractor
    ) -> None:
        self._reader = reader
        self._language = language
        self._linker = linker
        self._extractor = extractor
        self._resolver = NameResolver(reader, linker)

    def read(self, text: str, published: PartialDate | None) -> Reading:
        """The one fact that a statement states.

        Raises:
            Refused, DateError: where it states none, or several.
        """
        statement = SourceText(text)
        if not statement.words:
            raise Refused(words.NO_STATEMENT)
        mentions = self._linker.link(statement.text, statement.words, self._reader)
        article = ArticleSentence(statement, mentions, self._language, self._resolver)
        readings = article.read(self._extractor, self._reader, published)
        if (
            len(readings) == 1
            and names_all(readings[0], statement, mentions)
            and not _denies_part(readings[0])
        ):
            return readings[0]
        try:
            by_table = TableSentence(statement, mentions, self._language, self._resolver).read()
        except Refused:
            if len(readings) == 1:
                return readings[0]
            if readings:
                raise Refused(words.ONE_FACT) from None
            raise
        if len(readings) > 1 and not any(map(by_table.says_as, readings)):
            raise Refused(words.ONE_FACT)
        return by_table


def _denies_part(reading: Reading) -> bool:
    """Whether somebody is said not to be in a film: that may be all that an article's reader makes
    of "does not return", which the table has a property for."""
    return (
        reading.entry.id == CAST and reading.status is Status.DENIED and "role" not in reading.slots
    )
