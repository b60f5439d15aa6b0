"""What is said of somebody or something by "is": their role, what they do, where it is filmed."""

from __future__ import annotations

from collections.abc import Iterator

from lore.articles import function_words as fw
from lore.articles.claims import Claim
from lore.articles.constituents import Phrase
from lore.articles.context import JOBS, PLACE_TIES, Context
from lore.articles.events import Event
from lore.articles.named import Name
from lore.articles.signs import Kind
from lore.articles.topics import Works
from lore.language import grammar
from lore.model.facts import Status

_TOGETHER = grammar.listed("press", "together")


class BeingClaims(Context):
    """Reads what somebody is."""

    def being(self, event: Event) -> Iterator[Claim]:
        """What a clause with "is" claims."""
        yield from self._short(event)
        status = self._status(event)
        yield from self._filmed(event, status)
        if not all(self._lex.has("adverbs", word) for word in event.words.split()):
            yield from self._new(event, status)
            return
        for phrase in event.object:
            works = self._works(event, self._near(event, event.subject, [phrase]))
            if works is not None:
                yield from self._told(event, phrase, works, status)
        for subject in event.subject:
            if _only(subject, Kind.CHARACTER):
                yield from self._villain(event, subject, status)
            if "script" in subject.nouns:
                yield from self._script(event, subject, status)

    def _filmed(self, event: Event, status: Status) -> Iterator[Claim]:
        """Where filming is."""
        if not any(phrase.nouns & {"production", "unit"} for phrase in event.subject):
            return
        works = self._works(event, self._near(event, event.subject, [])) or ()
        for tie in PLACE_TIES:
            for part in event.behind.get(tie, ()):
                yield from self._places(part.phrases, works, status, "shoot-in")

    def _new(self, event: Event, status: Status) -> Iterator[Claim]:
        """Who is new to a series."""
        if event.words not in fw.NEW or not event.tied(fw.TO) or status is Status.DENIED:
            return
        works = self._default(event.clause, event.verb.start) or ()
        for person, _ in self._meaning.persons(event.subject):
            for name in ("cast", "newcomer"):
                yield from self._claims(works, name, person, None, status, "noun-newcomer")

    def _told(self, event: Event, phrase: Phrase, works: Works, status: Status) -> Iterator[Claim]:
        """What somebody is told to be, or who something is told to be."""
        people = [person for person, _ in self._meaning.persons(event.subject)]
        villain = not any(phrase.pronoun for phrase in event.subject)
        moving = phrase.words[:1] != () and phrase.words[0].endswith("ing")
        if people and _only(phrase, Kind.CHARACTER) and phrase.name is not None:
            if moving or phrase.det in fw.INDEFINITE:
                return
            again = self._lex.words["once_more"] & {*event.words.split(), *event.verb.aux}
            for person in people:
                yield from self._claims(works, "cast", person, phrase.name, status, "is-role")
                if again:
                    yield from self._claims(works, "returning", person, None, status, "is-role")
        elif not people and phrase.name is not None and phrase.kinds & Kind.CHARACTER:
            yield from self._character(event, phrase.name, works, status)
        if people and phrase.name is None:
            for person in people:
                yield from self._nouns(phrase, person, works, status, villain=villain)
            if phrase.nouns & set(JOBS):
                for person in self._beside(event):
                    yield from self._nouns(phrase, person, works, status)
        elif phrase.kinds & Kind.PERSON and phrase.name is not None:
            for subject in event.subject:
                if subject.name is None and not subject.pronoun:
                    yield from self._nouns(subject, phrase.name, works, status)

    def _beside(self, event: Event) -> Iterator[Name]:
        """The people beside whom somebody is something: "alongside X"."""
        parts = [part for tie in _TOGETHER for part in event.behind.get(tie, ())]
        for part in parts:
            yield from (person for person, _ in self._meaning.persons(part.phrases))

    def _character(self, event: Event, role: Name, works: Works, status: Status) -> Iterator[Claim]:
        """Who plays whom "the character" or "X's character" is told to be."""
        for subject in event.subject:
            if subject.name is not None or "role" not in subject.nouns:
                continue
            owner = subject.owner.name if subject.owner is not None else None
            player = owner if owner is not None else self._meaning.people.last
            if player is None or not player.kinds & Kind.PERSON or subject.det in fw.INDEFINITE:
                continue
            if owner is not None or subject.det in fw.DEFINITE:
                yield from self._claims(works, "cast", player, role, status, "is-role")

    def _villain(self, event: Event, subject: Phrase, status: Status) -> Iterator[Claim]:
        """A character who is the villain."""
        for phrase in event.object:
            if "villain" in phrase.nouns and subject.name is not None:
                works = self._works(event, self._near(event, [], [phrase])) or ()
                yield from self._claims(
                    works, "villain", subject.name, None, status, "noun-villain"
                )

    def _script(self, event: Event, subject: Phrase, status: Status) -> Iterator[Claim]:
        """Whom the script is by."""
        works = self._works(event, self._near(event, [subject], [])) or ()
        for part in event.tied(fw.BY):
            for person, _ in self._meaning.persons(part.phrases):
                yield from self._claims(works, "writer", person, None, status, "noun-writer")

    def _short(self, event: Event) -> Iterator[Claim]:
        """Who is not in it, where the sentence before tells who is: "Moroney isn't."."""
        negated = self._lex.words["negations"].intersection(event.verb.aux)
        if not negated or event.object or event.words or event.behind or event.clause.depth:
            return
        if not self._meaning.casting or event.next is not None:
            return
        for person, phrase in self._meaning.persons(event.subject):
            if phrase.kinds == Kind.PERSON:
                works = self._meaning.current
                yield from self._claims(works, "cast", person, None, Status.DENIED, "short")


def _only(phrase: Phrase, kind: Kind) -> bool:
    """Whether a phrase may be of a kind, and is nobody's name."""
    return bool(phrase.kinds & kind) and not phrase.kinds & Kind.PERSON
