"""What moderators write and read: fields, drafts, facts under their numbers, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from lore.model.facts import Entity, Fact, Status
from lore.quota import Level

Action = Literal[
    "add",
    "edit",
    "retire",
    "restore",
    "prefer",
    "name",
    "merge",
    "phrase",
    "import",
    "setup",
    "undo",
]
Rank = Literal["preferred", "superseded"]


@dataclass(frozen=True, slots=True)
class Moderator:
    """Who changes facts and in which server; `scope` is that server's id."""

    scope: int
    id: int


@dataclass(frozen=True, slots=True)
class NewName:
    """Something that the store does not know yet, to be created with the fact that names it."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """A fact as a person writes it down; texts as typed, dates as people write them.

    `property` is its id, label or a phrase for it. `title`, `publisher`, `address` and `published`
    are the source's; `estimate` is the reason where its date is an estimate. `new` tells the kinds
    of names that are not known yet.
    """

    subject: str
    property: str
    value: str
    role: str | None = None
    status: Status = Status.REPORTED
    title: str = ""
    publisher: str | None = None
    address: str | None = None
    published: str | None = None
    estimate: str | None = None
    as_of: str | None = None
    locator: str | None = None
    spoiler: bool = False
    new: tuple[NewName, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The fields as plain data, to be kept as JSON."""
        return asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Fields:
        """The fields of plain data."""
        new = [
            NewName(**{**fields, "aliases": tuple(fields["aliases"])}) for fields in plain["new"]
        ]
        return cls(**{**plain, "status": Status(plain["status"]), "new": tuple(new)})


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact as one server's moderators see it.

    `number` is the server's own (0 until it was shown there), `shared` tells a fact of the packs,
    `live` is false for one that is retired or hidden there, `key` is its stable id in exports.
    `version` changes with anything that is shown of it.
    """

    fact: Fact
    number: int
    key: str
    shared: bool
    live: bool
    version: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What saving would store, checked and resolved; equal drafts mean the same in one state.

    Entities of `fact` that are to be created have ids below 0. `read_as` pairs what was written
    with the name that it was taken for. `same` are live facts that say the same already: saving
    adds the source to the first of them. `retired` say the same but are not live. `edits` is the
    fact that saving replaces, `filling` what of the server's quota is nearly used up.
    """

    scope: int
    fields: Fields
    fact: Fact
    creates: tuple[NewName, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    same: tuple[FactView, ...] = ()
    contradicts: tuple[FactView, ...] = ()
    retired: tuple[FactView, ...] = ()
    edits: FactView | None = None
    filling: tuple[Level, ...] = ()

    @property
    def views(self) -> tuple[FactView, ...]:
        """All facts that it shows."""
        return (
            *self.same,
            *self.contradicts,
            *self.retired,
            *([self.edits] if self.edits else []),
        )


@dataclass(frozen=True, slots=True)
class FactStep:
    """A fact before and after a change, as it was seen in the server; None where it was not."""

    key: str
    number: int
    before: Fact | None
    after: Fact | None


@dataclass(frozen=True, slots=True)
class RankStep:
    """A fact that moderators ranked, with its rank before and after."""

    number: int
    fact: Fact
    before: Rank | None
    after: Rank | None


@dataclass(frozen=True, slots=True)
class NameStep:
    """A name that an entity got or lost in the server; `spoiler` where to know of it is one."""

    entity: Entity
    text: str
    added: bool
    spoiler: bool = False


@dataclass(frozen=True, slots=True)
class MergeStep:
    """An entity that began or ceased to be another; `spoiler` where to know of either is one."""

    entity: Entity
    before: Entity | None
    after: Entity | None
    spoiler: bool = False


@dataclass(frozen=True, slots=True)
class SettingStep:
    """A setting before and after; None for as it comes."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class PhraseStep:
    """A phrase with the property that it meant before and means after; None for nothing."""

    text: str
    before: str | None
    after: str | None


Step = FactStep | RankStep | NameStep | MergeStep | SettingStep | PhraseStep


@dataclass(frozen=True, slots=True)
class Change:
    """One change: who, when, why, and what was before and after.

    `number` is the server's own. `undoes` and `undone_by` are numbers of other changes. `steps`
    are the first of `total`. `actor` is a Discord user's id, or the text that stands for somebody
    whose data was deleted.
    """

    number: int
    actor: str
    made_at: datetime
    action: Action
    reason: str | None
    steps: tuple[Step, ...]
    total: int
    undoes: int | None = None
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A change that was made, and the fact that it was about, if one; `filling` is what of the
    server's quota is nearly used up."""

    change: Change
    view: FactView | None = None
    filling: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundFacts:
    """Facts that a search found, the best first; `total` counts those beyond the page too."""

    views: tuple[FactView, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought: records by type as they stand in the file, and its change."""

    sources: int
    entities: int
    facts: int
    change: Change | None
    filling: tuple[Level, ...] = ()
