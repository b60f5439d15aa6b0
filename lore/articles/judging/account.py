"""An article as it was read: what its facts are judged by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lore.articles.claims import Claim
from lore.articles.dates import DateMention
from lore.articles.judging.credits import Credits
from lore.articles.named import Name
from lore.articles.sentences import Stretch
from lore.articles.topics import Works
from lore.model.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence of a paragraph: the works that it is about by its words (`topic`) and by its
    clauses (`spoken`), the one that was named last, and whether somebody says it."""

    paragraph: int
    where: Stretch
    topic: Works
    spoken: Works
    last: Works
    quoted: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Paragraphs with their names and dates (0 is the headline), the sentences in their order, the
    works that the article is about, the places of films in their series, which works are out, what
    the store has of people, what patterns and clauses claim, and when the article came out."""

    texts: Sequence[str]
    names: Sequence[Sequence[Name]]
    dates: Sequence[Sequence[DateMention]]
    heard: Sequence[Heard]
    own: Works
    numbers: Mapping[str, int]
    is_out: Callable[[Name], bool]
    credits: Credits
    claims: Sequence[Claim]
    published: PartialDate | None = None


NOTHING_READ = Account((), (), (), (), (), {}, lambda _: False, {}, ())
"""An article whose names were too many to be found."""
