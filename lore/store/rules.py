"""Keeps the names made by rule: "MI7" of a film that is named after its series and a number.

They are derived anew whenever a film's or a series' names, or the fact that ties them, change. A
server has rule names of its own where it has names or such facts of its own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lore.models import SHARED
from lore.names import forms
from lore.store.database import Writer
from lore.store.names import NameIndex, NewName, StoredName

SERIES = "series"
"""The property that ties a film to its series, whose kind has the same name."""

_TOUCHED_LIMIT = 10_000


class Tie(NamedTuple):
    """A live fact that ties a film to a series, and whose fact it is."""

    series: int
    scope: int


class RuleNames:
    """Gathers the entities that a transaction changes, then derives the names that hang on them."""

    def __init__(self, writer: Writer, names: NameIndex) -> None:
        self._writer = writer
        self._names = names
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
        for name in await self._names.of(films | series):
            names[name.entity_id].append(name)
        new: list[NewName] = []
        old: list[StoredName] = []
        for film in sorted(films):
            wanted = _wanted(names[film], ties[film], names)
            held = {(one.scope, one.text): one for one in names[film] if one.standing == "rule"}
            new += [
                NewName(scope, film, text, "rule") for scope, text in sorted(wanted - held.keys())
            ]
            old += [one for key, one in held.items() if key not in wanted]
        await self._names.remove(old)
        await self._names.add(new)

    async def _films(self) -> set[int]:
        """The films whose rule names may have changed: tied to what was, or holding such names."""
        tied = "SELECT subject_id FROM fact WHERE property = 'series' AND retired = 0"
        ruled = "SELECT entity_id FROM name WHERE standing = 'rule'"
        if not self._all:
            touched = "(SELECT value FROM json_each(?1))"
            tied = f"{tied} AND subject_id IN {touched} UNION {tied} AND value_id IN {touched}"
            ruled += f" AND entity_id IN {touched}"
        rows = await self._writer.execute_fetchall(
            f"{tied} UNION {ruled}",
            () if self._all else (json.dumps(list(self._touched)),),
        )
        return {row[0] for row in rows}

    async def _ties(self, films: Iterable[int]) -> dict[int, list[Tie]]:
        """The live ties of some films to series, by film."""
        rows = await self._writer.execute_fetchall(
            "SELECT DISTINCT fact.subject_id, fact.value_id, fact.scope FROM fact "
            "JOIN entity ON entity.id = fact.value_id AND entity.kind = 'series' "
            "WHERE fact.subject_id IN (SELECT value FROM json_each(?)) "
            "AND fact.property = 'series' AND fact.retired = 0",
            (json.dumps(list(films)),),
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
    taken = {forms.key(forms.words(name)) for name in film}
    made: dict[str, str] = {}
    for series_names in series:
        for film_name in film:
            for text in forms.rule_names(series_names, film_name):
                made.setdefault(forms.key(forms.words(text)), text)
    return {key: text for key, text in made.items() if key not in taken}
