"""What a sentence is made of: phrases, verbs, dates, quotations and the words between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from lore.articles.lexemes import Verb
from lore.articles.named import Name
from lore.articles.signs import NOTHING, Kind
from lore.model.dates import PartialDate


@dataclass(slots=True)
class Phrase:
    """A noun phrase. `name` is its head where that is a name, `before` are names that stand before
    it, `nouns` the classes of its nouns, `noun` its last; `of` is what it is said to be of."""

    start: int
    end: int
    name: Name | None = None
    before: list[Name] = field(default_factory=list)
    nouns: frozenset[str] = frozenset()
    noun: str = ""
    words: tuple[str, ...] = ()
    det: str = ""
    owner: Phrase | None = None
    of: Phrase | None = None
    role: Phrase | None = None
    job: Phrase | None = None
    same: list[Phrase] = field(default_factory=list)
    aside: list[Name] = field(default_factory=list)
    pronoun: str = ""
    text: str = ""
    dates: list[PartialDate] = field(default_factory=list)
    """Dates that stand in it, or in parentheses behind it."""

    @property
    def kinds(self) -> Kind:
        """What its head may be, by name."""
        return self.name.kinds if self.name is not None else NOTHING

    @property
    def classes(self) -> frozenset[str]:
        """The classes of its nouns and of those in what it is also called."""
        found = self.nouns
        for phrase in self.same:
            found |= phrase.nouns
        return found


@dataclass(slots=True)
class Part:
    """One step of a sentence: a phrase (or a list of them), a verb, a date, a quotation, a word."""

    kind: str
    text: str
    start: int
    end: int
    phrases: list[Phrase] = field(default_factory=list)
    verbs: tuple[Verb, ...] = ()
    date: PartialDate | None = None
    aux: tuple[str, ...] = ()
    """Words of a verb group before the verb, "to" among them."""
