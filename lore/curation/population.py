"""The entities that an attached file names: by id, or by name where its rows may say names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from lore.curation.drafts import kinds_in_order
from lore.curation.entries import Entry
from lore.curation.errors import Refused
from lore.curation.models import NewName
from lore.curation.plans import Plan, Planner
from lore.language import Language
from lore.models import SHARED, Entity
from lore.names import forms
from lore.store.desk import DeskReader, NameText
from lore.store.lookups import NameRow
from lore.store.names import standing_names
from lore.store.overlays import Overlay
from lore.store.records import EntityRecord, FactRecord
from lore.store.units import Unit
from lore.wording import files
from lore.wording import refusals as words


class Population:
    """Finds, changes and creates entities for one import; `prepare` looks all up at once."""

    def __init__(
        self, reader: DeskReader, language: Language, planner: Planner, plan: Plan
    ) -> None:
        self._reader = reader
        self._language = language
        self._planner = planner
        self._plan = plan
        self._by_key: dict[str, Entity] = {}
        self._own: set[int] = set()
        self._names: dict[int, list[NameText]] = {}
        self._named: dict[str, list[NameRow]] = {}
        self._created: dict[tuple[str, str], Entity] = {}

    def prepare(self, entries: Sequence[Entry]) -> None:
        """Look up all that the entries name."""
        keys, texts = set[str](), set[str]()
        for entry in entries:
            match entry.record:
                case EntityRecord():
                    keys.add(entry.record.key)
                case FactRecord():
                    named = entry.record.entities()
                    if entry.role_open and entry.record.role is not None:
                        named.append(entry.record.role.text)
                    keys.update(named)
                    texts.update(named if entry.named else ())
                case Overlay():
                    keys.update((entry.record.key, entry.record.text))
        known = self._reader.keys("entity", keys)
        ids = {
            key: rows.get(self._reader.scope, rows.get(SHARED, 0)) for key, rows in known.items()
        }
        for number, (scope, image) in self._reader.rows("entity", ids.values()).items():
            one = Entity(number, image["name"], image["kind"], image["year"])
            self._by_key[image["key"]] = one
            if scope != SHARED:
                self._own.add(number)
        for name in self._reader.names_of([one.id for one in self._by_key.values()]):
            self._names.setdefault(name.entity_id, []).append(name)
        for row in self._reader.names_by_key({_key(text) for text in texts}):
            self._named.setdefault(str(row.met), []).append(row)

    def take(self, entry: Entry) -> None:
        """Bring an entity's record: as a new one, as the server's own, or names for a shared one.

        Raises:
            Refused: for another kind than the entity of that id has.
        """
        record = entry.record
        assert isinstance(record, EntityRecord)
        known = self._by_key.get(record.key)
        if known is None:
            new = NewName(record.name, record.kind, record.aliases, record.year)
            number = self._planner.entity(self._plan, new, record.key)
            self._by_key[record.key] = Entity(number, record.name, record.kind, record.year)
            return
        if known.kind != record.kind:
            raise Refused(files.other_kind(record.key, known.kind, record.kind))
        names = [name for name in self._names.get(known.id, ()) if name.standing != "rule"]
        wanted = dict(standing_names(record.name, record.aliases))
        if known.id in self._own:
            self._plan.images[Unit("entity", known.id)] = {
                "key": record.key,
                "name": record.name,
                "kind": record.kind,
                "year": record.year,
            }
            for name in names:
                self._plan.images[Unit("name", known.id, name.text)] = None
            for text, standing in wanted.items():
                self._plan.images[Unit("name", known.id, text)] = {"standing": standing}
            return
        for text in wanted.keys() - {name.text for name in names}:
            if wanted[text] != "part":
                self._plan.images[Unit("name", known.id, text)] = {"standing": "alias"}

    def look(self, text: str, kinds: Collection[str], *, named: bool) -> Entity | None:
        """The entity of an id or, where `named`, of a name.

        Raises:
            Refused: where several bear the name.
        """
        if text in self._by_key:
            return self._by_key[text]
        if not named:
            return None
        rows = [
            row
            for row in self._named.get(_key(text), ())
            if row.standing != "part" and (not kinds or row.kind in kinds)
        ]
        for standing in ("name", "alias", "rule"):
            found = {
                row.entity_id: Entity(row.entity_id, row.entity, row.kind, row.year)
                for row in rows
                if row.standing == standing
            }
            if len(found) > 1:
                raise Refused(words.ambiguous_name(text, [one.name for one in found.values()]))
            if found:
                return next(iter(found.values()))
        return next(
            (
                self._created[_key(text), kind]
                for kind in kinds
                if (_key(text), kind) in self._created
            ),
            None,
        )

    def find(self, text: str, kinds: Collection[str], *, named: bool) -> Entity:
        """As `look`; a name that nothing bears is created where only one kind fits.

        Raises:
            Refused: where there is none.
        """
        known = self.look(text, kinds, named=named)
        if known is not None:
            return known
        if not named:
            raise Refused(files.no_such("entity", text))
        if len(kinds) != 1:
            raise Refused(words.unknown_name(text, kinds_in_order(kinds, self._language), []))
        new = NewName(text, next(iter(kinds)))
        one = Entity(self._planner.entity(self._plan, new), new.name, new.kind)
        self._created[_key(text), new.kind] = one
        return one

    def every(self, text: str) -> list[Entity]:
        """All entities that an id or a name may mean."""
        if text in self._by_key:
            return [self._by_key[text]]
        rows = self._named.get(_key(text), ())
        return [Entity(row.entity_id, row.entity, row.kind, row.year) for row in rows]

    def hide_name(self, key: str, text: str) -> None:
        """Take a name from an entity: a shared one is hidden, one that is its own goes."""
        one = self._by_key.get(key)
        if one is None:
            return
        names = [name for name in self._names.get(one.id, ()) if name.text == text]
        if any(name.scope == SHARED for name in names):
            self._plan.images[Unit("hidden_name", one.id, text)] = {}
        unit = Unit("name", one.id, text)
        if unit in self._plan.images or any(name.scope != SHARED for name in names):
            self._plan.images[unit] = None

    def by_keys(self, keys: Iterable[str]) -> list[Entity | None]:
        """The entities of ids."""
        return [self._by_key.get(key) for key in keys]


def _key(text: str) -> str:
    return forms.key(forms.words(text))
