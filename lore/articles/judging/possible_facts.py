"""The facts that an article may state: each name and date with the works that it may be told of."""

from __future__ import annotations

import builtins
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lore.articles.dates import DateMention
from lore.articles.judging.account import Account, Heard
from lore.articles.judging.sentence import Place, Sentence, works_of
from lore.articles.judging.wording import Word, Wording, about, words_of
from lore.articles.lexemes import Lexemes
from lore.articles.named import Name, text_of
from lore.articles.sentences import is_heading
from lore.articles.signs import Kind
from lore.articles.vocabulary import Vocabulary
from lore.model.dates import PartialDate
from lore.steps import Steps

PERSON = (
    "cast", "director", "writer", "producer", "composer", "cinematographer", "editor",
    "returning", "newcomer", "villain",
)  # fmt: skip
DATED = ("release_date", "filming_start", "filming_end")
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(PERSON, Kind.PERSON),
    "studio": Kind.ORGANISATION,
    "streaming": Kind.ORGANISATION,
    "filming_location": Kind.PLACE,
}
"""What the values of properties are."""
JUDGED = (*KINDS, *DATED)
"""The properties whose facts are judged; what else an article claims stands as it was read."""
_LIST_GAP = 4
"""Words between two names of a list."""
_MOST_WORKS = 10
"""Works that a name may be told of."""

Key = tuple[str, str, str]
"""A fact by the texts of its work and value: work, property, value."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A name or a date in a sentence, at its place among the words, with the properties whose value
    it may be, and the words of the heading, or the question, that it stands under."""

    heard: Heard
    sentence: Sentence
    at: int
    term: Name | DateMention
    properties: Sequence[str]
    under: frozenset[str]

    @builtins.property
    def value(self) -> Name | PartialDate:
        """What it names."""
        return self.term.value if isinstance(self.term, DateMention) else self.term

    @builtins.property
    def features(self) -> set[str]:
        """What the words about it say."""
        return about(self.sentence.words, self.at) | {f"h:{word}" for word in self.under}


@dataclass(frozen=True, slots=True)
class Mention:
    """What is known of a name or date in a sentence: what the words about it say of each property,
    as log-odds, and the names of the same list."""

    seen: Seen
    scores: Mapping[str, float]
    listed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Telling:
    """A mention that may tell a fact of a work, and how it stands to that."""

    mention: Mention
    place: Place


@dataclass(slots=True)
class PossibleFact:
    """A fact that may be stated, with all that may tell it."""

    work: Name
    property: str
    value: Name | PartialDate | str
    tellings: list[Telling] = field(default_factory=list)

    @builtins.property
    def key(self) -> Key:
        """What it is known by."""
        return key_of(self.work, self.property, self.value)

    @builtins.property
    def best(self) -> Telling:
        """Where the words tell the property best."""
        return max(self.tellings, key=lambda one: one.mention.scores[self.property])


def key_of(work: Name, name: str, value: Name | PartialDate | str) -> Key:
    """What a fact is known by."""
    return work.text, name, text_of(value)


class Works:
    """The works of an article: how often each is named, in their order, and those that come behind
    the ones that it is about (`mates`)."""

    def __init__(self, account: Account) -> None:
        self.names: dict[str, Name] = {}
        self.count: Counter[str] = Counter()
        for work in (work for found in account.names for work in works_of(found)):
            self.names.setdefault(work.text, work)
            self.count[work.text] += 1
        self.own = [work.text for work in account.own]
        self.names |= {work.text: work for work in account.own}
        self.first = min((account.numbers.get(text, 0) for text in self.own), default=0)
        numbers = account.numbers
        self.mates = [text for text in self.count if numbers.get(text, 0) > self.first > 0]
        self.order = {text: place for place, text in enumerate(self.count)}


class PossibleFactFinder:
    """Finds them in one article."""

    def __init__(
        self,
        account: Account,
        works: Works,
        wording: Wording,
        words: Vocabulary,
        lexemes: Lexemes,
        steps: Steps,
    ) -> None:
        self._account, self._works, self._wording = account, works, wording
        self._lexemes, self._steps = lexemes, steps
        self._plural = words.rules["plural"]

    def found(self) -> dict[Key, PossibleFact]:
        """All possible facts by their keys."""
        possible: dict[Key, PossibleFact] = {}
        for seen in self.seen():
            scores = self._wording.scores(seen.features, seen.properties)
            mention = Mention(seen, scores, list(self._listed(seen)))
            for work in self._near(seen):
                self._steps.take()
                telling = Telling(mention, seen.sentence.place(work.text, seen.at))
                for name in seen.properties:
                    one = PossibleFact(work, name, seen.value)
                    possible.setdefault(one.key, one).tellings.append(telling)
        return possible

    def seen(self) -> Iterator[Seen]:
        """The names and dates of all sentences."""
        paragraph, earlier, under = -1, list[str](), frozenset[str]()
        for heard in self._account.heard:
            text, where = self._account.texts[heard.paragraph], heard.where
            if heard.paragraph != paragraph:
                paragraph, earlier = heard.paragraph, []
                if paragraph and (is_heading(text) or text.endswith("?")):
                    under = frozenset(text.casefold().rstrip("?:").split())
            plural = self._plural.search(text, where.start, where.end) is not None
            breaks = self._lexemes.words["breaks"]
            sentence = Sentence(self._words(heard), earlier, breaks, plural=plural)
            for at, word in enumerate(sentence.words):
                if word.term is not None and (properties := _judged_of(word.term)):
                    yield Seen(heard, sentence, at, word.term, properties, under)
            earlier = list(sentence.works)

    def _near(self, seen: Seen) -> list[Name]:
        """The works that what stands in a sentence may be told of."""
        heard, works = seen.heard, self._works
        if isinstance(seen.term, DateMention) and (pair := seen.sentence.paired.get(seen.at)):
            return [works.names[pair]]
        told = {work.text: work for work in (*heard.topic, *heard.spoken, *heard.last)}
        named = (*seen.sentence.works, *seen.sentence.earlier)
        texts = [*named, *told, *works.own, *works.mates]
        known = {**works.names, **told}
        but = seen.term.text if isinstance(seen.term, Name) else ""
        chosen = [text for text in dict.fromkeys(texts) if text in known and text != but]
        return [known[text] for text in chosen[:_MOST_WORKS]]

    def _words(self, heard: Heard) -> list[Word]:
        paragraph, where = heard.paragraph, heard.where
        terms: list[Name | DateMention] = [
            term
            for terms in (self._account.names[paragraph], self._account.dates[paragraph])
            for term in terms
            if where.start <= term.start and term.end <= where.end
        ]
        self._steps.take(1 + len(terms))
        return words_of(self._account.texts[paragraph], where, terms, self._lexemes)

    def _listed(self, seen: Seen) -> Iterator[str]:
        """The people of the list that a person stands in."""
        if not _is_person(seen.term):
            return
        words = seen.sentence.words
        for step in (-1, 1):
            there, gap = seen.at + step, 0
            while 0 <= there < len(words) and gap <= _LIST_GAP:
                other = words[there].term
                if isinstance(other, Name) and _is_person(other):
                    yield other.text
                    gap = 0
                elif other is not None or self._lexemes.has("listing", words[there].text):
                    gap += 1
                else:
                    break
                there += step


def _is_person(term: Name | DateMention) -> bool:
    return isinstance(term, Name) and bool(term.kinds & Kind.PERSON)


def _judged_of(term: Name | DateMention) -> Sequence[str]:
    if isinstance(term, DateMention):
        return DATED
    return tuple(name for name, kind in KINDS.items() if term.kinds & kind)
