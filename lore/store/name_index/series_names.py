"""Keeps the names made by rule: "MI7" of a film that is named after its series and a number.

They are derived anew whenever a film's or a series' names, or the fact that ties them, change. A
server has rule names of its own where it has names or such facts of its own.

Statements are put together of this module's constants alone; whatever comes from outside is bound.
So each `noqa: S608` here is safe.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lore.language import text as folding
from lore.model.facts import SHARED
from lore.store.database import Writer
from lore.store.name_index.writer import NameIndex, NewName, StoredName, seen

_TOUCHED_LIMIT = 10_000
"""Things beyond which all names are derived anew: it is faster than to look for each."""


class Tie(NamedTuple):
    """A live fact that ties a film to a series, and whose fact it is."""

    series: int
    scope: int


class RuleNames:
    """Gathers the entities that a transaction changes, then derives the names that hang on them:
    those of one server, whose change no other sees, or of all where what is shared changes."""

    def __init__(self, writer: Writer, names: NameIndex, server: int | None = None) -> None:
        self._writer = writer
        self._names = names
        self._server = server
        self._touched: set[int] = set()
        self._all = False

    def touch(self, entities: Iterable[int]) -> None:
        """Note that names of these changed, or that facts tie them to another series."""
        if not self._all:
            self._touched.update(entities)
            # A bulk write: deriving all is cheaper than remembering so many.
            self._all = len(self._touched) > _TOUCHED_LIMIT

    def touch_all(self) -> None:
        """Note that any name may have changed."""
        self._all = True

    async def derive(self) -> None:
        """Write and take out rule names, so that they are what the rule makes now."""
        films = await self._films()
        self._touched.clear()
        if not films:
            return
        ties = await self._ties(films)
        series = {tie.series for film in films for tie in ties[film]}
        names: dict[int, list[StoredName]] = defaultdict(list)
        for name in await self._names.of(films | series, self._server):
            names[name.entity_id].append(name)
        new: list[NewName] = []
        old: list[StoredName] = []
        for film in sorted(films):
            wanted = {
                name for name in _wanted(names[film], ties[film], names) if self._derives(name[0])
            }
            held = {
                (row.scope, row.text): row
                for row in names[film]
                if row.standing == "rule" and self._derives(row.scope)
            }
            new += [
                NewName(scope, film, text, "rule") for scope, text in sorted(wanted - held.keys())
            ]
            old += [row for key, row in held.items() if key not in wanted]
        await self._names.remove(old)
        await self._names.add(new)

    def _derives(self, scope: int) -> bool:
        return self._server in (None, scope)

    async def _films(self) -> set[int]:
        """The films whose rule names may have changed: tied to what was, or holding such names."""
        tied = "SELECT fact.subject_id FROM fact WHERE property = 'series' AND retired = 0"
        ruled = "SELECT name.entity_id FROM name WHERE standing = 'rule'"
        if self._all:
            films = f"{tied} {seen('fact', self._server)} UNION {ruled}"
        else:
            # The sign keeps SQLite from going through every film that is tied to a series.
            of_touched = [
                f"""
                SELECT fact.subject_id
                FROM json_each(?1) AS touched
                CROSS JOIN fact ON fact.{column} = touched.value {seen("fact", self._server)}
                    AND +fact.property = 'series'
                    AND fact.retired = 0
                """  # noqa: S608
                for column in ("subject_id", "value_id")
            ]
            named = f"""
                SELECT name.entity_id
                FROM json_each(?1) AS touched
                CROSS JOIN name ON name.entity_id = touched.value {seen("name", self._server)}
                    AND name.standing = 'rule'
            """  # noqa: S608
            films = " UNION ".join([*of_touched, named])
        rows = await self._writer.execute_fetchall(
            films, (json.dumps(sorted(self._touched)), self._server)
        )
        return {row[0] for row in rows}

    async def _ties(self, films: Iterable[int]) -> dict[int, list[Tie]]:
        """The live ties of some films to series, by film."""
        rows = await self._writer.execute_fetchall(
            f"""
            SELECT DISTINCT fact.subject_id, fact.value_id, fact.scope
            FROM json_each(?1) AS film
            CROSS JOIN fact ON fact.subject_id = film.value
                AND +fact.property = 'series'
                AND fact.retired = 0 {seen("fact", self._server)}
            CROSS JOIN entity ON entity.id = fact.value_id AND entity.kind = 'series'
            """,  # noqa: S608
            (json.dumps(sorted(films)), self._server),
        )
        ties: dict[int, list[Tie]] = defaultdict(list)
        for film, series, scope in rows:
            ties[film].append(Tie(series, scope))
        return ties


def _wanted(
    film: Sequence[StoredName], ties: Sequence[Tie], names: Mapping[int, Sequence[StoredName]]
) -> set[tuple[int, str]]:
    """The rule names of a film as (scope, text); a server has those that are not shared."""
    ruling = [name for tie in ties for name in (*film, *names[tie.series])]
    scopes = {tie.scope for tie in ties} | {name.scope for name in ruling}
    wanted: set[tuple[int, str]] = set()
    shared: set[str] = set()
    for scope in sorted(scopes | {SHARED}) if ties else ():
        made = _made(
            _visible(film, scope),
            [_visible(names[tie.series], scope) for tie in ties if tie.scope in (SHARED, scope)],
        )
        wanted |= {(scope, text) for key, text in made.items() if key not in shared}
        if scope == SHARED:
            shared = set(made)
    return wanted


def _visible(names: Sequence[StoredName], scope: int) -> list[str]:
    """What a scope sees of an entity's own names, the first name first."""
    seen = [
        name
        for name in names
        if name.scope in (SHARED, scope) and name.standing in ("name", "alias")
    ]
    return [name.text for name in sorted(seen, key=lambda name: name.standing != "name")]


def _made(film: Sequence[str], series: Sequence[Sequence[str]]) -> dict[str, str]:
    """The names that the rule makes, by their key; none that the film bears anyway."""
    taken = {folding.key(folding.words(name)) for name in film}
    made: dict[str, str] = {}
    for series_names in series:
        for film_name in film:
            for text in folding.rule_names(series_names, film_name):
                made.setdefault(folding.key(folding.words(text)), text)
    return {key: text for key, text in made.items() if key not in taken}
