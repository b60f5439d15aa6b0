"""Claims of sentences by their clauses, beside those of the patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lore.articles import function_words as fw
from lore.articles.being_claims import BeingClaims
from lore.articles.certainty import Certainty
from lore.articles.claims import Claim
from lore.articles.clauses import ClauseReader
from lore.articles.constituents import Phrase
from lore.articles.context import Surroundings
from lore.articles.dates import DateMention
from lore.articles.events import Events
from lore.articles.items import items
from lore.articles.named import Name
from lore.articles.phrase_claims import PhraseClaims
from lore.articles.phrases import PhraseReader
from lore.articles.place_claims import PlaceClaims
from lore.articles.relatives import Clause
from lore.articles.sentences import Stretch
from lore.articles.signs import Kind
from lore.articles.topics import Works
from lore.articles.verb_claims import VerbClaims


class FrameReader:
    """Reads the claims of sentences by their clauses."""

    def __init__(self, article: Surroundings) -> None:
        self._article = article
        self._phrases = PhraseReader(article.lexemes)
        self._clauses = ClauseReader(article.lexemes)
        self._meaning = article.meaning
        self._lex = article.lexemes

    def read(
        self,
        text: str,
        sentence: Stretch,
        names: Sequence[Name],
        dates: Sequence[DateMention],
        quotes: Sequence[Stretch],
        paragraph: int,
    ) -> list[Claim]:
        """The claims of one sentence."""
        found = items(text, sentence, names, dates, quotes)
        parts = self._phrases.read(found)
        clauses = self._clauses.read(parts)
        sure = Certainty(self._article.words, text, [*names, *dates], sentence)
        reading = _Sentence(self._article, sure, paragraph)
        marks = [part.start for part in parts if part.text in (":", ";")]
        self._meaning.turn = marks[-1] if marks else -1
        works, people = self._follow(clauses)
        claims: list[Claim] = []
        asked = text[sentence.start : sentence.end].rstrip().endswith("?")
        if not asked:
            for clause in clauses:
                claims += reading.clause(clause)
        told = ("cast", "returning", "newcomer")
        self._meaning.casting = any(claim.property in told for claim in claims)
        place = people[0].end if people else 0
        self._meaning.heard(tuple(works), [] if asked else people[:4], text[place : place + 70])
        return claims

    def _follow(self, clauses: Sequence[Clause]) -> tuple[list[Name], list[Name]]:
        """Take note of what the sentence is about."""
        meaning = self._meaning
        works: list[Name] = []
        people: list[Name] = []
        phrases = [phrase for clause in clauses for part in clause.parts for phrase in part.phrases]
        for phrase in sorted(phrases, key=lambda phrase: phrase.start):
            of = phrase.of if phrase.name is None else None
            works += meaning.named(phrase) or (meaning.named(of) if of is not None else ())
            owner = phrase.owner.name if phrase.owner is not None else None
            if owner is not None and owner.kinds == Kind.PERSON and phrase.name is None:
                people.append(owner)
            name = phrase.name
            if name is None or not name.kinds & Kind.PERSON:
                continue
            if name.kinds == Kind.PERSON or (not name.known and " " in name.text and not people):
                people.append(name)
        meaning.ahead = people
        opening = next((phrase for part in clauses[0].parts for phrase in part.phrases), None)
        if opening is not None and opening.pronoun in fw.SHE_HE:
            people = [*(name for name, _ in meaning.persons([opening])), *people]
        main = self._topic(clauses[0])
        if main:
            meaning.current = main
        return works, people

    def _topic(self, clause: Clause) -> Works:
        """The work that the main clause is about: its first that stands free."""
        for at, part in enumerate(clause.parts):
            for phrase in part.phrases:
                if not (works := self._meaning.named(phrase) or self._version(clause, at, phrase)):
                    if self._keeps(clause, at, phrase):
                        told = self._meaning.work(phrase) or ()
                        return told if self._meaning.film(self._meaning.current) == told else ()
                    continue
                if self._shared(clause, at) or any(work.is_book for work in works):
                    continue
                ahead_of = clause.parts[at - 1] if at else None
                before = ahead_of.text if ahead_of is not None else ""
                after = clause.parts[at + 1] if at + 1 < len(clause.parts) else None
                old = all(map(self._meaning.is_out, works))
                subject = after is not None and after.kind == "verb"
                ahead = clause.parts[at - 2] if at > 1 else None
                bound = before in fw.BOUND
                if ahead_of is not None and fw.HAVING.intersection(ahead_of.aux):
                    continue
                opens = at <= 3 and after is not None and after.text in (",", ":")
                if bound and opens:
                    return works
                if bound and (ahead is None or ahead.kind != "verb"):
                    continue
                if before in self._lex.words["called"]:
                    return works
                if before in fw.APART or (old and not subject):
                    continue
                return works
        return ()

    def _version(self, clause: Clause, at: int, phrase: Phrase) -> Works:
        """The film that a subject is a version of: "the remake of W … opens in May"."""
        after = clause.parts[at + 1] if at + 1 < len(clause.parts) else None
        subject = after is not None and after.kind == "verb"
        return self._of_version(phrase) if subject else ()

    def _of_version(self, phrase: Phrase) -> Works:
        """The film that a phrase is a version of."""
        if phrase.name is not None or phrase.of is None or "work" not in phrase.nouns:
            return ()
        return self._meaning.named(phrase.of)

    def _shared(self, clause: Clause, at: int) -> bool:
        """Whether a work is only one of those of somebody: "the Night Ferry and Skerrow star"."""
        follows = clause.parts[at + 1 : at + 3]
        return (
            len(follows) > 1
            and follows[0].text in fw.AND_SIGN
            and any(phrase.nouns & {"star", "actor"} for phrase in follows[1].phrases)
        )

    def _keeps(self, clause: Clause, at: int, phrase: Phrase) -> bool:
        """Whether a phrase is the subject that speaks on of the same work: "the film", "it"."""
        after = clause.parts[at + 1] if at + 1 < len(clause.parts) else None
        told = phrase.pronoun in fw.IT or ("work" in phrase.nouns and phrase.det in fw.GIVEN)
        free = at == 0 or clause.parts[at - 1].text in (",", "–", ":")
        follows = after is not None and after.kind == "verb"
        return told and free and follows and phrase.name is None and phrase.of is None


class _Sentence:
    """The claims of one sentence, by all that read it."""

    def __init__(self, article: Surroundings, sure: Certainty, paragraph: int) -> None:
        self._events = Events(article.lexemes)
        self._verbs = VerbClaims(article, sure, paragraph)
        self._being = BeingClaims(article, sure, paragraph)
        self._phrases = PhraseClaims(article, sure, paragraph)
        self._places = PlaceClaims(article, sure, paragraph)

    def clause(self, clause: Clause) -> Iterator[Claim]:
        """What a clause claims."""
        for event in self._events.events(clause):
            yield from self._verbs.event(event)
            if not event.verb.verbs and event.verb.text in fw.BE:
                yield from self._being.being(event)
        for at, part in enumerate(clause.parts):
            for phrase in part.phrases:
                yield from self._phrases.phrase(clause, at, phrase)
        yield from self._phrases.tied(clause)
        yield from self._places.placed(clause)
