"""What a change brings: the new images of the units that it touches, before anything is written.

Every plan is made inside the writer's lock from what is stored at that moment, so a row's next id
and what the plan compares with cannot change until it is carried out.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lore.editing.errors import Unchanged
from lore.language import text as folding
from lore.model.dates import PartialDate
from lore.model.edits import Draft, FactView, NewName, Rank
from lore.model.facts import Citation, Entity, Fact, Role, Source, Value
from lore.store.changes.snapshots import (
    Cited,
    EntitySnapshot,
    FactSnapshot,
    HiddenSnapshot,
    Images,
    NameSnapshot,
    PreferenceSnapshot,
    Snapshot,
    SourceSnapshot,
    Target,
    same,
)
from lore.store.moderator_reader import ModeratorReader, Table
from lore.store.name_index.writer import standing_names

_KEY_LENGTH = 60


@dataclass(slots=True)
class Plan:
    """Units with their new images; `memories` are those of shared facts hidden or shown.

    `expects` are images that must stand for the plan to be carried out. `key` is that of the fact
    that the change is about, which is given a number.
    """

    images: dict[Target, Snapshot | None] = field(default_factory=dict)
    memories: dict[Target, FactSnapshot] = field(default_factory=dict)
    expects: Images = field(default_factory=dict)
    key: str | None = None


class Planner:
    """Plans changes for one reader."""

    def __init__(self, reader: ModeratorReader, first: Mapping[Table, int] | None = None) -> None:
        """`first` are the ids of the next rows, where they are reserved."""
        self._reader = reader
        self._next = dict(first or {})
        self.facts: dict[str, int] = {}
        """The rows that facts are planned on, by key."""

    def save(self, draft: Draft, *, supersede: bool = False) -> Plan:
        """A draft's fact: new, in place of another, or one more source for one that says it.

        What is superseded no longer counts: other facts by their rank, what the same fact was said
        to be by going.

        Raises:
            Unchanged: where an edit says what is there and supersedes nothing: no copy is kept.
        """
        plan = Plan()
        entities = [self.entity(plan, new) for new in draft.creates]
        cited = [self._cited(plan, citation) for citation in draft.fact.citations]
        kept = draft.edits or (draft.same[0] if draft.same else None)
        plan.key = kept.key if kept else key_of(draft.fact.subject.name, draft.fact.property)
        image = image_of(draft.fact, plan.key, cited, entities)
        if kept is not None and draft.edits is None:
            old = self._image(kept)
            spoiler = max(old.spoiler, image.spoiler)
            sources = () if supersede and kept in draft.contradicts else old.citations
            image = replace(old, spoiler=spoiler, citations=(*cited, *sources))
        others = [one for one in draft.contradicts if supersede and one != kept]
        if draft.edits and not others and same(image, self._image(draft.edits)):
            raise Unchanged
        self.fact(plan, plan.key, image, kept.fact.id if kept and kept.shared else None)
        for other in others:
            plan.images[Target("preference", other.fact.id)] = PreferenceSnapshot("superseded")
        return plan

    def fact(self, plan: Plan, key: str, image: FactSnapshot, stands_for: int | None) -> None:
        """Store a fact on the server's own row of its key, in place of a shared one if given."""
        own = self._reader.keys("fact", [key]).get(key, {}).get(self._reader.scope)
        if key not in self.facts:
            self.facts[key] = own or self.take("fact")
        unit = Target("fact", self.facts[key])
        plan.images[unit] = image
        if stands_for is not None:
            self.hide(plan, stands_for)
            if (rank := self._reader.ranks([stands_for]).get(stands_for)) is not None:
                plan.images[Target("preference", unit.id)] = PreferenceSnapshot(rank)

    def retire(self, view: FactView) -> Plan:
        """A fact that is no longer seen in the server."""
        plan = Plan(key=view.key)
        if view.shared:
            self.hide(plan, view.fact.id)
        else:
            plan.images[Target("fact", view.fact.id)] = replace(self._image(view), retired=1)
        return plan

    def restore(self, view: FactView) -> Plan:
        """A fact that is seen again."""
        plan = Plan(key=view.key)
        if view.shared:
            self.hide(plan, view.fact.id, hidden=False)
        else:
            plan.images[Target("fact", view.fact.id)] = replace(self._image(view), retired=0)
        return plan

    def hide(self, plan: Plan, fact: int, *, hidden: bool = True) -> None:
        """Hide a shared fact, or show it again."""
        unit = Target("hidden", fact)
        plan.images[unit] = HiddenSnapshot() if hidden else None
        plan.memories[unit] = self._reader.fact_snapshots([fact])[fact][1]

    def prefer(self, view: FactView, rank: Rank | None) -> Plan:
        """A fact's rank; what was preferred of the same subject and property no longer is."""
        plan = Plan(key=view.key)
        if rank == "preferred":
            rivals = self._reader.of_subject(view.fact.subject.id, view.fact.property)
            for number, given in self._reader.ranks(rivals).items():
                if given == "preferred":
                    plan.images[Target("preference", number)] = None
        plan.images[Target("preference", view.fact.id)] = PreferenceSnapshot(rank) if rank else None
        return plan

    def entity(self, plan: Plan, new: NewName, key: str | None = None) -> int:
        """Store a new entity with its names; its id."""
        number = self.take("entity")
        key = key or key_of(new.name)
        plan.images[Target("entity", number)] = EntitySnapshot(key, new.name, new.kind, new.year)
        for text, standing in standing_names(new.name, new.aliases):
            plan.images[Target("name", number, text)] = NameSnapshot(standing)
        return number

    def source(self, plan: Plan, source: Source, key: str | None = None) -> int:
        """Store a new source; its id."""
        number = self.take("source")
        plan.images[Target("source", number)] = source_image(source, key or key_of(source.title))
        return number

    def take(self, table: Table) -> int:
        """The id of a new row."""
        number = self._next.get(table) or self._reader.next_id(table)
        self._next[table] = number + 1
        return number

    def _cited(self, plan: Plan, citation: Citation) -> Cited:
        number = citation.source.id or self.source(plan, citation.source)
        return Cited(number, str(citation.status), citation.locator, _text(citation.as_of))

    def _image(self, view: FactView) -> FactSnapshot:
        return self._reader.fact_snapshots([view.fact.id])[view.fact.id][1]


def image_of(
    fact: Fact, key: str, citations: Iterable[Cited], created: Sequence[int] = ()
) -> FactSnapshot:
    """A fact as the columns of its row; entities with ids below 0 are those that were created."""

    def row_id(term: Value | Role | None) -> int | None:
        if not isinstance(term, Entity):
            return None
        return term.id if term.id > 0 else created[-1 - term.id]

    subject = row_id(fact.subject)
    assert subject is not None
    return FactSnapshot(
        key,
        subject,
        fact.property,
        value_id=row_id(fact.value),
        value_date=str(fact.value) if isinstance(fact.value, PartialDate) else None,
        value_text=fact.value if isinstance(fact.value, str) else None,
        role_id=row_id(fact.role),
        role_text=fact.role if isinstance(fact.role, str) else None,
        spoiler=int(fact.spoiler),
        citations=tuple(citations),
    )


def source_image(source: Source, key: str) -> SourceSnapshot:
    """A source as the columns of its row."""
    return SourceSnapshot(
        key,
        source.title,
        source.publisher,
        source.address,
        _text(source.published),
        int(source.estimated),
        source.reason,
    )


def key_of(*names: str) -> str:
    """A key that no other row will have: readable, with a random end."""
    slug = "-".join(folding.words(" ".join(names)))
    bare = re.sub(r"[^a-z0-9-]+", "", slug.replace("_", "-"))[:_KEY_LENGTH].strip("-")
    return f"{bare or 'row'}-{secrets.token_hex(5)}"


def _text(date: PartialDate | None) -> str | None:
    return str(date) if date is not None else None
