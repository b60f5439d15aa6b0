"""What a server can change, as targets with snapshots: reading what stands.

A target is one thing that can be changed by itself, a snapshot what is stored of it, None where
nothing is. All that a server's moderators do is to give targets new snapshots, and so is taking it
back: a history of snapshots before and after needs no other rule.

| target | its snapshot |
| --- | --- |
| source, entity, fact | the columns of the server's own row; a fact's with its live citations |
| name | the standing of a text as the server's own name of an entity, shared or its own |
| hidden | that a shared fact is hidden, with the fact's snapshot as it was then, for the history |
| hidden_name | that a text of an entity's shared names is hidden |
| merged | the entity that stands for this one |
| preference | a fact's rank |
| setting | a value |
| phrase | its text, the property that it means, and the words that it stands for |

A snapshot has one type for each kind of target, and a plain form, which the history keeps as JSON:
its columns by name. Dates are ISO 8601 as their columns hold them, yes and no are 1 and 0.

Rows of sources, entities and facts are never deleted, since ids must not come to mean something
else: a fact that is taken back is retired, an entity is left without a name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from lore.store.database import Writer
from lore.store.name_index.writer import Standing

Kind = Literal[
    "source",
    "entity",
    "name",
    "fact",
    "hidden",
    "hidden_name",
    "merged",
    "preference",
    "setting",
    "phrase",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
RowKind = Literal["source", "entity", "fact"]
"""The kinds that are rows of a table of their name."""


class Target(NamedTuple):
    """One thing that can be changed: `id` is a row's (none of a setting or a phrase), `text` a name
    or key."""

    what: Kind
    id: int = 0
    text: str = ""

    def __str__(self) -> str:
        return f"{self.what}:{self.id}:{self.text}"

    @classmethod
    def parse(cls, text: str) -> Target:
        """The target of its text form."""
        kind_name, row_id, rest = text.split(":", 2)
        return cls(next(kind for kind in KINDS if kind == kind_name), int(row_id), rest)


class Cited(NamedTuple):
    """A live citation of a fact: its source's row, what that claims, where, and as of when."""

    source_id: int
    status: str
    locator: str | None
    as_of: str | None


@dataclass(frozen=True, slots=True)
class SourceSnapshot:
    """The columns of a source's row."""

    key: str
    title: str
    publisher: str | None
    address: str | None
    published: str | None
    estimated: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class EntitySnapshot:
    """The columns of an entity's row."""

    key: str
    name: str
    kind: str
    year: int | None


@dataclass(frozen=True, slots=True)
class FactSnapshot:
    """The columns of a fact's row, and its live citations."""

    key: str
    subject_id: int
    property: str
    value_id: int | None = None
    value_date: str | None = None
    value_text: str | None = None
    role_id: int | None = None
    role_text: str | None = None
    spoiler: int = 0
    retired: int = 0
    citations: tuple[Cited, ...] = ()

    def entities(self) -> set[int]:
        """The rows of the entities that it names."""
        named = (self.subject_id, self.value_id, self.role_id)
        return {row_id for row_id in named if row_id is not None}

    def cited(self, citations: Iterable[Cited]) -> FactSnapshot:
        """The same fact with these citations and no others."""
        return replace(self, citations=tuple(citations))


@dataclass(frozen=True, slots=True)
class NameSnapshot:
    """A name's standing: name, alias, part or rule."""

    standing: Standing


@dataclass(frozen=True, slots=True)
class HiddenSnapshot:
    """A shared fact that is hidden, with what it was then, where that is known."""

    fact: FactSnapshot | None = None


@dataclass(frozen=True, slots=True)
class HiddenNameSnapshot:
    """A shared name that is hidden."""


@dataclass(frozen=True, slots=True)
class MergedSnapshot:
    """The row of the entity that stands for another."""

    into: int


@dataclass(frozen=True, slots=True)
class PreferenceSnapshot:
    """A fact's rank: preferred or superseded."""

    rank: str


@dataclass(frozen=True, slots=True)
class SettingSnapshot:
    """A setting's value, as JSON has it."""

    value: Any


@dataclass(frozen=True, slots=True)
class PhraseSnapshot:
    """A phrase as it was written, the property that it means, and the words that it stands for."""

    text: str
    property: str
    stands_for: str


RowSnapshot: TypeAlias = SourceSnapshot | EntitySnapshot | FactSnapshot
Snapshot: TypeAlias = (
    RowSnapshot
    | NameSnapshot
    | HiddenSnapshot
    | HiddenNameSnapshot
    | MergedSnapshot
    | PreferenceSnapshot
    | SettingSnapshot
    | PhraseSnapshot
)
Snapshots: TypeAlias = Mapping[Target, Snapshot | None]

_TYPES: dict[Kind, type[Snapshot]] = {
    "source": SourceSnapshot,
    "entity": EntitySnapshot,
    "name": NameSnapshot,
    "hidden_name": HiddenNameSnapshot,
    "merged": MergedSnapshot,
    "preference": PreferenceSnapshot,
    "setting": SettingSnapshot,
    "phrase": PhraseSnapshot,
}
"""The type of each kind whose plain form is its fields and no more."""
_COLUMNS: dict[RowKind, tuple[str, ...]] = {
    "source": tuple(field.name for field in fields(SourceSnapshot)),
    "entity": tuple(field.name for field in fields(EntitySnapshot)),
    "fact": tuple(field.name for field in fields(FactSnapshot) if field.name != "citations"),
}


def columns(what: RowKind) -> tuple[str, ...]:
    """The columns that are the snapshot of a source, an entity or a fact, citations apart."""
    return _COLUMNS[what]


def cells(what: RowKind, snapshot: Snapshot) -> tuple[str | int | None, ...]:
    """What a snapshot has in those columns."""
    return tuple(getattr(snapshot, name) for name in _COLUMNS[what])


def plain(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot's plain form; that of a hidden fact is what the fact was."""
    if isinstance(snapshot, HiddenSnapshot):
        return plain(snapshot.fact) if snapshot.fact else {}
    return {field.name: getattr(snapshot, field.name) for field in fields(snapshot)}


def parsed(what: Kind, form: Mapping[str, Any]) -> Snapshot:
    """The snapshot of a plain form."""
    if what == "fact":
        citations = tuple(Cited(*cited) for cited in form["citations"])
        return FactSnapshot(**{**form, "citations": citations})
    if what == "hidden":
        fact = parsed("fact", form) if form else None
        assert fact is None or isinstance(fact, FactSnapshot)
        return HiddenSnapshot(fact)
    return _TYPES[what](**form)


def fact_of(snapshot: Snapshot | None) -> FactSnapshot | None:
    """The fact that a snapshot tells of: its own row, or the shared one that is hidden."""
    match snapshot:
        case FactSnapshot():
            return snapshot
        case HiddenSnapshot():
            return snapshot.fact
        case _:
            return None


def same(one: Snapshot | None, other: Snapshot | None) -> bool:
    """Whether two snapshots of one target say the same.

    What a hidden fact was is a memory and no part of that; citations have no order.
    """
    if isinstance(one, HiddenSnapshot) and isinstance(other, HiddenSnapshot):
        return True
    if isinstance(one, FactSnapshot) and isinstance(other, FactSnapshot):
        return set(one.citations) == set(other.citations) and replace(one, citations=()) == replace(
            other, citations=()
        )
    return one == other


def of_kind(targets: Iterable[Target], what: Kind) -> list[Target]:
    """The targets of one kind."""
    return [target for target in targets if target.what == what]


async def read_snapshots(
    writer: Writer, scope: int, targets: Iterable[Target]
) -> dict[Target, Snapshot | None]:
    """The snapshots of targets as a scope has them now, inside the writer's transaction."""
    wanted = list(dict.fromkeys(targets))
    snapshots: dict[Target, Snapshot | None] = dict.fromkeys(wanted)
    snapshots |= await _rows(writer, scope, "source", of_kind(wanted, "source"))
    snapshots |= await _rows(writer, scope, "entity", of_kind(wanted, "entity"))
    snapshots |= await _facts(writer, scope, of_kind(wanted, "fact"))
    for kind, sql in _BY_ROW.items():
        ids = [target.id for target in of_kind(wanted, kind)]
        if ids:
            for row_id, text, form in await writer.execute_fetchall(sql, (scope, json.dumps(ids))):
                target = Target(kind, row_id, text)
                if target in snapshots:
                    snapshots[target] = parsed(kind, json.loads(form))
    for kind, sql in _BY_KEY.items():
        keys = [target.text for target in of_kind(wanted, kind)]
        if keys:
            for key, form in await writer.execute_fetchall(sql, (scope, json.dumps(keys))):
                snapshots[Target(kind, text=key)] = parsed(kind, json.loads(form))
    return snapshots


_BY_ROW: dict[Kind, str] = {
    "name": """
        SELECT entity_id, text, json_object('standing', standing)
        FROM name
        WHERE scope = ?1 AND standing <> 'rule'
            AND entity_id IN (SELECT value FROM json_each(?2))
    """,
    "hidden": """
        SELECT target_id, '', '{}'
        FROM hidden
        WHERE scope = ?1 AND what = 'fact'
            AND target_id IN (SELECT value FROM json_each(?2))
    """,
    "hidden_name": """
        SELECT name.entity_id, name.text, '{}'
        FROM name
        JOIN hidden ON hidden.scope = ?1 AND hidden.what = 'name' AND hidden.target_id = name.id
        WHERE name.entity_id IN (SELECT value FROM json_each(?2))
    """,
    "merged": """
        SELECT entity_id, '', json_object('into', into_id)
        FROM merged
        WHERE scope = ?1 AND entity_id IN (SELECT value FROM json_each(?2))
    """,
    "preference": """
        SELECT fact_id, '', json_object('rank', rank)
        FROM preference
        WHERE scope = ?1 AND fact_id IN (SELECT value FROM json_each(?2))
    """,
}
"""What is read of targets that hang on a row: its id, a text, and the plain form."""
_BY_KEY: dict[Kind, str] = {
    "setting": """
        SELECT key, json_object('value', json(value))
        FROM setting
        WHERE scope = ?1 AND key IN (SELECT value FROM json_each(?2))
    """,
    "phrase": """
        SELECT key, json_object('text', text, 'property', property, 'stands_for', stands_for)
        FROM phrase
        WHERE scope = ?1 AND key IN (SELECT value FROM json_each(?2))
    """,
}
"""What is read of targets that have a key: it, and the plain form."""


async def _rows(
    writer: Writer, scope: int, what: Literal["source", "entity"], targets: Sequence[Target]
) -> dict[Target, Snapshot | None]:
    """The snapshots of sources or entities."""
    rows = await _cells(writer, scope, what, targets)
    return {Target(what, row_id): _TYPES[what](*cell_row) for row_id, cell_row in rows.items()}


async def _facts(
    writer: Writer, scope: int, targets: Sequence[Target]
) -> dict[Target, Snapshot | None]:
    """The snapshots of facts, with their live citations."""
    rows = await _cells(writer, scope, "fact", targets)
    cited: dict[int, list[Cited]] = {row_id: [] for row_id in rows}
    for fact_id, *citation in await writer.execute_fetchall(
        """
        SELECT fact_id, source_id, status, locator, as_of
        FROM citation
        WHERE scope = ?1 AND retired = 0 AND fact_id IN (SELECT value FROM json_each(?2))
        ORDER BY id
        """,
        (scope, json.dumps(list(rows))),
    ):
        cited[fact_id].append(Cited(*citation))
    return {
        Target("fact", row_id): FactSnapshot(*cell_row).cited(cited[row_id])
        for row_id, cell_row in rows.items()
    }


async def _cells(
    writer: Writer, scope: int, what: RowKind, targets: Sequence[Target]
) -> dict[int, list[Any]]:
    """The cells of a scope's own rows, by their ids."""
    if not targets:
        return {}
    # The table and its columns are constants of this module.
    rows = await writer.execute_fetchall(
        f"""
        SELECT id, {", ".join(_COLUMNS[what])}
        FROM {what}
        WHERE scope = ?1 AND id IN (SELECT value FROM json_each(?2))
        """,  # noqa: S608
        (scope, json.dumps([target.id for target in targets])),
    )
    return {row_id: cell_row for row_id, *cell_row in rows}
