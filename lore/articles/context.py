"""What a sentence's claims need to know: the works that its parts are about, and how sure it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lore.articles import function_words as fw
from lore.articles.certainty import Certainty
from lore.articles.claims import Claim
from lore.articles.constituents import Part, Phrase
from lore.articles.discourse import Discourse
from lore.articles.events import Event
from lore.articles.explanations import PEOPLE
from lore.articles.lexemes import Frame, Lexemes
from lore.articles.named import Name
from lore.articles.relatives import Clause
from lore.articles.signs import NOTHING, Kind
from lore.articles.topics import Works
from lore.articles.vocabulary import Vocabulary
from lore.language import grammar
from lore.model.dates import PartialDate
from lore.model.facts import Status

WORK_TIES = grammar.listed("press", "work_ties")
PLACE_TIES = grammar.listed("press", "place_ties")
_TIES = tuple(f" {word}" for word in grammar.listed("press", "verb_ties"))
"""Words behind which a verb with an auxiliary of its own is as sure as that tells."""
_KIN = 60
"""Letters before somebody in which it may be told whose wife or husband they are."""
JOBS = ("director", "writer", "producer", "composer", "cinematographer")
_KINDS = {
    "studio": Kind.ORGANISATION,
    "filming_location": Kind.PLACE,
    "villain": Kind.CHARACTER,
}
"""What a new name is as the value of a property, if not a person."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stays the same through an article: its words, what its phrases mean, its date."""

    words: Vocabulary
    lexemes: Lexemes
    meaning: Discourse
    published: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb in one of its senses, with who does it, what it is done to, the works that it is
    about, and how sure it is."""

    event: Event
    frame: Frame
    lemma: str
    doer: Sequence[Phrase]
    done: Sequence[Phrase]
    works: Works = ()
    status: Status = Status.CONFIRMED


class Context:
    """One sentence of an article, whose claims others make."""

    def __init__(self, article: Surroundings, sure: Certainty, paragraph: int) -> None:
        self._article, self._sure, self._paragraph = article, sure, paragraph
        self._lex, self._meaning = article.lexemes, article.meaning

    def _works(self, event: Event, near: Sequence[Sequence[Phrase]]) -> Works | None:
        """The works that an event is about, of the phrases that may tell (those that stand side by
        side together), else those spoken of; None where they cannot be known."""
        unknown = False
        for together in near:
            for phrase in together:
                works = self._meaning.work(phrase)
                unknown = unknown or works is None
                if works:
                    return tuple(dict.fromkeys((*works, *self._others(together, phrase))))
        if unknown:
            return None
        default = self._default(event.clause, event.verb.start)
        return default if default is not None else self._trailing(event)

    def _others(self, together: Sequence[Phrase], phrase: Phrase) -> Iterator[Name]:
        for other in together:
            if other is not phrase:
                yield from self._meaning.work(other) or ()

    def _near(
        self,
        event: Event,
        doer: Sequence[Phrase],
        done: Sequence[Phrase],
        without: Collection[str] = (),
    ) -> list[Sequence[Phrase]]:
        """What may tell which works an event is about, the nearest first."""
        near: list[Sequence[Phrase]] = [done]
        for tie in WORK_TIES:
            if tie not in without:
                near.append(
                    [phrase for part in event.behind.get(tie, ()) for phrase in part.phrases]
                )
        for part in event.tied(fw.AS):
            owners = [owner for phrase in part.phrases for owner in (phrase.of, phrase.owner)]
            near.append([owner for owner in owners if owner is not None])
        near.append([phrase for phrase in doer if not (phrase.of and phrase.nouns & PEOPLE)])
        if event.clause.link.startswith(fw.WORK_LINKS):
            own = [phrase for part in event.tied(fw.IN) for phrase in part.phrases]
            made = event.passive and any(map(self._meaning.named, done))
            place = 2 if any(map(self._meaning.named, own)) else int(made)
            near.insert(place, event.clause.about)
        near += [part.phrases for part in event.ahead]
        return near

    def _trailing(self, event: Event) -> Works | None:
        """The one work before a trailing "playing Y", which is what it is about."""
        verbs = event.verb.verbs
        if not verbs or verbs[0].form != "ing" or event.verb.aux:
            return None
        named = [
            self._meaning.named(phrase)
            for part in event.clause.parts
            if part.start < event.verb.start
            for phrase in part.phrases
        ]
        works = [works_named for works_named in named if works_named]
        return works[0] if len(works) == 1 else None

    def _default(self, clause: Clause, place: int) -> Works | None:
        """The works spoken of; None where the clause names another before a place."""
        current = {name.text for name in self._meaning.current}
        for part in clause.parts:
            if part.start >= place:
                break
            for phrase in part.phrases:
                named = {name.text for name in self._meaning.named(phrase)}
                together = phrase.name is not None and len(phrase.name.group) > 1
                if named and not named & current and not together:
                    return None
                if phrase.pronoun in fw.THAT:
                    return self._meaning.last
                if part is clause.parts[0] and not clause.depth and self._is_fresh(phrase):
                    return None
        return self._meaning.spoken

    def _is_fresh(self, phrase: Phrase) -> bool:
        """Whether a phrase is something new beside a film: "a spin-off"."""
        told = phrase.name is None and phrase.det in fw.ANOTHER
        return told and self._lex.has("fresh", phrase.noun)

    def _tied(self, clause: Clause, at: int) -> Works:
        """The work that "in" or the like ties to a part."""
        tie = clause.parts[at + 1].text if at + 2 < len(clause.parts) else ""
        if tie not in fw.WORK_OF:
            return ()
        return next(
            (
                works
                for phrase in clause.parts[at + 2].phrases
                if (works := self._meaning.named(phrase))
            ),
            (),
        )

    def _nouns(
        self, phrase: Phrase, person: Name, works: Works, status: Status, *, villain: bool = True
    ) -> Iterator[Claim]:
        """What a noun says that somebody is; `villain` tells whether it may say that."""
        if self._lex.words["not_now"].intersection(phrase.words):
            return
        words = frozenset(phrase.words)
        if words & self._lex.words["other_stars"] and words & fw.STAR:
            return
        if self._article.words.rules["kin"].search(
            self._sure.text, max(0, phrase.start - _KIN), phrase.start
        ):
            return
        agency = any(not name.kinds & ~(Kind.OUTLET | Kind.ORGANISATION) for name in phrase.before)
        gives = [(name, name) for name in JOBS if name in phrase.nouns and not agency]
        if phrase.nouns & {"star", "lead"}:
            gives.append(("cast", "star"))
        if "lead" in phrase.nouns or self._is_star(phrase):
            gives.append(("lead", "lead"))
        if "newcomer" in phrase.nouns and status is not Status.DENIED:
            gives += [("cast", "newcomer"), ("newcomer", "newcomer")]
        if "villain" in phrase.nouns and phrase.det not in fw.A and villain:
            gives.append(("villain", "villain"))
            if person.kinds & Kind.PERSON and " " in person.text:
                gives.append(("cast", "villain"))
        for name, noun in gives:
            yield from self._claims(works, name, person, None, status, f"noun-{noun}")

    def _is_star(self, phrase: Phrase) -> bool:
        """Whether a noun says that somebody is the star, not one of the cast, of a film."""
        if fw.STAR.isdisjoint(phrase.words) or phrase.det in fw.INDEFINITE:
            return False
        return not any(name.kinds & Kind.WORK for name in phrase.before)

    def _person_before(self, parts: Sequence[Part]) -> Part | None:
        """The last part that names somebody."""
        return next(
            (
                part
                for part in reversed(parts)
                if any(
                    phrase.pronoun in fw.SHE_HE
                    or (phrase.kinds | (phrase.of.kinds if phrase.of else phrase.kinds))
                    & Kind.PERSON
                    for phrase in part.phrases
                )
            ),
            None,
        )

    def _claims(
        self,
        works: Iterable[Name],
        name: str,
        value: Name | PartialDate,
        role: Name | str | None,
        status: Status,
        frame: Frame | str,
        replaces: PartialDate | None = None,
        *,
        old: bool = False,
    ) -> Iterator[Claim]:
        kind = _KINDS.get(name, Kind.PERSON) if isinstance(value, Name) else NOTHING
        if name == "villain" and isinstance(value, Name) and value.kinds == Kind.PERSON:
            kind = Kind.PERSON
        label = frame if isinstance(frame, str) else f"verb-{frame.name}"
        why = self._article.words.texts.get(label, label) if isinstance(frame, str) else frame.why
        for work in works:
            if isinstance(value, Name) and value.text == work.text:
                continue
            yield Claim(
                work, name, value, role, status, self._paragraph, label, why, kind, replaces, old
            )

    def _studios(
        self,
        phrases: Sequence[Phrase],
        name: str,
        works: Works,
        status: Status,
        frame: Frame | str,
        *,
        shown: bool = False,
    ) -> Iterator[Claim]:
        """Those of some phrases that are companies, or are `shown` to be by where they stand."""
        for phrase in phrases:
            if phrase.name is not None and is_company(phrase.name, shown=shown):
                yield from self._claims(works, name, phrase.name, None, status, frame)

    def _places(
        self, phrases: Sequence[Phrase], works: Works, status: Status, frame: Frame | str
    ) -> Iterator[Claim]:
        for phrase in phrases:
            name = phrase.name
            if name is None or not name.kinds & Kind.PLACE:
                continue
            if name.kinds & Kind.PERSON and " " in name.text and not name.known:
                continue
            if name.kinds == Kind.PLACE or not name.known:
                yield from self._claims(works, "filming_location", name, None, status, frame)

    def _status(self, event: Event) -> Status:
        rules, text, where = self._article.words.rules, self._sure.text, self._sure.where
        until = rules["not_until"].search(text, where.start, where.end)
        if until is not None and until.start() <= event.verb.end <= until.end():
            return Status.CONFIRMED
        if rules["given_up_after"].search(text, event.end, where.end):
            return Status.DENIED
        if rules["refuting"].search(text, where.start, event.verb.start):
            return Status.DENIED
        negated = bool(self._lex.words["negations"].intersection(event.verb.aux))
        own = event.verb.aux and text[: event.verb.start].rstrip().endswith(_TIES)
        since = event.verb.start if own or self._aside(event) else 0
        return self._sure.between(
            event.start, event.end, event.verb.end, negated=negated, since=since
        )

    def _aside(self, event: Event) -> bool:
        """Whether something is told between a verb and what stands before it: "X, not seen since
        W, will return"."""
        start = event.verb.start
        ahead = max((part.end for part in event.clause.parts if part.end <= start), default=start)
        return self._sure.text.count(",", ahead, start) > 1


def is_company(name: Name, *, shown: bool) -> bool:
    """Whether a name is a company's; where its place has `shown` it, a new word may be."""
    if name.kinds & ~Kind.OUTLET == Kind.ORGANISATION:
        return True
    if not shown:
        return False
    single = not name.known and " " not in name.text
    return single and bool(name.kinds & Kind.ORGANISATION) and not name.kinds & Kind.PERSON
