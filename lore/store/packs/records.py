"""What is written into the store: sources, entities and facts, tied to one another by keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lore.model.errors import LoreError
from lore.model.facts import Status


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A publication. `published` is an ISO date; `estimated` asks for it and a `reason`."""

    key: str
    title: str
    published: str | None = None
    estimated: bool = False
    reason: str | None = None
    publisher: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """A film, person, place …, with all the aliases that it has in the scope."""

    key: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A fact's value or role: an entity's key, an ISO date or a text."""

    type: Literal["entity", "date", "text"]
    text: str


@dataclass(frozen=True, slots=True)
class CitationRecord:
    """A fact's tie to a source, which is named by its key."""

    source: str
    status: Status
    locator: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class FactRecord:
    """A fact; `subject` is an entity's key. Its citations in the scope are exactly those given."""

    key: str
    subject: str
    property: str
    value: Term
    citations: tuple[CitationRecord, ...]
    role: Term | None = None
    spoiler: bool = False

    def entities(self) -> list[str]:
        """The keys of the entities that it names."""
        terms = [term for term in (self.value, self.role) if term is not None]
        return [self.subject, *(term.text for term in terms if term.type == "entity")]


Record = SourceRecord | EntityRecord | FactRecord


Table = Literal["source", "entity", "fact"]


class RecordError(LoreError):
    """A record cannot be written as it stands; `table` and `key` tell which."""

    def __init__(self, table: Table, key: str, reason: str) -> None:
        super().__init__(reason)
        self.table = table
        self.key = key


@dataclass(slots=True)
class Changes:
    """How many records were new, how many were there but different, how many facts were retired."""

    added: int = 0
    updated: int = 0
    retired: int = 0
