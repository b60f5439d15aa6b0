"""Who said what: quotations with their speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lore.articles.claims import Claim
from lore.articles.named import Name
from lore.articles.nodes import Chunks
from lore.articles.signs import Kind
from lore.articles.vocabulary import Vocabulary
from lore.model.facts import Status


class QuoteReader:
    """Reads quotations; one that follows another without a speaker is the same one's."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._interview = vocabulary.rules["interview"]
        self._said = vocabulary.rules["said"]
        self._company = vocabulary.rules["said_company"]
        self._texts = vocabulary.texts
        self._alone = vocabulary.rules["quote_alone"]
        self._told = vocabulary.rules["teller"]
        self._anonymous = vocabulary.rules["anonymous"]
        self._said_so = vocabulary.rules["said_so"]
        self._teller: Name | None = None
        """Who told something last in the paragraph, whom "he said" means then."""
        self.speaker: Name | None = None
        """Who spoke last: of the paragraph, or of an interview."""
        self._interviewed: Name | None = None
        self._spokes = vocabulary.rules["spokes_alone"]
        self.company: Name | None = None
        """The article's main company, for which "a spokesperson" speaks."""

    def interview(self, title: str, names: Sequence[Name]) -> None:
        """Take the one person in an interview's headline for who speaks where nobody is named."""
        people = {name.text: name for name in names if name.kinds == Kind.PERSON}
        if self._interview.search(title) and len(people) == 1:
            self._interviewed = next(iter(people.values()))

    def paragraph(self) -> None:
        """Begin a paragraph, in which nobody has spoken yet."""
        self.speaker = self._interviewed
        self._teller = None

    def read(self, chunks: Chunks, paragraph: int) -> Iterator[Claim]:
        """The quotations of a sentence, as what a person said."""
        unnamed = self._anonymous.search(chunks.text) is not None
        for match in self._said.finditer(chunks.text) if not unnamed else ():
            groups = match.groupdict()
            char = groups.get("person") or groups.get("person2") or groups.get("person3")
            quote = groups.get("quote") or groups.get("quote2")
            if char is not None and quote is not None:
                yield from self._by(chunks, char, quote, paragraph)
        for match in self._said_so.finditer(chunks.text) if not unnamed else ():
            if chunks.nodes[match["quote"]].text.rstrip("”’\"' ").endswith((",", "!", "?")):
                yield from self._by(chunks, match["person"], match["quote"], paragraph)
        for match in self._company.finditer(chunks.text):
            char = match["studio"] or match["studio2"] or match["studio3"]
            speaker = chunks.nodes[char].members[0].name
            quote = chunks.nodes[match["quote"] or match["quote2"]]
            yield self.claim(speaker, quote.text, paragraph)
        for match in self._spokes.finditer(chunks.text) if self.company is not None else ():
            assert self.company is not None
            yield self.claim(self.company, chunks.nodes[match["quote"]].text, paragraph)
        alone = self._alone.fullmatch(chunks.text)
        if alone is not None and self.speaker is not None:
            said = chunks.nodes[alone["quote"]].text
            yield self.claim(self.speaker, said, paragraph)

        for match in self._told.finditer(chunks.text):
            char = match["person"] or match["studio"]
            if char not in chunks.pronouns:
                self._teller = chunks.nodes[char].members[0].name

    def _by(self, chunks: Chunks, char: str, quote: str, paragraph: int) -> Iterator[Claim]:
        """What somebody, or whom a pronoun means, said."""
        members = chunks.nodes[char].members
        speaker = members[0].name
        if char in chunks.pronouns and self._teller is not None:
            speaker = self._teller
        if len(members) == 1 and speaker.kinds & (Kind.PERSON | Kind.ORGANISATION):
            self.speaker = speaker if speaker.kinds & Kind.PERSON else self.speaker
            yield self.claim(speaker, chunks.nodes[quote].text, paragraph)

    def claim(self, speaker: Name, said: str, paragraph: int) -> Claim:
        """That somebody said something."""
        said, why = said.strip("“”‘’\"' ,."), self._texts["said"]
        return Claim(speaker, "said", said, None, Status.CONFIRMED, paragraph, "quotation", why)
