"""What a server can change, as units with images: reading what stands, and bringing it to be so.

A unit is one thing that can be changed by itself, an image what is stored of it as plain data,
None where nothing is. All that a server's moderators do is to give units new images, and so is
taking it back: a history of images before and after needs no other rule.

| unit | its image |
| --- | --- |
| source, entity, fact | the columns of the server's own row; a fact's with its live citations |
| name | the standing of a text as the server's own name of an entity, shared or its own |
| hidden | that a shared fact is hidden, with the fact's image as it was then, for the history |
| hidden_name | that a text of an entity's shared names is hidden |
| merged | the entity that stands for this one |
| preference | a fact's rank |
| setting | a value |
| phrase | its text, the property that it means, and the words that it stands for |

Rows of sources, entities and facts are never deleted, since ids must not come to mean something
else: a fact that is taken back is retired, an entity is left without a name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from lore.store.database import Writer

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
        """The unit of its text form."""
        what, number, rest = text.split(":", 2)
        return cls(next(kind for kind in KINDS if kind == what), int(number), rest)


Snapshot: TypeAlias = dict[str, Any]
Images: TypeAlias = Mapping[Target, Snapshot | None]

_COLUMNS: dict[str, tuple[str, ...]] = {
    "source": ("key", "title", "publisher", "address", "published", "estimated", "reason"),
    "entity": ("key", "name", "kind", "year"),
    "fact": (
        "key",
        "subject_id",
        "property",
        "value_id",
        "value_date",
        "value_text",
        "role_id",
        "role_text",
        "spoiler",
        "retired",
    ),
}


def columns(what: str) -> tuple[str, ...]:
    """The columns that are the image of a source, an entity or a fact, citations apart."""
    return _COLUMNS[what]


def same(what: Kind, one: Snapshot | None, other: Snapshot | None) -> bool:
    """Whether two images say the same.

    What a hidden fact was is a memory and no part of that; citations have no order.
    """
    if one is None or other is None or what == "hidden":
        return (one is None) is (other is None)
    if what == "fact":
        return _unordered(one) == _unordered(other)
    return one == other


def _unordered(fact: Snapshot) -> Snapshot:
    cited = sorted(map(repr, map(list, fact["citations"])))
    return {**fact, "citations": list(dict.fromkeys(cited))}


def of_kind(units: Iterable[Target], what: Kind) -> list[Target]:
    """The units of one kind."""
    return [unit for unit in units if unit.what == what]


async def read_images(
    writer: Writer, scope: int, units: Iterable[Target]
) -> dict[Target, Snapshot | None]:
    """The images of units as a scope has them now, inside the writer's transaction."""
    wanted = list(dict.fromkeys(units))
    found: dict[Target, Snapshot | None] = dict.fromkeys(wanted)
    for what in _COLUMNS:
        kind = next(one for one in KINDS if one == what)
        found |= await _rows(writer, scope, kind, of_kind(wanted, kind))
    for kind, sql in _PLAIN.items():
        ids = [unit.id for unit in of_kind(wanted, kind)]
        if ids:
            for number, text, image in await writer.execute_fetchall(sql, (scope, json.dumps(ids))):
                unit = Target(kind, number, text)
                if unit in found:
                    found[unit] = json.loads(image)
    keys = [unit.text for unit in of_kind(wanted, "setting")]
    if keys:
        for key, value in await writer.execute_fetchall(
            "SELECT key, value FROM setting WHERE scope = ? "
            "AND key IN (SELECT value FROM json_each(?))",
            (scope, json.dumps(keys)),
        ):
            found[Target("setting", text=key)] = {"value": json.loads(value)}
    phrases = [unit.text for unit in of_kind(wanted, "phrase")]
    if phrases:
        for key, *cells in await writer.execute_fetchall(
            "SELECT key, text, property, stands_for FROM phrase WHERE scope = ? "
            "AND key IN (SELECT value FROM json_each(?))",
            (scope, json.dumps(phrases)),
        ):
            found[Target("phrase", text=key)] = dict(zip(PHRASE, cells, strict=True))
    return found


PHRASE = ("text", "property", "stands_for")
"""The columns that are the image of a phrase."""


_AMONG = "IN (SELECT value FROM json_each(?2))"
_PLAIN: dict[Kind, str] = {
    "name": "SELECT entity_id, text, json_object('standing', standing) FROM name "  # noqa: S608
    f"WHERE scope = ?1 AND standing <> 'rule' AND entity_id {_AMONG}",
    "hidden": "SELECT target_id, '', '{}' FROM hidden "  # noqa: S608
    f"WHERE scope = ?1 AND what = 'fact' AND target_id {_AMONG}",
    "hidden_name": "SELECT name.entity_id, name.text, '{}' FROM name JOIN hidden "  # noqa: S608
    "ON hidden.scope = ?1 AND hidden.what = 'name' AND hidden.target_id = name.id "
    f"WHERE name.entity_id {_AMONG}",
    "merged": "SELECT entity_id, '', json_object('into', into_id) FROM merged "  # noqa: S608
    f"WHERE scope = ?1 AND entity_id {_AMONG}",
    "preference": "SELECT fact_id, '', json_object('rank', rank) FROM preference "  # noqa: S608
    f"WHERE scope = ?1 AND fact_id {_AMONG}",
}
"""What is read of the small units: id, text and image."""


async def _rows(
    writer: Writer, scope: int, what: Kind, units: Sequence[Target]
) -> dict[Target, Snapshot | None]:
    """The images of sources, entities or facts, a fact's with its live citations."""
    if not units:
        return {}
    names = _COLUMNS[what]
    ids = json.dumps([unit.id for unit in units])
    images: dict[int, Snapshot] = {}
    for number, *cells in await writer.execute_fetchall(
        f"SELECT id, {', '.join(names)} FROM {what} "  # noqa: S608
        f"WHERE scope = ?1 AND id {_AMONG}",
        (scope, ids),
    ):
        images[number] = dict(zip(names, cells, strict=True))
    if what == "fact":
        for image in images.values():
            image["citations"] = []
        for fact, *cited in await writer.execute_fetchall(
            "SELECT fact_id, source_id, status, locator, as_of FROM citation "  # noqa: S608
            f"WHERE scope = ?1 AND retired = 0 AND fact_id {_AMONG} ORDER BY id",
            (scope, ids),
        ):
            if fact in images:
                images[fact]["citations"].append(cited)
    return {Target(what, number): image for number, image in images.items()}
