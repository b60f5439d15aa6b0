"""What phrases mean in an article: which work "the film" is, whom "the actor" and "she" name."""

from __future__ import annotations

from collections.abc import Sequence

from lore.articles import function_words as fw
from lore.articles.constituents import Phrase
from lore.articles.lexemes import Lexemes
from lore.articles.named import Name
from lore.articles.pronouns import Pronouns
from lore.articles.signs import Kind
from lore.articles.topics import Topics, Works
from lore.language import grammar
from lore.language.text import numbers

_HIS = grammar.words("press", "owners")


class Discourse:
    """Follows an article's works and people through its sentences."""

    def __init__(self, lexemes: Lexemes, topics: Topics, people: Pronouns) -> None:
        self._lex = lexemes
        self._topics = topics
        self.people = people
        self.current: Works = topics.focus
        self.last: Works = topics.focus
        self.speaker: Name | None = None
        self.ahead: list[Name] = []
        """The people of the sentence at hand."""
        self.turn = -1
        """Where the sentence at hand turns to something else, at a colon."""
        self.casting = False
        """Whether the sentence before tells who is in a film."""
        self._group: list[Name] = []

    def paragraph(self) -> None:
        """Begin a paragraph, about the article's own works until it says otherwise."""
        self.current = self._topics.focus
        self.people.paragraph()

    @property
    def spoken(self) -> Works | None:
        """The works that a clause which names none is about: the last sentence's, but for the
        article's own where another film to come was named since, beside a main clause. None where
        several were, so that nobody can tell."""
        focus = {name.text for name in self._topics.focus}
        named = self._topics.current
        if {name.text for name in self.current} != focus or any(
            name.text in focus for name in named
        ):
            return self.current
        coming = [name for name in named if not self._topics.is_out(name)]
        if not coming:
            return self.current
        return named if len(named) == 1 else None

    def film(self, works: Works) -> Works:
        """What "the film" means where works are spoken of: the film that was named last, where
        these are shows."""
        shows = bool(works) and all(work.is_show for work in works)
        films = tuple(work for work in self.last if not work.is_show) if shows else ()
        return films or works

    def named(self, phrase: Phrase) -> Works:
        """The works that a phrase names, by itself or by what explains it."""
        if phrase.words[:1] and phrase.words[0] in self._lex.words["telling"]:
            return ()
        for alike in (phrase, *phrase.same):
            if alike.name is not None and alike.name.kinds & Kind.WORK:
                sure = alike.name.kinds == Kind.WORK or bool(phrase.classes & {"work"})
                if sure:
                    told = self._numbered(alike)
                    if told:
                        return told
                    return self._topics.works((alike.name,)) or self._topics.focus
        return ()

    def work(self, phrase: Phrase) -> Works | None:
        """The works that a phrase means or is of; None for one that cannot be known, and nothing
        where it speaks of none."""
        if named := self.named(phrase):
            return named
        if phrase.pronoun:
            return self._pointed(phrase.pronoun)
        for near in (phrase.of, phrase.owner):
            if near is not None and (found := self.work(near)) != ():
                return found
        player = phrase.kinds & Kind.PERSON and phrase.nouns & {"star", "actor"}
        works = [name for name in phrase.before if name.kinds == Kind.WORK and not player]
        if works:
            return self._topics.works(tuple(works[:1])) or self.current
        if "work" in phrase.nouns and phrase.name is None:
            return self._told(phrase)
        if "production" in phrase.nouns and phrase.det in fw.THAT:
            return self.last
        return ()

    def _pointed(self, pronoun: str) -> Works:
        """The works that a pronoun stands for."""
        if pronoun in fw.IT:
            return self.current
        return self.last if pronoun in fw.THAT else ()

    def _numbered(self, phrase: Phrase) -> Works:
        """The film of a series that its number tells: "the fourth Night Ferry"."""
        ordinals = numbers()["ordinals"]
        number = next((ordinals.index(word) for word in phrase.words if word in ordinals), 0)
        if number < 2 or phrase.name is None:
            return ()
        told = f"{phrase.name.text} {number}".casefold()
        return tuple(name for name in self._topics.focus if name.text.casefold() == told)

    def _told(self, phrase: Phrase) -> Works | None:
        """The work that a noun means: "the film", "that one", not "his first film"."""
        if "franchise" in phrase.nouns and phrase.noun not in fw.FILMS:
            return self.current
        ordinals = numbers()["ordinals"]
        number = next((ordinals.index(word) for word in phrase.words if word in ordinals), 0)
        if number:
            ends = (f" {number}",)
            fitting = [name for name in self._topics.focus if name.text.endswith(ends)]
            return tuple(fitting) or None
        owned = phrase.det in _HIS or (phrase.owner is not None and phrase.det == "")
        if not phrase.det or phrase.det in fw.UNCERTAIN or owned:
            return None
        if self._lex.words["other"].intersection(phrase.words[1:]):
            return None
        if phrase.det in fw.THAT or (phrase.noun in fw.ONE and phrase.det not in fw.THIS):
            return self.last
        if phrase.noun not in self._lex.words["any_work"] and self.last != self.current:
            return self.last
        spoken = self.spoken or self.current
        return self.film(spoken) if self._lex.has("films", phrase.noun) else spoken

    def persons(self, phrases: Sequence[Phrase]) -> list[tuple[Name, Phrase]]:
        """The people whom phrases name or mean, each with its phrase."""
        found: list[tuple[Name, Phrase]] = []
        for phrase in phrases:
            for name in self._person(phrase):
                found.append((name, phrase))
        return found

    def _person(self, phrase: Phrase) -> list[Name]:
        for alike in (phrase, *phrase.same):
            if alike.name is not None and alike.name.kinds & Kind.PERSON:
                return [alike.name]
        word = phrase.pronoun
        if word in fw.SOMEBODY:
            before = [name for name in self.ahead if name.end <= phrase.start]
            turned = [name for name in before if name.start > self.turn]
            before = [*turned, *(name for name in before if name.start <= self.turn)]
            name = self.people.meant(fw.SHE if word in fw.FEMININE else fw.HE, before, None)
            return [name] if name is not None else []
        if word in fw.SPEAKER and self.speaker is not None:
            return [self.speaker]
        if word in fw.SEVERAL:
            return list(self._group)
        told = phrase.det in fw.GIVEN or (phrase.det == "" and bool(phrase.before))
        told = told and phrase.name is None and not phrase.of
        last = self.people.last
        if (
            told
            and last is not None
            and (phrase.nouns & {"actor", "star", "newcomer"} or phrase.noun in fw.FILMMAKERS)
        ):
            return [last]
        return []

    def role(self, phrase: Phrase) -> Name | str | None:
        """The character that a phrase is, or its words where it only tells what they are."""
        of = [phrase.of, *phrase.of.same] if phrase.of is not None else []
        for alike in (phrase, *phrase.same, *of):
            if alike.name is not None and (
                alike.name.kinds & Kind.CHARACTER
                or (alike.name.kinds & Kind.PERSON and not alike.name.known)
            ):
                return alike.name
        if phrase.of is not None and not phrase.of.name and phrase.of.text:
            return phrase.of.text
        if phrase.name is None and phrase.det in fw.OF_SOMEBODY:
            return phrase.text
        return None

    def is_out(self, work: Name) -> bool:
        """Whether a film is out, and so rather spoken of beside."""
        return self._topics.is_out(work)

    def heard(self, works: Works, people: Sequence[Name], told: str) -> None:
        """Remember the works of a sentence, and the people it is about."""
        if works:
            self.last = works[-1:]
        if people:
            self.people.heard(people[0], told, people[1:])
        if len(people) > 1:
            self._group = list(people)
