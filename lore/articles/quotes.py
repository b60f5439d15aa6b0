"""Who said what: quotations with their speaker."""

from __future__ import annotations

from collections.abc import Iterator

from lore.articles.chunks import Chunks
from lore.articles.claims import Claim
from lore.articles.named import Name
from lore.articles.signs import Kind
from lore.articles.vocabulary import Vocabulary
from lore.model.facts import Status


class QuoteReader:
    """Reads quotations; one that follows another without a speaker is the same one's."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._said = vocabulary.rules["said"]
        self._texts = vocabulary.texts

    def read(self, chunks: Chunks, paragraph: int) -> Iterator[Claim]:
        """The quotations of a sentence, as what a person said."""
        for match in self._said.finditer(chunks.text):
            groups = match.groupdict()
            char = groups.get("person") or groups.get("person2") or groups.get("person3")
            quote = groups.get("quote") or groups.get("quote2")
            if char is None or quote is None:
                continue
            speaker = chunks.nodes[char].members[0].name
            if speaker.kinds & Kind.PERSON and len(chunks.nodes[char].members) == 1:
                said = chunks.nodes[quote].text.strip("“”\"' ,.")
                yield _claim(speaker, said, paragraph, self._texts["said"])


def _claim(speaker: Name, said: str, paragraph: int, why: str) -> Claim:
    return Claim(speaker, "said", said, None, Status.CONFIRMED, paragraph, "quotation", why)
