"""Plans a change: which targets it touches and their new snapshots, before anything is written.

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
    NameSnapshot,
    PreferenceSnapshot,
    Snapshot,
    Snapshots,
    SourceSnapshot,
    Target,
    same,
)
from lore.store.moderator_reader import ModeratorReader, Table
from lore.store.name_index.writer import standing_names

_KEY_LENGTH = 60
"""Characters of the key of a fact that a moderator adds."""


@dataclass(slots=True)
class Plan:
    """The targets of a change with their new snapshots.

    `memories` are the snapshots of shared facts that are hidden or shown, for the history. The plan
    is carried out only where the snapshots of `expects` are stored then. `key` is that of the fact
    that the change is about, None of other changes; the fact is given a number if it has none.
    """

    snapshots: dict[Target, Snapshot | None] = field(default_factory=dict)
    memories: dict[Target, FactSnapshot] = field(default_factory=dict)
    expects: Snapshots = field(default_factory=dict)
    key: str | None = None


class Planner:
    """Plans changes for one reader."""

    def __init__(self, reader: ModeratorReader, first: Mapping[Table, int] | None = None) -> None:
        """`first` has the row id from which on new rows of a table are numbered; of a table that it
        lacks, the id after the highest."""
        self._reader = reader
        self._next = dict(first or {})
        self.facts: dict[str, int] = {}
        """The rows that facts are planned on, by key."""

    def save(self, draft: Draft, *, supersede: bool = False) -> Plan:
        """Plan to store a draft: as a new fact, in place of the one that it edits, or as one more
        source of a fact that says the same.

        With `supersede` what contradicts it no longer counts: other facts are ranked as
        superseded; a fact that says the same and whose sources deny it keeps the draft's alone.

        Raises:
            Unchanged: where an edit says what is there and supersedes nothing: no copy is kept.
        """
        plan = Plan()
        entities = [self.entity(plan, new) for new in draft.creates]
        cited = [self._cited(plan, citation) for citation in draft.fact.citations]
        kept = draft.edits or (draft.same[0] if draft.same else None)
        plan.key = kept.key if kept else key_of(draft.fact.subject.name, draft.fact.property)
        snapshot = snapshot_of(draft.fact, plan.key, cited, entities)
        if kept is not None and draft.edits is None:
            old = self._snapshot(kept)
            spoiler = max(old.spoiler, snapshot.spoiler)
            sources = () if supersede and kept in draft.contradicts else old.citations
            snapshot = replace(old, spoiler=spoiler, citations=(*cited, *sources))
        others = [view for view in draft.contradicts if supersede and view != kept]
        if draft.edits and not others and same(snapshot, self._snapshot(draft.edits)):
            raise Unchanged
        self.fact(plan, plan.key, snapshot, kept.fact.id if kept and kept.shared else None)
        for other in others:
            plan.snapshots[Target("preference", other.fact.id)] = PreferenceSnapshot("superseded")
        return plan

    def fact(self, plan: Plan, key: str, snapshot: FactSnapshot, stands_for: int | None) -> None:
        """Store a fact on the server's own row of its key, in place of a shared one if given."""
        own = self._reader.keys("fact", [key]).get(key, {}).get(self._reader.scope)
        if key not in self.facts:
            self.facts[key] = own or self.take("fact")
        target = Target("fact", self.facts[key])
        plan.snapshots[target] = snapshot
        if stands_for is not None:
            self.hide(plan, stands_for)
            if (rank := self._reader.ranks([stands_for]).get(stands_for)) is not None:
                plan.snapshots[Target("preference", target.id)] = PreferenceSnapshot(rank)

    def retire(self, view: FactView) -> Plan:
        """Plan to retire a fact of the server's own, or to hide a shared one."""
        plan = Plan(key=view.key)
        if view.shared:
            self.hide(plan, view.fact.id)
        else:
            plan.snapshots[Target("fact", view.fact.id)] = replace(self._snapshot(view), retired=1)
        return plan

    def restore(self, view: FactView) -> Plan:
        """Plan that a retired or hidden fact is seen again."""
        plan = Plan(key=view.key)
        if view.shared:
            self.hide(plan, view.fact.id, hidden=False)
        else:
            plan.snapshots[Target("fact", view.fact.id)] = replace(self._snapshot(view), retired=0)
        return plan

    def hide(self, plan: Plan, fact: int, *, hidden: bool = True) -> None:
        """Hide a shared fact, or show it again."""
        target = Target("hidden", fact)
        plan.snapshots[target] = HiddenSnapshot() if hidden else None
        plan.memories[target] = self._reader.fact_snapshots([fact])[fact][1]

    def prefer(self, view: FactView, rank: Rank | None) -> Plan:
        """Plan a fact's rank (None takes it away). Of one subject and property only one fact is
        preferred: another one loses that."""
        plan = Plan(key=view.key)
        if rank == "preferred":
            rivals = self._reader.of_subject(view.fact.subject.id, view.fact.property)
            for number, given in self._reader.ranks(rivals).items():
                if given == "preferred":
                    plan.snapshots[Target("preference", number)] = None
        plan.snapshots[Target("preference", view.fact.id)] = (
            PreferenceSnapshot(rank) if rank else None
        )
        return plan

    def entity(self, plan: Plan, new: NewName, key: str | None = None) -> int:
        """Store a new entity with its names; its id."""
        number = self.take("entity")
        key = key or key_of(new.name)
        plan.snapshots[Target("entity", number)] = EntitySnapshot(key, new.name, new.kind, new.year)
        for text, standing in standing_names(new.name, new.aliases):
            plan.snapshots[Target("name", number, text)] = NameSnapshot(standing)
        return number

    def source(self, plan: Plan, source: Source, key: str | None = None) -> int:
        """Store a new source; its id."""
        number = self.take("source")
        plan.snapshots[Target("source", number)] = source_snapshot(
            source, key or key_of(source.title)
        )
        return number

    def take(self, table: Table) -> int:
        """The id of a new row."""
        number = self._next.get(table) or self._reader.next_id(table)
        self._next[table] = number + 1
        return number

    def _cited(self, plan: Plan, citation: Citation) -> Cited:
        number = citation.source.id or self.source(plan, citation.source)
        return Cited(number, str(citation.status), citation.locator, _text(citation.as_of))

    def _snapshot(self, view: FactView) -> FactSnapshot:
        return self._reader.fact_snapshots([view.fact.id])[view.fact.id][1]


def snapshot_of(
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


def source_snapshot(source: Source, key: str) -> SourceSnapshot:
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
    """A new row's key: readable words and a random end, so that no other row has it."""
    slug = "-".join(folding.words(" ".join(names)))
    bare = re.sub(r"[^a-z0-9-]+", "", slug.replace("_", "-"))[:_KEY_LENGTH].strip("-")
    return f"{bare or 'row'}-{secrets.token_hex(5)}"


def _text(date: PartialDate | None) -> str | None:
    return str(date) if date is not None else None
