"""Changes of names (aliases, merged entities) and of the phrases that a server teaches."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lore.answering.completion import Completer
from lore.editing import user_input
from lore.editing.errors import Refused
from lore.editing.name_resolution import NameResolver
from lore.editing.plans import Plan
from lore.editing.search import find_property
from lore.editing.transaction import ChangeRunner
from lore.language import text as folding
from lore.model.edits import Moderator, Saved
from lore.model.facts import SHARED, Entity
from lore.store.changes.snapshots import (
    HiddenNameSnapshot,
    MergedSnapshot,
    NameSnapshot,
    PhraseSnapshot,
    Target,
)
from lore.store.history_reader import HistoryReader
from lore.store.moderator_reader import ModeratorReader, NameText
from lore.texts import refusals as words


class NameEditor:
    """Changes names in one server at a time; entities are named just so, or by their label."""

    def __init__(self, runner: ChangeRunner) -> None:
        self._runner = runner

    async def of(self, entity: str, scope: int) -> tuple[Entity, list[str]]:
        """An entity and its names in the server, those made by rule left out.

        Raises:
            UnknownName, AmbiguousName: where the text names none, or several.
        """

        def look(reader: HistoryReader) -> tuple[Entity, list[str]]:
            bearer = self._resolver(reader).exactly(entity)
            names = [row.text for row in _held(reader, bearer) if row.standing != "part"]
            return bearer, list(dict.fromkeys(names))

        return await self._runner.read(scope, look)

    async def near(
        self, text: str, scope: int, kinds: Collection[str] = (), limit: int = 25
    ) -> list[str]:
        """The names that a half-typed text may become, of any kind where none is given; each
        means one thing alone."""
        linker = self._runner.linker

        def look(reader: HistoryReader) -> list[str]:
            entities = Completer(reader, linker).entities(text, kinds, limit)
            return list(self._resolver(reader).labels(entities).values())

        return await self._runner.read(scope, look)

    async def bearers(self, entity: str, alias: str, scope: int) -> tuple[Entity, list[Entity]]:
        """An entity, and what else bears a name that it is to be given; none where it bears it
        itself.

        Raises:
            UnknownName, AmbiguousName: where the text names no entity, or several.
            Refused: for a name that is too long.
        """
        text = user_input.line(alias, "name", user_input.NAME_LENGTH)

        def look(reader: HistoryReader) -> tuple[Entity, list[Entity]]:
            bearer = self._resolver(reader).exactly(entity)
            root = reader.merges.root
            bearing = {
                root(row.entity_id): Entity(row.entity_id, row.entity, row.kind, row.year)
                for row in reader.names_by_key({folding.key(folding.words(text))})
                if row.standing != "part"
            }
            return bearer, [] if root(bearer.id) in bearing else list(bearing.values())

        return await self._runner.read(scope, look)

    async def add(
        self, entity: str, alias: str, by: Moderator, *, reason: str | None = None
    ) -> Saved:
        """Give an entity one more name.

        Raises:
            UnknownName, AmbiguousName: where the text names no entity, or several.
            Refused: where it bears the name.
        """
        text = user_input.line(alias, "name", user_input.NAME_LENGTH)
        if not any(char.isalnum() for char in text):
            raise Refused(words.no_name(text))

        def plan(reader: HistoryReader) -> Plan:
            bearer = self._resolver(reader).exactly(entity)
            rows = reader.names_of([bearer.id])
            hidden = [row for row in rows if row.hidden and _same(row.text, text)]
            if any(
                _same(row.text, text) and row.standing != "part" for row in _held(reader, bearer)
            ):
                raise Refused(words.named_already(bearer.name, text))
            if hidden:
                return Plan(
                    {Target("hidden_name", row.entity_id, row.text): None for row in hidden}
                )
            return Plan({Target("name", bearer.id, text): NameSnapshot("alias")})

        return await self._runner.change(by, "name", plan, reason=reason)

    async def remove(
        self, entity: str, alias: str, by: Moderator, *, reason: str | None = None
    ) -> Saved:
        """Take a name from an entity: its own name stays, and so does what is made by rule.

        Raises:
            UnknownName, AmbiguousName: where the text names no entity, or several.
            Refused: where it does not bear the name, or must keep it.
        """

        def plan(reader: HistoryReader) -> Plan:
            bearer = self._resolver(reader).exactly(entity)
            rows = [row for row in _held(reader, bearer) if _same(row.text, alias)]
            if not rows:
                raise Refused(words.not_named(bearer.name, alias))
            if any(row.standing in ("name", "rule") for row in rows):
                raise Refused(words.name_stays(bearer.name, alias))
            made = Plan()
            for row in rows:
                if row.scope == SHARED:
                    hidden = Target("hidden_name", row.entity_id, row.text)
                    made.snapshots[hidden] = HiddenNameSnapshot()
                else:
                    made.snapshots[Target("name", row.entity_id, row.text)] = None
            return made

        return await self._runner.change(by, "name", plan, reason=reason)

    async def merge(
        self, entity: str, into: str, by: Moderator, *, reason: str | None = None
    ) -> Saved:
        """Make two entities one: from now on the second stands for the first as well.

        Raises:
            UnknownName, AmbiguousName: where a text names no entity, or several.
            Refused: where they are one, or of two kinds.
        """

        def plan(reader: HistoryReader) -> Plan:
            resolver = self._resolver(reader)
            one, other = resolver.exactly(entity), resolver.exactly(into)
            if one.id == other.id:
                raise Refused(words.one_already(one.name))
            if one.kind != other.kind:
                raise Refused(words.two_kinds(one.name, one.kind, other.name, other.kind))
            members = reader.merges.members([one.id])
            return Plan({Target("merged", row_id): MergedSnapshot(other.id) for row_id in members})

        return await self._runner.change(by, "merge", plan, reason=reason)

    def _resolver(self, reader: ModeratorReader) -> NameResolver:
        return NameResolver(reader, self._runner.linker)


def _held(reader: ModeratorReader, entity: Entity) -> list[NameText]:
    """The names of an entity that are not hidden in the server."""
    return [row for row in reader.names_of([entity.id]) if not row.hidden]


def _same(one: str, other: str) -> bool:
    return folding.key(folding.words(one)) == folding.key(folding.words(other))


LONGEST = 60
"""Characters of a phrase that is taught."""


class Phrases:
    """Teaches phrases in one server at a time; whoever asks there is understood from then on."""

    def __init__(self, runner: ChangeRunner) -> None:
        self._runner = runner

    async def add(
        self, phrase: str, name: str, by: Moderator, *, reason: str | None = None
    ) -> Saved:
        """Let a phrase mean a property, which is named as in `Fields`.

        Raises:
            Refused: for a property that there is not, for a phrase without a word, and for one of
                ordinary words alone, which would bend other questions.
            Unchanged: where it means that already.
        """
        text = user_input.line(phrase, "phrase", LONGEST)
        folded = folding.words(text)
        meant = find_property(name, self._runner.language)
        telling = [word for word in folded if any(char.isalnum() for char in word)]
        if all(word in self._runner.language.fillers for word in telling):
            raise Refused(words.no_phrase(text))
        stands_for = next((wording for wording, _ in meant.phrases), meant.label)
        snapshot = PhraseSnapshot(text, meant.id, stands_for)
        target = Target("phrase", text=" ".join(folded))
        return await self._runner.change(
            by, "phrase", lambda _: Plan({target: snapshot}), reason=reason
        )

    async def remove(self, phrase: str, by: Moderator, *, reason: str | None = None) -> Saved:
        """Let a phrase mean nothing again.

        Raises:
            Unchanged: where it means nothing.
        """
        target = Target("phrase", text=" ".join(folding.words(phrase)))
        return await self._runner.change(
            by, "phrase", lambda _: Plan({target: None}), reason=reason
        )

    async def listed(self, scope: int) -> Sequence[tuple[str, str]]:
        """The phrases of a server as (text, property)."""
        return await self._runner.read(scope, lambda reader: reader.taught())
