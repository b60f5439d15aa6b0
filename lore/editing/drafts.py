"""From written fields to a draft: checked, resolved, and compared with what is known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from lore.answering.ranking import disagree
from lore.editing import user_input
from lore.editing.errors import KindUnfit, Refused, SourceMissing, UnknownName, WrongKind
from lore.editing.history import standing
from lore.editing.name_resolution import NameResolver
from lore.editing.search import find_property
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.language.properties import Property
from lore.linking.linker import Linker
from lore.model.dates import PartialDate
from lore.model.edits import Draft, FactView, Fields, NewName
from lore.model.facts import Citation, Entity, Fact, Role, Slot, Source, Status, Value
from lore.store.changes.snapshots import SourceSnapshot
from lore.store.merges import Merges
from lore.store.moderator_reader import ModeratorReader
from lore.texts import refusals as words

_PLAIN = frozenset({"date", "text"})


@dataclass(slots=True)
class _Reading:
    """What is gathered while fields are read: entities to be created, and pairs of a text as it was
    written and as it was read."""

    creates: list[NewName] = field(default_factory=list)
    read_as: list[tuple[str, str]] = field(default_factory=list)


class Drafter:
    """Drafts facts for one reader."""

    def __init__(self, reader: ModeratorReader, language: Language, linker: Linker) -> None:
        self._reader = reader
        self._language = language
        self._resolver = NameResolver(reader, linker)

    def draft(self, fields: Fields, edits: FactView | None = None) -> Draft:
        """What saving the fields would store, in place of a fact if one is given.

        Raises:
            SourceMissing, UnknownName, AmbiguousName, Refused, DateError: with what is wrong.
        """
        entry = find_property(fields.property, self._language)
        reading = _Reading()
        subject = self._entity(fields.subject, "subject", entry, fields, reading)
        value = self._value(entry, fields, reading)
        role = self._role(entry, fields, reading)
        fact = Fact(0, subject, entry.id, value, role, fields.spoiler, (self._citation(fields),))
        if edits is not None:
            fact = replace(fact, citations=(*fact.citations, *edits.fact.citations[1:]))
        draft = Draft(
            self._reader.scope,
            fields,
            fact,
            tuple(reading.creates),
            tuple(reading.read_as),
            edits=edits,
        )
        return self._compared(draft)

    def _entity(
        self, text: str, slot: Slot, entry: Property, fields: Fields, reading: _Reading
    ) -> Entity:
        """The entity of a slot: known, told as new, or new where the slot takes one kind alone."""
        name = user_input.line(text, slot, user_input.NAME_LENGTH)
        kinds = entry.kinds(slot) - _PLAIN
        named = next((new for new in fields.new if _alike(new.name, name)), None)
        if named is not None:
            return self._told(named, slot, kinds, reading)
        meant = self._resolver.known(name, slot, kinds)
        if meant is not None:
            if meant.mended:
                reading.read_as.append((name, meant.entity.name))
            return meant.entity
        choices = kinds_in_order(kinds, self._language)
        others = self._resolver.known(name, slot, ())
        if others is not None and not others.mended:
            raise WrongKind(name, others.entity.kind, slot, entry.label, choices)
        if len(kinds) != 1:
            raise UnknownName(name, slot, choices, self._resolver.near(name, kinds))
        return _created(NewName(name, next(iter(kinds))), reading)

    def _told(self, new: NewName, slot: Slot, kinds: Collection[str], reading: _Reading) -> Entity:
        """The entity that a moderator declared as new: the known one of that name, unless the years
        differ, else one to be created."""
        clean = NewName(
            user_input.line(new.name, "name", user_input.NAME_LENGTH),
            user_input.line(new.kind, "kind", user_input.SHORT_LENGTH).casefold(),
            tuple(user_input.line(alias, "alias", user_input.NAME_LENGTH) for alias in new.aliases),
            new.year,
        )
        if kinds and clean.kind not in kinds:
            choices = kinds_in_order(kinds, self._language)
            raise KindUnfit(clean.name, clean.kind, slot, choices)
        if clean.year is not None and not 1 <= clean.year <= 9999:
            raise Refused(words.no_year(clean.year))
        known = self._resolver.known(clean.name, slot, [clean.kind])
        if known is not None and not known.mended and clean.year in (None, known.entity.year):
            return known.entity
        return _created(clean, reading)

    def _value(self, entry: Property, fields: Fields, reading: _Reading) -> Value:
        if "date" in entry.value:
            return user_input.read_date(
                user_input.line(fields.value, "value", user_input.TEXT_LENGTH)
            )
        if "text" in entry.value:
            return user_input.line(fields.value, "value", user_input.TEXT_LENGTH)
        return self._entity(fields.value, "value", entry, fields, reading)

    def _role(self, entry: Property, fields: Fields, reading: _Reading) -> Role | None:
        """A role: an entity where one is meant, a text where it reads like one ("a villain")."""
        text = user_input.optional(fields.role, "role", user_input.TEXT_LENGTH)
        if text is None:
            return None
        if not entry.has_role:
            raise Refused(words.no_role(entry.label))
        kinds = entry.role - _PLAIN
        if "text" in entry.role:
            named = any(_alike(new.name, text) for new in fields.new)
            if not kinds or not (named or self._names(text, kinds) or is_proper(text)):
                return text
        return self._entity(text, "role", entry, fields, reading)

    def _names(self, text: str, kinds: Collection[str]) -> bool:
        return self._resolver.known(text, "role", kinds) is not None

    def _citation(self, fields: Fields) -> Citation:
        title = user_input.optional(fields.title, "title", user_input.TITLE_LENGTH)
        if title is None:
            raise SourceMissing
        published = _date(fields.published)
        estimate = user_input.optional(fields.estimate, "reason", user_input.TEXT_LENGTH)
        source = Source(
            0,
            title,
            published,
            published is not None and estimate is not None,
            estimate if published is not None else None,
            user_input.optional(fields.publisher, "publisher", user_input.TITLE_LENGTH),
            user_input.address(fields.address),
        )
        known = [
            number
            for number, snapshot in self._reader.like_sources([title])
            if alike(source, snapshot)
        ]
        source = replace(source, id=known[0] if known else 0)
        locator = user_input.optional(fields.locator, "place in it", user_input.SHORT_LENGTH)
        return Citation(source, fields.status, locator, _date(fields.as_of))

    def _compared(self, draft: Draft) -> Draft:
        """The draft with the facts that say the same, or what cannot hold beside it."""
        fact, edits = draft.fact, draft.edits
        views = standing(self._reader, self._reader.of_subject(fact.subject.id, fact.property))
        others = [view for view in views if edits is None or view.key != edits.key]
        same = [view for view in others if says_same(view.fact, fact)]
        return replace(
            draft,
            same=tuple(view for view in same if view.live),
            retired=tuple(view for view in same if not view.live),
            contradicts=tuple(
                view for view in others if view.live and self._contradicts(view.fact, fact)
            ),
        )

    def _contradicts(self, one: Fact, other: Fact) -> bool:
        """Whether two facts cannot both hold, by what the latest source of each claims."""
        if one.superseded:
            return False
        if says_same(one, other):
            return (one.status is Status.DENIED) is not (other.status is Status.DENIED)
        latest = [replace(fact, citations=fact.citations[:1]) for fact in (one, other)]
        return disagree(latest, self._language.properties)


def kinds_in_order(kinds: Collection[str], language: Language) -> list[str]:
    """Kinds as a choice: those of a group in its order, then the others; all where any fits."""
    slots: tuple[Slot, ...] = ("subject", "value", "role")
    if not kinds:
        entries = language.properties.values()
        kinds = {kind for entry in entries for slot in slots for kind in entry.kinds(slot)} - _PLAIN
    grouped = [kind for group in language.groups.values() for kind in group if kind in kinds]
    return list(dict.fromkeys([*grouped, *sorted(kinds)]))


def means_same(one: Draft, other: Draft) -> bool:
    """Whether two drafts of the same fields would store the same fact beside the same facts.

    An entity that one draft would create the other may have found: another moderator may have
    created it in between.
    """
    seen, now = ([(view.key, view.version) for view in draft.views] for draft in (one, other))
    created = {
        old.id: new
        for old, new in zip(_entities(one.fact), _entities(other.fact), strict=False)
        if old.id < 0 and old.kind == new.kind and _alike(old.name, new.name)
    }
    return seen == now and _sourceless(Merges(created).fact(one.fact)) == _sourceless(other.fact)


def _entities(fact: Fact) -> list[Entity]:
    return [value for value in (fact.subject, fact.value, fact.role) if isinstance(value, Entity)]


def _sourceless(fact: Fact) -> Fact:
    """A fact without the ids of its sources, which another moderator may have just stored."""
    cited = (
        replace(citation, source=replace(citation.source, id=0)) for citation in fact.citations
    )
    return replace(fact, citations=tuple(cited))


def says_same(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same of one subject and property, whatever their sources."""
    return _equal(one.value, other.value) and _equal(one.role, other.role)


def alike(source: Source, snapshot: SourceSnapshot) -> bool:
    """Whether a source says the same as the columns of a source's row."""
    return (
        source.title == snapshot.title
        and source.publisher == snapshot.publisher
        and source.address == snapshot.address
        and (str(source.published) if source.published else None) == snapshot.published
        and source.estimated == bool(snapshot.estimated)
        and source.reason == snapshot.reason
    )


def _equal(one: Value | Role | None, other: Value | Role | None) -> bool:
    if isinstance(one, Entity) and isinstance(other, Entity):
        return one.id == other.id
    if isinstance(one, str) and isinstance(other, str):
        return folding.words(one) == folding.words(other)
    return one == other


def _created(new: NewName, reading: _Reading) -> Entity:
    """An entity to be created, with an id below 0; the same name and kind twice in one fact is one
    entity."""
    for place, known in enumerate(reading.creates):
        if _alike(known.name, new.name) and known.kind == new.kind:
            return Entity(-1 - place, known.name, known.kind, known.year)
    reading.creates.append(new)
    return Entity(-len(reading.creates), new.name, new.kind, new.year)


def _alike(one: str, other: str) -> bool:
    return folding.key(folding.words(one)) == folding.key(folding.words(other))


def is_proper(text: str) -> bool:
    """Whether a text is written like somebody's name: every word of some length with a capital."""
    telling = [word for word in text.split() if len(word) > 3 or word[:1].isupper()]
    return bool(telling) and all(word[:1].isupper() for word in telling)


def _date(text: str | None) -> PartialDate | None:
    return user_input.read_date(text) if text is not None and text.strip() else None
